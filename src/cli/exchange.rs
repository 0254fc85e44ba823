//! `crosstrain export csv|json` and `crosstrain import`: records out of a book
//! and into one.

use super::{Ended, args, count, shown};
use crate::exchange::{Ask, IMPORTERS, Importer, Note, Placed, Taken, place, to_csv, to_json};
use crate::host::terminal::{print, say};
use crate::host::{Failure, Outcome, apply, disk, source};
use crate::pipeline::Pipeline;
use crate::record::{Record, Sort, records};
use std::path::Path;

pub(super) fn export(common: &args::Common, args: &args::Export) -> Outcome<Ended> {
    let book = super::book(common)?;
    let snapshot = book.read(disk::today(), true)?;
    let site = Pipeline::new().build(&snapshot).site;
    let named = args.what.iter().map(|word| args::sort(word).map_err(Failure::new)).collect::<Outcome<Vec<Sort>>>()?;
    let sorts: Vec<Sort> = if named.is_empty() { Sort::all().collect() } else { named };
    let all: Vec<Vec<Record>> = sorts.iter().map(|sort| records(&site, &snapshot, *sort)).collect();
    let number = count(all.iter().map(Vec::len).sum(), "record");
    let files: Vec<(String, String)> = match args.format.as_str() {
        "json" => vec![("records.json".to_owned(), to_json(&all.concat()))],
        _ => {
            let filled = sorts.iter().zip(&all).filter(|(_, records)| !records.is_empty() || sorts.len() == 1);
            filled.map(|(sort, records)| (format!("{}.csv", sort.folder()), to_csv(*sort, records))).collect()
        }
    };
    match (&args.output, files.as_slice()) {
        (None, [(_, text)]) => print(text.trim_end_matches('\n')),
        (None, _) => {
            return Err(Failure::new("each kind is a table of its own")
                .help("name one kind, or a folder to write them to: crosstrain export csv -o FOLDER"));
        }
        (Some(output), files) => {
            let single = output.extension().is_some() && files.len() == 1;
            for (name, text) in files {
                let path = if single { output.clone() } else { output.join(name) };
                write(&path, text)?;
            }
            if common.quiet == 0 {
                say(format_args!("Wrote {number} into {}", shown(output)));
            }
        }
    }
    Ok(Ended::Fine)
}

fn write(path: &Path, text: &str) -> Outcome<()> {
    let failed = |error: std::io::Error| Failure::io(format_args!("can't write `{}`", shown(path)), &error);
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder).map_err(failed)?;
    }
    std::fs::write(path, text).map_err(failed)
}

pub(super) fn import(common: &args::Common, args: &args::Import) -> Outcome<Ended> {
    let book = super::book(common)?;
    let importer = IMPORTERS.iter().find(|importer| importer.name == args.format);
    let importer = importer.ok_or_else(|| Failure::new(format!("there is no way to import `{}`", args.format)))?;
    let path = common.directory.as_ref().map_or_else(|| args.source.clone(), |folder| folder.join(&args.source));
    let files = source::read(&path, importer.folder)?;
    let snapshot = book.read(disk::today(), true)?;
    let mut pipeline = Pipeline::new();
    let build = pipeline.build(&snapshot);
    let taken = take(importer, &path, &files, args, &build.site.config)?;
    let placed = place(&taken, &build.site, &snapshot, args.update);
    tell(&shown(&path), &taken, &placed, common.quiet > 0);
    let changes = placed.changes.files(&snapshot);
    let mut copied = taken.files.len();
    if !args.dry_run {
        apply::apply(&book, &changes)?;
        for (from, to) in &taken.files {
            let bytes = taken.inside.get(from).unwrap_or_else(|| &files[from]);
            if !source::add(&book.src_dir().join(to), bytes)? {
                copied -= 1;
                print(format_args!("  {from}  left out: `{to}` is there already"));
            }
        }
    }
    let word = |now: &'static str, then: &'static str| if args.dry_run { then } else { now };
    let mut done = vec![format!("{} {}", word("Created", "Would create"), count(placed.created, "entry"))];
    if placed.updated > 0 {
        done.push(format!("{} {}", word("changed", "change"), count(placed.updated, "entry")));
    }
    if placed.same > 0 {
        done.push(format!("{} as they were", placed.same));
    }
    if copied > 0 {
        done.push(format!("{} {}", word("copied", "copy"), count(copied, "file")));
    }
    let next = if args.dry_run { " Nothing written." } else { " See what they still need: crosstrain check" };
    print(format_args!("{}.{next}", done.join(", ")));
    let left_out = taken.notes.iter().chain(&placed.notes).any(|note| note.left_out);
    Ok(if left_out { Ended::Problems } else { Ended::Fine })
}

fn take(
    importer: &Importer,
    path: &Path,
    files: &crate::exchange::Source,
    args: &args::Import,
    config: &crate::config::Config,
) -> Outcome<Taken> {
    let stem = path.canonicalize().ok().and_then(|path| Some(path.file_stem()?.to_string_lossy().into_owned()));
    let name = args.into.clone().or(stem.filter(|_| importer.name != "mdbook")).unwrap_or_default();
    let ask = Ask { config, sort: args.kind, renamed: &args.map, name: &name };
    (importer.read)(files, &ask).map_err(|message| Failure::new(format!("can't import `{}`: {message}", shown(path))))
}

/// What was understood and what was not carried, on standard output: it is what
/// the command is about.
fn tell(name: &str, taken: &Taken, placed: &Placed, quiet: bool) {
    if !quiet {
        print(format_args!("{name}: {}", taken.understood.join("\n  ")));
    }
    let mut notes: Vec<&Note> = taken.notes.iter().chain(&placed.notes).collect();
    notes.sort_by_key(|note| note.left_out);
    for note in notes {
        let left = if note.left_out { "left out: " } else { "" };
        print(format_args!("  {}  {left}{}", note.at, note.text));
    }
}
