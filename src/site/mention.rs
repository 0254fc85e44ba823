//! Finds the names of terms in running text: one pass, however many terms.
//!
//! A name can only begin where a word begins. So each word of a text is looked up
//! among the words that names begin with; where it is one, the text from there on
//! is looked up in each of the lengths that such names have. The tables are ready
//! as soon as the names are known; an automaton over 20,000 names took 50 times as
//! long to make as to use.

use super::{Ix, Outcome, Site};
use crate::entry::{self, Entry, EntryData, Kind, written_names};
use crate::markdown::Link;
use crate::source::{Eight, Span, eight};
use rayon::prelude::*;
use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};
use std::sync::Arc;

/// The longest name in bytes that is looked for in texts.
const LONGEST: usize = 200;

/// A term found in the text of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MentionAt {
    /// The words, in the entry's file.
    pub span: Span,
    /// The position of the term among all terms, by slug.
    pub term: u32,
}

/// The names of all terms, ready to be searched for.
#[derive(Debug, Default)]
pub(crate) struct Finder {
    names: Vec<Name>,
    /// Lengths of names in bytes, by the word that they begin with.
    lengths: Groups<u32>,
    /// A bit for each such word, by its digest: most words of a text begin no name.
    heads: Vec<u64>,
    /// Numbers of names, by the whole name.
    wholes: Groups<u32>,
    /// Whether names begin with a sign, as `.htaccess` does.
    signs: bool,
}

/// Values by digest.
#[derive(Debug)]
struct Groups<T> {
    /// Sorted within their groups.
    values: Vec<T>,
    places: FxHashMap<u64, (u32, u32)>,
}

impl<T> Default for Groups<T> {
    fn default() -> Groups<T> {
        Groups { values: Vec::new(), places: FxHashMap::default() }
    }
}

impl<T: Ord + Copy + Send> Groups<T> {
    fn new(mut pairs: Vec<(u64, T)>) -> Groups<T> {
        pairs.par_sort_unstable();
        pairs.dedup();
        let mut places = FxHashMap::with_capacity_and_hasher(pairs.len(), FxBuildHasher);
        let mut from = 0;
        for group in pairs.chunk_by(|a, b| a.0 == b.0) {
            places.insert(group[0].0, (from, from + group.len() as u32));
            from += group.len() as u32;
        }
        Groups { values: pairs.into_iter().map(|(_, value)| value).collect(), places }
    }

    fn get(&self, digest: u64) -> &[T] {
        self.places.get(&digest).map_or(&[], |(from, to)| &self.values[*from as usize..*to as usize])
    }
}

#[derive(Debug)]
struct Name {
    /// Position among the terms.
    term: u32,
    /// All capitals: matches only in capitals.
    capitals: bool,
    /// The name as written, for that comparison.
    text: String,
    /// Whether an English plural ending may follow.
    plural: bool,
}

/// The position of an entry that somebody asks for.
const ASKED: u32 = u32::MAX;

/// What decides which names are looked for, and in which forms.
struct Forms {
    english: bool,
    /// Words with two meanings, which are not linked.
    friends: FxHashSet<entry::Name>,
}

impl Forms {
    /// The names of all terms that may be linked automatically, but for one entry's.
    fn of_terms(&self, entries: &[Arc<Entry>], but: Option<&Entry>) -> Vec<Name> {
        let terms: Vec<&Arc<Entry>> = entries.iter().filter(|entry| entry.id.kind == Kind::Term).collect();
        let names = |(at, entry): (usize, &&Arc<Entry>)| {
            let mut names = Vec::new();
            let linked = matches!(&entry.data, EntryData::Term(term) if term.autolink);
            if linked && but.is_none_or(|but| but.id != entry.id) {
                written_names(&entry.head).for_each(|(name, _)| self.add(at as u32, name, &mut names));
            }
            names
        };
        terms.par_iter().enumerate().flat_map_iter(names).collect()
    }

    fn add(&self, term: u32, name: &str, names: &mut Vec<Name>) {
        let short = name.chars().nth(1).is_none();
        if short || name.len() > LONGEST || !self.friends.is_empty() && self.friends.contains(&entry::Name::of(name)) {
            return;
        }
        let capitals = name.chars().any(char::is_alphabetic) && !name.chars().any(char::is_lowercase);
        let mut add = |text: String, plural: bool| names.push(Name { term, capitals, text, plural });
        if let Some(stem) =
            name.strip_suffix('y').filter(|stem| self.english && !capitals && !stem.ends_with(['a', 'e', 'o', 'u']))
        {
            add(format!("{stem}ies"), false);
        }
        add(name.to_owned(), self.english);
    }
}

