//! `crosstrain link`: mentions become links.

use super::{Ended, args, count, entry_at, show_changes};
use crate::edit;
use crate::entry::Status;
use crate::host::terminal::{print, say};
use crate::host::{Failure, Outcome, apply, disk};
use crate::pipeline::Pipeline;

pub(super) fn run(common: &args::Common, args: &args::Link) -> Outcome<Ended> {
    let book = super::book(common)?;
    let snapshot = book.read(disk::today(), true)?;
    let build = Pipeline::new().build(&snapshot);
    let ix = entry_at(common, &book, &build.site, &args.name)?;
    let entry = build.site.entry(ix);
    let title = &entry.head.title.value;
    if entry.head.status == Status::Draft && !args.dry_run {
        return Err(Failure::new(format!("`{title}` is a draft, so links to it would lead nowhere"))
            .help("to publish it, take `status: draft` out of it; to see what would be linked: --dry-run"));
    }
    let changes = edit::link(&build.site, &snapshot, ix);
    let files = changes.files(&snapshot);
    let (mentions, pages) = changes.replacements();
    if mentions == 0 {
        print(format_args!("No page mentions `{title}` without a link to it."));
        return Ok(Ended::Fine);
    }
    let what = format!("{} of `{title}` in {}", count(mentions, "mention"), count(pages, "page"));
    if args.dry_run {
        show_changes(&files);
        say(format_args!("Would link {what}.\nNothing changed. Run again without --dry-run."));
    } else {
        apply::apply(&book, &files)?;
        print(format_args!("Linked {what}."));
    }
    Ok(Ended::Fine)
}
