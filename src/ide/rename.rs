//! Another file name for a page, asked for at any of its names, and other words
//! for a heading.

use super::references::references;
use super::target::{self, Target};
use crate::edit::{self, Changes};
use crate::markdown::anchor_of;
use crate::site::{Ix, Site, decoded};
use crate::source::{Snapshot, SourcePath, Span};

/// What can get another name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Named {
    /// A page; its name is that of its file.
    Page(Ix),
    /// A heading of a page, by its id; its name is its words.
    Heading(Ix, String),
}

/// What is named at an offset, the words that stand for it, and its name now.
pub fn prepare(site: &Site, snapshot: &Snapshot, path: &SourcePath, offset: usize) -> Option<(Named, Span, String)> {
    let found = target::at(site, snapshot, path, offset)?;
    match found.target {
        Target::Heading(ix, id) if found.own => {
            let heading = site.entry(ix).document.headings.iter().find(|heading| heading.id == id)?;
            let words = heading.inline.text(&site.entry(ix).file.text).to_owned();
            Some((Named::Heading(ix, id), heading.inline, words))
        }
        // A link to a heading names the page too.
        Target::Entry(ix) | Target::Heading(ix, _) => {
            Some((Named::Page(ix), found.span, site.entry(ix).file.path.stem().to_owned()))
        }
        _ => None,
    }
}

/// What other words for a heading take: links to it follow, unless it has an id
/// of its own, which stays. The error says why it can't be.
pub fn heading(site: &Site, snapshot: &Snapshot, ix: Ix, id: &str, words: &str) -> Result<Changes, String> {
    let entry = site.entry(ix);
    let headings = &entry.document.headings;
    let heading = headings.iter().find(|heading| heading.id == id).ok_or("there is no such heading any more")?;
    let words = words.trim();
    if words.is_empty() || words.contains(['\n', '\r']) {
        return Err("a heading has one line of words".to_owned());
    }
    let mut changes = Changes::new();
    changes.replace(&entry.file.path, heading.inline, words);
    if heading.given {
        return Ok(changes);
    }
    let new = anchor_of(words);
    if anchor_of(&heading.text) != id {
        return Err("its address is not made of its words alone: give it an id, such as `{#why}`".to_owned());
    }
    if new.is_empty() || headings.iter().any(|other| other.id == new && other.id != id) {
        return Err(format!("another heading of this page is at `#{new}` already"));
    }
    for place in references(site, snapshot, &Target::Heading(ix, id.to_owned()), false) {
        let Some(file) = snapshot.text(&place.path) else { continue };
        let target = place.span.text(&file.text);
        let Some(at) = target.rfind('#').filter(|at| decoded(&target[at + 1..]) == id) else { continue };
        let start = place.span.start as usize + at + 1;
        changes.replace(&place.path, Span::new(start, place.span.end as usize), new.as_str());
    }
    Ok(changes)
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
