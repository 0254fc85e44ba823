//! The chapter that terms are linked to.

use crate::entry::{Entry, EntryData, Kind, Term};
use crate::export::Rendered;
use crate::site::Site;
use std::fmt::Write;

/// All terms as one chapter, by their titles; nothing without terms.
pub(super) fn content(site: &Site, rendered: &dyn Rendered) -> Option<String> {
    let mut terms: Vec<(&Entry, &Term)> = site
        .of_kind(Kind::Term)
        .filter_map(|(_, entry)| match &entry.data {
            EntryData::Term(term) => Some((entry, term)),
            _ => None,
        })
        .collect();
    terms.sort_by_key(|(entry, _)| entry.head.title.value.to_lowercase());
    (!terms.is_empty()).then_some(())?;
    let mut out = format!("# {}\n\n", rendered.word("nav.term"));
    for (entry, term) in terms {
        let _ = write!(out, "## {} {{#{}}}\n\n{}\n\n", entry.head.title.value, entry.id.slug, term.definition.value);
        if !entry.head.aliases.is_empty() {
            let names: Vec<&str> = entry.head.aliases.iter().map(|name| name.value.as_str()).collect();
            let _ = write!(out, "*{}:* {}\n\n", rendered.word("export.also"), names.join(", "));
        }
        for (team, heading) in &term.views {
            let view = entry.document.own_text(*heading, entry.file.text.len()).text(&entry.file.text).trim();
            if !view.is_empty() {
                let _ = write!(out, "**{}**\n\n{view}\n\n", site.config.teams[*team].label);
            }
        }
    }
    Some(out)
}
