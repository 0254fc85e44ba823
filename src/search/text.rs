//! The inverted index of all text, in shards by the alphabet.
//!
//! A shard holds surface words and, for each, which list of postings is its
//! own. Words of one stem share a list, so the reader needs no stemmer.

use super::Record;
use super::tokens;
use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use rayon::prelude::*;
use rust_stemmers::{Algorithm, Stemmer};
use std::collections::{BTreeMap, HashMap};

/// How much one occurrence counts, by where it stands.
const TITLE: u32 = 10;
const ALIAS: u32 = 6;
const SUMMARY: u32 = 5;
const HEADING: u32 = 3;
const BODY: u32 = 1;

/// BM25 (Robertson and Zaragoza, 2009): how soon repetition stops counting, and how much length counts against it.
const K1: f32 = 3.0;
const B: f32 = 0.6;

/// Levels of a quantised impact, and the bits they take.
const LEVELS: f32 = 7.0;
const BITS: u32 = 3;

/// Words in more of the entries than this tell nothing apart, once there are
/// enough entries. At 35 % a curriculum loses *page*, *customer* and *project*, and
/// with them every ninth question; at 65 % it loses only grammar.
const COMMON: f32 = 0.65;
const ENOUGH: usize = 50;

/// Raw bytes of a shard, and the records that one task reads.
const SHARD: usize = 24 * 1024;
const TASK: usize = 128;

/// The whole text index.
pub(super) struct Text {
    /// Shards in the order of their words.
    pub(super) shards: Vec<Shard>,
    /// Words that were left out.
    pub(super) common: Vec<String>,
}

/// Neighbouring words and where they occur.
pub(super) struct Shard {
    /// The first word.
    pub(super) first: String,
    /// Words, each after a capital letter that says how many bytes it shares
    /// with the one before: `A` none, `B` one …
    pub(super) words: String,
    /// In base64: for each word, how many lists back its list is (0: the next
    /// new one); then the lists: a length, and that many postings. Numbers are
    /// LEB128. A posting is the distance to the next entry with an impact below it.
    pub(super) postings: String,
}

/// Weighted occurrences of the words of some records.
struct Counted {
    /// Words in no order.
    words: Vec<String>,
    /// For each record, word and weighted count in the order of first occurrence.
    counts: Vec<Vec<(u32, u32)>>,
    /// For each record, the number of words in its text.
    lengths: Vec<u32>,
}

impl Text {
    /// Indexes records.
    pub(super) fn new(records: &[Record], lang: &str) -> Text {
        let counted: Vec<Counted> = records.par_chunks(TASK).map(Counted::new).collect();
        let words = vocabulary(&counted);
        let (stems, stem_of) = stems(&words, lang);
        let lists = lists(&counted, &words, &stem_of, stems, records.len());
        let limit = if records.len() > ENOUGH { (records.len() as f32 * COMMON) as usize } else { usize::MAX };
        let is_common = |at: usize| lists[stem_of[at] as usize].len() > limit;
        let common = (0..words.len()).filter(|at| is_common(*at)).map(|at| words[at].to_owned()).collect();
        let encoded: Vec<Vec<u8>> = lists.par_iter().map(|list| encode(list)).collect();
        let kept = (0..words.len()).filter(|at| !is_common(*at)).map(|at| (words[at], stem_of[at]));
        Text { shards: shards(kept, &encoded), common }
    }
}

