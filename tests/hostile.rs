//! Does bad input get a clear message, and is nothing lost?

use crate::support::{CONFIG, TODAY, build, lines, output, snapshot};
use crosstrain::host::disk::Book;
use std::fs;
use std::path::Path;
use tempfile::TempDir;

const TERM: &str =
    "---\ntitle: Ay\ndefinition: \"Something.\"\naudience: it\nrelated: [b]\n---\n\n## Why IT cares\n\nText.\n";

fn on_disk(files: &[(&str, &[u8])]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "book.toml", CONFIG.as_bytes());
    files.iter().for_each(|(path, bytes)| write(folder.path(), path, bytes));
    folder
}

fn write(folder: &Path, path: &str, bytes: &[u8]) {
    let path = folder.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, bytes).unwrap();
}

fn problems(folder: &Path) -> Vec<String> {
    let snapshot = Book::find(folder).unwrap().read(TODAY, true).unwrap();
    let build = build(&snapshot);
    // Whatever is wrong, every page can still be written.
    drop(output(&build));
    lines(&build.diagnostics, &snapshot)
}

/// The one problem among several that a test is about.
fn has(problems: &[String], wanted: &str) {
    assert!(problems.iter().any(|problem| problem.starts_with(wanted)), "no `{wanted}` in:\n{}", problems.join("\n"));
}

#[test]
fn a_file_that_is_not_utf8() {
    let book = on_disk(&[("content/glossary/a.md", b"---\ntitle: Ay\n---\n\nCaf\xe9\n")]);
    has(&problems(book.path()), "content/glossary/a.md:5:4: error[encoding]: this file is not UTF-8 from here on");
}

#[test]
fn a_page_of_fifty_megabytes() {
    let book = on_disk(&[("content/glossary/a.md", TERM.as_bytes())]);
    fs::File::create(book.path().join("content/glossary/b.md")).unwrap().set_len(50 << 20).unwrap();
    has(
        &problems(book.path()),
        "content/glossary/b.md:1:1: error[file-too-large]: this file has 52.4 MB, and a page may have 8.4 MB",
    );
}

#[cfg(unix)]
#[test]
fn links_out_of_the_book_are_not_followed() {
    let secret = tempfile::tempdir().unwrap();
    fs::write(secret.path().join("secret.md"), "the secret").unwrap();
    let book = on_disk(&[("content/glossary/b.md", TERM.as_bytes())]);
    std::os::unix::fs::symlink(secret.path().join("secret.md"), book.path().join("content/glossary/a.md")).unwrap();
    std::os::unix::fs::symlink(secret.path(), book.path().join("content/modules")).unwrap();
    std::os::unix::fs::symlink(secret.path().join("secret.md"), book.path().join("content/secret.png")).unwrap();
    let snapshot = Book::find(book.path()).unwrap().read(TODAY, true).unwrap();
    let build = build(&snapshot);
    has(
        &lines(&build.diagnostics, &snapshot),
        "content/glossary/a.md:1:1: error[file-unreadable]: this is a link that leads out of the book",
    );
    assert!(output(&build).values().all(|bytes| !String::from_utf8_lossy(bytes).contains("the secret")));
}

#[cfg(unix)]
#[test]
fn a_file_that_cannot_be_read() {
    let book = on_disk(&[("content/glossary/b.md", TERM.as_bytes())]);
    std::os::unix::fs::symlink(book.path().join("nowhere"), book.path().join("content/glossary/a.md")).unwrap();
    has(
        &problems(book.path()),
        "content/glossary/a.md:1:1: error[file-unreadable]: this file can't be read: no such file or directory",
    );
}

#[cfg(unix)]
#[test]
fn a_pipe_is_not_read() {
    let book = on_disk(&[("content/glossary/b.md", TERM.as_bytes())]);
    for name in ["a.md", "p.png"] {
        let made = std::process::Command::new("mkfifo").arg(book.path().join("content/glossary").join(name)).status();
        assert!(made.unwrap().success());
    }
    let found = problems(book.path());
    has(&found, "content/glossary/a.md:1:1: error[file-unreadable]: this file can't be read: it is no ordinary file");
}

