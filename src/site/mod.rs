//! Turns names into entries and entries into one resolved, immutable [`Site`].
//!
//! Steps: [`names`] says who answers to which name; [`resolve()`] turns every
//! reference and link into an [`Edge`] or a diagnostic; [`mention`] finds terms in
//! running text. Every consumer takes `&Site`.

mod asked;
mod backlinks;
mod edited;
mod link;
mod mention;
mod names;
mod resolve;

pub use asked::Asked;
pub use edited::edited;
pub use link::{Generated, Outcome, decoded};
pub use mention::{MentionAt, Unlinked};
pub use names::NameTable;
pub use resolve::{Inputs, Memory, resolve};

use self::backlinks::Backlinks;
use crate::config::Config;
use crate::entry::{Entry, EntryId, Fact, Kind, Name, Relation, Run};
use crate::source::{Date, Digest, SourcePath, Span};
use crate::summary::Item;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;
use std::sync::Arc;

/// An entry of this site, by position. Positions change between builds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ix(pub u32);

/// A resolved arrow from one entry to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Edge {
    /// The entry at the other end.
    pub to: Ix,
    /// Why.
    pub relation: Relation,
    /// Where it was written, in the file of the entry it starts from.
    pub span: Span,
}

/// Everything, resolved.
#[derive(Debug, Clone)]
pub struct Site {
    /// What is true of the whole book.
    pub config: Arc<Config>,
    /// All entries, by kind and then by slug.
    pub entries: Vec<Arc<Entry>>,
    /// Entries that are left out since they are drafts.
    pub drafts: Vec<Arc<Entry>>,
    /// Arrows out of each entry, one for each pair of target and relation.
    pub out: Vec<Arc<[Edge]>>,
    /// The same arrows from the other end.
    into: Arc<Backlinks>,
    /// Terms found in the text of each entry.
    pub mentions: Vec<Arc<[MentionAt]>>,
    /// Fact records by id.
    pub facts: BTreeMap<String, Fact>,
    /// What past runs took, by path.
    pub runs: Vec<Run>,
    /// The handbook's table of contents.
    pub contents: Vec<Item>,
    /// Which questions are about which term.
    pub asked: Arc<Asked>,
    /// Who answers to which name.
    pub names: Arc<NameTable>,
    /// Files that are copied as they are, with their digests, by path below the source folder.
    pub assets: BTreeMap<String, Digest>,
    /// The day of the build.
    pub today: Date,
    pub(crate) by_path: Arc<FxHashMap<SourcePath, Ix>>,
    /// Digest of everything that references are followed by and lists are sorted
    /// by: the names, addresses and headings of all entries, and the settings.
    pub outside: Digest,
}

impl Site {
    /// An entry.
    pub fn entry(&self, ix: Ix) -> &Entry {
        &self.entries[ix.0 as usize]
    }

    /// The address of an entry's page.
    pub fn route(&self, ix: Ix) -> &str {
        &self.entries[ix.0 as usize].route
    }

    /// All entries with their positions.
    pub fn all(&self) -> impl Iterator<Item = (Ix, &Entry)> {
        self.entries.iter().enumerate().map(|(at, entry)| (Ix(at as u32), &**entry))
    }

    /// The entries of one kind, by slug.
    pub fn of_kind(&self, kind: Kind) -> impl Iterator<Item = (Ix, &Entry)> {
        let start = self.entries.partition_point(|entry| entry.id.kind < kind);
        let end = self.entries.partition_point(|entry| entry.id.kind <= kind);
        (start..end).map(|at| (Ix(at as u32), &*self.entries[at]))
    }

    /// The entry of an identity.
    pub fn find(&self, id: &EntryId) -> Option<Ix> {
        self.entries.binary_search_by(|entry| entry.id.cmp(id)).ok().map(|at| Ix(at as u32))
    }

    /// The entry written in a file.
    pub fn at_path(&self, path: &SourcePath) -> Option<Ix> {
        self.by_path.get(path).copied()
    }

    /// Arrows out of an entry, of one relation.
    pub fn out_by(&self, ix: Ix, relation: Relation) -> impl Iterator<Item = Ix> {
        self.out[ix.0 as usize].iter().filter(move |edge| edge.relation == relation).map(|edge| edge.to)
    }

    /// Arrows into an entry: where from, and why.
    pub fn into(&self, ix: Ix) -> &[(Ix, Relation)] {
        self.into.of(ix)
    }

