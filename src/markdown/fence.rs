//! Blocks of code between lines of backticks.

use super::line::{controls, next_line};
use std::ops::Range;

/// A block of code that begins with a line of backticks.
#[derive(Debug, Clone)]
pub(super) enum Fence {
    /// Its end is certain.
    Closed {
        /// What stands behind the first backticks, up to the end of the line.
        info: Range<usize>,
        /// The lines inside.
        code: Range<usize>,
        /// Where the line of the last backticks ends.
        end: usize,
    },
    /// The parser may see an end, or none.
    Open,
}

/// The block of code that begins at a place, if one does.
pub(super) fn fence(bytes: &[u8], start: usize) -> Option<Fence> {
    let marks = |line: &[u8]| line.iter().take_while(|byte| **byte == b'`').count();
    let first = next_line(bytes, start);
    let info = bytes[start..first].trim_ascii_end();
    let count = marks(info);
    if count < 3 || info[count..].contains(&b'`') {
        return None;
    }
    let mut at = first;
    while at < bytes.len() {
        let next = next_line(bytes, at);
        let line = bytes[at..next].trim_ascii();
        if line.first() == Some(&b'`') && marks(line) >= count {
            let closes = bytes[at] == b'`' && marks(line) == line.len() && !controls(&bytes[start..next]);
            let end = next - usize::from(bytes[next - 1] == b'\n');
            let info = start + count..start + info.len();
            return Some(if closes { Fence::Closed { info, code: first..at, end } } else { Fence::Open });
        }
        at = next;
    }
    Some(Fence::Open)
}
