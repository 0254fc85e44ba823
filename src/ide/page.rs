//! A file as it is in the editor, with its structure: it may be newer than the
//! site, and need not be whole.

use super::yaml::{self, Spot};
use crate::diag::Diagnostics;
use crate::entry::schema::Part;
use crate::entry::{self, Kind, Place};
use crate::markdown::{Document, parse};
use crate::site::{Ix, Site};
use crate::source::{SourceFile, SourcePath, Span};
use crate::summary;

/// A file as it is in the editor.
pub struct Page<'a> {
    pub(super) site: &'a Site,
    pub(super) file: &'a SourceFile,
    pub(super) document: Document,
    /// What it is an entry of, if it is one.
    pub(super) kind: Option<Kind>,
    /// What its tables are, if it is in TOML: settings or fact records.
    pub(super) tables: Option<Toml>,
}

/// A file in TOML.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Toml {
    Settings,
    Facts,
    Runs,
}

/// A field, or a place where one may be begun.
pub(super) struct Writing {
    /// The table that its name is looked up in.
    pub(super) part: Part,
    /// Where in it.
    pub(super) spot: Spot,
    /// In TOML, whether it is in quotes already.
    pub(super) quoted: Option<bool>,
}

impl<'a> Page<'a> {
    /// Reads a file of a book.
    pub fn new(site: &'a Site, file: &'a SourceFile) -> Page<'a> {
        let place = place(site, &file.path);
        let kind = match &place {
            Some(Place::Entry(id)) => Some(id.kind),
            _ => None,
        };
        let tables = match place {
            _ if file.path.as_str() == "book.toml" => Some(Toml::Settings),
            Some(Place::Facts) => Some(Toml::Facts),
            Some(Place::Run) => Some(Toml::Runs),
            _ => None,
        };
        let parsed = || parse(file, site.config.dialect, &mut Diagnostics::new());
        let document = if tables.is_some() { Document::default() } else { parsed() };
        Page { site, file, document, kind, tables }
    }

    /// The text.
    pub(super) fn text(&self) -> &'a str {
        &self.file.text
    }

    /// The entry that the site knows for this file.
    pub(super) fn ix(&self) -> Option<Ix> {
        self.site.at_path(&self.file.path)
    }

    /// The field that is written at an offset, in front matter or a data block.
    pub(super) fn writing(&self, offset: usize) -> Option<Writing> {
        if let Some(tables) = self.tables {
            return self.writing_tables(tables, offset);
        }
        let kind = self.kind?;
        // The line that closes fields touches them and is none of them.
        let closing = |yaml: Span, closed: bool| closed && offset == yaml.end as usize && !yaml.is_empty();
        let closed = self.document.front_matter.is_some();
        if let Some(yaml) = self.front_matter().filter(|yaml| touches(*yaml, offset) && !closing(*yaml, closed)) {
            return Some(Writing { part: Part::Front(kind), spot: self.spot(yaml, offset)?, quoted: None });
        }
        let block = self.document.blocks.iter().find(|block| touches(block.yaml, offset))?;
        if closing(block.yaml, block.yaml.end < block.span.end) {
            return None;
        }
        Some(Writing { part: Part::block(&block.name, kind)?, spot: self.spot(block.yaml, offset)?, quoted: None })
    }

    fn writing_tables(&self, tables: Toml, offset: usize) -> Option<Writing> {
        let found = super::tables::spot(self.text(), offset)?;
        let (part, above): (Part, &[&str]) = match tables {
            Toml::Settings => (Part::Settings, &["output", "crosstrain"]),
            Toml::Facts => (Part::Fact, &["fact"]),
            Toml::Runs => (Part::Run, &[]),
        };
        let inside = found.spot.path.iter().zip(above).all(|(name, above)| name == above);
        if !inside || found.spot.path.len() < above.len() {
            return None;
        }
        let path = found.spot.path[above.len()..].to_vec();
        Some(Writing { part, spot: Spot { path, ..found.spot }, quoted: Some(found.quoted) })
    }

    /// The front matter, also where it is not closed yet.
    fn front_matter(&self) -> Option<Span> {
        self.document.front_matter.or_else(|| {
            let text = self.text();
            let start = text.strip_prefix("---").and_then(|rest| Some(3 + rest.find('\n')? + 1))?;
            text[3..start].trim().is_empty().then(|| Span::new(start, text.len()))
        })
    }

    fn spot(&self, yaml: Span, offset: usize) -> Option<Spot> {
        let start = yaml.start as usize;
        let spot = yaml::spot(yaml.text(self.text()), offset - start)?;
        Some(Spot { word: spot.word.shifted(start), ..spot })
    }

    /// The line up to an offset, and where it starts.
    pub(super) fn line_to(&self, offset: usize) -> (&'a str, usize) {
        let before = &self.text()[..offset];
        let start = before.rfind(['\n', '\r']).map_or(0, |at| at + 1);
        (&before[start..], start)
    }

    /// The rest of the line from an offset on.
    pub(super) fn line_from(&self, offset: usize) -> &'a str {
        let rest = &self.text()[offset..];
        &rest[..rest.find(['\n', '\r']).unwrap_or(rest.len())]
    }
}

/// Whether a cursor at an offset is in a span or at one of its ends.
pub(super) fn touches(span: Span, offset: usize) -> bool {
    span.start as usize <= offset && offset <= span.end as usize
}

fn place(site: &Site, path: &SourcePath) -> Option<Place> {
    let below = path.below(&site.config.src)?;
    let listed = summary::chapters(&site.contents).any(|chapter| chapter.path.as_deref() == Some(below));
    Some(entry::place(below, site.config.ours, listed))
}
