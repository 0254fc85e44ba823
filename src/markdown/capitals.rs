//! Words in capitals, which may be short for something.

/// Words of two to six capitals, without a plural s.
pub(super) fn capitals(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let bytes = text.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        while at < bytes.len() {
            let start = at + next_capital(&bytes[at..])?;
            let end = start + bytes[start..].iter().take_while(|byte| byte.is_ascii_uppercase()).count();
            at = end;
            let inside = |byte: Option<&u8>| {
                byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || b"-_/.@!".contains(byte) || *byte >= 0x80)
            };
            let plural = bytes.get(end) == Some(&b's');
            let after = bytes.get(end + usize::from(plural));
            let ends = !inside(after) || after == Some(&b'.') && !inside(bytes.get(end + 1 + usize::from(plural)));
            let begins = start == 0 || !inside(bytes.get(start - 1));
            if begins && ends && (2..=6).contains(&(end - start)) {
                return Some((start, &text[start..end]));
            }
            at += bytes[at..].iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
        }
        None
    })
}

/// Where the first capital stands. Most text has none for a while, which is seen for
/// many bytes at once.
fn next_capital(bytes: &[u8]) -> Option<usize> {
    let none = |block: &&[u8]| !block.iter().fold(false, |any, byte| any | byte.is_ascii_uppercase());
    let passed = 32 * bytes.chunks_exact(32).take_while(none).count();
    bytes[passed..].iter().position(u8::is_ascii_uppercase).map(|at| passed + at)
}

#[cfg(test)]
mod tests {
    use super::capitals;

    #[test]
    fn only_whole_words_of_capitals_count() {
        let found: Vec<&str> = capitals("An API, two CDNs. ABc XML-RPC HTTP/2 (JSON) TOOLONGX A. IT's É SSL.")
            .map(|(_, word)| word)
            .collect();
        assert_eq!(found, ["API", "CDN", "JSON", "IT", "SSL"]);
    }
}
