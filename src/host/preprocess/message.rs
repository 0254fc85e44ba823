//! The books that programs get and give back.

use crate::source::{Input, Snapshot, SourcePath, gathered};
use crate::summary::{self, Item};
use mdbook_preprocessor::PreprocessorContext;
use mdbook_preprocessor::book::{Book, BookItem, Chapter, SectionNumber};
use mdbook_preprocessor::config::Config;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::PathBuf;

use super::chain::RENDERER;

/// The version of mdBook whose books these are, for programs made for books of
/// another shape.
const OLDER: &str = "0.4.52";

/// The chapters of a table of contents, with the texts as they are written.
pub(super) fn book(snapshot: &Snapshot, src: &str, contents: &[Item]) -> Book {
    let mut items = contents.iter().peekable();
    let mut book = Book::new();
    book.items = below(snapshot, src, &mut items, 0, &[]);
    book
}

type Items<'a> = std::iter::Peekable<std::slice::Iter<'a, Item>>;

fn below(snapshot: &Snapshot, src: &str, items: &mut Items<'_>, depth: usize, parents: &[String]) -> Vec<BookItem> {
    let mut list = Vec::new();
    let inside = |item: &&Item| match item {
        Item::Chapter(chapter) => chapter.depth >= depth,
        _ => depth == 0,
    };
    while let Some(item) = items.next_if(inside) {
        list.push(match item {
            Item::Separator => BookItem::Separator,
            Item::Part(title) => BookItem::PartTitle(title.clone()),
            Item::Chapter(listed) => {
                let mut chapter = chapter(snapshot, src, listed, parents);
                let parents: Vec<String> = parents.iter().chain([&listed.title]).cloned().collect();
                chapter.sub_items = below(snapshot, src, items, depth + 1, &parents);
                BookItem::Chapter(chapter)
            }
        });
    }
    list
}

fn chapter(snapshot: &Snapshot, src: &str, listed: &summary::Chapter, parents: &[String]) -> Chapter {
    let written = |below: &&String| match snapshot.inputs.get(&source(src, below)) {
        Some(Input::Text(file)) => Some(file.text.clone()),
        _ => None,
    };
    let path = listed.path.as_ref();
    let mut chapter = match path.and_then(|path| Some((path, written(&path)?))) {
        Some((path, text)) => Chapter::new(&listed.title, text, path, parents.to_vec()),
        // One without a file is a draft to programs too.
        None => Chapter::new_draft(&listed.title, parents.to_vec()),
    };
    let number: Vec<u32> = listed.number.split('.').filter_map(|part| part.parse().ok()).collect();
    chapter.number = (!number.is_empty()).then(|| SectionNumber::new(number));
    chapter
}

/// The name of a chapter's file.
pub(super) fn source(src: &str, below: &str) -> SourcePath {
    SourcePath::new(if src.is_empty() { below.to_owned() } else { format!("{src}/{below}") })
}

/// `README.md` becomes `index.md`, where the file was is kept.
pub(super) fn indexed(book: &mut Book) {
    book.for_each_chapter_mut(|chapter| {
        if let Some(path) = chapter.path.as_mut().filter(|path| path.file_stem().is_some_and(|stem| stem == "README")) {
            path.set_file_name("index.md");
        }
    });
}

/// Each chapter's text, by the file it is written in.
pub(super) fn texts(book: &Book) -> BTreeMap<String, String> {
    let text = |chapter: &Chapter| {
        let source = chapter.source_path.as_ref()?;
        Some((source.to_string_lossy().replace('\\', "/"), chapter.content.clone()))
    };
    gathered(book.chapters().filter_map(text))
}

/// Which shape books have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// Since mdBook 0.5.
    Items,
    /// Before: the list has another name, and what is not there is not said.
    Sections,
}

/// What a program reads.
pub(super) fn input(root: PathBuf, config: &Config, book: &Book, shape: Shape) -> Option<Vec<u8>> {
    let context = PreprocessorContext::new(root, config.clone(), RENDERER.to_owned());
    let mut context = serde_json::to_value(context).ok()?;
    let mut book = serde_json::to_value(book).ok()?;
    if shape == Shape::Sections {
        context["mdbook_version"] = OLDER.into();
        if let Some(config) = context.get_mut("config") {
            without_nulls(config);
        }
        let book = book.as_object_mut()?;
        let items = book.remove("items")?;
        book.insert("sections".to_owned(), items);
        book.insert("__non_exhaustive".to_owned(), Value::Null);
    }
    serde_json::to_vec(&(context, book)).ok()
}

fn without_nulls(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            fields.retain(|_, value| !value.is_null());
            fields.values_mut().for_each(without_nulls);
        }
        Value::Array(values) => values.iter_mut().for_each(without_nulls),
        _ => {}
    }
}

/// What a program wrote, or why that is no book.
pub(super) fn output(bytes: &[u8]) -> Result<Book, String> {
    let mut value: Value = serde_json::from_slice(bytes).map_err(|error| error.to_string())?;
    let book = value.as_object_mut().ok_or("it is no object")?;
    if let Some(sections) = book.remove("sections") {
        book.insert("items".to_owned(), sections);
    }
    serde_json::from_value(value).map_err(|error| error.to_string())
}
