//! What can be written at a place.

mod fields;
mod links;

use super::hover;
use super::page::Page;
use super::symbols::{Rank, matching};
use super::target::Target;
use crate::entry::Kind;
use crate::site::{Ix, Site};
use crate::source::Span;

/// Something that can be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// What the list shows.
    pub label: String,
    /// What it is, in a few words; may be empty.
    pub detail: String,
    /// More about it, as Markdown; may be empty.
    pub about: String,
    /// What sort of thing it is.
    pub sort: Sort,
    /// What is replaced: what was typed of it already.
    pub span: Span,
    /// What stands there afterwards.
    pub text: String,
    /// What the editor compares with what was typed.
    pub filter: String,
    /// Whether it must be there, and so comes first.
    pub first: bool,
}

/// What sort of thing an item is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    /// The name of a field.
    Field,
    /// One of a few words.
    Word,
    /// An entry.
    Entry,
    /// A heading.
    Heading,
    /// A file.
    File,
    /// A data block.
    Block,
}

/// What can be written at a place.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Items {
    /// The items, best first.
    pub items: Vec<Item>,
    /// Whether the editor should ask again as more is typed.
    pub more: bool,
}

/// More entries than this are not listed: nobody reads them, and typing on
/// finds the rest.
const MOST: usize = 100;

/// What can be written at an offset of a file.
pub fn complete(page: &Page<'_>, offset: usize) -> Items {
    match page.writing(offset) {
        Some(writing) => fields::complete(page, &writing, offset),
        None if page.tables.is_some() => Items::default(),
        None => links::complete(page, offset),
    }
}

/// Entries that have the words typed in one of their names. `text` says what to write for an entry.
fn entries(page: &Page<'_>, kind: Option<Kind>, span: Span, typed: &str, text: impl Fn(Ix) -> String) -> Items {
    let words = typed.trim().to_lowercase();
    let named = |ix: Ix| {
        let (rank, name) = matching(page.site, ix, &words)?;
        Some((rank, name.to_owned()))
    };
    listed(page, kind, span, named, text)
}

/// Entries that fit, by rank. `fits` gives the rank and what the editor is to
/// compare with what was typed.
fn listed(
    page: &Page<'_>,
    kind: Option<Kind>,
    span: Span,
    fits: impl Fn(Ix) -> Option<(Rank, String)>,
    text: impl Fn(Ix) -> String,
) -> Items {
    let (site, own) = (page.site, page.ix());
    let fitting = site.all().filter(|(ix, entry)| Some(*ix) != own && kind.is_none_or(|kind| entry.id.kind == kind));
    let mut found: Vec<(Rank, Ix, String)> = fitting
        .filter_map(|(ix, _)| {
            let (rank, filter) = fits(ix)?;
            Some((rank, ix, filter))
        })
        .collect();
    found.sort();
    found.truncate(MOST);
    let item = |(_, ix, filter): (Rank, Ix, String)| {
        let entry = site.entry(ix);
        Item {
            label: entry.head.title.value.clone(),
            detail: entry.route.trim_end_matches(".html").to_owned(),
            about: hover::about(site, &Target::Entry(ix)),
            sort: Sort::Entry,
            span,
            text: text(ix),
            filter,
            first: false,
        }
    };
    // The editor knows one name of each; as more is typed another may fit.
    Items { items: found.into_iter().map(item).collect(), more: true }
}

/// The shortest name that stands for an entry and nothing else.
fn name_of(site: &Site, ix: Ix, kind: Option<Kind>) -> String {
    let id = &site.entry(ix).id;
    let alone = Kind::ALL.into_iter().filter(|other| {
        kind.is_none_or(|kind| kind == *other)
            && site.find(&crate::entry::EntryId { kind: *other, slug: id.slug.clone() }).is_some()
    });
    let clear = alone.count() == 1 && site.named(&id.slug, kind) == Some(ix);
    if clear || id.kind == Kind::Page { id.slug.clone() } else { format!("{}/{}", id.kind.folder(), id.slug) }
}
