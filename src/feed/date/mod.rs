//! Dates as feeds and pages write them, to points in time. Never asks what time it is now: no date stays no date.
//!
//! ISO 8601 in all its forms, then dates in words. A date without a zone, or with a zone that nobody knows, is
//! read as UTC, so it can be off by up to 14 hours; that is better than none.

mod clock;
mod months;
mod numeric;
mod worded;
mod words;

#[cfg(test)]
mod tests;

use crate::model::Timestamp;
use chrono::Duration;
use chrono::NaiveDate;

/// Longest text that is looked at, in bytes; anything longer is no date.
const MAX_DATE_BYTES: usize = 160;

/// The point in time that `text` names; `None` for what is no date and for dates before 1970-01-02, which are unset fields.
pub fn parse(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    if text.is_empty() || text.len() > MAX_DATE_BYTES {
        return None;
    }
    let plain = words::plain(text);
    let plain = plain.trim().trim_matches(['"', '\'']).trim();
    // Two programs of Korean publishers state no zone and mean their own.
    let home = if text.contains(['년', '오']) {
        9 * 60
    } else {
        0
    };
    let millis = unix(plain)
        .or_else(|| numeric::read(plain, home))
        .or_else(|| worded::read(plain, home))?;
    let in_range = (86_400_000..=253_402_300_799_999).contains(&millis);
    in_range.then(|| Timestamp::from_millis(millis))
}

/// Seconds, milliseconds or microseconds since 1970.
fn unix(text: &str) -> Option<i64> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    if !whole
        .bytes()
        .chain(fraction.bytes())
        .all(|b| b.is_ascii_digit())
    {
        return None;
    }
    let n: i64 = whole.parse().ok()?;
    match whole.len() {
        9 | 10 => n.checked_mul(1000),
        13 => Some(n),
        // Twelve figures are milliseconds of before 2001, or a date and a time.
        12 if !whole.starts_with("20") => Some(n),
        16 => Some(n / 1000),
        _ => None,
    }
}

/// The year that two or three digits mean, or four; `None` for other numbers.
fn year(digits: &str) -> Option<i32> {
    let n: i32 = digits.parse().ok()?;
    match digits.len() {
        // Thai feeds count from the Buddha's death.
        4 if (2500..2700).contains(&n) => Some(n - 543),
        4 => Some(n),
        2 => Some(n + if n < 70 { 2000 } else { 1900 }),
        // What a program printed that counts years from 1900.
        3 if n >= 100 => Some(1900 + n),
        _ => None,
    }
}

/// A day of the calendar. A day beyond its month, up to the 31st, is counted on into the next.
fn day(year: i32, month: u32, day: u32) -> Option<NaiveDate> {
    let first = NaiveDate::from_ymd_opt(year, month, 1)?;
    if !(1..=31).contains(&day) {
        return None;
    }
    first.checked_add_signed(Duration::try_days(i64::from(day) - 1)?)
}

/// Milliseconds since 1970 of a local date and time of day; `zone` in minutes east of UTC.
fn at(date: NaiveDate, of_day: i64, zone: i64) -> Option<i64> {
    let midnight = date.and_hms_opt(0, 0, 0)?.and_utc();
    let shift = Duration::try_milliseconds(of_day)?.checked_sub(&Duration::try_minutes(zone)?)?;
    Some(midnight.checked_add_signed(shift)?.timestamp_millis())
}

/// A time of day with the half of the day that stands beside it.
fn halved(of_day: i64, afternoon: Option<bool>) -> i64 {
    const NOON: i64 = 12 * 3_600_000;
    match afternoon {
        Some(true) if of_day < NOON => of_day + NOON,
        Some(false) if (NOON..2 * NOON).contains(&of_day) => of_day - NOON,
        _ => of_day,
    }
}
