//! Which questions tell where to start.

use crate::entry::question::Interaction;
use crate::entry::{EntryData, Kind, Relation};
use crate::site::{Ix, Site};
use rustc_hash::FxHashMap;
use std::collections::BTreeSet;

/// Questions asked for each path.
const EACH: usize = 2;

/// A question that is asked: its quiz, its place in it, and the paths it is about.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Chosen {
    pub(super) quiz: Ix,
    pub(super) at: usize,
    pub(super) paths: BTreeSet<usize>,
}

/// A few questions for each path: quick to answer, of middling difficulty, and about as
/// few other paths as possible.
pub(super) fn questions(site: &Site, paths: &[Ix], quizzes: &[Ix]) -> Vec<Chosen> {
    let covered = covered(site, paths);
    let mut candidates = candidates(site, quizzes, &covered);
    let mut chosen: Vec<Chosen> = Vec::new();
    for path in 0..paths.len() {
        for _ in chosen.iter().filter(|found| found.paths.contains(&path)).count()..EACH {
            let next = candidates.iter().position(|candidate| candidate.paths.contains(&path));
            chosen.extend(next.map(|at| candidates.remove(at)));
        }
    }
    chosen
}

/// Which paths an entry is on: as a step, or as a word that a step teaches.
fn covered(site: &Site, paths: &[Ix]) -> FxHashMap<Ix, BTreeSet<usize>> {
    let mut covered: FxHashMap<Ix, BTreeSet<usize>> = FxHashMap::default();
    for (at, path) in paths.iter().enumerate() {
        for step in site.out_by(*path, Relation::Step) {
            for ix in std::iter::once(step).chain(site.out_by(step, Relation::Teaches)) {
                covered.entry(ix).or_default().insert(at);
            }
        }
    }
    covered
}

/// Questions that fit, the best first.
fn candidates(site: &Site, quizzes: &[Ix], covered: &FxHashMap<Ix, BTreeSet<usize>>) -> Vec<Chosen> {
    let mut candidates = Vec::new();
    for quiz_ix in quizzes {
        let EntryData::Quiz(quiz) = &site.entry(*quiz_ix).data else { continue };
        let module = quiz.module.as_ref().and_then(|name| site.named(&name.value, Some(Kind::Module)));
        for (at, item) in quiz.questions.iter().enumerate() {
            if !matches!(item.question.interaction, Interaction::Single(_) | Interaction::Predict { .. }) {
                continue;
            }
            let terms = item.terms.iter().filter_map(|term| site.named(&term.value, Some(Kind::Term)));
            let about = terms.chain(module).chain([*quiz_ix]).filter_map(|ix| covered.get(&ix));
            let paths: BTreeSet<usize> = about.flatten().copied().collect();
            if !paths.is_empty() {
                let rank = (paths.len(), item.question.difficulty.abs_diff(2));
                candidates.push((rank, Chosen { quiz: *quiz_ix, at, paths }));
            }
        }
    }
    // Stable: equals stay in the order of the quizzes.
    candidates.sort_by_key(|(rank, _)| *rank);
    candidates.into_iter().map(|(_, chosen)| chosen).collect()
}
