//! Ids of headings, by mdBook's rule, so that links into plain books keep working.

use crate::source::Digest;
use rustc_hash::FxHashMap;

/// The id of a heading text: letters, digits, `_` and `-` in lower case, white
/// space as `-`, everything else dropped.
pub fn anchor_of(text: &str) -> String {
    let text = text.trim();
    if let Some(anchor) = plain_anchor(text) {
        return anchor;
    }
    text.chars()
        .filter_map(|c| match c {
            c if c.is_alphanumeric() || c == '_' || c == '-' => Some(c),
            c if c.is_whitespace() => Some('-'),
            _ => None,
        })
        .flat_map(char::to_lowercase)
        .collect()
}

/// The same for letters, digits and spaces of ASCII, which most headings are.
fn plain_anchor(text: &str) -> Option<String> {
    let kept = |byte: &u8| byte.is_ascii_alphanumeric() | matches!(byte, b'_' | b'-' | b' ');
    if !text.as_bytes().iter().fold(true, |all, byte| all & kept(byte)) {
        return None;
    }
    let small = |byte: &u8| if *byte == b' ' { b'-' } else { byte.to_ascii_lowercase() };
    String::from_utf8(text.as_bytes().iter().map(small).collect()).ok()
}

/// Gives each heading of a page an id of its own: `a`, `a-1`, `a-2`.
#[derive(Debug, Default)]
pub struct Anchors {
    /// How often each id was wanted; by digest, since ids are strings of the headings' own.
    taken: FxHashMap<Digest, usize>,
}

impl Anchors {
    /// A free id for a heading text.
    pub fn unique(&mut self, text: &str) -> String {
        let base = anchor_of(text);
        self.claim(if base.is_empty() { "section".to_owned() } else { base })
    }

    /// A free id, starting from the wanted one.
    pub fn claim(&mut self, wanted: String) -> String {
        let count = self.taken.entry(Digest::of(wanted.as_bytes())).or_insert(0);
        *count += 1;
        if *count == 1 {
            return wanted;
        }
        let next = format!("{wanted}-{}", *count - 1);
        self.claim(next)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_follow_mdbook_and_are_unique() {
        assert_eq!(anchor_of("Hello, World!"), "hello-world");
        assert_eq!(anchor_of("`HashMap<K, V>` in std"), "hashmapk-v-in-std");
        assert_eq!(anchor_of("Über uns"), "über-uns");
        assert_eq!(anchor_of(" Two_words A-1\tb "), "two_words-a-1-b");
        assert_eq!(anchor_of(" Two  words "), "two--words");
        let mut anchors = Anchors::default();
        assert_eq!(anchors.unique("A"), "a");
        assert_eq!(anchors.unique("A"), "a-1");
        assert_eq!(anchors.unique("A 1"), "a-1-1");
        assert_eq!(anchors.unique("?"), "section");
    }
}
