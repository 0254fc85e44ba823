//! The reader's own page: what is due, how far they are, and what this device keeps.

use super::frame::{Frame, generated};
use super::{Anchor, Maker, forms};
use crate::entry::question::Interaction;
use crate::entry::{EntryData, Kind};
use crate::render::shared::Shared;
use crate::site::{Ix, Site};
use crate::source::Hasher;
use serde::Serialize;

/// What `learning.html` sees.
#[derive(Debug, Serialize)]
pub(in crate::render) struct LearningView {
    frame: Frame,
    paths: Vec<Row>,
    quizzes: Vec<Row>,
    /// Where a quiz proposes a path; may be empty.
    placement: String,
}

/// A path or a quiz, with what records of it are kept by.
#[derive(Debug, Serialize)]
struct Row {
    link: Anchor,
    /// The path's slug, or the ids of the questions, parted by spaces.
    ids: String,
    /// How many steps or questions there are.
    count: usize,
    /// The class of the team it is for.
    class: String,
}

pub(in crate::render) fn view(maker: &Maker<'_>) -> LearningView {
    let title = maker.strings().get("learning.title");
    let mut frame = generated(maker, title, "learning", "learning");
    frame.description = maker.strings().get("learning.lead").to_owned();
    LearningView {
        frame,
        paths: maker.shared.of_kind(Kind::LearningPath).iter().map(|ix| path(maker, *ix)).collect(),
        quizzes: maker
            .shared
            .of_kind(Kind::Quiz)
            .iter()
            .map(|ix| quiz(maker, *ix))
            .filter(|row| row.count > 0)
            .collect(),
        placement: match maker.shared.placement(maker.site).is_empty() {
            true => String::new(),
            false => maker.href("placement.html"),
        },
    }
}

fn path(maker: &Maker<'_>, ix: Ix) -> Row {
    let entry = maker.site.entry(ix);
    let (count, class) = match &entry.data {
        EntryData::LearningPath(path) => {
            let steps = path.steps.iter().filter(|step| maker.site.named(&step.value, None).is_some());
            (steps.count(), maker.who(path.audience).class.clone())
        }
        _ => (0, String::new()),
    };
    Row { link: maker.anchor(ix), ids: entry.id.slug.clone(), count, class }
}

fn quiz(maker: &Maker<'_>, ix: Ix) -> Row {
    let ids = graded(maker.site, ix);
    Row { link: maker.anchor(ix), count: ids.len(), ids: ids.join(" "), class: String::new() }
}

/// The questions of a quiz that have a right answer: those that can be reviewed. Answers
/// in the forms around a workshop become codes; nothing is learned from them here.
fn graded(site: &Site, ix: Ix) -> Vec<&str> {
    let EntryData::Quiz(quiz) = &site.entry(ix).data else { return Vec::new() };
    if forms::is_form(quiz) {
        return Vec::new();
    }
    let graded = quiz
        .questions
        .iter()
        .map(|item| &item.question)
        .filter(|question| !matches!(question.interaction, Interaction::Survey(_) | Interaction::Translate { .. }));
    graded.map(|question| question.id.as_str()).collect()
}

/// Adds everything the page shows to a key.
pub(in crate::render) fn depend(hasher: &mut Hasher, site: &Site, shared: &Shared) {
    for ix in shared.of_kind(Kind::Quiz) {
        hasher.number(shared.card(*ix).0);
        graded(site, *ix).into_iter().for_each(|id| {
            hasher.part(id);
        });
    }
    for ix in shared.of_kind(Kind::LearningPath) {
        hasher.number(shared.card(*ix).0).part(&site.entry(*ix).id.slug);
        if let EntryData::LearningPath(path) = &site.entry(*ix).data {
            let steps = path.steps.iter().filter(|step| site.named(&step.value, None).is_some());
            hasher.part(steps.count().to_string());
        }
    }
    hasher.part([u8::from(shared.placement(site).is_empty())]);
}
