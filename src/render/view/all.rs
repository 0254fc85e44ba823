//! The list of everything: what search falls back to.

use super::frame::{Frame, generated};
use super::{Card, Maker, nav_name};
use crate::entry::Kind;
use crate::site::Ix;
use serde::Serialize;

/// What `all.html` sees.
#[derive(Debug, Serialize)]
pub(in crate::render) struct AllView {
    frame: Frame,
    count: usize,
    groups: Vec<Group>,
}

#[derive(Debug, Serialize)]
struct Group {
    id: &'static str,
    label: String,
    cards: Vec<Card>,
}

pub(in crate::render) fn view(maker: &Maker<'_>) -> AllView {
    let groups: Vec<Group> = Kind::ALL.into_iter().filter_map(|kind| group(maker, kind)).collect();
    AllView {
        frame: generated(maker, maker.strings().get("all.title"), "all", "all"),
        count: groups.iter().map(|group| group.cards.len()).sum(),
        groups,
    }
}

/// Entries in reading order; chapters outside the table of contents come last.
fn group(maker: &Maker<'_>, kind: Kind) -> Option<Group> {
    let ordered = maker.shared.of_kind(kind);
    let rest = maker.site.of_kind(kind).map(|(ix, _)| ix).filter(|_| kind == Kind::Page);
    let mut cards: Vec<Card> = ordered.iter().map(|ix| maker.card(*ix)).collect();
    let listed: std::collections::HashSet<Ix> = ordered.iter().copied().collect();
    cards.extend(rest.filter(|ix| !listed.contains(ix)).map(|ix| maker.card(ix)));
    let label = if maker.site.config.ours { nav_name(kind) } else { "all.chapters" };
    // The lists of the other kinds have their sentences; here they would only make the page heavy.
    if maker.site.config.ours && !matches!(kind, Kind::Term | Kind::FalseFriend | Kind::Friction) {
        cards.iter_mut().for_each(|card| card.text.clear());
    }
    (!cards.is_empty()).then(|| Group { id: kind.folder(), label: maker.strings().get(label).to_owned(), cards })
}
