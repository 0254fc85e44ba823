//! The shape of a term's page: which sections, how long, in which order.

use crate::check::words::{Outline, beginnings};
use crate::config::Config;
use crate::diag::{Diagnostics, lint};
use crate::entry::term::{Priority, Section};
use crate::entry::{Entry, Term};
use crate::source::Place;

type Bounds = Option<(usize, usize)>;

/// The fewest and the most words of a section, for core, standard and extended
/// terms. A section that has no row, or none for a priority, has no bounds.
const LENGTHS: [(Section, [Bounds; 3]); 6] = [
    (Section::Picture, [Some((25, 60)), Some((25, 60)), None]),
    (Section::Why(0), [Some((40, 80)), Some((30, 60)), Some((20, 45))]),
    (Section::How, [Some((60, 120)), Some((50, 100)), Some((40, 80))]),
    (Section::SharedProject, [Some((80, 140)), Some((60, 120)), None]),
    (Section::Trips, [Some((60, 110)), Some((40, 80)), Some((25, 50))]),
    (Section::Misconception, [Some((0, 100)), Some((0, 50)), Some((0, 50))]),
];

/// How far beyond its bounds a section may go before it is worth a word.
const TOLERANCE: f64 = 0.25;

/// Two views with more of their words in common than this say the same.
const ALIKE: f64 = 0.6;

/// Views shorter than this have too few words to compare.
const ENOUGH_WORDS: usize = 8;

fn bounds(section: Section, priority: Priority) -> Bounds {
    let kind = |section: Section| if let Section::Why(_) = section { Section::Why(0) } else { section };
    LENGTHS.iter().find(|(known, _)| *known == kind(section)).and_then(|(_, bounds)| bounds[priority as usize])
}

/// Sections much shorter or longer than their kind. `words` counts those of each passage.
pub(crate) fn lengths(entry: &Entry, term: &Term, words: &[usize], found: &mut Diagnostics) {
    for (section, heading) in &term.sections {
        let Some((least, most)) = bounds(*section, term.priority) else { continue };
        let words = words_of(entry, *heading, words);
        let (low, high) = (least as f64 * (1.0 - TOLERANCE), most as f64 * (1.0 + TOLERANCE));
        if words as f64 >= low && words as f64 <= high {
            continue;
        }
        let heading = &entry.document.headings[*heading];
        let (label, help) = if (words as f64) < low {
            (format!("{least} to {most} are usual"), "say what a reader of this team would ask next")
        } else {
            (format!("{least} to {most} are usual"), "keep what the section is for; the rest may belong in another one")
        };
        found.push(
            Diagnostics::at(
                &entry.file.path,
                heading.inline,
                lint::SECTION_LENGTH,
                format!("`{}` has {words} {}", heading.text, if words == 1 { "word" } else { "words" }),
            )
            .label(label)
            .help(help),
        );
    }
}

fn words_of(entry: &Entry, heading: usize, words: &[usize]) -> usize {
    let section = entry.document.section(heading, entry.file.text.len());
    words[entry.document.passages_in(section)].iter().sum()
}

/// Readers learn where to look: sections with a role come in one order.
pub(crate) fn order(entry: &Entry, term: &Term, found: &mut Diagnostics) {
    let late = |pair: &&[(Section, usize)]| rank(pair[0].0) > rank(pair[1].0);
    let Some([(_, before), (_, after)]) = term.sections.windows(2).find(late) else { return };
    let headings = &entry.document.headings;
    let (before, after) = (&headings[*before], &headings[*after]);
    found.push(
        Diagnostics::at(
            &entry.file.path,
            after.inline,
            lint::SECTION_ORDER,
            format!("`{}` usually stands before `{}`", after.text, before.text),
        )
        .label("out of the usual order")
        .also(Place::new(&entry.file.path, before.inline), "this comes later on other pages"),
    );
}

/// Views come in any order among themselves.
fn rank(section: Section) -> Section {
    if let Section::Why(_) = section { Section::Why(0) } else { section }
}

/// Two views that say the same in the same words.
pub(crate) fn views_alike(config: &Config, entry: &Entry, term: &Term, words: &str, found: &mut Diagnostics) {
    let section = |heading: usize| entry.document.section(heading, entry.file.text.len());
    let said = |heading: usize| entry.document.words_in(section(heading), words).map(|(_, words)| words);
    let views: Vec<(usize, usize, Outline)> =
        term.views.iter().map(|(team, heading)| (*team, *heading, Outline::of(said(*heading)))).collect();
    for (at, (team, heading, outline)) in views.iter().enumerate() {
        for (other_team, other_heading, other_outline) in &views[..at] {
            if !outline.may_be_alike(other_outline, ALIKE) {
                continue;
            }
            let (one, other) = (beginnings(said(*heading)), beginnings(said(*other_heading)));
            let shared = one.iter().filter(|word| other.binary_search(word).is_ok()).count() as f64;
            let all = (one.len() + other.len()) as f64 - shared;
            if one.len().min(other.len()) < ENOUGH_WORDS || shared / all <= ALIKE {
                continue;
            }
            let labels = (&config.teams[*other_team].label, &config.teams[*team].label);
            let message = format!("the views of {} and {} say the same", labels.0, labels.1);
            let headings = &entry.document.headings;
            found.push(
                Diagnostics::at(&entry.file.path, headings[*heading].inline, lint::VIEWS_ALIKE, message)
                    .label(format!("{:.0} % of the words are in both", 100.0 * shared / all))
                    .also(Place::new(&entry.file.path, headings[*other_heading].inline), "the other view")
                    .help("say what each team is judged by and would lose; move what both share under `What both sides agree on`"),
            );
        }
    }
}
