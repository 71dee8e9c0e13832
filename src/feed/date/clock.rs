//! Times of day and zones as they are written.

use super::words;

/// Milliseconds since midnight of `10:20`, `10:20:30`, `10:20:30.5`, `102030`, `10`, `24:00`; an empty text is midnight.
/// A leap second is the second before it.
pub(super) fn of_day(text: &str) -> Option<i64> {
    let text = text.trim_end_matches([':', '.', ',']);
    if text.is_empty() {
        return Some(0);
    }
    // `15.30.00`.
    if !text.contains([':', ',']) && text.matches('.').count() == 2 {
        return of_day(&text.replace('.', ":"));
    }
    let (compact, fraction) = text.split_once(['.', ',']).unwrap_or((text, ""));
    if !text.contains(':') && compact.len() > 2 {
        let parts = [compact.get(..2), compact.get(2..4), compact.get(4..)];
        let [Some(hour), Some(minute), Some(second)] = parts else {
            return None;
        };
        let second = if second.is_empty() { "0" } else { second };
        return of_day(&format!("{hour}:{minute}:{second}.{fraction}"));
    }
    let mut parts = text.split(':');
    let hour: i64 = parts.next()?.parse().ok()?;
    let minute: i64 = parts.next().unwrap_or("0").parse().ok()?;
    let seconds = parts.next().unwrap_or("0");
    let (whole, fraction) = seconds.split_once(['.', ',']).unwrap_or((seconds, ""));
    let second = whole
        .parse::<i64>()
        .ok()
        .filter(|s| (0..=61).contains(s))?
        .min(59);
    let fraction: String = fraction.chars().chain("000".chars()).take(3).collect();
    let milli: i64 = fraction.parse().ok()?;
    // Some write the milliseconds behind a fourth colon.
    let rest = parts
        .next()
        .is_none_or(|rest| rest.bytes().all(|b| b.is_ascii_digit()));
    let fits = (0..24).contains(&hour) && (0..60).contains(&minute)
        || (hour == 24 && minute == 0 && second == 0);
    (fits && rest).then_some(((hour * 60 + minute) * 60 + second) * 1000 + milli)
}

/// Minutes east of UTC of `z`, `+0200`, `+02:00`, `+2`, `est`, `gmt+1`, `+0100 (cet)`; `None` for what nobody knows.
pub(super) fn zone(text: &str) -> Option<i64> {
    let text = text
        .trim()
        .trim_start_matches("etc/")
        .trim_matches(['(', ')', '[', ']', '.', ','])
        .trim();
    if let Some(minutes) = words::zone(text) {
        return Some(minutes);
    }
    let sign_at = text.find(['+', '-'])?;
    let (name, offset) = text.split_at(sign_at);
    // Only what stands for UTC can have an offset added; of anything else the offset alone says it.
    if !name.is_empty() && words::zone(name.trim()).is_none() {
        return None;
    }
    let sign = if offset.starts_with('-') { -1 } else { 1 };
    let inner = offset.get(1..)?;
    let end = inner
        .find(|c: char| !(c.is_ascii_digit() || c == ':'))
        .unwrap_or(inner.len());
    let (hours, minutes) = match inner.get(..end)?.split_once(':') {
        Some((hours, minutes)) => (
            hours.parse::<i64>().ok()?,
            minutes.get(..2).unwrap_or(minutes).parse::<i64>().ok()?,
        ),
        None => {
            let digits = inner.get(..end)?;
            let number: i64 = digits.get(..4).unwrap_or(digits).parse().ok()?;
            if digits.len() <= 2 {
                (number, 0)
            } else {
                (number / 100, number % 100)
            }
        }
    };
    let total = hours * 60 + minutes;
    // Beyond 14 hours there is no place on earth: an offset in minutes, or nonsense.
    (minutes < 60 && total <= 14 * 60).then_some(sign * total)
}
