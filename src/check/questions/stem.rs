//! How a question is put.

use super::Asked;
use crate::check::words::plain_words;
use crate::diag::{Diagnostics, Level, lint};

/// What turns a question round.
const NEGATIVE: [&str; 3] = ["not", "except", "never"];

/// Words with which a question asks people to pick one of the choices.
const PICKS: [&str; 4] = ["which", "who", "whose", "what"];

/// A question that asks for what is not so. People read past the word, all the
/// more where it does not stand out.
pub(super) fn negative(asked: &Asked<'_>, found: &mut Diagnostics) {
    let text = unquoted(asked.asks()).to_lowercase();
    let words: Vec<&str> = plain_words(&text).collect();
    let Some(word) = turning_word(&words).filter(|_| asked.english) else { return };
    let stem = &asked.item.question.stem;
    let stands_out = stem.contains(&word.to_uppercase())
        || ["*", "_"].iter().any(|mark| stem.to_lowercase().contains(&format!("{mark}{word}{mark}")));
    let diagnostic = asked
        .at_word(
            word,
            lint::NEGATIVE_STEM,
            if word == "except" {
                "this question asks for the exception"
            } else {
                "this question asks for what is not so"
            },
        )
        .help("ask for what is so, if you can: what should happen, which of these helps?");
    found.push(if stands_out {
        diagnostic.label("easily misread")
    } else {
        diagnostic
            .counts_as(Level::Warn)
            .label(format!("`{word}` is easily read past"))
            .help(format!("or make it stand out: `**{word}**`"))
    });
}

/// The text without what it quotes: a quoted `not` turns nothing round.
fn unquoted(text: &str) -> String {
    let mut inside = false;
    let outside = text.chars().filter(|c| {
        let mark = matches!(c, '"' | '“' | '”');
        inside = if *c == '"' { !inside } else { *c == '“' || inside && *c != '”' };
        !inside && !mark
    });
    outside.collect()
}

/// The word that turns a question round, where it does: `Which of these is not …`,
/// but neither `Why does it not load?` nor `What explains that it did not load?`.
fn turning_word<'a>(words: &[&'a str]) -> Option<&'a str> {
    let start = words.iter().position(|word| PICKS.contains(word))?;
    let negative = |word: &&str| NEGATIVE.contains(word) || word.ends_with("n't") || word.ends_with("n’t");
    let between = words[start..].iter().position(negative)?;
    let words = &words[start..=start + between];
    // `What does not change?` asks; `what happens if nobody does not …` does not.
    let clause = words.iter().any(|word| ["that", "if", "when", "because", "why", "how"].contains(word));
    // With more than a few words between `which` and the negative, it is another clause.
    (between <= 5 && !clause).then(|| words[between])
}

/// One accepted spelling, where people may well write another.
pub(super) fn one_form(asked: &Asked<'_>, answers: &[String], found: &mut Diagnostics) {
    // One word, or a number, is hardly spelled in another way; an acronym has its long form.
    let acronym = |answer: &String| answer.len() > 1 && answer.bytes().all(|byte| byte.is_ascii_uppercase());
    let one_way = |answer: &String| !answer.contains([' ', '-']) && !acronym(answer);
    if answers.len() != 1 || asked.item.exact || answers.iter().all(one_way) {
        return;
    }
    found.push(
        Diagnostics::at(
            &asked.entry.file.path,
            asked.item.answers,
            lint::SHORT_ANSWER_ONE_FORM,
            format!("only `{}` counts as right", answers[0]),
        )
        .label("one accepted answer")
        .help("add the other ways to say it, or `exact: true` if there is none"),
    );
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Whatever order the words come in, the one that turns a question round
        /// stands after the word that picks.
        #[test]
        fn the_turning_word_follows_the_picking_one(
            words in prop::collection::vec(prop::sample::select(vec!["which", "what", "not", "isn't", "that", "cache", "except"]), 0..9)
        ) {
            if let Some(word) = turning_word(&words) {
                let pick = words.iter().position(|word| PICKS.contains(word));
                let turn = words.iter().rposition(|found| *found == word);
                prop_assert!(pick < turn);
            }
        }
    }
}
