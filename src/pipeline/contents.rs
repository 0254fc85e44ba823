//! The table of contents and its chapters' files.

use super::join;
use crate::config::Config;
use crate::diag::{Diagnostic, Diagnostics, lint, nearest};
use crate::source::{IncludeProblem, Input, Snapshot, SourceFile, SourcePath, Span};
use crate::summary::{self, Item};

/// The table of contents, with its chapters' files accounted for.
pub(super) fn contents(snapshot: &Snapshot, config: &Config, diagnostics: &mut Diagnostics) -> Vec<Item> {
    let path = SourcePath::new(join(&config.src, "SUMMARY.md"));
    let Some(Input::Text(file)) = snapshot.inputs.get(&path) else {
        if !config.ours {
            let message = format!("there is no table of contents at `{path}`");
            diagnostics.push(
                Diagnostics::at(&snapshot.config.path, Span::at(0), lint::SUMMARY_SYNTAX, message)
                    .label("a plain book needs one")
                    .help("write SUMMARY.md, or start a book of ours: crosstrain init"),
            );
        }
        return Vec::new();
    };
    let items = summary::parse(file, diagnostics);
    for chapter in summary::chapters(&items) {
        let Some(below) = &chapter.path else { continue };
        if !snapshot.inputs.contains_key(&SourcePath::new(join(&config.src, below))) {
            diagnostics.push(chapter_missing(file, chapter, below, snapshot, config));
        }
    }
    items
}

fn chapter_missing(
    file: &SourceFile,
    chapter: &summary::Chapter,
    below: &str,
    snapshot: &Snapshot,
    config: &Config,
) -> Diagnostic {
    let message = format!("the chapter `{}` has no file at `{}`", chapter.title, join(&config.src, below));
    let known = snapshot.inputs.keys().filter_map(|path| path.below(&config.src));
    let diagnostic = Diagnostics::at(&file.path, chapter.span, lint::LINK_MISSING, message).label("no such file");
    match nearest(below, known) {
        Some(near) => diagnostic.replace("a file with a similar name exists", near),
        None => diagnostic.help("create the file, or leave the brackets empty for a draft: `- [Title]()`"),
    }
}

/// What could not be included, and why.
pub(super) fn include_problems(snapshot: &Snapshot, diagnostics: &mut Diagnostics) {
    for (path, problems) in &snapshot.include_problems {
        for (span, problem) in problems {
            let at = |message: String| Diagnostics::at(path, *span, lint::INCLUDE_MISSING, message);
            diagnostics.push(match problem {
                IncludeProblem::Missing(file) => at(format!("no file at `{file}`")).label("nothing to include"),
                IncludeProblem::Outside(file) => at(format!("`{file}` lies outside the book"))
                    .label("not included")
                    .help("copy the file into the book's folder"),
                IncludeProblem::TooMuch(file) => {
                    at(format!("with `{file}` this page would be larger than a page may be"))
                        .label("not included")
                        .help("include less, or split the page")
                }
                IncludeProblem::Circle(file) => at(format!("`{file}` includes itself"))
                    .label("goes round in circles")
                    .help("take one of the includes out"),
            });
        }
    }
}
