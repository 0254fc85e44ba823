//! "Did you mean": the nearest known name.

/// A known name that may have been meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Near<'a> {
    /// The name.
    pub name: &'a str,
    /// Whether it differs so little, and no other name comes near, that it
    /// may be put right without asking.
    pub beyond_doubt: bool,
}

/// The known name nearest to a mistyped one.
pub fn nearest<'a>(wanted: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    near(wanted, known).map(|near| near.name)
}

/// The known name nearest to a mistyped one, if one is near enough to be worth
/// saying: within edit distance 2, or a third of the length for long names.
/// A transposition counts as one edit (optimal string alignment).
pub fn near<'a>(wanted: &str, known: impl IntoIterator<Item = &'a str>) -> Option<Near<'a>> {
    near_one_of(wanted, &mut known.into_iter())
}

/// Compiled once, not for each of the many places that know names.
fn near_one_of<'a>(wanted: &str, known: &mut dyn Iterator<Item = &'a str>) -> Option<Near<'a>> {
    let wanted_chars: Vec<char> = wanted.to_lowercase().chars().collect();
    let limit = (wanted_chars.len() / 3).max(2).min(wanted_chars.len().saturating_sub(1));
    let wanted_letters = letters(wanted);
    let mut best: Option<(usize, &str)> = None;
    let mut rivals = false;
    let mut chars = Vec::new();
    for name in known {
        // One edit brings in one letter at most and takes one away. Most names
        // fail here, which matters in a book with thousands of broken links.
        let known_letters = letters(name);
        let (brought, taken) = (known_letters & !wanted_letters, wanted_letters & !known_letters);
        if brought.count_ones().max(taken.count_ones()) as usize > limit {
            continue;
        }
        chars.clear();
        chars.extend(name.chars().flat_map(char::to_lowercase));
        if chars.len().abs_diff(wanted_chars.len()) > limit {
            continue;
        }
        let distance = distance(&wanted_chars, &chars);
        if distance > limit {
            continue;
        }
        rivals |= best.is_some();
        // Ties go to the first in alphabetical order, so that the answer does
        // not depend on the order of the names.
        if best.is_none_or(|best| (distance, name) < best) {
            best = Some((distance, name));
        }
    }
    best.map(|(distance, name)| {
        // In short names one letter is another word: `seo`, `ceo`.
        let slip = distance * 4 <= wanted_chars.len() && distance <= 2;
        Near { name, beyond_doubt: slip && !rivals }
    })
}

/// The letters of a name as bits, whatever their case; other scripts share one bit.
fn letters(name: &str) -> u64 {
    name.bytes().fold(0, |bits, byte| bits | 1 << if byte.is_ascii() { byte.to_ascii_lowercase() & 63 } else { 62 })
}

/// Optimal string alignment distance.
fn distance(a: &[char], b: &[char]) -> usize {
    let mut two_back = vec![0; b.len() + 1];
    let mut back: Vec<usize> = (0..=b.len()).collect();
    let mut row = vec![0; b.len() + 1];
    for i in 1..=a.len() {
        row[0] = i;
        for j in 1..=b.len() {
            let substitution = back[j - 1] + usize::from(a[i - 1] != b[j - 1]);
            row[j] = substitution.min(back[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                row[j] = row[j].min(two_back[j - 2] + 1);
            }
        }
        std::mem::swap(&mut two_back, &mut back);
        std::mem::swap(&mut back, &mut row);
    }
    back[b.len()]
}

#[cfg(test)]
mod tests {
    use super::{near, nearest};

    #[test]
    fn a_slip_in_a_long_name_without_rivals_is_beyond_doubt() {
        let doubt = |wanted, names: &[&'static str]| near(wanted, names.iter().copied()).map(|near| near.beyond_doubt);
        assert_eq!(doubt("audiance", &["audience", "related"]), Some(true));
        assert_eq!(doubt("convertion-rate", &["conversion-rate", "conversion-date"]), Some(false));
        assert_eq!(doubt("smo", &["seo"]), Some(false));
        assert_eq!(doubt("Related", &["related"]), Some(true));
    }

    #[test]
    fn near_names_are_suggested_and_far_ones_are_not() {
        let names = ["audience", "aliases", "related"];
        assert_eq!(nearest("audiance", names), Some("audience"));
        assert_eq!(nearest("auidence", names), Some("audience"));
        assert_eq!(nearest("Related", names), Some("related"));
        assert_eq!(nearest("colour", names), None);
        assert_eq!(nearest("a", names), None);
        assert_eq!(nearest("", names), None);
    }
}
