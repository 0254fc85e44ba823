//! Data for scripts, as text that is safe inside a `<script>` element.

use serde::Serialize;

/// JSON in which nothing can end the element it stands in.
pub(super) fn text(value: &impl Serialize) -> String {
    let json = serde_json::to_string(value).unwrap_or_else(|_| "null".to_owned());
    if memchr::memchr(b'<', json.as_bytes()).is_none() { json } else { json.replace('<', "\\u003c") }
}

/// Appends a text as JSON, safe in the same way.
pub(super) fn push(json: &mut String, text: &str) {
    // Looks at every byte, which is quicker than stopping at the first.
    let rare = |byte: u8| (byte < b' ') | (byte == b'"') | (byte == b'\\') | (byte == b'<');
    if text.bytes().fold(false, |found, byte| found | rare(byte)) {
        return json.push_str(&self::text(&text));
    }
    json.push('"');
    json.push_str(text);
    json.push('"');
}

#[cfg(test)]
mod tests {
    #[test]
    fn nothing_ends_the_script_element() {
        assert_eq!(super::text(&"</script><!--"), r#""\u003c/script>\u003c!--""#);
    }

    #[test]
    fn texts_are_written_as_values_are() {
        for text in ["", "plain – ü", "\"", "a\\b", "\u{1}\n\t", "<b>", "\u{7f}\u{2028}"] {
            let mut json = String::new();
            super::push(&mut json, text);
            assert_eq!(json, super::text(&text));
        }
    }
}
