//! What the fields of front matter and of data blocks stand for: the tables of
//! fields ([`Field`]) say what shape a value has, this says what it means.
//! For those who help with writing; reading is each kind's own business.

use super::{HEAD, Kind, fact, module, quiz, role, run, term, worksheet, workshop};
use crate::config::Config;
use crate::data::Field;

/// Where fields are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The front matter of a kind.
    Front(Kind),
    /// A ` ```question ` block.
    Question,
    /// An ` ```activity ` block of a module or a workshop.
    Activity(Kind),
    /// A ` ```field ` block.
    Field,
    /// A `[[fact]]` record.
    Fact,
    /// A record of a past run.
    Run,
    /// The settings of `book.toml` that are ours: `[output.crosstrain]`.
    Settings,
}

impl Part {
    /// The part that a data block is, by the first word of its info string.
    pub fn block(name: &str, kind: Kind) -> Option<Part> {
        match (name, kind) {
            ("question", Kind::Quiz) => Some(Part::Question),
            ("activity", Kind::Module | Kind::Workshop) => Some(Part::Activity(kind)),
            ("field", Kind::Worksheet) => Some(Part::Field),
            _ => None,
        }
    }
}

/// What a value means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meaning {
    /// A team of the book, or `both`.
    Team,
    /// A group with one value for each team.
    PerTeam,
    /// A group with one value for each of some days.
    PerDay,
    /// A category of the book.
    Category,
    /// The names of entries, of one kind or of any.
    Names(Option<Kind>),
    /// A group whose names are those of entries, and the words that stand
    /// behind each if nothing else is to be said.
    Keys(Kind, &'static [&'static str]),
    /// A group whose names are those of checks, with a level for each.
    Checks,
    /// The ids of fact records.
    Facts,
    /// The objectives of the module.
    Objectives,
    /// One of a few words, where others are allowed too.
    Words(&'static [&'static str]),
    /// A group with fields of its own, or a list of such groups.
    Group(&'static [Field]),
}

/// A field, by the names that lead to it, and what it means.
type Row = (Part, &'static [&'static str], Meaning);

const TERM: Meaning = Meaning::Names(Some(Kind::Term));
const MODULES: Meaning = Meaning::Names(Some(Kind::Module));
const LEVEL: Meaning = Meaning::Words(&["remember", "understand", "apply", "analyze", "evaluate", "create"]);
const METHOD: Meaning = Meaning::Words(&super::module::METHODS);

/// All fields that mean more than their shape says, beside those that all kinds have.
const MEANINGS: &[Row] = &[
    (Part::Front(Kind::Term), &["category"], Meaning::Category),
    (Part::Front(Kind::Term), &["audience"], Meaning::Team),
    (Part::Front(Kind::Term), &["related"], TERM),
    (Part::Front(Kind::Term), &["broader"], TERM),
    (Part::Front(Kind::Term), &["facts"], Meaning::Facts),
    (Part::Front(Kind::Term), &["sources"], Meaning::Group(term::SOURCE)),
    (Part::Front(Kind::FalseFriend), &["meanings"], Meaning::PerTeam),
    (Part::Front(Kind::FalseFriend), &["say_instead"], Meaning::PerTeam),
    (Part::Front(Kind::FalseFriend), &["terms"], TERM),
    (Part::Front(Kind::Module), &["audience"], Meaning::Team),
    (Part::Front(Kind::Module), &["people"], Meaning::Group(module::PEOPLE)),
    (Part::Front(Kind::Module), &["objectives"], Meaning::Group(module::OBJECTIVE)),
    (Part::Front(Kind::Module), &["requires"], MODULES),
    (Part::Front(Kind::Module), &["teaches"], TERM),
    (Part::Front(Kind::Module), &["uses"], Meaning::Names(Some(Kind::Worksheet))),
    (Part::Front(Kind::Module), &["quiz"], Meaning::Names(Some(Kind::Quiz))),
    (Part::Front(Kind::Module), &["materials"], Meaning::Group(module::MATERIAL)),
    (Part::Front(Kind::Workshop), &["modules"], MODULES),
    (Part::Front(Kind::Workshop), &["people"], Meaning::Group(module::PEOPLE)),
    (Part::Front(Kind::Workshop), &["breaks"], Meaning::Group(workshop::BREAK)),
    (Part::Front(Kind::Workshop), &["breaks", "after"], MODULES),
    (Part::Front(Kind::Workshop), &["sessions"], Meaning::Group(workshop::SESSION)),
    (Part::Front(Kind::Workshop), &["sessions", "modules"], MODULES),
    (Part::Front(Kind::Workshop), &["sessions", "breaks"], Meaning::Group(workshop::BREAK)),
    (Part::Front(Kind::Workshop), &["sessions", "breaks", "after"], MODULES),
    (Part::Front(Kind::Workshop), &["follow_up"], Meaning::Group(workshop::ACTION)),
    (Part::Front(Kind::Workshop), &["materials"], Meaning::Group(module::MATERIAL)),
    (Part::Front(Kind::LearningPath), &["for"], Meaning::Team),
    (Part::Front(Kind::LearningPath), &["steps"], Meaning::Names(None)),
    (Part::Front(Kind::Role), &["team"], Meaning::Team),
    (Part::Front(Kind::Role), &["works_with"], Meaning::Names(Some(Kind::Role))),
    (Part::Front(Kind::Role), &["vocabulary"], Meaning::Keys(Kind::Term, &role::MASTERY)),
    (Part::Front(Kind::Quiz), &["module"], MODULES),
    (Part::Front(Kind::Friction), &["sides"], Meaning::PerTeam),
    (Part::Front(Kind::Friction), &["terms"], TERM),
    (Part::Front(Kind::Friction), &["worksheets"], Meaning::Names(Some(Kind::Worksheet))),
    (Part::Question, &["objective"], Meaning::Objectives),
    (Part::Question, &["terms"], TERM),
    (Part::Question, &["level"], LEVEL),
    (Part::Question, &["perspective"], Meaning::Team),
    (Part::Question, &["errs"], Meaning::Team),
    (Part::Question, &["predict"], Meaning::Team),
    (Part::Question, &["facts"], Meaning::Facts),
    (Part::Activity(Kind::Module), &["lead"], Meaning::Team),
    (Part::Activity(Kind::Module), &["method"], METHOD),
    (Part::Activity(Kind::Module), &["objective"], Meaning::Objectives),
    (Part::Activity(Kind::Workshop), &["lead"], Meaning::Team),
    (Part::Activity(Kind::Workshop), &["method"], METHOD),
    (Part::Activity(Kind::Workshop), &["after"], MODULES),
    (Part::Run, &["activity"], Meaning::Group(run::ACTIVITY)),
    (Part::Settings, &["hero"], Meaning::Names(Some(Kind::FalseFriend))),
    (Part::Settings, &["lints"], Meaning::Checks),
];

