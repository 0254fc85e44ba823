//! What an agenda adds up to.

use super::plan::{Agenda, Item};
use crate::entry::{Audience, EntryData, Kind};
use crate::site::{Ix, Site};
use std::collections::BTreeMap;

/// Minutes by phase, method and leading team; breaks count for nobody.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Totals {
    /// Minutes of work.
    pub work: u32,
    /// Minutes of rest.
    pub rest: u32,
    /// By phase, in the order of a workshop; without a phase last.
    pub phases: BTreeMap<String, u32>,
    /// By method.
    pub methods: BTreeMap<String, u32>,
    /// By leading team; without a lead, and breaks, not at all.
    pub leads: BTreeMap<Audience, u32>,
}

/// Adds up.
pub fn totals(agenda: &Agenda<'_>) -> Totals {
    let mut totals = Totals::default();
    for item in agenda.items() {
        let Some((_, activity)) = item.activity().filter(|_| !item.is_break()) else {
            totals.rest += item.minutes;
            continue;
        };
        totals.work += item.minutes;
        *totals.phases.entry(activity.phase.to_owned()).or_default() += item.minutes;
        *totals.methods.entry(activity.method.clone()).or_default() += item.minutes;
        if let Some(lead) = activity.lead {
            *totals.leads.entry(lead).or_default() += item.minutes;
        }
    }
    totals
}

/// Something to bring, and how many.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Needed {
    /// What it is called.
    pub name: String,
    /// For whom one is needed: `room`, `group`, `pair` or `person`.
    pub each: &'static str,
    /// How many for the largest number of people.
    pub count: u32,
    /// What it is; may be empty.
    pub note: String,
    /// Where it is described.
    pub from: Ix,
}

/// How many people sit in a group unless an activity says otherwise.
const GROUP: u32 = 4;

/// What to bring for so many people. The same thing for two modules is one
/// line with the larger number.
pub fn materials(site: &Site, agenda: &Agenda<'_>, entry: Ix, people: u32) -> Vec<Needed> {
    let mut needed: Vec<Needed> = Vec::new();
    let mut homes: Vec<Ix> = vec![entry];
    homes.extend(agenda.items().filter_map(|item| Some(item.activity()?.0)));
    let mut seen = Vec::new();
    for home in homes {
        if seen.contains(&home) {
            continue;
        }
        seen.push(home);
        let (materials, activities): (_, Vec<_>) = match &site.entry(home).data {
            EntryData::Module(module) => (&module.materials, module.activities.iter().collect()),
            EntryData::Workshop(workshop) => {
                (&workshop.materials, workshop.activities.iter().map(|(activity, _)| activity).collect())
            }
            _ => continue,
        };
        for material in materials {
            let group = activities
                .iter()
                .filter(|activity| activity.materials.iter().any(|name| name.value == material.name))
                .filter_map(|activity| activity.group.as_ref().map(|group| group.value.1))
                .min();
            let count = copies(material.each, people, group.unwrap_or(GROUP));
            match needed.iter_mut().find(|known| known.name == material.name && known.each == material.each) {
                Some(known) => known.count = known.count.max(count),
                None => needed.push(Needed {
                    name: material.name.clone(),
                    each: material.each,
                    count,
                    note: material.note.clone(),
                    from: home,
                }),
            }
        }
    }
    needed
}

fn copies(each: &str, people: u32, group: u32) -> u32 {
    match each {
        "person" => people,
        "pair" => people.div_ceil(2),
        "group" => people.div_ceil(group.max(1)),
        _ => 1,
    }
}

/// One objective of one module, and how long it is practised.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coverage {
    /// The module.
    pub module: Ix,
    /// Position of the objective in it.
    pub objective: usize,
    /// Minutes of activities that practise it.
    pub minutes: u32,
    /// How many questions of the module's quizzes test it.
    pub questions: usize,
}

/// All objectives of the modules in an agenda.
pub fn coverage(site: &Site, agenda: &Agenda<'_>) -> Vec<Coverage> {
    let mut modules: Vec<Ix> = Vec::new();
    for (ix, _) in agenda.items().filter_map(Item::activity) {
        if site.entry(ix).id.kind == Kind::Module && !modules.contains(&ix) {
            modules.push(ix);
        }
    }
    let mut found = Vec::new();
    for ix in modules {
        let EntryData::Module(module) = &site.entry(ix).data else { continue };
        for (at, objective) in module.objectives.iter().enumerate() {
            let practises = |item: &&Item<'_>| {
                item.activity().is_some_and(|(home, activity)| {
                    home == ix && activity.objectives.iter().any(|name| name.value == objective.id.value)
                })
            };
            let minutes = agenda.items().filter(practises).map(|item| item.minutes).sum();
            found.push(Coverage {
                module: ix,
                objective: at,
                minutes,
                questions: questions(site, ix, &objective.id.value),
            });
        }
    }
    found
}

fn questions(site: &Site, module: Ix, objective: &str) -> usize {
    let quizzes = site.into_by(module, crate::entry::Relation::Quiz);
    let tests = |quiz: Ix| match &site.entry(quiz).data {
        EntryData::Quiz(quiz) => quiz
            .questions
            .iter()
            .filter(|item| item.objective.as_ref().is_some_and(|name| name.value == objective))
            .count(),
        _ => 0,
    };
    quizzes.map(tests).sum()
}
