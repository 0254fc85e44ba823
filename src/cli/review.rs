//! `crosstrain review`: what is due to be read again; `--done` records that it was.

use super::{Ended, args, count, entry_at, show_changes, show_table};
use crate::edit::{self, Changes, Due};
use crate::host::terminal::{print, say};
use crate::host::{Failure, Outcome, apply, disk};
use crate::pipeline::Pipeline;
use crate::site::Site;
use crate::source::Date;
use crate::table::Table;

/// How far the list looks ahead where nobody says.
const AHEAD: i32 = 30;

pub(super) fn run(common: &args::Common, args: &args::Review) -> Outcome<Ended> {
    let book = super::book(common)?;
    let snapshot = book.read(disk::today(), true)?;
    let site = Pipeline::new().build(&snapshot).site;
    let next = args.next.as_deref().map(date).transpose()?;
    if !args.done {
        return list(common, args, &site);
    }
    let team = args.team.as_deref().map(|team| self::team(&site, team)).transpose()?;
    let mut changes = Changes::new();
    let mut lines = Vec::new();
    for page in &args.pages {
        let found = entry_at(common, &book, &site, page);
        let fact = site.facts.get(page.rsplit('#').next().unwrap_or(page));
        let next = match (found, fact) {
            (_, Some(fact)) if page.contains('#') => edit::checked(&mut changes, &snapshot, fact, site.today, next),
            (Ok(ix), _) => {
                let team = team.ok_or_else(|| {
                    Failure::new("a page is read by someone of a team")
                        .help(format!("say which: --team {}", teams(&site)))
                })?;
                edit::done(&mut changes, &site, &snapshot, ix, team, next)
            }
            (Err(_), Some(fact)) => edit::checked(&mut changes, &snapshot, fact, site.today, next),
            (Err(failure), None) => return Err(failure),
        };
        let next = next.map_or(String::new(), |next| format!(", due again on {next}"));
        lines.push(format!("{page} reviewed {}{next}", site.today));
    }
    let files = changes.files(&snapshot);
    if args.dry_run {
        show_changes(&files);
        say("Nothing changed. Run again without --dry-run.");
    } else {
        apply::apply(&book, &files)?;
        lines.iter().for_each(print);
    }
    Ok(Ended::Fine)
}

fn list(common: &args::Common, args: &args::Review, site: &Site) -> Outcome<Ended> {
    let until = match &args.due {
        Some(due) => date(due)?,
        None => Date::of_number(site.today.number() + AHEAD),
    };
    let all: Vec<Due> = edit::reviews(site)
        .into_iter()
        .filter(|due| args.owner.as_ref().is_none_or(|owner| *owner == due.owner))
        .collect();
    let (due, later): (Vec<&Due>, Vec<&Due>) = all.iter().partition(|due| due.by <= until);
    let mut table = Table::new(["due", "page", "last", "owner"]);
    table.rows = due.iter().map(|due| row(due)).collect();
    let shown = show_table(&table, args.format);
    if common.quiet == 0 && shown {
        let overdue = due.iter().filter(|due| due.by < site.today).count();
        let first = later.iter().min_by_key(|due| due.by);
        say(match (due.len(), first) {
            (0, Some(next)) => format!("Nothing is due until {until}. Next: {} on {}", next.page, next.by),
            (0, None) => "Nothing is due: no page has a `review_by`.".to_owned(),
            (number, _) => format!(
                "{} due until {until}, {overdue} overdue.   Checked one? crosstrain review --done PAGE --team {}",
                count(number, "page"),
                teams(site)
            ),
        });
    }
    Ok(Ended::Fine)
}

fn row(due: &Due) -> Vec<String> {
    let last = due.last.map(|last| last.to_string()).unwrap_or_default();
    vec![due.by.to_string(), due.page.clone(), last, due.owner.clone()]
}

fn teams(site: &Site) -> String {
    site.config.teams.iter().map(|team| team.id.as_str()).collect::<Vec<_>>().join("|")
}

fn team(site: &Site, id: &str) -> Outcome<usize> {
    site.config
        .team(id)
        .ok_or_else(|| Failure::new(format!("there is no team called `{id}`")).help(format!("one of {}", teams(site))))
}

fn date(text: &str) -> Outcome<Date> {
    Date::parse_end(text).ok_or_else(|| {
        Failure::new(format!("`{text}` is not a day")).help("write year, month and day, like 2026-11-21")
    })
}
