//! Headings, paragraphs, lists and quotes that are nothing but words, and code. Whatever
//! is not certain to mean the same to the parser is left to the parser.

use super::fence::{Fence, fence};
use super::line::{begins, heading, plain};
use pulldown_cmark::{CodeBlockKind, CowStr, Event, HeadingLevel, Tag, TagEnd};
use std::ops::Range;

/// Reads simple blocks of a text.
pub(super) struct Simple<'a> {
    text: &'a str,
    /// Whether apostrophes and other signs are made typographic.
    smart: bool,
    /// The lines of the block that was read last.
    lines: Vec<Line>,
    /// What is known of lines already.
    known: std::slice::Iter<'a, Option<bool>>,
    /// What was found out of lines, where somebody wants to know later.
    noted: Option<Vec<Option<bool>>>,
}

/// What was found out of the lines of a text in reading it, in the order in which it was
/// asked: whether they are nothing but words. The next to read it asks the same.
#[derive(Debug, Clone, Default)]
pub(super) struct Answers(Vec<Option<bool>>);

/// The words of a line.
struct Line {
    start: usize,
    end: usize,
    apostrophes: bool,
}

/// What was read.
pub(super) enum Block {
    Heading(usize),
    Paragraph,
    /// A list, and where the parser has it end.
    List(usize),
    /// A quote of one paragraph, and where the mark ends that it begins with, as `[!SAY]`.
    Quote(Option<usize>),
    /// Code: what is said of it, its lines, and where its last mark ends.
    Code(Range<usize>, Range<usize>, usize),
}

impl<'a> Simple<'a> {
    pub(super) fn new(text: &'a str, smart: bool) -> Simple<'a> {
        Simple { text, smart, lines: Vec::new(), known: [].iter(), noted: None }
    }

    /// Notes what it finds out.
    pub(super) fn noting(text: &'a str, smart: bool) -> Simple<'a> {
        Simple { noted: Some(Vec::with_capacity(128)), ..Simple::new(text, smart) }
    }

    /// Reads what was read before.
    pub(super) fn knowing(text: &'a str, smart: bool, answers: &'a Answers) -> Simple<'a> {
        Simple { known: answers.0.iter(), ..Simple::new(text, smart) }
    }

    /// What it noted, without room for more.
    pub(super) fn noted(self) -> Answers {
        let mut noted = self.noted.unwrap_or_default();
        noted.shrink_to_fit();
        Answers(noted)
    }

    fn bytes(&self) -> &'a [u8] {
        self.text.as_bytes()
    }

    /// The byte at a place; behind the text, the end of a line.
    fn byte(&self, at: usize) -> u8 {
        self.bytes().get(at).copied().unwrap_or(b'\n')
    }

    /// Reads the block that begins at a place, if it is simple and its end is certain.
    pub(super) fn block(&mut self, at: usize) -> Option<Block> {
        self.lines.clear();
        match self.byte(at) {
            b'#' => self.heading(at),
            marker @ (b'-' | b'*' | b'+') => self.list(at, marker),
            b'>' => self.quote(at),
            b'`' => self.code(at),
            first if begins(first) => self.paragraph(at),
            _ => None,
        }
    }

    /// Takes the rest of a line; gives where the next one begins.
    fn line(&mut self, start: usize) -> Option<usize> {
        let rest = &self.bytes()[start..];
        let length = memchr::memchr(b'\n', rest).unwrap_or(rest.len());
        let answer = self.known.next().copied().unwrap_or_else(|| plain(&rest[..length], self.smart));
        if let Some(noted) = &mut self.noted {
            noted.push(answer);
        }
        self.lines.push(Line { start, end: start + length, apostrophes: answer? });
        Some((start + length + 1).min(self.text.len()))
    }

    fn heading(&mut self, at: usize) -> Option<Block> {
        let level = heading(&self.bytes()[at..])?;
        let first = self.byte(at + level + 1);
        if !(begins(first) || first.is_ascii_digit()) {
            return None;
        }
        self.line(at + level + 1).map(|_| Block::Heading(level))
    }

    fn paragraph(&mut self, mut at: usize) -> Option<Block> {
        loop {
            at = self.line(at)?;
            let ends = match self.byte(at) {
                b'\n' => self.ends_words(at),
                b'#' => heading(&self.bytes()[at..]).is_some(),
                marker @ (b'-' | b'*' | b'+') => self.is_marked(at, marker),
                first if begins(first) => continue,
                _ => false,
            };
            return ends.then_some(Block::Paragraph);
        }
    }

    /// Whether the words before these line breaks are over: what is indented or begins
    /// with a colon may define them.
    fn ends_words(&self, at: usize) -> bool {
        let next = self.byte(self.beyond_blank(at));
        next == b'\n' || next > b' ' && next != b':'
    }

    fn quote(&mut self, at: usize) -> Option<Block> {
        let mark = mark(self.bytes(), at + 2);
        let words = mark.map_or(at + 2, |end| end + 1);
        if self.byte(at + 1) != b' ' || !begins(self.byte(words)) {
            return None;
        }
        let mut next = self.line(mark.unwrap_or(words))?;
        while self.is_marked(next, b'>') {
            next = self.line(next + 2)?;
        }
        (self.byte(next) == b'\n' && self.ends_words(next)).then_some(Block::Quote(mark))
    }

