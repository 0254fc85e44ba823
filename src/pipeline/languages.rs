//! The same book in its other languages.
//!
//! What `content/de/` holds stands in for the files of the same names above it, or
//! for those that `translation_of` names; what is not translated yet is shown as it
//! is. So each language is a whole site of its own, built by the same stages from a
//! snapshot in which the translations lie in the places of what they translate, and
//! published in a folder of its own. Places in messages are moved back at the end.

use crate::config::{Config, Language};
use crate::diag::{Diagnostic, Diagnostics, lint};
use crate::entry::{Entry, EntryId, Kind};
use crate::render::Tongue;
use crate::site::Site;
use crate::source::{Input, Place, Snapshot, SourceFile, SourcePath, Span};
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::Arc;

/// Where a file of a language lies in the snapshot of that language.
fn place(path: &SourcePath, config: &Config, language: &Language) -> Option<SourcePath> {
    let below = path.below(&super::join(&config.src, &language.id))?;
    Some(SourcePath::new(super::join(&config.src, below)))
}

/// The files in the language in which the book is written; nothing where all are.
pub(super) fn own(snapshot: &Snapshot, config: &Config) -> Option<Snapshot> {
    config.translations().next()?;
    let foreign = |path: &SourcePath| config.translations().any(|other| place(path, config, other).is_some());
    let mut own = snapshot.clone();
    own.inputs.retain(|path, _| !foreign(path));
    own.expanded.retain(|path, _| !foreign(path));
    own.include_problems.retain(|path, _| !foreign(path));
    own.assets.retain(|path, _| !foreign(path));
    Some(own)
}

/// A snapshot of the book in another language, and where its files really lie, by
/// the place they take in it. `own` holds the files of the book's own language.
pub(super) fn translated(
    snapshot: &Snapshot,
    own: &Snapshot,
    config: &Config,
    language: &Language,
) -> (Snapshot, BTreeMap<SourcePath, SourcePath>) {
    let mut translated = own.clone();
    let mut real = BTreeMap::new();
    for (path, input) in &snapshot.inputs {
        let Some(place) = place(path, config, language) else { continue };
        let input = match input {
            Input::Text(file) => Input::Text(moved_file(file, &place)),
            other => other.clone(),
        };
        translated.expanded.remove(&place);
        translated.inputs.insert(place.clone(), input);
        if let Some(file) = snapshot.expanded.get(path) {
            translated.expanded.insert(place.clone(), moved_file(file, &place));
        }
        if let Some(problems) = snapshot.include_problems.get(path) {
            translated.include_problems.insert(place.clone(), problems.clone());
        }
        real.insert(place, path.clone());
    }
    for (path, asset) in &snapshot.assets {
        if let Some(place) = place(path, config, language) {
            translated.assets.insert(place.clone(), asset.clone());
            real.insert(place, path.clone());
        }
    }
    (translated, real)
}

fn moved_file(file: &SourceFile, place: &SourcePath) -> Arc<SourceFile> {
    Arc::new(SourceFile { path: place.clone(), text: file.text.clone(), digest: file.digest })
}

/// Takes out what translations of other names stand in for.
pub(super) fn replace(config: &Config, entries: &mut Vec<Arc<Entry>>) {
    if config.folder.is_empty() {
        return;
    }
    let translations = entries.iter().filter(|entry| !config.is_foreign(&entry.file.path));
    let replaced: HashSet<EntryId> =
        translations.filter(|entry| entry.head.translation_of.is_some()).map(|entry| source_of(entry)).collect();
    entries.retain(|entry| !config.is_foreign(&entry.file.path) || !replaced.contains(&entry.id));
}

/// The page that a translation translates.
fn source_of(entry: &Entry) -> EntryId {
    let EntryId { kind, slug } = &entry.id;
    let slug = match (&entry.head.translation_of, slug.rsplit_once('/')) {
        (None, _) => slug.clone(),
        (Some(of), Some((folder, _))) if *kind == Kind::Page && !of.value.contains('/') => {
            format!("{folder}/{}", of.value)
        }
        (Some(of), _) => of.value.clone(),
    };
    EntryId { kind: *kind, slug }
}

/// What messages about the snapshot of a language say of the files as they lie.
/// Those about files that are not translated were said already.
pub(super) fn moved_back(diagnostic: Arc<Diagnostic>, real: &BTreeMap<SourcePath, SourcePath>) -> Option<Diagnostic> {
    let back = |place: &mut Place| {
        if let Some(path) = real.get(&place.path) {
            place.path = path.clone();
        }
    };
    real.get(&diagnostic.place.path)?;
    let mut diagnostic = Arc::unwrap_or_clone(diagnostic);
    back(&mut diagnostic.place);
    diagnostic.labels.iter_mut().for_each(|label| back(&mut label.place));
    diagnostic.fix.iter_mut().flat_map(|fix| &mut fix.edits).for_each(|edit| back(&mut edit.place));
    Some(diagnostic)
}

/// Says which translations are behind the text that they translate. Places are those
/// in the snapshot of the language.
pub(super) fn behind(book: &Site, translated: &Site, diagnostics: &mut Diagnostics) {
    let translations = translated.all().filter(|(_, entry)| !translated.config.is_foreign(&entry.file.path));
    for (_, entry) in translations.filter(|(_, entry)| entry.readable) {
        let source = source_of(entry);
        let said = entry.head.translation_of.as_ref().map_or(Span::at(0), |of| of.span);
        let Some(source) = book.find(&source) else {
            let message =
                format!("there is no {} `{}` to translate", source.kind.word().replace('-', " "), source.slug);
            let problem = Diagnostics::at(&entry.file.path, said, lint::TRANSLATION_ALONE, message);
            diagnostics.push(problem.label("no such page").help("name its file in `translation_of`"));
            continue;
        };
        let source = book.entry(source);
        let revision = source.file.digest.short();
        let problem = match &entry.head.source_revision {
            Some(known) if known.value == revision => continue,
            Some(known) => Diagnostics::at(
                &entry.file.path,
                known.span,
                lint::TRANSLATION_OUTDATED,
                format!("`{}` has changed since it was translated", source.file.path),
            )
            .label("another text was translated"),
            None => Diagnostics::at(
                &entry.file.path,
                said,
                lint::TRANSLATION_OUTDATED,
                format!("nothing says which text of `{}` was translated", source.file.path),
            ),
        };
        let help = format!("compare the two, bring this one up to date, then write `source_revision: {revision}`");
        diagnostics.push(problem.help(help));
    }
}

/// What the pages of a language need to lead to the same page in another.
pub(super) fn tongue(site: &Site, routes: impl Iterator<Item = String>) -> Tongue {
    let config = &site.config;
    let (mut names, mut foreign) = (BTreeMap::new(), BTreeSet::new());
    for (_, entry) in site.all() {
        if config.is_foreign(&entry.file.path) {
            foreign.insert(entry.route.clone());
        } else if entry.head.translation_of.is_some() && !config.folder.is_empty() {
            let common = crate::entry::route_of(&source_of(entry));
            if common != entry.route {
                names.insert(entry.route.clone(), common);
            }
        }
    }
    Tongue::new(config, names, foreign, routes)
}
