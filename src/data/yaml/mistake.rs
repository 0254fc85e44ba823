//! What a reader of YAML could not read, in the author's words and at the author's place.
//!
//! The reader says where it stopped, which is often behind the mistake, and why in
//! terms of its grammar. Here the line is looked at for what people do wrong.

use super::span_of;
use crate::diag::{Diagnostic, Diagnostics, lint};
use crate::source::{Place, SourcePath, Span};
use serde_saphyr::Error;

pub(super) fn told(path: &SourcePath, text: &str, offset: usize, error: &Error) -> Diagnostic {
    let stopped = error.location().map_or(Span::at(0), |location| span_of(location, text));
    let said = error.to_string();
    let said = said.lines().next().unwrap_or("").trim_end_matches('.');
    // The place is shown by the message itself, in lines of the file.
    let said = said.split(" at line ").next().unwrap_or(said);
    let seen = Seen { path, text, offset, stopped, said };
    if let Error::DuplicateMappingKey { key, .. } = error {
        return seen.twice(key.as_deref());
    }
    let causes = [
        Seen::two_colons,
        Seen::beginning,
        Seen::after_quote,
        Seen::open_quote,
        Seen::escape,
        Seen::tab,
        Seen::closes_nothing,
        Seen::open_bracket,
        Seen::after_bracket,
        Seen::no_field,
        Seen::below_a_value,
        Seen::indentation,
    ];
    let found = causes.into_iter().find_map(|cause| cause(&seen));
    found.unwrap_or_else(|| match error {
        Error::Budget { .. } | Error::UnknownAnchor { .. } => seen
            .at(stopped, "anchors, aliases and very deep nesting are not allowed here")
            .label("too much for front matter")
            .help("write the value out where it is needed"),
        _ => seen
            .at(stopped, format!("this can't be read as YAML: {said}"))
            .label("the reader stopped here")
            .help("check quotes, brackets and indentation of this line and the one above"),
    })
}

/// A text that could not be read, and where and why the reader stopped.
struct Seen<'a> {
    path: &'a SourcePath,
    text: &'a str,
    offset: usize,
    stopped: Span,
    said: &'a str,
}

/// A field as it stands on one line.
struct Field<'a> {
    name: &'a str,
    /// The value, and where it begins.
    value: &'a str,
    at: usize,
}

impl<'a> Seen<'a> {
    fn at(&self, span: Span, message: impl Into<String>) -> Diagnostic {
        Diagnostics::at(self.path, span.shifted(self.offset), lint::FRONT_MATTER_SYNTAX, message)
    }

    fn says(&self, words: &str) -> bool {
        self.said.contains(words)
    }

    /// Where the line begins on which a place lies.
    fn line_start(&self, at: usize) -> usize {
        let before = &self.text.as_bytes()[..at.min(self.text.len())];
        memchr::memrchr(b'\n', before).map_or(0, |at| at + 1)
    }

