//! Does what is taken out of a book come back as it was?

use crate::support::{TODAY, root};
use crosstrain::edit::applied;
use crosstrain::entry::Kind;
use crosstrain::exchange::{Ask, IMPORTERS, Source, place, to_csv, to_json};
use crosstrain::host::disk::Book;
use crosstrain::pipeline::Pipeline;
use crosstrain::record::{AsJson, Record, Sort, records};
use crosstrain::source::{Snapshot, SourcePath};
use std::collections::BTreeMap;

fn shipped() -> Snapshot {
    Book::find(&root()).unwrap().read(TODAY, true).unwrap()
}

/// The same book without anything but its table of contents, which says what is a chapter.
fn emptied(full: &Snapshot) -> Snapshot {
    let mut empty = full.clone();
    empty.inputs.retain(|path, _| path.as_str() == "content/SUMMARY.md");
    empty.expanded.clear();
    empty
}

fn all(snapshot: &Snapshot) -> Vec<Record> {
    let site = Pipeline::new().build(snapshot).site;
    Sort::all().flat_map(|sort| records(&site, snapshot, sort)).collect()
}

fn import(into: &Snapshot, format: &str, sort: Option<Sort>, text: &str) -> Snapshot {
    let site = Pipeline::new().build(into).site;
    let importer = IMPORTERS.iter().find(|importer| importer.name == format).unwrap();
    let source: Source = BTreeMap::from([(String::new(), text.as_bytes().to_vec())]);
    let ask = Ask { config: &site.config, sort, renamed: &[], name: "records" };
    let taken = (importer.read)(&source, &ask).unwrap();
    let placed = place(&taken, &site, into, false);
    assert_eq!((taken.notes, placed.notes), (Vec::new(), Vec::new()), "{format} {sort:?}");
    applied(into, &placed.changes.files(into))
}

/// What a record says, so that two can be compared: one text alone in a list is a list.
fn said(record: &Record) -> String {
    let mut said = format!("{} {}\n{:?}\n", record.sort.word(), record.slug, record.text);
    for (key, node) in record.ordered() {
        let value = serde_json::to_string(&AsJson(node)).unwrap();
        said.push_str(&format!("{} = {value}\n", key.value));
    }
    said
}

#[test]
fn json_restores_the_shipped_book() {
    let full = shipped();
    let before = all(&full);
    assert!(before.len() > 500, "{}", before.len());
    let json = to_json(&before);
    let after = import(&emptied(&full), "json", None, &json);
    let restored = all(&after);
    for (old, new) in before.iter().zip(&restored) {
        assert_eq!(said(old), said(new));
    }
    assert_eq!(to_json(&restored), json);
    assert_eq!(restored.len(), before.len());
}

#[test]
fn csv_restores_the_shipped_book_kind_by_kind() {
    let full = shipped();
    let before = all(&full);
    let mut book = emptied(&full);
    let mut tables = Vec::new();
    for sort in Sort::all() {
        let of_sort: Vec<Record> = before.iter().filter(|record| record.sort == sort).cloned().collect();
        let csv = to_csv(sort, &of_sort);
        book = import(&book, "csv", Some(sort), &csv);
        tables.push((sort, csv));
    }
    let restored = all(&book);
    for (sort, csv) in tables {
        let of_sort: Vec<Record> = restored.iter().filter(|record| record.sort == sort).cloned().collect();
        assert_eq!(to_csv(sort, &of_sort), csv, "{sort:?}");
    }
    // The restored book is as sound as the shipped one, with what its chapters include.
    book.expanded.clone_from(&full.expanded);
    let problems = |snapshot: &Snapshot| {
        let build = Pipeline::new().build(snapshot);
        let found = build.diagnostics.iter().map(|found| format!("{} {}", found.lint.name, found.message));
        let mut found: Vec<String> = found.collect();
        found.sort();
        found
    };
    let (now, before) = (problems(&book), problems(&full));
    let new: Vec<_> = now.iter().filter(|problem| !before.contains(problem)).collect();
    assert!(now.len() == before.len() && new.is_empty(), "{new:#?}");
}

/// What spreadsheets change is written into the pages, and nothing else is.
#[test]
fn an_edited_table_updates_the_pages() {
    let full = shipped();
    let site = Pipeline::new().build(&full).site;
    let terms = records(&site, &full, Sort::Entry(Kind::Term));
    let csv = to_csv(Sort::Entry(Kind::Term), &terms);
    let source = |text: &str| -> Source { BTreeMap::from([(String::new(), text.as_bytes().to_vec())]) };
    let update = |text: &str| {
        let ask = Ask { config: &site.config, sort: None, renamed: &[], name: "terms" };
        let taken = (IMPORTERS[0].read)(&source(text), &ask).unwrap();
        place(&taken, &site, &full, true)
    };
    let same = update(&csv);
    assert!(same.changes.is_empty(), "{:?}", same.changes.files(&full));
    assert_eq!((same.same, same.notes.len()), (terms.len(), 0));
    // One definition is written anew.
    let old = terms[0].field("definition").and_then(|node| node.scalar()).unwrap();
    let quoted = old.replace('"', "\"\"");
    let edited = update(&csv.replacen(&quoted, "Something: new", 1));
    assert_eq!(edited.updated, 1);
    let files = edited.changes.files(&full);
    let path = SourcePath::new(format!("content/glossary/{}.md", terms[0].slug));
    assert_eq!(files.iter().map(|change| &change.to).collect::<Vec<_>>(), [&path]);
    let lines = |text: &str| text.lines().map(str::to_owned).collect::<Vec<_>>();
    let (before, after) = (lines(&files[0].before), lines(&files[0].after));
    let changed: Vec<_> = before.iter().zip(&after).filter(|(a, b)| a != b).map(|(_, b)| b.as_str()).collect();
    assert_eq!(changed, ["definition: \"Something: new\""]);
}

