//! All inputs of one build, as a value.

use super::{Date, Digest, SourcePath, Span};
use std::collections::BTreeMap;
use std::sync::Arc;

/// One text file with its digest.
#[derive(Debug)]
pub struct SourceFile {
    /// Its name.
    pub path: SourcePath,
    /// Its text, without a byte-order mark.
    pub text: String,
    /// The digest of the text.
    pub digest: Digest,
}

impl SourceFile {
    /// Makes a source file; a byte-order mark at the start is dropped.
    pub fn new(path: SourcePath, mut text: String) -> SourceFile {
        if text.starts_with('\u{feff}') {
            text.drain(..'\u{feff}'.len_utf8());
        }
        let digest = Digest::of(text.as_bytes());
        SourceFile { path, text, digest }
    }
}

/// What reading one file gave.
#[derive(Debug, Clone)]
pub enum Input {
    /// Text that we can use.
    Text(Arc<SourceFile>),
    /// Bytes that are no UTF-8 from this offset on; the text before it is kept for the message.
    NotUtf8 {
        /// What could be read.
        before: Arc<SourceFile>,
    },
    /// Larger than a page may be.
    TooLarge {
        /// Its size in bytes.
        bytes: u64,
        /// The limit in bytes.
        limit: u64,
    },
    /// The system would not let us read it.
    Unreadable {
        /// What the system said.
        reason: String,
    },
    /// A link that leads out of the book; never followed.
    OutsideLink,
}

impl Input {
    /// A digest of what the build can see of this input.
    pub fn digest(&self) -> Digest {
        match self {
            Input::Text(file) => file.digest,
            Input::NotUtf8 { before } => Digest(before.digest.0 ^ 1),
            Input::TooLarge { bytes, .. } => Digest(u128::from(*bytes) ^ 2),
            Input::Unreadable { reason } => Digest(Digest::of(reason.as_bytes()).0 ^ 3),
            Input::OutsideLink => Digest(4),
        }
    }
}

/// Why an include could not be carried out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum IncludeProblem {
    /// There is no such file.
    Missing(String),
    /// The file lies outside the book.
    Outside(String),
    /// It includes itself, directly or through others.
    Circle(String),
    /// With it the page would have more than a page may have.
    TooMuch(String),
}

/// A file that is copied as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asset {
    /// Size in bytes.
    pub bytes: u64,
    /// Digest of the content, or of size and time where reading it would be a waste.
    pub digest: Digest,
    /// Whether a browser that opens it runs something.
    pub active: bool,
}

/// All inputs of one build. Two equal snapshots give the same site, byte for byte.
#[derive(Debug, Clone)]
pub struct Snapshot {
    /// The text of `book.toml`.
    pub config: Arc<SourceFile>,
    /// Markdown and data files below the book's source folder.
    pub inputs: BTreeMap<SourcePath, Input>,
    /// Chapters whose `{{#include}}`s were carried out: the text that results.
    pub expanded: BTreeMap<SourcePath, Arc<SourceFile>>,
    /// Includes that could not be carried out: where they are written, and why.
    pub include_problems: BTreeMap<SourcePath, Vec<(Span, IncludeProblem)>>,
    /// Everything else below the source folder: pictures, downloads.
    pub assets: BTreeMap<SourcePath, Asset>,
    /// The book's own theme files, by path below the theme's folder.
    pub theme: BTreeMap<String, Arc<Vec<u8>>>,
    /// The day of the build.
    pub today: Date,
    /// Whether drafts are part of the site.
    pub drafts: bool,
    /// Whether facilitator notes are part of the site, whatever the book says.
    pub facilitator: bool,
}

impl Snapshot {
    /// A snapshot that holds a configuration and nothing else.
    pub fn new(config: &str, today: Date) -> Snapshot {
        Snapshot {
            config: Arc::new(SourceFile::new("book.toml".into(), config.to_owned())),
            inputs: BTreeMap::new(),
            expanded: BTreeMap::new(),
            include_problems: BTreeMap::new(),
            assets: BTreeMap::new(),
            theme: BTreeMap::new(),
            today,
            drafts: false,
            facilitator: false,
        }
    }

    /// Adds or replaces a text file.
    pub fn insert(&mut self, path: impl Into<SourcePath>, text: impl Into<String>) {
        let path = path.into();
        self.inputs.insert(path.clone(), Input::Text(Arc::new(SourceFile::new(path, text.into()))));
    }

    /// Whether a build of another snapshot would give the same.
    pub fn alike(&self, other: &Snapshot) -> bool {
        let digests = |snapshot: &Snapshot| {
            let inputs = snapshot.inputs.iter().map(|(path, input)| (path.clone(), input.digest()));
            let expanded = snapshot.expanded.iter().map(|(path, file)| (path.clone(), file.digest));
            inputs.chain(expanded).collect::<Vec<_>>()
        };
        self.config.digest == other.config.digest
            && (self.today, self.drafts) == (other.today, other.drafts)
            && self.assets == other.assets
            && self.theme == other.theme
            && self.include_problems == other.include_problems
            && digests(self) == digests(other)
    }

    /// A text input by name; the text before carrying out includes.
    pub fn text(&self, path: &SourcePath) -> Option<&Arc<SourceFile>> {
        if *path == self.config.path {
            return Some(&self.config);
        }
        match self.inputs.get(path)? {
            Input::Text(file) | Input::NotUtf8 { before: file } => Some(file),
            _ => None,
        }
    }
}
