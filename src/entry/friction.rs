//! A named pattern of conflict.

use super::{Context, Kind, Relation};
use crate::data::{Field, Shape};

pub(super) const FIELDS: &[Field] = &[
    Field::required("symptom", Shape::Text, "what an onlooker would see or hear"),
    Field::required("sides", Shape::Group, "what it looks like to each team: {marketing: …, it: …}"),
    Field::optional("agreement", Shape::Text, "the sentence both can sign"),
    Field::optional("early_warning", Shape::Text, "the first sign that it is happening again"),
    Field::optional("terms", Shape::List, "terms that it is about"),
    Field::optional("worksheets", Shape::List, "worksheets that help"),
];

/// A named pattern of conflict.
#[derive(Debug, Clone)]
pub struct Friction {
    /// What an onlooker would see.
    pub symptom: String,
    /// What it looks like, by team.
    pub sides: Vec<String>,
    /// What both can sign; may be empty.
    pub agreement: String,
    /// The first sign; may be empty.
    pub early_warning: String,
}

pub(super) fn lower(context: &mut Context<'_, '_>) -> Friction {
    context.references("terms", Relation::About, Kind::Term);
    context.references("worksheets", Relation::Uses, Kind::Worksheet);
    Friction {
        symptom: context.fields.plain("symptom"),
        sides: context.per_team("sides"),
        agreement: context.fields.plain("agreement"),
        early_warning: context.fields.plain("early_warning"),
    }
}
