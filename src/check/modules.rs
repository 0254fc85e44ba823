//! Agendas that add up, prerequisites that end somewhere.

use crate::diag::{Diagnostics, lint, near};
use crate::entry::{Entry, Kind, Module, Relation};
use crate::site::{Ix, Site};
use crate::source::{Place, Span};

/// Every activity has minutes, they add up to what the module promises, and
/// what they need is on the list of materials.
pub(super) fn agenda(entry: &Entry, module: &Module, found: &mut Diagnostics) {
    let path = &entry.file.path;
    let heading = |activity: &crate::entry::module::Activity| &entry.document.headings[activity.heading];
    for activity in module.activities.iter().filter(|activity| activity.minutes.is_none()) {
        let message = format!("`{}` has no minutes", heading(activity).text);
        found.push(
            Diagnostics::at(path, heading(activity).inline, lint::ACTIVITY_MINUTES, message)
                .label("how long?")
                .help("add `minutes: 10` to its activity block"),
        );
    }
    for (activity, name) in
        module.activities.iter().flat_map(|activity| activity.materials.iter().map(move |name| (activity, name)))
    {
        if module.materials.iter().any(|material| material.name == name.value) {
            continue;
        }
        let message =
            format!("`{}` needs `{}`, which is not on the list of materials", heading(activity).text, name.value);
        let mut diagnostic =
            Diagnostics::at(path, name.span, lint::MATERIAL_UNKNOWN, message).label("not in `materials` of the module");
        diagnostic =
            diagnostic.suggest(near(&name.value, module.materials.iter().map(|material| material.name.as_str())));
        found.push(diagnostic);
    }
    let minutes: Vec<u32> =
        module.activities.iter().filter_map(|activity| Some(activity.minutes.as_ref()?.value)).collect();
    let total: u32 = minutes.iter().sum();
    if minutes.is_empty() || minutes.len() < module.activities.len() || total == module.minutes.value {
        return;
    }
    let promised = module.minutes.value;
    let sum = minutes.iter().map(u32::to_string).collect::<Vec<_>>().join(" + ");
    let change = if total > promised {
        format!("cut {} minutes", total - promised)
    } else {
        format!("add {} minutes", promised - total)
    };
    found.push(
        Diagnostics::at(
            path,
            module.minutes.span,
            lint::AGENDA_TIME,
            format!("the agenda takes {total} minutes, the module says {promised}"),
        )
        .label("promised to participants")
        .note(format!("{} activities: {sum} = {total}", minutes.len()))
        .help(format!("{change}, or set `minutes: {total}`")),
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

fn circle(site: &Site, trail: &[Ix]) -> crate::diag::Diagnostic {
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
        crate::diag::Diagnostic::new(lint::PATH_CYCLE, place, "these modules wait for each other, so nobody can start")
            .label(label);
    for at in 1..trail.len() {
        let (place, text) = step(at);
        diagnostic = diagnostic.also(place, text);
    }
    diagnostic.help("take one of them out of `requires`")
}
