//! Whether the teams err, are stepped into and lead equally often.

use crate::entry::{Audience, EntryData, Kind, Relation};
use crate::site::{Ix, Site};

/// Counts for one category, by team.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Balance {
    /// The category's position; nothing for what has none.
    pub category: Option<usize>,
    /// Questions in whose story the team makes the mistake.
    pub errs: Vec<usize>,
    /// Questions that put the learner into its shoes.
    pub seen_from: Vec<usize>,
    /// Minutes of activities that it leads; those led by all count for each.
    pub leads: Vec<u32>,
}

/// A share beyond this is lopsided.
const LOPSIDED: f64 = 0.6;

impl Balance {
    /// The team with too large a share of some counts, if there is one. A handful says nothing.
    pub fn lopsided(counts: impl Iterator<Item = usize> + Clone) -> Option<usize> {
        let sum: usize = counts.clone().sum();
        let (at, most) = counts.enumerate().max_by_key(|(at, count)| (*count, std::cmp::Reverse(*at)))?;
        (sum >= 8 && most as f64 > LOPSIDED * sum as f64).then_some(at)
    }
}

/// The balance of each category that has questions or activities, in the book's order.
pub fn balance(site: &Site) -> Vec<Balance> {
    let (teams, categories) = (site.config.teams.len(), site.config.categories.len());
    let empty = |category| Balance { category, errs: vec![0; teams], seen_from: vec![0; teams], leads: vec![0; teams] };
    let mut rows: Vec<Balance> = (0..categories).map(Some).chain([None]).map(empty).collect();
    let row = |category: Option<usize>| category.unwrap_or(categories);
    for (_, entry) in site.of_kind(Kind::Quiz) {
        let EntryData::Quiz(quiz) = &entry.data else { continue };
        for item in &quiz.questions {
            let first = item.terms.first().and_then(|name| site.named(&name.value, Some(Kind::Term)));
            let balance = &mut rows[row(first.and_then(|term| category_of(site, term)))];
            item.errs.iter().for_each(|team| balance.errs[*team] += 1);
            let perspective = item.question.perspective.as_deref().and_then(|team| site.config.team(team));
            perspective.into_iter().for_each(|team| balance.seen_from[team] += 1);
        }
    }
    for (ix, entry) in site.of_kind(Kind::Module) {
        let EntryData::Module(module) = &entry.data else { continue };
        // A module for one team is led by those who know its subject.
        if module.audience != Audience::Both {
            continue;
        }
        let category = site.out_by(ix, Relation::Teaches).find_map(|term| category_of(site, term));
        let balance = &mut rows[row(category)];
        for activity in module.activities.iter().filter(|activity| !activity.is_break()) {
            let minutes = activity.minutes.as_ref().map_or(0, |minutes| minutes.value);
            match activity.lead {
                Some(Audience::Team(team)) => balance.leads[team] += minutes,
                Some(Audience::Both) => balance.leads.iter_mut().for_each(|sum| *sum += minutes),
                None => {}
            }
        }
    }
    rows.retain(|balance| *balance != empty(balance.category));
    rows
}

fn category_of(site: &Site, term: Ix) -> Option<usize> {
    match &site.entry(term).data {
        EntryData::Term(term) => term.category,
        _ => None,
    }
}
