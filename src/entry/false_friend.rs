//! One word with a different meaning per team.

use super::{Context, Kind, Relation};
use crate::data::{Field, Shape};

pub(super) const FIELDS: &[Field] = &[
    Field::required("word", Shape::Text, "the word both teams use"),
    Field::required("meanings", Shape::Group, "what it means to each team: {marketing: …, it: …}"),
    Field::optional("say_instead", Shape::Group, "what each team can say instead: {marketing: …, it: …}"),
    Field::optional("terms", Shape::List, "terms that it is mistaken for"),
];

/// One word with a different meaning per team.
#[derive(Debug, Clone)]
pub struct FalseFriend {
    /// The word.
    pub word: String,
    /// What it means, by team.
    pub meanings: Vec<String>,
    /// What to say instead, by team.
    pub say_instead: Vec<String>,
}

pub(super) fn lower(context: &mut Context<'_, '_>) -> FalseFriend {
    context.references("terms", Relation::About, Kind::Term);
    FalseFriend {
        word: context.fields.plain("word"),
        meanings: context.per_team("meanings"),
        say_instead: context.per_team("say_instead"),
    }
}
