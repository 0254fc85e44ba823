//! Cuts text into words the way the reader's script does; both are held to
//! `tests/vectors/search.json`.

use crate::source::{Eight, eight};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Letters that are no letter with an accent to Unicode, but are to people.
const FOLDS: [(char, &str); 8] =
    [('ß', "ss"), ('ø', "o"), ('ł', "l"), ('đ', "d"), ('ı', "i"), ('æ', "ae"), ('œ', "oe"), ('ς', "σ")];

/// Text in the form in which it is compared: compatible forms made one,
/// accents and apostrophes dropped, lower case.
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        let mut lower = text.to_ascii_lowercase();
        if lower.contains('\'') {
            lower.retain(|c| c != '\'');
        }
        return lower;
    }
    let plain: String = text
        .nfkd()
        .filter(|c| !matches!(c, '\u{300}'..='\u{36f}' | '\'' | '\u{2018}' | '\u{2019}'))
        .flat_map(char::to_lowercase)
        .collect();
    let mut folded = String::with_capacity(plain.len());
    for c in plain.nfc() {
        match FOLDS.iter().find(|(from, _)| *from == c) {
            Some((_, to)) => folded.push_str(to),
            None => folded.push(c),
        }
    }
    folded
}

/// The words of a text. Scripts that put no spaces between words become pairs
/// of neighbouring characters.
pub fn tokens(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    each(text, |word, _| words.push(word.to_owned()));
    words
}

/// A word of up to eight bytes as a number, which is compared without looking into
/// memory. Words hold no zero bytes, so two of them never share one.
pub(super) type Packed = Option<u64>;

/// Calls `found` with each word of a text. No word crosses a line, and most
/// lines are plain ASCII, which needs none of Unicode's tables.
pub(super) fn each(text: &str, mut found: impl FnMut(&str, Packed)) {
    let mut lower = String::new();
    let mut rest = text;
    while !rest.is_empty() {
        let end = memchr::memchr(b'\n', rest.as_bytes()).unwrap_or(rest.len());
        let line = &rest[..end];
        if line.is_ascii() {
            each_ascii(line, &mut lower, &mut found)
        } else {
            each_unicode(line, &mut |word| found(word, packed(Eight::at(word.as_bytes(), 0), word.len())))
        }
        rest = rest.get(end + 1..).unwrap_or("");
    }
}

/// `lower` is room for the line in small letters.
fn each_ascii(line: &str, lower: &mut String, found: &mut impl FnMut(&str, Packed)) {
    lower.clear();
    lower.push_str(line);
    lower.make_ascii_lowercase();
    if memchr::memchr(b'\'', lower.as_bytes()).is_some() {
        lower.retain(|c| c != '\'');
    }
    let bytes = lower.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let eight = Eight::at(bytes, at);
        let outside = eight::not(eight.letters() | eight.digits());
        let mut length = eight::before(outside);
        if length == 8 {
            length += bytes[at + 8..].iter().take_while(|byte| in_word(**byte)).count();
        }
        if length > 0 {
            found(&lower[at..at + length], packed(eight, length));
        }
        at += length + 1;
    }
}

/// The number of a word of so many bytes, but not none, that begins with eight or fewer.
fn packed(beginning: Eight, length: usize) -> Packed {
    (length <= 8).then(|| beginning.first_highest() >> (64 - 8 * length))
}

/// Whether a byte of a line in small letters is part of a word.
fn in_word(byte: u8) -> bool {
    byte.is_ascii_lowercase() || byte.is_ascii_digit()
}

fn each_unicode(line: &str, found: &mut impl FnMut(&str)) {
    let folded = fold(line);
    for run in folded.split(|c: char| !(c.is_alphanumeric() || is_combining_mark(c))) {
        let mut rest = run;
        while let Some(first) = rest.chars().next() {
            let end = rest.find(|c| dense(c) != dense(first)).unwrap_or(rest.len());
            let (part, after) = rest.split_at(end);
            if dense(first) {
                pairs(part, found)
            } else {
                found(part)
            }
            rest = after;
        }
    }
}

/// Calls `found` with each pair of neighbouring characters, or with the only one.
fn pairs(run: &str, found: &mut impl FnMut(&str)) {
    let mut starts: Vec<usize> = run.char_indices().map(|(at, _)| at).collect();
    starts.push(run.len());
    if starts.len() == 2 {
        found(run);
    }
    for pair in starts.windows(3) {
        found(&run[pair[0]..pair[2]]);
    }
}

/// Whether a character belongs to a script without spaces between words.
fn dense(c: char) -> bool {
    matches!(c,
        '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}'
        | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
        | '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// The last part of an address that follows from a title.
pub(super) fn slug(title: &str) -> String {
    let folded = fold(title);
    let parts: Vec<&str> = folded
        .split(|c: char| !c.is_ascii_lowercase() && !c.is_ascii_digit())
        .filter(|part| !part.is_empty())
        .collect();
    parts.join("-")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[derive(serde::Deserialize)]
    struct Vectors {
        tokens: Vec<(String, Vec<String>)>,
        slugs: Vec<(String, String)>,
    }

    #[test]
    fn words_are_cut_as_the_vectors_say() {
        let vectors: Vectors = serde_json::from_str(include_str!("../../tests/vectors/search.json")).unwrap();
        for (text, expected) in vectors.tokens {
            assert_eq!(tokens(&text), expected, "{text:?}");
        }
        for (title, expected) in vectors.slugs {
            assert_eq!(slug(&title), expected, "{title:?}");
        }
    }

    proptest! {
        #[test]
        fn folding_twice_changes_nothing(text in "\\PC{0,40}") {
            let once: Vec<String> = tokens(&text);
            for word in &once {
                prop_assert!(!word.is_empty());
                prop_assert_eq!(tokens(word), vec![word.clone()]);
            }
        }

        #[test]
        fn the_short_way_for_ascii_finds_the_same(line in "[ -~]{0,60}") {
            let (mut short, mut long) = (Vec::new(), Vec::new());
            each_ascii(&line, &mut String::new(), &mut |word: &str, number| short.push((word.to_owned(), number)));
            each_unicode(&line, &mut |word: &str| {
                let number = (word.len() <= 8).then(|| word.bytes().fold(0, |number, byte| number << 8 | u64::from(byte)));
                long.push((word.to_owned(), number));
            });
            prop_assert_eq!(short, long);
        }
    }
}
