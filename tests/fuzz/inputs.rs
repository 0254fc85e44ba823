//! What is done with any text: it is built in the place of some part of a book,
//! and every page is written. Nothing may panic, run long or become a program.

#![allow(dead_code, reason = "each target uses one of these")]

use crosstrain::bundle::Output;
use crosstrain::config::Config;
use crosstrain::diag::Diagnostics;
use crosstrain::diag::human::{self, Style};
use crosstrain::exchange::{Ask, IMPORTERS, Source, place};
use crosstrain::host::lsp;
use crosstrain::ide::{Page, complete::complete, hover, references, rename, symbols, target};
use crosstrain::pipeline::{Build, Pipeline};
use crosstrain::source::{Date, Snapshot};
use lsp_server::{Connection, Message, Notification, Request, RequestId};
use serde_json::{Value, json};
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::path::Path;

const TODAY: Date = Date { year: 2026, month: 11, day: 21 };
const CONFIG: &str = "[book]\ntitle = \"T\"\nsrc = \"content\"\n[output.crosstrain]\nhtml = \"sanitised\"\n\
    [output.crosstrain.teams.red]\nlabel = \"Red\"\n[output.crosstrain.teams.blue]\nlabel = \"Blue\"\n\
    [output.crosstrain.categories]\nbasics = \"Basics\"\n";
const FOLDERS: [&str; 8] =
    ["glossary", "false-friends", "modules", "paths", "roles", "quizzes", "worksheets", "frictions"];
const TERM: &str = "---\ntitle: Other\ndefinition: \"A thing.\"\naudience: red\n---\n\nText of the fuzz.\n";

thread_local! {
    // One for each of the few settings that come again and again: they keep the
    // theme, which takes longer to load than everything else here.
    static PIPELINES: RefCell<Vec<(String, Pipeline)>> = RefCell::default();
}

/// Builds with the memory that belongs to the settings.
fn built(snapshot: &Snapshot) -> Build {
    const KEPT: usize = 6;
    let config = &snapshot.config.text;
    PIPELINES.with_borrow_mut(|pipelines| {
        let known = pipelines.iter().position(|(known, _)| known == config);
        let at = known.unwrap_or_else(|| {
            pipelines.truncate(KEPT - 1);
            pipelines.push((config.clone(), Pipeline::new()));
            pipelines.len() - 1
        });
        pipelines[at].1.build(snapshot)
    })
}

/// Front matter of every kind.
pub(crate) fn front_matter(text: &str) {
    let page = format!("---\n{text}\n---\n\nText about the other.\n");
    let files: Vec<(String, &str)> =
        FOLDERS.iter().map(|folder| (format!("content/{folder}/fuzz.md"), page.as_str())).collect();
    build(CONFIG, files.iter().map(|(path, text)| (path.as_str(), *text)));
}

/// The text of a term and of a chapter, under each policy for HTML.
pub(crate) fn markdown(text: &str) {
    let term = format!("---\ntitle: Fuzz\ndefinition: \"x\"\naudience: red\n---\n\n{text}");
    for policy in ["sanitised", "escaped", "trusted"] {
        let config = CONFIG.replace("sanitised", policy);
        build(&config, [("content/glossary/fuzz.md", term.as_str()), ("content/handbook/fuzz.md", text)]);
    }
}

/// Questions, activities and fields.
pub(crate) fn blocks(text: &str) {
    let front = "---\ntitle: Fuzz\nsummary: s\nminutes: 30\nmodule: fuzz\nobjectives:\n  - {id: one, text: t}\n---\n\n## Run of show\n\n### A\n\n";
    let page = format!("{front}{text}");
    build(
        CONFIG,
        [
            ("content/quizzes/fuzz.md", page.as_str()),
            ("content/modules/fuzz.md", page.as_str()),
            ("content/worksheets/fuzz.md", page.as_str()),
        ],
    );
    // The same inside a block.
    for name in ["question", "activity", "field"] {
        let page = format!("{front}```{name}\n{text}\n```\n\n- [x] a\n- [ ] b\n- [ ] c\n\n> why\n");
        build(
            CONFIG,
            [
                ("content/quizzes/fuzz.md", page.as_str()),
                ("content/modules/fuzz.md", page.as_str()),
                ("content/worksheets/fuzz.md", page.as_str()),
            ],
        );
    }
}

/// The table of contents, in a book of ours and in a plain one, and includes.
pub(crate) fn summary(text: &str) {
    let files = [("content/SUMMARY.md", text), ("content/handbook/fuzz.md", text), ("content/a.md", "# A\n")];
    build(CONFIG, files);
    build("[book]\nsrc = \"content\"\n", files);
    let _ = crosstrain::includes::find(text);
}

/// Settings, facts and words.
pub(crate) fn settings(text: &str) {
    build(text, [("src/SUMMARY.md", "- [A](a.md)\n"), ("src/a.md", "# A\n")]);
    build(&format!("{CONFIG}{text}"), [("content/facts/fuzz.toml", text)]);
}

/// A table or a list that is brought in, and the pages it becomes.
pub(crate) fn import(text: &str) {
    for importer in IMPORTERS.iter().filter(|importer| !importer.folder) {
        brought(importer.name, text.as_bytes());
    }
}

