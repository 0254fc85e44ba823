//! Do machines get reports that they can read, and are fixes made that can't change meaning?

use crate::support::{CONFIG, TODAY, build, files, root, snapshot};
use crosstrain::diag::{Level, github, json, sarif};
use crosstrain::edit::applied;
use crosstrain::mend::mend;
use crosstrain::pipeline::Pipeline;
use crosstrain::source::Snapshot;
use std::fs;
use std::path::Path;
use std::process::Command;

/// All cases of the checks, each a small book with its mistakes.
fn cases() -> Vec<(String, Snapshot)> {
    files("tests/check", "txt")
        .into_iter()
        .map(|path| {
            let text = fs::read_to_string(&path).unwrap();
            let (_, sources) = crate::check::split(&text);
            let name = path.file_stem().unwrap().to_string_lossy().into_owned();
            (name, snapshot(sources.iter().map(|(path, text)| (path.as_str(), text.as_str()))))
        })
        .collect()
}

#[test]
fn sarif_holds_to_the_schema_of_the_standard() {
    let schema = fs::read_to_string(root().join("tests/vectors/sarif-2.1.0.json")).unwrap();
    // The published schema has a bracket too many in a pattern that we do not use.
    let schema = schema.replace("{2}]?$", "{2})?$").replace("|^[a-zA-Z]{2}-[a-zA-Z]", "(-[a-zA-Z]");
    let validator = jsonschema::validator_for(&serde_json::from_str(&schema).unwrap()).unwrap();
    let mut results = 0;
    for (name, snapshot) in cases() {
        let text = sarif::render(&build(&snapshot).diagnostics, &snapshot, "a book/");
        let log: serde_json::Value = serde_json::from_str(&text).unwrap();
        let errors: Vec<String> = validator.iter_errors(&log).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{name}: {errors:?}");
        results += log["runs"][0]["results"].as_array().unwrap().len();
        let uri = &log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"];
        assert!(uri.is_null() || uri.as_str().unwrap().starts_with("a%20book/"), "{uri}");
    }
    assert!(results > 100, "{results} results");
}

/// The form that GitHub documents: `::error file={name},line={line},…,title={title}::{message}`.
#[test]
fn annotations_are_one_line_each() {
    for (name, snapshot) in cases() {
        let found = build(&snapshot).diagnostics;
        let text = github::render(&found, &snapshot, "book/");
        assert_eq!(text.lines().count(), found.len(), "{name}");
        for line in text.lines() {
            let (command, rest) = line.strip_prefix("::").unwrap().split_once(' ').unwrap();
            assert!(["error", "warning", "notice"].contains(&command), "{line}");
            let (properties, message) = rest.split_once("::").unwrap();
            assert!(!message.is_empty(), "{line}");
            let keys: Vec<&str> = properties.split(',').map(|pair| pair.split_once('=').unwrap().0).collect();
            let known = ["file", "line", "endLine", "col", "endColumn", "title"];
            assert!(keys.iter().all(|key| known.contains(key)), "{line}");
        }
    }
}

#[test]
fn json_says_where_and_how() {
    let text = "---\ntitle: É\ndefinition: \"Something.\"\naudience: it\nreview_by: 2027/1/5\n---\n";
    let snapshot = snapshot([("content/glossary/a.md", text)]);
    let found = build(&snapshot).diagnostics;
    let document: serde_json::Value = serde_json::from_str(&json::render(&found, &snapshot, 1)).unwrap();
    assert_eq!((&document["version"], &document["summary"]["errors"]), (&1.into(), &1.into()));
    let problem = document["problems"].as_array().unwrap().iter().find(|it| it["name"] == "date-invalid").unwrap();
    assert_eq!(problem["span"]["start"], serde_json::json!({"line": 5, "column": 12}));
    assert_eq!(problem["fix"]["edits"][0]["text"], "2027-01-05");
    assert_eq!((&problem["file"], &problem["level"]), (&"content/glossary/a.md".into(), &"error".into()));
}

/// The law of [`crosstrain::mend`], on every mistake we know: mending what has
/// been mended changes nothing, and no problem is left that could be mended.
#[test]
fn mending_twice_is_mending_once() {
    let mut changes = 0;
    for (name, snapshot) in cases() {
        let before = build(&snapshot).diagnostics.errors();
        let first = mend(&mut Pipeline::new(), &snapshot, |_| true);
        let snapshot = applied(&snapshot, &first.files);
        let second = mend(&mut Pipeline::new(), &snapshot, |_| true);
        assert_eq!(second.changes, 0, "{name}");
        let after = build(&snapshot).diagnostics;
        assert!(after.errors() <= before, "{name}: mending made errors");
        let left = after.iter().filter(|it| it.fix.as_ref().is_some_and(|fix| fix.safe) && it.level > Level::Off);
        assert_eq!(left.count(), 0, "{name}");
        changes += first.changes;
    }
    assert!(changes > 10, "{changes} changes");
}

fn run(folder: &Path, args: &[&str]) -> (Option<i32>, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_crosstrain"))
        .args(args)
        .current_dir(folder)
        .env("CROSSTRAIN_TODAY", TODAY.to_string())
        .env_remove("GITHUB_ACTIONS")
        .output()
        .unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code(), text(output.stdout), text(output.stderr))
}

