//! HTML as other programs want it: well-formed, without scripts and forms, and
//! with pictures and links where they can reach them.

use crate::markdown::html::escaped;
use scraper::{ElementRef, Html, Node};
use std::fmt::Write;

/// Where pictures and links lead in the export.
pub(super) trait Places {
    /// The address of a picture, given how the page names it; nothing drops it.
    fn picture(&mut self, src: &str) -> Option<String>;
    /// The address of a link; nothing leaves only its words.
    fn link(&mut self, href: &str) -> Option<String>;
}

/// Elements that can't stand in other people's documents, with all that is in them.
const DROPPED: [&str; 12] = [
    "script", "style", "iframe", "object", "embed", "form", "input", "button", "select", "textarea", "template",
    "noscript",
];
/// Elements that have no end.
const VOID: [&str; 6] = ["area", "br", "col", "hr", "img", "wbr"];
/// Attributes that carry meaning everywhere.
const KEPT: [&str; 13] = [
    "alt", "class", "colspan", "dir", "headers", "height", "id", "lang", "rowspan", "scope", "start", "title", "width",
];

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

fn write_element(element: ElementRef<'_>, places: &mut dyn Places, out: &mut String) {
    let name = element.value().name();
    // Elements with odd names come from text such as `<your name>`.
    let known = name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
    if DROPPED.contains(&name) {
        return;
    }
    let address = match name {
        "img" => match element.attr("src").and_then(|src| places.picture(src)) {
            Some(src) => Some(("src", src)),
            None => return out.push_str(&escaped(element.attr("alt").unwrap_or_default())),
        },
        "a" => element.attr("href").and_then(|href| places.link(href)).map(|href| ("href", href)),
        _ => None,
    };
    let bare = !known || name == "a" && address.is_none() && element.attr("id").is_none();
    if !bare {
        let _ = write!(out, "<{name}");
        if let Some((attribute, value)) = address {
            let _ = write!(out, " {attribute}=\"{}\"", escaped(&value));
        }
        attributes(element, out);
        out.push_str(if VOID.contains(&name) { "/>" } else { ">" });
    }
    for child in element.children() {
        write(child, places, out);
    }
    if !bare && !VOID.contains(&name) {
        let _ = write!(out, "</{name}>");
    }
}

fn attributes(element: ElementRef<'_>, out: &mut String) {
    let mut kept: Vec<(&str, &str)> = element.value().attrs().filter(|(name, _)| KEPT.contains(name)).collect();
    kept.sort_unstable();
    for (name, value) in kept {
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
        ];
        for (html, wanted) in cases {
            assert_eq!(tidy(html, &mut Here), wanted, "{html}");
        }
        assert_eq!(words("<p>a <b>b</b></p><ul><li>c<li><img alt=d>"), "a b c d");
    }
}
