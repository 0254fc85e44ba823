//! What makes a question fair: a key, reasons, and choices that differ.

use crate::diag::{Diagnostics, lint};
use crate::entry::module::objective_unknown;
use crate::entry::question::{Choice, Interaction};
use crate::entry::quiz::QuizItem;
use crate::entry::{Entry, EntryData, Kind, Quiz, normal_name};
use crate::markdown::fragment_text;
use crate::site::Site;
use crate::source::{Place, Span, Spanned};
use std::collections::{BTreeMap, BTreeSet};

/// The rules for one question.
pub(super) fn question(entry: &Entry, item: &QuizItem, found: &mut Diagnostics) {
    let heading = &entry.document.headings[item.heading];
    if !item.has_id {
        let wanted = crate::entry::slug_of(&heading.text).split('-').take(4).collect::<Vec<_>>().join("-");
        let end = Span::at(heading.inline.end as usize);
        found.push(
            Diagnostics::at(&entry.file.path, heading.inline, lint::QUESTION_ID, "this question has no id")
                .label("results are kept by id, so it must never change")
                .fix("give it one", Place::new(&entry.file.path, end), format!(" {{#{wanted}}}")),
        );
    }
    let survey = matches!(item.question.interaction, Interaction::Survey(_) | Interaction::Translate { .. });
    if !survey && item.question.explanation.trim().is_empty() {
        found.push(
            Diagnostics::at(
                &entry.file.path,
                heading.inline,
                lint::EXPLANATION_MISSING,
                "this question never says why",
            )
            .label("no explanation after the answer")
            .help("add a quote after the choices: `> Ask IT which layer holds the copy.`"),
        );
    }
    match &item.question.interaction {
        Interaction::Single(choices) | Interaction::Multiple(choices) | Interaction::Predict { choices, .. } => {
            self::choices(entry, item, choices, found);
        }
        Interaction::Order(items) => no_repeats(entry, item, items.iter().map(String::as_str), found),
        Interaction::Survey(choices) => {
            no_repeats(entry, item, choices.iter().map(|choice| choice.text.as_str()), found)
        }
        _ => {}
    }
}

fn choices(entry: &Entry, item: &QuizItem, choices: &[Choice], found: &mut Diagnostics) {
    let path = &entry.file.path;
    let place = |at: usize| item.choices.get(at).copied().unwrap_or(entry.document.headings[item.heading].inline);
    if choices.iter().all(|choice| choice.correct) && choices.len() > 1 {
        let message = "every choice of this question is marked as right";
        found.push(
            Diagnostics::at(path, place(0), lint::QUIZ_MANY_ANSWERS, message)
                .label("all have an x")
                .help("leave out the x of the wrong ones, or use `survey: true`"),
        );
    }
    no_repeats(entry, item, choices.iter().map(|choice| choice.text.as_str()), found);
    let mut reasons: BTreeMap<String, usize> = BTreeMap::new();
    for (at, choice) in choices.iter().enumerate() {
        points_at_others(path, place(at), &fragment_text(&choice.text), item.question.keep_order, found);
        let feedback = normal_name(&fragment_text(&choice.feedback));
        if feedback.is_empty() {
            if !choice.correct {
                let message =
                    format!("the wrong choice `{}` does not say why", shortened(&fragment_text(&choice.text)));
                found.push(
                    Diagnostics::at(path, place(at), lint::FEEDBACK_MISSING, message)
                        .label("no reason under it")
                        .help("add a quote under the choice, indented by two spaces: `  > …`"),
                );
            }
        } else if let Some(first) = reasons.insert(feedback, at) {
            found.push(
                Diagnostics::at(path, place(at), lint::FEEDBACK_DUPLICATE, "two choices have the same feedback")
                    .label("the same again")
                    .also(Place::new(path, place(first)), "first here")
                    .help("say what is sensible in this choice and what it would lead to"),
            );
        }
    }
}

fn no_repeats<'a>(entry: &Entry, item: &QuizItem, texts: impl Iterator<Item = &'a str>, found: &mut Diagnostics) {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let place = |at: usize| item.choices.get(at).copied().unwrap_or(entry.document.headings[item.heading].inline);
    for (at, text) in texts.enumerate() {
        if let Some(first) = seen.insert(normal_name(&fragment_text(text)), at) {
            found.push(
                Diagnostics::at(&entry.file.path, place(at), lint::CHOICE_DUPLICATE, "two choices read the same")
                    .label("the same again")
                    .also(Place::new(&entry.file.path, place(first)), "first here"),
            );
        }
    }
}

