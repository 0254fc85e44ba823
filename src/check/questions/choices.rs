//! Choices that differ, stand alone and say why.

use super::{Asked, shortened, words_of};
use crate::diag::{Diagnostics, Level, lint};
use crate::entry::normal_name;
use crate::entry::question::{Choice, Interaction};
use crate::markdown::fragment_text;
use crate::source::Place;
use std::collections::BTreeMap;

/// How many choices a question should have.
const FEWEST: usize = 3;
const MOST: usize = 5;

/// Pairs of choices that need no third.
const OPPOSITES: [[&str; 2]; 5] =
    [["true", "false"], ["yes", "no"], ["right", "wrong"], ["agree", "disagree"], ["correct", "incorrect"]];

pub(super) fn fair(asked: &Asked<'_>, choices: &[Choice], found: &mut Diagnostics) {
    if choices.iter().all(|choice| choice.correct) && choices.len() > 1 {
        found.push(
            asked
                .at_choice(0, lint::QUIZ_MANY_ANSWERS, "every choice of this question is marked as right")
                .counts_as(Level::Warn)
                .label("all have an x")
                .help("leave out the x of the wrong ones, or use `survey: true`"),
        );
    }
    no_repeats(asked, choices.iter().map(|choice| choice.text.as_str()), found);
    number(asked, choices, found);
    for (at, choice) in choices.iter().enumerate() {
        points_at_others(asked, at, &words_of(choice), found);
    }
    feedback(asked, choices, found);
}

/// Two choices that read the same after folding spaces, markup and capitals. In
/// words that differ in capitals the capitals may be what is asked for; in code they are.
pub(super) fn no_repeats<'a>(asked: &Asked<'_>, texts: impl Iterator<Item = &'a str>, found: &mut Diagnostics) {
    let mut seen: BTreeMap<String, (usize, String)> = BTreeMap::new();
    for (at, text) in texts.enumerate() {
        let words = fragment_text(text).split_whitespace().collect::<Vec<_>>().join(" ");
        let folded = if text.contains('`') { words.clone() } else { normal_name(&words) };
        let Some((first, other)) = seen.insert(folded, (at, words.clone())) else { continue };
        let rest = |text: &str| text.chars().skip(1).collect::<String>();
        let problem = match rest(&words) == rest(&other) {
            true => asked.at_choice(at, lint::CHOICE_DUPLICATE, "two choices read the same").label("the same again"),
            false => asked
                .at_choice(at, lint::CHOICE_DUPLICATE, "two choices differ in capitals alone")
                .counts_as(Level::Warn)
                .label("who looks for that?")
                .help("if capitals are what the question is about, write both as code: `likeThis`"),
        };
        found.push(problem.also(Place::new(&asked.entry.file.path, asked.place(first)), "first here"));
    }
}

fn number(asked: &Asked<'_>, choices: &[Choice], found: &mut Diagnostics) {
    let several = matches!(asked.item.question.interaction, Interaction::Multiple(_));
    if choices.len() < FEWEST && !opposites(choices) {
        let count = if choices.len() == 1 { "only one choice" } else { "only two choices" };
        found.push(
            asked
                .at_stem(lint::CHOICES_FEW, format!("this question has {count}"))
                .label("half of those who guess are right")
                .help("add a wrong belief that people really have, or make it true or false"),
        );
    } else if choices.len() > MOST && !several {
        found.push(
            asked
                .at_stem(lint::CHOICES_MANY, format!("this question has {} choices", choices.len()))
                .label(format!("at most {MOST} can be weighed"))
                .help("keep the wrong choices that people really believe"),
        );
    }
}

/// Whether these are the two ends of a yes-or-no question: `True`, `No, not yet`.
fn opposites(choices: &[Choice]) -> bool {
    let first_word = |choice: &Choice| {
        let text = normal_name(&words_of(choice));
        text.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default().to_owned()
    };
    let [a, b] = choices else { return false };
    let (a, b) = (first_word(a), first_word(b));
    OPPOSITES.iter().any(|[one, other]| (&a == one && &b == other) || (&a == other && &b == one))
}

