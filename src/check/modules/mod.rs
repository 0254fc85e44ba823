//! Agendas that add up.

pub(super) mod design;
pub(super) mod objectives;

use crate::diag::{Diagnostics, lint, near};
use crate::entry::module::Activity;
use crate::entry::{Entry, Module};

/// Whether all activities have minutes, as many together as the module promises.
pub(super) fn adds_up(module: &Module) -> bool {
    let minutes = |activity: &Activity| Some(activity.minutes.as_ref()?.value);
    let total: Option<u32> = module.activities.iter().map(minutes).sum();
    total == Some(module.minutes.value)
}

/// Every activity has minutes, they add up to what the module promises, and
/// what they need is on the list of materials.
pub(super) fn agenda(entry: &Entry, module: &Module, found: &mut Diagnostics) {
    let path = &entry.file.path;
    let heading = |activity: &Activity| &entry.document.headings[activity.heading];
    // Minutes that are written and can't be read are reported where they stand.
    let unwritten = |activity: &&Activity| {
        let block = entry.document.block_of(activity.heading);
        let written = block
            .is_some_and(|block| block.yaml.text(&entry.file.text).lines().any(|line| line.starts_with("minutes:")));
        activity.minutes.is_none() && !written
    };
    for activity in module.activities.iter().filter(unwritten) {
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
    if !entry.sound || module.activities.is_empty() || adds_up(module) {
        return;
    }
    let minutes: Vec<u32> =
        module.activities.iter().filter_map(|activity| Some(activity.minutes.as_ref()?.value)).collect();
    if minutes.len() < module.activities.len() {
        return;
    }
    let total: u32 = minutes.iter().sum();
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
