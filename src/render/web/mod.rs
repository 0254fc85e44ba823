//! Files for programs: lists of pages, the feed, rules for servers, words for other
//! sites, and what keeps a copy for reading offline.

mod embed;
mod feed;
mod graph;
mod offline;
mod pages;
mod servers;

pub(super) use feed::FEED;
pub(super) use graph::{generated, graph};

use super::plan::PagePlan;
use super::shared::Shared;
use super::theme::Theme;
use crate::site::Site;
use crate::source::Digest;

/// Everything these files are made from.
#[derive(Clone, Copy)]
struct Web<'a> {
    site: &'a Site,
    theme: &'a Theme,
    shared: &'a Shared,
    plan: &'a [PagePlan],
}

/// The files, by path. `pages` gives the digests of the pages in the order of the
/// plan, while other files are made already; `search` is that of the search index.
pub fn web(
    site: &Site,
    theme: &Theme,
    shared: &Shared,
    plan: &[PagePlan],
    pages: impl FnOnce() -> Vec<Digest> + Send,
    search: Digest,
) -> (Vec<Digest>, Vec<(String, Vec<u8>)>) {
    let web = Web { site, theme, shared, plan };
    let (pages, mut files) = rayon::join(pages, || without_pages(&web));
    if site.config.ours {
        files.extend(offline::files(&web, &pages, search));
    }
    files.retain(|(_, bytes)| !bytes.is_empty());
    (pages, files)
}

/// What no page has to be known for.
fn without_pages(web: &Web<'_>) -> Vec<(String, Vec<u8>)> {
    let config = &web.site.config;
    let mut files = vec![("_redirects".to_owned(), servers::redirects(web))];
    files.push(("_headers".to_owned(), servers::headers(web)));
    if config.ours {
        files.extend(embed::files(web));
    }
    if let Some(url) = &config.url {
        files.push(("sitemap.xml".to_owned(), pages::sitemap(web, url)));
        files.push(("robots.txt".to_owned(), pages::robots(url, config)));
        files.push((FEED.to_owned(), feed::feed(web, url)));
    }
    files
}

/// Text in which nothing is markup, for XML.
fn xml(text: &str) -> String {
    xml_text(text).replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// Text without the characters that XML can't hold.
pub(super) fn xml_text(text: &str) -> String {
    let allowed =
        |c: &char| !matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}');
    text.chars().filter(allowed).collect()
}

/// An address below the site's root, as it stands in an absolute address.
fn encoded(route: &str) -> String {
    crate::site::relative("index.html", route)
}