    /// Where arrows of one relation into an entry come from.
    pub fn into_by(&self, ix: Ix, relation: Relation) -> impl Iterator<Item = Ix> {
        self.into(ix).iter().filter(move |(_, found)| *found == relation).map(|(from, _)| *from)
    }

    /// A draft that answers to a name.
    pub(crate) fn draft(&self, name: Name, kind: Option<Kind>) -> Option<&Entry> {
        let fits = |entry: &&Arc<Entry>| {
            kind.is_none_or(|kind| entry.id.kind == kind) && entry.names.iter().any(|(own, _)| *own == name)
        };
        self.drafts.iter().find(fits).map(|entry| &**entry)
    }

    /// The entry that a name written in an entry's front matter stands for.
    pub fn named(&self, name: &str, kind: Option<Kind>) -> Option<Ix> {
        match self.names.find(Name::of(name), kind) {
            names::Found::One(ix) => Some(ix),
            names::Found::Several(all) => resolve::preferred(&self.entries, &all, kind),
            names::Found::None => None,
        }
    }
}

/// The relative address that leads from one page to another. `to` may end in
/// a fragment. Parts that can't stand in an address are percent-encoded.
pub fn relative(from: &str, to: &str) -> String {
    let (to_path, fragment) = match memchr::memchr(b'#', to.as_bytes()) {
        Some(at) => (&to[..at], Some(&to[at + 1..])),
        None => (to, None),
    };
    let mut address = String::with_capacity(to.len() + 6);
    // A link within the page needs no path.
    if from != to_path || fragment.is_none() {
        push_way(&mut address, folder(from), to_path);
    }
    if let Some(fragment) = fragment {
        address.push('#');
        push_encoded(&mut address, fragment);
    }
    address
}

/// Adds the way from a folder to a path. Most lead to what is in the folder itself.
fn push_way(address: &mut String, from: &str, to: &str) {
    if let Some(below) = to.strip_prefix(from) {
        return push_encoded(address, below);
    }
    let same = from.bytes().zip(folder(to).bytes()).take_while(|(a, b)| a == b).count();
    let shared = from.as_bytes()[..same].iter().rposition(|byte| *byte == b'/').map_or(0, |at| at + 1);
    for _ in from.bytes().skip(shared).filter(|byte| *byte == b'/') {
        address.push_str("../");
    }
    push_encoded(address, &to[shared..]);
}

/// A path up to its last slash, that included.
pub(crate) fn folder(path: &str) -> &str {
    &path[..memchr::memrchr(b'/', path.as_bytes()).map_or(0, |at| at + 1)]
}

/// Whether a byte may stand in a path as it is (RFC 3986); a colon would make a scheme of a name.
const ALLOWED: [bool; 256] = {
    let mut allowed = [false; 256];
    let marks = b"-._~!$&'()*+,;=@/";
    let mut at = 0;
    while at < 256 {
        allowed[at] = (at as u8).is_ascii_alphanumeric();
        at += 1;
    }
    at = 0;
    while at < marks.len() {
        allowed[marks[at] as usize] = true;
        at += 1;
    }
    allowed
};

fn allowed(byte: &u8) -> bool {
    ALLOWED[*byte as usize]
}

/// Percent-encodes what may not stand in a path.
pub(crate) fn push_encoded(address: &mut String, path: &str) {
    use std::fmt::Write;
    if path.as_bytes().iter().all(allowed) {
        return address.push_str(path);
    }
    for byte in path.bytes() {
        if allowed(&byte) {
            address.push(byte as char);
        } else {
            let _ = write!(address, "%{byte:02X}");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::relative;

    #[test]
    fn addresses_are_relative_to_the_page() {
        assert_eq!(relative("glossary/a.html", "glossary/b.html"), "b.html");
        assert_eq!(relative("glossary/a.html", "index.html"), "../index.html");
        assert_eq!(relative("index.html", "glossary/a.html#how"), "glossary/a.html#how");
        assert_eq!(relative("a/b/c.html", "a/d/e.html"), "../d/e.html");
        assert_eq!(relative("ab/c.html", "abc/d.html"), "../abc/d.html");
        assert_eq!(relative("a/b/c.html", "a/b.html"), "../b.html");
        assert_eq!(relative("a.html", "a.html#x y"), "#x%20y");
        assert_eq!(relative("a.html", "ü?.html"), "%C3%BC%3F.html");
    }
}
