//! Forms for people who never saw a terminal: a configuration for content
//! management systems that commit to Git (Sveltia CMS; Decap CMS reads it too),
//! from the same tables that the reader decodes with.

use crate::config::Config;
use crate::data::{Field, Shape};
use crate::entry::schema::{Meaning, Part, fields, meaning};
use crate::entry::{HEAD, Kind};
use serde_json::{Map, Value, json};
use std::fmt::Write;

const PAGE: &str = include_str!("cms/index.html");

/// Where the content lives.
pub struct Repository<'a> {
    /// The kind of code host: `github`, `gitlab` or `gitea`.
    pub host: &'a str,
    /// `owner/name`.
    pub name: &'a str,
    /// The branch that is edited.
    pub branch: &'a str,
}

/// The page that opens the forms, and its configuration, by file name.
pub fn cms(config: &Config, title: &str, repository: &Repository<'_>) -> Vec<(&'static str, String)> {
    let page = PAGE.replace("LANGUAGE", &config.language).replace("TITLE", &crate::markdown::html::escaped(title));
    let mut text = "# Forms for every kind of page. `crosstrain generate cms` writes this anew.\n".to_owned();
    yaml(&settings(config, repository), 0, &mut text);
    vec![("index.html", page), ("config.yml", text)]
}

/// The configuration as a value.
pub fn settings(config: &Config, repository: &Repository<'_>) -> Value {
    let collections: Vec<Value> = Kind::ALL.into_iter().map(|kind| collection(config, kind)).collect();
    json!({
        "backend": {"name": repository.host, "repo": repository.name, "branch": repository.branch},
        // Pages name pictures from where they stand, one folder below.
        "media_folder": format!("{}/pictures", config.src),
        "public_folder": "../pictures",
        "slug": {"encoding": "ascii", "clean_accents": true},
        // What nobody filled in is not written.
        "output": {"omit_empty_optional_fields": true, "yaml": {"quote": "double"}},
        "collections": collections,
    })
}

fn collection(config: &Config, kind: Kind) -> Value {
    let writer = Writer { config, part: Part::Front(kind) };
    let mut fields = writer.fields(&[]);
    // Blocks with questions and activities are kept only where nobody rewrites the text.
    fields.push(json!({
        "name": "body", "label": "Text", "widget": "markdown", "modes": ["raw"], "required": false,
        "hint": "Markdown. What each part is for is in the handbook",
    }));
    let label = label(kind.word());
    let mut collection = json!({
        "name": kind.word(),
        "label": format!("{label}: {}", kind.folder()),
        "label_singular": label,
        "folder": format!("{}/{}", config.src, kind.folder()),
        "create": true,
        "slug": "{{title}}",
        "identifier_field": "title",
        "format": "yaml-frontmatter",
        "extension": "md",
        "fields": fields,
    });
    if kind == Kind::Page {
        // A new chapter needs its line in the table of contents, which is no page.
        collection["create"] = json!(false);
        collection["nested"] = json!({"depth": 10});
    }
    collection
}

/// What takes more than a line.
const LONG: [&str; 14] = [
    "definition",
    "summary",
    "symptom",
    "agreement",
    "early_warning",
    "because",
    "note",
    "remote",
    "room",
    "text",
    "mix",
    "sides",
    "meanings",
    "say_instead",
];
/// Groups that stand alone; all others with fields are lists.
const ALONE: [&str; 1] = ["people"];

struct Writer<'a> {
    config: &'a Config,
    part: Part,
}

