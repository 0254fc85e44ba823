//! Other people's fields into ours.

use super::{Ask, Incoming, Taken};
use crate::config::{Config, Named};
use crate::data::{Node, Shape, Value};
use crate::entry::{Kind, slug_of, valid_slug};
use crate::markdown::fragment_text;
use crate::record::{Record, Sort, from_cell};
use crate::source::{Date, Span};
use std::collections::BTreeMap;

/// One thing of a source: what is told of it, by the source's names.
pub(super) struct Row {
    /// The place in the source.
    pub(super) at: String,
    /// Its file name, where the source has files.
    pub(super) slug: Option<String>,
    /// What is told.
    pub(super) told: Vec<(String, Told)>,
    /// Its text, where that is no field.
    pub(super) text: Option<String>,
}

/// A value as the source has it.
pub(super) enum Told {
    /// A cell of a table.
    Cell(String),
    /// A value with structure.
    Value(Node),
}

/// Names that other people have for our fields.
const MEANT: [(&str, &[&str]); 8] = [
    ("title", &["word", "term", "name", "headword", "phrase"]),
    ("definition", &["meaning", "description", "explanation", "summary", "short_description"]),
    ("audience", &["team", "department", "for", "owner_team"]),
    ("aliases", &["alias", "synonyms", "synonym", "aka", "also_known_as", "abbreviation"]),
    ("related", &["see_also", "related_terms"]),
    ("category", &["topic", "section", "area", "group"]),
    ("slug", &["id", "file", "filename"]),
    ("text", &["body", "content"]),
];

/// What a name of the source stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Meaning {
    Slug,
    Text,
    Field(String),
    Dropped,
    /// It has no place here: it goes into the text.
    Nothing,
}

/// Takes rows of one source, each with the same meanings of names.
pub(super) struct Rows<'a> {
    config: &'a Config,
    sort: Sort,
    meanings: BTreeMap<String, Meaning>,
    /// Values that fit no category, and how often.
    categories: BTreeMap<String, usize>,
}

