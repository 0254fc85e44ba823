//! Where in a piece of YAML somebody is writing. The text is seldom whole while
//! it is written, so this reads only what is needed, line by line, and never fails.

use crate::source::Span;

/// Where somebody is writing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Spot {
    /// The names that lead there. Lists have no names.
    pub(super) path: Vec<String>,
    /// Whether a name was begun that has its colon before the cursor; where not,
    /// what is written may become a name or be a value of a list.
    pub(super) value: bool,
    /// The names that the group around it has already.
    pub(super) siblings: Vec<String>,
    /// The word around the cursor, without quotes.
    pub(super) word: Span,
}

/// A group or a list that is open where we read.
#[derive(Debug, Default)]
struct Level {
    /// How far its names are indented; nothing in braces or brackets.
    indent: Option<usize>,
    /// Whether it can have names.
    map: bool,
    /// The names so far.
    names: Vec<String>,
    /// The name whose value we are in.
    name: Option<String>,
}

/// Finds out where the cursor is. Nothing, where a text of several lines or a comment is.
pub(super) fn spot(text: &str, cursor: usize) -> Option<Spot> {
    let mut reader = Reader { text, levels: Vec::new(), scalar: None, word: 0 };
    let before = text.get(..cursor)?;
    let last = before.rfind('\n').map_or(0, |at| at + 1);
    let mut start = 0;
    for line in before[..last].split_inclusive('\n') {
        if !line.trim().is_empty() {
            reader.line(start, line.trim_end_matches(['\n', '\r']));
        }
        start += line.len();
    }
    let inside = reader.line(last, &before[last..]);
    reader.spot(inside?, cursor)
}

/// What a line ends in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Inside {
    /// Where a name or an item of a list may begin or has begun.
    Start,
    /// Behind the colon of a name.
    Value,
}

struct Reader<'a> {
    text: &'a str,
    levels: Vec<Level>,
    /// Lines that are indented more than this belong to a text of several lines.
    scalar: Option<usize>,
    /// Where the last word began.
    word: usize,
}

