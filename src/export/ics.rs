//! Workshops as calendars: preparation, meetings, a look back after some days,
//! and what is to be done.
//!
//! Times are in UTC, so that no time zone has to be described; without a zone
//! the hour of whoever opens the calendar is meant. Actions are days rather than
//! tasks, which most calendars do not take in.

use super::{Job, Written, lost};
use crate::agenda::ics::{self, Event, When};
use crate::agenda::{Agenda, Clock, Item, Meeting, What, plan};
use crate::diag::Diagnostics;
use crate::entry::workshop::{Action, Start};
use crate::entry::{Entry, EntryData, Kind, Relation};
use crate::site::Ix;
use crate::source::Span;

/// Days after the last meeting on which people look back.
const REVIEWS: [i64; 4] = [2, 7, 21, 60];

pub(super) fn write(job: &Job<'_>, diagnostics: &mut Diagnostics) -> Written {
    let mut events = Vec::new();
    for ix in job.chosen.iter().filter(|ix| job.site.entry(**ix).id.kind == Kind::Workshop) {
        let Some(run) = Run::new(job, *ix, None, None) else { continue };
        let missing = |meeting: &Meeting<'_>| !meeting.items.is_empty() && run.time(meeting).is_none();
        for (at, _) in run.agenda.meetings.iter().enumerate().filter(|(_, meeting)| missing(meeting)) {
            undated(run.entry, at, diagnostics);
        }
        events.extend(run.events());
    }
    Ok(ics::calendar(&job.site.config.title, &job.site.config.language, &events).into_bytes())
}

/// The calendar of one workshop or module, at its own time or another. What
/// its page dates is the same event in every calendar; at another time it is
/// held once more.
pub fn calendar(job: &Job<'_>, ix: Ix, start: Option<Start>, zone: Option<&str>) -> Option<(String, usize)> {
    let run = Run::new(job, ix, start, zone)?;
    let events = run.events();
    let text = ics::calendar(&run.entry.head.title.value, &job.site.config.language, &events);
    Some((text, events.len()))
}

fn undated(entry: &Entry, at: usize, diagnostics: &mut Diagnostics) {
    let EntryData::Workshop(workshop) = &entry.data else { return };
    let span = workshop.sessions.get(at).map_or(Span::at(0), |session| session.start.span);
    let message = "a meeting without a day can't stand in a calendar".to_owned();
    lost(diagnostics, entry, span, message, "write the day: start: \"2027-01-14 09:00\"");
}

/// A workshop or module that is held at some time.
struct Run<'a> {
    job: &'a Job<'a>,
    ix: Ix,
    entry: &'a Entry,
    agenda: Agenda<'a>,
    /// Whether it is the hour of whoever looks.
    floating: bool,
    /// Sets it apart from what the page dates: when it begins.
    apart: String,
    edited: i64,
}

