//! Carries out `{{#include}}` and its kin, and reads nothing outside the book.
//!
//! mdBook's own preprocessor reads whatever it is pointed to, also by texts that
//! it puts together on the way, so it can't be held to the book from outside.

use super::LARGEST_PAGE;
use crate::includes::{Brings, Directive, find};
use crate::source::{IncludeProblem, Input, Snapshot, SourceFile, SourcePath, Span};
use rayon::prelude::*;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// How deep includes may include; mdBook stops at the same depth.
const DEEPEST: usize = 10;

/// How many files one chapter may include, those in included files counted too:
/// ten files that each include the next ten times would be ten thousand million.
const MOST_FILES: usize = 10_000;

/// A chapter, what is wrong with its includes, and the text with them carried out.
type Expanded = (Arc<SourceFile>, Vec<(Span, IncludeProblem)>, Option<String>);

/// Fills `expanded` and `include_problems` of a snapshot.
pub(super) fn expand_all(root: &Path, snapshot: &mut Snapshot) {
    let all = snapshot.inputs.keys().cloned().collect();
    expand(root, snapshot, all);
}

/// The same after the text of one chapter changed, and no file.
pub(super) fn expand_one(root: &Path, snapshot: &mut Snapshot, chapter: SourcePath) {
    expand(root, snapshot, vec![chapter]);
}

/// The same after some files changed: these, and every chapter with includes,
/// since what it includes may be what changed.
pub(super) fn expand_again(root: &Path, snapshot: &mut Snapshot, mut changed: Vec<SourcePath>) {
    changed.extend(snapshot.expanded.keys().chain(snapshot.include_problems.keys()).cloned());
    expand(root, snapshot, changed);
}

/// Whether there are two opening braces: most texts have none at all.
fn may_include(text: &str) -> bool {
    memchr::memchr_iter(b'{', text.as_bytes()).any(|at| text.as_bytes().get(at + 1) == Some(&b'{'))
}

fn expand(root: &Path, snapshot: &mut Snapshot, paths: Vec<SourcePath>) {
    let with_directives = |path: &SourcePath| match snapshot.inputs.get(path) {
        Some(Input::Text(file)) if path.extension() == "md" && may_include(&file.text) => Some(file.clone()),
        _ => None,
    };
    let results: Vec<Expanded> = paths
        .par_iter()
        .filter_map(|path| {
            let file = with_directives(path)?;
            let (problems, text) = carry_out(root, &file);
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

/// What is wrong with the includes of a chapter, and the text with all others
/// carried out.
pub(super) fn carry_out(root: &Path, file: &SourceFile) -> (Vec<(Span, IncludeProblem)>, Option<String>) {
    let mut carrier = Carrier { root, trail: Vec::new(), read: 0, bytes: 0 };
    let folder = root.join(file.path.folder());
    let mut problems = Vec::new();
    let mut text = String::with_capacity(file.text.len());
    let mut at = 0;
    for directive in find(&file.text) {
        text.push_str(&file.text[at..directive.span.start as usize]);
        at = directive.span.end as usize;
        match carrier.brought(&file.text, &directive, &folder) {
            Ok(brought) => text.push_str(&brought),
            Err(problem) => {
                text.push_str(directive.span.text(&file.text));
                problems.push((directive.file.unwrap_or(directive.span), problem));
            }
        }
    }
    text.push_str(&file.text[at..]);
    (problems, Some(text))
}

/// Carries out the directives of one chapter.
struct Carrier<'a> {
    root: &'a Path,
    /// The files that we are in.
    trail: Vec<PathBuf>,
    read: usize,
    bytes: u64,
}

impl Carrier<'_> {
    /// What stands in the place of a directive, or why nothing can.
    fn brought(&mut self, text: &str, directive: &Directive, folder: &Path) -> Result<String, IncludeProblem> {
        match (&directive.brings, directive.file) {
            (Brings::Itself, _) => Ok(directive.span.text(text)[1..].to_owned()),
            (_, None) => Ok(String::new()),
            (brings, Some(file)) => self.included(file.text(text), brings, folder),
        }
    }

    fn included(&mut self, name: &str, brings: &Brings, folder: &Path) -> Result<String, IncludeProblem> {
        let real = folder.join(name).canonicalize().map_err(|_| IncludeProblem::Missing(name.to_owned()))?;
        if !real.starts_with(self.root) {
            return Err(IncludeProblem::Outside(name.to_owned()));
        }
        if self.trail.contains(&real) || self.trail.len() >= DEEPEST {
            return Err(IncludeProblem::Circle(name.to_owned()));
        }
        let text = brings.of(&self.text(&real, name)?);
        let folder = real.parent().unwrap_or(self.root).to_path_buf();
        self.trail.push(real);
        let carried = self.carried(&text, &folder);
        self.trail.pop();
        carried
    }

    /// The text of a file that lies in the book.
    fn text(&mut self, real: &Path, name: &str) -> Result<String, IncludeProblem> {
        let missing = || IncludeProblem::Missing(name.to_owned());
        // Reading a pipe or a device may never end.
        let metadata = std::fs::metadata(real).ok().filter(std::fs::Metadata::is_file).ok_or_else(missing)?;
        self.read += 1;
        self.bytes += metadata.len();
        if self.read > MOST_FILES || self.bytes > LARGEST_PAGE {
            return Err(IncludeProblem::TooMuch(name.to_owned()));
        }
        std::fs::read_to_string(real).map_err(|_| missing())
    }

    /// An included text with what it includes. A file that is missing further in
    /// is shown as it was written: it is the included file's author's to mend.
    fn carried(&mut self, text: &str, folder: &Path) -> Result<String, IncludeProblem> {
        let mut carried = String::with_capacity(text.len());
        let mut at = 0;
        for directive in find(text) {
            carried.push_str(&text[at..directive.span.start as usize]);
            at = directive.span.end as usize;
            match self.brought(text, &directive, folder) {
                Ok(brought) => carried.push_str(&brought),
                Err(IncludeProblem::Missing(_)) => carried.push_str(directive.span.text(text)),
                Err(problem) => return Err(problem),
            }
        }
        carried.push_str(&text[at..]);
        Ok(carried)
    }
}
