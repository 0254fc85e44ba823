//! Fields of front matter, set without touching what stands around them.

use super::Changes;
use crate::data::{Node, Value};
use crate::source::{SourceFile, Span};

/// How the lines of a text end.
pub fn line_end(text: &str) -> &'static str {
    let first = memchr::memchr(b'\n', text.as_bytes());
    if first.is_some_and(|at| at > 0 && text.as_bytes()[at - 1] == b'\r') { "\r\n" } else { "\n" }
}

/// Adds a field as the last of the front matter, which is added too where there is none.
fn insert_field(changes: &mut Changes, file: &SourceFile, front_matter: Option<Span>, line: &str) {
    let end = line_end(&file.text);
    match front_matter {
        Some(yaml) => {
            let at = Span::at(yaml.end as usize);
            changes.replace(&file.path, at, format!("{line}{end}"));
        }
        None => changes.replace(&file.path, Span::at(0), format!("---{end}{line}{end}---{end}{end}")),
    }
}

/// Sets a field to a value in YAML.
pub fn set_field(changes: &mut Changes, file: &SourceFile, yaml: Option<Span>, root: &Node, name: &str, value: &str) {
    let line = format!("{name}: {value}");
    match field_lines(&file.text, yaml, root, name) {
        Some(span) => changes.replace(&file.path, span, line),
        None => insert_field(changes, file, yaml, &line),
    }
}

/// Sets one value of a group, such as `reviewed: {it: 2026-11-21}`, in the style
/// in which the group is written.
pub fn set_in_group(
    changes: &mut Changes,
    file: &SourceFile,
    yaml: Option<Span>,
    root: &Node,
    group: &str,
    name: &str,
    value: &str,
) {
    let Some(Value::Map(map)) = root.get(group).map(|node| &node.value) else {
        return set_field(changes, file, yaml, root, group, &format!("{{{name}: {value}}}"));
    };
    if let Some((_, node)) = map.iter().find(|(key, node)| key.value == name && node.scalar().is_some()) {
        return changes.replace(&file.path, node.span, value);
    }
    let Some(whole) = field_lines(&file.text, yaml, root, group) else { return };
    if whole.text(&file.text).ends_with('}') {
        let comma = if map.is_empty() { "" } else { ", " };
        changes.replace(&file.path, Span::at(whole.end as usize - 1), format!("{comma}{name}: {value}"));
    } else if let Some((key, _)) = map.first() {
        let line = file.text[..key.span.start as usize].rfind('\n').map_or(0, |at| at + 1);
        let indent = &file.text[line..key.span.start as usize];
        changes.replace(&file.path, Span::at(line), format!("{indent}{name}: {value}{}", line_end(&file.text)));
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
    fn a_group_keeps_its_style() {
        let set = |text: &str| {
            let file = SourceFile::new("a.md".into(), text.to_owned());
            let mut snapshot = crate::source::Snapshot::new("", crate::source::Date { year: 2026, month: 1, day: 1 });
            snapshot.insert("a.md", text);
            let yaml = Span::new(4, text.len() - 4);
            let root = parse_yaml(&file.path, yaml.text(text), 4, &mut Diagnostics::new()).expect("yaml");
            let mut changes = Changes::new();
            set_in_group(&mut changes, &file, Some(yaml), &root, "reviewed", "it", "2026-01-02");
            changes.files(&snapshot)[0].after.clone()
        };
        assert_eq!(set("---\na: 1\n---\n"), "---\na: 1\nreviewed: {it: 2026-01-02}\n---\n");
        assert_eq!(set("---\r\nreviewed:\r\na: 1\r\n---\n"), "---\r\nreviewed: {it: 2026-01-02}\r\na: 1\r\n---\n");
        assert_eq!(set("---\nreviewed: {}  # none\n---\n"), "---\nreviewed: {it: 2026-01-02}  # none\n---\n");
        assert_eq!(
            set("---\nreviewed: {x: 2025-01-01}\nb: 1\n---\n"),
            "---\nreviewed: {x: 2025-01-01, it: 2026-01-02}\nb: 1\n---\n"
        );
        assert_eq!(set("---\nreviewed: {it: 2025-01-01}\n---\n"), "---\nreviewed: {it: 2026-01-02}\n---\n");
        assert_eq!(
            set("---\nreviewed:\n  x: 2025-01-01   # by Jo\nb: 1\n---\n"),
            "---\nreviewed:\n  it: 2026-01-02\n  x: 2025-01-01   # by Jo\nb: 1\n---\n"
        );
    }

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
