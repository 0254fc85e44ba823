//! What gives the right choice away to people who do not know it.

use super::{Asked, shortened, words_of};
use crate::check::words::{content_stems, has_word, plain_words, shares_a_word};
use crate::diag::{Diagnostics, lint};
use crate::entry::question::Choice;

/// A right choice this much longer than the mean of the others gives itself away …
const LONGER: f64 = 1.5;

/// … if it is also longer by this many characters.
const CHARACTERS: f64 = 20.0;

/// Clues in questions with one right choice.
pub(super) fn one_key(asked: &Asked<'_>, choices: &[Choice], found: &mut Diagnostics) {
    let Some(right) = choices.iter().position(|choice| choice.correct).filter(|_| choices.len() > 2) else { return };
    let texts: Vec<String> = choices.iter().map(words_of).collect();
    longest(asked, &texts, right, found);
    if asked.english {
        clang(asked, &texts, right, found);
        grammar(asked, &texts, right, found);
    }
}

fn others(texts: &[String], right: usize) -> impl Iterator<Item = &String> {
    texts.iter().enumerate().filter(move |(at, _)| *at != right).map(|(_, text)| text)
}

fn longest(asked: &Asked<'_>, texts: &[String], right: usize, found: &mut Diagnostics) {
    let length = |text: &String| text.chars().count() as f64;
    let (key, sum) = (length(&texts[right]), others(texts, right).map(length).sum::<f64>());
    let mean = sum / (texts.len() - 1) as f64;
    let longest = others(texts, right).all(|text| length(text) < key);
    if longest && key > LONGER * mean && key > mean + CHARACTERS {
        found.push(
            asked
                .at_choice(right, lint::LONGEST_IS_RIGHT, "the right choice is much longer than the others")
                .label(format!("{key} characters, the others {mean:.0} on average"))
                .help("move the reasons into its feedback, or say the wrong choices as fully"),
        );
    }
}

/// A word of the question that the right choice alone repeats. Words that set
/// the scene come up in any answer; only the sentence that asks counts.
fn clang(asked: &Asked<'_>, texts: &[String], right: usize, found: &mut Diagnostics) {
    // A stem that ends in a colon or a full stop leaves the question to the text below it.
    if asked.asks().trim_end().ends_with([':', '.']) {
        return;
    }
    let question = without_names(asked.asks());
    // Most often the very same word stands in a wrong choice, too; stems are dear.
    if others(texts, right).any(|text| shares_a_word(&question, text)) {
        return;
    }
    let stem = content_stems(&question);
    let echoed = content_stems(&texts[right]).into_iter().find(|word| stem.contains(word));
    let Some(word) = &echoed else { return };
    // A wrong choice that echoes the question too leads as many astray.
    if others(texts, right).flat_map(|text| content_stems(text)).any(|word| stem.contains(&word)) {
        return;
    }
    let written = plain_words(&texts[right]).find(|written| content_stems(written).contains(word)).unwrap_or_default();
    found.push(
        asked
            .at_choice(right, lint::CLANG_CLUE, format!("only the right choice repeats `{written}` of the question"))
            .label("sounds right without knowing why")
            .help("say it in other words, or use the word in a wrong choice too"),
    );
}

/// The text without its capitalised words, except at the start of a sentence: people
/// and products have no other words.
fn without_names(text: &str) -> String {
    let mut starts = true;
    let kept = text.split_whitespace().filter(|word| {
        let name = !starts && word.starts_with(char::is_uppercase);
        starts = word.ends_with(['.', '?', '!', ':']);
        !name
    });
    kept.collect::<Vec<_>>().join(" ")
}

/// `… is called an`: only one choice begins with a vowel. `… are`: only one is plural.
fn grammar(asked: &Asked<'_>, texts: &[String], right: usize, found: &mut Diagnostics) {
    let stem = asked.heading().text.trim_end_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    let Some(last) = stem.rsplit(' ').next() else { return };
    let fits: &dyn Fn(&str) -> bool = match last {
        "a" => &|text| !begins_with_vowel(text),
        "an" => &begins_with_vowel,
        "is" | "was" => &|text| !plural(text),
        "are" | "were" => &plural,
        _ => return,
    };
    if fits(&texts[right]) && !others(texts, right).any(|text| fits(text)) {
        found.push(
            asked
                .at_word(last, lint::GRAMMAR_CLUE, format!("only the right choice fits after `{last}`"))
                .label("the grammar gives it away")
                .help("end the question before that word, or write all choices so that they fit"),
        );
    }
}

fn begins_with_vowel(text: &str) -> bool {
    text.trim_start().to_lowercase().starts_with(['a', 'e', 'i', 'o', 'u'])
}

/// Whether a short phrase names several: `the owners`, `a and b`.
fn plural(text: &str) -> bool {
    let words: Vec<&str> = plain_words(text).collect();
    words.contains(&"and")
        || words.len() <= 4 && words.last().is_some_and(|last| last.ends_with('s') && !last.ends_with("ss"))
}

/// Words that leave no exception, and so are seldom right.
const ABSOLUTE: [&str; 5] = ["always", "never", "impossible", "completely", "in every case"];

/// Such a word in a wrong choice, and in no right one.
pub(super) fn absolute_word(asked: &Asked<'_>, choices: &[Choice], found: &mut Diagnostics) {
    if !asked.english {
        return;
    }
    let absolute = |choice: &Choice| {
        let text = words_of(choice).to_lowercase();
        ABSOLUTE.into_iter().find(|word| has_word(&text, word))
    };
    if choices.iter().any(|choice| choice.correct && absolute(choice).is_some()) {
        return;
    }
    for (at, choice) in choices.iter().enumerate().filter(|(_, choice)| !choice.correct) {
        let Some(word) = absolute(choice) else { continue };
        let message = format!("the wrong choice `{}` says `{word}`", shortened(&words_of(choice)));
        found.push(
            asked
                .at_choice(at, lint::ABSOLUTE_WORD, message)
                .label("people learn that such choices are wrong")
                .help("leave the word out, if the choice is still wrong without it"),
        );
    }
}
