//! One program: its command line, its answers, and what it answered before.

use super::super::{Failure, Outcome};
use super::chain::{Program, RENDERER};
use super::child::{self, Limits, Ran, Stopped};
use super::memory::{self, Memory};
use super::message::{self, Shape};
use crate::diag::visible;
use crate::source::Digest;
use mdbook_preprocessor::book::{Book, BookItem, Chapter};
use mdbook_preprocessor::config::Config;
use shlex::Shlex;
use std::collections::{HashMap, HashSet};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

/// Programs that are known to turn each chapter into another by itself, from its
/// text and their settings. They get only what they did not see before; all
/// others get the whole book each time, as from mdBook.
const ONE_BY_ONE: [&str; 4] = ["mdbook-admonish", "mdbook-katex", "mdbook-mermaid", "mdbook-toc"];

/// The least that an answer may have; beyond it, so many times its question. The
/// Rust Reference becomes 40 MB of diagrams.
const ANSWER: usize = 256 << 20;
const TIMES: usize = 16;

/// Runs programs and remembers what they answered.
pub(super) struct Runner {
    time: Duration,
    /// Whether a program takes part, and the shape of its books.
    known: HashMap<String, (bool, Shape)>,
    memory: Memory,
}

impl Runner {
    pub(super) fn new(time: Duration) -> Runner {
        Runner { time, known: HashMap::new(), memory: Memory::default() }
    }

    /// Forgets what this round did not use, and begins another.
    pub(super) fn next_round(&mut self) {
        self.memory.next_round();
    }

    /// The book that a program makes of a book.
    pub(super) fn run(
        &mut self,
        root: &Path,
        config: &Config,
        program: &Program,
        book: Book,
        notes: &mut Vec<String>,
    ) -> Outcome<Book> {
        if !self.takes_part(root, program, notes)? {
            return Ok(book);
        }
        if ONE_BY_ONE.contains(&program.command.as_str()) {
            return self.only_new(root, config, program, book);
        }
        let answer = self.ask(root, config, program, &book)?;
        if let Some(note) = different(program, &book, &answer) {
            notes.push(note);
        }
        Ok(answer)
    }

    /// Whether a program is there and wants to work for our renderer.
    fn takes_part(&mut self, root: &Path, program: &Program, notes: &mut Vec<String>) -> Outcome<bool> {
        if let Some(renderers) = &program.renderers {
            return Ok(renderers.iter().any(|name| name == RENDERER || name == "crosstrain"));
        }
        if let Some((part, _)) = self.known.get(&program.command) {
            return Ok(*part);
        }
        let mut command = command(root, program)?;
        command.args(["supports", RENDERER]);
        let part = match child::run(command, Vec::new(), Limits { time: self.time, bytes: ANSWER }) {
            Ok(ran) => {
                if !ran.status.success() {
                    notes.push(format!("{} does not work for `{RENDERER}`: left out ({})", shown(program), ran.status));
                }
                ran.status.success()
            }
            Err(Stopped::NotStarted(error)) if error.kind() == ErrorKind::NotFound && program.optional => {
                notes.push(format!("{} is not installed, and optional: left out", shown(program)));
                false
            }
            Err(stopped) => return Err(failure(program, self.time, stopped)),
        };
        self.known.insert(program.command.clone(), (part, Shape::Items));
        Ok(part)
    }

    /// Asks a program about the chapters that it did not see before, in one call.
    fn only_new(&mut self, root: &Path, config: &Config, program: &Program, mut book: Book) -> Outcome<Book> {
        self.memory.recall(root);
        let state = self.memory.state(root, config, program);
        let alone = |chapter: &Chapter| Chapter { sub_items: Vec::new(), ..chapter.clone() };
        let asked: Vec<(Digest, Chapter)> =
            book.chapters().map(alone).map(|chapter| (memory::key(state, &chapter), chapter)).collect();
        let new: Vec<&(Digest, Chapter)> = asked.iter().filter(|(key, _)| !self.memory.knows(*key)).collect();
        if !new.is_empty() {
            let items = new.iter().map(|(_, chapter)| BookItem::Chapter(chapter.clone())).collect();
            let texts = message::texts(&self.ask(root, config, program, &Book::new_with_items(items))?);
            for (key, chapter) in new {
                let source = chapter.source_path.as_ref().map(|path| path.to_string_lossy().replace('\\', "/"));
                let answer = source.and_then(|source| texts.get(&source));
                self.memory.learn(*key, answer.unwrap_or(&chapter.content).clone());
            }
        }
        let keys: HashMap<_, Digest> =
            asked.iter().map(|(key, chapter)| (chapter.source_path.as_ref(), *key)).collect();
        book.for_each_chapter_mut(|chapter| {
            let key = keys.get(&chapter.source_path.as_ref());
            if let Some(answer) = key.and_then(|key| self.memory.answer(*key)) {
                answer.clone_into(&mut chapter.content);
            }
        });
        Ok(book)
    }

    /// Asks a program. One that was made for an older mdBook is asked again in
    /// the shape that it knows.
    fn ask(&mut self, root: &Path, config: &Config, program: &Program, book: &Book) -> Outcome<Book> {
        let shape = self.known.get(&program.command).map_or(Shape::Items, |(_, shape)| *shape);
        let first = self.call(root, config, program, book, shape);
        match first {
            Err(Answer::Unfit(said)) if shape == Shape::Items && about_shape(&said) => {
                let book = self.call(root, config, program, book, Shape::Sections);
                let book = book.map_err(|answer| answer.into_failure(program))?;
                self.known.insert(program.command.clone(), (true, Shape::Sections));
                Ok(book)
            }
            other => other.map_err(|answer| answer.into_failure(program)),
        }
    }

