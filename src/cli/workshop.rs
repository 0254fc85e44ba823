//! `crosstrain workshop`: agendas as tables, short versions, calendars, papers.

use super::{Ended, args, count, shown};
use crate::agenda::{Agenda, Clock, Item, What, plan};
use crate::diag::nearest;
use crate::entry::workshop::Start;
use crate::entry::{EntryData, EntryId, Kind};
use crate::export::{self, Job};
use crate::host::terminal::say;
use crate::host::{Failure, Outcome, disk, shelf, writer};
use crate::pipeline::{Build, Pipeline};
use crate::site::{Ix, Site};
use crate::source::{Date, Snapshot};
use crate::table::Table;

pub(super) fn run(common: &args::Common, args: &args::Workshop) -> Outcome<Ended> {
    use args::WorkshopCommand::{Agenda, Cut, Ics, List, Pack};
    match &args.command {
        List(list) => all(common, list.format),
        Agenda(args) => agenda(common, args),
        Cut(args) => cut(common, args),
        Ics(args) => calendar(common, args),
        Pack(args) => pack(common, args),
    }
}

fn built(common: &args::Common) -> Outcome<(Build, Snapshot)> {
    let snapshot = super::book(common)?.read(disk::today(), true)?;
    Ok((Pipeline::new().build(&snapshot), snapshot))
}

/// The workshop or module of a name.
fn find(site: &Site, name: &str) -> Outcome<Ix> {
    let name = name.trim_end_matches(".md").rsplit('/').next().unwrap_or(name);
    let of = |kind: Kind| site.find(&EntryId { kind, slug: name.to_owned() });
    if let Some(ix) = of(Kind::Workshop).or_else(|| of(Kind::Module)) {
        return Ok(ix);
    }
    let slugs = site.of_kind(Kind::Workshop).chain(site.of_kind(Kind::Module)).map(|(_, entry)| entry.id.slug.as_str());
    let failure = Failure::new(format!("there is no workshop or module called `{name}`"));
    Err(match nearest(name, slugs) {
        Some(near) => failure.help(format!("did you mean `{near}`?")),
        None => failure.help("see them all: crosstrain workshop list"),
    })
}

/// A start; a day alone leaves the time of day as it is.
fn start(text: Option<&str>, minute: u32) -> Outcome<Option<Start>> {
    let parse = |text: &str| {
        let day = || Some(Start { date: Some(Date::parse(text)?), minute });
        Start::parse(text).or_else(day).ok_or_else(|| {
            Failure::new(format!("`{text}` is not a time"))
                .help("write 09:00, or a day, 2027-01-14, or both, 2027-01-14T09:00")
        })
    };
    text.map(parse).transpose()
}

/// When the page says that it begins.
fn own_start(site: &Site, ix: Ix) -> Start {
    match &site.entry(ix).data {
        EntryData::Workshop(workshop) => {
            workshop.sessions.first().map(|session| session.start.value).unwrap_or_default()
        }
        _ => Start::default(),
    }
}

fn planned<'a>(site: &'a Site, ix: Ix, when: &args::Moment) -> Outcome<Agenda<'a>> {
    let start = start(when.start.as_deref(), own_start(site, ix).minute)?;
    let agenda = plan(site, ix, start, when.timezone.as_deref());
    let agenda = agenda.ok_or_else(|| Failure::new("this has no agenda"))?;
    if agenda.minutes() == 0 {
        return Err(Failure::new(format!("nothing happens in `{}` yet", site.entry(ix).id.slug))
            .help("write the activities of its modules; breaks alone make no agenda"));
    }
    if agenda.meetings.iter().any(|meeting| meeting.trouble.is_some()) {
        let zone = when.timezone.as_deref().unwrap_or("the workshop's zone");
        return Err(Failure::new(format!("there is no such time in {zone}"))
            .help("zones are called by continent and city, like Europe/Dublin; the hour that daylight saving skips does not exist"));
    }
    Ok(agenda)
}

