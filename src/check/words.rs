//! Words of English text, for rules that compare them.

use crate::source::{Eight, eight};
use rust_stemmers::{Algorithm, Stemmer};
use smallvec::SmallVec;
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

/// Bits of what a byte is to a word: a letter or digit, something inside one or part of
/// a character that decides.
const EDGE: u8 = 1;
const INSIDE: u8 = 2;
const BEYOND: u8 = 4;

const CLASSES: [u8; 256] = {
    let (mut classes, mut byte) = ([0; 256], 0);
    while byte < 256 {
        classes[byte] = match byte as u8 {
            128.. => BEYOND,
            b'\'' | b'-' => INSIDE,
            ascii if ascii.is_ascii_alphanumeric() => EDGE | INSIDE,
            _ => 0,
        };
        byte += 1;
    }
    classes
};

fn class(byte: u8) -> u8 {
    CLASSES[usize::from(byte)]
}

/// The words of a text: letters and digits, with apostrophes and hyphens inside.
pub(super) fn plain_words(text: &str) -> Words<'_> {
    Words { text, at: 0 }
}

/// The bytes of the word that begins at a place and their number, if it is one of less
/// than eight letters of ASCII, as most are.
#[inline(always)]
fn short(bytes: &[u8], at: usize) -> Option<(Eight, usize)> {
    let ended = |length: usize| bytes.get(at + length).is_none_or(|byte| class(*byte) == 0);
    eight::few_letters(bytes, at).filter(|(_, length)| ended(*length))
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
            while class(*bytes.get(self.at)?) == 0 {
                self.at += 1;
            }
            let start = self.at;
            if let Some((_, length)) = short(bytes, start) {
                self.at += length;
                return Some(&self.text[start..self.at]);
            }
            while bytes.get(self.at).is_some_and(|byte| class(*byte) & INSIDE != 0) {
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

/// How many words a text has, and how many syllables they have together. A word for
/// which `simple` holds counts as one of a single syllable.
pub(super) fn counted(text: &str, simple: impl Fn(&[u8]) -> bool) -> (usize, usize) {
    let (mut words, mut syllables) = (0, 0);
    let mut count = |word: &[u8], vowels: usize| {
        words += 1;
        syllables += if simple(word) { 1 } else { spoken(word, vowels) };
    };
    if !text.is_ascii() {
        plain_words(text).for_each(|word| count(word.as_bytes(), vowels(word.as_bytes())));
        return (words, syllables);
    }
    // The same in one go; this sees every letter of a book.
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(first) = bytes.get(at) {
        if let Some((word, length)) = short(bytes, at) {
            count(&bytes[at..at + length], groups(word));
            at += length + 1;
        } else if class(*first) & EDGE == 0 {
            at += 1;
        } else {
            let inside = |byte: &&u8| class(**byte) & INSIDE != 0;
            let length = bytes[at..].iter().take_while(inside).count();
            let mut word = &bytes[at..at + length];
            while let [rest @ .., b'\'' | b'-'] = word {
                word = rest;
            }
            count(word, vowels(word));
            at += length;
        }
    }
    (words, syllables)
}

/// Groups of vowels among eight bytes.
#[inline(always)]
fn groups(eight: Eight) -> usize {
    let vowels = eight::not(eight.small().none_of([b'a', b'e', b'i', b'o', b'u', b'y']));
    eight::count(vowels & !(vowels << 8))
}

/// Groups of vowels in a word.
fn vowels(word: &[u8]) -> usize {
    let groups = |(count, inside): (usize, bool), byte: u8| {
        let vowel = matches!(byte | 32, b'a' | b'e' | b'i' | b'o' | b'u' | b'y');
        (count + usize::from(vowel && !inside), vowel)
    };
    word.iter().copied().fold((0, false), groups).0
}

/// How many syllables a word has with so many groups of vowels: as many, without a silent
/// e at the end, which is right for most English words.
fn spoken(word: &[u8], vowels: usize) -> usize {
    let silent = vowels > 1
        && match word {
            [.., before, b'e' | b'E'] => !matches!(before, b'l' | b'L'),
            [.., before, b's' | b'd' | b'S' | b'D'] => matches!(before, b'e' | b'E'),
            _ => false,
        };
    (vowels - usize::from(silent)).max(1)
}

/// The sentences of a text. A break is a full stop, a question or exclamation mark
/// before a space and anything but a small letter, or a dot between items. (The
/// rules of Unicode find none before a digit: `Two fail. 3 pass.`)
pub(super) fn sentences(text: &str) -> impl Iterator<Item = &str> {
    let (mut rest, ascii) = (text, text.is_ascii());
    std::iter::from_fn(move || {
        let start = rest.trim_start();
        if start.is_empty() {
            return None;
        }
        let (sentence, left) = start.split_at(sentence_length(start, ascii));
        rest = left;
        Some(sentence)
    })
    .filter(|sentence| sentence.as_bytes()[0].is_ascii_alphanumeric() || plain_words(sentence).next().is_some())
}

/// The bytes of the sentence that a text begins with.
fn sentence_length(text: &str, ascii: bool) -> usize {
    let mut at = 0;
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
    match after.as_bytes() {
        [b' ', b'A'..=b'Z', ..] => return true,
        [] | [b' ', b'a'..=b'z', ..] | [b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9', ..] => return false,
        _ => {}
    }
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

/// Whether two texts have a word in common that carries a subject, written with letters
/// of ASCII alone, whatever their capitals. If so, they have its stem in common.
pub(super) fn shares_a_word(one: &str, other: &str) -> bool {
    let mut words: SmallVec<[&str; 16]> = SmallVec::new();
    long_words(one, |_, word| words.push(word));
    let mut shared = false;
    long_words(other, |_, word| {
        let same = |one: &&str| one.len() == word.len() && one.eq_ignore_ascii_case(word);
        shared |= !shared && words.iter().any(same) && word.is_ascii() && carries(word);
    });
    shared
}

/// Digests of the beginnings of words that carry a subject, sorted, each once.
/// Words of one stem begin alike, so this is a quick and rough measure of what
/// a text is about.
pub(super) fn beginnings<'a>(texts: impl Iterator<Item = &'a str>) -> Vec<u32> {
    let mut found: Vec<u32> = Vec::new();
    for text in texts {
        long_words(text, |beginning, word| {
            if !may_stop(beginning) && word.is_ascii() || carries(word) {
                found.push(beginning);
            }
        });
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// What a text is about, more roughly still: a bit for each beginning, though some may
/// share one, and how many words there are at most.
#[derive(Default)]
pub(super) struct Outline {
    bits: [u64; 8],
    words: usize,
}

impl Outline {
    pub(super) fn of<'a>(texts: impl Iterator<Item = &'a str>) -> Outline {
        let mut outline = Outline::default();
        for text in texts {
            long_words(text, |beginning, word| {
                outline.words += 1;
                // Beginnings of words that may carry nothing are left out, in all texts alike.
                if !may_stop(beginning) && (word.is_ascii() || carries(word)) {
                    let bit = beginning % 512;
                    outline.bits[bit as usize / 64] |= 1 << (bit % 64);
                }
            });
        }
        outline
    }

    /// Whether the share of beginnings that two texts have in common may be above `share`.
    pub(super) fn may_be_alike(&self, other: &Outline, share: f64) -> bool {
        // Each differing bit is a beginning that one of the two has alone.
        let alone: u32 = self.bits.iter().zip(&other.bits).map(|(one, other)| (one ^ other).count_ones()).sum();
        let shared = self.words.min(other.words) as f64;
        shared > share * (shared + f64::from(alone))
    }
}

/// Gives the words of five bytes and more, each with the digest of its beginning. Words
/// one by one would be as right, but most of a text is short words of ASCII.
fn long_words<'a>(text: &'a str, mut take: impl FnMut(u32, &'a str)) {
    let (bytes, mut at) = (text.as_bytes(), 0);
    while let Some(first) = bytes.get(at) {
        if let Some((word, length)) = short(bytes, at) {
            if length >= LONG {
                take(digest(word.0), &text[at..at + length]);
            }
            at += length + 1;
        } else if class(*first) == 0 {
            at += 1;
        } else {
            let mut words = Words { text, at };
            if let Some(word) = words.next().filter(|word| word.len() >= LONG) {
                take(beginning(word.as_bytes()), word);
            }
            at = words.at;
        }
    }
}

/// Words of fewer bytes carry no subject.
const LONG: usize = 5;

/// A digest of the five bytes that a word begins with, whatever its capitals.
const fn beginning(word: &[u8]) -> u32 {
    let (mut first, mut at) = ([0; 8], 0);
    while at < LONG && at < word.len() {
        first[at] = word[at];
        at += 1;
    }
    digest(u64::from_le_bytes(first))
}

const fn digest(first: u64) -> u32 {
    let five = (first | 0x20_2020_2020) & 0xff_ffff_ffff;
    (five.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32) as u32
}

/// Whether one of [`STOP`] may begin like this: for most words a bit says no.
fn may_stop(digest: u32) -> bool {
    const BITS: [u64; 16] = {
        let (mut bits, mut at) = ([0; 16], 0);
        while at < STOP.len() {
            let bit = beginning(STOP[at].as_bytes()) % 1024;
            bits[bit as usize / 64] |= 1 << (bit % 64);
            at += 1;
        }
        bits
    };
    let bit = digest % 1024;
    BITS[bit as usize / 64] >> (bit % 64) & 1 != 0
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
    use proptest::prelude::*;

    #[test]
    fn words_without_a_subject_are_sorted() {
        assert!(STOP.is_sorted());
        assert!(!carries("Because") && carries("cache") && !carries("them"));
    }

    #[test]
    fn syllables_are_counted_as_they_are_spoken() {
        let known =
            [("cache", 1), ("server", 2), ("'table'", 2), ("asked", 1), ("analytics", 4), ("the", 1), ("café", 1)];
        for (word, count) in known {
            assert_eq!(counted(word, |_| false), (1, count), "{word}");
        }
        assert_eq!(counted("A server asked -- twice.", |word| word == b"server"), (4, 4));
    }

    proptest! {
        /// Counting in one go finds what the words one by one have.
        #[test]
        fn all_words_are_counted(text in "[a-eyA-E0-9 ,.'@`{-]{0,40}") {
            let syllables = |word: &str| if word == "a" { 1 } else { spoken(word.as_bytes(), vowels(word.as_bytes())) };
            let expected = (plain_words(&text).count(), plain_words(&text).map(syllables).sum());
            prop_assert_eq!(counted(&text, |word| word == b"a"), expected);
        }
    }

    proptest! {
        /// What is alike in its words is never taken for different in outline.
        #[test]
        fn outlines_do_not_hide_what_is_alike(
            one in "([a-b]{5,6} |would |cache’s |über |cache ){0,12}",
            other in "([a-b]{5,6} |would |cache’s |über |cache ){0,12}",
        ) {
            let words = |text: &str| beginnings([text].into_iter()).into_iter().collect::<BTreeSet<_>>();
            let (first, second) = (words(&one), words(&other));
            let shared = first.intersection(&second).count() as f64 / first.union(&second).count() as f64;
            let outline = |text: &str| Outline::of([text].into_iter());
            for share in [0.2, 0.6] {
                prop_assert!(shared.is_nan() || shared <= share || outline(&one).may_be_alike(&outline(&other), share));
            }
        }
    }

    proptest! {
        /// Texts with a word in common have a stem in common.
        #[test]
        fn the_same_words_have_the_same_stem(
            one in "([a-b]{4,6}[ ,']|Would |cache’s |caches |über |Cache ){0,6}",
            other in "([a-b]{4,6}[ ,']|would |caches |cache's |Über |cache ){0,6}",
        ) {
            let shared = content_stems(&one).iter().any(|stem| content_stems(&other).contains(stem));
            prop_assert!(shared || !shares_a_word(&one, &other));
        }
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
