//! The stages composed, with a memory.
//!
//! All stages run on every build. Parsing and typing are remembered by path and
//! content, term mentions by text and names; resolving and checking run in full,
//! since they are cheap and whole-site facts are what hand-written change
//! tracking gets wrong. Pages are not rendered here: a [`Build`] says what each
//! page depends on ([`Build::bundle`]) and writes one when asked ([`Build::page`]).
//!
//! Law: a build with a memory gives the same bytes and diagnostics as one without.

mod languages;

use crate::bundle::{Bundle, Output};
use crate::config::Config;
use crate::diag::{Diagnostic, Diagnostics, Level, Lint, lint, nearest};
use crate::entry::{self, Entry, Fact, Kind, Name, Status};
use crate::export::{self, Exported, Format, Job, Rendered, Shelf};
use crate::markdown::RawHtml;
use crate::render::{self, Order, PagePlan, Shared, Theme};
use crate::site::{self, Ix, Site};
use crate::source::{Digest, Input, Place, Snapshot, SourceFile, SourcePath, Span, portable};
use crate::summary::{self, Item};
use crate::{check, search};
use rayon::prelude::*;
use rustc_hash::{FxBuildHasher, FxHashMap};
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::error::Error;
use std::sync::{Arc, OnceLock};

/// Remembers what earlier builds found out.
#[derive(Default)]
pub struct Pipeline {
    levels: BTreeMap<&'static str, Level>,
    config: Option<(Digest, Arc<Config>, Diagnostics)>,
    theme: Option<(Digest, Arc<Theme>, Diagnostics)>,
    parsed: FxHashMap<SourcePath, Arc<Parsed>>,
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

/// What one file became, and from what.
struct Parsed {
    /// Digests of the file and of the settings, and whether it is listed as a chapter.
    key: (Digest, Digest, bool),
    what: What,
    diagnostics: Diagnostics,
}

/// Everything that the files hold.
struct Content {
    /// Sorted.
    entries: Vec<Arc<Entry>>,
    facts: Vec<Fact>,
    runs: Vec<entry::Run>,
    /// How many files had to be parsed.
    fresh: usize,
}

enum What {
    Entry(Arc<Entry>),
    Facts(Vec<Fact>),
    Run(entry::Run),
    Nothing,
}

/// One finished build: everything resolved and judged, pages ready to be written.
pub struct Build {
    /// Everything, resolved.
    pub site: Arc<Site>,
    /// What authors should know, sorted, at the levels of this book.
    pub diagnostics: Diagnostics,
    /// The pages, sorted by address.
    pub plan: Arc<Vec<PagePlan>>,
    /// How much was done.
    pub stats: Stats,
    theme: Arc<Theme>,
    shared: Shared,
    /// The same book in other languages.
    translations: Vec<Build>,
    search: OnceLock<Vec<(String, Arc<[u8]>)>>,
}

/// How much a build did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Stats {
    /// Files that were parsed, not remembered.
    pub parsed: usize,
}

impl Pipeline {
    /// Without memory.
    pub fn new() -> Pipeline {
        Pipeline::default()
    }

