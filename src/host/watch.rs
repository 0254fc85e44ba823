//! Tells when files of a book change. Events are only a hint that something
//! did; what changed is found by reading.

use super::disk::Book;
use super::{Failure, Outcome};
use notify::{EventKind, RecursiveMode};
use notify_debouncer_full::{DebounceEventResult, new_debouncer};
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

/// How long a burst of events must be quiet before it counts.
const QUIET: Duration = Duration::from_millis(10);

/// Watches a book. The watcher stops when it is dropped.
pub struct Watch {
    events: Receiver<Vec<PathBuf>>,
    _watcher: Box<dyn std::any::Any>,
}

impl Watch {
    /// Starts watching the folder of `book.toml`: editors replace files rather
    /// than write into them, so watching the file itself would soon watch nothing.
    pub fn start(book: &Book) -> Outcome<Watch> {
        let (send, events) = channel();
        let ignore = [book.build_dir.clone(), book.root.join("target"), book.root.join(".git")];
        let handler = move |result: DebounceEventResult| {
            // Reading a file is an event too; heeding it would never end.
            let changes =
                result.unwrap_or_default().into_iter().filter(|event| !matches!(event.kind, EventKind::Access(_)));
            let paths: BTreeSet<PathBuf> = changes
                .flat_map(|event| event.event.paths)
                .filter(|path| !ignore.iter().any(|skip| path.starts_with(skip)) && !hidden(path))
                .collect();
            if !paths.is_empty() {
                let _ = send.send(paths.into_iter().collect());
            }
        };
        let failed = |error: notify::Error| Failure::new(format!("can't watch `{}`: {error}", book.root.display()));
        let mut watcher = new_debouncer(QUIET, Some(QUIET / 2), handler).map_err(failed)?;
        let theme = book.root.join("themes");
        watcher.watch(&book.root, RecursiveMode::NonRecursive).map_err(failed)?;
        watcher.watch(book.src_dir(), RecursiveMode::Recursive).map_err(failed)?;
        if theme.is_dir() {
            watcher.watch(&theme, RecursiveMode::Recursive).map_err(failed)?;
        }
        Ok(Watch { events, _watcher: Box::new(watcher) })
    }

    /// Waits for the next burst of changes. `None` when watching ended.
    pub fn next(&self) -> Option<Vec<PathBuf>> {
        let mut paths = self.events.recv().ok()?;
        // What gathered meanwhile belongs to the same build.
        while let Ok(more) = self.events.try_recv() {
            paths.extend(more);
        }
        paths.sort();
        paths.dedup();
        Some(paths)
    }
}

/// Editors' lock and swap files, and the folders of staging builds.
fn hidden(path: &std::path::Path) -> bool {
    path.file_name().is_some_and(|name| {
        let name = name.to_string_lossy();
        name.starts_with('.') || name.ends_with('~') || name.starts_with('#') || name == "4913"
    })
}
