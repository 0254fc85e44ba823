//! The index of a kind: the glossary from A to Z, and plainer lists.

use super::frame::{Frame, generated};
use super::{Carded, Linked, Maker};
use crate::entry::{EntryData, Kind};
use crate::render::names::name_of;
use crate::render::order::sort_name;
use crate::site::Ix;
use serde::Serialize;

/// What `index.html`, `glossary.html`, `false-friends.html` and `handbook.html` see.
#[derive(Debug, Serialize)]
pub(in crate::render) struct IndexView {
    frame: Frame,
    title: String,
    lead: String,
    count: usize,
    /// All letters of the alphabet, with those that have entries marked.
    alphabet: Vec<Letter>,
    /// The glossary from A to Z.
    letters: Vec<Group<Carded>>,
    /// The same by category.
    categories: Vec<Group<Linked>>,
    items: Vec<Item>,
    /// The table of contents, for the handbook.
    chapters: Vec<super::handbook::Line>,
}

#[derive(Debug, Serialize)]
struct Letter {
    letter: String,
    id: String,
    filled: bool,
}

#[derive(Debug, Serialize)]
struct Group<T> {
    id: String,
    label: String,
    items: Vec<T>,
}

/// An entry with what its own index shows beyond the card.
#[derive(Debug, Serialize)]
struct Item {
    card: Carded,
    /// Only those whose word it is not are hidden by the filter: `w0`, `wa` …
    panels: Vec<(String, String)>,
    detail: String,
}

/// The template of a kind's index.
pub(in crate::render) fn template(kind: Kind) -> &'static str {
    match kind {
        Kind::Term => "glossary.html",
        Kind::FalseFriend => "false-friends.html",
        Kind::Page => "handbook.html",
        _ => "index.html",
    }
}

pub(in crate::render) fn view(maker: &Maker<'_>, kind: Kind) -> IndexView {
    let strings = maker.strings();
    let entries = maker.shared.of_kind(kind);
    let letters = if kind == Kind::Term { letters(maker, entries) } else { Vec::new() };
    let title = strings.get(super::nav_name(kind)).to_owned();
    let mut frame = generated(maker, &title, kind.word(), "index");
    frame.description = strings.get(&format!("index.{}", kind.word())).to_owned();
    IndexView {
        title,
        lead: frame.description.clone(),
        count: entries.len(),
        alphabet: alphabet(&letters),
        categories: if kind == Kind::Term { categories(maker, entries) } else { Vec::new() },
        letters,
        items: if kind == Kind::Term { Vec::new() } else { entries.iter().map(|ix| item(maker, *ix)).collect() },
        chapters: if kind == Kind::Page { super::handbook::all_lines(maker) } else { Vec::new() },
        frame,
    }
}

fn item(maker: &Maker<'_>, ix: Ix) -> Item {
    let entry = maker.site.entry(ix);
    let panels = match &entry.data {
        EntryData::FalseFriend(friend) => {
            let team = |(team, text): (usize, &String)| (maker.team(team).class.clone(), maker.text(text));
            friend.meanings.iter().enumerate().map(team).collect()
        }
        _ => Vec::new(),
    };
    Item { card: maker.carded(ix), panels, detail: detail(maker, &entry.data) }
}

/// One line of numbers for a list.
pub(super) fn detail(maker: &Maker<'_>, data: &EntryData) -> String {
    let strings = maker.strings();
    match data {
        EntryData::Module(module) => {
            let minutes = maker.duration(module.minutes.value);
            match people(maker, &module.people) {
                people if people.is_empty() => minutes,
                people => format!("{minutes}, {people}"),
            }
        }
        EntryData::Worksheet(sheet) => sheet.minutes.map(|minutes| maker.duration(minutes)).unwrap_or_default(),
        EntryData::Quiz(quiz) => strings.count("quiz_page.questions", quiz.questions.len()),
        EntryData::Workshop(workshop) => {
            let modules = workshop.sessions.iter().map(|session| session.modules.len()).sum();
            let format = strings.get(&format!("format.{}", workshop.format.value.word())).to_owned();
            format!("{format}, {}", strings.count("workshop.modules", modules))
        }
        EntryData::LearningPath(path) => {
            let steps = strings.count("path.steps", path.steps.len());
            path.weeks
                .map_or(steps.clone(), |weeks| format!("{steps}, {}", strings.count("time.weeks", weeks as usize)))
        }
        _ => String::new(),
    }
}

/// How many people a module is for.
pub(super) fn people(maker: &Maker<'_>, people: &crate::entry::module::People) -> String {
    let (strings, text) = (maker.strings(), |number: u32| number.to_string());
    match (people.min, people.max) {
        (Some(min), Some(max)) => strings.fill("people.range", &[("min", &text(min)), ("max", &text(max))]),
        (Some(min), None) => strings.fill("people.from", &[("min", &text(min))]),
        (None, Some(max)) => strings.fill("people.to", &[("max", &text(max))]),
        (None, None) => String::new(),
    }
}

fn letters(maker: &Maker<'_>, entries: &[Ix]) -> Vec<Group<Carded>> {
    let mut letters: Vec<Group<Carded>> = Vec::new();
    for ix in entries {
        let letter = letter_of(name_of(maker.site, *ix));
        let item = maker.carded(*ix);
        match letters.iter_mut().find(|group| group.label == letter) {
            Some(group) => group.items.push(item),
            None => letters.push(Group { id: letter_id(&letter), label: letter, items: vec![item] }),
        }
    }
    letters
}

/// The letter under which a name is found; `#` for everything that is none.
fn letter_of(name: &str) -> String {
    let first = sort_name(name).chars().next().filter(|c| c.is_alphabetic());
    first.map_or("#".to_owned(), |c| c.to_uppercase().collect())
}

fn letter_id(letter: &str) -> String {
    if letter == "#" { "letter-0".to_owned() } else { format!("letter-{}", letter.to_lowercase()) }
}

/// The Latin alphabet and whatever other letters there are.
fn alphabet(letters: &[Group<Carded>]) -> Vec<Letter> {
    let mut all: Vec<String> = ('A'..='Z').map(String::from).collect();
    let others = letters.iter().map(|group| &group.label).filter(|label| !all.contains(label)).cloned();
    let others: Vec<String> = others.collect();
    all.extend(others);
    let filled = |letter: &String| letters.iter().any(|group| group.label == *letter);
    if letters.is_empty() {
        return Vec::new();
    }
    all.into_iter().map(|letter| Letter { id: letter_id(&letter), filled: filled(&letter), letter }).collect()
}

fn categories(maker: &Maker<'_>, entries: &[Ix]) -> Vec<Group<Linked>> {
    let mut groups: Vec<Group<Linked>> = maker
        .site
        .config
        .categories
        .iter()
        .map(|named| Group { id: format!("by-{}", named.id), label: named.label.clone(), items: Vec::new() })
        .collect();
    for ix in entries {
        if let EntryData::Term(term) = &maker.site.entry(*ix).data
            && let Some(group) = term.category.and_then(|category| groups.get_mut(category))
        {
            group.items.push(maker.linked(*ix));
        }
    }
    groups.retain(|group| !group.items.is_empty());
    groups
}
