//! Do agendas of any modules and workshops keep their laws, on any day, in any zone?
//!
//! Random books go the whole way: written, read, put on the clock, checked, cut.

use crate::support::{build, snapshot};
use crosstrain::agenda::blocks::{Placed, stretches};
use crosstrain::agenda::{Meeting, limit, plan};
use crosstrain::entry::Kind;
use crosstrain::entry::workshop::Format;
use crosstrain::pipeline::Build;
use crosstrain::site::Ix;
use jiff::civil::DateTime;
use proptest::prelude::*;
use std::fmt::Write as _;

#[derive(Debug, Clone)]
struct Activity {
    minutes: u32,
    shrink: u32,
    priority: usize,
    is_break: bool,
}

fn activity() -> impl Strategy<Value = Activity> {
    (1u32..50, 0u32..50, 0usize..3, prop::bool::weighted(0.15)).prop_map(|(minutes, shrink, priority, is_break)| {
        Activity { minutes, shrink: shrink % minutes, priority, is_break }
    })
}

#[derive(Debug, Clone)]
struct Workshop {
    modules: Vec<Vec<Activity>>,
    /// Day and zone: those on which the clock jumps, and others.
    day: (&'static str, &'static str),
    start: u32,
    format: Format,
    /// Minutes of a break after each module; none are put in where nothing is said.
    breaks: Option<Vec<u32>>,
    own: Option<u32>,
}

/// The clock jumps forward, back, and by half an hour; and a day on which it does not.
const DAYS: [(&str, &str); 7] = [
    ("2027-03-28", "Europe/Dublin"),
    ("2026-10-25", "Europe/Dublin"),
    ("2027-03-14", "America/New_York"),
    ("2026-11-01", "America/New_York"),
    ("2026-10-04", "Australia/Lord_Howe"),
    ("2027-04-04", "Australia/Lord_Howe"),
    ("2027-01-14", "Europe/Dublin"),
];

fn workshop() -> impl Strategy<Value = Workshop> {
    (
        prop::collection::vec(prop::collection::vec(activity(), 1..7), 1..4),
        prop::sample::select(DAYS.to_vec()),
        0u32..1440,
        prop::sample::select(vec![Format::InPerson, Format::Remote, Format::Hybrid]),
        prop::option::of(prop::collection::vec(5u32..60, 3)),
        prop::option::of(5u32..40),
    )
        .prop_map(|(modules, day, start, format, breaks, own)| Workshop {
            modules,
            day,
            start,
            format,
            breaks,
            own,
        })
}

const PRIORITY: [&str; 3] = ["must", "should", "could"];

/// The book of a workshop, with a budget if one is promised.
fn book(workshop: &Workshop, budget: Option<u32>) -> Vec<(String, String)> {
    let mut files = Vec::new();
    let block = |out: &mut String, title: &str, activity: &Activity, more: &str| {
        let Activity { minutes, shrink, priority, is_break } = activity;
        let method = if *is_break { "break" } else { "pairs" };
        let _ = write!(
            out,
            "\n## {title}\n\n```activity\n{more}minutes: {minutes}\nmethod: {method}\nlead: both\npriority: {}\ncan_shrink: {shrink}\nremote: rooms\n```\n\nGo.\n",
            PRIORITY[*priority]
        );
    };
    for (at, module) in workshop.modules.iter().enumerate() {
        let total: u32 = module.iter().map(|activity| activity.minutes).sum();
        let mut text = format!("---\ntitle: M{at}\nminutes: {total}\nobjectives: []\n---\n");
        module.iter().enumerate().for_each(|(nth, activity)| block(&mut text, &format!("Step {nth}"), activity, ""));
        files.push((format!("content/modules/m{at}.md"), text));
    }
    let names: Vec<String> = (0..workshop.modules.len()).map(|at| format!("m{at}")).collect();
    let (hour, minute) = (workshop.start / 60, workshop.start % 60);
    let mut text = format!(
        "---\ntitle: W\nstart: \"{} {hour:02}:{minute:02}\"\ntimezone: {}\nformat: {}\nmodules: [{}]\n",
        workshop.day.0,
        workshop.day.1,
        workshop.format.word(),
        names.join(", ")
    );
    budget.iter().for_each(|budget| text.push_str(&format!("budget: {budget}\n")));
    if let Some(breaks) = &workshop.breaks {
        text.push_str("breaks:\n");
        let rows =
            names.iter().zip(breaks).map(|(name, minutes)| format!("  - {{after: {name}, minutes: {minutes}}}\n"));
        text.extend(rows);
    }
    text.push_str("---\n");
    if let Some(minutes) = workshop.own {
        let own = Activity { minutes, shrink: 0, priority: 0, is_break: false };
        block(&mut text, "Close", &own, "after: m0\n");
    }
    files.push(("content/workshops/w.md".to_owned(), text));
    files
}

fn built(workshop: &Workshop, budget: Option<u32>) -> Build {
    let files = book(workshop, budget);
    build(&snapshot(files.iter().map(|(path, text)| (path.as_str(), text.as_str()))))
}

fn workshop_ix(build: &Build) -> Ix {
    build.site.of_kind(Kind::Workshop).next().unwrap().0
}

fn count(build: &Build, rule: &str) -> usize {
    build.diagnostics.iter().filter(|found| found.lint.name == rule).count()
}

