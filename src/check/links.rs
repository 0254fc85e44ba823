//! Pages that nothing leads to, pictures that not everybody can see.

use crate::config::Config;
use crate::diag::{Diagnostics, lint};
use crate::entry::{Entry, Kind, Status, normal_name};
use crate::markdown::LinkKind;
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
