//! Translates a site into other people's formats, one file and one row of
//! [`FORMATS`] each.
//!
//! Every export is a pure function of its [`Job`]: the same input gives the same
//! bytes, and identities come from the entries' own, so that whoever takes in a
//! later export finds what is there already. What a format can't carry is a
//! diagnostic at the place where it was written.

#[cfg(feature = "anki")]
mod anki;
#[cfg(not(feature = "anki"))]
mod anki {
    pub(super) fn write(_: &super::Job<'_>, _: &mut crate::diag::Diagnostics) -> super::Written {
        Err(crate::diag::without("anki").into())
    }
}
mod archive;
mod choose;
mod content;
mod epub;
mod gift;
mod graph;
mod ics;
mod kahoot;
mod moodle;
mod pages;
mod paper;
mod qti;
mod scorm;
mod skos;
mod tidy;
mod xml;

pub use archive::Files;
pub use choose::{Unknown, choose};
pub use graph::{Graph, graph};
pub use ics::calendar;
pub use paper::{dated, document};

use crate::diag::{Diagnostics, lint};
use crate::entry::{Entry, EntryData, Kind, Quiz, quiz::QuizItem};
use crate::site::{Ix, Site};
use crate::source::{SourcePath, Span};
use std::error::Error;
use std::sync::Arc;

/// One format.
pub struct Format {
    /// What people type.
    pub name: &'static str,
    /// The ending of the file's name.
    pub extension: &'static str,
    /// What it is for, in a line.
    pub summary: &'static str,
    /// What of a book it takes, in the author's words.
    pub takes: &'static str,
    /// The kinds of content it takes; the rest of what was asked for is left out.
    pub kinds: &'static [Kind],
    /// Translates.
    write: fn(&Job<'_>, &mut Diagnostics) -> Written,
}

/// Every format, in the order in which they are listed.
pub const FORMATS: &[Format] = &[
    Format {
        name: "anki",
        extension: "apkg",
        summary: "Flash cards for Anki; importing again updates them",
        takes: "terms, false friends and questions",
        kinds: &[Kind::Term, Kind::FalseFriend, Kind::Quiz],
        write: anki::write,
    },
    Format {
        name: "scorm",
        extension: "scorm.zip",
        summary: "Modules with their questions for any learning platform, SCORM 1.2",
        takes: "modules, each with its questions and words",
        kinds: &[Kind::Module],
        write: scorm::write,
    },
    Format {
        name: "epub",
        extension: "epub",
        summary: "A book for e-readers, EPUB 3.3",
        takes: "everything; questions as on paper",
        kinds: &[
            Kind::Page,
            Kind::LearningPath,
            Kind::Term,
            Kind::FalseFriend,
            Kind::Role,
            Kind::Friction,
            Kind::Module,
            Kind::Workshop,
            Kind::Worksheet,
            Kind::Quiz,
        ],
        write: epub::write,
    },
    Format {
        name: "moodle",
        extension: "moodle.xml",
        summary: "Question banks for Moodle, with pictures and feedback",
        takes: "questions",
        kinds: &[Kind::Quiz],
        write: moodle::write,
    },
    Format {
        name: "gift",
        extension: "gift",
        summary: "Questions in Moodle's short notation",
        takes: "questions",
        kinds: &[Kind::Quiz],
        write: gift::write,
    },
    Format {
        name: "ics",
        extension: "ics",
        summary: "Meetings, preparation and follow-ups for any calendar",
        takes: "workshops with a day",
        kinds: &[Kind::Workshop],
        write: ics::write,
    },
    Format {
        name: "skos",
        extension: "ttl",
        summary: "The vocabulary in SKOS (Turtle), for other tools and the web of data",
        takes: "terms: names, definitions, teams' views, relations, sources",
        kinds: &[Kind::Term],
        write: skos::write,
    },
    Format {
        name: "qti",
        extension: "qti.zip",
        summary: "Questions for assessment platforms, QTI 2.1",
        takes: "questions",
        kinds: &[Kind::Quiz],
        write: qti::write_21,
    },
    Format {
        name: "qti3",
        extension: "qti3.zip",
        summary: "Questions for assessment platforms, QTI 3.0",
        takes: "questions",
        kinds: &[Kind::Quiz],
        write: qti::write_30,
    },
    Format {
        name: "kahoot",
        extension: "xlsx",
        summary: "A spreadsheet of questions for a Kahoot game",
        takes: "questions with two to four short choices",
        kinds: &[Kind::Quiz],
        write: kahoot::write,
    },
];

/// The format of a name.
pub fn format(name: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|format| format.name == name)
}

