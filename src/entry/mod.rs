//! Knows each kind of content: its front matter, its data, its references.
//!
//! One file per kind: a table of fields, the data, and `lower`, which turns a
//! parsed file into that data and complains about what does not fit. Adding a
//! kind means a file here, a variant in [`Kind`] and [`EntryData`], and the
//! arms that the compiler then asks for.

mod address;
pub mod fact;
pub mod false_friend;
pub mod friction;
mod head;
pub mod learning_path;
pub mod module;
mod name;
pub mod page;
pub mod question;
pub mod quiz;
pub mod role;
pub mod run;
pub mod schema;
pub mod term;
pub mod worksheet;
pub mod workshop;

pub use address::{Place, name_not_portable, place, route_of, slug_of, valid_slug};
pub use fact::Fact;
pub use false_friend::FalseFriend;
pub use friction::Friction;
pub use head::{HEAD, Head, Status};
pub use learning_path::LearningPath;
pub use module::Module;
pub use name::{Name, normal_name, written_names};
pub use page::Page;
pub use quiz::Quiz;
pub use role::Role;
pub use run::Run;
pub use term::Term;
pub use worksheet::Worksheet;
pub use workshop::Workshop;

use crate::config::Config;
use crate::data::{Field, Fields, Node, Value, parse_yaml};
use crate::diag::{Diagnostics, lint, near};
use crate::markdown::{Document, parse};
use crate::source::{Digest, Hasher, SourceFile, Span, Spanned};
use std::sync::{Arc, OnceLock};

/// A kind of content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// One word or phrase.
    Term,
    /// One word with a different meaning per team.
    FalseFriend,
    /// One workshop module.
    Module,
    /// One run: modules put on a clock.
    Workshop,
    /// An ordered curriculum.
    LearningPath,
    /// One team-role profile.
    Role,
    /// A bank of questions.
    Quiz,
    /// A document that two teams fill in together.
    Worksheet,
    /// A named pattern of conflict.
    Friction,
    /// An ordinary chapter.
    Page,
}

impl Kind {
    /// All kinds, in the order in which a site lists them.
    pub const ALL: [Kind; 10] = [
        Kind::Term,
        Kind::FalseFriend,
        Kind::Module,
        Kind::Workshop,
        Kind::LearningPath,
        Kind::Role,
        Kind::Quiz,
        Kind::Worksheet,
        Kind::Friction,
        Kind::Page,
    ];

    /// The folder below the book's source folder; pages may lie anywhere else.
    pub fn folder(self) -> &'static str {
        match self {
            Kind::Term => "glossary",
            Kind::FalseFriend => "false-friends",
            Kind::Module => "modules",
            Kind::Workshop => "workshops",
            Kind::LearningPath => "paths",
            Kind::Role => "roles",
            Kind::Quiz => "quizzes",
            Kind::Worksheet => "worksheets",
            Kind::Friction => "frictions",
            Kind::Page => "handbook",
        }
    }

    /// The word authors use for one entry, as in `crosstrain new term`.
    pub fn word(self) -> &'static str {
        match self {
            Kind::Term => "term",
            Kind::FalseFriend => "false-friend",
            Kind::Module => "module",
            Kind::Workshop => "workshop",
            Kind::LearningPath => "path",
            Kind::Role => "role",
            Kind::Quiz => "quiz",
            Kind::Worksheet => "worksheet",
            Kind::Friction => "friction",
            Kind::Page => "page",
        }
    }

    /// The word with its article, for messages.
    pub fn a_word(self) -> String {
        format!("a {}", self.word().replace('-', " "))
    }

    /// The kind whose folder this is.
    pub fn of_folder(folder: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.folder() == folder)
    }

    /// The fields of the kind beside those every kind has.
    pub fn fields(self) -> &'static [Field] {
        match self {
            Kind::Term => term::FIELDS,
            Kind::FalseFriend => false_friend::FIELDS,
            Kind::Module => module::FIELDS,
            Kind::Workshop => workshop::FIELDS,
            Kind::LearningPath => learning_path::FIELDS,
            Kind::Role => role::FIELDS,
            Kind::Quiz => quiz::FIELDS,
            Kind::Worksheet => worksheet::FIELDS,
            Kind::Friction => friction::FIELDS,
            Kind::Page => page::FIELDS,
        }
    }
}

/// The identity of an entry: it names the address of its page.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntryId {
    /// What it is.
    pub kind: Kind,
    /// The file's stem; for pages the path below the source folder, without `.md`.
    pub slug: String,
}

