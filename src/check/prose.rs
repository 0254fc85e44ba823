//! How the text reads: sentences, the level it asks of a reader, words to avoid.

use super::rough::at_most;
use super::words::{counted, plain_words, sentences, words_at};
use crate::config::Config;
use crate::diag::{Diagnostic, Diagnostics, lint};
use crate::entry::{Entry, EntryData, Kind, written_names};
use crate::markdown::Passage;
use crate::source::Span;

/// The most words a sentence should have.
const LONGEST_SENTENCE: usize = 32;

/// The highest school grade (Flesch–Kincaid) a page should ask for.
const HIGHEST_GRADE: f64 = 11.0;

/// Text below this many words has no fair grade.
const FEWEST_WORDS: usize = 100;

/// Judges the prose of an entry, whose words without markup are given. Gives the
/// number of words in each passage of it, for rules that count them, too.
pub(super) fn reads_well(config: &Config, entry: &Entry, words: &str, found: &mut Diagnostics) -> Vec<usize> {
    avoided(config, entry, found);
    if entry.id.kind == Kind::Page || !config.english() {
        return passages(entry, words).map(|(_, text)| plain_words(text).count()).collect();
    }
    let (measured, counts) = measure(entry, words, found);
    if let EntryData::Term(_) = &entry.data {
        grade(entry, measured, words, found);
    }
    counts
}

/// How much text there is.
#[derive(Default)]
struct Measured {
    sentences: usize,
    words: usize,
    /// Perhaps less than these.
    syllables: usize,
}

/// Counts all words once, and complains about sentences with too many.
/// Cells of tables are no sentences; their words count in their passages alone.
fn measure(entry: &Entry, words: &str, found: &mut Diagnostics) -> (Measured, Vec<usize>) {
    let mut measured = Measured::default();
    let mut counts = Vec::with_capacity(entry.document.passages.len());
    for (passage, text) in passages(entry, words) {
        if passage.cell {
            counts.push(plain_words(text).count());
            continue;
        }
        let before = measured.words;
        for sentence in sentences(text) {
            let (words, syllables) = at_most(sentence.as_bytes()).unwrap_or_else(|| counted(sentence, |_| false));
            measured.sentences += 1;
            measured.words += words;
            measured.syllables += syllables;
            if words > LONGEST_SENTENCE {
                found.push(long_sentence(entry, passage, sentence, words));
            }
        }
        counts.push(measured.words - before);
    }
    (measured, counts)
}

/// The syllables of all sentences. The entry's own name is what the page explains, so it
/// does not count as a hard word.
fn syllables(entry: &Entry, words: &str) -> usize {
    let own = Own::of(entry);
    let prose = passages(entry, words).filter(|(passage, _)| !passage.cell).flat_map(|(_, text)| sentences(text));
    prose.map(|sentence| counted(sentence, |word| own.has(word)).1).sum()
}

/// The words of an entry's own names.
struct Own<'a> {
    words: Vec<&'a [u8]>,
    /// The bits of [`bit`] that one of them has: most words of a text need no comparing.
    bits: u64,
}

impl<'a> Own<'a> {
    fn of(entry: &'a Entry) -> Own<'a> {
        let words = written_names(&entry.head).flat_map(|(name, _)| plain_words(name)).map(str::as_bytes);
        let words: Vec<&[u8]> = words.collect();
        let bits = words.iter().fold(0, |bits, word| bits | bit(word));
        Own { words, bits }
    }

    #[inline(always)]
    fn has(&self, word: &[u8]) -> bool {
        self.bits & bit(word) != 0 && self.compared(word)
    }

    fn compared(&self, word: &[u8]) -> bool {
        self.words.iter().any(|own| own.eq_ignore_ascii_case(word))
    }
}

/// One bit of 64 for the length of a word and the letter it begins with.
fn bit(word: &[u8]) -> u64 {
    let first = word.first().map_or(0, |byte| usize::from(byte | 32));
    1 << ((7 * word.len() + first) % 64)
}

impl Measured {
    fn a_sentence(&self) -> f64 {
        self.words as f64 / self.sentences as f64
    }

    fn a_word(&self) -> f64 {
        self.syllables as f64 / self.words as f64
    }

    /// The Flesch–Kincaid grade.
    fn grade(&self) -> f64 {
        0.39 * self.a_sentence() + 11.8 * self.a_word() - 15.59
    }
}

fn passages<'a>(entry: &'a Entry, words: &'a str) -> impl Iterator<Item = (&'a Passage, &'a str)> {
    entry.document.words_in(Span::new(0, entry.file.text.len()), words)
}

fn long_sentence(entry: &Entry, passage: &Passage, sentence: &str, words: usize) -> Diagnostic {
    let span = place_of(sentence, passage.span, &entry.file.text);
    Diagnostics::at(&entry.file.path, span, lint::SENTENCE_LONG, format!("this sentence has {words} words"))
        .label(format!("at most {LONGEST_SENTENCE}"))
        .help("make two of it; the second can begin with what the first ends with")
}

/// Where a sentence begins in the Markdown, up to the end of its line: looked for
/// by its first words, since markup may stand between the others.
fn place_of(sentence: &str, passage: Span, text: &str) -> Span {
    let written = passage.text(text);
    let first: Vec<&str> = plain_words(sentence).take(3).collect();
    let at = (1..=first.len()).rev().find_map(|count| written.find(&first[..count].join(" "))).unwrap_or(0);
    let end = memchr::memchr(b'\n', &written.as_bytes()[at..]).map_or(written.len(), |end| at + end);
    Span::new(at, at + sentence.trim_end().len().min(end - at)).on_boundary(written).shifted(passage.start as usize)
}

/// What a term's page asks of its readers.
fn grade(entry: &Entry, mut measured: Measured, words: &str, found: &mut Diagnostics) {
    if measured.words < FEWEST_WORDS || measured.grade() <= HIGHEST_GRADE {
        return;
    }
    measured.syllables = syllables(entry, words);
    let (grade, a_sentence, a_word) = (measured.grade(), measured.a_sentence(), measured.a_word());
    if grade > HIGHEST_GRADE {
        let message = format!("`{}` reads at school grade {grade:.0}", entry.head.title.value);
        found.push(
            Diagnostics::at(&entry.file.path, entry.head.title.span, lint::READING_LEVEL, message)
                .label(format!("at most {HIGHEST_GRADE:.0}"))
                .note(format!("{a_sentence:.0} words a sentence, {a_word:.1} syllables a word"))
                .help("shorten sentences first, then look for shorter words"),
        );
    }
}

/// Words that the project does not use, with what to write instead.
fn avoided(config: &Config, entry: &Entry, found: &mut Diagnostics) {
    if config.avoid.is_empty() {
        return;
    }
    for prose in &entry.document.prose {
        let text = prose.span.text(&entry.file.text).to_ascii_lowercase();
        for (words, instead) in &config.avoid {
            for at in words_at(&text, words) {
                let span = Span::new(at, at + words.len()).shifted(prose.span.start as usize);
                let diagnostic = Diagnostics::at(
                    &entry.file.path,
                    span,
                    lint::BANNED_WORD,
                    format!("this book does not say `{words}`"),
                );
                let diagnostic = diagnostic.label("listed under `avoid` in book.toml");
                found.push(match instead.as_str() {
                    "" => diagnostic.help("leave it out"),
                    instead => diagnostic.help(format!("write: {instead}")),
                });
            }
        }
    }
}
