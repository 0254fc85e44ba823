//! Entries into a [`Site`]: every reference becomes an edge or a diagnostic.

use super::asked::Asked;
use super::backlinks::Backlinks;
use super::mention::{Finder, linked_by_hand};
use super::names::{self, Found, NameTable};
use super::{Edge, Ix, MentionAt, Outcome, Site};
use crate::config::Config;
use crate::diag::{Diagnostic, Diagnostics, Near, lint, near};
use crate::entry::{Entry, Fact, Kind, Name, Reference, Relation, Run};
use crate::markdown::{Link, LinkKind};
use crate::source::{Date, Digest, Hasher, Place, SourcePath, Span};
use crate::summary::Item;
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// What a site is made of.
pub struct Inputs<'a> {
    /// What is true of the whole book.
    pub config: Arc<Config>,
    /// All entries, sorted by identity, identities unique.
    pub entries: Vec<Arc<Entry>>,
    /// Entries that are left out since they are drafts.
    pub drafts: Vec<Arc<Entry>>,
    /// All fact records.
    pub facts: Vec<Fact>,
    /// Past runs, by path.
    pub runs: Vec<Run>,
    /// The table of contents.
    pub contents: Vec<Item>,
    /// Files that are copied, by path below the source folder.
    pub assets: BTreeMap<String, Digest>,
    /// The day of the build.
    pub today: Date,
    /// What earlier builds found.
    pub memory: &'a Memory,
}

/// What earlier builds found and later ones can use again.
#[derive(Debug, Default)]
pub struct Memory {
    pub(super) finder: Mutex<Option<(Digest, Arc<Finder>)>>,
    mentions: Mutex<FxHashMap<SourcePath, Remembered>>,
    asked: Mutex<Option<(Digest, Arc<Asked>)>>,
    last: Mutex<Option<Last>>,
}

/// What the text of a file mentions, with the digests of the text and of the names.
type Remembered = (Digest, Digest, Arc<[MentionAt]>);

/// The last build. While [`Site::outside`] stays as it was, names lead where they
/// led, and an entry that did not change itself points where it pointed.
#[derive(Debug)]
struct Last {
    outside: Digest,
    names: Arc<NameTable>,
    by_path: Arc<FxHashMap<SourcePath, Ix>>,
    /// By entry; nothing where there was something to complain about, since
    /// complaints show places in other files.
    pointed: Vec<Option<Pointed>>,
}

/// Where an entry's references lead, and what was wrong with them.
type Followed = (Vec<Edge>, Diagnostics);

#[derive(Debug)]
struct Pointed {
    entry: Arc<Entry>,
    out: Arc<[Edge]>,
    mentions: Arc<[MentionAt]>,
}

impl Last {
    /// What an entry points at, if it is the one that was looked at last time.
    fn pointed(&self, ix: Ix, entry: &Arc<Entry>) -> Option<&Pointed> {
        self.pointed.get(ix.0 as usize)?.as_ref().filter(|pointed| Arc::ptr_eq(&pointed.entry, entry))
    }
}

