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
use rustc_hash::{FxBuildHasher, FxHashMap};
use std::collections::BTreeMap;

/// How much one occurrence counts, by where it stands.
const TITLE: u32 = 12;
const ALIAS: u32 = 8;
const SUMMARY: u32 = 8;
const ASKED: u32 = 8;
const HEADING: u32 = 4;
const BODY: u32 = 1;

/// BM25: how soon repetition stops counting, and how much length counts against it.
const K1: f32 = 1.2;
const B: f32 = 0.6;

/// Bits of a quantised impact, and how many levels they make.
const BITS: u32 = 3;
const LEVELS: u8 = 1 << BITS;

/// A word tells only so many entries apart: where it stands in more than this
/// share, the entries where it weighs least are left out, level by level; once
/// even the highest level is too full, the word goes. Small books keep all.
const COMMON: f32 = 0.35;
const ENOUGH: usize = 50;

/// Bytes of a shard, which make a script of about 24 KB; and the records that one task reads.
const SHARD: usize = 18 * 1024;
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
    /// Words, each after a capital letter that says how many units it shares
    /// with the one before: `A` none, `B` one …
    pub(super) words: String,
    /// In base64: for each word, how many lists back its list is (0: the next
    /// new one); then the lists. Numbers are LEB128. A list is its length, doubled,
    /// plus one if entries were left out, then in that case how many entries have
    /// the word; then the postings. A posting is the distance to the next entry,
    /// with the impact in its lowest bits.
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
        let encoded: Vec<Option<Vec<u8>>> = lists.par_iter().map(|list| encode(list, limit)).collect();
        let (mut kept, mut common) = (Vec::with_capacity(words.len()), Vec::new());
        for (word, list) in words.iter().zip(&stem_of) {
            match &encoded[*list as usize] {
                Some(bytes) => kept.push((*word, *list, bytes.as_slice())),
                None => common.push((*word).to_owned()),
            }
        }
        Text { shards: shards(kept), common }
    }
}

impl Counted {
    fn new(records: &[Record]) -> Counted {
        let mut counted = Counted { words: Vec::new(), counts: Vec::new(), lengths: Vec::new() };
        let mut ids: FxHashMap<String, u32> = FxHashMap::default();
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
        .chain(record.asked.iter().map(|asked| (asked.as_str(), ASKED)))
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
    let mut numbers: FxHashMap<&str, u32> = FxHashMap::with_capacity_and_hasher(stemmed.len(), FxBuildHasher);
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
        let level = (count / (count + norms[entry as usize]) * f32::from(LEVELS)) as u8;
        (entry, level.min(LEVELS - 1))
    };
    lists.into_par_iter().map(|list| list.into_iter().map(impact).collect()).collect()
}

/// A list of postings in bytes; none where it tells nothing apart.
fn encode(list: &[(u32, u8)], limit: usize) -> Option<Vec<u8>> {
    let above = |least: u8| list.iter().filter(move |(_, impact)| *impact >= least);
    let least = (0..LEVELS).find(|least| above(*least).count() <= limit)?;
    let count = above(least).count();
    if count == 0 {
        return None;
    }
    let mut bytes = Vec::with_capacity(count + 4);
    push_number(&mut bytes, (count as u32) << 1 | u32::from(least > 0));
    if least > 0 {
        push_number(&mut bytes, list.len() as u32);
    }
    let mut next = 0;
    for (entry, impact) in above(least) {
        push_number(&mut bytes, ((entry - next) << BITS) | u32::from(*impact));
        next = entry + 1;
    }
    Some(bytes)
}

/// A number in seven bits a byte, lowest first.
fn push_number(bytes: &mut Vec<u8>, mut number: u32) {
    while number >= 0x80 {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

/// Cuts the words, each with the number and the bytes of its list, into shards.
fn shards(words: Vec<(&str, u32, &[u8])>) -> Vec<Shard> {
    let mut shards = Vec::new();
    let mut open: Option<Open<'_>> = None;
    for (word, list, bytes) in words {
        let full = |open: &Open<'_>| open.words.len() + open.lists.len() >= SHARD && !open.places.contains_key(&list);
        if open.as_ref().is_some_and(full) {
            shards.extend(open.take().map(Open::close));
        }
        open.get_or_insert_with(|| Open::new(word)).push(word, list, bytes);
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

    fn push(&mut self, word: &'a str, list: u32, bytes: &[u8]) {
        // Counted in UTF-16 units, as a script counts, and in whole characters.
        let (mut units, mut cut) = (0, 0);
        for (a, b) in self.last.chars().zip(word.chars()) {
            if a != b || units + a.len_utf16() > 25 {
                break;
            }
            units += a.len_utf16();
            cut += a.len_utf8();
        }
        self.words.push((b'A' + units as u8) as char);
        self.words.push_str(&word[cut..]);
        self.last = word;
        let next = self.places.len() as u32;
        match self.places.get(&list) {
            Some(place) => push_number(&mut self.numbers, next - place),
            None => {
                self.places.insert(list, next);
                push_number(&mut self.numbers, 0);
                self.lists.extend_from_slice(bytes);
            }
        }
    }

    fn close(self) -> Shard {
        let mut bytes = self.numbers;
        bytes.extend_from_slice(&self.lists);
        Shard { first: self.first.to_owned(), words: self.words, postings: STANDARD_NO_PAD.encode(bytes) }
    }
}
