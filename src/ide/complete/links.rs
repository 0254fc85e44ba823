//! Where links lead, and the names of data blocks.

use super::{Item, Items, Sort, entries, listed, name_of};
use crate::entry::Kind;
use crate::ide::page::Page;
use crate::ide::symbols::{Rank, matching};
use crate::markdown::LinkKind;
use crate::site::{Ix, Outcome, relative};
use crate::source::Span;

pub(super) fn complete(page: &Page<'_>, offset: usize) -> Items {
    let (line, start) = page.line_to(offset);
    if let Some(at) = open(line, "[[", &["]]"]) {
        return wiki(page, start + at, offset);
    }
    if let Some(at) = open(line, "](", &[")", " "]) {
        let picture = line[..at].rfind('[').is_some_and(|bracket| line[..bracket].ends_with('!'));
        return target(page, start + at, offset, picture);
    }
    if line.starts_with('[')
        && let Some(at) = open(line, "]: ", &[" "])
    {
        return target(page, start + at, offset, false);
    }
    if let Some(typed) = line.strip_prefix("```") {
        return blocks(page, Span::new(offset - typed.len(), offset));
    }
    Items::default()
}

/// Where what was opened last begins, if it is not closed.
fn open(line: &str, opening: &str, closing: &[&str]) -> Option<usize> {
    let at = line.rfind(opening)? + opening.len();
    (!closing.iter().any(|closing| line[at..].contains(closing))).then_some(at)
}

/// `[[name#heading|words]]`.
fn wiki(page: &Page<'_>, start: usize, offset: usize) -> Items {
    let typed = &page.text()[start..offset];
    if typed.contains('|') {
        return Items::default();
    }
    let rest = page.line_from(offset);
    if let Some((name, _)) = typed.split_once('#') {
        let ix = match page.ix() {
            Some(from) => match page.site.follow(from, LinkKind::Wiki, name) {
                Outcome::Entry(ix, _) => Some(ix),
                _ => None,
            },
            None => page.site.named(name, None),
        };
        let end = offset + rest.find([']', '|']).unwrap_or(0);
        return headings(page, ix, Span::new(start + name.len() + 1, end));
    }
    // The rest of a name is replaced only where it is known to end.
    let closed = rest.find("]]").filter(|at| !rest[..*at].contains('['));
    let end = closed.map_or(0, |closed| rest[..closed].find(['#', '|']).unwrap_or(closed));
    let close = if closed.is_some() { "" } else { "]]" };
    let span = Span::new(start, offset + end);
    entries(page, None, span, typed, |ix| name_of(page.site, ix, None) + close)
}

/// `[words](path#heading)`.
fn target(page: &Page<'_>, start: usize, offset: usize, picture: bool) -> Items {
    let site = page.site;
    let typed = &page.text()[start..offset];
    let rest = page.line_from(offset);
    let end = offset + rest.find([')', ' ']).unwrap_or(0);
    let Some(below) = page.file.path.below(&site.config.src) else { return Items::default() };
    if let Some((path, _)) = typed.split_once('#') {
        let ix = match (path, page.ix()) {
            ("", own) => own,
            (path, Some(from)) => match site.follow(from, LinkKind::Link, path) {
                Outcome::Entry(ix, _) => Some(ix),
                _ => None,
            },
            (path, None) => page.file.path.join(path).and_then(|path| site.at_path(&path)),
        };
        return headings(page, ix, Span::new(start + path.len() + 1, end));
    }
    let path_end = offset + page.text()[offset..end].find('#').unwrap_or(end - offset);
    let span = Span::new(start, path_end);
    let folder_end = typed.rfind('/').map_or(0, |at| at + 1);
    let (folder, name) = typed.split_at(folder_end);
    let lies_there = |to: &str| folder.is_empty() || to.starts_with(folder);
    let to = |ix: Ix| relative(below, site.entry(ix).file.path.below(&site.config.src).unwrap_or(""));
    let name_typed = name.trim_end_matches(".md").to_lowercase();
    let fits = |ix: Ix| {
        let path = to(ix);
        if path.starts_with(typed) {
            return Some((Rank::First, path));
        }
        let (rank, other) = matching(site, ix, &name_typed).filter(|_| lies_there(&path))?;
        // Behind a folder the editor compares paths.
        Some((rank, if folder.is_empty() { other.to_owned() } else { path }))
    };
    let mut found = if picture { Items::default() } else { listed(page, None, span, fits, to) };
    let files = site.assets.keys().map(|path| relative(below, path));
    let files = files.filter(|path| lies_there(path) && path.contains(name) && (picture || !name.is_empty()));
    found.items.extend(files.take(super::MOST).map(|path| Item {
        label: path.clone(),
        detail: String::new(),
        about: String::new(),
        sort: Sort::File,
        span,
        text: path.clone(),
        filter: path,
        first: false,
    }));
    found
}

fn headings(page: &Page<'_>, ix: Option<Ix>, span: Span) -> Items {
    let document = ix.map(|ix| &page.site.entry(ix).document);
    let item = |heading: &crate::markdown::Heading| Item {
        label: heading.text.clone(),
        detail: format!("#{}", heading.id),
        about: String::new(),
        sort: Sort::Heading,
        span,
        text: heading.id.clone(),
        filter: heading.id.clone(),
        first: false,
    };
    let items = document.map(|document| document.headings.iter().map(item).collect()).unwrap_or_default();
    Items { items, more: false }
}

/// The data blocks that a page of this kind can have.
fn blocks(page: &Page<'_>, span: Span) -> Items {
    let name = match page.kind {
        Some(Kind::Quiz) => "question",
        Some(Kind::Module | Kind::Workshop) => "activity",
        Some(Kind::Worksheet) => "field",
        _ => return Items::default(),
    };
    // A fence that is open already is closed here, and needs no name.
    let inside = page.document.blocks.iter().any(|block| block.span.start < span.start && span.start < block.span.end);
    let item = Item {
        label: name.to_owned(),
        detail: format!("the fields of {}", if name == "activity" { "an activity" } else { name }),
        about: String::new(),
        sort: Sort::Block,
        span,
        text: name.to_owned(),
        filter: name.to_owned(),
        first: true,
    };
    Items { items: if inside { Vec::new() } else { vec![item] }, more: false }
}