impl Reader<'_> {
    fn in_flow(&self) -> bool {
        self.levels.last().is_some_and(|level| level.indent.is_none())
    }

    fn line(&mut self, start: usize, line: &str) -> Option<Inside> {
        if self.in_flow() {
            return self.flow(start, line);
        }
        let mut column = line.len() - line.trim_start_matches(' ').len();
        let content = &line[column..];
        if let Some(parent) = self.scalar {
            if content.is_empty() || column > parent {
                return None;
            }
            self.scalar = None;
        }
        if content.starts_with('#') {
            return None;
        }
        while line[column..].starts_with("- ") || &line[column..] == "-" {
            self.close(column);
            let rest = &line[column + 1..];
            column += 1 + (rest.len() - rest.trim_start_matches(' ').len());
        }
        self.item(start, line, column)
    }

    /// Closes what is indented more.
    fn close(&mut self, column: usize) {
        while self.levels.last().is_some_and(|level| level.indent.is_none_or(|indent| indent > column)) {
            self.levels.pop();
        }
    }

    /// Makes the level of a column the innermost, without a name yet.
    fn open(&mut self, column: usize) {
        self.close(column);
        match self.levels.last_mut() {
            Some(level) if level.indent == Some(column) => level.name = None,
            _ => self.levels.push(Level { indent: Some(column), map: true, ..Level::default() }),
        }
    }

    /// A name with its value, an item of a list, or what may become either.
    fn item(&mut self, start: usize, line: &str, column: usize) -> Option<Inside> {
        self.open(column);
        let content = &line[column..];
        self.word = start + column;
        let Some((name, value)) = name_and_value(content) else {
            if content.starts_with(['[', '{']) {
                return self.flow(self.word, content);
            }
            return Some(Inside::Start);
        };
        if let Some(level) = self.levels.last_mut() {
            level.names.push(name.to_owned());
            level.name = Some(name.to_owned());
        }
        let value_start = line.len() - value.len();
        self.word = start + value_start;
        match value.chars().next() {
            Some('|' | '>') => {
                self.scalar = Some(column);
                None
            }
            Some('[' | '{') => self.flow(self.word, value),
            Some('#') => None,
            _ => Some(Inside::Value),
        }
    }

    /// Reads on within braces and brackets.
    fn flow(&mut self, start: usize, text: &str) -> Option<Inside> {
        self.word = start;
        let mut quote = None;
        let mut before = ' ';
        for (at, c) in text.char_indices() {
            let (here, next) = (start + at, start + at + c.len_utf8());
            match (quote, c) {
                (Some(open), c) if c == open => quote = None,
                (Some(_), _) => {}
                (None, '"' | '\'') if self.text[self.word..here].trim().is_empty() => quote = Some(c),
                (None, '[' | '{') => {
                    self.levels.push(Level { map: c == '{', ..Level::default() });
                    self.word = next;
                }
                (None, ']' | '}') => {
                    self.levels.pop();
                    self.word = next;
                    if !self.in_flow() {
                        return None;
                    }
                }
                (None, ',') => {
                    self.levels.last_mut().iter_mut().for_each(|level| level.name = None);
                    self.word = next;
                }
                (None, ':') if text[at + 1..].chars().next().is_none_or(char::is_whitespace) => {
                    let name = self.text[self.word..here].trim().trim_matches(['"', '\'']).to_owned();
                    if let Some(level) = self.levels.last_mut().filter(|level| level.map) {
                        level.names.push(name.clone());
                        level.name = Some(name);
                    }
                    self.word = next;
                }
                (None, '#') if before.is_whitespace() => return None,
                _ => {}
            }
            before = c;
        }
        let named = self.levels.last().is_some_and(|level| level.name.is_some());
        Some(if named { Inside::Value } else { Inside::Start })
    }

    fn spot(mut self, inside: Inside, cursor: usize) -> Option<Spot> {
        let flow = self.in_flow();
        let siblings = match self.levels.last_mut().filter(|_| inside == Inside::Start) {
            Some(level) => std::mem::take(&mut level.names),
            None => Vec::new(),
        };
        let indent = self.levels.last().and_then(|level| level.indent);
        let path = self.levels.iter().filter_map(|level| level.name.clone()).collect();
        let word = self.around(cursor, flow)?;
        let mut spot = Spot { path, value: inside == Inside::Value, siblings, word };
        if let Some(indent) = indent.filter(|_| inside == Inside::Start) {
            spot.siblings.extend(self.names_after(cursor, indent));
        }
        Some(spot)
    }

    /// The word from where it began to where it ends, without blanks and quotes.
    fn around(&self, cursor: usize, flow: bool) -> Option<Span> {
        let typed = self.text.get(self.word..cursor)?;
        let mut start = cursor - typed.trim_start_matches([' ', '\n', '\r']).len();
        let quoted = self.text[start..].starts_with(['"', '\'']) && start < cursor;
        start += usize::from(quoted);
        let ends =
            |c: char| matches!(c, '\n' | '\r' | '"') || flow && matches!(c, ',' | ']' | '}') || c == ':' || c == '\'';
        let rest = &self.text[cursor..];
        let end = cursor + rest.find(ends).unwrap_or(rest.len());
        let end = cursor + self.text[cursor..end].trim_end().len();
        Some(Span::new(start, end))
    }

    /// Names of the same group in the lines after the cursor.
    fn names_after(&self, cursor: usize, indent: usize) -> Vec<String> {
        let lines = self.text[cursor..].split('\n').skip(1);
        let depth = |line: &str| line.len() - line.trim_start_matches(' ').len();
        let group = lines.take_while(|line| line.trim().is_empty() || depth(line) >= indent);
        let names = group.filter(|line| depth(line) == indent).filter_map(|line| name_and_value(&line[indent..]));
        names.map(|(name, _)| name.to_owned()).collect()
    }
}

