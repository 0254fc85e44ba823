//! The table of everything we check. A rule is named once, here; the code that
//! finds the problem uses the constant.

use std::fmt;

/// How much a problem counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Not reported.
    Off,
    /// Worth a thought.
    Note,
    /// Should be mended; does not stop a build.
    Warn,
    /// Stops a build.
    Error,
}

impl Level {
    /// Reads a level as authors write it.
    pub fn parse(text: &str) -> Option<Level> {
        Some(match text {
            "off" => Level::Off,
            "note" => Level::Note,
            "warn" => Level::Warn,
            "error" => Level::Error,
            _ => return None,
        })
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Level::Off => "off",
            Level::Note => "note",
            Level::Warn => "warning",
            Level::Error => "error",
        })
    }
}

/// One rule.
#[derive(Debug, PartialEq, Eq)]
pub struct Lint {
    /// Its kebab-case name, which people can guess, search for and switch.
    pub name: &'static str,
    /// How much it counts by default.
    pub level: Level,
    /// What it finds, in one sentence.
    pub summary: &'static str,
    /// The page that explains it, in Markdown.
    pub page: &'static str,
}

macro_rules! lints {
    ($($constant:ident $name:literal $level:ident $summary:literal;)*) => {
        $(#[doc = $summary] pub const $constant: &Lint = &Lint {
            name: $name,
            level: Level::$level,
            summary: $summary,
            page: include_str!(concat!("explain/", $name, ".md")),
        };)*
        /// Every rule, in the order of the handbook.
        pub const LINTS: &[&Lint] = &[$($constant),*];
    };
}

