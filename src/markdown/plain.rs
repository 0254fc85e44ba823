//! Words without markup, for search and for short previews.

use super::Dialect;
use super::document::DATA_BLOCKS;
use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag, TagEnd};

/// The words of a Markdown text, blocks parted by line breaks. Data blocks and
/// raw HTML are left out, code is kept.
pub fn plain_text(markdown: &str, dialect: Dialect) -> String {
    let mut words = String::with_capacity(markdown.len());
    let mut hidden = false;
    for event in Parser::new_ext(markdown, dialect.options()) {
        match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
                hidden = dialect.ours && DATA_BLOCKS.contains(&info.as_ref())
            }
            Event::End(TagEnd::CodeBlock) => {
                hidden = false;
                words.push('\n');
            }
            Event::Text(text) | Event::Code(text) if !hidden => words.push_str(&text),
            Event::SoftBreak | Event::HardBreak => words.push(' '),
            Event::End(
                TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::Item | TagEnd::TableRow | TagEnd::TableHead,
            ) => words.push('\n'),
            Event::End(TagEnd::TableCell) => words.push(' '),
            _ => {}
        }
    }
    words
}

/// The words of a single line of Markdown.
pub fn fragment_text(markdown: &str) -> String {
    plain_text(markdown, Dialect::OURS).trim().replace('\n', " ")
}
