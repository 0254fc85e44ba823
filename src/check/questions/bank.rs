//! What a bank of questions, or all of them together, gives away or leaves out.

use crate::diag::{Diagnostic, Diagnostics, lint};
use crate::entry::module::objective_unknown;
use crate::entry::question::{Choice, Interaction, Level};
use crate::entry::{Entry, EntryData, Kind, Quiz};
use crate::markdown::{Heading, fragment_text};
use crate::site::Site;
use crate::source::{Place, SourcePath, Span, Spanned};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// The fewest questions from which a habit can be told from chance.
const FEWEST: usize = 8;

/// How far from chance a habit must be, in standard deviations.
const BEYOND_CHANCE: f64 = 3.0;

/// Rules for one bank.
pub(super) fn bank(entry: &Entry, quiz: &Quiz, found: &mut Diagnostics) {
    let place = Place::new(&entry.file.path, entry.head.title.span);
    let habits = Habits::of(quiz);
    found.extend(habits.told("this bank", &place));
    recall_heavy(quiz, place, found);
}

/// The same habits over all banks, where no single one is to blame.
pub(crate) fn book(site: &Site, found: &mut Diagnostics) {
    let banks: Vec<(&Entry, &Quiz)> = site
        .of_kind(Kind::Quiz)
        .filter_map(|(_, entry)| match &entry.data {
            EntryData::Quiz(quiz) => Some((entry, quiz)),
            _ => None,
        })
        .collect();
    let unblamed = |(entry, quiz): (&Entry, &Quiz)| {
        let own = Habits::of(quiz);
        own.told("this bank", &Place::new(&entry.file.path, Span::at(0))).is_empty().then_some(own)
    };
    // Added up in one order, since sums of fractions depend on it.
    let habits: Vec<Option<Habits>> = banks.into_par_iter().map(unblamed).collect();
    let mut all = Habits::default();
    habits.iter().flatten().for_each(|habits| all.add(habits));
    found.extend(all.told("the book", &Place::new(&SourcePath::from("book.toml"), Span::at(0))));
}

/// How often the right choice is the longest, or stands in one place, and how
/// often it would by chance.
#[derive(Default)]
struct Habits {
    questions: usize,
    longest: Tally,
    places: Vec<Tally>,
}

#[derive(Default, Clone, Copy)]
struct Tally {
    seen: usize,
    expected: f64,
    variance: f64,
}

impl Tally {
    fn add(&mut self, seen: bool, chance: f64) {
        self.seen += usize::from(seen);
        self.expected += chance;
        self.variance += chance * (1.0 - chance);
    }

    fn merge(&mut self, more: Tally) {
        self.seen += more.seen;
        self.expected += more.expected;
        self.variance += more.variance;
    }

    /// The normal approximation of the sum of unequal coin flips, with the
    /// usual correction for counting in whole numbers.
    fn beyond_chance(&self) -> bool {
        self.variance > 0.0 && (self.seen as f64 - 0.5 - self.expected) / self.variance.sqrt() > BEYOND_CHANCE
    }
}

impl Habits {
    fn of(quiz: &Quiz) -> Habits {
        let mut habits = Habits::default();
        for item in &quiz.questions {
            let choices = match &item.question.interaction {
                Interaction::Single(choices) | Interaction::Predict { choices, .. } => choices,
                _ => continue,
            };
            // Two choices are true or false, or the like: nothing to guess from.
            if choices.len() > 2 {
                habits.count(choices, item.question.keep_order);
            }
        }
        habits
    }

    fn add(&mut self, more: &Habits) {
        self.questions += more.questions;
        self.longest.merge(more.longest);
        self.places.resize(self.places.len().max(more.places.len()), Tally::default());
        self.places.iter_mut().zip(&more.places).for_each(|(tally, more)| tally.merge(*more));
    }

    fn count(&mut self, choices: &[Choice], keep_order: bool) {
        let lengths: Vec<usize> = choices.iter().map(|choice| fragment_text(&choice.text).chars().count()).collect();
        let chance = 1.0 / choices.len() as f64;
        let right = choices.iter().position(|choice| choice.correct).unwrap_or(0);
        let longest = lengths.iter().enumerate().all(|(at, length)| at == right || *length < lengths[right]);
        self.questions += 1;
        self.longest.add(longest, chance);
        // Choices in an order of their own, such as numbers, stand where they must.
        if keep_order {
            return;
        }
        self.places.resize(self.places.len().max(choices.len()), Tally::default());
        for (at, tally) in self.places.iter_mut().enumerate().take(choices.len()) {
            tally.add(at == right, chance);
        }
    }

    fn told(&self, whole: &str, place: &Place) -> Vec<Diagnostic> {
        let mut told = Vec::new();
        if self.questions < FEWEST {
            return told;
        }
        let expected = |tally: &Tally| format!("by chance it would be {:.0}", tally.expected);
        if self.longest.beyond_chance() {
            let message = format!(
                "in {whole} the longest choice is the right one in {} of {} questions",
                self.longest.seen, self.questions
            );
            told.push(
                Diagnostic::new(lint::LONGEST_BIAS, place.clone(), message)
                    .label(expected(&self.longest))
                    .help("shorten the right choices, or say the wrong ones as fully"),
            );
        }
        for (at, tally) in self.places.iter().enumerate().filter(|(_, tally)| tally.beyond_chance()) {
            let message = format!(
                "in {whole} choice {} is the right one in {} of {} questions",
                at + 1,
                tally.seen,
                self.questions
            );
            told.push(
                Diagnostic::new(lint::POSITION_BIAS, place.clone(), message)
                    .label(expected(tally))
                    .help("move the right choice to another place in some of them")
                    .note("choices are shuffled on screen, but not in print or where no script runs"),
            );
        }
        told
    }
}

