//! Files beside the text that a browser runs when a reader opens them: there
//! the policy of our pages does not hold.

/// Extensions of files that are programs to a browser, or pages with programs in them.
const RUN: &[&str] = &[
    "cjs", "hta", "htc", "htm", "html", "js", "mht", "mhtml", "mjs", "rdf", "shtml", "svgz", "swf", "wasm", "xht",
    "xhtml", "xml", "xsl", "xslt",
];

/// Elements of drawings that run, bring other kinds of content or change addresses.
const ELEMENTS: &[&str] =
    &["animate", "embed", "foreignobject", "handler", "iframe", "listener", "object", "script", "set"];

/// Whether a file of this name is run, whatever is in it.
pub fn runs(extension: &str) -> bool {
    RUN.contains(&extension.to_ascii_lowercase().as_str())
}

/// Whether a file of this name is a drawing, in which there may be programs.
pub fn is_drawing(extension: &str) -> bool {
    extension.eq_ignore_ascii_case("svg")
}

/// Whether there is anything in a drawing that runs or loads. In doubt there is:
/// drawing programs write none of it.
pub fn drawing_runs(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else { return true };
    let text = text.trim_start_matches('\u{feff}').to_ascii_lowercase();
    if text.contains('\0') || ["<!entity", "<?xml-stylesheet", "@import"].iter().any(|bad| text.contains(bad)) {
        return true;
    }
    let mut rest = text.as_str();
    while let Some((_, tag)) = rest.split_once('<') {
        if let Some(comment) = tag.strip_prefix("!--") {
            rest = comment.split_once("-->").map_or("", |(_, after)| after);
            continue;
        }
        let name = tag.split(|c: char| c.is_ascii_whitespace() || c == '>' || c == '/').next().unwrap_or("");
        if ELEMENTS.contains(&local(name)) || attributes_run(&tag[name.len()..]) {
            return true;
        }
        rest = tag;
    }
    false
}

/// Whether one of a tag's attributes runs or loads.
fn attributes_run(tag: &str) -> bool {
    let mut rest = tag;
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
        let length = rest.find(|c: char| c.is_ascii_whitespace() || "=></".contains(c)).unwrap_or(rest.len());
        if length == 0 {
            return false;
        }
        let (name, after) = rest.split_at(length);
        let Some(value) = after.trim_start().strip_prefix('=') else {
            rest = after;
            continue;
        };
        let value = value.trim_start();
        // XML has no values without quotes.
        let Some(quote) = value.chars().next().filter(|c| matches!(c, '"' | '\'')) else { return true };
        let Some((value, after)) = value[1..].split_once(quote) else { return true };
        if local(name).starts_with("on") || is_address(local(name)) && leads_away(value) || value.contains("url(h") {
            return true;
        }
        rest = after;
    }
}

fn is_address(name: &str) -> bool {
    matches!(name, "href" | "src" | "to" | "from" | "values")
}

/// Anything but a place in the drawing itself, a picture in it, or a web page.
fn leads_away(value: &str) -> bool {
    let value = value.trim();
    let known = value.starts_with('#') || value.starts_with("data:image/png") || value.starts_with("data:image/jpeg");
    let web = value.starts_with("https://") || value.starts_with("http://");
    (value.contains(':') || value.contains('&')) && !web && !known
}

/// A name without its name space.
fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn drawings_that_only_draw_are_told_apart() {
        let draws = [
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1 1\"><path d=\"M0 0\"/><use href=\"#a\"/></svg>",
            "<?xml version=\"1.0\"?><!-- <script> --><svg><title>on script = x</title><image href=\"data:image/png;base64,x\"/></svg>",
            "<svg><a href=\"https://a.example/?a=1&amp;b=2\"><text>x</text></a></svg>",
        ];
        let runs = [
            "<svg onload=\"x\">",
            "<svg><script>x</script></svg>",
            "<svg><a href='javascript:x'/></svg>",
            "<svg><a href=\"&#106;avascript:x\"/></svg>",
            "<svg><g onclick='x'/></svg>",
            "<svg onload=x>",
            "\u{0}",
        ];
        draws.iter().for_each(|text| assert!(!drawing_runs(text.as_bytes()), "{text}"));
        runs.iter().for_each(|text| assert!(drawing_runs(text.as_bytes()), "{text}"));
        assert!(drawing_runs(b"\xff\xfe<\0s\0v\0g\0"));
    }
}
