//! What templates see: one struct per template, and the pieces they share.
//!
//! A view holds words and addresses ready to be written, never an entry: what
//! a template can show is what its struct says.

mod agenda;
pub(super) mod all;
pub(super) mod coverage;
pub(super) mod facts;
pub(super) mod false_friend;
mod forms;
pub(super) mod frame;
pub(super) mod friction;
pub(super) mod handbook;
mod handout;
pub(super) mod home;
pub(super) mod index;
pub(super) mod learning;
pub(super) mod learning_path;
pub(super) mod map;
pub(super) mod module;
pub(super) mod news;
pub(super) mod pack;
pub(in crate::render) mod placement;
pub(super) mod plain;
pub(super) mod present;
pub(super) mod quiz;
pub(super) mod results;
pub(super) mod role;
pub(super) mod sheet;
pub(super) mod symptoms;
pub(super) mod term;
pub(super) mod worksheet;
pub(super) mod workshop;

use super::names::{Who, audience_of, nav_name, written};
use super::plan::{Sheet, sheets};
use super::shared::{Shared, Words};
use super::strings::Strings;
use super::theme::Theme;
use crate::agenda::Agenda;
use crate::entry::{Audience, EntryData, Kind, Relation};
use crate::markdown::html::Part;
use crate::site::{Ix, Site, relative};
use crate::source::{Date, Spanned};
use serde::Serialize;
use tera::Value;

/// Everything a view is made from.
pub(super) struct Maker<'a> {
    pub(super) site: &'a Site,
    pub(super) theme: &'a Theme,
    pub(super) shared: &'a Shared,
    /// The address of the page being made.
    pub(super) route: &'a str,
}

/// A link.
#[derive(Debug, Clone, Default, Serialize)]
pub(super) struct Anchor {
    pub(super) title: String,
    pub(super) href: String,
}

/// A link to an entry as templates see an [`Anchor`], made once for many pages.
pub(super) type Linked = Value;

/// A [`Card`] as templates see it, made once for several pages.
pub(super) type Carded = Value;

/// A card as templates see it weighs about a kilobyte, so not those of all entries of
/// the largest books are kept.
const MOST_CARDS: u32 = 8_192;

/// A day for machines and for people.
#[derive(Debug, Serialize)]
pub(in crate::render) struct Day {
    pub(super) iso: String,
    pub(super) spelled: String,
}

impl Day {
    pub(super) fn of(strings: &Strings, date: Date) -> Day {
        Day { iso: date.to_string(), spelled: strings.day(date) }
    }
}

/// An entry as lists on other pages show it.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Card {
    pub(super) title: String,
    pub(super) href: String,
    /// One sentence; may be empty.
    pub(super) text: String,
    /// The kind as one word, such as `term`.
    pub(super) kind: &'static str,
    /// The kind as readers call it.
    pub(super) kind_label: String,
    /// Whose it is, for kinds that belong to a team.
    pub(super) who: Option<Who>,
    /// How long it takes, for kinds that take time.
    pub(super) minutes: Option<u32>,
    /// Other names.
    pub(super) aliases: Vec<String>,
}

/// Whether a day has passed by which something should have been looked at again.
pub(super) fn is_due(site: &Site, date: &Option<Spanned<Date>>) -> bool {
    date.as_ref().is_some_and(|date| date.value < site.today)
}

/// Text as a value in the query of an address (RFC 3986).
fn in_query(text: &str) -> String {
    use std::fmt::Write;
    let mut encoded = String::with_capacity(text.len() + 8);
    for byte in text.bytes() {
        match byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            true => encoded.push(byte as char),
            false => drop(write!(encoded, "%{byte:02X}")),
        }
    }
    encoded
}

