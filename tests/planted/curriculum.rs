//! Mistakes in modules and paths.

use super::Mistake;
use super::text::Plant;
use std::ops::Range;

const MODULES: &str = "content/modules/";

/// A random activity that is no break: its heading and its block's inside.
fn activity(plant: &mut Plant<'_>, suits: impl Fn(&str) -> bool) -> Option<(Range<usize>, Range<usize>)> {
    let mut found = Vec::new();
    for (at, start) in plant.text.match_indices("```activity\n") {
        let inside = at + start.len()..at + start.len() + plant.text[at + start.len()..].find("```")?;
        let heading = plant.text[..at].rfind("\n### ")? + 5;
        let heading = heading..heading + plant.text[heading..].find('\n')?;
        if !plant.text[inside.clone()].contains("method: break") && suits(&plant.text[inside.clone()]) {
            found.push((heading, inside));
        }
    }
    plant.one_of(found)
}

/// The value of a field inside of a block.
fn inside(plant: &Plant<'_>, block: &Range<usize>, field: &str) -> Option<Range<usize>> {
    let start = format!("{field}: ");
    let text = &plant.text[block.clone()];
    let at = if text.starts_with(&start) { 0 } else { text.find(&format!("\n{start}"))? + 1 };
    let from = block.start + at + start.len();
    Some(from..from + plant.text[from..].find('\n')?)
}

fn number(plant: &Plant<'_>, range: &Range<usize>) -> Option<u32> {
    plant.text[range.clone()].parse().ok()
}

