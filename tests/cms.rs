//! Do the forms have every field, and does every page of the shipped book fit them?

use crate::support::{TODAY, root};
use crosstrain::config::Config;
use crosstrain::data::parse_yaml;
use crosstrain::diag::Diagnostics;
use crosstrain::entry::Kind;
use crosstrain::generate::{Repository, cms, settings};
use crosstrain::host::disk::Book;
use crosstrain::pipeline::Pipeline;
use crosstrain::record::{AsJson, Sort, records};
use crosstrain::source::{Snapshot, SourcePath};
use serde_json::Value;
use std::collections::BTreeSet;

const HERE: Repository<'static> = Repository { host: "github", name: "us/book", branch: "main" };

fn shipped() -> (Snapshot, Config) {
    let snapshot = Book::find(&root()).unwrap().read(TODAY, true).unwrap();
    let config = Config::parse(&snapshot.config, &mut Diagnostics::new());
    (snapshot, config)
}

fn form(settings: &Value, kind: Kind) -> &Vec<Value> {
    let collections = settings["collections"].as_array().unwrap();
    let form = collections.iter().find(|collection| collection["name"] == kind.word()).unwrap();
    assert_eq!(form["folder"], format!("content/{}", kind.folder()));
    form["fields"].as_array().unwrap()
}

#[test]
fn every_field_of_every_kind_has_a_control() {
    let (_, config) = shipped();
    let settings = settings(&config, &HERE);
    for kind in Kind::ALL {
        let names = form(&settings, kind).iter().map(|field| field["name"].as_str().unwrap());
        let wanted: BTreeSet<&str> =
            Sort::Entry(kind).fields().iter().map(|field| field.name).chain(["body"]).collect();
        assert_eq!(names.clone().count(), wanted.len(), "{kind:?}");
        assert_eq!(names.collect::<BTreeSet<&str>>(), wanted, "{kind:?}");
    }
    assert_eq!(form(&settings, Kind::Term)[0]["name"], "title");
}

/// What a control would lose: a value of another shape, a field of a group that
/// it does not show, a word that can't be chosen.
fn misfits(control: &Value, value: &Value) -> Vec<String> {
    let wrong = |what: &str| vec![format!("{}: {what}: {value}", control["name"])];
    let scalar = !value.is_array() && !value.is_object();
    let within = |control: &Value, value: &Value| {
        let Some(map) = value.as_object() else { return vec![format!("{}: no group: {value}", control["name"])] };
        let fields = control["fields"].as_array().unwrap();
        let each = map.iter().flat_map(|(name, value)| match fields.iter().find(|field| field["name"] == **name) {
            Some(field) => misfits(field, value),
            None => vec![format!("no control for {name}")],
        });
        each.collect()
    };
    match control["widget"].as_str().unwrap() {
        "hidden" => Vec::new(),
        "string" | "text" | "datetime" if scalar => Vec::new(),
        "number" if value.is_number() => Vec::new(),
        "boolean" if value.is_boolean() => Vec::new(),
        "select" => {
            let options = control["options"].as_array().unwrap();
            if options.iter().any(|option| option["value"] == *value) { Vec::new() } else { wrong("no choice") }
        }
        "relation" if value.is_array() == (control["multiple"] == true) => Vec::new(),
        "object" => within(control, value),
        "keyvalue" if value.is_object() => Vec::new(),
        "list" => match (value.as_array(), control.get("fields")) {
            (Some(items), Some(_)) => items.iter().flat_map(|item| within(control, item)).collect(),
            (Some(items), None) if items.iter().all(|item| !item.is_array() && !item.is_object()) => Vec::new(),
            _ => wrong("no list"),
        },
        _ => wrong("another shape"),
    }
}

#[test]
fn every_shipped_page_fits_its_form() {
    let (snapshot, config) = shipped();
    let (settings, site) = (settings(&config, &HERE), Pipeline::new().build(&snapshot).site);
    let mut seen = 0;
    for kind in Kind::ALL {
        let form = form(&settings, kind);
        for record in records(&site, &snapshot, Sort::Entry(kind)) {
            for (key, node) in &record.fields {
                let control = form.iter().find(|field| field["name"] == *key.value).unwrap();
                let found = misfits(control, &serde_json::to_value(AsJson(node)).unwrap());
                assert!(found.is_empty(), "{} {}: {found:?}", kind.word(), record.slug);
                seen += 1;
            }
        }
    }
    assert!(seen > 3000, "{seen}");
}

/// Texts that only look alike in the two notations are compared as texts.
fn plain(value: &Value) -> Value {
    match value {
        Value::Array(items) => items.iter().map(plain).collect(),
        Value::Object(map) => {
            map.iter().map(|(key, value)| (key.clone(), plain(value))).collect::<serde_json::Map<_, _>>().into()
        }
        Value::String(text) => Value::String(text.clone()),
        other => Value::String(other.to_string()),
    }
}

#[test]
fn the_file_says_what_was_meant() {
    let (_, config) = shipped();
    let files = cms(&config, "A & B", &HERE);
    let (name, text) = &files[1];
    let mut diagnostics = Diagnostics::new();
    let node = parse_yaml(&SourcePath::new(*name), text, 0, &mut diagnostics).unwrap();
    assert_eq!(diagnostics.len(), 0);
    assert_eq!(plain(&serde_json::to_value(AsJson(&node)).unwrap()), plain(&settings(&config, &HERE)));
    assert!(files[0].1.contains("<title>A &amp; B</title>"));
}
