//! Dates in words: RFC 822 in its many spellings and languages, `ctime`, and what editors type.

use super::at;
use super::clock;
use super::day;
use super::halved;
use super::words;
use super::year;
use chrono::NaiveDate;

/// What is known of a date while its words are read.
#[derive(Default)]
struct Found<'t> {
    /// Words that may name a month; a day of the week may look like one and comes first.
    months: Vec<u32>,
    numbers: Vec<&'t str>,
    time: Option<i64>,
    zone: Option<i64>,
    /// Whether the zone was given in figures, which say more than a name.
    exact: bool,
    afternoon: Option<bool>,
}

/// `sun, 1 mar 2026 08:15:00 est`, `sun mar 1 08:15:00 2026`, `march 1, 2026 8:15 pm`, `1er mars 2026`, in lower case.
/// `home` is the zone of a date that states none.
pub(super) fn read(text: &str, home: i64) -> Option<i64> {
    let mut found = Found::default();
    for token in text
        .split([' ', ',', '\t', '\n', '|', '·', '@'])
        .filter(|t| !t.is_empty())
    {
        found.token(token)?;
    }
    let date = found.date()?;
    let of_day = halved(found.time.unwrap_or(0), found.afternoon);
    at(date, of_day, found.zone.unwrap_or(home))
}

impl<'t> Found<'t> {
    /// Takes up one word; `None` where it makes the whole no date.
    fn token(&mut self, token: &'t str) -> Option<()> {
        let is_clock = |c: char| c.is_ascii_digit() || c == ':' || c == '.';
        if token.contains(':')
            && token.starts_with(|c: char| c.is_ascii_digit())
            && self.time.is_none()
        {
            let end = token.find(|c| !is_clock(c)).unwrap_or(token.len());
            let (digits, tail) = token.split_at(end);
            self.time = Some(clock::of_day(digits)?);
            match tail.trim_matches('.') {
                "am" | "a" => self.afternoon = Some(false),
                "pm" | "p" => self.afternoon = Some(true),
                "" => {}
                tail => self.zone(tail),
            }
            return Some(());
        }
        // A sign at the front is a zone's; `01-mar-2026` is three words.
        if token.starts_with(['+', '-', '(', '[']) {
            self.zone(token);
            return Some(());
        }
        // `20h15` and `20.15 uhr`.
        if let Some((hour, minute)) = token.split_once('h')
            && self.time.is_none()
            && let (Ok(_), true) = (
                hour.parse::<u8>(),
                minute.bytes().all(|b| b.is_ascii_digit()),
            )
        {
            self.time = clock::of_day(&format!(
                "{hour}:{}",
                if minute.is_empty() { "0" } else { minute }
            ));
            return self.time.map(drop);
        }
        if let Some((hour, minute)) = token.split_once('.')
            && self.time.is_none()
            && self.numbers.len() + self.months.len() >= 3
            && minute.len() == 2
            && let Some(time) = clock::of_day(&format!("{hour}:{minute}"))
        {
            self.time = Some(time);
            return Some(());
        }
        match token.trim_matches('.') {
            "am" | "a" => self.afternoon = Some(false),
            "pm" | "p" => self.afternoon = Some(true),
            // Atlantic Time only behind a time of day; before it, a word.
            "at" if self.time.is_none() => {}
            "noon" => self.time = Some(12 * 3_600_000),
            _ => {
                let is_zone = token.len() >= 2
                    && words::month(token).is_none()
                    && clock::zone(token).is_some();
                let is_letter =
                    token.len() == 1 && self.time.is_some() && clock::zone(token).is_some();
                if is_zone || is_letter {
                    self.zone(token);
                    return Some(());
                }
                for word in split(token) {
                    self.word(word)?;
                }
            }
        }
        Some(())
    }

    fn zone(&mut self, text: &str) {
        let exact = text.contains(|c: char| c.is_ascii_digit());
        if let Some(minutes) = clock::zone(text)
            && (self.zone.is_none() || exact && !self.exact)
        {
            self.zone = Some(minutes);
            self.exact = exact;
        }
    }

    /// A number, perhaps with an ending, or a name.
    fn word(&mut self, word: &'t str) -> Option<()> {
        let end = word
            .find(|c: char| !c.is_ascii_digit())
            .unwrap_or(word.len());
        let (digits, _) = word.split_at(end);
        if digits.is_empty() {
            if word.chars().count() >= 2
                && let Some(month) = words::month(word)
            {
                self.months.push(month);
            }
        } else if digits.len() <= 4 {
            self.numbers.push(digits);
        } else {
            return None;
        }
        Some(())
    }

    /// The day, out of one month and two numbers, or out of three numbers in a token of their own.
    fn date(&self) -> Option<NaiveDate> {
        // A day of the week that looks like a month comes before it.
        if let Some(month) = self.months.last() {
            let four = self.numbers.iter().position(|digits| digits.len() >= 3);
            let (day_at, year_at) = match (four, self.numbers.len()) {
                (Some(year_at), 2..) => ((0..self.numbers.len()).find(|n| *n != year_at)?, year_at),
                (None, 2..) => (0, 1),
                _ => return None,
            };
            let y = year(self.numbers.get(year_at)?)?;
            let d = self.numbers.get(day_at)?.parse().ok()?;
            return day(y, *month, d);
        }
        let [a, b, c, ..] = self.numbers.as_slice() else {
            return None;
        };
        let number = |text: &str| text.parse::<u32>().ok();
        let (y, m, d) = if a.len() == 4 {
            (year(a)?, number(b)?, number(c)?)
        } else {
            let (first, second) = (number(a)?, number(b)?);
            // With the month first only where it cannot be otherwise.
            if second > 12 {
                (year(c)?, first, second)
            } else {
                (year(c)?, second, first)
            }
        };
        day(y, m, d)
    }
}

/// The parts of `01-mar-2026`, `01/03/2026`, `1.marzo`.
fn split(token: &str) -> impl Iterator<Item = &str> {
    let inside = |c: char| matches!(c, '-' | '/' | '.') && !token.contains("-ال");
    token.split(inside).filter(|word| !word.is_empty())
}
