//! The key of a question as the JSON that `grade.js` reads.

use crate::entry::question::{Choice, Interaction, Question};
use serde_json::{Value, json};

/// The name of an interaction in pages: `single`, `short-text`, ….
pub fn kind(interaction: &Interaction) -> &'static str {
    match interaction {
        Interaction::Single(_) => "single",
        Interaction::Multiple(_) => "multiple",
        Interaction::Order(_) => "order",
        Interaction::Match(_) => "match",
        Interaction::ShortText(_) => "short-text",
        Interaction::Number(_) => "number",
        Interaction::Whose(_) => "whose",
        Interaction::Predict { .. } => "predict",
        Interaction::Translate { .. } => "translate",
        Interaction::Survey(_) => "survey",
    }
}

/// The key, as small as grading allows. It carries no prose but accepted answers.
///
/// | Kind | Members |
/// |---|---|
/// | `single`, `multiple`, `predict` | `n` choices, `right` indexes |
/// | `order` | `items`: for each place the first item that reads like it |
/// | `match` | `pairs`: for each row the first row whose right side reads like its own |
/// | `whose` | `teams`: for each row the team's id |
/// | `short-text` | `answers`, `hints` as `[wrong answer]` |
/// | `number` | `answer`, `tolerance`, `unit`, `hints` as `[wrong value]` |
/// | `translate` | `n` lines of the rubric |
/// | `survey` | `n` choices |
pub fn key(question: &Question) -> Value {
    let kind = kind(&question.interaction);
    match &question.interaction {
        Interaction::Single(choices) | Interaction::Multiple(choices) | Interaction::Predict { choices, .. } => {
            json!({ "kind": kind, "n": choices.len(), "right": right(choices) })
        }
        Interaction::Order(items) => json!({ "kind": kind, "items": alike(items.iter()) }),
        Interaction::Match(pairs) => json!({ "kind": kind, "pairs": alike(pairs.iter().map(|pair| &pair.right)) }),
        Interaction::Whose(items) => {
            json!({ "kind": kind, "teams": items.iter().map(|item| &item.team).collect::<Vec<_>>() })
        }
        Interaction::ShortText(text) => {
            let hints: Vec<_> = text.hints.iter().map(|(wrong, _)| [wrong]).collect();
            json!({ "kind": kind, "answers": text.answers, "hints": hints })
        }
        Interaction::Number(number) => {
            let hints: Vec<_> = number.hints.iter().map(|(wrong, _)| [wrong]).collect();
            let (answer, tolerance) = (number.answer, number.tolerance);
            json!({ "kind": kind, "answer": answer, "tolerance": tolerance, "unit": number.unit, "hints": hints })
        }
        Interaction::Translate { rubric, .. } => json!({ "kind": kind, "n": rubric.len() }),
        Interaction::Survey(choices) => json!({ "kind": kind, "n": choices.len() }),
    }
}

fn right(choices: &[Choice]) -> Vec<usize> {
    choices.iter().enumerate().filter(|(_, choice)| choice.correct).map(|(at, _)| at).collect()
}

/// For each text, the place of the first that equals it.
pub(super) fn alike<'a>(texts: impl Iterator<Item = &'a String>) -> Vec<usize> {
    let texts: Vec<&String> = texts.collect();
    texts.iter().map(|text| texts.iter().position(|other| other == text).unwrap_or_default()).collect()
}

/// The key as JSON that may stand inside a script element: nothing in it ends the element.
pub(super) fn in_script(question: &Question) -> String {
    if let Interaction::Single(choices) = &question.interaction {
        // Most questions; a table of values costs as much as the rest of the form.
        let right: Vec<String> = right(choices).iter().map(usize::to_string).collect();
        return format!("{{\"kind\":\"single\",\"n\":{},\"right\":[{}]}}", choices.len(), right.join(","));
    }
    key(question).to_string().replace('<', "\\u003c")
}
