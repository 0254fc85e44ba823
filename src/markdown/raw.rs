//! HTML that authors write into their Markdown, addresses that links may have,
//! and what a page shows of both.

use crate::source::Span;
use ammonia::Builder;
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// What becomes of HTML that stands in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum RawHtml {
    /// It is part of the page as it stands.
    Trusted,
    /// Only elements and attributes that can't run, load or cover anything are kept.
    #[default]
    Sanitised,
    /// It is shown as text.
    Escaped,
}

impl RawHtml {
    /// The words for `book.toml`, in the order of the variants.
    pub const WORDS: [&'static str; 3] = ["trusted", "sanitised", "escaped"];

    /// The policy of a word's position in [`RawHtml::WORDS`].
    pub fn at(position: usize) -> RawHtml {
        [RawHtml::Trusted, RawHtml::Sanitised, RawHtml::Escaped][position.min(2)]
    }
}

/// Elements without behavior of their own. Nothing that loads (`iframe`, `video`),
/// asks (`form`, `input`), runs (`script`, `svg`, `math`) or restyles (`style`). Sorted.
const ELEMENTS: &[&str] = &[
    "a",
    "abbr",
    "address",
    "aside",
    "b",
    "bdi",
    "bdo",
    "blockquote",
    "br",
    "caption",
    "center",
    "cite",
    "code",
    "col",
    "colgroup",
    "data",
    "dd",
    "del",
    "details",
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "i",
    "img",
    "ins",
    "kbd",
    "li",
    "mark",
    "ol",
    "p",
    "pre",
    "q",
    "rp",
    "rt",
    "ruby",
    "s",
    "samp",
    "section",
    "small",
    "span",
    "strike",
    "strong",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "time",
    "tr",
    "tt",
    "u",
    "ul",
    "var",
    "wbr",
];

/// Whether an element is one that authors may write whatever the policy on HTML.
pub fn is_harmless(element: &str) -> bool {
    ELEMENTS.binary_search(&element).is_ok()
}

/// Attributes of every element. `class`, `role`, `style` and `tabindex` are here
/// for what we write ourselves; [`attribute`] lets nothing else through.
const EVERYWHERE: &[&str] = &["aria-label", "class", "dir", "id", "lang", "role", "style", "tabindex", "title"];

const ATTRIBUTES: &[(&str, &[&str])] = &[
    ("a", &["href", "name"]),
    ("blockquote", &["cite"]),
    ("col", &["span"]),
    ("colgroup", &["span"]),
    ("data", &["value"]),
    ("del", &["cite", "datetime"]),
    ("details", &["open"]),
    ("img", &["alt", "height", "src", "width"]),
    ("ins", &["cite", "datetime"]),
    ("li", &["value"]),
    ("ol", &["reversed", "start", "type"]),
    ("q", &["cite"]),
    ("td", &["align", "colspan", "rowspan"]),
    ("th", &["align", "colspan", "rowspan", "scope"]),
    ("time", &["datetime"]),
];

/// Schemes of links. Browsers hand every other one to whatever program asked
/// for it, and `javascript:` to themselves.
const SCHEMES: &[&str] =
    &["ftp", "ftps", "geo", "http", "https", "irc", "ircs", "mailto", "sip", "sips", "sms", "tel", "webcal", "xmpp"];

/// Schemes that run text as a program or as a page. No policy writes them.
const RUNNING: &[&str] = &["blob", "data", "filesystem", "javascript", "vbscript"];

/// Whether a page may lead to an address, or show the picture there.
pub fn may_lead_to(address: &str, picture: bool, policy: RawHtml) -> bool {
    // As browsers do (URL Standard, basic URL parser, steps 1 to 3).
    let address = address.trim_matches(|c| c <= ' ').replace(['\t', '\n', '\r'], "");
    let Some((scheme, rest)) = address.split_once(':') else { return true };
    let named = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c));
    if !named {
        return true;
    }
    let scheme = scheme.to_ascii_lowercase();
    let drawn = picture && scheme == "data" && rest.get(..6).is_some_and(|kind| kind.eq_ignore_ascii_case("image/"));
    drawn
        || match policy {
            RawHtml::Trusted => !RUNNING.contains(&scheme.as_str()),
            _ => SCHEMES.contains(&scheme.as_str()),
        }
}