    fn call(&self, root: &Path, config: &Config, program: &Program, book: &Book, shape: Shape) -> Result<Book, Answer> {
        let command = command(root, program).map_err(Answer::Failed)?;
        let input = message::input(root.to_path_buf(), config, book, shape).unwrap_or_default();
        let limits = Limits { time: self.time, bytes: ANSWER.max(input.len().saturating_mul(TIMES)) };
        let ran = child::run(command, input, limits);
        let ran = ran.map_err(|stopped| Answer::Failed(failure(program, self.time, stopped)))?;
        if !ran.status.success() {
            return Err(Answer::Unfit(ended(&ran)));
        }
        message::output(&ran.output).map_err(|why| Answer::Unfit(no_book(&ran, &why)))
    }
}

/// Why an answer is none.
enum Answer {
    Failed(Failure),
    /// It ended badly, or wrote something else.
    Unfit(String),
}

impl Answer {
    fn into_failure(self, program: &Program) -> Failure {
        match self {
            Answer::Failed(failure) => failure,
            Answer::Unfit(said) => Failure::new(format!("{} {said}", shown(program)))
                .help("the site is as it was; without this program: leave out --preprocessors, or crosstrain mdbook allow --none"),
        }
    }
}

/// What mdBook's own library says in programs that know books of another version.
fn about_shape(said: &str) -> bool {
    ["missing field `sections`", "unknown field `items`", "invalid type: null"].iter().any(|words| said.contains(words))
}

/// `the preprocessor katex (`mdbook-katex`)`
fn shown(program: &Program) -> String {
    format!("the preprocessor {}", super::described(program))
}

fn ended(ran: &Ran) -> String {
    let said = String::from_utf8_lossy(&ran.complaints);
    let last: Vec<_> = said.lines().filter(|line| !line.trim().is_empty()).collect();
    let last: Vec<_> = last[last.len().saturating_sub(20)..].iter().map(|line| cut(line)).collect();
    let status = ran.status.to_string();
    match last.is_empty() {
        true => format!("failed ({status}) and said nothing"),
        false => format!("failed ({status}) and said:\n  {}", last.join("\n  ")),
    }
}

fn no_book(ran: &Ran, why: &str) -> String {
    let begins = String::from_utf8_lossy(&ran.output[..ran.output.len().min(60)]).into_owned();
    match begins.trim().is_empty() {
        true => "answered nothing, where a book was expected".to_owned(),
        false => format!("did not answer with a book: {}; its answer begins with `{}`", cut(why), visible(&begins)),
    }
}

fn cut(line: &str) -> String {
    let line: String = line.chars().take(200).collect();
    visible(&line).into_owned()
}

fn failure(program: &Program, time: Duration, stopped: Stopped) -> Failure {
    let name = shown(program);
    match stopped {
        Stopped::NotStarted(error) if error.kind() == ErrorKind::NotFound => {
            let install = match program.command.split_whitespace().next() {
                Some(command) if command == format!("mdbook-{}", program.name) => {
                    format!("install it (cargo install {command})")
                }
                _ => "install it".to_owned(),
            };
            Failure::new(format!("{name} is not installed"))
                .help(format!("{install}, or set `optional = true` in [preprocessor.{}]", visible(&program.name)))
        }
        Stopped::NotStarted(error) => Failure::io(format!("can't start {name}"), &error),
        Stopped::TooLong => Failure::new(format!("{name} did not end within {} s and was stopped", time.as_secs_f64()))
            .help("the site is as it was; to give it more time: --preprocessors=SECONDS"),
        Stopped::TooMuch => Failure::new(format!("{name} answered more than a book can have and was stopped"))
            .help("the site is as it was; look for what it writes to its standard output"),
    }
}

/// The command of a program, by mdBook's rules: words as in a shell, paths from
/// the folder of the book, and run there.
fn command(root: &Path, program: &Program) -> Outcome<Command> {
    let mut words = Shlex::new(&program.command);
    let first = words.next().filter(|first| !first.is_empty());
    let first = first.ok_or_else(|| {
        Failure::new(format!("`command` of [preprocessor.{}] in book.toml is empty", visible(&program.name)))
    })?;
    let mut command = Command::new(program_path(root, &first));
    command.args(words).current_dir(root);
    Ok(command)
}

fn program_path(root: &Path, first: &str) -> PathBuf {
    let path = PathBuf::from(first);
    if path.components().count() == 1 { path } else { root.join(path) }
}

/// What a program did to the table of contents, which stays as its author wrote it.
fn different(program: &Program, before: &Book, after: &Book) -> Option<String> {
    let known: HashSet<&Path> = before.chapters().filter_map(|chapter| chapter.source_path.as_deref()).collect();
    let added = |chapter: &&Chapter| chapter.source_path.as_deref().is_none_or(|path| !known.contains(path));
    let names: Vec<String> = after.chapters().filter(added).map(|chapter| cut(&chapter.name)).collect();
    let note = || format!("{} adds chapters, which are left out: {}", shown(program), names.join(", "));
    (!names.is_empty()).then(note)
}
