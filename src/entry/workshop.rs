//! One run: modules put on a clock.

use super::module::{self, Activity, Material, People};
use super::{Context, Kind, Relation};
use crate::data::{Field, Fields, Node, Shape};
use crate::diag::{Diagnostics, lint, nearest};
use crate::source::{Date, Span, Spanned};

pub(super) const FIELDS: &[Field] = &[
    Field::optional("start", Shape::Text, "when it begins: 09:00, or with a day, 2027-01-14 09:00"),
    Field::optional("timezone", Shape::Text, "whose clock that is, such as Europe/Dublin"),
    Field::optional("format", Shape::OneOf(&FORMAT), "in-person, remote or hybrid"),
    Field::optional("budget", Shape::Number, "minutes from start to end, breaks included"),
    Field::optional("modules", Shape::List, "modules, in order"),
    Field::optional("breaks", Shape::Group, "a list of {after, minutes, title}; without it breaks are put in for you"),
    Field::optional("max_stretch", Shape::Number, "minutes without a break that people can stand"),
    Field::optional("people", Shape::Group, "how many: {min: 12, max: 16, mix: …}"),
    Field::optional(
        "sessions",
        Shape::Group,
        "several meetings: a list of {day, start, budget, modules, breaks, title}",
    ),
    Field::optional("follow_up", Shape::Group, "what happens afterward: a list of {do, owner, days}"),
    Field::optional("materials", Shape::Group, "what to bring beside what the modules need"),
    Field::optional("room", Shape::Text, "what the room needs"),
];

pub(super) const SESSION: &[Field] = &[
    Field::optional("title", Shape::Text, "what the meeting is called"),
    Field::optional("day", Shape::Number, "the day of the series, from 1"),
    Field::required("start", Shape::Text, "when it begins: 09:00"),
    Field::optional("budget", Shape::Number, "minutes from start to end, breaks included"),
    Field::required("modules", Shape::List, "modules, in order"),
    Field::optional("breaks", Shape::Group, "a list of {after, minutes, title}; without it breaks are put in for you"),
];

pub(super) const BREAK: &[Field] = &[
    Field::required("after", Shape::Text, "the module before it, or an activity: module#activity"),
    Field::required("minutes", Shape::Number, "how long it takes"),
    Field::optional("title", Shape::Text, "what it is called, such as Lunch"),
];

pub(super) const ACTION: &[Field] = &[
    Field::required("do", Shape::Text, "what is to be done"),
    Field::optional("owner", Shape::Text, "who sees to it"),
    Field::optional("days", Shape::Number, "how many days after the workshop"),
];

pub(super) const OWN_ACTIVITY: Field =
    Field::optional("after", Shape::Text, "the module it follows; without it, it comes before the first");

const FORMAT: [&str; 3] = ["in-person", "remote", "hybrid"];

/// One run: modules put on a clock.
#[derive(Debug, Clone)]
pub struct Workshop {
    /// Whose clock its times are on; empty where nobody said.
    pub timezone: Spanned<String>,
    /// Where people are, with the place where that is said.
    pub format: Spanned<Format>,
    /// Minutes without a break that people can stand, where the author knows better.
    pub max_stretch: Option<u32>,
    /// How many come.
    pub people: People,
    /// The place of `people`, or of the start of the front matter.
    pub people_span: Span,
    /// Its meetings, in order; at least one.
    pub sessions: Vec<Session>,
    /// What happens afterwards.
    pub follow_up: Vec<Action>,
    /// What to bring beside what the modules need.
    pub materials: Vec<Material>,
    /// What the room needs; may be empty.
    pub room: String,
    /// Activities of its own, with the module that each follows.
    pub activities: Vec<(Activity, Option<Spanned<String>>)>,
}

/// Where people are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Format {
    /// All in one room.
    #[default]
    InPerson,
    /// Each at a screen.
    Remote,
    /// Some in a room, some at a screen.
    Hybrid,
}

impl Format {
    /// The word authors write.
    pub fn word(self) -> &'static str {
        FORMAT[self as usize]
    }

    /// Whether somebody joins from elsewhere.
    pub fn is_remote(self) -> bool {
        self != Format::InPerson
    }
}

