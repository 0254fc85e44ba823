//! The page of all dated claims, and the claims of one term.

use super::frame::{Frame, generated};
use super::{Anchor, Day, Maker, is_due};
use crate::entry::{EntryData, Fact, Kind, Term};
use crate::render::plan;
use crate::render::strings::Strings;
use crate::site::Site;
use crate::source::Date;
use serde::Serialize;
use std::collections::HashMap;

/// What `facts.html` sees.
#[derive(Debug, Serialize)]
pub(in crate::render) struct FactsView {
    frame: Frame,
    title: String,
    count: usize,
    /// Whether only claims are shown, and a link to each with its source.
    short: bool,
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
    /// Where it stands with its source.
    href: String,
    claim: String,
    myth: String,
    source: String,
    url: String,
    scope: Vec<String>,
    volatility: &'static str,
    /// How well it is founded, in plain words.
    evidence: String,
    checked: Option<Day>,
    review_by: Option<Day>,
    due: bool,
    /// Where to report a mistake in it; may be empty.
    report: String,
    /// Terms that rest on it.
    terms: Vec<Anchor>,
}

/// All claims in short, or those of one file in full.
pub(in crate::render) fn view(maker: &Maker<'_>, file: Option<&str>) -> FactsView {
    let site = maker.site;
    let mut terms = used_in(maker);
    let shown = |fact: &&Fact| file.is_none_or(|file| plan::facts_file(fact) == file);
    let mut facts: Vec<&Fact> = site.facts.values().filter(shown).collect();
    facts.sort_by_key(|fact| (fact.review_by.as_ref().map(|date| date.value), &fact.id.value));
    let count = facts.len();
    let mut months: Vec<Month> = Vec::new();
    for fact in facts {
        let view = fact_view(maker, fact, terms.remove(fact.id.as_str()).unwrap_or_default());
        let (id, label) = month(maker.strings(), fact.review_by.as_ref().map(|date| date.value));
        match months.last_mut().filter(|month| month.id == id) {
            Some(month) => month.facts.push(view),
            None => months.push(Month { id, label, facts: vec![view] }),
        }
    }
    let all = maker.strings().get("facts.title");
    let title = file.map_or(all.to_owned(), |file| format!("{all}: {}", name_of_file(site, file)));
    let mut frame = generated(maker, &title, "facts", "facts");
    frame.description = maker.strings().get("facts.lead").to_owned();
    if file.is_some() {
        frame.crumbs.push(Anchor { title: all.to_owned(), href: maker.href("facts.html") });
    }
    FactsView { frame, title, count, short: file.is_none(), months }
}

/// The terms that rest on each claim.
fn used_in<'a>(maker: &Maker<'a>) -> HashMap<&'a str, Vec<Anchor>> {
    let mut terms: HashMap<&str, Vec<Anchor>> = HashMap::new();
    for ix in maker.shared.of_kind(Kind::Term) {
        if let EntryData::Term(term) = &maker.site.entry(*ix).data {
            for fact in &term.facts {
                terms.entry(&fact.value).or_default().push(maker.anchor(*ix));
            }
        }
    }
    terms
}

/// What a file of claims is called: as the category of its name, where there is one.
fn name_of_file(site: &Site, file: &str) -> String {
    let category = site.config.categories.iter().find(|category| category.id == file);
    category.map_or_else(|| file.replace(['-', '_'], " "), |category| category.label.clone())
}

fn month(strings: &Strings, date: Option<Date>) -> (String, String) {
    date.map_or_else(Default::default, |date| (format!("due-{:04}-{:02}", date.year, date.month), strings.month(date)))
}

/// The claims that a term rests on.
pub(super) fn of_term(maker: &Maker<'_>, term: &Term) -> Vec<FactView> {
    let facts = term.facts.iter().filter_map(|id| maker.site.facts.get(&id.value));
    facts.map(|fact| fact_view(maker, fact, Vec::new())).collect()
}

fn fact_view(maker: &Maker<'_>, fact: &Fact, terms: Vec<Anchor>) -> FactView {
    FactView {
        id: fact.id.value.clone(),
        href: maker.href(&format!("{}#{}", plan::facts_route(&plan::facts_file(fact)), fact.id.value)),
        claim: maker.text(&fact.claim),
        myth: maker.text(&fact.myth),
        source: maker.text(&fact.source),
        url: fact.url.clone(),
        scope: fact.scope.clone(),
        volatility: fact.volatility,
        evidence: maker.strings().get(&format!("evidence.{}", fact.evidence)).to_owned(),
        checked: fact.checked.map(|date| maker.day(date)),
        review_by: fact.review_by.as_ref().map(|date| maker.day(date.value)),
        due: is_due(maker.site, &fact.review_by),
        report: maker.report(&fact.id.value),
        terms,
    }
}
