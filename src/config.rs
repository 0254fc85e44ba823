//! What `book.toml` says, with our own table `[output.crosstrain]` checked field by field.
//!
//! The file is mdBook's; its own settings are read leniently here (mdBook's
//! reader judges them), ours strictly.

use crate::data::{Field, Fields, Node, Shape, Value, parse_toml};
use crate::diag::{Diagnostics, Level, Lint, lint, near};
use crate::markdown::{Dialect, RawHtml, may_lead_to};
use crate::source::{Digest, SourceFile, SourcePath, Spanned, gathered, portable};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Everything that is true of the whole book.
#[derive(Debug, Clone)]
pub struct Config {
    /// The book's title.
    pub title: String,
    /// What it is, in a sentence; may be empty.
    pub description: String,
    /// BCP 47 language tag.
    pub language: String,
    /// The folder of the Markdown files, relative to `book.toml`.
    pub src: String,
    /// Where the site goes unless the command says otherwise.
    pub build_dir: String,
    /// Whether the book has settings of ours; a plain mdBook has none.
    pub ours: bool,
    /// The address of the published site, with a slash at its end.
    pub url: Option<String>,
    /// The teams that share the book, in reading order.
    pub teams: Vec<Named>,
    /// The categories of terms, in reading order.
    pub categories: Vec<Named>,
    /// The question on the home page.
    pub headline: String,
    /// The sentence under it.
    pub tagline: String,
    /// False friends shown in the picture on the home page.
    pub hero: Vec<Spanned<String>>,
    /// How the content was made and what readers should know of it, for the foot
    /// of each page; may be empty.
    pub notice: String,
    /// The licence of the content, for the foot of each page.
    pub licence: String,
    /// Where to report a mistake in the content.
    pub report: Option<String>,
    /// Where readers' answers to "was this clear?" may be sent.
    pub feedback: Option<String>,
    /// How to reach a file's editor: an address with `{path}` in it.
    pub edit: Option<String>,
    /// Name of the book's own theme below `themes/`.
    pub theme: Option<String>,
    /// Whether facilitator notes are left out of the public pages.
    pub separate_facilitator: bool,
    /// Words that the book does not use, in small letters, and what to write instead.
    pub avoid: Vec<(String, String)>,
    /// Capitals that its readers know.
    pub acronyms: Vec<String>,
    /// Words of each team's trade that are not in the glossary, in small letters, by team.
    pub jargon: Vec<Vec<String>>,
    /// Whether the site has a page for authors that says what is missing.
    pub authors: bool,
    /// Levels that differ from the default.
    pub lints: BTreeMap<&'static str, Level>,
    /// Old addresses and where they lead now.
    pub redirects: Vec<(String, String)>,
    /// The languages of the book, its own among them where it has a label.
    pub languages: Vec<Language>,
    /// The folder of the files and pages of this language, with a slash at its end;
    /// empty for the language in which the book is written.
    pub folder: String,
    /// The language in which the book is written.
    pub written_in: String,
    /// Files of this language, by the name of what they translate.
    pub translated: Arc<BTreeSet<SourcePath>>,
    /// Which Markdown the book is written in.
    pub dialect: Dialect,
    /// Digest of the settings.
    pub digest: Digest,
}

/// Something with an id for files and a label for people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// What authors write.
    pub id: String,
    /// What readers see.
    pub label: String,
    /// What readers see in the language in which the book is written.
    pub written: String,
}

impl Named {
    fn new(id: &str, label: String) -> Named {
        Named { id: id.to_owned(), written: label.clone(), label }
    }
}

/// A language that a book can be read in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Language {
    /// BCP 47 language tag; also the folder of its files and pages.
    pub id: String,
    /// What its readers call it.
    pub label: String,
    /// The book's words in it, by field; those of the book where they are empty.
    words: BTreeMap<&'static str, String>,
    /// What it calls teams and categories, by their ids.
    teams: BTreeMap<String, String>,
    categories: BTreeMap<String, String>,
}

