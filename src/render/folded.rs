//! The words of the interface are the same on every page, so they are written into the
//! templates of the default theme once, before those are read: looking a word up while
//! a page is made costs as much as writing 100 others.

use super::strings::Strings;
use crate::markdown::html::escaped;

/// A template in which each `{{ t.some.word }}` is the word.
pub(super) fn folded(template: &str, strings: &Strings) -> String {
    replaced(template, "{{ t.", "}}", |expression| word(expression, strings))
}

/// A template in which expressions from an opening to a closing are something else,
/// where there is something else for them.
pub(super) fn replaced(template: &str, open: &str, close: &str, with: impl Fn(&str) -> Option<String>) -> String {
    let mut replaced = String::with_capacity(2 * template.len());
    let mut rest = template;
    while let Some(at) = rest.find(open) {
        let end = rest[at..].find(close).map_or(rest.len(), |end| at + end + close.len());
        replaced.push_str(&rest[..at]);
        match with(&rest[at..end]) {
            Some(other) => replaced.push_str(&other),
            None => replaced.push_str(&rest[at..end]),
        }
        rest = &rest[end..];
    }
    replaced + rest
}

/// The word that an expression stands for, if it can stand in a template as it is: no
/// sign of it may mean something there, no white space around it may be trimmed.
fn word(expression: &str, strings: &Strings) -> Option<String> {
    let name = expression.strip_prefix("{{ t.")?.strip_suffix(" }}")?;
    let word = strings.find(name)?;
    let harmless = !word.is_empty() && word.trim() == word && !word.contains(['{', '}']);
    harmless.then(|| escaped(word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::Diagnostics;

    #[test]
    fn only_what_is_certain_is_folded() {
        let mut strings = Strings::default();
        let text = "[a]\nb = \"x < y\"\nn = \"{n} pages\"\ns = \" z\"\ne = \"\"\n";
        strings.read(&"en.toml".into(), text, &mut Diagnostics::new());
        assert_eq!(folded("<p>{{ t.a.b }}</p>{{ t.a.b }}", &strings), "<p>x &lt; y</p>x &lt; y");
        for left in [
            "{{ t.a.n }}",
            "{{ t.a.s }}",
            "{{ t.a.e }}",
            "{{ t.a.missing }}",
            "{{ t.a.b | upper }}",
            "{{ t.a",
            "{{- t.a.b }}",
        ] {
            assert_eq!(folded(left, &strings), left);
        }
    }
}
