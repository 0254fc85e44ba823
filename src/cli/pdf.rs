//! `crosstrain export pdf`: papers of workshops, and pages as one document,
//! printed by a browser.

use super::export::unknown;
use super::{Ended, args, count, shown, size};
use crate::bundle::Output;
use crate::entry::{Kind, slug_of};
use crate::export::{self, Job, Rendered, Shelf};
use crate::host::browser::{Browser, Desk};
use crate::host::terminal::{Progress, report, say};
use crate::host::{Failure, Outcome, disk, shelf};
use crate::pipeline::{Build, Pipeline};
use crate::render::{Page, Sheet};
use crate::site::Ix;
use std::path::{Path, PathBuf};

/// What one file holds.
enum Document {
    /// A paper of a workshop or a module.
    Paper(Ix, Sheet),
    /// Pages, under a title.
    Pages(String, Vec<Ix>),
}

/// The papers; the other sheets are screens.
const PAPERS: [Sheet; 4] = [Sheet::Guide, Sheet::Run, Sheet::Workbook, Sheet::Pack];

pub(super) fn run(common: &args::Common, args: &args::Export) -> Outcome<Ended> {
    let browser = Browser::find()?;
    let book = super::book(common)?;
    let progress = Progress::start("printing");
    let mut snapshot = book.read(disk::today(), args.drafts)?;
    // Whoever prints leads: their papers are there even where the public site has none.
    snapshot.facilitator = true;
    let build = Pipeline::new().build(&snapshot);
    if build.diagnostics.errors() > 0 {
        drop(progress);
        report(&build.diagnostics, &snapshot, common.verbose > 0);
        say("The book has errors. Nothing was written.");
        return Ok(Ended::Problems);
    }
    let documents = documents(&build, &args.what)?;
    if documents.is_empty() {
        return Err(Failure::new("there is nothing to print in what you named"));
    }
    let shelf = shelf::OnDisk::new(&book);
    let printer = Printer { build: &build, shelf: &shelf, browser: &browser, paper: args.paper };
    let here = common.directory.clone().unwrap_or_default();
    let target = here.join(args.output.clone().unwrap_or_else(|| PathBuf::from("pdf")));
    let single = target.extension().is_some_and(|extension| extension == "pdf");
    if single && documents.len() > 1 {
        return Err(Failure::new(format!("these are {}", count(documents.len(), "document")))
            .help("name a folder: crosstrain export pdf -o papers"));
    }
    let folder = if single { target.parent().unwrap_or(&here).to_path_buf() } else { target.clone() };
    let desk = Desk::new(if folder.as_os_str().is_empty() { Path::new(".") } else { &folder })?;
    for document in &documents {
        let bytes = printer.print(document, &desk)?;
        let path = if single { target.clone() } else { folder.join(format!("{}.pdf", name(&build, document))) };
        shelf::write(&path, &bytes)?;
        if common.quiet == 0 {
            say(format_args!("Wrote {} ({})", shown(&path), size(bytes.len() as u64)));
        }
    }
    browser.note().iter().for_each(say);
    Ok(Ended::Fine)
}

/// A workshop or module stands for its papers, any other words for their pages;
/// no words for the papers of all workshops, and the glossary.
fn documents(build: &Build, words: &[String]) -> Outcome<Vec<Document>> {
    let site = &build.site;
    let papers = |ix: Ix| {
        let of = move |page: &Page| match page {
            Page::Sheet(of, sheet) if *of == ix && PAPERS.contains(sheet) => Some(Document::Paper(ix, *sheet)),
            _ => None,
        };
        build.plan.iter().filter_map(move |page| of(&page.page))
    };
    let mut found: Vec<Document> = Vec::new();
    if words.is_empty() {
        site.of_kind(Kind::Workshop).for_each(|(ix, _)| found.extend(papers(ix)));
    }
    let glossary = [Kind::Term.folder().to_owned()];
    let Some(format) = export::format("epub") else { return Ok(found) };
    for word in if words.is_empty() { &glossary } else { words } {
        let chosen = export::choose(site, format, std::slice::from_ref(word)).map_err(unknown)?;
        let of_folder = Kind::of_folder(word.trim_end_matches('/'));
        match chosen.first() {
            Some(first) if of_folder.is_none() && papers(*first).next().is_some() => found.extend(papers(*first)),
            Some(first) => {
                let title = match of_folder {
                    Some(kind) => build.word(&format!("nav.{}", kind.word())),
                    None => site.entry(*first).head.title.value.clone(),
                };
                found.push(Document::Pages(title, chosen));
            }
            None => {}
        }
    }
    Ok(found)
}

