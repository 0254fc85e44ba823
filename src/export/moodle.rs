//! Moodle XML: question banks with pictures, feedback and tags.

use super::content::{Pictures, Prose};
use super::gift::share;
use super::xml::{Element, el, text};
use super::{Job, Written, asked_at, lost};
use crate::diag::Diagnostics;
use crate::entry::Entry;
use crate::entry::question::{Choice, Interaction};
use crate::entry::quiz::QuizItem;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// What links to pictures begin with in Moodle's texts.
const FILES: &str = "@@PLUGINFILE@@/";

pub(super) fn write(job: &Job<'_>, diagnostics: &mut Diagnostics) -> Written {
    let mut quiz = el("quiz");
    for (entry, bank) in job.quizzes() {
        quiz = quiz.with(category(job, entry));
        for item in &bank.questions {
            let maker = Maker { job, entry, item, prose: Prose::new(job, entry, FILES) };
            quiz = quiz.with_all(maker.question(diagnostics));
        }
    }
    Ok(quiz.document())
}

/// The bank that the following questions are put into. The slashes of titles are doubled.
fn category(job: &Job<'_>, entry: &Entry) -> Element {
    let part = |text: &str| text.replace('/', "//").replace('\n', " ");
    let path = format!("$course$/top/{}/{}", part(&job.site.config.title), part(&entry.head.title.value));
    el("question")
        .at("type", "category")
        .with(el("category").with(text("text", &path)))
        .with(el("info").at("format", "html").with(text("text", &entry.head.summary)))
        .with(text("idnumber", &entry.id.slug))
}

struct Maker<'a> {
    job: &'a Job<'a>,
    entry: &'a Entry,
    item: &'a QuizItem,
    prose: Prose<'a>,
}

