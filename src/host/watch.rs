//! Tells when files of a book change. Events are only a hint that something
//! did; what changed is found by reading.

use super::disk::Book;
use super::{Failure, Outcome};
use crate::source::gathered;
use notify::{EventKind, RecommendedWatcher, RecursiveMode};
use notify_debouncer_full::{DebounceEventResult, Debouncer, RecommendedCache, new_debouncer};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, SystemTime};
use walkdir::WalkDir;

/// How long a burst of events must be quiet before it counts.
const QUIET: Duration = Duration::from_millis(10);

/// Watches a book. The watcher stops when it is dropped.
pub struct Watch {
    events: Receiver<Vec<PathBuf>>,
    /// Nothing where the files are looked at instead.
    watcher: Option<Debouncer<RecommendedWatcher, RecommendedCache>>,
    src: PathBuf,
    theme: PathBuf,
}

impl Watch {
    /// Starts watching the folder of `book.toml`: editors replace files rather
    /// than write into them, so watching the file itself would soon watch nothing.
    /// With `poll` the files are looked at every so often, for drives that tell
    /// nothing of what other machines write.
    pub fn start(book: &Book, poll: Option<Duration>) -> Outcome<Watch> {
        let (send, events) = channel();
        let (src, theme) = (book.src_dir(), book.root.join("themes"));
        let ignore = [book.build_dir.clone(), book.root.join("target"), book.root.join(".git")];
        let heeded = move |path: &Path| !ignore.iter().any(|skip| path.starts_with(skip)) && !hidden(path);
        if let Some(every) = poll {
            let folders = [book.root.clone(), src.clone(), theme.clone()];
            std::thread::spawn(move || look(&folders, every, heeded, &send));
            return Ok(Watch { events, watcher: None, src, theme });
        }
        let folder = src.clone();
        let handler = move |result: DebounceEventResult| {
            let paths = touched(result, &folder, &heeded);
            if !paths.is_empty() {
                let _ = send.send(paths.into_iter().collect());
            }
        };
        let failed = |error: notify::Error| Failure::new(format!("can't watch `{}`: {error}", book.root.display()));
        let mut watcher = new_debouncer(QUIET, Some(QUIET / 2), handler).map_err(failed)?;
        watcher.watch(&book.root, RecursiveMode::NonRecursive).map_err(failed)?;
        watcher.watch(&src, RecursiveMode::Recursive).map_err(failed)?;
        if theme.is_dir() {
            watcher.watch(&theme, RecursiveMode::Recursive).map_err(failed)?;
        }
        Ok(Watch { events, watcher: Some(watcher), src, theme })
    }

    /// Waits for the next burst of changes. `None` when watching ended.
    pub fn wait(&mut self) -> Option<Vec<PathBuf>> {
        let mut paths = self.events.recv().ok()?;
        // What gathered meanwhile belongs to the same build.
        while let Ok(more) = self.events.try_recv() {
            paths.extend(more);
        }
        paths.sort();
        paths.dedup();
        // A folder that went away and came back is another folder, which nobody watches yet; so are
        // folders that came while nothing was told.
        for folder in [&self.src, &self.theme] {
            if paths.contains(folder) && folder.is_dir() {
                let _ = self.watcher.as_mut().map(|watcher| watcher.watch(folder, RecursiveMode::Recursive));
            }
        }
        Some(paths)
    }
}

/// The paths that a burst of events is about, among those to heed.
fn touched(result: DebounceEventResult, src: &Path, heeded: impl Fn(&Path) -> bool) -> BTreeSet<PathBuf> {
    // What the system could not tell, as when more happened than its queue holds, may be anything.
    let missed = result.as_ref().map_or(true, |events| events.iter().any(|event| event.need_rescan()));
    // Reading a file is an event too; heeding it would never end.
    let changes = result.unwrap_or_default().into_iter().filter(|event| !matches!(event.kind, EventKind::Access(_)));
    let paths = changes.flat_map(|event| event.event.paths).filter(|path| heeded(path));
    paths.chain(missed.then(|| src.to_owned())).collect()
}

/// Some drives keep times in steps of two seconds.
const COARSE: Duration = Duration::from_secs(3);

/// Looks at the files every so often, until nobody wants to know any more. The
/// library's own poller keeps whole seconds and would miss the second of two
/// saves; here a file that is younger than times are exact counts as changed,
/// which costs the reader of the book one look at that file.
fn look(folders: &[PathBuf; 3], every: Duration, heeded: impl Fn(&Path) -> bool, send: &Sender<Vec<PathBuf>>) {
    let mut before = seen(folders, &heeded);
    loop {
        std::thread::sleep(every);
        let now = seen(folders, &heeded);
        let young = |at: &Option<SystemTime>| at.and_then(|at| at.elapsed().ok()).is_some_and(|age| age < COARSE);
        let changed = now.iter().filter(|(path, state)| before.get(*path) != Some(state) || young(&state.0));
        let gone = before.keys().filter(|path| !now.contains_key(*path));
        let paths: Vec<PathBuf> = changed.map(|(path, _)| path).chain(gone).cloned().collect();
        if !paths.is_empty() && send.send(paths).is_err() {
            return;
        }
        before = now;
    }
}

/// Every file with its time and size.
type Seen = BTreeMap<PathBuf, (Option<SystemTime>, u64)>;

/// The files of the book's own folder, and all below the others.
fn seen([root, src, theme]: &[PathBuf; 3], heeded: impl Fn(&Path) -> bool) -> Seen {
    let walks = [WalkDir::new(root).max_depth(1), WalkDir::new(src), WalkDir::new(theme)];
    let entries = walks.into_iter().flat_map(|walk| {
        walk.into_iter().filter_entry(|entry| entry.depth() == 0 || heeded(entry.path())).filter_map(Result::ok)
    });
    let files = entries.filter(|entry| !entry.file_type().is_dir());
    let state = |entry: walkdir::DirEntry| {
        let metadata = std::fs::metadata(entry.path()).ok()?;
        Some((entry.into_path(), (metadata.modified().ok(), metadata.len())))
    };
    gathered(files.filter_map(state))
}

/// Editors' lock and swap files, and the folders of staging builds.
fn hidden(path: &std::path::Path) -> bool {
    path.file_name().is_some_and(|name| {
        let name = name.to_string_lossy();
        name.starts_with('.') || name.ends_with('~') || name.starts_with('#') || name == "4913"
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use notify::event::{AccessKind, Flag};
    use notify::{Error, Event};
    use notify_debouncer_full::DebouncedEvent;

    fn paths(result: Result<Vec<Event>, Vec<Error>>) -> Vec<String> {
        let result = result.map(|events| {
            events.into_iter().map(|event| DebouncedEvent::new(event, std::time::Instant::now())).collect()
        });
        let touched = touched(result, Path::new("content"), |path| !hidden(path));
        touched.iter().map(|path| path.display().to_string()).collect()
    }

    #[test]
    fn what_was_missed_may_be_anything() {
        let any = Event::new(EventKind::Any).add_path("content/a.md".into()).add_path("content/.a.md.swp".into());
        let read = Event::new(EventKind::Access(AccessKind::Any)).add_path("content/b.md".into());
        let overflow = Event::new(EventKind::Other).set_flag(Flag::Rescan);
        assert_eq!(paths(Ok(vec![any.clone(), read.clone()])), ["content/a.md"]);
        assert!(paths(Ok(vec![read])).is_empty());
        assert_eq!(paths(Ok(vec![any, overflow])), ["content", "content/a.md"]);
        assert_eq!(paths(Err(vec![Error::generic("lost")])), ["content"]);
    }
}
