//! What a file consists of, and finding entries by name.

use super::page::{Page, Toml};
use crate::site::{Ix, Site};
use crate::source::Span;

/// A part of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Symbol {
    /// Its words.
    pub name: String,
    /// What kind of part it is; may be empty.
    pub detail: String,
    /// All of it.
    pub span: Span,
    /// What to put the cursor on.
    pub head: Span,
    /// Parts of it.
    pub parts: Vec<Symbol>,
}

/// The headings of a file, nested by level, or the records of a file of facts.
pub fn symbols(page: &Page<'_>) -> Vec<Symbol> {
    match page.tables {
        Some(Toml::Facts) => return facts(page),
        Some(_) => return Vec::new(),
        None => {}
    }
    let document = &page.document;
    let tops: Vec<usize> = (0..document.headings.len()).filter(|at| document.headings[*at].top).collect();
    let flat = tops.into_iter().map(|at| {
        let heading = &document.headings[at];
        let section = document.section(at, page.text().len());
        let symbol = Symbol {
            name: if heading.text.is_empty() { "(no words)".to_owned() } else { heading.text.clone() },
            detail: document.block_of(at).map(|block| block.name.clone()).unwrap_or_default(),
            span: Span { start: heading.span.start, end: section.end.max(heading.span.end) },
            head: heading.inline,
            parts: Vec::new(),
        };
        (heading.level, symbol)
    });
    nested(flat)
}

/// Puts each part into the last one of a higher level.
fn nested(flat: impl Iterator<Item = (u8, Symbol)>) -> Vec<Symbol> {
    let mut open: Vec<(u8, Symbol)> = Vec::new();
    let mut done = Vec::new();
    let close = |open: &mut Vec<(u8, Symbol)>, done: &mut Vec<Symbol>| {
        let Some((_, symbol)) = open.pop() else { return };
        open.last_mut().map_or(done, |(_, parent)| &mut parent.parts).push(symbol);
    };
    for (level, symbol) in flat {
        while open.last().is_some_and(|(above, _)| *above >= level) {
            close(&mut open, &mut done);
        }
        open.push((level, symbol));
    }
    while !open.is_empty() {
        close(&mut open, &mut done);
    }
    done
}

fn facts(page: &Page<'_>) -> Vec<Symbol> {
    let end = page.text().len();
    let mut ours: Vec<_> = page.site.facts.values().filter(|fact| fact.path == page.file.path).collect();
    ours.sort_by_key(|fact| fact.id.span);
    let starts: Vec<usize> = ours.iter().map(|fact| (fact.id.span.start as usize).min(end)).collect();
    let ends = starts.iter().skip(1).copied().chain([end]);
    let named = ours.iter().zip(starts.iter().zip(ends)).filter(|(fact, _)| !fact.id.is_empty());
    named
        .map(|(fact, (start, end))| Symbol {
            name: fact.id.value.clone(),
            detail: fact.claim.clone(),
            span: Span::new(*start, end),
            head: Span::new(*start, (fact.id.span.end as usize).min(end)),
            parts: Vec::new(),
        })
        .collect()
}

/// Entries that have some words in one of their names, each with that name,
/// best first; at most `most`.
pub fn entries<'a>(site: &'a Site, words: &str, most: usize) -> Vec<(Ix, &'a str)> {
    let words = words.trim().to_lowercase();
    let mut found: Vec<_> = site.all().filter_map(|(ix, _)| Some((matching(site, ix, &words)?, ix))).collect();
    found.sort_by_key(|((rank, _), ix)| (*rank, *ix));
    found.into_iter().map(|((_, name), ix)| (ix, name)).take(most).collect()
}

/// How well a name fits that has some words in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Rank {
    /// The slug or the title begins with them.
    First,
    /// Another name begins with them.
    Begins,
    /// They stand somewhere in it.
    Within,
}

/// The name of an entry that fits some words best.
pub(super) fn matching<'a>(site: &'a Site, ix: Ix, words: &str) -> Option<(Rank, &'a str)> {
    let entry = site.entry(ix);
    let first = [entry.id.slug.as_str(), &entry.head.title];
    let others = entry.head.aliases.iter().map(|alias| alias.as_str()).chain(entry.route.strip_suffix(".html"));
    let names = first.into_iter().map(|name| (Rank::First, name)).chain(others.map(|name| (Rank::Begins, name)));
    let ranked = names.filter_map(|(rank, name)| match name.to_lowercase().find(words)? {
        0 => Some((rank, name)),
        _ => Some((Rank::Within, name)),
    });
    ranked.min_by_key(|(rank, _)| *rank)
}