impl<'a> Maker<'a> {
    /// The words of the interface.
    pub(super) fn strings(&self) -> &'a Strings {
        &self.theme.strings
    }

    /// An address relative to this page.
    pub(super) fn href(&self, route: &str) -> String {
        relative(self.route, route)
    }

    /// The way back to the site's root: `../` for each folder.
    pub(super) fn root(&self) -> String {
        "../".repeat(self.route.matches('/').count())
    }

    /// Where to report a mistake in a part of the page; empty where nobody wants to
    /// hear of any. A mail says in its subject what it is about.
    pub(in crate::render) fn report(&self, part: &str) -> String {
        let Some(report) = &self.site.config.report else { return String::new() };
        let about = format!("{}{}#{part}", self.site.config.url.as_deref().unwrap_or_default(), self.route);
        let about = in_query(&about);
        match report {
            _ if report.contains("{page}") => report.replace("{page}", &about),
            _ if report.contains('@') && !report.contains(':') => format!("mailto:{report}?subject={about}"),
            _ if report.starts_with("mailto:") && !report.contains('?') => format!("{report}?subject={about}"),
            _ => report.clone(),
        }
    }

    /// A link to an entry.
    pub(super) fn anchor(&self, ix: Ix) -> Anchor {
        Anchor { title: self.words(ix).title.clone(), href: self.href(self.site.route(ix)) }
    }

    /// A link to an entry that is only shown.
    pub(super) fn linked(&self, ix: Ix) -> Linked {
        let link = || Value::from_serializable(&self.anchor(ix));
        match self.shared.is_at_home(self.route) {
            true => self.words(ix).linked.get_or_init(link).clone(),
            false => link(),
        }
    }

    /// A card that is only shown.
    pub(super) fn carded(&self, ix: Ix) -> Carded {
        let card = || Value::from_serializable(&self.card(ix));
        match self.shared.is_at_home(self.route) && ix.0 < MOST_CARDS {
            true => self.words(ix).carded.get_or_init(card).clone(),
            false => card(),
        }
    }

    /// What cards and links say of an entry.
    pub(super) fn words(&self, ix: Ix) -> &'a Words {
        self.shared.words(self.site, ix)
    }

    /// Whose something is.
    pub(super) fn who(&self, audience: Audience) -> Who {
        self.theme.faces.of(audience)
    }

    /// A team by position.
    pub(super) fn team(&self, team: usize) -> Who {
        self.who(Audience::Team(team))
    }

    /// An entry as lists show it. Everything here is in the entry's card digest.
    pub(super) fn card(&self, ix: Ix) -> Card {
        let entry = self.site.entry(ix);
        let Anchor { title, href } = self.anchor(ix);
        let minutes = match &entry.data {
            EntryData::Module(module) => Some(module.minutes.value),
            EntryData::Worksheet(sheet) => sheet.minutes,
            _ => None,
        };
        Card {
            title,
            href,
            text: self.words(ix).text.clone(),
            kind: entry.id.kind.word(),
            kind_label: self.kind_label(entry.id.kind),
            who: audience_of(&entry.data).map(|audience| self.who(audience)),
            minutes,
            aliases: self.texts(entry.head.aliases.iter().map(|alias| &alias.value)),
        }
    }

    /// Cards of entries that this one points at.
    pub(super) fn cards_out(&self, ix: Ix, relation: Relation) -> Vec<Card> {
        self.named(ix, relation).map(|ix| self.card(ix)).collect()
    }

    /// What this entry's front matter points at, in the order written, each once.
    pub(super) fn named(&self, ix: Ix, relation: Relation) -> impl Iterator<Item = Ix> + '_ {
        let references = &self.site.entry(ix).references;
        let mut seen = Vec::new();
        references.iter().filter(move |reference| reference.relation == relation).filter_map(move |reference| {
            let to = self.site.named(&reference.name.value, reference.kind)?;
            (to != ix && !seen.contains(&to)).then(|| seen.push(to)).map(|()| to)
        })
    }

    /// Words of the front matter as readers see them.
    pub(super) fn text(&self, text: &str) -> String {
        written(self.site, text).into_owned()
    }

    /// Several such words.
    pub(super) fn texts<'t>(&self, texts: impl IntoIterator<Item = &'t String>) -> Vec<String> {
        texts.into_iter().map(|text| self.text(text)).collect()
    }

    /// A day for machines and for people.
    pub(super) fn day(&self, date: Date) -> Day {
        Day::of(self.strings(), date)
    }

    /// Links to all sheets of an entry.
    pub(super) fn sheets(&self, ix: Ix) -> Vec<Anchor> {
        let title = |sheet: Sheet| self.strings().get(&format!("sheets.{}", sheet.word())).to_owned();
        let link = |sheet: Sheet| Anchor { title: title(sheet), href: self.href(&sheet.route(self.site, ix)) };
        sheets(self.site, ix).into_iter().map(link).collect()
    }

    /// How long an agenda takes, for a list.
    pub(super) fn length(&self, agenda: &Agenda<'_>) -> String {
        let lengths = agenda.meetings.iter().map(|meeting| self.duration(meeting.minutes()));
        lengths.collect::<Vec<_>>().join(" + ")
    }

    /// How long something takes.
    pub(super) fn duration(&self, minutes: u32) -> String {
        let (hours, rest) = (minutes / 60, minutes % 60);
        match (hours, rest) {
            (0..2, _) => self.strings().count("time.minutes", minutes as usize),
            (_, 0) => self.strings().count("time.hours", hours as usize),
            _ => self.strings().fill("time.long", &[("h", &hours.to_string()), ("min", &rest.to_string())]),
        }
    }

    /// The body of an entry in parts, without facilitator notes where those
    /// are not for the public.
    pub(super) fn public_parts(&self, links: &super::links::PageLinks<'_>) -> Vec<Part> {
        let mut parts = links.parts();
        if self.site.config.separate_facilitator {
            parts.retain(|part| !matches!(part, Part::Note(..)));
        }
        parts
    }

    /// What readers call one entry of a kind.
    pub(super) fn kind_label(&self, kind: Kind) -> String {
        self.strings().get(&format!("kind.{}", kind.word())).to_owned()
    }
}
