//! Names and values of fields, in front matter and data blocks.

use super::{Item, Items, Sort, entries, name_of};
use crate::data::{Shape, plain_or_quoted};
use crate::diag::lint::LINTS;
use crate::entry::schema::{self, Meaning, Part};
use crate::entry::{EntryData, Kind};
use crate::ide::hover::field_text;
use crate::ide::page::{Page, Writing};
use crate::source::Span;

pub(super) fn complete(page: &Page<'_>, writing: &Writing, offset: usize) -> Items {
    let mut items = in_yaml(page, writing, offset);
    if let Some(quoted) = writing.quoted {
        items.items.iter_mut().for_each(|item| in_toml(page, item, quoted));
    }
    items
}

/// What is written in TOML: an equals sign behind names, quotes around words.
fn in_toml(page: &Page<'_>, item: &mut Item, quoted: bool) {
    if let Some(name) = item.text.strip_suffix(": ") {
        let plain = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
        let name = if plain { name.to_owned() } else { format!("\"{name}\"") };
        let sign = page.line_from(item.span.end as usize).trim_start().starts_with('=');
        item.text = if sign { name } else { format!("{name} = ") };
    } else if item.sort != Sort::Field && !quoted {
        let bare = ["true", "false"].contains(&item.text.as_str()) || crate::source::Date::parse(&item.text).is_some();
        item.text = if bare { item.text.clone() } else { format!("\"{}\"", item.text) };
    }
}

fn in_yaml(page: &Page<'_>, writing: &Writing, offset: usize) -> Items {
    let (spot, part) = (&writing.spot, writing.part);
    let path: Vec<&str> = spot.path.iter().map(String::as_str).collect();
    let typed = Span::new(spot.word.start as usize, offset).text(page.text());
    let names = schema::fields(part, &path);
    if !spot.value && !names.is_empty() {
        return field_names(page, writing, &path, offset);
    }
    let place = Place { span: spot.word, typed };
    match schema::meaning(part, &path) {
        Some(meaning) => by_meaning(page, writing, meaning, &place),
        None => by_shape(page, writing, &path, &place),
    }
}

/// Where a value is written, and what of it is there.
struct Place<'a> {
    span: Span,
    typed: &'a str,
}

impl Place<'_> {
    fn word(&self, word: &str, detail: &str) -> Item {
        Item {
            label: word.to_owned(),
            detail: detail.to_owned(),
            about: String::new(),
            sort: Sort::Word,
            span: self.span,
            text: word.to_owned(),
            filter: word.to_owned(),
            first: false,
        }
    }

    fn words<'w>(&self, words: impl IntoIterator<Item = (&'w str, &'w str)>) -> Items {
        Items { items: words.into_iter().map(|(word, detail)| self.word(word, detail)).collect(), more: false }
    }
}

/// The fields that are not there yet.
fn field_names(page: &Page<'_>, writing: &Writing, path: &[&str], offset: usize) -> Items {
    let spot = &writing.spot;
    // A name that has its colon already needs none.
    let colon = page.line_from(spot.word.end as usize).trim_start().starts_with(':');
    let free = schema::fields(writing.part, path);
    let free = free.iter().filter(|field| {
        let typed = Span::new(spot.word.start as usize, offset).text(page.text());
        !spot.siblings.iter().any(|name| name == field.name && name != typed)
    });
    let item = |field: &crate::data::Field| {
        let names = [path, &[field.name]].concat();
        Item {
            label: field.name.to_owned(),
            detail: field.about.to_owned(),
            about: field_text(field, schema::meaning(writing.part, &names)),
            sort: Sort::Field,
            span: spot.word,
            text: if colon { field.name.to_owned() } else { format!("{}: ", field.name) },
            filter: field.name.to_owned(),
            first: field.required,
        }
    };
    Items { items: free.map(item).collect(), more: false }
}

