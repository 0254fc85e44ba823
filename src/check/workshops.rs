//! Workshops that fit the clock, the people and the room they are held in.

use super::modules::adds_up;
use crate::agenda::blocks::{Placed, splits, stretches};
use crate::agenda::clock::{Trouble, zones};
use crate::agenda::{Agenda, Item, Meeting, What, cut, limit, of_module, of_workshop};
use crate::diag::{Diagnostic, Diagnostics, lint, near, nearest};
use crate::entry::module::{Activity, People};
use crate::entry::workshop::{Format, Session, Workshop};
use crate::entry::{Entry, EntryData, Kind, Module, Status};
use crate::site::{Ix, Site};
use crate::source::{Place, Span};
use std::collections::BTreeSet;

/// Rules for a module that is run alone.
pub(super) fn module(site: &Site, ix: Ix, entry: &Entry, module: &Module, found: &mut Diagnostics) {
    let agenda = of_module(ix, module, None, None);
    let most = limit(Format::InPerson);
    for (first, last, minutes) in long_stretches(&agenda.meetings[0], most) {
        let place = Place::new(&entry.file.path, heading_span(site, first));
        found.push(stretch(site, place, (first, last), minutes, most));
    }
    sizes(entry, &module.people, None, &module.activities.iter().collect::<Vec<_>>(), found);
    if entry.sound && adds_up(module) {
        cuts(site, entry, &agenda, found);
    }
}

/// Rules for a workshop.
pub(super) fn workshop(site: &Site, ix: Ix, entry: &Entry, workshop: &Workshop, found: &mut Diagnostics) {
    let agenda = of_workshop(site, ix, workshop, None, None);
    zone(entry, workshop, &agenda, found);
    let mut sound = entry.sound;
    for (meeting, session) in agenda.meetings.iter().zip(&workshop.sessions) {
        if session.modules.is_empty() && entry.head.status != Status::Draft {
            no_modules(entry, session, found);
        }
        let placed = break_places(site, entry, session, found);
        // Times that follow from a mistake elsewhere would be a second message for it.
        let fit = entry.sound && placed && session.modules.iter().all(|name| runs_alone(site, &name.value));
        sound &= fit;
        if !fit {
            continue;
        }
        if !session.modules.is_empty() && meeting.items.iter().all(Item::is_break) {
            nothing_to_do(entry, session, found);
            continue;
        }
        budget(site, entry, meeting, session, found);
        let most = agenda.pauses.limit;
        for (first, last, minutes) in long_stretches(meeting, most) {
            let place = Place::new(&entry.file.path, module_span(site, entry, session, first));
            found.push(stretch(site, place, (first, last), minutes, most));
        }
    }
    let own: Vec<&Activity> = workshop.activities.iter().map(|(activity, _)| activity).collect();
    sizes(entry, &workshop.people, Some(workshop.people_span), &own, found);
    people(site, entry, workshop, found);
    if sound {
        cuts(site, entry, &agenda, found);
    }
}

/// Whether there is such a module, and nothing is wrong with its own times.
fn runs_alone(site: &Site, name: &str) -> bool {
    let Some(ix) = site.named(name, Some(Kind::Module)) else { return false };
    let EntryData::Module(module) = &site.entry(ix).data else { return false };
    let agenda = of_module(ix, module, None, None);
    site.entry(ix).sound && adds_up(module) && long_stretches(&agenda.meetings[0], limit(Format::InPerson)).is_empty()
}

fn no_modules(entry: &Entry, session: &Session, found: &mut Diagnostics) {
    let problem =
        Diagnostics::at(&entry.file.path, session.start.span, lint::FIELD_MISSING, "a workshop needs `modules`");
    found.push(problem.label("nothing to do").help("modules: modules, in order"));
}

fn nothing_to_do(entry: &Entry, session: &Session, found: &mut Diagnostics) {
    let span = session.modules.first().map_or(session.start.span, |name| name.span);
    let problem = Diagnostics::at(&entry.file.path, span, lint::MEETING_EMPTY, "in this meeting nobody does anything");
    found.push(
        problem.label("without activities but breaks").help("write the activities of the module, or name another"),
    );
}

