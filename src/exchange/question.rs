//! Questions of other programs as a quiz of ours.

use super::{Ask, Taken};
use crate::data::{Value, plain_or_quoted};
use crate::entry::{Kind, slug_of, valid_slug};
use crate::record::{Record, Sort};
use std::collections::BTreeSet;
use std::fmt::Write;

/// A question. Words are Markdown.
pub(super) struct Asked {
    /// The place in the source.
    pub(super) at: String,
    /// What it is called there; may be empty.
    pub(super) name: String,
    /// What is asked, on one line.
    pub(super) stem: String,
    /// What is told before; may be empty.
    pub(super) scenario: String,
    /// What is told afterwards; may be empty.
    pub(super) explanation: String,
    /// How it is answered.
    pub(super) way: Way,
}

impl Asked {
    /// Whether readers who are wrong are not told why.
    fn is_bare(&self) -> bool {
        let wrong = |choice: &Choice| !choice.right && choice.feedback.is_empty();
        self.explanation.is_empty() || matches!(&self.way, Way::Choices(choices) if choices.iter().any(wrong))
    }
}

/// How a question is answered.
pub(super) enum Way {
    Choices(Vec<Choice>),
    Pairs(Vec<(String, String)>),
    Typed { answers: Vec<String>, hints: Vec<(String, String)> },
    Number { answer: String, tolerance: String, hints: Vec<(String, String)> },
}

pub(super) struct Choice {
    pub(super) right: bool,
    pub(super) text: String,
    pub(super) feedback: String,
}

/// Banks of questions by title, one record each.
pub(super) fn bring(banks: Vec<(String, Vec<Asked>)>, ask: &Ask<'_>, taken: &mut Taken) {
    let mut ids = BTreeSet::new();
    for (title, questions) in banks {
        let title = if title.is_empty() { "Questions".to_owned() } else { title };
        let mut record =
            Record { sort: Sort::Entry(Kind::Quiz), slug: slug_of(&title), fields: Vec::new(), text: String::new() };
        if !valid_slug(&record.slug) {
            record.slug = slug_of(ask.name);
        }
        record.set("title", Value::Scalar(title));
        let at = questions.first().map_or_else(String::new, |asked| asked.at.clone());
        for asked in &questions {
            let id = id(asked, &mut ids);
            record.text.push_str(&written(asked, &id));
        }
        if questions.iter().any(Asked::is_bare) {
            record.set("status", Value::Scalar("draft".to_owned()));
            taken.lost(
                &at,
                format!("the bank `{}` is a draft until every question and every wrong choice says why", record.slug),
            );
        }
        taken.bring(at, record);
    }
}

/// A name that no other question has.
fn id(asked: &Asked, ids: &mut BTreeSet<String>) -> String {
    let named = slug_of(&asked.name);
    let words: Vec<String> = slug_of(&asked.stem).split('-').take(6).map(str::to_owned).collect();
    let base =
        [named, words.join("-"), "question".to_owned()].into_iter().find(|id| valid_slug(id)).unwrap_or_default();
    let numbered = (2..).map(|number| format!("{base}-{number}"));
    let free = [base.clone()].into_iter().chain(numbered).find(|id| !ids.contains(id)).unwrap_or_default();
    ids.insert(free.clone());
    free
}

fn written(asked: &Asked, id: &str) -> String {
    let mut out = format!("\n## {} {{#{id}}}\n\n```question\n", asked.stem);
    match &asked.way {
        Way::Typed { answers, hints } => {
            let answers: Vec<String> = answers.iter().map(|answer| plain_or_quoted(answer)).collect();
            let _ = writeln!(out, "answers: [{}]", answers.join(", "));
            hinted(hints, &mut out);
        }
        Way::Number { answer, tolerance, hints } => {
            let _ = writeln!(out, "answer: {answer}\ntolerance: {tolerance}");
            hinted(hints, &mut out);
        }
        Way::Choices(_) | Way::Pairs(_) => {}
    }
    out.push_str("```\n");
    if !asked.scenario.is_empty() {
        let _ = write!(out, "\n{}\n", asked.scenario);
    }
    match &asked.way {
        Way::Choices(choices) => {
            out.push('\n');
            for choice in choices {
                let _ = writeln!(out, "- [{}] {}", if choice.right { 'x' } else { ' ' }, choice.text);
                if !choice.feedback.is_empty() {
                    let _ = writeln!(out, "  > {}", choice.feedback);
                }
            }
        }
        Way::Pairs(pairs) => {
            let cell = |text: &str| text.replace('|', "\\|");
            out.push_str("\n| | |\n|---|---|\n");
            for (left, right) in pairs {
                let _ = writeln!(out, "| {} | {} |", cell(left), cell(right));
            }
        }
        Way::Typed { .. } | Way::Number { .. } => {}
    }
    if !asked.explanation.is_empty() {
        out.push('\n');
        for line in asked.explanation.lines() {
            let _ = writeln!(out, "{}", format!("> {line}").trim_end());
        }
    }
    out
}

fn hinted(hints: &[(String, String)], out: &mut String) {
    if !hints.is_empty() {
        let each = hints.iter().map(|(wrong, hint)| format!("{}: {}", plain_or_quoted(wrong), plain_or_quoted(hint)));
        let _ = writeln!(out, "hints: {{{}}}", each.collect::<Vec<_>>().join(", "));
    }
}
