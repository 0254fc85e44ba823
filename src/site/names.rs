//! Who answers to which name.

use super::Ix;
use crate::diag::{Diagnostics, lint};
use crate::entry::{Entry, EntryData, Kind};
use crate::source::{Digest, Hasher, Place, Span};
use smallvec::SmallVec;
use std::collections::HashMap;
use std::sync::Arc;

/// All names of a site, in normal form.
#[derive(Debug, Default)]
pub struct NameTable {
    names: HashMap<String, Owners>,
}

type Owners = SmallVec<[(Ix, Kind); 2]>;

/// Adds an owner of a name and returns all of them.
fn claim(names: &mut HashMap<String, Owners>, name: String, ix: Ix, kind: Kind) -> &Owners {
    let owners = names.entry(name).or_default();
    if !owners.contains(&(ix, kind)) {
        owners.push((ix, kind));
    }
    owners
}

/// What a name led to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Found {
    None,
    One(Ix),
    Several(Vec<Ix>),
}

/// The form in which names are compared: lower case, single spaces.
pub fn normal_name(name: &str) -> String {
    let mut normal = String::with_capacity(name.len());
    for word in name.split_whitespace() {
        if !normal.is_empty() {
            normal.push(' ');
        }
        normal.extend(word.chars().flat_map(char::to_lowercase));
    }
    normal
}

/// The names of a title: `Return on investment (ROI)` also answers to
/// `Return on investment` and, since it is short and in capitals, to `ROI`.
fn title_names(title: &str) -> impl Iterator<Item = &str> {
    let inner = title.strip_suffix(')').and_then(|rest| rest.rsplit_once(" ("));
    let (base, short) = inner.map_or((None, None), |(base, inner)| {
        let capitals = inner.chars().filter(|c| c.is_uppercase()).count() >= 2 && !inner.contains(' ');
        (Some(base), (capitals && shortens(inner, base)).then_some(inner))
    });
    std::iter::once(title).chain(base).chain(short)
}

/// Whether the letters of a short form come in this order in the long form:
/// `LTV` shortens `Lifetime value`, but `IT` does not shorten `Change management`.
fn shortens(short: &str, long: &str) -> bool {
    let mut letters = long.chars().flat_map(char::to_lowercase);
    short
        .chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .all(|wanted| letters.any(|letter| letter == wanted))
}

/// Every name of an entry that may stand in running text, as written.
pub fn term_names(entry: &Entry) -> impl Iterator<Item = (&str, Span)> {
    let title = title_names(&entry.head.title.value).map(|name| (name, entry.head.title.span));
    title.chain(entry.head.aliases.iter().map(|alias| (alias.value.as_str(), alias.span)))
}

impl NameTable {
    /// Collects the names of all entries, and complains where two of one kind
    /// answer to the same.
    pub(super) fn new(entries: &[Arc<Entry>], diagnostics: &mut Diagnostics) -> NameTable {
        let mut names: HashMap<String, Owners> = HashMap::with_capacity(entries.len() * 3);
        for (at, entry) in entries.iter().enumerate() {
            let (ix, kind) = (Ix(at as u32), entry.id.kind);
            claim(&mut names, normal_name(&entry.id.slug), ix, kind);
            claim(&mut names, format!("{}/{}", kind.folder(), entry.id.slug), ix, kind);
            for (name, span) in term_names(entry) {
                let owners = claim(&mut names, normal_name(name), ix, kind);
                let first = owners.iter().find(|(other, other_kind)| *other != ix && *other_kind == kind);
                if let Some((first, _)) = first.filter(|_| kind != Kind::Page) {
                    diagnostics.push(clash(entry, name, span, &entries[first.0 as usize]));
                }
            }
        }
        NameTable { names }
    }

    /// Who answers to a name, perhaps among one kind only.
    pub(crate) fn find(&self, name: &str, kind: Option<Kind>) -> Found {
        let Some(owners) = self.names.get(&normal_name(name)) else { return Found::None };
        let fitting: SmallVec<[Ix; 2]> =
            owners.iter().filter(|(_, owner)| kind.is_none_or(|kind| *owner == kind)).map(|(ix, _)| *ix).collect();
        match fitting.as_slice() {
            [] => Found::None,
            [one] => Found::One(*one),
            several => Found::Several(several.to_vec()),
        }
    }

    /// The kinds that have an entry of this name.
    pub(crate) fn kinds(&self, name: &str) -> Vec<Kind> {
        self.names
            .get(&normal_name(name))
            .map(|owners| owners.iter().map(|(_, kind)| *kind).collect())
            .unwrap_or_default()
    }

    /// All names, for suggestions.
    pub(crate) fn all(&self, entries: &[Arc<Entry>], kind: Option<Kind>) -> Vec<String> {
        let fitting = entries.iter().filter(|entry| kind.is_none_or(|kind| entry.id.kind == kind));
        fitting.map(|entry| entry.id.slug.clone()).collect()
    }
}

fn clash(entry: &Entry, name: &str, span: Span, first: &Entry) -> crate::diag::Diagnostic {
    let normal = normal_name(name);
    let first_span = term_names(first)
        .find(|(other, _)| normal_name(other) == normal)
        .map_or(first.head.title.span, |(_, span)| span);
    Diagnostics::at(&entry.file.path, span, lint::ALIAS_CLASH, format!("two pages answer to `{name}`"))
        .label("claimed again here")
        .also(Place::new(&first.file.path, first_span), "first claimed here")
        .help(format!("keep it on one of them, or make `{name}` a page of its own that points to both"))
}

/// Digest of everything that decides where terms are found in running text.
pub(super) fn digest(entries: &[Arc<Entry>]) -> Digest {
    let mut hasher = Hasher::new();
    for entry in entries {
        match &entry.data {
            EntryData::Term(term) => {
                hasher.part(&entry.id.slug).part([u8::from(term.autolink)]);
                for (name, _) in term_names(entry) {
                    hasher.part(name);
                }
            }
            EntryData::FalseFriend(friend) => {
                hasher.part(&friend.word);
            }
            _ => {}
        }
    }
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_with_its_short_form_answers_to_both() {
        let names = |title| title_names(title).collect::<Vec<_>>();
        assert_eq!(names("Return on investment (ROI)"), ["Return on investment (ROI)", "Return on investment", "ROI"]);

        assert_eq!(names("Change management (IT)"), ["Change management (IT)", "Change management"]);
        assert_eq!(names("Lead (a person)"), ["Lead (a person)", "Lead"]);
        assert_eq!(names("Caching"), ["Caching"]);
    }

    #[test]
    fn names_are_compared_without_case_and_extra_space() {
        assert_eq!(normal_name("  Split \t Test "), "split test");
    }
}
