//! What a new workshop's front matter says: all that can be computed is.

use super::args;
use crate::agenda::{clock, plan};
use crate::diag::nearest;
use crate::entry::workshop::Start;
use crate::entry::{EntryData, EntryId, Kind};
use crate::host::{Failure, Outcome, disk};
use crate::pipeline::{Build, Pipeline};
use crate::source::{Snapshot, SourcePath};
use std::fmt::Write as _;

/// The template with modules, start, zone, people and budget filled in.
pub(super) fn filled(snapshot: &Snapshot, path: &SourcePath, template: &str, args: &args::New) -> Outcome<String> {
    let start = args.start.as_deref().unwrap_or("09:00");
    if Start::parse(start).is_none() {
        return Err(Failure::new(format!("`{start}` is not a time")).help("write 09:00, or 2027-01-14T09:00"));
    }
    let mut fields = format!("start: \"{start}\"\n");
    if let Some(zone) = disk::zone().filter(|zone| clock::zone(zone).is_some()) {
        let _ = writeln!(fields, "timezone: {zone}");
    }
    fields.push_str("format: in-person\n");
    if args.modules.is_empty() {
        fields.push_str("modules: []   # file names of modules, in order\n");
        return Ok(with(template, &fields));
    }
    let _ = writeln!(fields, "modules: [{}]", args.modules.join(", "));
    let mut tried = snapshot.clone();
    tried.insert(path.clone(), with(template, &fields));
    tried.drafts = true;
    let build = Pipeline::new().build(&tried);
    known(&build, &args.modules)?;
    let slug = path.file_name().trim_end_matches(".md").to_owned();
    let found = build.site.find(&EntryId { kind: Kind::Workshop, slug });
    if let Some(agenda) = found.and_then(|ix| plan(&build.site, ix, None, None)) {
        let _ = writeln!(fields, "budget: {}   # breaks included, which are put in for you", agenda.minutes());
    }
    if let Some((min, max)) = people(&build, &args.modules) {
        let _ = writeln!(fields, "people: {{min: {min}, max: {max}}}");
    }
    Ok(with(template, &fields))
}

fn with(template: &str, fields: &str) -> String {
    template.replacen("---\n\n", &format!("{fields}---\n\n"), 1)
}

fn known(build: &Build, modules: &[String]) -> Outcome<()> {
    for name in modules {
        if build.site.named(name, Some(Kind::Module)).is_some() {
            continue;
        }
        let slugs = build.site.of_kind(Kind::Module).map(|(_, entry)| entry.id.slug.as_str());
        let failure = Failure::new(format!("there is no module called `{name}`"));
        return Err(match nearest(name, slugs) {
            Some(near) => failure.help(format!("did you mean `{near}`?")),
            None => failure.help("modules are files in the folder modules/"),
        });
    }
    Ok(())
}

/// How many people all modules are made for, if there is such a number.
fn people(build: &Build, modules: &[String]) -> Option<(u32, u32)> {
    let mut range = (1, u32::MAX);
    for name in modules {
        let ix = build.site.named(name, Some(Kind::Module))?;
        let EntryData::Module(module) = &build.site.entry(ix).data else { return None };
        range = (range.0.max(module.people.min.unwrap_or(1)), range.1.min(module.people.max.unwrap_or(u32::MAX)));
    }
    (range.0 <= range.1 && range.1 != u32::MAX).then_some(range)
}
