//! `crosstrain check`: says what is wrong; changes files only if asked to.

use super::build::totals;
use super::{Ended, args, count};
use crate::diag::baseline::Baseline;
use crate::diag::{Diagnostics, Level, github, json, sarif, short};
use crate::edit::diff;
use crate::external::{self, Answer};
use crate::host::disk::Book;
use crate::host::external::{Asked, Cache, Manners, ask};
use crate::host::terminal::{Progress, print_text, report_out, report_text, say};
use crate::host::{Failure, Outcome, apply, disk, git, report as files};
use crate::mend::{Mended, mend};
use crate::pipeline::{Build, Pipeline};
use crate::source::{Snapshot, SourcePath};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

pub(super) fn run(common: &args::Common, args: &args::Check) -> Outcome<Ended> {
    let book = super::book(common)?;
    let scope = Scope::read(&book, common.directory.as_deref(), args)?;
    let progress = Progress::start("checking");
    let mut snapshot = book.read(disk::today(), true)?;
    let mut pipeline = Pipeline::with_levels(args.level.iter().copied());
    if args.diff {
        let mended = mend(&mut pipeline, &snapshot, |path| scope.covers(path));
        drop(progress);
        return Ok(show_changes(common, &mended));
    }
    if args.fix {
        fix(common, &book, &scope, &mut pipeline, &mut snapshot)?;
    }
    let build = pipeline.build(&snapshot);
    let mut found = Diagnostics::new();
    let asked = args.external.then(|| external(args, &pipeline, &build, &snapshot, &scope, &mut found)).transpose()?;
    found.extend(build.diagnostics.shared().filter(|diagnostic| scope.covers(&diagnostic.place.path)).cloned());
    found.sort();
    let notes = found.iter().filter(|diagnostic| diagnostic.level == Level::Note).count();
    let with_notes = args.notes || common.verbose > 0;
    found.retain(|diagnostic| with_notes || diagnostic.level > Level::Note);
    let remembered = args.baseline.as_deref().map(|path| baseline(path, &mut found)).transpose()?;
    drop(progress);
    report(common, args, &book, &found, &snapshot, build.site.entries.len())?;
    if common.quiet == 0 {
        say(summary(&found, notes, with_notes, &scope, build.site.entries.len()));
        asked.into_iter().chain(remembered).for_each(say);
    }
    Ok(if found.errors() > 0 || args.strict && found.warnings() > 0 { Ended::Problems } else { Ended::Fine })
}

/// What to report on: everything, or some files and folders.
struct Scope {
    paths: Vec<String>,
    changed: Option<BTreeSet<String>>,
}

impl Scope {
    fn read(book: &Book, directory: Option<&Path>, args: &args::Check) -> Outcome<Scope> {
        let changed = args.changed.as_ref().map(|since| git::changed(&book.root, since.as_deref())).transpose()?;
        Ok(Scope { paths: below(&book.root, directory, &args.paths)?, changed })
    }

    fn covers(&self, path: &SourcePath) -> bool {
        let path = path.as_str();
        let inside = |folder: &String| {
            folder.is_empty()
                || path == folder
                || path.strip_prefix(folder.as_str()).is_some_and(|rest| rest.starts_with('/'))
        };
        (self.paths.is_empty() || self.paths.iter().any(inside))
            && self.changed.as_ref().is_none_or(|changed| changed.contains(path))
    }
}

