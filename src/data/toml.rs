//! TOML into the tree.

use super::{Node, Value};
use crate::diag::{Diagnostic, Diagnostics, lint};
use crate::source::{SourcePath, Span, Spanned};
use toml::de::{DeTable, DeValue};

/// Reads a TOML document. Every syntax error is reported; what could be read is returned.
pub fn parse(path: &SourcePath, text: &str, diagnostics: &mut Diagnostics) -> Node {
    let (table, errors) = DeTable::parse_recoverable(text);
    for error in errors {
        let span = error.span().map_or(Span::at(0), Span::from);
        diagnostics.push(message(path, span, error.message()));
    }
    Node::new(Value::Map(convert_table(table.get_ref())), Span::new(0, text.len()))
}

fn message(path: &SourcePath, span: Span, text: &str) -> Diagnostic {
    let text = text.lines().next().unwrap_or("").trim_end_matches('.');
    Diagnostics::at(path, span, lint::FRONT_MATTER_SYNTAX, format!("this line can't be read: {text}")).label("here")
}

fn convert_table(table: &DeTable<'_>) -> super::Map {
    let mut map: super::Map = table
        .iter()
        .map(|(key, value)| {
            (Spanned::new(key.get_ref().to_string(), key.span().into()), convert(value.get_ref(), value.span().into()))
        })
        .collect();
    map.sort_by_key(|(key, _)| key.span);
    map
}

fn convert(value: &DeValue<'_>, span: Span) -> Node {
    let value = match value {
        DeValue::String(text) => Value::Scalar(text.to_string()),
        DeValue::Integer(number) => Value::Scalar(number.as_str().to_owned()),
        DeValue::Float(number) => Value::Scalar(number.as_str().to_owned()),
        DeValue::Boolean(yes) => Value::Scalar(yes.to_string()),
        DeValue::Datetime(time) => Value::Scalar(time.to_string()),
        DeValue::Array(items) => {
            Value::List(items.iter().map(|item| convert(item.get_ref(), item.span().into())).collect())
        }
        DeValue::Table(table) => Value::Map(convert_table(table)),
    };
    Node::new(value, span)
}
