//! One word or phrase.

use super::{Audience, Context, Kind, Relation};
use crate::config::{Config, address};
use crate::data::{Field, Shape};
use crate::diag::{Diagnostics, lint, near};
use crate::markdown::Heading;
use crate::source::{Date, Spanned};

pub(super) const FIELDS: &[Field] = &[
    Field::required(
        "definition",
        Shape::Text,
        "one sentence of at most 30 words; it is what hover cards and search show",
    ),
    Field::optional("category", Shape::Text, "one of the categories in book.toml"),
    Field::optional("priority", Shape::OneOf(&PRIORITY), "core, standard or extended"),
    Field::optional("audience", Shape::Text, "the team that most needs it, or both"),
    Field::optional("related", Shape::List, "terms that go with it"),
    Field::optional("broader", Shape::List, "terms that it is a kind of"),
    Field::optional("facts", Shape::List, "ids of fact records"),
    Field::optional("jurisdictions", Shape::List, "whose law is meant: EU, UK, US, US-CA …"),
    Field::optional("sources", Shape::Group, "where it can be checked"),
    Field::optional("autolink", Shape::YesNo, "false keeps its name from being linked automatically"),
    Field::optional("spoken", Shape::Text, "how it is said aloud"),
];

const PRIORITY: [&str; 3] = ["core", "standard", "extended"];

pub(super) const SOURCE: &[Field] = &[
    Field::required("title", Shape::Text, "what the source is called"),
    Field::optional("publisher", Shape::Text, "who issued it"),
    Field::optional("ref", Shape::Text, "its number or section"),
    Field::optional(
        "kind",
        Shape::OneOf(&SOURCE_KIND),
        "standard, law, regulator, court, platform, research or secondary",
    ),
    Field::optional("url", Shape::Text, "where to read it"),
    Field::optional("checked", Shape::Date, "when it was last opened"),
];

const SOURCE_KIND: [&str; 7] = ["standard", "law", "regulator", "court", "platform", "research", "secondary"];

/// How soon a reader needs a term.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Priority {
    /// In the first month.
    Core,
    /// To run a shared project well.
    #[default]
    Standard,
    /// For specialists.
    Extended,
}

/// One word or phrase.
#[derive(Debug, Clone)]
pub struct Term {
    /// One sentence that stands alone.
    pub definition: Spanned<String>,
    /// Position of the category in the configuration.
    pub category: Option<usize>,
    /// How soon a reader needs it.
    pub priority: Priority,
    /// Who most needs it.
    pub audience: Spanned<Audience>,
    /// Ids of fact records.
    pub facts: Vec<Spanned<String>>,
    /// Whose law is meant.
    pub jurisdictions: Vec<String>,
    /// Where it can be checked.
    pub sources: Vec<Source>,
    /// Whether its name becomes a link in running text.
    pub autolink: bool,
    /// How it is said aloud; may be empty.
    pub spoken: String,
    /// The sections that have a role on the page, and the positions of their headings.
    pub sections: Vec<(Section, usize)>,
    /// The teams whose view is written, and the positions of the headings.
    pub views: Vec<(usize, usize)>,
}

/// A section that has a role on a term's page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Section {
    /// An everyday comparison.
    Picture,
    /// Why a team cares (by position in the configuration).
    Why(usize),
    /// The sentence printed across all views.
    Agree,
    /// How it works.
    How,
    /// A story.
    SharedProject,
    /// Where the teams trip.
    Trips,
    /// Who says what, what the other side hears, what to say instead.
    Phrasebook,
    /// Questions to ask each other.
    Questions,
    /// What you may hear, and what is better.
    Misconception,
}

/// Headings that authors write, and the sections they begin. An explicit id
/// (`## Wie es geht {#how}`) does the same in any language.
const HEADINGS: [(&str, &str, Section); 8] = [
    ("in one picture", "picture", Section::Picture),
    ("what both sides agree on", "agree", Section::Agree),
    ("how it works", "how", Section::How),
    ("on a shared project", "shared-project", Section::SharedProject),
    ("where the teams trip", "trips", Section::Trips),
    ("phrasebook", "phrasebook", Section::Phrasebook),
    ("questions to ask each other", "questions", Section::Questions),
    ("you may hear", "misconception", Section::Misconception),
];

impl Section {
    /// The section's id in the page.
    pub fn id(self, config: &Config) -> String {
        match self {
            Section::Why(team) => format!("why-{}", config.teams[team].id),
            _ => HEADINGS
                .iter()
                .find(|(_, _, section)| *section == self)
                .map(|(_, id, _)| (*id).to_owned())
                .unwrap_or_default(),
        }
    }

