//! What is told, in the places where it was written.

use crate::check;
use crate::diag::{Diagnostic, Diagnostics};
use crate::site::Site;
use crate::source::{Snapshot, SourcePath};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Without what the authors allow in their pages, and with what is wrong with
/// their allowances, which of chapters with includes is moved back to what was written.
pub(super) fn allowed(diagnostics: Diagnostics, site: &Site, snapshot: &Snapshot) -> Diagnostics {
    let (mut kept, about) = check::allow::apply(diagnostics, site, |path| snapshot.expanded.contains_key(path));
    kept.extend(about.into_iter().map(|diagnostic| as_written(diagnostic.into(), snapshot)));
    kept
}

/// A diagnostic with its places in the texts that were written, where they lie
/// in texts that resulted from includes.
pub(super) fn as_written(diagnostic: Arc<Diagnostic>, snapshot: &Snapshot) -> Arc<Diagnostic> {
    if snapshot.expanded.is_empty() {
        return diagnostic;
    }
    let mut diagnostic = Arc::unwrap_or_clone(diagnostic);
    let labels = diagnostic.labels.iter().map(|label| &label.place.path);
    let edits = diagnostic.fix.iter().flat_map(|fix| fix.edits.iter().map(|edit| &edit.place.path));
    let paths: BTreeSet<SourcePath> =
        std::iter::once(&diagnostic.place.path).chain(labels).chain(edits).cloned().collect();
    for path in paths {
        if let (Some(expanded), Some(written)) = (snapshot.expanded.get(&path), snapshot.text(&path)) {
            diagnostic = crate::includes::moved_back(diagnostic, written, expanded);
        }
    }
    diagnostic.into()
}
