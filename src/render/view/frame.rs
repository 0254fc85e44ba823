//! What stands around the content of every page.

use super::{Anchor, Day, Linked, Maker, Who, is_due};
use crate::entry::{Audience, EntryData, Kind, Relation, Status};
use crate::render::body::as_html;
use crate::render::theme::right_to_left;
use crate::render::tongues::Other;
use crate::render::{assets, json, plan, web};
use crate::site::Ix;
use crate::source::{Date, Spanned};
use serde::Serialize;
use std::collections::BTreeMap;

/// What stands around the content of every page.
#[derive(Debug, Default, Serialize)]
pub(in crate::render) struct Frame {
    pub(super) title: String,
    pub(super) description: String,
    /// The way back to the site's root.
    pub(super) root: String,
    /// The address of the page at its published place; may be empty.
    pub(super) canonical: String,
    /// Which item of the navigation the page belongs to.
    pub(super) section: &'static str,
    /// What the page is, for the style sheet.
    pub(super) kind: &'static str,
    /// The style sheet of this sort of page, below the root; may be empty.
    pub(super) style: String,
    pub(super) crumbs: Vec<Anchor>,
    /// How the page is called below those before it, where its title would repeat them; may be empty.
    pub(super) crumb: String,
    /// The address of the picture that links to the page show; may be empty.
    pub(super) card: String,
    /// The page in other languages.
    pub(super) others: Vec<Other>,
    /// The language of the page where it is not translated; may be empty.
    pub(super) foreign: String,
    /// Its direction, `ltr` or `rtl`.
    pub(super) direction: &'static str,
    /// What the page is about, as JSON-LD; may be empty.
    #[serde(serialize_with = "as_html")]
    pub(super) graph: String,
    /// Hover cards as JSON; empty without any.
    #[serde(serialize_with = "as_html")]
    pub(super) cards: String,
    /// Whether it is the page of an entry, which readers may come back to.
    pub(super) entry: bool,
    /// Whether there are questions to answer.
    pub(super) questions: bool,
}

/// Who looks after a page, and when.
#[derive(Debug, Serialize)]
pub(in crate::render) struct About {
    pub(super) owner: String,
    pub(super) reviewed: Vec<Review>,
    pub(super) review_by: Option<Day>,
    /// Whether the day of the next review has passed.
    pub(super) due: bool,
    /// Whether a notice says that the page needs a review.
    pub(super) needs_review: bool,
    pub(super) draft: bool,
    pub(super) retired: bool,
    /// Where the page can be edited; may be empty.
    pub(super) edit: String,
}

/// One team's review.
#[derive(Debug, Serialize)]
pub(in crate::render) struct Review {
    pub(super) who: Who,
    pub(super) day: Day,
}

/// Pages of one kind on which an entry is used.
#[derive(Debug, Serialize)]
pub(in crate::render) struct UsedOn {
    pub(super) label: String,
    pub(super) links: Vec<Linked>,
    /// Those that are shown on demand.
    pub(super) more: Vec<Linked>,
    /// How many there are beyond those.
    pub(super) left: usize,
}

/// The page before or after.
#[derive(Debug, Default, Serialize)]
pub(in crate::render) struct Neighbours {
    pub(super) previous: Option<Linked>,
    pub(super) next: Option<Linked>,
}

/// Longer lists of backlinks help nobody.
const FEW_BACKLINKS: usize = 6;
const MOST_BACKLINKS: usize = 12;

/// The frame of a page that the generator makes.
pub(super) fn generated(maker: &Maker<'_>, title: &str, section: &'static str, kind: &'static str) -> Frame {
    let (description, card, graph) = (of_book(maker), card(maker, None), web::generated(maker, title));
    Frame { description, card, graph, ..outer(maker, title.to_owned(), section, kind) }
}

/// What the book is about.
fn of_book(maker: &Maker<'_>) -> String {
    let config = &maker.site.config;
    if config.tagline.is_empty() { config.description.clone() } else { config.tagline.clone() }
}

/// A frame that does not say yet what its page is about.
fn outer(maker: &Maker<'_>, title: String, section: &'static str, kind: &'static str) -> Frame {
    let config = &maker.site.config;
    let others = maker.shared.tongues.others(maker.route);
    let foreign = maker.shared.tongues.foreign(maker.route).unwrap_or_default().to_owned();
    let canonical = match others.first().filter(|_| !foreign.is_empty()) {
        // Untranslated, it is a copy of the page in the book's own language.
        Some(own) => own.url.clone(),
        None => config.url.as_ref().map(|url| format!("{url}{}", maker.route)).unwrap_or_default(),
    };
    Frame {
        title,
        description: String::new(),
        root: maker.root(),
        canonical,
        section,
        kind,
        style: maker.theme.asset(assets::sheet_of(kind)).unwrap_or_default().to_owned(),
        crumbs: if maker.route == "index.html" { Vec::new() } else { vec![home(maker)] },
        crumb: String::new(),
        card: String::new(),
        others,
        direction: if right_to_left(&foreign) { "rtl" } else { "ltr" },
        foreign,
        graph: String::new(),
        cards: String::new(),
        entry: false,
        questions: false,
    }
}