impl Maker<'_> {
    fn question(&self, diagnostics: &mut Diagnostics) -> Option<Element> {
        let question = &self.item.question;

        let (kind, answers) = match &question.interaction {
            Interaction::Single(choices) | Interaction::Predict { choices, .. } => {
                ("multichoice", self.choices(choices, true))
            }
            Interaction::Multiple(choices) => ("multichoice", self.choices(choices, false)),
            Interaction::Match(pairs) => {
                self.reasons_lost(pairs.iter().any(|pair| !pair.why.is_empty()), diagnostics);
                ("matching", pairs.iter().map(|pair| self.pair(&pair.left, &self.prose.words(&pair.right))).collect())
            }
            Interaction::Whose(items) => {
                self.reasons_lost(items.iter().any(|item| !item.why.is_empty()), diagnostics);
                ("matching", items.iter().map(|item| self.pair(&item.text, &self.team(&item.team))).collect())
            }
            // Core Moodle has no ordering before 4.4; places to match are in all.
            Interaction::Order(items) => (
                "matching",
                items.iter().enumerate().map(|(at, item)| self.pair(item, &(at + 1).to_string())).collect(),
            ),
            Interaction::ShortText(key) => {
                let right = key.answers.iter().map(|answer| self.typed(&literal(answer), "100", ""));
                let wrong = key.hints.iter().map(|(wrong, hint)| self.typed(&literal(wrong), "0", hint));
                ("shortanswer", [text("usecase", "0")].into_iter().chain(right).chain(wrong).collect())
            }
            Interaction::Number(key) => {
                let right =
                    self.typed(&key.answer.to_string(), "100", "").with(text("tolerance", &key.tolerance.to_string()));
                let wrong = key
                    .hints
                    .iter()
                    .map(|(wrong, hint)| self.typed(&wrong.to_string(), "0", hint).with(text("tolerance", "0")));
                ("numerical", [right].into_iter().chain(wrong).chain(units(&key.unit)).collect())
            }
            Interaction::Translate { model, rubric } => ("essay", self.essay(model, rubric)),
            Interaction::Survey(_) => {
                let message = "Moodle's question banks have no questions without a right answer".to_owned();
                lost(
                    diagnostics,
                    self.entry,
                    asked_at(self.entry, self.item),
                    message,
                    "make it a feedback activity in Moodle",
                );
                return None;
            }
        };
        let name = self.prose.words(&question.stem);
        let head = el("question")
            .at("type", kind)
            .with(el("name").with(text("text", &name)))
            .with(self.html("questiontext", &self.asked()))
            .with(self.html("generalfeedback", &self.explained()))
            .with(text("defaultgrade", "1"))
            .with(text("penalty", "0.3333333"))
            .with(text("hidden", "0"))
            .with(text("idnumber", &question.id));
        Some(head.with_all(answers).with(self.tags()))
    }

    /// The question and its scenario.
    fn asked(&self) -> String {
        let question = &self.item.question;
        let mut markdown = format!("**{}**", question.stem);
        if question.stem.contains("**") {
            markdown.clone_from(&question.stem);
        }
        if !question.scenario.is_empty() {
            markdown = format!("{markdown}\n\n{}", question.scenario);
        }
        markdown
    }

    fn explained(&self) -> String {
        self.item.question.explanation.clone()
    }

    fn choices(&self, choices: &[Choice], single: bool) -> Vec<Element> {
        let share = if single { "100".to_owned() } else { share(choices) };
        let choice = |choice: &Choice| {
            let fraction = match (choice.correct, single) {
                (true, _) => share.clone(),
                (false, true) => "0".to_owned(),
                (false, false) => format!("-{share}"),
            };
            self.html("answer", &choice.text).at("fraction", fraction).with(self.html("feedback", &choice.feedback))
        };
        let keep = crate::quiz::keeps_order(&self.item.question);
        let settings = [
            text("single", if single { "true" } else { "false" }),
            text("shuffleanswers", if keep { "false" } else { "true" }),
            text("answernumbering", "none"),
        ];
        settings.into_iter().chain(choices.iter().map(choice)).collect()
    }

    fn pair(&self, left: &str, right: &str) -> Element {
        self.html("subquestion", left).with(el("answer").with(text("text", right)))
    }

    fn typed(&self, answer: &str, fraction: &str, hint: &str) -> Element {
        el("answer")
            .at("fraction", fraction)
            .at("format", "plain_text")
            .with(text("text", answer))
            .with(self.html("feedback", hint))
    }

    fn essay(&self, model: &str, rubric: &[String]) -> Vec<Element> {
        let lines: Vec<String> = rubric.iter().map(|line| format!("- {line}")).collect();
        let for_graders = format!("{model}\n\n{}", lines.join("\n"));
        vec![
            text("responseformat", "editor"),
            text("responserequired", "1"),
            text("responsefieldlines", "10"),
            text("attachments", "0"),
            text("attachmentsrequired", "0"),
            self.html("graderinfo", &for_graders),
        ]
    }

    fn reasons_lost(&self, there: bool, diagnostics: &mut Diagnostics) {
        if there {
            let message = "Moodle has no place for the reasons of the rows".to_owned();
            lost(diagnostics, self.entry, asked_at(self.entry, self.item), message, "say it in the explanation");
        }
    }

    /// Text with the pictures it shows.
    fn html(&self, name: &'static str, markdown: &str) -> Element {
        let mut pictures = Pictures::default();
        let html = self.prose.blocks(markdown, &mut pictures);
        let file = |(name, bytes): (&str, &[u8])| {
            text("file", &STANDARD.encode(bytes)).at("name", name).at("path", "/").at("encoding", "base64")
        };
        el(name).at("format", "html").with(text("text", &html)).with_all(pictures.iter().map(file))
    }

    fn team(&self, id: &str) -> String {
        let config = &self.job.site.config;
        config.team(id).map_or_else(|| id.to_owned(), |at| config.teams[at].label.clone())
    }

    fn tags(&self) -> Element {
        let question = &self.item.question;
        let terms = self.item.terms.iter().map(|term| term.value.clone());
        let level = format!("{:?}", question.level).to_lowercase();
        el("tags").with_all(terms.chain([level]).map(|tag| el("tag").with(text("text", &tag))))
    }
}

/// In short answers a star stands for anything.
fn literal(answer: &str) -> String {
    answer.replace('*', "\\*")
}

fn units(unit: &str) -> Vec<Element> {
    if unit.is_empty() {
        return Vec::new();
    }
    let unit = el("unit").with(text("multiplier", "1")).with(text("unit_name", unit));
    // The unit is shown beside the field and needs not be typed.
    vec![el("units").with(unit), text("unitgradingtype", "0"), text("showunits", "3"), text("unitsleft", "0")]
}
