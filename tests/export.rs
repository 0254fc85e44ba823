//! Do exports come out as they did, and twice the same?
//!
//! `tests/export/book/` is exported in every format; `tests/export/expected/` holds
//! what is in the files, unpacked to text, and what was said while writing them.
//! `UPDATE=1` writes what comes out. Whether other programs can read them is asked
//! in `tests/interop/`.

use crate::support::{TODAY, build, expect, expect_no_more, lines, root};
use crosstrain::export::{Exported, FORMATS, Format, Shelf, choose};
use crosstrain::host::disk::Book;
use crosstrain::source::{Snapshot, SourcePath};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read};
use std::path::PathBuf;

/// Files on the disk, all edited on one day.
struct Still(PathBuf);

impl Shelf for Still {
    fn asset(&self, path: &str) -> Option<Vec<u8>> {
        std::fs::read(self.0.join(path)).ok()
    }
    fn edited(&self, _: &SourcePath) -> i64 {
        1_795_000_000
    }
}

fn book() -> (Snapshot, Still) {
    let book = Book::find(&root().join("tests/export/book")).unwrap();
    (book.read(TODAY, false).unwrap(), Still(book.src_dir()))
}

fn export(format: &Format, what: &[&str], snapshot: &Snapshot, shelf: &Still) -> Exported {
    let build = build(snapshot);
    assert_eq!(build.diagnostics.errors(), 0, "{:?}", lines(&build.diagnostics, snapshot));
    let what: Vec<String> = what.iter().map(|&word| word.to_owned()).collect();
    let chosen = choose(&build.site, format, &what).unwrap();
    build.export(format, chosen, shelf, snapshot).unwrap()
}

#[test]
fn exports_come_out_as_they_did() {
    let (snapshot, shelf) = book();
    let mut wanted = BTreeSet::new();
    for format in FORMATS {
        let exported = export(format, &[], &snapshot, &shelf);
        assert_eq!(exported.bytes, export(format, &[], &snapshot, &shelf).bytes, "{} differs", format.name);
        let mut texts = unpacked(format, &exported.bytes);
        let said = lines(&exported.diagnostics, &snapshot);
        texts.insert("said.txt".to_owned(), said.iter().map(|line| format!("{line}\n")).collect());
        for (name, text) in texts {
            let path = root().join("tests/export/expected").join(format.name).join(name);
            expect(&path, &text);
            wanted.insert(path);
        }
    }
    expect_no_more(&root().join("tests/export/expected"), &wanted);
}

/// What is in a file, as texts by name. Pictures are only named, and so are files
/// of the theme and pages made of its templates, which change for reasons of their own.
fn unpacked(format: &Format, bytes: &[u8]) -> BTreeMap<String, String> {
    if !bytes.starts_with(b"PK") {
        let text = String::from_utf8(bytes.to_vec()).unwrap();
        return BTreeMap::from([(format!("book.{}", format.extension), text)]);
    }
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut order = String::new();
    let mut texts = BTreeMap::new();
    for at in 0..archive.len() {
        let mut file = archive.by_index(at).unwrap();
        let (name, mut bytes) = (file.name().unwrap().into_owned(), Vec::new());
        file.read_to_end(&mut bytes).unwrap();
        let name = without_digest(&name);
        order.push_str(&format!("{name}\n"));
        let themed = name.starts_with("assets/") || name.ends_with(".html") || name.ends_with(".xhtml");
        if themed && !["EPUB/nav.xhtml", "EPUB/title.xhtml", "assets/sco.js"].contains(&name.as_str()) {
            continue;
        }
        if bytes.starts_with(b"SQLite format 3\0") {
            texts.insert(format!("{name}.txt"), database(bytes));
        } else if let Ok(text) = String::from_utf8(bytes) {
            texts.insert(name, without_digest(&text));
        }
    }
    texts.insert("files.txt".to_owned(), order);
    texts
}

/// `assets/site.0a1b2c3d.css` as `assets/site.css`.
fn without_digest(text: &str) -> String {
    let digest = |part: &str| part.len() == 8 && part.bytes().all(|byte| byte.is_ascii_hexdigit());
    text.split('.').filter(|part| !digest(part)).collect::<Vec<_>>().join(".")
}