    fn line(&self, start: usize) -> &'a str {
        self.text[start..].lines().next().unwrap_or("")
    }

    /// The line on which the reader stopped: where it begins, and its text.
    fn here(&self) -> (usize, &'a str) {
        let start = self.line_start(self.stopped.start as usize);
        (start, self.line(start))
    }

    /// The line above, if there is one.
    fn above(&self) -> Option<(usize, &'a str)> {
        let (start, _) = self.here();
        let start = self.line_start(start.checked_sub(1)?);
        Some((start, self.line(start)))
    }

    /// Whether the reader stopped at the first sign of its line.
    fn at_first(&self) -> bool {
        let (start, line) = self.here();
        self.stopped.start as usize <= start + line.len() - line.trim_start().len()
    }

    fn twice(&self, key: Option<&str>) -> Diagnostic {
        let name = key.unwrap_or_else(|| self.stopped.text(self.text));
        self.at(self.stopped, format!("the field `{name}` is written twice"))
            .label("this is the second time")
            .help("keep one of the two")
    }

    /// `title: API: what it is for`, the commonest mistake. The reader may stop on
    /// the line itself or on the one after it.
    fn two_colons(&self) -> Option<Diagnostic> {
        [Some(self.here()), self.above()].into_iter().flatten().find_map(|(start, line)| {
            let Field { name, value, at } = field(start, line)?;
            let plain_name = name.chars().all(|c| c.is_ascii_alphanumeric() || " _-".contains(c));
            let colon = value.find(": ").or_else(|| value.ends_with(':').then(|| value.len() - 1))?;
            if !plain_name || value.starts_with(['"', '\'', '[', '{', '|', '>']) {
                return None;
            }
            let name = name.trim_start_matches("- ").trim();
            let colon = Span::new(at + colon, at + colon + 1);
            let told = self.at(colon, format!("this line has two colons, so `{name}` can't be read"));
            Some(self.quoting(told.label("everything after this colon looks like a new field"), value, at))
        })
    }

    /// Signs that mean something to YAML where a value begins.
    fn beginning(&self) -> Option<Diagnostic> {
        let (start, line) = self.here();
        let Field { value, at, .. } = field(start, line)?;
        let first = value.chars().next()?;
        let meant = match first {
            '*' | '&' => "YAML takes this for an alias or an anchor, and there are none here",
            '@' | '`' | '%' => "YAML keeps this sign for itself",
            '|' | '>' if self.says("block scalar") => "after this sign, the text begins on the next line",
            _ => return None,
        };
        let told = self.at(Span::new(at, at + 1), format!("a value can't begin with `{first}`")).label(meant);
        Some(match first {
            '|' | '>' => told.help("begin the text on the next line, indented; or leave this sign out"),
            // Somebody may really have meant an anchor.
            '&' => told.help("put the value in quotes if it is text; else write it out where it is needed"),
            _ => self.quoting(told, value, at),
        })
    }

    /// `"the "big" one"`, `'it's so'`, `["a" "b"]`
    fn after_quote(&self) -> Option<Diagnostic> {
        if !self.says("trailing content after") {
            return None;
        }
        let help = match self.says("single-quoted") {
            true => "write '' for an apostrophe in the text, or use double quotes around it",
            false => {
                r#"write \" for a quote in the text, or use single quotes around it; between two values in a list, write a comma"#
            }
        };
        let told = self.at(self.stopped, "there is something after the closing quote");
        Some(told.label("the value ended before this").help(help))
    }

    /// The first value that opens a quote and does not close it on its line.
    fn open_quote(&self) -> Option<Diagnostic> {
        if !self.says("quoted scalar") || self.says("escape") {
            return None;
        }
        let mut start = 0;
        for line in self.text.split_inclusive('\n') {
            let value = line.split_once(": ").map_or(line, |(_, value)| value).trim_end();
            let at = start + line.trim_end().len() - value.len();
            if let Some(quote) = value.chars().next().filter(|c| matches!(c, '"' | '\''))
                && !value[1..].ends_with(quote)
            {
                let told = self.at(Span::new(at, at + 1), "this quote is never closed").label("opened here");
                return Some(told.help("add a quote of the same sort at the end of the value"));
            }
            start += line.len();
        }
        None
    }

    /// `"C:\dir"`
    fn escape(&self) -> Option<Diagnostic> {
        if !self.says("escape") {
            return None;
        }
        let from = self.stopped.start as usize;
        let mut signs = self.text[from..].char_indices();
        while let Some((at, sign)) = signs.next() {
            let Some((_, escaped)) = (sign == '\\').then(|| signs.next()).flatten() else { continue };
            // The rest are by number, and their digits may be wrong.
            if !"0abtnvfre \"/\\N_LP\t\n\r".contains(escaped) {
                let span = Span::new(from + at, from + at + 1 + escaped.len_utf8());
                let told = self.at(span, format!("in double quotes, `\\{escaped}` means nothing"));
                return Some(
                    told.label("a backslash begins an escape")
                        .help(r"write \\ for a backslash, or use single quotes around the value"),
                );
            }
        }
        None
    }

    /// A tab where lines are indented; the reader may stop on the line above.
    fn tab(&self) -> Option<Diagnostic> {
        if !self.says("tab") {
            return None;
        }
        let (mut start, _) = self.here();
        for line in self.text[start..].split_inclusive('\n') {
            let indent = &line[..line.len() - line.trim_start().len()];
            if let Some(at) = indent.find('\t') {
                let told = self.at(Span::new(start + at, start + at + 1), "a tab can't indent a line here");
                return Some(told.label("this is a tab").help("indent with spaces"));
            }
            start += line.len();
        }
        None
    }

    fn closes_nothing(&self) -> Option<Diagnostic> {
        let told = || self.at(self.stopped, "this bracket closes nothing").label("nothing is open here");
        self.says("misplaced bracket").then(|| told().help("take it away, or open it before"))
    }

    fn open_bracket(&self) -> Option<Diagnostic> {
        let named = self.says("unclosed bracket").then_some(self.stopped);
        let span = named.or_else(|| never_closed(self.text))?;
        let told = self.at(span, "this bracket is never closed").label("opened here");
        Some(told.help("add its partner at the end of the list"))
    }

    /// `[Beta] is out`, `{{name}}`: brackets were meant as text.
    fn after_bracket(&self) -> Option<Diagnostic> {
        let (start, line) = self.here();
        let Field { value, at, .. } = field(start, line)?;
        if !value.starts_with(['[', '{']) || (self.stopped.start as usize) <= at || value.ends_with([']', '}']) {
            return None;
        }
        let told = self.at(Span::new(at, at + 1), "a value that begins with a bracket is read as a list or a group");
        Some(self.quoting(told.label("so nothing can stand behind its end"), value, at))
    }

    /// `definition A copy`, `definition:A copy`
    fn no_field(&self) -> Option<Diagnostic> {
        if !self.says("expected ':'") {
            return None;
        }
        let (start, line) = self.here();
        let first = line.len() - line.trim_start().len();
        Some(match line.find(':') {
            Some(colon) => self
                .at(Span::new(start + colon, start + colon + 1), "there is no space after this colon")
                .label("so this is no field")
                .help("a field is a name, a colon, a space and a value"),
            None => self
                .at(Span::new(start + first, start + line.trim_end().len()), "this line is no field")
                .label("there is no colon")
                .help("a field is a name, a colon, a space and a value; a text that goes on is indented"),
        })
    }

    /// A field that is indented below one that has a value already.
    fn below_a_value(&self) -> Option<Diagnostic> {
        let (start, line) = self.here();
        let above = self.above()?;
        let owner = field(above.0, above.1)?;
        let indented = |line: &str| line.len() - line.trim_start().len();
        if !self.says("mapping values") || owner.value.is_empty() || indented(line) <= indented(above.1) {
            return None;
        }
        let name = owner.name.trim_start_matches("- ").trim();
        let told = self.at(Span::new(start, start + indented(line)), format!("nothing can be indented below `{name}`"));
        let help = "take the spaces at the start of this line away";
        Some(told.label(format!("`{name}` has its value on its own line")).help(help))
    }

    fn indentation(&self) -> Option<Diagnostic> {
        let expected = ["expected '-'", "expected key", "expected <document start>", "block end"];
        if !expected.iter().any(|words| self.says(words)) || !self.at_first() {
            return None;
        }
        let (start, line) = self.here();
        let first = start + line.len() - line.trim_start().len();
        let span = Span::new(first, start + line.trim_end().len());
        let told = self.at(span, "this line begins at another column than those it belongs to");
        Some(told.label("neither in line with one above nor below one").help("give it the same indentation"))
    }

    fn quoting(&self, told: Diagnostic, value: &str, at: usize) -> Diagnostic {
        let quoted = format!("\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\""));
        let place = Place::new(self.path, Span::new(at, at + value.len()).shifted(self.offset));
        told.fix("put the value in quotes", place, quoted)
    }
}

