//! The HTML of a question: native controls, feedback, and the answer for those without
//! JavaScript and for paper.

mod answer;
mod controls;
#[cfg(test)]
mod tests;

use super::key::{in_script, kind};
use super::shuffle::shuffled;
use super::strings::filled;
use crate::entry::question::{Choice, Interaction, Question};
use crate::markdown::html::escaped;
use std::borrow::Cow;
use std::cell::OnceCell;

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
    pub strings: &'a dyn Fn(&'static str) -> Cow<'a, str>,
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
pub fn score_panel<'a>(strings: &dyn Fn(&'static str) -> Cow<'a, str>) -> String {
    let word = |key| safe(strings(key));
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

/// Words that may stand in HTML; few have to be copied for that.
fn safe(words: Cow<'_, str>) -> Cow<'_, str> {
    match words.bytes().any(|byte| matches!(byte, b'&' | b'<' | b'>' | b'"')) {
        true => escaped(&words).into(),
        false => words,
    }
}

/// Writes pieces one after the other. A question has a hundred of them, and formatting
/// costs more than what it writes.
fn put(out: &mut String, pieces: &[&str]) {
    pieces.iter().for_each(|piece| out.push_str(piece));
}

/// Writes one form.
struct Maker<'a, 'w> {
    question: &'a Question,
    context: &'a FormContext<'w>,
    /// What every id and name of this form begins with, safe in attributes.
    base: String,
    /// What [`Maker::told`] found out: it stands with the controls and in the answer.
    choices: OnceCell<Vec<(String, String)>>,
}

impl<'a, 'w> Maker<'a, 'w> {
    fn new(question: &'a Question, context: &'a FormContext<'w>) -> Maker<'a, 'w> {
        let mut base = "q-".to_owned() + &escaped(&question.id);
        if !context.instance.is_empty() {
            put(&mut base, &["-", &escaped(context.instance)]);
        }
        Maker { question, context, base, choices: OnceCell::new() }
    }

    /// The words of each choice and what there is to say to it, as HTML.
    fn told(&self, choices: &[Choice]) -> &[(String, String)] {
        let tell = |choice: &Choice| (self.inline(&choice.text), self.block(&choice.feedback));
        self.choices.get_or_init(|| choices.iter().map(tell).collect())
    }

    fn form(&self) -> String {
        let (base, id) = (self.base.as_str(), escaped(&self.question.id));
        let (kind, hint, above) = (kind(&self.question.interaction), self.hint(), self.above());
        let described =
            if hint.is_empty() { String::new() } else { [" aria-describedby=\"", base, "-hint\""].concat() };
        let mut out = String::with_capacity(4096);
        let head = ["<form class=\"q\" id=\"", base, "\" data-id=\"", &id, "\" data-kind=\"", kind];
        put(&mut out, &head);
        put(&mut out, &["\" autocomplete=\"off\">\n<fieldset class=\"q-ask\"", &described, "><legend>", &above]);
        put(&mut out, &[&self.inline(&self.question.stem), "</legend>\n"]);
        if !self.question.scenario.trim().is_empty() {
            put(&mut out, &["<div class=\"q-scenario\">", &self.block(&self.question.scenario), "</div>\n"]);
        }
        if !hint.is_empty() {
            put(&mut out, &["<p class=\"q-hint\" id=\"", base, "-hint\">", &hint, "</p>\n"]);
        }
        self.controls(&mut out);
        out.push_str("</fieldset>\n");
        self.buttons(&mut out);
        out.push_str("<p role=\"status\" class=\"fb js-only\"></p>\n");
        let answer = self.answer();
        if !answer.is_empty() {
            let summary = self.word("quiz.answer");
            put(&mut out, &["<details class=\"nojs\" id=\"", base, "-answer\"><summary>", &summary, "</summary>"]);
            put(&mut out, &[&answer, "</details>\n"]);
        }
        if let Some((href, title)) = &self.context.bank {
            let link = ["<a href=\"", &escaped(href), "\">", &escaped(title), "</a>"].concat();
            put(&mut out, &["<p class=\"q-bank\">", &self.filled("quiz.bank", &[("title", &link)]), "</p>\n"]);
        }
        let key = in_script(self.question);
        put(&mut out, &["<script type=\"application/json\" class=\"q-data\">", &key, "</script>\n</form>\n"]);
        out
    }

    /// The small print over the stem: which question it is, and for whom one answers.
    fn above(&self) -> String {
        let mut parts = Vec::new();
        if let Some((n, total)) = self.context.number {
            parts.push(self.filled("quiz.number", &[("n", &n.to_string()), ("total", &total.to_string())]));
        }
        let predicted = match &self.question.interaction {
            Interaction::Predict { team, .. } => Some(team),
            _ => None,
        };
        if let Some(team) = self.question.perspective.as_ref().or(predicted) {
            parts.push(self.filled("quiz.shoes", &[("team", &self.team(team))]));
        }
        if parts.is_empty() { String::new() } else { ["<small>", &parts.join(" · "), "</small> "].concat() }
    }

    /// What is to be done, where the controls alone do not say it.
    fn hint(&self) -> String {
        let count = |key, n: usize| self.filled(key, &[("n", &n.to_string())]);
        match &self.question.interaction {
            Interaction::Multiple(choices) => {
                count("quiz.choose_n", choices.iter().filter(|choice| choice.correct).count())
            }
            Interaction::Order(items) => count("quiz.order_hint", items.len()),
            _ => String::new(),
        }
    }

    fn buttons(&self, out: &mut String) {
        let base = self.base.as_str();
        let word = |key| self.word(key);
        let kind = &self.question.interaction;
        let check = match kind {
            Interaction::Survey(_) => word("quiz.save"),
            Interaction::Translate { .. } => word("quiz.compare"),
            _ => word("quiz.check"),
        };
        put(
            out,
            &["<div class=\"go\"><button type=\"submit\" class=\"btn pri js-only\" disabled>", &check, "</button>"],
        );
        put(out, &["<button type=\"button\" class=\"btn q-retry js-only\" hidden>", &word("quiz.retry"), "</button>"]);
        if !matches!(kind, Interaction::Survey(_) | Interaction::Translate { .. }) {
            out.push_str(
                "<button type=\"button\" class=\"btn q-show js-only\" aria-expanded=\"false\" aria-controls=\"",
            );
            put(
                out,
                &[base, "-answer\" hidden>", &word("quiz.show"), "</button><fieldset class=\"sure js-only\"><legend>"],
            );
            put(out, &[&word("quiz.sure"), "</legend>"]);
            for (sure, key) in [("guess", "quiz.guess"), ("fair", "quiz.fair"), ("certain", "quiz.certain")] {
                put(out, &["<label><input type=\"radio\" name=\"", base, "-sure\" value=\"", sure, "\"><span>"]);
                put(out, &[&word(key), "</span></label>"]);
            }
            out.push_str("</fieldset>");
        }
        out.push_str("</div>\n");
    }

    /// A word of the page, safe in HTML.
    fn word(&self, key: &'static str) -> Cow<'w, str> {
        safe((self.context.strings)(key))
    }

    /// A word of the page with something filled in that is safe in HTML.
    fn filled(&self, key: &'static str, values: &[(&str, &str)]) -> String {
        filled(&self.word(key), values)
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
