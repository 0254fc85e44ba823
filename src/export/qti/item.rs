//! One question as an assessment item.

use super::Version;
use crate::entry::Entry;
use crate::entry::question::{Choice, Interaction, Number, ShortText};
use crate::entry::quiz::QuizItem;
use crate::export::Job;
use crate::export::content::{Pictures, Prose};
use crate::export::xml::{Element, el, text};
use crate::quiz::keeps_order;

/// A name as identifiers have to be: a letter first.
pub(super) fn identifier(name: &str) -> String {
    let plain: String =
        name.chars().map(|c| if c.is_ascii_alphanumeric() || "-_.".contains(c) { c } else { '_' }).collect();
    if plain.starts_with(|c: char| c.is_ascii_alphabetic()) { plain } else { format!("q-{plain}") }
}

/// What depends on the sort of question.
struct Parts {
    declaration: Element,
    interaction: Element,
    /// How a response becomes a score; nothing where there is none.
    scoring: Vec<Element>,
    /// Feedback by identifier.
    feedback: Vec<(String, String)>,
}

pub(super) fn item(
    job: &Job<'_>,
    entry: &Entry,
    asked: &QuizItem,
    version: Version,
    pictures: &mut Pictures,
) -> Element {
    let question = &asked.question;
    let mut maker = Maker { job, asked, prose: Prose::new(job, entry, "media/"), pictures };
    let parts = maker.parts();
    let mut body = el("itemBody");
    if !question.scenario.is_empty() {
        body = body.with(el("div").raw(maker.blocks(&question.scenario)));
    }
    let explanation = maker.blocks(&question.explanation);
    let explained = (!explanation.is_empty()).then(|| ("explanation".to_owned(), explanation));
    let model = maker.model();
    let name = maker.prose.words(&question.stem);
    let feedback: Vec<(String, String)> = parts.feedback.into_iter().chain(explained).collect();
    el("assessmentItem")
        .at("identifier", identifier(&question.id))
        .at("title", name)
        .at("adaptive", "false")
        .at("timeDependent", "false")
        .at("xml:lang", &job.site.config.language)
        .with(parts.declaration)
        .with(outcome("SCORE", "single", "float").with(el("defaultValue").with(text("value", "0"))))
        .with(outcome("FEEDBACK", "multiple", "identifier"))
        .with(body.with_all(model).with(parts.interaction))
        .with(processing(parts.scoring, &feedback))
        .with_all(feedback.into_iter().map(|(id, html)| modal(version, &id, html)))
}

fn outcome(name: &str, cardinality: &str, base: &str) -> Element {
    el("outcomeDeclaration").at("identifier", name).at("cardinality", cardinality).at("baseType", base)
}

/// Feedback that is shown when its identifier is among those that were set.
fn modal(version: Version, id: &str, html: String) -> Element {
    let modal = el("modalFeedback").at("outcomeIdentifier", "FEEDBACK").at("identifier", id).at("showHide", "show");
    match version {
        Version::V21 => modal.with(el("div").raw(html)),
        Version::V30 => modal.with(el("contentBody").with(el("div").raw(html))),
    }
}

/// The score first, then the feedback: what was chosen, and the explanation.
fn processing(scoring: Vec<Element>, feedback: &[(String, String)]) -> Element {
    let explanation = feedback.iter().any(|(id, _)| id == "explanation");
    let explain = add_feedback(base("identifier", "explanation"));
    el("responseProcessing").with_all(scoring).with_all(explanation.then_some(explain))
}

fn add_feedback(what: Element) -> Element {
    let all = el("multiple").with(variable("FEEDBACK")).with(what);
    el("setOutcomeValue").at("identifier", "FEEDBACK").with(all)
}

fn variable(name: &str) -> Element {
    el("variable").at("identifier", name)
}

fn base(kind: &str, value: &str) -> Element {
    text("baseValue", value).at("baseType", kind)
}

fn score(value: Element) -> Element {
    el("setOutcomeValue").at("identifier", "SCORE").with(value)
}

/// Something that is done when a condition holds.
fn when(condition: Element, then: Element) -> Element {
    el("responseCondition").with(el("responseIf").with(condition).with(then))
}

fn all_or_nothing() -> Element {
    when(
        el("match").with(variable("RESPONSE")).with(el("correct").at("identifier", "RESPONSE")),
        score(base("float", "1")),
    )
}

fn declaration(cardinality: &str, base: &str, correct: &[String]) -> Element {
    let declaration =
        el("responseDeclaration").at("identifier", "RESPONSE").at("cardinality", cardinality).at("baseType", base);
    if correct.is_empty() {
        return declaration;
    }
    declaration.with(el("correctResponse").with_all(correct.iter().map(|value| text("value", value))))
}

/// What single parts of a response are worth, never less than nothing in all.
fn mapping(entries: impl IntoIterator<Item = Element>) -> Element {
    el("mapping").at("lowerBound", "0").at("upperBound", "1").at("defaultValue", "0").with_all(entries)
}

