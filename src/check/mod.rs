//! Judges a [`Site`]. One file per subject, one function per rule; the table of
//! rules is [`crate::diag::lint::LINTS`].

mod facts;
mod links;
mod modules;
mod questions;
mod terms;

use crate::diag::Diagnostics;
use crate::entry::{Entry, EntryData};
use crate::site::{Ix, Site};
use rayon::prelude::*;

/// Runs every rule.
pub fn run(site: &Site) -> Diagnostics {
    let per_entry: Vec<Diagnostics> = (0..site.entries.len())
        .into_par_iter()
        .map(|at| {
            let mut found = Diagnostics::new();
            let ix = Ix(at as u32);
            entry(site, ix, site.entry(ix), &mut found);
            found
        })
        .collect();
    let mut all = Diagnostics::new();
    for found in per_entry {
        all.extend(found);
    }
    terms::definitions_in_a_circle(site, &mut all);
    questions::ids(site, &mut all);
    questions::forms(site, &mut all);
    modules::cycles(site, &mut all);
    facts::records(site, &mut all);
    all
}

/// Rules that look at one entry and its neighbours.
fn entry(site: &Site, ix: Ix, entry: &Entry, found: &mut Diagnostics) {
    if !entry.readable {
        return;
    }
    links::orphan(site, ix, entry, found);
    links::alt_missing(entry, found);
    match &entry.data {
        EntryData::Term(term) => {
            terms::definition(entry, term, found);
            terms::one_sided(site, entry, term, found);
            facts::cited(site, entry, &term.facts, found);
        }
        EntryData::Quiz(quiz) => {
            for item in &quiz.questions {
                questions::question(entry, item, found);
                facts::cited(site, entry, &item.facts, found);
            }
            questions::objectives(site, entry, quiz, found);
        }
        EntryData::Module(module) => modules::agenda(entry, module, found),
        _ => {}
    }
}
