//! The main navigation.

use super::names::nav_name;
use super::order::Order;
use super::plan::index_of;
use super::strings::Strings;
use crate::entry::Kind;
use crate::site::Site;
use serde::Serialize;

/// Kinds that stand in the main navigation; the others are one click away.
const FIRST: [Kind; 4] = [Kind::Term, Kind::Module, Kind::LearningPath, Kind::Role];

/// The main navigation: kinds that have entries, in the order in which a site lists them.
pub(super) fn nav(site: &Site, strings: &Strings, order: &Order) -> tera::Value {
    #[derive(Serialize)]
    struct Item<'a> {
        key: &'a str,
        label: &'a str,
        href: String,
    }
    #[derive(Serialize)]
    struct Nav<'a> {
        first: Vec<Item<'a>>,
        rest: Vec<Item<'a>>,
        /// Whether there are pages of these sorts.
        learning: bool,
        symptoms: bool,
        map: bool,
        roles: bool,
        news: bool,
    }
    let kinds = Kind::ALL.into_iter().filter(|kind| site.config.ours && !order.of_kind(*kind).is_empty());
    let item = |kind: Kind| Item { key: kind.word(), label: strings.get(nav_name(kind)), href: index_of(kind) };
    let (first, mut rest): (Vec<Item<'_>>, Vec<Item<'_>>) =
        kinds.map(item).partition(|item| FIRST.iter().any(|kind| kind.word() == item.key));
    if site.config.ours && !site.facts.is_empty() {
        rest.push(Item { key: "facts", label: strings.get("nav.facts"), href: "facts.html".to_owned() });
    }
    if site.config.ours && site.config.authors {
        rest.push(Item { key: "coverage", label: strings.get("nav.coverage"), href: "coverage.html".to_owned() });
    }
    let any = |kinds: &[Kind]| site.config.ours && kinds.iter().any(|kind| !order.of_kind(*kind).is_empty());
    let learning = any(&[Kind::Quiz, Kind::LearningPath]);
    let symptoms = any(&[Kind::Friction, Kind::FalseFriend]);
    let (map, roles) = (any(&[Kind::Term]), any(&[Kind::Role]));
    tera::Value::from_serializable(&Nav { first, rest, learning, symptoms, map, roles, news: site.config.ours })
}
