//! One workshop module: what it promises and its run of show.

use super::question::Level;
use super::{Audience, Context, Kind, Reference, Relation};
use crate::data::{Field, Fields, Shape, Value, parse_yaml};
use crate::diag::{Diagnostics, lint, near};
use crate::source::{Span, Spanned};

pub(super) const FIELDS: &[Field] = &[
    Field::required("minutes", Shape::Number, "how long it takes, breaks included"),
    Field::optional("audience", Shape::Text, "who sits in the room: a team, or both"),
    Field::optional("people", Shape::Group, "how many: {min: 6, max: 16, mix: …}"),
    Field::optional("objectives", Shape::Group, "what people can do afterward: a list of {id, level, text}"),
    Field::optional("requires", Shape::List, "modules that come first"),
    Field::optional("teaches", Shape::List, "terms"),
    Field::optional("uses", Shape::List, "worksheets"),
    Field::optional("quiz", Shape::Text, "the quiz with its questions"),
    Field::optional("materials", Shape::Group, "what to bring: names, or a list of {name, each, note}"),
    Field::optional("room", Shape::Text, "what the room needs"),
    Field::optional("remote", Shape::Text, "what changes when people join from elsewhere"),
];

pub(super) const PEOPLE: &[Field] = &[
    Field::optional("min", Shape::Number, "the fewest people"),
    Field::optional("max", Shape::Number, "the most people"),
    Field::optional("mix", Shape::Text, "how the teams are mixed"),
];

pub(super) const OBJECTIVE: &[Field] = &[
    Field::required("id", Shape::Text, "a short name that activities and questions use"),
    Field::required("text", Shape::Text, "what people can do afterward, starting with a verb"),
    Field::optional("level", Shape::OneOf(&LEVEL), "remember, understand, apply, analyze, evaluate or create"),
];

pub(super) const MATERIAL: &[Field] = &[
    Field::required("name", Shape::Text, "what it is called"),
    Field::optional("each", Shape::OneOf(&EACH), "room, group, pair or person"),
    Field::optional("note", Shape::Text, "what it is or how to make it"),
    Field::optional("two_sided", Shape::YesNo, "true: what stands in italics at the end of a card is its back"),
];

pub(super) const ACTIVITY: &[Field] = &[
    Field::optional("minutes", Shape::Number, "how long it takes"),
    Field::optional("lead", Shape::Text, "who leads: a team, or both"),
    Field::optional(
        "method",
        Shape::Text,
        "talk, demo, discussion, pairs, groups, fishbowl, game, two-cards, writing, quiz or break",
    ),
    Field::optional("phase", Shape::OneOf(&PHASE), "connect, concept, practice or close"),
    Field::optional("objective", Shape::List, "the objectives it practices"),
    Field::optional("priority", Shape::OneOf(&["must", "should", "could"]), "what may be cut when time slips"),
    Field::optional("can_shrink", Shape::Number, "how many minutes it may lose"),
    Field::optional("materials", Shape::List, "what is needed, by name"),
    Field::optional("output", Shape::Text, "what is on the table afterward"),
    Field::optional("remote", Shape::Text, "how it works remotely"),
    Field::optional("group", Shape::Text, "how many sit together: 4, or 3-5"),
];

const LEVEL: [&str; 7] = ["remember", "understand", "apply", "analyze", "evaluate", "create", "analyse"];
const EACH: [&str; 4] = ["room", "group", "pair", "person"];
const PHASE: [&str; 4] = ["connect", "concept", "practice", "close"];

/// One workshop module.
#[derive(Debug, Clone)]
pub struct Module {
    /// How long it takes, breaks included.
    pub minutes: Spanned<u32>,
    /// Who sits in the room.
    pub audience: Audience,
    /// The fewest and the most people, and how the teams are mixed.
    pub people: People,
    /// What people can do afterward.
    pub objectives: Vec<Objective>,
    /// The quiz with its questions.
    pub quiz: Option<Spanned<String>>,
    /// What to bring.
    pub materials: Vec<Material>,
    /// What the room needs; may be empty.
    pub room: String,
    /// What changes remotely; may be empty.
    pub remote: String,
    /// The run of show, in order.
    pub activities: Vec<Activity>,
}

/// How many people a module is for.
#[derive(Debug, Clone, Default)]
pub struct People {
    /// The fewest.
    pub min: Option<u32>,
    /// The most.
    pub max: Option<u32>,
    /// How the teams are mixed; may be empty.
    pub mix: String,
}

/// What people can do afterward.
#[derive(Debug, Clone)]
pub struct Objective {
    /// The name that activities and questions use.
    pub id: Spanned<String>,
    /// What people can do.
    pub text: Spanned<String>,
    /// On which level.
    pub level: Level,
}

