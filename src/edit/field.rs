//! Fields of front matter, set without touching what stands around them.

use super::Changes;
use crate::data::{Node, Value};
use crate::entry::Entry;
use crate::source::{SourceFile, Span};

/// How the lines of a text end.
pub fn line_end(text: &str) -> &'static str {
    let first = memchr::memchr(b'\n', text.as_bytes());
    if first.is_some_and(|at| at > 0 && text.as_bytes()[at - 1] == b'\r') { "\r\n" } else { "\n" }
}

/// Adds a field as the last of the front matter, which is added too where there is none.
pub fn insert_field(changes: &mut Changes, file: &SourceFile, front_matter: Option<Span>, line: &str) {
    let end = line_end(&file.text);
    match front_matter {
        Some(yaml) => {
            let at = Span::at(yaml.end as usize);
            changes.replace(&file.path, at, format!("{line}{end}"));
        }
        None => changes.replace(&file.path, Span::at(0), format!("---{end}{line}{end}---{end}{end}")),
    }
}

/// Sets a field that is a list of slugs; an empty list takes the field out.
pub fn set_list(changes: &mut Changes, file: &SourceFile, entry: &Entry, root: &Node, name: &str, items: &[String]) {
    let line = format!("{name}: [{}]", items.join(", "));
    match field_lines(&file.text, entry.document.front_matter, root, name) {
        Some(span) if items.is_empty() => {
            let after =
                file.text[span.end as usize..].find('\n').map_or(file.text.len(), |at| span.end as usize + at + 1);
            changes.replace(&file.path, Span::new(span.start as usize, after), "");
        }
        Some(span) => changes.replace(&file.path, span, line),
        None if items.is_empty() => {}
        None => insert_field(changes, file, entry.document.front_matter, &line),
    }
}

/// A field from its name to the end of its value, without the end of the last
/// line; the lines of a block list belong to it, a comment after it does not.
pub(super) fn field_lines(text: &str, front_matter: Option<Span>, root: &Node, name: &str) -> Option<Span> {
    let Value::Map(map) = &root.value else { return None };
    let at = map.iter().position(|(key, _)| key.value == name)?;
    let (start, value) = (map[at].0.span.start as usize, map[at].0.span.end as usize + 1);
    let limit = map.get(at + 1).map_or(front_matter?.end, |(key, _)| key.span.start) as usize;
    Some(Span::new(start, value + last_of(text.get(value..limit)?)))
}

/// Where the last thing of a YAML value ends that is neither space nor comment.
fn last_of(yaml: &str) -> usize {
    let (mut quote, mut comment, mut end, mut before) = (None, false, 0, ' ');
    for (at, c) in yaml.char_indices() {
        match (quote, c) {
            (_, '\n') if comment => comment = false,
            _ if comment => continue,
            (None, '#') if before.is_whitespace() => comment = true,
            (None, '"' | '\'') if before.is_whitespace() || "[{,:".contains(before) => quote = Some(c),
            (Some(open), _) if open == c && before != '\\' => quote = None,
            _ => {}
        }
        if !comment && !c.is_whitespace() {
            end = at + c.len_utf8();
        }
        before = c;
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::parse_yaml;
    use crate::diag::Diagnostics;

    #[test]
    fn a_field_ends_with_its_value() {
        let whole = |yaml: &str| {
            let node = parse_yaml(&"a.md".into(), yaml, 0, &mut Diagnostics::new()).expect("yaml");
            field_lines(yaml, Some(Span::new(0, yaml.len())), &node, "was").map(|span| span.text(yaml).to_owned())
        };
        assert_eq!(whole("was: [a, b]   # note\nx: 1\n").as_deref(), Some("was: [a, b]"));
        assert_eq!(whole("x: 1\nwas: []\n").as_deref(), Some("was: []"));
        assert_eq!(whole("was:\n  - a\n  - \"b\"\n# note\nx: [1]\n").as_deref(), Some("was:\n  - a\n  - \"b\""));
        assert_eq!(whole("was: {it: 2026-01-02}\n").as_deref(), Some("was: {it: 2026-01-02}"));
        assert_eq!(whole("was: \"a\"\ny: 'b'\n").as_deref(), Some("was: \"a\""));
        assert_eq!(whole("was: [\n  a,\n  b,\n]\ny: 1\n").as_deref(), Some("was: [\n  a,\n  b,\n]"));
        assert_eq!(whole("was: a\n\n# why [so]\ny: 1\n").as_deref(), Some("was: a"));
        assert_eq!(whole("y: 1\n"), None);
    }
}
