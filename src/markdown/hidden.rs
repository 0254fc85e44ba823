//! Targets that [`parse`](super::parse) does not see as such: link definitions
//! and addresses in raw HTML. Only those who change an author's links need them.

use super::Dialect;
use super::front_matter::{FrontMatter, split};
use crate::source::{SourceFile, Span};
use pulldown_cmark::{Event, Parser};

/// A target that stands apart from the words it belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HiddenTarget {
    /// The target as written.
    pub target: String,
    /// Its place.
    pub span: Span,
}

/// Finds the targets of link definitions (`[name]: target`) and of `href` and
/// `src` in raw HTML.
pub fn hidden_targets(file: &SourceFile, dialect: Dialect) -> Vec<HiddenTarget> {
    let text = file.text.as_str();
    let body = match split(text) {
        FrontMatter::Found { body, .. } => body,
        FrontMatter::None | FrontMatter::Unclosed => 0,
    };
    let mut events = Parser::new_ext(&text[body..], dialect.options()).into_offset_iter();
    let mut found = Vec::new();
    for (event, range) in events.by_ref() {
        if let Event::Html(_) | Event::InlineHtml(_) = event {
            found.extend(in_html(text, range.start + body..range.end + body));
        }
    }
    for (_, definition) in events.reference_definitions().iter() {
        let range = definition.span.start + body..definition.span.end + body;
        let Some(written) = text.get(range.clone()) else { continue };
        let Some(at) = written.find("]:").and_then(|colon| Some(colon + written[colon..].find(&*definition.dest)?))
        else {
            continue;
        };
        if !definition.dest.is_empty() {
            let start = range.start + at;
            found.push(HiddenTarget {
                target: definition.dest.to_string(),
                span: Span::new(start, start + definition.dest.len()),
            });
        }
    }
    found.sort_by_key(|target| target.span);
    found
}

fn in_html(text: &str, range: std::ops::Range<usize>) -> impl Iterator<Item = HiddenTarget> {
    let html = &text[range.clone()];
    ["href=", "src="].into_iter().flat_map(move |name| {
        html.match_indices(name).filter_map(move |(at, name)| {
            let rest = &html[at + name.len()..];
            let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
            let target = rest[1..].split(quote).next()?;
            let start = range.start + at + name.len() + 1;
            Some(HiddenTarget { target: target.to_owned(), span: Span::new(start, start + target.len()) })
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn definitions_and_html_are_found() {
        let text = "---\na: 1\n---\n\n[x][one] <a href='b.html'>b</a>\n\n<img src=\"p.png\">\n\n`<a href=\"no.md\">`\n\n[one]: <a.md#one>\n  \"a.md\"\n";
        let file = SourceFile::new("a.md".into(), text.to_owned());
        let found = hidden_targets(&file, Dialect::OURS);
        let found: Vec<_> = found.iter().map(|target| (target.target.as_str(), target.span.text(text))).collect();
        assert_eq!(found, [("b.html", "b.html"), ("p.png", "p.png"), ("a.md#one", "a.md#one")]);
    }
}
