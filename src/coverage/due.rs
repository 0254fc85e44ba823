//! What must be read or checked again, by the day and by those who look after it.

use crate::entry::{EntryData, Kind};
use crate::site::Site;
use crate::source::Date;
use std::collections::BTreeMap;

/// Something that must be looked at again.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Due {
    /// By when.
    pub date: Date,
    /// Who looks after it; may be empty.
    pub owner: String,
    /// Its file, or its file and id for a fact.
    pub what: String,
    /// What it is called, or claims.
    pub title: String,
}

/// Everything with a review day, the earliest first. A fact is looked after by
/// the owner of the first term that cites it.
pub fn due(site: &Site) -> Vec<Due> {
    let mut owners: BTreeMap<&str, &str> = BTreeMap::new();
    for (_, entry) in site.of_kind(Kind::Term) {
        let EntryData::Term(term) = &entry.data else { continue };
        for fact in &term.facts {
            let owner = owners.entry(&fact.value).or_default();
            if owner.is_empty() {
                *owner = &entry.head.owner;
            }
        }
    }
    let pages = site.all().filter_map(|(_, entry)| {
        Some(Due {
            date: entry.head.review_by.as_ref()?.value,
            owner: entry.head.owner.clone(),
            what: entry.file.path.to_string(),
            title: entry.head.title.value.clone(),
        })
    });
    let facts = site.facts.values().filter_map(|fact| {
        Some(Due {
            date: fact.review_by.as_ref()?.value,
            owner: owners.get(fact.id.as_str()).copied().unwrap_or_default().to_owned(),
            what: format!("{} {}", fact.path, fact.id.value),
            title: fact.claim.clone(),
        })
    });
    let mut all: Vec<Due> = pages.chain(facts).collect();
    all.sort();
    all
}
