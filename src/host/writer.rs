//! Writes a site so that nobody ever sees half of it.
//!
//! The new site is put together beside the old one: what did not change is
//! linked over from the old, the rest is written; then the two folders change
//! places in one step. A build that is killed, or runs out of disk, leaves the
//! old site as it was.

mod manifest;

pub use manifest::Kept;

use super::{Failure, Outcome};
use crate::bundle::{Bundle, Output};
use crate::pipeline::Build;
use crate::source::Digest;
use manifest::{Known, MANIFEST, Manifest, inside};
use rayon::prelude::*;
use std::ffi::OsString;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::channel;
use std::time::UNIX_EPOCH;

/// Pages that are made and written in one go.
const PORTION: usize = 8;

/// What writing did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Written {
    /// Files of the site.
    pub files: usize,
    /// Bytes of the site.
    pub bytes: u64,
    /// Files that had to be written; the rest were as they should be.
    pub written: usize,
    /// The largest page and its size in bytes.
    pub largest: Option<(String, u64)>,
}

/// Writes a build into a folder. `made_of` lets [`Kept::find`] find it again.
pub fn write(build: &Build, src: &Path, out: &Path, made_of: Option<Digest>) -> Outcome<Written> {
    let spot = Spot::new(out)?;
    let _lock = spot.lock()?;
    spot.sweep();
    let old = spot.manifest()?;
    let bundle = build.files();
    contained(&bundle)?;
    if let Some(manifest) = old.as_ref().filter(|old| spot.up_to_date(build, &bundle, old)) {
        spot.stamp_again(manifest, made_of);
        return Ok(summary(manifest, 0));
    }
    let old = old.unwrap_or_default();
    let result = spot.put_together(build, src, &bundle, &old, made_of).and_then(|(manifest, written)| {
        spot.swap()?;
        Ok(summary(&manifest, written))
    });
    // After a swap this is the old site, after a failure the unfinished new one.
    let _ = fs::remove_dir_all(&spot.staging);
    result
}

/// The last line of defence: nothing is ever written outside the output folder,
/// whatever the stages before did with names from the content.
fn contained(bundle: &Bundle) -> Outcome<()> {
    match bundle.par_iter().find_first(|(path, _)| !inside(path)) {
        Some((path, _)) => {
            Err(Failure::new(format!("`{path}` would be written outside the output folder, so nothing was written")))
        }
        None => Ok(()),
    }
}

fn summary(manifest: &Manifest, written: usize) -> Written {
    let pages = manifest.files.iter().filter(|(path, _)| path.ends_with(".html"));
    let largest = pages.max_by_key(|(path, known)| (known.bytes, std::cmp::Reverse(*path)));
    Written {
        files: manifest.all().count(),
        bytes: manifest.all().map(|(_, known)| known.bytes).sum(),
        written,
        largest: largest.map(|(path, known)| (path.clone(), known.bytes)),
    }
}

/// The output folder and what we need around it.
struct Spot {
    out: PathBuf,
    parent: PathBuf,
    name: OsString,
    staging: PathBuf,
}

impl Spot {
    fn new(out: &Path) -> Outcome<Spot> {
        let absolute = std::path::absolute(out)
            .map_err(|error| Failure::io(format_args!("can't find `{}`", out.display()), &error))?;
        let (Some(parent), Some(name)) = (absolute.parent(), absolute.file_name()) else {
            return Err(Failure::new(format!("`{}` can't be an output folder", out.display())));
        };
        fs::create_dir_all(parent)
            .map_err(|error| Failure::io(format_args!("can't create `{}`", parent.display()), &error))?;
        let staging = parent.join(beside(name, &format!("new-{}", std::process::id())));
        Ok(Spot { parent: parent.to_path_buf(), name: name.to_owned(), staging, out: absolute.clone() })
    }

    /// Keeps a second build out of the same folder until the first is done.
    fn lock(&self) -> Outcome<Lock> {
        let path = self.parent.join(beside(&self.name, "lock"));
        loop {
            let file = fs::File::create(&path)
                .map_err(|error| Failure::io(format_args!("can't write in `{}`", self.parent.display()), &error))?;
            file.lock().map_err(|error| Failure::io("can't lock the output folder", &error))?;
            // Who held the lock before us took its file away; a third build may
            // have a new one by now, and two locks would be none.
            if is_at(&file, &path) {
                return Ok(Lock { _file: file, path });
            }
        }
    }