/// The bytes of a file, or what the machine did not let a library do.
pub type Written = Result<Vec<u8>, Box<dyn Error + Send + Sync>>;

/// What lies outside of a site and is needed nevertheless.
pub trait Shelf {
    /// The bytes of a picture or a download, by path below the source folder.
    fn asset(&self, path: &str) -> Option<Vec<u8>>;
    /// When a file was last edited, in seconds since 1970.
    fn edited(&self, path: &SourcePath) -> i64;
}

/// The site as readers see it, for formats that carry whole pages.
pub trait Rendered {
    /// A word of the interface, in the reader's language.
    fn word(&self, key: &str) -> String;
    /// The page of an entry.
    fn page(&self, ix: Ix) -> Result<String, String>;
    /// Address and bytes of a file of the theme, such as `site.css`; the address
    /// has a digest in it.
    fn theme_file(&self, name: &str) -> Option<(String, Arc<[u8]>)>;
}

/// What is to be exported, and all that is needed for it.
pub struct Job<'a> {
    /// The site.
    pub site: &'a Site,
    /// The entries that were asked for, in reading order.
    pub chosen: Vec<Ix>,
    /// The site as readers see it.
    pub rendered: &'a dyn Rendered,
    /// What lies outside.
    pub shelf: &'a dyn Shelf,
}

/// An export.
pub struct Exported {
    /// The file.
    pub bytes: Vec<u8>,
    /// What could not be carried, and where it was written.
    pub diagnostics: Diagnostics,
}

/// Writes the entries of a job in a format.
pub fn export(format: &Format, job: &Job<'_>) -> Result<Exported, Box<dyn Error + Send + Sync>> {
    let mut diagnostics = Diagnostics::new();
    let bytes = (format.write)(job, &mut diagnostics)?;
    diagnostics.sort();
    Ok(Exported { bytes, diagnostics })
}

impl<'a> Job<'a> {
    /// The chosen entries of a kind.
    fn of_kind(&self, kind: Kind) -> impl Iterator<Item = &'a Entry> + '_ {
        let entries = self.chosen.iter().map(|ix| self.site.entry(*ix));
        entries.filter(move |entry| entry.id.kind == kind)
    }

    /// The chosen banks of questions.
    fn quizzes(&self) -> impl Iterator<Item = (&'a Entry, &'a Quiz)> + '_ {
        self.of_kind(Kind::Quiz).filter_map(|entry| match &entry.data {
            EntryData::Quiz(quiz) => Some((entry, quiz)),
            _ => None,
        })
    }

    /// A word of the interface.
    fn word(&self, key: &str) -> String {
        self.rendered.word(key)
    }

    /// When the newest of the chosen entries was edited.
    fn edited(&self) -> i64 {
        let files = self.chosen.iter().map(|ix| &self.site.entry(*ix).file.path);
        files.map(|path| self.shelf.edited(path)).max().unwrap_or_default()
    }

    /// A number that stands for an entry or a part of one in the same way in every
    /// export: from its names, never from its words. Two books are told apart by
    /// their teams.
    fn identity(&self, names: &[&str]) -> u64 {
        let mut hasher = crate::source::Hasher::new();
        for part in self.site.config.teams.iter().map(|team| team.id.as_str()).chain(names.iter().copied()) {
            hasher.part(part);
        }
        hasher.finish().0 as u64
    }
}

/// Says that something of an entry is not in the export.
fn lost(diagnostics: &mut Diagnostics, entry: &Entry, span: Span, message: String, help: &str) {
    let diagnostic = Diagnostics::at(&entry.file.path, span, lint::EXPORT_LOSSY, message);
    diagnostics.push(diagnostic.label("not carried").help(help));
}

/// The place of a question.
fn asked_at(entry: &Entry, item: &QuizItem) -> Span {
    entry.document.headings[item.heading].inline
}
