//! The HTML of a question: native controls, feedback, and the answer for those without
//! JavaScript and for paper.

mod answer;
mod controls;
#[cfg(test)]
mod tests;

use super::key::{in_script, key, kind};
use super::shuffle::shuffled;
use crate::entry::question::{Choice, Interaction, Question};
use crate::markdown::html::escaped;
use std::cell::OnceCell;
use std::fmt::Write as _;

/// What a form needs to know besides its question.
pub struct FormContext<'a> {
    /// Which question of how many, if it stands in a row of them.
    pub number: Option<(usize, usize)>,
    /// Renders Markdown to HTML that may stand in a line.
    pub inline: &'a dyn Fn(&str) -> String,
    /// Renders Markdown to HTML blocks.
    pub block: &'a dyn Fn(&str) -> String,
    /// Id and label of every team, in the book's order.
    pub teams: &'a [(String, String)],
    /// The words of the page by key, as plain text; [`super::english`] by default.
    pub strings: &'a dyn Fn(&str) -> String,
    /// Address and title of the quiz this question is borrowed from.
    pub bank: Option<(String, String)>,
    /// Keeps ids and names apart when a page shows the same question twice; mostly empty.
    pub instance: &'a str,
}

/// The form of a question.
///
/// It has the class `q`, the id `q-<question id>` and, if there is one, `-<instance>`.
/// Without `quiz.js` it shows the question and a closed answer. Choices, items to order
/// and right sides are shuffled by the question's id; choices keep their order when the
/// question says so, when there are two of them, and in a survey.
pub fn form(question: &Question, context: &FormContext<'_>) -> String {
    Maker::new(question, context).form()
}

/// Whether the choices of a question are shown as they were written: two stay
/// (true and false), and so do those that the author or a survey keeps.
pub fn keeps_order(question: &Question) -> bool {
    question.keep_order
        || match &question.interaction {
            Interaction::Single(choices) | Interaction::Predict { choices, .. } => choices.len() == 2,
            Interaction::Survey(_) => true,
            _ => false,
        }
}

/// The order in which the choices of a question are shown.
pub fn choice_order(question: &Question, len: usize) -> Vec<usize> {
    if keeps_order(question) { (0..len).collect() } else { shuffled(len, &question.id) }
}

/// The answer of a question with the reasons and the explanation, for a key on paper;
/// empty for a survey without explanation.
pub fn answer(question: &Question, context: &FormContext<'_>) -> String {
    Maker::new(question, context).answer()
}

/// Where `quiz.js` keeps the score of the forms in the same `.quiz`; hidden without it.
pub fn score_panel(strings: &dyn Fn(&str) -> String) -> String {
    let word = |key: &str| escaped(&strings(key));
    format!(
        "<section class=\"quiz-score\" aria-label=\"{}\" hidden><p class=\"small\">{}</p><output></output>\
         <progress value=\"0\" max=\"1\" aria-label=\"{}\"></progress><p class=\"quiz-left\"></p>\
         <button type=\"button\" class=\"btn quiz-again\">{}</button></section>",
        word("quiz.so_far"),
        word("quiz.so_far"),
        word("quiz.so_far"),
        word("quiz.again")
    )
}

/// Writes one form.
struct Maker<'a> {
    question: &'a Question,
    context: &'a FormContext<'a>,
    /// What every id and name of this form begins with, safe in attributes.
    base: String,
    /// What [`Maker::told`] found out: it stands with the controls and in the answer.
    choices: OnceCell<Vec<(String, String)>>,
}