/// What the field means to which some names lead, if that is more than its shape says.
pub fn meaning(part: Part, path: &[&str]) -> Option<Meaning> {
    match (part, path) {
        (Part::Front(_), ["reviewed"]) => return Some(Meaning::PerTeam),
        (Part::Front(_), ["changed"]) => return Some(Meaning::PerDay),
        _ => {}
    }
    MEANINGS.iter().find(|(of, names, _)| *of == part && *names == path).map(|(.., meaning)| *meaning)
}

/// The fields of a part, or of the group to which some names lead.
pub fn fields(part: Part, path: &[&str]) -> Vec<Field> {
    match (path, meaning(part, path)) {
        ([], _) => table(part),
        (_, Some(Meaning::Group(fields))) => fields.to_vec(),
        (["teams", _], _) if part == Part::Settings => Config::TEAM.to_vec(),
        ([before @ .., _], _) if matches!(meaning(part, before), Some(Meaning::Keys(..))) => role::VOCABULARY.to_vec(),
        _ => Vec::new(),
    }
}

/// The field to which some names lead.
pub fn field(part: Part, path: &[&str]) -> Option<Field> {
    let (last, before) = path.split_last()?;
    fields(part, before).into_iter().find(|field| field.name == *last)
}

fn table(part: Part) -> Vec<Field> {
    match part {
        Part::Front(kind) => HEAD.iter().chain(kind.fields()).copied().collect(),
        Part::Question => quiz::QUESTION.to_vec(),
        Part::Activity(Kind::Workshop) => module::ACTIVITY.iter().copied().chain([workshop::OWN_ACTIVITY]).collect(),
        Part::Activity(_) => module::ACTIVITY.to_vec(),
        Part::Field => worksheet::FIELD.to_vec(),
        Part::Fact => fact::FIELDS.to_vec(),
        Part::Run => run::FIELDS.to_vec(),
        Part::Settings => Config::FIELDS.to_vec(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::Shape;

    #[test]
    fn every_row_is_about_a_field_there_is() {
        for (part, path, _) in MEANINGS {
            assert!(field(*part, path).is_some(), "{part:?} has no {path:?}");
        }
    }

    /// A group without a row would be one that nobody can complete.
    #[test]
    fn every_group_has_a_row() {
        let parts = Kind::ALL.map(Part::Front).into_iter().chain([Part::Activity(Kind::Module), Part::Fact]);
        for part in parts {
            let groups = table(part).into_iter().filter(|field| field.shape == Shape::Group);
            for group in groups {
                assert!(meaning(part, &[group.name]).is_some(), "{part:?} {}", group.name);
            }
        }
    }
}
