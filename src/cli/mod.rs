//! Turns arguments into calls; one file per command.

mod args;
mod bridge;
mod build;
mod check;
mod coverage;
mod exchange;
mod explain;
mod export;
mod generate;
mod graph;
mod init;
mod link;
mod list;
mod lsp;
mod new;
mod new_run;
mod new_workshop;
mod pdf;
mod rename;
mod review;
mod serve;
mod workshop;

use crate::edit;
use crate::host::disk::Book;
use crate::host::{Failure, Outcome, terminal};
use crate::site::{Ix, Site};
use crate::source::SourcePath;
use crate::table::Table;
use clap::Parser;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// How a command ended, when it could run at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ended {
    /// Fine.
    Fine,
    /// There are problems in the content.
    Problems,
}

/// Runs the program: 0 fine, 1 problems found, 2 could not run.
pub fn run() -> ExitCode {
    let args = args::Args::parse();
    terminal::set_colour(args.common.color.into());
    if args.common.verbose < 2 {
        terminal::explain_panics();
    }
    let result = match &args.command {
        args::Command::Init(init) => init::run(&args.common, init),
        args::Command::New(new) => new::run(&args.common, new),
        args::Command::List(list) => list::run(&args.common, list),
        args::Command::Generate(generate) => generate::run(&args.common, generate),
        args::Command::Import(import) => exchange::import(&args.common, import),
        args::Command::Export(export) if export.format == "pdf" => pdf::run(&args.common, export),
        args::Command::Export(export) if export::is_table(export) => exchange::export(&args.common, export),
        args::Command::Export(export) => export::run(&args.common, export),
        args::Command::Graph(graph) => graph::run(&args.common, graph),
        args::Command::Mdbook(called) => bridge::run(&args.common, called),
        args::Command::Link(link) => link::run(&args.common, link),
        args::Command::Rename(rename) => rename::run(&args.common, rename),
        args::Command::Review(review) => review::run(&args.common, review),
        args::Command::Serve(serve) => serve::run(&args.common, serve),
        args::Command::Build(build) => build::run(&args.common, build),
        args::Command::Lsp => lsp::run(&args.common),
        args::Command::Check(check) => check::run(&args.common, check),
        args::Command::Coverage(coverage) => coverage::run(&args.common, coverage),
        args::Command::Explain(explain) => explain::run(explain),
        args::Command::Workshop(workshop) => workshop::run(&args.common, workshop),
    };
    match result {
        Ok(Ended::Fine) => ExitCode::SUCCESS,
        Ok(Ended::Problems) => ExitCode::from(1),
        Err(failure) => {
            terminal::say(format_args!("\x1b[1;31merror\x1b[0m: {failure}"));
            ExitCode::from(2)
        }
    }
}

/// The book that a command is about.
fn book(common: &args::Common) -> Outcome<Book> {
    Book::find(common.directory.as_deref().unwrap_or(Path::new(".")))
}

/// The files, relative to the book's root, that words at the prompt may stand
/// for: from where the command runs, from the source folder, from the root.
fn paths_of(common: &args::Common, book: &Book, words: &str) -> Vec<SourcePath> {
    let here = common.directory.clone().unwrap_or_else(|| PathBuf::from("."));
    let here = here.canonicalize().ok();
    let here = here.and_then(|here| Some(here.strip_prefix(&book.root).ok()?.to_string_lossy().replace('\\', "/")));
    let words = words.replace('\\', "/");
    let below = Path::new(&words).strip_prefix(&book.root).map(|below| below.to_string_lossy().into_owned());
    let words = below.unwrap_or(words);
    let from = |folder: &str| SourcePath::new(format!("{folder}/x")).join(&words);
    let folders = here.iter().map(String::as_str).chain([book.src.as_str(), ""]);
    folders.filter_map(from).collect()
}

/// The page that words at the prompt stand for.
fn entry_at(common: &args::Common, book: &Book, site: &Site, words: &str) -> Outcome<Ix> {
    edit::lookup(site, words, &paths_of(common, book, words)).map_err(|(message, help)| {
        let failure = Failure::new(message);
        match help {
            Some(help) => failure.help(help),
            None => failure.help("to see what there is: crosstrain list term"),
        }
    })
}

/// Shows what would be changed, on standard output: it is what was asked for.
fn show_changes(changes: &[edit::Change]) {
    let diff = edit::diff(changes);
    if !diff.is_empty() {
        terminal::print(diff.trim_end_matches('\n'));
    }
}

/// Shows a table on standard output; says whether it is one for people.
fn show_table(table: &Table, format: args::TableFormat) -> bool {
    match format {
        args::TableFormat::Table if table.rows.is_empty() => {}
        args::TableFormat::Table => terminal::print(table.to_text(60).trim_end()),
        args::TableFormat::Csv => terminal::print(table.to_csv().trim_end_matches('\n')),
        args::TableFormat::Json => terminal::print(table.to_json().trim_end()),
    }
    format == args::TableFormat::Table
}

/// A path as people would write it from where they stand.
fn shown(path: &Path) -> String {
    let here = std::env::current_dir().unwrap_or_else(|_| PathBuf::from("."));
    let below = path.strip_prefix(&here).unwrap_or(path);
    below.display().to_string()
}

/// `1 page`, `2 pages`.
fn count(number: usize, one: &str) -> String {
    match (number, one.strip_suffix('y').filter(|_| !one.ends_with("day")), one.strip_suffix('z')) {
        (1, ..) => format!("1 {one}"),
        (_, Some(stem), _) => format!("{number} {stem}ies"),
        (_, _, Some(_)) => format!("{number} {one}zes"),
        _ => format!("{number} {one}s"),
    }
}

/// Bytes as people read them.
fn size(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{:.1} KB", bytes as f64 / 1e3),
        _ => format!("{:.1} MB", bytes as f64 / 1e6),
    }
}

/// A duration as people read it.
fn seconds(duration: std::time::Duration) -> String {
    let seconds = duration.as_secs_f64();
    if seconds < 0.1 { format!("{:.0} ms", seconds * 1e3) } else { format!("{seconds:.2} s") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_well() {
        assert_eq!(
            [count(1, "page"), count(2, "page"), count(3, "quiz"), count(0, "entry")],
            ["1 page", "2 pages", "3 quizzes", "0 entries"]
        );
        assert_eq!([size(999), size(14_200), size(2_500_000)], ["999 B", "14.2 KB", "2.5 MB"]);
    }
}