static CLEANER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let set = |names: &'static [&'static str]| names.iter().copied().collect::<HashSet<_>>();
    let mut builder = Builder::empty();
    builder
        .tags(set(ELEMENTS))
        .clean_content_tags(set(&["script", "style"]))
        .tag_attributes(ATTRIBUTES.iter().map(|(name, attributes)| (*name, set(attributes))).collect::<HashMap<_, _>>())
        .generic_attributes(set(EVERYWHERE))
        .url_schemes(SCHEMES.iter().copied().chain(["data"]).collect())
        .attribute_filter(attribute)
        .strip_comments(true)
        .link_rel(None);
    builder
});

/// HTML of which only what is harmless is left, and that is well-formed.
pub(super) fn sanitised(html: &str) -> String {
    CLEANER.clean(html).to_string()
}

/// What is left of an attribute's value.
fn attribute<'v>(element: &str, name: &str, value: &'v str) -> Option<Cow<'v, str>> {
    match name {
        "href" | "src" | "cite" => {
            may_lead_to(value, element == "img" && name == "src", RawHtml::Sanitised).then_some(value.into())
        }
        "class" => {
            let ours: Vec<&str> = value.split_ascii_whitespace().filter(|class| class_of_ours(class)).collect();
            (!ours.is_empty()).then(|| ours.join(" ").into())
        }
        "role" => (value == "img").then_some(value.into()),
        "tabindex" => (value == "0").then_some(value.into()),
        // What the parser writes for the columns of a table.
        "style" => {
            matches!(value, "text-align: left" | "text-align: center" | "text-align: right").then_some(value.into())
        }
        _ => Some(value.into()),
    }
}

/// Classes that the Markdown stage writes. Others could make text look like a
/// part of the page that it is not.
fn class_of_ours(class: &str) -> bool {
    matches!(class, "term" | "back" | "fn" | "footnote" | "table" | "task" | "alert" | "alert-name")
        || class.starts_with("language-")
        || class.starts_with("alert-")
}

/// HTML without its comments, for showing it as text.
pub(super) fn without_comments(html: &str) -> String {
    let mut kept = String::with_capacity(html.len());
    let mut rest = html;
    while let Some((before, after)) = rest.split_once("<!--") {
        kept.push_str(before);
        // `<!-->` and `<!--->` are whole comments.
        rest = match after.strip_prefix('>').or_else(|| after.strip_prefix("->")) {
            Some(after) => after,
            None => after.split_once("-->").map_or("", |(_, after)| after),
        };
    }
    kept.push_str(rest);
    kept
}

/// Something written in HTML that a sanitised page leaves out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// Where it stands.
    pub span: Span,
    /// The element.
    pub element: String,
    /// Its attribute, where the element itself stays.
    pub attribute: Option<String>,
}

/// What sanitising will leave out of a piece of HTML that stands at `offset`.
/// For messages only: what is safe is decided by the parser of [`sanitised`].
pub fn left_out(html: &str, offset: usize) -> Vec<LeftOut> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(open) = html[at..].find('<').map(|open| open + at) {
        let rest = &html[open + 1..];
        at = open + 1;
        if rest.starts_with("!--") {
            at = html[open..].find("-->").map_or(html.len(), |end| open + end + 3);
            continue;
        }
        let length = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '-')).unwrap_or(rest.len());
        let name = rest[..length].to_ascii_lowercase();
        if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
            continue;
        }
        if ELEMENTS.contains(&name.as_str()) {
            at += length;
            at += attributes_left_out(&html[at..], at + offset, &name, &mut found);
        } else {
            let span = Span::new(open, open + 1 + length).shifted(offset);
            found.push(LeftOut { span, element: name, attribute: None });
        }
    }
    found
}

