//! Dates as feeds and pages write them, to points in time. Never asks what time it is now: no date stays no date.
//!
//! RFC 3339 and RFC 2822 first, then what publishers write instead. A date without a zone, or with a zone
//! that nobody knows, is read as UTC, so it can be off by up to 14 hours; that is better than none.

use crate::model::Timestamp;
use chrono::DateTime;
use chrono::Duration;
use chrono::NaiveDate;

/// Longest text that is looked at; anything longer is no date.
const MAX_DATE_BYTES: usize = 80;

/// Months by the three letters that tell them apart.
const MONTHS: [&str; 12] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];

/// Minutes east of UTC. Where a name is in use twice, the one that news feeds use more (IST is India's).
const ZONES: &[(&str, i64)] = &[
    ("Z", 0),
    ("UT", 0),
    ("UTC", 0),
    ("GMT", 0),
    ("WET", 0),
    ("BST", 60),
    ("WEST", 60),
    ("CET", 60),
    ("MET", 60),
    ("WAT", 60),
    ("CEST", 120),
    ("MEST", 120),
    ("EET", 120),
    ("CAT", 120),
    ("SAST", 120),
    ("EEST", 180),
    ("IDT", 180),
    ("MSK", 180),
    ("EAT", 180),
    ("IRST", 210),
    ("GST", 240),
    ("PKT", 300),
    ("IST", 330),
    ("WIB", 420),
    ("ICT", 420),
    ("SGT", 480),
    ("HKT", 480),
    ("AWST", 480),
    ("JST", 540),
    ("KST", 540),
    ("ACST", 570),
    ("AEST", 600),
    ("AEDT", 660),
    ("NZST", 720),
    ("NZDT", 780),
    ("NST", -210),
    ("ART", -180),
    ("BRT", -180),
    ("AST", -240),
    ("EDT", -240),
    ("ADT", -180),
    ("EST", -300),
    ("CDT", -300),
    ("ET", -300),
    ("CST", -360),
    ("MDT", -360),
    ("MST", -420),
    ("PDT", -420),
    ("PST", -480),
    ("AKST", -540),
    ("HST", -600),
];

/// The point in time that `text` names; `None` for what is no date and for dates before 1970-01-02, which are unset fields.
pub fn parse(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    if text.is_empty() || text.len() > MAX_DATE_BYTES || !text.is_ascii() {
        return None;
    }
    let exact = DateTime::parse_from_rfc3339(text)
        .or_else(|_| DateTime::parse_from_rfc2822(text))
        .map(|t| t.timestamp_millis());
    let millis = match exact {
        Ok(millis) => millis,
        Err(_) => unix(text)
            .or_else(|| numeric(text))
            .or_else(|| worded(text))?,
    };
    let in_range = (86_400_000..=253_402_300_799_999).contains(&millis);
    in_range.then(|| Timestamp::from_millis(millis))
}

/// Seconds or milliseconds since 1970.
fn unix(text: &str) -> Option<i64> {
    if !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let n: i64 = text.parse().ok()?;
    match text.len() {
        9 | 10 => n.checked_mul(1000),
        12 | 13 => Some(n),
        _ => None,
    }
}

/// `2026-03-01`, `2026/03/01 10:20`, `2026-03-01T10:20Z`, `20260301T102000`, `2026-03-01 10:20:30 +0200`.
fn numeric(text: &str) -> Option<i64> {
    let bytes = text.as_bytes();
    let (date, rest) = if bytes.iter().take(8).all(u8::is_ascii_digit) && bytes.len() >= 8 {
        let date = (text.get(..4)?, text.get(4..6)?, text.get(6..8)?);
        (date, text.get(8..)?)
    } else {
        let end = text
            .find(|c: char| c == 'T' || c.is_whitespace())
            .unwrap_or(text.len());
        let mut parts = text.get(..end)?.split(['-', '/', '.']);
        let date = (parts.next()?, parts.next()?, parts.next()?);
        if date.0.len() != 4 || parts.next().is_some() {
            return None;
        }
        (date, text.get(end..)?)
    };
    let day = NaiveDate::from_ymd_opt(
        date.0.parse().ok()?,
        date.1.parse().ok()?,
        date.2.parse().ok()?,
    )?;
    let rest = rest.trim_start_matches('T').trim();
    let end = rest
        .find(|c: char| !(c.is_ascii_digit() || c == ':' || c == '.'))
        .unwrap_or(rest.len());
    let (time, zone) = rest.split_at(end);
    at(day, clock(time)?, zone_minutes(zone))
}

