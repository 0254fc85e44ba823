//! Which pages there are, for crawlers.

use super::{Web, encoded, xml};
use crate::config::Config;
use crate::render::plan::Page;
use crate::site::Ix;
use crate::source::Date;
use std::collections::BTreeMap;
use std::fmt::Write;

/// All pages that somebody may look for. Days are given only where the content says one.
pub(super) fn sitemap(web: &Web<'_>, url: &str) -> Vec<u8> {
    let mut days: BTreeMap<Ix, Date> = BTreeMap::new();
    for item in web.shared.news(web.site) {
        if let Some(ix) = item.entry {
            days.entry(ix).or_insert(item.day);
        }
    }
    let mut text =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n"
            .to_owned();
    for plan in web.plan {
        if web.shared.tongues.foreign(&plan.route).is_some() {
            continue;
        }
        let day = match &plan.page {
            Page::Redirect { .. } | Page::NotFound | Page::Search | Page::Learning | Page::Sheet(..) => continue,
            Page::Entry(ix) => days.get(ix),
            _ => None,
        };
        let lastmod = day.map(|day| format!("<lastmod>{day}</lastmod>")).unwrap_or_default();
        let _ = writeln!(text, "<url><loc>{}{}</loc>{lastmod}</url>", xml(url), xml(&encoded(&plan.route)));
    }
    text.push_str("</urlset>\n");
    text.into_bytes()
}

/// Everything may be read; a list of it is here.
pub(super) fn robots(url: &str, config: &Config) -> Vec<u8> {
    let mut text = format!("User-agent: *\nDisallow:\n\nSitemap: {url}sitemap.xml\n");
    for language in config.translations() {
        let _ = writeln!(text, "Sitemap: {url}{}/sitemap.xml", language.id);
    }
    text.into_bytes()
}