    /// Removes what killed builds left behind, and puts the old site back if
    /// one was killed between the two steps of a swap.
    fn sweep(&self) {
        if !self.out.exists() {
            let _ = fs::rename(self.aside(), &self.out);
        }
        let prefix = beside(&self.name, "new-").to_string_lossy().into_owned();
        let Ok(entries) = fs::read_dir(&self.parent) else { return };
        for entry in entries.flatten().filter(|entry| entry.file_name().to_string_lossy().starts_with(&prefix)) {
            let _ = fs::remove_dir_all(entry.path());
        }
    }

    /// The manifest of the old site; nothing when there is no old site. A
    /// folder with other people's files is not ours to replace.
    fn manifest(&self) -> Outcome<Option<Manifest>> {
        match fs::read_to_string(self.out.join(MANIFEST)) {
            Ok(text) => Ok(Some(Manifest::parse(&text))),
            Err(_) => {
                let empty = fs::read_dir(&self.out).map_or(true, |mut entries| entries.next().is_none());
                if empty && !self.out.is_file() {
                    return Ok(None);
                }
                Err(Failure::new(format!(
                    "`{}` holds files that crosstrain did not write, so it is left alone",
                    self.out.display()
                ))
                .help("choose another folder with -o, or empty this one"))
            }
        }
    }

    /// Whether every file is there and as the bundle wants it, and no other.
    fn up_to_date(&self, build: &Build, bundle: &Bundle, old: &Manifest) -> bool {
        bundle.len() == old.files.len()
            && bundle
                .iter()
                .zip(&old.files)
                .all(|((path, (key, _)), (known_path, known))| path == known_path && *key == known.key)
            && build.search_key() == old.search
            && old.files.par_iter().chain(&old.index).all(|(path, known)| self.untouched(path, known))
    }

    /// Notes that a site is as it should be though its files look other than before:
    /// saved again, or built by another program. Left alone where that fails, since
    /// nothing is wrong then but that the next preview starts later.
    fn stamp_again(&self, manifest: &Manifest, made_of: Option<Digest>) {
        if manifest.made_of == made_of {
            return;
        }
        let fresh = self.staging.join(MANIFEST);
        let text = Manifest { made_of, ..manifest.clone() }.print();
        if fs::create_dir(&self.staging).and_then(|()| fs::write(&fresh, text)).is_ok() {
            let _ = fs::rename(&fresh, self.out.join(MANIFEST));
        }
        let _ = fs::remove_dir_all(&self.staging);
    }

    fn untouched(&self, path: &str, known: &Known) -> bool {
        fs::symlink_metadata(self.out.join(path)).is_ok_and(|metadata| {
            metadata.is_file() && metadata.len() == known.bytes && modified(&metadata) == known.modified
        })
    }

    /// Makes the new site in the staging folder.
    fn put_together(
        &self,
        build: &Build,
        src: &Path,
        bundle: &Bundle,
        old: &Manifest,
        made_of: Option<Digest>,
    ) -> Outcome<(Manifest, usize)> {
        let (mut manifest, written) = self.write_all(build, src, bundle, old)?;
        manifest.made_of = made_of;
        let path = self.staging.join(MANIFEST);
        fs::write(&path, manifest.print())
            .map_err(|error| Failure::io(format_args!("can't write `{}`", path.display()), &error))?;
        Ok((manifest, written))
    }

