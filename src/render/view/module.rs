//! The page of a workshop module.

use super::frame::{About, Frame, Neighbours, UsedOn, about, entry, neighbours, used_on};
use super::{Anchor, Card, Maker, Who};
use crate::entry::module::Activity;
use crate::entry::{Kind, Module, Relation};
use crate::markdown::html::Part;
use crate::render::body::{self, Section, sections};
use crate::render::links::PageLinks;
use crate::site::Ix;
use serde::Serialize;

/// What `module.html` sees.
#[derive(Debug, Serialize)]
pub(in crate::render) struct ModuleView {
    frame: Frame,
    about: About,
    neighbours: Neighbours,
    title: String,
    summary: String,
    who: Who,
    minutes: String,
    people: String,
    mix: String,
    room: String,
    remote: String,
    objectives: Vec<Objective>,
    materials: Vec<Material>,
    requires: Vec<Anchor>,
    teaches: Vec<Card>,
    worksheets: Vec<Anchor>,
    quiz: Option<Anchor>,
    quiz_questions: String,
    /// Sections before the run of show, the run of show, and those after it.
    before: Vec<Section>,
    run: Section,
    steps: Vec<Step>,
    after: Vec<Section>,
    used_on: Vec<UsedOn>,
}

#[derive(Debug, Serialize)]
struct Objective {
    text: String,
    level_label: String,
}

#[derive(Debug, Serialize)]
struct Material {
    name: String,
    note: String,
    each_label: String,
}

/// One activity of the run of show.
#[derive(Debug, Serialize)]
struct Step {
    id: String,
    title: String,
    /// Minutes since the start.
    at: u32,
    /// The clock time when the session starts at the default hour.
    clock: String,
    minutes: u32,
    /// Classes that give the minutes to the style sheet: tens and units.
    width: String,
    lead: Option<Who>,
    lead_label: String,
    method_label: String,
    is_break: bool,
    priority: &'static str,
    can_shrink: u32,
    objectives: Vec<String>,
    materials: Vec<String>,
    output: String,
    remote: String,
    html: String,
    notes: Vec<Note>,
}

/// A facilitator note.
#[derive(Debug, Serialize)]
struct Note {
    label: String,
    html: String,
}

/// When a session starts unless somebody says otherwise, in minutes since midnight.
const START: u32 = 9 * 60;

pub(in crate::render) fn view(maker: &Maker<'_>, ix: Ix, module: &Module) -> ModuleView {
    let site = maker.site;
    let links = PageLinks::own(site, ix);
    let page = site.entry(ix);
    let mut parts = links.parts();
    if site.config.separate_facilitator {
        parts.retain(|part| !matches!(part, Part::Note(..)));
    }
    let mut all = sections(parts, &page.document.headings, 2);
    let run_at = all.iter().position(|section| holds_activities(section, module));
    let after = run_at.map(|at| all.split_off(at + 1)).unwrap_or_default();
    let run = run_at.and_then(|_| all.pop()).unwrap_or_default();
    let steps = Steps { maker, module, links: &links }.all(&run);
    let quiz = module.quiz.as_ref().and_then(|name| site.named(&name.value, Some(Kind::Quiz)));
    ModuleView {
        frame: entry(maker, ix, &links),
        about: about(maker, ix),
        neighbours: neighbours(maker, ix),
        title: maker.text(&page.head.title.value),
        summary: maker.text(&page.head.summary),
        who: maker.who(module.audience),
        minutes: maker.duration(module.minutes.value),
        people: super::index::people(maker, &module.people),
        mix: maker.text(&module.people.mix),
        room: maker.text(&module.room),
        remote: maker.text(&module.remote),
        objectives: objectives(maker, module),
        materials: materials(maker, module),
        requires: maker.named(ix, Relation::Requires).map(|ix| maker.anchor(ix)).collect(),
        teaches: maker.cards_out(ix, Relation::Teaches),
        worksheets: maker.named(ix, Relation::Uses).map(|ix| maker.anchor(ix)).collect(),
        quiz: quiz.map(|ix| maker.anchor(ix)),
        quiz_questions: quiz.map(|ix| super::index::detail(maker, &site.entry(ix).data)).unwrap_or_default(),
        before: all,
        run,
        steps,
        after,
        used_on: used_on(maker, ix, &[Relation::Quiz]),
    }
}

