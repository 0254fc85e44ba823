//! Does mdBook get back what it can use?
//!
//! The program is called as mdBook calls it, and once by mdBook's own library,
//! which then writes its own pages: `tests/browser/mdbook.test.js` looks at them.
//! The way through the installed `mdbook` is walked by `tests/interop/mdbook`.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

const CONFIG: &str = "[book]\ntitle = \"Plain\"\n\n[preprocessor.crosstrain]\ncommand = \"crosstrain mdbook\"\nbefore = [\"toc\"]\n\n[preprocessor.crosstrain.teams.shop]\nlabel = \"Shop\"\n";
const ONE: &str = "---\ntitle: One\n---\n# One\n\nAsk the cache.\n\n## Where is it? {#where}\n\n```question\n```\n\n```\nx\n\ny\n```\n\n- [x] In the cache\n  > It keeps copies.\n- [ ] Nowhere\n  > Somewhere it must be.\n\n> Ask.\n\n## After\n\nThe end.\n";

fn book() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir_all(folder.path().join("src/glossary")).unwrap();
    fs::write(folder.path().join("book.toml"), CONFIG).unwrap();
    fs::write(folder.path().join("src/SUMMARY.md"), "- [One](a/one.md)\n").unwrap();
    let term =
        "---\ntitle: Cache\ndefinition: \"A copy, \\\"near\\\" & quick.\"\n---\n\n## Why shop cares\n\nIt is quick.\n";
    fs::write(folder.path().join("src/glossary/cache.md"), term).unwrap();
    folder
}

/// Calls `crosstrain mdbook` with something on its standard input.
fn call(arguments: &[&str], folder: &Path, input: &str) -> (String, String, Option<i32>) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_crosstrain"))
        .arg("mdbook")
        .args(arguments)
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A child that says no does not read what it is sent.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    let output = child.wait_with_output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (text(output.stdout), text(output.stderr), output.status.code())
}

fn context(folder: &Path) -> serde_json::Value {
    serde_json::json!({ "root": folder, "config": {}, "renderer": "html", "mdbook_version": "0.5.4" })
}

fn chapters(content: &str) -> serde_json::Value {
    serde_json::json!({ "items": [{ "Chapter": {
        "name": "One", "content": content, "number": [1], "sub_items": [], "path": "a/one.md", "source_path": "a/one.md", "parent_names": [],
    } }] })
}

#[test]
fn chapters_get_links_and_questions() {
    let folder = book();
    let input = serde_json::json!([context(folder.path()), chapters(ONE)]).to_string();
    let (out, err, code) = call(&[], folder.path(), &input);
    assert_eq!((code, err.as_str()), (Some(0), ""), "{err}");
    let book: serde_json::Value = serde_json::from_str(&out).unwrap();
    let one = book["items"][0]["Chapter"]["content"].as_str().unwrap();
    assert!(one.starts_with("# One\n\nAsk the <a class=\"ct-term\" href=\"../glossary.html#cache\" data-term=\"Cache&#9;A copy, “near” &amp; quick.\">cache</a>.\n\n"), "{one}");
    let form = one.lines().find(|line| line.contains("<form")).unwrap();
    assert!(form.starts_with("<div class=\"quiz ct-quiz\"><form") && form.ends_with("</form>&#10;</div>"), "{form}");
    assert!(form.contains("x&#10;&#10;y"), "{form}");
    assert!(one.ends_with("## After\n\nThe end.\n"), "{one}");
    let glossary = &book["items"][1]["Chapter"];
    assert_eq!(glossary["path"], "glossary.md");
    assert!(
        glossary["content"]
            .as_str()
            .unwrap()
            .contains("## Cache {#cache}\n\nA copy, \"near\" & quick.\n\n**Shop**\n\nIt is quick.")
    );
    // Enriching what is enriched adds nothing to it.
    let again = serde_json::json!([context(folder.path()), chapters(one)]).to_string();
    let (out, ..) = call(&[], folder.path(), &again);
    let book: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(book["items"][0]["Chapter"]["content"].as_str().unwrap().matches("ct-term").count(), 1);
}