/// A zone that nobody knows, or a start that the clock skips.
fn zone(entry: &Entry, workshop: &Workshop, agenda: &Agenda<'_>, found: &mut Diagnostics) {
    let path = &entry.file.path;
    let troubles = agenda.meetings.iter().zip(&workshop.sessions);
    for (trouble, session) in troubles.filter_map(|(meeting, session)| Some((meeting.trouble.as_ref()?, session))) {
        let name = &workshop.timezone;
        match trouble {
            Trouble::NoZone => {
                let message = format!("there is no time zone called `{}`", name.value);
                let problem = Diagnostics::at(path, name.span, lint::TIMEZONE_UNKNOWN, message).label("no such zone");
                let problem = problem.suggest(near(&name.value, zones()));
                found.push(problem.help("write continent and city, like Europe/Dublin"));
                return;
            }
            Trouble::Skipped => {
                let message = format!("the clock in {} skips this time on that day", name.value);
                let problem = Diagnostics::at(path, session.start.span, lint::TIMEZONE_UNKNOWN, message);
                found.push(problem.label("daylight saving begins").help("start an hour earlier or later"));
            }
        }
    }
}

/// Whether each break comes after an activity that its module has.
fn break_places(site: &Site, entry: &Entry, session: &Session, found: &mut Diagnostics) -> bool {
    let before = found.len();
    for pause in session.breaks.iter().flatten() {
        let Some((module, anchor)) = pause.after.value.split_once('#') else { continue };
        let Some(ix) = site.named(module, Some(Kind::Module)) else { continue };
        let EntryData::Module(data) = &site.entry(ix).data else { continue };
        let headings = &site.entry(ix).document.headings;
        let ids = || data.activities.iter().map(|activity| headings[activity.heading].id.as_str());
        if ids().any(|id| id == anchor) {
            continue;
        }
        let message = format!("`{module}` has no activity `#{anchor}`");
        let mut problem = Diagnostics::at(&entry.file.path, pause.after.span, lint::ANCHOR_MISSING, message)
            .label("no such activity");
        if let Some(near) = nearest(anchor, ids()) {
            problem = problem.replace(format!("did you mean `{near}`?"), format!("{module}#{near}"));
        }
        found.push(problem.note(format!("its activities: {}", ids().collect::<Vec<_>>().join(", "))));
    }
    found.len() == before
}

/// What happens takes as long as was promised.
fn budget(site: &Site, entry: &Entry, meeting: &Meeting<'_>, session: &Session, found: &mut Diagnostics) {
    let Some(budget) = &session.budget else { return };
    let (total, promised) = (meeting.minutes(), budget.value);
    if total == promised {
        return;
    }
    let change = match total > promised {
        true => format!("cut {} minutes", total - promised),
        false => format!("add {} minutes", promised - total),
    };
    let rest: u32 = meeting.items.iter().filter(|item| item.is_break()).map(|item| item.minutes).sum();
    let mut parts: Vec<(String, u32)> = Vec::new();
    for item in meeting.items.iter().filter(|item| !item.is_break()) {
        let Some((ix, _)) = item.activity() else { continue };
        let name = &site.entry(ix).id.slug;
        match parts.iter_mut().find(|(known, _)| known == name) {
            Some((_, minutes)) => *minutes += item.minutes,
            None => parts.push((name.clone(), item.minutes)),
        }
    }
    parts.push(("breaks".to_owned(), rest));
    let sum: Vec<String> = parts.iter().map(|(name, minutes)| format!("{name} {minutes}")).collect();
    let message = format!("modules and breaks take {total} minutes, the budget says {promised}");
    found.push(
        Diagnostics::at(&entry.file.path, budget.span, lint::AGENDA_TIME, message)
            .label("promised to participants")
            .note(sum.join(" + "))
            .help(format!("{change}, or set `budget: {total}`")),
    );
}