impl Counted {
    fn new(records: &[Record]) -> Counted {
        let mut counted = Counted { words: Vec::new(), counts: Vec::new(), lengths: Vec::new() };
        let mut ids: HashMap<String, u32> = HashMap::new();
        // The record that last used a word, and where its count stands.
        let mut last: Vec<(u32, u32)> = Vec::new();
        for (at, record) in records.iter().enumerate() {
            let mut counts: Vec<(u32, u32)> = Vec::new();
            let mut length = 0;
            for (text, weight) in fields(record) {
                tokens::each(text, |word| {
                    let id = match ids.get(word) {
                        Some(id) => *id,
                        None => {
                            let id = counted.words.len() as u32;
                            ids.insert(word.to_owned(), id);
                            counted.words.push(word.to_owned());
                            last.push((u32::MAX, 0));
                            id
                        }
                    };
                    let (record, place) = &mut last[id as usize];
                    if *record != at as u32 {
                        (*record, *place) = (at as u32, counts.len() as u32);
                        counts.push((id, 0));
                    }
                    counts[*place as usize].1 += weight;
                    length += 1;
                });
            }
            counted.counts.push(counts);
            counted.lengths.push(length);
        }
        counted
    }
}

/// The texts of a record and how much each counts.
fn fields(record: &Record) -> impl Iterator<Item = (&str, u32)> {
    std::iter::once((record.title.as_str(), TITLE))
        .chain(record.aliases.iter().map(|alias| (alias.as_str(), ALIAS)))
        .chain([(record.summary.as_str(), SUMMARY)])
        .chain(record.headings.iter().map(|heading| (heading.as_str(), HEADING)))
        .chain([(record.text.as_str(), BODY)])
}

/// All words once, in order.
fn vocabulary(counted: &[Counted]) -> Vec<&str> {
    let mut words: Vec<&str> = counted.iter().flat_map(|part| part.words.iter().map(String::as_str)).collect();
    words.par_sort_unstable();
    words.dedup();
    words
}

/// The number of stems, and the stem of each word.
fn stems(words: &[&str], lang: &str) -> (usize, Vec<u32>) {
    let stemmer = algorithm(lang).map(Stemmer::create);
    let stem = |word: &&str| match &stemmer {
        Some(stemmer) => stemmer.stem(word).into_owned(),
        None => (*word).to_owned(),
    };
    let stemmed: Vec<String> = words.par_iter().map(stem).collect();
    let mut numbers: HashMap<&str, u32> = HashMap::with_capacity(stemmed.len());
    let mut stem_of = Vec::with_capacity(stemmed.len());
    for stem in &stemmed {
        let next = numbers.len() as u32;
        stem_of.push(*numbers.entry(stem).or_insert(next));
    }
    (numbers.len(), stem_of)
}

/// The Snowball stemmer of a language.
fn algorithm(lang: &str) -> Option<Algorithm> {
    Some(match lang.split('-').next().unwrap_or_default() {
        "ar" => Algorithm::Arabic,
        "da" => Algorithm::Danish,
        "de" => Algorithm::German,
        "el" => Algorithm::Greek,
        "en" => Algorithm::English,
        "es" => Algorithm::Spanish,
        "fi" => Algorithm::Finnish,
        "fr" => Algorithm::French,
        "hu" => Algorithm::Hungarian,
        "it" => Algorithm::Italian,
        "nb" | "nn" | "no" => Algorithm::Norwegian,
        "nl" => Algorithm::Dutch,
        "pt" => Algorithm::Portuguese,
        "ro" => Algorithm::Romanian,
        "ru" => Algorithm::Russian,
        "sv" => Algorithm::Swedish,
        "ta" => Algorithm::Tamil,
        "tr" => Algorithm::Turkish,
        _ => return None,
    })
}

