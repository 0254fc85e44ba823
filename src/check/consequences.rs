//! What follows from another mistake is not told: mending the cause mends it.

use crate::diag::{Diagnostic, Diagnostics, lint};
use crate::markdown::Link;
use crate::site::{Outcome, Site};
use crate::source::{Place, SourcePath};
use std::collections::BTreeSet;

/// What is said of pages because of what other pages hold.
const OF_OTHERS: [&str; 9] = [
    "orphan",
    "term-untested",
    "module-unused",
    "objective-untested",
    "taught-later",
    "coverage-gap",
    "recall-only",
    "forms-differ",
    "related-one-way",
];

/// Takes out what only follows from something else that was found: what pages
/// lack as long as some page can't be read, missing facts as long as records
/// have errors, and pages without links to which a misspelled one was meant to lead.
pub fn dropped(found: Diagnostics) -> Diagnostics {
    let unread = found.iter().any(|found| found.lint == lint::FRONT_MATTER_SYNTAX);
    let record = |found: &Diagnostic| {
        found.place.path.extension() == "toml"
            && (found.lint.name.starts_with("field-") || found.lint == lint::FRONT_MATTER_SYNTAX)
    };
    let records: BTreeSet<SourcePath> =
        found.iter().filter(|found| record(found)).map(|found| found.place.path.clone()).collect();
    let meant: BTreeSet<String> = found.iter().filter_map(meant).collect();
    let mut kept = found;
    kept.retain(|found| {
        let name = found.lint.name;
        let led_to = || found.lint == lint::ORPHAN && meant.contains(found.place.path.stem());
        !(unread && OF_OTHERS.contains(&name) || unrecorded(found, &records) || led_to())
    });
    kept
}

/// Takes out the links to headings of pages that lack some of what they
/// include: the headings may be there. Places are those of the site.
pub fn unincluded(found: Diagnostics, site: &Site, lacking: impl Fn(&SourcePath) -> bool) -> Diagnostics {
    let from: BTreeSet<SourcePath> =
        found.iter().filter(|found| headless(found)).map(|found| found.place.path.clone()).collect();
    let mut excused = BTreeSet::new();
    for (ix, entry) in from.iter().filter_map(|path| site.at_path(path)).map(|ix| (ix, site.entry(ix))) {
        let lead_there = |link: &&Link| match site.follow(ix, link.kind, &link.target) {
            Outcome::AnchorMissing(to, _) => lacking(&site.entry(to).file.path),
            _ => false,
        };
        let links = entry.document.links.iter().filter(lead_there);
        excused.extend(links.map(|link| Place::new(&entry.file.path, link.fragment_span())));
    }
    let mut kept = found;
    kept.retain(|found| !(headless(found) && excused.contains(&found.place)));
    kept
}

fn headless(found: &Diagnostic) -> bool {
    found.lint == lint::ANCHOR_MISSING
}

/// Whether a fact lacks something, or is not there, because a record has an error.
fn unrecorded(found: &Diagnostic, records: &BTreeSet<SourcePath>) -> bool {
    found.lint == lint::FACT_MISSING && !records.is_empty()
        || found.lint == lint::FACT_UNVERIFIED && records.contains(&found.place.path)
}

/// The page that a misspelled link was meant to lead to.
fn meant(found: &Diagnostic) -> Option<String> {
    if found.lint != lint::LINK_MISSING {
        return None;
    }
    let name = found.fix.as_ref()?.edits.first()?.text.split('#').next()?;
    let name = name.rsplit('/').next()?;
    Some(name.strip_suffix(".md").unwrap_or(name).to_lowercase().replace(' ', "-"))
}
