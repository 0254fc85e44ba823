//! Calendar days, as authors write them.

use std::fmt;

/// A day of the proleptic Gregorian calendar, written `2026-11-21` (RFC 3339 full-date).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    /// Year.
    pub year: i16,
    /// Month, from 1.
    pub month: u8,
    /// Day of the month, from 1.
    pub day: u8,
}

impl Date {
    /// Reads `YYYY-MM-DD`; nothing else, and only days that exist.
    pub fn parse(text: &str) -> Option<Date> {
        let bytes = text.as_bytes();
        let shaped = bytes.len() == 10
            && bytes
                .iter()
                .enumerate()
                .all(|(at, byte)| if at == 4 || at == 7 { *byte == b'-' } else { byte.is_ascii_digit() });
        if !shaped {
            return None;
        }
        let date =
            Date { year: text[..4].parse().ok()?, month: text[5..7].parse().ok()?, day: text[8..].parse().ok()? };
        (1..=12).contains(&date.month).then_some(())?;
        (1..=days_in(date.year, date.month)).contains(&date.day).then_some(date)
    }

    /// Reads a day in a form that has one meaning only, though it is not ours:
    /// `2026/1/5`, `5 January 2026`, `Jan 5, 2026`, but not `5/1/2026`.
    pub fn understood(text: &str) -> Option<Date> {
        let parts: Vec<&str> = text.split([' ', '/', '.', '-', ',']).filter(|part| !part.is_empty()).collect();
        let [a, b, c] = parts.as_slice() else { return None };
        let day = |text: &str| text.trim_end_matches(|c: char| c.is_ascii_alphabetic()).parse().ok();
        let (year, month, day) = match (month_of(a), month_of(b)) {
            (None, None) if a.len() == 4 => (a.parse().ok()?, b.parse().ok()?, c.parse().ok()?),
            (None, Some(month)) => (c.parse().ok()?, month, day(a)?),
            (Some(month), None) => (c.parse().ok()?, month, day(b)?),
            _ => return None,
        };
        let _: (i16, u8, u8) = (year, month, day);
        Date::parse(&format!("{year:04}-{month:02}-{day:02}"))
    }

    /// Reads a day, or a month as its last day.
    pub fn parse_end(text: &str) -> Option<Date> {
        Date::parse(text).or_else(|| {
            let first = Date::parse(&format!("{text}-01"))?;
            Some(Date { day: days_in(first.year, first.month), ..first })
        })
    }

    /// Days since 1970-01-01 (Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms").
    pub fn number(self) -> i32 {
        let year = i32::from(self.year) - i32::from(self.month <= 2);
        let (era, month) = (year.div_euclid(400), (i32::from(self.month) + 9) % 12);
        let of_era = year.rem_euclid(400);
        let of_year = (153 * month + 2) / 5 + i32::from(self.day) - 1;
        era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
    }

    /// The day so many days after 1970-01-01.
    pub fn of_number(number: i32) -> Date {
        let days = number + 719_468;
        let (era, of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
        let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let month = (5 * of_year + 2) / 153;
        let day = of_year - (153 * month + 2) / 5 + 1;
        let month = if month < 10 { month + 3 } else { month - 9 };
        let year = year_of_era + era * 400 + i32::from(month <= 2);
        Date { year: year as i16, month: month as u8, day: day as u8 }
    }

    /// The month's English name.
    pub fn month_name(self) -> &'static str {
        MONTHS[usize::from(self.month - 1)]
    }

    /// The day as people read it: `21 November 2026`.
    pub fn spelled(self) -> String {
        format!("{} {} {}", self.day, self.month_name(), self.year)
    }
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// The number of a month named in English, perhaps by its first three letters.
fn month_of(word: &str) -> Option<u8> {
    let fits = |name: &&str| word.eq_ignore_ascii_case(name) || word.eq_ignore_ascii_case(&name[..3]);
    MONTHS.iter().position(fits).map(|at| at as u8 + 1)
}

fn days_in(year: i16, month: u8) -> u8 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 31,
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_without_a_gap() {
        assert_eq!(Date { year: 1970, month: 1, day: 1 }.number(), 0);
        let (first, last) = (Date { year: 1890, month: 3, day: 1 }, Date { year: 2110, month: 12, day: 31 });
        let mut before = Date::of_number(first.number() - 1);
        for number in first.number()..=last.number() {
            let date = Date::of_number(number);
            assert!(date.number() == number && date > before && Date::parse(&date.to_string()) == Some(date), "{date}");
            before = date;
        }
        assert_eq!(before, last);
    }

    #[test]
    fn only_days_that_exist_are_dates() {
        assert_eq!(Date::parse("2026-11-21").map(Date::spelled).as_deref(), Some("21 November 2026"));
        assert!(Date::parse("2024-02-29").is_some());
        for written in ["2026/11/5", "2026.11.05", "5 November 2026", "5th Nov 2026", "November 5, 2026"] {
            assert_eq!(Date::understood(written), Date::parse("2026-11-05"), "{written}");
        }
        for unclear in ["5/11/2026", "5.11.26", "November 2026", "31 April 2026", "1é 2 3", ""] {
            assert_eq!(Date::understood(unclear), None, "{unclear}");
        }
        assert_eq!(Date::parse_end("2024-02"), Date::parse("2024-02-29"));
        assert_eq!(Date::parse_end("2024-02-03"), Date::parse("2024-02-03"));
        assert_eq!(Date::parse_end("2024-13"), None);
        for wrong in ["2026-02-29", "2026-13-01", "2026-00-10", "2026-1-1", "21 November 2026", "２０２６-11-21", ""]
        {
            assert_eq!(Date::parse(wrong), None, "{wrong}");
        }
    }
}
