//! What all kinds share.

use super::{Context, EntryId, Kind};
use crate::data::{Field, Shape};
use crate::markdown::Heading;
use crate::source::{Date, Spanned};

/// The fields that every kind has.
pub const HEAD: &[Field] = &[
    Field::optional("title", Shape::Text, "what the page is called"),
    Field::optional("summary", Shape::Text, "one sentence for lists and search"),
    Field::optional("aliases", Shape::List, "other names for it"),
    Field::optional("asked", Shape::List, "questions that it answers, in the words of people who don't know its name"),
    Field::optional("owner", Shape::Text, "who looks after the page"),
    Field::optional("reviewed", Shape::Group, "when someone of each team read it: {marketing: 2026-11-21}"),
    Field::optional("review_by", Shape::Date, "when it should be read again"),
    Field::optional("changed", Shape::Group, "what is new, by day, for readers: {2026-11-21: \"A story is added\"}"),
    Field::optional("status", Shape::OneOf(&STATUS), "draft, reviewed, published, needs-review or retired"),
    Field::optional("was", Shape::List, "earlier file names, which lead here"),
    Field::optional("translation_of", Shape::Text, "the file name of the page that this one translates"),
    Field::optional("source_revision", Shape::Text, "which text of that page was translated"),
];

const STATUS: [&str; 5] = ["draft", "reviewed", "published", "needs-review", "retired"];

/// How far an entry is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Status {
    /// Not for readers yet.
    Draft,
    /// Read by others.
    Reviewed,
    /// For readers.
    #[default]
    Published,
    /// For readers, with a notice.
    NeedsReview,
    /// Kept for its address.
    Retired,
}

impl Status {
    /// The word authors write.
    pub fn word(self) -> &'static str {
        STATUS[self as usize]
    }
}

/// What all kinds share.
#[derive(Debug, Clone, Default)]
pub struct Head {
    /// What the page is called.
    pub title: Spanned<String>,
    /// One sentence; may be empty.
    pub summary: String,
    /// Other names for it.
    pub aliases: Vec<Spanned<String>>,
    /// Questions that it answers, in the words of people who don't know its name.
    pub asked: Vec<Spanned<String>>,
    /// Who looks after it; may be empty.
    pub owner: String,
    /// Which team read it when.
    pub reviewed: Vec<(usize, Spanned<Date>)>,
    /// When it should be read again.
    pub review_by: Option<Spanned<Date>>,
    /// What readers should know is new, by day.
    pub changed: Vec<(Date, String)>,
    /// How far it is.
    pub status: Status,
    /// Earlier slugs.
    pub was: Vec<Spanned<String>>,
    /// The slug of the page that this one translates.
    pub translation_of: Option<Spanned<String>>,
    /// The digest of the text that was translated.
    pub source_revision: Option<Spanned<String>>,
}

pub(super) fn lower(id: &EntryId, context: &mut Context<'_, '_>) -> Head {
    let title = title(id, context);
    let fields = &mut context.fields;
    let status = fields.one_of("status", &STATUS).map_or(Status::default(), |word| {
        [Status::Draft, Status::Reviewed, Status::Published, Status::NeedsReview, Status::Retired][word.value]
    });
    let mut head = Head {
        title,
        summary: fields.plain("summary"),
        aliases: fields.list("aliases"),
        asked: fields.list("asked"),
        owner: fields.plain("owner"),
        reviewed: Vec::new(),
        review_by: fields.date("review_by"),
        changed: changed(fields),
        status,
        was: was(id, fields),
        translation_of: fields.text("translation_of"),
        source_revision: fields.text("source_revision"),
    };
    for (team, date) in fields.group("reviewed") {
        match (context.config.team(&team.value), fields.date_node(date)) {
            (Some(team), Some(date)) => head.reviewed.push((team, date)),
            (None, _) => super::unknown_team(context.config, fields, team),
            _ => {}
        }
    }
    head
}

/// Days with what is new.
fn changed(fields: &mut crate::data::Fields<'_, '_>) -> Vec<(Date, String)> {
    let notes = fields.group("changed");
    let note = |(day, note): &(Spanned<String>, crate::data::Node)| {
        let day = fields.date_text(day)?;
        Some((day, fields.scalar(note, "what is new")?.value))
    };
    notes.iter().filter_map(note).collect()
}

/// Earlier file names. They become addresses, so they must be able to.
fn was(id: &EntryId, fields: &mut crate::data::Fields<'_, '_>) -> Vec<Spanned<String>> {
    use crate::diag::{Diagnostics, lint};
    let mut names = fields.list("was");
    names.retain(|name| {
        let page = id.kind == Kind::Page && name.split('/').all(super::valid_slug);
        let valid = page || super::valid_slug(&name.value);
        if !valid {
            let message = format!("`{}` can't have been a page's address", name.value);
            let diagnostic = Diagnostics::at(fields.path(), name.span, lint::SLUG_INVALID, message)
                .label("not a file name without `.md`");
            fields.diagnostics().push(diagnostic);
        }
        valid
    });
    names
}

/// The title as given; a page may have it in its first heading, and any entry
/// falls back to its file name so that it can be listed.
fn title(id: &EntryId, context: &mut Context<'_, '_>) -> Spanned<String> {
    if let Some(title) = context.fields.text("title") {
        return title;
    }
    // Chapters of mdBooks often begin at the second level, after marks of old links.
    let before = |heading: &Heading| context.file.text[context.document.body..heading.span.start as usize].trim();
    let opens = |heading: &Heading| heading.top && (before(heading).is_empty() || before(heading).starts_with('<'));
    let begins = |heading: &&Heading| heading.level == 1 || id.kind == Kind::Page && opens(heading);
    if let Some(heading) = context.document.headings.first().filter(begins) {
        return Spanned::new(heading.text.clone(), heading.inline);
    }
    // A title of the wrong shape has been complained about already.
    if id.kind != Kind::Page && context.fields.node("title").is_none() && !context.fields.is_misspelled("title") {
        context.title_missing(id);
    }
    let name = id.slug.rsplit('/').next().unwrap_or(&id.slug).replace(['-', '_'], " ");
    Spanned::new(name, crate::source::Span::at(0))
}

impl Context<'_, '_> {
    fn title_missing(&mut self, id: &EntryId) {
        use crate::diag::{Diagnostics, lint};
        use crate::source::Span;
        let span = Span::at(self.fields.span().start as usize);
        let diagnostic =
            Diagnostics::at(&self.file.path, span, lint::FIELD_MISSING, format!("{} needs `title`", id.kind.a_word()))
                .label("missing here")
                .help("title: what the page is called");
        self.fields.diagnostics().push(diagnostic);
    }
}
