//! A line without markup, which needs no parser: most choices of questions and most
//! labels are such.

use super::Dialect;
use std::borrow::Cow;

/// What a byte may do in Markdown, in HTML or to punctuation.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Effect {
    /// Nothing, wherever it stands in a line that begins with a letter.
    None,
    /// Nothing, unless another one follows: `..`, `--`.
    Doubled,
    /// An apostrophe between two letters.
    Apostrophe,
    /// Perhaps something.
    Some,
}

const EFFECTS: [Effect; 256] = {
    let (mut effects, mut byte) = ([Effect::Some; 256], 0);
    while byte < 256 {
        effects[byte] = effect(byte as u8);
        byte += 1;
    }
    effects
};

const fn effect(byte: u8) -> Effect {
    match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | 128.. => Effect::None,
        b' ' | b',' | b';' | b':' | b'?' | b'%' | b'(' | b')' | b'/' => Effect::None,
        b'.' | b'-' => Effect::Doubled,
        b'\'' => Effect::Apostrophe,
        _ => Effect::Some,
    }
}

/// The HTML of one line of text in which nothing is markup; none if something might be.
pub(super) fn bare(text: &str, dialect: Dialect) -> Option<Cow<'_, str>> {
    let bytes = text.as_bytes();
    let first = text.chars().next()?;
    if !first.is_alphabetic() || bytes.last() == Some(&b' ') {
        return None;
    }
    let mut apostrophes = false;
    let mut at = 0;
    let effect = |at: usize| bytes.get(at).map_or(Effect::None, |byte| EFFECTS[usize::from(*byte)]);
    loop {
        while at < bytes.len() && effect(at) == Effect::None {
            at += 1;
        }
        let Some(byte) = bytes.get(at) else { break };
        match effect(at) {
            Effect::None => {}
            Effect::Doubled if bytes.get(at + 1) != Some(byte) => {}
            Effect::Apostrophe if dialect.smart_punctuation && between_letters(bytes, at) => apostrophes = true,
            _ => return None,
        }
        at += 1;
    }
    Some(if apostrophes { text.replace('\'', "’").into() } else { text.into() })
}

fn between_letters(bytes: &[u8], at: usize) -> bool {
    let letter = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_alphabetic);
    at > 0 && letter(at - 1) && letter(at + 1)
}

#[cfg(test)]
mod tests {
    use super::bare;
    use crate::markdown::html::{AsWritten, parsed};
    use crate::markdown::{Dialect, RawHtml};
    use proptest::prelude::*;

    proptest! {
        /// What is taken for bare reads the same as what the parser makes of it.
        #[test]
        fn the_parser_would_write_the_same(
            text in "[a-zA-Zé][a-zA-Z0-9éß’\u{a0}.,;:?!%()/' \\[<&*_`#|~-]{0,24}",
            plain in "[a-zA-Z][a-z0-9é.,;:?%()/' -]{0,24}",
        ) {
            for text in [text, plain] {
                if let Some(html) = bare(&text, Dialect::OURS) {
                    prop_assert_eq!(format!("<p>{html}</p>\n"), parsed(&text, RawHtml::Sanitised, &AsWritten));
                }
            }
        }
    }

    #[test]
    fn most_sentences_are_bare() {
        assert_eq!(bare("It's a copy, kept close by.", Dialect::OURS).as_deref(), Some("It’s a copy, kept close by."));
        for text in
            ["a *word*", "see [[caching]]", "a < b", "wait...", "a -- b", "`code`", "1. one", "two\nlines", "end ", ""]
        {
            assert_eq!(bare(text, Dialect::OURS), None, "{text}");
        }
    }
}
