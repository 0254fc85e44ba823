//! Whether people work together in a workshop, or sit and listen.

use crate::config::Config;
use crate::diag::{Diagnostics, lint};
use crate::entry::module::Activity;
use crate::entry::{Audience, Entry, Module};
use crate::source::{Place, Span};

/// The longest a talk should be.
const LONGEST_TALK: u32 = 15;

/// Methods in which one speaks and the others listen.
const PASSIVE: [&str; 4] = ["talk", "demo", "lecture", "video"];

fn passive(activity: &Activity) -> bool {
    PASSIVE.contains(&activity.method.as_str())
}

fn minutes(activity: &Activity) -> u32 {
    activity.minutes.as_ref().map_or(0, |minutes| minutes.value)
}

fn title<'a>(entry: &'a Entry, activity: &Activity) -> &'a str {
    &entry.document.headings[activity.heading].text
}

/// A talk that is longer than people listen, a module in which they mostly listen.
pub(crate) fn listening(entry: &Entry, module: &Module, found: &mut Diagnostics) {
    for activity in module.activities.iter().filter(|activity| passive(activity)) {
        let Some(length) = activity.minutes.as_ref().filter(|minutes| minutes.value > LONGEST_TALK) else { continue };
        let message = format!("`{}` is a {} of {} minutes", title(entry, activity), activity.method, length.value);
        found.push(
            Diagnostics::at(&entry.file.path, length.span, lint::TALK_LONG, message)
                .label(format!("at most {LONGEST_TALK} minutes"))
                .help("cut it in two, with something to do in between"),
        );
    }
    let work: Vec<&Activity> = module.activities.iter().filter(|activity| !activity.is_break()).collect();
    let total: u32 = work.iter().map(|activity| minutes(activity)).sum();
    let active: u32 = work.iter().filter(|activity| !passive(activity)).map(|activity| minutes(activity)).sum();
    if total > 0 && active * 2 < total {
        found.push(
            Diagnostics::at(
                &entry.file.path,
                module.minutes.span,
                lint::PASSIVE_MODULE,
                format!("people do something in {active} of {total} minutes"),
            )
            .label("less than half the time")
            .help("let them try, compare or decide something after each talk"),
        );
    }
}

/// A joint module in which some team leads nothing.
pub(crate) fn one_sided(config: &Config, entry: &Entry, module: &Module, found: &mut Diagnostics) {
    let led: Vec<Audience> =
        module.activities.iter().filter(|activity| !activity.is_break()).filter_map(|activity| activity.lead).collect();
    if module.audience != Audience::Both || led.len() < 2 || led.contains(&Audience::Both) {
        return;
    }
    for (at, team) in config.teams.iter().enumerate().filter(|(at, _)| !led.contains(&Audience::Team(*at))) {
        let message = format!("{} leads nothing in `{}`", team.label, entry.head.title.value);
        found.push(
            Diagnostics::at(&entry.file.path, entry.head.title.span, lint::LEAD_ONE_SIDED, message)
                .label(format!("all {} activities are led by others", led.len()))
                .help(format!("set `lead: {}` where {} knows more, or `lead: both`", config.teams[at].id, team.label)),
        );
    }
}

/// Two cards work only if each holds what the other lacks, the pair makes
/// something of both, and the group talks about it.
pub(crate) fn two_cards(entry: &Entry, module: &Module, found: &mut Diagnostics) {
    for activity in module.activities.iter().filter(|activity| activity.method == "two-cards") {
        let section = entry.document.own_text(activity.heading, entry.file.text.len());
        let text = section.text(&entry.file.text);
        let mut missing = Vec::new();
        if activity.materials.is_empty() {
            missing.push("cards with facts that only one of the two holds: `materials: [two cards]`");
        }
        if activity.output.is_empty() {
            missing.push("something that a pair makes of both: `output: one plan for Friday`");
        }
        if !text.contains("[!DEBRIEF]") {
            missing.push("a talk about it: `> [!DEBRIEF] Which fact of your partner changed the plan?`");
        }
        if missing.is_empty() {
            continue;
        }
        let heading = &entry.document.headings[activity.heading];
        let place = method_place(entry, activity).unwrap_or(Place::new(&entry.file.path, heading.inline));
        let mut diagnostic = crate::diag::Diagnostic::new(
            lint::TWO_CARDS,
            place,
            format!("`{}` lacks a part of two cards", heading.text),
        )
        .label("needs cards, an output and a debriefing");
        for part in missing {
            diagnostic = diagnostic.help(format!("add {part}"));
        }
        found.push(diagnostic);
    }
}

fn method_place(entry: &Entry, activity: &Activity) -> Option<Place> {
    let block = entry.document.block_of(activity.heading)?;
    let at = block.yaml.text(&entry.file.text).find("two-cards")?;
    let span = Span::new(at, at + "two-cards".len()).shifted(block.yaml.start as usize);
    Some(Place::new(&entry.file.path, span))
}
