//! Names of source files.

use std::fmt;
use std::sync::Arc;

/// A file's path relative to the book's root, with `/` between its parts on
/// every system and no `.` or `..` in it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourcePath(Arc<str>);

impl SourcePath {
    /// Wraps a path that is already in normal form.
    pub fn new(path: impl Into<Arc<str>>) -> SourcePath {
        SourcePath(path.into())
    }

    /// The path as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The file name without folders.
    pub fn file_name(&self) -> &str {
        self.0.rsplit('/').next().unwrap_or("")
    }

    /// The file name without its last extension.
    pub fn stem(&self) -> &str {
        let name = self.file_name();
        name.rsplit_once('.').map_or(name, |(stem, _)| stem)
    }

    /// The extension in the case it was written, or nothing.
    pub fn extension(&self) -> &str {
        self.file_name().rsplit_once('.').map_or("", |(_, extension)| extension)
    }

    /// The folder, without a slash at its end; empty for a file at the root.
    pub fn folder(&self) -> &str {
        self.0.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// The path below a folder, if it lies there.
    pub fn below<'a>(&'a self, folder: &str) -> Option<&'a str> {
        if folder.is_empty() {
            return Some(&self.0);
        }
        self.0.strip_prefix(folder)?.strip_prefix('/')
    }

    /// Follows a relative reference such as `../a/b.md` from this file's folder.
    /// `None` when it climbs out of the root.
    pub fn join(&self, reference: &str) -> Option<SourcePath> {
        join(self.folder(), reference).map(SourcePath::new)
    }
}

/// Follows a relative reference from a folder; `None` when it climbs out.
pub(crate) fn join(folder: &str, reference: &str) -> Option<String> {
    let mut parts: Vec<&str> = if reference.starts_with('/') {
        Vec::new()
    } else {
        folder.split('/').filter(|part| !part.is_empty()).collect()
    };
    for part in reference.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

impl fmt::Display for SourcePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for SourcePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

impl From<&str> for SourcePath {
    fn from(path: &str) -> SourcePath {
        SourcePath::new(path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_followed_from_the_folder() {
        let page = SourcePath::from("content/glossary/caching.md");
        assert_eq!(page.join("cdn.md"), Some("content/glossary/cdn.md".into()));
        assert_eq!(page.join("../roles/a.md"), Some("content/roles/a.md".into()));
        assert_eq!(page.join("./x/../y.md"), Some("content/glossary/y.md".into()));
        assert_eq!(page.join("../../../etc/passwd"), None);
        assert_eq!((page.stem(), page.extension(), page.folder()), ("caching", "md", "content/glossary"));
        assert_eq!(page.below("content"), Some("glossary/caching.md"));
        assert_eq!(page.below("cont"), None);
    }
}
