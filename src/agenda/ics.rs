//! Calendars (RFC 5545): the one door for their lines, folding and escaping. The
//! same events give the same bytes.

use super::clock::stamp;

/// Something that stands in a calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// Its identity: a calendar that knows it takes this for a new version.
    pub uid: String,
    /// When its content was last edited, in seconds since 1970: of two versions,
    /// calendars take the later.
    pub edited: i64,
    /// When it happens.
    pub when: When,
    /// What it is called.
    pub summary: String,
    /// What there is to know; may be empty.
    pub description: String,
    /// Where there is more; may be empty.
    pub url: String,
}

/// When something happens.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum When {
    /// On a day, `20270114`. Nobody is busy because of it.
    Day(String),
    /// From and to: `20270114T090000Z`, or without `Z` for the hour of whoever looks.
    Time(String, String),
}

/// Writes a calendar in a language.
pub fn calendar(name: &str, language: &str, events: &[Event]) -> String {
    let mut lines = Lines::default();
    lines.add("BEGIN", "VCALENDAR");
    lines.add("VERSION", "2.0");
    lines.add("PRODID", "-//crosstrain//workshops//EN");
    lines.add("CALSCALE", "GREGORIAN");
    lines.add("METHOD", "PUBLISH");
    lines.add("X-WR-CALNAME", &escaped(name));
    events.iter().for_each(|event| lines.event(event, language));
    lines.add("END", "VCALENDAR");
    lines.text
}

/// Text as a value: what has a meaning in a calendar is marked.
fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace(';', "\\;").replace(',', "\\,").replace("\r\n", "\n").replace('\n', "\\n")
}

/// Lines of at most 75 bytes; longer ones go on after a space on the next.
#[derive(Default)]
struct Lines {
    text: String,
}

impl Lines {
    fn event(&mut self, event: &Event, language: &str) {
        let spoken = |name: &str| format!("{name};LANGUAGE={language}");
        let stamp = stamp(event.edited);
        self.add("BEGIN", "VEVENT");
        self.add("UID", &event.uid);
        self.add("DTSTAMP", &stamp);
        self.add("LAST-MODIFIED", &stamp);
        // Minutes since 2020 grow with every edit and fit into 32 bits.
        self.add("SEQUENCE", &((event.edited - 1_577_836_800) / 60).max(0).to_string());
        match &event.when {
            When::Day(day) => self.add("DTSTART;VALUE=DATE", day),
            When::Time(from, to) => {
                self.add("DTSTART", from);
                self.add("DTEND", to);
            }
        }
        self.add(&spoken("SUMMARY"), &escaped(&event.summary));
        if !event.description.is_empty() {
            self.add(&spoken("DESCRIPTION"), &escaped(&event.description));
        }
        if !event.url.is_empty() {
            self.add("URL", &event.url);
        }
        self.add("STATUS", "CONFIRMED");
        self.add("TRANSP", if matches!(event.when, When::Day(_)) { "TRANSPARENT" } else { "OPAQUE" });
        self.add("END", "VEVENT");
    }

    /// Control characters, which no calendar may hold, are left out, and no
    /// character is cut in two.
    fn add(&mut self, name: &str, value: &str) {
        let mut room = 75;
        for c in name.chars().chain([':']).chain(value.chars().filter(|c| !c.is_control())) {
            if c.len_utf8() > room {
                self.text.push_str("\r\n ");
                room = 74;
            }
            self.text.push(c);
            room -= c.len_utf8();
        }
        self.text.push_str("\r\n");
    }
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
                uid: "a@b".into(), edited: 0, when: When::Day("20270114".into()),
                summary: text.clone(), description: String::new(), url: String::new(),
            };
            let out = calendar("x", "en", &[event]);
            prop_assert!(out.split("\r\n").all(|line| line.len() <= 75 && !line.contains('\n') && !line.contains('\r')));
            let unfolded = out.replace("\r\n ", "");
            let value = unfolded.split("\r\n").find_map(|line| line.strip_prefix("SUMMARY;LANGUAGE=en:"));
            let mut plain = String::new();
            let mut signs = value.unwrap_or_default().chars();
            while let Some(c) = signs.next() {
                match c {
                    '\\' => plain.push(match signs.next() { Some('n') => '\n', Some(c) => c, None => '\\' }),
                    c => plain.push(c),
                }
            }
            let text = text.replace("\r\n", "\n");
            let wanted: String = text.chars().filter(|c| *c == '\n' || !c.is_control()).collect();
            prop_assert_eq!(plain, wanted);
        }
    }
}