/// One meeting.
#[derive(Debug, Clone)]
pub struct Session {
    /// What it is called; may be empty.
    pub title: String,
    /// The day of the series, from 1.
    pub day: u32,
    /// When it begins.
    pub start: Spanned<Start>,
    /// Minutes from start to end, if they are promised.
    pub budget: Option<Spanned<u32>>,
    /// Names of its modules, in order.
    pub modules: Vec<Spanned<String>>,
    /// Its breaks; nothing where they are to be put in.
    pub breaks: Option<Vec<Break>>,
}

/// A day, if there is one, and a time of day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Start {
    /// The day.
    pub date: Option<Date>,
    /// Minutes since midnight.
    pub minute: u32,
}

impl Default for Start {
    fn default() -> Start {
        Start { date: None, minute: 9 * 60 }
    }
}

impl Start {
    /// Reads `09:00`, `2027-01-14 09:00` or `2027-01-14T09:00`.
    pub fn parse(text: &str) -> Option<Start> {
        let (date, time) = match text.split_once([' ', 'T']) {
            Some((date, time)) => (Some(Date::parse(date)?), time.trim()),
            None => (None, text),
        };
        let (hour, minute) = time.split_once(':')?;
        let digits = |text: &str, least: usize| {
            (text.len() >= least && text.len() <= 2 && text.bytes().all(|byte| byte.is_ascii_digit()))
                .then(|| text.parse::<u32>().ok())
                .flatten()
        };
        let (hour, minute) = (digits(hour, 1)?, digits(minute, 2)?);
        (hour < 24 && minute < 60).then_some(Start { date, minute: hour * 60 + minute })
    }
}

/// A pause that the author planned.
#[derive(Debug, Clone)]
pub struct Break {
    /// The module before it, or an activity: `module#activity`.
    pub after: Spanned<String>,
    /// How long it takes.
    pub minutes: u32,
    /// What it is called; may be empty.
    pub title: String,
}

/// Something to do after the workshop.
#[derive(Debug, Clone)]
pub struct Action {
    /// What is to be done.
    pub what: String,
    /// Who sees to it; may be empty.
    pub owner: String,
    /// How many days after the last meeting.
    pub days: Option<u32>,
}

pub(super) fn lower(context: &mut Context<'_, '_>) -> Workshop {
    let people = module::people(context);
    let people_span = context.fields.node("people").map_or(Span::at(0), |node| node.span);
    let sessions = sessions(context);
    for session in &sessions {
        context.refer(Relation::Runs, Some(Kind::Module), &session.modules);
    }
    let materials = module::materials(context);
    let activities = activities(context, &sessions);
    let fields = &mut context.fields;
    let format = fields.one_of("format", &FORMAT);
    Workshop {
        timezone: fields.text("timezone").unwrap_or_default(),
        format: format.map_or(Spanned::new(Format::InPerson, Span::at(0)), |word| {
            Spanned::new([Format::InPerson, Format::Remote, Format::Hybrid][word.value], word.span)
        }),
        max_stretch: fields.number("max_stretch").map(|minutes| minutes.value),
        people,
        people_span,
        sessions,
        follow_up: actions(fields),
        materials,
        room: fields.plain("room"),
        activities,
    }
}

fn sessions(context: &mut Context<'_, '_>) -> Vec<Session> {
    let nodes = context.fields.items("sessions");
    if nodes.is_empty() {
        return vec![session(&mut context.fields, 1)];
    }
    for name in ["start", "budget", "modules", "breaks"] {
        if let Some(node) = context.fields.node(name) {
            let message = format!("a workshop with `sessions` has its `{name}` there");
            let problem = Diagnostics::at(context.fields.path(), node.span, lint::FIELD_UNKNOWN, message)
                .label("belongs to a session")
                .help(format!("move `{name}` into one of the `sessions`"));
            context.fields.diagnostics().push(problem);
        }
    }
    let mut sessions: Vec<Session> = Vec::new();
    for node in nodes {
        let mut fields = context.fields.nested(node, SESSION, "a session");
        let next = sessions.last().map_or(1, |session| session.day + 1);
        let day = fields.number("day");
        let mut session = session(&mut fields, day.as_ref().map_or(next, |day| day.value));
        session.title = fields.plain("title");
        sessions.push(session);
    }
    sessions
}

