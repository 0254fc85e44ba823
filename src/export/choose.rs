//! Which entries an export is about.

use super::Format;
use crate::diag::nearest;
use crate::entry::{Entry, Kind, Relation};
use crate::site::{Ix, Site};
use crate::source::SourcePath;
use crate::summary;

/// What was asked for and is not in the book.
#[derive(Debug, PartialEq, Eq)]
pub struct Unknown {
    /// The word.
    pub name: String,
    /// A name that is near.
    pub near: Option<String>,
}

/// The entries that some words stand for, with what belongs to them: a folder
/// stands for its kind; a path for its steps; a module for the terms it teaches
/// and its questions; a role for its words; a workshop for its modules. No words
/// stand for everything. Each entry comes once, where it is first met.
pub fn choose(site: &Site, format: &Format, words: &[String]) -> Result<Vec<Ix>, Unknown> {
    let mut chosen = Chosen { site, kinds: format.kinds, all: Vec::new(), seen: vec![false; site.entries.len()] };
    if words.is_empty() {
        format.kinds.iter().for_each(|kind| chosen.add_kind(*kind));
    }
    for word in words {
        match Kind::of_folder(word.trim_end_matches('/')) {
            Some(kind) => chosen.add_kind(kind),
            None => chosen.add(named(site, word)?),
        }
    }
    Ok(chosen.all)
}

fn named(site: &Site, word: &str) -> Result<Ix, Unknown> {
    let path = word.trim_end_matches(".md");
    let path = path.strip_prefix(&format!("{}/", site.config.src)).unwrap_or(path);
    site.named(path, None).ok_or_else(|| {
        let folders = Kind::ALL.iter().map(|kind| kind.folder());
        let slugs = site.entries.iter().map(|entry| entry.id.slug.as_str());
        Unknown { name: word.to_owned(), near: nearest(word, slugs.chain(folders)).map(|near| near.to_owned()) }
    })
}

struct Chosen<'a> {
    site: &'a Site,
    kinds: &'a [Kind],
    all: Vec<Ix>,
    seen: Vec<bool>,
}

impl Chosen<'_> {
    /// All of a kind; chapters in the order of their table of contents.
    fn add_kind(&mut self, kind: Kind) {
        let site = self.site;
        for chapter in summary::chapters(&site.contents).filter(|_| kind == Kind::Page) {
            let path = chapter.path.as_ref().map(|path| SourcePath::new(format!("{}/{path}", site.config.src)));
            path.and_then(|path| site.at_path(&path)).into_iter().for_each(|ix| self.add(ix));
        }
        site.of_kind(kind).for_each(|(ix, _)| self.add(ix));
    }

    fn add(&mut self, ix: Ix) {
        if std::mem::replace(&mut self.seen[ix.0 as usize], true) {
            return;
        }
        let entry = self.site.entry(ix);
        if self.kinds.contains(&entry.id.kind) {
            self.all.push(ix);
        }
        for relation in belonging(entry) {
            let parts: Vec<Ix> = self.site.out_by(ix, *relation).collect();
            parts.into_iter().for_each(|part| self.add(part));
        }
        if entry.id.kind == Kind::Module {
            let banks: Vec<Ix> = self.site.into_by(ix, Relation::Quiz).collect();
            banks.into_iter().for_each(|bank| self.add(bank));
        }
    }
}

/// Where the parts of an entry are.
fn belonging(entry: &Entry) -> &'static [Relation] {
    match entry.id.kind {
        Kind::LearningPath => &[Relation::Step],
        Kind::Module => &[Relation::Teaches, Relation::Quiz],
        Kind::Role => &[Relation::Vocabulary],
        Kind::Workshop => &[Relation::Runs],
        _ => &[],
    }
}
