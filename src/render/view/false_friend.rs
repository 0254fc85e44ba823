//! The page of a false friend.

use super::frame::{About, Frame, Neighbours, UsedOn, about, entry, neighbours, used_on};
use super::{Card, Maker, Who};
use crate::entry::{FalseFriend, Relation};
use crate::render::body::{Section, sections};
use crate::render::links::PageLinks;
use crate::site::Ix;
use serde::Serialize;

/// What `false-friend.html` sees.
#[derive(Debug, Serialize)]
pub(in crate::render) struct FalseFriendView {
    frame: Frame,
    about: About,
    neighbours: Neighbours,
    title: String,
    word: String,
    summary: String,
    meanings: Vec<Meaning>,
    sections: Vec<Section>,
    terms: Vec<Card>,
    used_on: Vec<UsedOn>,
}

/// What one team means, and what it can say instead.
#[derive(Debug, Serialize)]
struct Meaning {
    who: Who,
    text: String,
    say: String,
}

pub(in crate::render) fn view(maker: &Maker<'_>, ix: Ix, friend: &FalseFriend) -> FalseFriendView {
    let links = PageLinks::own(maker.site, ix);
    let page = maker.site.entry(ix);
    let sections = sections(links.parts(), &page.document.headings, 2);
    let meaning = |(team, (text, say)): (usize, (&String, &String))| Meaning {
        who: maker.team(team),
        text: maker.text(text),
        say: maker.text(say),
    };
    FalseFriendView {
        frame: entry(maker, ix, links.cards()),
        about: about(maker, ix),
        neighbours: neighbours(maker, ix),
        title: maker.text(&page.head.title.value),
        word: maker.text(&friend.word),
        summary: maker.text(&page.head.summary),
        meanings: friend.meanings.iter().zip(&friend.say_instead).enumerate().map(meaning).collect(),
        sections,
        terms: maker.cards_out(ix, Relation::About),
        used_on: used_on(maker, ix, &[]),
    }
}
