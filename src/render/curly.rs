//! Curly quotes for words that are not Markdown, such as titles and definitions.

use std::borrow::Cow;

/// The text with straight quotes curled by what stands before them.
pub(super) fn curly(text: &str) -> Cow<'_, str> {
    let quotes: Vec<usize> = memchr::memchr2_iter(b'"', b'\'', text.as_bytes()).collect();
    if quotes.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut curled = String::with_capacity(text.len() + 2 * quotes.len());
    let (mut from, mut opened) = (0, true);
    for at in quotes {
        // A quote opens at the start, after space or a bracket, and after another that opens.
        let before = &text[from..at];
        let opens = match before.chars().next_back() {
            None => opened,
            Some(c) => c.is_whitespace() || "([{–—".contains(c),
        };
        curled.push_str(before);
        curled.push(match (text.as_bytes()[at], opens) {
            (b'"', true) => '“',
            (b'"', false) => '”',
            (_, true) => '‘',
            (_, false) => '’',
        });
        (from, opened) = (at + 1, opens);
    }
    curled.push_str(&text[from..]);
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
