//! Takes out of style sheets and scripts what browsers do not need.

/// A style sheet without comments and needless white space. Strings stay as
/// they are; spaces that may carry meaning (in `calc`, between selectors) stay
/// single spaces.
pub(super) fn css(text: &str) -> String {
    let mut slim = String::with_capacity(text.len());
    let mut rest = text;
    let mut space = false;
    while let Some(c) = rest.chars().next() {
        if let Some(comment) = rest.strip_prefix("/*") {
            rest = comment.split_once("*/").map_or("", |(_, after)| after);
            space = true;
            continue;
        }
        if c.is_whitespace() {
            rest = &rest[c.len_utf8()..];
            space = true;
            continue;
        }
        let before = slim.chars().next_back().unwrap_or(';');
        if space && !"{};,>:".contains(before) && !"{};,>".contains(c) {
            slim.push(' ');
        }
        space = false;
        // `0.5` is `.5`.
        let inside = before.is_ascii_alphanumeric() || before == '.' || before == '#';
        if !inside && rest.strip_prefix("0.").is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit())) {
            rest = &rest[1..];
            continue;
        }
        if c == '}' && before == ';' {
            slim.pop();
        }
        let token = if c == '"' || c == '\'' { string_length(rest, c) } else { c.len_utf8() };
        slim.push_str(&rest[..token]);
        rest = &rest[token..];
    }
    slim
}

/// The bytes of the string that a text begins with, quotes included.
fn string_length(text: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            c if c == quote => return at + c.len_utf8(),
            _ => {}
        }
    }
    text.len()
}

/// A script without indentation and without comments that have lines of their own. A script
/// in which a template literal runs over lines is left alone, since its lines may be text.
pub(super) fn js(text: &str) -> String {
    let closed = |line: &str| line.matches('`').count().is_multiple_of(2);
    if !text.lines().all(closed) {
        return text.to_owned();
    }
    let mut slim = String::with_capacity(text.len());
    let mut comment = false;
    for line in text.lines().map(str::trim) {
        // Code after the end of a comment keeps the line.
        comment |= line.starts_with("/*") && line.find("*/").is_none_or(|end| end + 2 == line.len());
        if !comment && !line.is_empty() && !line.starts_with("//") {
            slim += line;
            slim.push('\n');
        }
        comment &= !line.ends_with("*/");
    }
    slim
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn style_sheets_lose_only_what_has_no_meaning() {
        let text =
            "/* x */\n@layer a, b;\n.a :hover > b {\n  content: \"a { /* b */ ;\";\n  width: calc(1px + 2px);\n}\n";
        assert_eq!(css(text), "@layer a,b;.a :hover>b{content:\"a { /* b */ ;\";width:calc(1px + 2px)}");
        assert_eq!(css("@media (min-width: 40rem) and (x) { a { b: c } }"), "@media (min-width:40rem) and (x){a{b:c}}");
        assert_eq!(css("a{b:\"\\\" \"}  c"), "a{b:\"\\\" \"}c");
        assert_eq!(
            css("a { b: 0.5rem -0.25em 10.5px calc(1px + 0.5px) }"),
            "a{b:.5rem -.25em 10.5px calc(1px + .5px)}"
        );
    }

    #[test]
    fn scripts_keep_their_lines() {
        assert_eq!(js("// a\n  b();\n\n  c(); // d\n"), "b();\nc(); // d\n");
        assert_eq!(js("x = `\n// a\n`"), "x = `\n// a\n`");
        assert_eq!(js("  x = `// a`;\n  // b"), "x = `// a`;\n");
        assert_eq!(js("/** a */\nb();\n/* c\n d\n e */\nf();\n/* g */ h();\n"), "b();\nf();\n/* g */ h();\n");
    }
}