#[test]
fn includes_stay_in_the_book_and_end() {
    let book = on_disk(&[
        ("content/SUMMARY.md", b"- [A](handbook/a.md)\n- [B](handbook/b.md)\n- [C](handbook/c.md)\n"),
        ("content/handbook/a.md", b"# A\n\n{{#include ../../../../../../etc/passwd}}\n"),
        ("content/handbook/b.md", b"# B\n\n{{#include b.md}}\n"),
        ("content/handbook/c.md", b"# C\n\n{{#include gone.md}} {{#include part.txt}} [x](gone.md)\n"),
        ("content/handbook/part.txt", b"from the part"),
    ]);
    let found = problems(book.path());
    has(
        &found,
        "content/handbook/a.md:3:12: error[include-missing]: `../../../../../../etc/passwd` lies outside the book",
    );
    has(&found, "content/handbook/b.md:3:12: error[include-missing]: `b.md` includes itself");
    has(&found, "content/handbook/c.md:3:12: error[include-missing]: no file at `gone.md`");
    has(&found, "content/handbook/c.md:3:48: error[link-missing]: no page at `content/handbook/gone.md`");
}

#[test]
fn two_files_that_differ_in_capitals_only() {
    let found = {
        let snapshot = snapshot([
            ("content/handbook/Same.md", "# Same\n"),
            ("content/handbook/same.md", "# same\n"),
            ("content/SUMMARY.md", "- [A](handbook/Same.md)\n- [B](handbook/same.md)\n"),
        ]);
        lines(&build(&snapshot).diagnostics, &snapshot)
    };
    has(&found, "content/handbook/same.md:1:1: error[slug-duplicate]: `Same.md` and `same.md` would be the same page");
}

#[test]
fn names_never_lead_out_of_the_output() {
    let redirects =
        format!("{CONFIG}[output.html.redirect]\n\"/../../evil.html\" = \"a.html\"\n\"//x/../y.html\" = \"a.html\"\n");
    let term = TERM.replace("---\n\n", "was: [\"../../evil\", \"/etc/x\", old-name]\n---\n\n");
    let snapshot = snapshot([("book.toml", redirects.as_str()), ("content/glossary/a.md", term.as_str())]);
    let build = build(&snapshot);
    has(
        &lines(&build.diagnostics, &snapshot),
        "content/glossary/a.md:6:7: error[slug-invalid]: `../../evil` can't have been a page's address",
    );
    let output = output(&build);
    assert!(output.contains_key("glossary/old-name.html"), "the good old name leads here");
    for path in output.keys() {
        assert!(!path.starts_with('/') && path.split('/').all(|part| !matches!(part, "" | "." | "..")), "{path}");
    }
}

#[test]
fn ten_thousand_nested_quotes_and_a_yaml_bomb() {
    let deep = format!("{}{} deep\n", TERM, ">".repeat(10_000));
    let bomb = format!(
        "---\ntitle: B\na: &a [x,x,x,x,x,x,x,x,x]\n{}---\n",
        (0..20).map(|at| format!("k{at}: &k{at} [*a,*a,*a,*a,*a,*a,*a,*a,*a]\n")).collect::<String>()
    );
    let snapshot = snapshot([("content/glossary/a.md", deep.as_str()), ("content/glossary/b.md", bomb.as_str())]);
    let build = build(&snapshot);
    drop(output(&build));
    let found = lines(&build.diagnostics, &snapshot);
    assert!(found.iter().any(|line| line.contains("error[nesting-deep]")), "{found:?}");
    assert!(
        found
            .iter()
            .any(|line| line.contains("b.md")
                && line.contains("error[front-matter-syntax]: a value can't begin with `&`")),
        "{found:?}"
    );
}

#[test]
fn text_of_authors_is_never_markup_of_ours() {
    let evil = "<script>alert(1)</script>\" onmouseover=\"alert(2)";
    let quoted = evil.replace('"', "\\\"");
    let term = format!(
        "---\ntitle: \"{quoted}\"\naliases: [\"{quoted}x\"]\ndefinition: \"{quoted}\"\nsummary: \"{quoted}\"\nowner: \"{quoted}\"\nspoken: \"{quoted}\"\naudience: it\nrelated: [b]\n---\n\n## Why IT cares\n\nText.\n"
    );
    let other =
        TERM.replace("title: Ay", "title: Bee").replace("related: [b]", "related: [a]").replace("Text.", "See [[a]].");
    let snapshot = snapshot([("content/glossary/a.md", term.as_str()), ("content/glossary/b.md", other.as_str())]);
    for (path, bytes) in output(&build(&snapshot)) {
        let text = String::from_utf8_lossy(&bytes);
        if path.ends_with(".html") {
            assert!(!text.contains("<script>alert"), "{path}");
            assert!(!text.contains("\" onmouseover=\""), "{path}");
        }
    }
}
