//! Is a plain mdBook shown as its authors know it?

use crate::support::{TODAY, build};
use crosstrain::source::Snapshot;

fn page(text: &str) -> String {
    let mut snapshot = Snapshot::new("[book]\ntitle = \"Plain\"\n", TODAY);
    snapshot.insert("src/SUMMARY.md", "- [Named here](ch01-one.md)\n");
    snapshot.insert("src/ch01-one.md", text);
    let build = build(&snapshot);
    let page = build.page(build.page_at("ch01-one.html").unwrap()).unwrap();
    let article = page.split("<article").nth(1).unwrap();
    article.split("<nav").next().unwrap().to_owned()
}

#[test]
fn a_chapter_that_begins_below_is_called_by_its_first_heading() {
    let page = page("## Installation\n\nText.\n\n### On Linux\n\n#### Deep\n\n## More\n");
    assert!(page.contains("<h1 id=\"installation\">Installation</h1>"), "{page}");
    assert!(page.contains("<h2 id=\"on-linux\">") && page.contains("<h3 id=\"deep\">"), "{page}");
    assert!(page.contains("<h1 id=\"more\">") && !page.contains("ch01"), "{page}");
}

#[test]
fn footnotes_stand_at_the_end_in_the_order_of_their_numbers() {
    let page = page("# One\n\nA[^b] and b[^a].\n\n[^a]: Second.\n\n## Later\n\n[^b]: First.\n\nEnd.\n");
    let at = |words: &str| page.find(words).unwrap_or_else(|| panic!("{words}: {page}"));
    assert!(at("End.") < at("First.") && at("First.") < at("Second."), "{page}");
}
