//! A finished build: what was resolved and judged, and the way to every byte of the site.

use super::languages;
use super::written::as_written;
use crate::bundle::{Bundle, Output};
use crate::diag::Diagnostics;
use crate::entry::{Entry, EntryData, Kind};
use crate::export::{self, Exported, Format, Job, Rendered, Shelf};
use crate::render::{self, PagePlan, Shared, Theme};
use crate::search;
use crate::site::{Ix, Site};
use crate::source::{Digest, Hasher, Snapshot, SourcePath};
use rayon::prelude::*;
use std::error::Error;
use std::sync::{Arc, OnceLock};

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
    pub(super) theme: Arc<Theme>,
    pub(super) shared: Arc<Shared>,
    /// The same book in other languages.
    pub(super) translations: Vec<Build>,
    pub(super) search: OnceLock<Vec<(String, Arc<[u8]>)>>,
}

/// How much a build did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Stats {
    /// Files that were parsed, not remembered.
    pub parsed: usize,
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
    pub(super) fn introduce(&mut self) {
        let routes = |build: &Build| build.plan.iter().map(|page| page.route.clone()).collect::<Vec<_>>();
        let all = std::iter::once(&*self).chain(&self.translations);
        let all = all.map(|build| languages::tongue(&build.site, routes(build).into_iter())).collect();
        let all: Arc<Vec<render::Tongue>> = Arc::new(all);
        let builds =
            std::iter::once(&mut self.shared).chain(self.translations.iter_mut().map(|other| &mut other.shared));
        for (at, shared) in builds.enumerate() {
            // Nobody else has a build that is not finished.
            if let Some(shared) = Arc::get_mut(shared) {
                shared.set_tongues(render::Tongues::new(all.clone(), at));
            }
        }
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
        // In no order: the tree is made of all at once.
        let mut files: Vec<(String, (Digest, Output))> = Vec::with_capacity(2 * self.plan.len());
        for (path, digest) in &self.site.assets {
            files.push((path.clone(), (*digest, Output::Asset(path.clone()))));
        }
        for (path, bytes) in self.theme.assets() {
            files.push((path, (Digest::of(&bytes), Output::Bytes(bytes))));
        }
        let keys = || (0..self.plan.len()).into_par_iter().map(|at| self.page_key(at)).collect();
        let (keys, web) = render::web(&self.site, &self.theme, &self.shared, &self.plan, keys, self.search_key());
        for (path, bytes) in web {
            files.push((path, (Digest::of(&bytes), Output::Bytes(bytes.into()))));
        }
        for (at, (path, key)) in self.shared.pictures().enumerate() {
            files.push((path.to_owned(), (key, Output::Picture(at))));
        }
        for (at, (page, key)) in self.plan.iter().zip(keys).enumerate() {
            files.push((page.route.clone(), (key, Output::Page(at))));
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
                    Output::Asset(of) if config.is_foreign(&SourcePath::new(super::join(&config.src, &of))) => {
                        Output::Asset(of)
                    }
                    Output::Asset(of) => Output::Asset(format!("{}{of}", config.folder)),
                    bytes => bytes,
                };
                files.push((format!("{}{path}", config.folder), (key, output)));
            }
            pages += other.plan.len();
            pictures += other.shared.pictures().count();
        }
        files.into_iter().collect()
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

    /// Writes one page, for those who do not look into it.
    pub fn page_bytes(&self, page: usize) -> Result<Vec<u8>, String> {
        let (build, page) = self.owner(page);
        render::bytes(&build.site, &build.theme, &build.shared, &build.plan[page])
    }

    /// Whether a page may show something of each entry, so that writing it takes
    /// memory in proportion to the book.
    pub fn is_wide(&self, page: usize) -> bool {
        let (build, page) = self.owner(page);
        build.plan[page].page.is_wide()
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
        let mut hasher = Hasher::new();
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
        told.extend(diagnostics.into_iter().map(|diagnostic| as_written(diagnostic, snapshot)));
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
            EntryData::Quiz(quiz) => quiz.questions.len(),
            _ => 0,
        };
        self.site.of_kind(Kind::Quiz).map(count).sum()
    }
}
