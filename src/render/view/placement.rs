//! A short quiz that proposes where to start: a few questions for each path.

use super::frame::{Frame, generated};
use super::{Card, Maker};
use crate::entry::question::Interaction;
use crate::entry::{EntryData, Kind, Relation};
use crate::render::links::PageLinks;
use crate::render::question::{Asked, question_html};
use crate::render::shared::Shared;
use crate::site::{Ix, Site};
use crate::source::Hasher;
use rustc_hash::FxHashMap;
use serde::Serialize;
use std::collections::BTreeSet;

/// What `placement.html` sees.
#[derive(Debug, Serialize)]
pub(in crate::render) struct PlacementView {
    frame: Frame,
    questions: Vec<String>,
    paths: Vec<Proposal>,
}

/// A path with the questions that speak for or against it.
#[derive(Debug, Serialize)]
struct Proposal {
    card: Card,
    /// Ids of questions, parted by spaces.
    ids: String,
}

/// Questions asked for each path.
const EACH: usize = 2;

/// A question that is asked: its quiz, its place in it, and the paths it is about.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::render) struct Chosen {
    quiz: Ix,
    at: usize,
    paths: BTreeSet<usize>,
}

pub(in crate::render) fn view(maker: &Maker<'_>) -> PlacementView {
    let (site, chosen) = (maker.site, maker.shared.placement(maker.site));
    let mut frame = generated(maker, maker.strings().get("placement.title"), "learning", "placement");
    frame.description = maker.strings().get("placement.lead").to_owned();
    frame.questions = true;
    let html = |(number, found): (usize, &Chosen)| {
        let EntryData::Quiz(quiz) = &site.entry(found.quiz).data else { return String::new() };
        let links = PageLinks::new(site, found.quiz, maker.route);
        let bank = maker.anchor(found.quiz);
        let asked = Asked { number: (number + 1, chosen.len()), borrowed: Some((bank.href, bank.title)) };
        question_html(maker, &quiz.questions[found.at].question, &links, asked)
    };
    let paths = maker.shared.of_kind(Kind::LearningPath).iter().enumerate();
    let proposal = |(at, ix): (usize, &Ix)| Proposal { card: maker.card(*ix), ids: ids(site, chosen, at) };
    PlacementView {
        frame,
        questions: chosen.iter().enumerate().map(html).collect(),
        paths: paths.map(proposal).filter(|proposal| !proposal.ids.is_empty()).collect(),
    }
}

/// The ids of the questions about a path.
fn ids(site: &Site, chosen: &[Chosen], path: usize) -> String {
    let about = chosen.iter().filter(|found| found.paths.contains(&path));
    let id = |found: &Chosen| match &site.entry(found.quiz).data {
        EntryData::Quiz(quiz) => Some(quiz.questions[found.at].question.id.clone()),
        _ => None,
    };
    about.filter_map(id).collect::<Vec<_>>().join(" ")
}

/// A few questions for each path: quick to answer, of middling difficulty, and about as
/// few other paths as possible.
pub(in crate::render) fn questions(site: &Site, paths: &[Ix], quizzes: &[Ix]) -> Vec<Chosen> {
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

/// Adds everything the page shows to a key, but for links inside the questions.
pub(in crate::render) fn depend(hasher: &mut Hasher, site: &Site, shared: &Shared) -> Vec<Ix> {
    let paths = shared.of_kind(Kind::LearningPath);
    paths.iter().for_each(|ix| {
        hasher.number(shared.card(*ix).0);
    });
    let mut quizzes = Vec::new();
    for found in shared.placement(site) {
        hasher.number(shared.deep(site, found.quiz).0).part(format!("{} {:?}", found.at, found.paths));
        quizzes.push(found.quiz);
    }
    quizzes
}
