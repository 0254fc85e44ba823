//! A question as HTML: complete and readable without scripts.

use super::links::PageLinks;
use super::view::Maker;
use crate::entry::question::{Choice, Interaction, Question};
use crate::markdown::html::escaped;
use std::fmt::Write;

/// How a question stands on its page.
#[derive(Debug, Clone, Copy)]
pub(super) struct Asked {
    /// Its number, from 1.
    pub(super) number: usize,
    /// Of how many, on the page of a quiz.
    pub(super) of: Option<usize>,
    /// The level of its heading.
    pub(super) level: u8,
}

/// A question as HTML.
pub(super) fn question_html(maker: &Maker<'_>, question: &Question, links: &PageLinks<'_>, asked: Asked) -> String {
    let strings = maker.strings();
    let number = match asked.of {
        Some(of) => strings.fill("quiz_page.number_of", &[("n", &asked.number.to_string()), ("of", &of.to_string())]),
        None => strings.fill("quiz_page.number", &[("n", &asked.number.to_string())]),
    };
    let Asked { level, .. } = asked;
    let mut html = format!(
        "<section class=\"q\" id=\"{}\"><h{level}><small>{}</small>{}</h{level}>\n{}",
        escaped(&question.id),
        escaped(&number),
        links.inline(&question.stem),
        links.blocks(&question.scenario),
    );
    html.push_str(&task(&question.interaction, links));
    let _ = write!(
        html,
        "<details><summary>{}</summary>{}{}</details></section>\n",
        escaped(strings.get("quiz_page.answer")),
        answer(&question.interaction, links),
        links.blocks(&question.explanation),
    );
    html
}

fn list<'a>(tag: &str, items: impl Iterator<Item = String> + 'a) -> String {
    let items: String = items.map(|item| format!("<li>{item}</li>")).collect();
    format!("<{tag}>{items}</{tag}>\n")
}

fn choices<'a>(choices: &'a [Choice], links: &'a PageLinks<'_>) -> impl Iterator<Item = String> + 'a {
    choices.iter().map(|choice| links.inline(&choice.text))
}

/// What the learner sees before answering.
fn task(interaction: &Interaction, links: &PageLinks<'_>) -> String {
    match interaction {
        Interaction::Single(all)
        | Interaction::Multiple(all)
        | Interaction::Survey(all)
        | Interaction::Predict { choices: all, .. } => list("ul", choices(all, links)),
        Interaction::Order(items) => {
            let mut sorted = items.clone();
            sorted.sort();
            list("ul", sorted.iter().map(|item| links.inline(item)))
        }
        Interaction::Match(pairs) => list("ul", pairs.iter().map(|pair| links.inline(&pair.left))),
        Interaction::Whose(items) => list("ul", items.iter().map(|item| links.inline(&item.text))),
        Interaction::Translate { rubric, .. } => list("ul", rubric.iter().map(|item| links.inline(item))),
        Interaction::ShortText(_) | Interaction::Number(_) => String::new(),
    }
}

/// What is right, and why.
fn answer(interaction: &Interaction, links: &PageLinks<'_>) -> String {
    match interaction {
        Interaction::Single(all) | Interaction::Multiple(all) | Interaction::Predict { choices: all, .. } => list(
            "ul",
            all.iter().map(|choice| {
                let mark = if choice.correct { "✓" } else { "✕" };
                format!("{mark} {}{}", links.inline(&choice.text), links.blocks(&choice.feedback))
            }),
        ),
        Interaction::Survey(_) => String::new(),
        Interaction::Order(items) => list("ol", items.iter().map(|item| links.inline(item))),
        Interaction::Match(pairs) => list(
            "ul",
            pairs.iter().map(|pair| {
                format!("{} → {} {}", links.inline(&pair.left), links.inline(&pair.right), links.blocks(&pair.why))
            }),
        ),
        Interaction::Whose(items) => list(
            "ul",
            items.iter().map(|item| {
                format!("{} → {} {}", links.inline(&item.text), escaped(&item.team), links.blocks(&item.why))
            }),
        ),
        Interaction::ShortText(text) => format!("<p>{}</p>", escaped(&text.answers.join(", "))),
        Interaction::Number(number) => format!("<p>{} {}</p>", number.answer, escaped(&number.unit)),
        Interaction::Translate { model, .. } => links.blocks(model),
    }
}
