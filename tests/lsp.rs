//! Does the language server answer what an editor asks, and are the problems it
//! tells of those that `crosstrain check` finds?

use crate::incremental::{Dice, book};
use crate::support::editor::Editor;
use crosstrain::diag::Level;
use crosstrain::host::disk::{self, Book};
use crosstrain::ide::Page;
use crosstrain::ide::complete::complete;
use crosstrain::pipeline::Pipeline;
use crosstrain::source::{Input, SourcePath};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::Write;
use std::process::{Command, Stdio};

/// A problem as both tell it: file, line, column in UTF-16 units, name, first line.
type Told = (String, u64, u64, String, String);

/// After each of many random edits, the problems told are those that a cold
/// check of the same text finds.
#[test]
fn problems_are_those_of_check_after_each_of_150_edits() {
    let files = files();
    let mut editor = Editor::new(&files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect::<Vec<_>>());
    let mut disk = files;
    let mut open: BTreeMap<String, String> = BTreeMap::new();
    let mut dice = Dice(11);
    for step in 0..150 {
        let what = edit(&mut editor, &mut disk, &mut open, &mut dice);
        // Some edits come together, as when somebody types fast.
        if dice.roll(3) > 0 {
            continue;
        }
        editor.actions("content/glossary/t1.md");
        let (told, checked) = (told(&editor), checked(&disk, &open));
        let only = |one: &[Told], other: &[Told]| -> Vec<Told> {
            one.iter().filter(|problem| !other.contains(problem)).cloned().collect()
        };
        let (surplus, missing) = (only(&told, &checked), only(&checked, &told));
        assert!(told == checked, "after edit {step}: {what}\ntold in vain: {surplus:?}\nnot told: {missing:?}");
    }
}

const TERM: &str = "---
title: Caching
aliases: [cache]
definition: Keeping a copy near the reader.
category: basics
audience: both
---

## How it works

It keeps a copy.
";

const CDN: &str = "---
title: CDN
definition: Servers near the reader.
related: [caching]
---

## Why IT cares

