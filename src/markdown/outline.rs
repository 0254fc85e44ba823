//! The top-level blocks of a piece of text: paragraphs, quotes, lists, tables.
//!
//! For the parts of a page that are data written as Markdown, such as the
//! choices of a question.

use super::Dialect;
use crate::source::{Span, Spanned};
use pulldown_cmark::{Event, Parser, Tag, TagEnd};
use std::ops::Range;

/// One top-level block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TopBlock {
    /// The bytes in the file.
    pub span: Span,
    /// What it is.
    pub kind: TopKind,
}

/// What a block is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TopKind {
    /// A quote, with the Markdown inside it.
    Quote(String),
    /// A list.
    List {
        /// Whether it is numbered.
        ordered: bool,
        /// Its items.
        items: Vec<Item>,
    },
    /// A table: cells of Markdown, the header row first.
    Table(Vec<Vec<Spanned<String>>>),
    /// Anything else.
    Other,
}

/// One item of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Whether it is ticked; `None` when it has no box.
    pub task: Option<bool>,
    /// The Markdown before any quote in it.
    pub text: Spanned<String>,
    /// The Markdown of the first quote in it; may be empty.
    pub quote: String,
}

/// Outlines the text of a span.
pub fn outline(source: &str, span: Span, dialect: Dialect) -> Vec<TopBlock> {
    let offset = span.start as usize;
    let mut blocks = Vec::new();
    let mut depth = 0_usize;
    let mut builder: Option<Builder<'_>> = None;
    for (event, range) in Parser::new_ext(span.text(source), dialect.options()).into_offset_iter() {
        let range = range.start + offset..range.end + offset;
        if depth == 0
            && let Event::Start(tag) = &event
        {
            builder = Some(Builder::new(source, tag, range.clone()));
        }
        match &event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth -= 1,
            _ => {}
        }
        if let Some(builder) = &mut builder {
            builder.event(&event, range, depth);
        }
        if depth == 0 {
            blocks.extend(builder.take().map(Builder::finish));
        }
    }
    blocks
}

struct Builder<'a> {
    source: &'a str,
    span: Range<usize>,
    kind: TopKind,
    item: Option<OpenItem>,
}

struct OpenItem {
    task: Option<bool>,
    start: Option<usize>,
    quote: Option<Range<usize>>,
    end: usize,
}

impl<'a> Builder<'a> {
    fn new(source: &'a str, tag: &Tag<'_>, span: Range<usize>) -> Builder<'a> {
        let kind = match tag {
            Tag::BlockQuote(_) => TopKind::Quote(unquoted(&source[span.clone()])),
            Tag::List(first) => TopKind::List { ordered: first.is_some(), items: Vec::new() },
            Tag::Table(_) => TopKind::Table(Vec::new()),
            _ => TopKind::Other,
        };
        Builder { source, span, kind, item: None }
    }

    fn event(&mut self, event: &Event<'_>, range: Range<usize>, depth: usize) {
        match &mut self.kind {
            TopKind::List { items, .. } => {
                if depth == 2 && matches!(event, Event::Start(Tag::Item)) {
                    self.item = Some(OpenItem { task: None, start: None, quote: None, end: range.end });
                } else if depth == 1 && matches!(event, Event::End(TagEnd::Item)) {
                    items.extend(self.item.take().map(|item| item.finish(self.source)));
                } else if let Some(item) = &mut self.item {
                    item.event(event, range, depth);
                }
            }
            TopKind::Table(rows) => match event {
                Event::Start(Tag::TableHead | Tag::TableRow) => rows.push(Vec::new()),
                Event::Start(Tag::TableCell) => {
                    let text = self.source[range.clone()].trim().trim_matches('|').trim().to_owned();
                    if let Some(row) = rows.last_mut() {
                        row.push(Spanned::new(text, range.into()));
                    }
                }
                _ => {}
            },
            _ => {}
        }
    }

    fn finish(self) -> TopBlock {
        TopBlock { span: self.span.into(), kind: self.kind }
    }
}

impl OpenItem {
    fn event(&mut self, event: &Event<'_>, range: Range<usize>, depth: usize) {
        match event {
            Event::TaskListMarker(done) => {
                self.task = Some(*done);
                self.start = Some(range.end);
            }
            Event::Start(Tag::BlockQuote(_)) if depth == 3 && self.quote.is_none() => self.quote = Some(range),
            _ => {
                self.start.get_or_insert(range.start);
            }
        }
    }

    fn finish(self, source: &str) -> Item {
        let end = self.quote.as_ref().map_or(self.end, |quote| quote.start);
        let start = self.start.unwrap_or(end).min(end);
        let written = &source[start..end];
        let lead = written.len() - written.trim_start().len();
        let span = Span::new(start + lead, (start + written.trim_end().len()).max(start + lead));
        let text = dedented(span.text(source), "");
        let quote = self.quote.map(|quote| unquoted(&source[quote])).unwrap_or_default();
        Item { task: self.task, text: Spanned::new(text, span), quote }
    }
}

/// The Markdown inside a quote.
fn unquoted(quote: &str) -> String {
    dedented(quote, ">")
}

fn dedented(text: &str, mark: &str) -> String {
    let lines = text.trim_end().lines().map(|line| {
        let line = line.trim_start();
        line.strip_prefix(mark).map_or(line, |rest| rest.strip_prefix(' ').unwrap_or(rest))
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn choices_and_their_feedback_are_found() {
        let source = "Look.\n\n- [ ] One *x*\n  > Not\n  > quite.\n- [x] Two\n  more\n\n> Why.\n";
        let blocks = outline(source, Span::new(0, source.len()), Dialect::OURS);
        assert_eq!(blocks.len(), 3);
        let TopKind::List { ordered: false, items } = &blocks[1].kind else { panic!("{blocks:?}") };
        assert_eq!(
            (items[0].task, items[0].text.as_str(), items[0].quote.as_str()),
            (Some(false), "One *x*", "Not\nquite.")
        );
        assert_eq!((items[1].task, items[1].text.as_str(), items[1].quote.as_str()), (Some(true), "Two\nmore", ""));
        assert_eq!(blocks[2].kind, TopKind::Quote("Why.".into()));
    }

    #[test]
    fn tables_are_rows_of_cells() {
        let source = "| A | B |\n|---|---|\n| *x* | y |\n";
        let blocks = outline(source, Span::new(0, source.len()), Dialect::OURS);
        let TopKind::Table(rows) = &blocks[0].kind else { panic!("{blocks:?}") };
        let rows: Vec<Vec<&str>> =
            rows.iter().map(|row| row.iter().map(|cell| cell.value.as_str()).collect()).collect();
        assert_eq!(rows, [["A", "B"], ["*x*", "y"]]);
    }
}
