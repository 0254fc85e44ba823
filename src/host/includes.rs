//! Carries out `{{#include}}` and its kin with mdBook's own preprocessor, for
//! chapters that have any, after making sure that nothing outside the book is read.

use super::disk::Book;
use crate::includes::find;
use crate::source::{IncludeProblem, Input, Snapshot, SourceFile, SourcePath, Span};
use mdbook::book::{Book as MdBook, BookItem, Chapter};
use mdbook::builtin_preprocessors::LinkPreprocessor;
use mdbook::config::Config;
use mdbook_preprocessor::{Preprocessor, PreprocessorContext};
use rayon::prelude::*;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// How deep includes may include; mdBook stops at the same depth.
const DEEPEST: usize = 10;

/// A chapter, what is wrong with its includes, and the text with them carried out.
type Expanded = (Arc<SourceFile>, Vec<(Span, IncludeProblem)>, Option<String>);

/// Fills `expanded` and `include_problems` of a snapshot.
pub(super) fn expand_all(book: &Book, snapshot: &mut Snapshot) {
    let all = snapshot.inputs.keys().cloned().collect();
    expand(book, snapshot, all);
}

/// The same after the text of one chapter changed, and no file.
pub(super) fn expand_one(book: &Book, snapshot: &mut Snapshot, chapter: SourcePath) {
    expand(book, snapshot, vec![chapter]);
}

/// The same after some files changed: these, and every chapter with includes,
/// since what it includes may be what changed.
pub(super) fn expand_again(book: &Book, snapshot: &mut Snapshot, mut changed: Vec<SourcePath>) {
    changed.extend(snapshot.expanded.keys().chain(snapshot.include_problems.keys()).cloned());
    expand(book, snapshot, changed);
}

fn expand(book: &Book, snapshot: &mut Snapshot, paths: Vec<SourcePath>) {
    let with_directives = |path: &SourcePath| match snapshot.inputs.get(path) {
        Some(Input::Text(file)) if path.extension() == "md" && file.text.contains("{{#") => Some(file.clone()),
        _ => None,
    };
    let results: Vec<Expanded> = paths
        .par_iter()
        .filter_map(|path| {
            let file = with_directives(path)?;
            let (problems, text) = carry_out(book, &file);
            Some((file, problems, text))
        })
        .collect();
    for path in &paths {
        snapshot.expanded.remove(path);
        snapshot.include_problems.remove(path);
    }
    for (file, problems, text) in results {
        if let Some(text) = text.filter(|text| *text != file.text) {
            snapshot.expanded.insert(file.path.clone(), Arc::new(SourceFile::new(file.path.clone(), text)));
        }
        if !problems.is_empty() {
            snapshot.include_problems.insert(file.path.clone(), problems);
        }
    }
}

/// What is wrong with the includes of a chapter; if nothing, the text with them
/// carried out.
pub(super) fn carry_out(book: &Book, file: &SourceFile) -> (Vec<(Span, IncludeProblem)>, Option<String>) {
    if !file.text.contains("{{#") {
        return (Vec::new(), None);
    }
    let problems = problems(book, file);
    let text = problems.is_empty().then(|| carried_out(book, file)).flatten();
    (problems, text)
}

fn problems(book: &Book, file: &SourceFile) -> Vec<(Span, IncludeProblem)> {
    let folder = book.root.join(file.path.folder());
    let named = find(&file.text).into_iter().filter_map(|directive| directive.file);
    named
        .filter_map(|span| {
            let path = folder.join(span.text(&file.text));
            Some((span, problem(book, &path, span.text(&file.text), &mut Vec::new())?))
        })
        .collect()
}

/// What is wrong with including a file, or with what that file includes.
fn problem(book: &Book, path: &Path, shown: &str, trail: &mut Vec<PathBuf>) -> Option<IncludeProblem> {
    let Ok(real) = path.canonicalize() else { return Some(IncludeProblem::Missing(shown.to_owned())) };
    if !real.starts_with(&book.root) {
        return Some(IncludeProblem::Outside(shown.to_owned()));
    }
    if trail.contains(&real) || trail.len() >= DEEPEST {
        return Some(IncludeProblem::Circle(shown.to_owned()));
    }
    let text = std::fs::read_to_string(&real).unwrap_or_default();
    let folder = real.parent().unwrap_or(&book.root).to_path_buf();
    trail.push(real);
    let inner = find(&text).into_iter().filter_map(|directive| directive.file);
    // A file that is missing further in is shown as it was written; mdBook
    // leaves it standing, and it is the included file's author's to mend.
    let found = inner.map(|span| span.text(&text)).find_map(|name| {
        let found = problem(book, &folder.join(name), name, trail)?;
        (!matches!(found, IncludeProblem::Missing(_))).then_some(found)
    });
    trail.pop();
    found
}

fn carried_out(book: &Book, file: &SourceFile) -> Option<String> {
    let below = PathBuf::from(file.path.below(&book.src)?);
    let mut config = Config::default();
    config.book.src = PathBuf::from(&book.src);
    let context = PreprocessorContext::new(book.root.clone(), config, "html".to_owned());
    let mut chapters = MdBook::new();
    chapters.push_item(BookItem::Chapter(Chapter::new("", file.text.clone(), below, Vec::new())));
    let done = LinkPreprocessor::new().run(&context, chapters).ok()?;
    match done.items.into_iter().next()? {
        BookItem::Chapter(chapter) => Some(chapter.content),
        _ => None,
    }
}
