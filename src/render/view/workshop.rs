//! The page of a workshop.

use super::agenda::{CutView, Homes, MeetingView, SumsView, cuts, run_of, sums};
use super::frame::{About, Frame, Neighbours, UsedOn, about, entry, neighbours, used_on};
use super::{Anchor, Card, Maker};
use crate::agenda::{Agenda, of_workshop, totals};
use crate::entry::{EntryData, Relation, Workshop};
use crate::render::body::{self, Section, sections};
use crate::site::Ix;
use serde::Serialize;

/// What `workshop.html` sees.
#[derive(Debug, Serialize)]
pub(in crate::render) struct WorkshopView {
    frame: Frame,
    about: About,
    neighbours: Neighbours,
    title: String,
    summary: String,
    format_label: String,
    zone: String,
    length: String,
    people: String,
    mix: String,
    room: String,
    meetings: Vec<MeetingView>,
    sums: SumsView,
    materials: Vec<NeededView>,
    for_people: u32,
    coverage: Vec<CoverageView>,
    cuts: Vec<CutView>,
    follow_up: Vec<Action>,
    modules: Vec<Card>,
    before: Vec<Anchor>,
    terms: Vec<Anchor>,
    worksheets: Vec<Anchor>,
    sections: Vec<Section>,
    sheets: Vec<Anchor>,
    used_on: Vec<UsedOn>,
}

/// Something to bring.
#[derive(Debug, Serialize)]
pub(in crate::render) struct NeededView {
    name: String,
    note: String,
    each_label: String,
    count: u32,
}

/// An objective, and how it is practised and tested.
#[derive(Debug, Serialize)]
pub(in crate::render) struct CoverageView {
    module: Anchor,
    text: String,
    minutes: u32,
    questions: usize,
}

/// Something to do afterwards.
#[derive(Debug, Serialize)]
pub(in crate::render) struct Action {
    what: String,
    owner: String,
    when: String,
}

pub(in crate::render) fn view(maker: &Maker<'_>, ix: Ix, workshop: &Workshop) -> WorkshopView {
    let site = maker.site;
    let page = site.entry(ix);
    let agenda = of_workshop(site, ix, workshop, None, None);
    let mut homes = Homes::new(maker, &agenda);
    homes.parts = true;
    let mut linked = homes.cards();
    let sections = own_sections(&homes, ix, &mut linked);
    let meetings = homes.meetings(&agenda);
    let modules: Vec<Ix> = maker.named(ix, Relation::Runs).collect();
    let frame = entry(maker, ix, linked);
    let for_people = people(workshop);
    WorkshopView {
        frame,
        about: about(maker, ix),
        neighbours: neighbours(maker, ix),
        title: maker.text(&page.head.title.value),
        summary: maker.text(&page.head.summary),
        format_label: maker.strings().get(&format!("format.{}", workshop.format.value.word())).to_owned(),
        zone: workshop.timezone.value.clone(),
        length: maker.length(&agenda),
        people: super::index::people(maker, &workshop.people),
        mix: maker.text(&workshop.people.mix),
        room: maker.text(&workshop.room),
        sums: sums(maker, &agenda),
        materials: materials(maker, &agenda, ix, for_people),
        for_people,
        coverage: coverage(maker, &agenda),
        cuts: cuts(&homes, &agenda),
        follow_up: follow_up(maker, workshop),
        before: outside(maker, &modules, Relation::Requires, &modules),
        terms: outside(maker, &modules, Relation::Teaches, &[]),
        worksheets: outside(maker, &modules, Relation::Uses, &[]),
        modules: modules.into_iter().map(|ix| maker.card(ix)).collect(),
        meetings,
        sections,
        sheets: maker.sheets(ix),
        used_on: used_on(maker, ix, &[]),
    }
}

/// What a workshop says itself. Of a section with activities, which stand in the agenda,
/// that is what comes before the first: it is said without the heading, above the agenda.
pub(super) fn own_sections(homes: &Homes<'_>, ix: Ix, linked: &mut Vec<Ix>) -> Vec<Section> {
    let entry = homes.maker.site.entry(ix);
    let (headings, run) = (&entry.document.headings, run_of(&entry.data));
    let all = sections(homes.parts_of(ix, linked), headings, 2).into_iter();
    let own = all.map(|section| match section.position_of(&run) {
        Some(first) => Section { html: body::html(&section.parts[..first], headings), ..Section::default() },
        None => section,
    });
    own.filter(|section| !section.id.is_empty() || !section.html.is_empty()).collect()
}

/// The largest number of people, for whom things are counted.
pub(super) fn people(workshop: &Workshop) -> u32 {
    workshop.people.max.or(workshop.people.min).unwrap_or(12)
}

/// What to bring for the largest number of people.
pub(super) fn materials(maker: &Maker<'_>, agenda: &Agenda<'_>, ix: Ix, people: u32) -> Vec<NeededView> {
    let view = |needed: totals::Needed| NeededView {
        name: maker.text(&needed.name),
        note: maker.text(&needed.note),
        each_label: maker.strings().get(&format!("each.{}", needed.each)).to_owned(),
        count: needed.count,
    };
    totals::materials(maker.site, agenda, ix, people).into_iter().map(view).collect()
}

/// The objectives of all modules.
pub(super) fn coverage(maker: &Maker<'_>, agenda: &Agenda<'_>) -> Vec<CoverageView> {
    let view = |covered: totals::Coverage| {
        let EntryData::Module(module) = &maker.site.entry(covered.module).data else { return None };
        Some(CoverageView {
            module: maker.anchor(covered.module),
            text: maker.text(&module.objectives[covered.objective].text),
            minutes: covered.minutes,
            questions: covered.questions,
        })
    };
    totals::coverage(maker.site, agenda).into_iter().filter_map(view).collect()
}

pub(super) fn follow_up(maker: &Maker<'_>, workshop: &Workshop) -> Vec<Action> {
    let view = |action: &crate::entry::workshop::Action| Action {
        what: maker.text(&action.what),
        owner: maker.text(&action.owner),
        when: action.days.map(|days| maker.strings().count("workshop.days", days as usize)).unwrap_or_default(),
    };
    workshop.follow_up.iter().map(view).collect()
}

/// What the modules point at, each once, without some.
fn outside(maker: &Maker<'_>, modules: &[Ix], relation: Relation, without: &[Ix]) -> Vec<Anchor> {
    let mut found: Vec<Ix> = Vec::new();
    for ix in modules.iter().flat_map(|ix| maker.named(*ix, relation)) {
        if !found.contains(&ix) && !without.contains(&ix) {
            found.push(ix);
        }
    }
    found.into_iter().map(|ix| maker.anchor(ix)).collect()
}