fn all(common: &args::Common, format: args::TableFormat) -> Outcome<Ended> {
    let (build, _snapshot) = built(common)?;
    let site = &build.site;
    let row = |(ix, entry): (Ix, &crate::entry::Entry)| {
        let EntryData::Workshop(workshop) = &entry.data else { return None };
        let agenda = plan(site, ix, None, None)?;
        let modules: Vec<&str> =
            workshop.sessions.iter().flat_map(|session| &session.modules).map(|name| name.value.as_str()).collect();
        Some(vec![
            entry.id.slug.clone(),
            entry.head.title.value.clone(),
            workshop.format.value.word().to_owned(),
            agenda.meetings.len().to_string(),
            agenda.minutes().to_string(),
            modules.join(" "),
        ])
    };
    let rows: Vec<Vec<String>> = site.of_kind(Kind::Workshop).filter_map(row).collect();
    if rows.is_empty() {
        say("There are no workshops yet. Start one: crosstrain new workshop \"Kickoff\" --modules NAME,NAME");
    } else {
        super::show_table(&Table::of(["name", "title", "format", "meetings", "minutes", "modules"], rows), format);
    }
    Ok(Ended::Fine)
}

fn words<'a>(site: &'a Site, item: &Item<'a>) -> &'a str {
    match item.what {
        What::Activity(ix, activity) => &site.entry(ix).document.headings[activity.heading].text,
        What::Pause { title, .. } if !title.is_empty() => title,
        What::Pause { .. } => "Break",
    }
}

fn agenda(common: &args::Common, args: &args::Agenda) -> Outcome<Ended> {
    let (build, _snapshot) = built(common)?;
    let site = &build.site;
    let agenda = planned(site, find(site, &args.name)?, &args.when)?;
    let team = |item: &Item<'_>| {
        let lead = item.activity()?.1.lead?;
        Some(match lead {
            crate::entry::Audience::Team(team) => site.config.teams[team].label.clone(),
            crate::entry::Audience::Both => "all".to_owned(),
        })
    };
    let mut rows = Vec::new();
    for (number, meeting) in agenda.meetings.iter().enumerate() {
        for item in &meeting.items {
            let moment = meeting.clock.at(item.at);
            let date = moment.date.map(|date| format!("{date} ")).unwrap_or_default();
            let (method, priority, shrink) = item.activity().map_or(("break", 0, 0), |(_, activity)| {
                (activity.method.as_str(), activity.priority, activity.can_shrink)
            });
            rows.push(vec![
                (number + 1).to_string(),
                format!("{date}{}", moment.shown()),
                item.minutes.to_string(),
                words(site, item).to_owned(),
                team(item).unwrap_or_default(),
                method.to_owned(),
                if item.is_break() { String::new() } else { ["must", "should", "could"][priority.min(2)].to_owned() },
                if shrink > 0 { shrink.to_string() } else { String::new() },
            ]);
        }
    }
    super::show_table(
        &Table::of(["meeting", "time", "minutes", "what", "lead", "method", "priority", "can_shrink"], rows),
        args.format,
    );
    Ok(Ended::Fine)
}

fn cut(common: &args::Common, args: &args::Cut) -> Outcome<Ended> {
    let (build, _snapshot) = built(common)?;
    let site = &build.site;
    let agenda = planned(site, find(site, &args.name)?, &args.when)?;
    let Some(cut) = agenda.cut(site, args.minutes) else {
        let least = agenda.least(site);
        return Err(Failure::new(format!("there is no version of {}", count(args.minutes as usize, "minute")))
            .help(format!("the musts take at least {least}: --minutes {least}")));
    };
    let items: Vec<&Item<'_>> = agenda.items().collect();
    let mut rows = Vec::new();
    let mut before = 0;
    for (day, (meeting, placed)) in agenda.meetings.iter().zip(&cut.days).enumerate() {
        rows.extend(placed.iter().map(|placed| {
            let item = placed.block.map(|block| items[block]);
            let was = item.map_or(0, |item| item.minutes);
            vec![
                (day + 1).to_string(),
                meeting.clock.at(placed.at).shown(),
                placed.minutes.to_string(),
                if was == placed.minutes { String::new() } else { was.to_string() },
                item.map_or("Break", |item| words(site, item)).to_owned(),
            ]
        }));
        let after = before + meeting.items.len();
        let dropped = cut.dropped.iter().filter(|at| (before..after).contains(*at)).map(|at| items[*at]);
        rows.extend(dropped.map(|item| {
            vec![
                (day + 1).to_string(),
                String::new(),
                "0".to_owned(),
                item.minutes.to_string(),
                words(site, item).to_owned(),
            ]
        }));
        before = after;
    }
    super::show_table(&Table::of(["meeting", "time", "minutes", "instead_of", "what"], rows), args.format);
    if common.quiet == 0 {
        say(format_args!("{} instead of {}.", count(cut.minutes() as usize, "minute"), agenda.minutes()));
        let gone = agenda
            .meetings
            .iter()
            .zip(&cut.days)
            .filter(|(meeting, placed)| !meeting.items.is_empty() && placed.is_empty());
        gone.for_each(|(meeting, _)| say(format_args!("Nothing is left of the meeting on day {}.", meeting.day)));
    }
    Ok(Ended::Fine)
}

