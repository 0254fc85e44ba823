//! Turns text into a [`Document`] with offsets, and events into HTML; never fails.
//!
//! The only door to pulldown-cmark. Front matter is split off before the
//! parser sees the text, because its own metadata options match in the middle
//! of documents and drop text. A file is parsed once for its structure
//! ([`parse`]) and once more when its page is written ([`html::render`]): events are
//! far larger than the text they come from, so they are not kept.

mod anchor;
mod bare;
mod capitals;
mod document;
mod events;
mod fence;
mod front_matter;
mod hidden;
pub mod html;
mod line;
mod outline;
mod passage;
mod plain;
mod raw;
mod remark;
mod simple;
mod words;
mod written;

pub use anchor::{Anchors, anchor_of};
pub use document::{Block, Document, Heading, Link, LinkKind, Prose, parse};
pub use hidden::{HiddenTarget, hidden_targets};

pub use outline::{Item, TopBlock, TopKind, outline};
pub use passage::Passage;
pub use plain::fragment_text;
pub use raw::{LeftOut, RawHtml, is_harmless, left_out, may_lead_to};
pub use remark::{Remark, without_remarks};
pub use words::Words;

use pulldown_cmark::Options;

/// The blocks that carry data.
const DATA_BLOCKS: [&str; 3] = ["question", "activity", "field"];

/// Which Markdown a book is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Dialect {
    /// Wiki links, data blocks and facilitator notes: off in a book that has no
    /// settings of ours, where `[[x]]` is just text.
    pub ours: bool,
    /// Curly quotes and real dashes.
    pub smart_punctuation: bool,
    /// `term` and `: definition` lists, as in mdBook.
    pub definition_lists: bool,
    /// `> [!NOTE]` blocks, as on code hosts.
    pub admonitions: bool,
    /// What becomes of HTML in the text.
    pub html: RawHtml,
}

impl Dialect {
    /// What our own books use.
    pub const OURS: Dialect = Dialect {
        ours: true,
        smart_punctuation: true,
        definition_lists: true,
        admonitions: true,
        html: RawHtml::Sanitised,
    };

    /// The parser's options, the same that mdBook 0.5 sets, and wiki links.
    pub(crate) fn options(self) -> Options {
        let mut options = Options::ENABLE_TABLES
            | Options::ENABLE_FOOTNOTES
            | Options::ENABLE_STRIKETHROUGH
            | Options::ENABLE_TASKLISTS
            | Options::ENABLE_HEADING_ATTRIBUTES;
        options.set(Options::ENABLE_SMART_PUNCTUATION, self.smart_punctuation);
        options.set(Options::ENABLE_DEFINITION_LIST, self.definition_lists);
        options.set(Options::ENABLE_GFM, self.admonitions);
        options.set(Options::ENABLE_WIKILINKS, self.ours);
        options
    }
}
