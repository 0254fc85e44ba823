//! The front page.

use super::frame::{Frame, generated};
use super::index::detail;
use super::{Anchor, Card, Maker, Who, nav_name};
use crate::entry::{Audience, EntryData, Kind};
use crate::render::names::name_of;
use crate::render::plan::index_of;
use crate::site::Ix;
use serde::Serialize;
use std::collections::BTreeMap;

/// How many modules of each audience the front page shows.
const READY: usize = 2;

/// What `home.html` sees.
#[derive(Debug, Serialize)]
pub(in crate::render) struct HomeView {
    frame: Frame,
    headline: String,
    tagline: String,
    heroes: Vec<Friend>,
    doors: Vec<Door>,
    friends: Vec<Friend>,
    friend_count: usize,
    friends_href: String,
    /// A few modules for every team, and all of them behind a link where there are more.
    ready: Vec<Ready>,
    ready_count: usize,
    ready_href: String,
    kinds: Vec<KindView>,
    /// How many terms there are, and where.
    words: usize,
    glossary: String,
}

/// A word with what each team means by it.
#[derive(Debug, Serialize)]
struct Friend {
    word: String,
    href: String,
    meanings: Vec<Meaning>,
}

#[derive(Debug, Serialize)]
struct Meaning {
    who: Who,
    text: String,
    /// Few enough words for the picture.
    short: String,
    say: String,
}

/// Where a team starts.
#[derive(Debug, Serialize)]
struct Door {
    who: Who,
    href: String,
    /// How many words the team needs most.
    words: usize,
    path: Option<Anchor>,
    text: String,
}

#[derive(Debug, Serialize)]
struct Ready {
    card: Card,
    detail: String,
}

#[derive(Debug, Serialize)]
struct KindView {
    label: String,
    text: String,
    href: String,
    count: usize,
}

/// False friends in the table; more are a click away.
const MOST_FRIENDS: usize = 6;

pub(in crate::render) fn view(maker: &Maker<'_>) -> HomeView {
    let (site, strings) = (maker.site, maker.strings());
    let friends = maker.shared.of_kind(Kind::FalseFriend);
    let frame = generated(maker, &site.config.title, "", "home");
    let headline = &site.config.headline;
    HomeView {
        headline: if headline.is_empty() { site.config.title.clone() } else { headline.clone() },
        tagline: frame.description.clone(),
        frame,
        heroes: heroes(maker).into_iter().map(|ix| friend(maker, ix)).collect(),
        doors: (0..site.config.teams.len()).map(|team| door(maker, team)).collect(),
        friends: table(maker, friends).into_iter().map(|ix| friend(maker, ix)).collect(),
        friend_count: friends.len(),
        friends_href: maker.href(&index_of(Kind::FalseFriend)),
        ready: ready(maker),
        ready_count: maker.shared.of_kind(Kind::Module).len(),
        ready_href: maker.href(&index_of(Kind::Module)),
        kinds: Kind::ALL
            .into_iter()
            .filter_map(|kind| {
                let count = maker.shared.of_kind(kind).len();
                (count > 0).then(|| KindView {
                    label: strings.get(nav_name(kind)).to_owned(),
                    text: strings.get(&format!("index.{}", kind.word())).to_owned(),
                    href: maker.href(&index_of(kind)),
                    count,
                })
            })
            .collect(),
        words: maker.shared.of_kind(Kind::Term).len(),
        glossary: maker.href(&index_of(Kind::Term)),
    }
}

/// The false friends of the picture: those the book names, else the first.
fn heroes(maker: &Maker<'_>) -> Vec<Ix> {
    let named = maker.site.config.hero.iter().filter_map(|hero| maker.site.named(&hero.value, Some(Kind::FalseFriend)));
    let named: Vec<Ix> = named.collect();
    if named.is_empty() { maker.shared.of_kind(Kind::FalseFriend).iter().take(3).copied().collect() } else { named }
}

/// The false friends of the table: those of the picture first.
fn table(maker: &Maker<'_>, friends: &[Ix]) -> Vec<Ix> {
    let mut chosen = heroes(maker);
    let rest: Vec<Ix> = friends.iter().filter(|ix| !chosen.contains(ix)).copied().collect();
    chosen.extend(rest);
    chosen.truncate(MOST_FRIENDS);
    chosen
}

fn friend(maker: &Maker<'_>, ix: Ix) -> Friend {
    let meanings = match &maker.site.entry(ix).data {
        EntryData::FalseFriend(friend) => friend
            .meanings
            .iter()
            .zip(&friend.say_instead)
            .enumerate()
            .map(|(team, (text, say))| Meaning {
                who: maker.team(team),
                short: maker.text(first_clause(text)),
                text: maker.text(text),
                say: maker.text(say),
            })
            .collect(),
        _ => Vec::new(),
    };
    Friend { word: maker.text(name_of(maker.site, ix)), href: maker.href(maker.site.route(ix)), meanings }
}

/// The first clause that says something: at least four words.
fn first_clause(text: &str) -> &str {
    let ends = text.char_indices().filter(|(_, c)| ".,:;".contains(*c)).map(|(at, _)| at);
    let clause = ends.map(|at| &text[..at]).find(|clause| clause.split_whitespace().count() >= 4);
    clause.unwrap_or(text)
}

/// A team's door leads to its learning path, or else to the glossary.
fn door(maker: &Maker<'_>, team: usize) -> Door {
    let site = maker.site;
    let path = maker.shared.of_kind(Kind::LearningPath).iter().copied().find(
        |ix| matches!(&site.entry(*ix).data, EntryData::LearningPath(path) if path.audience == Audience::Team(team)),
    );
    let words = maker.shared.of_kind(Kind::Term).iter().filter(
        |ix| matches!(&site.entry(**ix).data, EntryData::Term(term) if term.audience.value == Audience::Team(team)),
    );
    Door {
        who: maker.team(team),
        href: path.map_or(maker.href(&index_of(Kind::Term)), |ix| maker.href(site.route(ix))),
        words: words.count(),
        path: path.map(|ix| maker.anchor(ix)),
        text: path.map(|ix| maker.text(&site.entry(ix).head.summary)).unwrap_or_default(),
    }
}

/// The first modules of each audience, so that everybody finds some, in the order of all.
fn ready(maker: &Maker<'_>) -> Vec<Ready> {
    let mut shown: BTreeMap<String, usize> = BTreeMap::new();
    let mut few = |who: &Option<Who>| {
        let count = shown.entry(who.as_ref().map(|who| who.class.clone()).unwrap_or_default()).or_default();
        *count += 1;
        *count <= READY
    };
    let modules = maker.shared.of_kind(Kind::Module).iter().map(|ix| (maker.card(*ix), *ix));
    modules
        .filter(|(card, _)| few(&card.who))
        .map(|(card, ix)| Ready { card, detail: detail(maker, &maker.site.entry(ix).data) })
        .collect()
}
