//! Dated claims.

use crate::diag::{Diagnostics, lint, nearest};
use crate::entry::Entry;
use crate::site::Site;
use crate::source::Spanned;

/// Every fact that an entry cites is on record.
pub(super) fn cited(site: &Site, entry: &Entry, ids: &[Spanned<String>], found: &mut Diagnostics) {
    for id in ids.iter().filter(|id| !site.facts.contains_key(&id.value)) {
        let mut diagnostic = Diagnostics::at(
            &entry.file.path,
            id.span,
            lint::FACT_MISSING,
            format!("there is no fact record `{}`", id.value),
        )
        .label("not on record");
        if let Some(near) = nearest(&id.value, site.facts.keys().map(String::as_str)) {
            diagnostic = diagnostic.replace(format!("did you mean `{near}`?"), near);
        }
        found.push(diagnostic.help("records stand in content/facts/*.toml under [[fact]]"));
    }
}

/// Records are sourced and in date.
pub(super) fn records(site: &Site, found: &mut Diagnostics) {
    for fact in site.facts.values() {
        if fact.evidence == "unverified" {
            let message = format!("fact `{}` has no source that was read", fact.id.value);
            found.push(
                Diagnostics::at(&fact.path, fact.id.span, lint::FACT_UNVERIFIED, message)
                    .label("unverified")
                    .help("open its source and grade it, or take it out"),
            );
        }
        if let Some(due) = fact.review_by.as_ref().filter(|due| due.value < site.today) {
            let message = format!("fact `{}` was due for review on {}", fact.id.value, due.spelled());
            found.push(
                Diagnostics::at(&fact.path, due.span, lint::FACT_OVERDUE, message)
                    .label("overdue")
                    .help("check it against its source, then set `checked` and `review_by`"),
            );
        }
    }
}
