//! Records as JSON: all sorts in one file, or other people's lists of objects.

use super::row::{Row, Rows, Told};
use super::{Ask, Source, Taken, text};
use crate::data::{Node, Value};
use crate::record::{AsJson, FromJson, Record, Sort};
use serde_json::Value as Json;
use std::fmt::Write;

/// The records as one JSON document.
pub fn write(records: &[Record]) -> String {
    let mut document = String::from("{\"crosstrain\": 1, \"records\": [\n");
    for (at, record) in records.iter().enumerate() {
        let text = |text: &str| Json::from(text).to_string();
        let fields = Node::new(Value::Map(record.ordered().into_iter().cloned().collect()), Default::default());
        // Texts, lists and maps with text keys can always be written.
        let fields = serde_json::to_string(&AsJson(&fields)).unwrap_or_default();
        let (kind, slug) = (text(record.sort.word()), text(&record.slug));
        let _ = write!(document, "{{\"kind\": {kind}, \"slug\": {slug}, \"fields\": {fields}");
        if record.sort != Sort::Fact {
            let _ = write!(document, ", \"text\": {}", text(&record.text));
        }
        document.push_str(if at + 1 < records.len() { "},\n" } else { "}\n" });
    }
    document + "]}\n"
}

pub(super) fn read(source: &Source, ask: &Ask<'_>) -> Result<Taken, String> {
    let root: FromJson = serde_json::from_str(text(source, "")?).map_err(|error| format!("it is no JSON: {error}"))?;
    let mut taken = Taken::default();
    match (root.0.get("records").map(|node| &node.value), &root.0.value) {
        (Some(Value::List(records)), _) if root.0.get("crosstrain").is_some() => {
            taken.understood.push(format!("{} records", records.len()));
            for (at, node) in records.iter().enumerate() {
                match record(node) {
                    Some(record) => taken.bring(format!("record {}", at + 1), record),
                    None => taken.left_out(&format!("record {}", at + 1), "it needs `kind`, `slug` and `fields`"),
                }
            }
        }
        (_, Value::List(objects)) => objects_of(objects, ask, &mut taken),
        _ => return Err("it should be a list of objects, or what `crosstrain export json` wrote".to_owned()),
    }
    Ok(taken)
}

fn record(node: &Node) -> Option<Record> {
    let Value::Map(fields) = &node.get("fields")?.value else { return None };
    Some(Record {
        sort: Sort::of_word(node.get("kind")?.scalar()?)?,
        slug: node.get("slug")?.scalar()?.to_owned(),
        fields: fields.clone(),
        text: node.get("text").and_then(Node::scalar).unwrap_or_default().to_owned(),
    })
}

fn objects_of(objects: &[Node], ask: &Ask<'_>, taken: &mut Taken) {
    let sort = ask.sort.or_else(|| Sort::of_word(ask.name)).unwrap_or(Sort::Entry(crate::entry::Kind::Term));
    let mut names: Vec<String> = Vec::new();
    for node in objects {
        let Value::Map(map) = &node.value else { continue };
        map.iter().for_each(|(key, _)| {
            if !names.contains(&key.value) {
                names.push(key.value.clone());
            }
        });
    }
    taken.understood.push(format!("{} objects, fields {}", objects.len(), names.join(", ")));
    let mut rows = Rows::new(ask, sort, &names, taken);
    for (at, node) in objects.iter().enumerate() {
        let at = format!("object {}", at + 1);
        let Value::Map(map) = &node.value else {
            taken.left_out(&at, "it is no object");
            continue;
        };
        let told = map.iter().map(|(key, node)| (key.value.clone(), Told::Value(node.clone())));
        rows.take(Row { at, slug: None, told: told.collect(), text: None }, taken);
    }
    rows.finish(taken);
}
