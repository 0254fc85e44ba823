//! Lines and columns of places, for reports that machines read.

use crate::source::{LineCol, LineIndex, Place, Snapshot, SourcePath};
use std::cell::RefCell;
use std::collections::BTreeMap;

/// Finds lines and columns; the lines of each file are looked for once.
pub(super) struct Lines<'a> {
    snapshot: &'a Snapshot,
    known: RefCell<BTreeMap<SourcePath, LineIndex>>,
}

impl<'a> Lines<'a> {
    pub(super) fn new(snapshot: &'a Snapshot) -> Lines<'a> {
        Lines { snapshot, known: RefCell::default() }
    }

    /// Where a place begins and ends, counted from 1, columns in characters.
    pub(super) fn of(&self, place: &Place) -> (LineCol, LineCol) {
        let text = self.snapshot.text(&place.path).map_or("", |file| file.text.as_str());
        let mut known = self.known.borrow_mut();
        let index = known.entry(place.path.clone()).or_insert_with(|| LineIndex::new(text));
        let at = |offset: u32| index.line_col(text, offset as usize);
        (at(place.span.start), at(place.span.end))
    }
}
