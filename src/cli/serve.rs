//! `crosstrain serve`: the preview with live reload.

use super::build::{preprocessors, totals};
use super::{Ended, args, count, seconds};
use crate::diag::human::{self, Style};
use crate::diag::{Diagnostics, Level};
use crate::host::disk::{self, Book, Reread};
use crate::host::preprocess::Preprocessors;
use crate::host::serve::{Pages, Preview, Shown, listen};
use crate::host::terminal::{report, say};
use crate::host::watch::Watch;
use crate::host::writer::Kept;
use crate::host::{Failure, Outcome};
use crate::pipeline::{Build, Pipeline};
use crate::source::Snapshot;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

pub(super) fn run(common: &args::Common, args: &args::Serve) -> Outcome<Ended> {
    let started = Instant::now();
    let book = super::book(common)?;
    let listener = listen(args.host, args.port)?;
    let poll = args.poll.map(|seconds| Duration::from_secs_f64(seconds.clamp(0.05, 3_600.0)));
    let today = disk::today();
    // What was built last and is still up to date can be read while all is read again.
    let kept = Kept::find(&book.build_dir, || book.stamp(today).with_drafts(!args.no_drafts));
    let kept = kept.map(|kept| Shown::new(Pages::Kept(Arc::new(kept))));
    let preview = Preview::start(listener, book.src_dir(), kept)?;
    let (watch, read) = rayon::join(|| Watch::start(&book, poll), || book.read_stamped(today, !args.no_drafts));
    let (mut watch, (snapshot, made_of)) = (watch?, read?);
    let mut session = Session {
        pipeline: Pipeline::new(),
        snapshot,
        preprocessors: preprocessors(args.preprocessors)?,
        book,
        verbose: common.verbose > 0,
        follow: args.follow,
        failed: false,
    };
    session.preprocess(common.quiet == 0)?;
    let build = Arc::new(session.pipeline.build(&session.snapshot));
    let problems = session.tell(&build);
    preview.show(Shown { problems, ..Shown::new(Pages::Built(build.clone())) });
    let address = format!("http://{}/", preview.address);
    if common.quiet == 0 {
        say(format_args!(
            "Serving {address}   {}, ready in {}   (Ctrl-C stops)",
            count(build.pages(), "page"),
            seconds(started.elapsed())
        ));
    }
    if args.open {
        open(&address);
    }
    // What changed while it was read may have been missed by those who watch.
    if session.book.stamp(today) != made_of {
        session.rebuild(&preview, &[session.book.src_dir()], common.quiet == 0);
    }
    while let Some(paths) = watch.wait() {
        session.rebuild(&preview, &paths, common.quiet == 0);
    }
    Err(Failure::new("the system stopped telling about changes").help("start again: crosstrain serve"))
}

/// What is kept between two builds.
struct Session {
    book: Book,
    pipeline: Pipeline,
    snapshot: Snapshot,
    preprocessors: Preprocessors,
    verbose: bool,
    follow: bool,
    /// Whether the book could not be read the last time.
    failed: bool,
}

impl Session {
    /// Builds again after changes and shows the result. A book with errors
    /// keeps the last good pages on the screen, with the errors over them.
    fn rebuild(&mut self, preview: &Preview, paths: &[PathBuf], loud: bool) {
        let started = Instant::now();
        match self.read(paths, loud) {
            Ok(true) => {}
            // A save without a change, unless there is a failure to take back.
            Ok(false) if !self.failed => return,
            Ok(false) => {}
            Err(failure) => {
                self.failed = true;
                let problems = format!("error: {failure}").into();
                say(format_args!("error: {failure}"));
                let shown = preview.shown().map(|before| Shown { problems, edited: None, ..before });
                if let Some(shown) = shown {
                    preview.show(shown);
                }
                return;
            }
        }
        self.failed = false;
        let before = preview.shown();
        if let Some(glance) = before.as_ref().and_then(|before| self.glance(before, paths)) {
            preview.show(glance);
        }
        let build = Arc::new(self.pipeline.build(&self.snapshot));
        let broken = build.diagnostics.errors() > 0;
        if loud {
            let names: Vec<String> = paths.iter().take(3).map(|path| self.name(path)).collect();
            let state = match (broken, before.as_ref().is_none_or(|before| before.problems.is_empty())) {
                (true, _) => {
                    format!("   {}, still showing the last good version", totals(build.diagnostics.errors(), 0))
                }
                (false, false) => "   fixed".to_owned(),
                (false, true) => String::new(),
            };
            say(format_args!("{} changed   {}{state}", names.join(", "), seconds(started.elapsed())));
        }
        let problems = self.tell(&build);
        let edited = self.edited(&build, paths).filter(|_| self.follow && !broken);
        let pages = before.filter(|_| broken).map_or(Pages::Built(build), |before| before.pages);
        preview.show(Shown { pages, problems, edited });
    }