/// What a book says of itself in each language.
const LANGUAGE: &[Field] = &[
    Field::required("label", Shape::Text, "what readers of the language call it"),
    Field::optional("title", Shape::Text, "the book's title in this language"),
    Field::optional("description", Shape::Text, "what it is, in a sentence"),
    Field::optional("headline", Shape::Text, "the question on the home page"),
    Field::optional("tagline", Shape::Text, "the sentence under the headline"),
    Field::optional("notice", Shape::Text, "how the content was made, for the foot of each page"),
    Field::optional("teams", Shape::Group, "what the teams are called in this language, by their ids"),
    Field::optional("categories", Shape::Group, "what the categories are called in this language, by their ids"),
];

/// How many of them, after the label, are texts that stand in for the book's own.
const TEXTS: usize = 5;

const OURS: &[Field] = &[
    Field::optional(
        "url",
        Shape::Text,
        "the address of the published site, such as https://handbook.fernhill.example/",
    ),
    Field::optional("headline", Shape::Text, "the question on the home page"),
    Field::optional("tagline", Shape::Text, "the sentence under the headline"),
    Field::optional("hero", Shape::List, "false friends shown in the picture on the home page"),
    Field::optional("notice", Shape::Text, "how the content was made, for the foot of each page"),
    Field::optional("licence", Shape::Text, "the license of the content"),
    Field::optional("report", Shape::Text, "where to report a mistake: an address or a mail address"),
    Field::optional(
        "feedback",
        Shape::Text,
        "where answers to \"was this clear?\" may be sent: an address or a mail address",
    ),
    Field::optional("edit", Shape::Text, "how to reach a file's editor: an address with {path} in it"),
    Field::optional("theme", Shape::Text, "the name of a folder below themes/"),
    Field::optional(
        "facilitator",
        Shape::OneOf(&["included", "separate"]),
        "whether facilitator notes are on the public pages",
    ),
    Field::optional("html", Shape::OneOf(&RawHtml::WORDS), "what becomes of HTML in the text"),
    Field::optional("teams", Shape::Group, "the teams, in reading order"),
    Field::optional("languages", Shape::Group, "the languages of the book, each a folder of translations"),
    Field::optional("categories", Shape::Group, "the categories of terms, in reading order"),
    Field::optional("authors", Shape::YesNo, "whether the site has a page for authors: what is missing"),
    Field::optional("avoid", Shape::Group, "words that the book does not use, and what to write instead"),
    Field::optional("acronyms", Shape::List, "capitals that need no explanation"),
    Field::optional("lints", Shape::Group, "levels of checks: off, note, warn, error"),
    Field::optional("command", Shape::Text, "mdBook's own: the program to run"),
    Field::optional("before", Shape::List, "mdBook's own: preprocessors that come later"),
    Field::optional("after", Shape::List, "mdBook's own: preprocessors that come earlier"),
    Field::optional("renderers", Shape::List, "mdBook's own: for which renderers"),
    Field::optional("optional", Shape::YesNo, "mdBook's own: whether the program may be missing"),
];

const TEAM: &[Field] = &[
    Field::required("label", Shape::Text, "what readers see"),
    Field::optional("jargon", Shape::List, "words of its trade that the views of other teams should not use"),
];

impl Config {
    /// The settings of `[output.crosstrain]`.
    pub const FIELDS: &'static [Field] = OURS;
    /// The settings of one team.
    pub const TEAM: &'static [Field] = TEAM;

