//! How many words a text has, and how many syllables at most, without looking at each
//! word: exact counting does, and most texts are far from too hard.

/// Bits of what a byte is: a letter or digit, a vowel.
const WORD: u8 = 1;
const VOWEL: u8 = 2;

/// Written without a branch, so that many bytes are asked at once.
#[inline]
fn is_word(byte: u8) -> bool {
    ((byte | 32).wrapping_sub(b'a') < 26) | (byte.wrapping_sub(b'0') < 10)
}

/// Bytes beyond ASCII count as letters: each may be a word.
#[inline]
fn class(byte: u8) -> u8 {
    let vowel = [b'a', b'e', b'i', b'o', b'u', b'y'].iter().fold(false, |any, vowel| any | (byte | 32 == *vowel));
    u8::from(is_word(byte) | (byte >= 128)) | u8::from(vowel) * VOWEL
}

/// How many bytes are looked at at once for words.
const BLOCK: usize = 16;

/// How many words a text has; nothing where it has characters beyond ASCII, apostrophes
/// or hyphens, or is long.
pub(super) fn words(text: &[u8]) -> Option<usize> {
    let Some(first) = text.first() else { return Some(0) };
    // A word begins with the second of two bytes. None of these can pass 255.
    let (mut begin, mut odd) = ([0_u8; BLOCK], [false; BLOCK]);
    let (mut count, mut any) = (usize::from(is_word(*first)), is_odd(*first));
    let (before, after) = (text.chunks_exact(BLOCK), text[1..].chunks_exact(BLOCK));
    if after.len() > 255 {
        return None;
    }
    for (before, byte) in text[after.len() * BLOCK..].iter().zip(after.remainder()) {
        count += usize::from(is_word(*byte) & !is_word(*before));
        any |= is_odd(*byte);
    }
    for (before, after) in before.zip(after) {
        for at in 0..BLOCK {
            begin[at] += u8::from(is_word(after[at]) & !is_word(before[at]));
            odd[at] |= is_odd(after[at]);
        }
    }
    let odd = odd.iter().fold(any, |any, odd| any | odd);
    (!odd).then(|| count + begin.iter().map(|begin| usize::from(*begin)).sum::<usize>())
}

#[inline]
fn is_odd(byte: u8) -> bool {
    (byte >= 128) | (byte == b'\'') | (byte == b'-')
}

/// How many bytes are looked at at once for syllables, and how many with those around them.
const LANES: usize = 128;
const WINDOW: usize = LANES + 16;

/// How many syllables the words of a text have at most.
pub(super) fn syllables(text: &[u8]) -> usize {
    let mut all = 0;
    for at in (0..text.len()).step_by(LANES) {
        // The byte before comes first.
        all += match at.checked_sub(1).and_then(|before| text[before..].first_chunk()) {
            Some(window) => sounds(window),
            None => {
                let mut window = [0; WINDOW];
                let from = at.saturating_sub(1);
                let part = &text[from..text.len().min(at + WINDOW - 1)];
                window[1 + from - at..][..part.len()].copy_from_slice(part);
                sounds(&window)
            }
        };
    }
    all
}

/// The syllables that begin in a window. Each is a group of vowels, or a word whose first
/// three letters have none: no word has more.
fn sounds(window: &[u8; WINDOW]) -> usize {
    let mut classes = [0; WINDOW];
    for (class_of, byte) in classes.iter_mut().zip(window) {
        *class_of = class(*byte);
    }
    let mut syllables = 0_u8;
    for lane in 0..LANES {
        let (before, this, next, third) = (classes[lane], classes[lane + 1], classes[lane + 2], classes[lane + 3]);
        let begins = this & !before;
        let sound = (this | next | third & next << 1) >> 1;
        syllables += (begins >> 1 & 1) + (begins & !sound & WORD);
    }
    usize::from(syllables)
}

#[cfg(test)]
mod tests {
    use super::super::words::counted;
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn no_text_has_more(text in "[a-zA-Z0-9 ,.'é’@-]{0,20}|[a-eA-E0-9 ,.@`{é]{0,400}|([a-z]{1,9} ){0,80}|[éü ]{0,9}") {
            let exact = counted(&text, |_| false);
            prop_assert!(syllables(text.as_bytes()) >= exact.1);
            match words(text.as_bytes()) {
                Some(words) => prop_assert_eq!(words, exact.0),
                None => prop_assert!(text.contains(['\'', '-', 'é', '’', 'ü'])),
            }
        }
    }

    #[test]
    fn most_words_have_as_many() {
        let text = b"A server asked for 3 copies of the strange page.";
        assert_eq!((words(text), syllables(text)), (Some(10), 16));
    }
}
