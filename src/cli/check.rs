//! `crosstrain check`: says what is wrong, and writes nothing.

use super::build::totals;
use super::{Ended, args, count};
use crate::diag::{Diagnostics, Level, short};
use crate::host::terminal::{Progress, print, report_out, say};
use crate::host::{Failure, Outcome, disk};
use crate::pipeline::Pipeline;
use std::path::Path;

pub(super) fn run(common: &args::Common, args: &args::Check) -> Outcome<Ended> {
    let book = super::book(common)?;
    let progress = Progress::start("checking");
    let snapshot = book.read(disk::today(), true)?;
    let build = Pipeline::new().build(&snapshot);
    let wanted = wanted(&book.root, common.directory.as_deref(), &args.paths)?;
    let mut found = Diagnostics::new();
    found
        .extend(build.diagnostics.iter().filter(|diagnostic| covers(&wanted, diagnostic.place.path.as_str())).cloned());
    let notes = found.iter().filter(|diagnostic| diagnostic.level == Level::Note).count();
    let with_notes = args.notes || common.verbose > 0;
    found.retain(|diagnostic| with_notes || diagnostic.level > Level::Note);
    drop(progress);
    match args.format {
        args::Shape::Human => report_out(&found, &snapshot, common.verbose > 0),
        args::Shape::Short => found.iter().for_each(|diagnostic| print(short::render(diagnostic, &snapshot))),
    }
    let (errors, warnings) = (found.errors(), found.warnings());
    if common.quiet == 0 {
        let pages = count(build.site.entries.len(), "page");
        let hidden = match notes {
            0 => String::new(),
            _ if with_notes => format!("   {}.", count(notes, "note")),
            _ => format!("   {} to think about: crosstrain check --notes", count(notes, "note")),
        };
        say(format_args!("{} in {pages}.{hidden}", totals(errors, warnings)));
    }
    Ok(if errors > 0 || args.strict && warnings > 0 { Ended::Problems } else { Ended::Fine })
}

/// The paths asked for, relative to the book's root.
fn wanted(root: &Path, directory: Option<&Path>, paths: &[std::path::PathBuf]) -> Outcome<Vec<String>> {
    let below = |path: &std::path::PathBuf| {
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

fn covers(wanted: &[String], path: &str) -> bool {
    wanted.is_empty()
        || wanted.iter().any(|wanted| {
            wanted.is_empty()
                || path == wanted
                || path.strip_prefix(wanted.as_str()).is_some_and(|rest| rest.starts_with('/'))
        })
}
