//! What many pages need, computed once per build.

use super::curly::curly;
use super::theme::Theme;
use crate::entry::{EntryData, Kind, Relation};
use crate::site::{Ix, Site};
use crate::source::{Digest, Hasher};
use crate::summary::Item;
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use std::borrow::Cow;
use std::collections::{BTreeMap, HashSet};
use std::sync::OnceLock;
use tera::Value;
use unicode_normalization::UnicodeNormalization;

/// What many pages need, computed once per build.
pub struct Shared {
    /// The main navigation.
    pub(super) nav: Value,
    /// Digest of what other pages may show of an entry, by entry.
    cards: Vec<Digest>,
    /// What cards say of an entry, put into words when first asked for.
    words: Vec<OnceLock<Words>>,
    /// The entries of each kind in reading order.
    order: BTreeMap<Kind, Vec<Ix>>,
    /// The position of each entry among its kind.
    position: Vec<u32>,
    /// Questions about each term: quiz and position in it, by entry.
    questions: Vec<Vec<(Ix, u32)>>,
    /// False friends that are the very word of a term, by entry.
    friends: FxHashMap<Ix, Vec<Ix>>,
    /// The entry of each line of the table of contents.
    pub(super) chapters: Vec<Option<Ix>>,
    /// The position of each entry's line in the table of contents.
    pub(super) chapter_lines: Vec<Option<u32>>,
    /// Digest of everything that all pages have in common.
    pub(super) common: Digest,
    /// Digest of the table of contents.
    pub(super) contents: Digest,
    /// Digest of all cards.
    pub(super) all_cards: Digest,
}

/// What cards and links say of an entry, with its quotes curled.
pub(super) struct Words {
    pub(super) title: String,
    /// One sentence; may be empty.
    pub(super) text: String,
}

/// Computes what many pages need.
pub fn shared(site: &Site, theme: &Theme) -> Shared {
    let cards: Vec<Digest> = (0..site.entries.len()).into_par_iter().map(|at| card(site, Ix(at as u32))).collect();
    let chapters: Vec<Option<Ix>> = site.contents.iter().map(|item| chapter_at(site, item)).collect();
    let order: BTreeMap<Kind, Vec<Ix>> =
        Kind::ALL.into_iter().map(|kind| (kind, in_order(site, kind, &chapters))).collect();
    let mut position = vec![0; site.entries.len()];
    for list in order.values() {
        for (at, ix) in list.iter().enumerate() {
            position[ix.0 as usize] = at as u32;
        }
    }
    let nav = super::view::nav(site, &theme.strings, &order);
    let mut all = Hasher::new();
    cards.iter().for_each(|card| {
        all.number(card.0);
    });
    let mut common = Hasher::new();
    common.number(theme.digest().0).part(nav.to_string());
    Shared {
        nav,
        all_cards: all.finish(),
        words: cards.iter().map(|_| OnceLock::new()).collect(),
        cards,
        order,
        position,
        questions: questions(site),
        friends: friends(site),
        chapter_lines: chapter_lines(site, &chapters),
        common: common.finish(),
        contents: contents(site, &chapters),
        chapters,
    }
}

impl Shared {
    /// Digest of what other pages may show of an entry.
    pub(super) fn card(&self, ix: Ix) -> Digest {
        self.cards[ix.0 as usize]
    }

    /// What cards say of an entry. All of it is in the entry's card digest.
    pub(super) fn words(&self, site: &Site, ix: Ix) -> &Words {
        self.words[ix.0 as usize].get_or_init(|| {
            let entry = site.entry(ix);
            let text = match &entry.data {
                EntryData::Term(term) => &term.definition.value,
                EntryData::Friction(friction) if entry.head.summary.is_empty() => &friction.symptom,
                _ => &entry.head.summary,
            };
            let smart = |text: &str| written(site, text).into_owned();
            Words { title: smart(name_of(site, ix)), text: smart(text) }
        })
    }

    /// Digest of everything that an entry's own file says.
    pub(super) fn deep(&self, site: &Site, ix: Ix) -> Digest {
        let entry = site.entry(ix);
        let mut hasher = Hasher::new();
        hasher.number(self.card(ix).0).number(entry.file.digest.0).part(entry.file.path.as_str());
        hasher.finish()
    }

    /// The entries of a kind in reading order.
    pub(super) fn of_kind(&self, kind: Kind) -> &[Ix] {
        self.order.get(&kind).map_or(&[], Vec::as_slice)
    }

    /// The entries before and after one, among its kind.
    pub(super) fn neighbours(&self, site: &Site, ix: Ix) -> (Option<Ix>, Option<Ix>) {
        let list = self.of_kind(site.entry(ix).id.kind);
        let at = self.position[ix.0 as usize] as usize;
        (at.checked_sub(1).and_then(|at| list.get(at)).copied(), list.get(at + 1).copied())
    }