/// The words that a name may begin with in a text, and its length.
fn lengths(name: &Name) -> impl Iterator<Item = (u64, u32)> {
    let (word, length) = head(&name.text);
    let all = name.text.len() as u32;
    // The word in the text is longer than the name.
    let plural = (length == name.text.len() && name.plural).then(|| {
        let plural = [&name.text, plural_ending(&name.text)].concat();
        (head(&plural).0, all)
    });
    std::iter::once((word, all)).chain(plural)
}

/// Goes on with the digest of a name; capitals of ASCII count as small letters.
fn digested(digest: u64, byte: u8) -> u64 {
    mixed(digest, u64::from(byte.to_ascii_lowercase()))
}

fn mixed(digest: u64, bits: u64) -> u64 {
    (digest.rotate_left(5) ^ bits).wrapping_mul(0x517c_c1b7_2722_0a95)
}

/// For each byte: whether it is part of a word, of another character, or neither.
const CLASSES: [Class; 256] = {
    let (mut classes, mut byte) = ([Class::Sign; 256], 0);
    while byte < 256 {
        if byte >= 128 {
            classes[byte] = Class::Beyond;
        } else if (byte as u8).is_ascii_alphanumeric() || byte as u8 == b'_' {
            classes[byte] = Class::Word;
        }
        byte += 1;
    }
    classes
};

#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Sign,
    Word,
    Beyond,
}

/// The digest and the length in bytes of the word, or else the sign, that a text begins with.
fn head(text: &str) -> (u64, usize) {
    short_head(text.as_bytes(), 0).unwrap_or_else(|| any_head(text))
}

/// The same for a word at a place if it is of less than eight letters of ASCII, as most
/// are; a sign or nothing follows it.
#[inline(always)]
fn short_head(bytes: &[u8], at: usize) -> Option<(u64, usize)> {
    let (letters, length) = eight::few_letters(bytes, at)?;
    let ended = bytes.get(at + length).is_none_or(|byte| CLASSES[usize::from(*byte)] == Class::Sign);
    ended.then(|| (mixed(0, letters.small().0), length))
}

/// The same for whatever a text begins with.
fn any_head(text: &str) -> (u64, usize) {
    let bytes = text.as_bytes();
    let end = bytes.iter().take_while(|byte| CLASSES[usize::from(**byte)] == Class::Word).count();
    match bytes.get(end) {
        Some(128..) => head_beyond_ascii(text, end),
        _ if end == 0 => (bytes.first().map_or(0, |byte| digested(0, *byte)), bytes.len().min(1)),
        _ => (word_digest(&bytes[..end]), end),
    }
}

/// The digest of letters, digits and `_` of ASCII, as if all were small letters.
fn word_digest(word: &[u8]) -> u64 {
    let eights = (0..word.len()).step_by(8);
    eights.fold(0, |digest, at| mixed(digest, Eight::at(word, at).small().0))
}

/// The same for a text whose first word goes on with characters beyond ASCII.
#[cold]
fn head_beyond_ascii(text: &str, from: usize) -> (u64, usize) {
    let rest = &text[from..];
    let end = from + rest.find(|c| !inside(c)).unwrap_or(rest.len());
    match end {
        0 => {
            let sign = text.chars().next().map_or(0, char::len_utf8);
            (text.as_bytes()[..sign].iter().copied().fold(0, digested), sign)
        }
        _ if end == from => (word_digest(&text.as_bytes()[..end]), end),
        _ => (text.as_bytes()[..end].iter().copied().fold(0, digested), end),
    }
}

/// Where the bit of a first word is among so many numbers.
fn place_of(digest: u64, numbers: usize) -> (usize, u64) {
    let high = (digest >> 32) as usize;
    ((high / 64) & (numbers - 1), 1 << (high % 64))
}

/// Whether a character is part of a word.
fn inside(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// What English puts at the end of many of something.
fn plural_ending(name: &str) -> &'static str {
    let ends = |ending: &str| {
        name.len() >= ending.len()
            && name.as_bytes()[name.len() - ending.len()..].eq_ignore_ascii_case(ending.as_bytes())
    };
    if ["s", "x", "z", "ch", "sh"].into_iter().any(ends) { "es" } else { "s" }
}

fn friends(entries: &[Arc<Entry>]) -> FxHashSet<entry::Name> {
    let word = |entry: &Arc<Entry>| match &entry.data {
        EntryData::FalseFriend(friend) => Some(entry::Name::of(&friend.word)),
        _ => None,
    };
    entries.iter().filter_map(word).collect()
}

/// Finds where one entry is mentioned without a link.
pub struct Unlinked<'a> {
    site: &'a Site,
    asked: Ix,
    finder: Finder,
}

