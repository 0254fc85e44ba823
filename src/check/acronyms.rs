//! Capitals that nobody explains.

use super::words::plain_words;
use crate::diag::{Diagnostics, lint};
use crate::entry::{Entry, Kind, Name};
use crate::site::Site;
use crate::source::Span;
use std::collections::BTreeSet;

/// Capitals that need no explanation, in any book in English.
const KNOWN: &[&str] = &[
    "AI", "AM", "CD", "CEO", "DIY", "DVD", "EU", "FAQ", "GPS", "ID", "NGO", "OK", "PC", "PDF", "PIN", "PM", "RSVP",
    "SMS", "TV", "UK", "UN", "US", "USA", "USB", "VIP",
];

/// Capitals that are neither a term nor an alias, nor spelled out beside them.
/// Each is reported once a page.
pub(super) fn unexplained(site: &Site, entry: &Entry, found: &mut Diagnostics) {
    if matches!(entry.id.kind, Kind::Page | Kind::Quiz) || !site.config.english() {
        return;
    }
    let mut seen = BTreeSet::new();
    for prose in &entry.document.prose {
        let text = prose.span.text(&entry.file.text);
        for (at, word) in capitals(text) {
            let known = KNOWN.contains(&word)
                || site.config.acronyms.iter().any(|known| known == word)
                || site.config.teams.iter().any(|team| plain_words(&team.label).any(|known| known == word));
            if known || beside_brackets(text, at, word) || is_name(site, word) || !seen.insert(word) {
                continue;
            }
            let span = Span::new(at, at + word.len()).shifted(prose.span.start as usize);
            found.push(
                Diagnostics::at(&entry.file.path, span, lint::UNEXPLAINED_ACRONYM, format!("nobody explains `{word}`"))
                    .label("not in the glossary")
                    .help("spell it out here, make it an alias of a term, or list it under `acronyms` in book.toml"),
            );
        }
    }
}

/// Words of two to six capitals, without a plural s.
fn capitals(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let bytes = text.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        while at < bytes.len() {
            let start = at + bytes[at..].iter().position(u8::is_ascii_uppercase)?;
            let end = start + bytes[start..].iter().take_while(|byte| byte.is_ascii_uppercase()).count();
            at = end;
            let inside = |byte: Option<&u8>| {
                byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || b"-_/.@!".contains(byte) || *byte >= 0x80)
            };
            let plural = bytes.get(end) == Some(&b's');
            let after = bytes.get(end + usize::from(plural));
            let ends = !inside(after) || after == Some(&b'.') && !inside(bytes.get(end + 1 + usize::from(plural)));
            let begins = start == 0 || !inside(bytes.get(start - 1));
            if begins && ends && (2..=6).contains(&(end - start)) {
                return Some((start, &text[start..end]));
            }
            at += bytes[at..].iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
        }
        None
    })
}

/// Whether it is explained on the spot: `Very Long Name (VLN)`, `VLN (very long name)`.
fn beside_brackets(text: &str, at: usize, word: &str) -> bool {
    text[..at].ends_with('(') || text[at + word.len()..].starts_with(" (")
}

fn is_name(site: &Site, word: &str) -> bool {
    !site.names.kinds(Name::of(word)).is_empty()
}

#[cfg(test)]
mod tests {
    use super::capitals;

    #[test]
    fn only_whole_words_of_capitals_count() {
        let found: Vec<&str> = capitals("An API, two CDNs. ABc XML-RPC HTTP/2 (JSON) TOOLONGX A. IT's É SSL.")
            .map(|(_, word)| word)
            .collect();
        assert_eq!(found, ["API", "CDN", "JSON", "IT", "SSL"]);
    }
}
