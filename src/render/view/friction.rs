//! The page of a friction.

use super::frame::{About, Frame, Neighbours, UsedOn, about, entry, neighbours, used_on};
use super::term::{Agreed, Panel};
use super::{Card, Maker};
use crate::entry::{Friction, Relation};
use crate::markdown::html::escaped;
use crate::render::body::{Section, sections};
use crate::render::links::PageLinks;
use crate::site::Ix;
use serde::Serialize;

/// What `friction.html` sees.
#[derive(Debug, Serialize)]
pub(in crate::render) struct FrictionView {
    frame: Frame,
    about: About,
    neighbours: Neighbours,
    title: String,
    summary: String,
    symptom: String,
    panels: Vec<Panel>,
    agree: Option<Agreed>,
    early_warning: String,
    sections: Vec<Section>,
    terms: Vec<Card>,
    worksheets: Vec<Card>,
    used_on: Vec<UsedOn>,
}

pub(in crate::render) fn view(maker: &Maker<'_>, ix: Ix, friction: &Friction) -> FrictionView {
    let links = PageLinks::own(maker.site, ix);
    let page = maker.site.entry(ix);
    let sections = sections(links.parts(), &page.document.headings, 2);
    let panel = |(team, text): (usize, &String)| Panel {
        who: maker.team(team),
        id: format!("side-{team}"),
        title: String::new(),
        html: format!("<p>{}</p>", escaped(&maker.text(text))),
    };
    FrictionView {
        frame: entry(maker, ix, links.cards()),
        about: about(maker, ix),
        neighbours: neighbours(maker, ix),
        title: maker.text(&page.head.title.value),
        summary: maker.text(&page.head.summary),
        symptom: maker.text(&friction.symptom),
        panels: friction.sides.iter().enumerate().map(panel).collect(),
        agree: (!friction.agreement.is_empty()).then(|| Agreed {
            title: maker.strings().get("friction.agreement").to_owned(),
            html: format!("<p>{}</p>", escaped(&maker.text(&friction.agreement))),
        }),
        early_warning: maker.text(&friction.early_warning),
        sections,
        terms: maker.cards_out(ix, Relation::About),
        worksheets: maker.cards_out(ix, Relation::Uses),
        used_on: used_on(maker, ix, &[]),
    }
}
