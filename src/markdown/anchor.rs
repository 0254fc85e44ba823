//! Ids of headings, by mdBook's rule, so that links into plain books keep working.

use std::collections::HashMap;

/// The id of a heading text: letters, digits, `_` and `-` in lower case, white
/// space as `-`, everything else dropped.
pub fn anchor_of(text: &str) -> String {
    let text = text.trim();
    if text.is_ascii() {
        let kept = text.bytes().filter_map(|byte| match byte {
            byte if byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-' => {
                Some(byte.to_ascii_lowercase() as char)
            }
            byte if char::from(byte).is_whitespace() => Some('-'),
            _ => None,
        });
        let mut anchor = String::with_capacity(text.len());
        anchor.extend(kept);
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

/// Gives each heading of a page an id of its own: `a`, `a-1`, `a-2`.
#[derive(Debug, Default)]
pub struct Anchors {
    taken: HashMap<String, usize>,
}

impl Anchors {
    /// A free id for a heading text.
    pub fn unique(&mut self, text: &str) -> String {
        let base = anchor_of(text);
        self.claim(if base.is_empty() { "section".to_owned() } else { base })
    }

    /// A free id, starting from the wanted one.
    pub fn claim(&mut self, wanted: String) -> String {
        let count = self.taken.entry(wanted.clone()).or_insert(0);
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
        let mut anchors = Anchors::default();
        assert_eq!(anchors.unique("A"), "a");
        assert_eq!(anchors.unique("A"), "a-1");
        assert_eq!(anchors.unique("A 1"), "a-1-1");
        assert_eq!(anchors.unique("?"), "section");
    }
}
