//! Marks an answer: what is right, how much of it, and which hint fits.

use crate::entry::question::{Choice, Interaction, Number, Question, ShortText};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// What a learner answered.
///
/// Every index refers to the question as its author wrote it, not as it was shown.
#[derive(Debug, Clone, PartialEq)]
pub enum Response {
    /// Choices that were picked.
    Choices(Vec<usize>),
    /// The item that was put at each position.
    Order(Vec<usize>),
    /// For each left side, the row whose right side was chosen.
    Pairs(Vec<Option<usize>>),
    /// For each statement, the id of the team that was chosen.
    Teams(Vec<Option<String>>),
    /// What was typed: a word, a phrase or a number.
    Text(String),
    /// For each line of the rubric, whether it was ticked.
    Rubric(Vec<bool>),
}

/// The verdict on one part of an answer: a choice, a position, a row, a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// Given, and right.
    Right,
    /// Given, and wrong.
    Wrong,
    /// Not given, though it belongs to the right answer.
    Missed,
    /// Nothing to judge: rightly left alone, or a matter of opinion.
    Blank,
}

impl Mark {
    /// One letter for each: `r`, `w`, `m`, `-`; a row of them is what pages and vectors carry.
    pub fn letter(self) -> char {
        match self {
            Mark::Right => 'r',
            Mark::Wrong => 'w',
            Mark::Missed => 'm',
            Mark::Blank => '-',
        }
    }
}

/// The verdict on an answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Grade {
    /// From 0 to 1.
    pub score: f64,
    /// Whether all of it is right.
    pub right: bool,
    /// One for each choice, position, row, field or rubric line, in the author's order.
    pub marks: Vec<Mark>,
    /// The hint whose known wrong answer was given, by its place among the hints.
    pub hint: Option<usize>,
}

/// Marks `response` by the key of `question`.
///
/// * **Single, predict**: right when exactly the right choice is picked.
/// * **Multiple**: one point for each right pick, minus one for each wrong pick, never
///   below zero, over the number of right choices. Picking twice counts once; a
///   choice that does not exist is a wrong pick.
/// * **Order**: the share of positions that hold the right item. Items that read alike
///   may change places.
/// * **Match, whose**: the share of rows that are right. Right sides that read alike
///   are the same.
/// * **Short text**: right when it reads like an accepted answer, see [`fold`].
/// * **Number**: right when a reading of it is within the tolerance, see [`readings`].
/// * **Translate, survey**: always right, whatever the answer; there is no key.
///
/// What is missing from a list counts as not answered and what goes beyond its end is
/// ignored. A response of another shape than the question's earns nothing.
pub fn grade(question: &Question, response: &Response) -> Grade {
    match (&question.interaction, response) {
        (Interaction::Single(choices) | Interaction::Predict { choices, .. }, Response::Choices(picked)) => {
            let mut out = choose(choices, picked);
            out.score = if out.right { 1.0 } else { 0.0 };
            out
        }
        (Interaction::Multiple(choices), Response::Choices(picked)) => choose(choices, picked),
        (Interaction::Order(items), Response::Order(placed)) => rows(items.len(), |position| {
            let item = items.get(*placed.get(position)?)?;
            Some(*item == items[position])
        }),
        (Interaction::Match(pairs), Response::Pairs(given)) => rows(pairs.len(), |row| {
            let other = pairs.get((*given.get(row)?)?);
            Some(other.is_some_and(|other| other.right == pairs[row].right))
        }),
        (Interaction::Whose(items), Response::Teams(given)) => {
            rows(items.len(), |row| Some(given.get(row)?.as_ref()? == &items[row].team))
        }
        (Interaction::ShortText(key), Response::Text(text)) => short_text(key, text),
        (Interaction::Number(key), Response::Text(text)) => number(key, text),
        (Interaction::Translate { rubric, .. }, response) => {
            let ticked = |line: usize| matches!(response, Response::Rubric(ticks) if ticks.get(line) == Some(&true));
            let marks = (0..rubric.len()).map(|line| if ticked(line) { Mark::Right } else { Mark::Blank });
            Grade { score: 1.0, right: true, marks: marks.collect(), hint: None }
        }
        (Interaction::Survey(choices), _) => {
            Grade { score: 1.0, right: true, marks: vec![Mark::Blank; choices.len()], hint: None }
        }
        (other, _) => Grade { score: 0.0, right: false, marks: vec![Mark::Missed; parts(other)], hint: None },
    }
}

