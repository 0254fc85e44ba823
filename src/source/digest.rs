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
#[derive(Default)]
pub struct Hasher(Xxh3);

impl Hasher {
    /// An empty sequence.
    pub fn new() -> Hasher {
        Hasher::default()
    }

    /// Adds one part.
    pub fn part(&mut self, bytes: impl AsRef<[u8]>) -> &mut Hasher {
        let bytes = bytes.as_ref();
        self.0.update(&(bytes.len() as u64).to_le_bytes());
        self.0.update(bytes);
        self
    }

    /// Adds a digest or another number.
    pub fn number(&mut self, number: u128) -> &mut Hasher {
        self.0.update(&number.to_le_bytes());
        self
    }

    /// The digest of all parts so far.
    pub fn finish(&self) -> Digest {
        Digest(self.0.digest128())
    }
}
