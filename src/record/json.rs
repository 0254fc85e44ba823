//! Values as JSON and back, fields in the order written.

use crate::data::{Map, Node, Value};
use crate::source::{Span, Spanned};
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};
use std::fmt;

/// A value that is written as JSON. Scalars that JSON writes the same way are
/// numbers and truth values.
pub struct AsJson<'a>(pub &'a Node);

/// A value that was read from JSON.
pub struct FromJson(pub Node);

impl Serialize for AsJson<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.0.value {
            Value::Null => serializer.serialize_unit(),
            Value::Scalar(text) => match (text.as_str(), text.parse::<i64>()) {
                ("true" | "false", _) => serializer.serialize_bool(text == "true"),
                (_, Ok(number)) if number.to_string() == *text => serializer.serialize_i64(number),
                _ => serializer.serialize_str(text),
            },
            Value::List(items) => {
                let mut list = serializer.serialize_seq(Some(items.len()))?;
                items.iter().try_for_each(|item| list.serialize_element(&AsJson(item)))?;
                list.end()
            }
            Value::Map(fields) => {
                let mut map = serializer.serialize_map(Some(fields.len()))?;
                fields.iter().try_for_each(|(key, node)| map.serialize_entry(&key.value, &AsJson(node)))?;
                map.end()
            }
        }
    }
}

impl<'de> Deserialize<'de> for FromJson {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<FromJson, D::Error> {
        deserializer.deserialize_any(NodeVisitor)
    }
}

struct NodeVisitor;

fn scalar<E>(text: impl ToString) -> Result<FromJson, E> {
    Ok(FromJson(Node::new(Value::Scalar(text.to_string()), Span::default())))
}

impl<'de> Visitor<'de> for NodeVisitor {
    type Value = FromJson;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<FromJson, E> {
        Ok(FromJson(Node::null(Span::default())))
    }

    fn visit_bool<E>(self, value: bool) -> Result<FromJson, E> {
        scalar(value)
    }

    fn visit_i64<E>(self, value: i64) -> Result<FromJson, E> {
        scalar(value)
    }

    fn visit_u64<E>(self, value: u64) -> Result<FromJson, E> {
        scalar(value)
    }

    fn visit_f64<E>(self, value: f64) -> Result<FromJson, E> {
        scalar(value)
    }

    fn visit_str<E>(self, value: &str) -> Result<FromJson, E> {
        scalar(value)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<FromJson, A::Error> {
        let mut items = Vec::new();
        while let Some(FromJson(item)) = seq.next_element()? {
            items.push(item);
        }
        Ok(FromJson(Node::new(Value::List(items), Span::default())))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<FromJson, A::Error> {
        let mut fields = Map::new();
        while let Some((key, FromJson(node))) = map.next_entry::<String, FromJson>()? {
            fields.push((Spanned::new(key, Span::default()), node));
        }
        Ok(FromJson(Node::new(Value::Map(fields), Span::default())))
    }
}
