//! What the learner touches.
//!
//! Values are the author's indexes, whatever the order on the page.

use super::{Maker, put};
use crate::entry::question::{Choice, Interaction, Number, Pair, ShortText, WhoseItem};
use crate::markdown::html::escaped;
use crate::quiz::form::choice_order;
use crate::quiz::key::alike;
use crate::quiz::shuffle::disordered;
use std::fmt::Write as _;

impl Maker<'_, '_> {
    /// The controls of the question, each with a hidden place for its feedback.
    pub(super) fn controls(&self, out: &mut String) {
        match &self.question.interaction {
            Interaction::Single(choices) | Interaction::Predict { choices, .. } => {
                self.choices(out, choices, "radio");
            }
            Interaction::Survey(choices) => self.choices(out, choices, "radio"),
            Interaction::Multiple(choices) => self.choices(out, choices, "checkbox"),
            Interaction::Order(items) => self.order(out, items),
            Interaction::Match(pairs) => self.pairs(out, pairs),
            Interaction::Whose(items) => self.whose(out, items),
            Interaction::ShortText(text) => self.short_text(out, text),
            Interaction::Number(number) => self.number(out, number),
            Interaction::Translate { rubric, .. } => self.translate(out, rubric),
        }
    }

    fn choices(&self, out: &mut String, choices: &[Choice], input: &str) {
        let base = &self.base;
        let told = self.told(choices);
        for at in choice_order(self.question, told.len()) {
            let (text, why) = &told[at];
            let value = at.to_string();
            put(out, &["<div class=\"opt\"><label><input type=\"", input, "\" name=\"", base, "\" value=\"", &value]);
            put(out, &["\"><span>", text, "</span></label>"]);
            reason(out, at, why);
            out.push_str("</div>\n");
        }
    }

    fn order(&self, out: &mut String, items: &[String]) {
        let base = &self.base;
        for at in disordered(&alike(items.iter()), &self.question.id) {
            let _ = write!(
                out,
                "<div class=\"row\"><label for=\"{base}-{at}\">{}</label>\
                 <select class=\"place\" id=\"{base}-{at}\" name=\"{base}-{at}\" data-at=\"{at}\">\
                 <option value=\"\">–</option>",
                self.inline(&items[at])
            );
            for place in 0..items.len() {
                let _ = write!(out, "<option value=\"{place}\">{}</option>", place + 1);
            }
            out.push_str("</select>");
            self.why(out, at, "");
            out.push_str("</div>\n");
        }
    }

    fn pairs(&self, out: &mut String, pairs: &[Pair]) {
        let base = &self.base;
        let class = alike(pairs.iter().map(|pair| &pair.right));
        let first: Vec<usize> = (0..pairs.len()).filter(|&row| class[row] == row).collect();
        let local: Vec<usize> = (0..first.len()).collect();
        let offered: Vec<(usize, String)> = disordered(&local, &self.question.id)
            .into_iter()
            .map(|at| (first[at], self.inline(&pairs[first[at]].right)))
            .collect();
        let option = |(at, html): &(usize, String)| format!("<option value=\"{at}\">{}</option>", without_tags(html));
        let options: String = offered.iter().map(option).collect();
        let words: Vec<&str> = offered.iter().map(|(_, html)| html.as_str()).collect();
        let _ = writeln!(out, "<p class=\"q-words\">{}</p>", words.join(" · "));
        let choose = self.word("quiz.choose");
        for (at, pair) in pairs.iter().enumerate() {
            let _ = write!(
                out,
                "<div class=\"row\"><label for=\"{base}-{at}\">{}</label>\
                 <select id=\"{base}-{at}\" name=\"{base}-{at}\" data-at=\"{at}\">\
                 <option value=\"\">{choose}</option>{options}</select>",
                self.inline(&pair.left)
            );
            self.why(out, at, &pair.why);
            out.push_str("</div>\n");
        }
    }

