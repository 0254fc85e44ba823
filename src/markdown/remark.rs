//! Comments in the text that speak to the generator: `<!-- crosstrain: … -->`.
//! They are never part of a page.

use crate::source::Span;
use std::borrow::Cow;

const OPEN: &str = "<!--";
const CLOSE: &str = "-->";
const MARK: &str = "crosstrain:";

/// One comment that speaks to the generator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Remark {
    /// The whole comment.
    pub span: Span,
    /// What it says, after the mark.
    pub text: Span,
    /// The heading above it, by position in [`super::Document::headings`].
    pub heading: Option<usize>,
}

/// The remarks in a piece of HTML that stands at `offset`: whole comments and what they say.
pub(super) fn find(html: &str, offset: usize) -> Vec<(Span, Span)> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(open) = html[at..].find(OPEN).map(|open| open + at) {
        // `<!-->` is a whole comment: its two dashes both open and close it.
        let Some(close) = html[open + 2..].find(CLOSE).map(|close| close + open + 2) else { break };
        let inside = html.get(open + OPEN.len()..close).unwrap_or("");
        if let Some(text) = inside.trim_start().strip_prefix(MARK) {
            let start = close - text.len() + (text.len() - text.trim_start().len());
            let end = close - (text.len() - text.trim_end().len());
            let end = end.max(start);
            found.push((Span::new(open, close + CLOSE.len()).shifted(offset), Span::new(start, end).shifted(offset)));
        }
        at = close + CLOSE.len();
    }
    found
}

/// The text without its remarks.
pub fn without_remarks(text: &str) -> Cow<'_, str> {
    let found = if text.contains(MARK) { find(text, 0) } else { Vec::new() };
    if found.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut kept = String::with_capacity(text.len());
    let mut at = 0;
    for (span, _) in found {
        kept.push_str(&text[at..span.start as usize]);
        at = span.end as usize;
    }
    kept.push_str(&text[at..]);
    Cow::Owned(kept.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn remarks_are_told_from_other_comments() {
        let text =
            "a <!-- note --> <!--crosstrain: allow x: y\n, by 2027-01 --> <!-- crosstrain: --> <!-- crosstrain: open";
        let texts: Vec<_> = find(text, 0).iter().map(|(_, inner)| inner.text(text)).collect();
        assert_eq!(texts, ["allow x: y\n, by 2027-01", ""]);
        assert_eq!(without_remarks("a <!-- crosstrain: x -->"), "a");
        assert_eq!(without_remarks("a <!-- b -->"), "a <!-- b -->");
        assert_eq!(without_remarks("<!--> <!---> <!-- crosstrain: x -->"), "<!--> <!--->");
    }
}