fn worth(key: &str, value: f64) -> Element {
    el("mapEntry").at("mapKey", key).at("mappedValue", value)
}

struct Maker<'a, 'b> {
    job: &'a Job<'a>,
    asked: &'a QuizItem,
    prose: Prose<'a>,
    pictures: &'b mut Pictures,
}

impl Maker<'_, '_> {
    fn blocks(&mut self, markdown: &str) -> String {
        self.prose.blocks(markdown, self.pictures)
    }

    fn line(&mut self, markdown: &str) -> String {
        self.prose.line(markdown, self.pictures)
    }

    fn prompt(&mut self) -> Element {
        el("prompt").raw(self.line(&self.asked.question.stem))
    }

    fn parts(&mut self) -> Parts {
        let asked = self.asked;
        match &asked.question.interaction {
            Interaction::Single(choices) | Interaction::Predict { choices, .. } => self.choices(choices, 1),
            Interaction::Multiple(choices) => self.choices(choices, 0),
            Interaction::Survey(choices) => self.choices(choices, 1),
            Interaction::Order(items) => self.order(items),
            Interaction::Match(pairs) => {
                let rows: Vec<[&str; 3]> =
                    pairs.iter().map(|pair| [pair.left.as_str(), &pair.right, &pair.why]).collect();
                self.pairs(&rows)
            }
            Interaction::Whose(items) => {
                let teams = &self.job.site.config.teams;
                let label = |id: &str| teams.iter().find(|team| team.id == id).map_or("", |team| team.label.as_str());
                let rows: Vec<[&str; 3]> =
                    items.iter().map(|item| [item.text.as_str(), label(&item.team), &item.why]).collect();
                self.pairs(&rows)
            }
            Interaction::ShortText(key) => self.short_text(key),
            Interaction::Number(key) => self.number(key),
            Interaction::Translate { .. } => Parts {
                declaration: declaration("single", "string", &[]),
                interaction: el("extendedTextInteraction").at("responseIdentifier", "RESPONSE").with(self.prompt()),
                scoring: Vec::new(),
                feedback: Vec::new(),
            },
        }
    }

    fn choices(&mut self, choices: &[Choice], most: usize) -> Parts {
        let id = |at: usize| format!("choice-{}", at + 1);
        let right: Vec<String> = (0..choices.len()).filter(|at| choices[*at].correct).map(id).collect();
        let mut declaration = declaration(if most == 1 { "single" } else { "multiple" }, "identifier", &right);
        let share = 1.0 / right.len().max(1) as f64;
        if most != 1 {
            let worth = |(at, choice): (usize, &Choice)| worth(&id(at), if choice.correct { share } else { -share });
            declaration = declaration.with(mapping(choices.iter().enumerate().map(worth)));
        }
        let shuffle = !keeps_order(&self.asked.question);
        let mut interaction = el("choiceInteraction")
            .at("responseIdentifier", "RESPONSE")
            .at("shuffle", shuffle)
            .at("maxChoices", most)
            .with(self.prompt());
        let mut feedback = Vec::new();
        for (at, choice) in choices.iter().enumerate() {
            interaction = interaction.with(el("simpleChoice").at("identifier", id(at)).raw(self.line(&choice.text)));
            if !choice.feedback.is_empty() {
                feedback.push((id(at), self.blocks(&choice.feedback)));
            }
        }
        let mut scoring = match (right.is_empty(), most) {
            (true, _) => Vec::new(),
            (_, 1) => vec![all_or_nothing()],
            _ => vec![score(el("mapResponse").at("identifier", "RESPONSE"))],
        };
        scoring.push(add_feedback(variable("RESPONSE")));
        Parts { declaration, interaction, scoring, feedback }
    }

    fn order(&mut self, items: &[String]) -> Parts {
        let id = |at: usize| format!("place-{}", at + 1);
        let right: Vec<String> = (0..items.len()).map(id).collect();
        let mut interaction =
            el("orderInteraction").at("responseIdentifier", "RESPONSE").at("shuffle", "true").with(self.prompt());
        for (at, item) in items.iter().enumerate() {
            interaction = interaction.with(el("simpleChoice").at("identifier", id(at)).raw(self.line(item)));
        }
        let declaration = declaration("ordered", "identifier", &right);
        Parts { declaration, interaction, scoring: vec![all_or_nothing()], feedback: Vec::new() }
    }