/// The frame of an entry's page, which links to some terms.
pub(super) fn entry(maker: &Maker<'_>, ix: Ix, linked: Vec<Ix>) -> Frame {
    let entry = maker.site.entry(ix);
    let kind = entry.id.kind;
    let mut frame = outer(maker, maker.text(&entry.head.title.value), kind.word(), kind.word());
    let text = &maker.words(ix).text;
    frame.description = if text.is_empty() { of_book(maker) } else { text.clone() };
    if maker.site.config.ours && maker.route != plan::index_of(kind) {
        let title = maker.strings().get(super::nav_name(kind)).to_owned();
        frame.crumbs.push(Anchor { title, href: maker.href(&plan::index_of(kind)) });
    }
    frame.entry = true;
    frame.card = card(maker, Some(ix));
    frame.graph = web::graph(maker, ix, &frame.description);
    frame.cards = cards(maker, linked);
    frame
}

/// The address of the picture that links to the page bring along.
fn card(maker: &Maker<'_>, ix: Option<Ix>) -> String {
    let route = maker.shared.social.route(maker.site, ix);
    let url = maker.site.config.url.as_deref();
    url.zip(route).map(|(url, route)| format!("{url}{route}")).unwrap_or_default()
}

fn home(maker: &Maker<'_>) -> Anchor {
    Anchor { title: maker.strings().get("nav.home").to_owned(), href: maker.href("index.html") }
}

/// Hover cards of terms, by the address that links to them use: `{"href":["title","text",team]}`.
pub(super) fn cards(maker: &Maker<'_>, terms: Vec<Ix>) -> String {
    let team = |ix: Ix| match &maker.site.entry(ix).data {
        EntryData::Term(term) => Some(term.audience.value),
        _ => None,
    };
    let terms = terms.into_iter().filter_map(|ix| Some((maker.href(maker.site.route(ix)), ix, team(ix)?)));
    let mut terms: Vec<(String, Ix, Audience)> = terms.collect();
    terms.sort();
    terms.dedup_by(|one, other| one.0 == other.0);
    let mut json = String::with_capacity(256 * terms.len());
    for (href, ix, audience) in terms {
        let words = maker.words(ix);
        json.push(if json.is_empty() { '{' } else { ',' });
        json::push(&mut json, &href);
        json.push_str(":[");
        json::push(&mut json, &words.title);
        json.push(',');
        json::push(&mut json, &words.text);
        json.push(',');
        match audience {
            Audience::Team(team) => json.push_str(&team.to_string()),
            Audience::Both => json.push_str("-1"),
        }
        json.push(']');
    }
    if !json.is_empty() {
        json.push('}');
    }
    json
}

/// Who looks after an entry, and when.
pub(super) fn about(maker: &Maker<'_>, ix: Ix) -> About {
    let entry = maker.site.entry(ix);
    let head = &entry.head;
    let review = |(team, date): &(usize, Spanned<Date>)| Review { who: maker.team(*team), day: maker.day(date.value) };
    About {
        owner: head.owner.clone(),
        reviewed: head.reviewed.iter().map(review).collect(),
        review_by: head.review_by.as_ref().map(|date| maker.day(date.value)),
        due: is_due(maker.site, &head.review_by),
        needs_review: head.status == Status::NeedsReview,
        draft: head.status == Status::Draft,
        retired: head.status == Status::Retired,
        edit: edit(maker, ix),
    }
}

fn edit(maker: &Maker<'_>, ix: Ix) -> String {
    let template = maker.site.config.edit.as_deref().unwrap_or_default();
    let (config, path) = (&maker.site.config, &maker.site.entry(ix).file.path);
    // A translation lies in the folder of its language.
    let real = path.below(&config.src).filter(|_| !config.folder.is_empty() && !config.is_foreign(path));
    let real = real.map(|below| format!("{}/{}{below}", config.src, config.folder));
    template.replace("{path}", real.as_deref().unwrap_or(path.as_str()))
}

/// The pages before and after an entry's.
pub(super) fn neighbours(maker: &Maker<'_>, ix: Ix) -> Neighbours {
    let (previous, next) = maker.shared.order.neighbours(maker.site, ix);
    Neighbours { previous: previous.map(|ix| maker.linked(ix)), next: next.map(|ix| maker.linked(ix)) }
}

/// Where an entry is used, by kind; `except` says which relations the page shows elsewhere.
pub(super) fn used_on(maker: &Maker<'_>, ix: Ix, except: &[Relation]) -> Vec<UsedOn> {
    const ORDER: [Kind; 10] = [
        Kind::Module,
        Kind::Workshop,
        Kind::LearningPath,
        Kind::Role,
        Kind::FalseFriend,
        Kind::Friction,
        Kind::Worksheet,
        Kind::Quiz,
        Kind::Page,
        Kind::Term,
    ];
    let site = maker.site;
    let mut groups: BTreeMap<Kind, Vec<Ix>> = BTreeMap::new();
    for (from, relation) in site.into(ix) {
        let list = groups.entry(site.entry(*from).id.kind).or_default();
        if !except.contains(relation) && list.last() != Some(from) {
            list.push(*from);
        }
    }
    let group = |kind: Kind| {
        let list = groups.get(&kind).filter(|list| !list.is_empty())?;
        let mut links: Vec<Linked> = list.iter().take(MOST_BACKLINKS).map(|ix| maker.linked(*ix)).collect();
        let left = list.len() - links.len();
        // Hiding a single line behind a click saves nobody anything.
        let few = if links.len() > FEW_BACKLINKS + 1 { FEW_BACKLINKS } else { links.len() };
        let more = links.split_off(few);
        Some(UsedOn { label: maker.strings().get(super::nav_name(kind)).to_owned(), links, more, left })
    };
    ORDER.into_iter().filter_map(group).collect()
}
