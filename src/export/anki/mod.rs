//! Flash cards: a package in Anki's legacy format, which every version reads.
//!
//! A note is known by its `guid`, which comes from the entry; it is taken over
//! an older one when its time has grown, which is that of the file. So a second
//! import updates what was edited, keeps what was learned, and doubles nothing.

mod collection;
mod notes;

use super::content::Pictures;
use super::{Job, Written, archive};
use crate::diag::Diagnostics;
use serde_json::{Map, Value};

/// Whose fields and cards a note has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Model {
    /// Word, definition, more, source; asked in both directions.
    Term,
    /// Front, back, source.
    Card,
}

/// What is learned together, and asked on one or more cards.
struct Note {
    /// The number that stands for it in every export.
    identity: u64,
    model: Model,
    /// The position of its deck.
    deck: usize,
    /// In the model's order, as HTML.
    fields: Vec<String>,
    tags: Vec<String>,
    /// When its file was edited, in seconds since 1970.
    edited: i64,
}

/// Cards that are learned together.
struct Deck {
    identity: u64,
    /// `Book::Category`.
    name: String,
}

pub(super) fn write(job: &Job<'_>, diagnostics: &mut Diagnostics) -> Written {
    let mut pictures = Pictures::default();
    let (decks, notes) = notes::notes(job, &mut pictures, diagnostics);
    let collection = collection::collection(job, &decks, &notes)?;
    let mut media = Map::new();
    let mut files = vec![("collection.anki2".to_owned(), collection)];
    for (at, (name, bytes)) in pictures.iter().enumerate() {
        media.insert(at.to_string(), Value::from(name));
        files.push((at.to_string(), bytes.to_vec()));
    }
    files.insert(1, ("media".to_owned(), Value::Object(media).to_string().into_bytes()));
    archive::zip(&files)
}