/// `name: value`, if a line says so; the value without blanks before it.
fn name_and_value(content: &str) -> Option<(&str, &str)> {
    if content.starts_with(['[', '{']) {
        return None;
    }
    let colon = content.match_indices(':').map(|(at, _)| at).find(|at| {
        let rest = &content[at + 1..];
        rest.is_empty() || rest.starts_with([' ', '\r'])
    })?;
    Some((content[..colon].trim().trim_matches(['"', '\'']), content[colon + 1..].trim_start()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// `path?` for a start and `path=` for a value, the word, and the siblings.
    fn at(marked: &str) -> String {
        let cursor = marked.find('^').unwrap();
        let text = marked.replace('^', "");
        match spot(&text, cursor) {
            None => "nothing".to_owned(),
            Some(spot) => format!(
                "{}{} `{}` {}",
                spot.path.join("."),
                if spot.value { "=" } else { "?" },
                spot.word.text(&text),
                spot.siblings.join(" ")
            ),
        }
    }

    #[test]
    fn names_and_values() {
        assert_eq!(at("^"), "? `` ");
        assert_eq!(at("ti^"), "? `ti` ");
        assert_eq!(at("title: A\nrel^\nstatus: draft\n"), "? `rel` title status");
        assert_eq!(at("title: A\n^\nstatus: draft\n"), "? `` title status");
        assert_eq!(at("status: ^"), "status= `` ");
        assert_eq!(at("status: dr^aft\n"), "status= `draft` ");
        assert_eq!(at("status: \"dr^aft\"\n"), "status= `draft` ");
        assert_eq!(at("st^atus: draft\n"), "? `status` ");
        assert_eq!(at("title: >\n  long ^\n"), "nothing");
        assert_eq!(at("# note ^\n"), "nothing");
    }

    #[test]
    fn lists() {
        assert_eq!(at("related: [^]"), "related? `` ");
        assert_eq!(at("related: [a, b c^ d, e]\nx: y"), "related? `b c d` ");
        assert_eq!(at("related: [a,\n  b^]"), "related? `b` ");
        assert_eq!(at("related: [a]^"), "nothing");
        assert_eq!(at("related:\n  - a\n  - ^\n"), "related? `` ");
        assert_eq!(at("related:\n- a\n- b^\n"), "related? `b` ");
        assert_eq!(at("related:\n  ^\n"), "related? `` ");
        assert_eq!(at("related:\n\n  - a\n\n  - ^\n"), "related? `` ");
    }

    #[test]
    fn groups() {
        assert_eq!(at("people: {min: 6, m^"), "people? `m` min");
        assert_eq!(at("people: {min: ^6}"), "people.min= `6` ");
        assert_eq!(at("objectives:\n  - {id: a, level: ^}\n"), "objectives.level= `` ");
        assert_eq!(at("objectives:\n  - id: a\n    ^\n  - id: b\n"), "objectives? `` id");
        assert_eq!(at("objectives:\n  - id: a\n    level: ap^ply\n"), "objectives.level= `apply` ");
        assert_eq!(at("vocabulary:\n  cdn: ^\n"), "vocabulary.cdn= `` ");
        assert_eq!(at("vocabulary:\n  cdn: aware\n  ca^\nowns: []\n"), "vocabulary? `ca` cdn");
        assert_eq!(at("a:\n  b:\n    - {c: [^]}"), "a.b.c? `` ");
        assert_eq!(at("sources:\n  - title: x\n    kind: law\nst^"), "? `st` sources");
    }

    proptest! {
        #[test]
        fn anything_has_an_answer(text in "[a-c:\\[\\]{},#|>\"' \n\r\\-😀]{0,40}", at in 0usize..60) {
            let mut at = at.min(text.len());
            while !text.is_char_boundary(at) {
                at -= 1;
            }
            if let Some(spot) = spot(&text, at) {
                prop_assert!(text.get(spot.word.range()).is_some());
                prop_assert!(spot.word.start as usize <= at && at <= spot.word.end as usize, "{spot:?}");
            }
        }
    }
}