impl<'a> Rows<'a> {
    /// Settles what the names stand for, and says so.
    pub(super) fn new(ask: &Ask<'a>, sort: Sort, names: &[String], taken: &mut Taken) -> Rows<'a> {
        let mut meanings: BTreeMap<String, Meaning> = BTreeMap::new();
        for name in names {
            let meaning = meaning(name, names, sort, ask);
            // The first of two names for one field is the field.
            let twice = matches!(meaning, Meaning::Field(_) | Meaning::Slug)
                && meanings.values().any(|known| *known == meaning);
            meanings.insert(name.clone(), if twice { Meaning::Nothing } else { meaning });
        }
        let mapped = names.iter().filter_map(|name| match &meanings[name] {
            Meaning::Field(field) if field != name => Some(format!("{name} -> {field}")),
            Meaning::Dropped => Some(format!("{name} is dropped")),
            _ => None,
        });
        let mapped: Vec<String> = mapped.collect();
        if !mapped.is_empty() {
            taken.understood.push(mapped.join(", "));
        }
        let without = names.iter().filter(|name| meanings[*name] == Meaning::Nothing).map(String::as_str);
        let without: Vec<&str> = without.collect();
        if !without.is_empty() {
            let verb = if without.len() == 1 { "has" } else { "have" };
            taken.understood.push(format!("{} {verb} no place here and will stand in the text", without.join(", ")));
        }
        Rows { config: ask.config, sort, meanings, categories: BTreeMap::new() }
    }

    /// One row into a record, or into a note that says why not.
    pub(super) fn take(&mut self, row: Row, taken: &mut Taken) {
        let mut record = Record { sort: self.sort, slug: String::new(), fields: Vec::new(), text: String::new() };
        let (mut text, mut loose) = (row.text, String::new());
        for (name, told) in row.told {
            match self.meanings.get(&name).cloned().unwrap_or(Meaning::Nothing) {
                Meaning::Dropped => {}
                Meaning::Slug => record.slug = plain(&told).trim().trim_end_matches(".md").to_owned(),
                Meaning::Text => text = Some(plain(&told)),
                Meaning::Nothing => {
                    let value = plain(&told);
                    if !value.trim().is_empty() {
                        loose.push_str(&format!("\n**{}:** {}\n", name.trim(), value.trim()));
                    }
                }
                Meaning::Field(field) => match self.field(&field, told, &row.at, taken) {
                    Ok(Some(value)) => record.set(&field, value),
                    Ok(None) => {}
                    Err(problem) => return taken.left_out(&row.at, problem),
                },
            }
        }
        let title = record.field("title").and_then(Node::scalar).unwrap_or_default().to_owned();
        if record.slug.is_empty() {
            record.slug = row.slug.unwrap_or_else(|| slug_of(&title));
        }
        if !record.slug.split('/').all(valid_slug) {
            let better = slug_of(&record.slug);
            if !valid_slug(&better) {
                let why = match title.is_empty() {
                    true => "it has no title".to_owned(),
                    false => format!("no file name can be made from `{title}`"),
                };
                return taken.left_out(&row.at, why);
            }
            record.slug = better;
        }
        let made = self.complete(&mut record, text, &loose);
        if made.contains(&"definition") {
            taken.lost(
                &row.at,
                "it has no definition, so its first sentence became that; it is a draft until someone has read it",
            );
        }
        taken.records.push(Incoming { at: row.at, record, made });
    }

    /// The text, and what a term needs: a definition. What has no text of its own
    /// yet, or a definition that nobody wrote as such, is a draft. Says what was made.
    fn complete(&self, record: &mut Record, text: Option<String>, loose: &str) -> Vec<&'static str> {
        let mut made = Vec::new();
        let had_text = text.is_some();
        record.text = text.unwrap_or_else(|| "\n".to_owned());
        record.text.push_str(loose);
        let Sort::Entry(kind) = self.sort else { return made };
        if kind == Kind::Term
            && record.field("definition").is_none()
            && let Some(sentence) = first_sentence(&record.text)
        {
            record.set("definition", Value::Scalar(sentence));
            made.push("definition");
        }
        let unread = !made.is_empty() || !had_text && record.field("status").is_none();
        if unread && kind != Kind::Page {
            record.set("status", Value::Scalar("draft".to_owned()));
            made.push("status");
        }
        made
    }

    fn field(&mut self, field: &str, told: Told, at: &str, taken: &mut Taken) -> Result<Option<Value>, String> {
        let shape = self.sort.shape(field);
        let node = match told {
            Told::Cell(cell) => from_cell(&cell, shape),
            Told::Value(node) => Some(node).filter(|node| node.value != Value::Null),
        };
        let Some(node) = node else { return Ok(None) };
        let Some(text) = node.scalar().map(str::trim) else { return Ok(Some(node.value)) };
        Ok(Some(Value::Scalar(match (field, shape) {
            ("audience" | "team" | "for", _) => self.team(text)?,
            ("category", _) => match known(&self.config.categories, text) {
                Some(id) => id,
                None => {
                    *self.categories.entry(text.to_owned()).or_default() += 1;
                    return Ok(None);
                }
            },
            ("status", _) => match status(text) {
                Some(status) => status.to_owned(),
                None => {
                    taken.lost(at, format!("status `{text}` has no meaning here; it was left out"));
                    return Ok(None);
                }
            },
            (_, Shape::Date) => Date::understood(text).map_or_else(|| text.to_owned(), |date| date.to_string()),
            (_, Shape::OneOf(words)) => {
                let lower = text.to_lowercase();
                words.iter().find(|word| **word == lower).map_or(text, |word| word).to_owned()
            }
            _ => return Ok(Some(node.value)),
        })))
    }

