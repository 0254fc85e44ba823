//! A first look at one edited page, before everything is judged again.

use super::{Build, Pipeline};
use crate::site;
use crate::source::{Snapshot, SourcePath};
use std::sync::{Arc, OnceLock};

impl Pipeline {
    /// The last build with one file as it is now, in a time that hardly grows with
    /// the book: that page is up to date, all others are as they were, and nothing
    /// is judged. Nothing where the edit may show elsewhere or something in the file
    /// is wrong. What is parsed here, [`Pipeline::build`] need not parse again.
    ///
    /// Law: the page is the one that [`Pipeline::build`] gives of the same snapshot.
    pub fn glance(&mut self, last: &Build, snapshot: &Snapshot, path: &SourcePath) -> Option<Build> {
        let config = &last.site.config;
        let settled = config.digest == snapshot.config.digest && last.site.today == snapshot.today;
        if !settled || !last.translations.is_empty() || snapshot.expanded.contains_key(path) {
            return None;
        }
        let ix = last.site.at_path(path)?;
        let entry = self.files.one(path, snapshot, config, &last.site.contents)?;
        if !last.shared.shows_alike(ix, &entry) {
            return None;
        }
        Some(Build {
            site: Arc::new(site::edited(&last.site, entry, &self.memory)?),
            diagnostics: Default::default(),
            plan: last.plan.clone(),
            stats: super::Stats { parsed: 1 },
            theme: last.theme.clone(),
            shared: last.shared.clone(),
            translations: Vec::new(),
            search: last.search.get().map_or_else(OnceLock::new, |files| OnceLock::from(files.clone())),
        })
    }
}
