//! Definitions and views.

pub(super) mod care;
pub(super) mod shape;

use super::words::{plain_words, sentences};
use crate::config::Config;
use crate::diag::{Diagnostics, lint};
use crate::entry::term::Priority;
use crate::entry::{Audience, Entry, EntryData, Relation, Term, normal_name, written_names};
use crate::site::{Ix, Site};
use crate::source::Place;

/// The most words a definition may have.
const DEFINITION_WORDS: usize = 30;

/// A definition is one short sentence that does not use its own title.
pub(super) fn definition(entry: &Entry, term: &Term, found: &mut Diagnostics) {
    let definition = &term.definition;
    if definition.trim().is_empty() {
        return;
    }
    let words = plain_words(definition).count();
    let parts = sentences(definition).count();
    let at = |message: String| Diagnostics::at(&entry.file.path, definition.span, lint::DEFINITION_LONG, message);
    if words > DEFINITION_WORDS {
        found.push(
            at(format!("the definition has {words} words"))
                .label(format!("at most {DEFINITION_WORDS}"))
                .help("keep what a hover card needs; the rest belongs in the text"),
        );
    } else if parts > 1 {
        found.push(
            at(format!("the definition has {parts} sentences"))
                .label("one sentence")
                .help("keep the one that stands alone; the rest belongs in the text"),
        );
    }
    circular(entry, definition, found);
}

fn circular(entry: &Entry, definition: &crate::source::Spanned<String>, found: &mut Diagnostics) {
    let title = entry.head.title.value.split(" (").next().unwrap_or_default();
    // Paired titles such as "Crawling and indexing" may name each half once.
    // A title made up from the file name is not what the author wrote.
    let made_up = entry.head.title.span.is_empty();
    if made_up || title.contains(" and ") || !contains_words(&normal_name(definition), &normal_name(title)) {
        return;
    }
    found.push(
        Diagnostics::at(
            &entry.file.path,
            definition.span,
            lint::DEFINITION_CIRCULAR,
            format!("the definition of `{title}` uses `{title}`"),
        )
        .label("explains the word with itself")
        .help("say it in words that someone who does not know the term knows"),
    );
}

fn contains_words(text: &str, words: &str) -> bool {
    let edge = |c: Option<char>| !c.is_some_and(char::is_alphanumeric);
    !words.is_empty()
        && text
            .match_indices(words)
            .any(|(at, _)| edge(text[..at].chars().next_back()) && edge(text[at + words.len()..].chars().next()))
}

/// Two definitions that are little more than each other's title.
pub(super) fn in_a_circle(site: &Site, ix: Ix, entry: &Entry, term: &Term, found: &mut Diagnostics) {
    if !short(&term.definition) {
        return;
    }
    for other in site.out_by(ix, Relation::Related).filter(|other| *other > ix) {
        let second = site.entry(other);
        let EntryData::Term(second_term) = &second.data else { continue };
        let circle = short(&second_term.definition)
            && leans_on(&term.definition, second)
            && leans_on(&second_term.definition, entry);
        if circle {
            let (first, last) = (&entry.head.title.value, &second.head.title.value);
            let message = format!("`{first}` and `{last}` are defined by each other");
            let place = Place::new(&second.file.path, second_term.definition.span);
            found.push(
                Diagnostics::at(&entry.file.path, term.definition.span, lint::DEFINITION_CIRCULAR, message)
                    .label(format!("needs `{last}`"))
                    .also(place, format!("needs `{first}`"))
                    .help("explain one of the two without the other"),
            );
        }
    }
}

/// Whether a definition has so few words that naming another term carries it.
fn short(definition: &str) -> bool {
    definition.split_whitespace().take(13).count() <= 12
}

/// Whether a definition cannot be understood without another term: it names it
/// and has few words besides.
fn leans_on(definition: &str, other: &Entry) -> bool {
    let normal = normal_name(definition);
    written_names(&other.head).any(|(name, _)| contains_words(&normal, &normal_name(name)))
}

/// A term for both teams has both views. Extended terms may have none.
pub(super) fn one_sided(config: &Config, entry: &Entry, term: &Term, found: &mut Diagnostics) {
    if term.audience.value != Audience::Both || term.priority == Priority::Extended && term.views.is_empty() {
        return;
    }
    let labels = |has: bool| {
        let teams =
            config.teams.iter().enumerate().filter(|(at, _)| term.views.iter().any(|(team, _)| team == at) == has);
        teams.map(|(_, team)| team.label.as_str()).collect::<Vec<_>>()
    };
    let (written, missing) = (labels(true), labels(false));
    if missing.is_empty() || config.teams.is_empty() {
        return;
    }
    let title = &entry.head.title.value;
    let message = match written.as_slice() {
        [] => format!("`{title}` is shared, but no team’s view is written"),
        written => format!("`{title}` is shared, but only {}’s view is written", written.join(" and ")),
    };
    let mut diagnostic =
        Diagnostics::at(&entry.file.path, term.audience.span, lint::ONE_SIDED, message).label("promises all views");
    for (_, heading) in &term.views {
        diagnostic = diagnostic
            .also(Place::new(&entry.file.path, entry.document.headings[*heading].span), "the only view found");
    }
    found.push(
        diagnostic.help(format!(
            "add a section `## Why {} cares`, or set `audience` to the team that has its view",
            missing[0]
        )),
    );
}
