//! Dates in words against the day of the story: "on Tuesday", "last week", "in May", "in 2015". What a date is the date of must
//! not be known here.

use super::StoryDay;
use crate::model::Day;
use crate::model::SaidWhen;
use crate::model::Span;
use crate::text::words;

const WEEKDAYS: &[&str] = &[
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
];
const MONTHS: &[&str] = &[
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];
const NUMBERS: &[&str] = &[
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
];

/// Days of a week.
const WEEK: i32 = 7;

/// A word of the piece, folded for comparison, with its place in the text.
struct Word {
    low: String,
    span: Span,
    capital: bool,
}

/// First and last day, and how many words say so.
type Found = (Day, Day, usize);

/// The first date that the piece of text gives.
pub(super) fn find(text: &str, piece: Span, day: StoryDay) -> Option<SaidWhen> {
    let inner = piece.of(text)?;
    let words: Vec<Word> = words(inner)
        .map(|(span, word)| Word {
            low: word.to_lowercase(),
            span: span.shift(piece.start as usize),
            capital: word.starts_with(char::is_uppercase),
        })
        .collect();
    (0..words.len()).find_map(|at| {
        let (from, to, n) = at_word(&words[at..], day)?;
        let with_preposition = at.checked_sub(1).filter(|&b| {
            let low = words[b].low.as_str();
            matches!(low, "on" | "in" | "since" | "during")
        });
        let first = words[with_preposition.unwrap_or(at)].span.start;
        let last = words[at + n - 1].span.end;
        let said = Span::new(first as usize, last as usize).of(text)?;
        (from <= to).then(|| SaidWhen {
            from,
            to,
            words: said.split_whitespace().collect::<Vec<_>>().join(" "),
        })
    })
}

fn at_word(words: &[Word], day: StoryDay) -> Option<Found> {
    let low = |n: usize| words.get(n).map_or("", |w| w.low.as_str());
    let today = day.likely;
    let near = |back: i32, n: usize| Some((day.first.plus(-back), day.last.plus(-back), n));
    match (low(0), low(1)) {
        ("today" | "tonight", _) => near(0, 1),
        ("yesterday", _) => near(1, 1),
        ("overnight", _) => Some((day.first.plus(-1), day.last, 1)),
        ("this", "morning" | "afternoon" | "evening") => near(0, 2),
        ("last", "night") => near(1, 2),
        ("last", "week") => {
            let monday = today.plus(-today.weekday() - WEEK);
            Some((monday, monday.plus(WEEK - 1), 2))
        }
        ("this", "week") => Some((today.plus(-today.weekday()), day.last, 2)),
        ("last", "month") => {
            let (year, month, _) = today.date();
            let (year, month) = if month == 1 {
                (year - 1, 12)
            } else {
                (year, month - 1)
            };
            month_of(year, month).map(|(from, to)| (from, to, 2))
        }
        ("this", "month") => {
            let (year, month, _) = today.date();
            Some((Day::of(year, month, 1)?, day.last, 2))
        }
        ("last", "year") => year_of(today.date().0 - 1).map(|(from, to)| (from, to, 2)),
        ("this", "year") => Some((Day::of(today.date().0, 1, 1)?, day.last, 2)),
        // "Last Tuesday" is the one before today to some and the one of last week to others.
        ("last", word) if weekday(word).is_some() => {
            let latest = before(today, weekday(word)?);
            let within = today.number() - latest.number() <= today.weekday();
            let from = if within { latest.plus(-WEEK) } else { latest };
            Some((from, latest, 2))
        }
        ("last", word) if month(word).is_some() => {
            latest_month(month(word)?, today).map(|(f, t)| (f, t, 2))
        }
        (word, _) if weekday(word).is_some() && words[0].capital => {
            let wanted = weekday(word)?;
            let back = (today.weekday() - wanted).rem_euclid(WEEK);
            let mut at = today.plus(-back);
            // Late in the day somewhere it is tomorrow already.
            if back == WEEK - 1 && day.last > today {
                at = today.plus(1);
            }
            let night = matches!(low(1), "night" | "morning" | "afternoon" | "evening");
            Some((at, at, 1 + usize::from(night)))
        }
        (word, _) if month(word).is_some() && words[0].capital => dated(words, month(word)?, today),
        (number, word) if month(word).is_some() && words.get(1)?.capital => {
            let date = number
                .trim_end_matches(|c: char| c.is_alphabetic())
                .parse()
                .ok()?;
            let given = year(low(2));
            let at = on(given, month(word)?, date, today)?;
            Some((at, at, 2 + usize::from(given.is_some())))
        }
        (number, unit) if low(2) == "ago" => {
            let n = count(number)?;
            let (from, to) = ago(n, unit, day)?;
            Some((from, to, 3))
        }
        ("in", word) if year(word).is_some() => year_of(year(word)?).map(|(f, t)| (f, t, 2)),
        ("in", "early" | "late" | "mid") if year(low(2)).is_some() => {
            year_of(year(low(2))?).map(|(f, t)| (f, t, 3))
        }
        _ => None,
    }
}