/// Resolves everything.
pub fn resolve(inputs: Inputs<'_>, diagnostics: &mut Diagnostics) -> Site {
    let outside = outside(&inputs);
    let Inputs { config, entries, drafts, facts, runs, contents, assets, today, memory } = inputs;
    let mut kept = memory.last.lock().unwrap_or_else(PoisonError::into_inner);
    let last = kept.take().filter(|last| last.outside == outside);
    let mut clashes = Diagnostics::new();
    // The finder needs the entries alone, and names are collected by one thread.
    let ((names, by_path), finder) = rayon::join(
        || match &last {
            Some(last) => (last.names.clone(), last.by_path.clone()),
            None => {
                let places = entries.iter().enumerate().map(|(at, entry)| (entry.file.path.clone(), Ix(at as u32)));
                (Arc::new(NameTable::new(&entries, &mut clashes)), Arc::new(places.collect()))
            }
        },
        || finder(&config, &entries, memory),
    );
    let facts = unique_facts(facts, diagnostics);
    let (out, into, mentions) = (Vec::new(), Arc::default(), Vec::new());
    let mut site = Site {
        out,
        into,
        mentions,
        config,
        entries,
        drafts,
        facts,
        runs,
        contents,
        asked: Arc::default(),
        names,
        assets,
        today,
        by_path,
        outside,
    };
    site.asked = asked(&site, memory);
    let before = |ix: Ix, entry: &Arc<Entry>| last.as_ref().and_then(|last| last.pointed(ix, entry));
    let entries = site.entries.par_iter().enumerate();
    let follow = |(at, entry)| before(Ix(at as u32), entry).is_none().then(|| edges(&site, Ix(at as u32)));
    let followed: Vec<Option<Followed>> = entries.map(follow).collect();
    let found = mentions_in(&site, &finder, memory, |ix, entry| Some(before(ix, entry)?.mentions.clone()));
    let whole = |(at, (followed, mentions)): (usize, (Option<Followed>, Arc<[MentionAt]>))| {
        let entry = &site.entries[at];
        let (out, found) = match followed {
            None => (before(Ix(at as u32), entry).map(|pointed| pointed.out.clone()).unwrap_or_default(), None),
            Some((edges, found)) => (with_mentions(&site, edges, &mentions), Some(found)),
        };
        (Pointed { entry: entry.clone(), out, mentions }, found.unwrap_or_default())
    };
    let pointing: Vec<(Pointed, Diagnostics)> = followed.into_par_iter().zip(found).enumerate().map(whole).collect();
    site.out = pointing.iter().map(|(pointed, _)| pointed.out.clone()).collect();
    site.mentions = pointing.iter().map(|(pointed, _)| pointed.mentions.clone()).collect();
    let pointed = pointing.into_iter().map(|(pointed, found)| {
        let sound = found.is_empty();
        diagnostics.extend(found);
        sound.then_some(pointed)
    });
    let pointed = pointed.collect();
    site.into = Arc::new(Backlinks::new(site.out.iter().map(|edges| &**edges)));
    diagnostics.extend(unknown_heroes(&site));
    if clashes.is_empty() {
        let (names, by_path) = (site.names.clone(), site.by_path.clone());
        *kept = Some(Last { outside, names, by_path, pointed });
    }
    diagnostics.extend(clashes);
    site
}

/// Which questions are about which term, unless that is known.
fn asked(site: &Site, memory: &Memory) -> Arc<Asked> {
    let digest = Asked::digest(site);
    let mut kept = memory.asked.lock().unwrap_or_else(PoisonError::into_inner);
    match &*kept {
        Some((known, asked)) if *known == digest => asked.clone(),
        _ => kept.insert((digest, Arc::new(Asked::new(site)))).1.clone(),
    }
}

/// See [`Site::outside`].
fn outside(inputs: &Inputs<'_>) -> Digest {
    let mut hasher = Hasher::new();
    hasher.number(inputs.config.digest.0);
    for entry in inputs.entries.iter().chain(&inputs.drafts) {
        hasher.number(entry.outside.0);
    }
    hasher.number(inputs.drafts.len() as u128);
    let mut files: Vec<&str> = inputs.facts.iter().map(|fact| fact.path.as_str()).collect();
    files.dedup();
    hasher.part(format!("{files:?}"));
    inputs.assets.keys().for_each(|path| {
        hasher.part(path);
    });
    hasher.part("contents");
    inputs.contents.iter().for_each(|item| {
        hasher.part(format!("{item:?}"));
    });
    hasher.finish()
}

fn unique_facts(facts: Vec<Fact>, diagnostics: &mut Diagnostics) -> BTreeMap<String, Fact> {
    let mut unique: BTreeMap<String, Fact> = BTreeMap::new();
    for fact in facts {
        match unique.get(&fact.id.value) {
            Some(first) => diagnostics.push(
                Diagnostics::at(
                    &fact.path,
                    fact.id.span,
                    lint::ALIAS_CLASH,
                    format!("two facts answer to `{}`", fact.id.value),
                )
                .label("claimed again here")
                .also(Place::new(&first.path, first.id.span), "first claimed here"),
            ),
            None => {
                unique.insert(fact.id.value.clone(), fact);
            }
        }
    }
    unique
}