lints! {
    // Files and front matter
    ENCODING "encoding" Error "A file that is not UTF-8.";
    FILE_UNREADABLE "file-unreadable" Error "A file that could not be read, or a link that leads out of the book.";
    FILE_TOO_LARGE "file-too-large" Error "A page larger than a page may be.";
    NESTING_DEEP "nesting-deep" Error "Quotes or lists nested deeper than any page needs.";
    FRONT_MATTER_SYNTAX "front-matter-syntax" Error "Front matter, a block or a settings file that can't be read.";
    FIELD_UNKNOWN "field-unknown" Error "A field that this kind of page does not have.";
    FIELD_MISSING "field-missing" Error "A field that this kind of page needs.";
    FIELD_TYPE "field-type" Error "A list where one value is wanted, or the other way round.";
    FIELD_VALUE "field-value" Error "A value that is not one of those a field can have.";
    DATE_INVALID "date-invalid" Error "A date that is not a day of the calendar.";
    SLUG_INVALID "slug-invalid" Error "A file name that can't be a page's address.";
    SLUG_DUPLICATE "slug-duplicate" Error "Two files that would become the same page.";
    KIND_UNKNOWN "kind-unknown" Error "A folder, or a block, of a kind that there is not, or a block on a page that has no use for it.";
    CONFIG_INVALID "config-invalid" Error "A setting that can't be used.";
    ALLOW_INVALID "allow-invalid" Error "An allowance without a reason, or for a check there is not.";
    ALLOW_EXPIRED "allow-expired" Warn "An allowance whose time is over.";
    ALLOW_UNUSED "allow-unused" Warn "An allowance for something that is not reported.";
    // Links
    LINK_MISSING "link-missing" Error "A link to a page or file that is not there.";
    ANCHOR_MISSING "anchor-missing" Error "A link to a heading that is not there.";
    ALIAS_CLASH "alias-clash" Error "Two entries that answer to one name.";
    LINK_AMBIGUOUS "link-ambiguous" Error "A wiki link that fits several entries.";
    INCLUDE_MISSING "include-missing" Error "A picture or an included file that is not there.";
    PATH_CASE "path-case" Error "A link that differs from the file's name only in capitals.";
    LINK_UNSAFE "link-unsafe" Error "A link or picture whose address can run something, or opens some program.";
    ASSET_ACTIVE "asset-active" Error "A file beside the text that a browser would run.";
    HTML_LEFT_OUT "html-left-out" Warn "HTML in the text that the page leaves out.";
    ORPHAN "orphan" Warn "A page that nothing links to.";
    ALT_MISSING "alt-missing" Warn "A picture without alternative text.";
    LINK_TEXT_VAGUE "link-text-vague" Warn "A link whose words do not say where it leads.";
    HEADING_ORDER "heading-order" Warn "A heading that leaves out a level, or a second title.";
    EXTERNAL_MISSING "external-missing" Warn "A link to another site that leads nowhere.";
    EXTERNAL_MOVED "external-moved" Note "A link to a page of another site that has moved for good.";
    EXTERNAL_UNSURE "external-unsure" Note "A link to another site that gave no clear answer.";
    SUMMARY_SYNTAX "summary-syntax" Error "A SUMMARY.md that can't be read.";
    // Terms
    DEFINITION_LONG "definition-long" Warn "A definition of more than 30 words or more than one sentence.";
    DEFINITION_CIRCULAR "definition-circular" Error "A definition that uses its own title, or two that define each other.";
    ONE_SIDED "one-sided" Warn "A shared term with only one team's view.";
    VIEWS_ALIKE "views-alike" Warn "Two teams' views that say the same in the same words.";
    FOREIGN_JARGON "foreign-jargon" Warn "A word of one team's trade in another team's view, and not in the glossary.";
    UNEXPLAINED_ACRONYM "unexplained-acronym" Note "Capitals that are neither a term nor an alias.";
    SECTION_LENGTH "section-length" Note "A section of a term that is much shorter or longer than on other pages.";
    SECTION_ORDER "section-order" Note "Sections of a term in another order than on other pages.";
    SENTENCE_LONG "sentence-long" Note "A sentence of more than 32 words.";
    READING_LEVEL "reading-level" Note "A term that reads above school grade 11.";
    BANNED_WORD "banned-word" Warn "A word that the book's own list avoids.";
    RELATED_ONE_WAY "related-one-way" Note "A term that names another as related, whose page never leads back.";
    TERM_UNTESTED "term-untested" Note "A term that no question is about.";
    REVIEW_OVERDUE "review-overdue" Warn "A page past the day on which it should be read again.";
    REVIEW_ONE_TEAM "review-one-team" Note "A page for all teams that one team alone has read.";
    TRANSLATION_OUTDATED "translation-outdated" Warn "A translation of a page that has changed since.";
    TRANSLATION_ALONE "translation-alone" Warn "A translation of a page that is not there.";
    FACT_MISSING "fact-missing" Warn "A fact that is cited but not recorded.";
    FACT_OVERDUE "fact-overdue" Warn "A fact past its review date.";
    FACT_UNVERIFIED "fact-unverified" Warn "A fact without a source that was read.";
    // Questions
    QUESTION_ID "question-id" Error "A question without an id of its own.";
    QUIZ_NO_ANSWER "quiz-no-answer" Error "A question without a right answer.";
    QUIZ_MANY_ANSWERS "quiz-many-answers" Error "Right answers where the question can't have them.";
    CHOICE_DUPLICATE "choice-duplicate" Error "Two choices that read the same.";
    ALL_OF_THE_ABOVE "all-of-the-above" Error "A choice that points at other choices.";
    NONE_OF_THE_ABOVE "none-of-the-above" Warn "A choice that says no other choice is right.";
    EXPLANATION_MISSING "explanation-missing" Error "A question that never says why.";
    FEEDBACK_MISSING "feedback-missing" Warn "A wrong choice without its reason.";
    FEEDBACK_DUPLICATE "feedback-duplicate" Error "One feedback text under two choices.";
    FEEDBACK_EMPTY_WORDS "feedback-empty-words" Warn "Feedback that says only right or wrong.";
    CHOICES_FEW "choices-few" Note "Fewer than three choices, and not true or false.";
    CHOICES_MANY "choices-many" Warn "More than five choices.";
    LONGEST_IS_RIGHT "longest-is-right" Warn "A right choice that is much longer than the others.";
    CLANG_CLUE "clang-clue" Warn "A right choice that alone repeats a word of the question.";
    GRAMMAR_CLUE "grammar-clue" Warn "A question whose grammar fits the right choice alone.";
    NEGATIVE_STEM "negative-stem" Note "A question that asks for what is not so; a warning where the word does not stand out.";
    ABSOLUTE_WORD "absolute-word" Note "Always, never and the like in wrong choices only.";
    SHORT_ANSWER_ONE_FORM "short-answer-one-form" Warn "A short answer that accepts one spelling only.";
    LONGEST_BIAS "longest-bias" Warn "Right choices that are the longest more often than by chance.";
    POSITION_BIAS "position-bias" Warn "Right choices that stand in one place more often than by chance.";
    RECALL_HEAVY "recall-heavy" Warn "A bank in which more than half of the questions ask for recall.";
    OBJECTIVE_UNKNOWN "objective-unknown" Error "An objective that the module does not have.";
    TERM_UNKNOWN "term-unknown" Error "A term that is not in the glossary.";
    FORMS_DIFFER "forms-differ" Error "Questions before and after that test different objectives.";
    // Modules and paths
    ACTIVITY_MINUTES "activity-minutes" Error "An activity without minutes.";
    AGENDA_TIME "agenda-time" Error "Activities and breaks that do not add up to what the module or the workshop promises.";
    STRETCH_LONG "stretch-long" Warn "Longer without a break than people can stand.";
    MEETING_EMPTY "meeting-empty" Warn "A meeting in which people do nothing, or nothing but rest.";
    REMOTE_MISSING "remote-missing" Error "An activity that nobody at a screen can take part in.";
    GROUP_SIZE "group-size" Warn "A number of people that an activity or a module is not made for.";
    CUT_IMPOSSIBLE "cut-impossible" Note "So much is a must that a short version can't be made.";
    TIMEZONE_UNKNOWN "timezone-unknown" Error "A time zone that is not in the list of the world's zones, or a time that its clock skips.";
    MATERIAL_UNKNOWN "material-unknown" Error "Material that an activity needs and the module does not list.";
    TALK_LONG "talk-long" Warn "A talk of more than 15 minutes.";
    PASSIVE_MODULE "passive-module" Warn "A module in which people listen for more than half of the time.";
    LEAD_ONE_SIDED "lead-one-sided" Warn "A joint module in which one team leads nothing.";
    TWO_CARDS "two-cards" Error "Two cards without cards, an output or a debriefing.";
    OBJECTIVE_VERB "objective-verb" Warn "An objective that nobody can see, or two in one.";
    OBJECTIVE_UNPRACTISED "objective-unpractised" Error "An objective that no activity practices.";
    OBJECTIVE_UNTESTED "objective-untested" Error "An objective that no question tests.";
    MODULE_UNUSED "module-unused" Note "A module that no path goes through.";
    TAUGHT_LATER "taught-later" Note "A word that a path uses before it teaches it.";
    COVERAGE_GAP "coverage-gap" Note "A word that a role should know better than its paths teach it.";
    RECALL_ONLY "recall-only" Note "A word that a role must decide with or do, and that is only asked for recall.";
    JARGON_BUDGET "jargon-budget" Note "A page on which more than one word in ten belongs to the other team.";
    PATH_CYCLE "path-cycle" Error "Modules that wait for each other.";
    // Exports
    EXPORT_LOSSY "export-lossy" Warn "Something that the format of an export can't carry.";
}

/// Whether a rule speaks only when it is asked to: an allowance of it may wait.
pub fn on_request(name: &str) -> bool {
    name.starts_with("external-")
}

/// The rule of a name.
pub fn find(name: &str) -> Option<&'static Lint> {
    LINTS.iter().find(|lint| lint.name == name).copied()
}