fn name(build: &Build, document: &Document) -> String {
    match document {
        Document::Paper(ix, sheet) => format!("{}-{}", build.site.entry(*ix).id.slug, sheet.word()),
        Document::Pages(title, _) => match slug_of(title) {
            slug if slug.is_empty() => "pages".to_owned(),
            slug => slug,
        },
    }
}

struct Printer<'a> {
    build: &'a Build,
    shelf: &'a shelf::OnDisk,
    browser: &'a Browser,
    paper: args::Paper,
}

impl Printer<'_> {
    fn print(&self, document: &Document, desk: &Desk) -> Outcome<Vec<u8>> {
        let (page, edited) = match document {
            Document::Paper(ix, sheet) => (self.sheet(*ix, *sheet, desk)?, self.edited(&[*ix])),
            Document::Pages(title, chosen) => (self.pages(title, chosen, desk)?, self.edited(chosen)),
        };
        Ok(export::dated(self.browser.print(&desk.folder, &page)?, edited))
    }

    fn edited(&self, chosen: &[Ix]) -> i64 {
        let files = chosen.iter().map(|ix| &self.build.site.entry(*ix).file.path);
        files.map(|path| self.shelf.edited(path)).max().unwrap_or_default()
    }

    fn pages(&self, title: &str, chosen: &[Ix], desk: &Desk) -> Outcome<PathBuf> {
        let job = Job { site: &self.build.site, chosen: chosen.to_vec(), rendered: self.build, shelf: self.shelf };
        let files = export::document(&job, title).map_err(|error| Failure::new(error.to_string()))?;
        let mut paths = files.iter().map(|(name, bytes)| match name.strip_suffix(".html") {
            Some(_) => desk.put(name, self.sized(&String::from_utf8_lossy(bytes), "").as_bytes()),
            None => desk.put(name, bytes),
        });
        let page = paths.next().unwrap_or_else(|| Err(Failure::new("there is nothing to print")))?;
        paths.try_for_each(|path| path.map(drop))?;
        Ok(page)
    }

    /// A sheet as the site has it, with the files it shows.
    fn sheet(&self, ix: Ix, sheet: Sheet, desk: &Desk) -> Outcome<PathBuf> {
        let route = sheet.route(&self.build.site, ix);
        let page = self.build.page_at(&route).ok_or_else(|| Failure::new(format!("there is no page {route}")))?;
        let html = self.build.page(page).map_err(Failure::new)?;
        for (path, (_, output)) in self.build.files() {
            match output {
                Output::Bytes(bytes) if path.starts_with("assets/") => drop(desk.put(&path, &bytes)?),
                Output::Asset(asset) if html.contains(&path) => {
                    self.shelf.asset(&asset).map(|bytes| desk.put(&path, &bytes)).transpose()?;
                }
                _ => {}
            }
        }
        let up = "../".repeat(route.matches('/').count());
        desk.put(&route, self.sized(&html, &up).as_bytes()).and_then(|path| {
            desk.put("paper-size.css", self.style().as_bytes())?;
            Ok(path)
        })
    }

    /// The page with the size of its paper. A sheet's policy allows no style of
    /// its own, only files.
    fn sized(&self, html: &str, up: &str) -> String {
        let style = match up {
            "" => format!("<style>{}</style>", self.style()),
            up => format!("<link rel=\"stylesheet\" href=\"{up}paper-size.css\">"),
        };
        html.replacen("</head>", &format!("{style}</head>"), 1)
    }

    fn style(&self) -> String {
        let size = match self.paper {
            args::Paper::A4 => "A4",
            args::Paper::Letter => "letter",
        };
        format!(
            "@page {{ size: {size}; margin: 16mm 15mm 18mm; @bottom-right {{ content: counter(page); font: 9pt sans-serif; color: #555; }} }}"
        )
    }
}
