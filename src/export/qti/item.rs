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
    /// Whether several of these may be shown at once.
    several: bool,
}

/// The outcome that says what of an item's feedback is shown.
const FEEDBACK: &str = "FEEDBACK";
/// The outcome that shows the explanation. It has one of its own since players
/// stumble over adding to an outcome that has no value yet.
const EXPLANATION: &str = "EXPLANATION";

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
    let model = maker.model();
    let name = maker.prose.words(&question.stem);
    let cardinality = if parts.several { "multiple" } else { "single" };
    // A value that shows nothing: some players stumble over an outcome without one.
    let none = || el("defaultValue").with(text("value", "none"));
    let told = (!parts.feedback.is_empty()).then(|| outcome(FEEDBACK, cardinality, "identifier").with(none()));
    let explained = !explanation.is_empty();
    let explain = || set(EXPLANATION, base("identifier", "explanation"));
    el("assessmentItem")
        .at("identifier", identifier(&question.id))
        .at("title", name)
        .at("adaptive", "false")
        .at("timeDependent", "false")
        .at("xml:lang", &job.site.config.language)
        .with(parts.declaration)
        .with(outcome("SCORE", "single", "float").with(el("defaultValue").with(text("value", "0"))))
        .with_all(told)
        .with_all(explained.then(|| outcome(EXPLANATION, "single", "identifier")))
        .with(body.with_all(model).with(parts.interaction))
        .with(el("responseProcessing").with_all(parts.scoring).with_all(explained.then(explain)))
        .with_all(parts.feedback.into_iter().map(|(id, html)| modal(version, FEEDBACK, &id, html)))
        .with_all(explained.then(|| modal(version, EXPLANATION, "explanation", explanation)))
}

fn outcome(name: &str, cardinality: &str, base: &str) -> Element {
    el("outcomeDeclaration").at("identifier", name).at("cardinality", cardinality).at("baseType", base)
}

/// Feedback that is shown when its identifier is among those that were set.
fn modal(version: Version, outcome: &str, id: &str, html: String) -> Element {
    let modal = el("modalFeedback").at("outcomeIdentifier", outcome).at("identifier", id).at("showHide", "show");
    match version {
        Version::V21 => modal.with(el("div").raw(html)),
        Version::V30 => modal.with(el("contentBody").with(el("div").raw(html))),
    }
}

fn set(outcome: &str, value: Element) -> Element {
    el("setOutcomeValue").at("identifier", outcome).with(value)
}

fn variable(name: &str) -> Element {
    el("variable").at("identifier", name)
}

fn base(kind: &str, value: &str) -> Element {
    text("baseValue", value).at("baseType", kind)
}

fn score(value: Element) -> Element {
    set("SCORE", value)
}

/// Something that is done when a condition holds.
fn when(condition: Element, then: Element) -> Element {
    el("responseCondition").with(el("responseIf").with(condition).with(then))
}

/// Something that is done when there is an answer: some players stumble over
/// comparing none with something.
fn when_answered(then: impl IntoIterator<Item = Element>) -> Element {
    let answered = el("not").with(el("isNull").with(variable("RESPONSE")));
    el("responseCondition").with(el("responseIf").with(answered).with_all(then))
}

/// The score is the sum of what the parts of the response are worth.
fn summed() -> Element {
    score(el("mapResponse").at("identifier", "RESPONSE"))
}

fn all_or_nothing() -> Element {
    when(
        el("match").with(variable("RESPONSE")).with(el("correct").at("identifier", "RESPONSE")),
        score(base("float", "1")),
    )
}

/// Whether the response is at most so far from a value. Bounds, since not all players
/// know tolerance.
fn near(value: f64, tolerance: f64) -> Element {
    let compared =
        |how: &'static str, bound: f64| el(how).with(variable("RESPONSE")).with(base("float", &written(bound)));
    match tolerance {
        0.0 => compared("equal", value).at("toleranceMode", "exact"),
        _ => el("and").with(compared("gte", value - tolerance)).with(compared("lte", value + tolerance)),
    }
}

/// A number as people write it: 0.8 less 0.1 is 0.7, whatever computers think.
fn written(number: f64) -> String {
    format!("{number:.12e}").parse().unwrap_or(number).to_string()
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
                several: false,
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
        let scored = match most {
            _ if right.is_empty() => None,
            1 => Some(all_or_nothing()),
            _ => Some(summed()),
        };
        let told = (!feedback.is_empty()).then(|| set(FEEDBACK, variable("RESPONSE")));
        let then: Vec<Element> = scored.into_iter().chain(told).collect();
        let scoring = if then.is_empty() { Vec::new() } else { vec![when_answered(then)] };
        Parts { declaration, interaction, scoring, feedback, several: most != 1 }
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
        Parts { declaration, interaction, scoring: vec![all_or_nothing()], feedback: Vec::new(), several: false }
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
        let mut scoring = vec![when_answered([summed()])];
        let feedback: Vec<(String, String)> =
            (!whys.is_empty()).then(|| ("reasons".to_owned(), whys)).into_iter().collect();
        scoring.extend(feedback.iter().map(|(id, _)| set(FEEDBACK, base("identifier", id))));
        Parts { declaration, interaction, scoring, feedback, several: false }
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
        let mut scoring = vec![summed()];
        let mut feedback = Vec::new();
        for (at, (wrong, hint)) in key.hints.iter().enumerate() {
            let id = format!("hint-{}", at + 1);
            let same =
                el("stringMatch").at("caseSensitive", "false").with(variable("RESPONSE")).with(base("string", wrong));
            scoring.push(when(same, set(FEEDBACK, base("identifier", &id))));
            feedback.push((id, self.blocks(hint)));
        }
        let scoring = vec![when_answered(scoring)];
        Parts { declaration, interaction: self.field("", 40), scoring, feedback, several: false }
    }

    fn number(&mut self, key: &Number) -> Parts {
        let mut scoring = vec![when(near(key.answer, key.tolerance), score(base("float", "1")))];
        let mut feedback = Vec::new();
        for (at, (wrong, hint)) in key.hints.iter().enumerate() {
            let id = format!("hint-{}", at + 1);
            scoring.push(when(near(*wrong, 0.0), set(FEEDBACK, base("identifier", &id))));
            feedback.push((id, self.blocks(hint)));
        }
        let declaration = declaration("single", "float", &[key.answer.to_string()]);
        Parts { declaration, interaction: self.field(&key.unit, 10), scoring, feedback, several: false }
    }

    /// What a scorer compares a rewritten text with.
    fn model(&mut self) -> Option<Element> {
        let Interaction::Translate { model, rubric } = &self.asked.question.interaction else { return None };
        let lines: Vec<Element> = rubric.iter().map(|line| el("li").raw(self.line(line))).collect();
        let list = (!lines.is_empty()).then(|| el("ul").with_all(lines));
        Some(el("rubricBlock").at("view", "scorer").with(el("div").raw(self.blocks(model))).with_all(list))
    }
}
