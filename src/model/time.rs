//! Points in time and calendar days, in UTC, and spans of time in words. This file never asks what time it is now: `poll/clock.rs` does.

use chrono::{DateTime, Datelike, NaiveDate, SecondsFormat, Utc};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;
use std::time::Duration;

/// A span of so many milliseconds for a person: in whole seconds, rounded up, from one second on.
pub fn span_in_words(millis: u64) -> String {
    let span = match millis {
        ..1_000 => Duration::from_millis(millis),
        _ => Duration::from_secs(millis.div_ceil(1_000)),
    };
    humantime::format_duration(span).to_string()
}

/// A point in time: milliseconds since 1970-01-01T00:00:00Z. Written and read as RFC 3339 in UTC.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(i64);

impl Timestamp {
    /// The earliest and latest instants that RFC 3339 can write (years 0000 to 9999); others are clamped.
    const MIN: i64 = -62_167_219_200_000;
    const MAX: i64 = 253_402_300_799_999;

    /// From milliseconds since the Unix epoch, clamped to the years 0000–9999.
    pub fn from_millis(millis: i64) -> Self {
        Timestamp(millis.clamp(Self::MIN, Self::MAX))
    }

    /// From milliseconds since the Unix epoch, for constants; nothing is clamped.
    pub(super) const fn of_millis(millis: i64) -> Self {
        Timestamp(millis)
    }

    /// From seconds since the Unix epoch, clamped to the years 0000–9999.
    pub fn from_secs(secs: i64) -> Self {
        Self::from_millis(secs.saturating_mul(1000))
    }

    /// Milliseconds since the Unix epoch.
    pub fn millis(self) -> i64 {
        self.0
    }

    /// Whole seconds since the Unix epoch, rounded down.
    pub fn secs(self) -> i64 {
        self.0.div_euclid(1000)
    }

    /// This instant moved by `millis` (may be negative).
    pub fn plus_millis(self, millis: i64) -> Self {
        Self::from_millis(self.0.saturating_add(millis))
    }

    /// Milliseconds from `earlier` to this instant; negative when it is in fact later.
    pub fn since(self, earlier: Timestamp) -> i64 {
        self.0 - earlier.0
    }

    /// The UTC day that this instant falls on.
    pub fn day(self) -> Day {
        Day(self.datetime().date_naive())
    }

    fn datetime(self) -> DateTime<Utc> {
        DateTime::from_timestamp_millis(self.0).unwrap_or_default()
    }
}

/// RFC 3339 in UTC, with milliseconds only when there are any: `2026-03-01T08:15:00Z`.
impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let format = if self.0 % 1000 == 0 {
            SecondsFormat::Secs
        } else {
            SecondsFormat::Millis
        };
        f.write_str(&self.datetime().to_rfc3339_opts(format, true))
    }
}

/// Reads RFC 3339, and a bare day (`2026-03-01`) as its first instant in UTC.
impl FromStr for Timestamp {
    type Err = String;
    fn from_str(s: &str) -> Result<Self, String> {
        let s = s.trim();
        if let Ok(t) = DateTime::parse_from_rfc3339(s) {
            return Ok(Self::from_millis(t.timestamp_millis()));
        }
        s.parse::<Day>()
            .map(Day::start)
            .map_err(|_| format!("'{s}' is not a time: write 2026-03-01 or 2026-03-01T08:15:00Z"))
    }
}

impl From<DateTime<Utc>> for Timestamp {
    fn from(t: DateTime<Utc>) -> Self {
        Self::from_millis(t.timestamp_millis())
    }
}

/// A calendar day in UTC, written `2026-03-01`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(NaiveDate);

impl Day {
    /// The first instant of the day.
    pub fn start(self) -> Timestamp {
        Timestamp::from_secs(
            self.0
                .and_time(chrono::NaiveTime::MIN)
                .and_utc()
                .timestamp(),
        )
    }

    /// Days since 0001-01-01, for use in ordered keys.
    pub fn number(self) -> i32 {
        self.0.num_days_from_ce()
    }

    /// The day so many days later, or earlier where negative; at the ends of the calendar the day itself.
    pub fn plus(self, days: i32) -> Day {
        self.number()
            .checked_add(days)
            .and_then(Day::from_number)
            .unwrap_or(self)
    }

    /// Days since the last Monday.
    pub fn weekday(self) -> i32 {
        self.0.weekday().num_days_from_monday() as i32
    }

    /// Year, month (1 to 12) and day of the month (from 1).
    pub fn date(self) -> (i32, u32, u32) {
        (self.0.year(), self.0.month(), self.0.day())
    }

    /// The day with this date; `None` where the calendar has none.
    pub fn of(year: i32, month: u32, day: u32) -> Option<Day> {
        NaiveDate::from_ymd_opt(year, month, day).map(Day)
    }

    /// The inverse of [`Day::number`]; `None` outside the calendar's range.
    pub fn from_number(n: i32) -> Option<Day> {
        NaiveDate::from_num_days_from_ce_opt(n).map(Day)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.format("%Y-%m-%d"))
    }
}

impl FromStr for Day {
    type Err = String;
    fn from_str(s: &str) -> Result<Self, String> {
        NaiveDate::parse_from_str(s, "%Y-%m-%d")
            .ok()
            .filter(|d| (0..=9999).contains(&d.year()))
            .map(Day)
            .ok_or_else(|| format!("'{s}' is not a day: write it as 2026-03-01"))
    }
}

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        if s.is_human_readable() {
            s.collect_str(self)
        } else {
            s.serialize_i32(self.number())
        }
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let error = serde::de::Error::custom;
        if d.is_human_readable() {
            String::deserialize(d)?.parse().map_err(error)
        } else {
            let number = i32::deserialize(d)?;
            Day::from_number(number).ok_or_else(|| error("a day outside the calendar".to_owned()))
        }
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        if s.is_human_readable() {
            s.collect_str(self)
        } else {
            s.serialize_i64(self.0)
        }
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        if d.is_human_readable() {
            String::deserialize(d)?
                .parse()
                .map_err(serde::de::Error::custom)
        } else {
            i64::deserialize(d).map(Timestamp::from_millis)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_and_value_are_inverses() {
        for (text, millis) in [
            ("1970-01-01T00:00:00Z", 0),
            ("2026-03-01T08:15:00Z", 1_772_352_900_000),
            ("1969-12-31T23:59:59.500Z", -500),
        ] {
            assert_eq!(text.parse::<Timestamp>().unwrap().millis(), millis);
            assert_eq!(Timestamp::from_millis(millis).to_string(), text);
        }
        assert_eq!(
            "2026-03-01".parse::<Timestamp>().unwrap().day().to_string(),
            "2026-03-01"
        );
        assert!(
            "yesterday"
                .parse::<Timestamp>()
                .unwrap_err()
                .contains("2026-03-01")
        );
    }

    #[test]
    fn extremes_are_clamped() {
        assert_eq!(
            Timestamp::from_millis(i64::MAX).to_string(),
            "9999-12-31T23:59:59.999Z"
        );
        assert_eq!(
            Timestamp::from_secs(i64::MIN).to_string(),
            "0000-01-01T00:00:00Z"
        );
    }

    #[test]
    fn spans_are_told_in_whole_seconds_from_one_on() {
        for (millis, words) in [
            (300, "300ms"),
            (1_000, "1s"),
            (1_001, "2s"),
            (90_000, "1m 30s"),
            (3_600_000, "1h"),
        ] {
            assert_eq!(span_in_words(millis), words);
        }
    }
}
