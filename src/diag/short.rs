//! One line a problem: `path:line:col: level[name]: message`.

use super::Diagnostics;
use super::lines::Lines;
use crate::source::Snapshot;
use std::fmt::Write;

/// Renders problems, one a line.
pub fn render(diagnostics: &Diagnostics, snapshot: &Snapshot) -> String {
    let lines = Lines::new(snapshot);
    let mut text = String::new();
    for diagnostic in diagnostics.iter() {
        let (path, (at, _)) = (&diagnostic.place.path, lines.of(&diagnostic.place));
        let (level, name) = (diagnostic.level, diagnostic.lint.name);
        let _ = writeln!(text, "{path}:{}:{}: {level}[{name}]: {}", at.line, at.column, diagnostic.message);
    }
    text
}
