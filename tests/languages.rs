//! A book in several languages: is each a whole site, do pages lead to each other, and
//! is it known which translations are behind?

use crate::support::{build, output, snapshot};
use crosstrain::diag::{Diagnostics, lint};
use crosstrain::pipeline::{Build, Pipeline};
use crosstrain::source::{Digest, Snapshot};
use std::collections::BTreeMap;

const BOOK: &str = "[book]\ntitle = \"Words\"\nsrc = \"content\"\n[output.crosstrain]\nurl = \"https://words.example/\"\n\
    edit = \"https://code.example/{path}\"\n[output.crosstrain.teams.red]\nlabel = \"Red\"\n\
    [output.crosstrain.teams.blue]\nlabel = \"Blue\"\n[output.crosstrain.languages.en]\nlabel = \"English\"\n\
    [output.crosstrain.languages.de]\nlabel = \"Deutsch\"\ntitle = \"Wörter\"\n";
const CACHE: &str =
    "---\ntitle: Cache\ndefinition: \"A kept copy.\"\nrelated: [server]\n---\n\nNear a [server](server.md).\n";
const SERVER: &str =
    "---\ntitle: Server\ndefinition: \"A program that answers.\"\n---\n\nSee [the copy](cache.md) and [[cache]].\n";

/// A translation of the term `cache` under a name of its own.
fn speicher(revision: &str) -> String {
    format!(
        "---\ntitle: Zwischenspeicher\ndefinition: \"Eine Kopie.\"\ntranslation_of: cache\nsource_revision: {revision}\nrelated: [server]\n---\n\nBeim [Server](server.md). ![Ein Bild](../bild.png)\n"
    )
}

fn book(revision: &str) -> Snapshot {
    let german = speicher(revision);
    snapshot([
        ("book.toml", BOOK),
        ("content/glossary/cache.md", CACHE),
        ("content/glossary/server.md", SERVER),
        ("content/de/glossary/zwischenspeicher.md", &german),
    ])
}

fn revision() -> String {
    Digest::of(CACHE.as_bytes()).short()
}

fn page(build: &Build, route: &str) -> String {
    build.page(build.page_at(route).unwrap_or_else(|| panic!("no page {route}"))).expect("a page")
}

fn of(diagnostics: &Diagnostics, rule: &lint::Lint) -> Vec<String> {
    let found = diagnostics.iter().filter(|found| found.lint.name == rule.name);
    found.map(|found| format!("{}: {}; {}", found.place.path, found.message, found.help.join(" "))).collect()
}

#[test]
fn each_language_is_a_site_of_its_own_and_pages_lead_to_each_other() {
    let build = build(&book(&revision()));
    assert!(of(&build.diagnostics, lint::TRANSLATION_OUTDATED).is_empty());
    let german = page(&build, "de/glossary/zwischenspeicher.html");
    assert!(german.contains("<html lang=\"de\"") && german.contains("Wörter</title>"), "{german}");
    assert!(german.contains("href=\"../../glossary/cache.html\" lang=\"en\" hreflang=\"en\">English</a>"), "{german}");
    assert!(german.contains("hreflang=\"en\" href=\"https://words.example/glossary/cache.html\""), "{german}");
    assert!(german.contains("rel=\"canonical\" href=\"https://words.example/de/glossary/zwischenspeicher.html\""));
    assert!(german.contains("https://code.example/content/de/glossary/zwischenspeicher.md"), "edited where it lies");
    assert!(german.contains("href=\"server.html\">Server</a>"), "links stay in the language");
    let english = page(&build, "glossary/cache.html");
    assert!(english.contains("href=\"../de/glossary/zwischenspeicher.html\" lang=\"de\""), "{english}");
    assert!(build.page_at("de/glossary/cache.html").is_none(), "one page for each word");
    // What nobody translated is there as it is, and says so.
    let server = page(&build, "de/glossary/server.html");
    assert!(server.contains("noch nicht übersetzt") && server.contains("lang=\"en\" dir=\"ltr\">"), "{server}");
    assert!(server.contains("rel=\"canonical\" href=\"https://words.example/glossary/server.html\""), "{server}");
    assert!(server.contains("href=\"zwischenspeicher.html\""), "names and links find the translation: {server}");
    assert!(!page(&build, "glossary/server.html").contains("hreflang=\"de\" href="), "no translation is promised");
    // The list of words is one language's own.
    let list = page(&build, "de/glossary/index.html");
    assert!(list.contains("Zwischenspeicher") && !list.contains(">Cache<"), "{list}");
    assert!(!page(&build, "glossary/index.html").contains("Zwischenspeicher"));
    assert!(build.search().iter().any(|(path, _)| path.starts_with("de/search/de/")), "found in its language");
    let files = build.files();
    assert!(files.contains_key("de/terms.json") && !files.contains_key("de/robots.txt"));
    assert_eq!(
        files.values().filter(|(_, output)| matches!(output, crosstrain::bundle::Output::Page(_))).count(),
        build.pages()
    );
}