/// Work without a break that is longer than people can stand, with its minutes.
/// A single activity that is longer than that is its module's problem, but one all the same.
fn long_stretches<'m, 'a>(meeting: &'m Meeting<'a>, most: u32) -> Vec<(&'m Item<'a>, &'m Item<'a>, u32)> {
    let placed =
        |item: &Item<'_>| Placed { block: None, at: item.at, minutes: item.minutes, is_break: item.is_break() };
    let placed: Vec<Placed> = meeting.items.iter().map(placed).collect();
    let long = stretches(&placed).into_iter().filter(|(.., minutes)| *minutes > most);
    long.map(|(first, last, minutes)| (&meeting.items[first], &meeting.items[last], minutes)).collect()
}

fn stretch(site: &Site, place: Place, (first, last): (&Item<'_>, &Item<'_>), minutes: u32, most: u32) -> Diagnostic {
    let message = format!("{minutes} minutes without a break: people can stand {most}");
    let diagnostic = Diagnostic::new(lint::STRETCH_LONG, place, message);
    let diagnostic = match std::ptr::eq(first, last) {
        true => diagnostic.label(format!("`{}` alone", words(site, first))),
        false => diagnostic.label(format!("from `{}` to the end of `{}`", words(site, first), words(site, last))),
    };
    diagnostic.help("put a break in, or say `max_stretch` if these people can stand more")
}

fn words<'a>(site: &'a Site, item: &Item<'a>) -> &'a str {
    match item.what {
        What::Activity(ix, activity) => &site.entry(ix).document.headings[activity.heading].text,
        What::Pause { title, .. } => title,
    }
}

fn heading_span(site: &Site, item: &Item<'_>) -> Span {
    item.activity().map_or(Span::at(0), |(ix, activity)| site.entry(ix).document.headings[activity.heading].inline)
}

/// Where a workshop names the module of an item; the heading of an activity of its own.
fn module_span(site: &Site, entry: &Entry, session: &Session, item: &Item<'_>) -> Span {
    let Some((ix, _)) = item.activity() else { return session.start.span };
    let named = session.modules.iter().find(|name| site.named(&name.value, Some(Kind::Module)) == Some(ix));
    match named {
        Some(name) => name.span,
        None if std::ptr::eq(site.entry(ix), entry) => heading_span(site, item),
        None => session.start.span,
    }
}

/// Past runs of something that is not there. What an activity was called then
/// may have changed since: that is no mistake.
pub(super) fn runs(site: &Site, found: &mut Diagnostics) {
    let of = |kind: Kind| site.of_kind(kind).map(move |(_, entry)| format!("{}/{}", kind.folder(), entry.id.slug));
    let known: Vec<String> = of(Kind::Workshop).chain(of(Kind::Module)).collect();
    for run in site.runs.iter().filter(|run| !run.of.value.is_empty() && !known.contains(&run.of.value)) {
        let message = format!("there is no workshop or module at `{}`", run.of.value);
        let problem = Diagnostics::at(&run.path, run.of.span, lint::LINK_MISSING, message).label("what was run?");
        found.push(problem.suggest(near(&run.of.value, known.iter().map(String::as_str))));
    }
}

/// Activities that nobody at a screen can take part in, each once, with the
/// first workshop that needs it.
pub(super) fn remote(site: &Site, found: &mut Diagnostics) {
    let mut seen = BTreeSet::new();
    for (ix, entry) in site.of_kind(Kind::Workshop) {
        let EntryData::Workshop(workshop) = &entry.data else { continue };
        if !workshop.format.value.is_remote() {
            continue;
        }
        let agenda = of_workshop(site, ix, workshop, None, None);
        for item in agenda.items().filter(|item| !item.is_break()) {
            let Some((home, activity)) = item.activity() else { continue };
            if activity.remote.is_empty() && seen.insert((home, activity.heading)) {
                let what = words(site, item);
                let place = Place::new(&site.entry(home).file.path, heading_span(site, item));
                let word = workshop.format.value.word();
                let message = format!("`{what}` has no remote way, and `{}` is {word}", entry.id.slug);
                found.push(
                    Diagnostic::new(lint::REMOTE_MISSING, place, message)
                        .label("what do people at a screen do?")
                        .also(Place::new(&entry.file.path, workshop.format.span), "people join from elsewhere")
                        .help("add `remote: …` to its activity block"),
                );
            }
        }
    }
}