fn by_meaning(page: &Page<'_>, writing: &Writing, meaning: Meaning, place: &Place<'_>) -> Items {
    let config = &page.site.config;
    let spot = &writing.spot;
    match meaning {
        Meaning::Team => {
            let teams = config.teams.iter().map(|team| (team.id.as_str(), team.label.as_str()));
            place.words(teams.chain([("both", "every team")]))
        }
        Meaning::Category => {
            place.words(config.categories.iter().map(|category| (category.id.as_str(), category.label.as_str())))
        }
        Meaning::Words(words) => place.words(words.iter().map(|word| (*word, ""))),
        Meaning::Names(kind) => entries(page, kind, place.span, place.typed, |ix| name_of(page.site, ix, kind)),
        Meaning::Keys(kind, _) if !spot.value => {
            let mut items =
                entries(page, Some(kind), place.span, place.typed, |ix| name_of(page.site, ix, Some(kind)) + ": ");
            items.items.retain(|item| !spot.siblings.iter().any(|name| item.text.strip_suffix(": ") == Some(name)));
            items
        }
        Meaning::Keys(..) => Items::default(),
        Meaning::PerTeam if !spot.value => {
            let free = config.teams.iter().filter(|team| !spot.siblings.contains(&team.id));
            let mut items = place.words(free.map(|team| (team.id.as_str(), team.label.as_str())));
            items.items.iter_mut().for_each(|item| item.text.push_str(": "));
            items
        }
        Meaning::PerDay if !spot.value => {
            let today = page.site.today.to_string();
            let item = Item { text: format!("{today}: "), ..place.word(&today, "today") };
            Items { items: vec![item], more: false }
        }
        Meaning::PerTeam | Meaning::PerDay | Meaning::Group(_) => Items::default(),
        Meaning::Checks if !spot.value => {
            let free = LINTS.iter().filter(|lint| !spot.siblings.iter().any(|name| name == lint.name));
            let mut items = place.words(free.map(|lint| (lint.name, lint.summary)));
            items.items.iter_mut().for_each(|item| item.text.push_str(": "));
            items
        }
        Meaning::Checks => Items::default(),
        Meaning::Facts => facts(page, place),
        Meaning::Objectives => objectives(page, place),
    }
}

fn by_shape(page: &Page<'_>, writing: &Writing, path: &[&str], place: &Place<'_>) -> Items {
    if let [before @ .., _] = path
        && writing.spot.value
    {
        match schema::meaning(writing.part, before) {
            Some(Meaning::Checks) => return place.words(["off", "note", "warn", "error"].map(|word| (word, ""))),
            Some(Meaning::Keys(_, words)) => return place.words(words.iter().map(|word| (*word, ""))),
            Some(Meaning::PerTeam) if *before == ["reviewed"] => return today(page, place),
            _ => {}
        }
    }
    match schema::field(writing.part, path).map(|field| field.shape) {
        Some(Shape::OneOf(words)) => place.words(words.iter().map(|word| (*word, ""))),
        Some(Shape::YesNo) => place.words([("true", ""), ("false", "")]),
        Some(Shape::Date) => today(page, place),
        Some(Shape::List) if path == ["materials"] && writing.part == Part::Activity(Kind::Module) => {
            materials(page, place)
        }
        _ => Items::default(),
    }
}

fn today(page: &Page<'_>, place: &Place<'_>) -> Items {
    place.words([(page.site.today.to_string().as_str(), "today")])
}

fn facts(page: &Page<'_>, place: &Place<'_>) -> Items {
    let item =
        |fact: &crate::entry::Fact| Item { about: fact.claim.clone(), ..place.word(&fact.id.value, &fact.claim) };
    Items { items: page.site.facts.values().map(item).collect(), more: false }
}

/// The objectives of the module that a quiz belongs to, or of the module itself.
fn objectives(page: &Page<'_>, place: &Place<'_>) -> Items {
    let module = page.ix().and_then(|ix| match &page.site.entry(ix).data {
        EntryData::Quiz(quiz) => page.site.named(&quiz.module.as_ref()?.value, Some(Kind::Module)),
        _ => Some(ix),
    });
    let Some(EntryData::Module(module)) = module.map(|ix| &page.site.entry(ix).data) else { return Items::default() };
    place.words(module.objectives.iter().map(|objective| (objective.id.as_str(), objective.text.as_str())))
}

fn materials(page: &Page<'_>, place: &Place<'_>) -> Items {
    let Some(EntryData::Module(module)) = page.ix().map(|ix| &page.site.entry(ix).data) else {
        return Items::default();
    };
    let item = |material: &crate::entry::module::Material| Item {
        text: plain_or_quoted(&material.name),
        ..place.word(&material.name, &material.note)
    };
    Items { items: module.materials.iter().map(item).collect(), more: false }
}
