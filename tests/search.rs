//! Does search keep its promises? Builds the index of the shipped content and of
//! made-up books, and asks the reader's own script.

use crosstrain::config::Config;
use crosstrain::diag::Diagnostics;
use crosstrain::entry::{Place, lower, place};
use crosstrain::search::{Labels, Record, build, records};
use crosstrain::site::{Inputs, Memory, Site, resolve};
use crosstrain::source::{Date, SourceFile};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

const BOOK: &str = "[book]\ntitle = \"Common Ground\"\nlanguage = \"en\"\nsrc = \"content\"\n[output.crosstrain]\n\
    [output.crosstrain.teams.marketing]\nlabel = \"Marketing\"\n[output.crosstrain.teams.it]\nlabel = \"IT\"\n";

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The shipped content, resolved.
fn site() -> Site {
    let mut diagnostics = Diagnostics::new();
    let config = Config::parse(&SourceFile::new("book.toml".into(), BOOK.to_owned()), &mut diagnostics);
    let mut entries = Vec::new();
    for folder in fs::read_dir(root().join("content")).unwrap() {
        let folder = folder.unwrap().path();
        for file in fs::read_dir(&folder).into_iter().flatten() {
            let file = file.unwrap().path();
            if file.extension().is_some_and(|extension| extension == "md") {
                let below = file.strip_prefix(root().join("content")).unwrap().to_str().unwrap().replace('\\', "/");
                let text = fs::read_to_string(&file).unwrap();
                let source = Arc::new(SourceFile::new(format!("content/{below}").as_str().into(), text));
                if let Place::Entry(id) = place(&below, true, false) {
                    entries.push(Arc::new(lower(id, &source, &config, &mut diagnostics)));
                }
            }
        }
    }
    entries.sort_by(|a, b| a.id.cmp(&b.id));
    let inputs = Inputs {
        config: Arc::new(config),
        entries,
        facts: Vec::new(),
        contents: Vec::new(),
        assets: BTreeMap::new(),
        today: Date::parse("2026-01-01").unwrap(),
        memory: &Memory::default(),
    };
    resolve(inputs, &mut diagnostics)
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
    let folder = write("search-content", &crosstrain::search::files(&site())).join("search/en");
    assert!(node(&["tests/search_quality.js", folder.to_str().unwrap()]), "a floor of design/search.md does not hold");
}

#[test]
fn any_number_of_threads_gives_the_same_bytes() {
    let records: Vec<Record> = records::records(&site());
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
