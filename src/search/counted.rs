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
struct Ids {
    /// Short words that were asked for last, each in its own place: most words of a text
    /// are few. No word is zero.
    recent: Box<[(u64, u32); Ids::RECENT]>,
    short: FxHashMap<u64, u32>,
    long: FxHashMap<String, u32>,
}

impl Default for Ids {
    fn default() -> Ids {
        Ids { recent: Box::new([(0, 0); Ids::RECENT]), short: FxHashMap::default(), long: FxHashMap::default() }
    }
}

impl Ids {
    const RECENT: usize = 1024;

    /// The number of a word; `next` if it is new.
    #[inline]
    fn of(&mut self, word: &str, packed: Packed, next: u32) -> u32 {
        let Some(packed) = packed else { return self.of_long(word, next) };
        // Multiplied by an odd number near 2^64 divided by the golden ratio, as Knuth
        // proposes (The Art of Computer Programming, volume 3, section 6.4).
        let place = packed.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (u64::BITS - Ids::RECENT.ilog2());
        let recent = &mut self.recent[place as usize];
        if recent.0 != packed {
            *recent = (packed, *self.short.entry(packed).or_insert(next));
        }
        recent.1
    }

    fn of_long(&mut self, word: &str, next: u32) -> u32 {
        match self.long.get(word) {
            Some(id) => *id,
            None => *self.long.entry(word.to_owned()).or_insert(next),
        }
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