    /// Counts some rules otherwise than the book says.
    pub fn with_levels(levels: impl IntoIterator<Item = (&'static Lint, Level)>) -> Pipeline {
        let levels = levels.into_iter().map(|(rule, level)| (rule.name, level)).collect();
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
            let asked = &self.levels;
            found.apply_levels(|rule, found| asked.get(rule.name).copied().unwrap_or(config.level(rule, found)));
            found.extend(other.diagnostics.iter().cloned());
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
        let Content { mut entries, facts, runs, fresh: parsed } =
            self.entries(snapshot, &config, &contents, &mut diagnostics);
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
        let mut found = Diagnostics::new();
        let site = Arc::new(site::resolve(inputs, &mut found));
        found.extend(check::run(&site));
        let theme = self.theme(snapshot, &config, &mut found);
        let Outline { order, plan } = self.outline(&site, &mut found);
        diagnostics.extend(found.into_iter().map(|diagnostic| as_written(diagnostic, snapshot)));
        let shared = render::shared(&site, &theme, order);
        diagnostics = allowed(check::consequences::dropped(diagnostics), &site, snapshot);
        let asked = &self.levels;
        diagnostics.apply_levels(|rule, found| asked.get(rule.name).copied().unwrap_or(config.level(rule, found)));
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
        let (asked, config) = (&self.levels, &build.site.config);
        judged.apply_levels(|rule, found| asked.get(rule.name).copied().unwrap_or(config.level(rule, found)));
        judged
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

    fn theme(&mut self, snapshot: &Snapshot, config: &Config, diagnostics: &mut Diagnostics) -> Arc<Theme> {
        let mut hasher = crate::source::Hasher::new();
        hasher.number(config.digest.0);
        for (path, bytes) in &snapshot.theme {
            hasher.part(path).part(bytes.as_slice());
        }
        let digest = hasher.finish();
        let fresh = || {
            let (theme, found) = Theme::load(&snapshot.theme, config);
            (digest, Arc::new(theme), found)
        };
        let kept = self.theme.take().filter(|(known, ..)| *known == digest).unwrap_or_else(fresh);
        diagnostics.extend(kept.2.clone());
        self.theme.insert(kept).1.clone()
    }

    /// The outline of a site. One with something to complain about is not kept,
    /// since complaints show places in files.
    fn outline(&mut self, site: &Site, diagnostics: &mut Diagnostics) -> Outline {
        if let Some((_, outline)) = self.outline.as_ref().filter(|(outside, _)| *outside == site.outside) {
            return outline.clone();
        }
        let mut found = Diagnostics::new();
        let outline = Outline { order: Arc::new(Order::new(site)), plan: Arc::new(render::plan(site, &mut found)) };
        self.outline = found.is_empty().then(|| (site.outside, outline.clone()));
        diagnostics.extend(found);
        outline
    }

    /// What all files hold.
    fn entries(
        &mut self,
        snapshot: &Snapshot,
        config: &Arc<Config>,
        contents: &[Item],
        diagnostics: &mut Diagnostics,
    ) -> Content {
        let listed: HashSet<&str> = summary::chapters(contents).filter_map(|chapter| chapter.path.as_deref()).collect();
        let known = &self.parsed;
        let files: Vec<(&SourcePath, &Input)> = snapshot.inputs.iter().collect();
        let parsed: Vec<(&SourcePath, Arc<Parsed>, bool)> = files
            .into_par_iter()
            .filter_map(|(path, input)| {
                let (parsed, fresh) = parse_file(path, input, snapshot, config, &listed, known.get(path))?;
                Some((path, parsed, fresh))
            })
            .collect();
        let all = parsed.len();
        let mut fresh = 0;
        let mut entries: Vec<Arc<Entry>> = Vec::with_capacity(all);
        let (mut facts, mut runs) = (Vec::new(), Vec::new());
        for (path, parsed, is_fresh) in parsed {
            diagnostics.extend(parsed.diagnostics.iter().cloned());
            match &parsed.what {
                What::Entry(entry) => entries.push(entry.clone()),
                What::Facts(found) => facts.extend(found.iter().cloned()),
                What::Run(run) => runs.push(run.clone()),
                What::Nothing => {}
            }
            if is_fresh {
                fresh += 1;
                self.parsed.insert(path.clone(), parsed);
            }
        }
        if self.parsed.len() > all {
            self.parsed.retain(|path, _| snapshot.inputs.contains_key(path));
        }
        entries.sort_by(|a, b| (&a.id, &a.file.path).cmp(&(&b.id, &b.file.path)));
        Content { entries, facts, runs, fresh }
    }
}

/// Without what the authors allow in their pages, and with what is wrong with
/// their allowances, which of chapters with includes is moved back to what was written.
fn allowed(diagnostics: Diagnostics, site: &Site, snapshot: &Snapshot) -> Diagnostics {
    let (mut kept, about) = check::allow::apply(diagnostics, site, |path| snapshot.expanded.contains_key(path));
    kept.extend(about.into_iter().map(|diagnostic| as_written(diagnostic, snapshot)));
    kept
}

/// A diagnostic with its places in the texts that were written, where they lie
/// in texts that resulted from includes.
fn as_written(mut diagnostic: Diagnostic, snapshot: &Snapshot) -> Diagnostic {
    if snapshot.expanded.is_empty() {
        return diagnostic;
    }
    let labels = diagnostic.labels.iter().map(|label| &label.place.path);
    let edits = diagnostic.fix.iter().flat_map(|fix| fix.edits.iter().map(|edit| &edit.place.path));
    let paths: BTreeSet<SourcePath> =
        std::iter::once(&diagnostic.place.path).chain(labels).chain(edits).cloned().collect();
    for path in paths {
        if let (Some(expanded), Some(written)) = (snapshot.expanded.get(&path), snapshot.text(&path)) {
            diagnostic = crate::includes::moved_back(diagnostic, written, expanded);
        }
    }
    diagnostic
}

/// Takes the drafts out, unless they are wanted.
fn drafts(snapshot: &Snapshot, entries: &mut Vec<Arc<Entry>>) -> Vec<Arc<Entry>> {
    let wanted = snapshot.drafts;
    entries.extract_if(.., |entry| !wanted && entry.head.status == Status::Draft).collect()
}

/// The table of contents, with its chapters' files accounted for.
fn contents(snapshot: &Snapshot, config: &Config, diagnostics: &mut Diagnostics) -> Vec<Item> {
    let path = SourcePath::new(join(&config.src, "SUMMARY.md"));
    let Some(Input::Text(file)) = snapshot.inputs.get(&path) else {
        if !config.ours {
            let message = format!("there is no table of contents at `{path}`");
            diagnostics.push(
                Diagnostics::at(&snapshot.config.path, Span::at(0), lint::SUMMARY_SYNTAX, message)
                    .label("a plain book needs one")
                    .help("write SUMMARY.md, or start a book of ours: crosstrain init"),
            );
        }
        return Vec::new();
    };
    let items = summary::parse(file, diagnostics);
    for chapter in summary::chapters(&items) {
        let Some(below) = &chapter.path else { continue };
        if !snapshot.inputs.contains_key(&SourcePath::new(join(&config.src, below))) {
            diagnostics.push(chapter_missing(file, chapter, below, snapshot, config));
        }
    }
    items
}

fn chapter_missing(
    file: &SourceFile,
    chapter: &summary::Chapter,
    below: &str,
    snapshot: &Snapshot,
    config: &Config,
) -> Diagnostic {
    let message = format!("the chapter `{}` has no file at `{}`", chapter.title, join(&config.src, below));
    let known = snapshot.inputs.keys().filter_map(|path| path.below(&config.src));
    let diagnostic = Diagnostics::at(&file.path, chapter.span, lint::LINK_MISSING, message).label("no such file");
    match nearest(below, known) {
        Some(near) => diagnostic.replace("a file with a similar name exists", near),
        None => diagnostic.help("create the file, or leave the brackets empty for a draft: `- [Title]()`"),
    }
}

fn parse_file(
    path: &SourcePath,
    input: &Input,
    snapshot: &Snapshot,
    config: &Arc<Config>,
    listed: &HashSet<&str>,
    known: Option<&Arc<Parsed>>,
) -> Option<(Arc<Parsed>, bool)> {
    let below = path.below(&config.src)?;
    if below == "SUMMARY.md" || !(config.ours || listed.contains(below)) {
        return None;
    }
    // The path and these two decide what the file is.
    let listed = listed.contains(below);
    let expanded = snapshot.expanded.get(path);
    let digest =
        expanded.map_or_else(|| input.digest(), |file| Digest(file.digest.0 ^ input.digest().0.rotate_left(1)));
    let key = (digest, config.digest, listed);
    if let Some(known) = known.filter(|known| known.key == key) {
        return Some((known.clone(), false));
    }
    let mut diagnostics = Diagnostics::new();
    if !portable(below) {
        diagnostics.push(entry::name_not_portable(path));
        return Some((Arc::new(Parsed { key, what: What::Nothing, diagnostics }), true));
    }
    let what = match readable(path, input, &mut diagnostics) {
        Some(file) => typed(file, expanded, entry::place(below, config.ours, listed), config, &mut diagnostics),
        None => What::Nothing,
    };
    Some((Arc::new(Parsed { key, what, diagnostics }), true))
}

fn typed(
    file: &Arc<SourceFile>,
    expanded: Option<&Arc<SourceFile>>,
    place: entry::Place,
    config: &Config,
    diagnostics: &mut Diagnostics,
) -> What {
    match place {
        entry::Place::Facts => What::Facts(entry::fact::lower(file, diagnostics)),
        entry::Place::Run => What::Run(entry::run::lower(file, diagnostics)),
        entry::Place::Unknown => {
            diagnostics.push(kind_unknown(file, config));
            What::Nothing
        }
        entry::Place::Entry(id) => match expanded {
            None => {
                let entry = entry::lower(id, file, config, diagnostics);
                check::own(config, &entry, diagnostics);
                What::Entry(Arc::new(entry))
            }
            Some(expanded) => {
                let mut found = Diagnostics::new();
                let entry = entry::lower(id, expanded, config, &mut found);
                check::own(config, &entry, &mut found);
                diagnostics.extend(
                    found.into_iter().map(|diagnostic| crate::includes::moved_back(diagnostic, file, expanded)),
                );
                What::Entry(Arc::new(entry))
            }
        },
    }
}

/// The text of an input, or what is wrong with it.
fn readable<'a>(path: &SourcePath, input: &'a Input, diagnostics: &mut Diagnostics) -> Option<&'a Arc<SourceFile>> {
    let at = |offset: usize, rule, message: String| Diagnostics::at(path, Span::at(offset), rule, message);
    let diagnostic = match input {
        Input::Text(file) => return Some(file),
        Input::NotUtf8 { before } => {
            at(before.text.len(), lint::ENCODING, "this file is not UTF-8 from here on".to_owned())
                .label("these bytes are no characters")
                .help("open the file in an editor and save it with the encoding UTF-8")
        }
        Input::TooLarge { bytes, limit } => {
            let mega = |bytes: u64| format!("{:.1} MB", bytes as f64 / 1e6);
            at(0, lint::FILE_TOO_LARGE, format!("this file has {}, and a page may have {}", mega(*bytes), mega(*limit)))
                .help("split it, or move what is not text into files that are copied")
        }
        Input::Unreadable { reason } => {
            at(0, lint::FILE_UNREADABLE, format!("this file can't be read: {reason}")).help("check who may read it")
        }
        Input::OutsideLink => {
            at(0, lint::FILE_UNREADABLE, "this is a link that leads out of the book, so it is not followed".to_owned())
                .help("copy the file into the book")
        }
    };
    diagnostics.push(diagnostic);
    None
}

