//! Does search keep its promises? Builds the index of the shipped content and of
//! made-up books, and asks the reader's own script.

use crate::support::{TODAY, build as build_book, root};
use crosstrain::host::disk::Book;
use crosstrain::search::{Labels, Record, build, records};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The shipped content, built.
fn shipped() -> crosstrain::pipeline::Build {
    build_book(&Book::find(&root()).unwrap().read(TODAY, false).unwrap())
}

fn write(name: &str, files: &[(String, Vec<u8>)]) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    for (path, bytes) in files {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    folder
}

fn node(arguments: &[&str]) -> bool {
    Command::new("node").args(arguments).current_dir(root()).status().is_ok_and(|status| status.success())
}

#[test]
fn readers_find_first_what_they_want_first() {
    let folder = write("search-content", &crosstrain::search::files(&shipped().site)).join("search/en");
    assert!(node(&["tests/search_quality.js", folder.to_str().unwrap()]), "a floor of design/search.md does not hold");
}

#[test]
fn any_number_of_threads_gives_the_same_bytes() {
    let records: Vec<Record> = records::records(&shipped().site);
    let labels = Labels::default();
    let built: Vec<_> = [1, 2, 7]
        .into_iter()
        .map(|threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            pool.install(|| build(&records, &labels, "en"))
        })
        .collect();
    assert!(built[0] == built[1] && built[1] == built[2]);
}
