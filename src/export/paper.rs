//! Pages of the site as one document to print: a cover, the contents, and one
//! page after the other, with links between them. A browser makes a PDF of it.

use super::pages::{Pages, joined_id, page};
use super::{Files, Job};
use crate::entry::Kind;
use crate::markdown::html::escaped;
use std::error::Error;
use std::fmt::Write;

const STYLE: &str = include_str!("paper.css");

/// The files of the document; its page is the first of them.
pub fn document(job: &Job<'_>, title: &str) -> Result<Files, Box<dyn Error + Send + Sync>> {
    let mut pages = Pages::new(job, false);
    pages.joined = true;
    for ix in &job.chosen {
        let route = job.site.route(*ix);
        pages.known.insert(route.to_owned(), (String::new(), None));
    }
    let mut chapters = String::new();
    for ix in &job.chosen {
        let entry = job.site.entry(*ix);
        let body = pages.part(&entry.route, &page(job, *ix)?, "main");
        let head = if body.contains("<h1") { String::new() } else { heading(&entry.head.title.value) };
        let (id, kind) = (escaped(&joined_id(&entry.route, "")), entry.id.kind.word());
        let _ = write!(chapters, "<section class=\"chapter {kind}\" id=\"{id}\">{head}\n{body}</section>\n");
    }
    let (language, style) = (escaped(&job.site.config.language), STYLE);
    let (cover, contents) = (cover(job, title), contents(job));
    let html = format!(
        "<!doctype html>\n<html lang=\"{language}\"><head><meta charset=\"utf-8\"><title>{}</title>\n\
         <style>{style}</style></head>\n<body>\n{cover}{contents}{chapters}</body></html>\n",
        escaped(title)
    );
    let mut files: Files = vec![("document.html".to_owned(), html.into_bytes())];
    files.extend(pages.pictures);
    Ok(files)
}

fn heading(title: &str) -> String {
    format!("<h1>{}</h1>", escaped(title))
}

fn cover(job: &Job<'_>, title: &str) -> String {
    let config = &job.site.config;
    let book = if config.title == title { "" } else { config.title.as_str() };
    let mut out = format!("<section class=\"cover\">{}\n", heading(title));
    for line in [book, &config.description, &config.notice, &config.licence].into_iter().filter(|line| !line.is_empty())
    {
        let _ = writeln!(out, "<p>{}</p>", escaped(line));
    }
    out.push_str("</section>\n");
    out
}

/// Pages below the name of their kind, as they follow one another; none where there is one page.
fn contents(job: &Job<'_>) -> String {
    if job.chosen.len() < 2 {
        return String::new();
    }
    let kind = |ix: &super::Ix| job.site.entry(*ix).id.kind;
    let mut out = format!("<nav class=\"contents\">{}\n", heading(&job.word("export.contents")));
    for run in job.chosen.chunk_by(|a, b| kind(a) == kind(b)) {
        let label = run.first().map_or(Kind::Page, kind).word();
        let _ = write!(out, "<h2>{}</h2>\n<ol>\n", escaped(&job.word(&format!("nav.{label}"))));
        for ix in run {
            let entry = job.site.entry(*ix);
            let (id, title) = (joined_id(&entry.route, ""), &entry.head.title.value);
            let _ = writeln!(out, "<li><a href=\"#{}\">{}</a></li>", escaped(&id), escaped(title));
        }
        out.push_str("</ol>\n");
    }
    out.push_str("</nav>\n");
    out
}

/// A PDF whose dates are those of its content, so that the same pages and the
/// same browser give the same bytes.
pub fn dated(mut pdf: Vec<u8>, edited: i64) -> Vec<u8> {
    let digits: String = crate::agenda::clock::stamp(edited).chars().filter(char::is_ascii_digit).collect();
    for key in [&b"/CreationDate (D:"[..], b"/ModDate (D:"] {
        let found = pdf.windows(key.len()).position(|window| window == key).map(|at| at + key.len());
        let place = found.and_then(|start| pdf.get_mut(start..start + digits.len()));
        if let Some(place) = place.filter(|place| place.iter().all(u8::is_ascii_digit)) {
            place.copy_from_slice(digits.as_bytes());
        }
    }
    pdf
}