fn brought(name: &str, bytes: &[u8]) {
    let mut snapshot = Snapshot::new(CONFIG, TODAY);
    snapshot.insert("content/glossary/other.md", TERM);
    let config = Config::parse(&snapshot.config, &mut Diagnostics::new());
    let source = Source::from([(String::new(), bytes.to_vec())]);
    let ask = Ask { config: &config, sort: None, renamed: &[], name: "terms" };
    let importer = IMPORTERS.iter().find(|importer| importer.name == name).expect("it can be brought in");
    let Ok(taken) = (importer.read)(&source, &ask) else { return };
    let placed = place(&taken, &built(&snapshot).site, &snapshot, true);
    let changes = placed.changes.files(&snapshot);
    build(CONFIG, changes.iter().map(|change| (change.to.as_str(), change.after.as_str())));
}

/// What an editor asks about a text that is being written, at many places of it.
pub(crate) fn editor(text: &str) {
    for path in
        ["content/glossary/fuzz.md", "content/modules/fuzz.md", "content/quizzes/fuzz.md", "content/facts/fuzz.toml"]
    {
        let mut snapshot = Snapshot::new(CONFIG, TODAY);
        snapshot.insert("content/glossary/other.md", TERM);
        snapshot.insert(path, text);
        let build = built(&snapshot);
        let (path, site) = (path.into(), &build.site);
        let Some(file) = snapshot.text(&path) else { continue };
        let page = Page::new(site, file);
        drop(symbols::symbols(&page));
        let step = (file.text.len() / 12).max(1);
        for offset in (0..=file.text.len()).step_by(step).filter(|at| file.text.is_char_boundary(*at)) {
            drop(complete(&page, offset));
            drop(hover::field(&page, offset));
            let Some(found) = target::at(site, &snapshot, &path, offset) else { continue };
            drop(hover::about(site, &found.target));
            drop(target::definition(site, &snapshot, &found.target));
            drop(references(site, &snapshot, &found.target, true));
            if let target::Target::Entry(ix, ..) = found.target {
                drop(rename::rename(site, &snapshot, ix, "Another name"));
            }
        }
    }
}

/// What an editor sends to the language server: a message a line, `method {parameters}`,
/// with `!` before those that want no answer and `@` for the address of the book.
pub(crate) fn requests(book: &Path, text: &str) {
    let (editor, server) = Connection::memory();
    let address = format!("file://{}", book.display());
    let send = |message: Message| editor.sender.send(message).expect("the server is there");
    let mut asked = BTreeSet::new();
    let mut ask = |method: &str, params: Value| {
        // Nobody takes a goodbye back.
        let id = if method == "shutdown" { "goodbye".to_owned() } else { format!("q{}", asked.len()) };
        send(Request::new(id.clone().into(), method.to_owned(), params).into());
        asked.insert(RequestId::from(id).to_string());
    };
    let tell = |method: &str, params: Value| send(Notification::new(method.to_owned(), params).into());
    // An editor that tells of changed files: the server watches none by itself.
    let files = json!({"workspace": {"didChangeWatchedFiles": {"dynamicRegistration": true}}});
    ask("initialize", json!({"rootUri": address, "capabilities": files}));
    tell("initialized", json!({}));
    for line in text.lines() {
        let (method, params) = line.split_once(' ').unwrap_or((line, "null"));
        let params = serde_json::from_str(&params.replace('@', &address)).unwrap_or(Value::Null);
        match method.strip_prefix('!') {
            Some("exit") => break,
            Some(method) => tell(method, params),
            None => ask(method, params),
        }
    }
    ask("shutdown", Value::Null);
    tell("exit", Value::Null);
    let ended = lsp::serve(&server, book).expect("the editor greeted");
    assert_eq!(ended, lsp::Ended::Properly);
    drop(server);
    for message in editor.receiver {
        if let Message::Response(response) = message {
            assert!(asked.remove(&response.id.to_string()), "answered twice: {}", response.id);
        }
    }
    assert!(asked.is_empty(), "no answer to {asked:?}");
}

/// An Anki package, or what is said to be one, and the pages it becomes.
pub(crate) fn package(bytes: &[u8]) {
    brought("anki", bytes);
}

fn build<'a>(config: &str, files: impl IntoIterator<Item = (&'a str, &'a str)>) {
    let mut snapshot = Snapshot::new(config, TODAY);
    snapshot.insert("content/glossary/other.md", TERM);
    for (path, text) in files {
        snapshot.insert(path, text);
    }
    let trusted = config.contains("\"trusted\"") || !config.contains("[output.crosstrain]");
    let build = built(&snapshot);
    for found in build.diagnostics.iter() {
        let said = human::render(found, &snapshot, Style::PLAIN);
        assert!(!said.contains(|c: char| c.is_control() && c != '\n'), "steers the terminal: {said:?}");
    }
    for (path, (_, output)) in build.bundle() {
        let inside = !path.starts_with('/') && path.split('/').all(|part| !matches!(part, "" | "." | ".."));
        assert!(inside, "leads out: {path:?}");
        if let Output::Page(page) = output {
            let html = build.page(page).unwrap_or_else(|error| panic!("{path}: {error}"));
            assert!(trusted || is_harmless(&html), "{path}:\n{html}");
        }
    }
}

/// Scripts of a page that does no harm are those it began with.
fn is_harmless(html: &str) -> bool {
    let lower = html.to_ascii_lowercase();
    let known = |after: &str| {
        after.starts_with(">((d,f,l)=>")
            || after.starts_with(" type=\"application/json\"")
            || after.starts_with(" type=\"application/ld+json\"")
            || after.starts_with(" defer src=\"")
    };
    lower.split("<script").skip(1).all(known)
        && !["<iframe", "<object", "<embed", "<base", "<style", "href=\"javascript:"]
            .iter()
            .any(|bad| lower.contains(bad))
}
