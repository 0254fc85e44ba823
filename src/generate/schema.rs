//! JSON Schemas (draft 2020-12) of front matter, data blocks and fact records,
//! from the same tables that the reader decodes with.

use crate::config::Config;
use crate::data::{Field, Shape};
use crate::entry::Kind;
use crate::entry::schema::{Meaning, Part, fields, meaning};
use serde_json::{Map, Value, json};

/// Where editors' settings look for the schemas, below the book's root.
pub const SCHEMA_FOLDER: &str = ".crosstrain/schemas";

/// All schemas of a book with their file names: its teams and categories are
/// part of them.
pub fn schemas(config: &Config) -> Vec<(String, Value)> {
    let fronts = Kind::ALL
        .into_iter()
        .map(|kind| (kind.word(), Part::Front(kind), format!("The front matter of {}", kind.a_word())));
    let blocks = [
        ("question", Part::Question, "A question block of a quiz"),
        ("activity", Part::Activity(Kind::Module), "An activity block of a module"),
        ("workshop-activity", Part::Activity(Kind::Workshop), "An activity block of a workshop"),
        ("field", Part::Field, "A field block of a worksheet"),
        ("fact", Part::Fact, "A fact record"),
    ];
    let blocks = blocks.map(|(name, part, about)| (name, part, about.to_owned()));
    let all = fronts.chain(blocks).map(|(name, part, about)| {
        let mut schema = Writer { config, part }.object(&[]);
        schema["$schema"] = json!("https://json-schema.org/draft/2020-12/schema");
        schema["title"] = json!(about);
        (format!("{name}.json"), schema)
    });
    let mut all: Vec<(String, Value)> = all.collect();
    all.push((
        "facts-file.json".to_owned(),
        json!({
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "title": "A file of fact records",
            "type": "object",
            "additionalProperties": false,
            "properties": {"fact": {"type": "array", "items": Writer { config, part: Part::Fact }.object(&[])}},
        }),
    ));
    all
}

/// Groups that stand alone; all others with fields are lists.
const ALONE: [&str; 1] = ["people"];
/// Lists whose items may be bare names.
const OR_NAMES: [&str; 1] = ["materials"];

struct Writer<'a> {
    config: &'a Config,
    part: Part,
}

impl Writer<'_> {
    /// The group of fields to which some names lead.
    fn object(&self, path: &[&str]) -> Value {
        let fields = fields(self.part, path);
        let required: Vec<&str> = fields.iter().filter(|field| field.required).map(|field| field.name).collect();
        let mut properties = Map::new();
        for field in &fields {
            let mut schema = self.value(field, &[path, &[field.name]].concat());
            schema["description"] = json!(field.about);
            properties.insert(field.name.to_owned(), schema);
        }
        json!({"type": "object", "additionalProperties": false, "required": required, "properties": properties})
    }

    fn value(&self, field: &Field, path: &[&str]) -> Value {
        let meant = meaning(self.part, path).and_then(|meaning| self.meant(field, meaning, path));
        let schema = meant.unwrap_or_else(|| shaped(field.shape));
        // An empty value is as good as none.
        if field.required { schema } else { json!({"anyOf": [schema, {"type": "null"}]}) }
    }

    fn meant(&self, field: &Field, meaning: Meaning, path: &[&str]) -> Option<Value> {
        let teams = || self.config.teams.iter().map(|team| team.id.as_str());
        Some(match meaning {
            Meaning::Team => {
                let none = ["none"].into_iter().filter(|_| field.name == "errs");
                json!({"enum": teams().chain(["both"]).chain(none).collect::<Vec<_>>()})
            }
            Meaning::PerTeam => {
                let value = if field.name == "reviewed" { shaped(Shape::Date) } else { scalar() };
                let properties: Map<String, Value> = teams().map(|team| (team.to_owned(), value.clone())).collect();
                json!({"type": "object", "additionalProperties": false, "properties": properties})
            }
            Meaning::PerDay => {
                json!({"type": "object", "propertyNames": {"pattern": DAY}, "additionalProperties": scalar()})
            }
            Meaning::Category if self.config.categories.is_empty() => return None,
            Meaning::Category => {
                let ids: Vec<&str> = self.config.categories.iter().map(|category| category.id.as_str()).collect();
                json!({"enum": ids})
            }
            Meaning::Keys(_, words) => {
                let fields = self.object(&[path, &["*"]].concat());
                json!({"type": "object", "additionalProperties": {"anyOf": [{"enum": words}, fields]}})
            }
            Meaning::Group(_) if ALONE.contains(&field.name) => self.object(path),
            Meaning::Group(_) if OR_NAMES.contains(&field.name) => {
                json!({"type": "array", "items": {"anyOf": [scalar(), self.object(path)]}})
            }
            Meaning::Group(_) => json!({"type": "array", "items": self.object(path)}),
            Meaning::Words(words) => json!({"type": "string", "examples": words}),
            Meaning::Checks | Meaning::Names(_) | Meaning::Facts | Meaning::Objectives => return None,
        })
    }
}

const DAY: &str = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$";

/// Text; what looks like a number or a truth value is text where text is wanted.
fn scalar() -> Value {
    json!({"type": ["string", "number", "boolean"]})
}

fn shaped(shape: Shape) -> Value {
    match shape {
        Shape::Text => scalar(),
        Shape::Number => json!({"type": "integer", "minimum": 0}),
        Shape::YesNo => json!({"enum": [true, false, "yes", "no"]}),
        Shape::Date => json!({"type": "string", "pattern": DAY}),
        Shape::OneOf(words) => json!({"enum": words}),
        Shape::List => json!({"anyOf": [scalar(), {"type": "array", "items": scalar()}]}),
        Shape::Group => json!({}),
    }
}
