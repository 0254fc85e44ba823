//! Splits front matter from the body.

use crate::source::Span;

/// What stands at the start of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FrontMatter {
    /// No `---` on the first line.
    None,
    /// The YAML between the two lines, and where the body begins.
    Found {
        /// The YAML.
        yaml: Span,
        /// The first byte of the body.
        body: usize,
    },
    /// A `---` that is never followed by another.
    Unclosed,
}

/// Looks for front matter: a first line of `---` and a later one of the same.
pub(super) fn split(text: &str) -> FrontMatter {
    let Some(first) = first_line(text).filter(|(line, _)| line.trim_end() == "---") else {
        return FrontMatter::None;
    };
    let start = first.1;
    let mut at = start;
    while let Some((line, next)) = first_line(&text[at..]) {
        if matches!(line.trim_end(), "---" | "...") {
            return FrontMatter::Found { yaml: Span::new(start, at), body: at + next };
        }
        at += next;
    }
    FrontMatter::Unclosed
}

/// The first line without its end, and where the next one begins.
fn first_line(text: &str) -> Option<(&str, usize)> {
    if text.is_empty() {
        return None;
    }
    let end = memchr::memchr(b'\n', text.as_bytes());
    Some(end.map_or((text, text.len()), |end| (&text[..end], end + 1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn front_matter_is_found_only_at_the_start() {
        let text = "---\ntitle: A\n---\nbody";
        assert_eq!(split(text), FrontMatter::Found { yaml: Span::new(4, 13), body: 17 });
        assert_eq!(split("---\r\na: 1\r\n---\r\n"), FrontMatter::Found { yaml: Span::new(5, 11), body: 16 });
        assert_eq!(split("---\n---\n"), FrontMatter::Found { yaml: Span::new(4, 4), body: 8 });
        assert_eq!(split("\n---\na\n---\n"), FrontMatter::None);
        assert_eq!(split("---\na: 1\n"), FrontMatter::Unclosed);
        assert_eq!(split(""), FrontMatter::None);
        assert_eq!(split("----\n"), FrontMatter::None);
    }
}