const WRONG: &str = "\u{feff}---\r\ntitle: Ay\r\ndefintion: \"A thing.\"\r\naudience: IT\r\nreview_by: 5 January 2027\r\n---\r\n\r\n## Why IT cares\r\n\r\nSee [[b]].\r\n";

fn book() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir_all(folder.path().join("content/glossary")).unwrap();
    fs::write(folder.path().join("book.toml"), CONFIG).unwrap();
    fs::write(folder.path().join("content/glossary/a.md"), WRONG).unwrap();
    let other = "---\ntitle: Bee\ndefinition: \"Another.\"\naudience: it\nrelated: [a, nowhere]\n---\n\n## Why IT cares\n\nText.\n";
    fs::write(folder.path().join("content/glossary/b.md"), other).unwrap();
    folder
}

#[test]
fn fixes_are_shown_and_made() {
    let folder = book();
    let page = folder.path().join("content/glossary/a.md");
    let (code, out, err) = run(folder.path(), &["check", "--diff"]);
    assert_eq!(code, Some(1), "{err}");
    assert!(out.contains("+++ b/content/glossary/a.md") && out.contains("+review_by: 2027-01-05"), "{out}");
    assert_eq!(fs::read_to_string(&page).unwrap(), WRONG);
    let (_, _, err) = run(folder.path(), &["check", "--fix"]);
    assert!(err.contains("Made 3 changes in 1 file."), "{err}");
    let mended = WRONG
        .replace("defintion", "definition")
        .replace("audience: IT", "audience: it")
        .replace("5 January 2027", "2027-01-05");
    assert_eq!(fs::read_to_string(&page).unwrap(), mended, "byte-order mark and line ends stay");
    let (_, out, err) = run(folder.path(), &["check", "--diff"]);
    assert_eq!((out.as_str(), err.as_str()), ("", "Nothing to change.\n"));
    assert_eq!(fs::read_dir(page.parent().unwrap()).unwrap().count(), 2, "nothing is left lying about");
}

#[test]
fn known_problems_are_ignored_and_new_ones_are_not() {
    let folder = book();
    let check = |extra: &[&str]| {
        run(folder.path(), &[&["check", "--format", "short", "--baseline", "known.json"], extra].concat())
    };
    let (code, out, err) = check(&[]);
    assert_eq!((code, out.as_str()), (Some(0), ""), "{err}");
    assert!(err.contains("Recorded 5 problems in known.json"), "{err}");
    let page = folder.path().join("content/glossary/b.md");
    let moved = fs::read_to_string(&page)
        .unwrap()
        .replace("Text.", "Text.\n\n[[nobody]]")
        .replace("title:", "owner: x\ntitle:");
    fs::write(&page, moved).unwrap();
    let (code, out, _) = check(&[]);
    assert_eq!((code, out.lines().count()), (Some(1), 1), "{out}");
    assert!(out.contains("nobody"), "{out}");
    fs::write(folder.path().join("known.json"), "{}").unwrap();
    assert_eq!(check(&[]).0, Some(2));
}

#[test]
fn only_what_changed_is_reported() {
    let folder = book();
    let git = |args: &[&str]| {
        let identity = ["-c", "user.name=a", "-c", "user.email=a@b.example", "-c", "init.defaultBranch=main"];
        let output = Command::new("git").args(identity).args(args).current_dir(folder.path()).output().unwrap();
        assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    };
    let (code, _, err) = run(folder.path(), &["check", "--changed"]);
    assert_eq!(code, Some(2), "{err}");
    git(&["init", "-q"]);
    git(&["add", "-A"]);
    git(&["commit", "-qm", "one"]);
    let (code, out, _) = run(folder.path(), &["check", "--changed", "--format", "short"]);
    assert_eq!((code, out.as_str()), (Some(0), ""));
    git(&["switch", "-qc", "work"]);
    let page = folder.path().join("content/glossary/b.md");
    fs::write(&page, fs::read_to_string(&page).unwrap() + "\n[[nobody]]\n").unwrap();
    git(&["commit", "-qam", "two"]);
    fs::write(folder.path().join("content/glossary/ä c.md"), "---\ntitle: Sea\n---\n").unwrap();
    let (_, out, _) = run(folder.path(), &["check", "--changed", "--format", "short"]);
    assert!(out.contains("b.md") && out.contains("ä c.md") && !out.contains("/a.md"), "{out}");
    let (_, out, _) = run(folder.path(), &["check", "--changed=HEAD", "--format", "short"]);
    assert!(out.lines().all(|line| line.contains("ä c.md")) && !out.is_empty(), "{out}");
}

#[test]
fn levels_and_files_are_as_asked_for() {
    let folder = book();
    let (code, out, _) = run(
        folder.path(),
        &["check", "content/glossary/b.md", "-l", "link-missing=off", "-l", "orphan=off", "--format", "short"],
    );
    assert_eq!((code, out.as_str()), (Some(0), ""));
    let (code, _, err) = run(folder.path(), &["check", "-l", "orfan=off"]);
    assert!(code == Some(2) && err.contains("did you mean `orphan`?"), "{err}");
    let (code, out, _) = run(folder.path(), &["check", "--format", "sarif", "-o", "out/log.sarif"]);
    assert_eq!((code, out.as_str()), (Some(1), ""));
    let log = fs::read_to_string(folder.path().join("out/log.sarif")).unwrap();
    assert_eq!(serde_json::from_str::<serde_json::Value>(&log).unwrap()["version"], "2.1.0");
}
