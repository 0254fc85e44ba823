//! The page of a learning path.

use super::frame::{About, Frame, Neighbours, UsedOn, about, entry, neighbours, used_on};
use super::{Card, Maker, Who};
use crate::entry::LearningPath;
use crate::render::body;
use crate::render::links::PageLinks;
use crate::site::Ix;
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
    /// Minutes of all steps that say how long they take.
    minutes: u32,
    html: String,
    used_on: Vec<UsedOn>,
}

/// One step.
#[derive(Debug, Serialize)]
struct Step {
    /// What the reader's own tick is remembered by.
    id: String,
    card: Card,
}

pub(in crate::render) fn view(maker: &Maker<'_>, ix: Ix, path: &LearningPath) -> PathView {
    let links = PageLinks::own(maker.site, ix);
    let page = maker.site.entry(ix);
    let html = body::html(&links.parts(), &page.document.headings);
    let step = |name: &crate::source::Spanned<String>| {
        let step = maker.site.named(&name.value, None)?;
        let id = &maker.site.entry(step).id;
        Some(Step { id: format!("{}/{}", id.kind.folder(), id.slug), card: maker.card(step) })
    };
    let steps: Vec<Step> = path.steps.iter().filter_map(step).collect();
    PathView {
        frame: entry(maker, ix, &links),
        about: about(maker, ix),
        neighbours: neighbours(maker, ix),
        title: page.head.title.value.clone(),
        slug: page.id.slug.clone(),
        who: maker.who(path.audience),
        summary: page.head.summary.clone(),
        weeks: path.weeks,
        ends_with: path.ends_with.clone(),
        minutes: steps.iter().filter_map(|step| step.card.minutes).sum(),
        steps,
        html,
        used_on: used_on(maker, ix, &[]),
    }
}