/// What to add so that a calendar can be written.
fn no_day(site: &Site, ix: Ix) -> Failure {
    let Start { minute, .. } = own_start(site, ix);
    let time = format!("{:02}:{:02}", minute / 60, minute % 60);
    let (path, here) = (&site.entry(ix).file.path, "this once: --start 2027-01-14");
    let help = match &site.entry(ix).data {
        EntryData::Workshop(_) => format!("add it to `{path}`, as `start: \"2027-01-14 {time}\"`, or say it {here}"),
        _ => format!("say it {here}T{time}"),
    };
    Failure::new("a calendar needs a day, and `start` names none").help(help)
}

fn agenda_zone(site: &Site, ix: Ix, when: &args::Moment) -> Option<String> {
    let own = match &site.entry(ix).data {
        EntryData::Workshop(workshop) => Some(workshop.timezone.value.clone()),
        _ => None,
    };
    when.timezone.clone().or(own).filter(|zone| !zone.is_empty())
}

fn calendar(common: &args::Common, args: &args::Ics) -> Outcome<Ended> {
    let (build, _snapshot) = built(common)?;
    let site = &build.site;
    let ix = find(site, &args.name)?;
    let agenda = planned(site, ix, &args.when)?;
    if agenda.meetings.iter().any(|meeting| matches!(meeting.clock, Clock::Daily(_))) {
        return Err(no_day(site, ix));
    }
    if agenda_zone(site, ix, &args.when).is_none() {
        say("No time zone is known, so times count as UTC. Add `timezone: Europe/Dublin` to the page, or --timezone.");
    }
    let shelf = shelf::OnDisk::new(&super::book(common)?);
    let job = Job { site, chosen: vec![ix], rendered: &build, shelf: &shelf };
    let start = start(args.when.start.as_deref(), own_start(site, ix).minute)?;
    let (text, events) = export::calendar(&job, ix, start, args.when.timezone.as_deref()).unwrap_or_default();
    match &args.output {
        Some(path) => {
            shelf::write(path, text.as_bytes())?;
            say(format_args!("Wrote {} into {}", count(events, "event"), shown(path)));
        }
        None => shelf::pour(text.as_bytes())?,
    }
    Ok(Ended::Fine)
}

/// Writes the whole site with everything for whoever leads, also where the
/// public site leaves that out: its links work, and it opens from disk.
fn pack(common: &args::Common, args: &args::Pack) -> Outcome<Ended> {
    let book = super::book(common)?;
    let mut snapshot = book.read(disk::today(), true)?;
    snapshot.facilitator = true;
    let build = Pipeline::new().build(&snapshot);
    let ix = find(&build.site, &args.name)?;
    let slug = &build.site.entry(ix).id.slug;
    let out = args.output.clone().unwrap_or_else(|| book.root.join(format!("{slug}-pack")));
    writer::write(&build, &book.src_dir(), &out, None)?;
    let below = build.site.route(ix).trim_end_matches(".html");
    let pages =
        build.plan.iter().filter(|page| page.route.strip_prefix(below).is_some_and(|rest| rest.starts_with('/')));
    let rows: Vec<Vec<String>> = pages
        .map(|page| {
            let name = page.route.rsplit('/').next().unwrap_or_default().trim_end_matches(".html");
            vec![name.to_owned(), shown(&out.join(&page.route))]
        })
        .collect();
    super::show_table(&Table::of(["sheet", "file"], rows), args.format);
    if common.quiet == 0 {
        say("\n  Open a file in a browser and print it; A4 and Letter both fit.");
    }
    std::mem::forget((build, snapshot));
    Ok(Ended::Fine)
}
