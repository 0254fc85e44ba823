//! Does our own book build without a problem?

use crate::support::{TODAY, build, lines, root};
use crosstrain::host::disk::Book;
use std::collections::HashSet;

#[test]
fn the_shipped_book_has_no_problems() {
    let snapshot = Book::find(&root()).unwrap().read(TODAY, false).unwrap();
    let build = build(&snapshot);
    let mut problems = crosstrain::diag::Diagnostics::new();
    problems.extend(build.diagnostics.iter().filter(|found| found.level > crosstrain::diag::Level::Note).cloned());
    assert_eq!(lines(&problems, &snapshot), Vec::<String>::new());
    // The least that the first release promises.
    let count = |word: &str| build.counts().iter().find(|(kind, _)| kind.word() == word).map_or(0, |(_, count)| *count);
    for (word, least) in [
        ("term", 213),
        ("false-friend", 40),
        ("role", 16),
        ("module", 20),
        ("worksheet", 16),
        ("friction", 12),
        ("path", 7),
        ("workshop", 3),
        ("page", 14),
    ] {
        assert!(count(word) >= least, "{} {word}s, promised {least}", count(word));
    }
    assert!(build.questions() >= 220);
}

/// Every page of the shipped site can be written, and every link in it that
/// stays in the site leads to a file and, with a fragment, to an id in it.
#[test]
fn every_link_of_the_shipped_site_leads_somewhere() {
    let snapshot = Book::find(&root()).unwrap().read(TODAY, false).unwrap();
    let output = crate::support::output(&build(&snapshot));
    let broken = crate::support::broken_links(&output);
    assert!(broken.is_empty(), "{} broken links:\n{}", broken.len(), broken.join("\n"));
}

/// The handbook lists every check there is, at its level.
#[test]
fn the_handbook_lists_every_check() {
    let chapter = std::fs::read_to_string(root().join("content/handbook/checks.md")).unwrap();
    let pages = std::fs::read_to_string(root().join("content/handbook/every-check.md")).unwrap();
    for rule in crosstrain::diag::lint::LINTS {
        let level = rule.level.to_string().replace("warning", "warn");
        let row = chapter.lines().find(|line| line.contains(&format!("`{}`", rule.name)) && line.starts_with('|'));
        let row = row.unwrap_or_else(|| panic!("`{}` is not in the table", rule.name));
        assert!(row.contains(&level), "`{}` counts as {level}: {row}", rule.name);
        let include = format!("{{{{#include ../../src/diag/explain/{}.md}}}}", rule.name);
        assert!(pages.contains(&include), "`{}` has no page in the handbook", rule.name);
        assert!(
            rule.page.starts_with(&format!("## {}\n\n", rule.name)),
            "the page of `{}` begins otherwise",
            rule.name
        );
        assert!(rule.page.split_whitespace().count() > 20, "the page of `{}` says next to nothing", rule.name);
    }
}

/// Everything that the curriculum has to cover has pages. `tests/trace.tsv` says
/// which; friction between the teams always has its pattern among them.
#[test]
fn every_point_that_has_to_be_covered_has_its_pages() {
    let snapshot = Book::find(&root()).unwrap().read(TODAY, false).unwrap();
    let site = build(&snapshot).site;
    let known: HashSet<&str> = site.all().filter_map(|(_, entry)| entry.route.strip_suffix(".html")).collect();
    let trace = std::fs::read_to_string(root().join("tests/trace.tsv")).unwrap();
    let rows: Vec<Vec<&str>> =
        trace.lines().filter(|line| !line.starts_with('#')).map(|line| line.split('\t').collect()).collect();
    assert!(rows.len() > 170);
    for row in rows {
        let [id, sort, _, point, pages] = row[..] else { panic!("five columns: {row:?}") };
        let pages: Vec<&str> = pages.split(' ').collect();
        let gone: Vec<&&str> = pages.iter().filter(|page| !known.contains(*page)).collect();
        assert!(gone.is_empty(), "{id} ({point}) needs {gone:?}");
        let pattern = pages.iter().any(|page| page.starts_with("frictions/"));
        assert!(pattern || sort != "friction", "{id} ({point}) has no friction pattern");
    }
}
