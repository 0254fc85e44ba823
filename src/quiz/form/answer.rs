//! The answer in full: the key, what there is to say to each choice, the explanation.

use super::{Maker, put};
use crate::entry::question::{Choice, Interaction};
use crate::markdown::html::escaped;
use std::fmt::Write as _;

impl Maker<'_, '_> {
    /// The key and the explanation; empty if there is neither.
    pub(super) fn answer(&self) -> String {
        let key = self.key();
        let mut out = if key.is_empty() { key } else { ["<div class=\"q-key\">", &key, "</div>"].concat() };
        let explanation = self.block(&self.question.explanation);
        if !explanation.is_empty() {
            put(&mut out, &["<div class=\"q-explain\">", &explanation, "</div>"]);
        }
        out
    }

    fn key(&self) -> String {
        match &self.question.interaction {
            Interaction::Single(choices) | Interaction::Multiple(choices) | Interaction::Predict { choices, .. } => {
                self.choices_key(choices)
            }
            Interaction::Order(items) => {
                let lines: String = items.iter().map(|item| format!("<li>{}</li>", self.inline(item))).collect();
                format!("<ol>{lines}</ol>")
            }
            Interaction::Match(pairs) => {
                let rows = pairs.iter().map(|pair| self.row(&pair.left, &self.inline(&pair.right), &pair.why));
                format!("<dl>{}</dl>", rows.collect::<String>())
            }
            Interaction::Whose(items) => {
                let rows = items.iter().map(|item| self.row(&item.text, &self.team(&item.team), &item.why));
                format!("<dl>{}</dl>", rows.collect::<String>())
            }
            Interaction::ShortText(text) => {
                let answers: Vec<String> =
                    text.answers.iter().map(|answer| format!("<b>{}</b>", escaped(answer))).collect();
                let hints = text.hints.iter().map(|(wrong, hint)| (escaped(wrong), hint));
                format!("<p>{}</p>{}", answers.join(&format!(" {} ", self.word("quiz.or"))), self.known(hints))
            }
            Interaction::Number(number) => {
                let unit = if number.unit.is_empty() { String::new() } else { format!(" {}", escaped(&number.unit)) };
                let around = if number.tolerance > 0.0 {
                    format!(", {}", self.filled("quiz.tolerance", &[("n", &number.tolerance.to_string())]))
                } else {
                    String::new()
                };
                let hints = number.hints.iter().map(|(wrong, hint)| (wrong.to_string(), hint));
                format!("<p><b>{}{unit}</b>{around}</p>{}", number.answer, self.known(hints))
            }
            Interaction::Translate { model, rubric } => {
                let mut out = format!("<p><b>{}</b></p>{}", self.word("quiz.model"), self.block(model));
                if !rubric.is_empty() {
                    let lines: String = rubric.iter().map(|line| format!("<li>{}</li>", self.inline(line))).collect();
                    let head = self.word("quiz.rubric");
                    let _ = write!(out, "<div class=\"q-rubric\"><p><b>{head}</b></p><ul>{lines}</ul></div>");
                }
                out
            }
            Interaction::Survey(_) => String::new(),
        }
    }

    /// Right choices first, then those that are not, each with its reason.
    fn choices_key(&self, choices: &[Choice]) -> String {
        let mut out = String::with_capacity(1024);
        out.push_str("<ul>");
        for (correct, class, sign, word) in
            [(true, "ok", "✓ ", "quiz.key_right"), (false, "no", "✕ ", "quiz.key_wrong")]
        {
            let word = self.word(word);
            let told = choices.iter().zip(self.told(choices)).filter(|(choice, _)| choice.correct == correct);
            for (_, (text, why)) in told {
                put(&mut out, &["<li class=\"", class, "\"><p><b>", sign, &word, ":</b> ", text, "</p>", why, "</li>"]);
            }
        }
        out + "</ul>"
    }

    fn row(&self, left: &str, right: &str, why: &str) -> String {
        format!("<dt>{}</dt><dd><p><b>{right}</b></p>{}</dd>", self.inline(left), self.block(why))
    }

    /// Known wrong answers and what there is to say to them; answers come escaped.
    fn known<'h>(&self, hints: impl Iterator<Item = (String, &'h String)>) -> String {
        let lines: String = hints
            .map(|(wrong, hint)| {
                let intro = self.filled("quiz.if_said", &[("answer", &format!("<b>{wrong}</b>"))]);
                format!("<li><p>{intro}</p>{}</li>", self.block(hint))
            })
            .collect();
        if lines.is_empty() { lines } else { format!("<ul>{lines}</ul>") }
    }
}
