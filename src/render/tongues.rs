//! The same page in other languages.

use crate::config::Config;
use crate::site::relative;
use crate::source::{Hasher, gathered};
use rustc_hash::FxHashSet;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The pages of one language. Pages are the same where their common address is: the
/// one they have in the language in which the book is written.
#[derive(Debug)]
pub struct Tongue {
    id: String,
    label: String,
    /// Its folder in the site, with a slash at the end; empty for the book's own language.
    folder: String,
    /// The address of its site, where it is known.
    url: Option<String>,
    /// Common addresses of pages whose own address differs.
    common: BTreeMap<String, String>,
    /// The same from the other end.
    own: BTreeMap<String, String>,
    /// Pages that are shown in the book's own language, for want of a translation.
    foreign: BTreeSet<String>,
    /// All its addresses.
    routes: FxHashSet<String>,
}

/// All languages of a book, and which of them a site is in.
#[derive(Debug, Default, Clone)]
pub struct Tongues {
    /// The book's own first.
    all: Arc<Vec<Tongue>>,
    at: usize,
}

/// A page in another language.
#[derive(Debug, Serialize, PartialEq, Eq)]
pub(super) struct Other {
    /// The tag of the language.
    pub(super) id: String,
    /// What its readers call it.
    pub(super) label: String,
    pub(super) href: String,
    /// The address at its published place, where the page is in that language.
    pub(super) url: String,
}

impl Tongue {
    /// Of the site in a language; `common` are the common addresses of pages whose own
    /// address differs, `foreign` the pages that are not translated.
    pub fn new(
        config: &Config,
        common: BTreeMap<String, String>,
        foreign: BTreeSet<String>,
        routes: impl Iterator<Item = String>,
    ) -> Tongue {
        let named = config.languages.iter().find(|language| language.id == config.language);
        Tongue {
            id: config.language.clone(),
            label: named.map_or_else(|| config.language.clone(), |language| language.label.clone()),
            folder: config.folder.clone(),
            url: config.url.clone(),
            own: gathered(common.iter().map(|(own, common)| (common.clone(), own.clone()))),
            common,
            foreign,
            routes: routes.collect(),
        }
    }
}

impl Tongues {
    /// All languages of a book, and the position of the one that a site is in.
    pub fn new(all: Arc<Vec<Tongue>>, at: usize) -> Tongues {
        Tongues { all, at }
    }

    /// A page in the other languages.
    pub(super) fn others(&self, route: &str) -> Vec<Other> {
        let Some(here) = self.all.get(self.at) else { return Vec::new() };
        let common = here.common.get(route).map_or(route, String::as_str);
        let from = format!("{}{route}", here.folder);
        let others = self.all.iter().enumerate().filter(|(at, _)| *at != self.at);
        let found = others.filter_map(|(_, other)| {
            let to = other.own.get(common).map_or(common, String::as_str);
            other.routes.contains(to).then(|| Other {
                id: other.id.clone(),
                label: other.label.clone(),
                href: relative(&from, &format!("{}{to}", other.folder)),
                url: other
                    .url
                    .as_ref()
                    .filter(|_| !other.foreign.contains(to))
                    .map_or_else(String::new, |url| format!("{url}{to}")),
            })
        });
        found.collect()
    }

    /// Whether a page is shown in the book's own language, for want of a translation;
    /// then the tag of that language.
    pub(super) fn foreign(&self, route: &str) -> Option<&str> {
        let here = self.all.get(self.at)?;
        here.foreign.contains(route).then(|| self.all[0].id.as_str())
    }

    /// Adds what a page shows of its other languages to its key.
    pub(super) fn depend(&self, hasher: &mut Hasher, route: &str) {
        if self.all.is_empty() {
            return;
        }
        for other in self.others(route) {
            hasher.part(other.id).part(other.label).part(other.href).part(other.url);
        }
        hasher.part(self.foreign(route).unwrap_or_default());
    }
}
