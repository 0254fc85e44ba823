//! Numbers in as few bytes as they need: seven bits a byte, lowest first, the highest
//! bit of a byte saying that more follow (LEB128, as in DWARF 5, section 7.6).

/// Adds a number.
#[inline]
pub(super) fn push_number(bytes: &mut Vec<u8>, mut number: u32) {
    while number >= 0x80 {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

/// Takes a number that [`push_number`] wrote off the front; most have one byte.
#[inline(always)]
pub(super) fn take_number(bytes: &mut &[u8]) -> u32 {
    match bytes {
        [first @ ..0x80, rest @ ..] => {
            *bytes = rest;
            u32::from(*first)
        }
        _ => take_long(bytes),
    }
}

/// The same for a number of several bytes.
fn take_long(bytes: &mut &[u8]) -> u32 {
    let (mut number, mut shift) = (0, 0);
    while let Some((byte, rest)) = bytes.split_first() {
        *bytes = rest;
        number |= u32::from(byte & 0x7f) << shift;
        shift += 7;
        if *byte < 0x80 {
            break;
        }
    }
    number
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn numbers_come_back(numbers in prop::collection::vec(any::<u32>(), 0..20)) {
            let mut bytes = Vec::new();
            numbers.iter().for_each(|number| push_number(&mut bytes, *number));
            let mut rest = bytes.as_slice();
            let back: Vec<u32> = numbers.iter().map(|_| take_number(&mut rest)).collect();
            prop_assert_eq!((back, rest.len()), (numbers, 0));
        }
    }
}
