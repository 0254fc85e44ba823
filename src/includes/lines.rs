//! Which lines of a file an include takes, by mdBook's rules.

use std::ops::{Bound, RangeBounds};

/// A part of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// Lines by number, from 0, without the last.
    Lines(usize, Option<usize>),
    /// What stands between `ANCHOR: name` and `ANCHOR_END: name`.
    Anchor(String),
}

impl Part {
    /// Reads what follows the name of the file and a colon: `3`, `3:9`, `:9`, `3:`, `name`.
    pub(super) fn parse(text: &str) -> Part {
        let mut parts = text.splitn(3, ':');
        let first = parts.next().unwrap_or_default();
        let end = parts.next().map(str::parse::<usize>);
        match (first.parse::<usize>(), end) {
            (Ok(start), Some(end)) => Part::Lines(start.saturating_sub(1), end.ok()),
            (Ok(start), None) => Part::Lines(start.saturating_sub(1), Some(start.saturating_sub(1).saturating_add(1))),
            (Err(_), _) if !first.is_empty() => Part::Anchor(first.to_owned()),
            (Err(_), end) => Part::Lines(0, end.and_then(Result::ok)),
        }
    }

    fn range(start: usize, end: Option<usize>) -> (Bound<usize>, Bound<usize>) {
        (Bound::Included(start), end.map_or(Bound::Unbounded, Bound::Excluded))
    }

    /// These lines.
    pub(super) fn taken(&self, text: &str) -> String {
        let lines: Vec<&str> = match self {
            Part::Lines(start, end) => {
                let most = end.map_or(usize::MAX, |end| end.saturating_sub(*start));
                text.lines().skip(*start).take(most).collect()
            }
            Part::Anchor(name) => {
                let mut inside = Inside::new(name);
                let lines = text.lines().map_while(|line| match inside.step(line) {
                    Step::Left => None,
                    Step::Shown => Some(Some(line)),
                    Step::Hidden | Step::Mark => Some(None),
                });
                lines.flatten().collect()
            }
        };
        lines.join("\n")
    }

    /// All lines, with those that are left out as lines that Rust's documentation hides.
    pub(super) fn shown(&self, text: &str) -> String {
        let lines: Vec<String> = match self {
            Part::Lines(start, end) => {
                let range = Part::range(*start, *end);
                let numbered = text.lines().enumerate();
                numbered.map(|(at, line)| if range.contains(&at) { line.to_owned() } else { hidden(line) }).collect()
            }
            Part::Anchor(name) => {
                let mut inside = Inside::new(name);
                let lines = text.lines().filter_map(|line| match inside.step(line) {
                    Step::Shown => Some(line.to_owned()),
                    Step::Hidden => Some(hidden(line)),
                    Step::Mark | Step::Left => None,
                });
                lines.collect()
            }
        };
        lines.join("\n")
    }
}

fn hidden(line: &str) -> String {
    format!("# {line}")
}

/// Goes through a file and knows whether it is between two marks.
struct Inside<'a> {
    name: &'a str,
    inside: bool,
}

/// What a line is.
enum Step {
    Shown,
    Hidden,
    /// A mark, of this name or another.
    Mark,
    /// The mark that ends what was asked for.
    Left,
}

impl<'a> Inside<'a> {
    fn new(name: &'a str) -> Inside<'a> {
        Inside { name, inside: false }
    }

    fn step(&mut self, line: &str) -> Step {
        let (begins, ends) = (mark(line, "ANCHOR:"), mark(line, "ANCHOR_END:"));
        if self.inside {
            return match (ends, begins) {
                (Some(name), _) if name == self.name => {
                    self.inside = false;
                    Step::Left
                }
                (None, None) => Step::Shown,
                _ => Step::Mark,
            };
        }
        self.inside = begins == Some(self.name);
        if begins.is_some() || ends.is_some() { Step::Mark } else { Step::Hidden }
    }
}

/// The name that follows a mark in a line.
fn mark<'a>(line: &'a str, mark: &str) -> Option<&'a str> {
    let after = line.match_indices(mark).map(|(at, mark)| line[at + mark.len()..].trim_start());
    let name = |rest: &'a str| {
        let end = rest.find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '-'))).unwrap_or(rest.len());
        (end > 0).then(|| &rest[..end])
    };
    after.filter_map(name).next()
}
