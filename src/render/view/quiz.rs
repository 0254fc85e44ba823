//! The page of a quiz.

use super::frame::{About, Frame, Neighbours, UsedOn, about, entry, neighbours, used_on};
use super::{Anchor, Card, Maker, forms};
use crate::entry::{EntryData, Kind, Quiz, Relation};
use crate::render::body::{Section, all_as_html, as_html, sections};
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
    /// What is no question, before the first one and after it.
    before: Vec<Section>,
    #[serde(serialize_with = "all_as_html")]
    questions: Vec<String>,
    after: Vec<Section>,
    #[serde(serialize_with = "as_html")]
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
    let (before, after) = around(maker, ix, quiz, &links);
    let mut frame = entry(maker, ix, links.cards());
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
        before,
        questions,
        after,
        score: score_html(maker),
        module: module.map(|ix| maker.anchor(ix)),
        objectives: module.map(|ix| objectives(maker, ix)).unwrap_or_default(),
        terms: maker.cards_out(ix, Relation::Tests),
        form,
        used_on: used_on(maker, ix, &[Relation::Quiz]),
    }
}

/// What a quiz says beside its questions, before the first one and after it: most say
/// nothing, so it is looked whether they do before it is made.
fn around(maker: &Maker<'_>, ix: Ix, quiz: &Quiz, links: &PageLinks<'_>) -> (Vec<Section>, Vec<Section>) {
    let entry = maker.site.entry(ix);
    let (headings, text) = (&entry.document.headings, entry.file.text.as_str());
    let is_question = |heading: usize| quiz.questions.iter().any(|item| item.heading == heading);
    let first = headings.iter().find(|heading| heading.top).map_or(text.len(), |heading| heading.span.start as usize);
    let others = headings.iter().enumerate().any(|(at, heading)| heading.top && heading.level <= 2 && !is_question(at));
    if text[entry.document.body..first].trim().is_empty() && !others {
        return Default::default();
    }
    let all = sections(links.parts(), headings, 2);
    let asks = |section: &Section| section.heading.is_some_and(is_question);
    let first = all.iter().position(asks).unwrap_or(all.len());
    let (before, after) =
        all.into_iter().enumerate().filter(|(_, section)| !asks(section)).partition(|(at, _)| *at < first);
    let only = |some: Vec<(usize, Section)>| some.into_iter().map(|(_, section)| section).collect();
    (only(before), only(after))
}

fn objectives(maker: &Maker<'_>, module: Ix) -> Vec<String> {
    match &maker.site.entry(module).data {
        EntryData::Module(module) => {
            module.objectives.iter().map(|objective| maker.text(&objective.text.value)).collect()
        }
        _ => Vec::new(),
    }
}