    fn list(&mut self, mut at: usize, marker: u8) -> Option<Block> {
        while self.is_marked(at, marker) {
            at = self.line(at + 2)?;
            match self.byte(at) {
                b'\n' => {
                    let next = self.beyond_blank(at);
                    let first = self.byte(next);
                    let ends = begins(first) || matches!(first, b'\n' | b'#' | b'>' | b'`');
                    return ends.then_some(Block::List(next));
                }
                b'#' => return heading(&self.bytes()[at..]).map(|_| Block::List(at)),
                _ => {}
            }
        }
        None
    }

    fn code(&self, at: usize) -> Option<Block> {
        let Some(Fence::Closed { info, code, end }) = fence(self.bytes(), at) else { return None };
        let name = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b',');
        self.bytes()[info.clone()].iter().all(name).then_some(Block::Code(info, code, end))
    }

    /// Whether a line begins with a marker, a space and words.
    fn is_marked(&self, at: usize, marker: u8) -> bool {
        self.byte(at) == marker && self.byte(at + 1) == b' ' && begins(self.byte(at + 2))
    }

    fn beyond_blank(&self, at: usize) -> usize {
        let rest = &self.bytes()[at..];
        at + rest.iter().position(|byte| *byte != b'\n').unwrap_or(rest.len())
    }

    /// Gives the events of the block that was read; returns where the next one may begin.
    pub(super) fn write(&self, block: Block, at: usize, take: &mut impl FnMut(Event<'a>, Range<usize>)) -> usize {
        let after = self.lines.last().map_or(at, |line| (line.end + 1).min(self.text.len()));
        match block {
            Block::Heading(level) => {
                let level = HeadingLevel::try_from(level).unwrap_or(HeadingLevel::H6);
                let tag = Tag::Heading { level, id: None, classes: Vec::new(), attrs: Vec::new() };
                take(Event::Start(tag), at..after);
                self.lines.iter().for_each(|line| self.words(line, take));
                take(Event::End(TagEnd::Heading(level)), at..after);
                after
            }
            Block::Paragraph => {
                take(Event::Start(Tag::Paragraph), at..after);
                for (number, line) in self.lines.iter().enumerate() {
                    if number > 0 {
                        take(Event::SoftBreak, line.start - 1..line.start);
                    }
                    self.words(line, take);
                }
                take(Event::End(TagEnd::Paragraph), at..after);
                after
            }
            Block::Quote(mark) => {
                take(Event::Start(Tag::BlockQuote(None)), at..after);
                take(Event::Start(Tag::Paragraph), at + 2..after);
                // The parser cuts at brackets.
                for cut in mark.iter().flat_map(|end| [at + 2..at + 3, at + 3..end - 1, end - 1..*end]) {
                    take(Event::Text(CowStr::Borrowed(&self.text[cut.clone()])), cut);
                }
                for (number, line) in self.lines.iter().enumerate() {
                    if number > 0 {
                        take(Event::SoftBreak, line.start - 3..line.start - 2);
                    }
                    self.words(line, take);
                }
                take(Event::End(TagEnd::Paragraph), at + 2..after);
                take(Event::End(TagEnd::BlockQuote(None)), at..after);
                after
            }
            Block::List(end) => {
                take(Event::Start(Tag::List(None)), at..end);
                for (number, line) in self.lines.iter().enumerate() {
                    let next = self.lines.get(number + 1).map_or(end, |next| next.start - 2);
                    take(Event::Start(Tag::Item), line.start - 2..next);
                    self.words(line, take);
                    take(Event::End(TagEnd::Item), line.start - 2..next);
                }
                take(Event::End(TagEnd::List(false)), at..end);
                end
            }
            Block::Code(info, code, end) => {
                let kind = CodeBlockKind::Fenced(CowStr::Borrowed(&self.text[info]));
                take(Event::Start(Tag::CodeBlock(kind)), at..end);
                if !code.is_empty() {
                    take(Event::Text(CowStr::Borrowed(&self.text[code.clone()])), code);
                }
                take(Event::End(TagEnd::CodeBlock), at..end);
                (end + 1).min(self.text.len())
            }
        }
    }

    /// The words of a line, cut at apostrophes as the parser does.
    fn words(&self, line: &Line, take: &mut impl FnMut(Event<'a>, Range<usize>)) {
        let mut at = line.start;
        let mut text = |words: &'a str, place: Range<usize>| take(Event::Text(CowStr::Borrowed(words)), place);
        if line.apostrophes {
            for apostrophe in memchr::memchr_iter(b'\'', &self.bytes()[line.start..line.end]) {
                let apostrophe = line.start + apostrophe;
                text(&self.text[at..apostrophe], at..apostrophe);
                text("’", apostrophe..apostrophe + 1);
                at = apostrophe + 1;
            }
        }
        text(&self.text[at..line.end], at..line.end);
    }
}

/// Where the mark of a note ends that begins at a place, before a space. The marks of code
/// hosts make another sort of quote.
fn mark(bytes: &[u8], at: usize) -> Option<usize> {
    let name = bytes.get(at..)?.strip_prefix(b"[!")?;
    let length = name.iter().take_while(|byte| byte.is_ascii_uppercase() || **byte == b'-').count();
    let theirs: [&[u8]; 5] = [b"NOTE", b"TIP", b"IMPORTANT", b"WARNING", b"CAUTION"];
    let ours = length > 0 && !theirs.contains(&&name[..length]) && name[length..].starts_with(b"] ");
    ours.then_some(at + 2 + length + 1)
}
