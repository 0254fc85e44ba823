//! The inverted index of all text, in shards by the alphabet.
//!
//! A shard holds surface words and, for each, which list of postings is its
//! own. Words of one stem share a list, so the reader needs no stemmer.

use super::counted::{Counted, Counts, Words};
use super::leb128::{push_number, take_number};
use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use rayon::prelude::*;
use rust_stemmers::{Algorithm, Stemmer};
use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};
use std::collections::BTreeMap;

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

/// Bytes of a shard, which make a script of about 24 KB.
const SHARD: usize = 18 * 1024;

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

impl Text {
    /// Indexes what was counted.
    pub(super) fn new(counted: Vec<Counted>, lang: &str) -> Text {
        let (parts, counts): (Vec<Words>, Vec<Counts>) =
            counted.into_iter().map(|part| (part.words, part.counts)).unzip();
        let norms = norms(&counts);
        let words = vocabulary(&parts);
        let (stems, stem_of) = stems(&words, lang);
        let lists = lists(counts, &stems_of_parts(&parts, &words, &stem_of), stems);
        let limit = if norms.len() > ENOUGH { (norms.len() as f32 * COMMON) as usize } else { usize::MAX };
        let encoded: Vec<Option<Vec<u8>>> =
            lists.into_par_iter().map(|list| encode(&list.impacts(&norms), limit)).collect();
        let (mut kept, mut common) = (Vec::with_capacity(words.len()), Vec::new());
        for (word, stem) in words.iter().zip(&stem_of) {
            match &encoded[stem.number as usize] {
                Some(bytes) => kept.push((*word, stem.number, bytes.as_slice())),
                None => common.push((*word).to_owned()),
            }
        }
        Text { shards: shards(kept), common }
    }
}

/// All words once, in order.
fn vocabulary(parts: &[Words]) -> Vec<&str> {
    // Most parts hold the same words: sorting each once is less than half the work.
    let once: FxHashSet<&str> = parts.iter().flat_map(Words::iter).collect();
    let mut words: Vec<&str> = once.into_iter().collect();
    words.par_sort_unstable();
    words
}

/// A stem, and whether all its occurrences are of one word, as those of most are.
#[derive(Clone, Copy)]
struct Stem {
    number: u32,
    one_word: bool,
}

/// The number of stems, and the stem of each word.
fn stems(words: &[&str], lang: &str) -> (usize, Vec<Stem>) {
    let stemmer = algorithm(lang).map(Stemmer::create);
    let stem = |word: &&str| match &stemmer {
        Some(stemmer) => stemmer.stem(word).into_owned(),
        None => (*word).to_owned(),
    };
    let stemmed: Vec<String> = words.par_iter().map(stem).collect();
    let mut numbers: FxHashMap<&str, u32> = FxHashMap::with_capacity_and_hasher(stemmed.len(), FxBuildHasher);
    let mut stem_of = Vec::with_capacity(stemmed.len());
    let mut words_of = Vec::with_capacity(stemmed.len());
    for stem in &stemmed {
        let next = words_of.len() as u32;
        let number = *numbers.entry(stem).or_insert(next);
        if number == next {
            words_of.push(0_u32);
        }
        words_of[number as usize] += 1;
        stem_of.push(number);
    }
    let stem = |number: u32| Stem { number, one_word: words_of[number as usize] == 1 };
    (words_of.len(), stem_of.into_iter().map(stem).collect())
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

/// The stem of each word of each part.
fn stems_of_parts(parts: &[Words], words: &[&str], stem_of: &[Stem]) -> Vec<Vec<Stem>> {
    let known: FxHashMap<&str, Stem> = words.iter().copied().zip(stem_of.iter().copied()).collect();
    parts.par_iter().map(|part| part.iter().map(|word| known[word]).collect()).collect()
}

/// How much the length of each record counts against a word in it.
fn norms(counts: &[Counts]) -> Vec<f32> {
    let lengths = || counts.iter().flat_map(|part| &part.lengths);
    let total: u64 = lengths().map(|length| u64::from(*length)).sum();
    let average = (total as f32 / lengths().count().max(1) as f32).max(1.0);
    lengths().map(|length| K1 * (1.0 - B + B * *length as f32 / average)).collect()
}

/// The entries that have a stem and how much it weighs in each: in LEB128, the
/// distance to the next entry and the weighted count.
#[derive(Default, Clone)]
struct List {
    bytes: Vec<u8>,
    /// How many entries there are.
    entries: u32,
    next: u32,
}

impl List {
    fn push(&mut self, entry: u32, count: u32) {
        push_number(&mut self.bytes, entry - self.next);
        push_number(&mut self.bytes, count);
        self.next = entry + 1;
        self.entries += 1;
    }

    /// The entries with what the stem adds to their scores, quantised.
    fn impacts(&self, norms: &[f32]) -> Vec<(u32, u8)> {
        let (mut rest, mut next) = (self.bytes.as_slice(), 0);
        let mut impacts = Vec::with_capacity(self.entries as usize);
        while !rest.is_empty() {
            let entry = next + take_number(&mut rest);
            let count = take_number(&mut rest) as f32;
            let level = (count / (count + norms[entry as usize]) * f32::from(LEVELS)) as u8;
            impacts.push((entry, level.min(LEVELS - 1)));
            next = entry + 1;
        }
        impacts
    }
}

/// For each stem, the entries that have it. The counts of a part go as soon as
/// they stand in the lists.
fn lists(counts: Vec<Counts>, stem_of: &[Vec<Stem>], stems: usize) -> Vec<List> {
    let mut lists = vec![List::default(); stems];
    // What the words of a record add to stems of several words, and which of these it has.
    let (mut sums, mut found) = (vec![0; stems], Vec::new());
    let mut entry = 0;
    for (part, stem_of) in counts.into_iter().zip(stem_of) {
        let mut rest = part.bytes.as_slice();
        while !rest.is_empty() {
            for _ in 0..take_number(&mut rest) {
                let stem = stem_of[take_number(&mut rest) as usize];
                let count = take_number(&mut rest);
                if stem.one_word {
                    lists[stem.number as usize].push(entry, count);
                    continue;
                }
                let sum = &mut sums[stem.number as usize];
                if *sum == 0 {
                    found.push(stem.number);
                }
                *sum += count;
            }
            for stem in found.drain(..) {
                lists[stem as usize].push(entry, std::mem::take(&mut sums[stem as usize]));
            }
            entry += 1;
        }
    }
    lists
}

/// A list of postings in bytes; none where it tells nothing apart.
fn encode(list: &[(u32, u8)], limit: usize) -> Option<Vec<u8>> {
    let mut of_level = [0; LEVELS as usize];
    list.iter().for_each(|(_, impact)| of_level[usize::from(*impact)] += 1);
    let (mut least, mut count) = (0, list.len());
    while count > limit {
        count -= of_level[usize::from(least)];
        least += 1;
    }
    if count == 0 {
        return None;
    }
    let mut bytes = Vec::with_capacity(count + 4);
    push_number(&mut bytes, (count as u32) << 1 | u32::from(least > 0));
    if least > 0 {
        push_number(&mut bytes, list.len() as u32);
    }
    let mut next = 0;
    for (entry, impact) in list.iter().filter(|(_, impact)| *impact >= least) {
        push_number(&mut bytes, ((entry - next) << BITS) | u32::from(*impact));
        next = entry + 1;
    }
    Some(bytes)
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
