//! `crosstrain explain`: what a check finds, why, and what to do.

use super::{Ended, args};
use crate::diag::{Level, Lint, lint, nearest};
use crate::host::terminal::{print, print_text};
use crate::host::{Failure, Outcome};

pub(super) fn run(args: &args::Explain) -> Outcome<Ended> {
    match &args.name {
        None => list(),
        Some(name) => page(find(name)?),
    }
    Ok(Ended::Fine)
}

fn find(name: &str) -> Outcome<&'static Lint> {
    lint::find(name).ok_or_else(|| {
        let failure = Failure::new(format!("there is no check called `{name}`"));
        match nearest(name, lint::LINTS.iter().map(|rule| rule.name)) {
            Some(near) => failure.help(format!("did you mean `{near}`?")),
            None => failure.help("all of them: crosstrain explain"),
        }
    })
}

fn list() {
    let width = lint::LINTS.iter().map(|rule| rule.name.len()).max().unwrap_or(0);
    for rule in lint::LINTS {
        print(format_args!("{:width$}  {:5}  {}", rule.name, word(rule.level), rule.summary));
    }
}

fn page(rule: &Lint) {
    let text = rule.page.split_once('\n').map_or("", |(_, rest)| rest);
    print(format_args!("{} ({})\n\n{}", rule.name, word(rule.level), rule.summary));
    print_text(text);
    print(format_args!(
        "\nAnother level for the book, in book.toml:\n\n    [output.crosstrain.lints]\n    {} = \"off\"\n\nOr in one place, with a reason:\n\n    <!-- crosstrain: allow {}: why, by 2027-01 -->",
        rule.name, rule.name
    ));
}

/// The level as authors write it.
fn word(level: Level) -> &'static str {
    match level {
        Level::Off => "off",
        Level::Note => "note",
        Level::Warn => "warn",
        Level::Error => "error",
    }
}
