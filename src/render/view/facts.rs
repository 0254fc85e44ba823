//! The page of all dated claims, and the claims of one term.

use super::frame::{Day, Frame, generated};
use super::{Anchor, Maker, is_due};
use crate::entry::{EntryData, Fact, Kind, Term};
use crate::source::Date;
use serde::Serialize;
use std::collections::HashMap;

/// What `facts.html` sees.
#[derive(Debug, Serialize)]
pub(in crate::render) struct FactsView {
    frame: Frame,
    count: usize,
    /// By the month in which they must be looked at again.
    months: Vec<Month>,
}

/// The claims that must be looked at again in one month.
#[derive(Debug, Serialize)]
struct Month {
    id: String,
    label: String,
    facts: Vec<FactView>,
}

/// A dated claim.
#[derive(Debug, Serialize)]
pub(in crate::render) struct FactView {
    id: String,
    claim: String,
    myth: String,
    source: String,
    url: String,
    scope: Vec<String>,
    volatility: &'static str,
    evidence: &'static str,
    checked: Option<Day>,
    review_by: Option<Day>,
    due: bool,
    /// Terms that rest on it.
    terms: Vec<Anchor>,
}

pub(in crate::render) fn view(maker: &Maker<'_>) -> FactsView {
    let site = maker.site;
    let mut terms: HashMap<&str, Vec<Anchor>> = HashMap::new();
    for ix in maker.shared.of_kind(Kind::Term) {
        if let EntryData::Term(term) = &site.entry(*ix).data {
            for fact in &term.facts {
                terms.entry(&fact.value).or_default().push(maker.anchor(*ix));
            }
        }
    }
    let mut facts: Vec<&Fact> = site.facts.values().collect();
    facts.sort_by_key(|fact| (fact.review_by.as_ref().map(|date| date.value), &fact.id.value));
    let mut months: Vec<Month> = Vec::new();
    for fact in facts {
        let view = fact_view(maker, fact, terms.remove(fact.id.as_str()).unwrap_or_default());
        let (id, label) = month(fact.review_by.as_ref().map(|date| date.value));
        match months.last_mut().filter(|month| month.id == id) {
            Some(month) => month.facts.push(view),
            None => months.push(Month { id, label, facts: vec![view] }),
        }
    }
    let mut frame = generated(maker, maker.strings().get("facts.title"), "facts", "facts");
    frame.description = maker.strings().get("facts.lead").to_owned();
    FactsView { frame, count: site.facts.len(), months }
}

fn month(date: Option<Date>) -> (String, String) {
    date.map_or_else(Default::default, |date| {
        (format!("due-{:04}-{:02}", date.year, date.month), format!("{} {}", date.month_name(), date.year))
    })
}

/// The claims that a term rests on.
pub(super) fn of_term(maker: &Maker<'_>, term: &Term) -> Vec<FactView> {
    let facts = term.facts.iter().filter_map(|id| maker.site.facts.get(&id.value));
    facts.map(|fact| fact_view(maker, fact, Vec::new())).collect()
}

fn fact_view(maker: &Maker<'_>, fact: &Fact, terms: Vec<Anchor>) -> FactView {
    FactView {
        id: fact.id.value.clone(),
        claim: maker.text(&fact.claim),
        myth: maker.text(&fact.myth),
        source: maker.text(&fact.source),
        url: fact.url.clone(),
        scope: fact.scope.clone(),
        volatility: fact.volatility,
        evidence: fact.evidence,
        checked: fact.checked.map(Day::of),
        review_by: fact.review_by.as_ref().map(|date| Day::of(date.value)),
        due: is_due(maker.site, &fact.review_by),
        terms,
    }
}