    /// Rows of left, right and why; equal right sides are one.
    fn pairs(&mut self, rows: &[[&str; 3]]) -> Parts {
        let mut rights: Vec<&str> = Vec::new();
        rows.iter().for_each(|[_, right, _]| {
            if !rights.contains(right) {
                rights.push(right)
            }
        });
        let partner = |right: &str| rights.iter().position(|known| *known == right).unwrap_or_default();
        let pair = |(at, [_, right, _]): (usize, &[&str; 3])| format!("left-{} right-{}", at + 1, partner(right) + 1);
        let right: Vec<String> = rows.iter().enumerate().map(pair).collect();
        let share = 1.0 / rows.len().max(1) as f64;
        let declaration =
            declaration("multiple", "directedPair", &right).with(mapping(right.iter().map(|key| worth(key, share))));
        let (mut left_set, mut right_set) = (el("simpleMatchSet"), el("simpleMatchSet"));
        for (at, [left, ..]) in rows.iter().enumerate() {
            let choice = el("simpleAssociableChoice").at("identifier", format!("left-{}", at + 1)).at("matchMax", 1);
            left_set = left_set.with(choice.raw(self.line(left)));
        }
        for (at, right) in rights.iter().enumerate() {
            let choice =
                el("simpleAssociableChoice").at("identifier", format!("right-{}", at + 1)).at("matchMax", rows.len());
            right_set = right_set.with(choice.raw(self.line(right)));
        }
        let interaction = el("matchInteraction")
            .at("responseIdentifier", "RESPONSE")
            .at("shuffle", "true")
            .at("maxAssociations", rows.len())
            .with(self.prompt())
            .with(left_set)
            .with(right_set);
        let mut whys = String::new();
        for [left, right, why] in rows.iter().filter(|[_, _, why]| !why.is_empty()) {
            let (left, right, why) = (self.line(left), self.line(right), self.line(why));
            whys.push_str(&format!("<p><strong>{left}</strong> → {right}: {why}</p>"));
        }
        let mut scoring = vec![score(el("mapResponse").at("identifier", "RESPONSE"))];
        let feedback: Vec<(String, String)> =
            (!whys.is_empty()).then(|| ("reasons".to_owned(), whys)).into_iter().collect();
        scoring.extend(feedback.iter().map(|(id, _)| add_feedback(base("identifier", id))));
        Parts { declaration, interaction, scoring, feedback }
    }

    /// The question, and a field on a line of its own.
    fn field(&mut self, unit: &str, length: usize) -> Element {
        let asked = el("p").with(el("strong").raw(self.line(&self.asked.question.stem)));
        let field = el("textEntryInteraction").at("responseIdentifier", "RESPONSE").at("expectedLength", length);
        let line = el("p").with(field).words(&if unit.is_empty() { String::new() } else { format!(" {unit}") });
        el("div").with(asked).with(line)
    }

    fn short_text(&mut self, key: &ShortText) -> Parts {
        let entry = |answer: &String| worth(answer, 1.0).at("caseSensitive", "false");
        let declaration = declaration("single", "string", &key.answers[..key.answers.len().min(1)])
            .with(mapping(key.answers.iter().map(entry)));
        let mut scoring = vec![score(el("mapResponse").at("identifier", "RESPONSE"))];
        let mut feedback = Vec::new();
        for (at, (wrong, hint)) in key.hints.iter().enumerate() {
            let id = format!("hint-{}", at + 1);
            let same =
                el("stringMatch").at("caseSensitive", "false").with(variable("RESPONSE")).with(base("string", wrong));
            // Some players stumble over comparing no answer with a text.
            let said = el("not").with(el("isNull").with(variable("RESPONSE")));
            scoring.push(when(said, when(same, add_feedback(base("identifier", &id)))));
            feedback.push((id, self.blocks(hint)));
        }
        Parts { declaration, interaction: self.field("", 40), scoring, feedback }
    }

    fn number(&mut self, key: &Number) -> Parts {
        let near = |value: f64, tolerance: f64| {
            el("equal")
                .at("toleranceMode", "absolute")
                .at("tolerance", format!("{tolerance} {tolerance}"))
                .with(variable("RESPONSE"))
                .with(base("float", &value.to_string()))
        };
        let mut scoring = vec![when(near(key.answer, key.tolerance), score(base("float", "1")))];
        let mut feedback = Vec::new();
        for (at, (wrong, hint)) in key.hints.iter().enumerate() {
            let id = format!("hint-{}", at + 1);
            scoring.push(when(near(*wrong, 0.0), add_feedback(base("identifier", &id))));
            feedback.push((id, self.blocks(hint)));
        }
        let declaration = declaration("single", "float", &[key.answer.to_string()]);
        Parts { declaration, interaction: self.field(&key.unit, 10), scoring, feedback }
    }

    /// What a scorer compares a rewritten text with.
    fn model(&mut self) -> Option<Element> {
        let Interaction::Translate { model, rubric } = &self.asked.question.interaction else { return None };
        let lines: Vec<Element> = rubric.iter().map(|line| el("li").raw(self.line(line))).collect();
        let list = (!lines.is_empty()).then(|| el("ul").with_all(lines));
        Some(el("rubricBlock").at("view", "scorer").with(el("div").raw(self.blocks(model))).with_all(list))
    }
}
