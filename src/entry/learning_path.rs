//! An ordered curriculum for a team.

use super::{Audience, Context, Relation};
use crate::data::{Field, Shape};
use crate::source::Spanned;

pub(super) const FIELDS: &[Field] = &[
    Field::required("steps", Shape::List, "modules, terms, worksheets and quizzes, in order"),
    Field::optional("for", Shape::Text, "a team, or both"),
    Field::optional("weeks", Shape::Number, "how many weeks it takes"),
    Field::optional("ends_with", Shape::Text, "what people hold in their hands at the end"),
];

/// An ordered curriculum.
#[derive(Debug, Clone)]
pub struct LearningPath {
    /// Whom it is for.
    pub audience: Audience,
    /// Names of the entries it goes through, in order.
    pub steps: Vec<Spanned<String>>,
    /// How many weeks it takes.
    pub weeks: Option<u32>,
    /// What people hold in their hands at the end; may be empty.
    pub ends_with: String,
}

pub(super) fn lower(context: &mut Context<'_, '_>) -> LearningPath {
    let audience = context.team("for").map_or(Audience::Both, |team| team.value);
    let steps = context.fields.list("steps");
    context.refer(Relation::Step, None, &steps);
    LearningPath {
        audience,
        steps,
        weeks: context.fields.number("weeks").map(|weeks| weeks.value),
        ends_with: context.fields.plain("ends_with"),
    }
}
