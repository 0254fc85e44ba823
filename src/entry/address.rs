//! Where a file belongs, and what the address of its page may be.

use super::{EntryId, Kind};
use crate::diag::{Diagnostic, Diagnostics, lint};
use crate::source::{SourcePath, Span, is_device};

/// What a path below the source folder is to us.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// An entry.
    Entry(EntryId),
    /// Fact records.
    Facts,
    /// What a workshop really took.
    Run,
    /// A Markdown file in a folder that is no kind, in a book of ours.
    Unknown,
}

/// Where a file belongs, by its folder. `below` is the path below the source
/// folder; `listed` whether `SUMMARY.md` names it.
pub fn place(below: &str, ours: bool, listed: bool) -> Place {
    let page = || {
        let slug = below.strip_suffix(".md").unwrap_or(below);
        // mdBook's rule: a README is the index of its folder.
        let slug = match slug.rsplit_once('/') {
            Some((folder, "README")) => format!("{folder}/index"),
            None if slug == "README" => "index".to_owned(),
            _ => slug.to_owned(),
        };
        Place::Entry(EntryId { kind: Kind::Page, slug })
    };
    if listed || !ours {
        return page();
    }
    match below.split_once('/') {
        Some(("facts", _)) => Place::Facts,
        Some(("runs", _)) => Place::Run,
        Some((folder, file)) => match Kind::of_folder(folder) {
            Some(Kind::Page) => page(),
            Some(kind) if !file.contains('/') => {
                let slug = file.strip_suffix(".md").unwrap_or(file).to_owned();
                Place::Entry(EntryId { kind, slug })
            }
            _ => Place::Unknown,
        },
        None => Place::Unknown,
    }
}

/// The address of an entry's page, relative to the site's root.
pub fn route_of(id: &EntryId) -> String {
    match id.kind {
        Kind::Page => format!("{}.html", id.slug),
        kind => format!("{}/{}.html", kind.folder(), id.slug),
    }
}

/// Lower-case ASCII letters, digits and single hyphens: what works in every
/// address, on every file system, and when read aloud.
pub fn valid_slug(slug: &str) -> bool {
    let plain = slug.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    plain
        && !slug.is_empty()
        && !slug.starts_with('-')
        && !slug.ends_with('-')
        && !slug.contains("--")
        && !reserved(slug)
}

/// Names that Windows keeps for devices, and pages that the site makes itself.
fn reserved(slug: &str) -> bool {
    slug == "index" || is_device(slug)
}

/// A slug made from any text.
pub fn slug_of(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    let folded: String =
        text.nfkd().filter(|c| !unicode_normalization::char::is_combining_mark(*c)).collect::<String>().to_lowercase();
    let words: Vec<&str> = folded.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    words.join("-")
}

pub(super) fn slug_invalid(path: &SourcePath, slug: &str) -> Diagnostic {
    let better = slug_of(slug);
    let diagnostic = Diagnostics::at(
        path,
        Span::at(0),
        lint::SLUG_INVALID,
        format!("the file name `{slug}` can't be a page's address"),
    )
    .note("a file name has lower-case letters a to z, digits and single hyphens");
    if valid_slug(&better) { diagnostic.help(format!("rename the file to `{better}.md`")) } else { diagnostic }
}

/// The problem of a file whose name some systems can't hold, or take for something else.
pub fn name_not_portable(path: &SourcePath) -> Diagnostic {
    let message = format!("some systems can't have a file called `{path}`");
    Diagnostics::at(path, Span::at(0), lint::SLUG_INVALID, message)
        .label("left out of the site")
        .help("rename it, or the folder it lies in: no < > : \" | ? * \\, no dot or space at the end, no name of a device such as `con`")
}
