//! SCORM 1.2: each module with its questions and words is one sharable content
//! object (SCO). What is answered, the score and the time are told to the
//! learning platform by `sco.js`, and taken up again at the next launch.

mod manifest;

use super::pages::{Pages, media_lost, page};
use super::{Job, Written, archive};
use crate::diag::Diagnostics;
use crate::entry::{Entry, EntryData, Kind, Relation};
use crate::markdown::html::escaped;
use crate::site::Ix;
use std::fmt::Write;

const SCRIPT: &str = include_str!("sco.js");

/// The share of the points, in percent, from which a module counts as passed.
const MASTERY: u32 = 80;

/// One module of the package.
struct Sco {
    /// The slug.
    id: String,
    title: String,
    /// The address of its page.
    path: String,
    graded: bool,
}

pub(super) fn write(job: &Job<'_>, diagnostics: &mut Diagnostics) -> Written {
    let mut pages = Pages::new(job, true);
    let (mut scos, mut files) = (Vec::new(), archive::Files::new());
    let theme = ["site.css", "quiz.js", "form.css", "atkinson-next.woff2"].map(|name| job.rendered.theme_file(name));
    for ix in job.chosen.iter().filter(|ix| job.site.entry(**ix).id.kind == Kind::Module) {
        let entry = job.site.entry(*ix);
        media_lost(entry, "the package", diagnostics);
        let banks = banks(job, *ix);
        let html = document(job, &mut pages, *ix, &banks, &theme)?;
        let graded = html.contains("class=\"q-data\"");
        files.push((entry.route.clone(), html.into_bytes()));
        scos.push(Sco {
            id: entry.id.slug.clone(),
            title: entry.head.title.value.clone(),
            path: entry.route.clone(),
            graded,
        });
    }
    files.push(("assets/sco.js".to_owned(), SCRIPT.as_bytes().to_vec()));
    files.extend(theme.into_iter().flatten().map(|(path, bytes)| (path, bytes.to_vec())));
    files.extend(pages.pictures);
    files.insert(0, ("imsmanifest.xml".to_owned(), manifest::manifest(job, &scos, &files)));
    archive::zip(&files)
}

/// The banks of a module in the order in which they are asked: before, check, after.
fn banks(job: &Job<'_>, module: Ix) -> Vec<Ix> {
    let site = job.site;
    let mut banks: Vec<Ix> = site.out_by(module, Relation::Quiz).chain(site.into_by(module, Relation::Quiz)).collect();
    banks.sort_by_key(|ix| {
        (["pre", "check", "post", "review"].iter().position(|mode| *mode == mode_of(site.entry(*ix))), *ix)
    });
    banks.dedup();
    banks
}

fn mode_of(bank: &Entry) -> &'static str {
    match &bank.data {
        EntryData::Quiz(quiz) => quiz.mode,
        _ => "",
    }
}

type ThemeFile = Option<(String, std::sync::Arc<[u8]>)>;

fn document(
    job: &Job<'_>,
    pages: &mut Pages<'_>,
    ix: Ix,
    banks: &[Ix],
    theme: &[ThemeFile],
) -> Result<String, Box<dyn std::error::Error + Send + Sync>> {
    let entry = job.site.entry(ix);
    let from = |path: &str| crate::site::relative(&entry.route, path);
    pages.known.clear();
    pages.known.insert(entry.route.clone(), (entry.route.clone(), None));
    let (mut before, mut after) = (String::new(), String::new());
    for bank in banks {
        let asked = questions(job, pages, *bank)?;
        if mode_of(job.site.entry(*bank)) == "pre" { before.push_str(&asked) } else { after.push_str(&asked) }
    }
    let module = pages.part(&entry.route, &page(job, ix)?, "main");
    let file =
        |at: usize| theme.get(at).and_then(Option::as_ref).map(|(path, _)| escaped(&from(path))).unwrap_or_default();
    Ok(format!(
        "<!doctype html>\n<html lang=\"{language}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src 'self'; style-src 'self'; \
         img-src 'self' data:; font-src 'self'; form-action 'none'; base-uri 'none'\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<title>{title}</title>\n\
         <link rel=\"stylesheet\" href=\"{style}\">\n<link rel=\"stylesheet\" href=\"{own}\">\n<script defer src=\"{sco}\"></script>\n<script defer src=\"{quiz}\"></script>\n\
         </head>\n<body class=\"is-module\" data-mastery=\"{MASTERY}\">\n<main class=\"wrap\">\n\
         <p class=\"sco-alone muted small\" hidden>{alone}</p>\n{before}{module}{words}{after}</main>\n</body>\n</html>\n",
        language = escaped(&job.site.config.language),
        title = escaped(&entry.head.title.value),
        style = file(0),
        quiz = file(1),
        own = file(2),
        sco = escaped(&from("assets/sco.js")),
        alone = escaped(&job.word("export.alone")),
        words = words(job, ix),
    ))
}

/// The questions of a bank as its page asks them.
fn questions(
    job: &Job<'_>,
    pages: &mut Pages<'_>,
    bank: Ix,
) -> Result<String, Box<dyn std::error::Error + Send + Sync>> {
    let entry = job.site.entry(bank);
    // The links of the forms are seen from a folder beside that of the module, so they hold.
    let known = (entry.route.clone(), None);
    pages.known.insert(entry.route.clone(), known);
    let forms = pages.part(&entry.route, &page(job, bank)?, "form.q");
    pages.known.remove(&entry.route);
    Ok(format!("<section class=\"quiz\"><h2>{}</h2>\n{forms}</section>\n", escaped(&entry.head.title.value)))
}

/// The words that a module teaches, with their definitions.
fn words(job: &Job<'_>, ix: Ix) -> String {
    let mut out = String::new();
    for term in job.site.out_by(ix, Relation::Teaches) {
        let entry = job.site.entry(term);
        if let EntryData::Term(term) = &entry.data {
            let definition = super::content::Prose::new(job, entry, "").words(&term.definition.value);
            let _ = writeln!(out, "<dt>{}</dt><dd>{}</dd>", escaped(&entry.head.title.value), escaped(&definition));
        }
    }
    if out.is_empty() {
        return out;
    }
    format!("<section><h2>{}</h2>\n<dl>\n{out}</dl></section>\n", escaped(&job.word("nav.term")))
}
