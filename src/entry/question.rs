//! Quiz items, in QTI's words: a prompt, an interaction with its key, feedback.
//!
//! All prose is kept as Markdown source; rendering it is the page's business.

/// One quiz item.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    /// Permanent identity, unique in the whole book: the `{#id}` of the heading.
    pub id: String,
    /// The stem: the heading's Markdown.
    pub stem: String,
    /// What comes between the stem and the answer area, Markdown; may be empty.
    pub scenario: String,
    /// What the learner does, and what is right.
    pub interaction: Interaction,
    /// Shown after an attempt whatever the answer, Markdown; may be empty.
    pub explanation: String,
    /// The objective of the quiz's module that this question tests.
    pub objective: Option<String>,
    /// Bloom level.
    pub level: Level,
    /// 1 recognise, 2 use, 3 weigh.
    pub difficulty: u8,
    /// Whose shoes the learner stands in (a team id), if anyone's.
    pub perspective: Option<String>,
    /// Keep the order of choices as written.
    pub keep_order: bool,
}

/// Levels of Bloom's revised taxonomy (Anderson and Krathwohl, 2001), lowest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Recall a fact.
    Remember,
    /// Explain in own words.
    Understand,
    /// Use in a situation.
    Apply,
    /// Take apart.
    Analyze,
    /// Judge.
    Evaluate,
    /// Make something new.
    Create,
}

impl Level {
    /// The word authors write.
    pub fn word(self) -> &'static str {
        ["remember", "understand", "apply", "analyze", "evaluate", "create"][self as usize]
    }
}

/// What the learner does, together with the key.
#[derive(Debug, Clone, PartialEq)]
pub enum Interaction {
    /// Exactly one choice is right (true-or-false questions too).
    Single(Vec<Choice>),
    /// Several choices are right.
    Multiple(Vec<Choice>),
    /// Put the items in order; they are stored in the right order (Markdown each).
    Order(Vec<String>),
    /// Pair each left side with its right side.
    Match(Vec<Pair>),
    /// Type a word or phrase.
    ShortText(ShortText),
    /// Type a number.
    Number(Number),
    /// Sort statements by team: whose is it?
    Whose(Vec<WhoseItem>),
    /// What will the other team ask first? One right choice.
    Predict {
        /// The team whose question is to be foreseen.
        team: String,
        /// The choices, one of them right.
        choices: Vec<Choice>,
    },
    /// Rewrite something, then compare with a model answer and tick the rubric.
    Translate {
        /// The model answer, Markdown.
        model: String,
        /// What a good answer has; the learner ticks these.
        rubric: Vec<String>,
    },
    /// No key: opinions, before and after a workshop.
    Survey(Vec<Choice>),
}

impl Interaction {
    /// The word for it.
    pub fn word(&self) -> &'static str {
        match self {
            Interaction::Single(_) => "single",
            Interaction::Multiple(_) => "multiple",
            Interaction::Order(_) => "order",
            Interaction::Match(_) => "match",
            Interaction::ShortText(_) => "short-text",
            Interaction::Number(_) => "number",
            Interaction::Whose(_) => "whose",
            Interaction::Predict { .. } => "predict",
            Interaction::Translate { .. } => "translate",
            Interaction::Survey(_) => "survey",
        }
    }
}

/// One choice of a list.
#[derive(Debug, Clone, PartialEq)]
pub struct Choice {
    /// What the learner reads, Markdown.
    pub text: String,
    /// Whether it belongs to the key.
    pub correct: bool,
    /// What choosing it would lead to and why, Markdown; may be empty.
    pub feedback: String,
}

/// One row of a matching question.
#[derive(Debug, Clone, PartialEq)]
pub struct Pair {
    /// The given side, Markdown.
    pub left: String,
    /// Its partner, Markdown.
    pub right: String,
    /// Why they belong together, Markdown; may be empty.
    pub why: String,
}

/// One statement to be sorted by team.
#[derive(Debug, Clone, PartialEq)]
pub struct WhoseItem {
    /// The statement, Markdown.
    pub text: String,
    /// The id of the team whose it is.
    pub team: String,
    /// Why, Markdown; may be empty.
    pub why: String,
}

/// The key of a short-text question.
#[derive(Debug, Clone, PartialEq)]
pub struct ShortText {
    /// Accepted answers; compared after folding case, accents, punctuation and spaces.
    pub answers: Vec<String>,
    /// Known wrong answers and what to say to them.
    pub hints: Vec<(String, String)>,
}

/// The key of a numeric question.
#[derive(Debug, Clone, PartialEq)]
pub struct Number {
    /// The right value.
    pub answer: f64,
    /// How far off is still right (absolute, inclusive).
    pub tolerance: f64,
    /// Unit shown after the field; may be empty.
    pub unit: String,
    /// Known wrong values and what to say to them.
    pub hints: Vec<(f64, String)>,
}