pub(crate) const KINDS: &[Mistake] = &[
    Mistake {
        kind: "an activity without minutes",
        rule: "activity-minutes",
        folder: MODULES,
        make: |plant| {
            let (heading, block) = activity(plant, |_| true)?;
            let minutes = inside(plant, &block, "minutes")?;
            plant.cut_line(minutes.start - "minutes: ".len()..minutes.end);
            Some(heading.start)
        },
    },
    Mistake {
        kind: "minutes that are no number",
        rule: "field-value",
        folder: MODULES,
        make: |plant| {
            let (_, block) = activity(plant, |_| true)?;
            let minutes = inside(plant, &block, "minutes")?;
            plant.put(minutes.clone(), "ten");
            Some(minutes.start)
        },
    },
    Mistake {
        kind: "an activity five minutes longer than the module has",
        rule: "agenda-time",
        folder: MODULES,
        make: |plant| {
            let (_, block) =
                activity(plant, |block| !block.contains("method: talk") && !block.contains("method: demo"))?;
            let minutes = inside(plant, &block, "minutes")?;
            let more = number(plant, &minutes)? + 5;
            plant.put(minutes, &more.to_string());
            Some(plant.text.find("\nminutes: ")? + "\nminutes: ".len())
        },
    },
    Mistake {
        kind: "a module that promises other minutes",
        rule: "agenda-time",
        folder: MODULES,
        make: |plant| {
            let at = plant.text.find("\nminutes: ")? + "\nminutes: ".len();
            let end = at + plant.text[at..].find('\n')?;
            let more = number(plant, &(at..end))? - 10;
            plant.put(at..end, &more.to_string());
            Some(at)
        },
    },
    Mistake {
        kind: "an activity that can shrink to less than nothing",
        rule: "field-value",
        folder: MODULES,
        make: |plant| {
            let (_, block) = activity(plant, |block| block.contains("can_shrink: "))?;
            let (minutes, shrink) = (inside(plant, &block, "minutes")?, inside(plant, &block, "can_shrink")?);
            let more = number(plant, &minutes)? + 5;
            plant.put(shrink.clone(), &more.to_string());
            Some(shrink.start)
        },
    },
    Mistake {
        kind: "a priority that there is not",
        rule: "field-value",
        folder: MODULES,
        make: |plant| {
            let (_, block) = activity(plant, |_| true)?;
            let value = inside(plant, &block, "priority")?;
            plant.misspell(value)
        },
    },
    Mistake {
        kind: "a method misspelled",
        rule: "field-value",
        folder: MODULES,
        make: |plant| {
            let (_, block) = activity(plant, |block| !block.contains("two-cards"))?;
            let value = inside(plant, &block, "method")?;
            // One letter wrong in a word of four may make another word.
            (value.len() > 4).then_some(())?;
            plant.misspell(value)
        },
    },
    Mistake {
        kind: "a field of an activity misspelled",
        rule: "field-unknown",
        folder: MODULES,
        make: |plant| {
            let name = plant.one_of(vec!["output", "materials", "priority", "objective"])?;
            let (_, block) = activity(plant, |block| !block.contains("two-cards"))?;
            let value = inside(plant, &block, name)?;
            let start = value.start - 2 - name.len();
            plant.misspell(start..start + name.len())
        },
    },
    Mistake {
        kind: "an activity for an objective that there is not",
        rule: "objective-unknown",
        folder: MODULES,
        make: |plant| {
            let (_, block) = activity(plant, |_| true)?;
            let value = inside(plant, &block, "objective")?;
            let name = plant.named(value)?;
            plant.misspell(name)
        },
    },
    Mistake {
        kind: "material that nobody brings",
        rule: "material-unknown",
        folder: MODULES,
        make: |plant| {
            let (_, block) = activity(plant, |_| true)?;
            let value = inside(plant, &block, "materials")?;
            let name = plant.named(value)?;
            plant.put(name.clone(), "garden gnomes");
            Some(name.start)
        },
    },
    Mistake {
        kind: "a talk of more than a quarter of an hour",
        rule: "talk-long",
        folder: MODULES,
        make: |plant| {
            let (_, block) = activity(plant, |block| block.contains("minutes: 20") && !block.contains("two-cards"))?;
            let minutes = inside(plant, &block, "minutes")?;
            let method = inside(plant, &block, "method")?;
            plant.put(method, "talk");
            Some(minutes.start)
        },
    },
    Mistake {
        kind: "a module in which one team leads nothing",
        rule: "lead-one-sided",
        folder: MODULES,
        make: |plant| {
            (plant.text.contains("\naudience: both\n")).then_some(())?;
            plant.text =
                plant.text.replace("\nlead: both\n", "\nlead: it\n").replace("\nlead: marketing\n", "\nlead: it\n");
            Some(plant.text.find("title: ")? + "title: ".len())
        },
    },
    Mistake {
        kind: "two cards that lead to nothing",
        rule: "two-cards",
        folder: MODULES,
        make: |plant| {
            let (_, block) = activity(plant, |block| block.contains("method: two-cards"))?;
            let output = inside(plant, &block, "output")?;
            plant.cut_line(output.start - "output: ".len()..output.end);
            Some(block.start + plant.text[block.start..].find("two-cards")?)
        },
    },
    Mistake {
        kind: "an objective that nobody can see",
        rule: "objective-verb",
        folder: MODULES,
        make: |plant| {
            let line = plant.line(|line| line.starts_with("  - {id: ") && line.contains("level: "))?;
            let at = plant.text[line.clone()].find("text: \"")? + line.start + "text: \"".len();
            plant.insert(at, "Understand how to ");
            Some(at)
        },
    },
    Mistake {
        kind: "two objectives in one",
        rule: "objective-verb",
        folder: MODULES,
        make: |plant| {
            let line = plant.line(|line| line.starts_with("  - {id: ") && line.contains("level: "))?;
            let at = plant.text[line.clone()].find("text: \"")? + line.start + "text: \"".len();
            let verb = plant.text[at..].split(' ').next()?.to_owned();
            plant.put(at..at + verb.len(), "Plan and run");
            Some(at)
        },
    },
    Mistake {
        kind: "an objective that nothing practices",
        rule: "objective-unpractised",
        folder: MODULES,
        make: |plant| {
            let line = plant.line(|line| line.starts_with("  - {id: ") && line.contains("level: "))?;
            let id = line.start + "  - {id: ".len();
            let id = id..id + plant.text[id..].find(',')?;
            let name = plant.text[id.clone()].to_owned();
            let mut lines: Vec<String> = Vec::new();
            for line in plant.text.split_inclusive('\n') {
                let Some(list) = line.strip_prefix("objective: ") else {
                    lines.push(line.to_owned());
                    continue;
                };
                let names = list.trim().trim_matches(['[', ']']).split(", ").filter(|other| *other != name);
                let names: Vec<&str> = names.collect();
                if !names.is_empty() {
                    lines.push(format!("objective: [{}]\n", names.join(", ")));
                }
            }
            plant.text = lines.concat();
            Some(id.start)
        },
    },
    Mistake {
        kind: "an objective that nothing tests",
        rule: "objective-untested",
        folder: MODULES,
        make: |plant| {
            let at = plant.text.find("objectives:\n")? + "objectives:\n".len();
            plant.insert(at, "  - {id: cross-zebra, level: apply, text: \"Cross a road\"}\n");
            let (_, block) = activity(plant, |block| !block.contains("objective: "))?;
            plant.insert(block.start, "objective: cross-zebra\n");
            Some(at + "  - {id: ".len())
        },
    },
    Mistake {
        kind: "a stretch without a break",
        rule: "stretch-long",
        folder: MODULES,
        make: |plant| {
            let at = plant.text.find("```activity\nminutes: 10\nmethod: break\n")?;
            plant.text[..at].contains("minutes: ").then_some(())?;
            plant.put(
                at..at + "```activity\nminutes: 10\nmethod: break\n".len(),
                "```activity\nminutes: 10\nmethod: pairs\nremote: in pairs\n",
            );
            Some(plant.text.find("\n### ")? + 5)
        },
    },
    Mistake {
        kind: "a module that teaches what is no term",
        rule: "link-missing",
        folder: MODULES,
        make: |plant| {
            let list = plant.value("teaches")?;
            let name = plant.named(list)?;
            plant.misspell(name)
        },
    },
    Mistake {
        kind: "modules that wait for each other",
        rule: "path-cycle",
        folder: MODULES,
        make: |plant| {
            let (own, other) = (plant.slug(), plant.neighbor("content/modules")?);
            (own < other).then_some(())?;
            let other_text = plant.read(&format!("content/modules/{other}.md"))?;
            (!plant.text.contains("\nrequires:") && !other_text.contains("\nrequires:")).then_some(())?;
            let at = plant.text.find("title: ")?;
            plant.insert(at, &format!("requires: [{other}]\n"));
            let (path, text) = (plant.path.clone(), plant.text.clone());
            let title = other_text.find("title: ")?;
            let mut changed = other_text;
            changed.insert_str(title, &format!("requires: [{own}]\n"));
            plant.path = format!("content/modules/{other}.md");
            plant.text = changed;
            plant.also(&path, &text);
            Some(at + "requires: [".len())
        },
    },
    Mistake {
        kind: "a path through what is not there",
        rule: "link-missing",
        folder: "content/paths/",
        make: |plant| {
            let list = plant.value("steps")?;
            let name = plant.named(list)?;
            // Without its questions a path leaves gaps, of which more is said.
            let quiz = format!("content/quizzes/{}.md", &plant.text[name.clone()]);
            plant.read(&quiz).is_none().then_some(())?;
            plant.misspell(name)
        },
    },
    Mistake {
        kind: "a block that there is not",
        rule: "kind-unknown",
        folder: MODULES,
        make: |plant| {
            let at = plant.find("```activity\n")?;
            plant.put(at + 3..at + 11, "activty");
            Some(at + 3)
        },
    },
    Mistake {
        kind: "an activity that can't be done at a screen",
        rule: "remote-missing",
        folder: MODULES,
        make: |plant| {
            let used = ["walk-in-my-shoes", "one-customer-one-set-of-goals", "from-idea-to-requirements"];
            used.contains(&plant.slug().as_str()).then_some(())?;
            let (heading, block) = activity(plant, |_| true)?;
            let remote = inside(plant, &block, "remote")?;
            plant.cut_line(remote.start - "remote: ".len()..remote.end);
            Some(heading.start)
        },
    },
];