/// Something to bring.
#[derive(Debug, Clone)]
pub struct Material {
    /// What it is called.
    pub name: String,
    /// For whom one is needed: `room`, `group`, `pair` or `person`.
    pub each: &'static str,
    /// What it is; may be empty.
    pub note: String,
    /// Whether its cards have backs.
    pub two_sided: bool,
}

/// One step of the run of show.
#[derive(Debug, Clone)]
pub struct Activity {
    /// Position of its heading in the document.
    pub heading: usize,
    /// How long it takes.
    pub minutes: Option<Spanned<u32>>,
    /// Who leads.
    pub lead: Option<Audience>,
    /// How it is done; may be empty.
    pub method: String,
    /// One of `connect`, `concept`, `practice`, `close`; may be empty.
    pub phase: &'static str,
    /// The objectives it practises.
    pub objectives: Vec<Spanned<String>>,
    /// 0 must, 1 should, 2 could.
    pub priority: usize,
    /// How many minutes it may lose.
    pub can_shrink: u32,
    /// What is needed, by name.
    pub materials: Vec<Spanned<String>>,
    /// What is on the table afterward; may be empty.
    pub output: String,
    /// How it works remotely; may be empty.
    pub remote: String,
    /// How many sit together, at least and at most.
    pub group: Option<Spanned<(u32, u32)>>,
}

impl Activity {
    /// Whether this is a break.
    pub fn is_break(&self) -> bool {
        self.method == "break"
    }
}

pub(super) fn lower(context: &mut Context<'_, '_>) -> Module {
    context.references("requires", Relation::Requires, Kind::Module);
    context.references("teaches", Relation::Teaches, Kind::Term);
    context.references("uses", Relation::Uses, Kind::Worksheet);
    let quiz = context.fields.text("quiz");
    context.references.extend(quiz.iter().map(|name| Reference::new(Relation::Quiz, Some(Kind::Quiz), name)));
    let audience = context.team("audience").map_or(Audience::Both, |team| team.value);
    let people = people(context);
    let objectives = objectives(context);
    let materials = materials(context);
    let blocks = context.document.blocks.iter().filter(|block| block.name == "activity");
    let blocks: Vec<(usize, Span)> = blocks.filter_map(|block| Some((block.heading?, block.yaml))).collect();
    let activities =
        blocks.into_iter().filter_map(|(heading, yaml)| activity(context, heading, yaml, &objectives)).collect();
    let fields = &mut context.fields;
    Module {
        minutes: fields.number("minutes").unwrap_or_default(),
        audience,
        people,
        objectives,
        quiz,
        materials,
        room: fields.plain("room"),
        remote: fields.plain("remote"),
        activities,
    }
}

pub(super) fn people(context: &mut Context<'_, '_>) -> People {
    let Some(node) = context.fields.node("people") else { return People::default() };
    let mut fields = context.fields.nested(node, PEOPLE, "people");
    let (min, max) = (fields.number("min"), fields.number("max"));
    People { min: min.map(|min| min.value), max: max.map(|max| max.value), mix: fields.plain("mix") }
}

fn objectives(context: &mut Context<'_, '_>) -> Vec<Objective> {
    let nodes = context.fields.items("objectives");
    let read = |node| {
        let mut fields = context.fields.nested(node, OBJECTIVE, "an objective");
        let level = level(&mut fields);
        Objective { id: fields.text("id").unwrap_or_default(), text: fields.text("text").unwrap_or_default(), level }
    };
    nodes.iter().map(read).collect()
}

/// The Bloom level of a field called `level`; British spelling is welcome.
pub(super) fn level(fields: &mut crate::data::Fields<'_, '_>) -> Level {
    const LEVELS: [Level; 7] = [
        Level::Remember,
        Level::Understand,
        Level::Apply,
        Level::Analyze,
        Level::Evaluate,
        Level::Create,
        Level::Analyze,
    ];
    fields.one_of("level", &LEVEL).map_or(Level::Understand, |word| LEVELS[word.value])
}

pub(super) fn materials(context: &mut Context<'_, '_>) -> Vec<Material> {
    let nodes = context.fields.items("materials");
    let read = |node: &crate::data::Node| match &node.value {
        Value::Scalar(name) => Material { name: name.clone(), each: "room", note: String::new(), two_sided: false },
        _ => {
            let mut fields = context.fields.nested(node, MATERIAL, "a material");
            let each = fields.one_of("each", &EACH).map_or("room", |word| EACH[word.value]);
            let two_sided = fields.yes_no("two_sided") == Some(true);
            Material { name: fields.plain("name"), each, note: fields.plain("note"), two_sided }
        }
    };
    nodes.iter().map(read).collect()
}

fn activity(context: &mut Context<'_, '_>, heading: usize, yaml: Span, objectives: &[Objective]) -> Option<Activity> {
    read_activity(context, heading, yaml, objectives, ACTIVITY, |_| ()).map(|(activity, ())| activity)
}

