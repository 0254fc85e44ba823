//! One sentence for each entry, in files of sixty-four.

use super::Record;
use unicode_segmentation::UnicodeSegmentation;

/// Entries for each file.
pub(super) const SHARD: usize = 64;

/// Characters that a result has room for.
const ROOM: usize = 220;

/// The summary, or else the first sentence of the text.
pub(super) fn sentence(record: &Record) -> String {
    let text = match record.summary.trim() {
        "" => record.text.unicode_sentences().map(str::trim).find(|sentence| !sentence.is_empty()).unwrap_or_default(),
        summary => summary,
    };
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.chars().count() <= ROOM {
        return text;
    }
    let mut short = String::new();
    for part in text.split_word_bounds() {
        if short.chars().count() + part.chars().count() > ROOM {
            break;
        }
        short.push_str(part);
    }
    short.truncate(short.trim_end().len());
    short.push('…');
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_result_shows_the_summary_or_the_first_sentence() {
        let mut record = Record { text: "First  one. Second one.".into(), ..Record::default() };
        assert_eq!(sentence(&record), "First one.");
        record.summary = "Short.".into();
        assert_eq!(sentence(&record), "Short.");
        record.summary = "word ".repeat(100);
        let long = sentence(&record);
        assert!(long.ends_with("word…") && long.chars().count() <= ROOM + 1, "{long}");
    }
}
