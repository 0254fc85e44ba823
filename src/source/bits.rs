//! Sixty-four bytes of a text at once, with a bit for each: what is asked of one is asked
//! of all by vectors, and bytes in a row are found by counting zeros.

use std::ops::Range;

/// How many bytes have their bits in one number.
pub const BLOCK: usize = u64::BITS as usize;

/// The bytes from a place; zeros beyond the end.
#[inline(always)]
pub fn block(bytes: &[u8], at: usize) -> [u8; BLOCK] {
    let rest = bytes.get(at..).unwrap_or_default();
    rest.first_chunk().copied().unwrap_or_else(|| {
        let mut block = [0; BLOCK];
        block[..rest.len()].copy_from_slice(rest);
        block
    })
}

/// For which bytes something holds, the first in the lowest bit. It should be asked
/// without branches, or it is not asked of many at once.
#[inline(always)]
pub fn bits(block: &[u8; BLOCK], holds: impl Fn(u8) -> bool) -> u64 {
    let mut answers = [0; BLOCK];
    for at in 0..BLOCK {
        answers[at] = u8::from(holds(block[at]));
    }
    let (eights, _) = answers.as_chunks();
    // The highest byte of the product has each of eight answers once, in order.
    let gathered = |eight: &[u8; 8]| u64::from_le_bytes(*eight).wrapping_mul(0x0102_0408_1020_4080) >> 56;
    eights.iter().rev().fold(0, |bits, eight| bits << 8 | gathered(eight))
}

/// Where bytes stand in a row for which something holds. For zero it may not hold.
#[inline(always)]
pub fn runs<F: Fn(u8) -> bool>(bytes: &[u8], holds: F) -> Runs<'_, F> {
    Runs { bytes, holds, start: 0, next: 0, bits: 0 }
}

/// The runs that are left.
pub struct Runs<'a, F> {
    bytes: &'a [u8],
    holds: F,
    /// Where the block begins that was looked at last, and the one after it.
    start: usize,
    next: usize,
    /// The bits of that block that are left.
    bits: u64,
}

impl<F: Fn(u8) -> bool> Runs<'_, F> {
    /// Looks at the next block, if there is one.
    #[inline(always)]
    fn advance(&mut self) -> Option<()> {
        (self.start, self.next) = (self.next, self.next + BLOCK);
        self.bits = bits(&block(self.bytes, self.start), |byte| (self.holds)(byte));
        (self.start < self.bytes.len()).then_some(())
    }

    /// Where a run ends that goes on after its block, as few do.
    #[inline(never)]
    fn end(&mut self) -> usize {
        while self.advance().is_some() {
            let more = self.bits.trailing_ones();
            if more < u64::BITS {
                self.bits &= self.bits + 1;
                return self.start + more as usize;
            }
        }
        self.bytes.len()
    }
}

impl<F: Fn(u8) -> bool> Iterator for Runs<'_, F> {
    type Item = Range<usize>;

    #[inline(always)]
    fn next(&mut self) -> Option<Range<usize>> {
        while self.bits == 0 {
            self.advance()?;
        }
        let first = self.bits.trailing_zeros();
        let start = self.start + first as usize;
        // What is added is carried along the run.
        let (beyond, on) = self.bits.overflowing_add(1 << first);
        self.bits &= beyond;
        Some(start..if on { self.end() } else { self.start + beyond.trailing_zeros() as usize })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn runs_are_what_stands_between_the_others(bytes in "a{0,80}|(a{0,3}| ){0,90}|[a ]{0,300}", at in 0..200_usize) {
            let bytes = bytes.as_bytes();
            let letter = |byte: u8| byte == b'a';
            let words: Vec<&[u8]> = bytes.split(|byte| !letter(*byte)).filter(|word| !word.is_empty()).collect();
            let found: Vec<Range<usize>> = runs(bytes, letter).collect();
            prop_assert_eq!(found.iter().map(|run| &bytes[run.clone()]).collect::<Vec<_>>(), words);
            prop_assert!(found.is_sorted_by(|one, next| one.end < next.start));
            let asked = bits(&block(bytes, at), letter);
            for place in 0..BLOCK {
                prop_assert_eq!(asked >> place & 1 != 0, bytes.get(at + place) == Some(&b'a'));
            }
        }
    }
}
