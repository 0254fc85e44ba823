//! Folders of Markdown files with front matter: Hugo and Jekyll sites, glossaries
//! of other projects, exported wikis.

use super::row::{Row, Rows, Told, scalar};
use super::{Ask, Source, Taken};
use crate::data::{Map, Value, parse_toml, parse_yaml};
use crate::diag::Diagnostics;
use crate::entry::{Kind, slug_of};
use crate::markdown::{Dialect, parse};
use crate::record::Sort;
use crate::source::{SourceFile, SourcePath, gathered};
use std::collections::BTreeMap;

pub(super) fn read(source: &Source, ask: &Ask<'_>) -> Result<Taken, String> {
    let sort = ask.sort.unwrap_or(Sort::Entry(Kind::Term));
    let mut taken = Taken::default();
    let files: Vec<&String> = source.keys().filter(|path| path.ends_with(".md")).collect();
    if files.is_empty() {
        return Err("there is no Markdown file in it".to_owned());
    }
    // Where each page will be, by the last part of its address.
    let (indexes, pages): (Vec<&String>, Vec<&String>) = files.into_iter().partition(|path| is_index(path));
    let slugs: BTreeMap<String, String> =
        gathered(pages.iter().map(|path| (stem(path).to_owned(), slug_of(stem(path)))));
    let mut names: Vec<String> = Vec::new();
    let mut rows = Vec::new();
    for path in pages {
        let Ok(text) = super::text(source, path) else {
            taken.left_out(path, "it is not in UTF-8");
            continue;
        };
        let row = page(path, text, &slugs, source, &mut taken);
        row.told.iter().for_each(|(name, _)| {
            if !names.contains(name) {
                names.push(name.clone());
            }
        });
        rows.push(row);
    }
    taken.understood.push(format!("{} pages, fields {}", rows.len(), names.join(", ")));
    let mut takes = Rows::new(ask, sort, &names, &mut taken);
    rows.into_iter().for_each(|row| takes.take(row, &mut taken));
    takes.finish(&mut taken);
    indexes.into_iter().for_each(|path| taken.lost(path, "the page of a folder; the site makes its own"));
    if sort == Sort::Entry(Kind::Page) {
        chapters(ask.name, &mut taken);
    }
    Ok(taken)
}

/// Chapters may lie anywhere in the handbook; each source gets a folder there, one
/// deeper than other pages have. A title that stands in the front matter stands
/// there alone.
fn chapters(name: &str, taken: &mut Taken) {
    let folder = format!("{}/{}", Kind::Page.folder(), slug_of(if name.is_empty() { "pages" } else { name }));
    for incoming in &mut taken.records {
        let record = &mut incoming.record;
        record.slug = format!("{folder}/{}", record.slug);
        record.text = record.text.replace("](../pictures/", "](../../pictures/");
        let title = record.field("title").and_then(|node| node.scalar()).unwrap_or_default();
        let first = record.text.trim_start().lines().next().unwrap_or_default();
        if first.strip_prefix("# ").is_some_and(|heading| heading.trim() == title) {
            let at = record.text.find(first).unwrap_or_default();
            record.text = format!("\n{}", record.text[at + first.len()..].trim_start_matches('\n'));
        }
    }
}

/// The pages that a folder has of its own, and notes to those who edit it.
fn is_index(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path).to_lowercase();
    matches!(name.as_str(), "_index.md" | "readme.md" | "contributing.md" | "license.md" | "code_of_conduct.md")
        || path == "index.md"
}

/// What a page is called: its file, or the folder that it is the index of.
fn stem(path: &str) -> &str {
    let path = path.trim_end_matches('/').trim_end_matches(".mdx").trim_end_matches(".md");
    let path = path.strip_suffix("/index").unwrap_or(path);
    path.rsplit('/').next().unwrap_or(path)
}