/// Looks through the attributes of a tag; returns how many bytes they take.
fn attributes_left_out(tag: &str, offset: usize, element: &str, found: &mut Vec<LeftOut>) -> usize {
    let own = ATTRIBUTES.iter().find(|(name, _)| *name == element).map_or(&[][..], |(_, attributes)| attributes);
    let mut at = 0;
    loop {
        at += tag[at..].find(|c: char| !(c.is_ascii_whitespace() || c == '/')).unwrap_or(tag.len() - at);
        let rest = &tag[at..];
        if rest.is_empty() || rest.starts_with(['>', '<']) {
            return at;
        }
        let ends = |c: char| c.is_ascii_whitespace() || "/>=<".contains(c);
        // An attribute may begin with `=`, however odd that is.
        let first = rest.chars().next().map_or(0, char::len_utf8);
        let length = first + rest[first..].find(ends).unwrap_or(rest.len() - first);
        let name = rest[..length].to_ascii_lowercase();
        let value = value(&rest[length..]);
        let kept = EVERYWHERE.contains(&name.as_str()) || own.contains(&name.as_str());
        if !kept || attribute(element, &name, value.0).is_none_or(|left| left != value.0) {
            let span = Span::new(at, at + length).shifted(offset);
            found.push(LeftOut { span, element: element.to_owned(), attribute: Some(name) });
        }
        at += length + value.1;
    }
}

/// The value after an attribute's name, and how many bytes it takes with its `=`.
fn value(rest: &str) -> (&str, usize) {
    let Some(after) = rest.trim_ascii_start().strip_prefix('=') else { return ("", 0) };
    let after = after.trim_ascii_start();
    let start = rest.len() - after.len();
    for quote in ['"', '\''] {
        if let Some(quoted) = after.strip_prefix(quote) {
            let end = quoted.find(quote).unwrap_or(quoted.len());
            return (&quoted[..end], start + 1 + (end + 1).min(quoted.len()));
        }
    }
    let end = after.find(|c: char| c.is_ascii_whitespace() || c == '>').unwrap_or(after.len());
    (&after[..end], start + end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_that_run_are_refused_however_they_are_spelled() {
        for address in ["javascript:alert(1)", " JaVaScRiPt:x", "java\nscript:x", "\u{1}javascript:x", "vbscript:x"] {
            for policy in [RawHtml::Trusted, RawHtml::Sanitised, RawHtml::Escaped] {
                assert!(!may_lead_to(address, false, policy), "{address}");
                assert!(!may_lead_to(address, true, policy), "{address}");
            }
        }
        assert!(!may_lead_to("data:text/html,x", true, RawHtml::Trusted));
        assert!(may_lead_to("data:image/png;base64,x", true, RawHtml::Sanitised));
        assert!(!may_lead_to("data:image/png;base64,x", false, RawHtml::Sanitised));
        assert!(!may_lead_to("ms-msdt:x", false, RawHtml::Sanitised));
        assert!(may_lead_to("slack:x", false, RawHtml::Trusted));
        for address in
            ["https://a.example", "mailto:a@b.example", "a.md#b:c", "#a:b", "a b:c", "../x:y", "//a.example", ":"]
        {
            assert!(may_lead_to(address, false, RawHtml::Sanitised), "{address}");
        }
    }

    #[test]
    fn what_we_write_ourselves_is_kept() {
        for html in [
            "<a class=\"term\" href=\"../glossary/a.html#b\">x</a>",
            "<pre tabindex=\"0\"><code class=\"language-rust\">let a;</code></pre>",
            "<span class=\"task\" role=\"img\" aria-label=\"done\">\u{2611}</span>",
            "<sup class=\"fn\"><a href=\"#fn-a\" id=\"fnref-a\">1</a></sup>",
            "<td style=\"text-align: right\">1</td>",
        ] {
            let around = if html.starts_with("<td") {
                format!("<table><tbody><tr>{html}</tr></tbody></table>")
            } else {
                html.to_owned()
            };
            assert_eq!(sanitised(&around), around);
        }
    }

    #[test]
    fn messages_name_what_is_left_out() {
        let named = |html: &str| {
            let names = left_out(html, 0).into_iter().map(|left| left.attribute.unwrap_or(left.element));
            names.collect::<Vec<_>>()
        };
        assert_eq!(named("<iframe src=x></iframe>"), ["iframe"]);
        assert_eq!(named("<b onclick=\"a > b\" title='x'>"), ["onclick"]);
        assert_eq!(named("<a href=\"javascript:x\" class=mine>"), ["href", "class"]);
        assert_eq!(named("<!-- <script> --> <details open><br/> a < b <"), Vec::<String>::new());
        assert_eq!(named("<b =x ='y\">"), ["=x"]);
    }

    #[test]
    fn comments_are_taken_out() {
        assert_eq!(without_comments("a<!-- b -->c<!-->d<!--->e<!-- f"), "acde");
    }
}
