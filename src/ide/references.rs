//! Everything that leads somewhere.

use super::target::{Target, definition, followed, names, written};
use crate::site::{Ix, Site};
use crate::source::{Place, Snapshot, SourcePath, Span};
use crate::summary;

/// The places that lead to something, by file; with the place of its
/// definition, if that is wanted too.
pub fn references(site: &Site, snapshot: &Snapshot, target: &Target, with_definition: bool) -> Vec<Place> {
    let mut places: Vec<Place> = match target {
        Target::Entry(ix) | Target::Heading(ix, _) => {
            let mut from: Vec<Ix> = site.into(*ix).iter().map(|(from, _)| *from).chain([*ix]).collect();
            from.sort();
            from.dedup();
            from.into_iter().flat_map(|from| in_entry(site, snapshot, from, target)).collect()
        }
        Target::Fact(_) | Target::Objective(..) => {
            let all = site.all().flat_map(|(from, _)| names(site, from).into_iter().map(move |found| (from, found)));
            let fitting = all.filter(|(_, (_, found))| found == target);
            fitting.map(|(from, (name, _))| written(snapshot, site.entry(from), name.span)).collect()
        }
        Target::File(_) => site.all().flat_map(|(from, _)| links(site, snapshot, from, target)).collect(),
    };
    if let Target::Entry(ix) = target {
        places.extend(outside(site, *ix));
    }
    if with_definition {
        places.extend(definition(site, snapshot, target));
    }
    places.sort();
    places.dedup();
    places
}

/// Fields, links and mentions of an entry that lead to an entry or a heading of it.
fn in_entry(site: &Site, snapshot: &Snapshot, from: Ix, target: &Target) -> Vec<Place> {
    let mut places = links(site, snapshot, from, target);
    let Target::Entry(to) = target else { return places };
    let entry = site.entry(from);
    let at = |span: Span| written(snapshot, entry, span);
    let named = entry.references.iter().filter(|name| site.named(&name.name.value, name.kind) == Some(*to));
    places.extend(named.map(|reference| at(reference.name.span)));
    let mentions = site.mentions[from.0 as usize].iter();
    places.extend(mentions.filter(|mention| super::term(site, mention.term) == *to).map(|mention| at(mention.span)));
    places
}

/// Links of an entry that lead there. A link to a heading leads to the entry too.
fn links(site: &Site, snapshot: &Snapshot, from: Ix, target: &Target) -> Vec<Place> {
    let entry = site.entry(from);
    let leads = |found: Target| match (&found, target) {
        (Target::Heading(ix, _), Target::Entry(to)) => ix == to,
        _ => found == *target,
    };
    let links = entry.document.links.iter();
    let fitting = links.filter(|link| followed(site, from, link.kind, &link.target).is_some_and(leads));
    fitting.map(|link| written(snapshot, entry, link.target_span)).collect()
}

/// The table of contents and the settings.
fn outside(site: &Site, ix: Ix) -> Vec<Place> {
    let entry = site.entry(ix);
    let contents = SourcePath::new(format!("{}/SUMMARY.md", site.config.src).trim_start_matches('/').to_owned());
    let below = entry.file.path.below(&site.config.src);
    let chapters = summary::chapters(&site.contents).filter(|chapter| chapter.path.as_deref() == below);
    let heroes = site.config.hero.iter().filter(|hero| site.named(&hero.value, Some(entry.id.kind)) == Some(ix));
    let heroes = heroes.filter(|_| entry.id.kind == crate::entry::Kind::FalseFriend);
    let settings = SourcePath::from("book.toml");
    chapters
        .map(|chapter| Place::new(&contents, chapter.span))
        .chain(heroes.map(|hero| Place::new(&settings, hero.span)))
        .collect()
}
