//! The map of terms: every word on a ring, by category, with lines between words that
//! go together. Its layout is a matter of counting: the same words give the same picture.

use super::frame::{Frame, generated};
use super::{Anchor, Linked, Maker};
use crate::entry::{Audience, EntryData, Kind, Relation, Term};
use crate::render::shared::Shared;
use crate::site::{Ix, Site};
use crate::source::{Hasher, gathered};
use rustc_hash::FxHashMap;
use serde::Serialize;
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashSet};
use std::f64::consts::TAU;

/// What `map.html` sees.
#[derive(Debug, Serialize)]
pub(in crate::render) struct MapView {
    frame: Frame,
    /// Width and height of the picture.
    size: u32,
    /// How many words there are, where the picture shows only some.
    of: usize,
    words: Vec<WordAt>,
    lines: Vec<LineBetween>,
    groups: Vec<GroupView>,
}

/// A word on the ring.
#[derive(Debug, Serialize)]
struct WordAt {
    link: Anchor,
    /// What fits beside the ring.
    name: String,
    class: String,
    /// Where its mark stands.
    x: f64,
    y: f64,
    /// The turn of its name, in degrees, and whether it ends at the mark.
    turn: f64,
    left: bool,
}

/// A line between two words, by position.
#[derive(Debug, Serialize)]
struct LineBetween {
    from: usize,
    to: usize,
    path: String,
}

/// The words of a category with what each goes with: the picture as a list.
#[derive(Debug, Serialize)]
struct GroupView {
    label: String,
    words: Vec<(Linked, Vec<Linked>)>,
}

/// Beyond this nobody can read the ring: then it shows the words that are joined most.
const MOST: usize = 120;
/// Room for a name beside the ring, and along it.
const NAME: f64 = 260.0;
const STEP: f64 = 17.0;
/// Characters of a name that fit there.
const LONGEST: usize = 32;
/// Empty places between two categories.
const GAP: usize = 2;

pub(in crate::render) fn view(maker: &Maker<'_>) -> MapView {
    let groups = groups(maker.site, maker.shared);
    let count = groups.iter().map(|(_, list)| list.len()).sum();
    let drawn = best_joined(maker.site, &groups);
    let order: Vec<Ix> = drawn.iter().flat_map(|(_, list)| list.iter().copied()).collect();
    let place: BTreeMap<Ix, usize> = gathered(order.iter().enumerate().map(|(at, ix)| (*ix, at)));
    let slots = slots(&drawn);
    let ring = Ring::of(slots.last().map_or(0, |last| last + 1 + GAP));
    let mut frame = generated(maker, maker.strings().get("map.title"), Kind::Term.word(), "map");
    frame.description = maker.strings().get("map.lead").to_owned();
    // A word is linked to a dozen times, and the page holds all words of the book.
    let mut links: FxHashMap<Ix, Linked> = FxHashMap::default();
    let mut linked = |ix: Ix| links.entry(ix).or_insert_with(|| maker.linked(ix)).clone();
    let group = |(label, list): &(String, Vec<Ix>)| GroupView {
        label: if label.is_empty() { maker.strings().get("map.other").to_owned() } else { label.clone() },
        words: list
            .iter()
            .map(|ix| (linked(*ix), goes_with(maker.site, *ix).into_iter().map(&mut linked).collect()))
            .collect(),
    };
    MapView {
        size: ring.size(),
        of: if order.len() < count { count } else { 0 },
        words: order.iter().zip(&slots).map(|(ix, slot)| word(maker, *ix, &ring, *slot)).collect(),
        lines: lines(maker.site, &order, &place, &slots, &ring),
        groups: groups.iter().map(group).collect(),
        frame,
    }
}

/// Terms by category, in the order of the book; those without one come last.
fn groups(site: &Site, shared: &Shared) -> Vec<(String, Vec<Ix>)> {
    let categories = &site.config.categories;
    let mut groups: Vec<(String, Vec<Ix>)> = categories.iter().map(|named| (named.label.clone(), Vec::new())).collect();
    groups.push((String::new(), Vec::new()));
    for ix in shared.of_kind(Kind::Term) {
        let category = term(site, *ix).and_then(|term| term.category).unwrap_or(categories.len());
        groups[category.min(categories.len())].1.push(*ix);
    }
    groups.retain(|(_, list)| !list.is_empty());
    groups
}

/// The words that go with most others, in the same groups and order.
fn best_joined(site: &Site, groups: &[(String, Vec<Ix>)]) -> Vec<(String, Vec<Ix>)> {
    let mut ranked: Vec<(Reverse<usize>, Ix)> =
        groups.iter().flat_map(|(_, list)| list).map(|ix| (Reverse(goes_with(site, *ix).len()), *ix)).collect();
    ranked.sort();
    let kept: HashSet<Ix> = ranked.into_iter().take(MOST).map(|(_, ix)| ix).collect();
    let keep = |list: &[Ix]| list.iter().copied().filter(|ix| kept.contains(ix)).collect::<Vec<_>>();
    let some = groups.iter().map(|(label, list)| (label.clone(), keep(list)));
    some.filter(|(_, list)| !list.is_empty()).collect()
}

