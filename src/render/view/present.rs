//! The screen of whoever leads, and the screen that the room looks at.

use super::agenda::{Homes, MeetingView};
use super::frame::{Frame, generated};
use super::sheet::{modules, sheet_frame};
use super::{Anchor, Maker};
use crate::agenda::{Agenda, plan};
use crate::entry::question::{Choice, Interaction};
use crate::entry::{EntryData, Kind, Relation};
use crate::markdown::fragment_text;
use crate::render::json;
use crate::render::plan::Sheet;
use crate::site::Ix;
use serde::Serialize;

/// What `present.html` sees.
#[derive(Debug, Serialize)]
pub(in crate::render) struct PresentView {
    frame: Frame,
    title: String,
    /// What the state of the clock is remembered by.
    key: String,
    home: Anchor,
    room: String,
    /// The page on which codes are read.
    results: String,
    meetings: Vec<MeetingView>,
    /// Questions for the room, as JSON.
    questions: String,
}

/// What `room.html` sees.
#[derive(Debug, Serialize)]
pub(in crate::render) struct RoomView {
    frame: Frame,
}

/// A question that can be answered by a show of hands.
#[derive(Debug, Serialize)]
struct Asked {
    stem: String,
    scenario: String,
    choices: Vec<String>,
    /// Positions of the right ones.
    right: Vec<usize>,
}

pub(in crate::render) fn view(maker: &Maker<'_>, ix: Ix) -> Option<PresentView> {
    let agenda = plan(maker.site, ix, None, None)?;
    let mut homes = Homes::new(maker, &agenda);
    homes.parts = maker.site.entry(ix).id.kind == Kind::Workshop;
    Some(PresentView {
        frame: sheet_frame(maker, ix, Sheet::Present),
        title: maker.text(&maker.site.entry(ix).head.title.value),
        key: maker.site.route(ix).trim_end_matches(".html").to_owned(),
        home: maker.anchor(ix),
        room: maker.href("room.html"),
        results: maker.href(&Sheet::Results.route(maker.site, ix)),
        meetings: meetings(maker, &homes, &agenda),
        questions: json::text(&questions(maker, ix)),
    })
}

/// The meetings in which something happens: the others leave nothing to show.
fn meetings(maker: &Maker<'_>, homes: &Homes<'_>, agenda: &Agenda<'_>) -> Vec<MeetingView> {
    let mut meetings = homes.meetings(agenda);
    for (at, meeting) in meetings.iter_mut().enumerate().filter(|(_, meeting)| meeting.title.is_empty()) {
        if agenda.meetings.len() > 1 {
            meeting.title = maker.strings().fill("workshop.meeting", &[("n", &(at + 1).to_string())]);
        }
    }
    meetings.retain(|meeting| !meeting.steps.is_empty());
    meetings
}

pub(in crate::render) fn room(maker: &Maker<'_>) -> RoomView {
    let title = maker.strings().get("present.room").to_owned();
    RoomView { frame: generated(maker, &title, "module", "room") }
}

/// Questions of the modules that people can answer by raising their hands.
fn questions(maker: &Maker<'_>, ix: Ix) -> Vec<Asked> {
    let site = maker.site;
    let mut asked = Vec::new();
    for module in modules(maker, ix) {
        let mut quizzes: Vec<Ix> = site.into_by(module, Relation::Quiz).collect();
        quizzes.sort();
        quizzes.dedup();
        for quiz in quizzes {
            let entry = site.entry(quiz);
            let EntryData::Quiz(data) = &entry.data else { continue };
            // What is asked before and after must not be answered aloud in between.
            if matches!(data.mode, "pre" | "post") {
                continue;
            }
            for item in &data.questions {
                let Some(choices) = by_hands(&item.question.interaction) else { continue };
                let right = choices.iter().enumerate().filter(|(_, choice)| choice.correct).map(|(at, _)| at).collect();
                asked.push(Asked {
                    stem: fragment_text(&item.question.stem),
                    scenario: fragment_text(&item.question.scenario),
                    choices: choices.iter().map(|choice| fragment_text(&choice.text)).collect(),
                    right,
                });
            }
        }
    }
    asked
}

fn by_hands(interaction: &Interaction) -> Option<&[Choice]> {
    match interaction {
        Interaction::Single(choices) | Interaction::Multiple(choices) | Interaction::Predict { choices, .. } => {
            Some(choices)
        }
        _ => None,
    }
}
