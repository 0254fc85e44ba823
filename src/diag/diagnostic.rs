//! One problem of an author, as data.

use super::{Level, Lint, Near};
use crate::source::{Place, SourcePath, Span};
use std::sync::Arc;

/// What is wrong, where, and what to do next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// The rule that speaks.
    pub lint: &'static Lint,
    /// How much it counts; the rule's default until configuration is applied.
    pub level: Level,
    /// One sentence in the author's words: lower case, no full stop, names in backticks.
    pub message: String,
    /// The smallest span to blame.
    pub place: Place,
    /// What is said under that span; may be empty.
    pub label: String,
    /// Other places that matter.
    pub labels: Vec<Label>,
    /// What to do next, most useful first.
    pub help: Vec<String>,
    /// What is good to know.
    pub notes: Vec<String>,
    /// A change that mends it.
    pub fix: Option<Fix>,
}

/// A second place and what it has to do with the problem.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// Where.
    pub place: Place,
    /// Why it is shown.
    pub text: String,
}

/// A change of the author's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// What the change does, as a help line: `did you mean …?`
    pub title: String,
    /// Whether it can be applied without asking, because it can't change meaning.
    pub safe: bool,
    /// The changes; they do not overlap.
    pub edits: Vec<Edit>,
}

/// One replacement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// What is replaced.
    pub place: Place,
    /// What stands there afterwards.
    pub text: String,
}

impl Diagnostic {
    /// A problem with its message and place; everything else is added with the methods below.
    pub fn new(lint: &'static Lint, place: Place, message: impl Into<String>) -> Diagnostic {
        Diagnostic {
            lint,
            level: lint.level,
            message: message.into(),
            place,
            label: String::new(),
            labels: Vec::new(),
            help: Vec::new(),
            notes: Vec::new(),
            fix: None,
        }
    }

    /// Counts differently from other findings of its rule, unless the book settles the level.
    pub fn counts_as(mut self, level: Level) -> Diagnostic {
        self.level = level;
        self
    }

    /// Says something under the blamed span.
    pub fn label(mut self, text: impl Into<String>) -> Diagnostic {
        self.label = text.into();
        self
    }

    /// Shows a second place.
    pub fn also(mut self, place: Place, text: impl Into<String>) -> Diagnostic {
        self.labels.push(Label { place, text: text.into() });
        self
    }

    /// Adds a next step.
    pub fn help(mut self, text: impl Into<String>) -> Diagnostic {
        self.help.push(text.into());
        self
    }

    /// Adds background.
    pub fn note(mut self, text: impl Into<String>) -> Diagnostic {
        self.notes.push(text.into());
        self
    }

    /// Offers to replace the blamed span.
    pub fn replace(self, title: impl Into<String>, text: impl Into<String>) -> Diagnostic {
        let place = self.place.clone();
        self.fix(title, place, text)
    }

    /// Offers a known name for the blamed span, if one is near.
    pub fn suggest(self, near: Option<Near<'_>>) -> Diagnostic {
        let Some(Near { name, beyond_doubt }) = near else { return self };
        // Other characters may need quotes where the name is written.
        let plain = name.chars().all(|c| c.is_alphanumeric() || "-_/ ".contains(c));
        self.replace(format!("did you mean `{name}`?"), name).safe_if(beyond_doubt && plain)
    }

    /// Says that the change offered can't change meaning, if so: it may be made without asking.
    pub fn safe_if(mut self, safe: bool) -> Diagnostic {
        if let Some(fix) = &mut self.fix {
            fix.safe = safe;
        }
        self
    }

    /// Offers to replace some span.
    pub fn fix(mut self, title: impl Into<String>, place: Place, text: impl Into<String>) -> Diagnostic {
        self.fix = Some(Fix { title: title.into(), safe: false, edits: vec![Edit { place, text: text.into() }] });
        self
    }
}

/// The problems of one file, or of a whole build, which share them.
#[derive(Debug, Clone, Default)]
pub struct Diagnostics {
    items: Vec<Arc<Diagnostic>>,
}

impl Diagnostics {
    /// None yet.
    pub fn new() -> Diagnostics {
        Diagnostics::default()
    }

    /// Adds one.
    pub fn push(&mut self, diagnostic: impl Into<Arc<Diagnostic>>) {
        self.items.push(diagnostic.into());
    }

    /// Starts one in a file, for a caller that adds to it and pushes it.
    pub fn at(path: &SourcePath, span: Span, lint: &'static Lint, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(lint, Place::new(path, span), message)
    }

    /// Adds all of another list.
    pub fn extend(&mut self, other: impl IntoIterator<Item = impl Into<Arc<Diagnostic>>>) {
        self.items.extend(other.into_iter().map(Into::into));
    }

    /// Sorts by file, offset and name, and drops exact repeats.
    pub fn sort(&mut self) {
        self.items.sort_by(|a, b| {
            (&a.place.path, a.place.span, a.lint.name, &a.message).cmp(&(
                &b.place.path,
                b.place.span,
                b.lint.name,
                &b.message,
            ))
        });
        self.items.dedup();
    }

    /// Settles levels, given the rule and the level it was found at, and drops
    /// what is switched off.
    pub fn apply_levels(&mut self, level: impl Fn(&Lint, Level) -> Level) {
        for item in &mut self.items {
            let level = level(item.lint, item.level);
            if level != item.level {
                Arc::make_mut(item).level = level;
            }
        }
        self.items.retain(|item| item.level != Level::Off);
    }

    /// Keeps some.
    pub fn retain(&mut self, mut keep: impl FnMut(&Diagnostic) -> bool) {
        self.items.retain(|item| keep(item));
    }

    /// How many count as errors.
    pub fn errors(&self) -> usize {
        self.items.iter().filter(|item| item.level == Level::Error).count()
    }

    /// How many count as warnings.
    pub fn warnings(&self) -> usize {
        self.items.iter().filter(|item| item.level == Level::Warn).count()
    }

    /// Those of one file, once they are sorted.
    pub fn of(&self, path: &SourcePath) -> impl Iterator<Item = &Diagnostic> {
        let start = self.items.partition_point(|item| item.place.path < *path);
        let length = self.items[start..].partition_point(|item| item.place.path == *path);
        self.items[start..start + length].iter().map(|item| &**item)
    }

    /// All of them.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &Diagnostic> + DoubleEndedIterator + Clone {
        self.items.iter().map(|item| &**item)
    }

    /// All of them, to be kept elsewhere too.
    pub fn shared(&self) -> std::slice::Iter<'_, Arc<Diagnostic>> {
        self.items.iter()
    }

    /// Whether there is nothing to say.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.items.len()
    }
}

impl IntoIterator for Diagnostics {
    type Item = Arc<Diagnostic>;
    type IntoIter = std::vec::IntoIter<Arc<Diagnostic>>;
    fn into_iter(self) -> Self::IntoIter {
        self.items.into_iter()
    }
}