    /// False friends that are the very word of a term.
    pub(super) fn friends(&self, ix: Ix) -> &[Ix] {
        self.friends.get(&ix).map_or(&[], Vec::as_slice)
    }

    /// Questions about a term, from all quizzes: quiz and position in it.
    pub(super) fn questions(&self, ix: Ix) -> &[(Ix, u32)] {
        &self.questions[ix.0 as usize]
    }
}

/// Whatever the lists and cards on other pages show of an entry. Leaving
/// something out here makes pages stale; see the law in `tests`.
fn card(site: &Site, ix: Ix) -> Digest {
    let entry = site.entry(ix);
    let mut hasher = Hasher::new();
    hasher.part(site.route(ix)).part(&entry.head.title.value).part(&entry.head.summary);
    hasher.part([entry.head.status as u8]);
    for alias in &entry.head.aliases {
        hasher.part(&alias.value);
    }
    hasher.part("");
    match &entry.data {
        EntryData::Term(term) => {
            let numbers = format!("{:?} {:?} {:?}", term.category, term.priority, term.audience.value);
            hasher.part(&term.definition.value).part(numbers);
        }
        EntryData::FalseFriend(friend) => {
            hasher.part(&friend.word).part(format!("{:?} {:?}", friend.meanings, friend.say_instead));
        }
        EntryData::Module(module) => {
            let people = (module.people.min, module.people.max);
            hasher.part(format!("{} {:?} {people:?}", module.minutes.value, module.audience));
        }
        EntryData::Workshop(workshop) => {
            let modules: usize = workshop.sessions.iter().map(|session| session.modules.len()).sum();
            hasher.part(format!("{} {modules}", workshop.format.value.word()));
        }
        EntryData::LearningPath(path) => {
            hasher.part(format!("{:?} {:?} {}", path.audience, path.weeks, path.steps.len()));
        }
        EntryData::Role(role) => {
            hasher.part(format!("{:?}", role.team));
        }
        EntryData::Quiz(quiz) => {
            hasher.part(quiz.mode).part(quiz.questions.len().to_string());
        }
        EntryData::Worksheet(sheet) => {
            hasher.part(format!("{:?}", sheet.minutes));
        }
        EntryData::Friction(friction) => {
            hasher.part(&friction.symptom);
        }
        EntryData::Page(_) => {}
    }
    hasher.finish()
}

/// The entries of a kind in the order in which a reader meets them.
fn in_order(site: &Site, kind: Kind, chapters: &[Option<Ix>]) -> Vec<Ix> {
    let entries = || site.of_kind(kind).map(|(ix, _)| ix);
    match kind {
        Kind::Page => chapters_in_order(site, chapters),
        Kind::Module => by_requirements(site, by_name(site, entries())),
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

/// Words of the front matter as readers see them.
pub(super) fn written<'a>(site: &Site, text: &'a str) -> Cow<'a, str> {
    if site.config.dialect.smart_punctuation { curly(text) } else { Cow::Borrowed(text) }
}

/// What an entry is called in lists.
pub(super) fn name_of(site: &Site, ix: Ix) -> &str {
    let entry = site.entry(ix);
    match &entry.data {
        EntryData::FalseFriend(friend) if !friend.word.is_empty() => &friend.word,
        _ => &entry.head.title.value,
    }
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

/// False friends by the term whose name they are; one may hold several words.
fn friends(site: &Site) -> FxHashMap<Ix, Vec<Ix>> {
    let mut friends: FxHashMap<Ix, Vec<Ix>> = FxHashMap::default();
    for (ix, entry) in site.of_kind(Kind::FalseFriend) {
        let EntryData::FalseFriend(friend) = &entry.data else { continue };
        for word in friend.word.split([',', '/']) {
            if let Some(term) = site.named(word, Some(Kind::Term)) {
                let list = friends.entry(term).or_default();
                if list.last() != Some(&ix) {
                    list.push(ix);
                }
            }
        }
    }
    friends
}

fn questions(site: &Site) -> Vec<Vec<(Ix, u32)>> {
    let mut questions = vec![Vec::new(); site.entries.len()];
    for (quiz_ix, entry) in site.of_kind(Kind::Quiz) {
        let EntryData::Quiz(quiz) = &entry.data else { continue };
        for (at, item) in quiz.questions.iter().enumerate() {
            for term in &item.terms {
                if let Some(ix) = site.named(&term.value, Some(Kind::Term)) {
                    let list = &mut questions[ix.0 as usize];
                    if list.last() != Some(&(quiz_ix, at as u32)) {
                        list.push((quiz_ix, at as u32));
                    }
                }
            }
        }
    }
    questions
}
