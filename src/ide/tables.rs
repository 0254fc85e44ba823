//! Where in a piece of TOML somebody is writing: settings and records. As with
//! YAML, the text is seldom whole, so it is read line by line.

use super::yaml::Spot;
use crate::source::Span;

/// Where somebody is writing, and whether in quotes already.
pub(super) struct TomlSpot {
    pub(super) spot: Spot,
    pub(super) quoted: bool,
}

/// Finds out where the cursor is. Nothing, where a header, a comment or a text of several lines is.
pub(super) fn spot(text: &str, cursor: usize) -> Option<TomlSpot> {
    let before = text.get(..cursor)?;
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    let mut table: Vec<String> = Vec::new();
    let mut names: Vec<String> = Vec::new();
    // A list or a text that goes on over lines.
    let mut open: Option<(String, Open)> = None;
    for line in before[..start].lines() {
        match &mut open {
            Some((_, state)) => {
                if state.read(line) {
                    open = None;
                }
            }
            None => {
                if let Some(header) = header(line) {
                    table = header;
                    names.clear();
                } else if let Some((name, value)) = name_and_value(line) {
                    names.push(name.to_owned());
                    let mut state = Open::default();
                    if !state.read(value) {
                        open = Some((name.to_owned(), state));
                    }
                }
            }
        }
    }
    let typed = &before[start..];
    let (name, value_at) = match (open, typed.find('=')) {
        (Some((_, state)), _) if state.text => return None,
        (Some((name, _)), _) => (Some(name), start),
        (None, Some(at)) => (Some(typed[..at].trim().trim_matches('"').to_owned()), start + at + 1),
        (None, None) => (None, start),
    };
    if name.is_none() && typed.trim_start().starts_with(['[', '#']) {
        return None;
    }
    let value = name.is_some();
    let (word, quoted) = around(text, value_at, cursor, value)?;
    if !value {
        names.extend(names_after(&text[cursor..]));
    }
    let path = table.into_iter().chain(name).collect();
    Some(TomlSpot { spot: Spot { path, value, siblings: if value { Vec::new() } else { names }, word }, quoted })
}

/// Whether a value is still open at the end of a line.
#[derive(Default)]
struct Open {
    depth: usize,
    text: bool,
}

impl Open {
    /// Reads a line on; says whether the value ends in it.
    fn read(&mut self, line: &str) -> bool {
        if self.text || line.trim_start().starts_with("\"\"\"") {
            let marks = line.matches("\"\"\"").count();
            self.text ^= marks % 2 == 1;
            return !self.text;
        }
        let mut quote = None;
        for c in line.chars() {
            match (quote, c) {
                (Some(open), c) if open == c => quote = None,
                (Some(_), _) => {}
                (None, '"' | '\'') => quote = Some(c),
                (None, '#') => break,
                (None, '[' | '{') => self.depth += 1,
                (None, ']' | '}') => self.depth = self.depth.saturating_sub(1),
                _ => {}
            }
        }
        self.depth == 0
    }
}

/// The names of `[a.b]` and `[[a]]`.
fn header(line: &str) -> Option<Vec<String>> {
    let inside = line.trim_start().strip_prefix('[')?;
    let inside = inside.strip_prefix('[').unwrap_or(inside).split(']').next()?;
    Some(inside.split('.').map(|name| name.trim().trim_matches(['"', '\'']).to_owned()).collect())
}

fn name_and_value(line: &str) -> Option<(&str, &str)> {
    let (name, value) = line.split_once('=')?;
    let name = name.trim().trim_matches(['"', '\'']);
    (!name.is_empty() && !name.starts_with('#')).then_some((name, value))
}

/// The word around the cursor, and whether it is in quotes.
fn around(text: &str, from: usize, cursor: usize, value: bool) -> Option<(Span, bool)> {
    let typed = text.get(from..cursor)?;
    let (mut start, mut quote) = (from, None);
    for (at, c) in typed.char_indices().filter(|_| value) {
        match (quote, c) {
            (Some(open), c) if open == c => (quote, start) = (None, from + at + 1),
            (Some(_), _) => {}
            (None, '"' | '\'') => (quote, start) = (Some(c), from + at + 1),
            (None, '[' | '{' | ',') => start = from + at + c.len_utf8(),
            (None, '#') => return None,
            _ => {}
        }
    }
    let typed = &text[start..cursor];
    let start = if quote.is_some() { start } else { cursor - typed.trim_start().len() };
    let ends = |c: char| match quote {
        Some(quote) => c == quote || c == '\n' || c == '\r',
        None => matches!(c, '\n' | '\r' | ',' | ']' | '}' | '#' | '='),
    };
    let rest = &text[cursor..];
    let end = cursor + rest.find(ends).unwrap_or(rest.len());
    let end = cursor + text[cursor..end].trim_end().len();
    Some((Span::new(start, end), quote.is_some()))
}

/// Names of the same table in the lines after the cursor.
fn names_after(rest: &str) -> Vec<String> {
    let lines = rest.split('\n').skip(1).take_while(|line| !line.starts_with('['));
    lines.filter_map(name_and_value).map(|(name, _)| name.to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// `path?` for a name and `path=` for a value, the word, whether it is quoted, and the siblings.
    fn at(marked: &str) -> String {
        let cursor = marked.find('^').unwrap();
        let text = marked.replacen('^', "", 1);
        let Some(TomlSpot { spot, quoted }) = spot(&text, cursor) else { return "nothing".to_owned() };
        let sign = if spot.value { '=' } else { '?' };
        let quote = if quoted { "\"" } else { "" };
        format!("{}{sign} {quote}{}{quote} {}", spot.path.join("."), spot.word.text(&text), spot.siblings.join(","))
    }

    #[test]
    fn names_and_values_are_told_apart() {
        assert_eq!(at("[[fact]]\nid = \"F1\"\ncl^\nurl = \"x\"\n\n[[fact]]\nsource = 1\n"), "fact? cl id,url");
        assert_eq!(at("[[fact]]\nvolatility = ^\n"), "fact.volatility=  ");
        assert_eq!(at("[[fact]]\nvolatility = \"s^low\"\n"), "fact.volatility= \"slow\" ");
        assert_eq!(at("[a.b]\nhero = [\"one\", \"t^\"]\n"), "a.b.hero= \"t\" ");
        assert_eq!(at("[a.b]\nhero = [\n  \"one\",\n  ^\n]\n"), "a.b.hero=  ");
        assert_eq!(at("[a.\"b c\"]\n^"), "a.b c?  ");
        assert_eq!(at("^"), "?  ");
        assert_eq!(at("# a ^"), "nothing");
        assert_eq!(at("[a^]"), "nothing");
        assert_eq!(at("a = \"\"\"\nb = ^\n\"\"\"\n"), "nothing");
        assert_eq!(at("a = 1 # b^"), "nothing");
    }

    proptest! {
        #[test]
        fn any_text_at_any_place(text in "[a-c=\\[\\]{}\"'#, \n.é]{0,60}", at in 0usize..60) {
            let at = (at.min(text.len())..=text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(0);
            if let Some(TomlSpot { spot, .. }) = spot(&text, at) {
                prop_assert!(spot.word.start as usize <= at && at <= spot.word.end as usize);
            }
        }
    }
}
