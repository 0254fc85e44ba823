//! Curly quotes for words that are not Markdown, such as titles and definitions.

use std::borrow::Cow;

/// The text with straight quotes curled by what stands before them.
pub(super) fn curly(text: &str) -> Cow<'_, str> {
    if !text.contains(['"', '\'']) {
        return Cow::Borrowed(text);
    }
    let mut curled = String::with_capacity(text.len() + 8);
    let mut opens = true;
    for c in text.chars() {
        curled.push(match (c, opens) {
            ('"', true) => '“',
            ('"', false) => '”',
            ('\'', true) => '‘',
            ('\'', false) => '’',
            (c, _) => c,
        });
        opens = c.is_whitespace() || "([{–—".contains(c) || opens && "\"'".contains(c);
    }
    Cow::Owned(curled)
}

#[cfg(test)]
mod tests {
    use super::curly;

    #[test]
    fn quotes_open_after_space_and_close_after_words() {
        assert_eq!(curly("IT's \"due today\", (\"so\")"), "IT’s “due today”, (“so”)");
        assert_eq!(curly("\"'Yes' she said\""), "“‘Yes’ she said”");
        assert_eq!(curly("plain"), "plain");
    }
}
