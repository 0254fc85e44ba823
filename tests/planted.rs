//! Is a mistake found where it was made, once, and nothing else with it?
//!
//! Each kind of mistake is planted at random places of the shipped book, the
//! same places on every machine. What a check then says more than before is one
//! message, of the rule expected, at the place expected. The table of kinds is
//! printed: `cargo test --test main -- planted --nocapture`.

mod curriculum;
mod pages;
mod questions;
mod text;
mod workshops;

use crate::incremental::Dice;
use crate::support::{TODAY, root};
use crosstrain::diag::{Diagnostic, Diagnostics};
use crosstrain::host::disk::Book;
use crosstrain::pipeline::Pipeline;
use crosstrain::source::{Snapshot, SourceFile, SourcePath};
use std::collections::BTreeMap;
use std::sync::Arc;
use text::Plant;

/// How often each kind is planted.
const TIMES: usize = 3;

/// A kind of mistake.
pub(crate) struct Mistake {
    /// In words.
    kind: &'static str,
    /// The rule that finds it.
    rule: &'static str,
    /// Where files stand in which it can be made.
    folder: &'static str,
    /// Makes it; says where it is expected to be found, if the file has a place for it.
    make: fn(&mut Plant<'_>) -> Option<usize>,
}

#[test]
#[expect(clippy::disallowed_macros, reason = "the table is what people run this for")]
fn planted_mistakes_are_found_where_they_are() {
    let kinds: Vec<&Mistake> =
        [pages::KINDS, questions::KINDS, curriculum::KINDS, workshops::KINDS].into_iter().flatten().collect();
    assert!(kinds.len() >= 80, "{} kinds", kinds.len());
    let snapshot = Book::find(&root()).unwrap().read(TODAY, true).unwrap();
    // Several hands, each with a memory of its own.
    let parts: Vec<_> = std::thread::scope(|scope| {
        let part = |part: usize| kinds.iter().skip(part).step_by(HANDS).copied().collect::<Vec<_>>();
        let snapshot = &snapshot;
        let hands: Vec<_> = (0..HANDS).map(|at| scope.spawn(move || planted(snapshot, &part(at)))).collect();
        hands.into_iter().map(|hand| hand.join().unwrap()).collect()
    });
    let (mut rows, mut wrong) = (Vec::new(), Vec::new());
    parts.into_iter().for_each(|(table, missed)| (rows.extend(table), wrong.extend(missed)).0);
    rows.sort();
    println!("{:<58}{:<24}{:>8}{:>8}", "kind", "rule", "planted", "found");
    rows.iter().for_each(|(kind, rule, count, found)| println!("{kind:<58}{rule:<24}{count:>8}{found:>8}"));
    let sum = |column: fn(&Row) -> usize| rows.iter().map(column).sum::<usize>();
    println!("{:<82}{:>8}{:>8}", format!("{} kinds", rows.len()), sum(|row| row.2), sum(|row| row.3));
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), sum(|row| row.2), wrong.join("\n"));
}

const HANDS: usize = 4;

/// Kind, rule, how often it was planted and found.
type Row = (&'static str, &'static str, usize, usize);

fn planted(snapshot: &Snapshot, kinds: &[&Mistake]) -> (Vec<Row>, Vec<String>) {
    let mut pipeline = Pipeline::new();
    let before = counted(&pipeline.build(snapshot).diagnostics);
    let (mut rows, mut wrong) = (Vec::new(), Vec::new());
    for mistake in kinds {
        let mut dice = Dice(mistake.kind.bytes().fold(17, |sum: u64, byte| sum.wrapping_mul(31) + u64::from(byte)));
        let mut found = 0;
        for _ in 0..TIMES {
            let Some((changed, path, at)) = plant(snapshot, mistake, &mut dice) else {
                wrong.push(format!("\n{}: no file has a place for it", mistake.kind));
                continue;
            };
            let build = pipeline.build(&changed);
            let news = news(&before, &build.diagnostics);
            match verdict(mistake, &news, &path, at) {
                None => found += 1,
                Some(verdict) => wrong.push(told(mistake, &changed, &path, at, &verdict, &news)),
            }
        }
        rows.push((mistake.kind, mistake.rule, TIMES, found));
    }
    (rows, wrong)
}

