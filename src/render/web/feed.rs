//! What is new as an Atom feed (RFC 4287). Ids are addresses with a day, so that a reader
//! shows each piece of news once; the same content gives the same bytes.

use super::{Web, encoded, xml};
use crate::render::names::name_of;
use crate::render::news::{News, What};
use std::fmt::Write;

/// Where the feed lies.
pub(in crate::render) const FEED: &str = "feed.xml";

/// Older news is on the page.
const MOST: usize = 50;

pub(super) fn feed(web: &Web<'_>, url: &str) -> Vec<u8> {
    let news = web.shared.news(web.site);
    let Some(latest) = news.first() else { return Vec::new() };
    let (config, url) = (&web.site.config, xml(url));
    let mut text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{}\">\n\
         <title>{}</title>\n<id>{url}</id>\n<updated>{}T00:00:00Z</updated>\n<author><name>{}</name></author>\n\
         <link rel=\"self\" type=\"application/atom+xml\" href=\"{url}{FEED}\"/>\n<link href=\"{url}news.html\"/>\n",
        xml(&config.language),
        xml(&config.title),
        latest.day,
        xml(&config.title),
    );
    for item in news.iter().take(MOST) {
        add(&mut text, web, item, &url);
    }
    text.push_str("</feed>\n");
    text.into_bytes()
}

fn add(text: &mut String, web: &Web<'_>, item: &News, url: &str) {
    let (site, strings) = (web.site, &web.theme.strings);
    let page = item.entry.map_or("news.html", |ix| site.route(ix));
    let name = item.entry.map_or(site.config.title.as_str(), |ix| name_of(site, ix));
    let (id, title, summary) = match &item.what {
        What::Changed(note) => ("changed".to_owned(), name.to_owned(), note.clone()),
        What::Reviewed(team) => {
            let label = site.config.teams.get(*team).map_or("", |team| &team.label);
            (format!("reviewed-{team}"), name.to_owned(), format!("{} {label}", strings.get("news.reviewed")))
        }
        What::Checked(id) => {
            let claim = site.facts.get(id).map(|fact| fact.claim.clone()).unwrap_or_default();
            (format!("checked-{id}"), format!("{name}: {}", strings.count("news.facts", 1)), claim)
        }
    };
    let address = format!("{url}{}", xml(&encoded(page)));
    let _ = writeln!(
        text,
        "<entry><title>{}</title><id>{address}#{}-{}</id><updated>{}T00:00:00Z</updated><link href=\"{address}\"/><summary>{}</summary></entry>",
        xml(&title),
        item.day,
        xml(&id.replace(|c: char| !c.is_ascii_alphanumeric(), "-")),
        item.day,
        xml(&summary),
    );
}
