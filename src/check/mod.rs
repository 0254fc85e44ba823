//! Judges entries and sites. One file per subject, one function per rule; the
//! table of rules is [`crate::diag::lint::LINTS`].
//!
//! Rules that need nothing but one file are run by [`own`], whose findings are
//! remembered with that file; those that need the neighbours by [`run`].

mod acronyms;
pub mod allow;
pub mod consequences;
mod curriculum;
mod facts;
mod links;
mod modules;
mod paths;
mod prose;
mod questions;
mod terms;
mod words;
mod workshops;

use crate::config::Config;
use crate::diag::Diagnostics;
use crate::entry::{Entry, EntryData};
use crate::site::{Ix, Site};
use rayon::prelude::*;

/// Rules that look at one entry alone.
pub fn own(config: &Config, entry: &Entry, found: &mut Diagnostics) {
    if !entry.readable {
        return;
    }
    links::alt_missing(entry, found);
    links::text_vague(config, entry, found);
    links::heading_order(entry, found);
    let words = entry.document.words.read(&entry.file.text);
    let counts = prose::reads_well(config, entry, &words, found);
    links::unsafe_addresses(config, entry, found);
    links::html_left_out(config, entry, found);
    match &entry.data {
        EntryData::Term(term) => {
            terms::definition(entry, term, found);
            terms::one_sided(config, entry, term, found);
            terms::shape::lengths(entry, term, &counts, found);
            terms::shape::order(entry, term, found);
            terms::shape::views_alike(config, entry, term, &words, found);
        }
        EntryData::Quiz(quiz) => questions::quiz(config, entry, quiz, found),
        EntryData::Module(module) => {
            modules::agenda(entry, module, found);
            modules::design::listening(entry, module, found);
            modules::design::one_sided(config, entry, module, found);
            modules::design::two_cards(entry, module, found);
            modules::objectives::verbs(config, entry, module, found);
            modules::objectives::practised(entry, module, found);
        }
        _ => {}
    }
}

/// Rules that look at the whole site.
pub fn run(site: &Site) -> Diagnostics {
    let jargon = terms::care::unexplained_jargon(site);
    let per_entry: Vec<Diagnostics> = (0..site.entries.len())
        .into_par_iter()
        .map(|at| {
            let mut found = Diagnostics::new();
            let ix = Ix(at as u32);
            with_neighbours(site, ix, site.entry(ix), &jargon, &mut found);
            found
        })
        .filter(|found| !found.is_empty())
        .collect();
    let whole: [fn(&Site, &mut Diagnostics); 8] = [
        questions::bank::ids,
        questions::bank::forms,
        questions::bank::book,
        paths::cycles,
        curriculum::gaps,
        workshops::remote,
        workshops::runs,
        facts::records,
    ];
    let whole = whole.into_par_iter().map(|rule| {
        let mut found = Diagnostics::new();
        rule(site, &mut found);
        found
    });
    let mut all = Diagnostics::new();
    per_entry.into_iter().chain(whole.collect::<Vec<_>>()).for_each(|found| all.extend(found));
    all
}

/// Rules that look at one entry and what it touches.
fn with_neighbours(site: &Site, ix: Ix, entry: &Entry, jargon: &[Vec<&str>], found: &mut Diagnostics) {
    if !entry.readable {
        return;
    }
    links::orphan(site, ix, entry, found);
    acronyms::unexplained(site, entry, found);
    curriculum::jargon_budget(site, ix, entry, found);
    terms::care::review_overdue(site, entry, found);
    terms::care::review_one_team(site, entry, found);
    match &entry.data {
        EntryData::Term(term) => {
            terms::in_a_circle(site, ix, entry, term, found);
            terms::care::related_one_way(site, ix, entry, found);
            terms::care::untested(site, ix, entry, term, found);
            terms::care::foreign_jargon(site, entry, term, jargon, found);
            facts::cited(site, entry, &term.facts, found);
        }
        EntryData::Workshop(workshop) => workshops::workshop(site, ix, entry, workshop, found),
        EntryData::Quiz(quiz) => {
            quiz.questions.iter().for_each(|item| facts::cited(site, entry, &item.facts, found));
            questions::bank::objectives(site, entry, quiz, found);
        }
        EntryData::Module(module) => {
            modules::objectives::tested(site, ix, entry, module, found);
            paths::unused(site, ix, entry, found);
            workshops::module(site, ix, entry, module, found);
        }
        EntryData::LearningPath(path) => paths::taught_later(site, entry, path, found),
        _ => {}
    }
}