fn holds_activities(section: &Section, module: &Module) -> bool {
    section.parts.iter().any(|part| match part {
        Part::Heading(at, _) => module.activities.iter().any(|activity| activity.heading == *at),
        _ => false,
    })
}

fn objectives(maker: &Maker<'_>, module: &Module) -> Vec<Objective> {
    let label = |level| maker.strings().get(&format!("level.{}", level_word(level))).to_owned();
    module
        .objectives
        .iter()
        .map(|objective| Objective { text: maker.text(&objective.text), level_label: label(objective.level) })
        .collect()
}

fn level_word(level: crate::entry::question::Level) -> String {
    format!("{level:?}").to_lowercase()
}

fn materials(maker: &Maker<'_>, module: &Module) -> Vec<Material> {
    let label = |each| maker.strings().get(&format!("each.{each}")).to_owned();
    let view = |material: &crate::entry::module::Material| Material {
        name: maker.text(&material.name),
        note: maker.text(&material.note),
        each_label: label(material.each),
    };
    module.materials.iter().map(view).collect()
}

/// The activities, put on a clock.
struct Steps<'a> {
    maker: &'a Maker<'a>,
    module: &'a Module,
    links: &'a PageLinks<'a>,
}

impl Steps<'_> {
    fn all(&self, run: &Section) -> Vec<Step> {
        let headings = &self.links.entry().document.headings;
        let mut at = 0;
        let mut steps = Vec::new();
        for section in sections(run.parts.clone(), headings, 3) {
            let found = self.module.activities.iter().find(|activity| section.heading == Some(activity.heading));
            if let Some(activity) = found {
                steps.push(self.step(section, activity, at));
                at += activity.minutes.as_ref().map_or(0, |minutes| minutes.value);
            }
        }
        steps
    }

    fn step(&self, section: Section, activity: &Activity, at: u32) -> Step {
        let strings = self.maker.strings();
        let minutes = activity.minutes.as_ref().map_or(0, |minutes| minutes.value);
        let is_note = |part: &Part| matches!(part, Part::Note(..));
        let (notes, parts): (Vec<Part>, Vec<Part>) = section.parts.into_iter().partition(is_note);
        let objective = |id: &crate::source::Spanned<String>| {
            let all = &self.module.objectives;
            all.iter().find(|objective| objective.id.value == id.value).map(|objective| objective.text.value.clone())
        };
        let label = |group: &str, word: &str| match word {
            "" => String::new(),
            word => strings.get(&format!("{group}.{word}")).trim_start_matches(&format!("{group}.")).to_owned(),
        };
        Step {
            id: section.id,
            title: section.title,
            at,
            clock: clock(START + at),
            minutes,
            width: format!("t{} u{}", minutes / 10, minutes % 10),
            lead: activity.lead.map(|lead| self.maker.who(lead)),
            lead_label: self.lead_label(activity),
            method_label: label("method", &activity.method),
            is_break: activity.is_break(),
            priority: ["must", "should", "could"][activity.priority.min(2)],
            can_shrink: activity.can_shrink,
            objectives: activity.objectives.iter().filter_map(objective).collect(),
            materials: activity.materials.iter().map(|name| name.value.clone()).collect(),
            output: self.maker.text(&activity.output),
            remote: self.maker.text(&activity.remote),
            html: body::html(&parts, &self.links.entry().document.headings),
            notes: notes.into_iter().filter_map(|note| self.note(note)).collect(),
        }
    }

    fn lead_label(&self, activity: &Activity) -> String {
        let strings = self.maker.strings();
        match activity.lead {
            Some(crate::entry::Audience::Both) => strings.get("module.led_together").to_owned(),
            Some(lead) => strings.fill("module.leads", &[("team", &self.maker.who(lead).label)]),
            None => String::new(),
        }
    }

    fn note(&self, note: Part) -> Option<Note> {
        let Part::Note(mark, html) = note else { return None };
        let name = format!("note.{mark}");
        let label = self.maker.strings().get(&name);
        let label = if label == name { mark.replace('-', " ") } else { label.to_owned() };
        Some(Note { label, html })
    }
}

fn clock(minutes: u32) -> String {
    format!("{:02}:{:02}", minutes / 60 % 24, minutes % 60)
}
