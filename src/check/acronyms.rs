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
    let text = entry.file.text.as_str();
    for span in &entry.document.capitals {
        let word = span.text(text);
        let known = KNOWN.contains(&word)
            || site.config.acronyms.iter().any(|known| known == word)
            || site.config.teams.iter().any(|team| plain_words(&team.label).any(|known| known == word));
        if known || beside_brackets(text, *span) || is_name(site, word) || !seen.insert(word) {
            continue;
        }
        found.push(
            Diagnostics::at(&entry.file.path, *span, lint::UNEXPLAINED_ACRONYM, format!("nobody explains `{word}`"))
                .label("not in the glossary")
                .help("spell it out here, make it an alias of a term, or list it under `acronyms` in book.toml"),
        );
    }
}

/// Whether it is explained on the spot: `Very Long Name (VLN)`, `VLN (very long name)`.
fn beside_brackets(text: &str, span: Span) -> bool {
    text[..span.start as usize].ends_with('(') || text[span.end as usize..].starts_with(" (")
}

fn is_name(site: &Site, word: &str) -> bool {
    !site.names.kinds(Name::of(word)).is_empty()
}
