//! What makes a question fair: a key, reasons, choices that differ, and nothing
//! that gives the answer away to people who do not know it.

pub(super) mod bank;
mod choices;
mod clues;
mod stem;

use crate::check::words::sentences;
use crate::config::Config;
use crate::diag::{Diagnostic, Diagnostics, Lint, lint};
use crate::entry::question::{Choice, Interaction};
use crate::entry::quiz::QuizItem;
use crate::entry::{Entry, Quiz};
use crate::markdown::{Heading, fragment_text};
use crate::source::{Place, Span};

/// The rules for a bank and for each question in it.
pub(super) fn quiz(config: &Config, entry: &Entry, quiz: &Quiz, found: &mut Diagnostics) {
    for item in &quiz.questions {
        question(&Asked { entry, item, english: config.english() }, found);
    }
    bank::bank(entry, quiz, found);
}

/// One question, as its rules see it.
struct Asked<'a> {
    entry: &'a Entry,
    item: &'a QuizItem,
    /// Whether rules about English words make sense.
    english: bool,
}

impl<'a> Asked<'a> {
    fn heading(&self) -> &'a Heading {
        &self.entry.document.headings[self.item.heading]
    }

    /// The sentence that asks, without those that set the scene.
    fn asks(&self) -> &'a str {
        sentences(&self.heading().text).last().unwrap_or_default()
    }

    /// Whether the question itself has things of these names: classes A and B, lines 1 and 3.
    fn tells_of(&self, names: [&str; 2]) -> bool {
        let question = &self.item.question;
        let text = format!("{} {}", self.heading().text, fragment_text(&question.scenario)).to_lowercase();
        let words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).collect();
        names.iter().all(|name| words.contains(name))
    }

    /// The place of a choice; of the stem, for questions without choices.
    fn place(&self, choice: usize) -> Span {
        self.item.choices.get(choice).copied().unwrap_or(self.heading().inline)
    }

    fn at_choice(&self, choice: usize, rule: &'static Lint, message: impl Into<String>) -> Diagnostic {
        Diagnostics::at(&self.entry.file.path, self.place(choice), rule, message)
    }

    fn at_stem(&self, rule: &'static Lint, message: impl Into<String>) -> Diagnostic {
        Diagnostics::at(&self.entry.file.path, self.heading().inline, rule, message)
    }

    /// At a word of the stem; at the whole stem where it is written differently.
    fn at_word(&self, word: &str, rule: &'static Lint, message: impl Into<String>) -> Diagnostic {
        let stem = self.heading().inline;
        let written = stem.text(&self.entry.file.text).to_ascii_lowercase();
        let span = crate::check::words::last_word_at(&written, word)
            .map_or(stem, |at| Span::new(at, at + word.len()).shifted(stem.start as usize));
        Diagnostics::at(&self.entry.file.path, span, rule, message)
    }
}

fn question(asked: &Asked<'_>, found: &mut Diagnostics) {
    identity(asked, found);
    explanation(asked, found);
    stem::negative(asked, found);
    match &asked.item.question.interaction {
        Interaction::Single(choices) | Interaction::Predict { choices, .. } => {
            choices::fair(asked, choices, found);
            clues::one_key(asked, choices, found);
            clues::absolute_word(asked, choices, found);
        }
        Interaction::Multiple(choices) => {
            choices::fair(asked, choices, found);
            clues::absolute_word(asked, choices, found);
        }
        Interaction::Order(items) => choices::no_repeats(asked, items.iter().map(String::as_str), found),
        Interaction::Survey(choices) => {
            choices::no_repeats(asked, choices.iter().map(|choice| choice.text.as_str()), found);
        }
        Interaction::ShortText(text) => stem::one_form(asked, &text.answers, found),
        _ => {}
    }
}

fn identity(asked: &Asked<'_>, found: &mut Diagnostics) {
    if asked.item.has_id {
        return;
    }
    let heading = asked.heading();
    let wanted = crate::entry::slug_of(&heading.text).split('-').take(4).collect::<Vec<_>>().join("-");
    let end = Place::new(&asked.entry.file.path, Span::at(heading.inline.end as usize));
    found.push(
        asked
            .at_stem(lint::QUESTION_ID, "this question has no id")
            .label("results are kept by id, so it must never change")
            .fix("give it one", end, format!(" {{#{wanted}}}")),
    );
}

fn explanation(asked: &Asked<'_>, found: &mut Diagnostics) {
    let question = &asked.item.question;
    let open = matches!(question.interaction, Interaction::Survey(_) | Interaction::Translate { .. });
    if open || !question.explanation.trim().is_empty() {
        return;
    }
    found.push(
        asked
            .at_stem(lint::EXPLANATION_MISSING, "this question never says why")
            .label("no explanation after the answer")
            .help("add a quote after the choices: `> Ask IT which layer holds the copy.`"),
    );
}

/// The words of a choice, without markup.
fn words_of(choice: &Choice) -> String {
    fragment_text(&choice.text)
}

fn shortened(text: &str) -> String {
    if text.chars().count() <= 40 {
        return text.to_owned();
    }
    text.chars().take(39).collect::<String>() + "…"
}