/// RFC 822 in its many spellings, and `Sun Mar 1 10:20:30 2026`, `March 1, 2026 10:20 PM EST`.
fn worded(text: &str) -> Option<i64> {
    let mut day = None;
    let mut month = None;
    let mut year = None;
    let mut time = None;
    let mut zone = 0;
    let mut afternoon = None;
    for token in text.split([' ', ',', '\t', '\n']).filter(|t| !t.is_empty()) {
        if token.contains(':') && time.is_none() {
            let end = token
                .find(|c: char| !(c.is_ascii_digit() || c == ':' || c == '.'))
                .unwrap_or(token.len());
            let (digits, tail) = token.split_at(end);
            time = Some(clock(digits)?);
            match tail.to_ascii_lowercase().as_str() {
                "am" => afternoon = Some(false),
                "pm" => afternoon = Some(true),
                _ => zone = zone_minutes(tail),
            }
            continue;
        }
        // `01-Mar-2026` and `01/Mar/2026` are three words; a sign at the front is a zone's.
        if token.starts_with(['+', '-']) {
            zone = zone_minutes(token);
            continue;
        }
        let named = ZONES
            .iter()
            .any(|(name, _)| name.eq_ignore_ascii_case(token));
        if named || token.starts_with("GMT") || token.starts_with("UTC") {
            zone = zone_minutes(token);
            continue;
        }
        for word in token.split(['-', '/', '.']).filter(|w| !w.is_empty()) {
            let lower = word.to_ascii_lowercase();
            let digits = lower.trim_end_matches(|c: char| c.is_ascii_alphabetic());
            if lower == "am" || lower == "pm" || lower == "p" || lower == "a" {
                afternoon = Some(lower.starts_with('p'));
            } else if !digits.is_empty() {
                let n: i32 = digits.parse().ok()?;
                if digits.len() <= 2 && day.is_none() {
                    day = Some(n);
                } else if year.is_none() {
                    year = Some(match digits.len() {
                        4 => n,
                        2 => n + if n < 70 { 2000 } else { 1900 },
                        _ => return None,
                    });
                }
            } else if month.is_none() && lower.len() >= 3 {
                let at = MONTHS.iter().position(|m| lower.starts_with(m));
                month = at.and_then(|n| u32::try_from(n + 1).ok());
            }
        }
    }
    let date = NaiveDate::from_ymd_opt(year?, month?, u32::try_from(day?).ok()?)?;
    let mut millis = time.unwrap_or(0);
    let noon = 12 * 3_600_000;
    match afternoon {
        Some(true) if millis < noon => millis += noon,
        Some(false) if millis >= noon => millis -= noon,
        _ => {}
    }
    at(date, millis, zone)
}

/// Milliseconds since midnight of `10:20`, `10:20:30`, `10:20:30.5`, `24:00`; an empty text is midnight. A leap second is the second before it.
fn clock(text: &str) -> Option<i64> {
    if text.is_empty() {
        return Some(0);
    }
    let compact = [text.get(..2), text.get(2..4), text.get(4..)];
    if let ([Some(hour), Some(minute), Some(second)], false) = (compact, text.contains(':')) {
        let second = if second.is_empty() { "0" } else { second };
        return clock(&format!("{hour}:{minute}:{second}"));
    }
    let mut parts = text.split(':');
    let hour: i64 = parts.next()?.parse().ok()?;
    let minute: i64 = parts.next()?.parse().ok()?;
    let seconds = parts.next().unwrap_or("0");
    let (whole, fraction) = seconds.split_once('.').unwrap_or((seconds, ""));
    let second = whole.parse::<i64>().ok()?.min(59);
    let fraction: String = fraction.chars().chain("000".chars()).take(3).collect();
    let milli: i64 = fraction.parse().ok()?;
    let fits = (hour < 24 && minute < 60) || (hour == 24 && minute == 0 && second == 0);
    let total = ((hour * 60 + minute) * 60 + second) * 1000 + milli;
    (fits && parts.next().is_none()).then_some(total)
}

