//! Turns arguments into calls; one file per command.

mod args;
mod bridge;
mod build;
mod check;
mod export;
mod init;
mod new;
mod serve;

use crate::host::Outcome;
use crate::host::disk::Book;
use crate::host::terminal;
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
        args::Command::Serve(serve) => serve::run(&args.common, serve),
        args::Command::Build(build) => build::run(&args.common, build),
        args::Command::Check(check) => check::run(&args.common, check),
        args::Command::Mdbook(called) => bridge::run(&args.common, called),
        args::Command::Export(export) => export::run(&args.common, export),
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
