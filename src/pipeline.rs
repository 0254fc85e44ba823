//! The stages composed, with a memory.
//!
//! All stages run on every build. Parsing and typing are remembered by path and
//! content, term mentions by text and names; resolving and checking run in full,
//! since they are cheap and whole-site facts are what hand-written change
//! tracking gets wrong. Pages are not rendered here: a [`Build`] says what each
//! page depends on ([`Build::bundle`]) and writes one when asked ([`Build::page`]).
//!
//! Law: a build with a memory gives the same bytes and diagnostics as one without.

mod build;
mod contents;
mod files;
mod glance;
mod languages;
mod places;
mod written;

pub use build::{Build, Stats};

use crate::check;
use crate::config::Config;
use crate::diag::{Diagnostics, Level, Lint};
use crate::entry::{Entry, Status};
use crate::render::{self, Order, PagePlan, Theme};
use crate::site::{self, Site};
use crate::source::{Digest, Hasher, Snapshot, gathered};
use contents::{contents, include_problems};
use files::{Content, Files};
use places::{assets, drop_repeats};
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};
use written::{allowed, as_written};

/// Remembers what earlier builds found out.
#[derive(Default)]
pub struct Pipeline {
    levels: BTreeMap<&'static str, Level>,
    config: Option<(Digest, Arc<Config>, Diagnostics)>,
    theme: Option<(Digest, Arc<Theme>, Diagnostics)>,
    files: Files,
    memory: site::Memory,
    /// What followed from [`Site::outside`] last time.
    outline: Option<(Digest, Outline)>,
    /// Memories of the book in its other languages.
    languages: BTreeMap<String, Pipeline>,
}

/// What follows from [`Site::outside`]: the pages there are and the order they are met in.
#[derive(Clone)]
struct Outline {
    order: Arc<Order>,
    plan: Arc<Vec<PagePlan>>,
}

impl Pipeline {
    /// Without memory.
    pub fn new() -> Pipeline {
        Pipeline::default()
    }

