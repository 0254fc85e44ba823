//! One book as an editor has it: files on the disk with buffers over them, and
//! the last build of both.

use super::protocol::Uri;
use crate::diag::{Diagnostic, Level};
use crate::host::disk::{self, Book, Reread};
use crate::host::{Failure, Outcome};
use crate::pipeline::{Build, Pipeline};
use crate::source::{Digest, Snapshot, SourcePath};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// One book.
pub(super) struct Workspace {
    book: Book,
    /// The book's folder as the editor spells it: perhaps through a link.
    root: PathBuf,
    snapshot: Snapshot,
    pipeline: Pipeline,
    build: Build,
    buffers: BTreeMap<SourcePath, Buffer>,
    /// Whether something changed after the build.
    changed: bool,
    /// What was last said, by file, sorted.
    published: Vec<Published>,
}

/// A file that is open in the editor.
pub(super) struct Buffer {
    /// Its address, as the editor spells it.
    pub(super) uri: Uri,
    /// The editor's number for this state of it.
    pub(super) version: i32,
    /// What is in it, saved or not.
    pub(super) text: String,
}

/// What was last said about a file, and the texts whose places it showed.
struct Published {
    path: SourcePath,
    diagnostics: Vec<Diagnostic>,
    texts: Vec<Option<Digest>>,
}

impl Workspace {
    /// Opens the book of a folder, which may be below the book's own.
    pub(super) fn open(folder: &Path) -> Outcome<Workspace> {
        let book = Book::find(folder)?;
        let snapshot = book.read(disk::today(), true)?;
        let mut pipeline = Pipeline::new();
        let build = pipeline.build(&snapshot);
        let root = spelled(&book.root, folder);
        Ok(Workspace {
            book,
            root,
            snapshot,
            pipeline,
            build,
            buffers: BTreeMap::new(),
            changed: false,
            published: Vec::new(),
        })
    }

    /// The book.
    pub(super) fn book(&self) -> &Book {
        &self.book
    }

    /// What the last build was made from, if nothing changed since.
    pub(super) fn snapshot(&self) -> &Snapshot {
        &self.snapshot
    }

    /// The last build; see [`Workspace::settle`].
    pub(super) fn build(&self) -> &Build {
        &self.build
    }

    /// The name of a file, if it is this book's.
    pub(super) fn source_path(&self, path: &Path) -> Option<SourcePath> {
        if let Ok(below) = path.strip_prefix(&self.root) {
            return self.book.source_path(&self.book.root.join(below));
        }
        self.book.source_path(path)
    }

    /// Where a file of the book is, as the editor spells it.
    pub(super) fn path(&self, source: &SourcePath) -> PathBuf {
        self.root.join(source.as_str())
    }

    /// The buffer of a file.
    pub(super) fn buffer(&self, source: &SourcePath) -> Option<&Buffer> {
        self.buffers.get(source)
    }

    /// Puts a buffer over a file.
    pub(super) fn put(&mut self, source: SourcePath, buffer: Buffer) {
        self.changed |= self.book.overlay(&mut self.snapshot, &self.book.root.join(source.as_str()), &buffer.text);
        self.buffers.insert(source, buffer);
    }

    /// Takes a buffer away: the file on the disk counts again.
    pub(super) fn close(&mut self, source: &SourcePath) -> Outcome<()> {
        self.buffers.remove(source);
        self.reread(&[self.path(source)])
    }

    /// Reads files again that changed on the disk. Buffers over them stay.
    pub(super) fn reread(&mut self, paths: &[PathBuf]) -> Outcome<()> {
        let real = |path: &PathBuf| {
            let below = path.strip_prefix(&self.root).or_else(|_| path.strip_prefix(&self.book.root));
            below.map_or_else(|_| path.clone(), |below| self.book.root.join(below))
        };
        let covered = |path: &PathBuf| self.book.source_path(path).is_some_and(|path| self.buffers.contains_key(&path));
        let (saved, paths): (Vec<PathBuf>, Vec<PathBuf>) = paths.iter().map(real).partition(covered);
        self.changed |= !(saved.is_empty() && paths.is_empty());
        if !saved.is_empty() {
            // The buffer is what counts, but others may include the file.
            self.book.include_again(&mut self.snapshot);
        }
        if paths.is_empty() {
            return Ok(());
        }
        if self.book.reread(&mut self.snapshot, &paths) != Reread::NotEnough {
            return Ok(());
        }
        // Settings or folders changed: find the book again.
        self.book = Book::find(&self.book.root)?;
        self.snapshot = self.book.read(disk::today(), true)?;
        for (source, buffer) in &self.buffers {
            self.book.overlay(&mut self.snapshot, &self.book.root.join(source.as_str()), &buffer.text);
        }
        Ok(())
    }

