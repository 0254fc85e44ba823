//! Annotations for GitHub's workflows, shown beside the lines of a change.

use super::lines::Lines;
use super::{Diagnostic, Diagnostics, Level};
use crate::source::Snapshot;
use std::fmt::Write;

/// Renders problems as workflow commands. `prefix` is the way from the
/// repository to the book, with a slash at its end, or nothing.
pub fn render(diagnostics: &Diagnostics, snapshot: &Snapshot, prefix: &str) -> String {
    let lines = Lines::new(snapshot);
    let mut text = String::new();
    for diagnostic in diagnostics.iter() {
        let (start, end) = lines.of(&diagnostic.place);
        let command = match diagnostic.level {
            Level::Error => "error",
            Level::Warn => "warning",
            Level::Note | Level::Off => "notice",
        };
        let _ = write!(text, "::{command} file={}", property(&format!("{prefix}{}", diagnostic.place.path)));
        let _ = write!(text, ",line={},endLine={}", start.line, end.line);
        // Columns of a range over several lines are refused.
        if start.line == end.line {
            let _ = write!(text, ",col={},endColumn={}", start.column, end.column);
        }
        let _ = writeln!(text, ",title={}::{}", property(diagnostic.lint.name), message(&said(diagnostic)));
    }
    text
}

/// A table of the problems in Markdown, for the summary of a run.
pub fn summary(diagnostics: &Diagnostics, snapshot: &Snapshot) -> String {
    let lines = Lines::new(snapshot);
    let mut text = String::from("| Where | Check | What |\n|---|---|---|\n");
    for diagnostic in diagnostics.iter() {
        let at = lines.of(&diagnostic.place).0;
        let what = diagnostic.message.replace('|', "\\|");
        let _ = writeln!(text, "| {}:{} | `{}` | {what} |", diagnostic.place.path, at.line, diagnostic.lint.name);
    }
    text
}

fn said(diagnostic: &Diagnostic) -> String {
    let mut text = diagnostic.message.clone();
    if let Some(fix) = &diagnostic.fix {
        let edits: Vec<&str> = fix.edits.iter().map(|edit| edit.text.as_str()).collect();
        let _ = write!(text, "\nhelp: {}: {}", fix.title, edits.join(", "));
    }
    diagnostic.help.iter().for_each(|help| {
        let _ = write!(text, "\nhelp: {help}");
    });
    diagnostic.notes.iter().for_each(|note| {
        let _ = write!(text, "\nnote: {note}");
    });
    text
}

fn message(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    message(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::{message, property};

    #[test]
    fn what_commands_are_made_of_is_escaped() {
        assert_eq!(message("90 %\nof a, b: c"), "90 %25%0Aof a, b: c");
        assert_eq!(property("a,b:c%"), "a%2Cb%3Ac%25");
    }
}
