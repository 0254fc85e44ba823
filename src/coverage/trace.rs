//! From each objective to the activities that practise it and the questions that test it.

use super::reach::quizzes_of;
use crate::entry::{EntryData, Kind};
use crate::site::{Ix, Site};

/// One objective and what becomes of it.
#[derive(Debug, Clone)]
pub struct Trace<'a> {
    /// The module.
    pub module: Ix,
    /// The objective's id.
    pub objective: &'a str,
    /// What people can do.
    pub text: &'a str,
    /// The activities that practise it, by title.
    pub activities: Vec<&'a str>,
    /// The questions that test it, by id.
    pub questions: Vec<&'a str>,
}

/// All objectives, in the order written.
pub fn traces(site: &Site) -> Vec<Trace<'_>> {
    let mut traces = Vec::new();
    for (ix, entry) in site.of_kind(Kind::Module) {
        let EntryData::Module(module) = &entry.data else { continue };
        let mut quizzes: Vec<Ix> = quizzes_of(site, ix).collect();
        quizzes.sort();
        quizzes.dedup();
        for objective in &module.objectives {
            let id = objective.id.value.as_str();
            let practised =
                module.activities.iter().filter(|activity| activity.objectives.iter().any(|name| name.value == id));
            let tested = quizzes.iter().filter_map(|quiz| match &site.entry(*quiz).data {
                EntryData::Quiz(quiz) => Some(&quiz.questions),
                _ => None,
            });
            let tested = tested.flatten().filter(|item| item.question.objective.as_deref() == Some(id));
            traces.push(Trace {
                module: ix,
                objective: id,
                text: &objective.text.value,
                activities: practised.map(|activity| entry.document.headings[activity.heading].text.as_str()).collect(),
                questions: tested.map(|item| item.question.id.as_str()).collect(),
            });
        }
    }
    traces
}
