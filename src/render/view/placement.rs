//! A short quiz that proposes where to start: a few questions for each path.

use super::frame::{Frame, generated};
use super::{Card, Maker};
use crate::entry::{EntryData, Kind};
use crate::render::body::all_as_html;
use crate::render::links::PageLinks;
use crate::render::placement::Chosen;
use crate::render::question::{Asked, question_html};
use crate::render::shared::Shared;
use crate::site::{Ix, Site};
use crate::source::Hasher;
use serde::Serialize;

/// What `placement.html` sees.
#[derive(Debug, Serialize)]
pub(in crate::render) struct PlacementView {
    frame: Frame,
    #[serde(serialize_with = "all_as_html")]
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
