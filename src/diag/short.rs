//! One line a problem: `path:line:col: level[name]: message`.

use super::{Diagnostic, visible};
use crate::source::{LineIndex, Snapshot};

/// Renders one problem on one line.
pub fn render(diagnostic: &Diagnostic, snapshot: &Snapshot) -> String {
    let place = &diagnostic.place;
    let text = snapshot.text(&place.path).map_or("", |file| file.text.as_str());
    let at = LineIndex::new(text).line_col(text, place.span.start as usize);
    format!(
        "{}:{}:{}: {}[{}]: {}",
        visible(place.path.as_str()),
        at.line,
        at.column,
        diagnostic.level,
        diagnostic.lint.name,
        visible(&diagnostic.message)
    )
}
