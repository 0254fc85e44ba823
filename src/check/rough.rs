//! The words of a sentence, and how many syllables they have at most: exact counting
//! looks at each word, and most texts are far from too hard.

/// How many bytes are looked at at once, and how many with those around them.
const LANES: usize = 48;
const WINDOW: usize = 64;

/// Bits of what a byte is: a letter or digit, a vowel, or what makes words longer than
/// their letters.
const WORD: u8 = 1;
const VOWEL: u8 = 2;
const ODD: u8 = 4;

/// Written without a branch, so that many bytes are asked at once.
#[inline]
fn class(byte: u8) -> u8 {
    let small = byte | 32;
    let letter = (small.wrapping_sub(b'a') < 26) & (byte < 128);
    let digit = byte.wrapping_sub(b'0') < 10;
    let vowel = [b'a', b'e', b'i', b'o', b'u', b'y'].iter().fold(false, |any, vowel| any | (small == *vowel));
    let odd = (byte >= 128) | (byte == b'\'') | (byte == b'-');
    let bits = |holds: bool, bits: u8| u8::from(holds) * bits;
    bits(letter | digit, WORD) | bits(vowel & letter, VOWEL) | bits(odd, ODD)
}

/// How many words a sentence has, and how many syllables at most; nothing where it has
/// characters beyond ASCII, apostrophes or hyphens.
pub(super) fn at_most(sentence: &[u8]) -> Option<(usize, usize)> {
    let (mut words, mut syllables, mut all) = (0, 0, 0);
    for at in (0..sentence.len()).step_by(LANES) {
        // The byte before comes first.
        let found = match at.checked_sub(1).and_then(|before| sentence[before..].first_chunk()) {
            Some(window) => block(window),
            None => {
                let mut window = [0; WINDOW];
                let from = at.saturating_sub(1);
                let part = &sentence[from..sentence.len().min(at + WINDOW - 1)];
                window[1 + from - at..][..part.len()].copy_from_slice(part);
                block(&window)
            }
        };
        words += usize::from(found.0);
        syllables += usize::from(found.1);
        all |= found.2;
    }
    (all & ODD == 0).then_some((words, syllables))
}

/// The words and syllables that begin in a window, and all bits of its bytes. A syllable
/// is a group of vowels, or a word whose first three letters have none: no word has more.
fn block(window: &[u8; WINDOW]) -> (u8, u8, u8) {
    let mut classes = [0; WINDOW];
    for (class_of, byte) in classes.iter_mut().zip(window) {
        *class_of = class(*byte);
    }
    let (mut words, mut syllables, mut all) = (0, 0, 0);
    for lane in 0..LANES {
        let (before, this, next, third) = (classes[lane], classes[lane + 1], classes[lane + 2], classes[lane + 3]);
        let begins = this & !before;
        let sounds = (this | next | third & next << 1) >> 1;
        words += begins & WORD;
        syllables += (begins >> 1 & 1) + (begins & !sounds & WORD);
        all |= this;
    }
    (words, syllables, all)
}

#[cfg(test)]
mod tests {
    use super::super::words::counted;
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn no_sentence_has_more(text in "[a-zA-Z0-9 ,.'é@-]{0,20}|[a-eA-E0-9 ,.@`{]{0,160}|([a-z]{1,9} ){0,30}") {
            let exact = counted(&text, |_| false);
            match at_most(text.as_bytes()) {
                Some((words, syllables)) => prop_assert!(words == exact.0 && syllables >= exact.1),
                None => prop_assert!(text.contains(['\'', '-', 'é'])),
            }
        }
    }

    #[test]
    fn most_words_have_as_many() {
        assert_eq!(at_most(b"A server asked for 3 copies of the strange page."), Some((10, 16)));
    }
}
