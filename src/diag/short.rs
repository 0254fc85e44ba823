//! One line a problem: `path:line:col: level[name]: message`.

use super::lines::Lines;
use super::{Diagnostics, visible};
use crate::source::Snapshot;
use std::fmt::Write;

/// Renders problems, one a line.
pub fn render(diagnostics: &Diagnostics, snapshot: &Snapshot) -> String {
    let lines = Lines::new(snapshot);
    let mut text = String::new();
    for diagnostic in diagnostics.iter() {
        let (path, (at, _)) = (&diagnostic.place.path, lines.of(&diagnostic.place));
        let (level, name) = (diagnostic.level, diagnostic.lint.name);
        let (path, message) = (visible(path.as_str()), visible(&diagnostic.message));
        let _ = writeln!(text, "{path}:{}:{}: {level}[{name}]: {message}", at.line, at.column);
    }
    text
}