    /// Reads a configuration. Mistakes are reported and replaced by defaults.
    pub fn parse(file: &SourceFile, diagnostics: &mut Diagnostics) -> Config {
        let root = parse_toml(&file.path, &file.text, diagnostics);
        let text = |path: &[&str]| follow(&root, path).and_then(Node::scalar).map(str::to_owned);
        let flag = |path: &[&str], default: bool| text(path).map_or(default, |value| value == "true");
        let ours = follow(&root, &["output", "crosstrain"]);
        let mut config = Config {
            title: text(&["book", "title"]).unwrap_or_else(|| "Untitled".to_owned()),
            description: text(&["book", "description"]).unwrap_or_default(),
            language: language(&root, &file.path, diagnostics),
            src: text(&["book", "src"]).map_or_else(|| "src".to_owned(), |src| src.trim_matches('/').to_owned()),
            build_dir: text(&["build", "build-dir"]).unwrap_or_else(|| "public".to_owned()),
            ours: ours.is_some(),
            url: None,
            teams: Vec::new(),
            categories: Vec::new(),
            headline: String::new(),
            tagline: String::new(),
            hero: Vec::new(),
            notice: String::new(),
            licence: String::new(),
            report: None,
            edit: text(&["output", "html", "edit-url-template"]).filter(|edit| leads_safely(edit)),
            feedback: None,
            theme: None,
            separate_facilitator: false,
            avoid: Vec::new(),
            acronyms: Vec::new(),
            jargon: Vec::new(),
            authors: false,
            lints: BTreeMap::new(),
            redirects: redirects(&root, &file.path, diagnostics),
            languages: Vec::new(),
            folder: String::new(),
            written_in: String::new(),
            translated: Arc::default(),
            dialect: Dialect {
                ours: ours.is_some(),
                smart_punctuation: flag(&["output", "html", "smart-punctuation"], true),
                definition_lists: flag(&["output", "html", "definition-lists"], true),
                admonitions: flag(&["output", "html", "admonitions"], true),
                // A plain mdBook was written for pages that take HTML as it is.
                html: if ours.is_some() { RawHtml::default() } else { RawHtml::Trusted },
            },
            digest: file.digest,
        };
        config.written_in.clone_from(&config.language);
        if let Some(node) = ours {
            config.read_ours(&file.path, node, diagnostics);
        }
        config
    }

    fn read_ours(&mut self, path: &SourcePath, node: &Node, diagnostics: &mut Diagnostics) {
        let mut fields = Fields::new(path, node, OURS, "[output.crosstrain]", diagnostics);
        self.url = own_address(&mut fields);
        self.headline = fields.plain("headline");
        self.tagline = fields.plain("tagline");
        self.hero = fields.list("hero");
        self.notice = fields.plain("notice");
        self.licence = fields.plain("licence");
        self.report = address(&mut fields, "report").map(|text| text.value);
        self.feedback = address(&mut fields, "feedback").map(|text| text.value);
        self.edit = address(&mut fields, "edit").map(|text| text.value).or(self.edit.take());
        self.theme = fields.text("theme").map(|text| text.value);
        self.separate_facilitator =
            fields.one_of("facilitator", &["included", "separate"]).is_some_and(|word| word.value == 1);
        if let Some(word) = fields.one_of("html", &RawHtml::WORDS) {
            self.dialect.html = RawHtml::at(word.value);
        }
        for (id, team) in fields.group("teams") {
            let mut team = fields.nested(team, TEAM, "a team");
            let (label, jargon) = (team.plain("label"), team.list("jargon"));
            self.jargon.push(jargon.into_iter().map(|word| word.value.to_lowercase()).collect());
            self.teams.push(Named::new(&id.value, if label.is_empty() { id.value.clone() } else { label }));
        }
        for (id, category) in fields.group("categories") {
            let label = fields.scalar(category, "the label of the category").map(|text| text.value);
            self.categories.push(Named::new(&id.value, label.unwrap_or_else(|| id.value.clone())));
        }
        for (id, language) in fields.group("languages") {
            if !is_tag(&id.value) {
                let problem = Diagnostics::at(
                    fields.path(),
                    id.span,
                    lint::CONFIG_INVALID,
                    format!("`{}` is not the tag of a language", id.value),
                );
                fields.diagnostics().push(problem.help("write a tag such as `en`, `de` or `pt-BR`"));
                continue;
            }
            let mut language = fields.nested(language, LANGUAGE, "a language");
            let label = language.plain("label");
            let label = if label.is_empty() { id.value.clone() } else { label };
            let words = gathered(LANGUAGE[1..=TEXTS].iter().map(|field| (field.name, language.plain(field.name))));
            let teams = labels(&mut language, "teams", "a team", &self.teams);
            let categories = labels(&mut language, "categories", "a category", &self.categories);
            self.languages.push(Language { id: id.value.clone(), label, words, teams, categories });
        }
        self.acronyms = fields.list("acronyms").into_iter().map(|word| word.value).collect();
        for (words, instead) in fields.group("avoid") {
            let instead = fields.scalar(instead, "what to write instead").map(|text| text.value);
            self.avoid.push((words.value.to_lowercase(), instead.unwrap_or_default()));
        }
        self.authors = fields.yes_no("authors").unwrap_or(false);
        for (name, level) in fields.group("lints") {
            self.read_level(name, level, &mut fields);
        }
    }