/// For each stem, the entries that have it and how much it weighs in each.
fn lists(counted: &[Counted], words: &[&str], stem_of: &[u32], stems: usize, records: usize) -> Vec<Vec<(u32, u8)>> {
    let total: u64 = counted.iter().flat_map(|part| &part.lengths).map(|length| u64::from(*length)).sum();
    let average = total as f32 / records.max(1) as f32;
    let numbers: Vec<Vec<u32>> = counted
        .par_iter()
        .map(|part| {
            let number = |word: &String| words.binary_search(&word.as_str()).map_or(0, |at| stem_of[at]);
            part.words.iter().map(number).collect()
        })
        .collect();
    let mut lists: Vec<Vec<(u32, u32)>> = vec![Vec::new(); stems];
    let mut norms = Vec::with_capacity(records);
    for (part, numbers) in counted.iter().zip(&numbers) {
        for (counts, length) in part.counts.iter().zip(&part.lengths) {
            let entry = norms.len() as u32;
            norms.push(K1 * (1.0 - B + B * *length as f32 / average.max(1.0)));
            for (word, count) in counts {
                let list = &mut lists[numbers[*word as usize] as usize];
                match list.last_mut() {
                    Some((last, sum)) if *last == entry => *sum += count,
                    _ => list.push((entry, *count)),
                }
            }
        }
    }
    let impact = |(entry, count): (u32, u32)| {
        let count = count as f32;
        let level = (count / (count + norms[entry as usize]) * (LEVELS + 1.0)) as u32;
        (entry, level.min(LEVELS as u32) as u8)
    };
    lists.into_par_iter().map(|list| list.into_iter().map(impact).collect()).collect()
}

/// A list of postings in bytes.
fn encode(list: &[(u32, u8)]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(list.len() + 2);
    push_number(&mut bytes, list.len() as u32);
    let mut next = 0;
    for (entry, impact) in list {
        push_number(&mut bytes, ((entry - next) << BITS) | u32::from(*impact));
        next = entry + 1;
    }
    bytes
}

/// A number in seven bits a byte, lowest first.
fn push_number(bytes: &mut Vec<u8>, mut number: u32) {
    while number >= 0x80 {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

/// Cuts the words into shards.
fn shards<'a>(words: impl Iterator<Item = (&'a str, u32)>, lists: &[Vec<u8>]) -> Vec<Shard> {
    let mut shards = Vec::new();
    let mut open: Option<Open<'a>> = None;
    for (word, list) in words {
        let full = open.as_ref().is_some_and(|open| open.words.len() + open.lists.len() >= SHARD && !open.has(list));
        if full {
            shards.extend(open.take().map(Open::close));
        }
        open.get_or_insert_with(|| Open::new(word)).push(word, list, lists);
    }
    shards.extend(open.map(Open::close));
    shards
}

/// A shard in the making.
struct Open<'a> {
    first: &'a str,
    last: &'a str,
    words: String,
    numbers: Vec<u8>,
    places: BTreeMap<u32, u32>,
    lists: Vec<u8>,
}

impl<'a> Open<'a> {
    fn new(first: &'a str) -> Open<'a> {
        Open { first, last: "", words: String::new(), numbers: Vec::new(), places: BTreeMap::new(), lists: Vec::new() }
    }

    fn has(&self, list: u32) -> bool {
        self.places.contains_key(&list)
    }

    fn push(&mut self, word: &'a str, list: u32, lists: &[Vec<u8>]) {
        let mut shared = self.last.chars().zip(word.chars()).take_while(|(a, b)| a == b).count();
        // In UTF-16 units, which is what a script counts in.
        shared = word.chars().take(shared).map(char::len_utf16).sum::<usize>().min(25);
        let mut units = 0;
        let cut = word.char_indices().find(|(_, c)| {
            let past = units + c.len_utf16() > shared;
            units += c.len_utf16();
            past
        });
        let kept = cut.map_or(word.len(), |(at, _)| at);
        let shared = word[..kept].chars().map(char::len_utf16).sum::<usize>();
        self.words.push((b'A' + shared as u8) as char);
        self.words.push_str(&word[kept..]);
        self.last = word;
        let next = self.places.len() as u32;
        match self.places.get(&list) {
            Some(place) => push_number(&mut self.numbers, next - place),
            None => {
                self.places.insert(list, next);
                push_number(&mut self.numbers, 0);
                self.lists.extend_from_slice(&lists[list as usize]);
            }
        }
    }

    fn close(self) -> Shard {
        let mut bytes = self.numbers;
        bytes.extend_from_slice(&self.lists);
        Shard { first: self.first.to_owned(), words: self.words, postings: STANDARD_NO_PAD.encode(bytes) }
    }
}
