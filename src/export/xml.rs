//! XML as a tree, written with everything escaped.

use crate::markdown::html::escaped;
use std::borrow::Cow;
use std::fmt::Write;

/// An element.
#[derive(Debug, Clone)]
pub(super) struct Element {
    name: Cow<'static, str>,
    attributes: Vec<(Cow<'static, str>, String)>,
    children: Vec<Child>,
}

#[derive(Debug, Clone)]
enum Child {
    Element(Element),
    Text(String),
    /// Well-formed XML that is written as it is.
    Raw(String),
}

/// An element without attributes and content.
pub(super) fn el(name: &'static str) -> Element {
    Element { name: name.into(), attributes: Vec::new(), children: Vec::new() }
}

/// An element that holds words.
pub(super) fn text(name: &'static str, words: &str) -> Element {
    el(name).words(words)
}

impl Element {
    /// Adds an attribute.
    pub(super) fn at(mut self, name: &'static str, value: impl std::fmt::Display) -> Element {
        self.attributes.push((name.into(), value.to_string()));
        self
    }

    /// Adds words.
    pub(super) fn words(mut self, words: &str) -> Element {
        self.children.push(Child::Text(words.to_owned()));
        self
    }

    /// Adds what is XML already.
    pub(super) fn raw(mut self, xml: impl Into<String>) -> Element {
        self.children.push(Child::Raw(xml.into()));
        self
    }

    /// Adds an element.
    pub(super) fn with(mut self, child: Element) -> Element {
        self.children.push(Child::Element(child));
        self
    }

    /// Adds elements.
    pub(super) fn with_all(mut self, children: impl IntoIterator<Item = Element>) -> Element {
        self.children.extend(children.into_iter().map(Child::Element));
        self
    }

    /// The same tree with other names for elements and attributes.
    pub(super) fn renamed(self, element: &dyn Fn(&str) -> String, attribute: &dyn Fn(&str) -> String) -> Element {
        let attributes = self.attributes.into_iter().map(|(name, value)| (attribute(&name).into(), value)).collect();
        let child = |child| match child {
            Child::Element(inner) => Child::Element(inner.renamed(element, attribute)),
            other => other,
        };
        Element {
            name: element(&self.name).into(),
            attributes,
            children: self.children.into_iter().map(child).collect(),
        }
    }

    /// The document whose root this is.
    pub(super) fn document(&self) -> Vec<u8> {
        let mut out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_owned();
        self.write(0, &mut out);
        out.into_bytes()
    }

    /// The element alone, on one line.
    #[cfg(test)]
    fn inline(&self) -> String {
        let mut out = String::new();
        self.write_flat(&mut out);
        out
    }

    fn write(&self, depth: usize, out: &mut String) {
        let _ = write!(out, "{:1$}", "", depth * 2);
        // White space counts beside words.
        let only_elements = self.children.iter().all(|child| matches!(child, Child::Element(_)));
        if self.children.is_empty() || !only_elements {
            self.write_flat(out);
            out.push('\n');
            return;
        }
        self.open(out);
        out.push_str(">\n");
        for child in &self.children {
            if let Child::Element(element) = child {
                element.write(depth + 1, out);
            }
        }
        let _ = writeln!(out, "{:2$}</{}>", "", self.name, depth * 2);
    }

    fn write_flat(&self, out: &mut String) {
        self.open(out);
        if self.children.is_empty() {
            return out.push_str("/>");
        }
        out.push('>');
        for child in &self.children {
            match child {
                Child::Element(element) => element.write_flat(out),
                Child::Text(words) => out.push_str(&allowed(words)),
                Child::Raw(xml) => out.push_str(xml),
            }
        }
        let _ = write!(out, "</{}>", self.name);
    }

    fn open(&self, out: &mut String) {
        let _ = write!(out, "<{}", self.name);
        for (name, value) in &self.attributes {
            let _ = write!(out, " {name}=\"{}\"", allowed(value).replace('\n', "&#10;"));
        }
    }
}

/// Escaped text without the control characters that XML has no place for.
pub(super) fn allowed(text: &str) -> String {
    let allowed = |c: &char| !c.is_control() || matches!(c, '\n' | '\t');
    if text.chars().all(|c| allowed(&c)) {
        return escaped(text);
    }
    escaped(&text.chars().filter(allowed).collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_is_escaped() {
        let tree = el("a").at("b", "\"<\n").with(text("c", "x & y\u{1}")).with(el("d"));
        assert_eq!(tree.inline(), "<a b=\"&quot;&lt;&#10;\"><c>x &amp; y</c><d/></a>");
        let document = String::from_utf8(tree.document()).expect("text");
        assert!(document.ends_with("\n<a b=\"&quot;&lt;&#10;\">\n  <c>x &amp; y</c>\n  <d/>\n</a>\n"), "{document}");
    }
}
