//! YAML into the tree.

mod mistake;
mod simple;

use super::{Node, Value};
use crate::diag::Diagnostics;
use crate::source::{SourcePath, Span, Spanned};
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_saphyr::Location;
use std::fmt;

/// Reads one YAML document that stands at `offset` in its file. Anchors and
/// aliases are refused: front matter does not need them and bombs are made of them.
pub fn parse(path: &SourcePath, text: &str, offset: usize, diagnostics: &mut Diagnostics) -> Option<Node> {
    if text.trim().is_empty() {
        return Some(Node::new(Value::Map(Vec::new()), Span::new(offset, offset + text.len())));
    }
    if let Some(node) = simple::simple(text, offset) {
        return Some(node);
    }
    match parsed(text, offset) {
        Ok(node) => Some(node),
        Err(error) => {
            diagnostics.push(mistake::told(path, text, offset, error.without_snippet()));
            None
        }
    }
}

/// Reads a document, whatever it holds.
fn parsed(text: &str, offset: usize) -> Result<Node, Box<serde_saphyr::Error>> {
    let raw = serde_saphyr::from_str_with_options::<serde_saphyr::Spanned<Raw>>(text, options());
    raw.map(|raw| Reader { text, offset }.node(raw)).map_err(Box::new)
}

fn options() -> serde_saphyr::Options {
    serde_saphyr::options! {
        budget: serde_saphyr::budget! { max_anchors: 0, max_aliases: 0, max_depth: 32, max_documents: 1, max_nodes: 50_000 },
        with_snippet: false,
    }
}

/// The untyped value; places are kept by the `Spanned` around it.
enum Raw {
    Null,
    Scalar(String),
    List(Vec<serde_saphyr::Spanned<Raw>>),
    Map(Vec<(serde_saphyr::Spanned<String>, serde_saphyr::Spanned<Raw>)>),
}

impl<'de> Deserialize<'de> for Raw {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Raw, D::Error> {
        deserializer.deserialize_any(RawVisitor)
    }
}

struct RawVisitor;

impl<'de> Visitor<'de> for RawVisitor {
    type Value = Raw;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Raw, E> {
        Ok(Raw::Scalar(value.to_string()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Raw, E> {
        Ok(Raw::Scalar(value.to_string()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Raw, E> {
        Ok(Raw::Scalar(value.to_string()))
    }

    fn visit_i128<E>(self, value: i128) -> Result<Raw, E> {
        Ok(Raw::Scalar(value.to_string()))
    }

    fn visit_u128<E>(self, value: u128) -> Result<Raw, E> {
        Ok(Raw::Scalar(value.to_string()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Raw, E> {
        Ok(Raw::Scalar(value.to_string()))
    }

    fn visit_str<E>(self, value: &str) -> Result<Raw, E> {
        Ok(Raw::Scalar(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Raw, E> {
        Ok(Raw::Scalar(value))
    }

    fn visit_unit<E>(self) -> Result<Raw, E> {
        Ok(Raw::Null)
    }

    fn visit_none<E>(self) -> Result<Raw, E> {
        Ok(Raw::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Raw, D::Error> {
        Raw::deserialize(deserializer)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Raw, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = seq.next_element()? {
            items.push(item);
        }
        Ok(Raw::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Raw, A::Error> {
        let mut fields = Vec::new();
        while let Some(field) = map.next_entry()? {
            fields.push(field);
        }
        Ok(Raw::Map(fields))
    }
}

/// Turns library places into ours, and plain scalars back into the author's words.
struct Reader<'a> {
    text: &'a str,
    offset: usize,
}

impl Reader<'_> {
    fn node(&self, raw: serde_saphyr::Spanned<Raw>) -> Node {
        let span = self.span(raw.referenced);
        let value = match raw.value {
            Raw::Null => Value::Null,
            Raw::Scalar(text) => return Node::new(Value::Scalar(self.as_written(text, span)), span),
            Raw::List(items) => Value::List(items.into_iter().map(|item| self.node(item)).collect()),
            Raw::Map(fields) => Value::Map(
                fields
                    .into_iter()
                    .map(|(key, value)| (Spanned::new(key.value, self.span(key.referenced)), self.node(value)))
                    .collect(),
            ),
        };
        Node::new(value, span)
    }

    /// `1.10` must stay `1.10`, `007` must stay `007`: a scalar that the reader
    /// took for a number or a truth value is taken from the source again.
    fn as_written(&self, text: String, span: Span) -> String {
        let local = Span { start: span.start - self.offset as u32, end: span.end - self.offset as u32 };
        let written = local.text(self.text).trim();
        match written.chars().next() {
            Some('"' | '\'' | '|' | '>') | None => text,
            _ if written.contains('\n') || written.contains('#') => text,
            _ => written.to_owned(),
        }
    }

    fn span(&self, location: Location) -> Span {
        span_of(location, self.text).shifted(self.offset)
    }
}

fn span_of(location: Location, text: &str) -> Span {
    let span = location.span();
    let (start, length) = match span.byte_offset() {
        Some(start) => (start as usize, span.byte_len().unwrap_or(0) as usize),
        // Whoever only scanned counts characters.
        None => {
            let at = text.char_indices().nth(span.offset() as usize);
            at.map_or((text.len(), 0), |(at, c)| (at, c.len_utf8()))
        }
    };
    let start = floor(text, start);
    let end = floor(text, start.saturating_add(length));
    let trimmed = text[start..end].trim_end().len();
    Span::new(start, start + trimmed)
}

fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
