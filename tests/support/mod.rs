//! In-memory books for tests, and expected texts that can be blessed.

pub(crate) mod editor;

use crosstrain::diag::Diagnostics;
use crosstrain::edit::{Change, diff};
use crosstrain::pipeline::{Build, Pipeline};
use crosstrain::source::{Date, Snapshot, SourcePath};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// The day of all tests, so that results do not change with the calendar.
pub(crate) const TODAY: Date = Date { year: 2026, month: 11, day: 21 };

/// The settings of a book that has two teams and one category.
pub(crate) const CONFIG: &str = "[book]
title = \"Test\"
src = \"content\"
[output.crosstrain.teams.marketing]
label = \"Marketing\"
[output.crosstrain.teams.it]
label = \"IT\"
[output.crosstrain.categories]
basics = \"Basics\"
";

/// A snapshot of some files; `book.toml` among them replaces the usual settings.
pub(crate) fn snapshot<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Snapshot {
    let mut snapshot = Snapshot::new(CONFIG, TODAY);
    for (path, text) in files {
        if path == "book.toml" {
            snapshot.config = Snapshot::new(text, TODAY).config;
        } else {
            snapshot.insert(path, text);
        }
    }
    snapshot
}

/// Builds without memory.
pub(crate) fn build(snapshot: &Snapshot) -> Build {
    Pipeline::new().build(snapshot)
}

/// All output of a build: bytes by path. Assets stand for themselves by path.
pub(crate) fn output(build: &Build) -> BTreeMap<String, Vec<u8>> {
    use crosstrain::bundle::Output;
    let bytes = |output: &Output| match output {
        Output::Bytes(bytes) => bytes.to_vec(),
        Output::Asset(path) => format!("asset {path}").into_bytes(),
        Output::Picture(picture) => build.picture(*picture).unwrap_or_else(|error| panic!("{error}")),
        Output::Page(page) => build.page(*page).unwrap_or_else(|error| panic!("{error}")).into_bytes(),
    };
    build.bundle().into_iter().map(|(path, (_, output))| (path, bytes(&output))).collect()
}

/// Problems one a line, for comparing.
pub(crate) fn lines(diagnostics: &Diagnostics, snapshot: &Snapshot) -> Vec<String> {
    crosstrain::diag::short::render(diagnostics, snapshot).lines().map(str::to_owned).collect()
}

/// The project's folder.
pub(crate) fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Compares a text with a file of expectations. `UPDATE=1` writes the file.
pub(crate) fn expect(path: &Path, actual: &str) {
    let wanted = std::fs::read_to_string(path).unwrap_or_default();
    if wanted == actual {
        return;
    }
    if std::env::var_os("UPDATE").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, actual).unwrap();
        return;
    }
    let name = SourcePath::new(path.file_name().unwrap().to_string_lossy());
    let change = Change { from: Some(name.clone()), to: name, before: wanted, after: actual.to_owned() };
    panic!("{} differs (UPDATE=1 accepts what is there now):\n{}", path.display(), diff(&[change]));
}

/// Asks for expectations in a folder that nothing has asked for. `UPDATE=1` removes them.
pub(crate) fn expect_no_more(folder: &Path, wanted: &BTreeSet<PathBuf>) {
    for stray in below(folder).into_keys().map(|path| folder.join(path)).filter(|path| !wanted.contains(path)) {
        match std::env::var_os("UPDATE") {
            Some(_) => std::fs::remove_file(stray).unwrap(),
            None => panic!("{} is no longer written (UPDATE=1 accepts that)", stray.display()),
        }
    }
}

/// All files below a folder, with what they hold.
pub(crate) fn below(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let files = walkdir::WalkDir::new(folder).into_iter().map(Result::unwrap);
    let files = files.filter(|entry| entry.file_type().is_file());
    let name = |path: &Path| path.strip_prefix(folder).unwrap().to_string_lossy().into_owned();
    files.map(|entry| (name(entry.path()), std::fs::read(entry.path()).unwrap())).collect()
}

/// The files of a folder with an extension, sorted.
pub(crate) fn files(folder: &str, extension: &str) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(root().join(folder))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|found| found == extension))
        .collect();
    files.sort();
    files
}

/// Links of the pages that stay in the site and lead nowhere.
pub(crate) fn broken_links(output: &BTreeMap<String, Vec<u8>>) -> Vec<String> {
    let pages: BTreeMap<&str, String> = output
        .iter()
        .filter(|(path, _)| path.ends_with(".html"))
        .map(|(path, bytes)| (path.as_str(), String::from_utf8(bytes.clone()).unwrap()))
        .collect();
    let mut broken = Vec::new();
    for (page, html) in &pages {
        for target in attributes(html, &["href", "src"]) {
            let outside = target.contains(':') || target.starts_with("//");
            let (path, fragment) =
                target.split_once('#').map_or((target.as_str(), ""), |(path, fragment)| (path, fragment));
            if outside || (path.is_empty() && fragment.is_empty()) {
                continue;
            }
            let path = decoded(path.split('?').next().unwrap());
            let Some(file) = (if path.is_empty() { Some((*page).to_owned()) } else { joined(page, &path) }) else {
                broken.push(format!("{page}: {target} climbs out"));
                continue;
            };
            let fragment = decoded(fragment);
            let anchored = || {
                pages.get(file.as_str()).is_some_and(|html| attributes(html, &["id", "name"]).any(|id| id == fragment))
            };
            if !output.contains_key(&file) || !(fragment.is_empty() || anchored()) {
                broken.push(format!("{page}: {target}"));
            }
        }
    }
    broken
}

fn joined(page: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = page.split('/').collect();
    parts.pop();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((byte, after)) = rest.split_first() {
        match (byte, after.get(..2).and_then(|hex| u8::from_str_radix(std::str::from_utf8(hex).ok()?, 16).ok())) {
            (b'%', Some(value)) => (bytes.push(value), rest = &after[2..]).1,
            _ => (bytes.push(*byte), rest = after).1,
        }
    }
    String::from_utf8(bytes).unwrap()
}

/// The values of some attributes, with the few entities undone that we write.
fn attributes<'a>(html: &'a str, names: &'a [&'a str]) -> impl Iterator<Item = String> + 'a {
    names.iter().flat_map(move |name| {
        html.match_indices(&format!(" {name}=\""))
            .map(|(at, start)| (at, start.len()))
            .collect::<Vec<_>>()
            .into_iter()
            .filter_map(move |(at, length)| {
                let value = html[at + length..].split('"').next()?;
                Some(value.replace("&amp;", "&").replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">"))
            })
    })
}