impl<'a> Unlinked<'a> {
    /// Asks for an entry of any kind.
    pub fn new(site: &'a Site, asked: Ix) -> Unlinked<'a> {
        let finder = Finder::asking_for(&site.entries, site.entry(asked), site.config.english());
        Unlinked { site, asked, finder }
    }

    /// The first mention in each section of an entry that has no link to it yet.
    /// `entry` is the one at `from`, perhaps read in another way.
    pub fn find(&self, from: Ix, entry: &Entry) -> Vec<Span> {
        // Questions must not give themselves away, and a false friend's page is
        // about words that have no one meaning.
        if from == self.asked || matches!(entry.id.kind, Kind::Quiz | Kind::FalseFriend) {
            return Vec::new();
        }
        let leads_there = |link: &&Link| matches!(self.site.follow(from, link.kind, &link.target), Outcome::Entry(ix, _) if ix == self.asked);
        let linked = entry.document.links.iter().filter(leads_there);
        let linked = linked.map(|link| (section_at(entry, link.span), ASKED)).collect();
        let found = self.finder.find(entry, None, &linked);
        found.into_iter().filter(|mention| mention.term == ASKED).map(|mention| mention.span).collect()
    }
}

impl Finder {
    /// Prepares the names of all terms that may be linked automatically. A
    /// word that is a false friend is never linked: it has two meanings.
    pub(super) fn new(entries: &[Arc<Entry>], english: bool) -> Finder {
        let forms = Forms { english, friends: friends(entries) };
        Finder::of(forms.of_terms(entries, None))
    }

    /// The same, with one entry of any kind for whose mentions somebody asks,
    /// linked automatically or not; it has the position [`ASKED`].
    fn asking_for(entries: &[Arc<Entry>], asked: &Entry, english: bool) -> Finder {
        let mut forms = Forms { english, friends: friends(entries) };
        let mut names = forms.of_terms(entries, Some(asked));
        if let EntryData::FalseFriend(friend) = &asked.data {
            forms.friends.clear();
            forms.add(ASKED, &friend.word, &mut names);
        }
        written_names(&asked.head).for_each(|(name, _)| forms.add(ASKED, name, &mut names));
        Finder::of(names)
    }

    #[expect(clippy::iter_over_hash_type, reason = "bits are set in any order")]
    fn of(names: Vec<Name>) -> Finder {
        let numbered = names.par_iter().enumerate();
        let (lengths, wholes) = rayon::join(
            || Groups::new(names.par_iter().flat_map_iter(lengths).collect()),
            || Groups::new(numbered.map(|(at, name)| (name.text.bytes().fold(0, digested), at as u32)).collect()),
        );
        let signs = names.iter().any(|name| !name.text.starts_with(inside));
        // As many as a power of two, and at least eight bits for each word.
        let heads = vec![0; (lengths.values.len() / 8).next_power_of_two()];
        let mut finder = Finder { names, lengths, heads, wholes, signs };
        for digest in finder.lengths.places.keys() {
            let (at, bit) = place_of(*digest, finder.heads.len());
            finder.heads[at] |= bit;
        }
        finder
    }

    /// The first mention of each term in each section of an entry.
    /// `own` is the entry's position among the terms, `linked` says which
    /// terms the author has linked by hand in which section.
    pub(super) fn find(&self, entry: &Entry, own: Option<u32>, linked: &FxHashSet<(u32, u32)>) -> Vec<MentionAt> {
        if self.names.is_empty() {
            return Vec::new();
        }
        let mut taken = linked.clone();
        let mut found = Vec::new();
        let mut candidates = Vec::new();
        for prose in &entry.document.prose {
            let text = prose.span.text(&entry.file.text);
            candidates.clear();
            self.candidates(text, &mut candidates);
            // Leftmost first, then longest, then the first term by slug.
            candidates.sort_by_key(|&(start, end, term)| (start, std::cmp::Reverse(end), term));
            let mut from = 0;
            for &(start, end, term) in &candidates {
                if start < from {
                    continue;
                }
                // Words that are taken by a longer name are not free for a
                // shorter one inside it, whether or not the longer is linked.
                from = end;
                if Some(term) != own && taken.insert((prose.section, term)) {
                    found.push(MentionAt { span: Span::new(start, end).shifted(prose.span.start as usize), term });
                }
            }
        }
        found
    }

    /// All names in a text that stand for whole words: begin, end and term.
    fn candidates(&self, text: &str, into: &mut Vec<(usize, usize, u32)>) {
        let bytes = text.as_bytes();
        // No name begins with the sign behind a word.
        let sign = usize::from(!self.signs);
        let mut at = 0;
        while let Some(first) = bytes.get(at) {
            let (word, beyond) = match short_head(bytes, at) {
                Some((word, length)) => (word, at + length + sign),
                None if !self.signs && CLASSES[usize::from(*first)] == Class::Sign => {
                    at += 1;
                    continue;
                }
                None => {
                    let (word, length) = any_head(&text[at..]);
                    (word, at + length)
                }
            };
            let (place, bit) = place_of(word, self.heads.len());
            if self.heads[place] & bit == 0 {
                at = beyond;
                continue;
            }
            let (mut whole, mut done) = (0, at);
            for length in self.lengths.get(word) {
                let Some(more) = bytes.get(done..at + *length as usize) else { break };
                whole = more.iter().copied().fold(whole, digested);
                done += more.len();
                into.extend(self.wholes.get(whole).iter().filter_map(|name| self.at(text, at, *name)));
            }
            at = beyond;
        }
    }

