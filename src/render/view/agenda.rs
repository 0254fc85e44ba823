//! An agenda as pages show it: meetings, steps with their clock times, sums.

#[cfg(test)]
mod tests;

use super::{Anchor, Maker, Who};
use crate::agenda::blocks::Placed;
use crate::agenda::{self, Agenda, Item, Meeting, Past, What};
use crate::entry::module::{Activity, Objective};
use crate::entry::{Audience, Entry, EntryData, Kind};
use crate::markdown::Heading;
use crate::markdown::html::Part;
use crate::render::body::{self, Section, as_html, cut};
use crate::render::links::PageLinks;
use crate::site::Ix;
use serde::Serialize;
use std::collections::BTreeMap;

/// One meeting.
#[derive(Debug, Serialize)]
pub(in crate::render) struct MeetingView {
    /// What it is called; may be empty.
    pub(super) title: String,
    /// What ids on the page begin with, where there are several meetings; else empty.
    pub(super) prefix: String,
    /// The day, spelled out; may be empty.
    pub(super) date: String,
    /// `09:00`.
    pub(super) start: String,
    pub(super) end: String,
    /// Minutes from start to end.
    pub(super) minutes: u32,
    pub(super) duration: String,
    pub(super) steps: Vec<Step>,
    /// The picture of it, to scale: modules and breaks, or steps where there is one module.
    pub(super) band: Vec<Stripe>,
}

/// One stripe of an agenda drawn to scale.
#[derive(Debug, Serialize)]
pub(in crate::render) struct Stripe {
    id: String,
    title: String,
    minutes: u32,
    /// Classes that give the minutes to the style sheet: tens and units.
    width: String,
    class: String,
}

/// One activity or break.
#[derive(Debug, Serialize)]
pub(in crate::render) struct Step {
    pub(super) id: String,
    #[serde(serialize_with = "as_html")]
    pub(super) title: String,
    /// The title without markup.
    pub(super) words: String,
    /// Where the activity is written, `modules/name`, and its heading's id; empty for breaks of the workshop's own.
    pub(super) source: String,
    pub(super) anchor: String,
    /// Minutes since the start.
    pub(super) at: u32,
    /// The clock time when the session starts at the planned hour.
    pub(super) clock: String,
    pub(super) end: String,
    pub(super) minutes: u32,
    pub(super) lead: Option<Who>,
    pub(super) lead_label: String,
    pub(super) method_label: String,
    pub(super) is_break: bool,
    pub(super) priority: &'static str,
    pub(super) can_shrink: u32,
    /// What it took in past runs; may be empty.
    pub(super) took: String,
    pub(super) objectives: Vec<String>,
    pub(super) materials: Vec<String>,
    pub(super) output: String,
    pub(super) remote: String,
    #[serde(serialize_with = "as_html")]
    pub(super) html: String,
    pub(super) notes: Vec<Note>,
    /// The module, where it is the first step of it.
    pub(super) part: Option<Anchor>,
}

/// A facilitator note.
#[derive(Debug, Serialize)]
pub(in crate::render) struct Note {
    pub(super) mark: String,
    pub(super) label: String,
    #[serde(serialize_with = "as_html")]
    pub(super) html: String,
}

/// Minutes of something.
#[derive(Debug, Serialize)]
pub(in crate::render) struct Sum {
    pub(super) label: String,
    pub(super) who: Option<Who>,
    pub(super) minutes: u32,
    pub(super) duration: String,
}

/// The text of one entry whose activities stand on a page, seen from that page.
pub(super) struct Home<'a> {
    links: PageLinks<'a>,
    /// All of it.
    parts: Vec<Part>,
    /// The same by activity.
    sections: Vec<Section>,
}

/// The texts of all entries whose activities stand on a page.
pub(super) struct Homes<'a> {
    pub(super) maker: &'a Maker<'a>,
    homes: BTreeMap<Ix, Home<'a>>,
    /// Whether steps say which module begins.
    pub(super) parts: bool,
}

