//! What stands under the cursor, and where that is defined.

use super::page::touches;
use crate::entry::{Entry, EntryData, Fact};
use crate::includes;
use crate::markdown::LinkKind;
use crate::site::{Ix, Outcome, Site, decoded};
use crate::source::{Place, Snapshot, SourcePath, Span, Spanned};
use crate::summary;

/// Something that has a place of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// An entry.
    Entry(Ix),
    /// A heading of an entry, by its id.
    Heading(Ix, String),
    /// An objective of a module, by its id.
    Objective(Ix, String),
    /// A fact record, by its id.
    Fact(String),
    /// A file that is copied.
    File(SourcePath),
}

/// What stands at a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The words that stand for it.
    pub span: Span,
    /// What it is.
    pub target: Target,
    /// Whether this is where it is defined.
    pub own: bool,
}

/// What stands at an offset of a file. The site must be of the text as it is.
pub fn at(site: &Site, snapshot: &Snapshot, path: &SourcePath, offset: usize) -> Option<Found> {
    let fact = |fact: &&Fact| fact.path == *path && touches(fact.id.span, offset);
    if let Some(fact) = site.facts.values().find(fact) {
        return Some(Found { span: fact.id.span, target: Target::Fact(fact.id.value.clone()), own: true });
    }
    match site.at_path(path) {
        // Where includes were carried out, places in the text that resulted
        // mean nothing in the text that was written.
        Some(ix) if !snapshot.expanded.contains_key(path) => in_entry(site, ix, offset),
        Some(_) => None,
        None => in_contents(site, path, offset),
    }
}

fn in_contents(site: &Site, path: &SourcePath, offset: usize) -> Option<Found> {
    if path.below(&site.config.src) != Some("SUMMARY.md") {
        return None;
    }
    let chapter = summary::chapters(&site.contents).find(|chapter| touches(chapter.span, offset))?;
    let ix = site.at_path(&path.join(chapter.path.as_ref()?)?)?;
    Some(Found { span: chapter.span, target: Target::Entry(ix), own: false })
}

fn in_entry(site: &Site, ix: Ix, offset: usize) -> Option<Found> {
    let entry = site.entry(ix);
    let found = |span: Span, target: Target| Found { span, target, own: false };
    let reference = entry.references.iter().find(|reference| touches(reference.name.span, offset));
    if let Some(reference) = reference {
        let to = site.named(&reference.name.value, reference.kind)?;
        return Some(found(reference.name.span, Target::Entry(to)));
    }
    // Of links within links (a picture as a link), the inner one.
    let links = entry.document.links.iter().filter(|link| touches(link.span, offset));
    if let Some(link) = links.min_by_key(|link| link.span.end - link.span.start) {
        let span = if link.kind == LinkKind::Wiki { link.target_span } else { link.span };
        return Some(found(span, followed(site, ix, link.kind, &link.target)?));
    }
    if let Some((name, target)) = named(site, ix, offset) {
        return Some(found(name.span, target));
    }
    if let Some(own) = own(entry, ix, offset) {
        return Some(own);
    }
    mention(site, ix, offset)
}

/// Where a link leads, if to something with a place.
pub(super) fn followed(site: &Site, from: Ix, kind: LinkKind, target: &str) -> Option<Target> {
    match site.follow(from, kind, target) {
        Outcome::Entry(to, Some(id)) => Some(Target::Heading(to, id)),
        Outcome::Entry(to, None) | Outcome::AnchorMissing(to, _) => Some(Target::Entry(to)),
        Outcome::Asset(_) => {
            let path = target.split(['#', '?']).next().unwrap_or(target);
            Some(Target::File(site.entry(from).file.path.join(&decoded(path))?))
        }
        _ => None,
    }
}

