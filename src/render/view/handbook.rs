//! Chapters and the table of contents.

use super::frame::{About, Frame, Neighbours, about, entry, generated, neighbours};
use super::{Anchor, Maker};
use crate::markdown::Heading;
use crate::markdown::html::Part;
use crate::render::body::{self, as_html, heading};
use crate::render::links::PageLinks;
use crate::site::Ix;
use crate::summary::Item;
use serde::Serialize;
use std::borrow::Cow;

/// What `page.html` sees.
#[derive(Debug, Serialize)]
pub(in crate::render) struct ChapterView {
    frame: Frame,
    about: About,
    neighbours: Neighbours,
    /// The title, where the body has no heading of its own for it.
    title: String,
    #[serde(serialize_with = "as_html")]
    html: String,
    /// Sections of this page.
    outline: Vec<Anchor>,
    /// The part of the table of contents around this chapter.
    chapters: Vec<Line>,
    /// Whether `chapters` is only a part.
    cut: bool,
}

/// What `contents.html` sees.
#[derive(Debug, Serialize)]
pub(in crate::render) struct ContentsView {
    frame: Frame,
    title: String,
    description: String,
    chapters: Vec<Line>,
}

/// A line of the table of contents.
#[derive(Debug, Clone, Serialize)]
pub(in crate::render) struct Line {
    /// `part`, `rule`, `chapter` or `draft`.
    form: &'static str,
    title: String,
    number: String,
    depth: usize,
    href: String,
    current: bool,
}

/// A longer table of contents is shown in part.
const MOST_LINES: usize = 160;

pub(in crate::render) fn chapter(maker: &Maker<'_>, ix: Ix) -> ChapterView {
    let site = maker.site;
    let links = PageLinks::own(site, ix);
    let headings = &site.entry(ix).document.headings;
    let parts = links.parts();
    let top = top(&parts, headings);
    let html = body(&parts, headings, top.unwrap_or(1));
    let sections = top.unwrap_or(1) + 1;
    let outline = headings.iter().filter(|heading| heading.top && heading.level == sections);
    let outline = outline.map(|heading| Anchor { title: heading.text.clone(), href: format!("#{}", heading.id) });
    let (chapters, cut) = lines_around(maker, ix);
    ChapterView {
        frame: entry(maker, ix, links.cards()),
        about: about(maker, ix),
        neighbours: neighbours(maker, ix),
        title: if top.is_some() { String::new() } else { site.entry(ix).head.title.value.clone() },
        html,
        outline: outline.collect(),
        chapters,
        cut,
    }
}

/// The level of the heading that is the page's title: the first, or, where the
/// page begins with a lower one, that.
fn top(parts: &[Part], headings: &[Heading]) -> Option<u8> {
    let levels = parts.iter().filter_map(|part| match part {
        Part::Heading(at, _) => Some(Some(headings[*at].level)),
        Part::Html(html) if shows_nothing(html) => None,
        _ => Some(None),
    });
    if levels.clone().any(|level| level == Some(1)) { Some(1) } else { levels.clone().next()? }
}

/// Whether HTML is only comments, and marks for links to lead to.
fn shows_nothing(html: &str) -> bool {
    let mut rest = html.trim_start();
    while !rest.is_empty() {
        let end = if rest.starts_with("<!--") { rest.find("-->").map(|at| at + 3) } else { None };
        let mark = ["<a ", "</a>", "<p>", "</p>", "<span ", "</span>"].iter().any(|mark| rest.starts_with(mark));
        let end = end.or_else(|| rest.find('>').filter(|_| mark).map(|at| at + 1));
        let Some(end) = end else { return false };
        rest = rest[end..].trim_start();
    }
    true
}

/// The body, with every heading a link to itself; those of the level `top` become titles.
fn body(parts: &[Part], headings: &[Heading], top: u8) -> String {
    parts.iter().fold(String::new(), |page, part| match part {
        Part::Heading(at, title) => page + &heading(&lifted(&headings[*at], top - 1), title, 0),
        part => page + &body::html(std::slice::from_ref(part), headings),
    })
}

/// A heading some levels higher.
fn lifted(heading: &Heading, up: u8) -> Cow<'_, Heading> {
    match up {
        0 => Cow::Borrowed(heading),
        _ => Cow::Owned(Heading { level: heading.level.saturating_sub(up).max(1), ..heading.clone() }),
    }
}

pub(in crate::render) fn contents(maker: &Maker<'_>) -> ContentsView {
    let config = &maker.site.config;
    ContentsView {
        frame: generated(maker, &config.title, "", "contents"),
        title: config.title.clone(),
        description: config.description.clone(),
        chapters: all_lines(maker),
    }
}

/// The whole table of contents.
pub(super) fn all_lines(maker: &Maker<'_>) -> Vec<Line> {
    (0..maker.site.contents.len()).map(|at| line(maker, at, None)).collect()
}

fn line(maker: &Maker<'_>, at: usize, current: Option<Ix>) -> Line {
    let of = |form, title: &str| Line {
        form,
        title: title.to_owned(),
        number: String::new(),
        depth: 0,
        href: String::new(),
        current: false,
    };
    match &maker.site.contents[at] {
        Item::Part(title) => of("part", title),
        Item::Separator => of("rule", ""),
        Item::Chapter(chapter) => {
            let ix = maker.shared.order.chapters[at];
            Line {
                form: if ix.is_some() { "chapter" } else { "draft" },
                number: chapter.number.clone(),
                depth: chapter.depth,
                href: ix.map(|ix| maker.href(maker.site.route(ix))).unwrap_or_default(),
                current: ix.is_some() && ix == current,
                ..of("", &chapter.title)
            }
        }
    }
}

/// The lines around a chapter: all of a short table; of a long one the
/// chapters beside it, those above it and those beneath it.
fn lines_around(maker: &Maker<'_>, ix: Ix) -> (Vec<Line>, bool) {
    let contents = &maker.site.contents;
    let Some(at) = maker.shared.order.chapter_lines[ix.0 as usize].map(|at| at as usize) else {
        return (Vec::new(), false);
    };
    if contents.len() <= MOST_LINES {
        return ((0..contents.len()).map(|at| line(maker, at, Some(ix))).collect(), false);
    }
    let half = MOST_LINES / 4;
    let window = at.saturating_sub(half)..(at + half).min(contents.len());
    let mut wanted: Vec<usize> = above(contents, window.start).into_iter().chain(window).collect();
    wanted.dedup();
    (wanted.into_iter().map(|at| line(maker, at, Some(ix))).collect(), true)
}

/// The chapters that a line is nested in, and the part it belongs to.
fn above(contents: &[Item], at: usize) -> Vec<usize> {
    let mut found = Vec::new();
    let mut depth = match contents.get(at) {
        Some(Item::Chapter(chapter)) => chapter.depth,
        _ => 0,
    };
    for (line, item) in contents[..at].iter().enumerate().rev() {
        match item {
            Item::Chapter(chapter) if chapter.depth < depth => {
                depth = chapter.depth;
                found.push(line);
            }
            Item::Part(_) => {
                found.push(line);
                break;
            }
            _ => {}
        }
    }
    found.reverse();
    found
}
