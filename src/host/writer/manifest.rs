//! What an output folder says about itself.

use crate::source::{Digest, gathered};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Stands in the output and says that it is ours, and what is in it.
pub(super) const MANIFEST: &str = ".crosstrain-manifest";
const HEAD: &str = "crosstrain manifest 3";
/// Says what the site was made of.
const MADE_OF: &str = "made of ";
/// Parts the files of the search index, with its digest, from the others.
const SEARCH: &str = "search ";

/// One line of the manifest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Known {
    pub(super) key: Digest,
    pub(super) bytes: u64,
    pub(super) modified: u128,
}

/// What is in an output folder. The search index is apart: whether it is up to
/// date is known from one digest, without making it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Manifest {
    /// See [`crate::host::disk::Book::stamp`]; nothing where that would not say enough.
    pub(super) made_of: Option<Digest>,
    pub(super) files: BTreeMap<String, Known>,
    pub(super) search: Digest,
    pub(super) index: BTreeMap<String, Known>,
}

impl Manifest {
    pub(super) fn all(&self) -> impl Iterator<Item = (&String, &Known)> {
        self.files.iter().chain(&self.index)
    }

    pub(super) fn print(&self) -> String {
        let made_of = self.made_of.map_or(String::new(), |made_of| format!("{MADE_OF}{made_of}\n"));
        let mut text = format!("{HEAD}\n{made_of}");
        let lines = |files: &BTreeMap<String, Known>| -> Vec<String> {
            let line = |(path, known): (&String, &Known)| {
                format!("{}\t{}\t{}\t{path}\n", known.key, known.bytes, known.modified)
            };
            files.par_iter().map(line).collect()
        };
        text.extend(lines(&self.files));
        text.push_str(&format!("{SEARCH}{}\n", self.search));
        text.extend(lines(&self.index));
        text
    }

    /// Reads a manifest. Lines that make no sense are left out, so that their files
    /// are written again.
    pub(super) fn parse(text: &str) -> Manifest {
        let digest = |text: &str| u128::from_str_radix(text, 16).ok().map(Digest);
        let known = |line: &str| {
            let mut parts = line.splitn(4, '\t');
            let key = digest(parts.next()?)?;
            let known = Known { key, bytes: parts.next()?.parse().ok()?, modified: parts.next()?.parse().ok()? };
            Some((parts.next()?.to_owned(), known))
        };
        let text = text.strip_prefix(HEAD).unwrap_or("").trim_start();
        let (made_of, text) = match text.strip_prefix(MADE_OF).and_then(|rest| rest.split_once('\n')) {
            Some((made_of, rest)) => (digest(made_of), rest),
            None => (None, text),
        };
        let mut lines = text.lines();
        let mut search = Digest::default();
        let mut is_file = |line: &&str| match line.strip_prefix(SEARCH) {
            Some(key) => {
                search = digest(key).unwrap_or_default();
                false
            }
            None => true,
        };
        let files = gathered(lines.by_ref().take_while(|line| is_file(line)).filter_map(known));
        let index = gathered(lines.filter_map(known));
        Manifest { made_of, files, search, index }
    }
}

/// A site that an earlier build wrote.
pub struct Kept {
    folder: PathBuf,
    manifest: Manifest,
}

impl Kept {
    /// The site in a folder, if it was made of just this, which is asked only where there is one.
    pub fn find(folder: &Path, made_of: impl FnOnce() -> Digest) -> Option<Kept> {
        let manifest = Manifest::parse(&fs::read_to_string(folder.join(MANIFEST)).ok()?);
        let same = manifest.made_of? == made_of();
        same.then(|| Kept { folder: folder.to_path_buf(), manifest })
    }

    /// The digest of everything that the bytes of a file depend on.
    pub fn key(&self, path: &str) -> Option<Digest> {
        self.manifest.files.get(path).map(|known| known.key)
    }

    /// What is in a file of the site.
    pub fn read(&self, path: &str) -> Option<Vec<u8>> {
        let known = self.manifest.files.contains_key(path) || self.manifest.index.contains_key(path);
        (known && inside(path)).then(|| fs::read(self.folder.join(path)).ok()).flatten()
    }
}

/// Whether a path leads nowhere but down.
pub(super) fn inside(path: &str) -> bool {
    Path::new(path).components().all(|part| matches!(part, std::path::Component::Normal(_))) && !path.contains('\\')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn manifests_survive_printing_and_garbage() {
        let known = Known { key: Digest(7), bytes: 3, modified: 99 };
        let files = |path: &str| BTreeMap::from([(path.to_owned(), known)]);
        for made_of in [None, Some(Digest(6))] {
            let (site, index) = (files("a/b.html"), files("search/x.js"));
            let manifest = Manifest { made_of, files: site, search: Digest(5), index };
            assert_eq!(Manifest::parse(&manifest.print()), manifest);
        }
        assert_eq!(Manifest::parse("crosstrain manifest 3\nnonsense\n\t\t\t\n"), Manifest::default());
        assert_eq!(Manifest::parse("crosstrain manifest 3\nmade of nonsense\n"), Manifest::default());
        assert_eq!(Manifest::parse("something else"), Manifest::default());
    }
}