/// The arrows out of one entry.
pub(super) fn edges(site: &Site, from: Ix) -> Followed {
    let mut edges = Vec::new();
    let mut diagnostics = Diagnostics::new();
    let entry = site.entry(from);
    for reference in &entry.references {
        match refer(site, from, reference) {
            Ok(to) => edges.push(Edge { to, relation: reference.relation, span: reference.name.span }),
            Err(diagnostic) => diagnostics.push(*diagnostic),
        }
    }
    for link in &entry.document.links {
        match site.follow(from, link.kind, &link.target) {
            Outcome::Entry(to, _) => edges.push(Edge { to, relation: Relation::Link, span: link.span }),
            Outcome::AnchorMissing(to, fragment) => {
                edges.push(Edge { to, relation: Relation::Link, span: link.span });
                diagnostics.push(anchor_missing(site, from, link, to, &fragment));
            }
            Outcome::Case(right) => diagnostics.push(path_case(site, from, link, &right)),
            Outcome::Ambiguous(all) => diagnostics.push(ambiguous(site, from, link, &all)),
            Outcome::Missing(wanted) => diagnostics.push(link_missing(site, from, link, &wanted)),
            Outcome::Generated(_) | Outcome::Asset(_) | Outcome::Elsewhere => {}
        }
    }
    edges.retain(|edge| edge.to != from);
    edges.sort();
    edges.dedup_by_key(|edge| (edge.to, edge.relation));
    (edges, diagnostics)
}

fn refer(site: &Site, from: Ix, reference: &Reference) -> Result<Ix, Box<Diagnostic>> {
    match site.names.find(reference.key, reference.kind) {
        Found::One(to) => Ok(to),
        Found::Several(all) => {
            preferred(&site.entries, &all, reference.kind).ok_or_else(|| Box::new(unknown_name(site, from, reference)))
        }
        Found::None => Err(Box::new(unknown_name(site, from, reference))),
    }
}

/// Among entries of several kinds, front matter means the one that comes first
/// in this order; among entries of one kind nothing is preferred, since that
/// is reported as a clash already.
pub(crate) fn preferred(entries: &[Arc<Entry>], all: &[Ix], kind: Option<Kind>) -> Option<Ix> {
    const ORDER: [Kind; 4] = [Kind::Module, Kind::Term, Kind::Worksheet, Kind::Quiz];
    if kind.is_some() {
        return all.first().copied();
    }
    let of = |kind: Kind| all.iter().find(|ix| entries[ix.0 as usize].id.kind == kind).copied();
    ORDER.into_iter().find_map(of).or_else(|| all.first().copied())
}

/// False friends that the picture of the home page should show, and can't.
fn unknown_heroes(site: &Site) -> Diagnostics {
    let place = SourcePath::from("book.toml");
    let mut diagnostics = Diagnostics::new();
    for hero in site.config.hero.iter().filter(|hero| site.named(&hero.value, Some(Kind::FalseFriend)).is_none()) {
        let message = format!("there is no false friend called `{}`", hero.value);
        let diagnostic = Diagnostics::at(&place, hero.span, lint::LINK_MISSING, message).label("no such false friend");
        diagnostics.push(diagnostic.suggest(near(&hero.value, slugs(site, Some(Kind::FalseFriend)))));
    }
    diagnostics
}

/// What to say of something that leads to a draft, which the published site leaves out.
fn draft(path: &SourcePath, span: Span, rule: &'static crate::diag::Lint, draft: &Entry) -> Diagnostic {
    let message = format!("`{}` is a draft, so the site has no page of it", draft.file.path);
    Diagnostics::at(path, span, rule, message)
        .label("leads to a draft")
        .help("to publish it, take `status: draft` out of it; to see the site with drafts: --drafts")
}

