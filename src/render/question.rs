//! Questions as forms: what [`crate::quiz`] needs, from the page it stands on.

use super::links::PageLinks;
use super::view::Maker;
use crate::entry::question::Question;
use crate::markdown::html::escaped;
use crate::quiz::{FormContext, answer, english, form, score_panel};
use std::borrow::Cow;

/// How a question stands on its page.
#[derive(Debug, Clone)]
pub(super) struct Asked {
    /// Its number, from 1, and how many there are.
    pub(super) number: (usize, usize),
    /// On a page other than its quiz's: address and title of the quiz.
    pub(super) borrowed: Option<(String, String)>,
}

/// A question as HTML. On the page of its quiz it can be linked to by its id.
pub(super) fn question_html(maker: &Maker<'_>, question: &Question, links: &PageLinks<'_>, asked: Asked) -> String {
    let home = asked.borrowed.is_none();
    let teams: Vec<(String, String)> =
        maker.site.config.teams.iter().map(|team| (team.id.clone(), team.label.clone())).collect();
    let context = FormContext {
        number: Some(asked.number),
        inline: &|markdown| links.inline(markdown),
        block: &|markdown| links.blocks(markdown),
        teams: &teams,
        strings: &|key| words(maker, key),
        bank: asked.borrowed,
        instance: "",
    };
    let mut form = form(question, &context);
    let report = maker.report(&question.id);
    if let Some(end) = form.rfind("</form>").filter(|_| !report.is_empty()) {
        let words = escaped(maker.strings().get("foot.report"));
        form.insert_str(end, &format!("<p class=\"q-bank\"><a href=\"{}\">{words}</a></p>\n", escaped(&report)));
    }
    if home { format!("<div id=\"{}\">{form}</div>\n", escaped(&question.id)) } else { form }
}

/// The key of a question, its reasons and its explanation, for paper.
pub(super) fn answer_html(maker: &Maker<'_>, question: &Question, links: &PageLinks<'_>) -> String {
    let teams: Vec<(String, String)> =
        maker.site.config.teams.iter().map(|team| (team.id.clone(), team.label.clone())).collect();
    let context = FormContext {
        number: None,
        inline: &|markdown| links.inline(markdown),
        block: &|markdown| links.blocks(markdown),
        teams: &teams,
        strings: &|key| words(maker, key),
        bank: None,
        instance: "key",
    };
    answer(question, &context)
}

/// Where the score of the questions on a page is shown.
pub(super) fn score_html(maker: &Maker<'_>) -> String {
    score_panel(&|key| words(maker, key))
}

/// The words of the language file, English where it lacks them.
fn words<'a>(maker: &Maker<'a>, key: &'static str) -> Cow<'a, str> {
    maker.strings().find(key).unwrap_or_else(|| english(key)).into()
}
