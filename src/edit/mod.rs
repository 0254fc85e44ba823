//! Changes an author's files: templates, renames, links, review dates.
//!
//! Nothing here writes. A command asks for [`Changes`], shows them as a diff or
//! hands them to [`crate::host::apply`].

mod diff;
mod field;
mod link;
mod lookup;
pub mod mdbook;
mod rename;
mod review;
pub mod template;

pub use diff::diff;
pub use field::{line_end, set_field, set_in_group};
pub use link::link;
pub use lookup::lookup;
pub use rename::{Renamed, rename};
pub use review::{Due, checked, done, reviews};

use crate::diag::Edit;
use crate::source::{Input, Place, Snapshot, SourceFile, SourcePath, Span};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What is to become of the files of a book.
#[derive(Debug, Clone, Default)]
pub struct Changes {
    /// Replacements by file, under the names the files have now.
    edits: BTreeMap<SourcePath, Vec<Edit>>,
    /// New names.
    moves: BTreeMap<SourcePath, SourcePath>,
    /// New files.
    created: BTreeMap<SourcePath, String>,
}

/// The files that a chapter includes, as written.
pub fn includes(file: &SourceFile) -> Vec<&str> {
    let named = crate::includes::find(&file.text).into_iter().filter_map(|directive| directive.file);
    named.map(|span| span.text(&file.text)).collect()
}

/// What becomes of one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Its name now; nothing for a new file.
    pub from: Option<SourcePath>,
    /// Its name afterwards.
    pub to: SourcePath,
    /// Its text now, without a byte-order mark.
    pub before: String,
    /// Its text afterwards.
    pub after: String,
}

impl Changes {
    /// None yet.
    pub fn new() -> Changes {
        Changes::default()
    }

    /// Replaces some words of a file; the same replacement twice is one.
    pub fn replace(&mut self, path: &SourcePath, span: Span, text: impl Into<String>) {
        let edit = Edit { place: Place::new(path, span), text: text.into() };
        let edits = self.edits.entry(path.clone()).or_default();
        if !edits.contains(&edit) {
            edits.push(edit);
        }
    }

    /// Gives a file another name.
    pub fn rename(&mut self, from: &SourcePath, to: SourcePath) {
        self.moves.insert(from.clone(), to);
    }

    /// Adds a file.
    pub fn create(&mut self, path: SourcePath, text: String) {
        self.created.insert(path, text);
    }

    /// Whether nothing is to be changed.
    pub fn is_empty(&self) -> bool {
        self.edits.is_empty() && self.moves.is_empty() && self.created.is_empty()
    }

    /// How many replacements there are, and in how many files.
    pub fn replacements(&self) -> (usize, usize) {
        (self.edits.values().map(Vec::len).sum(), self.edits.len())
    }

    /// The replacements by file, in the order of the text. Of two that overlap
    /// the first counts.
    pub fn edits(&self) -> impl Iterator<Item = &Edit> {
        self.edits.values().flat_map(|edits| apart(edits))
    }

    /// The files that get another name.
    pub fn moves(&self) -> impl Iterator<Item = (&SourcePath, &SourcePath)> {
        self.moves.iter()
    }

    /// The files that change, with their texts, by name. Files that are not
    /// among the inputs are left alone.
    pub fn files(&self, snapshot: &Snapshot) -> Vec<Change> {
        let touched = self.edits.keys().chain(self.moves.keys()).collect::<std::collections::BTreeSet<_>>();
        let changed = touched.into_iter().filter_map(|path| {
            let before = snapshot.text(path)?.text.clone();
            let to = self.moves.get(path).unwrap_or(path).clone();
            let after = edited(&before, self.edits.get(path).map_or(&[][..], Vec::as_slice));
            Some(Change { from: Some(path.clone()), to, before, after })
        });
        let created = self.created.iter().map(|(path, text)| Change {
            from: None,
            to: path.clone(),
            before: String::new(),
            after: text.clone(),
        });
        changed.chain(created).collect()
    }
}

/// Replacements in the order of the text, without those that overlap an earlier one.
fn apart(edits: &[Edit]) -> Vec<&Edit> {
    let mut sorted: Vec<&Edit> = edits.iter().collect();
    sorted.sort_by_key(|edit| edit.place.span);
    let mut end = 0;
    sorted.retain(|edit| {
        let free = edit.place.span.start >= end;
        end = if free { edit.place.span.end } else { end };
        free
    });
    sorted
}

/// A text with replacements made.
fn edited(text: &str, edits: &[Edit]) -> String {
    let mut result = String::with_capacity(text.len() + 64);
    let mut at = 0;
    for edit in apart(edits) {
        let range = edit.place.span.range();
        if text.get(range.clone()).is_none() {
            continue;
        }
        result.push_str(&text[at..range.start]);
        result.push_str(&edit.text);
        at = range.end;
    }
    result.push_str(&text[at..]);
    result
}

/// The inputs as they will be once the changes are made. What chapters include
/// is taken to be what it was, since reading it is the disk's business.
pub fn applied(snapshot: &Snapshot, changes: &[Change]) -> Snapshot {
    let mut after = snapshot.clone();
    for change in changes {
        if let Some(from) = change.from.as_ref().filter(|from| **from != change.to) {
            after.inputs.remove(from);
        }
        for path in change.from.iter().chain([&change.to]) {
            after.expanded.remove(path);
            after.include_problems.remove(path);
        }
        let brought = change.from.as_ref().and_then(|from| snapshot.expanded.get(from));
        let brought = brought.and_then(|old| crate::includes::carried_over(&change.before, &old.text, &change.after));
        if let Some(text) = brought {
            after.expanded.insert(change.to.clone(), Arc::new(SourceFile::new(change.to.clone(), text)));
        }
        let file = Arc::new(SourceFile::new(change.to.clone(), change.after.clone()));
        if change.to == snapshot.config.path {
            after.config = file;
        } else {
            after.inputs.insert(change.to.clone(), Input::Text(file));
        }
    }
    after
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Date;

    #[test]
    fn replacements_are_made_in_the_order_of_the_text() {
        let mut snapshot = Snapshot::new("", Date { year: 2026, month: 11, day: 21 });
        snapshot.insert("a.md", "one two three");
        let (path, mut changes) = (SourcePath::from("a.md"), Changes::new());
        changes.replace(&path, Span::new(8, 13), "3");
        changes.replace(&path, Span::new(0, 3), "1");
        changes.replace(&path, Span::new(0, 3), "1");
        changes.replace(&path, Span::new(1, 5), "lost");
        changes.rename(&path, "b.md".into());
        let files = changes.files(&snapshot);
        assert_eq!((files[0].after.as_str(), files[0].to.as_str()), ("1 two 3", "b.md"));
        let after = applied(&snapshot, &files);
        assert_eq!(after.inputs.keys().map(SourcePath::as_str).collect::<Vec<_>>(), ["b.md"]);
    }
}