fn unknown_name(site: &Site, from: Ix, reference: &Reference) -> Diagnostic {
    let (path, name) = (&site.entry(from).file.path, &reference.name);
    let what = reference.kind.map_or("page".to_owned(), |kind| kind.word().replace('-', " "));
    let rule = if reference.relation == Relation::Tests { lint::TERM_UNKNOWN } else { lint::LINK_MISSING };
    if let Some(found) = site.draft(reference.key, reference.kind) {
        return draft(path, name.span, rule, found);
    }
    let mut diagnostic = Diagnostics::at(path, name.span, rule, format!("there is no {what} called `{}`", name.value))
        .label(format!("no such {what}"));
    diagnostic = diagnostic.suggest(near(&name.value, slugs(site, reference.kind)));
    let others = site.names.kinds(reference.key);
    if let Some(other) = others.first() {
        diagnostic = diagnostic.note(format!("`{}` is the name of {}", name.value, other.a_word()));
    } else if let Some(kind) = reference.kind {
        diagnostic = or_create(diagnostic, kind, &name.value.replace('-', " "));
    }
    diagnostic
}

/// The slugs of all entries, or of one kind, for suggestions.
fn slugs(site: &Site, kind: Option<Kind>) -> impl Iterator<Item = &str> {
    let fitting = site.entries.iter().filter(move |entry| kind.is_none_or(|kind| entry.id.kind == kind));
    fitting.map(|entry| entry.id.slug.as_str())
}

fn anchor_missing(site: &Site, from: Ix, link: &Link, to: Ix, fragment: &str) -> Diagnostic {
    let (path, target) = (&site.entry(from).file.path, site.entry(to));
    let span = link.fragment_span();
    let mut diagnostic = Diagnostics::at(
        path,
        span,
        lint::ANCHOR_MISSING,
        format!("`{}` has no heading `#{fragment}`", target.file.path.file_name()),
    )
    .label("no such heading");
    let headings = &target.document.headings;
    let near = near(fragment, headings.iter().map(|heading| heading.id.as_str()));
    let closest = near.map(|near| near.name).or_else(|| {
        headings.iter().map(|heading| heading.id.as_str()).find(|id| id.contains(fragment) || fragment.contains(id))
    });
    if let Some(heading) = closest.and_then(|id| headings.iter().find(|heading| heading.id == id)) {
        diagnostic = diagnostic
            .also(Place::new(&target.file.path, heading.inline), format!("closest heading, `#{}`", heading.id));
        if let Some(near) = near.filter(|_| link.kind != LinkKind::Image) {
            let place = Place::new(path, span);
            diagnostic = diagnostic
                .fix(format!("did you mean `#{}`?", heading.id), place, format!("#{}", heading.id))
                .safe_if(near.beyond_doubt && span != link.target_span);
        }
    }
    diagnostic
}

fn path_case(site: &Site, from: Ix, link: &Link, right: &str) -> Diagnostic {
    let path = &site.entry(from).file.path;
    let name = right.rsplit('/').next().unwrap_or(right);
    let written = link.target.rsplit('/').next().unwrap_or(&link.target);
    let start = link.target_span.end as usize - written.len().min(link.target_span.range().len());
    let span = Span::new(start, link.target_span.end as usize);
    let fragment = written.split_once('#').map(|(_, fragment)| format!("#{fragment}")).unwrap_or_default();
    let only_name = written.split('#').next() != Some(name);
    let (replaced, right) = if only_name {
        (span, format!("{name}{fragment}"))
    } else {
        let below = |path: &SourcePath| path.below(&site.config.src).unwrap_or(path.as_str()).to_owned();
        (link.target_span, super::relative(&below(path), &below(&SourcePath::new(right))) + &fragment)
    };
    Diagnostics::at(
        path,
        span,
        lint::PATH_CASE,
        format!("the file is called `{name}`, not `{}`", written.split('#').next().unwrap_or(written)),
    )
    .label("differs in capitals")
    .fix("write it as the file is named", Place::new(path, replaced), right)
    .safe_if(link.written_here())
    .note("it works on some systems and breaks on others")
}

fn ambiguous(site: &Site, from: Ix, link: &Link, all: &[Ix]) -> Diagnostic {
    let path = &site.entry(from).file.path;
    let named: Vec<String> = all
        .iter()
        .map(|ix| {
            let id = &site.entry(*ix).id;
            format!("[[{}/{}]]", id.kind.folder(), id.slug)
        })
        .collect();
    Diagnostics::at(path, link.target_span, lint::LINK_AMBIGUOUS, format!("`{}` fits {} pages", link.target, all.len()))
        .label("which one?")
        .help(format!("say which: {}", named.join(" or ")))
}

