//! `crosstrain build`: writes the site.

use super::{Ended, args, count, seconds, shown, size};
use crate::host::preprocess::Preprocessors;
use crate::host::terminal::{Progress, report, say};
use crate::host::{Failure, Outcome, disk, writer};
use crate::pipeline::{Build, Pipeline};
use std::time::{Duration, Instant};

pub(super) fn run(common: &args::Common, args: &args::Build) -> Outcome<Ended> {
    let started = Instant::now();
    let book = super::book(common)?;
    let mut progress = Some(Progress::start("building"));
    let (mut snapshot, stamp) = book.read_stamped(disk::today(), args.drafts)?;
    let mut programs = preprocessors(args.preprocessors)?;
    let notes = programs.apply(&book, &mut snapshot)?;
    let read = started.elapsed();
    let mut pipeline = Pipeline::new();
    let build = pipeline.build(&snapshot);
    let built = started.elapsed();
    if common.quiet == 0 && !notes.is_empty() {
        drop(progress.take());
        notes.iter().for_each(say);
    }
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
    // Includes and programs read more than the stamp knows of.
    let stamp_says_all = snapshot.expanded.is_empty() && !programs.ran() && errors == 0;
    let drafts = args.drafts || build.site.drafts.is_empty();
    let made_of = stamp_says_all.then(|| stamp.with_drafts(drafts));
    let written = writer::write(&build, &book.src_dir(), &out, made_of)?;
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
        match (errors + warnings, programs.ran()) {
            (0, _) => {}
            // `check` runs no programs, so it would find something else.
            (_, true) => {
                say(format_args!("  {}:\n", totals(errors, warnings)));
                report(&build.diagnostics, &snapshot, common.verbose > 0);
            }
            (_, false) => say(format_args!("  {}. See them: crosstrain check", totals(errors, warnings))),
        }
    }
    // The program ends here; taking everything apart first would be lost time.
    std::mem::forget((build, pipeline, snapshot));
    Ok(if errors > 0 || args.strict && warnings > 0 { Ended::Problems } else { Ended::Fine })
}

/// The preprocessors, with how long each may run where the command said that they may.
pub(super) fn preprocessors(seconds: Option<f64>) -> Outcome<Preprocessors> {
    let time = seconds.map(Duration::try_from_secs_f64).transpose();
    let time = time.map_err(|_| Failure::new("--preprocessors=SECONDS takes a time, such as 120"))?;
    Ok(Preprocessors::new(time))
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