#[test]
fn teams_and_categories_are_called_what_the_language_calls_them() {
    let labels = "[output.crosstrain.languages.de.teams]\nblue = \"Blau\"\ngreen = \"Grün\"\n\
        [output.crosstrain.languages.de.categories]\nweb = \"Netz\"\n[output.crosstrain.categories]\nweb = \"Web\"\n";
    let toml = format!("{BOOK}{labels}");
    let english = "---\ntitle: Cache\ncategory: web\naudience: blue\ndefinition: \"A copy.\"\n---\n\n## Why Blue cares\n\nSpeed.\n";
    let german = "---\ntitle: Zwischenspeicher\ncategory: web\naudience: blue\ndefinition: \"Eine Kopie.\"\n\
        translation_of: cache\n---\n\n## Für Blau {#why-blue}\n\nTempo.\n";
    let server = "---\ntitle: Server\ncategory: web\ndefinition: \"It answers.\"\n---\n\n## Why Blue cares\n\nLoad.\n";
    let build = build(&snapshot([
        ("book.toml", toml.as_str()),
        ("content/glossary/cache.md", english),
        ("content/glossary/server.md", server),
        ("content/de/glossary/zwischenspeicher.md", german),
    ]));
    let page_of = |route: &str| page(&build, route);
    let (blau, blue) = ("<span class=\"who w1\">Blau</span>", "<span class=\"who w1\">Blue</span>");
    let term = page_of("de/glossary/zwischenspeicher.html");
    assert!(term.contains(blau) && term.contains("Netz") && !term.contains(blue), "{term}");
    // A page that nobody translated is understood as it was written.
    assert!(page_of("de/glossary/server.html").contains("<section class=\"view w1\""));
    assert!(page_of("glossary/cache.html").contains(blue) && !page_of("glossary/cache.html").contains("Netz"));
    let found = of(&build.diagnostics, lint::CONFIG_INVALID);
    let [found] = &found[..] else { panic!("{found:?}") };
    assert!(found.starts_with("book.toml: `green` is not a team of this book"), "{found}");
}

#[test]
fn translations_that_are_behind_are_named_where_they_lie() {
    let found = of(&build(&book("0000aaaa")).diagnostics, lint::TRANSLATION_OUTDATED);
    let [found] = &found[..] else { panic!("{found:?}") };
    assert!(
        found.starts_with("content/de/glossary/zwischenspeicher.md: `content/glossary/cache.md` has changed"),
        "{found}"
    );
    assert!(found.contains(&revision()), "{found}");
    let mut gone = book(&revision());
    gone.inputs.remove(&"content/glossary/cache.md".into());
    assert_eq!(of(&build(&gone).diagnostics, lint::TRANSLATION_ALONE).len(), 1);
}

#[test]
fn a_page_that_is_not_translated_is_complained_about_once() {
    let mut book = book(&revision());
    book.insert("content/glossary/server.md", SERVER.replace("cache.md", "cash.md"));
    assert_eq!(of(&build(&book).diagnostics, lint::LINK_MISSING).len(), 1);
}

/// The law of the memory holds for all languages together: same bytes, and a key that
/// stayed stands for bytes that stayed.
#[test]
fn a_build_with_a_memory_gives_what_one_without_gives() {
    let term = |title: &str, text: &str| format!("---\ntitle: {title}\ndefinition: \"Ein Programm.\"\n---\n\n{text}\n");
    let mut pipeline = Pipeline::new();
    let mut known: BTreeMap<String, (Digest, Vec<u8>)> = BTreeMap::new();
    let mut book = book(&revision());
    let edits: [(&str, Option<String>); 6] = [
        ("content/de/glossary/server.md", Some(term("Server", "Siehe [[cache]]."))),
        ("content/de/glossary/server.md", Some(term("Rechner", "Siehe [[cache]]."))),
        ("content/glossary/cache.md", Some(CACHE.replace("kept", "near"))),
        ("content/de/glossary/server.md", None),
        ("content/de/glossary/zwischenspeicher.md", None),
        ("content/glossary/word.md", Some(term("Word", "Of a cache."))),
    ];
    for (path, text) in edits {
        match text {
            Some(text) => book.insert(path, text),
            None => drop(book.inputs.remove(&path.into())),
        }
        let (warm, cold) = (pipeline.build(&book), build(&book));
        assert_eq!(format!("{:?}", warm.diagnostics), format!("{:?}", cold.diagnostics));
        let (mut written, made) = (output(&cold), output(&warm));
        assert_eq!(made, written, "after an edit of {path}");
        let keys = warm.bundle().into_iter().map(|(path, (key, _))| (path, key));
        let now: BTreeMap<String, (Digest, Vec<u8>)> = keys
            .map(|(path, key)| {
                let bytes = written.remove(&path).expect("the file");
                (path, (key, bytes))
            })
            .collect();
        for (path, (key, bytes)) in &now {
            if let Some((_, before)) = known.get(path).filter(|(before, _)| before == key) {
                assert!(before == bytes, "{path} changed under its old key");
            }
        }
        known = now;
    }
}
