//! GIFT, the short notation of Moodle's question banks, which other programs
//! read too. It is the poorer of the two: see [`super::moodle`].
//!
//! Moodle's reader trims lines, drops those that begin with `//` and ends a
//! question at an empty one, so a question stands on one line here.

use super::content::{Pictures, Prose, pictures_lost};
use super::{Job, Written, asked_at, lost};
use crate::diag::Diagnostics;
use crate::entry::Entry;
use crate::entry::question::{Choice, Interaction, Question};
use crate::entry::quiz::QuizItem;
use std::fmt::Write;

pub(super) fn write(job: &Job<'_>, diagnostics: &mut Diagnostics) -> Written {
    let mut out = String::new();
    for (entry, quiz) in job.quizzes() {
        let _ = write!(out, "$CATEGORY: {}\n\n", category(job, entry));
        for item in &quiz.questions {
            let within = entry.document.section(item.heading, entry.file.text.len());
            match question(job, entry, &item.question) {
                Ok(text) => {
                    pictures_lost(entry, within, "GIFT", diagnostics);
                    feedback_lost(entry, item, diagnostics);
                    let _ = write!(out, "::{}:: {text}\n\n", escaped(&item.question.id));
                }
                Err(why) => {
                    lost(diagnostics, entry, asked_at(entry, item), why.to_owned(), "take Moodle XML, or leave it out")
                }
            }
        }
    }
    Ok(out.into_bytes())
}

/// Categories are paths; the slashes of titles are doubled, as Moodle does.
fn category(job: &Job<'_>, entry: &Entry) -> String {
    let part = |text: &str| text.replace('/', "//").replace('\n', " ");
    format!("$course$/top/{}/{}", part(&job.site.config.title), part(&entry.head.title.value))
}

fn question(job: &Job<'_>, entry: &Entry, question: &Question) -> Result<String, &'static str> {
    let prose = Prose::new(job, entry, "");
    let mut none = Pictures::default();
    let html = |markdown: &str| escaped(&without_pictures(&prose.line(markdown, &mut Pictures::default())));
    let stem = prose.line(&question.stem, &mut none);
    let scenario = prose.blocks(&question.scenario, &mut none);
    let asked = if scenario.is_empty() { stem } else { format!("<p>{stem}</p>{scenario}") };
    let asked = format!("[html]{}", escaped(&without_pictures(&asked)));
    let general = prose.blocks(&question.explanation, &mut none);
    let general = match general.as_str() {
        "" => String::new(),
        text => format!(" ####{}", escaped(&without_pictures(text))),
    };
    let answers = match &question.interaction {
        Interaction::Single(choices) | Interaction::Predict { choices, .. } => one_of(choices, &html),
        Interaction::Multiple(choices) => some_of(choices, &html),
        Interaction::Match(pairs) => {
            let row = |left: &str, right: &str| format!("={} -> {}", html(left), escaped(&prose.words(right)));
            pairs.iter().map(|pair| row(&pair.left, &pair.right)).collect::<Vec<_>>().join(" ")
        }
        Interaction::Whose(items) => {
            let label =
                |id: &str| job.site.config.team(id).map_or(id, |at| &job.site.config.teams[at].label).to_owned();
            items
                .iter()
                .map(|item| format!("={} -> {}", html(&item.text), escaped(&label(&item.team))))
                .collect::<Vec<_>>()
                .join(" ")
        }
        Interaction::ShortText(text) => {
            if text.answers.iter().chain(text.hints.iter().map(|(wrong, _)| wrong)).any(|answer| answer.contains("->"))
            {
                return Err("GIFT reads an answer with an arrow (->) as a pair to match");
            }
            let right = text.answers.iter().map(|answer| format!("=%100%{}", escaped(answer)));
            let wrong = text.hints.iter().map(|(wrong, hint)| format!("=%0%{}#{}", escaped(wrong), html(hint)));
            right.chain(wrong).collect::<Vec<_>>().join(" ")
        }
        Interaction::Number(number) => {
            let right = format!("=%100%{}:{}", number.answer, number.tolerance);
            let wrong = number.hints.iter().map(|(wrong, hint)| format!("=%0%{wrong}:0#{}", html(hint)));
            format!("#{}", [right].into_iter().chain(wrong).collect::<Vec<_>>().join(" "))
        }
        Interaction::Translate { .. } => String::new(),
        Interaction::Order(_) => return Err("GIFT has no questions about an order"),
        Interaction::Survey(_) => return Err("GIFT has no questions without a right answer"),
    };
    Ok(format!("{asked} {{{answers}{general}}}"))
}

fn one_of(choices: &[Choice], html: &dyn Fn(&str) -> String) -> String {
    let choice = |choice: &Choice| {
        let mark = if choice.correct { '=' } else { '~' };
        format!("{mark}{}{}", html(&choice.text), feedback(choice, html))
    };
    choices.iter().map(choice).collect::<Vec<_>>().join(" ")
}

/// Right choices share the whole, wrong ones take a share away, as here; Moodle
/// knows only fractions that it has in its list, thirds with five decimals.
fn some_of(choices: &[Choice], html: &dyn Fn(&str) -> String) -> String {
    let share = share(choices);
    let choice = |choice: &Choice| {
        let sign = if choice.correct { "" } else { "-" };
        format!("~%{sign}{share}%{}{}", html(&choice.text), feedback(choice, html))
    };
    choices.iter().map(choice).collect::<Vec<_>>().join(" ")
}

/// The part of the whole that one right choice is worth, in percent.
pub(super) fn share(choices: &[Choice]) -> String {
    let right = choices.iter().filter(|choice| choice.correct).count().max(1);
    let share = format!("{:.5}", 100.0 / right as f64);
    share.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn feedback(choice: &Choice, html: &dyn Fn(&str) -> String) -> String {
    if choice.feedback.is_empty() { String::new() } else { format!("#{}", html(&choice.feedback)) }
}

/// The reasons of rows have no place in GIFT.
fn feedback_lost(entry: &Entry, item: &QuizItem, diagnostics: &mut Diagnostics) {
    let whys = match &item.question.interaction {
        Interaction::Match(pairs) => pairs.iter().any(|pair| !pair.why.is_empty()),
        Interaction::Whose(items) => items.iter().any(|item| !item.why.is_empty()),
        _ => false,
    };
    let message = match &item.question.interaction {
        _ if whys => "GIFT has no place for the reasons of the rows",
        Interaction::Translate { .. } => "GIFT has no place for the model answer and what a good answer has",
        _ => return,
    };
    lost(diagnostics, entry, asked_at(entry, item), message.to_owned(), "say it in the explanation");
}

fn without_pictures(html: &str) -> String {
    super::tidy::tidy(html, &mut NoPictures)
}

struct NoPictures;

impl super::tidy::Places for NoPictures {
    fn picture(&mut self, _: &str) -> Option<String> {
        None
    }
    fn link(&mut self, href: &str) -> Option<String> {
        Some(href.to_owned())
    }
}

/// Text in which GIFT's own signs mean nothing, on one line.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.trim().chars() {
        match c {
            '~' | '=' | '#' | '{' | '}' | ':' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            c => out.push(c),
        }
    }
    out
}