/// A file name as words.
fn words(stem: &str) -> String {
    let words = stem.replace(['-', '_'], " ");
    let mut letters = words.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

fn page(path: &str, text: &str, slugs: &BTreeMap<String, String>, source: &Source, taken: &mut Taken) -> Row {
    let text = references(text, slugs);
    let file = SourceFile::new(SourcePath::new(path), text);
    let (fields, body) = split(&file, path, taken);
    let mut told: Vec<(String, Told)> = fields.into_iter().map(|(key, node)| (key.value, Told::Value(node))).collect();
    drafts(&mut told);
    if !told.iter().any(|(name, _)| name.eq_ignore_ascii_case("title")) {
        let heading = file.text[body..].lines().find_map(|line| line.strip_prefix("# "));
        let title = heading.map_or_else(|| words(stem(path)), |title| title.trim().to_owned());
        told.push(("title".to_owned(), Told::Value(scalar(&title))));
    }
    // Empty tags of templates say nothing.
    told.iter_mut().for_each(|(_, told)| {
        if let Told::Value(node) = told
            && let Value::List(items) = &mut node.value
        {
            items.retain(|item| item.scalar() != Some(""));
        }
    });
    told.retain(|(_, told)| !matches!(told, Told::Value(node) if node.value == Value::List(Vec::new())));
    let text = linked(&file, body, slugs, source, taken);
    shortcodes(path, &file.text, &text, taken);
    Row { at: path.to_owned(), slug: Some(slug_of(stem(path))), told, text: Some(text) }
}

/// What other generators call drafts.
fn drafts(told: &mut Vec<(String, Told)>) {
    let says = |told: &Told, what: &str| matches!(told, Told::Value(node) if node.scalar() == Some(what));
    let draft = told.iter().any(|(name, told)| match name.to_lowercase().as_str() {
        "draft" => says(told, "true"),
        "published" => says(told, "false"),
        _ => false,
    });
    told.retain(|(name, told)| {
        let name = name.to_lowercase();
        !matches!(name.as_str(), "draft" | "published") || !(says(told, "true") || says(told, "false"))
    });
    if draft {
        told.push(("status".to_owned(), Told::Value(scalar("draft"))));
    }
}

/// The front matter, YAML or TOML, and where the text begins.
fn split(file: &SourceFile, path: &str, taken: &mut Taken) -> (Map, usize) {
    let mut problems = Diagnostics::new();
    let (root, body) = match file.text.strip_prefix("+++\n").and_then(|rest| Some((rest, rest.find("\n+++")?))) {
        Some((rest, end)) => {
            let body = 4 + end + 4;
            let body = body + file.text[body..].find('\n').map_or(0, |at| at + 1);
            (Some(parse_toml(&file.path, &rest[..end + 1], &mut problems)), body)
        }
        None => {
            let document = parse(file, PLAIN, &mut Diagnostics::new());
            let yaml = document.front_matter;
            let root = yaml.and_then(|yaml| parse_yaml(&file.path, yaml.text(&file.text), 0, &mut problems));
            (root, document.body)
        }
    };
    if let Some(problem) = problems.iter().next() {
        taken.lost(path, format!("its front matter can't be read: {}", problem.message));
    }
    match root.map(|root| root.value) {
        Some(Value::Map(map)) => (map, body),
        _ => (Map::new(), body),
    }
}

const PLAIN: Dialect = Dialect { ours: false, ..Dialect::OURS };

/// Hugo's references, `{{< ref "page" >}}`, as what they lead to.
fn references(text: &str, slugs: &BTreeMap<String, String>) -> String {
    let mut result = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("{{") {
        let Some(length) = rest[at..].find("}}") else { break };
        let (inside, end) = (&rest[at..at + length], at + length + 2);
        let mut words = inside.trim_start_matches(['{', '<', '%', ' ']).split_whitespace();
        let slug = match words.next() {
            Some("ref" | "relref") => words.next().and_then(|page| target(page.trim_matches(['"', '`', '\'']), slugs)),
            _ => None,
        };
        result.push_str(&rest[..at]);
        match slug {
            Some(slug) => result.push_str(&slug),
            None => result.push_str(&rest[at..end]),
        }
        rest = &rest[end..];
    }
    result + rest
}

/// Where an address of the source leads among the pages brought in.
fn target(address: &str, slugs: &BTreeMap<String, String>) -> Option<String> {
    let at = address.find(['#', '?']).unwrap_or(address.len());
    let slug = slugs.get(stem(&address[..at]))?;
    let fragment = address[at..].find('#').map_or("", |from| &address[at + from..]);
    Some(format!("{slug}.md{fragment}"))
}

/// The text with its links led to where the pages will be.
fn linked(
    file: &SourceFile,
    body: usize,
    slugs: &BTreeMap<String, String>,
    source: &Source,
    taken: &mut Taken,
) -> String {
    let document = parse(file, PLAIN, &mut Diagnostics::new());
    let mut text = file.text.clone();
    // From the end, so that places before stay where they are.
    for link in document.links.iter().rev().filter(|link| (link.span.start as usize) >= body) {
        let address = link.target.as_str();
        let scheme =
            address.split_once(':').is_some_and(|(scheme, _)| scheme.chars().all(|c| c.is_ascii_alphanumeric()));
        if scheme || address.starts_with("//") || address.starts_with('#') || address.contains("{{") {
            continue;
        }
        let line = file.text[..link.span.start as usize].lines().count().max(1);
        let at = format!("{}:{line}", file.path);
        let own = slugs.values().any(|slug| address.split('#').next() == Some(&format!("{slug}.md")));
        // From the root of a site, or from where the page is.
        let rooted = address.strip_prefix('/').map(SourcePath::new).filter(|path| source.contains_key(path.as_str()));
        let picture = rooted
            .or_else(|| file.path.join(address.trim_start_matches('/')))
            .filter(|path| source.contains_key(path.as_str()) && path.extension() != "md");
        match (target(address, slugs).filter(|_| picture.is_none()), picture) {
            (Some(to), _) if link.written_here() => text.replace_range(link.target_span.range(), &to),
            (None, Some(from)) if link.written_here() => {
                let to = format!("pictures/{}", from.file_name());
                text.replace_range(link.target_span.range(), &format!("../{to}"));
                taken.files.push((from.as_str().to_owned(), to));
            }
            _ if own => {}
            _ => taken.lost(&at, format!("the link to `{address}` leads to nothing that was brought in")),
        }
    }
    text.split_off(body)
}

/// Templates of the source's own generator, which mean nothing here.
fn shortcodes(path: &str, whole: &str, text: &str, taken: &mut Taken) {
    let before = whole.lines().count() - text.lines().count();
    for (number, line) in text.lines().enumerate() {
        if let Some(at) = line.find("{{") {
            let code: String = line[at..].chars().take(40).collect();
            taken.lost(
                &format!("{path}:{}", before + number + 1),
                format!("`{code}` is for another generator; it stands in the text as it is"),
            );
        }
    }
}
