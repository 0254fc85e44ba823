//! The names of entries, and the form in which they are compared.

use super::Head;
use crate::source::{Digest, Span};
use std::hash::{Hash, Hasher};
use unicode_normalization::UnicodeNormalization;

/// A name in the form in which names are compared, as a digest: tables of names
/// are made anew on every build, and numbers are quicker to look up than words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Name(Digest);

impl Name {
    /// The name that some words stand for.
    pub fn of(words: &str) -> Name {
        let mut normal = [0; 64];
        match normal.get_mut(..words.len()).filter(|_| is_spaced(words)) {
            Some(normal) => {
                normal.copy_from_slice(words.as_bytes());
                normal.make_ascii_lowercase();
                Name(Digest::of(normal))
            }
            None => Name(Digest::of(normal_name(words).as_bytes())),
        }
    }

    /// The digest itself.
    pub(crate) fn digest(self) -> Digest {
        self.0
    }
}

impl Hash for Name {
    /// A digest is spread evenly already, so half of it is as good a hash as any.
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u64(self.0.0 as u64);
    }
}

/// The form in which names are compared: lower case, single spaces, one
/// composition, nothing that nobody sees.
pub fn normal_name(name: &str) -> String {
    if is_spaced(name) {
        return name.to_ascii_lowercase();
    }
    let mut normal = String::with_capacity(name.len());
    for word in name.split_whitespace() {
        if !normal.is_empty() {
            normal.push(' ');
        }
        if word.is_ascii() {
            normal.extend(word.bytes().map(|byte| char::from(byte.to_ascii_lowercase())));
        } else {
            normal.extend(word.nfkc().filter(|c| !unseen(*c)).flat_map(char::to_lowercase));
        }
    }
    normal
}

/// Whether a name is ASCII with single spaces inside, as nearly all are: its small letters are its form.
fn is_spaced(name: &str) -> bool {
    let (mut spaced, mut before) = (true, b' ');
    for byte in name.bytes() {
        spaced &= (byte > b' ') & (byte < 128) | (byte == b' ') & (before != b' ');
        before = byte;
    }
    spaced && before != b' '
}

/// Marks without a shape of their own. Joiners are not among them: in some
/// scripts they change what is seen.
fn unseen(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// The names of a title: `Return on investment (ROI)` also answers to
/// `Return on investment` and, since it shortens that, to `ROI`.
fn title_names(title: &str) -> impl Iterator<Item = &str> {
    let inner = title.strip_suffix(')').and_then(|rest| rest.rsplit_once(" ("));
    let (base, short) = inner.map_or((None, None), |(base, inner)| {
        let capitals = inner.chars().filter(|c| c.is_uppercase()).count() >= 2 && !inner.contains(' ');
        (Some(base), (capitals && shortens(inner, base)).then_some(inner))
    });
    std::iter::once(title).chain(base).chain(short)
}

/// Whether the letters of a short form come in this order in the long form:
/// `LTV` shortens `Lifetime value`, but `IT` does not shorten `Change management`.
fn shortens(short: &str, long: &str) -> bool {
    let mut letters = long.chars().flat_map(char::to_lowercase);
    let mut wanted = short.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase);
    wanted.all(|wanted| letters.any(|letter| letter == wanted))
}

/// Every name that may stand in running text, as written: title and aliases.
pub fn written_names(head: &Head) -> impl Iterator<Item = (&str, Span)> {
    let title = title_names(&head.title.value).map(|name| (name, head.title.span));
    title.chain(head.aliases.iter().map(|alias| (alias.value.as_str(), alias.span)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_with_its_short_form_answers_to_both() {
        let names = |title| title_names(title).collect::<Vec<_>>();
        assert_eq!(names("Return on investment (ROI)"), ["Return on investment (ROI)", "Return on investment", "ROI"]);
        assert_eq!(names("Change management (IT)"), ["Change management (IT)", "Change management"]);
        assert_eq!(names("Lead (a person)"), ["Lead (a person)", "Lead"]);
        assert_eq!(names("Caching"), ["Caching"]);
    }

    #[test]
    fn names_are_compared_without_case_and_extra_space() {
        assert_eq!(normal_name("  Split \t Test "), "split test");
        assert_eq!(normal_name("ÜBER uns"), "über uns");
        for name in ["Split Test", " Split  Test", "split\u{a0}test ", &"Split test ".repeat(9)] {
            assert_eq!(Name::of(name), Name(Digest::of(normal_name(name).as_bytes())), "{name}");
        }
    }
}
