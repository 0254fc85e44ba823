//! Another file name for a page, asked for at any of its names.

use super::target::{self, Target};
use crate::edit::{self, Changes};
use crate::site::{Ix, Site};
use crate::source::{Snapshot, SourcePath, Span};

/// The page whose name stands at an offset, the words that stand for it, and
/// the file name that it has.
pub fn prepare<'a>(
    site: &'a Site,
    snapshot: &Snapshot,
    path: &SourcePath,
    offset: usize,
) -> Option<(Ix, Span, &'a str)> {
    let found = target::at(site, snapshot, path, offset)?;
    let ix = match found.target {
        Target::Entry(ix) => ix,
        // A link to a heading names the page too; the heading itself does not.
        Target::Heading(ix, _) if !found.own => ix,
        _ => return None,
    };
    Some((ix, found.span, site.entry(ix).file.path.stem()))
}

/// What another file name takes: `name` is one for the same folder, or a path
/// below the source folder; `.md` may be left out. The error says why it can't be.
pub fn rename(site: &Site, snapshot: &Snapshot, ix: Ix, name: &str) -> Result<Changes, String> {
    let entry = site.entry(ix);
    let name = name.trim();
    let stem = name.strip_suffix(".md").unwrap_or(name);
    let folder = if name.contains('/') { site.config.src.as_str() } else { entry.file.path.folder() };
    let path = format!("{folder}/{stem}.md");
    moved(site, snapshot, ix, &SourcePath::new(path.trim_start_matches('/')))
}

/// What moving the file of a page takes.
pub fn moved(site: &Site, snapshot: &Snapshot, ix: Ix, to: &SourcePath) -> Result<Changes, String> {
    edit::rename(site, snapshot, ix, to).map(|renamed| renamed.changes)
}
