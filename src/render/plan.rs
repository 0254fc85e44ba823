//! Which pages there are, and where.

use crate::diag::{Diagnostic, Diagnostics, lint};
use crate::entry::{EntryData, EntryId, Fact, Kind, route_of};
use crate::site::{Ix, Site, relative};
use crate::source::{SourcePath, Span};
use std::collections::{BTreeMap, BTreeSet};

/// One page: where it lives and what it shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PagePlan {
    /// Its address relative to the site's root.
    pub route: String,
    /// What it shows.
    pub page: Page,
}

/// What a page shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Page {
    /// The front page of a book of ours.
    Home,
    /// The front page of a plain mdBook: its table of contents.
    ContentsHome,
    /// All entries of one kind.
    Index(Kind),
    /// One entry.
    Entry(Ix),
    /// A paper or a screen that belongs to a workshop or a module.
    Sheet(Ix, Sheet),
    /// The screen that a room looks at.
    Room,
    /// A list of everything.
    All,
    /// All dated claims in short, or those of one file with their sources.
    Facts(Option<String>),
    /// What the reader's own device keeps.
    Learning,
    /// A quiz that proposes a path.
    Placement,
    /// What is missing, for authors.
    Coverage,
    /// What is new.
    News,
    /// Where to look when something goes wrong.
    Symptoms,
    /// All terms as a picture.
    Map,
    /// Where searching happens without a dialog.
    Search,
    /// What a reader sees at an address that does not exist.
    NotFound,
    /// An old address.
    Redirect {
        /// Where it leads, as the page has to write it.
        to: String,
    },
}

impl Page {
    /// Whether it may show something of each entry, so that it grows with the book.
    pub fn is_wide(&self) -> bool {
        use Page::{All, ContentsHome, Coverage, Facts, Home, Index, Learning, Map, News, Placement, Symptoms};
        matches!(
            self,
            Home | ContentsHome | Index(_) | All | Facts(_) | Learning | Placement | Coverage | News | Symptoms | Map
        )
    }
}

/// A paper or a screen that belongs to a workshop or a module.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sheet {
    /// Everything for whoever leads.
    Guide,
    /// For those who take part: what to do, and space to write.
    Workbook,
    /// One page: what happens when.
    Run,
    /// The screen of whoever leads.
    Present,
    /// Cards, signs and forms, to print.
    Pack,
    /// What the room knew before and after.
    Results,
}

impl Sheet {
    const ALL: [Sheet; 6] = [Sheet::Present, Sheet::Guide, Sheet::Run, Sheet::Workbook, Sheet::Pack, Sheet::Results];

    /// Its name in addresses, templates and strings.
    pub fn word(self) -> &'static str {
        match self {
            Sheet::Guide => "guide",
            Sheet::Workbook => "workbook",
            Sheet::Run => "run",
            Sheet::Present => "present",
            Sheet::Pack => "pack",
            Sheet::Results => "results",
        }
    }

    /// Its address.
    pub fn route(self, site: &Site, ix: Ix) -> String {
        format!("{}/{}.html", site.route(ix).trim_end_matches(".html"), self.word())
    }

    /// Whether it is of use only to whoever leads.
    fn is_for_leaders(self) -> bool {
        self != Sheet::Workbook
    }
}

/// The sheets of an entry, in the order in which a page lists them.
pub(super) fn sheets(site: &Site, ix: Ix) -> Vec<Sheet> {
    let has_agenda = match &site.entry(ix).data {
        EntryData::Module(module) => !module.activities.is_empty(),
        EntryData::Workshop(_) => true,
        _ => false,
    };
    let wanted = |sheet: &Sheet| has_agenda && !(site.config.separate_facilitator && sheet.is_for_leaders());
    Sheet::ALL.into_iter().filter(wanted).collect()
}

/// Every page once, sorted by address. Two pages for one address are
/// reported, and the first in the order of importance keeps it: entries, then
/// pages the generator makes, then redirects.
pub fn plan(site: &Site, diagnostics: &mut Diagnostics) -> Vec<PagePlan> {
    let mut planner = Planner { site, pages: BTreeMap::new(), diagnostics };
    for (ix, _) in site.all() {
        planner.add_entry(ix);
    }
    planner.add_generated();
    planner.add_redirects();
    planner.pages.into_iter().map(|(route, page)| PagePlan { route, page }).collect()
}

struct Planner<'a> {
    site: &'a Site,
    pages: BTreeMap<String, Page>,
    diagnostics: &'a mut Diagnostics,
}

