//! iCalendar (RFC 5545): the meetings of workshops, and what is to be done afterwards.
//!
//! Times are in UTC, so that no time zone has to be described; a workshop
//! without a zone keeps the hour of whoever opens it. Every file says when its
//! workshop was edited and counts up with it, so that calendars take the newer one.

use super::{Job, Written, lost};
use crate::agenda::clock::stamp;
use crate::agenda::{Agenda, Clock, Item, Meeting, What, plan};
use crate::diag::Diagnostics;
use crate::entry::{Entry, EntryData, Kind, Workshop};
use crate::site::Ix;
use crate::source::Span;

pub(super) fn write(job: &Job<'_>, diagnostics: &mut Diagnostics) -> Written {
    let mut calendar = Lines::default();
    calendar.add("BEGIN", "VCALENDAR");
    calendar.add("VERSION", "2.0");
    calendar.add("PRODID", "-//crosstrain//workshops//EN");
    calendar.add("CALSCALE", "GREGORIAN");
    calendar.add("METHOD", "PUBLISH");
    calendar.add("X-WR-CALNAME", &escaped(&job.site.config.title));
    for ix in job.chosen.iter().filter(|ix| job.site.entry(**ix).id.kind == Kind::Workshop) {
        let entry = job.site.entry(*ix);
        let (EntryData::Workshop(workshop), Some(agenda)) = (&entry.data, plan(job.site, *ix, None, None)) else {
            continue;
        };
        let writer = Writer { job, entry, workshop, ix: *ix };
        for (at, meeting) in agenda.meetings.iter().enumerate() {
            match writer.times(meeting) {
                Some(times) => writer.meeting(at, meeting, times, &mut calendar),
                None => writer.undated(at, diagnostics),
            }
        }
        writer.follow_up(&agenda, &mut calendar);
    }
    calendar.add("END", "VCALENDAR");
    Ok(calendar.text.into_bytes())
}

struct Writer<'a> {
    job: &'a Job<'a>,
    entry: &'a Entry,
    workshop: &'a Workshop,
    ix: Ix,
}

impl Writer<'_> {
    /// Begin and end of a meeting, if it has a day.
    fn times(&self, meeting: &Meeting<'_>) -> Option<(String, String)> {
        let at = |minutes| Some(self.hour(meeting.clock.utc(minutes)?));
        meeting.trouble.is_none().then_some(())?;
        Some((at(0)?, at(meeting.minutes())?))
    }

    /// Without a zone the hour on the wall is meant, wherever that is.
    fn hour(&self, utc: String) -> String {
        if self.workshop.timezone.value.is_empty() { utc.trim_end_matches('Z').to_owned() } else { utc }
    }

    fn undated(&self, at: usize, diagnostics: &mut Diagnostics) {
        let span = self.workshop.sessions.get(at).map_or(Span::at(0), |session| session.start.span);
        let message = "a meeting without a day can't stand in a calendar".to_owned();
        lost(diagnostics, self.entry, span, message, "write the day: start: \"2027-01-14 09:00\"");
    }

    fn meeting(&self, at: usize, meeting: &Meeting<'_>, (begin, end): (String, String), out: &mut Lines) {
        let title = self.title(meeting.title);
        out.add("BEGIN", "VEVENT");
        self.head(&format!("meeting-{}", at + 1), out);
        out.add("DTSTART", &begin);
        out.add("DTEND", &end);
        out.add(&self.spoken("SUMMARY"), &escaped(&title));
        out.add(&self.spoken("DESCRIPTION"), &escaped(&self.description(meeting)));
        if let Some(url) = &self.job.site.config.url {
            out.add("URL", &format!("{url}{}", self.job.site.route(self.ix)));
        }
        out.add("STATUS", "CONFIRMED");
        out.add("TRANSP", "OPAQUE");
        out.add("END", "VEVENT");
    }

    /// What is to be done some days after the last meeting.
    fn follow_up(&self, agenda: &Agenda<'_>, out: &mut Lines) {
        let Some(last) = agenda.meetings.iter().rev().find(|meeting| self.times(meeting).is_some()) else { return };
        for (at, action) in self.workshop.follow_up.iter().enumerate() {
            let due = action.days.and_then(|days| day_after(&last.clock, days));
            out.add("BEGIN", "VTODO");
            self.head(&format!("action-{}", at + 1), out);
            if let Some(due) = due {
                out.add("DUE;VALUE=DATE", &due);
            }
            let owner = if action.owner.is_empty() { String::new() } else { format!(" ({})", action.owner) };
            out.add(&self.spoken("SUMMARY"), &escaped(&format!("{}{owner}", action.what)));
            out.add(&self.spoken("DESCRIPTION"), &escaped(&self.title("")));
            out.add("END", "VTODO");
        }
    }

    /// What calendars tell versions apart by.
    fn head(&self, part: &str, out: &mut Lines) {
        let edited = self.job.shelf.edited(&self.entry.file.path);
        let stamp = stamp(edited);
        let slug = &self.entry.id.slug;
        let identity = self.job.identity(&["workshops", slug, part]);
        out.add("UID", &format!("{slug}-{part}-{identity:016x}@crosstrain"));
        out.add("DTSTAMP", &stamp);
        out.add("LAST-MODIFIED", &stamp);
        // Minutes since 2020 grow with every edit and fit into 32 bits.
        out.add("SEQUENCE", &((edited - 1_577_836_800) / 60).max(0).to_string());
    }

    fn title(&self, meeting: &str) -> String {
        let title = &self.entry.head.title.value;
        if meeting.is_empty() { title.clone() } else { format!("{title}: {meeting}") }
    }

    fn spoken(&self, name: &str) -> String {
        format!("{name};LANGUAGE={}", self.job.site.config.language)
    }

    /// The summary, the agenda and what the room needs.
    fn description(&self, meeting: &Meeting<'_>) -> String {
        let mut parts = vec![self.entry.head.summary.clone()];
        let lines: Vec<String> = meeting.items.iter().map(|item| self.line(meeting, item)).collect();
        parts.push(lines.join("\n"));
        parts.push(self.workshop.room.clone());
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

fn day_after(clock: &Clock, days: u32) -> Option<String> {
    let date = clock.days_later(i64::from(days))?.at(0).date?;
    Some(format!("{:04}{:02}{:02}", date.year, date.month, date.day))
}

/// Words in which `;`, `,` and line ends mean nothing.
fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace(';', "\\;").replace(',', "\\,").replace("\r\n", "\n").replace('\n', "\\n")
}

/// Lines of at most 75 bytes; longer ones go on after a space on the next.
#[derive(Default)]
struct Lines {
    text: String,
}

impl Lines {
    fn add(&mut self, name: &str, value: &str) {
        let mut room = 75;
        for c in name.chars().chain([':']).chain(value.chars().filter(|c| !c.is_control())) {
            if c.len_utf8() > room {
                self.text.push_str("\r\n ");
                room = 74;
            }
            self.text.push(c);
            room -= c.len_utf8();
        }
        self.text.push_str("\r\n");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lines_are_folded_between_characters() {
        let mut lines = Lines::default();
        lines.add("SUMMARY", &escaped(&"é,".repeat(60)));
        assert!(lines.text.split("\r\n").all(|line| line.len() <= 75));
        assert_eq!(lines.text.replace("\r\n ", ""), format!("SUMMARY:{}\r\n", "é\\,".repeat(60)));
        assert_eq!(escaped("a;b\\c\nd"), "a\\;b\\\\c\\nd");
    }
}
