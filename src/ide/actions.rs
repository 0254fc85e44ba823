//! What an editor can offer to do: the fixes of diagnostics.

use crate::diag::{Diagnostic, Diagnostics, Edit};
use crate::source::{SourcePath, Span};

/// A change that an editor offers.
#[derive(Debug, Clone, PartialEq)]
pub struct Action<'a> {
    /// What it does, as a menu line.
    pub title: String,
    /// The problems that it mends.
    pub mends: Vec<&'a Diagnostic>,
    /// The changes.
    pub edits: Vec<Edit>,
}

/// The fixes of problems that touch a span.
pub fn fixes<'a>(diagnostics: &'a Diagnostics, path: &SourcePath, span: Span) -> Vec<Action<'a>> {
    let touching = diagnostics.of(path).filter(|diagnostic| {
        let place = diagnostic.place.span;
        place.start <= span.end && span.start <= place.end
    });
    touching
        .filter_map(|diagnostic| {
            let fix = diagnostic.fix.as_ref()?;
            Some(Action { title: capitalized(&fix.title), mends: vec![diagnostic], edits: fix.edits.clone() })
        })
        .collect()
}

/// All fixes of a file that can't change meaning, as one. Of two that overlap
/// the first is taken; the other is offered again afterwards.
pub fn fix_all<'a>(diagnostics: &'a Diagnostics, path: &SourcePath) -> Option<Action<'a>> {
    let mut action =
        Action { title: "Fix everything that is beyond doubt".to_owned(), mends: Vec::new(), edits: Vec::new() };
    for diagnostic in diagnostics.of(path) {
        let Some(fix) = diagnostic.fix.as_ref().filter(|fix| fix.safe) else { continue };
        let taken = |edit: &Edit| action.edits.iter().any(|other| overlap(edit, other));
        if fix.edits.iter().all(|edit| edit.place.path == *path && !taken(edit)) {
            action.edits.extend(fix.edits.iter().cloned());
            action.mends.push(diagnostic);
        }
    }
    (!action.mends.is_empty()).then_some(action)
}

fn overlap(a: &Edit, b: &Edit) -> bool {
    let (a, b) = (a.place.span, b.place.span);
    // Two insertions at one place have no order, so they count as overlapping.
    a.start < b.end && b.start < a.end || a.start == b.start
}

fn capitalized(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or(String::new(), |first| first.to_uppercase().chain(chars).collect())
}