/// Plants a mistake in some file of its folder that has a place for it.
fn plant(snapshot: &Snapshot, mistake: &Mistake, dice: &mut Dice) -> Option<(Snapshot, SourcePath, usize)> {
    let names: Vec<SourcePath> = snapshot.inputs.keys().cloned().chain([snapshot.config.path.clone()]).collect();
    let suits = |path: &&SourcePath| path.as_str().starts_with(mistake.folder);
    let candidates: Vec<&SourcePath> = names.iter().filter(suits).collect();
    for _ in 0..5000 {
        let path = candidates[dice.roll(candidates.len())];
        // Chapters that include files have their places elsewhere.
        let Some(file) = snapshot.text(path).filter(|_| !snapshot.expanded.contains_key(path)) else { continue };
        let mut plant = Plant::new(snapshot, path.as_str(), &file.text, dice);
        let Some(at) = (mistake.make)(&mut plant) else { continue };
        let (path, edits) = (SourcePath::from(plant.path.as_str()), plant.into_edits());
        let mut changed = snapshot.clone();
        for (path, text) in edits {
            if path == changed.config.path {
                changed.config = Arc::new(SourceFile::new(path, text));
            } else {
                changed.insert(path, text);
            }
        }
        return Some((changed, path, at));
    }
    None
}

/// Problems without their places, which move when something is put before them.
fn counted(diagnostics: &Diagnostics) -> BTreeMap<(String, &'static str, String), usize> {
    let mut counted = BTreeMap::new();
    diagnostics.iter().for_each(|found| *counted.entry(key(found)).or_default() += 1);
    counted
}

fn key(found: &Diagnostic) -> (String, &'static str, String) {
    (found.place.path.to_string(), found.lint.name, found.message.clone())
}

/// What is said now and was not before.
fn news(before: &BTreeMap<(String, &'static str, String), usize>, now: &Diagnostics) -> Vec<Diagnostic> {
    let mut known = before.clone();
    let is_new = |found: &&Diagnostic| match known.get_mut(&key(found)) {
        Some(count) if *count > 0 => {
            *count -= 1;
            false
        }
        _ => true,
    };
    now.iter().filter(is_new).cloned().collect()
}

/// What is wrong with what was said, if anything.
fn verdict(mistake: &Mistake, news: &[Diagnostic], path: &SourcePath, at: usize) -> Option<String> {
    let Some(found) = news.iter().find(|found| found.lint.name == mistake.rule) else {
        return Some("not found".to_owned());
    };
    if (&found.place.path, found.place.span.start as usize) != (path, at) {
        return Some("found elsewhere".to_owned());
    }
    (news.len() > 1).then(|| format!("{} messages", news.len()))
}

fn told(
    mistake: &Mistake,
    snapshot: &Snapshot,
    path: &SourcePath,
    at: usize,
    verdict: &str,
    news: &[Diagnostic],
) -> String {
    let text = |path: &SourcePath| snapshot.text(path).map(|file| file.text.clone()).unwrap_or_default();
    let place = |path: &SourcePath, at: usize| {
        let text = text(path);
        let place = crosstrain::source::LineIndex::new(&text).line_col(&text, at);
        format!("{path}:{}:{}", place.line, place.column)
    };
    let mut told = format!("\n{}: {verdict}\n    expected {} at {}\n", mistake.kind, mistake.rule, place(path, at));
    for found in news.iter().take(6) {
        let place = place(&found.place.path, found.place.span.start as usize);
        told += &format!("    said {}[{}] at {place}: {}\n", found.level, found.lint.name, found.message);
    }
    told
}
