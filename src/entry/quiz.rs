//! A bank of questions: headings with a ` ```question ` block beneath them.

use super::question::{Choice, Interaction, Number, Pair, Question, ShortText, WhoseItem};
use super::{Audience, Context, Kind, Reference, Relation};
use crate::config::Config;
use crate::data::{Field, Fields, Node, Shape, parse_yaml};
use crate::diag::{Diagnostics, lint};
use crate::markdown::{Item, TopBlock, TopKind, fragment_text, outline, without_remarks};
use crate::source::{Span, Spanned};

pub(super) const FIELDS: &[Field] = &[
    Field::optional("module", Shape::Text, "the module it belongs to"),
    Field::optional("mode", Shape::OneOf(&MODE), "check, pre, post or review"),
    Field::optional("draw", Shape::Number, "how many questions are drawn at a time"),
];

pub(super) const QUESTION: &[Field] = &[
    Field::optional("objective", Shape::Text, "the objective of the module that it tests"),
    Field::optional("terms", Shape::List, "the terms it is about"),
    Field::optional("level", Shape::Text, "remember, understand, apply, analyze, evaluate or create"),
    Field::optional("difficulty", Shape::Number, "1 recognize, 2 use, 3 weigh"),
    Field::optional("perspective", Shape::Text, "the team in whose shoes the learner stands"),
    Field::optional("errs", Shape::Text, "the team that makes the mistake in the story, both or none"),
    Field::optional("facts", Shape::List, "ids of fact records it rests on"),
    Field::optional("shuffle", Shape::YesNo, "false keeps the choices in order"),
    Field::optional("answers", Shape::List, "accepted answers of a short text"),
    Field::optional("exact", Shape::YesNo, "true where one spelling is the only right one"),
    Field::optional("answer", Shape::Text, "the right number"),
    Field::optional("tolerance", Shape::Text, "how far off is still right"),
    Field::optional("unit", Shape::Text, "what the number counts"),
    Field::optional("hints", Shape::Group, "known wrong answers and what to say to them"),
    Field::optional("sort", Shape::YesNo, "true: the second column of the table is a team"),
    Field::optional("predict", Shape::Text, "the team whose question is to be foreseen"),
    Field::optional("model", Shape::Text, "a model answer to compare with"),
    Field::optional("rubric", Shape::List, "what a good answer has"),
    Field::optional("survey", Shape::YesNo, "true: there is no right answer"),
];

const MODE: [&str; 4] = ["check", "pre", "post", "review"];

/// A bank of questions.
#[derive(Debug, Clone)]
pub struct Quiz {
    /// The module it belongs to.
    pub module: Option<Spanned<String>>,
    /// One of `check`, `pre`, `post`, `review`.
    pub mode: &'static str,
    /// How many questions are drawn at a time.
    pub draw: Option<u32>,
    /// Its questions, in order.
    pub questions: Vec<QuizItem>,
}

/// A question with what ties it to the rest of the book.
#[derive(Debug, Clone)]
pub struct QuizItem {
    /// The question itself.
    pub question: Question,
    /// Position of its heading in the document.
    pub heading: usize,
    /// Whether the author gave it an id.
    pub has_id: bool,
    /// The objective, with its place.
    pub objective: Option<Spanned<String>>,
    /// The terms it is about.
    pub terms: Vec<Spanned<String>>,
    /// Fact records it rests on.
    pub facts: Vec<Spanned<String>>,
    /// The team that makes the mistake in the story, by position; several for all.
    pub errs: Vec<usize>,
    /// Whether one spelling is the only right one.
    pub exact: bool,
    /// The place of the first accepted answer of a short text.
    pub answers: Span,
    /// Places of the choices, in order; empty for questions without choices.
    pub choices: Vec<Span>,
}