impl<'a> Run<'a> {
    fn new(job: &'a Job<'a>, ix: Ix, start: Option<Start>, zone: Option<&str>) -> Option<Run<'a>> {
        let begins = |agenda: &Agenda<'_>| agenda.meetings.first().and_then(|meeting| meeting.clock.utc(0));
        let dated = plan(job.site, ix, None, None)?;
        let agenda = plan(job.site, ix, start, zone)?;
        let begin = begins(&agenda);
        let apart = if begin == begins(&dated) { String::new() } else { begin.unwrap_or_default() };
        let entry = job.site.entry(ix);
        let own = match &entry.data {
            EntryData::Workshop(workshop) => workshop.timezone.value.as_str(),
            _ => "",
        };
        let floating = zone.unwrap_or(own).is_empty();
        let held = agenda.items().filter_map(|item| Some(item.activity()?.0)).chain([ix]);
        let edited = held.map(|ix| job.shelf.edited(&job.site.entry(ix).file.path)).max().unwrap_or_default();
        Some(Run { job, ix, entry, agenda, floating, apart, edited })
    }

    fn events(&self) -> Vec<Event> {
        let dated = |meeting: &&Meeting<'_>| self.time(meeting).is_some();
        let meetings = &self.agenda.meetings;
        let (Some(first), Some(last)) = (meetings.iter().find(dated), meetings.iter().rfind(dated)) else {
            return Vec::new();
        };
        let mut events: Vec<Event> = self.before(&first.clock).into_iter().collect();
        events.extend(meetings.iter().enumerate().filter_map(|(at, meeting)| self.meeting(at, meeting)));
        events.extend(REVIEWS.iter().filter_map(|days| self.review(&last.clock, *days)));
        if let EntryData::Workshop(workshop) = &self.entry.data {
            let actions = workshop.follow_up.iter().enumerate();
            events.extend(actions.filter_map(|(at, action)| self.action(at, action, &last.clock)));
        }
        events
    }

    fn before(&self, first: &Clock) -> Option<Event> {
        let questions = self.questions(&["pre"]);
        let text = if questions.is_empty() { self.link(self.ix) } else { questions };
        let summary = self.titled("calendar.before");
        Some(self.event("before", self.span(&first.days_later(-2)?, 15)?, summary, text))
    }

    fn meeting(&self, at: usize, meeting: &Meeting<'_>) -> Option<Event> {
        let title = &self.entry.head.title.value;
        let summary = if meeting.title.is_empty() { title.clone() } else { format!("{title}: {}", meeting.title) };
        let part = format!("meeting-{}", at + 1);
        Some(self.event(&part, self.time(meeting)?, summary, self.description(meeting)))
    }

    fn review(&self, last: &Clock, days: i64) -> Option<Event> {
        let when = self.span(&last.days_later(days)?, 10)?;
        let questions = self.questions(&["check", "review"]);
        Some(self.event(&format!("review-{days}"), when, self.titled("calendar.look_back"), questions))
    }

    fn action(&self, at: usize, action: &Action, last: &Clock) -> Option<Event> {
        // Without a day it is due at once.
        let day = last.days_later(i64::from(action.days.unwrap_or_default()))?.at(0).date?;
        let when = When::Day(format!("{:04}{:02}{:02}", day.year, day.month, day.day));
        let owner = if action.owner.is_empty() { String::new() } else { format!(" ({})", action.owner) };
        let summary = format!("{}{owner}", action.what);
        Some(self.event(&format!("action-{}", at + 1), when, summary, self.entry.head.title.value.clone()))
    }

    fn event(&self, part: &str, when: When, summary: String, description: String) -> Event {
        let slug = &self.entry.id.slug;
        let names = [self.entry.id.kind.folder(), slug, part, self.apart.as_str()];
        let named = if self.apart.is_empty() { &names[..3] } else { &names[..] };
        let identity = self.job.identity(named);
        let url = self.job.site.config.url.as_ref().map(|url| format!("{url}{}", self.job.site.route(self.ix)));
        let uid = format!("{slug}-{part}-{identity:016x}@crosstrain");
        Event { uid, edited: self.edited, when, summary, description, url: url.unwrap_or_default() }
    }

    /// Begin and end of a meeting, if it has a day and anything happens.
    fn time(&self, meeting: &Meeting<'_>) -> Option<When> {
        (meeting.trouble.is_none() && meeting.minutes() > 0).then(|| self.span(&meeting.clock, meeting.minutes()))?
    }

    fn span(&self, clock: &Clock, minutes: u32) -> Option<When> {
        let hour = |minutes| {
            let utc = clock.utc(minutes)?;
            Some(if self.floating { utc.trim_end_matches('Z').to_owned() } else { utc })
        };
        Some(When::Time(hour(0)?, hour(minutes)?))
    }

    fn titled(&self, key: &str) -> String {
        self.job.word(key).replace("{title}", &self.entry.head.title.value)
    }

    fn link(&self, ix: Ix) -> String {
        let title = &self.job.site.entry(ix).head.title.value;
        match &self.job.site.config.url {
            Some(url) => format!("{title}: {url}{}", self.job.site.route(ix)),
            None => title.clone(),
        }
    }

    /// The banks of questions of some modes that belong to what is held.
    fn questions(&self, modes: &[&str]) -> String {
        let site = self.job.site;
        let modules: Vec<Ix> = match self.entry.id.kind {
            Kind::Module => vec![self.ix],
            _ => site.out_by(self.ix, Relation::Runs).collect(),
        };
        let fits = |ix: &Ix| matches!(&site.entry(*ix).data, EntryData::Quiz(quiz) if modes.contains(&quiz.mode));
        let mut links = Vec::new();
        for ix in modules.iter().flat_map(|module| site.into_by(*module, Relation::Quiz)).filter(fits) {
            let link = self.link(ix);
            if !links.contains(&link) {
                links.push(link);
            }
        }
        links.join("\n")
    }

    /// The summary, the agenda and what the room needs.
    fn description(&self, meeting: &Meeting<'_>) -> String {
        let lines: Vec<String> = meeting.items.iter().map(|item| self.line(meeting, item)).collect();
        let room = match &self.entry.data {
            EntryData::Workshop(workshop) => workshop.room.clone(),
            EntryData::Module(module) => module.room.clone(),
            _ => String::new(),
        };
        let mut parts = vec![self.entry.head.summary.clone(), lines.join("\n"), room];
        parts.retain(|part| !part.is_empty());
        parts.join("\n\n")
    }

    /// `09:00 Pour together (30 min)`
    fn line(&self, meeting: &Meeting<'_>, item: &Item<'_>) -> String {
        let name = match item.what {
            What::Activity(ix, activity) => self.job.site.entry(ix).document.headings[activity.heading].text.clone(),
            What::Pause { title: "", meal } => self.job.word(if meal { "workshop.meal" } else { "method.break" }),
            What::Pause { title, .. } => title.to_owned(),
        };
        let length = self.job.word("time.short").replace("{n}", &item.minutes.to_string());
        format!("{} {name} ({length})", meeting.clock.at(item.at).shown())
    }
}
