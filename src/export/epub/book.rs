//! What binds the chapters: the container, the package, the table of contents.

use super::{Chapter, STYLE, document};
use crate::agenda::clock::moment;
use crate::export::Job;
use crate::export::archive::Files;
use crate::export::xml::{Element, el, text};
use crate::markdown::html::escaped;
use std::collections::BTreeMap;
use std::fmt::Write;

/// All files of the book, in the order of the standard.
pub(super) fn files(job: &Job<'_>, chapters: &[Chapter], pictures: BTreeMap<String, Vec<u8>>) -> Files {
    let mut files: Files = vec![
        ("mimetype".to_owned(), b"application/epub+zip".to_vec()),
        ("META-INF/container.xml".to_owned(), container()),
        ("EPUB/package.opf".to_owned(), package(job, chapters, &pictures)),
        ("EPUB/nav.xhtml".to_owned(), contents(job, chapters).into_bytes()),
        ("EPUB/title.xhtml".to_owned(), title_page(job).into_bytes()),
        ("EPUB/book.css".to_owned(), STYLE.as_bytes().to_vec()),
    ];
    files.extend(chapters.iter().map(|chapter| (format!("EPUB/{}", chapter.path), chapter.xhtml.clone().into_bytes())));
    files.extend(pictures.into_iter().map(|(path, bytes)| (format!("EPUB/{path}"), bytes)));
    files
}

fn container() -> Vec<u8> {
    let root = el("rootfile").at("full-path", "EPUB/package.opf").at("media-type", "application/oebps-package+xml");
    el("container")
        .at("xmlns", "urn:oasis:names:tc:opendocument:xmlns:container")
        .at("version", "1.0")
        .with(el("rootfiles").with(root))
        .document()
}

fn package(job: &Job<'_>, chapters: &[Chapter], pictures: &BTreeMap<String, Vec<u8>>) -> Vec<u8> {
    const XHTML: &str = "application/xhtml+xml";
    let item = |id: &str, path: &str, kind: &str| {
        el("item").at("id", id).at("href", crate::site::relative("", path)).at("media-type", kind)
    };
    let mut manifest = el("manifest")
        .with(item("nav", "nav.xhtml", XHTML).at("properties", "nav"))
        .with(item("title", "title.xhtml", XHTML))
        .with(item("style", "book.css", "text/css"));
    let mut spine = el("spine").with(el("itemref").at("idref", "title"));
    for (at, chapter) in chapters.iter().enumerate() {
        manifest = manifest.with(item(&format!("c{at}"), &chapter.path, XHTML));
        spine = spine.with(el("itemref").at("idref", format!("c{at}")));
    }
    for (at, path) in pictures.keys().enumerate() {
        manifest = manifest.with(item(&format!("p{at}"), path, media_type(path)));
    }
    el("package")
        .at("xmlns", "http://www.idpf.org/2007/opf")
        .at("version", "3.0")
        .at("unique-identifier", "id")
        .at("xml:lang", &job.site.config.language)
        .with(metadata(job, chapters, !pictures.is_empty()))
        .with(manifest)
        .with(spine)
        .document()
}

fn metadata(job: &Job<'_>, chapters: &[Chapter], pictures: bool) -> Element {
    let config = &job.site.config;
    let names: Vec<&str> = chapters.iter().map(|chapter| chapter.path.as_str()).collect();
    let meta = |property: &str, value: &str| text("meta", value).at("property", property);
    let optional = |name: &'static str, value: &str| (!value.is_empty()).then(|| text(name, value));
    let modes = ["textual"].into_iter().chain(pictures.then_some("visual"));
    let features = ["tableOfContents", "structuralNavigation", "readingOrder"]
        .into_iter()
        .chain(pictures.then_some("alternativeText"));
    el("metadata")
        .at("xmlns:dc", "http://purl.org/dc/elements/1.1/")
        .with(text("dc:identifier", &format!("urn:crosstrain:{:016x}", job.identity(&names))).at("id", "id"))
        .with(text("dc:title", &config.title))
        .with(text("dc:language", &config.language))
        .with_all(optional("dc:description", &config.description))
        .with_all(optional("dc:rights", &config.licence))
        .with(meta("dcterms:modified", &moment(job.edited())))
        .with_all(modes.map(|mode| meta("schema:accessMode", mode)))
        .with(meta("schema:accessModeSufficient", "textual"))
        .with_all(features.map(|feature| meta("schema:accessibilityFeature", feature)))
        .with(meta("schema:accessibilityHazard", "none"))
        .with(meta("schema:accessibilitySummary", &job.word("export.accessible")))
}

/// Chapters below the name of their kind, as they follow one another.
fn contents(job: &Job<'_>, chapters: &[Chapter]) -> String {
    let title = escaped(&job.word("export.contents"));
    let mut out = format!("<nav epub:type=\"toc\" role=\"doc-toc\" id=\"toc\"><h1>{title}</h1>\n<ol>\n");
    let kind = |chapter: &Chapter| job.site.entry(chapter.ix).id.kind;
    for run in chapters.chunk_by(|a, b| kind(a) == kind(b)) {
        let Some(first) = run.first() else { continue };
        let label = escaped(&job.word(&format!("nav.{}", kind(first).word())));
        let _ = write!(out, "<li><span>{label}</span>\n<ol>\n");
        for chapter in run {
            let href = escaped(&crate::site::relative("", &chapter.path));
            let _ = writeln!(out, "<li><a href=\"{href}\">{}</a></li>", escaped(&chapter.title));
        }
        out.push_str("</ol></li>\n");
    }
    out.push_str("</ol></nav>\n");
    document(job, &job.site.config.title, &out, "book.css")
}

fn title_page(job: &Job<'_>) -> String {
    let config = &job.site.config;
    let mut out = format!("<section epub:type=\"titlepage\"><h1>{}</h1>\n", escaped(&config.title));
    for line in [&config.description, &config.notice, &config.licence].into_iter().filter(|line| !line.is_empty()) {
        let _ = writeln!(out, "<p>{}</p>", escaped(line));
    }
    out.push_str("</section>\n");
    document(job, &config.title, &out, "book.css")
}

/// The core media types of the standard; others are called by what they most likely are.
fn media_type(path: &str) -> &'static str {
    match path.rsplit_once('.').map_or("", |(_, extension)| extension).to_ascii_lowercase().as_str() {
        "png" => "image/png",
        "gif" => "image/gif",
        "svg" => "image/svg+xml",
        "webp" => "image/webp",
        _ => "image/jpeg",
    }
}