fn link_missing(site: &Site, from: Ix, link: &Link, wanted: &str) -> Diagnostic {
    let entry = site.entry(from);
    let path = &entry.file.path;
    match link.kind {
        LinkKind::Wiki => {
            if let Some(found) = site.draft(Name::of(wanted), None) {
                return draft(path, link.target_span, lint::LINK_MISSING, found);
            }
            let mut diagnostic =
                Diagnostics::at(path, link.target_span, lint::LINK_MISSING, format!("no page answers to `{wanted}`"))
                    .label("this link goes nowhere");
            diagnostic = diagnostic.suggest(near(wanted, slugs(site, None)));
            or_create(diagnostic, Kind::Term, wanted)
        }
        LinkKind::Image => {
            let shown = format!("{}/{wanted}", site.config.src);
            let mut diagnostic =
                Diagnostics::at(path, link.target_span, lint::INCLUDE_MISSING, format!("no picture at `{shown}`"))
                    .label("nothing to show");
            if let Some(near) = nearest_path(wanted, site.assets.keys().map(String::as_str)) {
                let target = super::relative(&format!("{}/x", below(site, path)), near.name);
                diagnostic = diagnostic
                    .replace("a file with a similar name exists", target)
                    .safe_if(near.beyond_doubt && link.written_here());
            }
            diagnostic
        }
        LinkKind::Link => {
            let shown = format!("{}/{wanted}", site.config.src);
            if let Some(found) =
                site.drafts.iter().find(|entry| entry.file.path.below(&site.config.src) == Some(wanted))
            {
                return draft(path, link.target_span, lint::LINK_MISSING, found);
            }
            let mut diagnostic =
                Diagnostics::at(path, link.target_span, lint::LINK_MISSING, format!("no page at `{shown}`"))
                    .label("this link goes nowhere");
            let known: Vec<&str> =
                site.entries.iter().filter_map(|entry| entry.file.path.below(&site.config.src)).collect();
            if let Some(near) = nearest_path(wanted, known.iter().copied()) {
                let fragment =
                    link.target.split_once('#').map(|(_, fragment)| format!("#{fragment}")).unwrap_or_default();
                let from = path.below(&site.config.src).unwrap_or(path.as_str());
                let target = super::relative(from, near.name) + &fragment;
                diagnostic = diagnostic
                    .replace("a page with a similar name exists", target)
                    .safe_if(near.beyond_doubt && link.written_here());
            }
            let kind = wanted.split_once('/').and_then(|(folder, _)| Kind::of_folder(folder));
            match kind.filter(|_| wanted.ends_with(".md")) {
                Some(kind) => {
                    let name = wanted.rsplit('/').next().unwrap_or(wanted).trim_end_matches(".md").replace('-', " ");
                    or_create(diagnostic, kind, &name)
                }
                None => diagnostic,
            }
        }
    }
}

/// How to make what is not there, beside what may have been meant.
fn or_create(diagnostic: Diagnostic, kind: Kind, name: &str) -> Diagnostic {
    let or = if diagnostic.fix.is_some() { "or " } else { "" };
    diagnostic.help(format!("{or}create it: crosstrain new {} \"{name}\"", kind.word()))
}

fn below<'a>(site: &Site, path: &'a SourcePath) -> &'a str {
    path.below(&site.config.src).and_then(|below| below.rsplit_once('/')).map_or("", |(folder, _)| folder)
}

/// A path with the same name elsewhere, or a similar name in the same folder.
fn nearest_path<'a>(wanted: &str, known: impl Iterator<Item = &'a str> + Clone) -> Option<Near<'a>> {
    let name = |path: &str| path.rsplit('/').next().unwrap_or("").to_owned();
    let wanted_name = name(wanted);
    let mut elsewhere = known.clone().filter(|path| name(path) == wanted_name);
    match (elsewhere.next(), elsewhere.count()) {
        (Some(path), 0) => Some(Near { name: path, beyond_doubt: true }),
        (Some(path), _) => {
            let first = known.filter(|path| name(path) == wanted_name).min().unwrap_or(path);
            Some(Near { name: first, beyond_doubt: false })
        }
        (None, _) => near(wanted, known),
    }
}

