//! The events of a text: pulldown-cmark's, though it does not see what is simple.
//!
//! Headings, paragraphs, lists and quotes that are nothing but words are most of most
//! pages, and code need not be looked into. [`simple`](super::simple) reads them in a
//! third of the time; what stands between them goes to the parser, cut where nothing can
//! go on. A test compares.

use super::Dialect;
use super::fence::{Fence, fence};
use super::line::{begins, controls, heading, next_line};
use super::simple::{Answers, Simple};
use pulldown_cmark::{Event, Options, Parser};
use std::ops::Range;

/// Gives the events of a text in order, each with its place.
pub(super) fn events<'a>(text: &'a str, dialect: Dialect, take: impl FnMut(Event<'a>, Range<usize>)) {
    read(text, dialect, &mut Simple::new(text, dialect.smart_punctuation), take);
}

/// The same for a text that will be read again, with what is to be known then.
pub(super) fn events_first<'a>(text: &'a str, dialect: Dialect, take: impl FnMut(Event<'a>, Range<usize>)) -> Answers {
    let mut simple = Simple::noting(text, dialect.smart_punctuation);
    read(text, dialect, &mut simple, take);
    simple.noted()
}

/// The same for a text that was read before in the same dialect.
pub(super) fn events_again<'a>(
    text: &'a str,
    dialect: Dialect,
    answers: &'a Answers,
    take: impl FnMut(Event<'a>, Range<usize>),
) {
    read(text, dialect, &mut Simple::knowing(text, dialect.smart_punctuation, answers), take);
}

fn read<'a>(text: &'a str, dialect: Dialect, simple: &mut Simple<'a>, mut take: impl FnMut(Event<'a>, Range<usize>)) {
    let options = dialect.options();
    let (mut at, mut left) = if may_define(text) { (text.len(), Some(0)) } else { (0, None) };
    while at < text.len() {
        if text.as_bytes()[at] == b'\n' {
            at += 1;
        } else if let Some(block) = simple.block(at) {
            if let Some(from) = left.take() {
                parsed(text, from..at, options, &mut take);
            }
            at = simple.write(block, at, &mut take);
        } else {
            left.get_or_insert(at);
            at = beyond(text.as_bytes(), at);
        }
    }
    if let Some(from) = left {
        parsed(text, from..text.len(), options, &mut take);
    }
}

fn parsed<'a>(text: &'a str, part: Range<usize>, options: Options, take: &mut impl FnMut(Event<'a>, Range<usize>)) {
    for (event, place) in Parser::new_ext(&text[part.clone()], options).into_offset_iter() {
        take(event, place.start + part.start..place.end + part.start);
    }
}

/// Whether links or footnotes may be defined for all of the text. (A name in brackets has no bracket.)
fn may_define(text: &str) -> bool {
    let bytes = text.as_bytes();
    let defines = |at: usize| {
        bytes.get(at + 1) == Some(&b':') && !(bytes[..at].ends_with(b"]") && at > 1 && bytes[at - 2] != b'\\')
    };
    memchr::memchr_iter(b']', bytes).any(defines)
}

/// Where something that is not simple has ended for certain: before a heading, a
/// paragraph or a block of code that is not indented and has a blank line before it.
fn beyond(bytes: &[u8], start: usize) -> usize {
    match fence(bytes, start) {
        Some(Fence::Closed { end, .. }) => return (end + 1).min(bytes.len()),
        Some(Fence::Open) => return bytes.len(),
        None => {}
    }
    let (mut at, mut blank) = (start, None);
    while let Some(first) = bytes.get(at).copied() {
        let end = next_line(bytes, at);
        let line = bytes[at..end].trim_ascii();
        if line.is_empty() {
            blank = blank.or(Some(at));
            at = end;
            continue;
        }
        let anew =
            begins(first) || first == b'#' && heading(line).is_some() || first == b'`' && line.starts_with(b"```");
        if let Some(blank) = blank.take()
            && anew
            && !empty_item(&bytes[start..blank])
        {
            return if controls(&bytes[start..at]) { bytes.len() } else { at };
        }
        if goes_on(line) {
            return bytes.len();
        }
        at = end;
    }
    at
}

/// Whether a line may begin what blank lines do not end: HTML, code. Or make a
/// definition of what stands before it.
fn goes_on(line: &[u8]) -> bool {
    match line {
        [b'<' | b':', ..] => true,
        [b'`' | b'~', ..] => line.starts_with(b"```") || line.starts_with(b"~~~"),
        _ => false,
    }
}