/// How many marks an answer to this gets.
fn parts(interaction: &Interaction) -> usize {
    match interaction {
        Interaction::Single(choices) | Interaction::Multiple(choices) | Interaction::Survey(choices) => choices.len(),
        Interaction::Predict { choices, .. } => choices.len(),
        Interaction::Order(items) => items.len(),
        Interaction::Match(pairs) => pairs.len(),
        Interaction::Whose(items) => items.len(),
        Interaction::Translate { rubric, .. } => rubric.len(),
        Interaction::ShortText(_) | Interaction::Number(_) => 1,
    }
}

fn choose(choices: &[Choice], picked: &[usize]) -> Grade {
    let marks: Vec<Mark> = choices
        .iter()
        .enumerate()
        .map(|(at, choice)| match (picked.contains(&at), choice.correct) {
            (true, true) => Mark::Right,
            (true, false) => Mark::Wrong,
            (false, true) => Mark::Missed,
            (false, false) => Mark::Blank,
        })
        .collect();
    let count = |mark: Mark| marks.iter().filter(|&&m| m == mark).count();
    let strange = picked.iter().any(|&at| at >= choices.len());
    let (hit, missed) = (count(Mark::Right), count(Mark::Missed));
    let wrong = count(Mark::Wrong) + usize::from(strange);
    let right = missed == 0 && wrong == 0;
    let score = match hit + missed {
        0 => f64::from(u8::from(right)),
        all => hit.saturating_sub(wrong) as f64 / all as f64,
    };
    Grade { score, right, marks, hint: None }
}

/// Grades row by row; `None` is a row without an answer.
fn rows(len: usize, verdict: impl Fn(usize) -> Option<bool>) -> Grade {
    let marks: Vec<Mark> = (0..len)
        .map(|row| match verdict(row) {
            Some(true) => Mark::Right,
            Some(false) => Mark::Wrong,
            None => Mark::Missed,
        })
        .collect();
    let hit = marks.iter().filter(|&&mark| mark == Mark::Right).count();
    let score = if len == 0 { 1.0 } else { hit as f64 / len as f64 };
    Grade { score, right: hit == len, marks, hint: None }
}

fn field(right: bool, empty: bool, hint: Option<usize>) -> Grade {
    let mark = match (right, empty) {
        (true, _) => Mark::Right,
        (false, true) => Mark::Missed,
        (false, false) => Mark::Wrong,
    };
    Grade { score: f64::from(u8::from(right)), right, marks: vec![mark], hint: hint.filter(|_| !right) }
}

fn short_text(key: &ShortText, text: &str) -> Grade {
    let given = fold(text);
    let same = |other: &str| !given.is_empty() && fold(other) == given;
    let right = key.answers.iter().any(|answer| same(answer));
    field(right, given.is_empty(), key.hints.iter().position(|(wrong, _)| same(wrong)))
}

fn number(key: &Number, text: &str) -> Grade {
    let values = readings(text, &key.unit);
    let near = |target: f64| values.iter().any(|value| within(*value, target, key.tolerance));
    let hint = key.hints.iter().position(|(wrong, _)| values.iter().any(|value| within(*value, *wrong, 0.0)));
    field(near(key.answer), text.trim().is_empty(), hint)
}

/// Inclusive, with room for what binary fractions lose: 4.6 is within 0.1 of 4.5.
fn within(value: f64, target: f64, tolerance: f64) -> bool {
    (value - target).abs() <= tolerance + 1e-9 * target.abs().max(tolerance)
}

/// What is left of a text when spelling does not matter, for comparing short answers.
///
/// Compatibility decomposition (NFKD) without the marks that writers leave out (accents,
/// U+0300 to U+036F, and the vowel points of Hebrew and Arabic), composed again and in lower case: marks of other scripts make other
/// letters. Whatever is neither letter, mark nor digit is a space; spaces fold into one and vanish at
/// the ends. A text of nothing but signs, such as `=>`, stays as it is but for its ends.
pub fn fold(text: &str) -> String {
    let optional =
        |c: char| matches!(c, '\u{300}'..='\u{36f}' | '\u{591}'..='\u{5c7}' | '\u{64b}'..='\u{65f}' | '\u{670}');
    let plain: String = text.nfkd().filter(|c| !optional(*c)).nfc().collect();
    let kept = |c: char| c.is_alphanumeric() || is_combining_mark(c);
    let spaced: String = plain.to_lowercase().chars().map(|c| if kept(c) { c } else { ' ' }).collect();
    let folded = spaced.split_whitespace().collect::<Vec<_>>().join(" ");
    if folded.is_empty() { plain.trim().to_owned() } else { folded }
}

