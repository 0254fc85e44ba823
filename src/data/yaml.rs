//! YAML into the tree.

use super::{Node, Value};
use crate::diag::{Diagnostic, Diagnostics, lint};
use crate::source::{SourcePath, Span, Spanned};
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_saphyr::{Error, Location};
use std::fmt;

/// Reads one YAML document that stands at `offset` in its file. Anchors and
/// aliases are refused: front matter does not need them and bombs are made of them.
pub fn parse(path: &SourcePath, text: &str, offset: usize, diagnostics: &mut Diagnostics) -> Option<Node> {
    if text.trim().is_empty() {
        return Some(Node::new(Value::Map(Vec::new()), Span::new(offset, offset + text.len())));
    }
    match serde_saphyr::from_str_with_options::<serde_saphyr::Spanned<Raw>>(text, options()) {
        Ok(raw) => Some(Reader { text, offset }.node(raw)),
        Err(error) => {
            diagnostics.push(message(path, text, offset, error.without_snippet()));
            None
        }
    }
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
    let (Some(start), length) = (span.byte_offset(), span.byte_len().unwrap_or(0)) else {
        return Span::at(0);
    };
    let start = floor(text, start as usize);
    let end = floor(text, start.saturating_add(length as usize));
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

fn message(path: &SourcePath, text: &str, offset: usize, error: &Error) -> Diagnostic {
    let span = error.location().map_or(Span::at(0), |location| span_of(location, text));
    if let Some(diagnostic) = two_colons(path, text, offset, span) {
        return diagnostic;
    }
    let at = |span: Span, text: String| Diagnostics::at(path, span.shifted(offset), lint::FRONT_MATTER_SYNTAX, text);
    match error {
        Error::DuplicateMappingKey { key, .. } => {
            let name = key.clone().unwrap_or_else(|| span.text(text).to_owned());
            at(span, format!("the field `{name}` is written twice"))
                .label("this is the second time")
                .help("keep one of the two")
        }
        Error::Budget { .. } | Error::UnknownAnchor { .. } => {
            at(span, "anchors, aliases and very deep nesting are not allowed here".to_owned())
                .label("too much for front matter")
                .help("write the value out where it is needed")
        }
        _ => {
            let plain = error.to_string();
            let plain = plain.lines().next().unwrap_or("").trim_end_matches('.');
            if plain.contains("quoted scalar")
                && let Some(quote) = open_quote(text)
            {
                return at(quote, "this quote is never closed".to_owned())
                    .label("opened here")
                    .help("add a quote of the same sort at the end of the value");
            }
            if let Some(bracket) = open_bracket(text) {
                return at(bracket, "this bracket is never closed".to_owned())
                    .label("opened here")
                    .help("add its partner at the end of the list");
            }
            // The place is shown by the message itself, in lines of the file.
            let plain = plain.split(" at line ").next().unwrap_or(plain);
            at(span, format!("this can't be read as YAML: {plain}"))
                .label("the reader stopped here")
                .help("check quotes, brackets and indentation of this line and the one above")
        }
    }
}

/// The first value that opens a quote and does not close it on its line.
fn open_quote(text: &str) -> Option<Span> {
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let value = line.split_once(": ").map_or(line, |(_, value)| value).trim_end();
        let at = start + line.trim_end().len() - value.len();
        if let Some(quote) = value.chars().next().filter(|c| matches!(c, '"' | '\''))
            && !value[1..].ends_with(quote)
        {
            return Some(Span::new(at, at + 1));
        }
        start += line.len();
    }
    None
}

/// The first bracket that begins a value and is not closed before the next field.
fn open_bracket(text: &str) -> Option<Span> {
    let field = |line: &str| line.starts_with(|first: char| first.is_ascii_lowercase()) && line.contains(':');
    let mut open: Vec<usize> = Vec::new();
    let mut quote = None;
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        if let (Some(first), true) = (open.first(), field(line)) {
            return Some(Span::new(*first, *first + 1));
        }
        let value = line.split_once(": ").map_or(line, |(_, value)| value);
        let flows = value.starts_with(['[', '{']) || value.starts_with("- {") || !open.is_empty();
        let mut last = ' ';
        for (at, c) in line.char_indices().filter(|(at, _)| flows && *at >= line.len() - value.len()) {
            match (quote, c) {
                (None, '"' | '\'') if !last.is_alphanumeric() => quote = Some(c),
                (Some(open), c) if open == c && last != '\\' => quote = None,
                (None, '[' | '{') => open.push(start + at),
                (None, ']' | '}') => drop(open.pop()),
                _ => {}
            }
            last = c;
        }
        start += line.len();
    }
    open.first().map(|first| Span::new(*first, *first + 1))
}

/// The commonest mistake has a message of its own: `title: API: what it is for`.
fn two_colons(path: &SourcePath, text: &str, offset: usize, span: Span) -> Option<Diagnostic> {
    let bytes = text.as_bytes();
    let near = (span.start as usize).min(text.len());
    // The reader may stop on the line itself or on the one after it.
    let line_start = |at: usize| memchr::memrchr(b'\n', &bytes[..at]).map_or(0, |at| at + 1);
    let this = line_start(near);
    let candidates = [this, line_start(this.saturating_sub(1))];
    candidates.into_iter().find_map(|start| {
        let line = text[start..].lines().next()?;
        let (key, value) = line.split_once(": ")?;
        let value = value.trim_end();
        let plain_key =
            !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == ' ' || c == '-');
        let plain_value = !value.starts_with(['"', '\'', '[', '{', '|', '>']);
        let colon = value.find(": ").or_else(|| value.ends_with(':').then(|| value.len() - 1))?;
        if !plain_key || !plain_value {
            return None;
        }
        let value_start = start + line.len() - line.split_once(": ")?.1.len();
        let value_span = Span::new(value_start, value_start + value.len()).shifted(offset);
        let colon_span = Span::new(value_start + colon, value_start + colon + 1).shifted(offset);
        let quoted = format!("\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\""));
        let place = crate::source::Place::new(path, value_span);
        Some(
            Diagnostics::at(
                path,
                colon_span,
                lint::FRONT_MATTER_SYNTAX,
                format!("this line has two colons, so `{}` can't be read", key.trim_start_matches("- ").trim()),
            )
            .label("everything after this colon looks like a new field")
            .fix("put the value in quotes", place, quoted),
        )
    })
}
