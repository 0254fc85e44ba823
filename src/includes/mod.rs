//! mdBook's `{{#include …}}` and its kin: finding them, what they take of a
//! file, and finding one's way back from the text that resulted, also by way of
//! preprocessors, to the text that was written.
//!
//! Reading the files touches the disk, so it is done at the edge, in `host`. What
//! is read there is what is found here: the grammar is mdBook's to the letter,
//! since whatever it would read and we would not see could lie outside the book.

mod back;
mod lines;

pub use back::{back, carried_over, moved_back};
pub use lines::Part;

use crate::source::Span;

/// One `{{#…}}` that mdBook carries out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Directive {
    /// The whole of it.
    pub span: Span,
    /// The file it names, if it names one; without line ranges and anchors.
    pub file: Option<Span>,
    /// What it brings.
    pub brings: Brings,
}

/// What stands in the place of a directive afterwards.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Brings {
    /// Itself, without the backslash before it.
    Itself,
    /// Nothing: it says something about the page.
    Nothing,
    /// A part of a file; the rest as hidden lines, if so asked.
    Part {
        /// Which.
        part: Part,
        /// Whether what is left out is kept as lines that Rust's documentation hides.
        hidden: bool,
    },
    /// A file as a block of Rust, with these attributes.
    Code(String),
}

impl Brings {
    /// What a file's text becomes.
    pub fn of(&self, text: &str) -> String {
        match self {
            Brings::Itself | Brings::Nothing => String::new(),
            Brings::Part { part, hidden: false } => part.taken(text),
            Brings::Part { part, hidden: true } => part.shown(text),
            Brings::Code(attributes) => {
                let comma = if attributes.is_empty() { "" } else { "," };
                let end = if text.ends_with('\n') { "" } else { "\n" };
                format!("```rust{comma}{attributes}\n{text}{end}```\n")
            }
        }
    }
}

/// Finds the directives of a text.
///
/// In mdBook's words: `\\\{\{\#.*\}\}|\{\{\s*\#([a-zA-Z0-9_]+)\s+([^}]+)\}\}`.
pub fn find(text: &str) -> Vec<Directive> {
    let mut found = Vec::new();
    let mut from = 0;
    let mut ends = Ends::default();
    while let Some(start) = text[from..].find("{{").map(|at| at + from) {
        let close = ends.brace(text, start);
        if close == text.len() {
            break;
        }
        let escape = start > from && text.as_bytes()[start - 1] == b'\\' && text[start..].starts_with("{{#");
        let last = ends.braces_of_line(text, start).filter(|last| escape && *last >= start + "{{#".len());
        let directive = match last {
            Some(last) => {
                let span = Span::new(start - 1, last + "}}".len());
                Some((last + "}}".len(), Some(Directive { span, file: None, brings: Brings::Itself })))
            }
            None => open(text, start, close),
        };
        from = start + 1;
        if let Some((end, directive)) = directive {
            found.extend(directive);
            from = end;
        }
    }
    found
}

/// Where what closes stands, looked for once each.
#[derive(Default)]
struct Ends {
    brace: Option<usize>,
    /// The end of a line, and the last two braces before it.
    line: Option<(usize, Option<usize>)>,
}

impl Ends {
    /// The next brace that closes, or the end of the text.
    fn brace(&mut self, text: &str, from: usize) -> usize {
        let find = || text[from..].find('}').map_or(text.len(), |at| from + at);
        let brace = self.brace.filter(|known| *known >= from).unwrap_or_else(find);
        *self.brace.insert(brace)
    }

    /// The last two braces that close in the line.
    fn braces_of_line(&mut self, text: &str, from: usize) -> Option<usize> {
        let find = || {
            let end = text[from..].find('\n').map_or(text.len(), |at| from + at);
            (end, text[from..end].rfind("}}").map(|at| from + at))
        };
        let line = self.line.filter(|(end, _)| *end >= from).unwrap_or_else(find);
        self.line.insert(line).1
    }
}

/// A directive that begins at two braces and could end at the one that closes
/// next; what mdBook passes over in one piece is nothing in one piece.
fn open(text: &str, start: usize, close: usize) -> Option<(usize, Option<Directive>)> {
    text.get(close..)?.starts_with("}}").then_some(())?;
    let inside = text[start + 2..close].trim_start().strip_prefix('#')?;
    let name = inside.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).next().unwrap_or_default();
    let rest = &inside[name.len()..];
    let space = rest.chars().next().filter(|c| c.is_whitespace())?;
    (!name.is_empty() && rest.len() > space.len_utf8()).then_some(())?;
    let end = close + 2;
    let directive = |file, brings| Some(Directive { span: Span::new(start, end), file, brings });
    let argument = rest.split_whitespace().next();
    // Where an argument stands, up to the mark that ends the name of its file.
    let place = |argument: &str, ends: Option<char>| {
        let at = close - rest.len() + (rest.len() - rest.trim_start().len());
        let length = ends.and_then(|end| argument.find(end)).unwrap_or(argument.len());
        Some(Span::new(at, at + length))
    };
    let found = match (name, argument) {
        ("title", _) => directive(None, Brings::Nothing),
        ("include" | "rustdoc_include", Some(file)) => {
            let part = Part::parse(file.split_once(':').map_or("", |(_, part)| part));
            directive(place(file, Some(':')), Brings::Part { part, hidden: name == "rustdoc_include" })
        }
        ("playground" | "playpen", Some(file)) => {
            let attributes: Vec<&str> = rest.split_whitespace().skip(1).collect();
            directive(place(file, None), Brings::Code(attributes.join(",")))
        }
        _ => None,
    };
    Some((end, found))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(text: &str) -> Vec<Option<&str>> {
        find(text).iter().map(|directive| directive.file.map(|span| span.text(text))).collect()
    }

    #[test]
    fn directives_and_their_files_are_found() {
        let text = "a {{#include ../b.rs:3:5}} {{#title T}} {{#playground x.rs:1 editable}} \\{{#include no}} x}}";
        assert_eq!(files(text), [Some("../b.rs"), None, Some("x.rs:1"), None]);
        assert!(find("{{#include").is_empty());
    }

    /// Whatever mdBook would read is seen.
    #[test]
    fn no_spelling_hides_a_file() {
        for text in [
            "{{#include\n../s}}",
            "{{ #include ../s}}",
            "{{\n\n#include\u{a0}../s\n}}",
            "\\{{#include\n../s}}",
            "\\{{ #include ../s}}",
            "{{{#include ../s}}}",
            "{{#-{{#include ../s}}",
            "{{#include a} {{#include ../s}}",
            "{{#include {{ #include ../s}} \n{{#include ../s}}",
            "{{#unknown}} {{#playpen ../s}}",
            "{{#rustdoc_include ../s:a:b:c}}",
        ] {
            assert_eq!(files(text).last(), Some(&Some("../s")), "{text:?}");
        }
        assert_eq!(files("{{#other {{#include ../s}} {{#include}} {{# include x}} {{#include }}"), []);
    }

    #[test]
    fn long_texts_take_no_long_time() {
        for mark in ["{{", "{{#a ", "{{#a }", "\\{{#", "{{#include x}", "}}{{ "] {
            for end in ["", "}", "}}", "\n}}"] {
                assert!(find(&(mark.repeat(100_000) + end)).len() <= 1, "{mark}{end}");
            }
        }
    }
}
