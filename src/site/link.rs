//! Where a link in the text leads.

use super::names::Found;
use super::{Ix, Site};
use crate::entry::{Kind, Name};
use crate::markdown::{LinkKind, anchor_of};
use crate::source::SourcePath;

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// To an entry, perhaps to a heading in it (the id in the page).
    Entry(Ix, Option<String>),
    /// To an entry, but the heading is not there.
    AnchorMissing(Ix, String),
    /// To a page that the generator makes.
    Generated(String),
    /// To a file that is copied.
    Asset(String),
    /// To another site, or out of this one: not ours to judge.
    Elsewhere,
    /// To a file whose name differs only in capitals.
    Case(String),
    /// To one of several entries; nobody can tell which.
    Ambiguous(Vec<Ix>),
    /// Nowhere. The path below the source folder that was looked for.
    Missing(String),
}

/// Pages that the generator makes beside those of entries.
pub struct Generated;

impl Generated {
    /// Their addresses that do not depend on the content.
    pub const FIXED: [&str; 10] = [
        "index.html",
        "all.html",
        "search.html",
        "facts.html",
        "404.html",
        "learning.html",
        "placement.html",
        "news.html",
        "symptoms.html",
        "map.html",
    ];
}

impl Site {
    /// Follows a link written in an entry.
    pub fn follow(&self, from: Ix, kind: LinkKind, target: &str) -> Outcome {
        match kind {
            LinkKind::Wiki => self.follow_name(target),
            _ if elsewhere(target) => Outcome::Elsewhere,
            _ => self.follow_path(from, target),
        }
    }

    fn follow_name(&self, target: &str) -> Outcome {
        let (name, fragment) = target.split_once('#').map_or((target, None), |(name, fragment)| (name, Some(fragment)));
        match self.names.find(Name::of(name), None) {
            Found::One(ix) => self.at_heading(ix, fragment),
            Found::Several(all) => Outcome::Ambiguous(all),
            Found::None => Outcome::Missing(name.to_owned()),
        }
    }

    fn follow_path(&self, from: Ix, target: &str) -> Outcome {
        let (path, fragment) = target.split_once('#').map_or((target, None), |(path, fragment)| (path, Some(fragment)));
        let path = decoded(path.split_once('?').map_or(path, |(path, _)| path));
        if path.is_empty() {
            return self.at_heading(from, fragment);
        }
        let file = &self.entry(from).file.path;
        let Some(wanted) = file.join(&path) else { return Outcome::Elsewhere };
        let Some(below) = wanted.below(&self.config.src).map(str::to_owned) else { return Outcome::Elsewhere };
        if let Some(ix) = self.by_path.get(&wanted) {
            return self.at_heading(*ix, fragment);
        }
        if let Some(ix) = self.by_route(&below) {
            return self.at_heading(ix, fragment);
        }
        if self.assets.contains_key(&below) {
            return Outcome::Asset(below);
        }
        if let Some(route) = self.generated(&below) {
            return Outcome::Generated(route);
        }
        match self.other_case(&wanted, &below) {
            Some(right) => Outcome::Case(right),
            None => Outcome::Missing(below),
        }
    }

    /// Authors of plain books also link to the pages, not only to the files.
    fn by_route(&self, below: &str) -> Option<Ix> {
        let slug = below.strip_suffix(".html")?;
        let at = |kind: Kind, slug: &str| self.find(&crate::entry::EntryId { kind, slug: slug.to_owned() });
        at(Kind::Page, slug).or_else(|| {
            let (folder, slug) = slug.split_once('/')?;
            at(Kind::of_folder(folder)?, slug)
        })
    }

    fn generated(&self, below: &str) -> Option<String> {
        let path =
            if below.is_empty() || below.ends_with('/') { format!("{below}index.html") } else { below.to_owned() };
        let folder_page = || path.strip_suffix("/index.html").or(Some(path.as_str())).and_then(Kind::of_folder);
        let for_authors = path == "coverage.html" && self.config.authors;
        if for_authors || Generated::FIXED.contains(&path.as_str()) {
            return Some(path);
        }
        folder_page().filter(|_| self.config.ours).map(|kind| format!("{}/index.html", kind.folder()))
    }

    fn at_heading(&self, ix: Ix, fragment: Option<&str>) -> Outcome {
        let Some(fragment) = fragment.filter(|fragment| !fragment.is_empty()) else { return Outcome::Entry(ix, None) };
        let fragment = decoded(fragment);
        let entry = self.entry(ix);
        let headings = &entry.document.headings;
        let heading = headings.iter().find(|heading| heading.id == fragment);
        let heading = heading.or_else(|| headings.iter().find(|heading| anchor_of(&heading.text) == fragment));
        match heading {
            Some(heading) => Outcome::Entry(ix, Some(heading.id.clone())),
            // Anchors in raw HTML are the author's own.
            None if raw_anchor(&entry.file.text, &fragment) => Outcome::Entry(ix, Some(fragment)),
            None => Outcome::AnchorMissing(ix, fragment),
        }
    }

    fn other_case(&self, wanted: &SourcePath, below: &str) -> Option<String> {
        let lower = wanted.as_str().to_lowercase();
        let page = self.by_path.keys().filter(|path| path.as_str().to_lowercase() == lower).min();
        page.map(|path| path.as_str().to_owned()).or_else(|| {
            let lower = below.to_lowercase();
            self.assets.keys().find(|path| path.to_lowercase() == lower).cloned()
        })
    }
}

/// Whether a target has a scheme or a host of its own, or is absolute.
fn elsewhere(target: &str) -> bool {
    let scheme = target.split_once(':').map(|(scheme, _)| scheme);
    target.starts_with('/')
        || scheme.is_some_and(|scheme| {
            !scheme.is_empty() && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+.-".contains(c))
        })
}

/// Whether the text has an element with this id, or an old named anchor.
fn raw_anchor(text: &str, fragment: &str) -> bool {
    ["id=\"", "name=\"", "id='", "name='", "id=", "name="].iter().any(|start| {
        text.match_indices(start).any(|(at, _)| {
            let rest = &text[at + start.len()..];
            rest.strip_prefix(fragment).is_some_and(|rest| rest.starts_with(['"', '\'', '>', ' ', '/']))
        })
    })
}

/// Undoes percent-encoding (RFC 3986, section 2.1) where it gives valid UTF-8.
pub fn decoded(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((byte, after)) = rest.split_first() {
        let hex = after.get(..2).and_then(|hex| u8::from_str_radix(std::str::from_utf8(hex).ok()?, 16).ok());
        match (byte, hex) {
            (b'%', Some(value)) => {
                bytes.push(value);
                rest = &after[2..];
            }
            _ => {
                bytes.push(*byte);
                rest = after;
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_sites_are_told_apart() {
        assert!(elsewhere("https://a.example"));
        assert!(elsewhere("mailto:a@b.example"));
        assert!(elsewhere("//cdn.example/x"));
        assert!(!elsewhere("a.md"));
        assert!(!elsewhere("#x"));
        assert!(!elsewhere("../a.md#b:c"));
        assert_eq!(decoded("a%20b%zz"), "a b%zz");
    }
}