    fn read_level(&mut self, name: &Spanned<String>, level: &Node, fields: &mut Fields<'_, '_>) {
        let Some(rule) = lint::find(&name.value) else {
            let path = fields.path();
            let mut diagnostic = Diagnostics::at(
                path,
                name.span,
                lint::CONFIG_INVALID,
                format!("there is no check called `{}`", name.value),
            )
            .label("unknown check");
            diagnostic = diagnostic.suggest(near(&name.value, lint::LINTS.iter().map(|rule| rule.name)));
            fields.diagnostics().push(diagnostic);
            return;
        };
        const WORDS: [&str; 4] = ["off", "note", "warn", "error"];
        if let Some(word) = fields.one_of_node(level, &WORDS) {
            self.lints.extend(Level::parse(WORDS[word.value]).map(|level| (rule.name, level)));
        }
    }

    /// The languages that the book is translated into.
    pub fn translations(&self) -> impl Iterator<Item = &Language> {
        self.languages.iter().filter(|language| language.id != self.written_in)
    }

    /// The book in another language. `translated` are the files there are of it, by the
    /// name of what they translate.
    pub fn in_language(&self, language: &Language, translated: BTreeSet<SourcePath>) -> Config {
        let mut config = self.clone();
        config.language.clone_from(&language.id);
        config.folder = format!("{}/", language.id);
        config.url = self.url.as_ref().map(|url| format!("{url}{}", config.folder));
        for (name, own) in [
            ("title", &mut config.title),
            ("description", &mut config.description),
            ("headline", &mut config.headline),
            ("tagline", &mut config.tagline),
            ("notice", &mut config.notice),
        ] {
            if let Some(words) = language.words.get(name).filter(|words| !words.is_empty()) {
                own.clone_from(words);
            }
        }
        for (named, own) in [(&mut config.teams, &language.teams), (&mut config.categories, &language.categories)] {
            for named in named {
                if let Some(label) = own.get(&named.id) {
                    named.label.clone_from(label);
                }
            }
        }
        config.translated = Arc::new(translated);
        config.digest = Digest(self.digest.0 ^ Digest::of(language.id.as_bytes()).0.rotate_left(1));
        config
    }

    /// Whether a file is shown in the language it was written in, for want of a translation.
    pub fn is_foreign(&self, path: &SourcePath) -> bool {
        !self.folder.is_empty() && !self.translated.contains(path)
    }

    /// How much a rule counts in this book, given how much it counted where it
    /// was found. A plain mdBook was fine with its broken links for years, so
    /// there they are warnings, and nobody asked it for more than what is broken.
    pub fn level(&self, rule: &Lint, found: Level) -> Level {
        let lenient = !self.ours
            && [lint::LINK_MISSING, lint::LINK_UNSAFE, lint::ANCHOR_MISSING, lint::PATH_CASE, lint::INCLUDE_MISSING]
                .contains(&rule);
        let unasked = !self.ours && rule.level < Level::Error;
        let default = match found {
            _ if unasked => Level::Off,
            Level::Error if lenient => Level::Warn,
            level => level,
        };
        self.lints.get(rule.name).copied().unwrap_or(default)
    }

    /// Whether the book is in English, so that rules about English words make sense.
    pub fn english(&self) -> bool {
        self.language == "en" || self.language.starts_with("en-")
    }

    /// A team's position, by id.
    pub fn team(&self, id: &str) -> Option<usize> {
        self.teams.iter().position(|team| team.id == id)
    }
}

fn follow<'a>(root: &'a Node, path: &[&str]) -> Option<&'a Node> {
    path.iter().try_fold(root, |node, name| node.get(name))
}

/// Whether data may lead a reader to an address, whatever the text of pages may do.
fn leads_safely(address: &str) -> bool {
    may_lead_to(address, false, RawHtml::Sanitised)
}