/// Nothing is edited, nothing has pictures.
struct Bare;

impl crosstrain::export::Shelf for Bare {
    fn asset(&self, _: &str) -> Option<Vec<u8>> {
        None
    }
    fn edited(&self, _: &SourcePath) -> i64 {
        0
    }
}

fn gift(snapshot: &Snapshot) -> (String, usize) {
    let build = Pipeline::new().build(snapshot);
    let format = crosstrain::export::format("gift").unwrap();
    let chosen = crosstrain::export::choose(&build.site, format, &[]).unwrap();
    let exported = build.export(format, chosen, &Bare, snapshot).unwrap();
    (String::from_utf8(exported.bytes).unwrap(), exported.diagnostics.len())
}

/// What GIFT can say comes back as it was said: the questions, their keys, their
/// feedback. Essays, which come back without the model answer that ours need, are named.
#[test]
fn gift_brings_back_what_it_can_say() {
    let tea = Book::find(&root().join("tests/export/book")).unwrap().read(TODAY, true).unwrap();
    for (full, least) in [(tea, 7), (shipped(), 250)] {
        let (before, _) = gift(&full);
        let build = Pipeline::new().build(&full);
        let importer = IMPORTERS.iter().find(|importer| importer.name == "gift").unwrap();
        let source: Source = BTreeMap::from([(String::new(), before.as_bytes().to_vec())]);
        let ask = Ask { config: &build.site.config, sort: None, renamed: &[], name: "questions" };
        let taken = (importer.read)(&source, &ask).unwrap();
        let essays = before.lines().filter(|line| is_essay(line)).count();
        let left_out: Vec<_> = taken.notes.iter().filter(|note| note.left_out).collect();
        assert_eq!(left_out.len(), essays, "{left_out:#?}");
        let known = |text: &str| text.contains("essay") || text.contains("is a draft");
        assert!(taken.notes.iter().all(|note| known(&note.text)), "{:#?}", taken.notes);
        let bare = emptied(&full);
        let placed = place(&taken, &Pipeline::new().build(&bare).site, &bare, false);
        assert_eq!(placed.notes, Vec::new());
        let after = applied(&bare, &placed.changes.files(&bare));
        let broken = Pipeline::new().build(&after).diagnostics;
        let broken: Vec<_> = broken.iter().filter(|found| found.lint.name.starts_with("question")).collect();
        assert!(broken.is_empty(), "{broken:#?}");
        let (again, lost) = gift(&after);
        assert_eq!(lost, 0);
        let asked = |text: &str| {
            text.lines().filter(|line| line.starts_with("::") && !is_essay(line)).map(str::to_owned).collect::<Vec<_>>()
        };
        let (mut old, mut new) = (asked(&before), asked(&again));
        old.sort();
        new.sort();
        assert!(old.len() >= least, "{}", old.len());
        for (old, new) in old.iter().zip(&new) {
            assert_eq!(old, new);
        }
        assert_eq!(old.len(), new.len());
    }
}

fn is_essay(line: &str) -> bool {
    line.starts_with("::") && (line.contains(" {}") || line.contains(" { ####"))
}

/// Our own package comes back: the terms with their words, definitions and pictures.
#[test]
fn anki_brings_back_the_terms() {
    let tea = Book::find(&root().join("tests/export/book")).unwrap().read(TODAY, true).unwrap();
    let build = Pipeline::new().build(&tea);
    let format = crosstrain::export::format("anki").unwrap();
    let chosen = crosstrain::export::choose(&build.site, format, &["glossary".to_owned()]).unwrap();
    let number = chosen.len();
    let exported = build.export(format, chosen, &Bare, &tea).unwrap();
    let importer = IMPORTERS.iter().find(|importer| importer.name == "anki").unwrap();
    let ask = Ask { config: &build.site.config, sort: None, renamed: &[], name: "tea" };
    let taken = (importer.read)(&BTreeMap::from([(String::new(), exported.bytes)]), &ask).unwrap();
    assert_eq!(taken.records.len(), number);
    for incoming in &taken.records {
        let own = records(&build.site, &tea, Sort::Entry(Kind::Term))
            .into_iter()
            .find(|own| own.slug == incoming.record.slug)
            .unwrap();
        for field in ["title", "definition"] {
            // Cards have the quotes that readers see.
            let text =
                |record: &Record| record.field(field).and_then(|node| node.scalar()).unwrap().replace(['“', '”'], "\"");
            assert_eq!(text(&incoming.record), text(&own));
        }
    }
}
