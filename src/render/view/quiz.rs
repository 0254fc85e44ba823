//! The page of a quiz.

use super::frame::{About, Frame, Neighbours, UsedOn, about, entry, neighbours, used_on};
use super::{Anchor, Card, Maker, forms};
use crate::entry::{EntryData, Kind, Quiz, Relation};
use crate::render::links::PageLinks;
use crate::render::question::{Asked, question_html, score_html};
use crate::site::Ix;
use serde::Serialize;

/// What `quiz.html` sees.
#[derive(Debug, Serialize)]
pub(in crate::render) struct QuizView {
    frame: Frame,
    about: About,
    neighbours: Neighbours,
    title: String,
    slug: String,
    summary: String,
    mode: &'static str,
    mode_label: String,
    questions: Vec<String>,
    score: String,
    module: Option<Anchor>,
    objectives: Vec<String>,
    terms: Vec<Card>,
    /// The form as JSON, for quizzes that are filled in before or after a workshop.
    form: Option<String>,
    used_on: Vec<UsedOn>,
}

pub(in crate::render) fn view(maker: &Maker<'_>, ix: Ix, quiz: &Quiz) -> QuizView {
    let site = maker.site;
    let links = PageLinks::own(site, ix);
    let count = quiz.questions.len();
    let questions = quiz.questions.iter().enumerate().map(|(at, item)| {
        let asked = Asked { number: (at + 1, count), borrowed: None };
        question_html(maker, &item.question, &links, asked)
    });
    let questions: Vec<String> = questions.collect();
    let module = quiz.module.as_ref().and_then(|name| site.named(&name.value, Some(Kind::Module)));
    let page = site.entry(ix);
    let mut frame = entry(maker, ix, &links);
    frame.questions = !questions.is_empty();
    let form = forms::is_form(quiz).then(|| forms::forms_json(maker, &[ix]));
    if form.is_some() {
        frame.kind = "form";
    }
    QuizView {
        frame,
        about: about(maker, ix),
        neighbours: neighbours(maker, ix),
        title: maker.text(&page.head.title.value),
        slug: page.id.slug.clone(),
        summary: maker.text(&page.head.summary),
        mode: quiz.mode,
        mode_label: maker.strings().get(&format!("quiz_mode.{}", quiz.mode)).to_owned(),
        questions,
        score: score_html(maker),
        module: module.map(|ix| maker.anchor(ix)),
        objectives: module.map(|ix| objectives(maker, ix)).unwrap_or_default(),
        terms: maker.cards_out(ix, Relation::Tests),
        form,
        used_on: used_on(maker, ix, &[Relation::Quiz]),
    }
}

fn objectives(maker: &Maker<'_>, module: Ix) -> Vec<String> {
    match &maker.site.entry(module).data {
        EntryData::Module(module) => {
            module.objectives.iter().map(|objective| maker.text(&objective.text.value)).collect()
        }
        _ => Vec::new(),
    }
}