/// The wall clock of the whole world: minutes that pass there are minutes.
fn utc(meeting: &Meeting<'_>, minutes: u32) -> DateTime {
    DateTime::strptime("%Y%m%dT%H%M%SZ", meeting.clock.utc(minutes).unwrap()).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn agendas_keep_their_laws(workshop in workshop()) {
        let plain = built(&workshop, None);
        let ix = workshop_ix(&plain);
        let agenda = plan(&plain.site, ix, None, None).unwrap();
        let meeting = &agenda.meetings[0];
        // A time that the clock skips is said, and nothing else is wrong with the book.
        let skipped = usize::from(meeting.trouble.is_some());
        prop_assert_eq!((count(&plain, "timezone-unknown"), plain.diagnostics.errors()), (skipped, skipped));
        // Nothing overlaps, nothing is lost, and the sum is the sum.
        prop_assert!(meeting.items.first().is_none_or(|first| first.at == 0));
        prop_assert!(meeting.items.windows(2).all(|pair| pair[0].end() == pair[1].at));
        let of_modules: u32 = workshop.modules.iter().flatten().map(|activity| activity.minutes).sum();
        let pauses: u32 = meeting.items.iter().filter(|item| item.activity().is_none()).map(|item| item.minutes).sum();
        let kept: u32 = meeting.items.iter().filter(|item| item.activity().is_some()).map(|item| item.minutes).sum();
        prop_assert_eq!(agenda.minutes(), kept + pauses);
        match &workshop.breaks {
            Some(breaks) => {
                prop_assert_eq!(pauses, breaks.iter().take(workshop.modules.len()).sum::<u32>());
                prop_assert_eq!(kept, of_modules + workshop.own.unwrap_or(0));
            }
            None => {
                let item = |item: &crosstrain::agenda::Item<'_>| Placed { block: None, at: item.at, minutes: item.minutes, is_break: item.is_break() };
                let placed: Vec<Placed> = meeting.items.iter().map(item).collect();
                for (first, last, minutes) in stretches(&placed) {
                    prop_assert!(minutes <= limit(workshop.format) || first == last, "{} minutes", minutes);
                }
                // Breaks of the modules give way to those that are put in.
                prop_assert!(kept <= of_modules + workshop.own.unwrap_or(0));
            }
        }
        // On the clock minutes are minutes, on the day on which it jumps too.
        if skipped == 0 {
            let start = utc(meeting, 0);
            for item in &meeting.items {
                let passed = utc(meeting, item.end()).duration_since(start);
                prop_assert_eq!(passed.as_secs(), i64::from(item.end()) * 60);
            }
        }
    }

    /// A budget is kept to the minute, or one message says that it is not.
    #[test]
    fn the_sum_is_the_budget(workshop in workshop(), off in prop::sample::select(vec![-5i64, 0, 5])) {
        let plain = built(&workshop, None);
        let alone = count(&plain, "stretch-long");
        let total = plan(&plain.site, workshop_ix(&plain), None, None).unwrap().minutes();
        let promised = i64::from(total) + off;
        prop_assume!(promised > 0);
        let build = built(&workshop, Some(promised as u32));
        // What is wrong with a module's own times is told there, and not again here.
        let own = build.diagnostics.iter().any(|found| found.lint.name == "stretch-long" && found.place.path.as_str().contains("modules"));
        // In a meeting in which nobody does anything, that alone is told.
        let idle = workshop.own.is_none() && workshop.modules.iter().flatten().all(|activity| activity.is_break);
        prop_assert_eq!(count(&build, "meeting-empty"), usize::from(idle));
        prop_assert_eq!(count(&build, "agenda-time"), usize::from(off != 0 && !own && !idle));
        prop_assert_eq!(count(&build, "stretch-long"), alone);
    }

    /// A short version keeps every must, fits, and leaves out what it says.
    #[test]
    fn cuts_keep_every_must(workshop in workshop(), minutes in 10u32..240) {
        let build = built(&workshop, None);
        let agenda = plan(&build.site, workshop_ix(&build), None, None).unwrap();
        let blocks = agenda.blocks(&build.site);
        let must = |at: &usize| !blocks[*at].is_break && blocks[*at].priority == 0;
        let Some(cut) = agenda.cut(&build.site, minutes) else {
            let least: u32 = (0..blocks.len()).filter(must).map(|at| blocks[at].least).sum();
            let breaks = least / agenda.pauses.limit.max(1) + blocks.len() as u32;
            prop_assert!(least + breaks * agenda.pauses.minutes > minutes, "{} minutes would do", least);
            return Ok(());
        };
        prop_assert!(cut.minutes() <= minutes);
        prop_assert!(!cut.dropped.iter().any(must));
        let placed = &cut.days[0];
        let kept: Vec<usize> = placed.iter().filter_map(|placed| placed.block).collect();
        prop_assert!((0..blocks.len()).filter(must).all(|at| kept.contains(&at)));
        for placed in placed {
            if let Some(at) = placed.block {
                prop_assert!((blocks[at].least..=blocks[at].minutes).contains(&placed.minutes));
            }
        }
        prop_assert!(placed.windows(2).all(|pair| pair[0].end() == pair[1].at));
    }
}