See [[caching]], [again](caching.md#how) and caching.
";

const MODULE: &str = "---
title: Old pages
minutes: 30
objectives:
  - {id: purge-it, level: apply, text: Write a purge request}
teaches: [caching]
---

## Run of show

### One

```activity
minutes: 30
lead: both
method: pairs
objective: purge-it
```
";

const FACTS: &str = "[[fact]]
id = \"F1\"
claim = \"It is so.\"
source = \"A standard\"
checked = 2026-11-01
review_by = 2027-11-01
";

fn small() -> Editor {
    Editor::new(&[
        ("content/glossary/caching.md", TERM),
        ("content/glossary/cdn.md", CDN),
        ("content/modules/old-pages.md", MODULE),
        ("content/facts/f.toml", FACTS),
        ("content/pictures/map.svg", "<svg/>"),
    ])
}

/// What an editor would offer at the mark: what it would insert, in order.
fn offered(editor: &mut Editor, path: &str, marked: &str) -> Vec<String> {
    let list = editor.ask_mark("textDocument/completion", path, marked);
    let mut items = list["items"].as_array().unwrap().clone();
    items.sort_by_key(|item| item["sortText"].as_str().unwrap().to_owned());
    items.iter().map(|item| item["textEdit"]["newText"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn fields_and_their_values_are_completed() {
    let mut editor = small();
    let path = "content/glossary/new.md";
    let mut at = |marked: &str| offered(&mut editor, path, marked);
    let names = at("---\ntitle: New\n^\n---\n");
    assert_eq!(names[0], "definition: ", "what must be there comes first");
    assert!(names.contains(&"category: ".to_owned()) && !names.contains(&"title: ".to_owned()));
    assert!(at("---\n^").contains(&"title: ".to_owned()), "front matter that is not closed yet");
    assert_eq!(at("---\naudience: ^\n---\n"), ["marketing", "it", "both"]);
    assert_eq!(at("---\ncategory: b^\n---\n"), ["basics"]);
    assert_eq!(at("---\nstatus: ^\n---\n").len(), 5);
    assert_eq!(at("---\nrelated: [cdn, ^]\n---\n"), ["caching", "cdn"]);
    assert_eq!(at("---\nrelated:\n  - cach^\n---\n"), ["caching"]);
    assert_eq!(at("---\nfacts: [^]\n---\n"), ["F1"]);
    assert_eq!(at("---\nreviewed: {^}\n---\n"), ["marketing: ", "it: "]);
    assert_eq!(at("---\ntitle: ^\n---\n"), Vec::<String>::new());
    assert_eq!(at("---\ntitle: New\n---\n\nSome prose: ^\n"), Vec::<String>::new());
    // Another session: the page above may be built by now, and be offered.
    let mut editor = small();
    let mut at = |marked: &str| offered(&mut editor, "content/roles/dev.md", marked);
    assert_eq!(at("---\nvocabulary: {caching: ^}\n---\n"), ["aware", "explain", "decide", "do"]);
    assert_eq!(at("---\nvocabulary:\n  caching: aware\n  ^\n---\n"), ["cdn: "]);
}

#[test]
fn fields_of_data_blocks_are_completed() {
    let mut editor = small();
    let block = |inside: &str| MODULE.replace("minutes: 30\nlead: both\nmethod: pairs\nobjective: purge-it\n", inside);
    let mut at = |inside: &str| offered(&mut editor, "content/modules/old-pages.md", &block(inside));
    assert!(at("minutes: 30\n^\n").contains(&"can_shrink: ".to_owned()));
    assert_eq!(at("objective: ^\n"), ["purge-it"]);
    assert_eq!(at("phase: c^\n"), ["connect", "concept", "practice", "close"]);
    assert!(at("method: ^\n").contains(&"two-cards".to_owned()));
    let marked = MODULE.replace("```activity\n", "```^\n");
    assert_eq!(offered(&mut editor, "content/modules/old-pages.md", &marked), ["activity"]);
}

#[test]
fn links_are_completed() {
    let mut editor = small();
    let path = "content/glossary/new.md";
    let mut at = |line: &str| offered(&mut editor, path, &format!("---\ntitle: New\n---\n\n{line}\n"));
    assert_eq!(at("See [[^"), ["caching]]", "cdn]]", "old-pages]]"]);
    assert_eq!(at("See [[cache^ and more"), ["caching]]"], "by another name");
    assert_eq!(at("😀 [[c^]] and [[cdn]]"), ["caching", "cdn"], "closed already");
    assert_eq!(at("See [[caching#^]]"), ["how"]);
    assert_eq!(at("See [it](^)"), ["caching.md", "cdn.md", "../modules/old-pages.md"]);
    assert_eq!(at("See [it](../mod^)"), ["../modules/old-pages.md"]);
    assert_eq!(at("See [it](caching.md#^)"), ["how"]);
    assert_eq!(at("![map](^)"), ["../pictures/map.svg"]);
    assert_eq!(at("[it]: ca^"), ["caching.md"]);
    assert_eq!(at("See [[cdn]] and ^"), Vec::<String>::new());
}

/// What is completed replaces what was typed, to the letter.
#[test]
fn a_completion_replaces_what_was_typed() {
    let mut editor = small();
    let list = editor.ask_mark(
        "textDocument/completion",
        "content/glossary/new.md",
        "---\ntitle: New\n---\n\nש😀 [[ca^ch]] x\n",
    );
    let range = &list["items"][0]["textEdit"]["range"];
    assert_eq!(range, &json!({"start": {"line": 4, "character": 6}, "end": {"line": 4, "character": 10}}));
}

/// What is taken back before it was asked, or after it was answered, is nothing.
#[test]
fn only_questions_that_wait_can_be_taken_back() {
    let mut editor = small();
    for id in 0..100 {
        editor.tell("$/cancelRequest", json!({"id": id}));
    }
    let found = editor.ask("workspace/symbol", json!({"query": "caching"}));
    assert_eq!(found.as_array().map(Vec::len), Some(1));
}

fn hovered(editor: &mut Editor, path: &str, marked: &str) -> String {
    let hover = editor.ask_mark("textDocument/hover", path, marked);
    hover["contents"]["value"].as_str().unwrap_or("").to_owned()
}

#[test]
fn hovering_shows_what_is_known() {
    let mut editor = small();
    let path = "content/glossary/cdn.md";
    let caching = "**Caching** · term\n\nKeeping a copy near the reader.\n\nalso called: cache";
    assert_eq!(hovered(&mut editor, path, &CDN.replace("[[caching]]", "[[cach^ing]]")), caching);
    assert_eq!(hovered(&mut editor, path, &CDN.replace("related: [", "related: [^")), caching);
    assert_eq!(hovered(&mut editor, path, &CDN.replace("and caching.", "and ca^ching.")), "", "linked by hand already");
    let heading = hovered(&mut editor, path, &CDN.replace("[again]", "[ag^ain]"));
    assert!(heading.starts_with("*How it works*, in:"), "{heading}");
    let field = hovered(&mut editor, path, &CDN.replace("definition", "defi^nition"));
    assert!(field.starts_with("`definition` (must be there): one sentence"), "{field}");
    let fact = hovered(&mut editor, path, &CDN.replace("related: [caching]", "facts: [F^1]"));
    assert!(fact.contains("It is so.") && fact.contains("again by 2027-11-01"), "{fact}");
    let module = "content/modules/old-pages.md";
    let objective = hovered(&mut editor, module, &MODULE.replace("objective: purge-it", "objective: purge^-it"));
    assert!(objective.starts_with("Write a purge request"), "{objective}");
    assert_eq!(hovered(&mut editor, path, &CDN.replace("See", "S^ee")), "");
}

/// Where something is defined: file, line, column.
fn defined(editor: &mut Editor, path: &str, marked: &str) -> Option<(String, u64, u64)> {
    let location = editor.ask_mark("textDocument/definition", path, marked);
    Some(spot(editor, location.as_object()?))
}

fn spot(editor: &Editor, location: &serde_json::Map<String, Value>) -> (String, u64, u64) {
    let start = &location["range"]["start"];
    let path = editor.path(location["uri"].as_str().unwrap());
    (path, start["line"].as_u64().unwrap(), start["character"].as_u64().unwrap())
}

#[test]
fn definitions_are_found() {
    let mut editor = small();
    let (path, module) = ("content/glossary/cdn.md", "content/modules/old-pages.md");
    let mut at = |path: &str, marked: &str| defined(&mut editor, path, marked);
    let caching = |line: u64, column: u64| Some(("content/glossary/caching.md".to_owned(), line, column));
    assert_eq!(at(path, &CDN.replace("[[caching]]", "[[^caching]]")), caching(1, 7));
    assert_eq!(at(path, &CDN.replace("[caching]\n", "[caching^]\n")), caching(1, 7));
    assert_eq!(at(path, &CDN.replace("again]", "again^]")), caching(8, 3));
    assert_eq!(
        at(path, &CDN.replace("related: [caching]", "facts: [F^1]")),
        Some(("content/facts/f.toml".to_owned(), 1, 5))
    );
    assert_eq!(
        at(path, &CDN.replace("[again](caching.md#how)", "![m](../pictures/m^ap.svg)")),
        Some(("content/pictures/map.svg".to_owned(), 0, 0))
    );
    assert_eq!(at(module, &MODULE.replace("objective: p", "objective: ^p")), Some((module.to_owned(), 4, 9)));
    assert_eq!(at(path, &CDN.replace("[[caching]]", "[[no^body]]")), None);
}

#[test]
fn references_are_found() {
    let mut editor = small();
    let mut at = |path: &str, marked: &str| -> Vec<(String, u64, u64)> {
        let found = editor.ask_mark("textDocument/references", path, marked);
        found.as_array().into_iter().flatten().map(|place| spot(&editor, place.as_object().unwrap())).collect()
    };
    let place = |path: &str, line: u64, column: u64| (format!("content/{path}"), line, column);
    let (cdn, module) = ("glossary/cdn.md", "modules/old-pages.md");
    assert_eq!(
        at("content/glossary/caching.md", &TERM.replace("title: C", "title: ^C")),
        [
            place("glossary/caching.md", 1, 7),
            place(cdn, 3, 10),
            place(cdn, 8, 6),
            place(cdn, 8, 25),
            place(module, 5, 10)
        ],
    );
    assert_eq!(
        at("content/glossary/caching.md", &TERM.replace("## How", "## H^ow")),
        [place("glossary/caching.md", 8, 3), place(cdn, 8, 25)],
    );
    assert_eq!(
        at("content/modules/old-pages.md", &MODULE.replace("{id: p", "{id: ^p")),
        [place(module, 4, 9), place(module, 16, 11)],
    );
    assert_eq!(at("content/facts/f.toml", &FACTS.replace("F1", "F^1")), [("content/facts/f.toml".to_owned(), 1, 5)]);
}

#[test]
fn symbols_are_the_headings() {
    let mut editor = small();
    let document = json!({"textDocument": {"uri": editor.uri("content/modules/old-pages.md")}});
    let found = editor.ask("textDocument/documentSymbol", document);
    let (top, inner) = (&found[0], &found[0]["children"][0]);
    assert_eq!(
        (&top["name"], &inner["name"], &inner["detail"]),
        (&json!("Run of show"), &json!("One"), &json!("activity"))
    );
    assert_eq!(inner["selectionRange"]["start"], json!({"line": 10, "character": 4}));
    let document = json!({"textDocument": {"uri": editor.uri("content/facts/f.toml")}});
    assert_eq!(editor.ask("textDocument/documentSymbol", document)[0]["name"], "F1");
    let found = editor.ask("workspace/symbol", json!({"query": "CACHE"}));
    assert_eq!(found[0]["name"], "Caching (cache)");
}

/// A fix does what `check --fix` would do.
#[test]
fn a_fix_mends_the_text() {
    let mut editor = small();
    let path = "content/glossary/cdn.md";
    let text = CDN.replace("definition", "defniition").replace("\n", "\r\n");
    editor.open(path, &text);
    let actions = editor.actions(path);
    let problem = editor.problems[path].iter().find(|problem| problem["code"] == "field-unknown").unwrap();
    assert_eq!(problem["range"]["start"], json!({"line": 2, "character": 0}));
    let all = actions.as_array().unwrap().iter().find(|action| action["kind"] == "source.fixAll").unwrap();
    let change = &all["edit"]["documentChanges"][0];
    assert_eq!(change["textDocument"]["version"], 1);
    editor.change(
        path,
        change["edits"]
            .clone()
            .as_array()
            .unwrap()
            .iter()
            .map(|edit| json!({"range": edit["range"], "text": edit["newText"]}))
            .collect(),
    );
    editor.actions(path);
    let left: Vec<&Value> = editor.problems[path].iter().map(|problem| &problem["code"]).collect();
    assert!(!left.contains(&&json!("field-unknown")) && !left.contains(&&json!("field-missing")), "{left:?}");
}

/// What is included is read from the disk, so it counts when it is saved.
#[test]
fn included_files_count_when_they_are_saved() {
    let chapter = "# One\n\n{{#include ../../parts/a.md}}\n";
    let mut editor = Editor::new(&[
        ("content/handbook/one.md", chapter),
        ("content/SUMMARY.md", "# Summary\n\n- [One](handbook/one.md)\n"),
        ("parts/a.md", "Fine.\n"),
    ]);
    let codes = |editor: &Editor| -> Vec<String> {
        let problems = editor.problems.get("content/handbook/one.md").into_iter().flatten();
        problems.map(|problem| problem["code"].as_str().unwrap().to_owned()).filter(|code| code != "orphan").collect()
    };
    editor.open("content/handbook/one.md", chapter);
    editor.open("parts/a.md", "Fine.\n");
    editor.change("parts/a.md", json!([{"text": "See [[nobody]].\n"}]));
    editor.actions("content/handbook/one.md");
    assert_eq!(codes(&editor), Vec::<String>::new(), "not saved yet");
    editor.write("parts/a.md", "See [[nobody]].\n");
    editor.tell("textDocument/didSave", json!({"textDocument": {"uri": editor.uri("parts/a.md")}}));
    editor.actions("content/handbook/one.md");
    assert_eq!(codes(&editor), ["link-missing"]);
}

/// Of two books each has names of its own, also where one lies in the other.
#[test]
fn each_book_has_its_own_answers() {
    let mut editor = Editor::new(&[("content/glossary/caching.md", TERM)]);
    for (name, text) in [("other/book.toml", crate::support::CONFIG), ("other/content/glossary/cdn.md", CDN)] {
        let path = editor.folder().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    let added = json!([{"uri": editor.uri("other"), "name": "other"}]);
    editor.tell("workspace/didChangeWorkspaceFolders", json!({"event": {"added": added, "removed": []}}));
    editor.actions("other/content/glossary/cdn.md");
    let missing: Vec<&Value> =
        editor.problems["other/content/glossary/cdn.md"].iter().map(|problem| &problem["code"]).collect();
    assert!(missing.contains(&&json!("link-missing")), "the term is in the other book: {missing:?}");
}

/// The files after an edit of the workspace, by path; moved files by their new path.
fn applied(editor: &Editor, mut files: BTreeMap<String, String>, edit: &Value) -> BTreeMap<String, String> {
    for change in edit["documentChanges"].as_array().unwrap() {
        if change["kind"] == "rename" {
            let [from, to] = ["oldUri", "newUri"].map(|key| editor.path(change[key].as_str().unwrap()));
            let text = files.remove(&from).unwrap();
            files.insert(to, text);
            continue;
        }
        let text = files.get_mut(&editor.path(change["textDocument"]["uri"].as_str().unwrap())).unwrap();
        let mut edits = change["edits"].as_array().unwrap().clone();
        let at = |edit: &Value, end: &str| {
            let place = &edit["range"][end];
            (place["line"].as_u64().unwrap(), place["character"].as_u64().unwrap())
        };
        edits.sort_by_key(|edit| std::cmp::Reverse(at(edit, "start")));
        for edit in edits {
            let offset = |end: &str| {
                (0..=text.len())
                    .find(|offset| text.is_char_boundary(*offset) && position(text, *offset) == at(&edit, end))
            };
            let (start, end) = (offset("start").unwrap(), offset("end").unwrap());
            text.replace_range(start..end, edit["newText"].as_str().unwrap());
        }
    }
    files
}

/// Names of the checks that complain, with the file.
fn complaints(files: &BTreeMap<String, String>) -> Vec<(String, String)> {
    checked(files, &BTreeMap::new()).into_iter().map(|(path, _, _, name, _)| (path, name)).collect()
}

#[test]
fn a_page_is_renamed_with_all_that_leads_to_it() {
    let book: BTreeMap<String, String> = [
        ("content/glossary/caching.md", TERM),
        ("content/glossary/cdn.md", &CDN.replace("See", "😀 [caching](caching.md):")),
        ("content/modules/old-pages.md", MODULE),
        ("content/facts/f.toml", FACTS),
    ]
    .map(|(path, text)| (path.to_owned(), text.to_owned()))
    .into();
    let mut editor = Editor::new(&book.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect::<Vec<_>>());
    let cdn = "content/glossary/cdn.md";
    let ready = editor.ask_at("textDocument/prepareRename", cdn, (8, 30));
    assert_eq!(ready["placeholder"], "caching");
    let rename = |editor: &mut Editor, name: &str| {
        let place = json!({"line": 8, "character": 30});
        editor.try_ask(
            "textDocument/rename",
            json!({"textDocument": {"uri": editor.uri(cdn)}, "position": place, "newName": name}),
        )
    };
    let edit = rename(&mut editor, "kept-copy").unwrap();
    let after = applied(&editor, book.clone(), &edit);
    assert!(after["content/glossary/kept-copy.md"].contains("was: [caching]"), "the old address leads on");
    assert!(
        after[cdn].contains("😀 [caching](kept-copy.md): [[kept-copy]], [again](kept-copy.md#how) and caching."),
        "{}",
        after[cdn]
    );
    assert!(
        after[cdn].contains("related: [kept-copy]")
            && after["content/modules/old-pages.md"].contains("teaches: [kept-copy]")
    );
    let before: Vec<_> =
        complaints(&book).into_iter().map(|(path, name)| (path.replace("caching", "kept-copy"), name)).collect();
    let mut found = complaints(&after);
    found.sort();
    let mut wanted = before;
    wanted.sort();
    assert_eq!(found, wanted, "nothing is wrong that was not before");
    assert!(rename(&mut editor, "Kept copy!").unwrap_err().contains("can't be a page's address"));
    assert!(rename(&mut editor, "cdn").unwrap_err().contains("is a page already"));
    assert_eq!(editor.ask_at("textDocument/prepareRename", cdn, (0, 1)), Value::Null);
    // The same, moved by hand in the list of files.
    let [old, new] = ["caching", "kept-copy"].map(|name| editor.uri(&format!("content/glossary/{name}.md")));
    let edit = editor.ask("workspace/willRenameFiles", json!({"files": [{"oldUri": old, "newUri": new}]}));
    let moved = applied(&editor, book, &edit);
    assert_eq!(moved[cdn], after[cdn]);
    assert_eq!(moved["content/glossary/caching.md"], after["content/glossary/kept-copy.md"]);
}

#[test]
fn a_heading_is_renamed_with_the_links_to_it() {
    let module = "content/modules/old-pages.md";
    let links =
        CDN.replace("See", "See [it](../modules/old-pages.md#one), [[old-pages#one]] and [this](#own).\n\n### Own\n\n");
    let book: BTreeMap<String, String> =
        [("content/glossary/caching.md", TERM), ("content/glossary/cdn.md", &links), (module, MODULE)]
            .map(|(path, text)| (path.to_owned(), text.to_owned()))
            .into();
    let mut editor = Editor::new(&book.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect::<Vec<_>>());
    let line = MODULE.lines().position(|line| line == "### One").unwrap() as u32;
    let ready = editor.ask_at("textDocument/prepareRename", module, (line, 5));
    assert_eq!((&ready["placeholder"], &ready["range"]["start"]["character"]), (&json!("One"), &json!(4)));
    let rename = |editor: &mut Editor, name: &str| {
        let place = json!({"line": line, "character": 5});
        let asked = json!({"textDocument": {"uri": editor.uri(module)}, "position": place, "newName": name});
        editor.try_ask("textDocument/rename", asked)
    };
    let edit = rename(&mut editor, "First *try*").unwrap();
    let after = applied(&editor, book.clone(), &edit);
    assert!(after[module].contains("\n### First *try*\n"));
    let cdn = &after["content/glossary/cdn.md"];
    assert!(cdn.contains("(../modules/old-pages.md#first-try), [[old-pages#first-try]] and [this](#own)"), "{cdn}");
    assert_eq!(complaints(&after), complaints(&book), "nothing is wrong that was not before");
    assert!(rename(&mut editor, "Run of show").unwrap_err().contains("at `#run-of-show` already"));
    assert!(rename(&mut editor, " ").unwrap_err().contains("one line of words"));
    // An id of its own stays, and so do the links.
    let own = MODULE.replace("### One", "### One {#one}");
    editor.open(module, &own);
    let edit = rename(&mut editor, "First try").unwrap();
    let after = applied(&editor, [(module.to_owned(), own)].into(), &edit);
    assert!(after[module].contains("### First try {#one}"), "{}", after[module]);
}

#[test]
fn settings_and_records_are_completed() {
    let mut editor = small();
    let mut at = |path: &str, marked: &str| offered(&mut editor, path, marked);
    let facts = "content/facts/f.toml";
    let names = at(facts, "[[fact]]\nid = \"F1\"\n^\n\n[[fact]]\n");
    assert!(names.contains(&"claim = ".to_owned()) && !names.contains(&"id = ".to_owned()), "{names:?}");
    assert_eq!(names[0], "claim = ", "what must be there comes first");
    assert_eq!(at(facts, "[[fact]]\nevidence = ^\n").len(), 4);
    assert_eq!(at(facts, "[[fact]]\nevidence = sec^\n")[0], "\"primary\"", "quotes are put around a word");
    assert_eq!(at(facts, "[[fact]]\nevidence = \"^\"\n")[0], "primary", "unless they are there");
    assert_eq!(at(facts, "[[fact]]\nchecked = ^\n").len(), 1);
    assert_eq!(at(facts, "[[fact]]\nclaim = \"It ^\"\n"), Vec::<String>::new());
    let mut settings = |inside: &str| at("book.toml", &format!("{}\n{inside}", crate::support::CONFIG));
    assert!(settings("[output.crosstrain]\n^").contains(&"headline = ".to_owned()));
    assert_eq!(settings("[output.crosstrain]\nfacilitator = ^"), ["\"included\"", "\"separate\""]);
    assert_eq!(settings("[output.crosstrain]\nauthors = ^"), ["true", "false"]);
    assert!(settings("[output.crosstrain.lints]\norph^").contains(&"orphan = ".to_owned()));
    assert_eq!(settings("[output.crosstrain.lints]\norphan = \"^\""), ["off", "note", "warn", "error"]);
    assert_eq!(settings("[output.crosstrain.teams.legal]\n^"), ["label = ", "jargon = "]);
    assert_eq!(settings("[book]\n^"), Vec::<String>::new(), "mdBook's own");
}

/// What `crosstrain new run` keeps can be written on by hand.
#[test]
fn past_runs_are_completed_and_checked() {
    let mut editor = small();
    let run = "content/runs/2026-11-20-old-pages.toml";
    let mut at = |marked: &str| offered(&mut editor, run, marked);
    assert_eq!(at("of = \"modules/old-pages\"\n^\n"), ["date = ", "people = ", "note = ", "activity = "]);
    assert_eq!(at("of = \"modules/old-pages\"\ndate = ^\n").len(), 1);
    assert_eq!(at("date = 2026-11-20\n\n[[activity]]\nid = \"a\"\n^\n"), ["of = ", "planned = ", "took = "]);
    assert_eq!(at("[[activity]]\npla^ = 10\n"), ["of", "id", "planned", "took"], "the sign is there");
    assert_eq!(at("[[activity]]\ntook = ^\n"), Vec::<String>::new());
    editor.change(run, json!([{"text": "of = \"modules/nobody\"\ndate = 2026-11-20\npeopel = 4\n"}]));
    editor.actions("content/glossary/cdn.md");
    let problems = &editor.problems[run];
    let codes: Vec<&str> = problems.iter().filter_map(|problem| problem["code"].as_str()).collect();
    assert_eq!(codes, ["link-missing", "field-unknown"], "{problems:?}");
}

/// Problems in settings and records are told like those in pages, as they are typed.
#[test]
fn settings_and_records_are_checked() {
    let mut editor = small();
    let config = format!("{}\n[output.crosstrain.lints]\norphen = \"off\"\n", crate::support::CONFIG);
    editor.open("book.toml", &config);
    editor.open("content/facts/f.toml", &FACTS.replace("source", "sauce"));
    editor.actions("content/glossary/cdn.md");
    let told = |editor: &Editor, path: &str| -> Vec<String> {
        let problems = editor.problems.get(path).cloned().unwrap_or_default();
        problems.iter().map(|problem| format!("{}", problem["code"]).trim_matches('"').to_owned()).collect()
    };
    assert_eq!(told(&editor, "book.toml"), ["config-invalid"]);
    assert_eq!(told(&editor, "content/facts/f.toml"), ["field-unknown"]);
    editor.change("book.toml", json!([{"text": crate::support::CONFIG}]));
    editor.actions("content/glossary/cdn.md");
    assert_eq!(told(&editor, "book.toml"), Vec::<String>::new());
}

/// Editors that count bytes get bytes.
#[test]
fn columns_count_what_was_agreed_on() {
    let line = "ש😀 [[nobody]]";
    let text = CDN.replace("See", line);
    for (encodings, column) in [(json!(["utf-8", "utf-16"]), 9), (json!(["utf-16"]), 6)] {
        let mut editor =
            Editor::with(&[("content/glossary/caching.md", TERM)], json!({"positionEncodings": encodings}));
        editor.open("content/glossary/cdn.md", &text);
        editor.actions("content/glossary/cdn.md");
        let problems = &editor.problems["content/glossary/cdn.md"];
        let missing = problems.iter().find(|problem| problem["code"] == "link-missing").unwrap();
        assert_eq!(missing["range"]["start"]["character"], column);
    }
}

/// What can't be answered is refused or answered with nothing; the session goes on.
#[test]
fn odd_questions_do_no_harm() {
    let mut editor = small();
    assert!(editor.try_ask("textDocument/unheardOf", json!({})).is_err());
    assert!(editor.try_ask("textDocument/hover", json!({"nonsense": 1})).is_err());
    for uri in ["untitled:Untitled-1", "file:///nowhere/at/all.md"] {
        let at = json!({"textDocument": {"uri": uri}, "position": {"line": 0, "character": 0}});
        editor.tell(
            "textDocument/didOpen",
            json!({"textDocument": {"uri": uri, "languageId": "markdown", "version": 1, "text": "x"}}),
        );
        assert_eq!(editor.ask("textDocument/hover", at), Value::Null);
    }
    let far = editor.ask_at("textDocument/completion", "content/glossary/cdn.md", (9_999, 9_999));
    assert_eq!(far["items"], json!([]));
    editor.tell(
        "textDocument/didChange",
        json!({"textDocument": {"uri": editor.uri("content/glossary/cdn.md"), "version": 2}, "contentChanges": []}),
    );
    editor.open("content/glossary/cdn.md", CDN);
    editor.change(
        "content/glossary/cdn.md",
        json!([{"range": {"start": {"line": 3, "character": 99}, "end": {"line": 1, "character": 0}}, "text": "x"}]),
    );
    assert!(editor.actions("content/glossary/cdn.md").is_array());
}

/// The program speaks over its standard streams, and ends as the protocol asks.
#[test]
fn the_program_speaks_on_its_standard_streams() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(folder.path().join("content/glossary")).unwrap();
    std::fs::write(folder.path().join("book.toml"), crate::support::CONFIG).unwrap();
    std::fs::write(folder.path().join("content/glossary/cdn.md"), CDN).unwrap();
    let say = |messages: &[Value]| {
        let mut program = Command::new(env!("CARGO_BIN_EXE_crosstrain"))
            .args(["lsp", "-C"])
            .arg(folder.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut input = program.stdin.take().unwrap();
        for message in messages {
            let text = message.to_string();
            write!(input, "Content-Length: {}\r\n\r\n{text}", text.len()).unwrap();
        }
        drop(input);
        let output = program.wait_with_output().unwrap();
        (String::from_utf8(output.stdout).unwrap(), output.status.code())
    };
    let request =
        |id: i32, method: &str| json!({"jsonrpc": "2.0", "id": id, "method": method, "params": {"capabilities": {}}});
    let note = |method: &str| json!({"jsonrpc": "2.0", "method": method, "params": {}});
    let greeting = [request(1, "initialize"), note("initialized")];
    let farewell = [json!({"jsonrpc": "2.0", "id": 2, "method": "shutdown"}), note("exit")];
    let (said, code) = say(&[&greeting[..], &farewell].concat());
    assert!(said.contains("\"serverInfo\":{\"name\":\"crosstrain\""), "{said}");
    assert!(said.contains("no page answers to `caching`"), "{said}");
    assert_eq!(code, Some(0), "said goodbye");
    assert_eq!(say(&greeting).1, Some(1), "just went away");
}

/// Every name that the shipped content refers to in a field is one that is
/// offered there: the tables of what fields mean say what the readers of each
/// kind do.
#[test]
fn what_the_shipped_content_refers_to_is_offered_there() {
    let snapshot = Book::find(&crate::support::root()).unwrap().read(disk::today(), true).unwrap();
    let site = Pipeline::new().build(&snapshot).site;
    let mut asked = 0;
    for (ix, entry) in site.all() {
        // A few of each page: every sort of field comes up many times.
        for reference in entry.references.iter().step_by(4) {
            let Some(to) = site.named(&reference.name.value, reference.kind).filter(|to| *to != ix) else { continue };
            let offered = complete(&Page::new(&site, &entry.file), reference.name.span.end as usize);
            let wanted = site.route(to).trim_end_matches(".html");
            let found = offered.items.iter().any(|item| item.detail == wanted);
            assert!(found, "{}: `{}` is not offered", entry.file.path, reference.name.value);
            asked += 1;
        }
    }
    assert!(asked > 500, "{asked}");
}

fn files() -> BTreeMap<String, String> {
    let text = |(path, input): (SourcePath, Input)| match input {
        Input::Text(file) => Some((path.as_str().to_owned(), file.text.clone())),
        _ => None,
    };
    book().inputs.into_iter().filter_map(text).collect()
}

/// Changes something, as an editor would, and says what.
fn edit(
    editor: &mut Editor,
    disk: &mut BTreeMap<String, String>,
    open: &mut BTreeMap<String, String>,
    dice: &mut Dice,
) -> String {
    let paths: Vec<String> = disk.keys().cloned().collect();
    let path = &paths[dice.roll(paths.len())];
    match dice.roll(20) {
        0 if open.contains_key(path) => {
            editor.close(path);
            open.remove(path);
            format!("closes {path}")
        }
        1 => {
            let path = format!("content/glossary/new{}.md", dice.roll(3));
            let text = "---\ntitle: Fresh\ndefinition: Something fresh.\n---\n\n## How it works\n\nLike term 2.\n";
            editor.write(&path, text);
            disk.insert(path.clone(), text.to_owned());
            format!("writes {path}")
        }
        2 if disk.len() > 20 && !open.contains_key(path) => {
            editor.remove(path);
            disk.remove(path);
            format!("removes {path}")
        }
        3 if open.contains_key(path) => {
            editor.change(path, json!([{"text": disk[path]}]));
            open.insert(path.clone(), disk[path].clone());
            format!("undoes all in {path}")
        }
        _ => {
            // Editors have few files open.
            let path = match open.keys().nth(dice.roll(4)) {
                Some(open) if dice.roll(4) > 0 => open.clone(),
                _ => path.clone(),
            };
            let text = open.entry(path.clone()).or_insert_with(|| {
                editor.open(&path, &disk[&path]);
                disk[&path].clone()
            });
            let changes: Vec<Value> = (0..=dice.roll(2)).map(|_| change(text, dice)).collect();
            editor.change(&path, Value::from(changes));
            format!("edits {path}")
        }
    }
}

/// Replaces something in a text, and says it as the protocol does.
fn change(text: &mut String, dice: &mut Dice) -> Value {
    const PIECES: [&str; 16] = [
        "",
        "",
        "x",
        "\n",
        "\r\n",
        "😀",
        "שלום",
        "\t",
        "[[t3]]",
        "[[nobody]]",
        "[a](../glossary/t2.md)",
        "]",
        "---\n",
        "title: x\n",
        "## Why IT cares\n\n",
        "{",
    ];
    let boundaries: Vec<usize> = (0..=text.len()).filter(|at| text.is_char_boundary(*at)).collect();
    let from = dice.roll(boundaries.len());
    let to = (from + dice.roll(12) / 2).min(boundaries.len() - 1);
    let (from, to) = (boundaries[from], boundaries[to]);
    // The protocol has no place between the two halves of a line's end.
    let split = |at: usize| text[..at].ends_with('\r') && text[at..].starts_with('\n');
    let (from, to) = (from - usize::from(split(from)), to + usize::from(split(to)));
    let piece = PIECES[dice.roll(PIECES.len())];
    let at = |offset: usize| {
        let (line, character) = position(text, offset);
        json!({"line": line, "character": character})
    };
    let change = json!({"range": {"start": at(from), "end": at(to)}, "text": piece});
    text.replace_range(from..to, piece);
    change
}

/// Line and column of an offset, counted the slow way.
fn position(text: &str, offset: usize) -> (u64, u64) {
    let within_end = text[..offset].ends_with('\r') && text[offset..].starts_with('\n');
    let before = text[..offset - usize::from(within_end)].replace("\r\n", "\n").replace('\r', "\n");
    let line = before.matches('\n').count();
    let last = before.rsplit('\n').next().unwrap();
    (line as u64, last.encode_utf16().count() as u64)
}

fn told(editor: &Editor) -> Vec<Told> {
    let one = |path: &String, problem: &Value| {
        let start = &problem["range"]["start"];
        let message = problem["message"].as_str().unwrap().lines().next().unwrap_or("").to_owned();
        let (line, column) = (start["line"].as_u64().unwrap(), start["character"].as_u64().unwrap());
        (path.clone(), line, column, problem["code"].as_str().unwrap().to_owned(), message)
    };
    let mut told: Vec<Told> =
        editor.problems.iter().flat_map(|(path, all)| all.iter().map(move |problem| one(path, problem))).collect();
    told.sort();
    told
}

/// What a cold check finds in the files with the open ones over them.
fn checked(disk: &BTreeMap<String, String>, open: &BTreeMap<String, String>) -> Vec<Told> {
    let folder = tempfile::tempdir().unwrap();
    let mut texts = disk.clone();
    texts.extend(open.clone());
    texts.insert("book.toml".to_owned(), crate::support::CONFIG.to_owned());
    for (path, text) in &texts {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    let snapshot = Book::find(folder.path()).unwrap().read(disk::today(), true).unwrap();
    let build = Pipeline::new().build(&snapshot);
    let one = |diagnostic: &crosstrain::diag::Diagnostic| {
        let path = diagnostic.place.path.as_str();
        let (line, column) = position(&texts[path], diagnostic.place.span.start as usize);
        let message = diagnostic.message.lines().next().unwrap_or("").to_owned();
        (path.to_owned(), line, column, diagnostic.lint.name.to_owned(), message)
    };
    // Thoughts are told of open files only.
    let told = |diagnostic: &&crosstrain::diag::Diagnostic| {
        diagnostic.level > Level::Note || open.contains_key(diagnostic.place.path.as_str())
    };
    let mut checked: Vec<Told> = build.diagnostics.iter().filter(told).map(one).collect();
    checked.sort();
    checked
}
