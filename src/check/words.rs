//! Words of English text, for rules that compare them.

use rust_stemmers::{Algorithm, Stemmer};
use std::collections::BTreeSet;

/// Words of five letters and more that carry no subject, sorted.
const STOP: &[&str] = &[
    "about",
    "above",
    "after",
    "again",
    "against",
    "always",
    "another",
    "anything",
    "because",
    "before",
    "being",
    "below",
    "between",
    "could",
    "doing",
    "during",
    "every",
    "everything",
    "first",
    "further",
    "having",
    "instead",
    "might",
    "never",
    "nothing",
    "other",
    "right",
    "shall",
    "should",
    "since",
    "somebody",
    "someone",
    "something",
    "still",
    "their",
    "theirs",
    "themselves",
    "there",
    "these",
    "thing",
    "things",
    "those",
    "through",
    "under",
    "until",
    "whatever",
    "where",
    "whether",
    "which",
    "while",
    "whose",
    "within",
    "without",
    "would",
    "yours",
];

/// What a byte can be part of: `W` a word, `-` nothing, `?` depends on the character.
const CLASSES: [u8; 256] = {
    let mut classes = [b'-'; 256];
    let mut byte = 0;
    while byte < 256 {
        let ascii = byte as u8;
        if byte >= 128 {
            classes[byte] = b'?';
        } else if ascii.is_ascii_alphanumeric() || ascii == b'\'' || ascii == b'-' {
            classes[byte] = b'W';
        }
        byte += 1;
    }
    classes
};

/// The words of a text: letters and digits, with apostrophes and hyphens inside.
pub(super) fn plain_words(text: &str) -> Words<'_> {
    Words { text, at: 0 }
}

/// The words of a text that are left. Most text is ASCII, which one table of bytes decides.
pub(super) struct Words<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Iterator for Words<'a> {
    type Item = &'a str;

    // A build asks for every word of every page four times: in line this takes half as long.
    #[inline]
    fn next(&mut self) -> Option<&'a str> {
        let bytes = self.text.as_bytes();
        loop {
            // What stands between words.
            while CLASSES[usize::from(*bytes.get(self.at)?)] == b'-' {
                self.at += 1;
            }
            let start = self.at;
            while bytes.get(self.at).is_some_and(|byte| CLASSES[usize::from(*byte)] == b'W') {
                self.at += 1;
            }
            let word = match bytes.get(self.at) {
                Some(byte) if !byte.is_ascii() => self.run_on(start),
                _ => &self.text[start..self.at],
            };
            let edge = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
            if edge(word.as_bytes().first()) && edge(word.as_bytes().last()) {
                return Some(word);
            }
            let word = word.trim_matches(|c: char| !c.is_alphanumeric());
            if !word.is_empty() {
                return Some(word);
            }
        }
    }
}

impl<'a> Words<'a> {
    /// The word that begins at a place and goes on with characters beyond ASCII, or
    /// nothing of one where what stands here is no letter; that is passed over, too.
    #[cold]
    fn run_on(&mut self, start: usize) -> &'a str {
        let inside = |c: char| c.is_alphanumeric() || matches!(c, '\'' | '-' | '’');
        let rest = &self.text[self.at..];
        let end = rest.find(|c| !inside(c)).unwrap_or(rest.len());
        let word = &self.text[start..self.at + end];
        self.at += end + rest[end..].chars().next().map_or(0, char::len_utf8);
        word
    }
}

/// The sentences of a text. A break is a full stop, a question or exclamation mark
/// before a space and anything but a small letter, or a dot between items. (The
/// rules of Unicode find none before a digit: `Two fail. 3 pass.`)
pub(super) fn sentences(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let start = rest.trim_start();
        if start.is_empty() {
            return None;
        }
        let (sentence, left) = start.split_at(sentence_length(start));
        rest = left;
        Some(sentence)
    })
    .filter(|sentence| plain_words(sentence).next().is_some())
}

