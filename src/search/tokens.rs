//! Cuts text into words the way the reader's script does; both are held to
//! `tests/vectors/search.json`.

use crate::source::Eight;
use crate::source::bits::runs;
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
        if memchr::memchr(b'\'', lower.as_bytes()).is_some() {
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
    each(text, |word| {
        let mut letters = String::new();
        word.push_to(&mut letters);
        words.push(letters);
    });
    words
}

/// A word, most of which are short.
pub(super) enum Word<'a> {
    Short(Short),
    Long(&'a str),
}

/// A word of up to eight bytes as a number, which is compared without looking into
/// memory. Words hold no zero bytes, so two of them never share one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Short(pub(super) u64);

impl Short {
    /// A word of so many bytes, but not none, that begins with eight or fewer.
    fn new(beginning: Eight, length: usize) -> Option<Short> {
        (length <= 8).then(|| Short(beginning.first_highest() >> (64 - 8 * length)))
    }
}

impl<'a> Word<'a> {
    fn new(word: &'a str) -> Word<'a> {
        Short::new(Eight::at(word.as_bytes(), 0), word.len()).map_or(Word::Long(word), Word::Short)
    }

    /// Adds its letters to a text.
    pub(super) fn push_to(&self, text: &mut String) {
        match self {
            Word::Long(word) => text.push_str(word),
            Word::Short(Short(number)) => {
                let letters = &number.to_be_bytes()[number.leading_zeros() as usize / 8..];
                text.push_str(&String::from_utf8_lossy(letters));
            }
        }
    }
}

/// Calls `found` with each word of a text. No word crosses a line, and most
/// lines are plain ASCII, which needs none of Unicode's tables.
pub(super) fn each(text: &str, mut found: impl FnMut(Word<'_>)) {
    let mut rest = text;
    loop {
        let (plain, after) = rest.split_at(plain_lines(rest));
        each_ascii(plain, &mut found);
        if after.is_empty() {
            return;
        }
        let (line, after) = after.split_once('\n').unwrap_or((after, ""));
        each_unicode(line, &mut |word| found(Word::new(word)));
        rest = after;
    }
}

/// The bytes of the lines in front of the first with a character beyond ASCII.
fn plain_lines(text: &str) -> usize {
    let bytes = text.as_bytes();
    let blocks = bytes.chunks(64).take_while(|block| block.is_ascii()).count();
    match bytes.iter().skip(64 * blocks).position(|byte| !byte.is_ascii()) {
        Some(at) => memchr::memrchr(b'\n', &bytes[..64 * blocks + at]).map_or(0, |end| end + 1),
        None => bytes.len(),
    }
}

fn each_ascii(text: &str, found: &mut impl FnMut(Word<'_>)) {
    let folded = fold(text);
    let bytes = folded.as_bytes();
    for place in runs(bytes, |byte| byte.is_ascii_lowercase() | byte.is_ascii_digit()) {
        let short = Short::new(Eight::at(bytes, place.start), place.end - place.start);
        found(short.map_or_else(|| Word::Long(&folded[place]), Word::Short));
    }
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
            let letters = |word: Word<'_>| {
                let mut letters = String::new();
                word.push_to(&mut letters);
                (letters, matches!(word, Word::Short(_)))
            };
            each_ascii(&line, &mut |word| short.push(letters(word)));
            each_unicode(&line, &mut |word| long.push((word.to_owned(), word.len() <= 8)));
            prop_assert_eq!(short, long);
        }
    }
}
