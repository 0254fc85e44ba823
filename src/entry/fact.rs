//! Dated claims with their sources, several a file, in TOML.

use crate::config::address;
use crate::data::{Field, Fields, Shape, Value, parse_toml};
use crate::diag::Diagnostics;
use crate::source::{Date, SourceFile, SourcePath, Spanned};

pub(super) const FIELDS: &[Field] = &[
    Field::required("id", Shape::Text, "what terms and questions call it"),
    Field::required("claim", Shape::Text, "what is true"),
    Field::optional("myth", Shape::Text, "what people say instead"),
    Field::required("source", Shape::Text, "where it was read"),
    Field::optional("url", Shape::Text, "where to read it"),
    Field::optional("scope", Shape::List, "where it holds: global, EU, UK, US, US-CA …"),
    Field::optional("volatility", Shape::OneOf(&VOLATILITY), "stable, slow, moving or legal"),
    Field::optional("evidence", Shape::OneOf(&EVIDENCE), "primary, secondary, unverified or conflicting"),
    Field::required("checked", Shape::Date, "when it was last checked"),
    Field::required("review_by", Shape::Date, "when it must be checked again"),
    Field::optional("watch", Shape::Text, "what event should trigger an early review"),
];

const FILE: &[Field] = &[Field::optional("fact", Shape::Group, "the records: [[fact]]")];
const VOLATILITY: [&str; 4] = ["stable", "slow", "moving", "legal"];
const EVIDENCE: [&str; 4] = ["primary", "secondary", "unverified", "conflicting"];

/// A dated claim with its source.
#[derive(Debug, Clone)]
pub struct Fact {
    /// The file it stands in.
    pub path: SourcePath,
    /// What terms and questions call it.
    pub id: Spanned<String>,
    /// What is true.
    pub claim: String,
    /// What people say instead; may be empty.
    pub myth: String,
    /// Where it was read.
    pub source: String,
    /// Where to read it; may be empty.
    pub url: String,
    /// Where it holds.
    pub scope: Vec<String>,
    /// How fast it changes.
    pub volatility: &'static str,
    /// How well it is known: `primary`, `secondary`, `unverified`, `conflicting`.
    pub evidence: &'static str,
    /// When it was last checked.
    pub checked: Option<Date>,
    /// When it must be checked again.
    pub review_by: Option<Spanned<Date>>,
}

impl Fact {
    /// The fields of a record.
    pub const FIELDS: &'static [Field] = FIELDS;
}

/// Reads the records of a file.
pub fn lower(file: &SourceFile, diagnostics: &mut Diagnostics) -> Vec<Fact> {
    let root = parse_toml(&file.path, &file.text, diagnostics);
    let records = Fields::new(&file.path, &root, FILE, "a file of facts", diagnostics).items("fact");
    records
        .iter()
        .filter(|node| matches!(node.value, Value::Map(_)))
        .map(|node| record(file, node, diagnostics))
        .collect()
}

fn record(file: &SourceFile, node: &crate::data::Node, diagnostics: &mut Diagnostics) -> Fact {
    let mut fields = Fields::new(&file.path, node, FIELDS, "a fact", diagnostics);
    Fact {
        path: file.path.clone(),
        id: fields.text("id").unwrap_or_default(),
        claim: fields.plain("claim"),
        myth: fields.plain("myth"),
        source: fields.plain("source"),
        url: address(&mut fields, "url").map(|url| url.value).unwrap_or_default(),
        scope: fields.list("scope").into_iter().map(|text| text.value).collect(),
        volatility: fields.one_of("volatility", &VOLATILITY).map_or("", |word| VOLATILITY[word.value]),
        evidence: fields.one_of("evidence", &EVIDENCE).map_or("unverified", |word| EVIDENCE[word.value]),
        checked: fields.date("checked").map(|date| date.value),
        review_by: fields.date("review_by"),
    }
}
