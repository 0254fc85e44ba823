//! What does a page cost, whatever mood the machine is in?
//!
//! `cargo bench --bench count` builds a book of 1,000 terms on one thread and counts,
//! stage by stage, how often memory is asked for and how many bytes in all, for each
//! file of content. Where valgrind is installed, it counts the instructions of the
//! released program too. `cargo bench --bench count -- 5000` takes another size: what
//! is counted for a page should hardly change with it.

#![allow(clippy::disallowed_methods, clippy::disallowed_macros, reason = "a benchmark measures the world and prints")]

mod book;

use allocation_counter::{AllocationInfo, measure};
use crosstrain::host::disk::{Book, today};
use crosstrain::pipeline::{Build, Pipeline};
use crosstrain::source::Snapshot;
use std::path::Path;
use std::process::Command;

fn main() {
    let terms = std::env::args().skip(1).find_map(|arg| arg.parse().ok()).unwrap_or(1_000);
    let folder = std::env::temp_dir().join(format!("crosstrain-count-{}", std::process::id()));
    book::write(&folder, terms);
    // Only the thread that is measured is counted.
    let alone = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("a thread");
    alone.install(|| stages(&folder));
    match instructions(&folder) {
        Some((all, files)) => println!("{:>16} {:>12.0} instructions a file, {} in all", "build", all / files, all),
        None => println!("valgrind is not installed, so no instructions are counted"),
    }
    std::fs::remove_dir_all(&folder).expect("the folder goes");
}

/// Counts what each stage asks of memory.
fn stages(folder: &Path) {
    let found = Book::find(folder).expect("the book");
    let mut snapshot: Option<Snapshot> = None;
    let reading = measure(|| snapshot = found.read(today(), false).ok());
    let snapshot = snapshot.expect("what was read");
    let files = snapshot.inputs.len() as u64;
    let mut build: Option<Build> = None;
    let checking = measure(|| build = Some(Pipeline::new().build(&snapshot)));
    let build = build.expect("a build");
    let writing = measure(|| (0..build.pages()).for_each(|page| drop(build.page(page).expect("a page"))));
    let search = measure(|| assert!(!build.search().is_empty()));
    println!("{:>16} {:>12} {:>12}   for each of {files} files", "", "allocations", "bytes");
    for (stage, AllocationInfo { count_total, bytes_total, .. }) in
        [("reading", reading), ("checking", checking), ("pages", writing), ("search index", search)]
    {
        println!("{stage:>16} {:>12} {:>12}", count_total / files, bytes_total / files);
    }
}

/// The instructions of a cold build by the released program on one thread, as
/// valgrind's callgrind counts them, and the files of content.
fn instructions(folder: &Path) -> Option<(f64, f64)> {
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null", env!("CARGO_BIN_EXE_crosstrain")])
        .args(["build", "-q", "-o", "public"])
        .current_dir(folder)
        .env("RAYON_NUM_THREADS", "1")
        .output()
        .ok()?;
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    let all = said.lines().find_map(|line| line.split("Collected : ").nth(1))?.trim().parse().ok()?;
    let files = walkdir::WalkDir::new(folder.join("content")).into_iter().filter_map(Result::ok);
    Some((all, files.filter(|entry| entry.file_type().is_file()).count() as f64))
}