    /// Each core makes and writes its own files, while they are still in its cache.
    /// Pages that grow with the book and the search index take many times their size
    /// while they are made, so they come one after the other. That row is the longest
    /// way to the end: its parts go first, and the other pages fill its gaps.
    fn write_all(&self, build: &Build, src: &Path, bundle: &Bundle, old: &Manifest) -> Outcome<(Manifest, usize)> {
        self.make_folders(bundle.keys())?;
        let site_file = |(path, (key, output)): &(&String, &(Digest, Output))| {
            self.place(path, *key, old.files.get(*path), |target| make(build, src, output, target))
        };
        let wide = |output: &Output| matches!(output, Output::Page(page) if build.is_wide(*page));
        let (wide, narrow): (Vec<_>, Vec<_>) = bundle.iter().partition(|(_, (_, output))| wide(output));
        let row = || Ok((self.index(build, old)?, wide.iter().map(site_file).collect::<Outcome<Vec<Placed>>>()?));
        let (row, narrow) = longest_first(row, &narrow, site_file);
        let ((index, wide), narrow) = (row?, narrow?);
        let site = || narrow.iter().chain(&wide);
        let written = site().chain(&index).filter(|placed| placed.written).count();
        let known = |placed: Placed| (placed.path, placed.known);
        let manifest = Manifest {
            made_of: None,
            files: narrow.into_iter().chain(wide).map(known).collect(),
            search: build.search_key(),
            index: index.into_iter().map(known).collect(),
        };
        Ok((manifest, written))
    }

    fn index(&self, build: &Build, old: &Manifest) -> Outcome<Vec<Placed>> {
        let index = build.search();
        self.make_folders(index.iter().map(|(path, _)| path))?;
        let file = |(path, bytes): &(String, Arc<[u8]>)| {
            self.place(path, Digest::of(bytes), old.index.get(path), |target| write_bytes(bytes, target))
        };
        index.par_iter().map(file).collect()
    }

    fn make_folders<'a>(&self, files: impl Iterator<Item = &'a String>) -> Outcome<()> {
        let mut folders: Vec<&str> = files.map(|path| path.rsplit_once('/').map_or("", |(folder, _)| folder)).collect();
        // Neighbors mostly lie in one folder.
        folders.dedup();
        folders.sort_unstable();
        folders.dedup();
        folders.into_iter().map(|folder| self.staging.join(folder)).try_for_each(|folder| {
            fs::create_dir_all(&folder)
                .map_err(|error| Failure::io(format_args!("can't create `{}`", folder.display()), &error))
        })
    }

    /// Puts a file into the new site: the old one where it is as it should be.
    fn place(
        &self,
        path: &str,
        key: Digest,
        old: Option<&Known>,
        make: impl FnOnce(&Path) -> Outcome<Known>,
    ) -> Outcome<Placed> {
        let target = self.staging.join(path);
        let placed = |known, written| Placed { path: path.to_owned(), known: Known { key, ..known }, written };
        let Some(old) = old.filter(|old| old.key == key && self.untouched(path, old)) else {
            return make(&target).map(|known| placed(known, true));
        };
        let source = self.out.join(path);
        match fs::hard_link(&source, &target) {
            Ok(()) => Ok(placed(*old, false)),
            // No links on this file system: the bytes are copied instead.
            Err(_) => copy(&source, &target).map(|known| placed(known, false)),
        }
    }

    /// Where the old site waits where the system has no exchange.
    fn aside(&self) -> PathBuf {
        self.parent.join(beside(&self.name, "new-old"))
    }

    /// Lets the new site and the old one change places.
    fn swap(&self) -> Outcome<()> {
        let failed =
            |error: io::Error| Failure::io(format_args!("can't put the new site at `{}`", self.out.display()), &error);
        if !self.out.exists() {
            return fs::rename(&self.staging, &self.out).map_err(failed);
        }
        if exchange(&self.staging, &self.out) {
            return Ok(());
        }
        // Where the system has no exchange there is a moment without a site,
        // but never one with half a site.
        let aside = self.aside();
        fs::rename(&self.out, &aside).map_err(failed)?;
        let result = fs::rename(&self.staging, &self.out);
        if result.is_err() {
            let _ = fs::rename(&aside, &self.out);
        }
        let _ = fs::remove_dir_all(&aside);
        result.map_err(failed)
    }
}

/// The lock on an output folder; its file goes with it.
struct Lock {
    _file: fs::File,
    path: PathBuf,
}

impl Drop for Lock {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.path);
    }
}

/// Whether a path still names an open file.
#[cfg(unix)]
fn is_at(file: &fs::File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let (Ok(open), Ok(named)) = (file.metadata(), fs::metadata(path)) else { return false };
    (open.dev(), open.ino()) == (named.dev(), named.ino())
}

/// Elsewhere an open file can't be taken away.
#[cfg(not(unix))]
fn is_at(_: &fs::File, _: &Path) -> bool {
    true
}

