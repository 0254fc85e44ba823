//! Words without markup, for search and for short previews.

use super::DATA_BLOCKS;
use super::Dialect;
use super::bare::bare;
use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag, TagEnd};

/// Gathers the words of a text from its events, blocks parted by line breaks.
/// Data blocks and raw HTML are left out, code is kept.
pub(super) struct Plain {
    pub(super) words: String,
    dialect: Dialect,
    hidden: bool,
}

impl Plain {
    /// Ready for a text of about this many bytes.
    pub(super) fn new(dialect: Dialect, bytes: usize) -> Plain {
        Plain { words: String::with_capacity(bytes), dialect, hidden: false }
    }

    /// Takes the next event.
    pub(super) fn event(&mut self, event: &Event<'_>) {
        let words = &mut self.words;
        match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
                self.hidden = self.dialect.ours && DATA_BLOCKS.contains(&info.as_ref())
            }
            Event::End(TagEnd::CodeBlock) => {
                self.hidden = false;
                words.push('\n');
            }
            Event::Text(text) | Event::Code(text) if !self.hidden => words.push_str(text),
            Event::SoftBreak | Event::HardBreak => words.push(' '),
            Event::End(
                TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::Item | TagEnd::TableRow | TagEnd::TableHead,
            ) => words.push('\n'),
            Event::End(TagEnd::TableCell) => words.push(' '),
            _ => {}
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
    let mut plain = Plain::new(dialect, markdown.len());
    Parser::new_ext(markdown, dialect.options()).for_each(|event| plain.event(&event));
    plain.words
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
