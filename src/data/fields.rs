//! Decoding a map against a table of fields, collecting every mistake.

use super::{Node, Value};
use crate::diag::{Diagnostic, Diagnostics, lint, near};
use crate::source::{Date, Place, SourcePath, Span, Spanned};

/// What a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// Prose or a name.
    Text,
    /// A whole number.
    Number,
    /// `true` or `false`.
    YesNo,
    /// A day.
    Date,
    /// One of a fixed set.
    OneOf(&'static [&'static str]),
    /// Several texts.
    List,
    /// Something with a structure of its own.
    Group,
}

/// One row of a table of fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field {
    /// The name authors write.
    pub name: &'static str,
    /// What it holds.
    pub shape: Shape,
    /// Whether it must be there.
    pub required: bool,
    /// What it is for, in one sentence.
    pub about: &'static str,
}

impl Field {
    /// A field that may be left out.
    pub const fn optional(name: &'static str, shape: Shape, about: &'static str) -> Field {
        Field { name, shape, required: false, about }
    }

    /// A field that must be there.
    pub const fn required(name: &'static str, shape: Shape, about: &'static str) -> Field {
        Field { name, shape, required: true, about }
    }
}

/// The largest number that authors can write. Minutes, people and weeks have
/// fewer digits, and sums over a book stay far from what a number can hold.
const LARGEST: u32 = 10_000;

/// A map being decoded. The constructor reports what is unknown or missing;
/// the getters report what has the wrong shape; each mistake is reported once.
pub struct Fields<'a, 'd> {
    path: &'a SourcePath,
    node: &'a Node,
    table: &'a [Field],
    /// Fields that are there under a misspelled name: they are not missing as well.
    meant: Vec<&'static str>,
    diagnostics: &'d mut Diagnostics,
}

impl<'a, 'd> Fields<'a, 'd> {
    /// Starts decoding. `what` names the thing in messages: "a term".
    pub fn new(
        path: &'a SourcePath,
        node: &'a Node,
        table: &'a [Field],
        what: &str,
        diagnostics: &'d mut Diagnostics,
    ) -> Fields<'a, 'd> {
        let mut fields = Fields { path, node, table, meant: Vec::new(), diagnostics };
        fields.complain_about_names(what);
        fields
    }

    fn complain_about_names(&mut self, what: &str) {
        let Value::Map(map) = &self.node.value else {
            self.wrong_shape(self.node, "fields, one a line: `name: value`");
            return;
        };
        let names = || self.table.iter().map(|field| field.name);
        for (key, _) in map.iter().filter(|(key, _)| !self.table.iter().any(|field| field.name == key.value)) {
            let mut diagnostic = Diagnostics::at(
                self.path,
                key.span,
                lint::FIELD_UNKNOWN,
                format!("{what} has no field called `{}`", key.value),
            )
            .label(format!("not a field of {what}"));
            let free = names().filter(|name| !map.iter().any(|(key, _)| key.value == *name));
            let near = near(&key.value, free);
            self.meant.extend(near.map(|near| near.name));
            diagnostic = diagnostic.suggest(near);
            self.diagnostics
                .push(diagnostic.note(format!("fields of {what}: {}", names().collect::<Vec<_>>().join(", "))));
        }
        for field in self.table.iter().filter(|field| field.required) {
            let given = map.iter().find(|(key, _)| key.value == field.name);
            if given.is_some_and(|(_, node)| node.value != Value::Null) || self.is_misspelled(field.name) {
                continue;
            }
            let span = given.map_or_else(|| first_line(map, self.node.span), |(key, _)| key.span);
            self.diagnostics.push(
                Diagnostics::at(self.path, span, lint::FIELD_MISSING, format!("{what} needs `{}`", field.name))
                    .label(if given.is_some() { "there is nothing after it" } else { "missing here" })
                    .help(format!("{}: {}", field.name, field.about)),
            );
        }
    }

