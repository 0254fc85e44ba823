//! The page of a workshop module.

use super::agenda::{Homes, Step, Stripe, run_of};
use super::frame::{About, Frame, Neighbours, UsedOn, about, entry, neighbours, used_on};
use super::{Anchor, Card, Maker, Who};
use crate::agenda::of_module;
use crate::entry::{Kind, Module, Relation};
use crate::render::body::{self, Section, sections};
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
    /// Sections before the run of show, what stands in it before the first activity, and
    /// those after it.
    before: Vec<Section>,
    run: Section,
    steps: Vec<Step>,
    band: Vec<Stripe>,
    after: Vec<Section>,
    sheets: Vec<Anchor>,
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

pub(in crate::render) fn view(maker: &Maker<'_>, ix: Ix, module: &Module) -> ModuleView {
    let site = maker.site;
    let page = site.entry(ix);
    let agenda = of_module(ix, module, None, None);
    let homes = Homes::new(maker, &agenda);
    let mut linked = homes.cards();
    let mut all = sections(homes.parts_of(ix, &mut linked), &page.document.headings, 2);
    let activities = run_of(&page.data);
    let first = all.iter().enumerate().find_map(|(at, section)| Some((at, section.position_of(&activities)?)));
    let after = first.map(|(at, _)| all.split_off(at + 1)).unwrap_or_default();
    let mut run = first.and_then(|_| all.pop()).unwrap_or_default();
    run.html = body::html(&run.parts[..first.map_or(0, |(_, opening)| opening)], &page.document.headings);
    let meeting = homes.meetings(&agenda).remove(0);
    let quiz = module.quiz.as_ref().and_then(|name| site.named(&name.value, Some(Kind::Quiz)));
    ModuleView {
        frame: entry(maker, ix, linked),
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
        steps: meeting.steps,
        band: meeting.band,
        after,
        sheets: maker.sheets(ix),
        used_on: used_on(maker, ix, &[Relation::Quiz]),
    }
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
