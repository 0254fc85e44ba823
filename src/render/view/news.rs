//! What is new, by day.

use super::frame::{Frame, generated};
use super::{Anchor, Day, Maker, Who};
use crate::render::news::{News, What};
use crate::render::plan;
use crate::source::Date;
use serde::Serialize;

/// What `news.html` sees.
#[derive(Debug, Serialize)]
pub(in crate::render) struct NewsView {
    frame: Frame,
    days: Vec<NewsDay>,
    /// The address of the feed; empty where the book has no address to be published at.
    feed: &'static str,
}

/// Everything that is new of one day.
#[derive(Debug, Serialize)]
struct NewsDay {
    day: Day,
    items: Vec<Item>,
    /// Facts that were checked, which can be many.
    checked: Vec<Item>,
}

/// One thing that is new.
#[derive(Debug, Serialize)]
struct Item {
    /// `changed`, `reviewed` or `checked`.
    form: &'static str,
    link: Anchor,
    text: String,
    who: Option<Who>,
}

pub(in crate::render) fn view(maker: &Maker<'_>) -> NewsView {
    let mut days: Vec<(Date, NewsDay)> = Vec::new();
    for news in maker.shared.news(maker.site) {
        let item = item(maker, news);
        if days.last().is_none_or(|(day, _)| *day != news.day) {
            days.push((news.day, NewsDay { day: maker.day(news.day), items: Vec::new(), checked: Vec::new() }));
        }
        let Some((_, day)) = days.last_mut() else { continue };
        if item.form == "checked" { &mut day.checked } else { &mut day.items }.push(item);
    }
    let mut frame = generated(maker, maker.strings().get("news.title"), "news", "news");
    frame.description = maker.strings().get("news.lead").to_owned();
    NewsView {
        frame,
        days: days.into_iter().map(|(_, day)| day).collect(),
        feed: if maker.site.config.url.is_some() { crate::render::web::FEED } else { "" },
    }
}

fn item(maker: &Maker<'_>, news: &News) -> Item {
    let link = news.entry.map(|ix| maker.anchor(ix)).unwrap_or_default();
    match &news.what {
        What::Changed(note) => Item { form: "changed", link, text: maker.text(note), who: None },
        What::Reviewed(team) => Item { form: "reviewed", link, text: String::new(), who: Some(maker.team(*team)) },
        What::Checked(id) => {
            let claim = maker.site.facts.get(id).map(|fact| maker.text(&fact.claim)).unwrap_or_default();
            let file = maker.site.facts.get(id).map(|fact| plan::facts_route(&plan::facts_file(fact)));
            let href = maker.href(&format!("{}#{id}", file.unwrap_or_default()));
            let title = if link.title.is_empty() { id.clone() } else { link.title };
            Item { form: "checked", link: Anchor { title, href }, text: claim, who: None }
        }
    }
}
