//! Role by role, which words its paths reach, and how far.
//!
//! A path reaches *aware* with a term among its steps, *explain* with a module
//! that teaches it, and beyond that what the questions on its way ask for:
//! *decide* by analyzing or evaluating, *do* by applying or creating.

use crate::entry::question::Level;
use crate::entry::role::Mastery;
use crate::entry::{Audience, EntryData, Kind, Relation};
use crate::site::{Ix, Site};
use crate::source::Span;
use std::collections::{BTreeMap, BTreeSet};

/// How far each path gets with each term.
pub struct Book<'a> {
    site: &'a Site,
    /// By path: the terms it reaches.
    paths: BTreeMap<Ix, Path>,
}

struct Path {
    audience: Audience,
    reached: BTreeMap<Ix, Mastery>,
    modules: BTreeSet<Ix>,
    quizzes: BTreeSet<Ix>,
}

/// A word that a role should learn, and what its paths make of it.
#[derive(Debug, Clone)]
pub struct Target {
    /// The role.
    pub role: Ix,
    /// The term.
    pub term: Ix,
    /// Where the role asks for it.
    pub span: Span,
    /// How well it should be known.
    pub wanted: Mastery,
    /// How far the best of the role's paths gets with it, and which that is.
    pub reached: Option<(Mastery, Ix)>,
    /// Whether all questions about it only ask for recall, of which there is one at least.
    pub recall_only: bool,
}

/// A target that no path of the role reaches.
#[derive(Debug, Clone)]
pub struct Gap {
    /// The cheapest thing that would close it.
    pub remedy: Remedy,
    /// The path that it is about, if the role has one.
    pub path: Option<Ix>,
}

/// What would close a gap, the cheapest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Remedy {
    /// Add the term to the steps.
    AddTerm,
    /// Add a bank that asks enough about it to the steps.
    AddQuiz(Ix),
    /// Add a module that teaches it to the steps.
    AddModule(Ix),
    /// Ask more of a question about it in a bank on the way.
    RaiseQuestion(Ix),
    /// Write a question about it, into a bank on the way if there is one.
    WriteQuestion(Option<Ix>),
    /// Write a path for the team first.
    WritePath,
}

/// How far a question of a level shows that someone has got.
fn shows(level: Level) -> Mastery {
    match level {
        Level::Remember => Mastery::Aware,
        Level::Understand => Mastery::Explain,
        Level::Analyze | Level::Evaluate => Mastery::Decide,
        Level::Apply | Level::Create => Mastery::Do,
    }
}

/// The lowest level of a question that shows as much.
pub(super) fn level_for(mastery: Mastery) -> &'static str {
    match mastery {
        Mastery::Aware => "remember",
        Mastery::Explain => "understand",
        Mastery::Decide => "analyze",
        Mastery::Do => "apply",
    }
}

