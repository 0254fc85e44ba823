//! The order in which readers meet entries.

use super::names::name_of;
use crate::entry::{EntryData, Kind, Relation};
use crate::site::{Ix, Site};
use crate::source::{Digest, Hasher, gathered};
use crate::summary::Item;
use std::collections::{BTreeMap, HashSet};
use unicode_normalization::UnicodeNormalization;

/// The order in which readers meet entries. Everything here follows from what
/// [`Site::outside`] is the digest of, so it is kept while that stays the same.
pub struct Order {
    /// The entries of each kind in reading order.
    by_kind: BTreeMap<Kind, Vec<Ix>>,
    /// The position of each entry among its kind.
    position: Vec<u32>,
    /// The entry of each line of the table of contents.
    pub(super) chapters: Vec<Option<Ix>>,
    /// The position of each entry's line in the table of contents.
    pub(super) chapter_lines: Vec<Option<u32>>,
    /// Digest of the table of contents.
    pub(super) contents: Digest,
}

impl Order {
    /// Sorts all entries.
    pub fn new(site: &Site) -> Order {
        let chapters: Vec<Option<Ix>> = site.contents.iter().map(|item| chapter_at(site, item)).collect();
        let by_kind: BTreeMap<Kind, Vec<Ix>> =
            gathered(Kind::ALL.into_iter().map(|kind| (kind, in_order(site, kind, &chapters))));
        let mut position = vec![0; site.entries.len()];
        for list in by_kind.values() {
            for (at, ix) in list.iter().enumerate() {
                position[ix.0 as usize] = at as u32;
            }
        }
        let (chapter_lines, contents) = (chapter_lines(site, &chapters), contents(site, &chapters));
        Order { by_kind, position, chapters, chapter_lines, contents }
    }

    /// The entries of a kind in reading order.
    pub(super) fn of_kind(&self, kind: Kind) -> &[Ix] {
        self.by_kind.get(&kind).map_or(&[], Vec::as_slice)
    }

    /// The entries before and after one, among its kind.
    pub(super) fn neighbours(&self, site: &Site, ix: Ix) -> (Option<Ix>, Option<Ix>) {
        let list = self.of_kind(site.entry(ix).id.kind);
        let at = self.position[ix.0 as usize] as usize;
        (at.checked_sub(1).and_then(|at| list.get(at)).copied(), list.get(at + 1).copied())
    }
}

/// The entries of a kind in the order in which a reader meets them.
fn in_order(site: &Site, kind: Kind, chapters: &[Option<Ix>]) -> Vec<Ix> {
    let entries = || site.of_kind(kind).map(|(ix, _)| ix);
    match kind {
        Kind::Page => chapters_in_order(site, chapters),
        Kind::Module => by_requirements(site, by_name(site, entries())),
        Kind::Quiz => by_module(site, by_name(site, entries())),
        _ => by_name(site, entries()),
    }
}

/// Chapters as the table of contents has them; what it does not name is not in the order.
fn chapters_in_order(site: &Site, chapters: &[Option<Ix>]) -> Vec<Ix> {
    let mut seen = vec![false; site.entries.len()];
    chapters.iter().flatten().copied().filter(|ix| !std::mem::replace(&mut seen[ix.0 as usize], true)).collect()
}

/// The entry of a line of the table of contents.
fn chapter_at(site: &Site, item: &Item) -> Option<Ix> {
    let Item::Chapter(chapter) = item else { return None };
    let path = chapter.path.as_deref()?;
    let path = if site.config.src.is_empty() { path.to_owned() } else { format!("{}/{path}", site.config.src) };
    site.at_path(&crate::source::SourcePath::new(path))
}

/// Digest of what the table of contents shows.
fn contents(site: &Site, chapters: &[Option<Ix>]) -> Digest {
    let mut hasher = Hasher::new();
    for (item, chapter) in site.contents.iter().zip(chapters) {
        match item {
            Item::Part(title) => hasher.part("part").part(title),
            Item::Separator => hasher.part("rule"),
            Item::Chapter(chapter) => hasher.part(&chapter.title).part(&chapter.number).part([chapter.depth as u8]),
        };
        hasher.part(chapter.map_or("", |ix| site.route(ix)));
    }
    hasher.finish()
}

fn chapter_lines(site: &Site, chapters: &[Option<Ix>]) -> Vec<Option<u32>> {
    let mut lines = vec![None; site.entries.len()];
    for (at, chapter) in chapters.iter().enumerate() {
        if let Some(ix) = *chapter {
            lines[ix.0 as usize].get_or_insert(at as u32);
        }
    }
    lines
}

fn by_name(site: &Site, entries: impl Iterator<Item = Ix>) -> Vec<Ix> {
    let mut named: Vec<(String, Ix)> = entries.map(|ix| (sort_name(name_of(site, ix)), ix)).collect();
    named.sort();
    named.into_iter().map(|(_, ix)| ix).collect()
}

/// The quizzes of a module together, under its name and as they are met: before it, with
/// it, after it.
fn by_module(site: &Site, mut named: Vec<Ix>) -> Vec<Ix> {
    named.sort_by_cached_key(|ix| {
        let EntryData::Quiz(quiz) = &site.entry(*ix).data else { return Default::default() };
        let module = quiz.module.as_ref().and_then(|name| site.named(name, Some(Kind::Module)));
        let turn = match quiz.mode {
            "pre" => 0,
            "post" => 2,
            _ => 1,
        };
        (sort_name(name_of(site, module.unwrap_or(*ix))), turn)
    });
    named
}

/// Modules after those they require; among equals by name. A circle, which a
/// check reports, is cut where it is met.
fn by_requirements(site: &Site, named: Vec<Ix>) -> Vec<Ix> {
    let mut order = Vec::with_capacity(named.len());
    let mut seen: HashSet<Ix> = HashSet::with_capacity(named.len());
    for ix in named {
        // What is still to be listed, and whether all it requires is listed.
        let mut stack = vec![(ix, false)];
        while let Some((ix, ready)) = stack.pop() {
            if ready {
                order.push(ix);
            } else if seen.insert(ix) {
                stack.push((ix, true));
                stack.extend(site.out_by(ix, Relation::Requires).map(|first| (first, false)));
            }
        }
    }
    order
}

/// The form in which names are sorted: no accents, no case, letters and digits first.
pub(super) fn sort_name(name: &str) -> String {
    if name.is_ascii() {
        return name.to_ascii_lowercase();
    }
    let folded = name.nfkd().filter(|c| !unicode_normalization::char::is_combining_mark(*c));
    folded.flat_map(char::to_lowercase).collect()
}