    /// Builds what is there now, unless that was done.
    pub(super) fn settle(&mut self) {
        if std::mem::take(&mut self.changed) {
            self.snapshot.today = disk::today();
            self.build = self.pipeline.build(&self.snapshot);
        }
    }

    /// What is to be told of a file. Thoughts are told only where they can be
    /// seen: ten thousand of them would be ten thousand files for the editor.
    pub(super) fn told(&self, path: &SourcePath) -> impl Iterator<Item = &Diagnostic> {
        let open = self.buffers.contains_key(path);
        self.build.diagnostics.of(path).filter(move |diagnostic| open || diagnostic.level > Level::Note)
    }

    /// The files about which something else is to be told than last time, which
    /// counts as told afterwards.
    pub(super) fn news(&mut self) -> Vec<SourcePath> {
        let mut news = Vec::new();
        let mut published = Vec::with_capacity(self.published.len());
        let mut before = std::mem::take(&mut self.published).into_iter().peekable();
        let told = |diagnostic: &&Diagnostic| {
            diagnostic.level > Level::Note || self.buffers.contains_key(&diagnostic.place.path)
        };
        let all: Vec<&Diagnostic> = self.build.diagnostics.iter().filter(told).collect();
        for group in all.chunk_by(|a, b| a.place.path == b.place.path) {
            let path = &group[0].place.path;
            // What lies between has nothing wrong any more.
            while let Some(mended) = before.next_if(|known| known.path < *path) {
                news.push(mended.path);
            }
            let texts = self.texts(group);
            let same = |known: &Published| known.texts == texts && known.diagnostics.iter().eq(group.iter().copied());
            let known = before.next_if(|known| known.path == *path).filter(same);
            published.push(known.unwrap_or_else(|| {
                news.push(path.clone());
                let diagnostics = group.iter().map(|diagnostic| (*diagnostic).clone()).collect();
                Published { path: path.clone(), diagnostics, texts }
            }));
        }
        news.extend(before.map(|mended| mended.path));
        self.published = published;
        news
    }

    /// The texts in which the places of some problems of one file lie.
    fn texts(&self, group: &[&Diagnostic]) -> Vec<Option<Digest>> {
        let labels = group.iter().flat_map(|diagnostic| diagnostic.labels.iter().map(|label| &label.place.path));
        let own = group.first().map(|diagnostic| &diagnostic.place.path);
        own.into_iter().chain(labels).map(|path| Some(self.snapshot.text(path)?.digest)).collect()
    }

    /// Forgets what was said about a file, so that it is said again, were it
    /// that nothing is wrong: some editors drop what they know of a file when
    /// it is opened or closed.
    pub(super) fn forget(&mut self, source: &SourcePath) {
        match self.published.binary_search_by(|known| known.path.cmp(source)) {
            Ok(at) => self.published[at].texts.clear(),
            Err(at) => {
                let nothing = Published { path: source.clone(), diagnostics: Vec::new(), texts: Vec::new() };
                self.published.insert(at, nothing);
            }
        }
    }
}

/// A real path as somebody spells it who has `folder` open: the part that is
/// above or below that folder is exchanged for theirs.
fn spelled(real: &Path, folder: &Path) -> PathBuf {
    let Ok(opened) = folder.canonicalize() else { return real.to_path_buf() };
    if let Ok(below) = real.strip_prefix(&opened) {
        return if below.as_os_str().is_empty() { folder.to_path_buf() } else { folder.join(below) };
    }
    let up = opened.strip_prefix(real).map_or(usize::MAX, |below| below.components().count());
    folder
        .ancestors()
        .nth(up)
        .filter(|shown| shown.canonicalize().is_ok_and(|shown| shown == real))
        .map_or_else(|| real.to_path_buf(), Path::to_path_buf)
}

/// What to say of a book that could not be opened.
pub(super) fn explained(failure: &Failure) -> String {
    failure.to_string().replace('\n', "; ")
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn a_book_behind_a_link_is_spelled_as_the_editor_does() {
        let folder = tempfile::tempdir().unwrap();
        let (real, link) = (folder.path().canonicalize().unwrap().join("real"), folder.path().join("link"));
        std::fs::create_dir_all(real.join("book/content")).unwrap();
        std::os::unix::fs::symlink(&real, &link).unwrap();
        assert_eq!(spelled(&real.join("book"), &link), link.join("book"), "above the book");
        assert_eq!(spelled(&real.join("book"), &link.join("book")), link.join("book"));
        assert_eq!(spelled(&real.join("book"), &link.join("book/content")), link.join("book"), "below it");
    }
}
