//! The words of the user interface: one file per language, replaceable by a book.

use super::plural;
use crate::data::{Node, Value, parse_toml};
use crate::diag::Diagnostics;
use crate::quiz::filled;
use crate::source::{Date, SourcePath, gathered};
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// The words of the interface by dotted name, such as `nav.glossary`.
#[derive(Debug, Clone, Default)]
pub(super) struct Strings {
    words: FxHashMap<String, String>,
    /// The language whose plural rules hold.
    language: String,
}

impl Strings {
    /// No words yet, of a language.
    pub(super) fn of(language: &str) -> Strings {
        Strings { words: FxHashMap::default(), language: language.to_owned() }
    }

    /// A day as readers of the language write it.
    pub(super) fn day(&self, date: Date) -> String {
        self.dated("date.day", date)
    }

    /// The month of a day.
    pub(super) fn month(&self, date: Date) -> String {
        self.dated("date.month", date)
    }

    fn dated(&self, form: &str, date: Date) -> String {
        let month = format!("date.m{}", date.month);
        let (day, year) = (date.day.to_string(), date.year.to_string());
        self.fill(form, &[("day", &day), ("month", self.get(&month)), ("year", &year)])
    }

    /// Adds the words of a file; words that are there already are replaced.
    pub(super) fn read(&mut self, path: &SourcePath, text: &str, diagnostics: &mut Diagnostics) {
        self.add("", &parse_toml(path, text, diagnostics));
    }

    fn add(&mut self, prefix: &str, node: &Node) {
        match &node.value {
            Value::Map(map) => {
                for (key, node) in map {
                    let name = if prefix.is_empty() { key.value.clone() } else { format!("{prefix}.{}", key.value) };
                    self.add(&name, node);
                }
            }
            Value::Scalar(text) => {
                self.words.insert(prefix.to_owned(), text.clone());
            }
            Value::List(_) | Value::Null => {}
        }
    }

    /// The words of a name; the name itself where a language lacks it, so that
    /// the gap shows.
    pub(super) fn get<'a>(&'a self, name: &'a str) -> &'a str {
        self.find(name).unwrap_or(name)
    }

    /// The words of a name, if the language has them.
    pub(super) fn find(&self, name: &str) -> Option<&str> {
        self.words.get(name).map(String::as_str)
    }

    /// All words by name.
    pub(super) fn all(&self) -> BTreeMap<&str, &str> {
        self.words.iter().map(|(name, words)| (name.as_str(), words.as_str())).collect()
    }

    /// The words of one group.
    #[cfg(test)]
    pub(super) fn below<'a>(&'a self, group: &'a str) -> Vec<(&'a str, &'a str)> {
        let words = self.all().into_iter();
        words.filter_map(|(name, words)| Some((name.strip_prefix(group)?.strip_prefix('.')?, words))).collect()
    }

    /// The words of a name with `{n}` filled in, in the form that fits the number.
    pub(super) fn count(&self, name: &str, n: usize) -> String {
        let form = plural::category(&self.language, n);
        let words = self.words.get(&format!("{name}.{form}")).or_else(|| self.words.get(&format!("{name}.other")));
        filled(words.map_or(name, String::as_str), &[("n", &n.to_string())])
    }

    /// The words of a name with some `{x}` filled in.
    pub(super) fn fill(&self, name: &str, values: &[(&str, &str)]) -> String {
        filled(self.get(name), values)
    }

    /// All words as a tree, for templates.
    pub(super) fn tree(&self) -> tera::Value {
        tree(&self.all().into_iter().collect::<Vec<_>>())
    }

    /// The words whose names fit, as flat JSON.
    pub(super) fn json(&self, fits: impl Fn(&str) -> bool) -> String {
        super::json::text(&gathered::<BTreeMap<_, _>, _>(self.words.iter().filter(|(name, _)| fits(name))))
    }
}

/// Sorted dotted names into a tree.
fn tree(words: &[(&str, &str)]) -> tera::Value {
    let mut groups: BTreeMap<&str, Vec<(&str, &str)>> = BTreeMap::new();
    let mut map: BTreeMap<String, tera::Value> = BTreeMap::new();
    for (name, words) in words {
        match name.split_once('.') {
            Some((group, rest)) => groups.entry(group).or_default().push((rest, words)),
            None => {
                map.insert((*name).to_owned(), tera::Value::from(*words));
            }
        }
    }
    map.extend(groups.into_iter().map(|(name, words)| (name.to_owned(), tree(&words))));
    tera::Value::from(map)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_counted_and_filled() {
        let mut strings = Strings::default();
        let text = "[a]\nb = \"{x} and {y}\"\nn = { one = \"{n} page\", other = \"{n} pages\" }\n";
        strings.read(&"en.toml".into(), text, &mut Diagnostics::new());
        assert_eq!(strings.fill("a.b", &[("x", "1"), ("y", "2")]), "1 and 2");
        assert_eq!((strings.count("a.n", 1), strings.count("a.n", 0)), ("1 page".to_owned(), "0 pages".to_owned()));
        assert_eq!(strings.get("a.missing"), "a.missing");
        assert_eq!(strings.json(|name| name != "a.n.one"), r#"{"a.b":"{x} and {y}","a.n.other":"{n} pages"}"#);
        strings.read(&"en.toml".into(), "[a]\nb = \"c\"\n", &mut Diagnostics::new());
        assert_eq!(strings.json(|name| name == "a.b"), r#"{"a.b":"c"}"#);
    }
}