    /// Counts some rules otherwise than the book says.
    pub fn with_levels(levels: impl IntoIterator<Item = (&'static Lint, Level)>) -> Pipeline {
        let levels = gathered(levels.into_iter().map(|(rule, level)| (rule.name, level)));
        Pipeline { levels, ..Pipeline::default() }
    }

    /// Runs all stages, for each language of the book.
    pub fn build(&mut self, snapshot: &Snapshot) -> Build {
        let mut diagnostics = Diagnostics::new();
        let config = self.config(snapshot, &mut diagnostics);
        let Some(own) = languages::own(snapshot, &config) else {
            self.languages.clear();
            return self.build_one(snapshot, config, diagnostics);
        };
        let mut build = self.build_one(&own, config.clone(), diagnostics);
        self.languages.retain(|id, _| config.translations().any(|language| language.id == *id));
        for language in config.translations() {
            let (translated, real) = languages::translated(snapshot, &own, &config, language);
            let in_language = Arc::new(config.in_language(language, real.keys().cloned().collect()));
            let pipeline = self.languages.entry(language.id.clone()).or_default();
            pipeline.levels.clone_from(&self.levels);
            let other = pipeline.build_one(&translated, in_language, Diagnostics::new());
            let mut found = Diagnostics::new();
            languages::behind(&build.site, &other.site, &mut found);
            self.weigh(&mut found, &config);
            found.extend(other.diagnostics.shared().cloned());
            build.diagnostics.extend(found.into_iter().filter_map(|found| languages::moved_back(found, &real)));
            build.stats.parsed += other.stats.parsed;
            build.translations.push(other);
        }
        build.diagnostics.sort();
        build.introduce();
        build
    }

    /// Runs all stages for one language.
    fn build_one(&mut self, snapshot: &Snapshot, config: Arc<Config>, mut diagnostics: Diagnostics) -> Build {
        let contents = contents(snapshot, &config, &mut diagnostics);
        include_problems(snapshot, &mut diagnostics);
        let mut found = Diagnostics::new();
        // The theme takes as long as some hundred files, and needs none of them.
        let (theme, content) = rayon::join(
            || theme(&mut self.theme, snapshot, &config, &mut found),
            || self.files.read(snapshot, &config, &contents, &mut diagnostics),
        );
        let Content { mut entries, facts, runs, fresh: parsed } = content;
        languages::replace(&config, &mut entries);
        let drafts = drafts(snapshot, &mut entries);
        drop_repeats(&mut entries, &mut diagnostics);
        let assets = assets(snapshot, &config, &entries, &mut diagnostics);
        let inputs = site::Inputs {
            config: config.clone(),
            entries,
            drafts,
            facts,
            runs,
            contents,
            assets,
            today: snapshot.today,
            memory: &self.memory,
        };
        let site = Arc::new(site::resolve(inputs, &mut found));
        let mut planned = Diagnostics::new();
        let (judged, (plan, shared)) = rayon::join(
            || check::run(&site),
            || {
                let Outline { order, plan } = self.outline(&site, &mut planned);
                (plan, Arc::new(render::shared(&site, &theme, order)))
            },
        );
        found.extend(judged.into_iter().chain(planned));
        let found = check::consequences::unincluded(found, &site, |path| snapshot.include_problems.contains_key(path));
        diagnostics.extend(found.into_iter().map(|diagnostic| as_written(diagnostic, snapshot)));
        diagnostics = allowed(check::consequences::dropped(diagnostics), &site, snapshot);
        self.weigh(&mut diagnostics, &config);
        diagnostics.sort();
        Build {
            site,
            diagnostics,
            plan,
            stats: Stats { parsed },
            theme,
            shared,
            translations: Vec::new(),
            search: OnceLock::new(),
        }
    }

    /// Puts what was found outside of a build at the levels of the book, and
    /// takes out what its authors allow.
    pub fn judged(&self, build: &Build, snapshot: &Snapshot, found: Diagnostics) -> Diagnostics {
        let (kept, _) = check::allow::apply(found, &build.site, |path| snapshot.expanded.contains_key(path));
        let mut judged = Diagnostics::new();
        judged.extend(kept.into_iter().map(|diagnostic| as_written(diagnostic, snapshot)));
        self.weigh(&mut judged, &build.site.config);
        judged
    }

    /// Puts everything at the level that was asked for, or that the book says.
    fn weigh(&self, found: &mut Diagnostics, config: &Config) {
        let asked = &self.levels;
        found.apply_levels(|rule, found| asked.get(rule.name).copied().unwrap_or(config.level(rule, found)));
    }

    fn config(&mut self, snapshot: &Snapshot, diagnostics: &mut Diagnostics) -> Arc<Config> {
        let digest = snapshot.config.digest;
        let fresh = || {
            let mut found = Diagnostics::new();
            let config = Config::parse(&snapshot.config, &mut found);
            (digest, Arc::new(config), found)
        };
        let kept = self.config.take().filter(|(known, ..)| *known == digest).unwrap_or_else(fresh);
        diagnostics.extend(kept.2.clone());
        let config = self.config.insert(kept).1.clone();
        // Whoever leads asks for everything; what the public sees stays another build.
        match snapshot.facilitator && config.separate_facilitator {
            true => Arc::new(Config { separate_facilitator: false, ..(*config).clone() }),
            false => config,
        }
    }

    /// The outline of a site. One with something to complain about is not kept,
    /// since complaints show places in files.
    fn outline(&mut self, site: &Site, diagnostics: &mut Diagnostics) -> Outline {
        if let Some((_, outline)) = self.outline.as_ref().filter(|(outside, _)| *outside == site.outside) {
            return outline.clone();
        }
        let mut found = Diagnostics::new();
        let (order, plan) = rayon::join(|| Order::new(site), || render::plan(site, &mut found));
        let outline = Outline { order: Arc::new(order), plan: Arc::new(plan) };
        self.outline = found.is_empty().then(|| (site.outside, outline.clone()));
        diagnostics.extend(found);
        outline
    }
}

/// The theme, made anew where the configuration or a file of it changed.
fn theme(
    known: &mut Option<(Digest, Arc<Theme>, Diagnostics)>,
    snapshot: &Snapshot,
    config: &Config,
    diagnostics: &mut Diagnostics,
) -> Arc<Theme> {
    let mut hasher = Hasher::new();
    hasher.number(config.digest.0);
    for (path, bytes) in &snapshot.theme {
        hasher.part(path).part(bytes.as_slice());
    }
    let digest = hasher.finish();
    let fresh = || {
        let (theme, found) = Theme::load(&snapshot.theme, config);
        (digest, Arc::new(theme), found)
    };
    let kept = known.take().filter(|(known, ..)| *known == digest).unwrap_or_else(fresh);
    diagnostics.extend(kept.2.clone());
    known.insert(kept).1.clone()
}

/// Takes the drafts out, unless they are wanted.
fn drafts(snapshot: &Snapshot, entries: &mut Vec<Arc<Entry>>) -> Vec<Arc<Entry>> {
    let wanted = snapshot.drafts;
    entries.extract_if(.., |entry| !wanted && entry.head.status == Status::Draft).collect()
}

fn join(folder: &str, path: &str) -> String {
    if folder.is_empty() { path.to_owned() } else { format!("{folder}/{path}") }
}