/// Reads a block of one activity, and with `more` what its table has beyond [`ACTIVITY`].
pub(super) fn read_activity<T>(
    context: &mut Context<'_, '_>,
    heading: usize,
    yaml: Span,
    objectives: &[Objective],
    table: &[Field],
    more: impl FnOnce(&mut Fields<'_, '_>) -> T,
) -> Option<(Activity, T)> {
    let path = context.fields.path();
    let node = parse_yaml(path, yaml.text(&context.file.text), yaml.start as usize, context.fields.diagnostics())?;
    let mut fields = context.fields.nested(&node, table, "an activity");
    let lead = fields.node("lead").cloned().and_then(|node| super::team_at(context.config, &mut fields, &node));
    let phase = fields.one_of("phase", &PHASE).map_or("", |word| PHASE[word.value]);
    let named = fields.list("objective");
    for name in named.iter().filter(|name| !objectives.iter().any(|objective| objective.id.value == name.value)) {
        let diagnostic = objective_unknown(path, name, objectives);
        fields.diagnostics().push(diagnostic);
    }
    let (minutes, shrink) = (fields.number("minutes"), fields.number("can_shrink"));
    if let (Some(minutes), Some(shrink)) = (&minutes, &shrink)
        && shrink.value >= minutes.value
    {
        let message = format!("{} of {} minutes can't be left out: nothing would be left", shrink.value, minutes.value);
        let problem = Diagnostics::at(path, shrink.span, lint::FIELD_VALUE, message).label("by how much it can shrink");
        fields.diagnostics().push(problem.help("write fewer minutes, or `priority: could` if all of it may go"));
    }
    let activity = Activity {
        heading,
        minutes,
        lead: lead.map(|lead| lead.value),
        method: method(&mut fields),
        phase,
        objectives: named,
        priority: fields.one_of("priority", &["must", "should", "could"]).map_or(0, |word| word.value),
        can_shrink: shrink.map_or(0, |minutes| minutes.value),
        materials: fields.list("materials"),
        output: fields.plain("output"),
        remote: fields.plain("remote"),
        group: group(&mut fields),
    };
    Some((activity, more(&mut fields)))
}

/// Methods that rules and pages know; authors may have others.
pub(super) const METHODS: [&str; 11] =
    ["talk", "demo", "discussion", "pairs", "groups", "fishbowl", "game", "two-cards", "writing", "quiz", "break"];

/// Any word; one that is nearly a known one is hardly meant to be another.
fn method(fields: &mut Fields<'_, '_>) -> String {
    let Some(text) = fields.text("method") else { return String::new() };
    let known = METHODS.contains(&text.value.as_str());
    let near = near(&text.value, METHODS).filter(|near| !known && near.beyond_doubt);
    if near.is_some() {
        let message = format!("no rule or page knows the method `{}`", text.value);
        let problem = Diagnostics::at(fields.path(), text.span, lint::FIELD_VALUE, message);
        fields
            .diagnostics()
            .push(problem.label("misspelled?").suggest(near).safe_if(false).counts_as(crate::diag::Level::Warn));
    }
    text.value
}

/// `4`, `3-5` or `3 to 5`.
fn group(fields: &mut Fields<'_, '_>) -> Option<Spanned<(u32, u32)>> {
    let text = fields.text("group")?;
    let mut ends =
        text.value.split(['-', '–']).flat_map(|part| part.split(" to ")).map(|part| part.trim().parse::<u32>());
    let read = match (ends.next(), ends.next(), ends.next()) {
        (Some(Ok(size)), None, None) => Some((size, size)),
        (Some(Ok(least)), Some(Ok(most)), None) => Some((least, most)),
        _ => None,
    };
    let read = read.filter(|(least, most)| *least > 0 && least <= most);
    if read.is_none() {
        let message = format!("`{}` is not a size of a group", text.value);
        let problem = Diagnostics::at(fields.path(), text.span, lint::FIELD_VALUE, message);
        fields.diagnostics().push(problem.label("should be a number of people").help("group: 4, or group: 3-5"));
    }
    read.map(|read| Spanned::new(read, text.span))
}

/// An objective that the module does not have.
pub(crate) fn objective_unknown(
    path: &crate::source::SourcePath,
    name: &Spanned<String>,
    objectives: &[Objective],
) -> crate::diag::Diagnostic {
    let known: Vec<&str> = objectives.iter().map(|objective| objective.id.as_str()).collect();
    let mut diagnostic = Diagnostics::at(
        path,
        name.span,
        lint::OBJECTIVE_UNKNOWN,
        format!("the module has no objective called `{}`", name.value),
    )
    .label("not an objective of the module");
    diagnostic = diagnostic.suggest(near(&name.value, known.iter().copied()));
    diagnostic.note(format!("its objectives: {}", known.join(", ")))
}
