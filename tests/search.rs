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
    let folder = write("search-content", &crosstrain::search::files(&shipped().site, |kind| kind.word().to_owned()))
        .join("search/en");
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
            pool.install(|| build(&records, Record::clone, &labels, "en"))
        })
        .collect();
    assert!(built[0] == built[1] && built[1] == built[2]);
}

/// A made-up book: words by Zipf's law, lengths as in the shipped content.
fn made_up(entries: usize) -> Vec<Record> {
    const HEADS: [&str; 20] = [
        "ba", "co", "de", "fi", "gra", "hu", "in", "jo", "ka", "lo", "ma", "ne", "o", "pre", "qui", "re", "sta", "tu",
        "ven", "wi",
    ];
    const TAILS: [&str; 20] = [
        "bel", "ction", "der", "fer", "gist", "hal", "ing", "ker", "lent", "mer", "ner", "on", "per", "ric", "sion",
        "ter", "ure", "vel", "work", "zen",
    ];
    let mut seed = 7u64;
    let mut random = move |below: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize % below
    };
    let word = |at: usize| {
        let (a, b, c) = (HEADS[at % 20], HEADS[at / 20 % 20], TAILS[at / 400 % 20]);
        if at < 400 { format!("{a}{b}") } else { format!("{a}{b}{c}{}", if at < 8000 { "" } else { "s" }) }
    };
    // Rank r with a chance near 1/r: a uniform power.
    let mut zipf = move |most: usize| (most as f64).powf(random(1_000_000) as f64 / 1e6) as usize - 1;
    let mut words = move |count: usize, most: usize, skip: usize| {
        (0..count).map(|_| word(skip + zipf(most))).collect::<Vec<_>>().join(" ")
    };
    let record = |at: usize| {
        let title = format!("{} {}", words(1, 6000, 300), words(1 + at % 2, 3000, 500));
        Record {
            url: format!("glossary/{}.html", title.replace(' ', "-")),
            title,
            aliases: (0..at % 4).map(|_| words(2, 6000, 300)).collect(),
            asked: Vec::new(),
            kind: "glossary".into(),
            teams: if at % 3 < 2 { vec![at % 3] } else { Vec::new() },
            summary: format!("{}.", words(16, 12_000, 0)),
            headings: vec![words(3, 500, 0), words(4, 6000, 0)],
            text: words(180, 16_000, 0),
        }
    };
    (0..entries).map(record).collect()
}

fn labels() -> Labels {
    Labels { kinds: vec![("glossary".into(), "Terms".into())], teams: vec!["Marketing".into(), "IT".into()] }
}

#[test]
fn the_first_query_is_small() {
    for (entries, kib) in [(89, "30"), (318, "55"), (2_000, "100"), (10_000, "220")] {
        let files = build(&made_up(entries), Record::clone, &labels(), "en");
        let folder = write(&format!("search-{entries}"), &files).join("search/en");
        assert!(node(&["tests/search_size.js", folder.to_str().unwrap(), kib]), "{entries} entries take too much");
    }
}
