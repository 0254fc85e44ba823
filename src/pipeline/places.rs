//! What lies where in the site: no two files in one place, on any system.

use crate::config::Config;
use crate::diag::{Diagnostic, Diagnostics, lint};
use crate::entry::{self, Entry, Name};
use crate::markdown::RawHtml;
use crate::source::{Digest, Place, Snapshot, SourcePath, Span, portable};
use rustc_hash::{FxBuildHasher, FxHashMap};
use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

/// Two files that would be one page, also where only capitals tell them apart:
/// on many systems they are one file.
pub(super) fn drop_repeats(entries: &mut Vec<Arc<Entry>>, diagnostics: &mut Diagnostics) {
    let mut first: FxHashMap<Name, usize> = FxHashMap::with_capacity_and_hasher(entries.len(), FxBuildHasher);
    let mut repeats = Vec::new();
    for (at, entry) in entries.iter().enumerate() {
        let other = *first.entry(entry.route_name).or_insert(at);
        if other != at {
            diagnostics.push(repeated(entry, &entries[other]));
            repeats.push(at);
        }
    }
    repeats.into_iter().rev().for_each(|at| drop(entries.remove(at)));
}

fn repeated(entry: &Entry, other: &Entry) -> Diagnostic {
    let message =
        format!("`{}` and `{}` would be the same page", other.file.path.file_name(), entry.file.path.file_name());
    Diagnostics::at(&entry.file.path, Span::at(0), lint::SLUG_DUPLICATE, message)
        .label("the second file")
        .also(Place::new(&other.file.path, Span::at(0)), "the first file")
        .help("rename one of them")
}

/// The files that are copied. Those that run are part of a site only where the
/// authors are trusted to write what runs.
pub(super) fn assets(
    snapshot: &Snapshot,
    config: &Config,
    entries: &[Arc<Entry>],
    diagnostics: &mut Diagnostics,
) -> BTreeMap<String, Digest> {
    let mut assets = BTreeMap::new();
    let pages: HashSet<Name> = match snapshot.assets.is_empty() {
        true => HashSet::new(),
        false => entries.iter().map(|entry| entry.route_name).collect(),
    };
    let mut names: FxHashMap<Name, &SourcePath> = FxHashMap::default();
    for (path, asset) in &snapshot.assets {
        let Some(below) = path.below(&config.src) else { continue };
        if asset.active && config.dialect.html != RawHtml::Trusted {
            diagnostics.push(
                Diagnostics::at(path, Span::at(0), lint::ASSET_ACTIVE, "browsers run files of this kind, or what is in this one")
                    .label("left out of the site")
                    .help("put it into an archive to be downloaded; or, if all who write here may publish programs, set `html = \"trusted\"` in book.toml"),
            );
            continue;
        }
        if !portable(below) {
            diagnostics.push(entry::name_not_portable(path));
            continue;
        }
        let name = Name::of(below);
        let other = *names.entry(name).or_insert(path);
        if other != path || pages.contains(&name) {
            let message = format!("`{below}` would be the same file as another on some systems");
            let problem =
                Diagnostics::at(path, Span::at(0), lint::SLUG_DUPLICATE, message).label("left out of the site");
            diagnostics.push(problem.help("rename one of them; `A` and `a` are not enough to tell files apart"));
            continue;
        }
        assets.insert(below.to_owned(), asset.digest);
    }
    assets
}
