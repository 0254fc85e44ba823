//! Finds the page that somebody means at the prompt.

use crate::diag::near;
use crate::entry::EntryId;
use crate::markdown::LinkKind;
use crate::site::{Ix, Outcome, Site};
use crate::source::SourcePath;

/// Finds a page by its file or by a name it answers to. `paths` are the files
/// that the words may stand for, the likeliest first. Where there is no such
/// page, says so, and perhaps what to do.
pub fn lookup(site: &Site, words: &str, paths: &[SourcePath]) -> Result<Ix, (String, Option<String>)> {
    if let Some(ix) = paths.iter().find_map(|path| site.at_path(path)) {
        return Ok(ix);
    }
    let shown = |id: &EntryId| format!("{}/{}", id.kind.folder(), id.slug);
    // A name means the same as in a wiki link, which has no page of its own.
    match site.follow(Ix(0), LinkKind::Wiki, words) {
        Outcome::Entry(ix, _) => Ok(ix),
        Outcome::Ambiguous(all) => {
            let all: Vec<String> = all.iter().map(|ix| shown(&site.entry(*ix).id)).collect();
            Err((format!("`{words}` fits {} pages", all.len()), Some(format!("say which: {}", all.join(" or ")))))
        }
        _ => {
            let slugs = site.entries.iter().map(|entry| entry.id.slug.as_str());
            let slug = words.rsplit('/').next().unwrap_or(words).trim_end_matches(".md");
            let help = near(slug, slugs).map(|near| format!("did you mean `{}`?", near.name));
            Err((format!("there is no page `{words}`"), help))
        }
    }
}