fn points_at_others(asked: &Asked<'_>, at: usize, text: &str, found: &mut Diagnostics) {
    if !asked.english {
        return;
    }
    let normal = normal_name(text.trim_end_matches('.'));
    let starts = |word: &str| {
        let rest = normal.strip_prefix(word).and_then(|rest| rest.strip_prefix(' '));
        rest.is_some_and(|rest| ["of the above", "of these", "of them"].contains(&rest))
    };
    let letters = normal.len() <= "both a and b".len()
        && match normal.split(' ').collect::<Vec<_>>().as_slice() {
            [a, "and", b] | ["both", a, "and", b] => a.len() == 1 && b.len() == 1 && !asked.tells_of([a, b]),
            _ => false,
        };
    if starts("all") || starts("both") || letters {
        found.push(
            asked
                .at_choice(at, lint::ALL_OF_THE_ABOVE, format!("the choice `{text}` points at other choices"))
                .label("choices are shuffled, so nothing is above")
                .help("mark several choices as right instead"),
        );
    } else if starts("none") {
        let diagnostic = asked
            .at_choice(at, lint::NONE_OF_THE_ABOVE, format!("the choice `{text}` says that no other is right"))
            .label("teaches nothing")
            .help("write a wrong belief that people really have");
        found.push(if normal.ends_with("above") && !asked.item.question.keep_order {
            diagnostic
                .counts_as(Level::Error)
                .note("choices are shuffled, so nothing is above: add `shuffle: false` if you keep it")
        } else {
            diagnostic
        });
    }
}

/// Words that judge and do not explain.
const VERDICTS: [&str; 22] = [
    "wrong",
    "right",
    "correct",
    "incorrect",
    "true",
    "false",
    "yes",
    "no",
    "not quite",
    "almost",
    "try again",
    "this is wrong",
    "this is right",
    "this is correct",
    "this is incorrect",
    "that is wrong",
    "that is right",
    "that is correct",
    "that is incorrect",
    "well done",
    "not true",
    "exactly",
];

fn feedback(asked: &Asked<'_>, choices: &[Choice], found: &mut Diagnostics) {
    let mut reasons: BTreeMap<String, usize> = BTreeMap::new();
    let mut bare_choices = Vec::new();
    for (at, choice) in choices.iter().enumerate() {
        let feedback = normal_name(&fragment_text(&choice.feedback));
        if feedback.is_empty() {
            if !choice.correct {
                bare_choices.push(at);
            }
            continue;
        }
        let bare = feedback.trim_matches(|c: char| !c.is_alphanumeric());
        if asked.english && VERDICTS.contains(&bare) {
            let message = format!("the feedback `{}` only judges", shortened(&fragment_text(&choice.feedback)));
            found.push(
                asked
                    .at_choice(at, lint::FEEDBACK_EMPTY_WORDS, message)
                    .label("its feedback gives no reason")
                    .help("say what is sensible in this choice and what it would lead to"),
            );
        } else if let Some(first) = reasons.insert(feedback, at) {
            found.push(
                asked
                    .at_choice(at, lint::FEEDBACK_DUPLICATE, "two choices have the same feedback")
                    .label("the same again")
                    .also(Place::new(&asked.entry.file.path, asked.place(first)), "first here")
                    .help("say what is sensible in this choice and what it would lead to"),
            );
        }
    }
    without_reason(asked, choices, &bare_choices, found);
}

/// One message for a question, however many of its choices say nothing.
fn without_reason(asked: &Asked<'_>, choices: &[Choice], bare: &[usize], found: &mut Diagnostics) {
    let Some((first, others)) = bare.split_first() else { return };
    let words = shortened(&words_of(&choices[*first]));
    let message = match others.len() {
        0 => format!("the wrong choice `{words}` does not say why"),
        more => format!("the wrong choice `{words}` does not say why, and {more} more"),
    };
    let mut problem = asked.at_choice(*first, lint::FEEDBACK_MISSING, message).label("no reason under it");
    for other in others {
        problem = problem.also(Place::new(&asked.entry.file.path, asked.place(*other)), "nor under this");
    }
    found.push(problem.help("add a quote under the choice, indented by two spaces: `  > …`"));
}