/// The field on a line that begins at `start`; an item of a list is one without a name.
fn field(start: usize, line: &str) -> Option<Field<'_>> {
    let line = line.trim_end();
    let name = line.find(": ").or_else(|| line.ends_with(':').then(|| line.len() - 1));
    let (name, rest) = match name.filter(|at| *at > 0 && !line[..*at].contains(['"', '\'', '[', '{'])) {
        Some(at) => (&line[..at], &line[at + 1..]),
        None => ("", line.trim_start().strip_prefix("- ")?),
    };
    let value = rest.trim_start();
    Some(Field { name, value, at: start + line.len() - value.len() })
}

/// The first bracket that begins a value and is not closed before the next field.
fn never_closed(text: &str) -> Option<Span> {
    let field = |line: &str| line.starts_with(|first: char| first.is_ascii_lowercase()) && line.contains(':');
    let mut open: Vec<usize> = Vec::new();
    let mut quote = None;
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        if let (Some(first), true) = (open.first(), field(line)) {
            return Some(Span::new(*first, *first + 1));
        }
        let value = line.split_once(": ").map_or(line, |(_, value)| value);
        let flows = value.starts_with(['[', '{']) || value.starts_with("- {") || !open.is_empty();
        let mut last = ' ';
        for (at, c) in line.char_indices().filter(|(at, _)| flows && *at >= line.len() - value.len()) {
            match (quote, c) {
                (None, '"' | '\'') if !last.is_alphanumeric() => quote = Some(c),
                (Some(open), c) if open == c && last != '\\' => quote = None,
                (None, '[' | '{') => open.push(start + at),
                (None, ']' | '}') => drop(open.pop()),
                _ => {}
            }
            last = c;
        }
        start += line.len();
    }
    open.first().map(|first| Span::new(*first, *first + 1))
}
