//! `crosstrain export`: the book, or some of it, in a format of other programs.

use super::build::totals;
use super::{Ended, args, count, shown, size};
use crate::diag::Diagnostics;
use crate::entry::slug_of;
use crate::export::{self, Format};
use crate::host::terminal::{Progress, report, say};
use crate::host::{Failure, Outcome, disk, shelf};
use crate::pipeline::{Build, Pipeline};
use std::path::{Path, PathBuf};

pub(super) fn run(common: &args::Common, args: &args::Export) -> Outcome<Ended> {
    let format = export::format(&args.format).ok_or_else(|| Failure::new("there is no such format"))?;
    let book = super::book(common)?;
    let progress = Progress::start("exporting");
    let snapshot = book.read(disk::today(), args.drafts)?;
    let build = Pipeline::new().build(&snapshot);
    if build.diagnostics.errors() > 0 {
        drop(progress);
        report(&build.diagnostics, &snapshot, common.verbose > 0);
        say(format_args!("{}. Nothing was written.", totals(build.diagnostics.errors(), 0)));
        return Ok(Ended::Problems);
    }
    let chosen = export::choose(&build.site, format, &args.what).map_err(unknown)?;
    if chosen.is_empty() {
        return Err(nothing(format, &args.what));
    }
    let number = chosen.len();
    let exported = build.export(format, chosen, &shelf::OnDisk::new(&book), &snapshot);
    let exported = exported.map_err(|error| Failure::new(format!("can't make the {} file: {error}", format.name)))?;
    drop(progress);
    report(&exported.diagnostics, &snapshot, common.verbose > 0);
    let path = args.output.clone().unwrap_or_else(|| name(&build, format, &args.what));
    if path == Path::new("-") {
        shelf::pour(&exported.bytes)?;
    } else {
        let path = common.directory.as_ref().map_or_else(|| path.clone(), |directory| directory.join(&path));
        shelf::write(&path, &exported.bytes)?;
        if common.quiet == 0 {
            say(format_args!(
                "Wrote {} ({}, {}){}",
                shown(&path),
                count(number, "entry"),
                size(exported.bytes.len() as u64),
                left_out(&exported.diagnostics)
            ));
        }
    }
    Ok(if exported.diagnostics.errors() > 0 { Ended::Problems } else { Ended::Fine })
}

/// Whether the format is a table, which can be taken back: that is the business of `exchange`.
pub(super) fn is_table(args: &args::Export) -> bool {
    export::format(&args.format).is_none()
}

/// The name of the file: what was asked for, or the book's title.
fn name(build: &Build, format: &Format, what: &[String]) -> PathBuf {
    let slug = match what {
        [one] => slug_of(one.trim_end_matches(".md").rsplit('/').find(|part| !part.is_empty()).unwrap_or_default()),
        _ => slug_of(&build.site.config.title),
    };
    let slug = if slug.is_empty() { "book".to_owned() } else { slug };
    PathBuf::from(format!("{slug}.{}", format.extension))
}

fn left_out(diagnostics: &Diagnostics) -> String {
    match diagnostics.len() {
        0 => String::new(),
        number => format!(". Not carried: {}, named above", count(number, "thing")),
    }
}

pub(super) fn unknown(unknown: export::Unknown) -> Failure {
    let help = match unknown.near {
        Some(near) => format!("did you mean `{near}`?"),
        None => "name a page by its file, title or slug, or a folder such as glossary".to_owned(),
    };
    Failure::new(format!("nothing in this book is called `{}`", unknown.name)).help(help)
}

fn nothing(format: &Format, what: &[String]) -> Failure {
    let takes = format!("the format {} takes {}", format.name, format.takes);
    let where_ = if what.is_empty() { "this book" } else { "what you named" };
    Failure::new(format!("{takes}; there is nothing of that in {where_}"))
}
