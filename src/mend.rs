//! Applies the changes that can't change meaning until none is left.
//!
//! One change can uncover the next: a field whose name is put right may hold a
//! date in another form. So the book is built again after each round, in memory.
//!
//! Law: mending what has been mended changes nothing.

use crate::diag::{Diagnostics, Edit, Fix};
use crate::edit::{Change, Changes, applied};
use crate::pipeline::Pipeline;
use crate::source::{Snapshot, SourcePath};
use std::collections::{BTreeMap, BTreeSet};

/// More rounds than any real page needs; an end for what we did not think of.
const ROUNDS: usize = 10;

/// What mending changed.
#[derive(Debug, Default)]
pub struct Mended {
    /// The files that change, from what they are to what they will be.
    pub files: Vec<Change>,
    /// How many changes were made.
    pub changes: usize,
}

/// Mends the files that `covers` is true of, in memory.
pub fn mend(pipeline: &mut Pipeline, snapshot: &Snapshot, covers: impl Fn(&SourcePath) -> bool) -> Mended {
    let mut now = snapshot.clone();
    let (mut touched, mut changes) = (BTreeSet::new(), 0);
    for _ in 0..ROUNDS {
        // Places in a text with includes are known for the text as it was read.
        let fresh = |path: &SourcePath| !snapshot.expanded.contains_key(path) || !touched.contains(path);
        let mut found = pipeline.build(&now).diagnostics;
        found.retain(|diagnostic| covers(&diagnostic.place.path) && fresh(&diagnostic.place.path));
        let round = safe(&found, &now);
        if round.is_empty() {
            break;
        }
        let files = round.files(&now);
        changes += round.replacements().0;
        now = applied(&now, &files);
        touched.extend(files.into_iter().map(|change| change.to));
    }
    let text = |snapshot: &Snapshot, path: &SourcePath| snapshot.text(path).map(|file| file.text.clone());
    let change = |path: SourcePath| {
        let (before, after) = (text(snapshot, &path)?, text(&now, &path)?);
        Some(Change { from: Some(path.clone()), to: path, before, after })
    };
    Mended { files: touched.into_iter().filter_map(change).collect(), changes }
}

/// The safe changes of some problems. Of two that overlap the earlier counts;
/// the other comes up again in the next round, if it still has to.
fn safe(found: &Diagnostics, snapshot: &Snapshot) -> Changes {
    let mut accepted: BTreeMap<&SourcePath, Vec<&Edit>> = BTreeMap::new();
    let mut changes = Changes::new();
    for fix in found.iter().filter_map(|diagnostic| diagnostic.fix.as_ref()).filter(|fix| fix.safe) {
        let does_something = |edit: &Edit| {
            let written = snapshot.text(&edit.place.path).and_then(|file| file.text.get(edit.place.span.range()));
            written.is_some_and(|written| written != edit.text)
        };
        if !fix.edits.iter().all(does_something) || overlaps(fix, &accepted) {
            continue;
        }
        for edit in &fix.edits {
            changes.replace(&edit.place.path, edit.place.span, edit.text.as_str());
            accepted.entry(&edit.place.path).or_default().push(edit);
        }
    }
    changes
}

fn overlaps(fix: &Fix, accepted: &BTreeMap<&SourcePath, Vec<&Edit>>) -> bool {
    fix.edits.iter().any(|edit| {
        accepted.get(&edit.place.path).into_iter().flatten().any(|other| {
            let (a, b) = (edit.place.span, other.place.span);
            a == b || a.start < b.end && b.start < a.end
        })
    })
}
