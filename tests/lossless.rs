//! Does everything that an author writes reach a reader?

use crate::support::{TODAY, build, output, root};
use crosstrain::entry::Kind;
use crosstrain::host::disk::Book;
use crosstrain::source::SourcePath;
use std::collections::BTreeMap;

/// A paragraph of one word, written wherever an author might write one.
struct Marked {
    text: String,
    /// The words, and the lines after which they stand.
    words: Vec<(String, String)>,
}

/// A page with a paragraph before everything, after each heading, each fenced block and
/// each table, and at the end.
fn marked(text: &str, name: &str) -> Marked {
    let (front, body) = match text.strip_prefix("---\n").and_then(|rest| rest.split_once("\n---\n")) {
        Some((front, body)) => (format!("---\n{front}\n---\n"), body),
        None => (String::new(), text),
    };
    let mut marked = Marked { text: front, words: Vec::new() };
    let mark = |marked: &mut Marked, after: &str| {
        let word = format!("zq{name}x{}zq", marked.words.len());
        marked.text += &format!("\n{word}\n\n");
        marked.words.push((word, after.to_owned()));
    };
    mark(&mut marked, "the front matter");
    let mut fenced = false;
    for (line, next) in body.lines().zip(body.lines().skip(1).chain([""])) {
        marked.text += line;
        marked.text.push('\n');
        let fence = line.starts_with("```");
        fenced ^= fence;
        let heading = line.starts_with('#') && line.trim_start_matches('#').starts_with(' ');
        let table = line.starts_with('|') && !next.starts_with('|');
        if !fenced && (fence || heading || table) {
            mark(&mut marked, line);
        }
    }
    mark(&mut marked, "everything");
    marked
}

/// Wherever a paragraph stands in a file of ours, it stands on the file's page: beside
/// questions, fields and activities too, and in the sections that are shown in forms of
/// their own. What a workshop says of an activity stands in its guide.
#[test]
fn every_paragraph_of_a_file_is_on_its_page() {
    let mut snapshot = Book::find(&root()).unwrap().read(TODAY, false).unwrap();
    let entries: Vec<(SourcePath, Kind, String)> = build(&snapshot)
        .site
        .all()
        .filter(|(_, entry)| !snapshot.expanded.contains_key(&entry.file.path))
        .map(|(_, entry)| (entry.file.path.clone(), entry.id.kind, entry.route.clone()))
        .collect();
    let mut written = BTreeMap::new();
    for (at, (path, _, _)) in entries.iter().enumerate() {
        let Marked { text, words } = marked(&snapshot.text(path).unwrap().text.clone(), &at.to_string());
        snapshot.insert(path.as_str(), text);
        written.insert(path.clone(), words);
    }
    let pages = output(&build(&snapshot));
    let page = |route: &str| String::from_utf8(pages.get(route).cloned().unwrap_or_default()).unwrap();
    let mut lost = Vec::new();
    for (path, kind, route) in entries {
        let mut shown = page(&route);
        if kind == Kind::Workshop {
            shown += &page(&route.replace(".html", "/guide.html"));
        }
        let words = written[&path].iter().filter(|(word, _)| !shown.contains(word));
        lost.extend(words.map(|(_, after)| format!("{path}: after {after}")));
    }
    assert!(written.values().map(Vec::len).sum::<usize>() > 5_000);
    assert!(lost.is_empty(), "{} paragraphs are nowhere:\n{}", lost.len(), lost.join("\n"));
}

/// The texts of some front matter but those that only searches ask for.
fn texts(value: &serde_json::Value, found: &mut Vec<String>) {
    match value {
        serde_json::Value::String(text) if text.contains(' ') => found.push(text.clone()),
        serde_json::Value::Array(all) => all.iter().for_each(|one| texts(one, found)),
        serde_json::Value::Object(fields) => {
            fields.iter().filter(|(name, _)| *name != "asked").for_each(|(_, one)| texts(one, found));
        }
        _ => {}
    }
}

/// Letters and digits of a text without tags, for comparing.
fn letters(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    for (at, part) in html.split('<').enumerate() {
        text += if at == 0 { part } else { part.split_once('>').map_or("", |(_, words)| words) };
    }
    let signs = ["&amp;", "&lt;", "&gt;", "&quot;", "&#x27;"];
    signs.iter().fold(text, |text, sign| text.replace(sign, "")).chars().filter(|c| c.is_alphanumeric()).collect()
}

/// What the front matter says in words stands on the entry's page or one of its sheets.
#[test]
fn every_text_of_the_front_matter_is_shown() {
    let snapshot = Book::find(&root()).unwrap().read(TODAY, false).unwrap();
    let build = build(&snapshot);
    let pages = output(&build);
    let (mut all, mut lost) = (0, Vec::new());
    for (_, entry) in build.site.all() {
        let Some((front, _)) = entry.file.text.strip_prefix("---\n").and_then(|rest| rest.split_once("\n---\n")) else {
            continue;
        };
        let mut said = Vec::new();
        texts(&serde_saphyr::from_str(front).unwrap(), &mut said);
        let sheets = entry.route.replace(".html", "/");
        let shown = pages.iter().filter(|(route, _)| **route == entry.route || route.starts_with(&sheets));
        let shown: String = shown.map(|(_, page)| letters(std::str::from_utf8(page).unwrap())).collect();
        all += said.len();
        said.retain(|text| !shown.contains(&letters(text)));
        lost.extend(said.into_iter().map(|text| format!("{}: {text}", entry.file.path)));
    }
    assert!(all > 2_000, "{all}");
    assert!(lost.is_empty(), "{} of {all} texts are nowhere:\n{}", lost.len(), lost.join("\n"));
}