    fn at(&self, text: &str, start: usize, name: u32) -> Option<(usize, usize, u32)> {
        let name = &self.names[name as usize];
        let end = start + name.text.len();
        let same = text.as_bytes().get(start..end)?.eq_ignore_ascii_case(name.text.as_bytes());
        let end = same.then(|| whole_words(text, start, end, name))??;
        Some((start, end, name.term))
    }
}

/// Where a match ends if it stands for whole words, with a plural ending if
/// there is one.
fn whole_words(text: &str, start: usize, end: usize, name: &Name) -> Option<usize> {
    let first = text[start..].chars().next()?;
    if inside(first) && text[..start].chars().next_back().is_some_and(|c| inside(c) || c == '-') {
        return None;
    }
    if name.capitals && text[start..end] != name.text {
        return None;
    }
    let last = text[..end].chars().next_back()?;
    let free = |at: usize| {
        !text[at..]
            .chars()
            .next()
            .is_some_and(|c| inside(c) || (c == '-' && text[at + 1..].chars().next().is_some_and(inside)))
    };
    if !inside(last) || free(end) {
        return Some(end);
    }
    if !name.plural {
        return None;
    }
    let ending = plural_ending(&name.text);
    let longer = end + ending.len();
    (text[end..].starts_with(ending) && free(longer)).then_some(longer)
}

/// Which terms the author has linked by hand, by section.
pub(super) fn linked_by_hand(site: &Site, from: Ix, first_term: u32) -> FxHashSet<(u32, u32)> {
    let entry = site.entry(from);
    let mut linked = FxHashSet::default();
    for link in &entry.document.links {
        if let Outcome::Entry(ix, _) = site.follow(from, link.kind, &link.target)
            && site.entry(ix).id.kind == Kind::Term
        {
            linked.insert((section_at(entry, link.span), ix.0 - first_term));
        }
    }
    linked
}

/// The number of the section that a place lies in.
fn section_at(entry: &Entry, span: Span) -> u32 {
    let prose = &entry.document.prose;
    let at = prose.partition_point(|prose| prose.span.start < span.start);
    prose.get(at.saturating_sub(1)).map_or(0, |prose| prose.section)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn name(text: &str, capitals: bool) -> Name {
        Name { term: 0, capitals, text: text.into(), plural: true }
    }

    proptest! {
        /// Words are looked up; what is found is what comparing every name at every place finds.
        #[test]
        fn nothing_is_missed(
            names in prop::collection::vec("[a-cA-Cséy_. -]{1,6}", 1..12),
            text in "[a-cA-Cséy_. -]{0,60}",
        ) {
            let forms = Forms { english: true, friends: FxHashSet::default() };
            let mut all = Vec::new();
            names.iter().enumerate().for_each(|(at, name)| forms.add(at as u32, name, &mut all));
            let finder = Finder::of(all);
            let mut found = Vec::new();
            finder.candidates(&text, &mut found);
            let all = text.char_indices().flat_map(|(at, _)| {
                let finder = &finder;
                let text = &text;
                (0..finder.names.len()).filter_map(move |name| finder.at(text, at, name as u32))
            });
            let mut all: Vec<_> = all.collect();
            found.sort_unstable();
            all.sort_unstable();
            prop_assert_eq!(found, all);
        }
    }

    #[test]
    fn only_whole_words_count() {
        let ends = |text: &str, pattern: &str, capitals| {
            let start = text.to_lowercase().find(&pattern.to_lowercase()).expect("pattern");
            whole_words(text, start, start + pattern.len(), &name(pattern, capitals))
                .map(|end| text[start..end].to_owned())
        };
        assert_eq!(ends("the cache is", "cache", false).as_deref(), Some("cache"));
        assert_eq!(ends("two caches", "cache", false).as_deref(), Some("caches"));
        assert_eq!(ends("the cache's age", "cache", false).as_deref(), Some("cache"));
        assert_eq!(ends("cachet", "cache", false), None);
        assert_eq!(ends("pre-cache", "cache", false), None);
        assert_eq!(ends("cache-control", "cache", false), None);
        assert_eq!(ends("CDNs", "CDN", true).as_deref(), Some("CDNs"));
        assert_eq!(ends("a cdn", "CDN", true), None);
        assert_eq!(ends("two launches", "launch", false).as_deref(), Some("launches"));
    }
}