    fn team(&self, text: &str) -> Result<String, String> {
        let lower = text.to_lowercase();
        if ["both", "shared", "all", "everyone", "joint"].contains(&lower.as_str()) {
            return Ok("both".to_owned());
        }
        known(&self.config.teams, text).ok_or_else(|| {
            let ids: Vec<&str> = self.config.teams.iter().map(|team| team.id.as_str()).collect();
            format!("audience `{text}`: use {} or both", ids.join(", "))
        })
    }

    /// What is told once of the whole source.
    pub(super) fn finish(self, taken: &mut Taken) {
        for (category, number) in self.categories {
            let id = slug_of(&category);
            taken.lost(
                "book.toml",
                format!(
                    "category `{category}` ({number}) is not one of this book and was left out; to have it: {id} = \"{category}\" under [output.crosstrain.categories]"
                ),
            );
        }
    }
}

/// What a name stands for: what the author says, our own name, or a name that
/// other people have for it.
fn meaning(name: &str, all: &[String], sort: Sort, ask: &Ask<'_>) -> Meaning {
    let normal = |name: &str| name.trim().to_lowercase().replace([' ', '-'], "_");
    let fields = sort.fields();
    let own = |name: &str| match name {
        "slug" => Some(Meaning::Slug),
        "text" => Some(Meaning::Text),
        "-" => Some(Meaning::Dropped),
        _ => fields.iter().find(|field| field.name == name).map(|field| Meaning::Field(field.name.to_owned())),
    };
    if let Some((_, to)) = ask.renamed.iter().find(|(from, _)| normal(from) == normal(name)) {
        return own(to).unwrap_or(Meaning::Nothing);
    }
    if let Some(meaning) = own(&normal(name)) {
        return meaning;
    }
    let meant = MEANT.iter().filter(|(_, names)| names.contains(&normal(name).as_str()));
    // A name that the source has itself is not guessed from another.
    let meant = meant.filter(|(field, _)| !all.iter().any(|other| normal(other) == *field));
    meant.filter_map(|(field, _)| own(field)).next().unwrap_or(Meaning::Nothing)
}

fn known(named: &[Named], text: &str) -> Option<String> {
    let same = |named: &&Named| {
        named.id.eq_ignore_ascii_case(text) || named.label.eq_ignore_ascii_case(text) || named.id == slug_of(text)
    };
    named.iter().find(same).map(|named| named.id.clone())
}

fn status(text: &str) -> Option<&'static str> {
    Some(match text.to_lowercase().as_str() {
        "draft" | "todo" | "in progress" | "not started" | "stub" | "wip" => "draft",
        "published" | "completed" | "complete" | "done" | "final" | "live" => "published",
        "reviewed" | "approved" => "reviewed",
        "needs-review" | "needs review" | "feedback appreciated" | "outdated" => "needs-review",
        "retired" | "archived" | "deprecated" => "retired",
        _ => return None,
    })
}

fn plain(told: &Told) -> String {
    match told {
        Told::Cell(cell) => cell.clone(),
        Told::Value(node) => node.scalar().map_or_else(|| crate::record::to_cell(node, Shape::List), str::to_owned),
    }
}

/// The first sentence of the first paragraph.
fn first_sentence(text: &str) -> Option<String> {
    let paragraph = text
        .split("\n\n")
        .map(str::trim)
        .find(|paragraph| paragraph.starts_with(|c: char| c.is_alphanumeric() || c == '*' || c == '_'))?;
    let plain = fragment_text(&paragraph.replace('\n', " "));
    let end = plain.find(". ").map_or(plain.len(), |at| at + 1);
    Some(plain[..end].trim().to_owned()).filter(|sentence| !sentence.is_empty())
}

/// A scalar that nobody wrote in a file of ours.
pub(super) fn scalar(text: &str) -> Node {
    Node::new(Value::Scalar(text.to_owned()), Span::default())
}
