//! The tree.

use crate::source::{Span, Spanned};

/// A value with its place in the file.
pub type Node = Spanned<Value>;

/// What a value is. Scalars stay text, as the author wrote them: whether
/// `1.10` is a number or a name is the field's business, not the syntax's.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Nothing: an empty value or `null`.
    Null,
    /// One value.
    Scalar(String),
    /// Several, in order.
    List(Vec<Node>),
    /// Named values, in the order written; names are unique.
    Map(Map),
}

/// Named values with the places of their names.
pub type Map = Vec<(Spanned<String>, Node)>;

impl Value {
    /// What to call it in a message.
    pub fn describe(&self) -> &'static str {
        match self {
            Value::Null => "nothing",
            Value::Scalar(_) => "one value",
            Value::List(_) => "a list",
            Value::Map(_) => "a group of fields",
        }
    }
}

impl Node {
    /// An empty value.
    pub fn null(span: Span) -> Node {
        Node::new(Value::Null, span)
    }

    /// The text of a scalar.
    pub fn scalar(&self) -> Option<&str> {
        match &self.value {
            Value::Scalar(text) => Some(text),
            _ => None,
        }
    }

    /// The value of a name, if this is a map.
    #[inline]
    pub fn get(&self, name: &str) -> Option<&Node> {
        match &self.value {
            Value::Map(map) => map.iter().find(|(key, _)| key.value == name).map(|(_, node)| node),
            _ => None,
        }
    }
}