fn term(site: &Site, ix: Ix) -> Option<&Term> {
    match &site.entry(ix).data {
        EntryData::Term(term) => Some(term),
        _ => None,
    }
}

/// The terms that a term names or is named by, as going with it or as its broader one.
fn goes_with(site: &Site, ix: Ix) -> Vec<Ix> {
    let ours = |relation: &Relation| matches!(relation, Relation::Related | Relation::Broader);
    let out = site.out[ix.0 as usize].iter().filter(|edge| ours(&edge.relation)).map(|edge| edge.to);
    let into = site.into(ix).iter().filter(|(_, relation)| ours(relation)).map(|(from, _)| *from);
    let mut all: Vec<Ix> = out.chain(into).collect();
    all.sort();
    all.dedup();
    all
}

/// The place of each word on the ring, with gaps between categories.
fn slots(groups: &[(String, Vec<Ix>)]) -> Vec<usize> {
    let sizes = groups.iter().map(|(_, list)| list.len());
    let starts = sizes.scan(0, |start, size| Some((std::mem::replace(start, *start + size + GAP), size)));
    starts.flat_map(|(start, size)| start..start + size).collect()
}

/// A circle with so many places.
struct Ring {
    places: f64,
    radius: f64,
}

impl Ring {
    fn of(places: usize) -> Ring {
        let places = places.max(1) as f64;
        Ring { places, radius: (places * STEP / TAU).max(120.0) }
    }

    fn size(&self) -> u32 {
        (2.0 * (self.radius + NAME)).ceil() as u32
    }

    fn angle(&self, slot: usize) -> f64 {
        TAU * (slot as f64 / self.places - 0.25)
    }

    /// A point at some share of the radius.
    fn point(&self, slot: usize, share: f64) -> (f64, f64) {
        let (middle, angle) = (self.radius + NAME, self.angle(slot));
        (tenth(middle + self.radius * share * angle.cos()), tenth(middle + self.radius * share * angle.sin()))
    }
}

fn tenth(number: f64) -> f64 {
    (number * 10.0).round() / 10.0
}

fn word(maker: &Maker<'_>, ix: Ix, ring: &Ring, slot: usize) -> WordAt {
    let (x, y) = ring.point(slot, 1.0);
    let degrees = ring.angle(slot).to_degrees();
    let left = degrees > 90.0;
    let audience = term(maker.site, ix).map_or(Audience::Both, |term| term.audience.value);
    let turn = tenth(if left { degrees - 180.0 } else { degrees });
    let link = maker.anchor(ix);
    WordAt { name: short(&link.title), link, class: maker.who(audience).class.clone(), x, y, turn, left }
}

/// A name that fits: `Service-level agreement (SLA)` loses its brackets, and what is
/// still too long its end.
fn short(title: &str) -> String {
    let base = title.split(" (").next().unwrap_or(title);
    let name = if title.chars().count() > LONGEST { base } else { title };
    match name.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", name[..end].trim_end()),
        None => name.to_owned(),
    }
}

/// Each pair once, drawn towards the middle, the further apart the words are the deeper.
fn lines(site: &Site, order: &[Ix], place: &BTreeMap<Ix, usize>, slots: &[usize], ring: &Ring) -> Vec<LineBetween> {
    let mut lines = Vec::new();
    for (from, ix) in order.iter().enumerate() {
        let others = goes_with(site, *ix).into_iter().filter_map(|to| place.get(&to).copied());
        for to in others.filter(|to| *to > from) {
            let (a, b) = (ring.point(slots[from], 0.975), ring.point(slots[to], 0.975));
            let apart = slots[to] - slots[from];
            let near = (apart as f64).min(ring.places - apart as f64) / (ring.places / 2.0);
            let depth = 0.8 * (1.0 - near);
            let (c, d) = (ring.point(slots[from], depth), ring.point(slots[to], depth));
            let path = format!("M{} {}C{} {} {} {} {} {}", a.0, a.1, c.0, c.1, d.0, d.1, b.0, b.1);
            lines.push(LineBetween { from, to, path });
        }
    }
    lines
}

/// Adds everything the page shows to a key, but for the cards of the terms.
pub(in crate::render) fn depend(hasher: &mut Hasher, site: &Site, shared: &Shared) {
    for ix in shared.of_kind(Kind::Term) {
        hasher.part("t");
        goes_with(site, *ix).into_iter().for_each(|to| {
            hasher.number(shared.card(to).0);
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stand_apart_and_categories_further() {
        let groups = [("a".to_owned(), vec![Ix(0), Ix(1)]), ("b".to_owned(), vec![Ix(2)])];
        assert_eq!(slots(&groups), [0, 1, 4]);
        let ring = Ring::of(7);
        let middle = f64::from(ring.size()) / 2.0;
        assert_eq!(ring.point(0, 1.0), (tenth(middle), tenth(middle - ring.radius)), "the first stands at the top");
    }
}
