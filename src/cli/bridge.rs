//! `crosstrain mdbook`: what mdBook calls, and what makes it call.

use super::{Ended, args, shown};
use crate::book::{self, Input, Mistaken};
use crate::diag::Level;
use crate::export::Rendered;
use crate::host::disk::Book;
use crate::host::terminal::{print, report, say};
use crate::host::{Failure, Outcome, disk, preprocess, shelf, writer};
use crate::pipeline::{Build, Pipeline};
use crate::source::{Snapshot, SourceFile, SourcePath, gathered};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The renderer whose chapters are enriched: HTML. Ours reads Markdown itself.
const ENRICHES: &str = "html";

pub(super) fn run(common: &args::Common, args: &args::Mdbook) -> Outcome<Ended> {
    match &args.command {
        Some(args::MdbookCommand::Supports { renderer }) => {
            Ok(if renderer == ENRICHES { Ended::Fine } else { Ended::Problems })
        }
        Some(args::MdbookCommand::Install) => install(common),
        Some(args::MdbookCommand::Allow { none }) => allow(common, !none),
        None => called(common),
    }
}

/// What mdBook sends says what it wants.
fn called(common: &args::Common) -> Outcome<Ended> {
    let mut text = String::new();
    let read = std::io::stdin().lock().read_to_string(&mut text);
    read.map_err(|error| Failure::io("can't read what mdBook sends", &error))?;
    let input = Input::parse(&text).map_err(|Mistaken(why)| {
        Failure::new(format!("this is not what mdBook sends: {why}"))
            .help("`crosstrain mdbook` is for mdBook to call; to set that up: crosstrain mdbook install")
    })?;
    match &input.destination {
        Some(destination) => render(common, PathBuf::from(destination), input),
        None => preprocess(input),
    }
}

fn preprocess(mut input: Input) -> Outcome<Ended> {
    let book = Book::find(Path::new(&input.root))?;
    let mut snapshot = ours(book.read(disk::today(), false)?);
    take(&book, &mut input, &mut snapshot);
    let build = Pipeline::new().build(&snapshot);
    about_terms(&build, &snapshot, &book.src);
    book::enrich(&mut input, &build.site, &build);
    print(input.into_book());
    Ok(Ended::Fine)
}

/// Mistakes in what mdBook does not read itself; the rest of the book is its business.
fn about_terms(build: &Build, snapshot: &Snapshot, src: &str) {
    let mut told = build.diagnostics.clone();
    let glossary = format!("{src}/glossary/");
    told.retain(|found| found.level == Level::Error && found.place.path.as_str().starts_with(&glossary));
    report(&told, snapshot, true);
}

/// A plain book has its teams beside the preprocessor's command.
fn ours(mut snapshot: Snapshot) -> Snapshot {
    let text = &snapshot.config.text;
    if !text.contains("[output.crosstrain") {
        let text = text.replace("[preprocessor.crosstrain", "[output.crosstrain");
        snapshot.config = Arc::new(SourceFile::new(snapshot.config.path.clone(), text));
    }
    snapshot
}

/// Takes the chapters as they are by now: other preprocessors were there before.
fn take(book: &Book, input: &mut Input, snapshot: &mut Snapshot) {
    for (path, content) in input.chapters() {
        let path = SourcePath::new(format!("{}/{path}", book.src));
        snapshot.expanded.remove(&path);
        snapshot.include_problems.remove(&path);
        snapshot.insert(path, content);
    }
}

fn render(common: &args::Common, destination: PathBuf, mut input: Input) -> Outcome<Ended> {
    let book = Book::find(Path::new(&input.root))?;
    let mut snapshot = book.read(disk::today(), false)?;
    take(&book, &mut input, &mut snapshot);
    let build = Pipeline::new().build(&snapshot);
    report(&build.diagnostics, &snapshot, common.verbose > 0);
    if build.diagnostics.errors() > 0 {
        return Ok(Ended::Problems);
    }
    writer::write(&build, &book.src_dir(), &destination, None)?;
    Ok(Ended::Fine)
}

/// Keeps the owner's consent to the programs that a book names, or takes it back.
fn allow(common: &args::Common, yes: bool) -> Outcome<Ended> {
    let book = super::book(common)?;
    let snapshot = book.read(disk::today(), false)?;
    let named = preprocess::named(&snapshot)?;
    let path = preprocess::allow(&book, &snapshot, yes)?;
    if common.quiet == 0 {
        say(match (yes, named.is_empty()) {
            (true, true) => "This book names no preprocessors; nothing is allowed.".to_owned(),
            (true, false) => format!(
                "On this machine, build and serve run for this book, as you:\n  {}\nA changed command asks again. To take it back: crosstrain mdbook allow --none",
                named.join("\n  ")
            ),
            (false, _) => "No preprocessor of this book is run.".to_owned(),
        });
        if common.verbose > 0 {
            say(format_args!("kept in {}", path.display()));
        }
    }
    Ok(Ended::Fine)
}

/// Writes script and style beside `book.toml`, and names them in it.
fn install(common: &args::Common) -> Outcome<Ended> {
    let book = super::book(common)?;
    let path = book.root.join("book.toml");
    let text = std::fs::read_to_string(&path)
        .map_err(|error| Failure::io(format_args!("can't read `{}`", path.display()), &error))?;
    let changed = crate::edit::mdbook::installed(&text)
        .map_err(|why| Failure::new(format!("can't change `{}`: {why}", shown(&path))))?;
    let build = Pipeline::new().build(&ours(book.read(disk::today(), false)?));
    let script = format!("{}{}", words(&build), book::SCRIPT);
    shelf::write(&book.root.join(crate::edit::mdbook::SCRIPT), script.as_bytes())?;
    shelf::write(&book.root.join(crate::edit::mdbook::STYLE), book::STYLE.as_bytes())?;
    if changed != text {
        shelf::write(&path, changed.as_bytes())?;
    }
    if common.quiet == 0 {
        say(format_args!(
            "mdBook will call crosstrain. Written: {}, {} and, in book.toml, [preprocessor.crosstrain].\n\
             Next: name your teams in [preprocessor.crosstrain.teams], write glossary/…, run mdbook build.",
            crate::edit::mdbook::SCRIPT,
            crate::edit::mdbook::STYLE
        ));
    }
    Ok(Ended::Fine)
}

/// The words that the script says, as its first line.
fn words(build: &Build) -> String {
    let said = crate::quiz::STRINGS.iter().filter(|(key, _)| crate::quiz::is_spoken_by_script(key));
    let words: std::collections::BTreeMap<&str, String> = gathered(said.map(|(key, _)| (*key, build.word(key))));
    format!("globalThis.crosstrainWords={};\n", serde_json::json!(words))
}
