//! Is an entry as others see it: a name, fields, a text. What lists show, and
//! what is taken out of a book and brought into one.

mod cell;
mod json;

pub use cell::{from_cell, to_cell};
pub use json::{AsJson, FromJson};

use crate::data::{Field, Map, Node, Shape, Value, parse_toml, parse_yaml};
use crate::diag::Diagnostics;
use crate::entry::{Entry, Fact, HEAD, Kind};
use crate::site::Site;
use crate::source::{Snapshot, SourcePath, Span, Spanned};

/// What a record is of: a kind of entry, or a fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sort {
    /// A kind of entry.
    Entry(Kind),
    /// A fact record.
    Fact,
}

/// One entry, or one fact.
#[derive(Debug, Clone)]
pub struct Record {
    /// What it is of.
    pub sort: Sort,
    /// Its file below the folder of its sort, without the extension. A fact has
    /// the file that it shares with others.
    pub slug: String,
    /// Its fields as written, in the order written.
    pub fields: Map,
    /// Its Markdown, byte for byte; a fact has none.
    pub text: String,
}

impl Sort {
    /// Everything there is, in the order in which a site lists it.
    pub fn all() -> impl Iterator<Item = Sort> {
        Kind::ALL.into_iter().map(Sort::Entry).chain([Sort::Fact])
    }

    /// The word for one of them.
    pub fn word(self) -> &'static str {
        match self {
            Sort::Entry(kind) => kind.word(),
            Sort::Fact => "fact",
        }
    }

    /// The sort that a word or a folder stands for.
    pub fn of_word(word: &str) -> Option<Sort> {
        Sort::all().find(|sort| sort.word() == word || sort.folder() == word)
    }

    /// The folder below the book's source folder.
    pub fn folder(self) -> &'static str {
        match self {
            Sort::Entry(kind) => kind.folder(),
            Sort::Fact => "facts",
        }
    }

    /// The fields it may have, in the order in which they are best read.
    pub fn fields(self) -> Vec<Field> {
        match self {
            Sort::Entry(kind) => {
                let (title, rest) = HEAD.split_at(1);
                title.iter().chain(kind.fields()).chain(rest).copied().collect()
            }
            Sort::Fact => Fact::FIELDS.to_vec(),
        }
    }

    /// What a field holds; text where the field is unknown.
    pub fn shape(self, field: &str) -> Shape {
        self.fields().iter().find(|known| known.name == field).map_or(Shape::Text, |known| known.shape)
    }
}

impl Record {
    /// A field as written.
    pub fn field(&self, name: &str) -> Option<&Node> {
        self.fields.iter().find(|(key, _)| key.value == name).map(|(_, node)| node)
    }

    /// Its fields in the order in which they are best read, whatever the order written.
    pub fn ordered(&self) -> Vec<&(Spanned<String>, Node)> {
        let order = self.sort.fields();
        let rank = |name: &str| order.iter().position(|field| field.name == name).unwrap_or(order.len());
        let mut fields: Vec<_> = self.fields.iter().collect();
        fields.sort_by_key(|(key, _)| rank(&key.value));
        fields
    }

    /// Sets a field.
    pub fn set(&mut self, name: &str, value: Value) {
        let node = Node::new(value, Span::default());
        match self.fields.iter_mut().find(|(key, _)| key.value == name) {
            Some((_, old)) => *old = node,
            None => self.fields.push((Spanned::new(name.to_owned(), Span::default()), node)),
        }
    }

    /// The file it belongs in.
    pub fn path(&self, src: &str) -> SourcePath {
        let extension = if self.sort == Sort::Fact { "toml" } else { "md" };
        // Chapters may lie anywhere; their slugs say where.
        let folder =
            if self.sort == Sort::Entry(Kind::Page) { String::new() } else { format!("{}/", self.sort.folder()) };
        SourcePath::new(format!("{src}/{folder}{}.{extension}", self.slug))
    }
}

/// All records of a sort, by slug; facts in the order of their files.
pub fn records(site: &Site, snapshot: &Snapshot, sort: Sort) -> Vec<Record> {
    match sort {
        Sort::Entry(kind) => site.of_kind(kind).filter_map(|(_, entry)| of_entry(site, snapshot, entry)).collect(),
        Sort::Fact => facts(site, snapshot),
    }
}

/// The record of an entry, from the text that was written.
pub fn of_entry(site: &Site, snapshot: &Snapshot, entry: &Entry) -> Option<Record> {
    let file = snapshot.text(&entry.file.path)?;
    let below = file.path.below(&site.config.src)?;
    let in_folder = below.strip_prefix(entry.id.kind.folder()).and_then(|rest| rest.strip_prefix('/'));
    let slug = if entry.id.kind == Kind::Page { below } else { in_folder.unwrap_or(below) };
    let yaml = entry.document.front_matter;
    let node = yaml
        .and_then(|yaml| parse_yaml(&file.path, yaml.text(&file.text), yaml.start as usize, &mut Diagnostics::new()));
    let fields = match node.map(|node| node.value) {
        Some(Value::Map(map)) => map,
        _ => Vec::new(),
    };
    Some(Record {
        sort: Sort::Entry(entry.id.kind),
        slug: slug.strip_suffix(".md").unwrap_or(slug).to_owned(),
        fields: fields.into_iter().filter(|(_, node)| node.value != Value::Null).collect(),
        text: file.text[entry.document.body..].to_owned(),
    })
}

fn facts(site: &Site, snapshot: &Snapshot) -> Vec<Record> {
    let folder = format!("{}/facts", site.config.src);
    let files = snapshot.inputs.keys().filter(|path| path.extension() == "toml");
    let files = files.filter_map(|path| Some((path.below(&folder)?.strip_suffix(".toml")?, snapshot.text(path)?)));
    let mut found = Vec::new();
    for (slug, file) in files {
        let root = parse_toml(&file.path, &file.text, &mut Diagnostics::new());
        let Some(Value::List(nodes)) = root.get("fact").map(|node| &node.value) else { continue };
        for node in nodes {
            let Value::Map(fields) = &node.value else { continue };
            let (slug, fields) = (slug.to_owned(), fields.clone());
            found.push(Record { sort: Sort::Fact, slug, fields, text: String::new() });
        }
    }
    found
}