fn kind_unknown(file: &SourceFile, config: &Config) -> Diagnostic {
    let below = file.path.below(&config.src).unwrap_or(file.path.as_str());
    let Some((folder, _)) = below.split_once('/') else {
        return Diagnostics::at(
            &file.path,
            Span::at(0),
            lint::KIND_UNKNOWN,
            format!("`{below}` is in no folder of a kind"),
        )
        .help("move it into a folder such as glossary/, or list it in SUMMARY.md as a chapter");
    };
    let folders: Vec<&str> = Kind::ALL.iter().map(|kind| kind.folder()).chain(["facts", "runs"]).collect();
    let diagnostic = match Kind::of_folder(folder) {
        Some(kind) => Diagnostics::at(
            &file.path,
            Span::at(0),
            lint::KIND_UNKNOWN,
            format!("{} lies directly in `{folder}/`, not in a folder below it", kind.a_word()),
        )
        .help(format!("move it to {}", join(&config.src, &format!("{folder}/{}", file.path.file_name())))),
        None => Diagnostics::at(
            &file.path,
            Span::at(0),
            lint::KIND_UNKNOWN,
            format!("the folder `{folder}` is no kind of content"),
        ),
    };
    let diagnostic = match nearest(folder, folders.iter().copied()).filter(|near| *near != folder) {
        Some(near) => diagnostic.help(format!("did you mean `{near}/`?")),
        None => diagnostic,
    };
    diagnostic.note(format!("folders of content: {}", folders.join(", ")))
}

