//! Does this mistake give this message at this place?
//!
//! A case is a file in `tests/check/`, named after its rule: a sentence of
//! purpose, then small files parted by `-- path --`. Under an offending line
//! stands a line of carets with level, name and message; labels and help follow
//! the same way. The runner strips those lines, checks, writes them back and
//! compares whole texts. `UPDATE=1` accepts what is there now.

use crate::support::{build, expect, files, snapshot};
use crosstrain::diag::lint::{LINTS, on_request};
use crosstrain::diag::{Diagnostic, Level};
use crosstrain::source::{LineIndex, Place};
use std::collections::BTreeMap;

#[test]
fn cases_give_their_messages() {
    for path in files("tests/check", "txt") {
        let text = std::fs::read_to_string(&path).unwrap();
        let (purpose, sources) = split(&text);
        let snapshot = snapshot(sources.iter().map(|(path, text)| (path.as_str(), text.as_str())));
        let build = build(&snapshot);
        let mut marks: BTreeMap<String, Vec<(usize, String)>> = BTreeMap::new();
        let rule = path.file_stem().unwrap().to_string_lossy().into_owned();
        for diagnostic in build.diagnostics.iter().filter(|found| found.level > Level::Note || found.lint.name == rule)
        {
            for (file, line, text) in annotations(diagnostic, &sources) {
                marks.entry(file).or_default().push((line, text));
            }
        }
        let mut actual = purpose.to_owned();
        for (file, source) in &sources {
            actual.push_str(&format!("-- {file} --\n"));
            let marks = marks.get(file).map(Vec::as_slice).unwrap_or_default();
            for (number, line) in source.split_inclusive('\n').enumerate() {
                actual.push_str(line);
                marks.iter().filter(|(at, _)| *at == number).for_each(|(_, mark)| actual.push_str(mark));
            }
        }
        expect(&path, &actual);
    }
}

/// Every rule that can fire on text has a case in which it fires.
#[test]
fn every_rule_has_a_case() {
    // These need bytes or files that a text case can't hold; or an export; see
    // hostile.rs, hostile_corpus.rs and export.rs. What other sites answer is in external.rs.
    const ELSEWHERE: [&str; 5] = ["encoding", "file-unreadable", "file-too-large", "asset-active", "export-lossy"];
    let elsewhere = |name: &str| ELSEWHERE.contains(&name) || on_request(name);
    for rule in LINTS.iter().filter(|rule| !elsewhere(rule.name)) {
        let path = crate::support::root().join(format!("tests/check/{}.txt", rule.name));
        let text = std::fs::read_to_string(&path).unwrap_or_else(|_| panic!("no case for `{}`", rule.name));
        assert!(text.contains(&format!("[{}]", rule.name)), "the case for `{}` never makes it fire", rule.name);
    }
}

/// The purpose, and the files without their marks.
pub(crate) fn split(text: &str) -> (&str, Vec<(String, String)>) {
    let start = text.find("-- ").expect("a file in the case");
    let (purpose, rest) = text.split_at(start);
    let mut sources: Vec<(String, String)> = Vec::new();
    for line in rest.split_inclusive('\n') {
        if let Some(name) = line.trim_end().strip_prefix("-- ").and_then(|rest| rest.strip_suffix(" --")) {
            sources.push((name.to_owned(), String::new()));
        } else if !is_mark(line) {
            sources.last_mut().unwrap().1.push_str(line);
        }
    }
    (purpose, sources)
}

/// Marks begin with `#^` at any indentation: no content of ours does.
fn is_mark(line: &str) -> bool {
    line.starts_with("#^")
}

/// Lines to show under lines: (file, line from 0, text).
fn annotations(diagnostic: &Diagnostic, sources: &[(String, String)]) -> Vec<(String, usize, String)> {
    let mark = |place: &Place, text: String| {
        let source =
            sources.iter().find(|(path, _)| *path == place.path.as_str()).map_or("", |(_, text)| text.as_str());
        let index = LineIndex::new(source);
        let (from, to) =
            (index.line_col(source, place.span.start as usize), index.line_col(source, place.span.end as usize));
        let length = if from.line == to.line { (to.column - from.column).max(1) } else { 1 };
        let carets = format!("{}{}", " ".repeat(from.column - 1), "^".repeat(length));
        (place.path.as_str().to_owned(), from.line - 1, format!("#^ {carets} {text}\n"))
    };
    let head = format!("{}[{}]: {}", diagnostic.level, diagnostic.lint.name, diagnostic.message);
    let mut lines = vec![mark(&diagnostic.place, head)];
    let (file, line) = (lines[0].0.clone(), lines[0].1);
    let mut under = |text: String| lines.push((file.clone(), line, format!("#^ {text}\n")));
    if !diagnostic.label.is_empty() {
        under(format!("label: {}", diagnostic.label));
    }
    if let Some(fix) = &diagnostic.fix {
        under(format!(
            "{}: {} -> {:?}",
            if fix.safe { "safe fix" } else { "fix" },
            fix.title,
            fix.edits.iter().map(|edit| edit.text.as_str()).collect::<Vec<_>>()
        ));
    }
    diagnostic.help.iter().for_each(|help| under(format!("help: {help}")));
    diagnostic.notes.iter().for_each(|note| under(format!("note: {note}")));
    lines.extend(
        diagnostic.labels.iter().map(|label| mark(&label.place, format!("({}) {}", diagnostic.lint.name, label.text))),
    );
    lines
}
