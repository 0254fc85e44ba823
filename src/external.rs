//! Links out of the book: which there are, and what other sites' answers mean.
//!
//! Asking is [`crate::host::external`]'s business, and only on request: a build
//! asks nobody.

use crate::diag::{Diagnostic, Diagnostics, lint};
use crate::entry::EntryData;
use crate::markdown::LinkKind;
use crate::site::Site;
use crate::source::{Place, Snapshot, SourcePath, Span};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// What another site said about an address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Answer {
    /// It is there.
    Fine,
    /// It is there, and has moved for good.
    Moved(String),
    /// It is not there; why.
    Missing(String),
    /// Nobody can tell; why.
    Unsure(String),
}

/// Addresses of other sites, with the places where each is written.
pub type Addresses = BTreeMap<String, Vec<Place>>;

/// All addresses that pages link to and that facts and terms name as sources.
/// What stands after `#` is left out: it is not sent.
pub fn addresses(site: &Site, snapshot: &Snapshot) -> Addresses {
    let mut found = Addresses::new();
    let mut add = |url: &str, place: Place| {
        let url = url.split('#').next().unwrap_or_default();
        if url.starts_with("https://") || url.starts_with("http://") {
            found.entry(url.to_owned()).or_default().push(place);
        }
    };
    for (_, entry) in site.all() {
        let path = &entry.file.path;
        for link in entry.document.links.iter().filter(|link| link.kind != LinkKind::Wiki) {
            add(&link.target, Place::new(path, link.target_span));
        }
        if let EntryData::Term(term) = &entry.data {
            for url in term.sources.iter().map(|source| source.url.as_str()) {
                written(snapshot, path, url).into_iter().for_each(|place| add(url, place));
            }
        }
    }
    for fact in site.facts.values() {
        written(snapshot, &fact.path, &fact.url).into_iter().for_each(|place| add(&fact.url, place));
    }
    for places in found.values_mut() {
        places.sort_by(|a, b| (&a.path, a.span).cmp(&(&b.path, b.span)));
        places.dedup();
    }
    found
}

/// Where an address is written as the value of a field.
fn written(snapshot: &Snapshot, path: &SourcePath, url: &str) -> Vec<Place> {
    let Some(file) = snapshot.text(path).filter(|_| !url.is_empty()) else { return Vec::new() };
    let ends = |at: usize| !file.text[at + url.len()..].starts_with(|next: char| !"\"', }\r\n".contains(next));
    let starts = |at: usize| file.text[..at].ends_with(['"', '\'', ' ']);
    let all = file.text.match_indices(url).map(|(at, _)| at).filter(|at| starts(*at) && ends(*at));
    all.map(|at| Place::new(path, Span::new(at, at + url.len()))).collect()
}

/// What authors should know of the answers, at each place where the address stands.
pub fn told(addresses: &Addresses, answers: &BTreeMap<String, Answer>) -> Diagnostics {
    let mut found = Diagnostics::new();
    for (url, places) in addresses {
        let Some(answer) = answers.get(url) else { continue };
        let mut seen = BTreeSet::new();
        for place in places.iter().filter(|place| seen.insert((&place.path, place.span))) {
            found.extend(problem(url, answer, place.clone()));
        }
    }
    found
}

fn problem(url: &str, answer: &Answer, place: Place) -> Option<Diagnostic> {
    Some(match answer {
        Answer::Fine => return None,
        Answer::Missing(why) => Diagnostic::new(lint::EXTERNAL_MISSING, place, format!("nothing is at `{url}`"))
            .label(why)
            .help("look for its new address, or take the link out; an archive of the web may have a copy"),
        Answer::Moved(to) => {
            let problem = Diagnostic::new(lint::EXTERNAL_MOVED, place, format!("`{url}` has moved for good"));
            let written = problem.place.span.range().len() == url.len();
            match written {
                true => problem.label("answers from another address").replace(format!("write `{to}`"), to),
                false => problem.label("answers from another address").help(format!("write `{to}`")),
            }
        }
        Answer::Unsure(why) => {
            Diagnostic::new(lint::EXTERNAL_UNSURE, place, format!("nobody can tell whether `{url}` is there"))
                .label(why)
                .help("open it in a browser; if it is there, leave it")
        }
    })
}