fn include_problems(snapshot: &Snapshot, diagnostics: &mut Diagnostics) {
    use crate::source::IncludeProblem;
    for (path, problems) in &snapshot.include_problems {
        for (span, problem) in problems {
            let at = |message: String| Diagnostics::at(path, *span, lint::INCLUDE_MISSING, message);
            diagnostics.push(match problem {
                IncludeProblem::Missing(file) => at(format!("no file at `{file}`")).label("nothing to include"),
                IncludeProblem::Outside(file) => at(format!("`{file}` lies outside the book"))
                    .label("not included")
                    .help("copy the file into the book's folder"),
                IncludeProblem::TooMuch(file) => {
                    at(format!("with `{file}` this page would be larger than a page may be"))
                        .label("not included")
                        .help("include less, or split the page")
                }
                IncludeProblem::Circle(file) => at(format!("`{file}` includes itself"))
                    .label("goes round in circles")
                    .help("take one of the includes out"),
            });
        }
    }
}

/// Two files that would be one page, also where only capitals tell them apart:
/// on many systems they are one file.
fn drop_repeats(entries: &mut Vec<Arc<Entry>>, diagnostics: &mut Diagnostics) {
    let mut first: FxHashMap<Name, usize> = FxHashMap::with_capacity_and_hasher(entries.len(), FxBuildHasher);
    let mut repeats = Vec::new();
    for (at, entry) in entries.iter().enumerate() {
        let other = *first.entry(entry.route_name).or_insert(at);
        if other != at {
            diagnostics.push(repeated(entry, &entries[other]));
            repeats.push(at);
        }
    }
    repeats.into_iter().rev().for_each(|at| drop(entries.remove(at)));
}