/// Groups that do not come out even for the smallest or the largest number of people.
fn sizes(entry: &Entry, people: &People, at: Option<Span>, activities: &[&Activity], found: &mut Diagnostics) {
    for activity in activities {
        let Some(group) = &activity.group else { continue };
        let ends: BTreeSet<u32> = [people.min, people.max].into_iter().flatten().collect();
        for number in ends.into_iter().filter(|number| !splits(*number, group.value)) {
            let (least, most) = group.value;
            let size = if least == most { format!("{least}") } else { format!("{least} to {most}") };
            let message = format!("{number} people can't sit in groups of {size}");
            let mut problem = Diagnostics::at(&entry.file.path, group.span, lint::GROUP_SIZE, message)
                .label("somebody is left over")
                .help("allow a range, such as `group: 3-5`");
            if let Some(span) = at {
                problem = problem.also(Place::new(&entry.file.path, span), "how many come");
            }
            found.push(problem);
        }
    }
}

/// More or fewer people than modules, or the groups in them, are made for: one
/// message, however many modules there are.
fn people(site: &Site, entry: &Entry, workshop: &Workshop, found: &mut Diagnostics) {
    let mut problem: Option<Diagnostic> = None;
    let mut tell = |message: String, label: &str, place: Place, why: &str| {
        let first = || Diagnostics::at(&entry.file.path, workshop.people_span, lint::GROUP_SIZE, message).label(label);
        problem = Some(problem.take().unwrap_or_else(first).also(place, why));
    };
    let ends = [workshop.people.min, workshop.people.max];
    for name in workshop.sessions.iter().flat_map(|session| &session.modules) {
        let Some(ix) = site.named(&name.value, Some(Kind::Module)) else { continue };
        let EntryData::Module(module) = &site.entry(ix).data else { continue };
        let few = ends.iter().flatten().find(|number| module.people.min.is_some_and(|least| **number < least));
        let many = ends.iter().flatten().find(|number| module.people.max.is_some_and(|most| **number > most));
        if let Some(number) = few.or(many) {
            let bounds =
                [module.people.min, module.people.max].map(|end| end.map_or("…".to_owned(), |end| end.to_string()));
            let message = format!("{number} people come, and `{}` is for {} to {}", name.value, bounds[0], bounds[1]);
            tell(message, "how many come", Place::new(&entry.file.path, name.span), "made for another number");
            continue;
        }
        for activity in &module.activities {
            let Some(group) = &activity.group else { continue };
            let ends: BTreeSet<u32> = ends.into_iter().flatten().collect();
            for number in ends.into_iter().filter(|number| !splits(*number, group.value)) {
                let title = &site.entry(ix).document.headings[activity.heading].text;
                let message = format!("{number} people can't sit in the groups of `{title}`");
                let place = Place::new(&site.entry(ix).file.path, group.span);
                tell(message, "somebody is left over", place, "these groups");
            }
        }
    }
    found.extend(problem);
}

/// Short versions that can't be made. Nobody expects a day in an hour: only
/// versions of more than half the time count.
fn cuts(site: &Site, entry: &Entry, agenda: &Agenda<'_>, found: &mut Diagnostics) {
    let blocks = agenda.blocks(site);
    let least = agenda.least(site);
    let whole = agenda.minutes();
    let wanted = cut::LENGTHS.into_iter().filter(|length| *length < whole && length * 2 > whole);
    let lengths = wanted.filter(|length| least > *length);
    let lengths: Vec<String> = lengths.map(|length| length.to_string()).collect();
    if lengths.is_empty() {
        return;
    }
    let must: u32 =
        blocks.iter().filter(|block| block.priority == 0 && !block.is_break).map(|block| block.minutes).sum();
    let message = format!("there is no version of {} minutes: the musts take at least {least}", lengths.join(" or "));
    found.push(
        Diagnostics::at(&entry.file.path, entry.head.title.span, lint::CUT_IMPOSSIBLE, message)
            .label(format!("{must} minutes of it are a must"))
            .help("say `priority: should` or `can_shrink` where something could go"),
    );
}
