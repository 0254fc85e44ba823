//! Content digests: XXH3, 128 bits. For memory, manifests and asset names; not
//! for security.

use std::fmt;
use xxhash_rust::xxh3::{Xxh3, xxh3_128};

/// The digest of some bytes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Digest(pub u128);

impl Digest {
    /// Digests bytes.
    pub fn of(bytes: &[u8]) -> Digest {
        Digest(xxh3_128(bytes))
    }

    /// The first eight hexadecimal digits, for file names.
    pub fn short(self) -> String {
        format!("{:032x}", self.0)[..8].to_owned()
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.short())
    }
}

/// Digests a sequence of parts so that no two different sequences meet by
/// running into one another: every part is preceded by its length.
pub struct Hasher {
    digested: Xxh3,
    /// Parts are small and many, so they are gathered before they are digested.
    waiting: [u8; 256],
    length: usize,
}

impl Hasher {
    /// An empty sequence.
    pub fn new() -> Hasher {
        Hasher { digested: Xxh3::new(), waiting: [0; 256], length: 0 }
    }

    /// Adds one part.
    pub fn part(&mut self, bytes: impl AsRef<[u8]>) -> &mut Hasher {
        let bytes = bytes.as_ref();
        self.few((bytes.len() as u64).to_le_bytes());
        match self.waiting.get_mut(self.length..self.length + bytes.len()) {
            Some(room) => {
                room.copy_from_slice(bytes);
                self.length += bytes.len();
            }
            None => {
                self.digest();
                self.digested.update(bytes);
            }
        }
        self
    }

    /// Adds a digest or another number.
    #[inline]
    pub fn number(&mut self, number: u128) -> &mut Hasher {
        self.few(number.to_le_bytes());
        self
    }

    /// The digest of all parts so far.
    pub fn finish(&mut self) -> Digest {
        self.digest();
        Digest(self.digested.digest128())
    }

    #[inline]
    fn few<const N: usize>(&mut self, bytes: [u8; N]) {
        if self.length + N > self.waiting.len() {
            self.digest();
        }
        self.waiting[self.length..self.length + N].copy_from_slice(&bytes);
        self.length += N;
    }

    fn digest(&mut self) {
        self.digested.update(&self.waiting[..self.length]);
        self.length = 0;
    }
}

impl Default for Hasher {
    fn default() -> Hasher {
        Hasher::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn gathering_changes_nothing(parts in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..300), 0..20), number: u128) {
            let (mut hasher, mut all) = (Hasher::new(), Vec::new());
            for part in &parts {
                hasher.part(part).number(number);
                all.extend((part.len() as u64).to_le_bytes());
                all.extend(part);
                all.extend(number.to_le_bytes());
            }
            prop_assert_eq!(hasher.finish(), Digest::of(&all));
            prop_assert_eq!(hasher.finish(), Digest::of(&all));
        }
    }
}
