//! The chapters of another mdBook.

use super::{Ask, Source, Taken, text};
use crate::config::Config;
use crate::data::{Value, parse_toml};
use crate::diag::Diagnostics;
use crate::entry::{Kind, slug_of};
use crate::includes;
use crate::record::{Record, Sort};
use crate::source::{SourceFile, SourcePath};
use crate::summary::{self, Item};
use std::collections::BTreeSet;

pub(super) fn read(source: &Source, ask: &Ask<'_>) -> Result<Taken, String> {
    let settings = SourceFile::new("book.toml".into(), text(source, "book.toml")?.to_owned());
    let config = Config::parse(&settings, &mut Diagnostics::new());
    let contents = format!("{}/SUMMARY.md", config.src);
    let summary = SourceFile::new(SourcePath::new(contents.as_str()), text(source, &contents)?.to_owned());
    let items = summary::parse(&summary, &mut Diagnostics::new());
    let name = if ask.name.is_empty() { slug_of(&config.title) } else { slug_of(ask.name) };
    let folder = format!("{}/{name}", Kind::Page.folder());
    let mut taken = Taken::default();
    let chapters: BTreeSet<&str> = summary::chapters(&items).filter_map(|chapter| chapter.path.as_deref()).collect();
    taken.understood.push(format!("`{}`, {} chapters into {folder}/", config.title, chapters.len()));
    for path in &chapters {
        chapter(source, &config, &folder, path, &mut taken);
    }
    taken.contents = listed(&items, &folder, &config.title, &mut taken.notes);
    others(source, &config, &folder, &chapters, &mut taken);
    settings_lost(&settings, &mut taken);
    Ok(taken)
}

fn chapter(source: &Source, config: &Config, folder: &str, path: &str, taken: &mut Taken) {
    let file = format!("{}/{path}", config.src);
    let Ok(written) = text(source, &file) else {
        return taken.left_out(&file, "it is not there, or not in UTF-8");
    };
    // A line of `---` at the start would be front matter in a book of ours.
    let gap = if written.starts_with("---") { "\n" } else { "" };
    for (number, line) in written.lines().enumerate().filter(|(_, line)| line.contains("[[") && line.contains("]]")) {
        let words: String = line.trim().chars().take(40).collect();
        taken.lost(&format!("{file}:{}", number + 1), format!("`{words}`: double brackets are links here"));
    }
    let here = SourcePath::new(file.as_str());
    for span in includes::find(written).into_iter().filter_map(|directive| directive.file) {
        let included = here.join(span.text(written));
        if included.is_none_or(|path| path.below(&config.src).is_none() || !source.contains_key(path.as_str())) {
            taken.lost(&file, format!("it includes `{}`, which lies outside of its source folder", span.text(written)));
        }
    }
    let slug = format!("{folder}/{}", path.trim_end_matches(".md"));
    let record = Record { sort: Sort::Entry(Kind::Page), slug, fields: Vec::new(), text: format!("{gap}{written}") };
    taken.bring(file, record);
}

/// The table of contents, as a part of its own.
fn listed(items: &[Item], folder: &str, title: &str, notes: &mut Vec<super::Note>) -> String {
    let mut contents = format!("# {title}\n\n");
    for item in items {
        match item {
            Item::Part(title) => contents.push_str(&format!("\n# {title}\n\n")),
            Item::Separator => {}
            Item::Chapter(chapter) => match &chapter.path {
                Some(path) => {
                    let indent = "  ".repeat(chapter.depth);
                    contents.push_str(&format!("{indent}- [{}]({folder}/{path})\n", chapter.title));
                }
                None => notes.push(super::Note {
                    at: "SUMMARY.md".to_owned(),
                    text: format!("the chapter `{}` is not written yet", chapter.title),
                    left_out: false,
                }),
            },
        }
    }
    contents
}

/// Pictures, and what chapters include.
fn others(source: &Source, config: &Config, folder: &str, chapters: &BTreeSet<&str>, taken: &mut Taken) {
    let below = |path: &str| path.strip_prefix(&config.src)?.strip_prefix('/').map(str::to_owned);
    for path in source.keys() {
        let Some(below) = below(path).filter(|below| below != "SUMMARY.md" && !chapters.contains(below.as_str()))
        else {
            continue;
        };
        if below.ends_with(".md") {
            taken.lost(path, "it is not in SUMMARY.md; it comes along for those that include it");
        }
        taken.files.push((path.clone(), format!("{folder}/{below}")));
    }
    if source.keys().any(|path| path.starts_with("theme/")) {
        taken.lost("theme/", "a theme of mdBook's does not fit; the book's own theme is used");
    }
}

/// Settings that mean nothing here.
fn settings_lost(settings: &SourceFile, taken: &mut Taken) {
    let root = parse_toml(&settings.path, &settings.text, &mut Diagnostics::new());
    let table = |name: &str| match root.get(name).map(|node| &node.value) {
        Some(Value::Map(map)) => map.as_slice(),
        _ => &[],
    };
    for (name, _) in table("preprocessor") {
        if !matches!(name.value.as_str(), "links" | "index") {
            taken.lost("book.toml", format!("the preprocessor `{}` is not run", name.value));
        }
    }
    for (name, node) in table("output") {
        if name.value != "html" {
            taken.lost("book.toml", format!("the output `{}` is not written", name.value));
            continue;
        }
        let Value::Map(fields) = &node.value else { continue };
        for (key, _) in fields.iter().filter(|(key, _)| !matches!(key.value.as_str(), "search" | "print" | "fold")) {
            taken.lost("book.toml", format!("output.html.{} was left out", key.value));
        }
    }
}
