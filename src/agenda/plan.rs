//! The agenda of a workshop or of a single module.

use super::blocks::{Block, Placed};
use super::clock::{Clock, Trouble};
use super::cut::{Cut, Day, cut, least};
use super::pauses::{Meal, Pauses, with_pauses};
use crate::entry::module::{Activity, Module};
use crate::entry::workshop::{Format, Session, Start, Workshop};
use crate::entry::{Entry, EntryData, Kind};
use crate::site::{Ix, Site};
use crate::source::Date;

/// What happens when, meeting by meeting.
#[derive(Debug)]
pub struct Agenda<'a> {
    /// The meetings, in order; at least one.
    pub meetings: Vec<Meeting<'a>>,
    /// What breaks are like in short versions.
    pub pauses: Pauses,
}

/// One meeting.
#[derive(Debug)]
pub struct Meeting<'a> {
    /// What it is called; may be empty.
    pub title: &'a str,
    /// The day of the series, from 1.
    pub day: u32,
    /// When it begins; the default hour where that can't be said.
    pub clock: Clock,
    /// Why it can't be said.
    pub trouble: Option<Trouble>,
    /// What happens, in order, without gaps.
    pub items: Vec<Item<'a>>,
}

/// Something that happens.
#[derive(Debug, Clone, Copy)]
pub struct Item<'a> {
    /// Minutes since the meeting began.
    pub at: u32,
    /// How long it takes.
    pub minutes: u32,
    /// What it is.
    pub what: What<'a>,
}

/// What happens.
#[derive(Debug, Clone, Copy)]
pub enum What<'a> {
    /// An activity, and the entry in which it is written.
    Activity(Ix, &'a Activity),
    /// A break of the workshop's own; without a title it was put in or has none.
    Pause {
        /// What it is called; may be empty.
        title: &'a str,
        /// Whether it is long enough for a meal.
        meal: bool,
    },
}

impl<'a> Item<'a> {
    /// Whether people rest.
    pub fn is_break(&self) -> bool {
        match self.what {
            What::Activity(_, activity) => activity.is_break(),
            What::Pause { .. } => true,
        }
    }

    /// The activity, if it is one.
    pub fn activity(&self) -> Option<(Ix, &'a Activity)> {
        match self.what {
            What::Activity(ix, activity) => Some((ix, activity)),
            What::Pause { .. } => None,
        }
    }

    /// When it ends.
    pub fn end(&self) -> u32 {
        self.at + self.minutes
    }
}

impl Meeting<'_> {
    /// How long it takes.
    pub fn minutes(&self) -> u32 {
        self.items.last().map_or(0, Item::end)
    }
}

impl<'a> Agenda<'a> {
    /// All items of all meetings.
    pub fn items(&self) -> impl Iterator<Item = &Item<'a>> {
        self.meetings.iter().flat_map(|meeting| &meeting.items)
    }

    /// How long all meetings take together.
    pub fn minutes(&self) -> u32 {
        self.meetings.iter().map(Meeting::minutes).sum()
    }

    /// All items as blocks, for arithmetic.
    pub fn blocks(&self, site: &Site) -> Vec<Block> {
        let mut part = 0;
        let mut last = None;
        let mut block = |item: &Item<'_>| {
            let Some((ix, activity)) = item.activity().filter(|_| !item.is_break()) else {
                return Block { part, ..Block::pause(item.minutes) };
            };
            part += u32::from(last.replace(ix).is_some_and(|last| last != ix));
            let only = practised_only_here(site.entry(ix), activity);
            Block { part, only, ..Block::work(item.minutes, activity.can_shrink, activity.priority) }
        };
        self.items().map(&mut block).collect()
    }

    /// The meetings, with their meals, as stretches of such blocks.
    pub fn days(&self, blocks: &[Block]) -> Vec<Day> {
        let mut from = 0;
        let day = |meeting: &Meeting<'_>| {
            let to = from + meeting.items.len();
            let day = Day::new(blocks, from..to, &self.pauses);
            from = to;
            day
        };
        self.meetings.iter().map(day).collect()
    }

    /// A version of at most so many minutes in all its meetings.
    pub fn cut(&self, site: &Site, minutes: u32) -> Option<Cut> {
        let blocks = self.blocks(site);
        cut(&blocks, minutes, &self.days(&blocks))
    }

    /// The fewest minutes for which there is a version.
    pub fn least(&self, site: &Site) -> u32 {
        let blocks = self.blocks(site);
        least(&blocks, &self.days(&blocks))
    }
}

