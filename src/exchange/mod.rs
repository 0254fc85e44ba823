//! Carries records out of a book and into one, in forms that restore them, and
//! says what could not be carried.
//!
//! A source of another kind is one file and one row of [`IMPORTERS`].

mod anki;
mod book;
mod folder;
mod generators;
mod gift;
mod html;
mod json;
mod place;
mod question;
mod row;
mod tables;

pub use json::write as to_json;
pub use place::{Placed, place};
pub use tables::write as to_csv;

use crate::config::Config;
use crate::record::{Record, Sort};
use std::collections::BTreeMap;

/// One kind of source.
pub struct Importer {
    /// What people type.
    pub name: &'static str,
    /// What it brings in, in a line.
    pub about: &'static str,
    /// Whether it is a folder rather than a file.
    pub folder: bool,
    /// Reads it. The error says in one sentence why it can't be read at all.
    pub read: fn(&Source, &Ask<'_>) -> Result<Taken, String>,
}

/// Everything that can be brought in, in the order in which it is listed.
pub const IMPORTERS: &[Importer] = &[
    Importer { name: "csv", about: "a table, one row an entry", folder: false, read: tables::read },
    Importer { name: "json", about: "a list of objects, or what `export json` wrote", folder: false, read: json::read },
    Importer {
        name: "anki",
        about: "notes of an Anki package (.apkg), or exported as text",
        folder: false,
        read: anki::read,
    },
    Importer { name: "gift", about: "questions in Moodle's short notation", folder: false, read: gift::read },
    Importer { name: "mdbook", about: "the chapters of another mdBook", folder: true, read: book::read },
    Importer {
        name: "folder",
        about: "Markdown files with front matter (Jekyll, wikis, glossaries)",
        folder: true,
        read: folder::read,
    },
    Importer {
        name: "hugo",
        about: "pages of a Hugo site, or of its content folder",
        folder: true,
        read: generators::hugo,
    },
    Importer {
        name: "docusaurus",
        about: "pages of a Docusaurus site, or of its docs folder",
        folder: true,
        read: generators::docusaurus,
    },
];

/// What is brought in: files by path below what was named; one with an empty path for a file.
pub type Source = BTreeMap<String, Vec<u8>>;

/// How to bring it in.
pub struct Ask<'a> {
    /// The book's settings.
    pub config: &'a Config,
    /// What it is to become.
    pub sort: Option<Sort>,
    /// The author's names for fields: `word` is `title`; `-` for fields to drop.
    pub renamed: &'a [(String, String)],
    /// What the source is called, without its extension.
    pub name: &'a str,
}

/// What was brought in.
#[derive(Debug, Default)]
pub struct Taken {
    /// How the source was understood.
    pub understood: Vec<String>,
    /// The records.
    pub records: Vec<Incoming>,
    /// Other files: where they come from in the source, and where they go below the source folder.
    pub files: Vec<(String, String)>,
    /// Files that were inside of the source's, by the same names; what has none here is a file of the source.
    pub inside: Source,
    /// Lines for the table of contents.
    pub contents: String,
    /// What was not carried, with its place in the source.
    pub notes: Vec<Note>,
}

/// A record on its way in.
#[derive(Debug)]
pub struct Incoming {
    /// The place in the source.
    pub at: String,
    /// The record.
    pub record: Record,
    /// Fields that the source does not tell and a new page needs.
    pub made: Vec<&'static str>,
}

/// Something that was not carried as it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The place in the source.
    pub at: String,
    /// What, and what became of it.
    pub text: String,
    /// Whether the entry was left out, since only its author can decide.
    pub left_out: bool,
}

impl Taken {
    fn bring(&mut self, at: String, record: Record) {
        self.records.push(Incoming { at, record, made: Vec::new() });
    }

    fn lost(&mut self, at: &str, text: impl Into<String>) {
        self.notes.push(Note { at: at.to_owned(), text: text.into(), left_out: false });
    }

    fn left_out(&mut self, at: &str, text: impl Into<String>) {
        self.notes.push(Note { at: at.to_owned(), text: text.into(), left_out: true });
    }
}

/// A file of the source as text.
fn text<'a>(source: &'a Source, path: &str) -> Result<&'a str, String> {
    let bytes = source.get(path).ok_or_else(|| format!("there is no `{path}`"))?;
    let text = std::str::from_utf8(bytes);
    let text = text.map_err(|_| "it is not in UTF-8; save it as `CSV UTF-8` or `UTF-8`".to_owned())?;
    Ok(text.strip_prefix('\u{feff}').unwrap_or(text))
}
