//! Runs the preprocessors that a book names: programs of other people, with
//! their owner's consent, within limits.
//!
//! They read and write mdBook's JSON. mdBook itself writes all of it before it
//! reads any answer, and waits for ever for a program that does the same; here
//! both happen at once ([`child`]).

mod chain;
mod child;
mod consent;
mod memory;
mod message;
mod program;

use super::disk::Book;
use super::{Failure, Outcome, includes};
use crate::diag::{Diagnostics, visible};
use crate::source::{Input, Snapshot, SourceFile, Span};
use crate::summary;
use chain::{Program, Step};
use mdbook_preprocessor::config::Config;
use program::Runner;
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

/// How long one program may run unless the owner says otherwise. Some are
/// compiled by their own command first.
pub const LONGEST: Duration = Duration::from_secs(120);

/// The preprocessors of one command, with what they answered before.
pub struct Preprocessors {
    /// Whether the owner said so with this command; otherwise the machine is asked.
    told: bool,
    /// The programs that were there when the owner said so.
    meant: Option<Vec<Program>>,
    ran: bool,
    runner: Runner,
    said: BTreeSet<String>,
}

impl Preprocessors {
    /// With a time for each program, if the owner lets them run.
    pub fn new(consent: Option<Duration>) -> Preprocessors {
        let runner = Runner::new(consent.unwrap_or(LONGEST));
        Preprocessors { told: consent.is_some(), meant: None, ran: false, runner, said: BTreeSet::new() }
    }

    /// Runs a book's preprocessors over its chapters and puts what results where
    /// the text with includes was. Returns what people should know, once.
    pub fn apply(&mut self, book: &Book, snapshot: &mut Snapshot) -> Outcome<Vec<String>> {
        let Some((config, steps)) =
            steps(snapshot).or_else(|failure| if self.told { Err(failure) } else { Ok(None) })?
        else {
            return Ok(Vec::new());
        };
        let programs = programs(&steps);
        let mut notes = Vec::new();
        if !self.may_run(book, &programs) {
            notes.push(not_run(&programs));
        } else {
            self.run(book, snapshot, &config, &steps, &mut notes)?;
            self.ran = true;
            self.runner.next_round();
        }
        notes.retain(|note| self.said.insert(note.clone()));
        Ok(notes)
    }

    /// Whether programs had a say in the chapters.
    pub fn ran(&self) -> bool {
        self.ran
    }

    /// Whether the owner let these programs run. What `book.toml` came to name
    /// later, while a preview was running, nobody has agreed to.
    fn may_run(&mut self, book: &Book, programs: &[Program]) -> bool {
        let meant = self.meant.get_or_insert_with(|| programs.to_vec());
        let known = |program: &Program| meant.iter().any(|other| other.command == program.command);
        self.told && programs.iter().all(known) || consent::given(&book.root, programs)
    }

    fn run(
        &mut self,
        book: &Book,
        snapshot: &mut Snapshot,
        config: &Config,
        steps: &[Step],
        notes: &mut Vec<String>,
    ) -> Outcome<()> {
        let summary = message::source(&book.src, "SUMMARY.md");
        let Some(Input::Text(summary)) = snapshot.inputs.get(&summary) else { return Ok(()) };
        let contents = summary::parse(summary, &mut Diagnostics::new());
        let mut chapters = message::book(snapshot, &book.src, &contents);
        for chapter in summary::chapters(&contents).filter_map(|chapter| chapter.path.as_deref()) {
            let path = message::source(&book.src, chapter);
            snapshot.expanded.remove(&path);
            snapshot.include_problems.remove(&path);
        }
        for step in steps {
            match step {
                Step::Index => message::indexed(&mut chapters),
                Step::Links => links(book, snapshot, &mut chapters),
                Step::Program(program) => {
                    let before = std::mem::take(&mut chapters);
                    chapters = self.runner.run(&book.root, config, program, before, notes)?;
                    notes.extend(stays_text(program, &chapters));
                }
            }
        }
        for (below, text) in message::texts(&chapters) {
            let path = message::source(&book.src, &below);
            let Some(Input::Text(written)) = snapshot.inputs.get(&path) else { continue };
            if written.text != text {
                snapshot.expanded.insert(path.clone(), Arc::new(SourceFile::new(path, text)));
            }
        }
        Ok(())
    }
}

