//! Positions as editors count them: lines from 0, and columns in code units of
//! the encoding that editor and server agreed on.

/// What a column counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Encoding {
    /// Bytes.
    Utf8,
    /// What the protocol counts unless something else was agreed on: an emoji is two.
    #[default]
    Utf16,
}

/// A place in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Line, from 0.
    pub line: u32,
    /// Code units before it on the line.
    pub column: u32,
}

/// Where the lines of a text begin. A line ends with `\n`, `\r\n` or `\r`, as
/// the protocol has it; the rest of the program knows only `\n`.
#[derive(Debug, Clone)]
pub struct Lines {
    starts: Vec<u32>,
    encoding: Encoding,
}

impl Lines {
    /// Finds the lines of a text.
    pub fn new(text: &str, encoding: Encoding) -> Lines {
        let bytes = text.as_bytes();
        let ends = memchr::memchr2_iter(b'\n', b'\r', bytes)
            .filter(|at| bytes[*at] == b'\n' || bytes.get(at + 1) != Some(&b'\n'));
        Lines { starts: std::iter::once(0).chain(ends.map(|at| at as u32 + 1)).collect(), encoding }
    }

    /// The position of an offset. `text` is the text of the lines.
    pub fn position(&self, text: &str, offset: usize) -> Position {
        let mut offset = floor(text, offset);
        // Within a line's end there is no position.
        if text[..offset].ends_with('\r') && text[offset..].starts_with('\n') {
            offset -= 1;
        }
        let line = self.starts.partition_point(|start| *start as usize <= offset) - 1;
        let before = &text[self.starts[line] as usize..offset];
        let column = match self.encoding {
            Encoding::Utf8 => before.len(),
            Encoding::Utf16 => before.chars().map(char::len_utf16).sum(),
        };
        Position { line: line as u32, column: column as u32 }
    }

    /// The offset of a position. Columns beyond the line mean its end, lines
    /// beyond the text mean the text's; a place within a character means its start.
    pub fn offset(&self, text: &str, position: Position) -> usize {
        let line = position.line as usize;
        let Some(start) = self.starts.get(line).map(|start| *start as usize) else { return text.len() };
        let end = self.starts.get(line + 1).map_or(text.len(), |next| *next as usize);
        let content = text[start..end].trim_end_matches(['\n', '\r']);
        let column = position.column as usize;
        let inside = match self.encoding {
            Encoding::Utf8 => floor(content, column),
            Encoding::Utf16 => {
                let mut units = 0;
                let mut passed = content.char_indices().map(|(at, c)| {
                    units += c.len_utf16();
                    (at, units)
                });
                passed.find(|(_, units)| *units > column).map_or(content.len(), |(at, _)| at)
            }
        };
        start + inside
    }
}

/// The start of the character that an offset lies in.
fn floor(text: &str, offset: usize) -> usize {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(line: u32, column: u32) -> Position {
        Position { line, column }
    }

    #[test]
    fn columns_count_code_units() {
        let text = "a😀b\tc\r\nשלום x\rlast";
        let lines = Lines::new(text, Encoding::Utf16);
        assert_eq!(lines.position(text, text.find('b').unwrap()), at(0, 3));
        assert_eq!(lines.position(text, text.find('c').unwrap()), at(0, 5));
        assert_eq!(lines.position(text, text.find('x').unwrap()), at(1, 5));
        assert_eq!(lines.position(text, text.len()), at(2, 4));
        assert_eq!(lines.offset(text, at(0, 2)), 1, "within the emoji");
        assert_eq!(lines.offset(text, at(0, 99)), text.find('\r').unwrap(), "beyond the line");
        assert_eq!(lines.offset(text, at(9, 0)), text.len(), "beyond the text");
        let bytes = Lines::new(text, Encoding::Utf8);
        assert_eq!(bytes.position(text, text.find('b').unwrap()), at(0, 5));
        assert_eq!(bytes.offset(text, at(0, 5)), text.find('b').unwrap());
    }

    proptest! {
        #[test]
        fn there_and_back(text in "[a😀é\n\r\tש]{0,40}", offset in 0usize..80) {
            for encoding in [Encoding::Utf8, Encoding::Utf16] {
                let lines = Lines::new(&text, encoding);
                let offset = floor(&text, offset);
                let back = lines.offset(&text, lines.position(&text, offset));
                // Between `\r` and `\n` there is no position of its own.
                let split = text[..offset].ends_with('\r') && text[offset..].starts_with('\n');
                prop_assert_eq!(back, if split { offset - 1 } else { offset });
            }
        }
    }
}
