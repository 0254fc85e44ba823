//! The page of a learning path.

use super::frame::{About, Frame, Neighbours, UsedOn, about, entry, neighbours, used_on};
use super::{Anchor, Card, Maker, Who};
use crate::entry::{Kind, LearningPath};
use crate::render::body::{Section, as_html, sections};
use crate::render::links::PageLinks;
use crate::render::plan::{Sheet, sheets};
use crate::site::{Ix, Site};
use serde::Serialize;

/// What `path.html` sees.
#[derive(Debug, Serialize)]
pub(in crate::render) struct PathView {
    frame: Frame,
    about: About,
    neighbours: Neighbours,
    title: String,
    slug: String,
    who: Who,
    summary: String,
    weeks: Option<u32>,
    ends_with: String,
    steps: Vec<Step>,
    /// What all workshops among the steps take together; may be empty.
    time: String,
    /// What those who take part write in, of each workshop among the steps.
    workbooks: Vec<Anchor>,
    #[serde(serialize_with = "as_html")]
    intro: String,
    sections: Vec<Section>,
    used_on: Vec<UsedOn>,
}

/// One step.
#[derive(Debug, Serialize)]
struct Step {
    /// What the reader's own tick is remembered by.
    id: String,
    card: Card,
}

impl Step {
    fn new(maker: &Maker<'_>, ix: Ix) -> Step {
        let id = &maker.site.entry(ix).id;
        Step { id: format!("{}/{}", id.kind.folder(), id.slug), card: maker.card(ix) }
    }
}

pub(in crate::render) fn view(maker: &Maker<'_>, ix: Ix, path: &LearningPath) -> PathView {
    let links = PageLinks::own(maker.site, ix);
    let page = maker.site.entry(ix);
    let mut sections = sections(links.parts(), &page.document.headings, 2);
    let intro = match sections.first() {
        Some(first) if first.heading.is_none() => sections.remove(0).html,
        _ => String::new(),
    };
    let steps: Vec<Step> = steps_of(maker.site, path).map(|step| Step::new(maker, step)).collect();
    PathView {
        frame: entry(maker, ix, links.cards()),
        about: about(maker, ix),
        neighbours: neighbours(maker, ix),
        title: maker.text(&page.head.title.value),
        slug: page.id.slug.clone(),
        who: maker.who(path.audience),
        summary: maker.text(&page.head.summary),
        weeks: path.weeks,
        ends_with: maker.text(&path.ends_with),
        time: time(maker, &steps),
        workbooks: workbooks(maker.site, path).map(|step| workbook(maker, step)).collect(),
        steps,
        intro,
        sections,
        used_on: used_on(maker, ix, &[]),
    }
}

/// The steps that are there, in order.
fn steps_of<'a>(site: &'a Site, path: &'a LearningPath) -> impl Iterator<Item = Ix> + 'a {
    path.steps.iter().filter_map(|name| site.named(&name.value, None))
}

/// The steps that have a workbook.
pub(in crate::render) fn workbooks<'a>(site: &'a Site, path: &'a LearningPath) -> impl Iterator<Item = Ix> + 'a {
    steps_of(site, path).filter(|step| sheets(site, *step).contains(&Sheet::Workbook))
}

fn workbook(maker: &Maker<'_>, ix: Ix) -> Anchor {
    Anchor { href: maker.href(&Sheet::Workbook.route(maker.site, ix)), ..maker.anchor(ix) }
}

/// What the workshops among the steps take together.
fn time(maker: &Maker<'_>, steps: &[Step]) -> String {
    let workshops = steps.iter().filter(|step| step.card.kind == Kind::Module.word());
    match workshops.filter_map(|step| step.card.minutes).sum() {
        0 => String::new(),
        minutes => maker.duration(minutes),
    }
}
