//! `crosstrain rename`: a page, its links and its redirect together.

use super::{Ended, args, count, entry_at, paths_of, show_changes};
use crate::diag::{Diagnostics, Level};
use crate::edit::{self, applied};
use crate::host::disk::{self, Book};
use crate::host::terminal::{print, report, say};
use crate::host::{Failure, Outcome, apply};
use crate::pipeline::{Build, Pipeline};
use crate::source::{Snapshot, SourcePath};
use std::collections::BTreeSet;

pub(super) fn run(common: &args::Common, args: &args::Rename) -> Outcome<Ended> {
    let book = super::book(common)?;
    let snapshot = book.read(disk::today(), true)?;
    let mut pipeline = Pipeline::new();
    let build = pipeline.build(&snapshot);
    let site = &build.site;
    let ix = entry_at(common, &book, site, &args.old)?;
    let from = site.entry(ix).file.path.clone();
    let to = new_path(common, &book, &from, &args.new);
    let renamed = edit::rename(site, &snapshot, ix, &to)
        .map_err(|message| Failure::new(format!("can't rename `{from}`: {message}")))?;
    let files = renamed.changes.files(&snapshot);
    let after = applied(&snapshot, &files);
    let broken = new_errors(&build, &pipeline.build(&after), &after, &from, &to);
    if !broken.is_empty() {
        report(&broken, &after, true);
        say(format_args!("Renaming would break what is shown above. Nothing was changed."));
        return Ok(Ended::Problems);
    }
    if args.dry_run {
        show_changes(&files);
    } else {
        apply::apply(&book, &files)?;
    }
    let (links, pages) = renamed.links;
    let would = |now: &str, then: &str| format!("{:<12}", if args.dry_run { then } else { now }.to_owned());
    let lines = [
        format!("{} {from} -> {to}", would("Moved", "Would move")),
        format!("{} {} in {}", would("Edited", "Would edit"), count(links, "link"), count(pages, "file")),
        format!("{} redirect /{} -> /{}", would("Added", "Would add"), renamed.redirect.0, renamed.redirect.1),
    ];
    for line in lines {
        if args.dry_run { say(line) } else { print(line) }
    }
    if args.dry_run {
        say("Nothing changed. Run again without --dry-run.");
    }
    Ok(Ended::Fine)
}

/// The new file: a path as the old one may be written, or a name beside the old file.
fn new_path(common: &args::Common, book: &Book, from: &SourcePath, new: &str) -> SourcePath {
    let name = if new.ends_with(".md") { new.to_owned() } else { format!("{new}.md") };
    if !new.contains(['/', '\\']) {
        return SourcePath::new(format!("{}/{name}", from.folder()));
    }
    let paths = paths_of(common, book, &name);
    let in_source = paths.iter().find(|path| path.below(&book.src).is_some());
    in_source.or(paths.first()).cloned().unwrap_or_else(|| SourcePath::new(name))
}

/// Errors that were not there before. Chapters of which nobody knows what their
/// includes will bring are left out.
fn new_errors(before: &Build, after: &Build, snapshot: &Snapshot, from: &SourcePath, to: &SourcePath) -> Diagnostics {
    let known: BTreeSet<(&str, &str)> =
        before.diagnostics.iter().map(|found| (found.lint.name, found.message.as_str())).collect();
    let with_includes = |path: &SourcePath| {
        !snapshot.expanded.contains_key(path)
            && snapshot.text(path).is_some_and(|file| !crate::edit::includes(file).is_empty())
    };
    // A problem that names the page names it anew.
    let as_before = |message: &str| message.replace(to.file_name(), from.file_name());
    let fresh = after.diagnostics.iter().filter(|found| {
        found.level == Level::Error
            && !known.contains(&(found.lint.name, as_before(&found.message).as_str()))
            && !with_includes(&found.place.path)
    });
    let mut new = Diagnostics::new();
    new.extend(fresh.cloned());
    new
}
