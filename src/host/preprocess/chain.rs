//! What `book.toml` wants done to its chapters, and in which order: mdBook's own rules.

use super::super::{Failure, Outcome};
use crate::diag::visible;
use crate::source::gathered;
use mdbook_preprocessor::config::Config;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// What we announce ourselves as, since programs refuse renderers that they don't know.
pub(super) const RENDERER: &str = "html";

/// One step from a chapter as it was written to the chapter that is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Step {
    /// Includes are carried out.
    Links,
    /// `README.md` becomes `index.md`.
    Index,
    /// A program of somebody else.
    Program(Program),
}

/// A program as `book.toml` names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Program {
    /// `NAME` of `[preprocessor.NAME]`.
    pub(super) name: String,
    /// The command line.
    pub(super) command: String,
    /// Whether it may be missing.
    pub(super) optional: bool,
    /// For which renderers; nothing where the program itself is asked.
    pub(super) renderers: Option<Vec<String>>,
    /// Its table, as JSON.
    pub(super) settings: String,
}

#[derive(Deserialize)]
struct Table {
    command: Option<String>,
    #[serde(default)]
    before: Vec<String>,
    #[serde(default)]
    after: Vec<String>,
    #[serde(default)]
    optional: bool,
    renderers: Option<Vec<String>>,
    #[serde(flatten)]
    rest: BTreeMap<String, serde_json::Value>,
}

/// mdBook's own steps, which we carry out ourselves.
const OWN: [&str; 2] = ["links", "index"];
/// What [`crate::book`] does is done to all our books.
const OURS: &str = "crosstrain";

/// The steps in their order: a step comes as early as those it must follow
/// allow, and those that come together stand in the order of their names.
pub(super) fn steps(config: &Config) -> Outcome<Vec<Step>> {
    let mut tables: BTreeMap<String, Table> =
        config.preprocessors().map_err(|error| Failure::new(format!("mdBook can't use book.toml: {error:#}")))?;
    tables.remove(OURS);
    let own = config.build.use_default_preprocessors.then_some(OWN).into_iter().flatten();
    let mut waiting: BTreeMap<String, BTreeSet<String>> =
        gathered(own.map(str::to_owned).chain(tables.keys().cloned()).map(|name| (name, BTreeSet::new())));
    for (name, table) in &tables {
        let later = table.before.iter().map(|other| (other, name));
        for (after, first) in later.chain(table.after.iter().map(|other| (name, other))) {
            // A name that is not there is no mistake: programs are switched on and off.
            if waiting.contains_key(first) && waiting.contains_key(after) {
                waiting.get_mut(after).map(|firsts| firsts.insert(first.clone()));
            }
        }
    }
    let mut steps = Vec::new();
    while !waiting.is_empty() {
        let free: Vec<String> =
            waiting.iter().filter(|(_, firsts)| firsts.is_empty()).map(|(name, _)| name.clone()).collect();
        if free.is_empty() {
            let names: Vec<_> = waiting.keys().map(|name| format!("`{}`", visible(name))).collect();
            return Err(Failure::new(format!("the preprocessors {} wait for each other", names.join(", ")))
                .help("look at `before` and `after` in book.toml"));
        }
        waiting.retain(|name, _| !free.contains(name));
        waiting.values_mut().for_each(|firsts| firsts.retain(|first| !free.contains(first)));
        steps.extend(free.into_iter().map(|name| step(name, &mut tables)));
    }
    Ok(steps)
}

fn step(name: String, tables: &mut BTreeMap<String, Table>) -> Step {
    match (name.as_str(), tables.remove(&name)) {
        ("links", _) => Step::Links,
        ("index", _) | (_, None) => Step::Index,
        (_, Some(table)) => Step::Program(Program {
            command: table.command.unwrap_or_else(|| format!("mdbook-{name}")),
            optional: table.optional,
            renderers: table.renderers,
            settings: serde_json::json!(table.rest).to_string(),
            name,
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::str::FromStr;

    fn names(text: &str) -> Result<Vec<String>, String> {
        let config = Config::from_str(text).map_err(|error| error.to_string())?;
        let name = |step| match step {
            Step::Links => "links".to_owned(),
            Step::Index => "index".to_owned(),
            Step::Program(program) => program.command,
        };
        Ok(steps(&config).map_err(|failure| failure.to_string())?.into_iter().map(name).collect())
    }

    #[test]
    fn steps_come_in_the_order_of_mdbook() {
        let text = "[preprocessor.toc]\n[preprocessor.admonish]\ncommand = \"admonish --all\"\n[preprocessor.crosstrain]\n[preprocessor.z]\nbefore = [\"links\", \"none\"]\n[preprocessor.a]\nafter = [\"links\"]\n";
        assert_eq!(
            names(text).expect("an order"),
            ["admonish --all", "index", "mdbook-toc", "mdbook-z", "links", "mdbook-a"]
        );
        assert_eq!(names("[build]\nuse-default-preprocessors = false\n").expect("an order"), [""; 0]);
    }

    #[test]
    fn a_circle_is_told() {
        let circle = "[preprocessor.a]\nbefore = [\"b\"]\n[preprocessor.b]\nbefore = [\"a\"]\n";
        assert!(names(circle).expect_err("a circle").contains("`a`, `b` wait for each other"));
    }
}