    fn of(heading: &Heading, config: &Config) -> Option<Section> {
        let text = heading.text.trim().to_lowercase();
        let known = HEADINGS.iter().find(|(words, id, _)| *words == text || heading.given && *id == heading.id);
        known.map(|(_, _, section)| *section).or_else(|| {
            let why = |team: &crate::config::Named| {
                let whose = text.strip_prefix("why ").and_then(|rest| rest.strip_suffix(" cares"));
                let whose = whose.or_else(|| text.strip_prefix("for "));
                let named = |label: &str| whose.is_some_and(|whose| whose == label.to_lowercase());
                named(&team.label) || named(&team.written) || heading.given && heading.id == format!("why-{}", team.id)
            };
            config.teams.iter().position(why).map(Section::Why)
        })
    }
}

/// Where something can be checked.
#[derive(Debug, Clone, Default)]
pub struct Source {
    /// What it is called.
    pub title: String,
    /// Who issued it.
    pub publisher: String,
    /// Number or section.
    pub reference: String,
    /// Its rung on the ladder of sources.
    pub kind: String,
    /// Where to read it.
    pub url: String,
    /// When it was last opened.
    pub checked: Option<Date>,
}

pub(super) fn lower(context: &mut Context<'_, '_>) -> Term {
    context.references("related", Relation::Related, Kind::Term);
    context.references("broader", Relation::Broader, Kind::Term);
    let audience = context.team("audience").unwrap_or(Spanned::new(Audience::Both, context.fields.span()));
    let category = category(context);
    let sections = sections(context);
    let fields = &mut context.fields;
    let priority = fields
        .one_of("priority", &PRIORITY)
        .map_or(Priority::default(), |word| [Priority::Core, Priority::Standard, Priority::Extended][word.value]);
    Term {
        definition: fields.text("definition").unwrap_or_default(),
        category,
        priority,
        audience,
        facts: fields.list("facts"),
        jurisdictions: fields.list("jurisdictions").into_iter().map(|text| text.value).collect(),
        autolink: fields.yes_no("autolink").unwrap_or(true),
        spoken: fields.plain("spoken"),
        sources: sources(context),
        views: sections
            .iter()
            .filter_map(|(section, at)| match section {
                Section::Why(team) => Some((*team, *at)),
                _ => None,
            })
            .collect(),
        sections,
    }
}

/// The sections with a role; the first of two wins.
fn sections(context: &Context<'_, '_>) -> Vec<(Section, usize)> {
    let mut sections: Vec<(Section, usize)> = Vec::new();
    for (at, heading) in
        context.document.headings.iter().enumerate().filter(|(_, heading)| heading.top && heading.level == 2)
    {
        if let Some(section) =
            Section::of(heading, context.config).filter(|section| !sections.iter().any(|(known, _)| known == section))
        {
            sections.push((section, at));
        }
    }
    sections
}

fn category(context: &mut Context<'_, '_>) -> Option<usize> {
    let category = context.fields.text("category")?;
    let known = &context.config.categories;
    let position = known.iter().position(|named| named.id == category.value);
    if position.is_none() {
        let path = context.fields.path();
        let mut diagnostic = Diagnostics::at(
            path,
            category.span,
            lint::FIELD_VALUE,
            format!("there is no category called `{}`", category.value),
        )
        .label("not a category of this book");
        diagnostic = diagnostic.suggest(near(&category.value, known.iter().map(|named| named.id.as_str())));
        let diagnostic = diagnostic.note("categories are listed in book.toml under [output.crosstrain.categories]");
        context.fields.diagnostics().push(diagnostic);
    }
    position
}

fn sources(context: &mut Context<'_, '_>) -> Vec<Source> {
    let nodes = context.fields.items("sources");
    let read = |node| {
        let mut fields = context.fields.nested(node, SOURCE, "a source");
        let kind = fields.one_of("kind", &SOURCE_KIND).map_or("", |word| SOURCE_KIND[word.value]);
        Source {
            title: fields.plain("title"),
            publisher: fields.plain("publisher"),
            reference: fields.plain("ref"),
            kind: kind.to_owned(),
            url: address(&mut fields, "url").map(|url| url.value).unwrap_or_default(),
            checked: fields.date("checked").map(|date| date.value),
        }
    };
    nodes.iter().map(read).collect()
}
