//! The page of a role.

use super::frame::{About, Frame, Neighbours, UsedOn, about, entry, neighbours, used_on};
use super::{Card, Maker, Who};
use crate::entry::{Kind, Relation, Role};
use crate::render::body::{Section, sections};
use crate::render::links::PageLinks;
use crate::site::Ix;
use serde::Serialize;

/// What `role.html` sees.
#[derive(Debug, Serialize)]
pub(in crate::render) struct RoleView {
    frame: Frame,
    about: About,
    neighbours: Neighbours,
    title: String,
    who: Who,
    aliases: Vec<String>,
    summary: String,
    vocabulary: Vec<WordView>,
    owns: Vec<String>,
    measured_by: Vec<String>,
    works_with: Vec<Card>,
    sections: Vec<Section>,
    used_on: Vec<UsedOn>,
}

/// A word to learn.
#[derive(Debug, Serialize)]
struct WordView {
    card: Card,
    /// `aware`, `explain`, `decide` or `do`.
    level: &'static str,
    /// What that asks for.
    level_label: String,
    /// From 1 to 4.
    rung: usize,
    because: String,
}

pub(in crate::render) fn view(maker: &Maker<'_>, ix: Ix, role: &Role) -> RoleView {
    let links = PageLinks::own(maker.site, ix);
    let page = maker.site.entry(ix);
    let sections = sections(links.parts(), &page.document.headings, 2);
    let word = |word: &crate::entry::role::Word| {
        let term = maker.site.named(&word.term.value, Some(Kind::Term))?;
        Some(WordView {
            card: maker.card(term),
            level: word.level.word(),
            level_label: maker.strings().get(&format!("mastery.{}", word.level.word())).to_owned(),
            rung: word.level as usize + 1,
            because: maker.text(&word.because),
        })
    };
    let mut vocabulary: Vec<WordView> = role.vocabulary.iter().filter_map(word).collect();
    vocabulary.sort_by_key(|word| std::cmp::Reverse(word.rung));
    RoleView {
        frame: entry(maker, ix, links.cards()),
        about: about(maker, ix),
        neighbours: neighbours(maker, ix),
        title: maker.text(&page.head.title.value),
        who: maker.who(role.team),
        aliases: maker.texts(page.head.aliases.iter().map(|alias| &alias.value)),
        summary: maker.text(&page.head.summary),
        vocabulary,
        owns: maker.texts(&role.owns),
        measured_by: maker.texts(&role.measured_by),
        works_with: maker.cards_out(ix, Relation::WorksWith),
        sections,
        used_on: used_on(maker, ix, &[Relation::WorksWith]),
    }
}