/// Names of facts and objectives in fields.
pub(super) fn names(site: &Site, ix: Ix) -> Vec<(&Spanned<String>, Target)> {
    let fact = |name: &Spanned<String>| Target::Fact(name.value.clone());
    match &site.entry(ix).data {
        EntryData::Term(term) => term.facts.iter().map(|name| (name, fact(name))).collect(),
        EntryData::Module(module) => {
            let practised = module.activities.iter().flat_map(|activity| &activity.objectives);
            practised.map(|name| (name, Target::Objective(ix, name.value.clone()))).collect()
        }
        EntryData::Quiz(quiz) => {
            let module =
                quiz.module.as_ref().and_then(|name| site.named(&name.value, Some(crate::entry::Kind::Module)));
            let facts = quiz.questions.iter().flat_map(|item| &item.facts).map(|name| (name, fact(name)));
            let tested = quiz.questions.iter().filter_map(|item| {
                let name = item.objective.as_ref()?;
                Some((name, Target::Objective(module?, name.value.clone())))
            });
            facts.chain(tested).collect()
        }
        _ => Vec::new(),
    }
}

fn named(site: &Site, ix: Ix, offset: usize) -> Option<(&Spanned<String>, Target)> {
    names(site, ix).into_iter().find(|(name, _)| touches(name.span, offset))
}

/// What is defined at an offset: the entry itself at its title and its other
/// names, a heading, an objective.
fn own(entry: &Entry, ix: Ix, offset: usize) -> Option<Found> {
    let own = |span: Span, target: Target| Some(Found { span, target, own: true });
    let mut names = std::iter::once(&entry.head.title).chain(&entry.head.aliases);
    if let Some(name) = names.find(|name| !name.span.is_empty() && touches(name.span, offset)) {
        return own(name.span, Target::Entry(ix));
    }
    if let EntryData::Module(module) = &entry.data
        && let Some(objective) = module.objectives.iter().find(|objective| touches(objective.id.span, offset))
    {
        return own(objective.id.span, Target::Objective(ix, objective.id.value.clone()));
    }
    let heading = entry.document.headings.iter().find(|heading| touches(heading.span, offset))?;
    own(heading.inline, Target::Heading(ix, heading.id.clone()))
}

fn mention(site: &Site, ix: Ix, offset: usize) -> Option<Found> {
    let mention = site.mentions[ix.0 as usize].iter().find(|mention| touches(mention.span, offset))?;
    Some(Found { span: mention.span, target: Target::Entry(super::term(site, mention.term)), own: false })
}

/// Where something is defined.
pub fn definition(site: &Site, snapshot: &Snapshot, target: &Target) -> Option<Place> {
    match target {
        Target::Entry(ix) => {
            let entry = site.entry(*ix);
            Some(written(snapshot, entry, entry.head.title.span))
        }
        Target::Heading(ix, id) => {
            let entry = site.entry(*ix);
            // An anchor in raw HTML is no heading.
            let heading = entry.document.headings.iter().find(|heading| heading.id == *id);
            Some(written(snapshot, entry, heading.map_or(Span::at(0), |heading| heading.inline)))
        }
        Target::Objective(ix, id) => {
            let EntryData::Module(module) = &site.entry(*ix).data else { return None };
            let objective = module.objectives.iter().find(|objective| objective.id.value == *id)?;
            Some(written(snapshot, site.entry(*ix), objective.id.span))
        }
        Target::Fact(id) => site.facts.get(id).map(|fact| Place::new(&fact.path, fact.id.span)),
        Target::File(path) => Some(Place::new(path, Span::at(0))),
    }
}

/// A span of an entry in the text that its author wrote; its start where it stands in an included text.
pub(super) fn written(snapshot: &Snapshot, entry: &Entry, span: Span) -> Place {
    let path = &entry.file.path;
    let span = match (snapshot.expanded.get(path), snapshot.text(path)) {
        (Some(expanded), Some(text)) => includes::back(span, text, expanded).unwrap_or_default(),
        _ => span,
    };
    Place::new(path, span)
}
