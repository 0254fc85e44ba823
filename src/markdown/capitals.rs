//! Words in capitals, which may be short for something.

/// Words of two to six capitals, without a plural s.
pub(super) fn capitals(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let bytes = text.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        while at < bytes.len() {
            let start = at + next_capitals(&bytes[at..])?;
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

/// Where the first two capitals in a row stand. Most text has none for a while, which is
/// seen for many bytes at once.
fn next_capitals(bytes: &[u8]) -> Option<usize> {
    let mut passed = 0;
    while let Some(block) = bytes[passed..].first_chunk::<33>() {
        let two = |at: usize| block[at].is_ascii_uppercase() & block[at + 1].is_ascii_uppercase();
        if (0..32).fold(false, |any, at| any | two(at)) {
            break;
        }
        passed += 32;
    }
    let two = |pair: &[u8]| pair[0].is_ascii_uppercase() && pair[1].is_ascii_uppercase();
    bytes[passed..].windows(2).position(two).map(|at| passed + at)
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

    #[test]
    fn they_are_found_wherever_they_stand() {
        for before in 0..70 {
            let text = format!("{}A It ABc-X API {}IT", "a ".repeat(before / 2), " ".repeat(before));
            let found: Vec<&str> = capitals(&text).map(|(_, word)| word).collect();
            assert_eq!(found, ["API", "IT"], "{text}");
        }
    }
}
