//! Is a plain mdBook shown as its authors know it?

use crate::support::{TODAY, build};
use crosstrain::source::Snapshot;

fn chapter(text: &str) -> String {
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
    let page = chapter("## Installation\n\nText.\n\n### On Linux\n\n#### Deep\n\n## More\n");
    assert!(page.contains("<h1 id=\"installation\">Installation</h1>"), "{page}");
    assert!(page.contains("<h2 id=\"on-linux\">") && page.contains("<h3 id=\"deep\">"), "{page}");
    assert!(page.contains("<h1 id=\"more\">") && !page.contains("ch01"), "{page}");
    // Marks of old links may come before it.
    let marks = "<!-- Old headings > these. -->\n\n<a id=\"old\"></a>\n\n";
    let marked = chapter(&format!("{marks}## Installation\n\nText.\n"));
    assert!(marked.contains("id=\"old\"") && marked.matches("Installation").count() == 1, "{marked}");
    assert!(chapter("Words.\n\n## Later\n").contains("<h1>ch01 one</h1>"));
}

#[test]
fn footnotes_stand_at_the_end_in_the_order_of_their_numbers() {
    let page =
        chapter("# One\n\nA[^b] and b[^a].\n\n[^a]: Second.\n\n## Later\n\n[^b]: First.\n\n[^c]: Lost.\n\nEnd.\n");
    let at = |words: &str| page.find(words).unwrap_or_else(|| panic!("{words}: {page}"));
    assert!(at("End.") < at("First.") && at("First.") < at("Second."), "{page}");
    assert!(!page.contains("Lost"), "{page}");
}