impl Writer<'_> {
    /// The fields of the group to which some names lead.
    fn fields(&self, path: &[&str]) -> Vec<Value> {
        let mut all = fields(self.part, path);
        // The title becomes the file's name; what all kinds have is filled in last.
        let shared = |name: &str| path.is_empty() && HEAD.iter().any(|field| field.name == name);
        all.sort_by_key(|field| (field.name != "title", shared(field.name)));
        all.iter().map(|field| self.field(field, &[path, &[field.name]].concat())).collect()
    }

    fn field(&self, field: &Field, path: &[&str]) -> Value {
        let meant = meaning(self.part, path).and_then(|meaning| self.meant(field, meaning, path));
        let mut control = meant.unwrap_or_else(|| shaped(field));
        control["name"] = json!(field.name);
        control["label"] = json!(label(field.name));
        if control["widget"] == json!("hidden") {
            return control;
        }
        let title = path == ["title"] && self.part != Part::Front(Kind::Page);
        control["required"] = json!(field.required || title);
        control["hint"] = json!(field.about);
        control
    }

    fn meant(&self, field: &Field, meaning: Meaning, path: &[&str]) -> Option<Value> {
        let teams = || self.config.teams.iter().map(|team| (team.id.as_str(), team.label.as_str()));
        Some(match meaning {
            Meaning::Team => choice(teams().chain([("both", "both")])),
            Meaning::PerTeam => {
                let each = |(id, label): (&str, &str)| {
                    let mut control = if field.name == "reviewed" { day() } else { text(field.name) };
                    control["name"] = json!(id);
                    control["label"] = json!(label);
                    control["required"] = json!(field.required);
                    control
                };
                json!({"widget": "object", "fields": teams().map(each).collect::<Vec<_>>()})
            }
            Meaning::PerDay => {
                json!({"widget": "keyvalue", "key_label": "Day: 2026-11-21", "value_label": "What is new"})
            }
            Meaning::Category if self.config.categories.is_empty() => return None,
            Meaning::Category => choice(self.config.categories.iter().map(|one| (one.id.as_str(), one.label.as_str()))),
            Meaning::Names(Some(kind)) => json!({
                "widget": "relation", "collection": kind.word(), "multiple": field.shape == Shape::List,
                "search_fields": ["title"], "display_fields": ["title"], "value_field": "{{slug}}",
            }),
            // Names with something behind each: no form has that, and what stands there stays.
            Meaning::Keys(..) | Meaning::Checks => json!({"widget": "hidden"}),
            Meaning::Group(_) => {
                let widget = if ALONE.contains(&field.name) { "object" } else { "list" };
                json!({"widget": widget, "fields": self.fields(path)})
            }
            Meaning::Names(None) | Meaning::Facts | Meaning::Objectives | Meaning::Words(_) => return None,
        })
    }
}

/// The control for a value that means no more than its shape says.
fn shaped(field: &Field) -> Value {
    match field.shape {
        Shape::Text | Shape::Group => text(field.name),
        Shape::Number => json!({"widget": "number", "value_type": "int", "min": 0}),
        // On where nothing is said.
        Shape::YesNo => json!({"widget": "boolean", "default": true}),
        Shape::Date => day(),
        Shape::OneOf(words) => choice(words.iter().map(|word| (*word, *word))),
        // A control for each, since there are commas in texts.
        Shape::List => {
            json!({"widget": "list", "field": {"name": "item", "label": label(field.name), "widget": "string"}})
        }
    }
}

fn text(name: &str) -> Value {
    json!({"widget": if LONG.contains(&name) { "text" } else { "string" }})
}

fn day() -> Value {
    json!({"widget": "datetime", "format": "YYYY-MM-DD", "date_format": "YYYY-MM-DD", "time_format": false})
}

fn choice<'a>(options: impl Iterator<Item = (&'a str, &'a str)>) -> Value {
    let options: Vec<Value> = options.map(|(value, label)| json!({"value": value, "label": label})).collect();
    json!({"widget": "select", "options": options})
}

/// `works_with` as `Works with`.
fn label(name: &str) -> String {
    let words = name.replace(['_', '-'], " ");
    let mut signs = words.chars();
    signs.next().map_or(String::new(), |first| first.to_uppercase().chain(signs).collect())
}

/// A value as YAML: every text in quotes, so that none is taken for something else.
fn yaml(value: &Value, depth: usize, out: &mut String) {
    let indent = "  ".repeat(depth);
    match value {
        Value::Object(map) => {
            for (key, value) in ordered(map) {
                let _ = write!(out, "{indent}{key}:");
                below(value, depth, out);
            }
        }
        Value::Array(items) => {
            for item in items {
                let mut text = String::new();
                below(item, depth, &mut text);
                // The first line of a group stands behind the dash.
                let text = text.strip_prefix('\n').map_or(text.as_str(), |text| text.trim_start());
                let _ = write!(out, "{indent}-{}{text}", if text.starts_with(' ') { "" } else { " " });
            }
        }
        value => {
            let _ = writeln!(out, "{indent}{value}");
        }
    }
}

/// What stands behind a name or a dash: a value on the line, or a group below it.
fn below(value: &Value, depth: usize, out: &mut String) {
    let plain = match value {
        Value::Object(map) => map.is_empty(),
        Value::Array(items) => items.iter().all(|item| !item.is_object() && !item.is_array()),
        _ => true,
    };
    if plain {
        let _ = writeln!(out, " {value}");
    } else {
        out.push('\n');
        yaml(value, depth + 1, out);
    }
}

/// What a thing is called comes first.
fn ordered(map: &Map<String, Value>) -> Vec<(&String, &Value)> {
    let first = ["backend", "name", "label", "label_singular", "widget"];
    let rank = |name: &str| first.iter().position(|known| *known == name).unwrap_or(first.len());
    let mut pairs: Vec<_> = map.iter().collect();
    pairs.sort_by_key(|(key, _)| (rank(key), key.as_str() == "fields", key.as_str() == "collections"));
    pairs
}
