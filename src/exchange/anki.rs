//! Notes of Anki: packages (`.apkg`, `.colpkg`) of all its versions, and notes
//! exported as text. A note becomes a term: its first field is the word.

#[cfg(feature = "anki")]
mod package;
#[cfg(not(feature = "anki"))]
mod package {
    pub(super) fn read(_: &[u8]) -> Result<super::Deck, String> {
        Err(crate::diag::without("anki"))
    }
}
mod plain;

use super::html::{blocks, line};
use super::row::{Row, Rows, Told};
use super::{Ask, Source, Taken};
use crate::entry::Kind;
use crate::record::Sort;
use scraper::Html;
use std::collections::{BTreeMap, BTreeSet};

/// A note, whatever file it was in.
struct Note {
    /// The place in the source.
    at: String,
    /// What its kind is called; may be unknown.
    model: String,
    /// Names and values of its fields.
    fields: Vec<(String, String)>,
    tags: Vec<String>,
    /// Whether the values are HTML.
    html: bool,
}

/// What a file held.
#[derive(Default)]
struct Deck {
    notes: Vec<Note>,
    /// Pictures and sounds by name.
    media: BTreeMap<String, Vec<u8>>,
    /// How many cards were answered already.
    learned: usize,
}

pub(super) fn read(source: &Source, ask: &Ask<'_>) -> Result<Taken, String> {
    let bytes = source.get("").ok_or("there is no file")?;
    let deck = if bytes.starts_with(b"PK") { package::read(bytes)? } else { plain::read(super::text(source, "")?)? };
    let sort = ask.sort.unwrap_or(Sort::Entry(Kind::Term));
    let mut taken = Taken::default();
    let mut names: Vec<String> = Vec::new();
    for (name, _) in deck.notes.iter().flat_map(|note| &note.fields) {
        if !names.contains(name) {
            names.push(name.clone());
        }
    }
    taken.understood.push(format!("{} notes, fields {}", deck.notes.len(), names.join(", ")));
    let meant = meant(ask, sort, &deck.notes);
    let ask = Ask { renamed: &meant, ..*ask };
    names.push("category".to_owned());
    let mut rows = Rows::new(&ask, sort, &names, &mut taken);
    let mut shown = BTreeSet::new();
    for note in &deck.notes {
        match row(note, &deck, &mut shown, &mut taken) {
            Ok(row) => rows.take(row, &mut taken),
            Err(why) => taken.left_out(&note.at, why),
        }
    }
    rows.finish(&mut taken);
    for name in &shown {
        taken.files.push((name.clone(), format!("pictures/{name}")));
    }
    taken.inside = deck.media;
    if deck.learned > 0 {
        let number = deck.learned;
        taken.lost("all cards", format!("what was learned of {number} cards stays in Anki"));
    }
    Ok(taken)
}

/// The first field is the word and the second what it means, unless the author
/// or their names say otherwise.
fn meant(ask: &Ask<'_>, sort: Sort, notes: &[Note]) -> Vec<(String, String)> {
    let mut meant = ask.renamed.to_vec();
    if sort != Sort::Entry(Kind::Term) {
        return meant;
    }
    for note in notes {
        for ((name, _), field) in note.fields.iter().zip(["title", "definition"]) {
            let said = meant.iter().any(|(from, _)| from.eq_ignore_ascii_case(name));
            if !said {
                meant.push((name.clone(), field.to_owned()));
            }
        }
    }
    meant
}

fn row(note: &Note, deck: &Deck, shown: &mut BTreeSet<String>, taken: &mut Taken) -> Result<Row, String> {
    let (_, first) = note.fields.first().ok_or("it is empty")?;
    if note.fields.iter().any(|(_, value)| value.contains("{{c1::")) {
        return Err("it is a text with gaps (cloze), which is no page here".to_owned());
    }
    let word = words(first, note.html);
    // A question on the front asks for a choice or an answer, which a card does not have.
    if word.ends_with('?') || word.chars().count() > 80 {
        return Err(format!(
            "`{}` is a question; questions come in by gift",
            word.chars().take(40).collect::<String>()
        ));
    }
    let mut told = vec![(note.fields[0].0.clone(), Told::Cell(word))];
    let mut sounds = 0;
    for (at, (name, value)) in note.fields.iter().enumerate().skip(1) {
        let value = without_sounds(value, &mut sounds);
        let value = match (note.html, at) {
            (true, 1) => line(&pictured(&value, deck, shown)),
            (true, _) => blocks(&pictured(&value, deck, shown)).join("\n\n"),
            (false, _) => value,
        };
        if !value.trim().is_empty() {
            told.push((name.clone(), Told::Cell(value)));
        }
    }
    if sounds > 0 {
        taken.lost(&note.at, "its sound was left out");
    }
    if let Some(tag) = note.tags.first() {
        told.push(("category".to_owned(), Told::Cell(tag.replace('_', " "))));
    }
    if let Some(more) = note.tags.get(1..).filter(|more| !more.is_empty()) {
        taken.lost(&note.at, format!("its further tags were left out: {}", more.join(", ")));
    }
    Ok(Row { at: format!("{} {}", note.at, note.model).trim().to_owned(), slug: None, told, text: None })
}

fn words(value: &str, html: bool) -> String {
    let text = match html {
        true => Html::parse_fragment(value).root_element().text().collect::<Vec<_>>().join(" "),
        false => value.to_owned(),
    };
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn without_sounds(value: &str, sounds: &mut usize) -> String {
    let mut value = value.to_owned();
    while let Some(at) = value.find("[sound:") {
        let Some(end) = value[at..].find(']') else { break };
        value.replace_range(at..=at + end, "");
        *sounds += 1;
    }
    value
}

/// Pictures of the package get the address they will have in the book.
fn pictured(html: &str, deck: &Deck, shown: &mut BTreeSet<String>) -> String {
    let mut html = html.to_owned();
    for name in deck.media.keys() {
        let plain = !name.contains(['/', '\\']) && !name.starts_with('.');
        let found: Vec<String> = ["\"", "'", ""]
            .iter()
            .map(|quote| format!("src={quote}{name}"))
            .filter(|found| html.contains(found.as_str()))
            .collect();
        if plain && let Some(found) = found.first() {
            html = html.replace(found.as_str(), &found.replace(name.as_str(), &format!("../pictures/{name}")));
            shown.insert(name.clone());
        }
    }
    html
}