/// Reads a field that holds an address for readers to follow.
pub(crate) fn address(fields: &mut Fields<'_, '_>, field: &str) -> Option<Spanned<String>> {
    let address = fields.text(field)?;
    if leads_safely(&address.value) {
        return Some(address);
    }
    let path = fields.path();
    fields.diagnostics().push(
        Diagnostics::at(path, address.span, lint::LINK_UNSAFE, format!("`{field}` can't lead to such an address"))
            .label("left out of the site")
            .help("use an address that begins with https: or mailto:"),
    );
    None
}

/// Where the site will be, as browsers write it (URL Standard), with a slash at the end.
fn own_address(fields: &mut Fields<'_, '_>) -> Option<String> {
    let written = address(fields, "url")?;
    let parsed = url::Url::parse(&written.value).ok().filter(|url| {
        matches!(url.scheme(), "http" | "https") && url.has_host() && url.query().is_none() && url.fragment().is_none()
    });
    let Some(parsed) = parsed else {
        let message = "`url` is not the address of a site".to_owned();
        let problem = Diagnostics::at(fields.path(), written.span, lint::CONFIG_INVALID, message);
        fields.diagnostics().push(
            problem.label("left out").help("write where the site will be, such as https://www.example.com/glossary/"),
        );
        return None;
    };
    let url = String::from(parsed);
    Some(if url.ends_with('/') { url } else { url + "/" })
}

/// What a language calls things of the book, by their ids.
fn labels(language: &mut Fields<'_, '_>, field: &str, what: &str, known: &[Named]) -> BTreeMap<String, String> {
    let mut labels = BTreeMap::new();
    for (id, label) in language.group(field) {
        if known.iter().any(|named| named.id == id.value) {
            labels.extend(language.scalar(label, "a label").map(|label| (id.value.clone(), label.value)));
            continue;
        }
        let message = format!("`{}` is not {what} of this book", id.value);
        let problem =
            Diagnostics::at(language.path(), id.span, lint::CONFIG_INVALID, message).label("nothing has this id");
        let problem = problem.suggest(near(&id.value, known.iter().map(|named| named.id.as_str())));
        language.diagnostics().push(problem);
    }
    labels
}

fn is_tag(tag: &str) -> bool {
    tag.starts_with(|c: char| c.is_ascii_alphabetic())
        && tag.len() <= 35
        && tag.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

/// The book's language. It names files and stands in every page, so it must be a tag.
fn language(root: &Node, path: &SourcePath, diagnostics: &mut Diagnostics) -> String {
    let Some(node) = follow(root, &["book", "language"]) else { return "en".to_owned() };
    let tag = node.scalar().unwrap_or_default();
    if !is_tag(tag) {
        diagnostics.push(
            Diagnostics::at(path, node.span, lint::CONFIG_INVALID, format!("`{tag}` is not the tag of a language"))
                .label("English is taken instead")
                .help("write a tag such as `en`, `de` or `pt-BR`"),
        );
        return "en".to_owned();
    }
    tag.to_owned()
}

fn redirects(root: &Node, path: &SourcePath, diagnostics: &mut Diagnostics) -> Vec<(String, String)> {
    let Some(Value::Map(map)) = follow(root, &["output", "html", "redirect"]).map(|node| &node.value) else {
        return Vec::new();
    };
    let mut redirects = Vec::new();
    for (from, to) in map {
        let Some(address) = to.scalar() else { continue };
        let route = from.value.trim_start_matches('/').to_owned();
        if !portable(route.split(['#', '?']).next().unwrap_or_default().trim_end_matches('/')) && !route.is_empty() {
            let message = format!("no page can have the address `{}`", from.value);
            diagnostics
                .push(Diagnostics::at(path, from.span, lint::CONFIG_INVALID, message).label("no page is made for it"));
        } else if leads_safely(address) {
            redirects.push((route, address.to_owned()));
        } else {
            let message = format!("`{}` can't lead to such an address", from.value);
            diagnostics
                .push(Diagnostics::at(path, to.span, lint::LINK_UNSAFE, message).label("no page is made for it"));
        }
    }
    redirects
}