/// A hidden name beside the output folder.
fn beside(name: &std::ffi::OsStr, what: &str) -> OsString {
    let mut beside = OsString::from(".");
    beside.push(name);
    beside.push(format!(".{what}"));
    beside
}

/// Does one long job and many short ones on all cores, beginning with the long one.
/// Parts that it hands out are found before the short jobs, which lie where idle
/// cores look last; taken a few at a time, so that no core is away for long.
/// After a failure no more short jobs are begun. What was placed comes in the order of the jobs.
fn longest_first<R: Send, T: Sync>(
    row: impl FnOnce() -> Outcome<R> + Send,
    short: &[T],
    job: impl Fn(&T) -> Outcome<Placed> + Sync,
) -> (Outcome<R>, Outcome<Vec<Placed>>) {
    let failed = AtomicBool::new(false);
    let (send, receive) = channel();
    let mut done = None;
    rayon::in_place_scope(|scope| {
        scope.spawn(|_| {
            let result = row();
            failed.fetch_or(result.is_err(), Ordering::Relaxed);
            done = Some(result);
        });
        for (at, portion) in short.chunks(PORTION).enumerate() {
            let (send, failed, job) = (send.clone(), &failed, &job);
            scope.spawn(move |_| {
                if !failed.load(Ordering::Relaxed) {
                    let placed: Outcome<Vec<Placed>> = portion.iter().map(job).collect();
                    failed.fetch_or(placed.is_err(), Ordering::Relaxed);
                    // The other end waits for all.
                    let _ = send.send(placed.map(|placed| (at, placed)));
                }
            });
        }
    });
    drop(send);
    let placed = receive.into_iter().collect::<Outcome<Vec<(usize, Vec<Placed>)>>>();
    let in_order = |mut portions: Vec<(usize, Vec<Placed>)>| {
        portions.sort_unstable_by_key(|(at, _)| *at);
        portions.into_iter().flat_map(|(_, placed)| placed).collect()
    };
    let row = done.unwrap_or_else(|| unreachable!("the scope waits for all its jobs, and hands on their panics"));
    (row, placed.map(in_order))
}

/// A file of the new site.
struct Placed {
    path: String,
    known: Known,
    /// Whether it was written, rather than taken over from the old site.
    written: bool,
}

fn make(build: &Build, src: &Path, output: &Output, target: &Path) -> Outcome<Known> {
    match output {
        Output::Bytes(bytes) => write_bytes(bytes, target),
        Output::Asset(path) => copy(&src.join(path), target),
        Output::Page(page) => write_bytes(&build.page_bytes(*page).map_err(Failure::new)?, target),
        Output::Picture(picture) => write_bytes(&build.picture(*picture).map_err(Failure::new)?, target),
    }
}

fn copy(source: &Path, target: &Path) -> Outcome<Known> {
    fs::copy(source, target).map_err(|error| Failure::io(format_args!("can't copy `{}`", source.display()), &error))?;
    fs::metadata(target).map(|metadata| known(&metadata)).map_err(|error| cannot_write(target, &error))
}

fn write_bytes(bytes: &[u8], target: &Path) -> Outcome<Known> {
    let write = || {
        let mut file = fs::File::create(target)?;
        file.write_all(bytes)?;
        file.metadata()
    };
    write().map(|metadata| known(&metadata)).map_err(|error| cannot_write(target, &error))
}

fn cannot_write(target: &Path, error: &io::Error) -> Failure {
    Failure::io(format_args!("can't write `{}`", target.display()), error)
}

fn known(metadata: &fs::Metadata) -> Known {
    Known { key: Digest::default(), bytes: metadata.len(), modified: modified(metadata) }
}

#[cfg(any(target_os = "linux", target_os = "macos"))]
fn exchange(a: &Path, b: &Path) -> bool {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    renameat_with(CWD, a, CWD, b, RenameFlags::EXCHANGE).is_ok()
}

#[cfg(not(any(target_os = "linux", target_os = "macos")))]
fn exchange(_: &Path, _: &Path) -> bool {
    false
}

fn modified(metadata: &fs::Metadata) -> u128 {
    let time = metadata.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
    time.map_or(0, |time| time.as_nanos())
}
