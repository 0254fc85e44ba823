//! What a page's bytes depend on, without making the page.
//!
//! The law: equal keys, equal bytes. Whoever shows something new on a page
//! adds it here; the test in `tests` edits sites at random and compares.

use super::links::PageLinks;
use super::plan::{Page, PagePlan, facts_file};
use super::shared::Shared;
use super::theme::Theme;
use super::view;
use crate::entry::{EntryData, Fact, Kind, Relation};
use crate::markdown::html::Links;
use crate::site::{Ix, Site};
use crate::source::{Digest, Hasher};

/// Digest of everything that a page's bytes depend on.
pub fn key(site: &Site, theme: &Theme, shared: &Shared, plan: &PagePlan) -> Digest {
    let mut hasher = Hasher::new();
    hasher.number(theme.digest().0).number(shared.common.0).part(&plan.route);
    shared.tongues.depend(&mut hasher, &plan.route);
    match &plan.page {
        Page::Home => add_home(&mut hasher, site, shared),
        Page::ContentsHome => add_contents(&mut hasher, shared),
        Page::Index(kind) => add_index(&mut hasher, site, shared, *kind),
        Page::Entry(ix) => Dependencies { site, shared, ix: *ix, hasher: &mut hasher }.add(),
        Page::Sheet(ix, sheet) => {
            hasher.part(sheet.word());
            Dependencies { site, shared, ix: *ix, hasher: &mut hasher }.add_sheet();
        }
        Page::All => add_all(&mut hasher, shared),
        Page::Facts(file) => {
            hasher.part(file.as_deref().unwrap_or_default());
            add_facts(&mut hasher, site, shared, file.as_deref());
        }
        Page::Coverage => view::coverage::depend(&mut hasher, site),
        Page::News => {
            super::news::depend(&mut hasher, site, shared.news(site));
            for ix in shared.news(site).iter().filter_map(|item| item.entry) {
                hasher.number(shared.card(ix).0);
            }
        }
        Page::Symptoms => {
            add_index(&mut hasher, site, shared, Kind::Friction);
            add_index(&mut hasher, site, shared, Kind::FalseFriend);
        }
        Page::Map => {
            add_index(&mut hasher, site, shared, Kind::Term);
            view::map::depend(&mut hasher, site, shared);
        }
        Page::Learning => view::learning::depend(&mut hasher, site, shared),
        Page::Placement => {
            for quiz in view::placement::depend(&mut hasher, site, shared) {
                add_links(&mut hasher, site, quiz, &plan.route);
            }
        }
        Page::Search | Page::NotFound | Page::Room => {}
        Page::Redirect { to } => {
            hasher.part(to);
        }
    }
    hasher.finish()
}

fn add_home(hasher: &mut Hasher, site: &Site, shared: &Shared) {
    add_all(hasher, shared);
    for hero in &site.config.hero {
        let friend = site.named(&hero.value, Some(Kind::FalseFriend));
        hasher.number(friend.map_or(0, |ix| shared.deep(site, ix).0));
    }
}

fn add_all(hasher: &mut Hasher, shared: &Shared) {
    hasher.number(shared.all_cards.0);
    add_contents(hasher, shared);
    for kind in Kind::ALL {
        shared.of_kind(kind).iter().for_each(|ix| {
            hasher.number(shared.card(*ix).0);
        });
    }
}

fn add_contents(hasher: &mut Hasher, shared: &Shared) {
    hasher.number(shared.order.contents.0);
}

fn add_index(hasher: &mut Hasher, site: &Site, shared: &Shared, kind: Kind) {
    hasher.part(kind.folder());
    for ix in shared.of_kind(kind).iter().copied().chain(site.of_kind(kind).map(|(ix, _)| ix)) {
        hasher.number(shared.card(ix).0);
    }
    if kind == Kind::Page {
        add_contents(hasher, shared);
    }
}

fn add_facts(hasher: &mut Hasher, site: &Site, shared: &Shared, file: Option<&str>) {
    let shown = |fact: &&Fact| file.is_none_or(|file| facts_file(fact) == file);
    for fact in site.facts.values().filter(shown) {
        add_fact(hasher, site, &fact.id.value);
        hasher.part(facts_file(fact));
    }
    for (ix, entry) in site.of_kind(Kind::Term) {
        if let EntryData::Term(term) = &entry.data {
            let mut used = term.facts.iter().filter_map(|id| site.facts.get(&id.value)).filter(shown).peekable();
            if used.peek().is_some() {
                hasher.number(shared.card(ix).0);
            }
            used.for_each(|fact| {
                hasher.part(&fact.id.value);
            });
        }
    }
}

/// A claim, and whether it is due: not the day itself, which changes daily.
fn add_fact(hasher: &mut Hasher, site: &Site, id: &str) {
    let Some(fact) = site.facts.get(id) else { return };
    let dates = (fact.checked, fact.review_by.as_ref().map(|date| date.value), view::is_due(site, &fact.review_by));
    hasher.part(id).part(&fact.claim).part(&fact.myth).part(&fact.source).part(&fact.url);
    hasher.part(format!("{:?} {} {} {dates:?}", fact.scope, fact.volatility, fact.evidence));
}