pub(super) fn lower(context: &mut Context<'_, '_>) -> Quiz {
    let module = context.fields.text("module");
    context.references.extend(module.iter().map(|name| Reference::new(Relation::Quiz, Some(Kind::Module), name)));
    let mode = context.fields.one_of("mode", &MODE).map_or("check", |word| MODE[word.value]);
    let draw = context.fields.number("draw").map(|draw| draw.value);
    let blocks = context.document.blocks.iter().filter(|block| block.name == "question");
    let blocks: Vec<(Option<usize>, Span, Span)> =
        blocks.map(|block| (block.heading, block.yaml, block.span)).collect();
    let mut questions = Vec::new();
    let mut last = None;
    for (heading, yaml, span) in blocks {
        match heading {
            Some(heading) if last.replace(heading) == Some(heading) => {
                let diagnostic =
                    Diagnostics::at(&context.file.path, span, lint::QUESTION_ID, "this heading has a question already")
                        .label("a second block under it")
                        .help("give it a heading of its own: `## What explains both? {#two-ages}`");
                context.fields.diagnostics().push(diagnostic);
            }
            Some(heading) => questions.extend(question(context, heading, yaml, span)),
            None => {
                let diagnostic =
                    Diagnostics::at(&context.file.path, span, lint::QUESTION_ID, "this question has no heading")
                        .label("belongs under a heading")
                        .help("write the question as a heading above this block: `## What explains both? {#two-ages}`");
                context.fields.diagnostics().push(diagnostic);
            }
        }
    }
    Quiz { module, mode, draw, questions }
}

/// 1 to 3.
fn difficulty(fields: &mut Fields<'_, '_>) -> u8 {
    let Some(number) = fields.number("difficulty") else { return 1 };
    if !(1..=3).contains(&number.value) {
        let message = format!("there is no difficulty {}", number.value);
        let problem = Diagnostics::at(fields.path(), number.span, lint::FIELD_VALUE, message);
        fields.diagnostics().push(problem.label("not one of 1, 2 or 3").help("1 is easy, 3 is hard"));
    }
    number.value.clamp(1, 3) as u8
}

/// The team from whose desk the question is asked.
fn perspective(fields: &mut Fields<'_, '_>, config: &Config) -> Option<String> {
    let team = fields.text("perspective")?;
    if config.team(&team.value).is_none() && team.value != "both" {
        super::unknown_team(config, fields, &team);
    }
    config.team(&team.value).map(|_| team.value)
}

fn question(context: &mut Context<'_, '_>, heading: usize, yaml: Span, block: Span) -> Option<QuizItem> {
    let (path, text) = (context.fields.path(), context.file.text.as_str());
    let node = parse_yaml(path, yaml.text(text), yaml.start as usize, context.fields.diagnostics())?;
    let section = context.document.section(heading, text.len());
    let after = Span::new(block.end as usize, section.end as usize);
    let mut body = Body::read(text, after, context);
    let above = Span::new(section.start as usize, block.start as usize).text(text);
    body.scenario = format!("{}\n\n{}", without_remarks(above).trim(), body.scenario).trim().to_owned();
    let mut fields = context.fields.nested(&node, QUESTION, "a question");
    let level = super::module::level(&mut fields);
    let terms = fields.list("terms");
    let objective = fields.text("objective");
    let difficulty = difficulty(&mut fields);
    let perspective = perspective(&mut fields, context.config);
    let teams: Vec<&str> = context.config.teams.iter().map(|team| team.id.as_str()).collect();
    let interaction = interaction(&mut fields, &body, &teams, context.document.headings[heading].inline);
    let (keep_order, facts) = (fields.yes_no("shuffle") == Some(false), fields.list("facts"));
    let (exact, errs) = (fields.yes_no("exact") == Some(true), errs(&mut fields, context.config));
    let answers = fields.list("answers").first().map_or(yaml, |answer| answer.span);
    context.references.extend(terms.iter().map(|name| Reference::new(Relation::Tests, Some(Kind::Term), name)));
    let heading_data = &context.document.headings[heading];
    let question = Question {
        id: heading_data.id.clone(),
        stem: stem(heading_data.inline.text(text)),
        scenario: body.scenario,
        interaction: interaction?,
        explanation: body.explanation,
        objective: objective.as_ref().map(|objective| objective.value.clone()),
        level,
        difficulty,
        perspective,
        keep_order,
    };
    Some(QuizItem {
        question,
        heading,
        has_id: heading_data.given,
        objective,
        terms,
        facts,
        errs,
        exact,
        answers,
        choices: body.choices,
    })
}

