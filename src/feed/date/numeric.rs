//! Dates that begin with a number: ISO 8601 in all its forms, and what looks like it.

use super::at;
use super::clock;
use super::day;
use super::halved;
use super::words;
use super::year;
use chrono::Duration;
use chrono::NaiveDate;
use chrono::Weekday;

/// `2026-03-01T08:15Z`, `2026-060`, `2026-W09-7`, `20260301T081500`, `2026/3/1 8:15 pm`, `01.03.2026 08:15`, in lower case.
/// `home` is the zone of a date that states none.
pub(super) fn read(text: &str, home: i64) -> Option<i64> {
    if !text.starts_with(|c: char| c.is_ascii_digit() || c == '-') {
        return None;
    }
    let end = text
        .char_indices()
        .position(|(n, c)| {
            c.is_whitespace()
                || matches!(c, ',' | '_' | '(')
                || c == 't' && is_time(text.get(n + 1..))
        })
        .and_then(|nth| text.char_indices().nth(nth))
        .map_or(text.len(), |(n, _)| n);
    // A date and a time in one number.
    let joined = matches!(end, 12 | 14) && text.bytes().take(end).all(|b| b.is_ascii_digit());
    let (date, rest) = text.split_at(if joined { 8 } else { end });
    let date = date.trim_end_matches(['-', '.', '/', 'z']);
    let mut rest =
        rest.trim_start_matches(|c: char| matches!(c, 't' | ',' | '_') || c.is_whitespace());
    // A day of the week stands in brackets behind the date.
    if let Some(after) = rest.strip_prefix('(').and_then(|r| r.split_once(')')) {
        rest = after.1.trim_start();
    }
    let mut afternoon = None;
    // East Asia writes the half of the day before the hour.
    for (word, half) in [("am ", false), ("pm ", true)] {
        if let Some(after) = rest.strip_prefix(word) {
            afternoon = Some(half);
            rest = after.trim_start();
        }
    }
    let end = rest
        .find(|c: char| !(c.is_ascii_digit() || ":.,".contains(c)))
        .unwrap_or(rest.len());
    let (time, tail) = rest.split_at(end);
    let mut tail = tail.trim_start();
    for (word, half) in [("am", false), ("pm", true)] {
        if let Some(after) = tail.strip_prefix(word) {
            afternoon = Some(half);
            tail = after.trim_start();
        }
    }
    // A year alone has no time of day.
    if !time.is_empty() && date.len() <= 4 {
        return None;
    }
    let zone = if tail.is_empty() {
        Some(home)
    } else {
        offset(tail)
    };
    at(
        calendar(date, afternoon.is_some())?,
        halved(clock::of_day(time)?, afternoon),
        zone?,
    )
}

/// Whether a time of day follows.
fn is_time(rest: Option<&str>) -> bool {
    rest.is_some_and(|rest| {
        rest.starts_with(|c: char| c.is_ascii_digit() || c.is_whitespace()) || rest.is_empty()
    })
}

/// The zone in what follows the time, the first word that is one; 0 where none is. A date's words do not belong here.
fn offset(tail: &str) -> Option<i64> {
    let found = tail.split([' ', ',']).find_map(clock::zone);
    let joined = || clock::zone(&tail.replace(' ', ""));
    let is_date = tail
        .split([' ', ',', '-'])
        .any(|word| word.len() > 2 && words::month(word).is_some());
    if is_date {
        return None;
    }
    Some(found.or_else(joined).unwrap_or(0))
}

/// The day that the part before the time names.
fn calendar(text: &str, american: bool) -> Option<NaiveDate> {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let number = |part: &str| part.parse::<u32>().ok();
    // A century left out, as ISO 8601 allowed once.
    let (short, text) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let parts: Vec<&str> = text.split(['-', '/', '.']).collect();
    match parts.as_slice() {
        [all] if digits(all) => match (all.len(), short) {
            (8, _) => day(
                year(all.get(..4)?)?,
                number(all.get(4..6)?)?,
                number(all.get(6..)?)?,
            ),
            (7, _) => NaiveDate::from_yo_opt(year(all.get(..4)?)?, number(all.get(4..)?)?),
            (6, false) => day(
                year(all.get(..2)?)?,
                number(all.get(2..4)?)?,
                number(all.get(4..)?)?,
            ),
            (5, false) => NaiveDate::from_yo_opt(year(all.get(..2)?)?, number(all.get(2..)?)?),
            (4, true) => day(year(all.get(..2)?)?, number(all.get(2..)?)?, 1),
            (4, false) => day(year(all)?, 1, 1),
            _ => None,
        },
        [y, rest] if rest.starts_with('w') => {
            week(y, rest.get(1..3)?, rest.get(3..4).unwrap_or("1"))
        }
        [y, w, d] if w.starts_with('w') => week(y, w.get(1..)?, d),
        [all] if all.contains('w') => {
            let (y, rest) = all.split_once('w')?;
            week(y, rest.get(..2)?, rest.get(2..3).unwrap_or("1"))
        }
        [y, rest] if digits(y) && digits(rest) && y.len() == 4 && rest.len() == 3 => {
            NaiveDate::from_yo_opt(year(y)?, number(rest)?)
        }
        [y, m] if digits(m) && m.len() <= 2 && (y.len() == 4 || short) => {
            day(year(y)?, number(m)?, 1)
        }
        [y, m, d] if y.len() == 4 && digits(y) => {
            day(year(y)?, month(m)?, number(d.trim_start_matches('0'))?)
        }
        [d, m, y] if y.len() == 4 && digits(y) => {
            let (d, m) = (number(d)?, month(m)?);
            // Only Americans put the month first, and they write the halves of the day.
            let swapped = m > 12 || american && d <= 12 && text.contains('/');
            if swapped {
                day(year(y)?, d, m)
            } else {
                day(year(y)?, m, d)
            }
        }
        [a, m, b]
            if digits(a) && digits(b) && a.len() == 2 && b.len() == 2 && text.contains('-') =>
        {
            day(year(a)?, month(m)?, number(b)?)
        }
        [d, m, y] if digits(d) && digits(y) && y.len() == 2 => day(year(y)?, month(m)?, number(d)?),
        _ => None,
    }
}

/// A month by its number, in up to three digits, or by its name.
fn month(text: &str) -> Option<u32> {
    match text.parse::<u32>() {
        Ok(n) => Some(n),
        Err(_) => words::month(text),
    }
}

/// A day of a week of ISO 8601.
fn week(y: &str, w: &str, d: &str) -> Option<NaiveDate> {
    let monday = NaiveDate::from_isoywd_opt(year(y)?, w.parse().ok()?, Weekday::Mon)?;
    let d: i64 = d.parse().ok().filter(|d| (1..=7).contains(d))?;
    monday.checked_add_signed(Duration::try_days(d - 1)?)
}
