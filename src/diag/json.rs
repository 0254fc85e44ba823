//! All problems as one JSON document, for scripts. The shape is a promise:
//! fields are added, never changed, while `version` is 1.

use super::lines::Lines;
use super::{Diagnostic, Diagnostics, Level};
use crate::source::{Place, Snapshot};
use serde_json::{Value, json};

/// Renders problems, and how many pages were looked at.
pub fn render(diagnostics: &Diagnostics, snapshot: &Snapshot, pages: usize) -> String {
    let lines = Lines::new(snapshot);
    let notes = diagnostics.iter().filter(|diagnostic| diagnostic.level == Level::Note).count();
    let document = json!({
        "version": 1,
        "summary": {
            "errors": diagnostics.errors(),
            "warnings": diagnostics.warnings(),
            "notes": notes,
            "pages": pages,
        },
        "problems": diagnostics.iter().map(|diagnostic| problem(diagnostic, &lines)).collect::<Vec<_>>(),
    });
    format!("{document}\n")
}

fn problem(diagnostic: &Diagnostic, lines: &Lines<'_>) -> Value {
    let blamed = json!({
        "file": diagnostic.place.path.as_str(),
        "span": span(&diagnostic.place, lines),
        "text": diagnostic.label,
        "primary": true,
    });
    let others = diagnostic.labels.iter().map(|label| {
        json!({
            "file": label.place.path.as_str(),
            "span": span(&label.place, lines),
            "text": label.text,
            "primary": false,
        })
    });
    let edit = |edit: &super::Edit| {
        let mut value = span(&edit.place, lines);
        value["file"] = edit.place.path.as_str().into();
        value["text"] = edit.text.as_str().into();
        value
    };
    json!({
        "name": diagnostic.lint.name,
        "level": diagnostic.level.to_string(),
        "message": diagnostic.message,
        "file": diagnostic.place.path.as_str(),
        "span": span(&diagnostic.place, lines),
        "labels": std::iter::once(blamed).chain(others).collect::<Vec<_>>(),
        "help": diagnostic.help,
        "notes": diagnostic.notes,
        "fix": diagnostic.fix.as_ref().map(|fix| json!({
            "title": fix.title,
            "safe": fix.safe,
            "edits": fix.edits.iter().map(edit).collect::<Vec<_>>(),
        })),
    })
}

fn span(place: &Place, lines: &Lines<'_>) -> Value {
    let (start, end) = lines.of(place);
    json!({
        "start": {"line": start.line, "column": start.column},
        "end": {"line": end.line, "column": end.column},
    })
}
