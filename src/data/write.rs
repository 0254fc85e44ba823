//! YAML from the tree, as an author would write it.

use super::{Node, Value};
use std::fmt::Write;

/// A YAML scalar that holds any text and is read back as the same text by every
/// reader: quoted where it could be taken for something else.
pub fn plain_or_quoted(text: &str) -> String {
    let plain = text.chars().all(|c| c.is_alphanumeric() || " -_/.’".contains(c))
        && text.starts_with(char::is_alphabetic)
        && !text.ends_with(' ');
    let word = matches!(
        text.to_lowercase().as_str(),
        "true" | "false" | "null" | "yes" | "no" | "on" | "off" | "nan" | "y" | "n"
    );
    if plain && !word { text.to_owned() } else { quoted(text) }
}

/// The text in double quotes, on one line.
fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        match c {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            c if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}') => {
                let _ = write!(quoted, "\\u{:04x}", u32::from(c));
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

/// A value on one line: `[a, b]`, `{marketing: …, it: …}`.
pub fn flow(node: &Node) -> String {
    match &node.value {
        Value::Null => "null".to_owned(),
        Value::Scalar(text) => scalar(text),
        Value::List(items) => format!("[{}]", items.iter().map(flow).collect::<Vec<_>>().join(", ")),
        Value::Map(map) => {
            let fields = map.iter().map(|(key, node)| format!("{}: {}", plain_or_quoted(&key.value), flow(node)));
            format!("{{{}}}", fields.collect::<Vec<_>>().join(", "))
        }
    }
}

/// A scalar that stays without quotes where it is a number or a day.
fn scalar(text: &str) -> String {
    let number = !text.is_empty()
        && text.len() < 16
        && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-' || byte == b'.')
        && text.starts_with(|c: char| c.is_ascii_digit());
    let truth = text == "true" || text == "false";
    if number || truth { text.to_owned() } else { plain_or_quoted(text) }
}

/// A field of front matter: on one line where that is short, otherwise with one
/// item a line.
pub fn field(name: &str, node: &Node) -> String {
    const WIDTH: usize = 100;
    let line = format!("{name}: {}\n", flow(node));
    let items: Vec<String> = match &node.value {
        Value::List(items) if !items.is_empty() && line.chars().count() > WIDTH => {
            items.iter().map(|item| format!("  - {}\n", flow(item))).collect()
        }
        Value::Map(map) if !map.is_empty() && line.chars().count() > WIDTH => {
            map.iter().map(|(key, node)| format!("  {}: {}\n", plain_or_quoted(&key.value), flow(node))).collect()
        }
        _ => return line,
    };
    format!("{name}:\n{}", items.concat())
}

/// A value in TOML, on one line. Days, whole numbers and truth values stay bare.
pub fn toml_value(node: &Node) -> String {
    match &node.value {
        Value::Null => "\"\"".to_owned(),
        Value::Scalar(text) => {
            let bare = crate::source::Date::parse(text).is_some()
                || text.parse::<i64>().is_ok_and(|number| number.to_string() == *text)
                || text == "true"
                || text == "false";
            if bare { text.clone() } else { toml::Value::String(text.clone()).to_string() }
        }
        Value::List(items) => format!("[{}]", items.iter().map(toml_value).collect::<Vec<_>>().join(", ")),
        Value::Map(map) => {
            let key = |key: &str| toml::Value::String(key.to_owned()).to_string();
            let fields = map.iter().map(|(name, node)| format!("{} = {}", key(&name.value), toml_value(node)));
            format!("{{ {} }}", fields.collect::<Vec<_>>().join(", "))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::parse_yaml;
    use crate::diag::Diagnostics;
    use proptest::prelude::*;

    fn read(yaml: &str) -> Option<Node> {
        parse_yaml(&"a.md".into(), yaml, 0, &mut Diagnostics::new())
    }

    fn shape(node: &Node) -> String {
        match &node.value {
            Value::Null => "null".into(),
            Value::Scalar(text) => format!("{text:?}"),
            Value::List(items) => format!("[{}]", items.iter().map(shape).collect::<Vec<_>>().join(",")),
            Value::Map(map) => {
                map.iter().map(|(key, node)| format!("{:?}={};", key.value, shape(node))).collect::<String>()
            }
        }
    }

    fn value() -> impl Strategy<Value = Node> {
        use crate::source::{Span, Spanned};
        let node = |value| Node::new(value, Span::default());
        let text =
            prop_oneof!["[ -~\\n\\té’…]{0,30}", "\\PC{0,12}", "(true|no|null|~|1.10|007|-|- a|a: b|#x|2026-01-02)"];
        let leaf = text.prop_map(move |text| node(Value::Scalar(text)));
        leaf.prop_recursive(3, 24, 4, move |inner| {
            let key = "[a-z_]{1,8}";
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(move |items| node(Value::List(items))),
                prop::collection::btree_map(key, inner, 1..4).prop_map(move |map| node(Value::Map(
                    map.into_iter().map(|(key, node)| (Spanned::new(key, Span::default()), node)).collect()
                ))),
            ]
        })
    }

    proptest! {
        /// What is written is read back as it was.
        #[test]
        fn writing_and_reading_restores(value in value()) {
            let yaml = field("field", &value);
            let read = read(&yaml);
            let back = read.as_ref().and_then(|root| root.get("field")).map(shape);
            prop_assert_eq!(back, Some(shape(&value)), "{}", yaml);
        }
    }
}
