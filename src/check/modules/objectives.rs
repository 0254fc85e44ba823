//! Objectives that can be seen, practised and tested.

use crate::check::words::plain_words;
use crate::config::Config;
use crate::diag::{Diagnostics, lint};
use crate::entry::module::Objective;
use crate::entry::{Entry, EntryData, Kind, Module, Relation};
use crate::site::{Ix, Site};
use crate::source::{Place, Span};
use std::collections::BTreeSet;

/// What nobody can watch someone do.
const UNSEEN: [&str; 8] =
    ["know", "understand", "learn", "appreciate", "realize", "be aware", "be familiar", "get to know"];

/// Verbs of objectives, to tell `Plan and run` from `Set a date and a place`.
const VERBS: &[&str] = &[
    "adapt",
    "agree",
    "allocate",
    "analyze",
    "apply",
    "assess",
    "assign",
    "audit",
    "build",
    "calculate",
    "choose",
    "classify",
    "commit",
    "communicate",
    "compare",
    "compose",
    "conduct",
    "construct",
    "contrast",
    "create",
    "decide",
    "define",
    "describe",
    "design",
    "diagnose",
    "distinguish",
    "draft",
    "draw",
    "establish",
    "estimate",
    "evaluate",
    "explain",
    "find",
    "fix",
    "formulate",
    "identify",
    "infer",
    "interpret",
    "judge",
    "list",
    "locate",
    "map",
    "measure",
    "name",
    "negotiate",
    "observe",
    "plan",
    "predict",
    "prepare",
    "present",
    "propose",
    "question",
    "read",
    "recognize",
    "rehearse",
    "relate",
    "report",
    "review",
    "rewrite",
    "run",
    "select",
    "separate",
    "sequence",
    "set",
    "simulate",
    "solve",
    "sort",
    "summarize",
    "test",
    "trace",
    "translate",
    "use",
    "verify",
    "weigh",
    "write",
];

/// An objective says one thing that can be seen.
pub(crate) fn verbs(config: &Config, entry: &Entry, module: &Module, found: &mut Diagnostics) {
    if !config.english() {
        return;
    }
    for objective in &module.objectives {
        let text = objective.text.value.to_lowercase();
        let words: Vec<&str> = plain_words(&text).collect();
        let diagnostic = |length: usize, message: String| {
            let written = objective.text.span.text(&entry.file.text);
            let quote = written.len() - written.trim_start_matches(['"', '\'']).len();
            let span =
                Span::new(quote, quote + length).on_boundary(written).shifted(objective.text.span.start as usize);
            Diagnostics::at(&entry.file.path, span, lint::OBJECTIVE_VERB, message)
        };
        if let Some(verb) = UNSEEN.iter().find(|verb| starts_with(&text, verb)) {
            found.push(
                diagnostic(verb.len(), format!("nobody can see whether people `{verb}`"))
                    .label("not something one does")
                    .help("say what they can do once they know it: explain, choose, draft, find"),
            );
        } else if let [first, "and", second, ..] = words.as_slice()
            && [first, second].iter().all(|word| VERBS.contains(word))
        {
            let length = first.len() + " and ".len() + second.len();
            found.push(
                diagnostic(length, format!("`{first} and {second}` are two objectives"))
                    .label("two verbs")
                    .help("split it, so that each can be practiced and tested"),
            );
        }
    }
}

fn starts_with(text: &str, words: &str) -> bool {
    text.strip_prefix(words).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
}

/// What is promised is practised.
pub(crate) fn practised(entry: &Entry, module: &Module, found: &mut Diagnostics) {
    let practised: BTreeSet<&str> =
        module.activities.iter().flat_map(|activity| &activity.objectives).map(|name| name.value.as_str()).collect();
    let idle: Vec<&Objective> =
        module.objectives.iter().filter(|objective| !practised.contains(objective.id.as_str())).collect();
    if !entry.sound || module.activities.is_empty() || unknown(module, &practised) {
        return;
    }
    report(
        entry,
        &idle,
        lint::OBJECTIVE_UNPRACTISED,
        "no activity practices",
        "never practiced",
        |id| format!("name it in the activity that practices it: `objective: {id}`"),
        found,
    );
}

/// What is promised is tested, in some quiz of the module.
pub(crate) fn tested(site: &Site, ix: Ix, entry: &Entry, module: &Module, found: &mut Diagnostics) {
    let quizzes = site.into_by(ix, Relation::Quiz).chain(site.out_by(ix, Relation::Quiz));
    let mut tested: BTreeSet<&str> = BTreeSet::new();
    for quiz in quizzes.filter(|quiz| site.entry(*quiz).id.kind == Kind::Quiz) {
        if !site.entry(quiz).sound {
            return;
        }
        let EntryData::Quiz(quiz) = &site.entry(quiz).data else { continue };
        tested.extend(quiz.questions.iter().filter_map(|item| Some(item.objective.as_ref()?.value.as_str())));
    }
    if unknown(module, &tested) {
        return;
    }
    let idle: Vec<&Objective> =
        module.objectives.iter().filter(|objective| !tested.contains(objective.id.as_str())).collect();
    report(
        entry,
        &idle,
        lint::OBJECTIVE_UNTESTED,
        "no question tests",
        "never tested",
        |id| format!("name it in a question of the module's quiz: `objective: {id}`"),
        found,
    );
}

/// Whether one of the names is no objective of the module: that is reported
/// where it stands, and the objective that was meant is not missing.
fn unknown(module: &Module, names: &BTreeSet<&str>) -> bool {
    names.iter().any(|name| !module.objectives.iter().any(|objective| objective.id.value == *name))
}

/// One message, however many objectives it is about: they have one cause.
fn report(
    entry: &Entry,
    idle: &[&Objective],
    rule: &'static crate::diag::Lint,
    what: &str,
    label: &str,
    help: impl Fn(&str) -> String,
    found: &mut Diagnostics,
) {
    let Some((first, others)) = idle.split_first() else { return };
    let message = match others.len() {
        0 => format!("{what} `{}`", first.id.value),
        more => format!("{what} `{}` and {more} more", first.id.value),
    };
    let mut diagnostic = Diagnostics::at(&entry.file.path, first.id.span, rule, message).label(label);
    for other in others {
        diagnostic = diagnostic.also(Place::new(&entry.file.path, other.id.span), "nor this");
    }
    found.push(diagnostic.help(help(&first.id.value)));
}
