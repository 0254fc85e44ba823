//! Prerequisites that end somewhere, paths that teach a word before they use it.

use crate::diag::{Diagnostic, Diagnostics, lint};
use crate::entry::{Entry, Kind, LearningPath, Relation};
use crate::site::{Ix, Site};
use crate::source::{Place, Span};
use std::collections::{BTreeMap, BTreeSet};

/// A module uses a word that the path teaches only later, and that nothing
/// before has taught and the module does not explain where it stands.
pub(super) fn taught_later(site: &Site, entry: &Entry, path: &LearningPath, found: &mut Diagnostics) {
    let steps: Vec<(Ix, Span)> =
        path.steps.iter().filter_map(|step| Some((site.named(&step.value, None)?, step.span))).collect();
    let mut taught: BTreeSet<Ix> = BTreeSet::new();
    let mut first_taught: BTreeMap<Ix, usize> = BTreeMap::new();
    for (at, (step, _)) in steps.iter().enumerate() {
        for term in teaches(site, *step) {
            first_taught.entry(term).or_insert(at);
        }
    }
    for (at, (step, span)) in steps.iter().enumerate() {
        let module = site.entry(*step);
        taught.extend(teaches(site, *step));
        if module.id.kind != Kind::Module {
            continue;
        }
        for edge in site.out[step.0 as usize].iter() {
            let late = first_taught.get(&edge.to).filter(|later| **later > at && !taught.contains(&edge.to));
            let Some(later) = late.filter(|_| edge.relation == Relation::Mention) else { continue };
            // A link by hand is an explanation one click away, put there on purpose.
            let linked =
                site.out[step.0 as usize].iter().any(|other| other.to == edge.to && other.relation == Relation::Link);
            if linked || explained(&module.file.text, edge.span) {
                continue;
            }
            let (word, teacher) = (&site.entry(edge.to).head.title.value, steps[*later]);
            let message = format!("`{}` uses `{word}`, which this path teaches only later", module.head.title.value);
            found.push(
                Diagnostics::at(&entry.file.path, *span, lint::TAUGHT_LATER, message)
                    .label("comes before the word is taught")
                    .also(Place::new(&entry.file.path, teacher.1), format!("teaches `{word}`"))
                    .also(Place::new(&module.file.path, edge.span), "used here")
                    .help(
                        "change the order, put the term before this step, or explain it in brackets where it is used",
                    ),
            );
        }
    }
}

/// The terms that a step of a path teaches: those of a module, or the term itself.
fn teaches(site: &Site, step: Ix) -> Vec<Ix> {
    match site.entry(step).id.kind {
        Kind::Term => vec![step],
        _ => site.out_by(step, Relation::Teaches).collect(),
    }
}

/// Whether brackets or a dash follow, as in `CDN (a network of copies)`.
fn explained(text: &str, span: Span) -> bool {
    let after = text.get(span.end as usize..).unwrap_or_default();
    [" (", ", that is", ", which is", ": ", " –", " —"].iter().any(|mark| after.starts_with(mark))
}

/// A module that no path goes through, in a book that has paths.
pub(super) fn unused(site: &Site, ix: Ix, entry: &Entry, found: &mut Diagnostics) {
    let no_paths = site.of_kind(Kind::LearningPath).next().is_none();
    if no_paths || site.into_by(ix, Relation::Step).next().is_some() {
        return;
    }
    found.push(
        Diagnostics::at(
            &entry.file.path,
            entry.head.title.span,
            lint::MODULE_UNUSED,
            format!("no path goes through `{}`", entry.head.title.value),
        )
        .label("found only by those who look for it")
        .help(format!("add `{}` to `steps` of a path", entry.id.slug)),
    );
}

/// Modules that wait for each other, so that nobody can start. Each circle is
/// reported once, at its first module.
pub(super) fn cycles(site: &Site, found: &mut Diagnostics) {
    let mut state = vec![State::New; site.entries.len()];
    for (ix, _) in site.of_kind(Kind::Module) {
        let mut trail = Vec::new();
        walk(site, ix, &mut state, &mut trail, found);
    }
}

#[derive(Clone, Copy, PartialEq)]
enum State {
    New,
    OnTrail,
    Done,
}

fn walk(site: &Site, ix: Ix, state: &mut [State], trail: &mut Vec<Ix>, found: &mut Diagnostics) {
    match state[ix.0 as usize] {
        State::Done => {}
        State::OnTrail => {
            let start = trail.iter().position(|other| *other == ix).unwrap_or(0);
            found.push(circle(site, &trail[start..]));
        }
        State::New => {
            state[ix.0 as usize] = State::OnTrail;
            trail.push(ix);
            let next: Vec<Ix> = site.out_by(ix, Relation::Requires).collect();
            for next in next {
                walk(site, next, state, trail, found);
            }
            trail.pop();
            state[ix.0 as usize] = State::Done;
        }
    }
}

fn circle(site: &Site, trail: &[Ix]) -> Diagnostic {
    let slug = |ix: Ix| &site.entry(ix).id.slug;
    let step = |at: usize| -> (Place, String) {
        let (from, to) = (trail[at], trail[(at + 1) % trail.len()]);
        let edge = site.out[from.0 as usize].iter().find(|edge| edge.relation == Relation::Requires && edge.to == to);
        let span = edge.map_or(Span::at(0), |edge| edge.span);
        let closes = if at + 1 == trail.len() { ": the circle closes" } else { "" };
        (Place::new(&site.entry(from).file.path, span), format!("`{}` needs `{}` first{closes}", slug(from), slug(to)))
    };
    let (place, label) = step(0);
    let mut diagnostic =
        Diagnostic::new(lint::PATH_CYCLE, place, "these modules wait for each other, so nobody can start").label(label);
    for at in 1..trail.len() {
        let (place, text) = step(at);
        diagnostic = diagnostic.also(place, text);
    }
    diagnostic.help("take one of them out of `requires`")
}
