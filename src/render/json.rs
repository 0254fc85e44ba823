//! Data for scripts, as text that is safe inside a `<script>` element.

use serde::Serialize;

/// JSON in which nothing can end the element it stands in.
pub(super) fn text(value: &impl Serialize) -> String {
    let json = serde_json::to_string(value).unwrap_or_else(|_| "null".to_owned());
    if memchr::memchr(b'<', json.as_bytes()).is_none() { json } else { json.replace('<', "\\u003c") }
}

#[cfg(test)]
mod tests {
    #[test]
    fn nothing_ends_the_script_element() {
        assert_eq!(super::text(&"</script><!--"), r#""\u003c/script>\u003c!--""#);
    }
}
