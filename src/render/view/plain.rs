//! Pages with little on them.

use super::Maker;
use super::frame::{Frame, generated};
use serde::Serialize;

/// What `search.html` and `404.html` see.
#[derive(Debug, Serialize)]
pub(in crate::render) struct PlainView {
    frame: Frame,
}

/// What `redirect.html` sees.
#[derive(Debug, Serialize)]
pub(in crate::render) struct RedirectView {
    frame: Frame,
    to: String,
}

pub(in crate::render) fn search(maker: &Maker<'_>) -> PlainView {
    PlainView { frame: generated(maker, maker.strings().get("searching.title"), "search", "search") }
}

pub(in crate::render) fn not_found(maker: &Maker<'_>) -> PlainView {
    PlainView { frame: generated(maker, maker.strings().get("lost.title"), "", "lost") }
}

pub(in crate::render) fn redirect(maker: &Maker<'_>, to: &str) -> RedirectView {
    let frame = generated(maker, maker.strings().get("moved.title"), "", "moved");
    RedirectView { frame, to: to.to_owned() }
}
