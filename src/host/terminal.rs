//! What people see in the terminal.

use crate::diag::human::Style;
use crate::diag::{Diagnostics, Level, human};
use crate::source::Snapshot;
use std::io::{IsTerminal, Write};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

/// When to use colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Colour {
    /// When the stream is a terminal and nobody objects.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// Sets colour for all output. `NO_COLOR` and `CLICOLOR_FORCE` are heeded.
pub fn set_colour(colour: Colour) {
    let choice = match colour {
        Colour::Auto => anstream::ColorChoice::Auto,
        Colour::Always => anstream::ColorChoice::Always,
        Colour::Never => anstream::ColorChoice::Never,
    };
    choice.write_global();
}

/// How diagnostics are drawn on a stream. Colours are always drawn; the stream
/// takes them out again where they are not wanted.
fn style(terminal: bool) -> Style {
    let utf8 = ["LC_ALL", "LC_CTYPE", "LANG"]
        .iter()
        .find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()));
    let unicode = terminal && utf8.is_some_and(|value| value.to_lowercase().replace('-', "").contains("utf8"));
    let width = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok()).unwrap_or(120);
    Style { colour: true, unicode, width }
}

/// How many problems are shown before the rest is only counted.
const SHOWN: usize = 20;

/// Prints problems to standard error, errors first; thoughts only if all is wanted.
pub fn report(diagnostics: &Diagnostics, snapshot: &Snapshot, all: bool) {
    let stream = anstream::stderr();
    let style = style(std::io::stderr().is_terminal());
    let mut shown = Diagnostics::new();
    shown.extend(diagnostics.shared().filter(|diagnostic| all || diagnostic.level > Level::Note).cloned());
    write_report(stream.lock(), &shown, snapshot, style, all);
}

/// Problems as they are drawn in a file: without colours, and all of them.
pub fn report_text(diagnostics: &Diagnostics, snapshot: &Snapshot) -> String {
    let mut bytes = Vec::new();
    write_report(&mut bytes, diagnostics, snapshot, Style::PLAIN, true);
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Prints problems to standard output: they are what was asked for.
pub fn report_out(diagnostics: &Diagnostics, snapshot: &Snapshot, all: bool) {
    let stream = anstream::stdout();
    let style = style(std::io::stdout().is_terminal());
    write_report(stream.lock(), diagnostics, snapshot, style, all);
}

fn write_report(mut stream: impl Write, diagnostics: &Diagnostics, snapshot: &Snapshot, style: Style, all: bool) {
    let mut sorted: Vec<_> = diagnostics.iter().collect();
    sorted.sort_by_key(|diagnostic| std::cmp::Reverse(diagnostic.level));
    let limit = if all { sorted.len() } else { SHOWN };
    for diagnostic in sorted.iter().take(limit) {
        // A reader that went away is not our problem.
        let _ = writeln!(stream, "{}\n", human::render(diagnostic, snapshot, style));
    }
    if sorted.len() > limit {
        let _ = writeln!(stream, "and {} more: crosstrain check -v\n", sorted.len() - limit);
    }
}

/// A panic is our mistake, not the author's: says so in one paragraph.
pub fn explain_panics() {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map_or(String::new(), |place| format!(" at {}:{}", place.file(), place.line()));
        say(format_args!(
            "error: crosstrain has made a mistake{place}. Your files and the last site are as they were.\nhelp: run the command again with -vv and report what it prints"
        ));
    }));
}

/// Prints a line of chatter to standard error.
pub fn say(line: impl std::fmt::Display) {
    let _ = writeln!(anstream::stderr().lock(), "{line}");
}

/// Prints a text that was asked for, as it is, to standard output.
pub fn print_text(text: &str) {
    let _ = anstream::stdout().lock().write_all(text.as_bytes());
}

/// Prints a line that was asked for to standard output.
pub fn print(line: impl std::fmt::Display) {
    let _ = writeln!(anstream::stdout().lock(), "{line}");
}

/// Shows that something is going on, on a terminal, once it has taken 400 ms.
/// Ends when dropped.
pub struct Progress {
    /// Dropped before the thread is waited for, which ends it.
    done: Option<Sender<()>>,
    shown: Option<JoinHandle<()>>,
}

impl Progress {
    /// Starts.
    pub fn start(message: &'static str) -> Progress {
        let terminal = std::io::stderr().is_terminal() && std::env::var_os("TERM").is_none_or(|term| term != "dumb");
        let (done, wait) = channel();
        Progress { done: Some(done), shown: terminal.then(|| std::thread::spawn(move || spin(message, &wait))) }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.done = None;
        if let Some(shown) = self.shown.take() {
            // It can't fail but by a panic, which was told.
            let _ = shown.join();
        }
    }
}

/// Turns a sign beside a message until the other end of a channel is gone, and takes both away.
fn spin(message: &str, wait: &Receiver<()>) {
    let mut pause = Duration::from_millis(400);
    for sign in ["|", "/", "-", "\\"].iter().cycle() {
        if wait.recv_timeout(pause) != Err(RecvTimeoutError::Timeout) {
            break;
        }
        pause = Duration::from_millis(100);
        let _ = write!(std::io::stderr(), "\r{sign} {message}");
    }
    if pause < Duration::from_millis(400) {
        // Spaces, since not all terminals know how to erase.
        let _ = write!(std::io::stderr(), "\r{:width$}\r", "", width = message.len() + 2);
    }
}
