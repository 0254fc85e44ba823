//! Records into the files of a book.

use super::{Incoming, Note, Taken};
use crate::data::{Node, Value, toml_value, yaml_field, yaml_flow};
use crate::diag::Diagnostics;
use crate::edit::{Changes, set_field};
use crate::entry::Kind;
use crate::record::{Record, Sort, of_entry};
use crate::site::Site;
use crate::source::{Snapshot, SourcePath, Span};
use std::collections::{BTreeMap, BTreeSet};

/// Where records went.
#[derive(Debug, Default)]
pub struct Placed {
    /// What it takes.
    pub changes: Changes,
    /// How many records become new pages or facts.
    pub created: usize,
    /// How many change pages that are there.
    pub updated: usize,
    /// How many are there already, as they are.
    pub same: usize,
    /// Records that found no place.
    pub notes: Vec<Note>,
}

/// Finds a file for each record. Files that are there are left alone, or with
/// `update` take the values that the records have.
pub fn place(taken: &Taken, site: &Site, snapshot: &Snapshot, update: bool) -> Placed {
    let mut placed = Placed::default();
    let mut seen = BTreeSet::new();
    let mut facts: BTreeMap<SourcePath, String> = BTreeMap::new();
    for Incoming { at, record, made } in &taken.records {
        let path = record.path(&site.config.src);
        let mut leave = |text: String| placed.notes.push(Note { at: at.clone(), text, left_out: true });
        if !inside(record) {
            leave(format!("`{}` can't be a file of the book", record.slug));
        } else if record.sort == Sort::Fact {
            let id = record.field("id").and_then(Node::scalar).unwrap_or_default();
            match site.facts.contains_key(id) {
                true => leave(format!("there is a fact `{id}` already; it was left as it is")),
                false => {
                    facts.entry(path).or_default().push_str(&fact(record));
                    placed.created += 1;
                }
            }
        } else if !seen.insert(path.as_str().to_lowercase()) {
            leave(format!("another one has the file name `{}`", path));
        } else if let Some(ix) = site.at_path(&path) {
            match of_entry(site, snapshot, site.entry(ix)) {
                Some(old) if update => match refresh(
                    &mut placed.changes,
                    snapshot,
                    &path,
                    site.entry(ix).document.front_matter,
                    &old,
                    &told(record, made),
                ) {
                    true => placed.updated += 1,
                    false => placed.same += 1,
                },
                Some(old) if differs(&old, &told(record, made)).is_empty() && unchanged(&old.text, &record.text) => {
                    placed.same += 1
                }
                _ => leave(format!("`{path}` is there already and was left as it is; to change it: --update")),
            }
        } else if snapshot.inputs.contains_key(&path) {
            leave(format!("`{path}` is there already and was left as it is"));
        } else {
            placed.changes.create(path, markdown(record));
            placed.created += 1;
        }
    }
    for (path, records) in facts {
        match snapshot.text(&path) {
            Some(file) => placed.changes.replace(&path, Span::at(file.text.len()), format!("\n{records}")),
            None => placed.changes.create(path, records),
        }
    }
    list(&mut placed.changes, taken, site, snapshot);
    placed
}

/// Whether the file of a record lies in the folder of its sort.
fn inside(record: &Record) -> bool {
    let name = |part: &str| !part.is_empty() && !part.starts_with('.') && !part.contains(['\\', ':', '\0']);
    let deep = matches!(record.sort, Sort::Entry(Kind::Page) | Sort::Fact);
    record.slug.split('/').all(name) && (deep || !record.slug.contains('/'))
}

/// Adds to the table of contents what is not listed there yet.
fn list(changes: &mut Changes, taken: &Taken, site: &Site, snapshot: &Snapshot) {
    let path = SourcePath::new(format!("{}/SUMMARY.md", site.config.src));
    let summary = snapshot.text(&path);
    let target = |line: &str| line.rfind("](").map(|at| line[at..].to_owned());
    let listed =
        |line: &str| summary.is_some_and(|file| target(line).is_some_and(|target| file.text.contains(&target)));
    let new: Vec<&str> = taken.contents.split_inclusive('\n').filter(|line| !listed(line.trim_end())).collect();
    if !new.iter().any(|line| target(line).is_some()) {
        return;
    }
    match summary {
        Some(file) => {
            let gap = if file.text.ends_with('\n') { "\n" } else { "\n\n" };
            changes.replace(&path, Span::at(file.text.len()), format!("{gap}{}", new.concat()));
        }
        None => changes.create(path, format!("# Summary\n\n{}", new.concat())),
    }
}

/// A record without what was made for a new page.
fn told(record: &Record, made: &[&str]) -> Record {
    let mut told = record.clone();
    told.fields.retain(|(key, _)| !made.contains(&key.value.as_str()));
    told
}

/// A source without a text says nothing about that of a page.
fn unchanged(old: &str, new: &str) -> bool {
    new.trim().is_empty() || new == old
}

/// The fields that differ from what a page has.
fn differs<'a>(old: &Record, new: &'a Record) -> Vec<(&'a str, &'a Node)> {
    let shown = |node: &Node| yaml_flow(node);
    let changed = new.fields.iter().filter(|(key, node)| {
        let before = old.field(&key.value);
        let listed = |before: &Node| matches!(&node.value, Value::List(items) if items.len() == 1 && shown(&items[0]) == shown(before));
        before.is_none_or(|before| shown(before) != shown(node) && !listed(before))
    });
    changed.map(|(key, node)| (key.value.as_str(), node)).collect()
}

/// Gives a page the values and the text of a record; says whether that changes it.
fn refresh(
    changes: &mut Changes,
    snapshot: &Snapshot,
    path: &SourcePath,
    yaml: Option<Span>,
    old: &Record,
    new: &Record,
) -> bool {
    let Some(file) = snapshot.text(path) else { return false };
    let fields = differs(old, new);
    let root = yaml.and_then(|yaml| {
        crate::data::parse_yaml(path, yaml.text(&file.text), yaml.start as usize, &mut Diagnostics::new())
    });
    let root = root.unwrap_or_else(|| Node::new(Value::Map(Vec::new()), Span::default()));
    for (name, node) in &fields {
        set_field(changes, file, yaml, &root, name, &yaml_flow(node));
    }
    let text = !unchanged(&old.text, &new.text);
    if text {
        changes.replace(path, Span::new(file.text.len() - old.text.len(), file.text.len()), &*new.text);
    }
    text || !fields.is_empty()
}

/// A record as a Markdown file, its fields in the order in which they are best read.
pub(super) fn markdown(record: &Record) -> String {
    if record.fields.is_empty() {
        return record.text.clone();
    }
    let fields: String = record.ordered().into_iter().map(|(key, node)| yaml_field(&key.value, node)).collect();
    format!("---\n{fields}---\n{}", record.text)
}

fn fact(record: &Record) -> String {
    let fields: String =
        record.ordered().into_iter().map(|(key, node)| format!("{} = {}\n", key.value, toml_value(node))).collect();
    format!("[[fact]]\n{fields}\n")
}