/// The paths asked for, relative to the book's root.
fn below(root: &Path, directory: Option<&Path>, paths: &[PathBuf]) -> Outcome<Vec<String>> {
    let below = |path: &PathBuf| {
        let path = directory.map_or_else(|| path.clone(), |directory| directory.join(path));
        let real = path
            .canonicalize()
            .map_err(|error| Failure::io(format_args!("can't open `{}`", path.display()), &error))?;
        let below =
            real.strip_prefix(root).map_err(|_| Failure::new(format!("`{}` is not in this book", path.display())))?;
        Ok(below.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/"))
    };
    paths.iter().map(below).collect()
}

/// Asks other sites about the links of the files asked for. Says how many.
fn external(
    args: &args::Check,
    pipeline: &Pipeline,
    build: &Build,
    snapshot: &Snapshot,
    scope: &Scope,
    found: &mut Diagnostics,
) -> Outcome<String> {
    let mut addresses = external::addresses(&build.site, snapshot);
    addresses.values_mut().for_each(|places| places.retain(|place| scope.covers(&place.path)));
    addresses.retain(|_, places| !places.is_empty());
    let mut cache = Cache::open(args.cache.clone())?;
    let mut answers: BTreeMap<String, Answer> = BTreeMap::new();
    answers.extend(addresses.keys().filter_map(|url| Some((url.clone(), cache.answer(url)?.clone()))));
    let (known, manners) = (answers.len(), Manners::default());
    let asked = ask(addresses.keys().map(String::as_str).filter(|url| cache.answer(url).is_none()), manners)?;
    let Asked { answers: fresh, unreached } = asked;
    if known == 0 && fresh.len() > 3 && unreached == fresh.len() {
        return Err(Failure::new(format!("none of {} other sites could be reached", fresh.len()))
            .help("is this machine on the network?"));
    }
    cache.keep(&fresh)?;
    let rest = addresses.len() - known - fresh.len();
    let mut said = format!("Asked for {} on other sites; {known} known from before.", count(fresh.len(), "page"));
    if rest > 0 {
        said += &format!("   {rest} left: run again.");
    }
    answers.extend(fresh);
    found.extend(pipeline.judged(build, snapshot, external::told(&addresses, &answers)));
    Ok(said)
}

/// Mends what can be mended, and reads the book again.
fn fix(
    common: &args::Common,
    book: &Book,
    scope: &Scope,
    pipeline: &mut Pipeline,
    snapshot: &mut Snapshot,
) -> Outcome<()> {
    let mended = mend(pipeline, snapshot, |path| scope.covers(path));
    apply::apply(book, &mended.files)?;
    *snapshot = book.read(disk::today(), true)?;
    if common.quiet == 0 && mended.changes > 0 {
        say(format_args!("Made {} in {}.", count(mended.changes, "change"), count(mended.files.len(), "file")));
    }
    Ok(())
}

fn show_changes(common: &args::Common, mended: &Mended) -> Ended {
    print_text(&diff(&mended.files));
    if common.quiet == 0 {
        say(match mended.changes {
            0 => "Nothing to change.".to_owned(),
            changes => format!(
                "{} in {}. Nothing was written; to do so: crosstrain check --fix",
                count(changes, "change"),
                count(mended.files.len(), "file")
            ),
        });
    }
    if mended.changes > 0 { Ended::Problems } else { Ended::Fine }
}

/// Takes out what is recorded, or records what is there. Says what it did.
fn baseline(path: &Path, found: &mut Diagnostics) -> Outcome<String> {
    let Some(text) = files::read(path)? else {
        let baseline = Baseline::of(found);
        files::write(path, &baseline.to_text())?;
        found.retain(|_| false);
        return Ok(format!("Recorded {} in {}.", count(baseline.len(), "problem"), path.display()));
    };
    let baseline = Baseline::parse(&text).map_err(|error| {
        Failure::new(format!("`{}` can't be read as recorded problems: {error}", path.display()))
            .help("delete it, and it is made anew")
    })?;
    let gone = baseline.subtract(found);
    let mut said = format!("{} recorded in {} are not shown.", count(baseline.len() - gone, "problem"), path.display());
    if gone > 0 {
        said += &format!(" {gone} are mended: delete the file and run again to record the rest.");
    }
    Ok(said)
}

fn report(
    common: &args::Common,
    args: &args::Check,
    book: &Book,
    found: &Diagnostics,
    snapshot: &Snapshot,
    pages: usize,
) -> Outcome<()> {
    let workflow = files::in_github_workflow();
    let format = args.format.unwrap_or(if workflow { args::Format::Github } else { args::Format::Human });
    if format == args::Format::Github && workflow && !found.is_empty() {
        files::add_to_run_summary(&github::summary(found, snapshot))?;
    }
    let text = match format {
        args::Format::Human if args.output.is_none() => {
            report_out(found, snapshot, common.verbose > 0);
            return Ok(());
        }
        args::Format::Human => report_text(found, snapshot),
        args::Format::Short => short::render(found, snapshot),
        args::Format::Json => json::render(found, snapshot, pages),
        args::Format::Github => github::render(found, snapshot, &git::prefix(&book.root)),
        args::Format::Sarif => sarif::render(found, snapshot, &git::prefix(&book.root)),
    };
    match &args.output {
        Some(path) => files::write(path, &text),
        None => {
            print_text(&text);
            Ok(())
        }
    }
}

/// `2 errors, 1 warning in 3 changed pages. …`
fn summary(found: &Diagnostics, notes: usize, with_notes: bool, scope: &Scope, pages: usize) -> String {
    let pages = match &scope.changed {
        Some(changed) => count(changed.len(), "changed file"),
        None => count(pages, "page"),
    };
    let mut text = format!("{} in {pages}.", totals(found.errors(), found.warnings()));
    let safe = found.iter().filter(|diagnostic| diagnostic.fix.as_ref().is_some_and(|fix| fix.safe)).count();
    if safe > 0 {
        text += &format!("   {safe} can be mended: crosstrain check --fix");
    }
    match notes {
        0 => {}
        _ if with_notes => text += &format!("   {}.", count(notes, "note")),
        _ => text += &format!("   {} to think about: crosstrain check --notes", count(notes, "note")),
    }
    text
}
