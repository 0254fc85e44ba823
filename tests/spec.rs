//! What does our Markdown mean?
//!
//! The files of `tests/spec/` explain it: each example is a block of Markdown
//! followed by a block of the HTML it becomes, in a small book with the terms
//! *caching* (also *cache*) and *content delivery network* (also *CDN*), a
//! worksheet and a chapter. `UPDATE=1` writes the HTML that comes out.

use crate::support::{build, expect, files, snapshot};

const BOOK: [(&str, &str); 5] = [
    (
        "content/glossary/caching.md",
        "---\ntitle: Caching\naliases: [cache]\ndefinition: \"Keeping a copy close.\"\nrelated: [cdn]\n---\n\n## How it works\n\nSo.\n",
    ),
    (
        "content/glossary/cdn.md",
        "---\ntitle: Content delivery network (CDN)\ndefinition: \"Copies near readers.\"\nrelated: [caching]\n---\n",
    ),
    (
        "content/glossary/lead.md",
        "---\ntitle: Lead\ndefinition: \"Somebody who may buy.\"\nautolink: false\nrelated: [caching]\n---\n",
    ),
    ("content/worksheets/plan.md", "---\ntitle: Launch plan\n---\n"),
    ("content/SUMMARY.md", "- [Example](handbook/example.md)\n"),
];

#[test]
fn examples_become_what_the_book_says() {
    let chapters = files("tests/spec", "md");
    assert!(!chapters.is_empty());
    for path in chapters {
        let text = std::fs::read_to_string(&path).unwrap();
        let mut actual = String::new();
        let mut rest = text.as_str();
        let mut examples = 0;
        while let Some((before, example, after)) = block(rest, "markdown") {
            let (between, _, tail) =
                block(after, "html").unwrap_or_else(|| panic!("{}: an example without HTML", path.display()));
            actual.push_str(before);
            actual.push_str(example);
            actual.push_str(between);
            actual.push_str(&html(example));
            rest = tail;
            examples += 1;
        }
        actual.push_str(rest);
        assert!(examples > 0, "{} has no example", path.display());
        expect(&path, &actual);
    }
}

/// The next fenced block of a language: what comes before its content (the
/// fence included), its content, and the rest from the closing fence on.
fn block<'a>(text: &'a str, language: &str) -> Option<(&'a str, &'a str, &'a str)> {
    let start = text.find(&format!("````{language}\n"))? + 5 + language.len();
    let end = start + text[start..].find("````")?;
    Some((&text[..start], &text[start..end], &text[end..]))
}

fn html(markdown: &str) -> String {
    let page = format!("# Example\n\nBEGIN\n\n{markdown}\n\nEND\n");
    let snapshot = snapshot(BOOK.into_iter().chain([("content/handbook/example.md", page.as_str())]));
    let build = build(&snapshot);
    let page = build.page(build.page_at("handbook/example.html").unwrap()).unwrap();
    let (_, after) = page.split_once("<p>BEGIN</p>\n").expect("the example");
    let (inside, _) = after.split_once("<p>END</p>").expect("its end");
    inside.to_owned()
}
