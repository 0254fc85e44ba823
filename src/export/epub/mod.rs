//! EPUB 3.3: pages of the site as chapters, without scripts and forms.

mod book;

use super::pages::{Pages, ids, media_lost, page};
use super::{Job, Written, archive};
use crate::diag::Diagnostics;
use crate::markdown::html::escaped;
use crate::site::Ix;

const STYLE: &str = include_str!("book.css");

/// One chapter.
struct Chapter {
    ix: Ix,
    /// Its address in the book.
    path: String,
    title: String,
    xhtml: String,
}

pub(super) fn write(job: &Job<'_>, diagnostics: &mut Diagnostics) -> Written {
    let mut pages = Pages::new(job, false);
    let rendered = job
        .chosen
        .iter()
        .map(|ix| Ok((*ix, page(job, *ix)?)))
        .collect::<Result<Vec<_>, Box<dyn std::error::Error + Send + Sync>>>()?;
    for (ix, _) in &rendered {
        let route = job.site.route(*ix);
        pages.known.insert(route.to_owned(), (path(route), None));
    }
    // Links lead to ids, so those have to be known before links are written.
    let known: Vec<_> = rendered
        .iter()
        .map(|(ix, html)| (job.site.route(*ix).to_owned(), ids(&body(&mut pages, job, *ix, html))))
        .collect();
    for (route, ids) in known {
        if let Some((_, there)) = pages.known.get_mut(&route) {
            *there = Some(ids);
        }
    }
    let mut chapters = Vec::new();
    for (ix, html) in &rendered {
        let entry = job.site.entry(*ix);
        media_lost(entry, "EPUB", diagnostics);
        let (title, body) = (entry.head.title.value.clone(), body(&mut pages, job, *ix, html));
        let xhtml = document(job, &title, &body, &crate::site::relative(&path(&entry.route), "book.css"));
        chapters.push(Chapter { ix: *ix, path: path(&entry.route), title, xhtml });
    }
    archive::zip(&book::files(job, &chapters, pages.pictures))
}

/// The address of a page in the book.
fn path(route: &str) -> String {
    format!("{}.xhtml", route.strip_suffix(".html").unwrap_or(route))
}

/// What a page says. Chapters of a plain book have their title in their text.
fn body(pages: &mut Pages<'_>, job: &Job<'_>, ix: Ix, html: &str) -> String {
    let body = pages.part(job.site.route(ix), html, "main");
    if body.contains("<h1") {
        body
    } else {
        format!("<h1>{}</h1>\n{body}", escaped(&job.site.entry(ix).head.title.value))
    }
}

/// A whole XHTML document.
fn document(job: &Job<'_>, title: &str, body: &str, style: &str) -> String {
    let language = escaped(&job.site.config.language);
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE html>\n\
         <html xmlns=\"http://www.w3.org/1999/xhtml\" xmlns:epub=\"http://www.idpf.org/2007/ops\" lang=\"{language}\" xml:lang=\"{language}\">\n\
         <head><title>{}</title><link rel=\"stylesheet\" href=\"{style}\"/></head>\n<body>\n{body}</body>\n</html>\n",
        escaped(title)
    )
}