fn recall_heavy(quiz: &Quiz, place: Place, found: &mut Diagnostics) {
    let recall = quiz.questions.iter().filter(|item| item.question.level == Level::Remember).count();
    if quiz.questions.len() < 4 || recall * 2 <= quiz.questions.len() {
        return;
    }
    let message = format!("{recall} of {} questions only ask for recall", quiz.questions.len());
    found.push(
        Diagnostic::new(lint::RECALL_HEAVY, place, message)
            .label("more than half are `level: remember`")
            .help("turn some into a situation at work: what would you do, what explains it?"),
    );
}

/// Question ids are unique in the whole book, since results are kept by id.
pub(crate) fn ids(site: &Site, found: &mut Diagnostics) {
    let mut first: BTreeMap<&str, (&Entry, Span)> = BTreeMap::new();
    for (_, entry) in site.of_kind(Kind::Quiz) {
        let EntryData::Quiz(quiz) = &entry.data else { continue };
        for item in quiz.questions.iter().filter(|item| item.has_id) {
            let heading = &entry.document.headings[item.heading];
            let (span, id) = (heading.inline, written_id(entry, heading));
            if let Some((other, place)) = first.insert(id, (entry, span)) {
                found.push(
                    Diagnostics::at(
                        &entry.file.path,
                        span,
                        lint::QUESTION_ID,
                        format!("two questions have the id `{id}`"),
                    )
                    .label("used again here")
                    .also(Place::new(&other.file.path, place), "first used here"),
                );
            }
        }
    }
}

/// The id as it is written: on a page a second heading of the same id gets another.
fn written_id<'a>(entry: &'a Entry, heading: &'a Heading) -> &'a str {
    let line = heading.span.text(&entry.file.text);
    let written = line.rsplit_once("{#").and_then(|(_, rest)| rest.split([' ', '}']).next());
    written.unwrap_or(&heading.id)
}

/// A question's objective is one of the module's.
pub(crate) fn objectives(site: &Site, entry: &Entry, quiz: &Quiz, found: &mut Diagnostics) {
    let module = quiz.module.as_ref().and_then(|name| site.named(&name.value, Some(Kind::Module)));
    let Some(EntryData::Module(module)) = module.map(|ix| &site.entry(ix).data) else { return };
    let named = quiz.questions.iter().filter_map(|item| item.objective.as_ref());
    for objective in named.filter(|name| !module.objectives.iter().any(|objective| objective.id.value == name.value)) {
        found.push(objective_unknown(&entry.file.path, objective, &module.objectives));
    }
}

/// The questions before and after a module test the same objectives.
pub(crate) fn forms(site: &Site, found: &mut Diagnostics) {
    let mut forms: BTreeMap<&str, [Option<&Entry>; 2]> = BTreeMap::new();
    for (_, entry) in site.of_kind(Kind::Quiz) {
        let EntryData::Quiz(quiz) = &entry.data else { continue };
        let form = match quiz.mode {
            "pre" => 0,
            "post" => 1,
            _ => continue,
        };
        if let Some(module) = &quiz.module {
            forms.entry(&module.value).or_default()[form] = Some(entry);
        }
    }
    for pair in forms.values() {
        let [Some(before), Some(after)] = pair else { continue };
        // An objective that could not be read, or that there is not, is reported where it stands.
        if [before, after].iter().any(|form| !form.sound || unknown_objective(site, form)) {
            continue;
        }
        let (tested_before, tested_after) = (tested(before), tested(after));
        if tested_before == tested_after {
            continue;
        }
        let missing: Vec<&str> = tested_before.symmetric_difference(&tested_after).map(|name| name.as_str()).collect();
        found.push(
            Diagnostics::at(
                &after.file.path,
                after.head.title.span,
                lint::FORMS_DIFFER,
                "the questions before and after test different objectives",
            )
            .label(format!("only one of the two has: {}", missing.join(", ")))
            .also(Place::new(&before.file.path, before.head.title.span), "the form before")
            .help("give both forms a question on each of these objectives"),
        );
    }
}

/// Whether a question names an objective that the module of its quiz does not have.
fn unknown_objective(site: &Site, entry: &Entry) -> bool {
    let EntryData::Quiz(quiz) = &entry.data else { return false };
    let mut found = Diagnostics::new();
    objectives(site, entry, quiz, &mut found);
    !found.is_empty()
}

fn tested(entry: &Entry) -> BTreeSet<String> {
    let EntryData::Quiz(quiz) = &entry.data else { return BTreeSet::new() };
    quiz.questions
        .iter()
        .filter_map(|item| item.objective.as_ref())
        .map(|name: &Spanned<String>| name.value.clone())
        .collect()
}