/// Where the links written in an entry lead from the page at an address.
fn add_links(hasher: &mut Hasher, site: &Site, written_in: Ix, route: &str) {
    let links = PageLinks::new(site, written_in, route);
    for link in &site.entry(written_in).document.links {
        match links.target(link.kind, &link.target) {
            Some(target) => hasher.part(target.href).part(target.class).part(target.words),
            None => hasher.part("-"),
        };
    }
}

/// What the page of one entry depends on.
struct Dependencies<'a> {
    site: &'a Site,
    shared: &'a Shared,
    ix: Ix,
    hasher: &'a mut Hasher,
}

impl Dependencies<'_> {
    fn add(&mut self) {
        let (site, shared, ix) = (self.site, self.shared, self.ix);
        let entry = site.entry(ix);
        self.hasher.number(shared.deep(site, ix).0).part([u8::from(view::is_due(site, &entry.head.review_by))]);
        self.add_neighbours();
        self.add_references();
        self.add_links(ix);
        self.add_mentions();
        match &entry.data {
            EntryData::Term(term) => {
                term.facts.iter().for_each(|fact| add_fact(self.hasher, site, &fact.value));
                for friend in shared.friends(ix) {
                    self.hasher.number(shared.card(*friend).0);
                }
                self.add_questions();
            }
            // A quiz names the objectives of its module.
            EntryData::Quiz(quiz) => {
                let module = quiz.module.as_ref().and_then(|name| site.named(&name.value, Some(Kind::Module)));
                self.hasher.number(module.map_or(0, |ix| shared.deep(site, ix).0));
            }
            EntryData::Workshop(_) => {
                self.add_agenda();
                self.hasher.number(shared.runs.0);
            }
            EntryData::Module(_) => {
                self.hasher.number(shared.runs.0);
            }
            EntryData::Page(_) => add_contents(self.hasher, shared),
            EntryData::LearningPath(path) => {
                for ix in view::learning_path::workbooks(site, path) {
                    self.hasher.number(u128::from(ix.0));
                }
            }
            _ => {}
        }
    }

    /// Cards of everything the page points at, and of everything that points at it.
    fn add_neighbours(&mut self) {
        let (site, shared, ix) = (self.site, self.shared, self.ix);
        let (previous, next) = shared.order.neighbours(site, ix);
        for neighbour in [previous, next] {
            self.hasher.number(neighbour.map_or(0, |ix| shared.card(ix).0));
        }
        for edge in site.out[ix.0 as usize].iter() {
            self.hasher.part([edge.relation as u8]).number(shared.card(edge.to).0);
        }
        for (from, relation) in site.into(ix) {
            self.hasher.part([*relation as u8]).number(shared.card(*from).0);
        }
    }

    /// What the names in the front matter stand for, in the order written.
    fn add_references(&mut self) {
        for reference in &self.site.entry(self.ix).references {
            let to = self.site.named(&reference.name.value, reference.kind);
            self.hasher.number(to.map_or(0, |to| self.shared.card(to).0));
        }
    }

    /// A sheet shows what its entry's page depends on, and for a module the
    /// quizzes that test it.
    fn add_sheet(&mut self) {
        self.add();
        if self.site.entry(self.ix).id.kind == Kind::Module {
            self.add_quizzes(self.ix);
        }
    }

    /// All quizzes of a module, in full.
    fn add_quizzes(&mut self, module: Ix) {
        let quizzes: Vec<Ix> = self.site.into_by(module, Relation::Quiz).collect();
        for quiz in quizzes {
            self.hasher.number(self.shared.deep(self.site, quiz).0);
            self.add_links(quiz);
        }
    }

    /// The modules that a workshop runs: their texts, their links, what they
    /// point at, and the quizzes that test them.
    fn add_agenda(&mut self) {
        let (site, shared) = (self.site, self.shared);
        let modules: Vec<Ix> = site.out_by(self.ix, Relation::Runs).collect();
        for ix in modules {
            self.hasher.number(shared.deep(site, ix).0);
            self.add_links(ix);
            self.add_mentions_of(ix);
            for reference in &site.entry(ix).references {
                let to = site.named(&reference.name.value, reference.kind);
                self.hasher.number(to.map_or(0, |to| shared.card(to).0));
            }
            self.add_quizzes(ix);
        }
    }

    /// Where the links written in an entry lead from this page.
    fn add_links(&mut self, written_in: Ix) {
        add_links(self.hasher, self.site, written_in, self.site.route(self.ix));
    }

    fn add_mentions(&mut self) {
        self.add_mentions_of(self.ix);
    }

    fn add_mentions_of(&mut self, ix: Ix) {
        for mention in self.site.mentions[ix.0 as usize].iter() {
            let first_term = self.site.of_kind(Kind::Term).next().map_or(0, |(ix, _)| ix.0);
            let span = u128::from(mention.span.start) << 32 | u128::from(mention.span.end);
            self.hasher.number(span).number(self.shared.card(Ix(mention.term + first_term)).0);
        }
    }

    fn add_questions(&mut self) {
        let mut last = None;
        for (quiz, at) in self.site.asked.of(self.ix) {
            self.hasher.number(u128::from(*at));
            if last.replace(*quiz) != Some(*quiz) {
                self.hasher.number(self.shared.deep(self.site, *quiz).0);
                self.add_links(*quiz);
            }
        }
    }
}