/// Whether an activity is the only one of its module that practises some objective.
fn practised_only_here(entry: &Entry, activity: &Activity) -> bool {
    let EntryData::Module(module) = &entry.data else { return false };
    let practises = |id: &str, other: &&Activity| other.objectives.iter().any(|name| name.value == id);
    activity
        .objectives
        .iter()
        .any(|name| module.activities.iter().filter(|other| practises(&name.value, other)).count() == 1)
}

/// Minutes without a break that people can stand.
pub fn limit(format: Format) -> u32 {
    if format.is_remote() { 60 } else { 90 }
}

fn pauses(format: Format, limit: u32) -> Pauses {
    Pauses::short(limit, if format == Format::Remote { 10 } else { 15 })
}

/// The agenda of an entry that has one; for a workshop another start and zone can be given.
pub fn plan<'a>(site: &'a Site, ix: Ix, start: Option<Start>, zone: Option<&str>) -> Option<Agenda<'a>> {
    match &site.entry(ix).data {
        EntryData::Module(module) => Some(of_module(ix, module, start, zone)),
        EntryData::Workshop(workshop) => Some(of_workshop(site, ix, workshop, start, zone)),
        _ => None,
    }
}

/// The agenda of one module alone.
pub fn of_module<'a>(ix: Ix, module: &'a Module, start: Option<Start>, zone: Option<&str>) -> Agenda<'a> {
    let (clock, trouble) = clock(start.unwrap_or_default(), zone.unwrap_or_default());
    let items = in_a_row(module.activities.iter().map(|activity| (minutes(activity), What::Activity(ix, activity))));
    let meeting = Meeting { title: "", day: 1, clock, trouble, items };
    Agenda { meetings: vec![meeting], pauses: pauses(Format::InPerson, limit(Format::InPerson)) }
}

/// The agenda of a workshop. Modules that do not exist take no time; the
/// missing name is reported where names are resolved.
pub fn of_workshop<'a>(
    site: &'a Site,
    ix: Ix,
    workshop: &'a Workshop,
    start: Option<Start>,
    zone: Option<&str>,
) -> Agenda<'a> {
    let limit = workshop.max_stretch.unwrap_or(limit(workshop.format.value));
    let pauses = pauses(workshop.format.value, limit);
    let zone = zone.unwrap_or(&workshop.timezone.value);
    let first = start.or_else(|| workshop.sessions.first().map(|session| session.start.value));
    let meeting = |(at, session): (usize, &'a Session)| {
        let start = if at == 0 { start } else { None };
        let start = start.unwrap_or_else(|| session_start(session, first, workshop.sessions[0].day));
        let (clock, trouble) = clock(start, zone);
        let items = items(site, ix, workshop, session, at, &pauses);
        Meeting { title: &session.title, day: session.day, clock, trouble, items }
    };
    Agenda { meetings: workshop.sessions.iter().enumerate().map(meeting).collect(), pauses }
}

/// The start of a session that has no day of its own: so many days after the first.
fn session_start(session: &Session, first: Option<Start>, first_day: u32) -> Start {
    let own = session.start.value;
    let date = own.date.or_else(|| later(first?.date?, session.day.saturating_sub(first_day)));
    Start { date, ..own }
}

/// The day some days after another.
fn later(date: Date, days: u32) -> Option<Date> {
    let clock = Clock::new(Start { date: Some(date), minute: 0 }, "").ok()?;
    clock.days_later(i64::from(days))?.at(0).date
}

fn clock(start: Start, zone: &str) -> (Clock, Option<Trouble>) {
    match Clock::new(start, zone) {
        Ok(clock) => (clock, None),
        Err(trouble) => (Clock::Daily(start.minute), Some(trouble)),
    }
}

fn minutes(activity: &Activity) -> u32 {
    activity.minutes.as_ref().map_or(0, |minutes| minutes.value)
}

