//! Pages that nothing leads to, pictures that not everybody can see.

use crate::diag::{Diagnostics, lint};
use crate::entry::{Entry, Kind, Status};
use crate::markdown::LinkKind;
use crate::site::{Ix, Site};
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
    if !stray || entry.head.status == Status::Retired || !site.into(ix).is_empty() {
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
