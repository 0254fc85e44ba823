//! Words of English text, for rules that compare them.

use rust_stemmers::{Algorithm, Stemmer};
use std::collections::BTreeSet;

/// Words that carry no subject.
const STOP: &[&str] = &[
    "about",
    "above",
    "after",
    "again",
    "against",
    "because",
    "before",
    "being",
    "below",
    "between",
    "could",
    "doing",
    "during",
    "every",
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
    "something",
    "still",
    "their",
    "theirs",
    "them",
    "themselves",
    "there",
    "these",
    "thing",
    "things",
    "those",
    "through",
    "under",
    "until",
    "what",
    "whatever",
    "where",
    "which",
    "while",
    "whose",
    "within",
    "without",
    "would",
    "yours",
    "always",
    "another",
    "anything",
    "everything",
    "someone",
    "somebody",
    "whether",
];

/// The words of a text: letters and digits, with apostrophes and hyphens inside.
pub(super) fn plain_words(text: &str) -> impl Iterator<Item = &str> {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            at += text[at..].bytes().take_while(|byte| byte.is_ascii() && !in_word(*byte)).count();
            let start = at;
            at += word_length(&text[at..]);
            if at > start {
                let word = text[start..at].trim_matches(|c: char| !c.is_alphanumeric());
                if !word.is_empty() {
                    return Some(word);
                }
            } else {
                // Something beyond ASCII that is in no word, or the end.
                at += text[at..].chars().next()?.len_utf8();
            }
        }
    })
}

fn in_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'\'' | b'-')
}

/// The bytes that a text begins with and that may stand in a word. Most are
/// ASCII, which needs no tables.
fn word_length(text: &str) -> usize {
    let mut at = 0;
    loop {
        at += text[at..].bytes().take_while(|byte| in_word(*byte)).count();
        match text[at..].chars().next() {
            Some(c) if !c.is_ascii() && (c.is_alphanumeric() || c == '’') => at += c.len_utf8(),
            _ => return at,
        }
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
    // `…` and `·` begin with these two bytes.
    while let Some(next) = text[at..].bytes().position(|byte| matches!(byte, b'.' | b'?' | b'!' | 0xc2 | 0xe2)) {
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
        && !STOP.iter().any(|stop| stop.eq_ignore_ascii_case(word))
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
