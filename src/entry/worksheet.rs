//! A document that two teams fill in together.

use super::Context;
use crate::data::{Field, Shape, Value, parse_yaml};
use crate::source::{Span, Spanned};

pub(super) const FIELDS: &[Field] = &[
    Field::optional("who", Shape::Text, "who fills it in"),
    Field::optional("when", Shape::Text, "when it is used"),
    Field::optional("minutes", Shape::Number, "how long it takes"),
];

pub(super) const FIELD: &[Field] = &[
    Field::required("type", Shape::OneOf(&TYPE), "text, list, date, number, choice, person, yes-no or table"),
    Field::optional("light", Shape::YesNo, "whether the short version has it too"),
    Field::optional("choices", Shape::List, "what can be chosen"),
    Field::optional("columns", Shape::List, "the columns of a table"),
    Field::optional("example", Shape::Group, "how it looks filled in"),
];

const TYPE: [&str; 8] = ["text", "list", "date", "number", "choice", "person", "yes-no", "table"];

/// A document that two teams fill in together.
#[derive(Debug, Clone)]
pub struct Worksheet {
    /// Who fills it in; may be empty.
    pub who: String,
    /// When it is used; may be empty.
    pub when: String,
    /// How long it takes.
    pub minutes: Option<u32>,
    /// Its fields, in order.
    pub fields: Vec<FormField>,
}

/// One field of a worksheet.
#[derive(Debug, Clone)]
pub struct FormField {
    /// Position of its heading in the document.
    pub heading: usize,
    /// One of `text`, `list`, `date`, `number`, `choice`, `person`, `yes-no`, `table`.
    pub shape: &'static str,
    /// Whether the short version has it too.
    pub light: bool,
    /// What can be chosen.
    pub choices: Vec<String>,
    /// The columns of a table.
    pub columns: Vec<String>,
    /// How it looks filled in.
    pub example: Example,
}

/// A filled-in field.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Example {
    /// Not shown.
    #[default]
    None,
    /// One value.
    Text(String),
    /// Several.
    List(Vec<String>),
    /// Rows of cells.
    Table(Vec<Vec<String>>),
}

pub(super) fn lower(context: &mut Context<'_, '_>) -> Worksheet {
    let fields = &mut context.fields;
    let (who, when, minutes) =
        (fields.plain("who"), fields.plain("when"), fields.number("minutes").map(|minutes| minutes.value));
    let blocks = context.document.blocks.iter().filter(|block| block.name == "field");
    let blocks: Vec<(usize, Span)> = blocks.filter_map(|block| Some((block.heading?, block.yaml))).collect();
    let fields = blocks.into_iter().filter_map(|(heading, yaml)| field(context, heading, yaml)).collect();
    Worksheet { who, when, minutes, fields }
}

fn field(context: &mut Context<'_, '_>, heading: usize, yaml: Span) -> Option<FormField> {
    let path = context.fields.path();
    let node = parse_yaml(path, yaml.text(&context.file.text), yaml.start as usize, context.fields.diagnostics())?;
    let mut fields = context.fields.nested(&node, FIELD, "a field");
    let shape = fields.one_of("type", &TYPE).map_or("text", |word| TYPE[word.value]);
    let texts = |list: Vec<Spanned<String>>| -> Vec<String> { list.into_iter().map(|text| text.value).collect() };
    let (light, choices, columns) =
        (fields.yes_no("light").unwrap_or(false), texts(fields.list("choices")), texts(fields.list("columns")));
    let example = match fields.node("example").map(|node| &node.value) {
        Some(Value::Scalar(text)) => Example::Text(text.clone()),
        Some(Value::List(items)) if items.iter().any(|item| matches!(item.value, Value::List(_))) => {
            Example::Table(items.iter().map(|row| texts(fields.texts(row))).collect())
        }
        Some(Value::List(items)) => {
            Example::List(items.iter().filter_map(|item| Some(item.scalar()?.to_owned())).collect())
        }
        _ => Example::None,
    };
    Some(FormField { heading, shape, light, choices, columns, example })
}