/// One typed piece of content.
#[derive(Debug)]
pub struct Entry {
    /// Its identity.
    pub id: EntryId,
    /// The file it was written in. For chapters with includes, the text that resulted.
    pub file: Arc<SourceFile>,
    /// What all kinds share.
    pub head: Head,
    /// The structure of its text.
    pub document: Document,
    /// What its kind has.
    pub data: EntryData,
    /// What its front matter and data blocks point at.
    pub references: Vec<Reference>,
    /// The address of its page, relative to the site's root.
    pub route: String,
    /// The address in the form in which names are compared: on many systems
    /// addresses that differ in capitals are one.
    pub route_name: Name,
    /// Every name it answers to, in the form in which names are compared.
    pub names: Vec<(Name, Span)>,
    /// Digest of its names as written, which decide where it is mentioned.
    pub names_digest: Digest,
    /// Digest of what others can see of it when they refer to it: what it is
    /// called, where it lives, its headings. While no entry's changes, nobody's
    /// references lead elsewhere and all lists keep their order.
    pub outside: Digest,
    /// Digest of what cards on other pages show of it; found out when first needed.
    pub(crate) card: OnceLock<Digest>,
    /// Whether the front matter could be read. Of an entry whose front matter
    /// could not, nothing more is judged: that would be noise.
    pub readable: bool,
    /// Whether no error was found in reading it. What is added up or compared
    /// over an entry that is not sound would be a second message for one cause.
    pub sound: bool,
}

/// What a kind has beyond the head and the text.
#[derive(Debug)]
pub enum EntryData {
    /// A [`Term`].
    Term(Term),
    /// A [`FalseFriend`].
    FalseFriend(FalseFriend),
    /// A [`Module`].
    Module(Module),
    /// A [`Workshop`].
    Workshop(Workshop),
    /// A [`LearningPath`].
    LearningPath(LearningPath),
    /// A [`Role`].
    Role(Role),
    /// A [`Quiz`].
    Quiz(Quiz),
    /// A [`Worksheet`].
    Worksheet(Worksheet),
    /// A [`Friction`].
    Friction(Friction),
    /// A [`Page`].
    Page(Page),
}

/// Why one entry points at another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Relation {
    /// A term goes with a term.
    Related,
    /// A term is a kind of another.
    Broader,
    /// A role needs a word.
    Vocabulary,
    /// A role works with a role.
    WorksWith,
    /// A module comes after another.
    Requires,
    /// A module teaches a term.
    Teaches,
    /// A module or a friction uses a worksheet.
    Uses,
    /// A quiz belongs to a module, or a module to a quiz.
    Quiz,
    /// A question asks about a term.
    Tests,
    /// A path goes through an entry.
    Step,
    /// A workshop runs a module.
    Runs,
    /// An entry is about a term.
    About,
    /// A link in the text.
    Link,
    /// A term's name in the text, linked automatically.
    Mention,
}

/// A name that stands for another entry.
#[derive(Debug, Clone)]
pub struct Reference {
    /// Why.
    pub relation: Relation,
    /// The kind it must be, where only one makes sense.
    pub kind: Option<Kind>,
    /// What was written.
    pub name: Spanned<String>,
    /// The same, in the form in which names are compared.
    pub key: Name,
}

impl Reference {
    pub(crate) fn new(relation: Relation, kind: Option<Kind>, name: &Spanned<String>) -> Reference {
        Reference { relation, kind, name: name.clone(), key: Name::of(&name.value) }
    }
}

/// What a file of the content folder turned out to be.
#[derive(Debug)]
pub enum Lowered {
    /// One entry.
    Entry(Box<Entry>),
    /// Several fact records.
    Facts(Vec<Fact>),
}

/// Everything `lower` of a kind needs.
pub(crate) struct Context<'a, 'b> {
    pub(crate) config: &'a Config,
    pub(crate) file: &'a SourceFile,
    pub(crate) document: &'a Document,
    pub(crate) fields: Fields<'a, 'b>,
    pub(crate) references: &'a mut Vec<Reference>,
}

impl Context<'_, '_> {
    /// Notes references, all of one sort.
    pub(crate) fn refer(&mut self, relation: Relation, kind: Option<Kind>, names: &[Spanned<String>]) {
        self.references.extend(names.iter().map(|name| Reference::new(relation, kind, name)));
    }

    /// Reads a list of names and notes them as references.
    pub(crate) fn references(&mut self, field: &str, relation: Relation, kind: Kind) -> Vec<Spanned<String>> {
        let names = self.fields.list(field);
        self.refer(relation, Some(kind), &names);
        names
    }

    /// Reads a field that names a team or `both`; `None` for both.
    pub(crate) fn team(&mut self, field: &str) -> Option<Spanned<Audience>> {
        let node = self.fields.node(field)?;
        team_at(self.config, &mut self.fields, node)
    }