impl<'a> Homes<'a> {
    /// The texts that an agenda needs.
    pub(super) fn new(maker: &'a Maker<'a>, agenda: &Agenda<'_>) -> Homes<'a> {
        let mut homes: BTreeMap<Ix, Home<'a>> = BTreeMap::new();
        for (ix, _) in agenda.items().filter_map(Item::activity) {
            homes.entry(ix).or_insert_with(|| {
                let links = PageLinks::new(maker.site, ix, maker.route);
                let parts = maker.public_parts(&links);
                let headings = &links.entry().document.headings;
                let sections = cut(parts.clone(), headings, 3);
                Home { sections: with_interludes(sections, &run_of(&links.entry().data), headings), parts, links }
            });
        }
        Homes { maker, homes, parts: false }
    }

    /// The text of an entry, which is made only here where its activities are on the page:
    /// what it links to is among [`Homes::cards`] then, or is added to `linked`.
    pub(super) fn parts_of(&self, ix: Ix, linked: &mut Vec<Ix>) -> Vec<Part> {
        self.homes.get(&ix).map(|home| home.parts.clone()).unwrap_or_else(|| {
            let links = PageLinks::new(self.maker.site, ix, self.maker.route);
            let parts = self.maker.public_parts(&links);
            linked.extend(links.cards());
            parts
        })
    }

    /// The terms linked so far.
    pub(super) fn cards(&self) -> Vec<Ix> {
        let mut cards: Vec<Ix> = self.homes.values().flat_map(|home| home.links.cards()).collect();
        cards.sort();
        cards.dedup();
        cards
    }

    /// All meetings of an agenda.
    pub(super) fn meetings(&self, agenda: &Agenda<'_>) -> Vec<MeetingView> {
        let several = agenda.meetings.len() > 1;
        let meetings = agenda.meetings.iter().enumerate();
        meetings
            .map(|(at, meeting)| self.meeting(meeting, if several { format!("m{}-", at + 1) } else { String::new() }))
            .collect()
    }

    /// What a meeting of a series is called.
    fn meeting_title(&self, title: &str, at: usize) -> String {
        match title {
            "" => self.maker.strings().fill("workshop.meeting", &[("n", &(at + 1).to_string())]),
            title => self.maker.text(title),
        }
    }

    fn meeting(&self, meeting: &Meeting<'_>, prefix: String) -> MeetingView {
        let mut last = None;
        let mut pauses = 0;
        let mut seen: BTreeMap<String, usize> = BTreeMap::new();
        let mut steps = Vec::new();
        for item in &meeting.items {
            let mut step = self.step(item, meeting);
            match item.what {
                What::Activity(ix, _) => {
                    let changes = last.replace(ix) != Some(ix);
                    step.part = (changes && self.parts).then(|| self.part(ix));
                }
                What::Pause { .. } => {
                    pauses += 1;
                    step.id = format!("pause-{pauses}");
                }
            }
            // Two modules may have headings of the same name.
            let same = seen.entry(step.id.clone()).or_insert(0_usize);
            *same += 1;
            let suffix = if *same > 1 { format!("-{same}") } else { String::new() };
            step.id = format!("{prefix}{}{suffix}", step.id);
            steps.push(step);
        }
        let (start, end) = (meeting.clock.at(0), meeting.clock.at(meeting.minutes()));
        MeetingView {
            band: if self.parts { parts_to_scale(&steps) } else { steps_to_scale(&steps) },
            title: self.maker.text(meeting.title),
            prefix,
            date: start.date.map(|date| self.maker.strings().day(date)).unwrap_or_default(),
            start: start.shown(),
            end: end.shown(),
            minutes: meeting.minutes(),
            duration: self.maker.duration(meeting.minutes()),
            steps,
        }
    }

    /// The module that begins; what the workshop adds itself is done by all together.
    fn part(&self, ix: Ix) -> Anchor {
        let anchor = self.maker.anchor(ix);
        match self.maker.site.entry(ix).id.kind {
            Kind::Module => anchor,
            _ => Anchor { title: self.maker.strings().get("workshop.own").to_owned(), ..anchor },
        }
    }

    fn step(&self, item: &Item<'_>, meeting: &Meeting<'_>) -> Step {
        let clock = |minutes| meeting.clock.at(minutes).shown();
        let step = match item.what {
            What::Activity(ix, activity) => self.activity(ix, activity),
            What::Pause { title, meal } => self.pause(title, meal),
        };
        Step {
            at: item.at,
            clock: clock(item.at),
            end: clock(item.end()),
            minutes: item.minutes,
            is_break: item.is_break(),
            ..step
        }
    }

    fn pause(&self, title: &str, meal: bool) -> Step {
        let strings = self.maker.strings();
        let named = strings.get(if meal { "workshop.meal" } else { "method.break" }).to_owned();
        let words = if title.is_empty() { named } else { self.maker.text(title) };
        Step { title: crate::markdown::html::escaped(&words), words, ..Step::empty() }
    }

    fn activity(&self, ix: Ix, activity: &Activity) -> Step {
        let (strings, home) = (self.maker.strings(), &self.homes[&ix]);
        let headings = &home.links.entry().document.headings;
        let section = home.sections.iter().find(|section| section.heading == Some(activity.heading));
        let is_note = |part: &&Part| matches!(part, Part::Note(..));
        let parts = section.map(|section| section.parts.as_slice()).unwrap_or_default();
        let (notes, parts): (Vec<&Part>, Vec<&Part>) = parts.iter().partition(is_note);
        let parts: Vec<Part> = parts.into_iter().cloned().collect();
        let label = |group: &str, word: &str| match word {
            "" => String::new(),
            word => strings.get(&format!("{group}.{word}")).trim_start_matches(&format!("{group}.")).to_owned(),
        };
        let objectives = objectives(&home.links.entry().data);
        let objective = |id: &crate::source::Spanned<String>| {
            objectives
                .iter()
                .find(|objective| objective.id.value == id.value)
                .map(|objective| objective.text.value.clone())
        };
        Step {
            id: headings[activity.heading].id.clone(),
            title: section.map(|section| section.title.clone()).unwrap_or_default(),
            words: headings[activity.heading].text.clone(),
            source: format!("{}/{}", home.links.entry().id.kind.folder(), home.links.entry().id.slug),
            anchor: headings[activity.heading].id.clone(),
            lead: activity.lead.map(|lead| self.maker.who(lead)),
            lead_label: self.lead_label(activity),
            method_label: label("method", &activity.method),
            priority: ["must", "should", "could"][activity.priority.min(2)],
            can_shrink: activity.can_shrink,
            took: self.took(home.links.entry(), &headings[activity.heading].id),
            objectives: activity.objectives.iter().filter_map(objective).collect(),
            materials: activity.materials.iter().map(|name| name.value.clone()).collect(),
            output: self.maker.text(&activity.output),
            remote: self.maker.text(&activity.remote),
            html: body::html(&parts, headings),
            notes: notes.into_iter().filter_map(|note| self.note(note)).collect(),
            ..Step::empty()
        }
    }

    fn took(&self, entry: &Entry, id: &str) -> String {
        let Some(Past { least, most, runs }) = agenda::past(self.maker.site, entry, id) else { return String::new() };
        let strings = self.maker.strings();
        let runs = strings.count("workshop.runs", runs);
        let values = [("min", least.to_string()), ("max", most.to_string()), ("runs", runs)];
        let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
        strings.fill(if least == most { "workshop.took" } else { "workshop.took_range" }, &values)
    }

    fn lead_label(&self, activity: &Activity) -> String {
        let strings = self.maker.strings();
        match activity.lead {
            Some(Audience::Both) => strings.get("module.led_together").to_owned(),
            Some(lead) => strings.fill("module.leads", &[("team", &self.maker.who(lead).label)]),
            None => String::new(),
        }
    }

    fn note(&self, note: &Part) -> Option<Note> {
        let Part::Note(mark, html) = note else { return None };
        let name = format!("note.{mark}");
        let label = self.maker.strings().get(&name);
        let label = if label == name { mark.replace('-', " ") } else { label.to_owned() };
        Some(Note { mark: mark.clone(), label, html: html.clone() })
    }
}

/// The headings of an entry's activities.
pub(super) fn run_of(data: &EntryData) -> Vec<usize> {
    match data {
        EntryData::Module(module) => module.activities.iter().map(|activity| activity.heading).collect(),
        EntryData::Workshop(workshop) => workshop.activities.iter().map(|(activity, _)| activity.heading).collect(),
        _ => Vec::new(),
    }
}

/// What stands under a heading of its own between two activities goes with the one
/// before it.
fn with_interludes(sections: Vec<Section>, run: &[usize], headings: &[Heading]) -> Vec<Section> {
    let mut joined: Vec<Section> = Vec::new();
    for section in sections {
        let interlude = section.heading.filter(|at| headings[*at].level > 2 && !run.contains(at));
        let before = joined.last_mut().filter(|last| last.heading.is_some_and(|at| run.contains(&at)));
        match interlude.zip(before) {
            Some((at, activity)) => {
                activity.parts.push(Part::Heading(at, section.title));
                activity.parts.extend(section.parts);
            }
            None => joined.push(section),
        }
    }
    joined
}

impl Step {
    fn empty() -> Step {
        Step {
            id: String::new(),
            title: String::new(),
            words: String::new(),
            source: String::new(),
            anchor: String::new(),
            at: 0,
            clock: String::new(),
            end: String::new(),
            minutes: 0,
            lead: None,
            lead_label: String::new(),
            method_label: String::new(),
            is_break: false,
            priority: "must",
            can_shrink: 0,
            took: String::new(),
            objectives: Vec::new(),
            materials: Vec::new(),
            output: String::new(),
            remote: String::new(),
            html: String::new(),
            notes: Vec::new(),
            part: None,
        }
    }
}

/// Minutes as classes: tens and units. The style sheet knows four hours.
fn width(minutes: u32) -> String {
    format!("t{} u{}", (minutes / 10).min(24), minutes % 10)
}

fn steps_to_scale(steps: &[Step]) -> Vec<Stripe> {
    let class = |step: &Step| match &step.lead {
        _ if step.is_break => "brk".to_owned(),
        Some(lead) => lead.class.clone(),
        None => String::new(),
    };
    let stripe = |step: &Step| Stripe {
        id: step.id.clone(),
        title: step.words.clone(),
        minutes: step.minutes,
        width: width(step.minutes),
        class: class(step),
    };
    steps.iter().map(stripe).collect()
}

/// Modules, and the breaks between them.
fn parts_to_scale(steps: &[Step]) -> Vec<Stripe> {
    let mut stripes: Vec<Stripe> = Vec::new();
    // What goes on after a break bears the name of what was interrupted.
    let mut part: Option<&str> = None;
    for step in steps {
        part = step.part.as_ref().map(|part| part.title.as_str()).or(part);
        let between = step.id.contains("pause-") && step.is_break;
        match stripes.last_mut().filter(|last| step.part.is_none() && !between && last.class != "brk") {
            Some(last) => last.minutes += step.minutes,
            None => stripes.push(Stripe {
                id: step.id.clone(),
                title: part.filter(|_| !between).unwrap_or(&step.words).to_owned(),
                minutes: step.minutes,
                width: String::new(),
                class: if between { "brk".to_owned() } else { String::new() },
            }),
        }
    }
    for stripe in &mut stripes {
        stripe.width = width(stripe.minutes);
    }
    stripes
}

fn objectives(data: &EntryData) -> &[Objective] {
    match data {
        EntryData::Module(module) => &module.objectives,
        _ => &[],
    }
}

/// What an agenda adds up to, by phase, method and leading team.
#[derive(Debug, Serialize)]
pub(in crate::render) struct SumsView {
    phases: Vec<Sum>,
    methods: Vec<Sum>,
    leads: Vec<Sum>,
    rest: String,
    work: String,
}

/// Adds up an agenda.
pub(super) fn sums(maker: &Maker<'_>, agenda: &Agenda<'_>) -> SumsView {
    let totals = agenda::totals::totals(agenda);
    let sum =
        |label: String, who: Option<Who>, minutes: u32| Sum { label, who, minutes, duration: maker.duration(minutes) };
    let named = |group: &str, sums: &BTreeMap<String, u32>| -> Vec<Sum> {
        let label = |word: &str| {
            maker.strings().get(&format!("{group}.{word}")).trim_start_matches(&format!("{group}.")).to_owned()
        };
        let named = sums.iter().filter(|(word, _)| !word.is_empty());
        named.map(|(word, minutes)| sum(label(word), None, *minutes)).collect()
    };
    let mut methods = named("method", &totals.methods);
    methods.sort_by_key(|sum| std::cmp::Reverse(sum.minutes));
    let mut phases = named("phase", &totals.phases);
    let order = ["connect", "concept", "practice", "close"]
        .map(|phase| maker.strings().get(&format!("phase.{phase}")).to_owned());
    phases.sort_by_key(|sum| order.iter().position(|phase| *phase == sum.label));
    let lead = |(lead, minutes): (&Audience, &u32)| {
        let who = maker.who(*lead);
        let label = match lead {
            Audience::Both => maker.strings().get("workshop.together").to_owned(),
            Audience::Team(_) => who.label.clone(),
        };
        sum(label, Some(who), *minutes)
    };
    SumsView {
        phases,
        methods,
        leads: totals.leads.iter().map(lead).collect(),
        rest: maker.duration(totals.rest),
        work: maker.duration(totals.work),
    }
}

/// A shorter version.
#[derive(Debug, Serialize)]
pub(in crate::render) struct CutView {
    minutes: u32,
    days: Vec<CutDay>,
    dropped: Vec<String>,
}

/// What is left of one meeting.
#[derive(Debug, Serialize)]
struct CutDay {
    /// What the meeting is called; empty where there is only one.
    title: String,
    minutes: u32,
    steps: Vec<CutStep>,
}

#[derive(Debug, Serialize)]
struct CutStep {
    words: String,
    minutes: u32,
    was: u32,
    is_break: bool,
}

/// The short versions of an agenda.
pub(super) fn cuts(homes: &Homes<'_>, agenda: &Agenda<'_>) -> Vec<CutView> {
    let all = agenda.minutes();
    let items: Vec<&Item<'_>> = agenda.items().collect();
    let words = |item: &Item<'_>| match item.what {
        What::Activity(ix, activity) => homes.maker.site.entry(ix).document.headings[activity.heading].text.clone(),
        What::Pause { title, meal } => homes.pause(title, meal).words,
    };
    let least = agenda.least(homes.maker.site).next_multiple_of(5);
    let view = |minutes: u32| {
        let cut = agenda.cut(homes.maker.site, minutes);
        let step = |placed: &Placed| {
            let item = placed.block.map(|block| items[block]);
            CutStep {
                words: item.map_or_else(|| homes.pause("", false).words, words),
                minutes: placed.minutes,
                was: item.map_or(placed.minutes, |item| item.minutes),
                is_break: placed.is_break,
            }
        };
        let several = agenda.meetings.len() > 1;
        let day = |(at, placed): (usize, &Vec<Placed>)| CutDay {
            title: if several { homes.meeting_title(agenda.meetings[at].title, at) } else { String::new() },
            minutes: placed.last().map_or(0, Placed::end),
            steps: placed.iter().map(step).collect(),
        };
        CutView {
            minutes,
            dropped: cut.iter().flat_map(|cut| &cut.dropped).map(|at| words(items[*at])).collect(),
            days: cut.iter().flat_map(|cut| cut.days.iter().enumerate()).map(day).collect(),
        }
    };
    // Where a usual length can't be made, the shortest that can stands for it.
    let mut lengths: Vec<u32> = agenda::cut::LENGTHS.into_iter().map(|minutes| minutes.max(least)).collect();
    lengths.dedup();
    lengths.into_iter().filter(|minutes| *minutes < all).map(view).collect()
}
