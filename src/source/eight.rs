//! Eight bytes of a text at once: what is asked of each is asked of all in a few
//! operations on one number. Most words are shorter, so they need no loop.

/// Eight bytes, the first in the lowest place. An answer has the highest bit of each
/// byte for which it holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Eight(pub u64);

/// A byte in all eight places.
#[inline(always)]
const fn all(byte: u8) -> u64 {
    u64::from_le_bytes([byte; 8])
}

impl Eight {
    /// The bytes from a place; zeros beyond the end.
    #[inline(always)]
    pub fn at(bytes: &[u8], at: usize) -> Eight {
        match bytes.get(at..at + 8).and_then(|eight| eight.try_into().ok()) {
            Some(eight) => Eight(u64::from_le_bytes(eight)),
            None => Eight::last(bytes, at),
        }
    }

    /// The same for fewer than eight bytes.
    fn last(bytes: &[u8], at: usize) -> Eight {
        let left = bytes.len().saturating_sub(at);
        match bytes.last_chunk() {
            Some(_) if left == 0 => Eight(0),
            Some(last) => Eight(u64::from_le_bytes(*last) >> (64 - 8 * left)),
            None => Eight(bytes.iter().skip(at).rev().fold(0, |eight, byte| eight << 8 | u64::from(*byte))),
        }
    }

    /// Which are letters of ASCII.
    #[inline(always)]
    pub fn letters(self) -> u64 {
        let small = self.small().0 & all(127);
        (small + all(128 - b'a')) & !(small + all(127 - b'z')) & !self.0 & all(128)
    }

    /// Of bytes of ASCII, which are digits.
    #[inline(always)]
    pub fn digits(self) -> u64 {
        let byte = self.0 & all(127);
        (byte + all(128 - b'0')) & !(byte + all(127 - b'9')) & all(128)
    }

    /// The eight bytes as one number, in which the first counts most.
    #[inline(always)]
    pub fn first_highest(self) -> u64 {
        self.0.swap_bytes()
    }

    /// Of bytes of ASCII, which are none of these.
    #[inline(always)]
    pub fn none_of<const N: usize>(self, bytes: [u8; N]) -> u64 {
        let mut none = all(128);
        for byte in bytes {
            none &= ((self.0 & all(127)) ^ all(byte)) + all(127);
        }
        none
    }

    /// The same with small letters for capitals; other bytes may become others.
    #[inline(always)]
    pub fn small(self) -> Eight {
        Eight(self.0 | all(32))
    }
}

/// The letters of ASCII at a place and their number, if there are some, but fewer than eight.
#[inline(always)]
pub fn few_letters(bytes: &[u8], at: usize) -> Option<(Eight, usize)> {
    let eight = Eight::at(bytes, at);
    let ends = not(eight.letters());
    let length = before(ends);
    (1..8).contains(&length).then_some((Eight(eight.0 & bits_before(ends)), length))
}

/// The answer for which the other does not hold.
#[inline(always)]
pub fn not(answer: u64) -> u64 {
    answer ^ all(128)
}

/// How many bytes there are before the first for which an answer holds; eight, if there is none.
#[inline(always)]
pub fn before(answer: u64) -> usize {
    answer.trailing_zeros() as usize / 8
}

/// All bits of the bytes before the first for which an answer holds.
#[inline(always)]
pub fn bits_before(answer: u64) -> u64 {
    ((answer & answer.wrapping_neg()) >> 7).wrapping_sub(1)
}

/// For how many bytes an answer holds.
#[inline(always)]
pub fn count(answer: u64) -> usize {
    ((answer >> 7).wrapping_mul(all(1)) >> 56) as usize
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn all_bytes_are_asked(bytes in prop::collection::vec(any::<u8>(), 0..20), at in 0..20_usize, byte in 0..128_u8) {
            let mut eight = [0; 8];
            for (place, byte) in eight.iter_mut().zip(bytes.get(at..).unwrap_or_default()) {
                *place = *byte;
            }
            let found = Eight::at(&bytes, at);
            prop_assert_eq!(found.0.to_le_bytes(), eight);
            let answer = |holds: &dyn Fn(u8) -> bool| u64::from_le_bytes(eight.map(|byte| u8::from(holds(byte)) << 7));
            let letters = answer(&|byte| byte.is_ascii_alphabetic());
            prop_assert_eq!(found.letters(), letters);
            prop_assert_eq!(not(letters), answer(&|byte| !byte.is_ascii_alphabetic()));
            let ascii = Eight(found.0 & all(127));
            prop_assert_eq!(ascii.none_of([byte, b'e']), answer(&|other| ![byte, b'e'].contains(&(other & 127))));
            prop_assert_eq!(ascii.digits(), answer(&|byte| (byte & 127).is_ascii_digit()));
            prop_assert_eq!(found.first_highest(), u64::from_be_bytes(eight));
            prop_assert_eq!(count(letters), eight.iter().filter(|byte| byte.is_ascii_alphabetic()).count());
            let first = eight.iter().position(u8::is_ascii_alphabetic).unwrap_or(8);
            prop_assert_eq!(before(letters), first);
            let mut kept = eight;
            kept[first..].fill(0);
            prop_assert_eq!(found.0 & bits_before(letters), u64::from_le_bytes(kept));
            let letters = bytes.iter().skip(at).take(8).take_while(|byte| byte.is_ascii_alphabetic()).count();
            let few = few_letters(&bytes, at);
            prop_assert_eq!(few.map(|(_, length)| length), (1..8).contains(&letters).then_some(letters));
            if let Some((word, length)) = few {
                prop_assert_eq!(&word.0.to_le_bytes()[..length], &bytes[at..at + length]);
                prop_assert!(word.0 >> (8 * length) == 0);
            }
        }
    }
}
