//! Text of authors in messages: it must not command the terminal, nor read
//! differently from what it is.

use std::borrow::Cow;

/// The text on one line, with characters that nobody sees spelled out.
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.contains(unseen) {
        return Cow::Borrowed(text);
    }
    let mut seen = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' | '\t' | '\r' => seen.push(' '),
            c if unseen(c) => seen.extend(c.escape_unicode()),
            c => seen.push(c),
        }
    }
    Cow::Owned(seen)
}

/// Controls, and marks that turn the direction of the text around them.
pub(super) fn unseen(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::visible;

    #[test]
    fn nothing_commands_the_terminal() {
        assert_eq!(visible("a\u{1b}[31mb\nc"), "a\\u{1b}[31mb c");
        assert_eq!(visible("gpj.\u{202e}x"), "gpj.\\u{202e}x");
        assert_eq!(visible("Zürich \u{1f469}\u{200d}\u{1f4bb} naïve"), "Zürich \u{1f469}\u{200d}\u{1f4bb} naïve");
    }
}