    fn whose(&self, out: &mut String, items: &[WhoseItem]) {
        let base = &self.base;
        for (at, item) in items.iter().enumerate() {
            let _ = write!(
                out,
                "<fieldset class=\"row\" data-at=\"{at}\"><legend>{}</legend><div class=\"side\">",
                self.inline(&item.text)
            );
            for (id, label) in self.context.teams {
                let (id, label) = (escaped(id), escaped(label));
                let _ = write!(
                    out,
                    "<label><input type=\"radio\" name=\"{base}-{at}\" value=\"{id}\"><span>{label}</span></label>"
                );
            }
            out.push_str("</div>");
            self.why(out, at, &item.why);
            out.push_str("</fieldset>\n");
        }
    }

    fn short_text(&self, out: &mut String, text: &ShortText) {
        let (base, label) = (&self.base, self.word("quiz.your_answer"));
        let _ = write!(
            out,
            "<div class=\"row text\"><label for=\"{base}-text\">{label}</label>\
             <input type=\"text\" id=\"{base}-text\" name=\"{base}-text\" autocomplete=\"off\" \
             autocapitalize=\"none\" spellcheck=\"false\">"
        );
        self.why(out, 0, "");
        out.push_str("</div>\n");
        self.hints(out, text.hints.iter().map(|(_, hint)| hint));
    }

    fn number(&self, out: &mut String, number: &Number) {
        let (base, label) = (&self.base, self.word("quiz.your_answer"));
        // A keypad for decimals has no minus on some phones.
        let mode = if number.answer < 0.0 { "text" } else { "decimal" };
        let unit = match number.unit.trim() {
            "" => self.word("quiz.digits"),
            unit => escaped(unit).into(),
        };
        let _ = write!(
            out,
            "<div class=\"row text\"><label for=\"{base}-text\">{label}</label><span class=\"value\">\
             <input type=\"text\" inputmode=\"{mode}\" id=\"{base}-text\" name=\"{base}-text\" \
             autocomplete=\"off\" aria-describedby=\"{base}-unit\"> \
             <span class=\"unit\" id=\"{base}-unit\">{unit}</span></span>"
        );
        self.why(out, 0, "");
        out.push_str("</div>\n");
        self.hints(out, number.hints.iter().map(|(_, hint)| hint));
    }

    fn translate(&self, out: &mut String, rubric: &[String]) {
        let (base, label) = (&self.base, self.word("quiz.your_version"));
        let _ = writeln!(
            out,
            "<div class=\"row text\"><label for=\"{base}-text\">{label}</label>\
             <textarea id=\"{base}-text\" name=\"{base}-text\" rows=\"4\"></textarea></div>"
        );
        if rubric.is_empty() {
            return;
        }
        let _ =
            writeln!(out, "<fieldset class=\"rubric js-only\" hidden><legend>{}</legend>", self.word("quiz.rubric"));
        for (at, line) in rubric.iter().enumerate() {
            let _ = writeln!(
                out,
                "<label><input type=\"checkbox\" name=\"{base}-rubric\" value=\"{at}\"><span>{}</span></label>",
                self.inline(line)
            );
        }
        out.push_str("</fieldset>\n");
    }

    /// The hidden place of the verdict on one part, and of what there is to say to it.
    fn why(&self, out: &mut String, at: usize, markdown: &str) {
        reason(out, at, &self.block(markdown));
    }

    /// What there is to say to known wrong answers.
    fn hints<'h>(&self, out: &mut String, hints: impl Iterator<Item = &'h String>) {
        for (at, hint) in hints.enumerate() {
            let _ = writeln!(out, "<div class=\"q-known\" data-hint=\"{at}\" hidden>{}</div>", self.block(hint));
        }
    }
}

/// The text of an HTML line, still escaped, for places where no element may stand.
fn without_tags(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let (mut inside, mut quote) = (false, None);
    for c in html.chars() {
        match (inside, quote) {
            (false, _) if c == '<' => inside = true,
            (false, _) => text.push(c),
            (true, Some(open)) => quote = quote.filter(|_| c != open),
            (true, None) if c == '"' || c == '\'' => quote = Some(c),
            (true, None) => inside = c != '>',
        }
    }
    text
}

/// The hidden place of a verdict, with what there is to say as HTML.
fn reason(out: &mut String, at: usize, html: &str) {
    put(out, &["<div class=\"why\" data-at=\"", &at.to_string(), "\" hidden>", html, "</div>"]);
}
