//! Turns mentions of a page in running text into links.

use super::Changes;
use crate::diag::Diagnostics;
use crate::site::{Ix, Site, Unlinked, relative};
use crate::source::Snapshot;

/// Links to an entry where its names stand in the text of others without one,
/// once in each section.
pub fn link(site: &Site, snapshot: &Snapshot, asked: Ix) -> Changes {
    let (target, unlinked) = (&site.entry(asked).file.path, Unlinked::new(site, asked));
    let mut changes = Changes::new();
    for (ix, entry) in site.all() {
        let path = &entry.file.path;
        let Some(file) = snapshot.text(path) else { continue };
        // Of a chapter with includes only what stands in the file itself can be changed.
        let written = snapshot
            .expanded
            .contains_key(path)
            .then(|| crate::entry::lower(entry.id.clone(), file, &site.config, &mut Diagnostics::new()));
        for span in unlinked.find(ix, written.as_ref().unwrap_or(entry)) {
            let words = span.text(&file.text);
            changes.replace(path, span, format!("[{words}]({})", relative(path.as_str(), target.as_str())));
        }
    }
    changes
}