/// "March 3", "March 3, 2026", "March 2015", "March".
fn dated(words: &[Word], month: u32, today: Day) -> Option<Found> {
    let low = |n: usize| words.get(n).map_or("", |w| w.low.as_str());
    if let Some(given) = year(low(1)) {
        return month_of(given, month).map(|(f, t)| (f, t, 2));
    }
    let date: Option<u32> = low(1)
        .trim_end_matches(|c: char| c.is_alphabetic())
        .parse()
        .ok();
    if let Some(date) = date.filter(|d| (1..=31).contains(d)) {
        let given = year(low(2));
        let at = on(given, month, date, today)?;
        return Some((at, at, 2 + usize::from(given.is_some())));
    }
    latest_month(month, today).map(|(f, t)| (f, t, 1))
}

/// The day with this date, of the year given or else the latest that is not to come.
fn on(year: Option<i32>, month: u32, date: u32, today: Day) -> Option<Day> {
    match year {
        Some(year) => Day::of(year, month, date),
        None => {
            let this = today.date().0;
            (0..4)
                .filter_map(|back| Day::of(this - back, month, date))
                .find(|day| *day <= today.plus(1))
        }
    }
}

fn weekday(word: &str) -> Option<i32> {
    WEEKDAYS.iter().position(|w| *w == word).map(|n| n as i32)
}

fn month(word: &str) -> Option<u32> {
    let by_name = MONTHS.iter().position(|m| *m == word);
    by_name
        .or_else(|| {
            [
                "jan", "feb", "mar", "apr", "", "jun", "jul", "aug", "sept", "oct", "nov", "dec",
            ]
            .iter()
            .position(|m| !m.is_empty() && (*m == word || *m == "sept" && word == "sep"))
        })
        .map(|n| n as u32 + 1)
}

/// A year as news names one.
fn year(word: &str) -> Option<i32> {
    let year: i32 = word.parse().ok().filter(|_| word.len() == 4)?;
    (1800..=2200).contains(&year).then_some(year)
}

fn count(word: &str) -> Option<i32> {
    match word {
        "a" | "an" => Some(1),
        _ => NUMBERS
            .iter()
            .position(|n| *n == word)
            .map(|n| n as i32 + 1)
            .or_else(|| word.parse().ok().filter(|n| (1..=1_000).contains(n))),
    }
}

/// The latest day before today with this weekday.
fn before(today: Day, wanted: i32) -> Day {
    let back = (today.weekday() - wanted).rem_euclid(WEEK);
    today.plus(-if back == 0 { WEEK } else { back })
}

fn year_of(year: i32) -> Option<(Day, Day)> {
    Some((Day::of(year, 1, 1)?, Day::of(year, 12, 31)?))
}

fn month_of(year: i32, month: u32) -> Option<(Day, Day)> {
    let next = if month == 12 {
        Day::of(year + 1, 1, 1)?
    } else {
        Day::of(year, month + 1, 1)?
    };
    Some((Day::of(year, month, 1)?, next.plus(-1)))
}

/// The latest month of this name that has begun; of the month itself only what has passed.
fn latest_month(month: u32, today: Day) -> Option<(Day, Day)> {
    let (this, now, _) = today.date();
    let year = if month > now { this - 1 } else { this };
    month_of(year, month).map(|(from, to)| (from, to.min(today)))
}

/// So many units back: a day for days, the days around for what is told in larger units.
fn ago(n: i32, unit: &str, day: StoryDay) -> Option<(Day, Day)> {
    let around = |days: i32, slack: i32| {
        (
            day.likely.plus(-days - slack),
            day.likely.plus(-days + slack),
        )
    };
    Some(match unit.trim_end_matches('s') {
        "hour" | "minute" => (day.first.plus(-1), day.last),
        "day" => (day.first.plus(-n), day.last.plus(-n)),
        "week" => around(n.checked_mul(WEEK)?, 3),
        "month" => around(n.checked_mul(30)?, 15),
        "year" => {
            let year = day.likely.date().0.checked_sub(n)?;
            year_of(year)?
        }
        _ => return None,
    })
}
