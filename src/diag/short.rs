//! One line a problem: `path:line:col: level[name]: message`.

use super::Diagnostic;
use crate::source::{LineIndex, Snapshot};

/// Renders one problem on one line.
pub fn render(diagnostic: &Diagnostic, snapshot: &Snapshot) -> String {
    let place = &diagnostic.place;
    let text = snapshot.text(&place.path).map_or("", |file| file.text.as_str());
    let at = LineIndex::new(text).line_col(text, place.span.start as usize);
    format!(
        "{}:{}:{}: {}[{}]: {}",
        place.path, at.line, at.column, diagnostic.level, diagnostic.lint.name, diagnostic.message
    )
}
