//! What a page is about, as JSON-LD in the words of schema.org, for search engines and
//! other programs. Only for books that have an address to be published at.

use super::encoded;
use crate::entry::{EntryData, Kind};
use crate::render::json;
use crate::render::plan::index_of;
use crate::render::view::Maker;
use crate::site::{Ix, Site};
use serde_json::{Value, json};

/// The graph of a page that the generator makes.
pub(in crate::render) fn generated(maker: &Maker<'_>, title: &str) -> String {
    let Some(url) = maker.site.config.url.as_deref() else { return String::new() };
    let config = &maker.site.config;
    let about = if maker.route == "index.html" {
        json!({"@type": "WebSite", "@id": format!("{url}#site"), "name": config.title, "url": url, "inLanguage": config.language, "description": config.description})
    } else if maker.route == index_of(Kind::Term) {
        json!({"@type": "DefinedTermSet", "@id": set(url), "name": format!("{}: {title}", config.title), "url": set(url), "inLanguage": config.language})
    } else {
        return String::new();
    };
    wrapped(vec![about])
}

/// The graph of an entry's page: what it is, and the way to it.
pub(in crate::render) fn graph(maker: &Maker<'_>, ix: Ix, description: &str) -> String {
    let Some(url) = maker.site.config.url.as_deref() else { return String::new() };
    let entry = maker.site.entry(ix);
    let (title, here) = (maker.text(&entry.head.title.value), format!("{url}{}", encoded(maker.route)));
    let mut about =
        json!({"@id": format!("{here}#it"), "name": title, "url": here, "inLanguage": maker.site.config.language});
    if !description.is_empty() {
        about["description"] = Value::from(description);
    }
    describe(&mut about, maker.site, ix, url);
    let mut way = vec![(maker.strings().get("nav.home").to_owned(), url.to_owned())];
    let index = index_of(entry.id.kind);
    if maker.route != index {
        let kind = maker.strings().get(crate::render::names::nav_name(entry.id.kind));
        way.push((kind.to_owned(), format!("{url}{index}")));
    }
    way.push((title, here.clone()));
    let items: Vec<Value> = way
        .iter()
        .enumerate()
        .map(|(at, (name, item))| json!({"@type": "ListItem", "position": at + 1, "name": name, "item": item}))
        .collect();
    wrapped(vec![about, json!({"@type": "BreadcrumbList", "@id": format!("{here}#way"), "itemListElement": items})])
}

/// Adds the type of an entry and what only its kind has.
fn describe(about: &mut Value, site: &Site, ix: Ix, url: &str) {
    let entry = site.entry(ix);
    let (kind, more) = match &entry.data {
        EntryData::Term(_) => {
            let names: Vec<&str> = entry.head.aliases.iter().map(|alias| alias.value.as_str()).collect();
            ("DefinedTerm", json!({"inDefinedTermSet": {"@id": set(url)}, "alternateName": names}))
        }
        EntryData::LearningPath(path) => {
            let weeks = path.weeks.map(|weeks| format!("P{weeks}W"));
            ("Course", json!({"provider": {"@type": "Organization", "name": site.config.title}, "timeRequired": weeks}))
        }
        EntryData::Module(module) => {
            let taught: Vec<&str> = module.objectives.iter().map(|objective| objective.text.as_str()).collect();
            (
                "LearningResource",
                json!({"timeRequired": format!("PT{}M", module.minutes.value), "teaches": taught, "learningResourceType": "workshop"}),
            )
        }
        EntryData::Quiz(_) => ("Quiz", json!({})),
        _ => ("Article", json!({})),
    };
    about["@type"] = Value::from(kind);
    let filled = more
        .as_object()
        .into_iter()
        .flatten()
        .filter(|(_, value)| !value.is_null() && value.as_array().is_none_or(|list| !list.is_empty()));
    for (name, value) in filled {
        about[name] = value.clone();
    }
}

/// The address that stands for all words.
fn set(url: &str) -> String {
    format!("{url}{}", index_of(Kind::Term))
}

fn wrapped(graph: Vec<Value>) -> String {
    json::text(&json!({"@context": "https://schema.org", "@graph": graph}))
}
