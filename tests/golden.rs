//! Do whole sites come out as they did?
//!
//! Each folder of `tests/site/` is a book on disk with a theme of its own that
//! writes what pages say and leaves their frame out; `expected/` holds its pages,
//! and the names of all other files. `UPDATE=1` writes what comes out.

use crate::support::{TODAY, build, expect, expect_no_more, lines, output, root};
use crosstrain::host::disk::Book;
use std::collections::BTreeSet;
use std::path::Path;

#[test]
fn whole_sites_come_out_as_they_did() {
    let mut books = 0;
    for entry in std::fs::read_dir(root().join("tests/site")).unwrap() {
        let folder = entry.unwrap().path();
        let snapshot = Book::find(&folder).unwrap().read(TODAY, false).unwrap();
        let build = build(&snapshot);
        assert_eq!(build.diagnostics.errors(), 0, "{:?}", lines(&build.diagnostics, &snapshot));
        let files = output(&build);
        let expected = folder.join("expected");
        let mut wanted = BTreeSet::from([expected.join("files.txt")]);
        let mut others = Vec::new();
        for (path, bytes) in &files {
            if path.ends_with(".html") {
                wanted.insert(expected.join(path));
                expect_page(&expected.join(path), &String::from_utf8(bytes.clone()).unwrap());
            } else {
                others.push(without_digest(path));
            }
        }
        others.sort();
        expect(&expected.join("files.txt"), &(others.join("\n") + "\n"));
        expect_no_more(&expected, &wanted);
        books += 1;
    }
    assert_eq!(books, 2);
}

fn expect_page(path: &Path, html: &str) {
    expect(path, html);
}

/// `assets/site.0a1b2c3d.js` as `assets/site.js`: what is in the files of the
/// theme is not what is looked at here.
fn without_digest(path: &str) -> String {
    let digest = |part: &str| part.len() >= 8 && part.bytes().all(|byte| byte.is_ascii_hexdigit());
    path.split('.').filter(|part| !digest(part)).collect::<Vec<_>>().join(".")
}