fn session(fields: &mut Fields<'_, '_>, day: u32) -> Session {
    let modules = fields.list("modules");
    Session {
        title: String::new(),
        day,
        start: start(fields),
        budget: fields.number("budget"),
        breaks: fields.node("breaks").is_some().then(|| breaks(fields, &modules)),
        modules,
    }
}

fn start(fields: &mut Fields<'_, '_>) -> Spanned<Start> {
    let Some(text) = fields.text("start") else { return Spanned::new(Start::default(), Span::at(0)) };
    if let Some(start) = Start::parse(&text.value) {
        return Spanned::new(start, text.span);
    }
    let message = format!("`{}` is not a time", text.value);
    let problem = Diagnostics::at(fields.path(), text.span, lint::DATE_INVALID, message)
        .label("no such time")
        .help("write hour and minute, with a day if there is one: 09:00 or 2027-01-14 09:00");
    fields.diagnostics().push(problem);
    Spanned::new(Start::default(), text.span)
}

fn breaks(fields: &mut Fields<'_, '_>, modules: &[Spanned<String>]) -> Vec<Break> {
    let nodes = fields.items("breaks");
    let read = |node: &Node| {
        let mut fields = fields.nested(node, BREAK, "a break");
        let after = fields.text("after")?;
        known_module(&mut fields, &after, modules.iter());
        let minutes = fields.number("minutes").map_or(0, |minutes| minutes.value);
        Some(Break { after, minutes, title: fields.plain("title") })
    };
    nodes.iter().filter_map(read).collect()
}

/// Complains about a module that the workshop does not run.
fn known_module<'a>(
    fields: &mut Fields<'_, '_>,
    name: &Spanned<String>,
    modules: impl Iterator<Item = &'a Spanned<String>> + Clone,
) {
    let wanted = name.value.split('#').next().unwrap_or_default();
    if modules.clone().any(|module| module.value == wanted) {
        return;
    }
    let message = format!("`{wanted}` is not one of the modules of this session");
    let mut problem =
        Diagnostics::at(fields.path(), name.span, lint::FIELD_VALUE, message).label("after which module?");
    if let Some(near) = nearest(wanted, modules.clone().map(|module| module.value.as_str())) {
        problem = problem.help(format!("did you mean `{near}`?"));
    }
    let listed: Vec<&str> = modules.map(|module| module.value.as_str()).collect();
    fields.diagnostics().push(problem.note(format!("its modules: {}", listed.join(", "))));
}

fn actions(fields: &mut Fields<'_, '_>) -> Vec<Action> {
    let nodes = fields.items("follow_up");
    let read = |node: &Node| {
        let mut fields = fields.nested(node, ACTION, "a follow-up");
        let days = fields.number("days").map(|days| days.value);
        Action { what: fields.plain("do"), owner: fields.plain("owner"), days }
    };
    nodes.iter().map(read).collect()
}

/// Activities written in the workshop's own text.
fn activities(context: &mut Context<'_, '_>, sessions: &[Session]) -> Vec<(Activity, Option<Spanned<String>>)> {
    let blocks = context.document.blocks.iter().filter(|block| block.name == "activity");
    let blocks: Vec<(usize, Span)> = blocks.filter_map(|block| Some((block.heading?, block.yaml))).collect();
    let table: Vec<Field> = module::ACTIVITY.iter().copied().chain([OWN_ACTIVITY]).collect();
    let mut found = Vec::new();
    for (heading, yaml) in blocks {
        let read = module::read_activity(context, heading, yaml, &[], &table, |fields| {
            let after = fields.text("after");
            if let Some(after) = &after {
                known_module(fields, after, sessions.iter().flat_map(|session| &session.modules));
            }
            after
        });
        found.extend(read);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn starts_have_a_time_and_may_have_a_day() {
        assert_eq!(Start::parse("09:05"), Some(Start { date: None, minute: 545 }));
        assert_eq!(Start::parse("9:05"), Start::parse("09:05"));
        let day = Date { year: 2027, month: 3, day: 28 };
        assert_eq!(Start::parse("2027-03-28 23:59"), Some(Start { date: Some(day), minute: 1439 }));
        assert_eq!(Start::parse("2027-03-28T23:59"), Start::parse("2027-03-28 23:59"));
        for wrong in ["24:00", "9", "9:5", "12:60", "2027-02-29 09:00", "2027-03-28", "+9:00", ""] {
            assert_eq!(Start::parse(wrong), None, "{wrong}");
        }
    }
}