impl Planner<'_> {
    fn add_entry(&mut self, ix: Ix) {
        let route = self.site.route(ix).to_owned();
        match self.pages.get(&route) {
            Some(Page::Entry(first)) => {
                let problem = duplicate(self.site, ix, &route).also(
                    crate::source::Place::new(&self.site.entry(*first).file.path, Span::at(0)),
                    "this page has it already",
                );
                self.diagnostics.push(problem);
            }
            _ => {
                self.pages.insert(route, Page::Entry(ix));
            }
        }
    }

    /// Pages that the generator makes. A front page, the index of a folder and
    /// the page for lost readers may be written by hand instead.
    fn add_generated(&mut self) {
        let site = self.site;
        let ours = site.config.ours;
        self.add_unless_written("index.html", if ours { Page::Home } else { Page::ContentsHome });
        self.add_unless_written("404.html", Page::NotFound);
        for kind in Kind::ALL.into_iter().filter(|kind| ours && site.of_kind(*kind).next().is_some()) {
            self.add_unless_written(&index_of(kind), Page::Index(kind));
        }
        for (ix, _) in site.of_kind(Kind::Module).chain(site.of_kind(Kind::Workshop)) {
            for sheet in sheets(site, ix) {
                self.add_own(&sheet.route(site, ix), Page::Sheet(ix, sheet));
            }
        }
        if self.pages.values().any(|page| matches!(page, Page::Sheet(_, Sheet::Present))) {
            self.add_own("room.html", Page::Room);
        }
        self.add_own("all.html", Page::All);
        self.add_own("search.html", Page::Search);
        let any = |kind| site.of_kind(kind).next().is_some();
        if ours && (any(Kind::Quiz) || any(Kind::LearningPath)) {
            self.add_own("learning.html", Page::Learning);
        }
        if ours {
            self.add_own("news.html", Page::News);
        }
        if ours && (any(Kind::Friction) || any(Kind::FalseFriend)) {
            self.add_own("symptoms.html", Page::Symptoms);
        }
        if ours && any(Kind::Term) {
            self.add_own("map.html", Page::Map);
        }
        if ours && any(Kind::Quiz) && any(Kind::LearningPath) {
            self.add_own("placement.html", Page::Placement);
        }
        if ours && !site.facts.is_empty() {
            self.add_own("facts.html", Page::Facts(None));
            for file in site.facts.values().map(facts_file).collect::<BTreeSet<_>>() {
                self.add_own(&facts_route(&file), Page::Facts(Some(file.clone())));
            }
        }
        if ours && site.config.authors {
            self.add_own("coverage.html", Page::Coverage);
        }
    }

    fn add_unless_written(&mut self, route: &str, page: Page) {
        self.pages.entry(route.to_owned()).or_insert(page);
    }

    fn add_own(&mut self, route: &str, page: Page) {
        match self.pages.get(route) {
            Some(Page::Entry(ix)) => {
                let problem = duplicate(self.site, *ix, route).note("the generator makes a page of this name itself");
                self.diagnostics.push(problem);
            }
            _ => self.add_unless_written(route, page),
        }
    }

    fn add_redirects(&mut self) {
        let site = self.site;
        for (ix, entry) in site.all() {
            for old in &entry.head.was {
                let route = route_of(&EntryId { kind: entry.id.kind, slug: old.value.clone() });
                let Some(route) = inside(&route).filter(|route| route != site.route(ix)) else { continue };
                let to = relative(&route, site.route(ix));
                if !self.add_redirect(route.clone(), to) {
                    let message = format!("`{}` can't lead here: `{route}` is a page", old.value);
                    let problem = Diagnostics::at(&entry.file.path, old.span, lint::SLUG_DUPLICATE, message);
                    self.diagnostics.push(problem.label("the address is taken").help("take it out of `was`"));
                }
            }
        }
        for (from, to) in &site.config.redirects {
            let from = if from.is_empty() || from.ends_with('/') { format!("{from}index.html") } else { from.clone() };
            // A fragment never reaches the server, so it can't be redirected by a page of its own.
            let Some(route) = inside(&from).filter(|_| !from.contains('#')) else { continue };
            if !self.add_redirect(route, to.clone()) {
                let place = SourcePath::from("book.toml");
                let message = format!("`{from}` can't be redirected: it is a page");
                self.diagnostics.push(Diagnostics::at(&place, Span::at(0), lint::SLUG_DUPLICATE, message));
            }
        }
    }

    /// Adds a redirect where there is no page; says whether there was room.
    fn add_redirect(&mut self, route: String, to: String) -> bool {
        let free = !self.pages.contains_key(&route);
        self.pages.entry(route).or_insert(Page::Redirect { to });
        free
    }
}

/// The name of the file a claim stands in, as the page of that file is called.
pub(super) fn facts_file(fact: &Fact) -> String {
    let name = fact.path.file_name();
    name.strip_suffix(".toml").unwrap_or(name).to_owned()
}

/// The address of the page of a file of claims.
pub(super) fn facts_route(file: &str) -> String {
    format!("facts/{file}.html")
}

/// The address of a kind's index.
pub(super) fn index_of(kind: Kind) -> String {
    format!("{}/index.html", kind.folder())
}

/// An address in normal form; nothing where it leads out of the site.
fn inside(route: &str) -> Option<String> {
    SourcePath::from("index.html").join(route).map(|path| path.as_str().to_owned()).filter(|path| !path.is_empty())
}

fn duplicate(site: &Site, ix: Ix, route: &str) -> Diagnostic {
    let path = &site.entry(ix).file.path;
    Diagnostics::at(path, Span::at(0), lint::SLUG_DUPLICATE, format!("`{route}` would be two pages"))
        .label("this file becomes one of them")
        .help("rename the file")
}
