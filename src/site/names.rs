//! Who answers to which name.

use super::Ix;
use crate::diag::{Diagnostic, Diagnostics, lint};
use crate::entry::{Entry, Kind, Name, written_names};
use crate::source::{Digest, Hasher, Place, Span};
use rustc_hash::{FxBuildHasher, FxHashMap};
use smallvec::SmallVec;
use std::sync::Arc;

/// All names of a site.
#[derive(Debug, Default)]
pub struct NameTable {
    names: FxHashMap<Name, Owners>,
}

type Owners = SmallVec<[(Ix, Kind); 1]>;

/// What a name led to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Found {
    None,
    One(Ix),
    Several(Vec<Ix>),
}

impl NameTable {
    /// Collects the names of all entries, and complains where two of one kind
    /// answer to the same.
    pub(super) fn new(entries: &[Arc<Entry>], diagnostics: &mut Diagnostics) -> NameTable {
        let count = entries.iter().map(|entry| entry.names.len()).sum();
        let mut names: FxHashMap<Name, Owners> = FxHashMap::with_capacity_and_hasher(count, FxBuildHasher);
        for (at, entry) in entries.iter().enumerate() {
            let (ix, kind) = (Ix(at as u32), entry.id.kind);
            for (name, span) in &entry.names {
                let owners = names.entry(*name).or_default();
                if !owners.contains(&(ix, kind)) {
                    owners.push((ix, kind));
                }
                let first = owners.iter().find(|(other, other_kind)| *other != ix && *other_kind == kind);
                if let Some((first, _)) = first.filter(|_| kind != Kind::Page && !span.is_empty()) {
                    diagnostics.push(clash(entry, *name, *span, &entries[first.0 as usize]));
                }
            }
        }
        NameTable { names }
    }

    /// Who answers to a name, perhaps among one kind only.
    pub(crate) fn find(&self, name: Name, kind: Option<Kind>) -> Found {
        let Some(owners) = self.names.get(&name) else { return Found::None };
        let fitting = || owners.iter().filter(|(_, owner)| kind.is_none_or(|kind| *owner == kind)).map(|(ix, _)| *ix);
        let mut first = fitting();
        match (first.next(), first.next()) {
            (None, _) => Found::None,
            (Some(one), None) => Found::One(one),
            _ => Found::Several(fitting().collect()),
        }
    }

    /// The kinds that have an entry of this name.
    pub(crate) fn kinds(&self, name: Name) -> Vec<Kind> {
        self.names.get(&name).map(|owners| owners.iter().map(|(_, kind)| *kind).collect()).unwrap_or_default()
    }
}

fn clash(entry: &Entry, name: Name, span: Span, first: &Entry) -> Diagnostic {
    let written = written_names(&entry.head).find(|(words, _)| Name::of(words) == name).map_or("", |(words, _)| words);
    let first_span = first.names.iter().find(|(other, span)| *other == name && !span.is_empty());
    let first_span = first_span.map_or(first.head.title.span, |(_, span)| *span);
    let help = format!("keep it on one of them, or make `{written}` a page of its own that points to both");
    Diagnostics::at(&entry.file.path, span, lint::ALIAS_CLASH, format!("two pages answer to `{written}`"))
        .label("claimed again here")
        .also(Place::new(&first.file.path, first_span), "first claimed here")
        .help(help)
}

/// Digest of everything that decides where terms are found in running text.
pub(super) fn digest(entries: &[Arc<Entry>]) -> Digest {
    let mut hasher = Hasher::new();
    for entry in entries.iter().take_while(|entry| entry.id.kind <= Kind::FalseFriend) {
        hasher.number(entry.names_digest.0);
    }
    hasher.finish()
}