    /// The page that was edited, ahead of everything else: it is what its author waits for.
    fn glance(&mut self, shown: &Shown, paths: &[PathBuf]) -> Option<Shown> {
        let [path] = paths else { return None };
        // While there are errors, what is shown is not the last build.
        if !shown.problems.is_empty() || self.preprocessors.ran() {
            return None;
        }
        let Pages::Built(last) = &shown.pages else { return None };
        let build = self.pipeline.glance(last, &self.snapshot, &self.book.source_path(path)?)?;
        Some(Shown::new(Pages::Built(Arc::new(build))))
    }

    /// The address of the page that was edited, if it was one.
    fn edited(&self, build: &Build, paths: &[PathBuf]) -> Option<Arc<str>> {
        let mut pages = paths.iter().filter_map(|path| build.site.at_path(&self.book.source_path(path)?));
        let only = pages.next().filter(|_| pages.next().is_none())?;
        Some(build.site.route(only).into())
    }

    /// Reads what changed; says whether anything did.
    fn read(&mut self, paths: &[PathBuf], loud: bool) -> Outcome<bool> {
        match self.book.reread(&mut self.snapshot, paths) {
            // A preprocessor that failed may have been mended meanwhile.
            Reread::Same if !self.failed => Ok(false),
            Reread::Same | Reread::Changed => self.preprocess(loud).map(|()| true),
            // Settings or folders changed: find the book again.
            Reread::NotEnough => {
                self.book = Book::find(&self.book.root)?;
                let read = self.book.read(disk::today(), self.snapshot.drafts)?;
                let before = std::mem::replace(&mut self.snapshot, read);
                self.preprocess(loud)?;
                Ok(!self.snapshot.alike(&before))
            }
        }
    }

    /// Lets the preprocessors work on what was read.
    fn preprocess(&mut self, loud: bool) -> Outcome<()> {
        let notes = self.preprocessors.apply(&self.book, &mut self.snapshot)?;
        if loud {
            notes.iter().for_each(say);
        }
        Ok(())
    }

    fn name(&self, path: &Path) -> String {
        let (src, root) = (self.book.src_dir(), &self.book.root);
        // The source folder itself is called as the book calls it.
        let folder = if path == src { root } else { &src };
        path.strip_prefix(folder).or_else(|_| path.strip_prefix(root)).unwrap_or(path).display().to_string()
    }

    /// Reports problems in the terminal, and returns the errors for the page.
    fn tell(&self, build: &Build) -> Arc<str> {
        report(&build.diagnostics, &self.snapshot, self.verbose);
        overlay(&build.diagnostics, &self.snapshot).into()
    }
}

/// The errors as plain text.
fn overlay(diagnostics: &Diagnostics, snapshot: &Snapshot) -> String {
    let errors = diagnostics.iter().filter(|diagnostic| diagnostic.level == Level::Error).take(10);
    let style = Style { unicode: true, ..Style::PLAIN };
    errors.map(|diagnostic| human::render(diagnostic, snapshot, style)).collect::<Vec<_>>().join("\n\n")
}

/// Opens an address with whatever the system opens addresses with.
fn open(address: &str) {
    let (program, first): (&str, &[&str]) = if cfg!(target_os = "macos") {
        ("open", &[])
    } else if cfg!(windows) {
        ("cmd", &["/C", "start", ""])
    } else {
        ("xdg-open", &[])
    };
    if std::process::Command::new(program).args(first).arg(address).spawn().is_err() {
        say(format_args!("can't open a browser; go to {address}"));
    }
}
