//! `Retry-After`: how long a host asks to be left alone. Knows nothing of who asked.

use crate::model::Timestamp;
use chrono::DateTime;
use chrono::NaiveDateTime;

/// Longest wait that is granted, in milliseconds (24 h); a host that asks for more is asked again after this.
pub const MAX_RETRY_AFTER_MS: u64 = 24 * 60 * 60 * 1000;

/// What "429 Too Many Requests" without a `Retry-After` means, in milliseconds (10 min).
pub const DEFAULT_429_MS: u64 = 10 * 60 * 1000;

/// The wait in milliseconds that the header's value asks for, at most [`MAX_RETRY_AFTER_MS`]; `None` where it says nothing.
/// Reads seconds and the three date forms of HTTP (RFC 9110, 5.6.7 and 10.2.3); a past date is a wait of 0.
pub fn parse(value: &str, now: Timestamp) -> Option<u64> {
    let value = value.trim();
    if !value.is_empty() && value.bytes().all(|b| b.is_ascii_digit()) {
        // More digits than fit are still a wish for a very long wait.
        let secs = value.parse::<u64>().unwrap_or(u64::MAX);
        return Some(secs.saturating_mul(1000).min(MAX_RETRY_AFTER_MS));
    }
    let millis = http_date(value)?.since(now).max(0);
    Some(millis.unsigned_abs().min(MAX_RETRY_AFTER_MS))
}

/// The three date forms of HTTP (RFC 9110, 5.6.7).
pub(super) fn http_date(value: &str) -> Option<Timestamp> {
    if let Ok(date) = DateTime::parse_from_rfc2822(value) {
        return Some(Timestamp::from_millis(date.timestamp_millis()));
    }
    ["%A, %d-%b-%y %H:%M:%S GMT", "%a %b %e %H:%M:%S %Y"]
        .iter()
        .find_map(|form| NaiveDateTime::parse_from_str(value, form).ok())
        .map(|date| Timestamp::from_millis(date.and_utc().timestamp_millis()))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_are_read_and_capped() {
        let now: Timestamp = "1994-11-06T08:49:07Z".parse().unwrap();
        let check =
            |value: &str, expect: Option<u64>| assert_eq!(parse(value, now), expect, "{value}");
        check("0", Some(0));
        check(" 120 ", Some(120_000));
        check("316800", Some(MAX_RETRY_AFTER_MS));
        check("99999999999999999999999999", Some(MAX_RETRY_AFTER_MS));
        check("Sun, 06 Nov 1994 08:49:37 GMT", Some(30_000));
        check("Sunday, 06-Nov-94 08:49:37 GMT", Some(30_000));
        check("Sun Nov  6 08:49:37 1994", Some(30_000));
        check("Sun, 06 Nov 1994 08:00:00 GMT", Some(0));
        check("Sat, 06 Nov 2094 08:00:00 GMT", Some(MAX_RETRY_AFTER_MS));
        check("", None);
        check("-5", None);
        check("1.5", None);
        check("soon", None);
    }
}