#[test]
fn a_renderer_writes_where_it_is_told() {
    let folder = book();
    fs::write(folder.path().join("book.toml"), CONFIG.replace("preprocessor", "output")).unwrap();
    let mut input = context(folder.path());
    input["book"] = chapters("# One\n\nChanged on the way.\n");
    input["destination"] = folder.path().join("book/crosstrain").to_str().unwrap().into();
    let (_, err, code) = call(&[], folder.path(), &input.to_string());
    assert_eq!(code, Some(0), "{err}");
    let page = fs::read_to_string(folder.path().join("book/crosstrain/a/one.html")).unwrap();
    assert!(page.contains("Changed on the way"), "{page}");
}

#[test]
fn what_is_not_from_mdbook_is_refused() {
    let folder = book();
    for input in ["", "garbage", "[1, 2]", "{\"root\": 3}", "[{\"root\": \"/\"}, {\"items\": 3}]", &"[".repeat(100_000)]
    {
        let (out, err, code) = call(&[], folder.path(), input);
        assert_eq!((code, out.as_str()), (Some(2), ""), "{err}");
        assert!(err.contains("this is not what mdBook sends") && err.contains("crosstrain mdbook install"), "{err}");
    }
    // Chapters from outside, paths that climb, text that is not what is on the disk.
    let mut sly = chapters("# x\n\nAsk the cache.\n");
    sly["items"][0]["Chapter"]["path"] = "../../etc/passwd.md".into();
    sly["items"][0]["Chapter"]["source_path"] = "../../etc/passwd.md".into();
    let (out, err, code) = call(&[], folder.path(), &serde_json::json!([context(folder.path()), sly]).to_string());
    assert_eq!(code, Some(0), "{err}");
    assert!(out.contains("Ask the") && out.contains("passwd"), "{out}");
    assert_eq!(call(&["supports", "html"], folder.path(), "").2, Some(0));
    assert_eq!(call(&["supports", "crosstrain"], folder.path(), "").2, Some(1));
}

#[test]
fn installing_twice_is_installing_once() {
    let folder = book();
    let file = |name: &str| fs::read_to_string(folder.path().join(name)).unwrap();
    let (_, err, code) = call(&["install"], folder.path(), "");
    assert_eq!(code, Some(0), "{err}");
    let once = file("book.toml");
    assert!(
        once.contains("additional-js = [\"crosstrain.js\"]") && once.starts_with("[book]\ntitle = \"Plain\"\n"),
        "{once}"
    );
    assert!(
        file("crosstrain.js").starts_with("globalThis.crosstrainWords={\"quiz.")
            && file("crosstrain.css").contains(".ct-card")
    );
    call(&["install"], folder.path(), "");
    assert_eq!(file("book.toml"), once);
}

/// mdBook itself reads the book, calls us, and writes its pages. `MDBOOK_SITE`
/// keeps them.
#[test]
fn mdbook_builds_with_us() {
    let folder = book();
    assert_eq!(call(&["install"], folder.path(), "").2, Some(0));
    let config = fs::read_to_string(folder.path().join("book.toml")).unwrap();
    let ours = format!("command = \"'{}' mdbook\"", env!("CARGO_BIN_EXE_crosstrain"));
    fs::write(folder.path().join("book.toml"), config.replace("command = \"crosstrain mdbook\"", &ours)).unwrap();
    fs::create_dir_all(folder.path().join("src/a")).unwrap();
    fs::write(folder.path().join("src/a/one.md"), ONE).unwrap();
    mdbook::MDBook::load(folder.path()).unwrap().build().unwrap();
    let read = |path: &str| fs::read_to_string(folder.path().join("book").join(path)).unwrap();
    let page = read("a/one.html");
    assert!(
        page.contains("<a class=\"ct-term\" href=\"../glossary.html#cache\"") && page.contains("<form class=\"q\"")
    );
    assert!(page.contains("id=\"mdbook-sidebar\"") && read("glossary.html").contains("id=\"cache\""));
    if let Some(kept) = std::env::var_os("MDBOOK_SITE") {
        let files = walkdir::WalkDir::new(folder.path().join("book")).into_iter().map(Result::unwrap);
        for file in files.filter(|file| file.file_type().is_file()) {
            let to = Path::new(&kept).join(file.path().strip_prefix(folder.path().join("book")).unwrap());
            fs::create_dir_all(to.parent().unwrap()).unwrap();
            fs::copy(file.path(), to).unwrap();
        }
    }
}
