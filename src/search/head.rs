//! The first file a reader loads: titles, aliases and addresses in columns, and
//! the names of the other files.

use super::tokens::slug;
use super::{Labels, Record};
use serde::Serialize;

/// What the head shows of a record.
pub(super) struct Titled {
    title: String,
    aliases: Vec<String>,
    url: String,
    kind: String,
    teams: Vec<usize>,
}

impl From<Record> for Titled {
    fn from(record: Record) -> Titled {
        let Record { title, aliases, url, kind, teams, .. } = record;
        Titled { title, aliases, url, kind, teams }
    }
}

/// What the head says about the other tiers.
pub(super) struct Head<'a> {
    /// The first word of each text shard, and its digest.
    pub(super) shards: Vec<(&'a str, &'a str)>,
    /// Digests of the display shards.
    pub(super) display: Vec<&'a str>,
    /// Words too common to tell entries apart.
    pub(super) common: &'a [String],
}

/// Columns, one line or one character for each entry. Like values stand
/// together, which is what compressors thrive on.
#[derive(Serialize)]
pub(super) struct Columns<'a> {
    /// Kinds: id, label, and what their addresses begin with.
    kinds: Vec<(&'a str, &'a str, String)>,
    /// Labels of the teams.
    teams: &'a [String],
    /// Titles, parted by line breaks.
    titles: String,
    /// Aliases, parted by tabs, of each entry, parted by line breaks.
    aliases: String,
    /// Addresses: empty where they follow from kind and title; with a slash in
    /// front where they don't begin as those of the kind do.
    urls: String,
    /// The kind of each entry: a character counted from `0`.
    kind: String,
    /// The teams of each entry: a character counted from `0`, one bit for each
    /// team; all bits for all teams.
    team: String,
    /// Words too common to tell entries apart.
    common: String,
    /// First word and digest of each text shard.
    shards: String,
    /// Digest of each display shard.
    display: String,
}

impl Head<'_> {
    /// The columns of the records.
    pub(super) fn columns<'a>(&self, records: &'a [Titled], labels: &'a Labels) -> Columns<'a> {
        let kinds = kinds(records, labels);
        let kind_of = |record: &Titled| kinds.iter().position(|(id, ..)| *id == record.kind).unwrap_or_default();
        let all = (1u32 << labels.teams.len().min(16)) - 1;
        let bits = |record: &Titled| record.teams.iter().fold(0, |bits, team| bits | 1 << team) & all;
        Columns {
            titles: lines(records.iter().map(|record| clean(&record.title))),
            aliases: lines(records.iter().map(aliases)),
            urls: lines(records.iter().map(|record| address(record, &kinds[kind_of(record)].2))),
            kind: records.iter().map(|record| character(kind_of(record) as u32)).collect(),
            team: records.iter().map(bits).map(|bits| character(if bits == 0 { all } else { bits })).collect(),
            common: self.common.join(" "),
            shards: self.shards.iter().map(|(first, hash)| format!("{first} {hash}")).collect::<Vec<_>>().join("\n"),
            display: self.display.join(" "),
            teams: &labels.teams,
            kinds,
        }
    }
}

/// The kinds that occur, in the order of the labels; unlabelled ones last.
fn kinds<'a>(records: &'a [Titled], labels: &'a Labels) -> Vec<(&'a str, &'a str, String)> {
    let mut kinds: Vec<(&str, &str, Option<&str>)> =
        labels.kinds.iter().map(|(id, label)| (id.as_str(), label.as_str(), None)).collect();
    for record in records {
        let folder = record.url.rfind('/').map_or("", |end| &record.url[..=end]);
        match kinds.iter_mut().find(|(id, ..)| *id == record.kind) {
            Some((_, _, prefix)) => {
                prefix.get_or_insert(folder);
            }
            None => kinds.push((&record.kind, &record.kind, Some(folder))),
        }
    }
    kinds.into_iter().filter_map(|(id, label, prefix)| Some((id, label, prefix?.to_owned()))).collect()
}

/// Parts values by line breaks.
fn lines(values: impl Iterator<Item = String>) -> String {
    values.collect::<Vec<_>>().join("\n")
}

/// Aliases that say something the title does not.
fn aliases(record: &Titled) -> String {
    let aliases = record.aliases.iter().filter(|alias| **alias != record.title);
    aliases.map(|alias| clean(alias)).collect::<Vec<_>>().join("\t")
}

/// Text on one line.
fn clean(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// An address in its shortest form.
fn address(record: &Titled, prefix: &str) -> String {
    match record.url.strip_prefix(prefix) {
        Some(rest) => match rest.strip_suffix(".html") {
            Some(stem) if stem == slug(&record.title) => String::new(),
            // A dot can't be told from the end of a name, so it stays whole.
            Some(stem) if !stem.contains('.') && !stem.starts_with('/') && !stem.is_empty() => stem.to_owned(),
            _ => format!("/{}", record.url),
        },
        None => format!("/{}", record.url),
    }
}

/// A small number as one printable character.
fn character(number: u32) -> char {
    char::from_u32('0' as u32 + number).unwrap_or('0')
}