/// A file of an archive.
fn part(bytes: &[u8], name: &str) -> String {
    let mut text = String::new();
    zip::ZipArchive::new(Cursor::new(bytes)).unwrap().by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

#[test]
fn pages_in_books_are_paper() {
    let (snapshot, shelf) = book();
    let epub = export(crosstrain::export::format("epub").unwrap(), &[], &snapshot, &shelf).bytes;
    let quiz = part(&epub, "EPUB/quizzes/tea.xhtml");
    for gone in ["<form", "<input", "<button", "<script", "<nav", "Check answer", " hidden"] {
        assert!(!quiz.contains(gone), "{gone} is in {quiz}");
    }
    assert!(quiz.contains("☐ ") && quiz.contains("✓ Right:") && quiz.contains("It has a coil."), "{quiz}");
    assert!(quiz.contains("<img src=\"../pictures/dot.png\""), "{quiz}");
    let chapter = part(&epub, "EPUB/handbook/about.xhtml");
    assert!(chapter.contains("HTML<br/>that is <i>not <b>well</b></i><b> formed</b>"), "{chapter}");
    assert!(chapter.contains("<a href=\"../glossary/kettle.xhtml#how\""), "{chapter}");
    // Alone, a chapter leads to the published site.
    let alone = export(crosstrain::export::format("epub").unwrap(), &["handbook"], &snapshot, &shelf).bytes;
    let chapter = part(&alone, "EPUB/handbook/about.xhtml");
    assert!(chapter.contains("<a href=\"https://desks.example/glossary/kettle.html#how\""), "{chapter}");
}

#[test]
fn a_module_comes_with_its_questions_and_words() {
    let (snapshot, shelf) = book();
    let scorm = export(crosstrain::export::format("scorm").unwrap(), &["making-tea"], &snapshot, &shelf).bytes;
    let page = part(&scorm, "modules/making-tea.html");
    assert!(page.contains("id=\"q-boils\"") && page.contains("<dt>Kettle</dt>"), "{page}");
    // What is for those who lead stays with them.
    assert!(!page.contains("Mind the steam"), "{page}");
    // Words of other pages do not lead out of the platform's frame by a broken link.
    assert!(
        !page.contains("href=\"../glossary") && page.contains("https://desks.example/glossary/kettle.html"),
        "{page}"
    );
}

/// The rows of a database, one value a line.
fn database(bytes: Vec<u8>) -> String {
    let mut connection = rusqlite::Connection::open_in_memory().unwrap();
    connection.deserialize_read_exact("main", Cursor::new(&bytes), bytes.len(), true).unwrap();
    let mut out = String::new();
    for table in ["col", "notes", "cards"] {
        let mut rows = connection.prepare(&format!("SELECT * FROM {table} ORDER BY rowid")).unwrap();
        let names: Vec<String> = rows.column_names().map(str::to_owned).collect();
        let mut rows = rows.query([]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            out.push_str(&format!("-- {table}\n"));
            for (at, name) in names.iter().enumerate() {
                let value = match row.get_ref(at).unwrap() {
                    rusqlite::types::ValueRef::Text(text) => String::from_utf8_lossy(text).replace('\u{1f}', "\n  | "),
                    rusqlite::types::ValueRef::Integer(number) => number.to_string(),
                    other => format!("{other:?}"),
                };
                out.push_str(&format!("{name}: {value}\n"));
            }
        }
    }
    out
}

#[test]
fn what_leads_to_what_is_drawn_as_it_was() {
    let (snapshot, _) = book();
    let site = build(&snapshot).site;
    let draw = |what: &[&str]| {
        let what: Vec<String> = what.iter().map(|&word| word.to_owned()).collect();
        crosstrain::export::graph(&site, &what).unwrap()
    };
    let folder = root().join("tests/export/graph");
    expect(&folder.join("all.dot"), &draw(&[]).to_dot());
    expect(&folder.join("all.json"), &draw(&[]).to_json());
    expect(&folder.join("kettle.json"), &draw(&["kettle"]).to_json());
    expect(&folder.join("tea-morning.dot"), &draw(&["tea-morning"]).to_dot());
}

#[test]
fn a_path_stands_for_what_it_goes_through() {
    let (snapshot, _) = book();
    let site = build(&snapshot).site;
    let anki = crosstrain::export::format("anki").unwrap();
    let slugs = |what: &str| {
        let chosen = choose(&site, anki, &[what.to_owned()]);
        chosen.map(|all| all.into_iter().map(|ix| site.entry(ix).id.slug.clone()).collect::<Vec<_>>())
    };
    assert_eq!(slugs("first-week").unwrap(), ["kettle", "water", "tea"]);
    assert_eq!(slugs("glossary/").unwrap(), ["drink", "kettle", "water"]);
    assert_eq!(slugs("content/glossary/kettle.md").unwrap(), ["kettle"]);
    assert_eq!(slugs("ketle").unwrap_err().near.as_deref(), Some("kettle"));
}

/// The handbook lists the formats there are, in the words of the table.
#[test]
fn the_handbook_lists_every_format() {
    let path = root().join("content/handbook/exports.md");
    let text = std::fs::read_to_string(&path).unwrap();
    let row = |format: &Format| {
        format!("| `{}` | `.{}` | {} | {} |\n", format.name, format.extension, format.summary, format.takes)
    };
    let head = "| Format | File | What it is for | What it takes |\n|---|---|---|---|\n";
    let (before, rest) = text.split_once(head).unwrap();
    let after = rest.split_once("\n\n").map_or("", |(_, after)| after).trim_start();
    let rows: String = FORMATS.iter().map(row).collect();
    expect(&path, &format!("{before}{head}{rows}\n{after}"));
}