    /// Reads a group with one text per team, in the teams' order.
    pub(crate) fn per_team(&mut self, field: &str) -> Vec<String> {
        let mut texts = vec![String::new(); self.config.teams.len()];
        for (id, node) in self.fields.group(field) {
            let text = self.fields.scalar(node, "one text");
            match self.config.team(&id.value) {
                Some(team) => texts[team] = text.map(|text| text.value).unwrap_or_default(),
                None => unknown_team(self.config, &mut self.fields, id),
            }
        }
        texts
    }
}

/// Whose something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Audience {
    /// One team, by position in the configuration.
    Team(usize),
    /// All teams.
    Both,
}

pub(crate) fn team_at(config: &Config, fields: &mut Fields<'_, '_>, node: &Node) -> Option<Spanned<Audience>> {
    let text = fields.scalar(node, "a team")?;
    if text.value == "both" {
        return Some(Spanned::new(Audience::Both, text.span));
    }
    match config.team(&text.value) {
        Some(team) => Some(Spanned::new(Audience::Team(team), text.span)),
        None => {
            unknown_team(config, fields, &text);
            None
        }
    }
}

pub(crate) fn unknown_team(config: &Config, fields: &mut Fields<'_, '_>, name: &Spanned<String>) {
    let known: Vec<&str> = config.teams.iter().map(|team| team.id.as_str()).collect();
    let mut diagnostic = Diagnostics::at(
        fields.path(),
        name.span,
        lint::FIELD_VALUE,
        format!("there is no team called `{}`", name.value),
    )
    .label("not a team of this book");
    diagnostic = diagnostic.suggest(near(&name.value, known.iter().copied().chain(["both"])));
    let diagnostic =
        diagnostic.note(format!("teams are listed in book.toml under [output.crosstrain.teams]: {}", known.join(", ")));
    fields.diagnostics().push(diagnostic);
}

/// Turns one file into an entry, reporting everything that does not fit. A file
/// with mistakes still becomes an entry, so that links to it raise no
/// second-hand errors.
pub fn lower(id: EntryId, file: &Arc<SourceFile>, config: &Config, diagnostics: &mut Diagnostics) -> Entry {
    if id.kind != Kind::Page && !valid_slug(&id.slug) {
        diagnostics.push(address::slug_invalid(&file.path, &id.slug));
    }
    let errors = diagnostics.errors();
    let mut document = parse(file, config.dialect, diagnostics);
    displaced(&id, file, &document, config, diagnostics);
    let node = front_matter(&id, file, &document, config, diagnostics);
    let broken = node.is_none();
    let node = node.unwrap_or_else(|| Node::new(Value::Map(Vec::new()), Span::default()));
    let mut references = Vec::new();
    // Front matter that can't be read is one mistake; that all fields are
    // missing then is not another twenty.
    let mut unheard = Diagnostics::new();
    // Front matter of a plain mdBook is other people's: their tools know its fields.
    let heard = if broken || !config.ours { &mut unheard } else { &mut *diagnostics };
    let table: Vec<Field> = HEAD.iter().chain(id.kind.fields()).copied().collect();
    let fields = Fields::new(&file.path, &node, &table, &id.kind.a_word(), heard);
    let mut context = Context { config, file, document: &document, fields, references: &mut references };
    let head = head::lower(&id, &mut context);
    let data = match id.kind {
        Kind::Term => EntryData::Term(term::lower(&mut context)),
        Kind::FalseFriend => EntryData::FalseFriend(false_friend::lower(&mut context)),
        Kind::Module => EntryData::Module(module::lower(&mut context)),
        Kind::Workshop => EntryData::Workshop(workshop::lower(&mut context)),
        Kind::LearningPath => EntryData::LearningPath(learning_path::lower(&mut context)),
        Kind::Role => EntryData::Role(role::lower(&mut context)),
        Kind::Quiz => EntryData::Quiz(quiz::lower(&mut context)),
        Kind::Worksheet => EntryData::Worksheet(worksheet::lower(&mut context)),
        Kind::Friction => EntryData::Friction(friction::lower(&mut context)),
        Kind::Page => EntryData::Page(page::lower(&mut context)),
    };
    if let EntryData::Term(term) = &data {
        // A section with a role is known by its role, whatever its words.
        for (section, heading) in &term.sections {
            document.headings[*heading].id = section.id(config);
        }
    }
    let (route, names, names_digest) = (route_of(&id), names(&id, &head), names_digest(&id, &head, &data));
    let outside = outside(&head, &data, &names, &references, &document, file);
    Entry {
        id,
        file: file.clone(),
        head,
        document,
        data,
        references,
        route_name: Name::of(&route),
        route,
        names,
        outside: Digest(outside.0 ^ names_digest.0.rotate_left(1)),
        card: OnceLock::new(),
        names_digest,
        readable: !broken,
        sound: !broken && diagnostics.errors() == errors,
    }
}

