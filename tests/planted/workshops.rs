//! Mistakes in workshops and their runs.

use super::Mistake;

const WORKSHOPS: &str = "content/workshops/";

pub(crate) const KINDS: &[Mistake] = &[
    Mistake {
        kind: "a budget that the agenda does not fill",
        rule: "agenda-time",
        folder: WORKSHOPS,
        make: |plant| {
            let at = plant.find("budget: ")? + "budget: ".len();
            let other = if &plant.text[at..=at] == "9" { "8" } else { "9" };
            plant.put(at..at + 1, other);
            Some(at)
        },
    },
    Mistake {
        kind: "a workshop without one of its breaks",
        rule: "stretch-long",
        folder: "content/workshops/joint-kickoff-day.md",
        make: |plant| {
            plant.text = plant.text.replace(
                "minutes: 15, title: \"Break with bread and fruit\"",
                "minutes: 0, title: \"Break with bread and fruit\"",
            );
            let line = plant.line(|line| line.contains("minutes: 0, title"))?;
            plant.cut_line(line);
            plant.text = plant.text.replace("budget: 510", "budget: 495");
            let first = plant.text.find("modules: [")? + "modules: [".len();
            Some(first)
        },
    },
    Mistake {
        kind: "a workshop of nothing but a break",
        rule: "meeting-empty",
        folder: "content/workshops/price-change-lunch.md",
        make: |plant| {
            let rest = "---\ntitle: Rest\nsummary: \"A break.\"\nminutes: 15\npeople: {min: 4, max: 20}\nobjectives: []\n---\n\n<!-- crosstrain: allow module-unused: a rest is on no path -->\n\n## Run of show\n\n### Break\n\n```activity\nminutes: 15\nmethod: break\n```\n\nBreathe.\n";
            let changed = plant.text.replace("budget: 90\n", "").replace("breaks: []\n", "");
            plant.also("content/modules/rest.md", rest);
            plant.also("content/workshops/price-change-lunch.md", &changed);
            let list = plant.between("modules: [", "]")?;
            plant.put(list.clone(), "rest");
            Some(list.start)
        },
    },
    Mistake {
        kind: "a module that there is not",
        rule: "link-missing",
        folder: WORKSHOPS,
        make: |plant| {
            let list = plant.between("modules: [", "]")?;
            let name = plant.named(list)?;
            plant.misspell(name)
        },
    },
    Mistake {
        kind: "a break after a module that is not run",
        rule: "field-value",
        folder: WORKSHOPS,
        make: |plant| {
            let range = plant.between("{after: ", ",")?;
            plant.misspell(range)
        },
    },
    Mistake {
        kind: "an activity of its own after no module",
        rule: "field-value",
        folder: WORKSHOPS,
        make: |plant| {
            let value = plant.value("after")?;
            plant.misspell(value)
        },
    },
    Mistake {
        kind: "a break after an activity that there is not",
        rule: "anchor-missing",
        folder: WORKSHOPS,
        make: |plant| {
            let range = plant.between("{after: ", ",")?;
            let name = plant.text[range.clone()].trim_matches('"').split('#').next()?.to_owned();
            plant.put(range.clone(), &format!("\"{name}#zebra-crossing\""));
            Some(range.start)
        },
    },
    Mistake {
        kind: "a time that no clock shows",
        rule: "date-invalid",
        folder: WORKSHOPS,
        make: |plant| {
            let at = plant.find("start: \"")? + "start: \"".len();
            let time = plant.one_of(vec!["25:00", "9", "12:60", "nine"])?;
            plant.put(at..at + 5, time);
            Some(at - 1)
        },
    },
    Mistake {
        kind: "a zone that there is not",
        rule: "timezone-unknown",
        folder: WORKSHOPS,
        make: |plant| {
            let at = plant.find("start: \"")?;
            plant.text = plant.text.replace("timezone: Europe/Dublin\n", "");
            let line = plant.lines().into_iter().find(|line| line.start <= at && at < line.end)?;
            let line =
                if plant.text[line.clone()].starts_with("start") { line.start } else { plant.text.find("format: ")? };
            plant.insert(line, "timezone: Europe/Dubblin\n");
            Some(line + "timezone: ".len())
        },
    },
    Mistake {
        kind: "a time that the clock skips",
        rule: "timezone-unknown",
        folder: "content/workshops/price-change-lunch.md",
        make: |plant| {
            let (zone, time) = plant.one_of(vec![
                ("Europe/Dublin", "2027-03-28 01:30"),
                ("America/New_York", "2027-03-14 02:15"),
                ("Australia/Lord_Howe", "2026-10-04 02:10"),
            ])?;
            let at = plant.text.find("start: \"")?;
            plant.text = plant.text.replace("start: \"12:00\"", &format!("start: \"{time}\"\ntimezone: {zone}"));
            Some(at + "start: ".len())
        },
    },
    Mistake {
        kind: "a format that there is not",
        rule: "field-value",
        folder: WORKSHOPS,
        make: |plant| {
            let value = plant.value("format")?;
            plant.put(value.clone(), "onsite");
            Some(value.start)
        },
    },
    Mistake {
        kind: "more people than a module is made for",
        rule: "group-size",
        folder: WORKSHOPS,
        make: |plant| {
            let range = plant.between("people: {min: 8, max: ", ",")?;
            plant.put(range, "40");
            Some(plant.text.find("people: ")? + "people: ".len())
        },
    },
    Mistake {
        kind: "a field of a workshop misspelled",
        rule: "field-unknown",
        folder: WORKSHOPS,
        make: |plant| {
            let name = plant.one_of(vec!["people", "room", "budget", "materials"])?;
            let line = plant.line(|line| line.starts_with(&format!("{name}:")))?;
            plant.misspell(line.start..line.start + name.len())
        },
    },
    Mistake {
        kind: "a field of a session misspelled",
        rule: "field-unknown",
        folder: "content/workshops/three-remote-mornings.md",
        make: |plant| {
            let at = plant.find("budget: ")?;
            plant.misspell(at..at + "budget".len())
        },
    },
    Mistake {
        kind: "a number that is a word",
        rule: "field-value",
        folder: WORKSHOPS,
        make: |plant| {
            let at = plant.find(", days: ")? + ", days: ".len();
            let end = at + plant.text[at..].find('}')?;
            plant.put(at..end, "soon");
            Some(at)
        },
    },
    Mistake {
        kind: "an activity of its own without a remote way",
        rule: "remote-missing",
        folder: "content/workshops/three-remote-mornings.md",
        make: |plant| {
            let line = plant.line(|line| line.starts_with("remote: "))?;
            let heading = plant.text[..line.start].rfind("\n### ")? + 5;
            plant.cut_line(line);
            Some(heading)
        },
    },
    Mistake {
        kind: "a run of a workshop that there is not",
        rule: "link-missing",
        folder: WORKSHOPS,
        make: |plant| {
            let wrong = plant.misspelt("joint-kickoff-day");
            plant.also(
                "content/runs/2026-11-05-kickoff.toml",
                &format!("of = \"workshops/{wrong}\"\ndate = 2026-11-05\n"),
            );
            Some("of = ".len())
        },
    },
];
