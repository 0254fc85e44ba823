//! Words without markup, for search and for short previews.

use super::DATA_BLOCKS;
use super::Dialect;
use super::bare::bare;
use super::events::events;
use pulldown_cmark::{CodeBlockKind, Event, Tag, TagEnd};

/// Tells the words of a text from its events, blocks parted by line breaks.
/// Data blocks and raw HTML are left out, code is kept.
pub(super) struct Plain {
    dialect: Dialect,
    hidden: bool,
}

impl Plain {
    pub(super) fn new(dialect: Dialect) -> Plain {
        Plain { dialect, hidden: false }
    }

    /// The words of the next event.
    pub(super) fn words<'e>(&mut self, event: &'e Event<'_>) -> &'e str {
        match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
                self.hidden = self.dialect.ours && DATA_BLOCKS.contains(&info.as_ref());
                ""
            }
            Event::End(TagEnd::CodeBlock) => {
                self.hidden = false;
                "\n"
            }
            Event::Text(text) | Event::Code(text) if !self.hidden => text,
            Event::SoftBreak | Event::HardBreak => " ",
            Event::End(
                TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::Item | TagEnd::TableRow | TagEnd::TableHead,
            ) => "\n",
            Event::End(TagEnd::TableCell) => " ",
            _ => "",
        }
    }
}

/// The words of a single line of Markdown.
pub fn fragment_text(markdown: &str) -> String {
    match bare(markdown.trim(), Dialect::OURS) {
        Some(words) => words.into_owned(),
        None => parsed(markdown),
    }
}

fn parsed(markdown: &str) -> String {
    plain_text(markdown, Dialect::OURS).trim().replace('\n', " ")
}

/// The words of a text, blocks parted by line breaks.
pub(super) fn plain_text(markdown: &str, dialect: Dialect) -> String {
    let (mut plain, mut words) = (Plain::new(dialect), String::with_capacity(markdown.len()));
    events(markdown, dialect, |event, _| words.push_str(plain.words(&event)));
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_short_way_reads_the_same(line in " {0,3}[a-z0-9é(][a-z0-9 ,.;:?()%/é'-]{0,12} {0,3}") {
            prop_assert_eq!(parsed(&line), fragment_text(&line));
        }
    }
}