/// Whose mistake the story tells: a team, `both` or `none`.
fn errs(fields: &mut Fields<'_, '_>, config: &Config) -> Vec<usize> {
    let Some(node) = fields.node("errs").cloned() else { return Vec::new() };
    if node.scalar() == Some("none") {
        return Vec::new();
    }
    match super::team_at(config, fields, &node).map(|team| team.value) {
        Some(Audience::Both) => (0..config.teams.len()).collect(),
        Some(Audience::Team(team)) => vec![team],
        None => Vec::new(),
    }
}

fn stem(inline: &str) -> String {
    inline.trim().to_owned()
}

/// The Markdown of a question, sorted into its roles.
struct Body {
    scenario: String,
    answer: Option<TopKind>,
    answer_span: Span,
    choices: Vec<Span>,
    explanation: String,
}

impl Body {
    /// The first list or table is where the answer is given: before it stands
    /// the scenario, after it the explanation. Without one, a final quote is
    /// the explanation and the rest is the scenario.
    fn read(text: &str, span: Span, context: &Context<'_, '_>) -> Body {
        let mut blocks = outline(text, span, context.config.dialect);
        let position = blocks.iter().position(|block| matches!(block.kind, TopKind::List { .. } | TopKind::Table(_)));
        let (before, after) = match position {
            Some(at) => (Span::new(span.start as usize, blocks[at].span.start as usize), blocks.split_off(at + 1)),
            None => {
                let first_quote =
                    blocks.iter().position(|block| matches!(block.kind, TopKind::Quote(_))).unwrap_or(blocks.len());
                let end = blocks.get(first_quote).map_or(span.end, |block| block.span.start);
                (Span::new(span.start as usize, end as usize), blocks.split_off(first_quote))
            }
        };
        let answer = position.and_then(|at| blocks.into_iter().nth(at));
        let choices = match answer.as_ref().map(|block| &block.kind) {
            Some(TopKind::List { items, .. }) => items.iter().map(|item| item.text.span).collect(),
            _ => Vec::new(),
        };
        Body {
            scenario: without_remarks(before.text(text)).trim().to_owned(),
            answer_span: answer.as_ref().map_or(span, |block| block.span),
            answer: answer.map(|block| block.kind),
            choices,
            explanation: explanation(text, &after),
        }
    }
}

fn explanation(text: &str, blocks: &[TopBlock]) -> String {
    let parts = blocks.iter().map(|block| match &block.kind {
        TopKind::Quote(inside) => inside.clone(),
        _ => without_remarks(block.span.text(text)).trim().to_owned(),
    });
    let parts = parts.filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join("\n\n")
}

/// What the learner does, from the fields and the shape of the answer.
fn interaction(fields: &mut Fields<'_, '_>, body: &Body, teams: &[&str], stem: Span) -> Option<Interaction> {
    if fields.node("model").is_some() {
        let rubric = fields.list("rubric").into_iter().map(|text| text.value).collect();
        return Some(Interaction::Translate { model: fields.plain("model"), rubric });
    }
    if fields.node("answers").is_some() {
        let answers = fields.list("answers").into_iter().map(|text| text.value).collect();
        return Some(Interaction::ShortText(ShortText { answers, hints: hints(fields) }));
    }
    if fields.node("answer").is_some() {
        return number(fields);
    }
    match &body.answer {
        Some(TopKind::List { ordered: true, items }) => {
            Some(Interaction::Order(items.iter().map(|item| item.text.value.clone()).collect()))
        }
        Some(TopKind::List { items, .. }) => choices(fields, items, body.answer_span),
        Some(TopKind::Table(rows)) => table(fields, rows, teams),
        _ => {
            no_answer(
                fields,
                stem,
                "this question has nothing to answer",
                "add a list of choices, like this: `- [x] the right one`",
            );
            None
        }
    }
}

