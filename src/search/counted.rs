//! The words of records, counted part by part, in little memory.

use super::Record;
use super::leb128::push_number;
use super::tokens::{self, Short, Word};
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
    fn push(&mut self, word: &Word<'_>) {
        word.push_to(&mut self.letters);
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
    /// For each word, its weighted occurrences in the record that is being counted.
    sums: Vec<u32>,
    /// The words of that record, in the order of first occurrence.
    found: Vec<u32>,
}

impl Counter {
    /// Counts the words of a record.
    pub(super) fn add(&mut self, record: &Record) {
        let mut length = 0;
        for (text, weight) in fields(record) {
            tokens::each(text, |word| {
                let id = self.ids.recent(&word).unwrap_or_else(|| self.id(&word));
                let sum = &mut self.sums[id as usize];
                if *sum == 0 {
                    self.found.push(id);
                }
                *sum += weight;
                length += 1;
            });
        }
        let counts = &mut self.counted.counts;
        counts.lengths.push(length);
        push_number(&mut counts.bytes, self.found.len() as u32);
        for id in self.found.drain(..) {
            push_number(&mut counts.bytes, id);
            push_number(&mut counts.bytes, std::mem::take(&mut self.sums[id as usize]));
        }
    }

    /// The number of a word; a new one gets the next. Apart from what most words need.
    #[inline(never)]
    fn id(&mut self, word: &Word<'_>) -> u32 {
        let next = self.sums.len() as u32;
        let id = self.ids.of(word, next);
        if id == next {
            self.counted.words.push(word);
            self.sums.push(0);
        }
        id
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
    const RECENT: usize = 4096;

    /// The place of a short word among those asked for last: multiplied by an odd number
    /// near 2^64 divided by the golden ratio, as Knuth proposes (The Art of Computer
    /// Programming, volume 3, section 6.4).
    fn place(word: Short) -> usize {
        (word.0.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (u64::BITS - Ids::RECENT.ilog2())) as usize
    }

    /// The number of a word that was asked for before, as most were.
    #[inline(always)]
    fn recent(&self, word: &Word<'_>) -> Option<u32> {
        let Word::Short(word) = word else { return None };
        let (recent, id) = self.recent[Ids::place(*word)];
        (recent == word.0).then_some(id)
    }

    /// The number of any word; `next` if it is new.
    fn of(&mut self, word: &Word<'_>, next: u32) -> u32 {
        match word {
            Word::Short(word) => {
                let id = *self.short.entry(word.0).or_insert(next);
                self.recent[Ids::place(*word)] = (word.0, id);
                id
            }
            Word::Long(word) => match self.long.get(*word) {
                Some(id) => *id,
                None => *self.long.entry((*word).to_owned()).or_insert(next),
            },
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