    /// Whether a field is there under a misspelled name, which was complained about.
    pub fn is_misspelled(&self, name: &str) -> bool {
        self.meant.contains(&name)
    }

    /// Where problems go, for checks that the table can't express.
    pub fn diagnostics(&mut self) -> &mut Diagnostics {
        self.diagnostics
    }

    /// The file.
    pub fn path(&self) -> &'a SourcePath {
        self.path
    }

    /// The place of the whole map.
    pub fn span(&self) -> Span {
        self.node.span
    }

    /// The raw value of a field, if there is one.
    pub fn node(&self, name: &str) -> Option<&'a Node> {
        debug_assert!(self.table.iter().any(|field| field.name == name), "`{name}` is not in the table");
        self.node.get(name).filter(|node| node.value != Value::Null)
    }

    /// One text.
    pub fn text(&mut self, name: &str) -> Option<Spanned<String>> {
        let node = self.node(name)?;
        self.scalar(node, "one value")
    }

    /// One text without its place; empty when absent.
    pub fn plain(&mut self, name: &str) -> String {
        self.text(name).map(|text| text.value).unwrap_or_default()
    }

    /// Several texts. One text alone counts as a list of one.
    pub fn list(&mut self, name: &str) -> Vec<Spanned<String>> {
        let Some(node) = self.node(name) else { return Vec::new() };
        self.texts(node)
    }

    /// The texts of a list node.
    pub fn texts(&mut self, node: &Node) -> Vec<Spanned<String>> {
        match &node.value {
            Value::Scalar(text) => vec![Spanned::new(text.clone(), node.span)],
            Value::List(items) => {
                // Most lists are short and kept for long, so they get no room for more.
                let mut texts = Vec::with_capacity(items.len());
                texts.extend(items.iter().filter_map(|item| self.scalar(item, "one value")));
                texts
            }
            _ => {
                self.wrong_shape(node, "a list: `[one, two]`");
                Vec::new()
            }
        }
    }

    /// A whole number, up to ten thousand.
    pub fn number(&mut self, name: &str) -> Option<Spanned<u32>> {
        let node = self.node(name)?;
        self.number_node(node)
    }

    /// A whole number at some node.
    pub fn number_node(&mut self, node: &Node) -> Option<Spanned<u32>> {
        let text = self.scalar(node, "a whole number")?;
        match text.value.parse() {
            Ok(number) if number <= LARGEST => Some(Spanned::new(number, text.span)),
            _ => {
                let diagnostic = self.wrong_value(&text, "a whole number up to 10,000, such as 20");
                self.diagnostics.push(diagnostic);
                None
            }
        }
    }

    /// `true` or `false`.
    pub fn yes_no(&mut self, name: &str) -> Option<bool> {
        let node = self.node(name)?;
        let text = self.scalar(node, "true or false")?;
        match text.value.as_str() {
            "true" | "yes" => Some(true),
            "false" | "no" => Some(false),
            _ => {
                let lower = text.value.to_lowercase();
                let value = ["true", "yes", "false", "no"].contains(&lower.as_str());
                let diagnostic = self.wrong_value(&text, "true or false");
                self.diagnostics.push(match value {
                    true => diagnostic.replace("write it in small letters", lower).safe_if(true),
                    false => diagnostic,
                });
                None
            }
        }
    }

    /// A day.
    pub fn date(&mut self, name: &str) -> Option<Spanned<Date>> {
        let node = self.node(name)?;
        self.date_node(node)
    }

    /// A day at some node.
    pub fn date_node(&mut self, node: &Node) -> Option<Spanned<Date>> {
        let text = self.scalar(node, "a date")?;
        self.date_text(&text).map(|date| Spanned::new(date, text.span))
    }

    /// A day as written somewhere.
    pub fn date_text(&mut self, text: &Spanned<String>) -> Option<Date> {
        let date = Date::parse(&text.value);
        if date.is_none() {
            self.diagnostics.push(date_invalid(self.path, text));
        }
        date
    }

    /// One of a set of words; the answer is its position.
    pub fn one_of(&mut self, name: &str, words: &[&str]) -> Option<Spanned<usize>> {
        let node = self.node(name)?;
        self.one_of_node(node, words)
    }

    /// One of a set of words, at some node.
    pub fn one_of_node(&mut self, node: &Node, words: &[&str]) -> Option<Spanned<usize>> {
        let text = self.scalar(node, "one word")?;
        if let Some(at) = words.iter().position(|word| *word == text.value) {
            return Some(Spanned::new(at, text.span));
        }
        let mut diagnostic = Diagnostics::at(
            self.path,
            text.span,
            lint::FIELD_VALUE,
            format!("`{}` is not one of {}", text.value, listed(words)),
        )
        .label("not one of them");
        diagnostic = diagnostic.suggest(near(&text.value, words.iter().copied()));
        self.diagnostics.push(diagnostic);
        None
    }

    /// The fields of a group.
    pub fn group(&mut self, name: &str) -> &'a [(Spanned<String>, Node)] {
        let Some(node) = self.node(name) else { return &[] };
        match &node.value {
            Value::Map(map) => map,
            _ => {
                self.wrong_shape(node, "a group of fields: `{name: value}`");
                &[]
            }
        }
    }

    /// The items of a list whose items are not plain texts.
    pub fn items(&mut self, name: &str) -> &'a [Node] {
        let Some(node) = self.node(name) else { return &[] };
        match &node.value {
            Value::List(items) => items,
            _ => {
                self.wrong_shape(node, "a list");
                &[]
            }
        }
    }

    /// Decodes a node inside this map against another table.
    pub fn nested<'c>(&mut self, node: &'c Node, table: &'c [Field], what: &str) -> Fields<'c, '_>
    where
        'a: 'c,
    {
        Fields::new(self.path, node, table, what, self.diagnostics)
    }

    /// The text of a scalar node.
    pub fn scalar(&mut self, node: &Node, wanted: &str) -> Option<Spanned<String>> {
        match &node.value {
            Value::Scalar(text) => Some(Spanned::new(text.clone(), node.span)),
            _ => {
                self.wrong_shape(node, wanted);
                None
            }
        }
    }

    fn wrong_shape(&mut self, node: &Node, wanted: &str) {
        self.diagnostics.push(
            Diagnostics::at(
                self.path,
                node.span,
                lint::FIELD_TYPE,
                format!("this should be {wanted}, not {}", node.value.describe()),
            )
            .label(format!("{} here", node.value.describe())),
        );
    }

    fn wrong_value(&self, text: &Spanned<String>, wanted: &str) -> Diagnostic {
        Diagnostics::at(self.path, text.span, lint::FIELD_VALUE, format!("`{}` is not {wanted}", text.value))
            .label(format!("should be {wanted}"))
    }

    /// A place in this file.
    pub fn place(&self, span: Span) -> Place {
        Place::new(self.path, span)
    }
}

fn date_invalid(path: &SourcePath, text: &Spanned<String>) -> Diagnostic {
    match Date::understood(&text.value) {
        Some(date) => Diagnostics::at(
            path,
            text.span,
            lint::DATE_INVALID,
            format!("`{}` is not written as year, month and day", text.value),
        )
        .label("not in this form")
        .replace("write it like this", date.to_string())
        .safe_if(true),
        None => Diagnostics::at(
            path,
            text.span,
            lint::DATE_INVALID,
            format!("`{}` is not a day of the calendar", text.value),
        )
        .label("no such day")
        .help("write year, month and day, like 2026-11-21"),
    }
}

/// Where to point when something is missing: the first field, on one line.
fn first_line(map: &super::Map, whole: Span) -> Span {
    map.first().map_or(Span::at(whole.start as usize), |(key, _)| key.span)
}

/// `a`, `b` or `c`.
fn listed(words: &[&str]) -> String {
    let quoted: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    match quoted.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        _ => quoted.concat(),
    }
}
