//! Runs of prose between the edges of blocks: paragraphs, list items, table cells.

use crate::source::Span;
use pulldown_cmark::{Event, Tag, TagEnd};
use std::ops::Range;

/// One paragraph, list item or table cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Passage {
    /// The Markdown, in the file.
    pub span: Span,
    /// The same without markup, in [`super::Document::words`].
    pub words: Span,
    /// Whether it is a cell of a table.
    pub cell: bool,
}

/// Gathers passages from events.
pub(super) struct Passages {
    pub(super) found: Vec<Passage>,
    open: Option<Passage>,
    /// Inside a heading or code, which are no prose.
    quiet: bool,
    cell: bool,
}

impl Passages {
    pub(super) fn new() -> Passages {
        Passages { found: Vec::with_capacity(32), open: None, quiet: false, cell: false }
    }

    /// Takes the next event with its place, and how many words' bytes there
    /// were before and after it.
    pub(super) fn event(&mut self, event: &Event<'_>, range: Range<usize>, before: usize, after: usize) {
        match event {
            Event::Start(Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. })
            | Event::End(TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image) => {}
            Event::Start(tag) => {
                self.close();
                self.quiet = matches!(tag, Tag::Heading { .. } | Tag::CodeBlock(_));
                self.cell = matches!(tag, Tag::TableCell);
            }
            Event::End(_) => {
                self.close();
                (self.quiet, self.cell) = (false, false);
            }
            _ if self.quiet || before == after => {}
            _ => {
                let (span, words) = (Span::from(range), Span::new(before, after));
                let open = self.open.get_or_insert(Passage { span, words, cell: self.cell });
                (open.span.end, open.words.end) = (span.end, words.end);
            }
        }
    }

    fn close(&mut self) {
        self.found.extend(self.open.take());
    }
}