fn repeated(entry: &Entry, other: &Entry) -> Diagnostic {
    let message =
        format!("`{}` and `{}` would be the same page", other.file.path.file_name(), entry.file.path.file_name());
    Diagnostics::at(&entry.file.path, Span::at(0), lint::SLUG_DUPLICATE, message)
        .label("the second file")
        .also(Place::new(&other.file.path, Span::at(0)), "the first file")
        .help("rename one of them")
}

/// The files that are copied. Those that run are part of a site only where the
/// authors are trusted to write what runs.
fn assets(
    snapshot: &Snapshot,
    config: &Config,
    entries: &[Arc<Entry>],
    diagnostics: &mut Diagnostics,
) -> BTreeMap<String, Digest> {
    let mut assets = BTreeMap::new();
    let pages: HashSet<Name> = match snapshot.assets.is_empty() {
        true => HashSet::new(),
        false => entries.iter().map(|entry| entry.route_name).collect(),
    };
    let mut names: FxHashMap<Name, &SourcePath> = FxHashMap::default();
    for (path, asset) in &snapshot.assets {
        let Some(below) = path.below(&config.src) else { continue };
        if asset.active && config.dialect.html != RawHtml::Trusted {
            diagnostics.push(
                Diagnostics::at(path, Span::at(0), lint::ASSET_ACTIVE, "browsers run files of this kind, or what is in this one")
                    .label("left out of the site")
                    .help("put it into an archive to be downloaded; or, if all who write here may publish programs, set `html = \"trusted\"` in book.toml"),
            );
            continue;
        }
        if !portable(below) {
            diagnostics.push(entry::name_not_portable(path));
            continue;
        }
        let name = Name::of(below);
        let other = *names.entry(name).or_insert(path);
        if other != path || pages.contains(&name) {
            let message = format!("`{below}` would be the same file as another on some systems");
            let problem =
                Diagnostics::at(path, Span::at(0), lint::SLUG_DUPLICATE, message).label("left out of the site");
            diagnostics.push(problem.help("rename one of them; `A` and `a` are not enough to tell files apart"));
            continue;
        }
        assets.insert(below.to_owned(), asset.digest);
    }
    assets
}

fn join(folder: &str, path: &str) -> String {
    if folder.is_empty() { path.to_owned() } else { format!("{folder}/{path}") }
}

impl Rendered for Build {
    fn word(&self, key: &str) -> String {
        self.theme.word(key)
    }

    fn page(&self, ix: Ix) -> Result<String, String> {
        let route = self.site.route(ix);
        let page = self.page_at(route).ok_or_else(|| format!("there is no page {route}"))?;
        Build::page(self, page)
    }

    fn theme_file(&self, name: &str) -> Option<(String, Arc<[u8]>)> {
        let (stem, extension) = name.rsplit_once('.')?;
        let named = |path: &str| {
            let rest = path.strip_prefix("assets/")?.strip_prefix(stem)?.strip_suffix(extension)?;
            (rest.starts_with('.') && rest.ends_with('.')).then_some(())
        };
        self.theme.assets().find(|(path, _)| named(path).is_some())
    }
}

