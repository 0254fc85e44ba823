//! What things are called, and whose they are.

use super::curly::curly;
use super::strings::Strings;
use crate::config::Config;
use crate::entry::{Audience, EntryData, Kind};
use crate::site::{Ix, Site};
use serde::Serialize;
use std::borrow::Cow;

/// Whose something is: a class for its ink and shape, and the word.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Who {
    /// The team's id, as in links that carry whose eyes to read with; empty for all teams.
    pub(super) id: String,
    /// `w0`, `w1` … by position of the team, `wa` for all teams.
    pub(super) class: String,
    /// The team's label.
    pub(super) label: String,
}

/// Inks and shapes exist for this many teams; further teams start again.
const INKS: usize = 6;

/// How a team, or all teams, are shown.
pub(super) fn who(config: &Config, strings: &Strings, team: Option<usize>) -> Who {
    match team.and_then(|team| Some((team, config.teams.get(team)?))) {
        Some((team, named)) => {
            Who { id: named.id.clone(), class: format!("w{}", team % INKS), label: named.label.clone() }
        }
        None => Who { id: String::new(), class: "wa".to_owned(), label: all_teams(config, strings).to_owned() },
    }
}

/// What all teams together are called.
pub(super) fn all_teams<'a>(config: &Config, strings: &'a Strings) -> &'a str {
    strings.get(if config.teams.len() > 2 { "team.shared.more" } else { "team.shared.two" })
}

/// Whose an entry is, for kinds that belong to somebody.
pub(super) fn audience_of(data: &EntryData) -> Option<Audience> {
    match data {
        EntryData::Term(term) => Some(term.audience.value),
        EntryData::Module(module) => Some(module.audience),
        EntryData::LearningPath(path) => Some(path.audience),
        EntryData::Role(role) => Some(role.team),
        _ => None,
    }
}

/// The name of a kind in the strings file, as the navigation has it.
pub(super) fn nav_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Term => "nav.term",
        Kind::FalseFriend => "nav.false-friend",
        Kind::Module => "nav.module",
        Kind::Workshop => "nav.workshop",
        Kind::LearningPath => "nav.path",
        Kind::Role => "nav.role",
        Kind::Quiz => "nav.quiz",
        Kind::Worksheet => "nav.worksheet",
        Kind::Friction => "nav.friction",
        Kind::Page => "nav.page",
    }
}

/// Words of the front matter as readers see them.
pub(super) fn written<'a>(site: &Site, text: &'a str) -> Cow<'a, str> {
    if site.config.dialect.smart_punctuation { curly(text) } else { Cow::Borrowed(text) }
}

/// What an entry is called in lists.
pub(super) fn name_of(site: &Site, ix: Ix) -> &str {
    let entry = site.entry(ix);
    match &entry.data {
        EntryData::FalseFriend(friend) if !friend.word.is_empty() => &friend.word,
        _ => &entry.head.title.value,
    }
}
