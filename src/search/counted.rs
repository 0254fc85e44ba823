//! The words of records, counted part by part, in little memory.

use super::Record;
use super::leb128::push_number;
use super::tokens::{self, Packed};
use rustc_hash::FxHashMap;

/// How much one occurrence counts, by where it stands.
const TITLE: u32 = 12;
const ALIAS: u32 = 8;
const SUMMARY: u32 = 8;
const ASKED: u32 = 8;
const HEADING: u32 = 4;
const BODY: u32 = 1;

/// Weighted occurrences of the words of some records.
#[derive(Default)]
pub(super) struct Counted {
    pub(super) words: Words,
    pub(super) counts: Counts,
}

/// Words in no order, one after the other: as strings of their own they would take
/// four times as much.
#[derive(Default)]
pub(super) struct Words {
    letters: String,
    ends: Vec<usize>,
}

impl Words {
    fn push(&mut self, word: &str) {
        self.letters.push_str(word);
        self.ends.push(self.letters.len());
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &str> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(start, end)| &self.letters[start..*end])
    }
}

/// Weighted occurrences in some records, by number of a word.
#[derive(Default)]
pub(super) struct Counts {
    /// For each record, how many words it has; then their numbers and weighted
    /// counts. All in LEB128, which takes a third of what plain numbers would.
    pub(super) bytes: Vec<u8>,
    /// For each record, the length of its text in words.
    pub(super) lengths: Vec<u32>,
}

/// Counts the words of records that stand together.
#[derive(Default)]
pub(super) struct Counter {
    counted: Counted,
    ids: Ids,
    /// For each word, the number of the last record that has it, counted from one,
    /// and where its count stands among those of the record.
    last: Vec<(u32, u32)>,
    /// Words and weighted counts of one record, in the order of first occurrence.
    pairs: Vec<(u32, u32)>,
}

impl Counter {
    /// Counts the words of a record.
    pub(super) fn add(&mut self, record: &Record) {
        let Counter { counted: Counted { words, counts }, ids, last, pairs } = self;
        pairs.clear();
        let this = counts.lengths.len() as u32 + 1;
        let mut length = 0;
        for (text, weight) in fields(record) {
            tokens::each(text, |word, packed| {
                let id = ids.of(word, packed, last.len() as u32);
                if id as usize == last.len() {
                    words.push(word);
                    last.push((0, 0));
                }
                let (record, place) = &mut last[id as usize];
                if *record != this {
                    (*record, *place) = (this, pairs.len() as u32);
                    pairs.push((id, 0));
                }
                pairs[*place as usize].1 += weight;
                length += 1;
            });
        }
        counts.lengths.push(length);
        push_number(&mut counts.bytes, pairs.len() as u32);
        for (word, count) in pairs {
            push_number(&mut counts.bytes, *word);
            push_number(&mut counts.bytes, *count);
        }
    }

    /// What was counted.
    pub(super) fn counted(self) -> Counted {
        let mut counted = self.counted;
        counted.counts.bytes.shrink_to_fit();
        counted
    }
}

/// Numbers of words, in the order of their first occurrence.
#[derive(Default)]
struct Ids {
    short: FxHashMap<u64, u32>,
    long: FxHashMap<String, u32>,
}

impl Ids {
    /// The number of a word; `next` if it is new.
    fn of(&mut self, word: &str, packed: Packed, next: u32) -> u32 {
        let known = match packed {
            Some(packed) => self.short.get(&packed),
            None => self.long.get(word),
        };
        if let Some(known) = known {
            return *known;
        }
        match packed {
            Some(packed) => self.short.insert(packed, next),
            None => self.long.insert(word.to_owned(), next),
        };
        next
    }
}

/// The texts of a record and how much each counts.
fn fields(record: &Record) -> impl Iterator<Item = (&str, u32)> {
    std::iter::once((record.title.as_str(), TITLE))
        .chain(record.aliases.iter().map(|alias| (alias.as_str(), ALIAS)))
        .chain(record.asked.iter().map(|asked| (asked.as_str(), ASKED)))
        .chain([(record.summary.as_str(), SUMMARY)])
        .chain(record.headings.iter().map(|heading| (heading.as_str(), HEADING)))
        .chain([(record.text.as_str(), BODY)])
}