fn choices(fields: &mut Fields<'_, '_>, items: &[Item], span: Span) -> Option<Interaction> {
    if let Some(plain) = items.iter().find(|item| item.task.is_none()) {
        no_answer(
            fields,
            plain.text.span,
            "this choice has no box, so nobody can tell whether it is right",
            "write `- [ ]` before a wrong choice and `- [x]` before a right one",
        );
        return None;
    }
    let choices: Vec<Choice> = items
        .iter()
        .map(|item| Choice {
            text: item.text.value.clone(),
            correct: item.task == Some(true),
            feedback: item.quote.clone(),
        })
        .collect();
    if fields.yes_no("survey") == Some(true) {
        return Some(Interaction::Survey(choices));
    }
    let right = choices.iter().filter(|choice| choice.correct).count();
    let predict = fields.text("predict").map(|team| team.value);
    match (right, predict) {
        (0, _) => {
            no_answer(
                fields,
                span,
                "no choice of this question is marked as right",
                "put an x between the brackets of the right choice, like this: `- [x] …`",
            );
            None
        }
        (1, Some(team)) => Some(Interaction::Predict { team, choices }),
        (1, None) => Some(Interaction::Single(choices)),
        (_, Some(_)) => {
            let diagnostic = Diagnostics::at(
                fields.path(),
                span,
                lint::QUIZ_MANY_ANSWERS,
                "several choices are marked as right, but one is foreseen",
            )
            .label(format!("{right} choices have an x"))
            .help("keep the x of the best one");
            fields.diagnostics().push(diagnostic);
            None
        }
        (_, None) => Some(Interaction::Multiple(choices)),
    }
}

fn table(fields: &mut Fields<'_, '_>, rows: &[Vec<Spanned<String>>], teams: &[&str]) -> Option<Interaction> {
    let cell = |row: &Vec<Spanned<String>>, at: usize| row.get(at).map(|cell| cell.value.clone()).unwrap_or_default();
    let rows = rows.get(1..).unwrap_or_default();
    if fields.yes_no("sort") != Some(true) {
        let pairs = rows.iter().map(|row| Pair { left: cell(row, 0), right: cell(row, 1), why: cell(row, 2) });
        return Some(Interaction::Match(pairs.collect()));
    }
    let mut items = Vec::new();
    for row in rows {
        let (team, span) = row
            .get(1)
            .map_or((String::new(), fields.span()), |cell| (fragment_text(&cell.value).to_lowercase(), cell.span));
        if !teams.contains(&team.as_str()) {
            let help = format!("the second column is a team: {}", teams.join(", "));
            no_answer(fields, span, &format!("`{team}` is not a team, so nobody can tell whose it is"), &help);
            return None;
        }
        items.push(WhoseItem { text: cell(row, 0), team, why: cell(row, 2) });
    }
    Some(Interaction::Whose(items))
}

fn number(fields: &mut Fields<'_, '_>) -> Option<Interaction> {
    let mut read = |name: &str| {
        let text = fields.text(name)?;
        let value = text.value.parse::<f64>().ok().filter(|value| value.is_finite());
        if value.is_none() {
            let diagnostic = Diagnostics::at(
                fields.path(),
                text.span,
                lint::FIELD_VALUE,
                format!("`{}` is not a number", text.value),
            )
            .label("should be a number, such as 300 or 2.5");
            fields.diagnostics().push(diagnostic);
        }
        value
    };
    let (answer, tolerance) = (read("answer"), read("tolerance").unwrap_or(0.0));
    let hints = hints(fields).into_iter().filter_map(|(value, text)| Some((value.parse().ok()?, text))).collect();
    Some(Interaction::Number(Number { answer: answer?, tolerance: tolerance.abs(), unit: fields.plain("unit"), hints }))
}

fn hints(fields: &mut Fields<'_, '_>) -> Vec<(String, String)> {
    let texts = |(key, node): &(Spanned<String>, Node)| Some((key.value.clone(), node.scalar()?.to_owned()));
    fields.group("hints").iter().filter_map(texts).collect()
}

fn no_answer(fields: &mut Fields<'_, '_>, span: Span, message: &str, help: &str) {
    let diagnostic = Diagnostics::at(fields.path(), span, lint::QUIZ_NO_ANSWER, message).label("here").help(help);
    fields.diagnostics().push(diagnostic);
}
