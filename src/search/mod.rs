//! Search: a small two-tier index written here and read by `search.js`.
//!
//! - [`head`]: titles, aliases and addresses in columns. The reader cuts them
//!   into words itself, so there is no index of titles.
//! - [`counted`] and [`text`]: which words stand in which entries, in shards of a few kilobytes.
//! - [`display`]: one sentence for each entry.
//! - [`records`]: what a site has to be found by.
//!
//! Every file is a script that calls one function with data, so search works
//! under a strict content security policy, from a folder on disk and offline.

mod counted;
mod display;
mod head;
mod leb128;
pub mod records;
#[cfg(test)]
mod tests;
mod text;
pub mod tokens;

pub use records::files;

use crate::source::Digest;
use rayon::prelude::*;
use serde::Serialize;

/// One page that can be found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Record {
    /// What it is called.
    pub title: String,
    /// Other names for it.
    pub aliases: Vec<String>,
    /// Questions that it answers, in the words of people who don't know its name.
    pub asked: Vec<String>,
    /// Its address, relative to the site's root, ready for a link.
    pub url: String,
    /// The id of its kind.
    pub kind: String,
    /// The teams it is for, by position; none means all.
    pub teams: Vec<usize>,
    /// One sentence that results show.
    pub summary: String,
    /// Its headings.
    pub headings: Vec<String>,
    /// Its text.
    pub text: String,
}

/// What results and filters call things.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Labels {
    /// Kinds in the order of the filter: id and label.
    pub kinds: Vec<(String, String)>,
    /// Teams by position.
    pub teams: Vec<String>,
}

/// Builds the index of entries, whose records are made as they are needed: all
/// texts at once would be the most that a build holds. Gives paths below the
/// site's root, and bytes. The order of the entries is the order of equals in results.
pub fn build<T: Sync>(
    entries: &[T],
    record: impl Fn(&T) -> Record + Sync,
    labels: &Labels,
    lang: &str,
) -> Vec<(String, Vec<u8>)> {
    let folder = format!("search/{lang}");
    let part = entries.len().div_ceil(PARTS).max(PART);
    let parts: Vec<Part> = entries.par_chunks(part).map(|part| Part::new(part.iter().map(&record))).collect();
    let (mut titled, mut told, mut counted) = (Vec::with_capacity(entries.len()), Vec::new(), Vec::new());
    for part in parts {
        titled.extend(part.titled);
        told.extend(part.told);
        counted.push(part.counted);
    }
    let text = text::Text::new(counted, lang);
    let bodies = named(&folder, 'b', text.shards.par_iter().map(|shard| (&shard.words, &shard.postings)));
    let sentences = named(&folder, 's', told.par_chunks(display::SHARD).map(|sentences| (sentences,)));
    let head = head::Head {
        shards: text.shards.iter().map(|shard| shard.first.as_str()).zip(bodies.iter().map(Named::hash)).collect(),
        display: sentences.iter().map(Named::hash).collect(),
        common: &text.common,
    };
    let mut files = vec![(format!("{folder}/head.js"), call(&head.columns(&titled, labels)))];
    files.extend(bodies.into_iter().chain(sentences).map(|file| (file.path, file.bytes)));
    files
}

/// Into how many tasks the reading is cut, and the entries that one has at least.
/// Words that stand in several parts are held in each until all are counted.
const PARTS: usize = 64;
const PART: usize = 128;

/// What is kept of some records: their words counted, their texts gone.
struct Part {
    /// What the head shows of each.
    titled: Vec<head::Titled>,
    /// What results show of each.
    told: Vec<String>,
    counted: counted::Counted,
}

impl Part {
    fn new(records: impl Iterator<Item = Record>) -> Part {
        let mut part = Part { titled: Vec::new(), told: Vec::new(), counted: counted::Counted::default() };
        let mut counter = counted::Counter::default();
        for record in records {
            counter.add(&record);
            part.told.push(display::sentence(&record));
            part.titled.push(record.into());
        }
        part.counted = counter.counted();
        part
    }
}

/// A file with its digest in its name.
struct Named {
    path: String,
    digest: String,
    bytes: Vec<u8>,
}

impl Named {
    fn hash(&self) -> &str {
        &self.digest
    }
}

/// Names and writes the shards of one tier.
fn named<T: Serialize + Send>(folder: &str, tier: char, shards: impl IndexedParallelIterator<Item = T>) -> Vec<Named> {
    let file = |(at, data): (usize, T)| {
        let bytes = call(&(tier, at, data));
        let digest = Digest::of(&bytes).short();
        Named { path: format!("{folder}/{tier}{at}.{digest}.js"), digest, bytes }
    };
    shards.enumerate().map(file).collect()
}

/// A script that hands data to the reader.
fn call(data: &impl Serialize) -> Vec<u8> {
    let mut script = b"crosstrainSearch(".to_vec();
    if let Err(error) = serde_json::to_writer(&mut script, data) {
        unreachable!("strings, numbers and lists of them always serialise: {error}");
    }
    script.extend_from_slice(b")\n");
    script
}