impl<'a> Maker<'a> {
    fn new(question: &'a Question, context: &'a FormContext<'a>) -> Maker<'a> {
        let mut base = format!("q-{}", escaped(&question.id));
        if !context.instance.is_empty() {
            base = format!("{base}-{}", escaped(context.instance));
        }
        Maker { question, context, base, choices: OnceCell::new() }
    }

    /// The words of each choice and what there is to say to it, as HTML.
    fn told(&self, choices: &[Choice]) -> &[(String, String)] {
        let tell = |choice: &Choice| (self.inline(&choice.text), self.block(&choice.feedback));
        self.choices.get_or_init(|| choices.iter().map(tell).collect())
    }

    fn form(&self) -> String {
        let (base, id) = (&self.base, escaped(&self.question.id));
        let interaction = &self.question.interaction;
        let hint = self.hint();
        let described = if hint.is_empty() { String::new() } else { format!(" aria-describedby=\"{base}-hint\"") };
        let mut out = format!(
            "<form class=\"q\" id=\"{base}\" data-id=\"{id}\" data-kind=\"{}\" autocomplete=\"off\">\n\
             <fieldset class=\"q-ask\"{described}><legend>{}{}</legend>\n",
            kind(interaction),
            self.above(),
            self.inline(&self.question.stem),
        );
        if !self.question.scenario.trim().is_empty() {
            let _ = writeln!(out, "<div class=\"q-scenario\">{}</div>", self.block(&self.question.scenario));
        }
        if !hint.is_empty() {
            let _ = writeln!(out, "<p class=\"q-hint\" id=\"{base}-hint\">{hint}</p>");
        }
        self.controls(&mut out);
        out.push_str("</fieldset>\n");
        self.buttons(&mut out);
        let _ = writeln!(out, "<p role=\"status\" class=\"fb js-only\"></p>");
        let answer = self.answer();
        if !answer.is_empty() {
            let summary = self.word("quiz.answer");
            let _ = writeln!(
                out,
                "<details class=\"nojs\" id=\"{base}-answer\"><summary>{summary}</summary>{answer}</details>"
            );
        }
        if let Some((href, title)) = &self.context.bank {
            let link = format!("<a href=\"{}\">{}</a>", escaped(href), escaped(title));
            let _ = writeln!(out, "<p class=\"q-bank\">{}</p>", self.word("quiz.bank").replace("{title}", &link));
        }
        let key = in_script(&key(self.question));
        let _ = write!(out, "<script type=\"application/json\" class=\"q-data\">{key}</script>\n</form>\n");
        out
    }

    /// The small print over the stem: which question it is, and for whom one answers.
    fn above(&self) -> String {
        let mut parts = Vec::new();
        if let Some((n, total)) = self.context.number {
            let text = self.word("quiz.number").replace("{n}", &n.to_string());
            parts.push(text.replace("{total}", &total.to_string()));
        }
        let predicted = match &self.question.interaction {
            Interaction::Predict { team, .. } => Some(team),
            _ => None,
        };
        if let Some(team) = self.question.perspective.as_ref().or(predicted) {
            parts.push(self.word("quiz.shoes").replace("{team}", &self.team(team)));
        }
        if parts.is_empty() { String::new() } else { format!("<small>{}</small> ", parts.join(" · ")) }
    }

    /// What is to be done, where the controls alone do not say it.
    fn hint(&self) -> String {
        let count = |key: &str, n: usize| self.word(key).replace("{n}", &n.to_string());
        match &self.question.interaction {
            Interaction::Multiple(choices) => {
                count("quiz.choose_n", choices.iter().filter(|choice| choice.correct).count())
            }
            Interaction::Order(items) => count("quiz.order_hint", items.len()),
            _ => String::new(),
        }
    }

    fn buttons(&self, out: &mut String) {
        let base = &self.base;
        let word = |key: &str| self.word(key);
        let kind = &self.question.interaction;
        let check = match kind {
            Interaction::Survey(_) => word("quiz.save"),
            Interaction::Translate { .. } => word("quiz.compare"),
            _ => word("quiz.check"),
        };
        let _ = write!(
            out,
            "<div class=\"go\"><button type=\"submit\" class=\"btn pri js-only\" disabled>{check}</button>\
             <button type=\"button\" class=\"btn q-retry js-only\" hidden>{}</button>",
            word("quiz.retry")
        );
        if !matches!(kind, Interaction::Survey(_) | Interaction::Translate { .. }) {
            let _ = write!(
                out,
                "<button type=\"button\" class=\"btn q-show js-only\" aria-expanded=\"false\" \
                 aria-controls=\"{base}-answer\" hidden>{}</button>\
                 <fieldset class=\"sure js-only\"><legend>{}</legend>",
                word("quiz.show"),
                word("quiz.sure")
            );
            for sure in ["guess", "fair", "certain"] {
                let text = self.word(&format!("quiz.{sure}"));
                let _ = write!(
                    out,
                    "<label><input type=\"radio\" name=\"{base}-sure\" value=\"{sure}\"><span>{text}</span></label>"
                );
            }
            out.push_str("</fieldset>");
        }
        out.push_str("</div>\n");
    }

    /// A word of the page, safe in HTML.
    fn word(&self, key: &str) -> String {
        escaped(&(self.context.strings)(key))
    }

    /// The label of a team, safe in HTML; its id if the book does not know it.
    fn team(&self, id: &str) -> String {
        let known = self.context.teams.iter().find(|(known, _)| known == id);
        escaped(known.map_or(id, |(_, label)| label))
    }

    fn inline(&self, markdown: &str) -> String {
        (self.context.inline)(markdown)
    }

    /// Blocks, or nothing.
    fn block(&self, markdown: &str) -> String {
        if markdown.trim().is_empty() { String::new() } else { (self.context.block)(markdown).trim().to_owned() }
    }
}
