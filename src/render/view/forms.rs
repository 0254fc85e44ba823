//! Forms that are filled in before and after a workshop: what their codes are made of.

use super::Maker;
use crate::entry::question::{Choice, Interaction, Question};
use crate::entry::{EntryData, Kind, Quiz, Relation};
use crate::markdown::fragment_text;
use crate::render::json;
use crate::site::Ix;
use crate::source::Hasher;
use serde::Serialize;

/// What a script needs to know of a form to write or to read codes.
#[derive(Debug, Serialize)]
struct Form {
    /// Twenty bits that say which questions, in which words, a code belongs to.
    digest: u32,
    slug: String,
    title: String,
    module: String,
    module_title: String,
    mode: &'static str,
    questions: Vec<Asked>,
}

#[derive(Debug, Serialize)]
struct Asked {
    id: String,
    kind: &'static str,
    n: usize,
    stem: String,
    objective: String,
    choices: Vec<String>,
    right: Vec<usize>,
}

/// Whether a quiz is filled in before or after a workshop.
pub(super) fn is_form(quiz: &Quiz) -> bool {
    matches!(quiz.mode, "pre" | "post")
}

/// The forms of a module, those before it first.
pub(super) fn forms_of(maker: &Maker<'_>, module: Ix) -> Vec<Ix> {
    let site = maker.site;
    let is_form = |ix: &Ix| matches!(&site.entry(*ix).data, EntryData::Quiz(quiz) if is_form(quiz));
    let mut forms: Vec<Ix> = site.into_by(module, Relation::Quiz).filter(is_form).collect();
    forms.sort_by_key(|ix| (mode(maker, *ix) != "pre", *ix));
    forms.dedup();
    forms
}

fn mode(maker: &Maker<'_>, ix: Ix) -> &'static str {
    match &maker.site.entry(ix).data {
        EntryData::Quiz(quiz) => quiz.mode,
        _ => "",
    }
}

/// Forms as JSON.
pub(super) fn forms_json(maker: &Maker<'_>, forms: &[Ix]) -> String {
    let forms: Vec<Form> = forms.iter().filter_map(|ix| form(maker, *ix)).collect();
    json::text(&forms)
}

fn form(maker: &Maker<'_>, ix: Ix) -> Option<Form> {
    let entry = maker.site.entry(ix);
    let EntryData::Quiz(quiz) = &entry.data else { return None };
    let module = quiz.module.as_ref().and_then(|name| maker.site.named(&name.value, Some(Kind::Module)));
    let objectives = module.map(|ix| &maker.site.entry(ix).data);
    let objective = |question: &Question| {
        let id = question.objective.as_deref()?;
        let Some(EntryData::Module(module)) = objectives else { return Some(id.to_owned()) };
        let found = module.objectives.iter().find(|objective| objective.id.value == id);
        Some(found.map_or_else(|| id.to_owned(), |objective| maker.text(&objective.text.value)))
    };
    let asked = |question: &Question| {
        let choices = choices(&question.interaction);
        Asked {
            id: question.id.clone(),
            kind: crate::quiz::kind(&question.interaction),
            n: choices.len(),
            stem: fragment_text(&question.stem),
            objective: objective(question).unwrap_or_default(),
            choices: choices.iter().map(|choice| fragment_text(&choice.text)).collect(),
            right: choices.iter().enumerate().filter(|(_, choice)| choice.correct).map(|(at, _)| at).collect(),
        }
    };
    Some(Form {
        digest: digest(&entry.id.slug, quiz),
        slug: entry.id.slug.clone(),
        title: maker.text(&entry.head.title.value),
        module: module.map(|ix| maker.site.entry(ix).id.slug.clone()).unwrap_or_default(),
        module_title: module.map(|ix| maker.anchor(ix).title).unwrap_or_default(),
        mode: quiz.mode,
        questions: quiz.questions.iter().map(|item| asked(&item.question)).collect(),
    })
}

/// Another word in a question, and old codes are refused: they answered something else.
fn digest(slug: &str, quiz: &Quiz) -> u32 {
    let mut hasher = Hasher::new();
    hasher.part(slug).part(quiz.mode);
    for item in &quiz.questions {
        let question = &item.question;
        hasher.part(&question.id).part(&question.stem).part(&question.scenario);
        hasher.part(format!("{:?}", question.interaction));
    }
    (hasher.finish().0 & 0xf_ffff) as u32
}

fn choices(interaction: &Interaction) -> &[Choice] {
    match interaction {
        Interaction::Single(choices)
        | Interaction::Multiple(choices)
        | Interaction::Survey(choices)
        | Interaction::Predict { choices, .. } => choices,
        _ => &[],
    }
}
