//! What is new, from dates that stand in the content: notes of change, reviews, and
//! checks of facts. Nothing is taken from file times or version control.

use crate::entry::{EntryData, Kind};
use crate::site::{Ix, Site};
use crate::source::{Date, Hasher};
use rustc_hash::FxHashMap;

/// One thing that is new.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct News {
    /// When.
    pub(super) day: Date,
    /// The page it is about; of a fact, the first term that uses it.
    pub(super) entry: Option<Ix>,
    /// What.
    pub(super) what: What,
}

/// What is new.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum What {
    /// A note of the author's.
    Changed(String),
    /// Somebody of a team has read and approved the page.
    Reviewed(usize),
    /// A claim was checked against its source: its id.
    Checked(String),
}

/// More would be history, not news.
const MOST: usize = 100;

/// The news of a site, the latest first; of a day in the order of the site.
pub(super) fn news(site: &Site) -> Vec<News> {
    let mut news = Vec::new();
    for (ix, entry) in site.all() {
        let about = |day, what| News { day, entry: Some(ix), what };
        news.extend(entry.head.changed.iter().map(|(day, note)| about(*day, What::Changed(note.clone()))));
        news.extend(entry.head.reviewed.iter().map(|(team, day)| about(day.value, What::Reviewed(*team))));
    }
    let used = used(site);
    for (id, fact) in &site.facts {
        let entry = used.get(id.as_str()).copied();
        news.extend(fact.checked.map(|day| News { day, entry, what: What::Checked(id.clone()) }));
    }
    news.retain(|item| item.day <= site.today);
    news.sort_by_key(|item| std::cmp::Reverse(item.day));
    news.truncate(MOST);
    news
}

/// The first term that uses each fact.
fn used(site: &Site) -> FxHashMap<&str, Ix> {
    let mut used = FxHashMap::default();
    for (ix, entry) in site.of_kind(Kind::Term) {
        if let EntryData::Term(term) = &entry.data {
            for fact in &term.facts {
                used.entry(fact.value.as_str()).or_insert(ix);
            }
        }
    }
    used
}

/// Adds the news to a key, but for the cards of the pages they are about.
pub(super) fn depend(hasher: &mut Hasher, site: &Site, news: &[News]) {
    for item in news {
        hasher.part(item.day.to_string());
        match &item.what {
            What::Changed(note) => hasher.part("c").part(note),
            What::Reviewed(team) => hasher.part("r").part(team.to_string()),
            What::Checked(id) => hasher.part("f").part(id).part(site.facts.get(id).map_or("", |fact| &fact.claim)),
        };
    }
}
