//! Finds the names of terms in running text: one pass, however many terms.

use super::{Ix, Outcome, Site};
use crate::entry::{Entry, EntryData, Kind, normal_name, written_names};
use crate::markdown::Link;
use crate::source::Span;
use aho_corasick::{AhoCorasick, MatchKind};
use std::collections::HashSet;
use std::sync::Arc;

/// The longest name in bytes that is looked for in texts. Making the automaton
/// takes the square of a name's length where its letters repeat.
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
#[derive(Debug)]
pub(crate) struct Finder {
    automaton: Option<AhoCorasick>,
    names: Vec<Name>,
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

/// Names being collected.
struct Words {
    english: bool,
    /// Words with two meanings, which are not linked.
    friends: HashSet<String>,
    names: Vec<Name>,
    patterns: Vec<String>,
}

impl Words {
    fn add_terms(&mut self, entries: &[Arc<Entry>], but: Option<&Entry>) {
        let terms = entries.iter().filter(|entry| entry.id.kind == Kind::Term).enumerate();
        for (at, entry) in terms.filter(|(_, entry)| but.is_none_or(|but| but.id != entry.id)) {
            let EntryData::Term(term) = &entry.data else { continue };
            if term.autolink {
                written_names(&entry.head).for_each(|(name, _)| self.add(at as u32, name));
            }
        }
    }

    fn add(&mut self, term: u32, name: &str) {
        if name.chars().count() < 2 || name.len() > LONGEST || self.friends.contains(&normal_name(name)) {
            return;
        }
        let capitals = name.chars().any(char::is_alphabetic) && !name.chars().any(char::is_lowercase);
        let mut add = |text: String, plural: bool| {
            self.patterns.push(text.clone());
            self.names.push(Name { term, capitals, text, plural });
        };
        if let Some(stem) =
            name.strip_suffix('y').filter(|stem| self.english && !capitals && !stem.ends_with(['a', 'e', 'o', 'u']))
        {
            add(format!("{stem}ies"), false);
        }
        add(name.to_owned(), self.english);
    }

    fn ready(self) -> Finder {
        // Building can fail only beyond 2^31 states, which the limits on input exclude.
        let automaton = AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .match_kind(MatchKind::Standard)
            .build(&self.patterns)
            .ok();
        Finder { automaton: automaton.filter(|_| !self.patterns.is_empty()), names: self.names }
    }
}

fn friends(entries: &[Arc<Entry>]) -> HashSet<String> {
    let word = |entry: &Arc<Entry>| match &entry.data {
        EntryData::FalseFriend(friend) => Some(normal_name(&friend.word)),
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
        let mut words = Words { english, friends: friends(entries), names: Vec::new(), patterns: Vec::new() };
        words.add_terms(entries, None);
        words.ready()
    }

    /// The same, with one entry of any kind for whose mentions somebody asks,
    /// linked automatically or not; it has the position [`ASKED`].
    fn asking_for(entries: &[Arc<Entry>], asked: &Entry, english: bool) -> Finder {
        let mut words = Words { english, friends: friends(entries), names: Vec::new(), patterns: Vec::new() };
        words.add_terms(entries, Some(asked));
        if let EntryData::FalseFriend(friend) = &asked.data {
            words.friends.clear();
            words.add(ASKED, &friend.word);
        }
        written_names(&asked.head).for_each(|(name, _)| words.add(ASKED, name));
        words.ready()
    }

    /// The first mention of each term in each section of an entry.
    /// `own` is the entry's position among the terms, `linked` says which
    /// terms the author has linked by hand in which section.
    pub(super) fn find(&self, entry: &Entry, own: Option<u32>, linked: &HashSet<(u32, u32)>) -> Vec<MentionAt> {
        let Some(automaton) = &self.automaton else { return Vec::new() };
        let mut taken = linked.clone();
        let mut found = Vec::new();
        let mut candidates = Vec::new();
        for prose in &entry.document.prose {
            let text = prose.span.text(&entry.file.text);
            candidates.clear();
            candidates.extend(automaton.find_overlapping_iter(text).filter_map(|m| {
                let name = &self.names[m.pattern().as_usize()];
                let end = whole_words(text, m.start(), m.end(), name)?;
                Some((m.start(), end, name.term))
            }));
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
}

/// Where a match ends if it stands for whole words, with a plural ending if
/// there is one.
fn whole_words(text: &str, start: usize, end: usize, name: &Name) -> Option<usize> {
    let inside = |c: char| c.is_alphanumeric() || c == '_';
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
    let sibilant = ["s", "x", "z", "ch", "sh"].iter().any(|ending| name.text.to_ascii_lowercase().ends_with(ending));
    let ending = if sibilant { "es" } else { "s" };
    let longer = end + ending.len();
    (text[end..].starts_with(ending) && free(longer)).then_some(longer)
}

/// Which terms the author has linked by hand, by section.
pub(super) fn linked_by_hand(site: &Site, from: Ix, first_term: u32) -> HashSet<(u32, u32)> {
    let entry = site.entry(from);
    let mut linked = HashSet::new();
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

    fn name(text: &str, capitals: bool) -> Name {
        Name { term: 0, capitals, text: text.into(), plural: true }
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
