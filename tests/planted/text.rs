//! A file that a mistake is made in, and ways of finding a random place in it.

use crate::incremental::Dice;
use crosstrain::source::{Snapshot, SourcePath};
use std::ops::Range;

pub(crate) struct Plant<'a> {
    /// The file; kinds that make one of their own name it here.
    pub(crate) path: String,
    /// Its text.
    pub(crate) text: String,
    pub(crate) dice: &'a mut Dice,
    book: &'a Snapshot,
    others: Vec<(String, String)>,
}

impl<'a> Plant<'a> {
    pub(crate) fn new(book: &'a Snapshot, path: &str, text: &str, dice: &'a mut Dice) -> Plant<'a> {
        Plant { path: path.to_owned(), text: text.to_owned(), dice, book, others: Vec::new() }
    }

    /// All files that are changed.
    pub(crate) fn into_edits(self) -> Vec<(SourcePath, String)> {
        let edits = self.others.into_iter().chain([(self.path, self.text)]);
        edits.map(|(path, text)| (SourcePath::from(path.as_str()), text)).collect()
    }

    /// Works in a file of its own from here on, beside what was changed so far.
    pub(crate) fn also(&mut self, path: &str, text: &str) {
        let before =
            (std::mem::replace(&mut self.path, path.to_owned()), std::mem::replace(&mut self.text, text.to_owned()));
        self.others.push(before);
    }

    /// The text of another file.
    pub(crate) fn read(&self, path: &str) -> Option<String> {
        self.book.text(&SourcePath::from(path)).map(|file| file.text.clone())
    }

    /// The file's name without folder and ending.
    pub(crate) fn slug(&self) -> String {
        self.path.rsplit('/').next().unwrap().trim_end_matches(".md").to_owned()
    }

    /// A random one.
    pub(crate) fn one_of<T>(&mut self, mut all: Vec<T>) -> Option<T> {
        if all.is_empty() { None } else { Some(all.swap_remove(self.dice.roll(all.len()))) }
    }

    /// A random file of a folder, by name.
    pub(crate) fn neighbor(&mut self, folder: &str) -> Option<String> {
        let inside = self.book.inputs.keys().filter(|path| path.folder() == folder && path.as_str().ends_with(".md"));
        let names: Vec<String> = inside.map(|path| path.stem().to_owned()).collect();
        let own = self.slug();
        self.one_of(names.into_iter().filter(|name| *name != own).collect())
    }

    /// A random place where something is written.
    pub(crate) fn find(&mut self, what: &str) -> Option<usize> {
        let all = self.text.match_indices(what).map(|(at, _)| at).collect();
        self.one_of(all)
    }

    /// A random place where something is written, with what follows up to an end.
    pub(crate) fn between(&mut self, start: &str, end: &str) -> Option<Range<usize>> {
        let from = self.find(start)? + start.len();
        let length = self.text[from..].find(end)?;
        Some(from..from + length)
    }

    /// A random line of which something is true; without its line end.
    pub(crate) fn line(&mut self, suits: impl Fn(&str) -> bool) -> Option<Range<usize>> {
        let lines = self.lines().into_iter().filter(|line| suits(&self.text[line.clone()])).collect();
        self.one_of(lines)
    }

    pub(crate) fn lines(&self) -> Vec<Range<usize>> {
        let mut at = 0;
        let place = |line: &str| {
            at += line.len();
            at - line.len()..at - line.len() + line.trim_end_matches('\n').len()
        };
        self.text.split_inclusive('\n').map(place).collect()
    }

    /// The value of a field at the start of some line.
    pub(crate) fn value(&mut self, field: &str) -> Option<Range<usize>> {
        let start = format!("{field}: ");
        let line = self.line(|line| line.starts_with(&start))?;
        Some(line.start + start.len()..line.end)
    }

    /// A random paragraph of plain prose outside of front matter, blocks and lists.
    pub(crate) fn prose(&mut self) -> Option<Range<usize>> {
        let body = self.text.find("\n---\n").map_or(0, |at| at + 5);
        let mut fenced = false;
        let mut found = Vec::new();
        for line in self.lines() {
            let text = &self.text[line.clone()];
            fenced ^= text.starts_with("```");
            let plain = text.starts_with(|first: char| first.is_ascii_uppercase()) && text.len() > 60;
            if line.start >= body && !fenced && plain && !text.contains('|') && !text.contains('<') {
                found.push(line);
            }
        }
        self.one_of(found)
    }

    /// A random place between two sentences of prose: something can be said there.
    pub(crate) fn pause(&mut self) -> Option<usize> {
        let line = self.prose()?;
        let text = &self.text[line.clone()];
        let inside = text
            .match_indices(". ")
            .map(|(at, _)| line.start + at + 2)
            .filter(|at| self.text[*at..].starts_with(|next: char| next.is_ascii_uppercase()));
        let all = inside.collect();
        self.one_of(all)
    }

    /// Writes something in place of something else.
    pub(crate) fn put(&mut self, range: Range<usize>, text: &str) {
        self.text.replace_range(range, text);
    }

    /// Puts something in; says where it stands.
    pub(crate) fn insert(&mut self, at: usize, text: &str) -> usize {
        self.text.insert_str(at, text);
        at
    }

    /// Takes out whole lines.
    pub(crate) fn cut_line(&mut self, line: Range<usize>) {
        self.text.replace_range(line.start..line.end + 1, "");
    }

    /// A name with one letter less, more or wrong.
    pub(crate) fn misspelt(&mut self, name: &str) -> String {
        let at = 1 + self.dice.roll(name.len() - 1);
        match self.dice.roll(3) {
            0 => format!("{}{}", &name[..at], &name[at + 1..]),
            1 => format!("{}q{}", &name[..at], &name[at..]),
            _ => format!("{}q{}", &name[..at], &name[at + 1..]),
        }
    }

    /// Misspells what stands somewhere; says where.
    pub(crate) fn misspell(&mut self, range: Range<usize>) -> Option<usize> {
        let name = self.text[range.clone()].to_owned();
        if name.len() < 4 || !name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-') {
            return None;
        }
        let wrong = self.misspelt(&name);
        let start = range.start;
        self.put(range, &wrong);
        Some(start)
    }

    /// A random name in a list such as `[one, two]`.
    pub(crate) fn named(&mut self, list: Range<usize>) -> Option<Range<usize>> {
        let mut at = list.start;
        let mut names = Vec::new();
        for part in self.text[list.clone()].split(',') {
            let from = at + part.len() - part.trim_start_matches([' ', '[']).len();
            let to = at + part.trim_end_matches([' ', ']']).len();
            if from < to {
                names.push(from..to);
            }
            at += part.len() + 1;
        }
        self.one_of(names)
    }
}
