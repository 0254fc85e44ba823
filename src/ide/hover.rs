//! What an editor shows of what is under the cursor, as Markdown.

use super::page::Page;
use super::target::Target;
use crate::data::{Field, Shape};
use crate::entry::schema::{self, Meaning};
use crate::entry::{EntryData, Status};
use crate::site::{Ix, Site};
use crate::source::Span;
use std::fmt::Write;

/// What is known of something.
pub fn about(site: &Site, target: &Target) -> String {
    match target {
        Target::Entry(ix) => entry(site, *ix),
        Target::Heading(ix, id) => {
            let headings = &site.entry(*ix).document.headings;
            let heading = headings.iter().find(|heading| heading.id == *id).map_or(id.as_str(), |found| &found.text);
            format!("*{heading}*, in:\n\n{}", entry(site, *ix))
        }
        Target::Objective(ix, id) => {
            let EntryData::Module(module) = &site.entry(*ix).data else { return String::new() };
            let objective = module.objectives.iter().find(|objective| objective.id.value == *id);
            let text = objective.map_or("", |objective| objective.text.value.as_str());
            format!("{text}\n\nan objective of *{}*", site.entry(*ix).head.title.value)
        }
        Target::Fact(id) => fact(site, id),
        Target::File(path) => format!("`{path}`"),
    }
}

/// What a field is for, at its name.
pub fn field(page: &Page<'_>, offset: usize) -> Option<(Span, String)> {
    let writing = page.writing(offset)?;
    let (spot, word) = (&writing.spot, writing.spot.word.text(page.text()));
    let names: Vec<&str> = spot.path.iter().map(String::as_str).collect();
    let names = if spot.value { names } else { [names, vec![word]].concat() };
    let field = schema::field(writing.part, &names)?;
    let mut text = field_text(&field, schema::meaning(writing.part, &names));
    if spot.value && matches!(field.shape, Shape::Text) && schema::meaning(writing.part, &names).is_none() {
        // Prose is not its field.
        return None;
    }
    if let Some(Meaning::Category) = schema::meaning(writing.part, &names).filter(|_| spot.value) {
        let category = page.site.config.categories.iter().find(|category| category.id == word);
        category.iter().for_each(|category| text = format!("{}\n\n{text}", category.label));
    }
    Some((spot.word, text))
}

/// A field as completion and hovering show it.
pub(super) fn field_text(field: &Field, meaning: Option<Meaning>) -> String {
    let must = if field.required { " (must be there)" } else { "" };
    let mut text = format!("`{}`{must}: {}", field.name, field.about);
    let words = match (field.shape, meaning) {
        (_, Some(Meaning::Words(words))) | (Shape::OneOf(words), _) => words,
        _ => return text,
    };
    let _ = write!(text, "\n\n{}", words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", "));
    text
}

fn entry(site: &Site, ix: Ix) -> String {
    let entry = site.entry(ix);
    let teams = &site.config.teams;
    let mut text = format!("**{}** · {}", entry.head.title.value, entry.id.kind.word().replace('-', " "));
    match entry.head.status {
        Status::Draft => text.push_str(" · draft"),
        Status::Retired => text.push_str(" · retired"),
        _ => {}
    }
    let mut add = |paragraph: &str| {
        if !paragraph.is_empty() {
            let _ = write!(text, "\n\n{paragraph}");
        }
    };
    match &entry.data {
        EntryData::Term(term) => add(&term.definition.value),
        EntryData::FalseFriend(friend) => {
            let meanings = teams.iter().zip(&friend.meanings).filter(|(_, meaning)| !meaning.is_empty());
            meanings.for_each(|(team, meaning)| add(&format!("{}: {meaning}", team.label)));
        }
        EntryData::Friction(friction) => add(&friction.symptom),
        EntryData::Module(module) => add(&format!("{} minutes", module.minutes.value)),
        EntryData::Quiz(quiz) => add(&format!("{} questions", quiz.questions.len())),
        _ => {}
    }
    add(&entry.head.summary);
    let aliases: Vec<&str> = entry.head.aliases.iter().map(|alias| alias.value.as_str()).collect();
    if !aliases.is_empty() {
        add(&format!("also called: {}", aliases.join(", ")));
    }
    text
}

fn fact(site: &Site, id: &str) -> String {
    let Some(fact) = site.facts.get(id) else { return format!("there is no fact `{id}`") };
    let mut text = format!("**{id}** · fact · {}\n\n{}\n\n{}", fact.evidence, fact.claim, fact.source);
    if let Some(checked) = fact.checked {
        let _ = write!(text, "\n\nchecked {checked}");
    }
    if let Some(due) = &fact.review_by {
        let late = if due.value < site.today { ", which is past" } else { "" };
        let _ = write!(text, "; to be checked again by {}{late}", due.value);
    }
    text
}
