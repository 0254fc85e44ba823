//! What a workshop really took: one past run a file, in TOML, as the presenter's
//! screen writes it.

use crate::data::{Field, Fields, Node, Shape, Value, parse_toml};
use crate::diag::Diagnostics;
use crate::source::{Date, SourceFile, SourcePath, Spanned};

pub(super) const FIELDS: &[Field] = &[
    Field::required("of", Shape::Text, "what was run: workshops/name or modules/name"),
    Field::required("date", Shape::Date, "the day"),
    Field::optional("people", Shape::Number, "how many came"),
    Field::optional("note", Shape::Text, "what to remember"),
    Field::optional("activity", Shape::Group, "the activities: [[activity]]"),
];

pub(super) const ACTIVITY: &[Field] = &[
    Field::required("of", Shape::Text, "where it is written: modules/name"),
    Field::required("id", Shape::Text, "the id of its heading"),
    Field::required("planned", Shape::Number, "minutes that were planned"),
    Field::required("took", Shape::Number, "minutes that it took; 0 if it was left out"),
];

/// One past run.
#[derive(Debug, Clone)]
pub struct Run {
    /// The file it stands in.
    pub path: SourcePath,
    /// What was run: folder and name.
    pub of: Spanned<String>,
    /// The day.
    pub date: Option<Date>,
    /// How many came.
    pub people: Option<u32>,
    /// What to remember; may be empty.
    pub note: String,
    /// What each activity took, in the order of the run.
    pub activities: Vec<Took>,
}

/// What one activity took.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Took {
    /// Where it is written: folder and name.
    pub of: String,
    /// The id of its heading.
    pub id: String,
    /// Minutes that were planned.
    pub planned: u32,
    /// Minutes that it took; 0 if it was left out.
    pub took: u32,
}

/// Reads a past run.
pub fn lower(file: &SourceFile, diagnostics: &mut Diagnostics) -> Run {
    let root = parse_toml(&file.path, &file.text, diagnostics);
    let mut fields = Fields::new(&file.path, &root, FIELDS, "a run", diagnostics);
    let nodes = fields.items("activity");
    let activities =
        nodes.iter().filter(|node| matches!(node.value, Value::Map(_))).filter_map(|node| took(&mut fields, node));
    let activities = activities.collect();
    Run {
        path: file.path.clone(),
        of: fields.text("of").unwrap_or_default(),
        date: fields.date("date").map(|date| date.value),
        people: fields.number("people").map(|people| people.value),
        note: fields.plain("note"),
        activities,
    }
}

fn took(fields: &mut Fields<'_, '_>, node: &Node) -> Option<Took> {
    let mut fields = fields.nested(node, ACTIVITY, "an activity of a run");
    Some(Took {
        of: fields.plain("of"),
        id: fields.plain("id"),
        planned: fields.number("planned")?.value,
        took: fields.number("took")?.value,
    })
}