/// Blocks that mean nothing on a page of this kind, where nobody would see what they hold.
/// Chapters may hold all, for books that are built by mdBook.
fn displaced(id: &EntryId, file: &SourceFile, document: &Document, config: &Config, diagnostics: &mut Diagnostics) {
    let own = match id.kind {
        Kind::Quiz => "question",
        Kind::Module | Kind::Workshop => "activity",
        Kind::Worksheet => "field",
        Kind::Page => return,
        _ => "",
    };
    for block in document.blocks.iter().filter(|block| config.ours && block.name != own) {
        let message = format!("the block `{}` means nothing in {}", block.name, id.kind.a_word());
        let place = match block.name.as_str() {
            "question" => "questions stand in quizzes, in the folder `quizzes`",
            "activity" => "activities stand in modules and workshops",
            _ => "fields stand in worksheets, in the folder `worksheets`",
        };
        let problem = Diagnostics::at(&file.path, block.span, lint::KIND_UNKNOWN, message);
        diagnostics.push(problem.label("shown nowhere").help(place));
    }
}

/// Every name of an entry, with the place to blame where another claims it too.
/// The slug and the path of the folder are names without a place.
fn names(id: &EntryId, head: &Head) -> Vec<(Name, Span)> {
    let nowhere = Span::default();
    let own = [Name::of(&id.slug), Name::of(&format!("{}/{}", id.kind.folder(), id.slug))];
    // Whoever names what a translation translates means the translation.
    let of = head.translation_of.iter().map(|of| (Name::of(&of.value), nowhere)).filter(|(name, _)| *name != own[0]);
    let named = written_names(head).map(|(name, span)| (Name::of(name), span));
    own.map(|name| (name, nowhere)).into_iter().chain(of).chain(named).collect()
}

fn outside(
    head: &Head,
    data: &EntryData,
    names: &[(Name, Span)],
    references: &[Reference],
    document: &Document,
    file: &SourceFile,
) -> Digest {
    let mut hasher = Hasher::new();
    hasher.part(file.path.as_str()).part(&head.title.value).part([head.status as u8]);
    names.iter().for_each(|(name, _)| {
        hasher.number(name.digest().0);
    });
    hasher.part("was");
    head.was.iter().for_each(|old| {
        hasher.part(&old.value);
    });
    // What decides the order of lists.
    hasher.part("order");
    match data {
        EntryData::FalseFriend(friend) => hasher.part(&friend.word),
        EntryData::Quiz(quiz) => hasher.part(quiz.module.as_ref().map_or("", |name| name)).part(quiz.mode),
        _ => &mut hasher,
    };
    references.iter().filter(|reference| reference.relation == Relation::Requires).for_each(|reference| {
        hasher.number(reference.key.digest().0);
    });
    hasher.part("headings");
    document.headings.iter().for_each(|heading| {
        hasher.part(&heading.id).part(&heading.text);
    });
    // Anchors in raw HTML can stand anywhere in the text.
    let text = file.text.as_bytes();
    if memchr::memchr_iter(b'=', text).any(|at| text[..at].ends_with(b"id") || text[..at].ends_with(b"name")) {
        hasher.number(file.digest.0);
    }
    hasher.finish()
}

fn names_digest(id: &EntryId, head: &Head, data: &EntryData) -> Digest {
    let mut hasher = Hasher::new();
    match data {
        EntryData::Term(term) => {
            hasher.part(&id.slug).part([u8::from(term.autolink)]);
            for (name, _) in written_names(head) {
                hasher.part(name);
            }
        }
        EntryData::FalseFriend(friend) => {
            hasher.part(&friend.word);
        }
        _ => return Digest::default(),
    }
    hasher.finish()
}

fn front_matter(
    id: &EntryId,
    file: &SourceFile,
    document: &Document,
    config: &Config,
    diagnostics: &mut Diagnostics,
) -> Option<Node> {
    let Some(yaml) = document.front_matter else {
        // A plain chapter has no front matter; everything else needs a title at least.
        if id.kind != Kind::Page && !file.text.starts_with("---") {
            diagnostics.push(
                Diagnostics::at(
                    &file.path,
                    Span::at(0),
                    lint::FIELD_MISSING,
                    format!("{} needs front matter with a `title`", id.kind.a_word()),
                )
                .label("the page starts here")
                .help("begin the file with a line of `---`, then `title: …`, then another line of `---`"),
            );
        }
        return (id.kind == Kind::Page).then(|| Node::new(Value::Map(Vec::new()), Span::default()));
    };
    let mut found = Diagnostics::new();
    let node = parse_yaml(&file.path, yaml.text(&file.text), yaml.start as usize, &mut found);
    // In a plain mdBook a first line of `---` may be just a line.
    if config.ours {
        diagnostics.extend(found);
    }
    node.filter(|node| config.ours || matches!(node.value, Value::Map(_)))
}