/// Minutes east of UTC of `Z`, `+0200`, `+02:00`, `+2`, `EST`, `GMT+1`; 0 for what nobody knows.
fn zone_minutes(text: &str) -> i64 {
    let text = text.trim().trim_matches(['(', ')']);
    let named = |name: &str| {
        ZONES
            .iter()
            .find(|(zone, _)| zone.eq_ignore_ascii_case(name))
            .map(|(_, minutes)| *minutes)
    };
    if let Some(minutes) = named(text) {
        return minutes;
    }
    let Some(sign_at) = text.find(['+', '-']) else {
        return 0;
    };
    let (name, offset) = text.split_at(sign_at);
    let sign = if offset.starts_with('-') { -1 } else { 1 };
    let digits: String = offset.chars().filter(char::is_ascii_digit).collect();
    let number: i64 = digits.parse().unwrap_or(0);
    let minutes = if digits.len() <= 2 {
        number * 60
    } else {
        number / 100 * 60 + number % 100
    };
    let base = named(name.trim()).unwrap_or(0);
    if minutes <= 14 * 60 {
        base + sign * minutes
    } else {
        base
    }
}

/// Milliseconds since 1970 of a local date and time of day.
fn at(date: NaiveDate, of_day: i64, zone: i64) -> Option<i64> {
    let midnight = date.and_hms_opt(0, 0, 0)?.and_utc();
    let shift = Duration::try_milliseconds(of_day)?.checked_sub(&Duration::try_minutes(zone)?)?;
    Some(midnight.checked_add_signed(shift)?.timestamp_millis())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_as_they_come() {
        for (text, expect) in [
            ("2026-03-01T08:15:00Z", "2026-03-01T08:15:00Z"),
            ("2026-03-01T08:15:00.250+02:00", "2026-03-01T06:15:00.250Z"),
            ("Sun, 01 Mar 2026 08:15:00 +0100", "2026-03-01T07:15:00Z"),
            ("Sun, 01 Mar 2026 08:15:00 GMT", "2026-03-01T08:15:00Z"),
            ("Sun, 1 Mar 26 08:15 EST", "2026-03-01T13:15:00Z"),
            ("Mon, 01 March 2026 08:15:00 CEST", "2026-03-01T06:15:00Z"),
            ("01 Mar 2026 08:15:60 GMT+1", "2026-03-01T07:15:59Z"),
            ("Sun, 01-Mar-2026 08:15:00 UTC", "2026-03-01T08:15:00Z"),
            ("2026-03-01 08:15:00", "2026-03-01T08:15:00Z"),
            ("2026-03-01T10:20Z", "2026-03-01T10:20:00Z"),
            ("2026-03-01 10:20:00 +0200", "2026-03-01T08:20:00Z"),
            ("2026/03/01 10:20", "2026-03-01T10:20:00Z"),
            ("2026-03-01", "2026-03-01T00:00:00Z"),
            ("20260301T102030Z", "2026-03-01T10:20:30Z"),
            ("2026-03-01T24:00:00Z", "2026-03-02T00:00:00Z"),
            ("Sun Mar  1 10:20:30 2026", "2026-03-01T10:20:30Z"),
            ("March 1, 2026 10:20 PM EST", "2026-03-02T03:20:00Z"),
            ("Mar 1st, 2026", "2026-03-01T00:00:00Z"),
            ("1772352900", "2026-03-01T08:15:00Z"),
            ("1772352900000", "2026-03-01T08:15:00Z"),
        ] {
            let found = parse(text).map(|t| t.to_string());
            assert_eq!(found.as_deref(), Some(expect), "{text}");
        }
    }

    #[test]
    fn what_is_no_date_is_none() {
        for text in [
            "",
            "yesterday",
            "0000-00-00 00:00:00",
            "Wed, 30 Nov -0001 00:00:00 +0000",
            "1970-01-01T00:00:00Z",
            "2026-13-45",
            "2026-03-01T24:30:00Z",
            "Sun, 01 Foo 2026 08:15:00 GMT",
            "99999999999999999999",
            "３月",
            "0",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
        assert_eq!(parse(&"1 ".repeat(100_000)), None);
    }
}
