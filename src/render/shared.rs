//! What many pages need, computed once per build.

use super::around::Around;
use super::names::{name_of, written};
use super::news::News;
use super::order::Order;
use super::placement::Chosen;
use super::social::Social;
use super::theme::Theme;
use super::tongues::Tongues;
use crate::entry::{Entry, EntryData, Kind};
use crate::site::{Ix, Site, folder};
use crate::source::{Digest, Hasher};
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use std::sync::{Arc, OnceLock};
use tera::Value;

/// What many pages need, computed once per build.
pub struct Shared {
    /// The main navigation.
    pub(super) nav: Value,
    /// What stands around the content of pages.
    pub(super) around: Around,
    /// Digest of what other pages may show of an entry, by entry.
    cards: Vec<Digest>,
    /// The folder where most pages are: that of the first term.
    home: String,
    /// What cards say of an entry, put into words when first asked for.
    words: Vec<OnceLock<Words>>,
    /// The order in which readers meet entries.
    pub(super) order: Arc<Order>,
    /// False friends that are the very word of a term, by entry.
    friends: FxHashMap<Ix, Vec<Ix>>,
    /// What is new.
    news: OnceLock<Vec<News>>,
    /// Questions that tell where to start.
    placement: OnceLock<Vec<Chosen>>,
    /// Pictures for links on other sites.
    pub(super) social: Social,
    /// The same pages in other languages.
    pub(super) tongues: Tongues,
    /// Digest of everything that all pages have in common.
    pub(super) common: Digest,
    /// Digest of all cards.
    pub(super) all_cards: Digest,
    /// Digest of what past runs took.
    pub(super) runs: Digest,
}

/// What cards and links say of an entry, with its quotes curled.
pub(super) struct Words {
    pub(super) title: String,
    /// One sentence; may be empty.
    pub(super) text: String,
    /// The link to it as templates see it from the folder where most pages are, which
    /// have ten of them each.
    pub(super) linked: OnceLock<Value>,
    /// Its card as templates see it from there.
    pub(super) carded: OnceLock<Value>,
}

/// Computes what many pages need.
pub fn shared(site: &Site, theme: &Theme, order: Arc<Order>) -> Shared {
    let cards: Vec<Digest> = site.entries.par_iter().map(|entry| *entry.card.get_or_init(|| card(entry))).collect();
    let nav = super::nav::nav(site, &theme.strings, &order);
    let mut all = Hasher::new();
    cards.iter().for_each(|card| {
        all.number(card.0);
    });
    let mut common = Hasher::new();
    common.number(theme.digest().0).part(nav.to_string());
    let social = Social::new(site, theme);
    social.all().for_each(|(route, _)| {
        common.part(route);
    });
    Shared {
        social,
        tongues: Tongues::default(),
        placement: OnceLock::new(),
        news: OnceLock::new(),
        nav,
        home: site.of_kind(Kind::Term).next().map_or_else(String::new, |(_, term)| folder(&term.route).to_owned()),
        around: Around::default(),
        all_cards: all.finish(),
        runs: runs(site),
        words: cards.iter().map(|_| OnceLock::new()).collect(),
        cards,
        friends: friends(site),
        common: common.finish(),
        order,
    }
}

/// Digest of what past runs took.
fn runs(site: &Site) -> Digest {
    let mut hasher = Hasher::new();
    for took in site.runs.iter().flat_map(|run| &run.activities) {
        hasher.part(&took.of).part(&took.id).part(took.took.to_string());
    }
    hasher.finish()
}

impl Shared {
    /// Digest of what other pages may show of an entry.
    pub(super) fn card(&self, ix: Ix) -> Digest {
        self.cards[ix.0 as usize]
    }

    /// Whether other pages show the same of an entry as they did when this was computed.
    pub fn shows_alike(&self, ix: Ix, entry: &Entry) -> bool {
        self.card(ix) == *entry.card.get_or_init(|| card(entry))
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
            Words {
                title: smart(name_of(site, ix)),
                text: smart(text),
                linked: OnceLock::new(),
                carded: OnceLock::new(),
            }
        })
    }

    /// Whether a page lies in the folder where most pages are.
    pub(super) fn is_at_home(&self, route: &str) -> bool {
        folder(route) == self.home
    }

    /// Makes the languages of the book known, which is done when all of them are built.
    pub fn set_tongues(&mut self, tongues: Tongues) {
        self.tongues = tongues;
    }

    /// The pictures for links on other sites: address, and digest of everything that
    /// decides the bytes.
    pub fn pictures(&self) -> impl Iterator<Item = (&str, Digest)> {
        self.social.all()
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
        self.order.of_kind(kind)
    }

    /// What is new; looked for when first asked for.
    pub(super) fn news(&self, site: &Site) -> &[News] {
        self.news.get_or_init(|| super::news::news(site))
    }

    /// Questions that tell where to start; chosen when first asked for.
    pub(super) fn placement(&self, site: &Site) -> &[Chosen] {
        let choose = || super::placement::questions(site, self.of_kind(Kind::LearningPath), self.of_kind(Kind::Quiz));
        self.placement.get_or_init(choose)
    }

    /// False friends that are the very word of a term.
    pub(super) fn friends(&self, ix: Ix) -> &[Ix] {
        self.friends.get(&ix).map_or(&[], Vec::as_slice)
    }
}

/// Whatever the lists and cards on other pages show of an entry. Leaving
/// something out here makes pages stale; see the law in `tests`.
fn card(entry: &Entry) -> Digest {
    let mut hasher = Hasher::new();
    hasher.part(&entry.route).part(&entry.head.title.value).part(&entry.head.summary);
    hasher.part([entry.head.status as u8]);
    for names in [&entry.head.aliases, &entry.head.asked] {
        names.iter().for_each(|name| {
            hasher.part(&name.value);
        });
        hasher.part("");
    }
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
