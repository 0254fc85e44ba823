//! A site in which one entry was edited, without resolving all others again.

use super::backlinks::Backlinks;
use super::resolve::{self, Memory};
use super::{Edge, Ix, Site};
use crate::entry::{Entry, Kind};
use std::sync::{Arc, PoisonError};

/// The site with one of its entries as it is now, for a first look: what the entry
/// points at is followed, nobody else's is. Nothing where others would see the entry
/// otherwise, where something it points at is missing, or where more depends on its
/// text than its own page: then everything has to be resolved.
pub fn edited(site: &Site, entry: Arc<Entry>, memory: &Memory) -> Option<Site> {
    let ix = site.find(&entry.id)?;
    let at = ix.0 as usize;
    // Pages count the questions of a bank.
    if site.entries[at].outside != entry.outside || entry.id.kind == Kind::Quiz {
        return None;
    }
    let (_, finder) = memory.finder.lock().unwrap_or_else(PoisonError::into_inner).clone()?;
    let mut site = site.clone();
    site.entries[at] = entry;
    let (edges, problems) = resolve::edges(&site, ix);
    if !problems.is_empty() {
        return None;
    }
    let mentions = resolve::mentioned(&site, ix, &finder);
    let out = resolve::with_mentions(&site, edges, &mentions);
    let arrows = |edges: &[Edge]| edges.iter().map(|edge| (edge.to, edge.relation)).collect::<Vec<(Ix, _)>>();
    let led_elsewhere = arrows(&site.out[at]) != arrows(&out);
    (site.out[at], site.mentions[at]) = (out, mentions.into());
    if led_elsewhere {
        site.into = Arc::new(Backlinks::new(site.out.iter().map(|edges| &**edges)));
    }
    Some(site)
}