/// The values a typed number can have, the likeliest first; none when it is no number.
///
/// 1. Space at the ends is dropped; then the `unit`, if it stands at the end (in either
///    case); then one sign in front: `+`, `-` or `−` (U+2212).
/// 2. Digits are `0`–`9`. Spaces (also no-break, narrow and thin ones) and apostrophes
///    (`'`, `’`) between digits only ever group thousands.
/// 3. Comma and point are equals. If both occur, the last to occur is the decimal mark,
///    once, and the other groups thousands. If one occurs several times, it groups.
/// 4. If one occurs once, it is a decimal mark: `12.5`, `12,5`, `.5`, `5.`. If besides
///    it has one to three digits on its left, not beginning with `0`, and exactly
///    three on its right, and nothing else groups, then a second reading is
///    thousands: `12,000` and `12.000` are 12 or 12000.
/// 5. Groups are real groups: one to three digits, then three at a time, with the
///    same sign between them all.
///
/// An answer is right when any reading is within the tolerance; the decimal reading is
/// tried first. Exponents, fractions and words are no numbers.
pub fn readings(text: &str, unit: &str) -> Vec<f64> {
    let lower = text.trim().to_lowercase();
    let unit = unit.trim().to_lowercase();
    let unit = if unit.starts_with(|c: char| c.is_ascii_digit()) { "" } else { unit.as_str() };
    let bare: String = lower.strip_suffix(unit).unwrap_or(&lower).trim().chars().map(plain_gap).collect();
    let bare = bare.as_str();
    let (sign, bare) = match bare.strip_prefix(['-', '\u{2212}']) {
        Some(rest) => (-1.0, rest.trim_start()),
        None => (1.0, bare.strip_prefix('+').unwrap_or(bare).trim_start()),
    };
    let mut points = 0;
    let mut commas = 0;
    let mut groups = 0;
    for c in bare.chars() {
        match c {
            '0'..='9' => {}
            '.' => points += 1,
            ',' => commas += 1,
            ' ' | '\'' => groups += 1,
            _ => return Vec::new(),
        }
    }
    let mark = match (points, commas) {
        (0, 0) => None,
        (1, 0) => Some('.'),
        (0, 1) => Some(','),
        (0, _) | (_, 0) => None,
        _ => bare.chars().rev().find(|c| matches!(c, '.' | ',')),
    };
    let (whole, part) = match mark.and_then(|mark| bare.split_once(mark)) {
        Some((whole, part)) => (whole, part),
        None => (bare, ""),
    };
    if !part.bytes().all(|b| b.is_ascii_digit()) {
        return Vec::new();
    }
    let Some(digits) = ungroup(whole) else { return Vec::new() };
    if digits.is_empty() && part.is_empty() {
        return Vec::new();
    }
    let value = |digits: String| digits.parse::<f64>().ok().map(|value| sign * value);
    let mut out: Vec<f64> = value(format!("0{digits}.{part}0")).into_iter().collect();
    let once = points + commas == 1 && groups == 0;
    if once && part.len() == 3 && (1..=3).contains(&whole.len()) && !whole.starts_with('0') {
        out.extend(value(format!("{whole}{part}")));
    }
    out
}

/// Brings the signs that only ever group thousands down to two: space and apostrophe.
fn plain_gap(c: char) -> char {
    match c {
        '\u{a0}' | '\u{2009}' | '\u{202f}' => ' ',
        '\u{2019}' => '\'',
        c => c,
    }
}

/// The digits of a whole number, whose groups, if any, are thousands of one style.
fn ungroup(whole: &str) -> Option<String> {
    let groups: Vec<&str> = whole.split(|c: char| !c.is_ascii_digit()).collect();
    let mut signs = whole.chars().filter(|c| !c.is_ascii_digit());
    let first = signs.next();
    let regular = groups.len() == 1
        || signs.all(|sign| Some(sign) == first)
            && (1..=3).contains(&groups[0].len())
            && groups[1..].iter().all(|group| group.len() == 3);
    regular.then(|| groups.concat())
}

#[cfg(test)]
#[path = "grade_tests.rs"]
mod tests;