/// Questions must not give themselves away, and a false friend's page is about
/// words that have no one meaning.
fn mentions_terms(entry: &Entry) -> bool {
    !matches!(entry.id.kind, Kind::Quiz | Kind::FalseFriend)
}

fn mentioned_by(site: &Site, ix: Ix, finder: &Finder, first_term: u32) -> Vec<MentionAt> {
    let entry = site.entry(ix);
    let own = (entry.id.kind == Kind::Term).then(|| ix.0 - first_term);
    finder.find(entry, own, &linked_by_hand(site, ix, first_term))
}

/// What one entry mentions.
pub(super) fn mentioned(site: &Site, ix: Ix, finder: &Finder) -> Vec<MentionAt> {
    if !site.config.ours || !mentions_terms(site.entry(ix)) {
        return Vec::new();
    }
    let first_term = site.of_kind(Kind::Term).next().map_or(0, |(ix, _)| ix.0);
    mentioned_by(site, ix, finder, first_term)
}

/// What each entry mentions; `before` knows it of entries that did not change.
fn mentions_in(
    site: &Site,
    (digest, finder): &(Digest, Arc<Finder>),
    memory: &Memory,
    before: impl Fn(Ix, &Arc<Entry>) -> Option<Arc<[MentionAt]>> + Sync,
) -> Vec<Arc<[MentionAt]>> {
    let none: Arc<[MentionAt]> = Arc::new([]);
    if !site.config.ours {
        return vec![none; site.entries.len()];
    }
    let first_term = site.of_kind(Kind::Term).next().map_or(0, |(ix, _)| ix.0);
    let mut memory = memory.mentions.lock().unwrap_or_else(PoisonError::into_inner);
    let remembered = &*memory;
    let found: Vec<(Arc<[MentionAt]>, bool)> = (0..site.entries.len())
        .into_par_iter()
        .map(|at| {
            let (ix, entry) = (Ix(at as u32), &site.entries[at]);
            if !mentions_terms(entry) {
                return (none.clone(), false);
            }
            if let Some(found) = before(ix, entry) {
                return (found, false);
            }
            if let Some((text, names, found)) = remembered.get(&entry.file.path)
                && (*text, *names) == (entry.file.digest, *digest)
            {
                return (found.clone(), false);
            }
            (mentioned_by(site, ix, finder, first_term).into(), true)
        })
        .collect();
    for (entry, (found, _)) in site.entries.iter().zip(&found).filter(|(_, (_, fresh))| *fresh) {
        memory.insert(entry.file.path.clone(), (entry.file.digest, *digest, found.clone()));
    }
    // Files that went away need not be remembered for ever.
    if memory.len() > site.entries.len() * 2 {
        memory.retain(|path, _| site.by_path.contains_key(path));
    }
    found.into_iter().map(|(found, _)| found).collect()
}

/// The names of all terms, ready to be searched for, with their digest.
fn finder(config: &Config, entries: &[Arc<Entry>], memory: &Memory) -> (Digest, Arc<Finder>) {
    let digest = names::digest(entries);
    // Not held while others help: whoever waits for them may be given any work.
    let kept = || memory.finder.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((known, finder)) = &*kept()
        && *known == digest
    {
        return (digest, finder.clone());
    }
    let named = if config.ours { entries } else { &[] };
    let finder = Arc::new(Finder::new(named, config.language.starts_with("en")));
    *kept() = Some((digest, finder.clone()));
    (digest, finder)
}

/// The arrows of an entry with those to the terms that its text mentions.
pub(super) fn with_mentions(site: &Site, mut edges: Vec<Edge>, mentions: &[MentionAt]) -> Arc<[Edge]> {
    if !mentions.is_empty() {
        let first_term = site.of_kind(Kind::Term).next().map_or(0, |(ix, _)| ix.0);
        let to = |mention: &MentionAt| Ix(mention.term + first_term);
        let edge = |mention: &MentionAt| Edge { to: to(mention), relation: Relation::Mention, span: mention.span };
        edges.extend(mentions.iter().map(edge));
        edges.sort();
        edges.dedup_by_key(|edge| (edge.to, edge.relation));
    }
    edges.into()
}