impl<'a> Book<'a> {
    /// Follows all paths.
    pub fn new(site: &'a Site) -> Book<'a> {
        let mut book = Book { site, paths: BTreeMap::new() };
        for (ix, entry) in site.of_kind(Kind::LearningPath) {
            if let EntryData::LearningPath(path) = &entry.data {
                let followed = book.follow(ix, path.audience);
                book.paths.insert(ix, followed);
            }
        }
        book
    }

    /// The banks with questions about a term, and the most that these ask for.
    fn asked(&self, term: Ix) -> BTreeMap<Ix, Mastery> {
        let mut asked = BTreeMap::new();
        for (quiz, at) in self.site.asked.of(term) {
            let EntryData::Quiz(data) = &self.site.entry(*quiz).data else { continue };
            let most = asked.entry(*quiz).or_insert(Mastery::Aware);
            *most = shows(data.questions[*at as usize].question.level).max(*most);
        }
        asked
    }

    fn follow(&self, path: Ix, audience: Audience) -> Path {
        let site = self.site;
        let mut followed =
            Path { audience, reached: BTreeMap::new(), modules: BTreeSet::new(), quizzes: BTreeSet::new() };
        for step in site.out_by(path, Relation::Step) {
            match site.entry(step).id.kind {
                Kind::Term => followed.reach(step, Mastery::Aware),
                Kind::Module => drop(followed.modules.insert(step)),
                Kind::Workshop => followed.modules.extend(site.out_by(step, Relation::Runs)),
                Kind::Quiz => drop(followed.quizzes.insert(step)),
                _ => {}
            }
        }
        for module in followed.modules.clone() {
            site.out_by(module, Relation::Teaches).for_each(|term| followed.reach(term, Mastery::Explain));
            followed.quizzes.extend(quizzes_of(site, module));
        }
        for quiz in followed.quizzes.clone() {
            let EntryData::Quiz(data) = &site.entry(quiz).data else { continue };
            for item in &data.questions {
                let terms = item.terms.iter().filter_map(|name| site.named(&name.value, Some(Kind::Term)));
                terms.for_each(|term| followed.reach(term, shows(item.question.level)));
            }
        }
        followed
    }

    /// The paths that a role of a team can take.
    fn paths_of(&self, team: Audience) -> impl Iterator<Item = (Ix, &Path)> {
        let fits =
            move |path: &Path| path.audience == Audience::Both || team == Audience::Both || path.audience == team;
        self.paths.iter().filter(move |(_, path)| fits(path)).map(|(ix, path)| (*ix, path))
    }

    /// The gap of a target, if it has one.
    pub fn gap(&self, target: &Target) -> Option<Gap> {
        if target.reached.is_some_and(|(reached, _)| reached >= target.wanted) {
            return None;
        }
        let EntryData::Role(role) = &self.site.entry(target.role).data else { return None };
        // The path that gets furthest with the word; of those that do not know
        // it the one that reaches most words, since it is likely the main one.
        let path = target.reached.map(|(_, path)| path).or_else(|| {
            let own = self.paths_of(role.team);
            own.max_by_key(|(ix, path)| (path.audience == role.team, path.reached.len(), std::cmp::Reverse(*ix)))
                .map(|(ix, _)| ix)
        });
        let remedy = path.map_or(Remedy::WritePath, |path| self.remedy(&self.paths[&path], target));
        Some(Gap { remedy, path })
    }

    fn remedy(&self, path: &Path, target: &Target) -> Remedy {
        let site = self.site;
        if target.wanted == Mastery::Aware {
            return Remedy::AddTerm;
        }
        let banks = self.asked(target.term);
        let enough = |quiz: &Ix| banks.get(quiz).is_some_and(|most| *most >= target.wanted);
        let general = |quiz: &Ix| module_of(site, *quiz).is_none();
        if let Some(quiz) = banks.keys().find(|quiz| enough(quiz) && general(quiz)) {
            return Remedy::AddQuiz(*quiz);
        }
        let teaches = site.into_by(target.term, Relation::Teaches).filter(|ix| !path.modules.contains(ix));
        let module = teaches
            .filter(|module| target.wanted == Mastery::Explain || quizzes_of(site, *module).any(|quiz| enough(&quiz)))
            .chain(banks.keys().filter(|quiz| enough(quiz)).filter_map(|quiz| module_of(site, *quiz)))
            .find(|module| site.entry(*module).id.kind == Kind::Module);
        if let Some(module) = module {
            return Remedy::AddModule(module);
        }
        match banks.keys().find(|quiz| path.quizzes.contains(quiz)) {
            Some(quiz) => Remedy::RaiseQuestion(*quiz),
            None => Remedy::WriteQuestion(self.bank_near(path, target.term)),
        }
    }

    /// A bank on the way where a question about a term would fit: of a module
    /// that teaches it, or the first there is.
    fn bank_near(&self, path: &Path, term: Ix) -> Option<Ix> {
        let teaches = |quiz: &&Ix| {
            module_of(self.site, **quiz)
                .is_some_and(|module| self.site.out_by(module, Relation::Teaches).any(|taught| taught == term))
        };
        path.quizzes.iter().find(teaches).or(path.quizzes.first()).copied()
    }
}

impl Path {
    fn reach(&mut self, term: Ix, mastery: Mastery) {
        let most = self.reached.entry(term).or_insert(mastery);
        *most = (*most).max(mastery);
    }
}

/// The banks of a module, whichever of the two names the other.
pub(super) fn quizzes_of(site: &Site, module: Ix) -> impl Iterator<Item = Ix> {
    let all = site.into_by(module, Relation::Quiz).chain(site.out_by(module, Relation::Quiz));
    all.filter(|quiz| site.entry(*quiz).id.kind == Kind::Quiz)
}

fn module_of(site: &Site, quiz: Ix) -> Option<Ix> {
    let mut all = site.out_by(quiz, Relation::Quiz).chain(site.into_by(quiz, Relation::Quiz));
    all.find(|ix| site.entry(*ix).id.kind == Kind::Module)
}

/// All words of all roles, in the order written.
pub fn targets(book: &Book<'_>) -> Vec<Target> {
    let site = book.site;
    let mut targets = Vec::new();
    for (role, entry) in site.of_kind(Kind::Role) {
        let EntryData::Role(data) = &entry.data else { continue };
        for word in &data.vocabulary {
            let Some(term) = site.named(&word.term.value, Some(Kind::Term)) else { continue };
            let reached = book
                .paths_of(data.team)
                .filter_map(|(ix, path)| Some((*path.reached.get(&term)?, ix)))
                .max_by_key(|(most, ix)| (*most, std::cmp::Reverse(*ix)));
            let asked = book.asked(term);
            let recall_only = !asked.is_empty() && asked.values().all(|most| *most == Mastery::Aware);
            targets.push(Target { role, term, span: word.term.span, wanted: word.level, reached, recall_only });
        }
    }
    targets
}

impl Remedy {
    /// What to do, in the author's words.
    pub fn said(self, site: &Site, gap: &Gap, target: &Target) -> String {
        let slug = |ix: Ix| site.entry(ix).id.slug.as_str();
        let file = |ix: Ix| site.entry(ix).file.path.as_str();
        let path = gap.path.map_or("", file);
        let (term, level) = (slug(target.term), level_for(target.wanted));
        match self {
            Remedy::AddTerm => format!("add `{term}` to the steps of {path}"),
            Remedy::AddQuiz(quiz) => format!("add the quiz `{}` to the steps of {path}", slug(quiz)),
            Remedy::AddModule(module) => format!("add the module `{}` to the steps of {path}", slug(module)),
            Remedy::RaiseQuestion(quiz) => format!("ask more about `{term}` in {}: `level: {level}`", file(quiz)),
            Remedy::WriteQuestion(Some(quiz)) => {
                format!("write a question about `{term}` in {}: `level: {level}`", file(quiz))
            }
            Remedy::WriteQuestion(None) => format!("add a quiz with a question about `{term}`: `level: {level}`"),
            Remedy::WritePath => "write a path for this team: crosstrain new path".to_owned(),
        }
    }
}