/// Carries out the includes of all chapters.
fn links(book: &Book, snapshot: &mut Snapshot, chapters: &mut mdbook_preprocessor::book::Book) {
    chapters.for_each_chapter_mut(|chapter| {
        let Some(below) = chapter.source_path.as_ref().map(|path| path.to_string_lossy().replace('\\', "/")) else {
            return;
        };
        let path = message::source(&book.src, &below);
        let Some(Input::Text(written)) = snapshot.inputs.get(&path).cloned() else { return };
        let now = SourceFile::new(path.clone(), chapter.content.clone());
        let (problems, text) = includes::carry_out(&book.root, &now);
        if let Some(text) = text {
            chapter.content = text;
        }
        if !problems.is_empty() {
            let problems =
                problems.into_iter().map(|(span, problem)| (named_at(span, &now, &written), problem)).collect();
            snapshot.include_problems.insert(path, problems);
        }
    });
}

/// Where the author wrote the name of a file that a program may have moved.
fn named_at(span: Span, now: &SourceFile, written: &SourceFile) -> Span {
    let at = now.text.get(span.range()).and_then(|name| Some((name, written.text.find(name)?)));
    match at {
        _ if now.text == written.text => span,
        Some((name, at)) => Span::new(at, at + name.len()),
        None => Span::at(0),
    }
}

/// The configuration as mdBook reads it, and the steps of a book that names a program.
fn steps(snapshot: &Snapshot) -> Outcome<Option<(Config, Vec<Step>)>> {
    let text = &snapshot.config.text;
    if !text.contains("preprocessor") {
        return Ok(None);
    }
    let config =
        Config::from_str(text).map_err(|error| Failure::new(format!("mdBook can't use book.toml: {error:#}")))?;
    let steps = chain::steps(&config)?;
    Ok((!programs(&steps).is_empty()).then_some((config, steps)))
}

fn programs(steps: &[Step]) -> Vec<Program> {
    let program = |step: &Step| match step {
        Step::Program(program) => Some(program.clone()),
        _ => None,
    };
    steps.iter().filter_map(program).collect()
}

fn not_run(programs: &[Program]) -> String {
    let names: Vec<String> = programs.iter().map(described).collect();
    format!(
        "Not run: {}. Chapters are shown as they were written.\n  Preprocessors are other people's programs. If you trust these: crosstrain mdbook allow, or once: --preprocessors",
        names.join(", ")
    )
}

/// ``katex` (`mdbook-katex`)``
fn described(program: &Program) -> String {
    format!("{} (`{}`)", visible(&program.name), visible(&program.command))
}

/// What a program leaves for a script that is not on our pages, and what to do instead.
fn stays_text(program: &Program, chapters: &mdbook_preprocessor::book::Book) -> Option<String> {
    let drawn_later =
        |chapter: &&mdbook_preprocessor::book::Chapter| chapter.content.contains("<pre class=\"mermaid\">");
    let first = chapters.chapters().find(drawn_later)?;
    program.command.split_whitespace().next()?.ends_with("mdbook-mermaid").then(|| {
        format!(
            "{} leaves its diagrams to a script, and pages run none but ours: they stay text, first in {}.\n  Draw them once and show the picture: mmdc -i flow.mmd -o flow.svg, then ![What it shows](flow.svg)",
            described(program),
            visible(&first.name)
        )
    })
}

/// The programs that a book names, as people read them.
pub fn named(snapshot: &Snapshot) -> Outcome<Vec<String>> {
    Ok(steps(snapshot)?.map_or_else(Vec::new, |(_, steps)| programs(&steps).iter().map(described).collect()))
}

/// Lets a book's programs run on this machine, or takes that back and forgets what
/// they answered; says in which file that is kept.
pub fn allow(book: &Book, snapshot: &Snapshot, yes: bool) -> Outcome<PathBuf> {
    if !yes {
        memory::forget(&book.root);
    }
    let programs = if yes { steps(snapshot)?.map(|(_, steps)| programs(&steps)) } else { None };
    consent::give(&book.root, &programs.unwrap_or_default())
}
