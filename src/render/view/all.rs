//! The list of everything: what search falls back to.

use super::frame::{Frame, generated};
use super::{Anchor, Maker, nav_name};
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
    cards: Vec<Line>,
}

/// As little of an entry as finds it: the page holds all of them.
#[derive(Debug, Serialize)]
struct Line {
    title: String,
    href: String,
    text: String,
    aliases: Vec<String>,
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
    let listed: std::collections::HashSet<Ix> = ordered.iter().copied().collect();
    let rest = rest.filter(|ix| !listed.contains(ix));
    // The lists of the other kinds have their sentences; here they would only make the page heavy.
    let says = !maker.site.config.ours || kind == Kind::Term;
    let cards: Vec<Line> = ordered.iter().copied().chain(rest).map(|ix| line(maker, ix, says)).collect();
    let label = if maker.site.config.ours { nav_name(kind) } else { "all.chapters" };
    (!cards.is_empty()).then(|| Group { id: kind.folder(), label: maker.strings().get(label).to_owned(), cards })
}

fn line(maker: &Maker<'_>, ix: Ix, says: bool) -> Line {
    let Anchor { title, href } = maker.anchor(ix);
    let text = if says { maker.words(ix).text.clone() } else { String::new() };
    Line { title, href, text, aliases: maker.texts(maker.site.entry(ix).head.aliases.iter().map(|alias| &alias.value)) }
}
