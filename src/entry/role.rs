//! One team-role profile.

use super::{Audience, Context, Kind, Reference, Relation};
use crate::data::{Field, Shape, Value};
use crate::source::Spanned;

pub(super) const FIELDS: &[Field] = &[
    Field::required("team", Shape::Text, "the team, or both"),
    Field::optional("works_with", Shape::List, "roles it works with most"),
    Field::optional(
        "vocabulary",
        Shape::Group,
        "words to learn: {term: explain} or {term: {level: explain, because: …}}",
    ),
    Field::optional("owns", Shape::List, "what this role decides"),
    Field::optional("measured_by", Shape::List, "how success is measured"),
];

pub(super) const VOCABULARY: &[Field] = &[
    Field::required("level", Shape::OneOf(&MASTERY), "aware, explain, decide or do"),
    Field::optional("because", Shape::Text, "when the word comes up in this job"),
];

pub(super) const MASTERY: [&str; 4] = ["aware", "explain", "decide", "do"];

/// How well a role should know a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mastery {
    /// Recognise it.
    Aware,
    /// Explain it to a colleague.
    Explain,
    /// Decide with it.
    Decide,
    /// Do it.
    Do,
}

impl Mastery {
    /// The word authors write.
    pub fn word(self) -> &'static str {
        MASTERY[self as usize]
    }
}

/// One team-role profile.
#[derive(Debug, Clone)]
pub struct Role {
    /// Whose role it is.
    pub team: Audience,
    /// Words to learn, in the order given.
    pub vocabulary: Vec<Word>,
    /// What the role decides.
    pub owns: Vec<String>,
    /// How success is measured.
    pub measured_by: Vec<String>,
}

/// A word to learn.
#[derive(Debug, Clone)]
pub struct Word {
    /// The term's name.
    pub term: Spanned<String>,
    /// How well.
    pub level: Mastery,
    /// When it comes up; may be empty.
    pub because: String,
}

pub(super) fn lower(context: &mut Context<'_, '_>) -> Role {
    let team = context.team("team").map_or(Audience::Both, |team| team.value);
    context.references("works_with", Relation::WorksWith, Kind::Role);
    let vocabulary = vocabulary(context);
    let texts = |list: Vec<Spanned<String>>| list.into_iter().map(|text| text.value).collect();
    Role {
        team,
        vocabulary,
        owns: texts(context.fields.list("owns")),
        measured_by: texts(context.fields.list("measured_by")),
    }
}

fn vocabulary(context: &mut Context<'_, '_>) -> Vec<Word> {
    let levels = [Mastery::Aware, Mastery::Explain, Mastery::Decide, Mastery::Do];
    let mut words = Vec::new();
    for (term, node) in context.fields.group("vocabulary") {
        let (level, because) = match &node.value {
            Value::Scalar(_) => (context.fields.one_of_node(node, &MASTERY), String::new()),
            _ => {
                let mut fields = context.fields.nested(node, VOCABULARY, "a word to learn");
                (fields.one_of("level", &MASTERY), fields.plain("because"))
            }
        };
        context.references.push(Reference::new(Relation::Vocabulary, Some(Kind::Term), term));
        words.extend(level.map(|level| Word { term: term.clone(), level: levels[level.value], because }));
    }
    words
}
