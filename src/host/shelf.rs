//! What an export needs beside the site: pictures, and when files were edited.

use super::disk::Book;
use super::{Failure, Outcome};
use crate::export::Shelf;
use crate::source::SourcePath;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

/// The book on the disk.
pub struct OnDisk {
    root: PathBuf,
    src: PathBuf,
    /// The time of all files, where somebody says it: exports can then be repeated
    /// on another machine (reproducible-builds.org, `SOURCE_DATE_EPOCH`).
    fixed: Option<i64>,
}

impl OnDisk {
    /// Of a book.
    pub fn new(book: &Book) -> OnDisk {
        let fixed = std::env::var("SOURCE_DATE_EPOCH").ok().and_then(|time| time.parse().ok());
        OnDisk { root: book.root.clone(), src: book.src_dir(), fixed }
    }
}

impl Shelf for OnDisk {
    fn asset(&self, path: &str) -> Option<Vec<u8>> {
        let real = self.src.join(path).canonicalize().ok()?;
        real.starts_with(&self.root).then(|| fs::read(real).ok()).flatten()
    }

    fn edited(&self, path: &SourcePath) -> i64 {
        let modified = || fs::metadata(self.root.join(path.as_str())).ok()?.modified().ok();
        let since = || modified()?.duration_since(UNIX_EPOCH).ok();
        self.fixed.unwrap_or_else(|| since().map_or(0, |time| time.as_secs() as i64))
    }
}

/// Writes a file beside the old one and puts it in its place.
pub fn write(path: &Path, bytes: &[u8]) -> Outcome<()> {
    let failed = |error: &std::io::Error| Failure::io(format_args!("can't write `{}`", path.display()), error);
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let beside = path.with_file_name(format!(".{name}.{}.new", std::process::id()));
    let written = fs::write(&beside, bytes).and_then(|()| fs::rename(&beside, path));
    if written.is_err() {
        let _ = fs::remove_file(&beside);
    }
    written.map_err(|error| failed(&error))
}

/// Where a user's programs keep what they can get again: our folder there.
pub fn cache() -> Option<PathBuf> {
    let folder = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let cache = folder("XDG_CACHE_HOME")
        .or_else(|| folder("LOCALAPPDATA"))
        .or_else(|| folder("HOME").map(|home| home.join(".cache")));
    cache.map(|cache| cache.join("crosstrain"))
}

/// Writes to standard output.
pub fn pour(bytes: &[u8]) -> Outcome<()> {
    let written = std::io::stdout().lock().write_all(bytes);
    written.map_err(|error| Failure::io("can't write to standard output", &error))
}
