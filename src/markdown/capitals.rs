//! Words in capitals, which may be short for something.

use crate::source::bits::runs;

/// Words of two to six capitals, without a plural s.
pub(super) fn capitals(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let bytes = text.as_bytes();
    let inside = |byte: Option<&u8>| {
        byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || b"-_/.@!".contains(byte) || *byte >= 0x80)
    };
    let whole = move |start: usize, end: usize| {
        let after = end + usize::from(bytes.get(end) == Some(&b's'));
        let ends = !inside(bytes.get(after)) || bytes.get(after) == Some(&b'.') && !inside(bytes.get(after + 1));
        ends && (start == 0 || !inside(bytes.get(start - 1)))
    };
    runs(bytes, |byte| byte.is_ascii_uppercase())
        .filter(move |run| (2..=6).contains(&(run.end - run.start)) && whole(run.start, run.end))
        .map(|run| (run.start, &text[run]))
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
