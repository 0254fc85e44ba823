//! The papers of a workshop or a module: guide, workbook, run of show.

use super::agenda::{CutView, Homes, MeetingView, SumsView, cuts, run_of, sums};
use super::frame::{Frame, cards, generated};
use super::workshop::{Action, CoverageView, NeededView, coverage, follow_up, materials, own_sections, people};
use super::{Anchor, Card, Maker};
use crate::agenda::plan;
use crate::entry::{EntryData, Kind, Module, Relation};
use crate::markdown::html::Part;
use crate::render::body::{self, Section, sections};
use crate::render::plan::{Sheet, index_of};
use crate::site::Ix;
use serde::Serialize;

/// What `guide.html`, `workbook.html` and `run.html` see.
#[derive(Debug, Serialize)]
pub(in crate::render) struct SheetView {
    frame: Frame,
    title: String,
    summary: String,
    home: Anchor,
    sheets: Vec<Anchor>,
    people: String,
    mix: String,
    room: String,
    length: String,
    meetings: Vec<MeetingView>,
    sums: SumsView,
    materials: Vec<NeededView>,
    for_people: u32,
    coverage: Vec<CoverageView>,
    cuts: Vec<CutView>,
    follow_up: Vec<Action>,
    parts: Vec<PartView>,
    own: Vec<Section>,
    /// Five lines to write on.
    lines: [u8; 5],
}

/// What the papers take from one module beside its run of show.
#[derive(Debug, Serialize)]
pub(in crate::render) struct PartView {
    title: String,
    href: String,
    id: String,
    objectives: Vec<String>,
    terms: Vec<Card>,
    /// How it works with people elsewhere; empty where there are none.
    remote: String,
    before: Vec<Section>,
    after: Vec<Section>,
    quiz: Option<Anchor>,
}

pub(in crate::render) fn view(maker: &Maker<'_>, ix: Ix, sheet: Sheet) -> Option<SheetView> {
    let (site, page) = (maker.site, maker.site.entry(ix));
    let agenda = plan(site, ix, None, None)?;
    let mut homes = Homes::new(maker, &agenda);
    homes.parts = page.id.kind == Kind::Workshop;
    let meetings = homes.meetings(&agenda);
    let modules = modules(maker, ix);
    let mut linked = homes.cards();
    let mut parts: Vec<PartView> = modules.iter().filter_map(|module| part(&homes, *module, &mut linked)).collect();
    let (data_people, room, own, follow_up) = match &page.data {
        EntryData::Module(module) => (&module.people, &module.room, Vec::new(), Vec::new()),
        EntryData::Workshop(workshop) => {
            let own = own_sections(&homes, ix, &mut linked);
            if !workshop.format.value.is_remote() {
                parts.iter_mut().for_each(|part| part.remote.clear());
            }
            (&workshop.people, &workshop.room, own, follow_up(maker, workshop))
        }
        _ => return None,
    };
    let for_people = most_people(&page.data);
    let mut frame = sheet_frame(maker, ix, sheet);
    frame.cards = cards(maker, linked);
    Some(SheetView {
        frame,
        title: maker.text(&page.head.title.value),
        summary: maker.text(&page.head.summary),
        home: maker.anchor(ix),
        sheets: maker.sheets(ix),
        people: super::index::people(maker, data_people),
        mix: maker.text(&data_people.mix),
        room: maker.text(room),
        length: maker.length(&agenda),
        sums: sums(maker, &agenda),
        materials: materials(maker, &agenda, ix, for_people),
        for_people,
        coverage: coverage(maker, &agenda),
        cuts: cuts(&homes, &agenda),
        follow_up,
        meetings,
        parts,
        own,
        lines: [0; 5],
    })
}

/// The frame of a sheet: it belongs to its entry.
pub(super) fn sheet_frame(maker: &Maker<'_>, ix: Ix, sheet: Sheet) -> Frame {
    let kind = maker.site.entry(ix).id.kind;
    let home = maker.anchor(ix);
    let label = maker.strings().get(&format!("sheets.{}", sheet.word())).to_owned();
    let mut frame = generated(maker, &format!("{label}: {}", home.title), kind.word(), sheet.word());
    frame.description = maker.text(&maker.site.entry(ix).head.summary);
    let index =
        Anchor { title: maker.strings().get(super::nav_name(kind)).to_owned(), href: maker.href(&index_of(kind)) };
    frame.crumbs.extend([index, home]);
    frame.crumb = label;
    frame
}

/// The largest number of people, for whom things are counted.
pub(super) fn most_people(data: &EntryData) -> u32 {
    match data {
        EntryData::Workshop(workshop) => people(workshop),
        EntryData::Module(module) => module.people.max.or(module.people.min).unwrap_or(12),
        _ => 0,
    }
}

/// The modules of an entry that has an agenda: itself, or those it runs.
pub(super) fn modules(maker: &Maker<'_>, ix: Ix) -> Vec<Ix> {
    match maker.site.entry(ix).id.kind {
        Kind::Module => vec![ix],
        _ => maker.named(ix, Relation::Runs).collect(),
    }
}

/// Whether a section describes the materials: its headings are their names.
pub(super) fn is_materials(maker: &Maker<'_>, ix: Ix, section: &Section, module: &Module) -> bool {
    let headings = &maker.site.entry(ix).document.headings;
    let run = run_of(&maker.site.entry(ix).data);
    section.position_of(&run).is_none()
        && section.parts.iter().any(|part| match part {
            Part::Heading(at, _) => module.materials.iter().any(|material| same(&material.name, &headings[*at].text)),
            _ => false,
        })
}

/// Whether two names are one, whatever their capitals and apostrophes.
pub(super) fn same(a: &str, b: &str) -> bool {
    let plain = |text: &str| text.replace(['’', '\''], "").to_lowercase();
    plain(a) == plain(b)
}

fn part(homes: &Homes<'_>, ix: Ix, linked: &mut Vec<Ix>) -> Option<PartView> {
    let maker = homes.maker;
    let entry = maker.site.entry(ix);
    let EntryData::Module(module) = &entry.data else { return None };
    let (headings, activities) = (&entry.document.headings, run_of(&entry.data));
    let mut all = sections(homes.parts_of(ix, linked), headings, 2);
    all.retain(|section| !is_materials(maker, ix, section, module));
    let run = all.iter().position(|section| section.position_of(&activities).is_some()).unwrap_or(all.len());
    let after = all.split_off(run);
    let opening = after.first().and_then(|run| Some(&run.parts[..run.position_of(&activities)?]));
    let opening = opening.map(|parts| body::html(parts, headings)).filter(|html| !html.is_empty());
    all.extend(opening.map(|html| Section { html, ..Section::default() }));
    let quiz = module.quiz.as_ref().and_then(|name| maker.site.named(&name.value, Some(Kind::Quiz)));
    let Anchor { title, href } = maker.anchor(ix);
    Some(PartView {
        title,
        href,
        id: format!("part-{}", entry.id.slug),
        objectives: maker.texts(module.objectives.iter().map(|objective| &objective.text.value)),
        terms: maker.cards_out(ix, Relation::Teaches),
        remote: maker.text(&module.remote),
        before: all,
        after: after.into_iter().skip(1).collect(),
        quiz: quiz.map(|ix| maker.anchor(ix)),
    })
}
