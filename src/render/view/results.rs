//! What a room knew before and after: the page on which whoever leads reads the codes.

use super::forms::{forms_json, forms_of};
use super::frame::Frame;
use super::sheet::{modules, sheet_frame};
use super::{Anchor, Maker};
use crate::render::plan::Sheet;
use crate::site::Ix;
use serde::Serialize;

/// What `results.html` sees.
#[derive(Debug, Serialize)]
pub(in crate::render) struct ResultsView {
    frame: Frame,
    title: String,
    home: Anchor,
    /// What pasted codes are remembered by.
    key: String,
    links: Vec<Anchor>,
    forms: String,
}

pub(in crate::render) fn view(maker: &Maker<'_>, ix: Ix) -> ResultsView {
    let forms: Vec<Ix> = modules(maker, ix).into_iter().flat_map(|module| forms_of(maker, module)).collect();
    ResultsView {
        frame: sheet_frame(maker, ix, Sheet::Results),
        title: maker.text(&maker.site.entry(ix).head.title.value),
        home: maker.anchor(ix),
        key: maker.site.route(ix).trim_end_matches(".html").to_owned(),
        forms: forms_json(maker, &forms),
        links: forms.into_iter().map(|ix| maker.anchor(ix)).collect(),
    }
}
