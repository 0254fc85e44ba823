//! Calendars (RFC 5545): UTC times, so that no zone has to be described, and
//! the same bytes for the same input.

use std::fmt::Write as _;

/// Something that stands in a calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// Its identity: a calendar that knows it takes this for a new version.
    pub uid: String,
    /// `20270114T090000Z`.
    pub start: String,
    /// `20270114T173000Z`.
    pub end: String,
    /// What it is called.
    pub summary: String,
    /// What there is to know; may be empty.
    pub description: String,
    /// Where it is; may be empty.
    pub location: String,
}

/// Writes a calendar. `stamp` is when its content was made, as `20261122`;
/// later content has a higher `sequence`.
pub fn calendar(name: &str, stamp: &str, sequence: u32, events: &[Event]) -> String {
    let mut out = String::new();
    let mut line = |text: String| fold(&mut out, &text);
    line("BEGIN:VCALENDAR".to_owned());
    line("VERSION:2.0".to_owned());
    line("PRODID:-//crosstrain//workshop//EN".to_owned());
    line("CALSCALE:GREGORIAN".to_owned());
    line("METHOD:PUBLISH".to_owned());
    line(format!("X-WR-CALNAME:{}", escaped(name)));
    for event in events {
        line("BEGIN:VEVENT".to_owned());
        line(format!("UID:{}", event.uid));
        line(format!("DTSTAMP:{stamp}T000000Z"));
        line(format!("SEQUENCE:{sequence}"));
        line(format!("DTSTART:{}", event.start));
        line(format!("DTEND:{}", event.end));
        line(format!("SUMMARY:{}", escaped(&event.summary)));
        for (name, text) in [("DESCRIPTION", &event.description), ("LOCATION", &event.location)] {
            if !text.is_empty() {
                line(format!("{name}:{}", escaped(text)));
            }
        }
        line("END:VEVENT".to_owned());
    }
    line("END:VCALENDAR".to_owned());
    out
}

/// Text as a value: what has a meaning in a calendar is marked. Control
/// characters, which no calendar may hold, are left out.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | ';' | ',' => {
                let _ = write!(out, "\\{c}");
            }
            '\n' => out.push_str("\\n"),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// Lines of at most 75 bytes; what is longer goes on after a line that begins
/// with a space. No character is cut in two.
fn fold(out: &mut String, line: &str) {
    let mut left = 75;
    for c in line.chars() {
        if c.len_utf8() > left {
            out.push_str("\r\n ");
            left = 74;
        }
        out.push(c);
        left -= c.len_utf8();
    }
    out.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Whatever the words: no line is too long, and unfolding gives them back.
        #[test]
        fn lines_are_short_and_lose_nothing(text in "(?s).{0,300}") {
            let event = Event {
                uid: "a@b".into(), start: "20270114T090000Z".into(), end: "20270114T100000Z".into(),
                summary: text.clone(), description: String::new(), location: String::new(),
            };
            let out = calendar("x", "20261122", 3, &[event]);
            prop_assert!(out.split("\r\n").all(|line| line.len() <= 75 && !line.contains('\n') && !line.contains('\r')));
            let unfolded = out.replace("\r\n ", "");
            let value = unfolded.lines().find_map(|line| line.strip_prefix("SUMMARY:")).unwrap_or_default();
            let mut plain = String::new();
            let mut signs = value.chars();
            while let Some(c) = signs.next() {
                match c {
                    '\\' => plain.push(match signs.next() { Some('n') => '\n', Some(c) => c, None => '\\' }),
                    c => plain.push(c),
                }
            }
            let wanted: String = text.chars().filter(|c| *c == '\n' || !c.is_control()).collect();
            prop_assert_eq!(plain, wanted);
        }
    }
}
