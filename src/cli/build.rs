//! `crosstrain build`: writes the site.

use super::{Ended, args, count, seconds, shown, size};
use crate::host::terminal::{Progress, report, say};
use crate::host::{Outcome, disk, writer};
use crate::pipeline::{Build, Pipeline};
use std::time::Instant;

pub(super) fn run(common: &args::Common, args: &args::Build) -> Outcome<Ended> {
    let started = Instant::now();
    let book = super::book(common)?;
    let progress = Progress::start("building");
    let snapshot = book.read(disk::today(), args.drafts)?;
    let read = started.elapsed();
    let build = Pipeline::new().build(&snapshot);
    let built = started.elapsed();
    let (errors, warnings) = (build.diagnostics.errors(), build.diagnostics.warnings());
    if errors > 0 || args.strict && warnings > 0 {
        drop(progress);
        report(&build.diagnostics, &snapshot, common.verbose > 0);
        if !args.keep_going {
            say(format_args!(
                "{}. Nothing was written; the old site, if there is one, is as it was.",
                totals(errors, warnings)
            ));
            return Ok(Ended::Problems);
        }
    }
    let out = args.output.clone().unwrap_or_else(|| book.build_dir.clone());
    let written = writer::write(&build, &book.src_dir(), &out)?;
    if common.quiet == 0 {
        say(format_args!(
            "Built {} into {}/ in {}",
            count(build.pages(), "page"),
            shown(&out),
            seconds(started.elapsed())
        ));
        say(format_args!("  {}", contents(&build)));
        let unchanged = written.files - written.written;
        say(format_args!(
            "  {} in {}, {} written, {unchanged} as they were",
            size(written.bytes),
            count(written.files, "file"),
            written.written
        ));
        if let Some((page, bytes)) = &written.largest {
            say(format_args!("  largest page {}: {page}", size(*bytes)));
        }
        if common.verbose > 0 {
            let (resolving, writing) = (built - read, started.elapsed() - built);
            say(format_args!(
                "  reading {}, checking {}, writing {}",
                seconds(read),
                seconds(resolving),
                seconds(writing)
            ));
        }
        if errors + warnings > 0 {
            say(format_args!("  {}. See them: crosstrain check", totals(errors, warnings)));
        }
    }
    // The program ends here; taking everything apart first would be lost time.
    std::mem::forget((build, snapshot));
    Ok(if errors > 0 || args.strict && warnings > 0 { Ended::Problems } else { Ended::Fine })
}

/// `214 terms, 11 modules, …`
fn contents(build: &Build) -> String {
    let mut parts: Vec<String> =
        build.counts().into_iter().map(|(kind, number)| count(number, &kind.word().replace('-', " "))).collect();
    let questions = build.questions();
    if questions > 0 {
        parts.push(count(questions, "question"));
    }
    if parts.is_empty() { "no pages of content yet".to_owned() } else { parts.join(", ") }
}

/// `2 errors, 1 warning`
pub(super) fn totals(errors: usize, warnings: usize) -> String {
    let parts: Vec<String> = [(errors, "error"), (warnings, "warning")]
        .into_iter()
        .filter(|(number, _)| *number > 0)
        .map(|(number, word)| count(number, word))
        .collect();
    if parts.is_empty() { "No problems".to_owned() } else { parts.join(", ") }
}