impl Build {
    /// Tells the languages of the book of each other.
    fn introduce(&mut self) {
        let routes = |build: &Build| build.plan.iter().map(|page| page.route.clone()).collect::<Vec<_>>();
        let all = std::iter::once(&*self).chain(&self.translations);
        let all = all.map(|build| languages::tongue(&build.site, routes(build).into_iter())).collect();
        let all: Arc<Vec<render::Tongue>> = Arc::new(all);
        for (at, build) in self.translations.iter_mut().enumerate() {
            build.shared.set_tongues(render::Tongues::new(all.clone(), at + 1));
        }
        self.shared.set_tongues(render::Tongues::new(all, 0));
    }

    /// How many pages there are, in all languages.
    pub fn pages(&self) -> usize {
        self.plan.len() + self.translations.iter().map(|other| other.plan.len()).sum::<usize>()
    }

    /// The build that a page belongs to, and its number there.
    fn owner(&self, page: usize) -> (&Build, usize) {
        let mut left = page;
        for build in std::iter::once(self).chain(&self.translations) {
            match left.checked_sub(build.plan.len()) {
                None => return (build, left),
                Some(rest) => left = rest,
            }
        }
        (self, page)
    }

    /// The language whose folder an address lies in, how many pages stand before its
    /// own, and the address in that folder.
    fn folder_of<'r>(&self, route: &'r str) -> Option<(&Build, usize, &'r str)> {
        let mut before = self.plan.len();
        for other in &self.translations {
            if let Some(below) = route.strip_prefix(&other.site.config.folder) {
                return Some((other, before, below));
            }
            before += other.plan.len();
        }
        None
    }

    /// Everything that the site consists of.
    pub fn bundle(&self) -> Bundle {
        let mut bundle = self.files();
        for (path, bytes) in self.search() {
            bundle.insert(path.clone(), (Digest::of(bytes), Output::Bytes(bytes.clone())));
        }
        bundle
    }

    /// Everything but the search index, which takes as long as a quarter of all
    /// pages. Finished bytes come at once, pages when they are asked for.
    pub fn files(&self) -> Bundle {
        let mut bundle = Bundle::new();
        for (path, digest) in &self.site.assets {
            bundle.insert(path.clone(), (*digest, Output::Asset(path.clone())));
        }
        for (path, bytes) in self.theme.assets() {
            bundle.insert(path, (Digest::of(&bytes), Output::Bytes(bytes)));
        }
        let keys: Vec<Digest> = (0..self.plan.len()).into_par_iter().map(|at| self.page_key(at)).collect();
        let web = render::web(&self.site, &self.theme, &self.shared, &self.plan, &keys, self.search_key());
        for (path, bytes) in web {
            bundle.insert(path, (Digest::of(&bytes), Output::Bytes(bytes.into())));
        }
        for (at, (path, key)) in self.shared.pictures().enumerate() {
            bundle.insert(path.to_owned(), (key, Output::Picture(at)));
        }
        for (at, (page, key)) in self.plan.iter().zip(keys).enumerate() {
            bundle.insert(page.route.clone(), (key, Output::Page(at)));
        }
        let (mut pages, mut pictures) = (self.plan.len(), self.shared.pictures().count());
        for other in &self.translations {
            let config = &other.site.config;
            for (path, (key, output)) in other.files() {
                // Servers and crawlers look for these in one place only.
                if matches!(path.as_str(), "_headers" | "_redirects" | "robots.txt") {
                    continue;
                }
                let output = match output {
                    Output::Page(at) => Output::Page(pages + at),
                    Output::Picture(at) => Output::Picture(pictures + at),
                    Output::Asset(of) if config.is_foreign(&SourcePath::new(join(&config.src, &of))) => {
                        Output::Asset(of)
                    }
                    Output::Asset(of) => Output::Asset(format!("{}{of}", config.folder)),
                    bytes => bytes,
                };
                bundle.insert(format!("{}{path}", config.folder), (key, output));
            }
            pages += other.plan.len();
            pictures += other.shared.pictures().count();
        }
        bundle
    }

    /// The digest of everything that a page's bytes depend on.
    pub fn page_key(&self, page: usize) -> Digest {
        let (build, page) = self.owner(page);
        render::key(&build.site, &build.theme, &build.shared, &build.plan[page])
    }

    /// Writes one page. An error is a mistake in a template, with its place.
    pub fn page(&self, page: usize) -> Result<String, String> {
        let (build, page) = self.owner(page);
        render::page(&build.site, &build.theme, &build.shared, &build.plan[page])
    }

    /// Draws a picture for links on other sites. An error is a mistake in a template.
    pub fn picture(&self, picture: usize) -> Result<Vec<u8>, String> {
        let mut left = picture;
        for build in std::iter::once(self).chain(&self.translations) {
            match left.checked_sub(build.shared.pictures().count()) {
                None => return render::picture(&build.site, &build.theme, &build.shared, left),
                Some(rest) => left = rest,
            }
        }
        Err(format!("there is no picture {picture}"))
    }

    /// The number of the picture at an address.
    pub fn picture_at(&self, route: &str) -> Option<usize> {
        let mut before = 0;
        for build in std::iter::once(self).chain(&self.translations) {
            let below = route.strip_prefix(build.site.config.folder.as_str());
            if let Some(at) = below.and_then(|below| build.shared.pictures().position(|(path, _)| path == below)) {
                return Some(before + at);
            }
            before += build.shared.pictures().count();
        }
        None
    }

    /// The number of the page at an address.
    pub fn page_at(&self, route: &str) -> Option<usize> {
        let own = self.plan.binary_search_by(|page| page.route.as_str().cmp(route)).ok();
        own.or_else(|| self.folder_of(route).and_then(|(other, before, below)| Some(before + other.page_at(below)?)))
    }

    /// A file of the theme, by address.
    pub fn theme_asset(&self, route: &str) -> Option<Arc<[u8]>> {
        let own = self.theme.assets().find(|(path, _)| path == route).map(|(_, bytes)| bytes);
        own.or_else(|| self.folder_of(route).and_then(|(other, _, below)| other.theme_asset(below)))
    }

    /// The files of the search index; made when first asked for.
    pub fn search(&self) -> &[(String, Arc<[u8]>)] {
        self.search.get_or_init(|| {
            let files = search::files(&self.site, |kind| self.theme.kinds_label(kind).to_owned());
            let own = files.into_iter().map(|(path, bytes)| (path, bytes.into()));
            let others = self.translations.iter().flat_map(|other| {
                other
                    .search()
                    .iter()
                    .map(|(path, bytes)| (format!("{}{path}", other.site.config.folder), bytes.clone()))
            });
            own.chain(others).collect()
        })
    }

    /// The digest of everything that the search index depends on.
    pub fn search_key(&self) -> Digest {
        let mut hasher = crate::source::Hasher::new();
        hasher.number(self.theme.digest().0);
        for (_, entry) in self.site.all() {
            hasher.part(&entry.route).number(entry.file.digest.0);
        }
        for other in &self.translations {
            hasher.number(other.search_key().0);
        }
        hasher.finish()
    }

    /// Writes entries in a format of other programs.
    pub fn export(
        &self,
        format: &Format,
        chosen: Vec<Ix>,
        shelf: &dyn Shelf,
        snapshot: &Snapshot,
    ) -> Result<Exported, Box<dyn Error + Send + Sync>> {
        let job = Job { site: &self.site, chosen, rendered: self, shelf };
        let Exported { bytes, diagnostics } = export::export(format, &job)?;
        let mut told = Diagnostics::new();
        told.extend(diagnostics.into_iter().map(|diagnostic| {
            let path = &diagnostic.place.path;
            match (snapshot.expanded.get(path), snapshot.text(path)) {
                (Some(expanded), Some(written)) => crate::includes::moved_back(diagnostic.clone(), written, expanded),
                _ => diagnostic,
            }
        }));
        told.apply_levels(|rule, found| self.site.config.level(rule, found));
        told.sort();
        Ok(Exported { bytes, diagnostics: told })
    }

    /// How many entries there are of each kind.
    pub fn counts(&self) -> Vec<(Kind, usize)> {
        Kind::ALL
            .into_iter()
            .map(|kind| (kind, self.site.of_kind(kind).count()))
            .filter(|(_, count)| *count > 0)
            .collect()
    }

    /// How many questions there are.
    pub fn questions(&self) -> usize {
        let count = |(_, entry): (Ix, &Entry)| match &entry.data {
            entry::EntryData::Quiz(quiz) => quiz.questions.len(),
            _ => 0,
        };
        self.site.of_kind(Kind::Quiz).map(count).sum()
    }
}
