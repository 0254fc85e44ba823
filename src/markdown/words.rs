//! The words of a text without markup, kept as places in that text.

use crate::source::Span;

/// The words of a text without markup. Nearly all of them stand in the text as they
/// are, so only their places are kept: as a string they would be a quarter of the
/// memory of a large book.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Words {
    pieces: Vec<Piece>,
    /// What does not stand in the text as it is: curly quotes, characters written as entities.
    others: String,
    length: u32,
}

/// Words in a row, and what parts them from the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Piece {
    start: u32,
    /// The number of bytes; above them what follows, and whether the piece is one of the others.
    length: u32,
}

const LENGTH: u32 = (1 << 29) - 1;
const OTHER: u32 = 1 << 29;
const SPACE: u32 = 1 << 30;
const LINE: u32 = 1 << 31;

impl Piece {
    fn span(self) -> Span {
        Span { start: self.start, end: self.start + (self.length & LENGTH) }
    }

    fn parted(self) -> bool {
        self.length & (SPACE | LINE) != 0
    }
}

impl Words {
    /// How many bytes they have.
    pub fn len(&self) -> usize {
        self.length as usize
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.length == 0
    }

    /// The words themselves, from the text that they were found in.
    pub fn read(&self, text: &str) -> String {
        let mut words = String::with_capacity(self.len());
        for piece in &self.pieces {
            let from = if piece.length & OTHER == 0 { text } else { &self.others };
            words.push_str(piece.span().text(from));
            match piece.length & (SPACE | LINE) {
                SPACE => words.push(' '),
                LINE => words.push('\n'),
                _ => {}
            }
        }
        words
    }

    /// Adds what an event at `span` of the text said.
    pub(super) fn add(&mut self, added: &str, span: Span, text: &str) {
        self.length += added.len() as u32;
        match added {
            "" => {}
            " " => self.part(SPACE),
            "\n" => self.part(LINE),
            _ => match place_of(added, span.text(text)) {
                Some(at) => self.push(span.start + at as u32, added.len(), 0),
                None => {
                    self.push(self.others.len() as u32, added.len(), OTHER);
                    self.others.push_str(added);
                }
            },
        }
    }

    fn push(&mut self, start: u32, length: usize, of: u32) {
        let length = length as u32;
        match self.pieces.last_mut() {
            Some(last) if !last.parted() && last.length & OTHER == of && last.span().end == start => {
                last.length += length
            }
            _ => self.pieces.push(Piece { start, length: length | of }),
        }
    }

    fn part(&mut self, by: u32) {
        match self.pieces.last_mut() {
            Some(last) if !last.parted() => last.length |= by,
            _ => self.pieces.push(Piece { start: 0, length: by }),
        }
    }

    /// With room for more.
    pub(super) fn roomy() -> Words {
        Words { pieces: Vec::with_capacity(64), ..Words::default() }
    }

    /// Gives back what was set aside for more.
    pub(super) fn finished(mut self) -> Words {
        self.pieces.shrink_to_fit();
        self.others.shrink_to_fit();
        self
    }
}

/// Where words stand in what was written; nearly always at its start.
fn place_of(words: &str, written: &str) -> Option<usize> {
    let start = written.get(..words.len()).is_some_and(|start| same(start, words));
    if start { Some(0) } else { written.find(words) }
}

/// Whether two texts are the same. The parser's words mostly are those of its text
/// themselves, which need no comparing.
pub(super) fn same(one: &str, other: &str) -> bool {
    std::ptr::eq(one, other) || one == other
}

#[cfg(test)]
mod tests {
    use super::super::plain::plain_text;
    use super::super::{Dialect, parse};
    use crate::diag::Diagnostics;
    use crate::source::SourceFile;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn places_read_like_the_words(text in r#"([a-zé '"&.,*_`\[\]()<>|#\\\n-]|&amp;|\n\n|- |\[\[a|\]\]|```\n|:-|...){0,60}"#) {
            let file = SourceFile::new("content/a.md".into(), text);
            let document = parse(&file, Dialect::OURS, &mut Diagnostics::new());
            let words = document.words.read(&file.text);
            prop_assert_eq!(words.len(), document.words.len());
            prop_assert_eq!(words, plain_text(&file.text[document.body..], Dialect::OURS));
        }
    }
}