/// What a session consists of before it is put on the clock: each with its module.
struct Piece<'a> {
    minutes: u32,
    what: What<'a>,
    part: u32,
}

fn items<'a>(
    site: &'a Site,
    ix: Ix,
    workshop: &'a Workshop,
    session: &'a Session,
    at: usize,
    pauses: &Pauses,
) -> Vec<Item<'a>> {
    let pieces = pieces(site, ix, workshop, session, at);
    if session.breaks.is_some() {
        return in_a_row(pieces.iter().map(|piece| (piece.minutes, piece.what)));
    }
    let is_break = |piece: &Piece<'_>| matches!(piece.what, What::Activity(_, activity) if activity.is_break());
    let block = |piece: &Piece<'_>| match is_break(piece) {
        true => Block::pause(piece.minutes),
        false => Block { part: piece.part, ..Block::work(piece.minutes, 0, 0) },
    };
    let blocks: Vec<Block> = pieces.iter().map(block).collect();
    let meal = meal(session.start.value.minute);
    let placed = with_pauses(&blocks, &Pauses { meals: meal.into_iter().collect(), ..pauses.clone() });
    let item = |placed: &Placed| {
        let pause = What::Pause { title: "", meal: placed.minutes > pauses.minutes };
        let what = placed.block.map_or(pause, |block| pieces[block].what);
        Item { at: placed.at, minutes: placed.minutes, what }
    };
    placed.iter().map(item).collect()
}

/// A meal where a session begins well before noon; it is left out where it ends soon after.
fn meal(start: u32) -> Option<Meal> {
    const NOON: u32 = 12 * 60 + 15;
    const LENGTH: u32 = 45;
    (start + 60 <= NOON).then(|| Meal { at: NOON - start, rests: vec![(None, LENGTH)] })
}

/// Modules, the workshop's own activities and its breaks, in order.
fn pieces<'a>(site: &'a Site, ix: Ix, workshop: &'a Workshop, session: &'a Session, at: usize) -> Vec<Piece<'a>> {
    let mut pieces = Vec::new();
    let mut part = 0;
    if at == 0 {
        pieces.extend(own(ix, workshop, None).map(|(minutes, what)| Piece { minutes, what, part }));
    }
    for name in &session.modules {
        part += 1;
        let found = site.named(&name.value, Some(Kind::Module));
        if let Some((module_ix, EntryData::Module(module))) = found.map(|ix| (ix, &site.entry(ix).data)) {
            let headings = &site.entry(module_ix).document.headings;
            for activity in &module.activities {
                let what = What::Activity(module_ix, activity);
                pieces.push(Piece { minutes: minutes(activity), what, part });
                let anchor = format!("{}#{}", name.value, headings[activity.heading].id);
                pieces.extend(breaks(session, &anchor).map(|(minutes, what)| Piece { minutes, what, part }));
            }
        }
        part += 1;
        let after = own(ix, workshop, Some(&name.value));
        pieces.extend(breaks(session, &name.value).chain(after).map(|(minutes, what)| Piece { minutes, what, part }));
    }
    pieces
}

/// The workshop's own activities that follow a module, or come first.
fn own<'a>(ix: Ix, workshop: &'a Workshop, after: Option<&str>) -> impl Iterator<Item = (u32, What<'a>)> + use<'a> {
    let after = after.map(str::to_owned);
    let here =
        workshop.activities.iter().filter(move |(_, wanted)| wanted.as_ref().map(|name| &name.value) == after.as_ref());
    here.map(move |(activity, _)| (minutes(activity), What::Activity(ix, activity)))
}

fn breaks<'a>(session: &'a Session, after: &str) -> impl Iterator<Item = (u32, What<'a>)> + use<'a> {
    let after = after.to_owned();
    let here = session.breaks.iter().flatten().filter(move |pause| pause.after.value == after);
    here.map(|pause| (pause.minutes, What::Pause { title: &pause.title, meal: pause.minutes >= Meal::LEAST }))
}

fn in_a_row<'a>(pieces: impl Iterator<Item = (u32, What<'a>)>) -> Vec<Item<'a>> {
    let mut at = 0;
    let place = |(minutes, what)| {
        let item = Item { at, minutes, what };
        at += minutes;
        item
    };
    pieces.map(place).collect()
}
