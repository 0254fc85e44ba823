//! Values as cells of a spreadsheet, and back.

use super::json::{AsJson, FromJson};
use crate::data::{Node, Shape, Value};
use crate::source::Span;

/// A value as a cell: text as it is, a list as `one; two`, and anything with more
/// structure, or that would be read back as something else, as JSON.
pub fn to_cell(node: &Node, shape: Shape) -> String {
    match &node.value {
        Value::Null => String::new(),
        Value::Scalar(text) if from_cell(text, shape).is_some_and(|back| alike(&back, node, shape)) => text.clone(),
        Value::List(items) if shape == Shape::List => {
            let texts: Option<Vec<&str>> = items.iter().map(Node::scalar).collect();
            let cell = texts.map(|texts| texts.join("; ")).unwrap_or_default();
            match from_cell(&cell, shape).is_some_and(|back| alike(&back, node, shape)) {
                true => cell,
                false => json(node),
            }
        }
        _ => json(node),
    }
}

/// The value of a cell; nothing where the cell is empty.
pub fn from_cell(cell: &str, shape: Shape) -> Option<Node> {
    if cell.trim().is_empty() {
        return None;
    }
    let structured = cell.starts_with(['[', '{']) || cell.starts_with('"') && cell.ends_with('"');
    if structured && let Ok(FromJson(node)) = serde_json::from_str(cell) {
        return Some(node);
    }
    if shape == Shape::List {
        let items = cell.split(';').map(str::trim).filter(|item| !item.is_empty());
        return Some(node(Value::List(items.map(|item| node(Value::Scalar(item.to_owned()))).collect())));
    }
    Some(node(Value::Scalar(cell.to_owned())))
}

/// Whether two values say the same: one text alone counts as a list of one.
fn alike(one: &Node, other: &Node, shape: Shape) -> bool {
    let (one, other) = (json(one), json(other));
    one == other || shape == Shape::List && one == format!("[{other}]")
}

/// A value as JSON on one line.
fn json(node: &Node) -> String {
    // Texts, lists and maps with text keys can always be written.
    serde_json::to_string(&AsJson(node)).unwrap_or_default()
}

fn node(value: Value) -> Node {
    Node::new(value, Span::default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::Value as Json;

    fn read(json: &str) -> Node {
        serde_json::from_str::<FromJson>(json).expect("JSON").0
    }

    fn cell(json: &str, shape: Shape) -> String {
        to_cell(&read(json), shape)
    }

    #[test]
    fn cells_read_well() {
        assert_eq!(cell("[\"caching\",\"cdn\"]", Shape::List), "caching; cdn");
        assert_eq!(cell("[\"one; two\",\"x\"]", Shape::List), "[\"one; two\",\"x\"]");
        assert_eq!(cell("[]", Shape::List), "[]");
        assert_eq!(cell("\"caching\"", Shape::List), "caching");
        assert_eq!(cell("\"[sic]\"", Shape::Text), "[sic]");
        assert_eq!(cell("\"[1]\"", Shape::Text), "\"[1]\"");
        assert_eq!(cell("\"\"", Shape::Text), "\"\"");
        assert_eq!(cell("{\"marketing\":\"x\",\"it\":\"y\"}", Shape::Group), "{\"marketing\":\"x\",\"it\":\"y\"}");
        assert_eq!(cell("90", Shape::Number), "90");
    }

    proptest! {
        /// What a cell says is read back, whatever the field.
        #[test]
        fn cells_restore(text in "\\PC*|[\\[\\]{}\"; \n1,a]*", texts in prop::collection::vec("[a-z;\\[\" ]*", 0..4)) {
            for value in [Json::from(text.clone()), Json::from(texts), Json::from(vec![Json::from(text.clone())])] {
                for shape in [Shape::Text, Shape::List, Shape::Group] {
                    let wanted = read(&value.to_string());
                    let back = from_cell(&to_cell(&wanted, shape), shape);
                    let back = back.unwrap_or_else(|| node(Value::Null));
                    prop_assert!(alike(&back, &wanted, shape), "{:?} {:?}", wanted, back);
                }
            }
        }
    }
}