/// Whether the last line may be an item without words; the parser ends those by what follows.
fn empty_item(before: &[u8]) -> bool {
    match before.trim_ascii_end() {
        [b'-' | b'*' | b'+' | b':'] | [.., b' ' | b'\t' | b'\n' | b'>', b'-' | b'*' | b'+' | b':'] => true,
        [.., b'[', b' ' | b'x' | b'X', b']'] => true,
        [.., digit, b'.' | b')'] => digit.is_ascii_digit(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markdown::RawHtml;
    use proptest::prelude::*;

    /// Words and marks, as they may follow each other.
    fn pieces() -> impl Strategy<Value = String> {
        const PIECES: [&str; 5] = [
            "a¦word ¦Two words. ¦it's ¦'¦\"¦é¦Ü ¦“¦\u{feff}¦\u{a0}¦\u{2028}¦\r\n¦\r¦\0¦\u{b}¦\t¦ ¦  ¦   ¦    ¦  \n¦\\\n¦\\",
            "\n¦\n¦\n¦\n\n¦\n\n¦\n\n¦- ¦- a\n¦- b c\n¦* ¦* x\n¦+ y\n¦1. ¦1. a\n¦2) b\n¦[ ] ¦[x] ¦- [ ] a\n  > b\n¦  more\n¦> ¦> a\n¦>",
            "# ¦## ¦## Head\n¦###### x\n¦####### y\n¦ #¦ ##\n¦{#id}¦{¦}¦```\n¦```a\n¦```question\nx: y\n```\n¦````\n¦ ```\n¦~~~\n¦`¦``",
            "*¦**¦_¦~~¦[¦]¦[x]¦[[a]]¦[a]: b\n¦[^1]¦[^1]: x\n¦]:¦]]:¦!¦![a](b)¦[a](b)¦(¦)¦<¦<div>\n¦<!-- ¦-->¦<br>¦<pre>\n¦</pre>\n¦<script>¦<?¦?>",
            "&¦&amp;¦|¦| a | b |\n¦|---|---|\n¦--¦---\n¦===\n¦=\n¦-\n¦...¦. .¦..¦: ¦: def\n¦:¦:-\n¦  : z\n¦$¦^¦[!NOTE]\n¦> [!SAY] x\n¦> [!SAY] Word (a)\n¦> Two words.\n¦/¦%¦+¦=",
        ];
        let piece = prop::sample::select(PIECES.iter().flat_map(|pieces| pieces.split('¦')).collect::<Vec<_>>());
        prop::collection::vec(piece, 1..24).prop_map(|pieces| pieces.concat())
    }

    fn dialects() -> impl Strategy<Value = Dialect> {
        any::<[bool; 4]>().prop_map(|[ours, smart_punctuation, definition_lists, admonitions]| Dialect {
            ours,
            smart_punctuation,
            definition_lists,
            admonitions,
            html: RawHtml::Sanitised,
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(5000))]

        /// What is read here, and in parts, reads the same as what the parser makes of the whole.
        #[test]
        fn the_parser_would_read_the_same(text in pieces(), dialect in dialects()) {
            let mut found = Vec::new();
            events(&text, dialect, |event, place| found.push((event, place)));
            let theirs: Vec<_> = Parser::new_ext(&text, dialect.options()).into_offset_iter().collect();
            prop_assert_eq!(&found, &theirs, "{:?}", text);
            let answers = events_first(&text, dialect, |_, _| {});
            found.clear();
            events_again(&text, dialect, &answers, |event, place| found.push((event, place)));
            prop_assert_eq!(found, theirs, "again: {:?}", text);
        }
    }

    #[test]
    fn only_what_is_not_simple_goes_to_the_parser() {
        let text = "## Head\n\nIt's a word. Two-step (50 %): so?\nMore\n- one\n- two\n\n> [!SAY] One.\n> Two.\n\nEnd.\n\na *b*\n\n```x\n\n```\n```x *y*\n\n```\n- last";
        let mut simple = Simple::new(text, true);
        let (mut at, mut left) = (0, Vec::new());
        while at < text.len() {
            match (text.as_bytes()[at], simple.block(at)) {
                (b'\n', _) => at += 1,
                (_, Some(block)) => at = simple.write(block, at, &mut |_, _| {}),
                (_, None) => {
                    let end = beyond(text.as_bytes(), at);
                    left.push(&text[at..end]);
                    at = end;
                }
            }
        }
        assert_eq!(left, ["a *b*\n\n", "```x *y*\n\n```\n"]);
    }
}
