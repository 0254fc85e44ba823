//! What things are called, and whose they are.

use super::curly::curly;
use super::strings::Strings;
use super::template;
use crate::config::Config;
use crate::entry::{Audience, EntryData, Kind};
use crate::site::{Ix, Site};
use crate::source::gathered;
use serde::{Serialize, Serializer};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Deref;
use std::sync::Arc;
use tera::{Context, Tera, Value};

/// Whose something is: a class for its ink and shape, and the word.
#[derive(Debug, Clone)]
pub(super) struct Who(Arc<Face>);

/// How a team is shown, made once for all pages.
#[derive(Debug)]
pub(super) struct Face {
    /// `w0`, `w1` … by position of the team, `wa` for all teams.
    pub(super) class: String,
    /// The team's label.
    pub(super) label: String,
    /// What templates see: these two, `id` as in links that carry whose eyes to read
    /// with (empty for all teams), and the components `who` and `explain` with it as
    /// HTML, in `mark` and `explain`. A page has them ten times.
    seen: Value,
}

impl Deref for Who {
    type Target = Face;
    fn deref(&self) -> &Face {
        &self.0
    }
}

impl Serialize for Who {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.seen.serialize(serializer)
    }
}

/// Inks and shapes exist for this many teams; further teams start again.
const INKS: usize = 6;

/// How each team and all teams are shown.
pub(super) struct Faces {
    pub(super) teams: Vec<Who>,
    /// All teams.
    pub(super) shared: Who,
    /// What is wrong with the book's own way to show them, which no page can do without.
    pub(super) broken: Option<String>,
}

impl Faces {
    pub(super) fn new(config: &Config, strings: &Strings, tera: &Tera) -> Faces {
        let mut broken = None;
        let mut face = |id: &str, class: String, label: &str| {
            let (who, problem) = face(tera, id, class, label);
            broken = broken.take().or(problem);
            who
        };
        let teams = config.teams.iter().enumerate();
        let teams = teams.map(|(at, team)| face(&team.id, format!("w{}", at % INKS), &team.label)).collect();
        let shared = face("", "wa".to_owned(), all_teams(config, strings));
        Faces { teams, shared, broken }
    }

    pub(super) fn of(&self, audience: Audience) -> Who {
        let team = match audience {
            Audience::Team(team) => self.teams.get(team),
            Audience::Both => None,
        };
        team.unwrap_or(&self.shared).clone()
    }
}

/// A face, and what went wrong in making it, which says where in the template.
fn face(tera: &Tera, id: &str, class: String, label: &str) -> (Who, Option<String>) {
    let words = [("id", id), ("class", &class), ("label", label)];
    let mut seen = gathered::<BTreeMap<_, _>, _>(words.map(|(name, word)| (name, Value::from(word))));
    let mut context = Context::new();
    context.insert("who", &seen);
    let mut broken = None;
    for (name, component) in [("mark", "who"), ("explain", "explain")] {
        let html = template::component(tera, component, &context).unwrap_or_else(|error| {
            broken = Some(error.to_string());
            String::new()
        });
        seen.insert(name, Value::safe_string(&html));
    }
    (Who(Arc::new(Face { class, label: label.to_owned(), seen: Value::from(seen) })), broken)
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
