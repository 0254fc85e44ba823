//! HTML as other programs want it: well-formed, without scripts and forms, and
//! with pictures and links where they can reach them.

use crate::markdown::html::escaped;
use crate::markdown::is_harmless;
use scraper::{ElementRef, Html, Node};
use std::fmt::Write;

/// Where pictures and links lead in the export, and what becomes of elements.
pub(super) trait Places {
    /// The address of a picture, given how the page names it; nothing leaves its description.
    fn picture(&mut self, src: &str) -> Option<String>;
    /// The address of a link; nothing leaves only its words.
    fn link(&mut self, href: &str) -> Option<String>;
    /// What becomes of an element.
    fn fate(&self, element: ElementRef<'_>) -> Fate {
        prose_fate(element)
    }
    /// An id as it may stand where it does: in one document each stands once.
    fn id(&mut self, id: &str) -> Option<String> {
        Some(id.to_owned())
    }
    /// Whether an attribute is kept.
    fn keeps(&self, attribute: &str) -> bool {
        KEPT.contains(&attribute)
    }
}

/// What becomes of an element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    /// It stays.
    Keep,
    /// Its content stays.
    Words,
    /// It goes, with all that is in it.
    Gone,
    /// It becomes another element.
    As(&'static str),
    /// A few signs stand in its place.
    Signs(&'static str),
}

/// Elements that can't stand in other people's documents, with all that is in them.
const DROPPED: [&str; 18] = [
    "audio", "button", "canvas", "embed", "form", "iframe", "input", "math", "noscript", "object", "script", "select",
    "style", "svg", "template", "textarea", "time", "video",
];
/// Elements that our own pages have beside those that authors may write.
const OURS: [&str; 3] = ["article", "footer", "header"];
/// Elements that HTML gave up (HTML, 16.2), and one that says nothing without what we drop.
const OBSOLETE: [&str; 4] = ["center", "data", "strike", "tt"];
/// Elements that have no end.
const VOID: [&str; 7] = ["area", "br", "col", "hr", "img", "input", "wbr"];
/// Attributes that carry meaning everywhere.
const KEPT: [&str; 13] = [
    "alt", "class", "colspan", "dir", "headers", "height", "id", "lang", "rowspan", "scope", "start", "title", "width",
];

/// What becomes of an element of prose.
pub(super) fn prose_fate(element: ElementRef<'_>) -> Fate {
    let name = element.value().name();
    match name {
        "time" => Fate::Words,
        // The corner of a table heads nothing.
        "th" if element.text().all(|text| text.trim().is_empty()) => Fate::As("td"),
        name if DROPPED.contains(&name) => Fate::Gone,
        name if OBSOLETE.contains(&name) => Fate::Words,
        name if OURS.contains(&name) || is_harmless(name) => Fate::Keep,
        // It came from text such as `<your name>`.
        _ => Fate::Words,
    }
}

/// A fragment as XHTML.
pub(super) fn tidy(html: &str, places: &mut dyn Places) -> String {
    // Nothing in it needs a parser's opinion.
    if !html.contains(['<', '&']) {
        return html.to_owned();
    }
    let parsed = Html::parse_fragment(html);
    let mut out = String::with_capacity(html.len());
    for child in parsed.root_element().children() {
        write(child, places, &mut out);
    }
    out
}

/// The words of a fragment. Blocks and line breaks part them, pictures stand for
/// their description.
pub(super) fn words(html: &str) -> String {
    let parsed = Html::parse_fragment(html);
    let mut out = String::new();
    for node in parsed.root_element().descendants() {
        match node.value() {
            Node::Text(text) => out.push_str(text),
            Node::Element(element) => match element.name() {
                "img" => out.push_str(element.attr("alt").unwrap_or_default()),
                "p" | "li" | "br" | "tr" | "td" | "th" | "div" | "pre" | "blockquote" | "h1" | "h2" | "h3" | "h4" => {
                    out.push(' ');
                }
                _ => {}
            },
            _ => {}
        }
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn write(node: ego_tree::NodeRef<'_, Node>, places: &mut dyn Places, out: &mut String) {
    match node.value() {
        Node::Text(text) => out.push_str(&visible(text)),
        Node::Element(_) => {
            if let Some(element) = ElementRef::wrap(node) {
                write_element(element, places, out);
            }
        }
        _ => {}
    }
}

/// An element with all that is in it.
pub(super) fn write_element(element: ElementRef<'_>, places: &mut dyn Places, out: &mut String) {
    let name = match places.fate(element) {
        Fate::Gone => return,
        Fate::Signs(signs) => return out.push_str(signs),
        Fate::Keep => element.value().name(),
        Fate::As(name) => name,
        Fate::Words => "",
    };
    let address = match name {
        "img" => match element.attr("src").and_then(|src| places.picture(src)) {
            Some(src) => Some(("src", src)),
            None => return out.push_str(&escaped(element.attr("alt").unwrap_or_default())),
        },
        "a" => element.attr("href").and_then(|href| places.link(href)).map(|href| ("href", href)),
        _ => None,
    };
    let bare = name.is_empty() || name == "a" && address.is_none() && element.attr("id").is_none();
    if !bare {
        let _ = write!(out, "<{name}");
        if let Some((attribute, value)) = address {
            let _ = write!(out, " {attribute}=\"{}\"", escaped(&value));
        }
        attributes(element, places, out);
        out.push_str(if VOID.contains(&name) { "/>" } else { ">" });
    }
    for child in element.children() {
        match child.value() {
            // What stands in a script is not escaped.
            Node::Text(text) if name == "script" => out.push_str(text),
            _ => write(child, places, out),
        }
    }
    if !bare && !VOID.contains(&name) {
        let _ = write!(out, "</{name}>");
    }
}

fn attributes(element: ElementRef<'_>, places: &mut dyn Places, out: &mut String) {
    let mut kept: Vec<(&str, &str)> = element.value().attrs().filter(|(name, _)| places.keeps(name)).collect();
    kept.sort_unstable();
    for (name, value) in kept {
        let id = if name == "id" { places.id(value) } else { None };
        let Some(value) = (if name == "id" { id.as_deref() } else { Some(value) }) else { continue };
        let _ = write!(out, " {name}=\"{}\"", escaped(value).replace('\n', " "));
    }
    if element.value().name() == "img" && element.attr("alt").is_none() {
        out.push_str(" alt=\"\"");
    }
}

/// Text without the control characters that XML has no place for.
fn visible(text: &str) -> String {
    let allowed = |c: char| !c.is_control() || matches!(c, '\n' | '\t');
    escaped(&text.chars().filter(|c| allowed(*c)).collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Here;
    impl Places for Here {
        fn picture(&mut self, src: &str) -> Option<String> {
            (!src.contains("//")).then(|| format!("media/{src}"))
        }
        fn link(&mut self, href: &str) -> Option<String> {
            href.starts_with("https://").then(|| href.to_owned())
        }
    }

    #[test]
    fn what_comes_out_is_well_formed() {
        let cases = [
            ("a & b", "a &amp; b"),
            ("<p>one<br>two", "<p>one<br/>two</p>"),
            ("<b><i>x</b></i>", "<b><i>x</i></b>"),
            (
                "<a href=x.html>y</a> <a href='https://a.example/?b&c'>z</a>",
                "y <a href=\"https://a.example/?b&amp;c\">z</a>",
            ),
            ("<img src=a.png> <img src=//b alt='a \"b\"'>", "<img src=\"media/a.png\" alt=\"\"/> a &quot;b&quot;"),
            ("<script>alert(1)</script><p onclick=x style=y tabindex=0>k</p>", "<p>k</p>"),
            ("say <your name> now", "say  now"),
            ("&nbsp;&copy;\u{1}", "\u{a0}©"),
            ("<table><tr><th> <th>a</table>", "<table><tbody><tr><td> </td><th>a</th></tr></tbody></table>"),
        ];
        for (html, wanted) in cases {
            assert_eq!(tidy(html, &mut Here), wanted, "{html}");
        }
        assert_eq!(words("<p>a <b>b</b></p><ul><li>c<li><img alt=d>"), "a b c d");
    }
}