fn points_at_others(
    path: &crate::source::SourcePath,
    span: Span,
    text: &str,
    keep_order: bool,
    found: &mut Diagnostics,
) {
    let normal = normal_name(text.trim_end_matches('.'));
    let above = ["of the above", "of these", "of them"];
    let starts = |word: &str| above.iter().any(|rest| normal == format!("{word} {rest}"));
    let letters = normal.len() <= 10
        && matches!(normal.split(' ').collect::<Vec<_>>().as_slice(), [a, "and", b] | ["both", a, "and", b] if a.len() == 1 && b.len() == 1);
    if starts("all") || starts("both") || letters {
        found.push(
            Diagnostics::at(path, span, lint::ALL_OF_THE_ABOVE, format!("the choice `{text}` points at other choices"))
                .label("choices are shuffled, so nothing is above")
                .help("mark several choices as right instead"),
        );
    } else if starts("none") {
        let diagnostic = Diagnostics::at(
            path,
            span,
            lint::NONE_OF_THE_ABOVE,
            format!("the choice `{text}` says that no other is right"),
        )
        .label("teaches nothing")
        .help("write a wrong belief that people really have");
        found.push(if keep_order {
            diagnostic
        } else {
            diagnostic.note("choices are shuffled: add `shuffle: false` if you keep it")
        });
    }
}

fn shortened(text: &str) -> String {
    if text.chars().count() <= 40 {
        return text.to_owned();
    }
    text.chars().take(39).collect::<String>() + "…"
}

/// Question ids are unique in the whole book, since results are kept by id.
pub(super) fn ids(site: &Site, found: &mut Diagnostics) {
    let mut first: BTreeMap<&str, (&Entry, Span)> = BTreeMap::new();
    for (_, entry) in site.of_kind(Kind::Quiz) {
        let EntryData::Quiz(quiz) = &entry.data else { continue };
        for item in quiz.questions.iter().filter(|item| item.has_id) {
            let span = entry.document.headings[item.heading].inline;
            if let Some((other, place)) = first.insert(&item.question.id, (entry, span)) {
                found.push(
                    Diagnostics::at(
                        &entry.file.path,
                        span,
                        lint::QUESTION_ID,
                        format!("two questions have the id `{}`", item.question.id),
                    )
                    .label("used again here")
                    .also(Place::new(&other.file.path, place), "first used here"),
                );
            }
        }
    }
}

/// A question's objective is one of the module's.
pub(super) fn objectives(site: &Site, entry: &Entry, quiz: &Quiz, found: &mut Diagnostics) {
    let module = quiz.module.as_ref().and_then(|name| site.named(&name.value, Some(Kind::Module)));
    let Some(EntryData::Module(module)) = module.map(|ix| &site.entry(ix).data) else { return };
    let named = quiz.questions.iter().filter_map(|item| item.objective.as_ref());
    for objective in named.filter(|name| !module.objectives.iter().any(|objective| objective.id.value == name.value)) {
        found.push(objective_unknown(&entry.file.path, objective, &module.objectives));
    }
}

/// The questions before and after a module test the same objectives.
pub(super) fn forms(site: &Site, found: &mut Diagnostics) {
    let mut forms: BTreeMap<&str, [Option<&Entry>; 2]> = BTreeMap::new();
    for (_, entry) in site.of_kind(Kind::Quiz) {
        let EntryData::Quiz(quiz) = &entry.data else { continue };
        let form = match quiz.mode {
            "pre" => 0,
            "post" => 1,
            _ => continue,
        };
        if let Some(module) = &quiz.module {
            forms.entry(&module.value).or_default()[form] = Some(entry);
        }
    }
    for pair in forms.values() {
        let [Some(before), Some(after)] = pair else { continue };
        let (tested_before, tested_after) = (tested(before), tested(after));
        if tested_before == tested_after {
            continue;
        }
        let missing: Vec<&str> = tested_before.symmetric_difference(&tested_after).map(|name| name.as_str()).collect();
        found.push(
            Diagnostics::at(
                &after.file.path,
                after.head.title.span,
                lint::FORMS_DIFFER,
                "the questions before and after test different objectives",
            )
            .label(format!("only one of the two has: {}", missing.join(", ")))
            .also(Place::new(&before.file.path, before.head.title.span), "the form before")
            .help("give both forms a question on each of these objectives"),
        );
    }
}

fn tested(entry: &Entry) -> BTreeSet<String> {
    let EntryData::Quiz(quiz) = &entry.data else { return BTreeSet::new() };
    quiz.questions
        .iter()
        .filter_map(|item| item.objective.as_ref())
        .map(|name: &Spanned<String>| name.value.clone())
        .collect()
}
