//! Pages that nothing leads to, pictures that not everybody can see.

use crate::config::Config;
use crate::diag::{Diagnostics, lint};
use crate::entry::{Entry, Kind, Status, normal_name};
use crate::markdown::{LinkKind, RawHtml, left_out, may_lead_to};
use crate::site::{Ix, Site};
use crate::source::{Place, Span};
use crate::summary::chapters;

/// Nothing links to the page. Chapters of the table of contents are reachable
/// through it; index pages of modules, roles and the like list few enough
/// entries for that to be a way in, so only terms, worksheets and stray pages count.
pub(super) fn orphan(site: &Site, ix: Ix, entry: &Entry, found: &mut Diagnostics) {
    let stray = match entry.id.kind {
        Kind::Term | Kind::Worksheet => true,
        Kind::Page => {
            let below = entry.file.path.below(&site.config.src);
            !chapters(&site.contents).any(|chapter| chapter.path.as_deref() == below)
        }
        _ => false,
    };
    // Nobody can link to a draft yet.
    if !stray || matches!(entry.head.status, Status::Retired | Status::Draft) || !site.into(ix).is_empty() {
        return;
    }
    let message = format!("nothing links to `{}`", entry.head.title.value);
    let diagnostic = Diagnostics::at(&entry.file.path, entry.head.title.span, lint::ORPHAN, message);
    found.push(match entry.id.kind {
        Kind::Page => diagnostic.label("reachable only through search").help("list it in SUMMARY.md"),
        _ => diagnostic
            .label("reachable only through search and the lists")
            .help("mention it where it matters, or name it in `related` of another term"),
    });
}

/// A picture without alternative text.
pub(super) fn alt_missing(entry: &Entry, found: &mut Diagnostics) {
    for link in entry.document.links.iter().filter(|link| link.kind == LinkKind::Image && !link.has_text) {
        found.push(
            Diagnostics::at(&entry.file.path, link.span, lint::ALT_MISSING, "this picture has no alternative text")
                .label("says nothing to those who can't see it")
                .help("say between the brackets what the picture tells: `![two teams at one table](…)`"),
        );
    }
}

/// Words that say nothing about where a link leads.
const VAGUE: [&str; 16] = [
    "here",
    "click here",
    "click",
    "this",
    "this link",
    "this page",
    "this article",
    "this site",
    "link",
    "page",
    "more",
    "read more",
    "learn more",
    "see here",
    "see more",
    "more info",
];

/// A link whose words make sense only together with the text around them. Many
/// people jump from link to link, or hear a list of them.
pub(super) fn text_vague(config: &Config, entry: &Entry, found: &mut Diagnostics) {
    let links = entry.document.links.iter().filter(|link| link.kind == LinkKind::Link && config.english());
    for link in links {
        let written = link.span.text(&entry.file.text);
        let Some(words) = written.strip_prefix('[').and_then(|rest| rest.split(']').next()) else { continue };
        let normal = normal_name(words.trim_matches(|c: char| !c.is_alphanumeric()));
        if !VAGUE.contains(&normal.as_str()) {
            continue;
        }
        let span = Span::new(1, 1 + words.len()).shifted(link.span.start as usize);
        found.push(
            Diagnostics::at(
                &entry.file.path,
                span,
                lint::LINK_TEXT_VAGUE,
                format!("`{words}` does not say where this link leads"),
            )
            .label("means nothing without the text around it")
            .help("use the words for what is there: `[how long it runs](…)`, not `[here](…)`"),
        );
    }
}

/// An address that no page of this book may lead to; the page has its words only.
pub(super) fn unsafe_addresses(config: &Config, entry: &Entry, found: &mut Diagnostics) {
    for link in entry.document.links.iter().filter(|link| link.kind != LinkKind::Wiki) {
        let picture = link.kind == LinkKind::Image;
        if may_lead_to(&link.target, picture, config.dialect.html) {
            continue;
        }
        let scheme = link.target.split(':').next().unwrap_or_default().trim().to_lowercase();
        let what = if picture { "picture" } else { "link" };
        found.push(
            Diagnostics::at(
                &entry.file.path,
                link.target_span,
                lint::LINK_UNSAFE,
                format!("a {what} can't have an address that begins with `{scheme}:`"),
            )
            .label("left out of the page; its words stay")
            .help("use an address that begins with https:, mailto: or tel:, or the path of a file"),
        );
    }
}

/// Headings go down one level at a time, and the page has one title.
pub(super) fn heading_order(entry: &Entry, found: &mut Diagnostics) {
    let given = entry.head.title.span;
    let in_front = entry.document.front_matter.is_some_and(|yaml| yaml.contains(given.start as usize));
    let mut title = (in_front && !given.is_empty()).then_some(given);
    let mut above = 1;
    for heading in entry.document.headings.iter().filter(|heading| heading.top) {
        let at = |message: String| Diagnostics::at(&entry.file.path, heading.inline, lint::HEADING_ORDER, message);
        if heading.level == 1 {
            if let Some(first) = title {
                found.push(
                    at(format!("`{}` is a second title", heading.text))
                        .label("one `#` too few")
                        .also(Place::new(&entry.file.path, first), "the title of the page")
                        .help("use `##` for sections"),
                );
            }
            title = title.or(Some(heading.inline));
        } else if heading.level > above + 1 {
            let marks = "#".repeat(usize::from(above) + 1);
            found.push(
                at(format!("`{}` leaves out a level", heading.text))
                    .label(format!("level {} right after level {above}", heading.level))
                    .help(format!("write `{marks} {}`", heading.text)),
            );
        }
        above = heading.level;
    }
}

/// HTML that the page leaves out, or shows as text.
pub(super) fn html_left_out(config: &Config, entry: &Entry, found: &mut Diagnostics) {
    let path = &entry.file.path;
    for span in &entry.document.raw {
        let html = span.text(&entry.file.text);
        if config.dialect.html == RawHtml::Escaped {
            if html.starts_with('<') && !html.starts_with("<!--") {
                let message = "HTML is shown as text in this book";
                found.push(
                    Diagnostics::at(path, *span, lint::HTML_LEFT_OUT, message).label("readers see this as it is"),
                );
            }
            continue;
        }
        for left in left_out(html, span.start as usize) {
            let element = left.element;
            let message = match left.attribute {
                Some(attribute) => format!("`{attribute}` of `<{element}>` is left out of the page"),
                None => format!("`<{element}>` is left out of the page"),
            };
            found.push(
                Diagnostics::at(path, left.span, lint::HTML_LEFT_OUT, message)
                    .label("not among the HTML that this book allows")
                    .help("say it in Markdown; or, if all who write here may write HTML, set `html = \"trusted\"` in book.toml"),
            );
        }
    }
}
