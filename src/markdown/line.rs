//! What a line begins with, where it ends, and whether it is nothing but words.

/// Whether a line with this first byte is part of a paragraph whatever follows.
#[inline]
pub(super) fn begins(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || byte >= 128 || byte == b'('
}

/// Where the line after this one begins.
pub(super) fn next_line(bytes: &[u8], at: usize) -> usize {
    memchr::memchr(b'\n', &bytes[at..]).map_or(bytes.len(), |end| at + end + 1)
}

/// Whether there are control characters, of which some end lines. Asked for many bytes at once.
pub(super) fn controls(bytes: &[u8]) -> bool {
    let control = |byte: &u8| (*byte < b' ') & (*byte != b'\n') & (*byte != b'\t') | (*byte == 127);
    let mut blocks = bytes.chunks_exact(32);
    blocks.any(|block| block.iter().fold(false, |any, byte| any | control(byte)))
        || blocks.remainder().iter().any(control)
}

/// The level of the heading that a line begins.
pub(super) fn heading(line: &[u8]) -> Option<usize> {
    let level = line.iter().take(7).take_while(|byte| **byte == b'#').count();
    ((1..=6).contains(&level) && line.get(level) == Some(&b' ')).then_some(level)
}

/// Whether a byte may be more than itself, wherever it stands in a line. Written so
/// that many bytes are asked at once.
const fn marks(byte: u8) -> bool {
    (byte < b' ')
        | (byte == b'"')
        | (byte == b'#')
        | (byte == b'&')
        | (byte == b'\'')
        | (byte == b'*')
        | (byte == b'<')
        | (byte == b'>')
        | (byte.wrapping_sub(b'[') < 6)
        | (byte.wrapping_sub(b'{') < 5)
}

/// The same, and what marks only when it is doubled.
const MAY_MARK: [bool; 256] = {
    let (mut table, mut byte) = ([false; 256], 0);
    while byte < 256 {
        table[byte] = marks(byte as u8) || matches!(byte as u8, b'.' | b'-');
        byte += 1;
    }
    table
};

/// Whether 32 bytes are nothing but words: what most texts consist of, which is asked in
/// half the time that all else takes. The last byte is there to follow them.
fn all_words(bytes: &[u8; 33]) -> bool {
    let mut all = true;
    for at in 0..32 {
        let byte = bytes[at];
        let letter = (byte | 32).wrapping_sub(b'a') < 26;
        // `,-./`, digits, `:;`
        let other = byte.wrapping_sub(b',') < 16;
        all &= letter | (byte == b' ') | (other & ((byte != bytes[at + 1]) | (byte > b'.')));
    }
    all
}

/// Whether one of 32 bytes may be more than itself; the last is there to follow them.
fn any_marks(bytes: &[u8; 33]) -> bool {
    if all_words(bytes) {
        return false;
    }
    let doubled = |byte: u8, next: u8| (byte == next) & ((byte == b'.') | (byte == b'-'));
    let mut any = false;
    for at in 0..32 {
        any |= marks(bytes[at]) | doubled(bytes[at], bytes[at + 1]);
    }
    any
}

/// Whether a line is nothing but words; if so, whether it has apostrophes to be made
/// typographic. `smart` says whether they and other signs are.
pub(super) fn plain(line: &[u8], smart: bool) -> Option<bool> {
    if line.last() == Some(&b' ') {
        return None;
    }
    let (mut at, mut apostrophes) = (0, false);
    while at < line.len() {
        // The last block may begin in the one before.
        let start = if line.len() > 32 { at.min(line.len() - 33) } else { at };
        match line[start..].first_chunk::<33>() {
            Some(block) if !any_marks(block) => at = start + 32,
            _ => {
                for at in at..line.len().min(at + 32) {
                    apostrophes |= MAY_MARK[usize::from(line[at])] && apostrophe(line, at, smart)?;
                }
                at += 32;
            }
        }
        if at + 1 == line.len() {
            return Some(apostrophes | apostrophe(line, at, smart)?);
        }
    }
    Some(apostrophes)
}

/// Whether a byte is an apostrophe; nothing where it may mark something.
fn apostrophe(line: &[u8], at: usize, smart: bool) -> Option<bool> {
    let byte = line[at];
    let letter = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphabetic);
    let plain = match byte {
        b'.' | b'-' => !smart || line.get(at + 1) != Some(&byte),
        b'\'' if smart => return (at > 0 && letter(line.get(at - 1)) && letter(line.get(at + 1))).then_some(true),
        b'\'' | b'"' => !smart,
        byte => !marks(byte),
    };
    plain.then_some(false)
}