/// The bytes of the sentence that a text begins with.
fn sentence_length(text: &str) -> usize {
    let mut at = 0;
    let ascii = text.is_ascii();
    // `…` and `·` begin with the last two bytes.
    let next_end = |text: &str| match ascii {
        true => memchr::memchr3(b'.', b'?', b'!', text.as_bytes()),
        false => text.bytes().position(|byte| matches!(byte, b'.' | b'?' | b'!' | 0xc2 | 0xe2)),
    };
    while let Some(next) = next_end(&text[at..]) {
        at += next;
        let c = text[at..].chars().next().unwrap_or('.');
        at += c.len_utf8();
        if c == '·' || matches!(c, '.' | '?' | '!' | '…') && ends_here(&text[at..]) {
            return at;
        }
    }
    text.len()
}

fn ends_here(after: &str) -> bool {
    let after = after.trim_start_matches(['"', '”', '’', '\'', ')', ']', '.']);
    let next = after.trim_start();
    next.len() < after.len() && !next.starts_with(char::is_lowercase)
}

/// The stems of the words that carry a subject: five letters or more, and no
/// word such as `because`.
pub(super) fn content_stems(text: &str) -> BTreeSet<String> {
    let stemmer = Stemmer::create(Algorithm::English);
    let stem = |word: &str| {
        let word = word.to_lowercase();
        stemmer.stem(word.trim_end_matches("’s").trim_end_matches("'s")).into_owned()
    };
    plain_words(text).filter(|word| carries(word)).map(stem).collect()
}

/// Digests of the beginnings of words that carry a subject, sorted, each once.
/// Words of one stem begin alike, so this is a quick and rough measure of what
/// a text is about.
pub(super) fn beginnings<'a>(texts: impl Iterator<Item = &'a str>) -> Vec<u32> {
    let beginning = |word: &str| word.bytes().take(5).fold(0_u32, |hash, byte| hash * 31 + u32::from(byte | 32));
    let mut found: Vec<u32> = texts.flat_map(plain_words).filter(|word| carries(word)).map(beginning).collect();
    found.sort_unstable();
    found.dedup();
    found
}

fn carries(word: &str) -> bool {
    word.len() >= 5
        && (word.is_ascii() || word.chars().count() >= 5)
        && STOP.binary_search_by(|stop| stop.bytes().cmp(word.bytes().map(|byte| byte.to_ascii_lowercase()))).is_err()
}

/// Whether a text has a word or phrase, with nothing of a word on either side.
pub(super) fn has_word(text: &str, word: &str) -> bool {
    words_at(text, word).next().is_some()
}

/// Where a text last has a word or phrase.
pub(super) fn last_word_at(text: &str, word: &str) -> Option<usize> {
    words_at(text, word).last()
}

/// Where a text has a word or phrase.
pub(super) fn words_at<'a>(text: &'a str, word: &'a str) -> impl Iterator<Item = usize> {
    let edge = |c: Option<char>| !c.is_some_and(char::is_alphanumeric);
    let alone = move |at: &usize| edge(text[..*at].chars().next_back()) && edge(text[at + word.len()..].chars().next());
    text.match_indices(word).map(|(at, _)| at).filter(move |at| !word.is_empty() && alone(at))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_without_a_subject_are_sorted() {
        assert!(STOP.is_sorted());
        assert!(!carries("Because") && carries("cache") && !carries("them"));
    }

    #[test]
    fn words_are_whole_and_stems_have_a_subject() {
        assert!(has_word("it never ends", "never"));
        assert!(!has_word("nevertheless", "never"));
        let stems = content_stems("Which caches would the browser's copies use?");
        assert_eq!(stems.into_iter().collect::<Vec<_>>(), ["browser", "cach", "copi"]);
        let parts: Vec<_> =
            sentences("It costs 2.5 euros, e.g. now. 3 pass! “Why?” she asks · Yes").map(str::trim).collect();
        assert_eq!(parts, ["It costs 2.5 euros, e.g. now.", "3 pass!", "“Why?” she asks ·", "Yes"]);
        assert_eq!(plain_words("don’t, a-b: ‘c’").collect::<Vec<_>>(), ["don’t", "a-b", "c"]);
    }
}
