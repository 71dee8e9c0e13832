//! Datelines ("PORT REED (Newsline) — ", "Reed, Monday: ") and the times of live reports ("10.42am: "): where the report before
//! which they stand begins. What it says must not be known here.

use crate::model::Span;
use crate::text::is_quote;

/// Longest dateline in bytes; what is longer is a sentence.
const MAX_DATELINE: usize = 80;

/// Words of time that stand in datelines, lower case; months may be cut.
const TIMES: &[&str] = &[
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "mon",
    "tue",
    "wed",
    "thu",
    "fri",
    "sat",
    "sun",
    "jan",
    "feb",
    "mar",
    "apr",
    "may",
    "jun",
    "jul",
    "aug",
    "sep",
    "sept",
    "oct",
    "nov",
    "dec",
    "january",
    "february",
    "march",
    "april",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// Cities that stand with nothing but a colon before reports of South Asia and Africa and of agencies, lower case.
const CITIES: &[&str] = &[
    "new delhi",
    "delhi",
    "mumbai",
    "kolkata",
    "chennai",
    "bengaluru",
    "bangalore",
    "hyderabad",
    "pune",
    "ahmedabad",
    "lucknow",
    "patna",
    "jaipur",
    "chandigarh",
    "bhopal",
    "guwahati",
    "srinagar",
    "thiruvananthapuram",
    "kochi",
    "islamabad",
    "karachi",
    "lahore",
    "peshawar",
    "quetta",
    "rawalpindi",
    "dhaka",
    "chittagong",
    "colombo",
    "kathmandu",
    "lagos",
    "abuja",
    "kano",
    "accra",
    "nairobi",
    "kampala",
    "london",
    "washington",
    "new york",
    "united nations",
    "paris",
    "berlin",
    "moscow",
    "beijing",
    "tokyo",
    "dubai",
    "doha",
    "cairo",
    "geneva",
    "brussels",
    "tehran",
    "jerusalem",
    "kabul",
    "singapore",
    "kuala lumpur",
    "jakarta",
    "manila",
    "sydney",
    "melbourne",
    "canberra",
    "dublin",
];

/// Ends of a time of day, lower case, before the mark that parts it from the report.
const CLOCKS: &[&str] = &[
    "am", "pm", "a.m.", "p.m.", "gmt", "bst", "ist", "et", "est", "edt", "cet", "utc", "hrs", "h",
];

/// The paragraph at `span` of `text` without the dateline that it may begin with.
pub fn after_dateline(text: &str, span: Span) -> Span {
    let paragraph = span.of(text).unwrap_or_default();
    let end = timestamp(paragraph)
        .or_else(|| dateline(paragraph))
        .or_else(|| lone_place(text, span, paragraph));
    match end {
        Some(end) => Span::new(span.start as usize + end, span.end as usize),
        None => span,
    }
}

/// Longest place that stands alone in capitals before a report, in bytes.
const MAX_PLACE: usize = 30;
/// Fewest words of a report's first paragraph; what is shorter may be somebody's turn.
const REPORT: usize = 8;

/// Where the words after "RATNAGIRI: " begin: one or two words in capitals before a report's first paragraph, and before no other one.
fn lone_place(text: &str, span: Span, paragraph: &str) -> Option<usize> {
    fn place(line: &str) -> Option<(&str, &str)> {
        let (place, rest) = line.split_once(": ")?;
        let capitals = place
            .chars()
            .all(|c| c.is_uppercase() || matches!(c, ' ' | '-'));
        let fits = (1..MAX_PLACE).contains(&place.len()) && place.split(' ').count() <= 2;
        (capitals && fits).then_some((place, rest))
    }
    let (label, rest) = place(paragraph)?;
    let filled = |line: &&str| !line.trim().is_empty();
    // Backwards and to the second line, so that a transcript of ten thousand labels is not read ten thousand times.
    let before = text.get(..span.range().start)?;
    let late = before.lines().rev().filter(filled).nth(1).is_some();
    let report = rest.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
        && rest.split_whitespace().nth(REPORT - 1).is_some();
    if late || label.len() < 4 || !report {
        return None;
    }
    let more = text.get(span.range().end..)?.lines().any(|l| filled(&l));
    let alone = text.lines().filter_map(place).nth(1).is_none();
    (alone && more).then_some(label.len() + 2)
}

/// Where the words after the time of a live report begin: "10.42am: ", "14:05 – ", "9:30 p.m. ET ".
fn timestamp(paragraph: &str) -> Option<usize> {
    let digits =
        |text: &str| text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let hour = digits(paragraph);
    let rest = paragraph.get(hour..)?.strip_prefix(['.', ':'])?;
    let minutes = digits(rest);
    if !(1..=2).contains(&hour) || minutes != 2 {
        return None;
    }
    let mut rest = &rest[minutes..];
    let mut told = false;
    while let Some(clock) = CLOCKS.iter().rev().find(|clock| {
        let word = rest.trim_start_matches(' ').get(..clock.len());
        let after = rest.trim_start_matches(' ').get(clock.len()..);
        word.is_some_and(|w| w.eq_ignore_ascii_case(clock))
            && after.is_some_and(|a| !a.starts_with(char::is_alphanumeric))
    }) {
        rest = rest.trim_start_matches(' ').get(clock.len()..)?;
        told = true;
    }
    let after = rest.trim_start_matches([' ', ':', '-', '–', '—', '|']);
    let parted = rest.len() - after.len();
    let marked = rest[..parted].contains([':', '-', '–', '—', '|']);
    let capital = after.starts_with(|c: char| c.is_uppercase() || is_quote(c));
    (parted > 0 && (marked || told) && capital).then(|| paragraph.len() - after.len())
}

/// Where the words after a dateline begin.
fn dateline(paragraph: &str) -> Option<usize> {
    let mut head = MAX_DATELINE.min(paragraph.len());
    while !paragraph.is_char_boundary(head) {
        head -= 1;
    }
    let head = &paragraph[..head];
    // All marks below hold one of these; most paragraphs begin with none.
    if !head.bytes().any(|b| matches!(b, b'-' | b':' | b'\xe2')) {
        return None;
    }
    let (at, mark) = [" — ", " – ", " - ", " -- ", "— ", ": "]
        .iter()
        .filter_map(|mark| Some((head.find(mark)?, *mark)))
        .min_by_key(|(at, mark)| (*at, std::cmp::Reverse(mark.len())))?;
    let end = at + mark.len();
    let place = &head[..at];
    if paragraph[end..].trim().is_empty() {
        return None;
    }
    let (place, agency) = match place.split_once('(') {
        Some((place, agency)) if agency.ends_with(')') && !agency.contains('(') => (place, true),
        Some(_) => return None,
        None => (place, false),
    };
    let words: Vec<&str> = place
        .split(|c: char| c.is_whitespace() || matches!(c, ',' | '.' | '/'))
        .filter(|w| !w.is_empty())
        .collect();
    let plain = words.iter().all(|w| {
        w.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
            && w.chars()
                .all(|c| c.is_alphanumeric() || matches!(c, '-' | '\'' | '’'))
    });
    let first = words.first()?;
    let shouted = first.chars().filter(|c| c.is_alphabetic()).count() >= 3
        && !first.chars().any(char::is_lowercase);
    let dated = words.len() > 1
        && words
            .iter()
            .any(|w| TIMES.contains(&w.to_lowercase().as_str()));
    let city = CITIES.contains(&place.trim().to_lowercase().as_str());
    let known = if mark == ": " {
        dated || city || agency
    } else {
        shouted || agency || dated
    };
    (plain && known && words.len() <= 8).then_some(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_in_capitals_opens_a_report_once() {
        let report = "REEDMOUTH: Some forty farmers stopped the road on Friday over a drain.";
        let after = |text: &str| {
            let start = text.find(report).unwrap();
            after_dateline(text, Span::new(start, start + report.len())).start as usize - start
        };
        for (text, place) in [
            (format!("A headline\n\n{report}\n\nThey went home."), 11),
            (format!("{report}\nThey went home."), 11),
            // Somebody's turn.
            (format!("{report}\nLEE: They went home."), 0),
            (format!("One.\nTwo.\n{report}\nThey went home."), 0),
            (report.to_owned(), 0),
        ] {
            assert_eq!(after(&text), place, "{text}");
        }
    }

    /// Each of these labels was once compared with all of the text: a transcript of 20,000 turns took a minute.
    #[test]
    fn a_transcript_has_no_dateline() {
        let turn = "REEDMOUTH: We stopped the road on Friday, and we would stop it again.";
        let text = vec![turn; 20_000].join("\n");
        let starts = (0..20_000).map(|n| n * (turn.len() + 1));
        for span in starts.map(|at| Span::new(at, at + turn.len())) {
            assert_eq!(after_dateline(&text, span), span);
        }
    }

    #[test]
    fn datelines() {
        for (text, rest) in [
            ("PORT REED (Newsline) — The dam broke.", "The dam broke."),
            ("REED, Kent — The dam broke.", "The dam broke."),
            ("Reed (NL) - The dam broke.", "The dam broke."),
            ("REED, Nov. 3 – The dam broke.", "The dam broke."),
            ("Port Reed, Monday: The dam broke.", "The dam broke."),
            ("REED -- The dam broke.", "The dam broke."),
            ("LEE: The dam broke.", "LEE: The dam broke."),
            ("Ann Lee: the dam broke.", "Ann Lee: the dam broke."),
            ("Ann Lee — a baker — left.", "Ann Lee — a baker — left."),
            (
                "The dam — an old one — broke.",
                "The dam — an old one — broke.",
            ),
            ("NEW DELHI: The dam broke.", "The dam broke."),
            ("Dhaka: The dam broke.", "The dam broke."),
            ("10.42am: The dam broke.", "The dam broke."),
            ("14:05 – The dam broke.", "The dam broke."),
            ("9:30 p.m. ET The dam broke.", "The dam broke."),
            ("9:30 Ann Lee left.", "9:30 Ann Lee left."),
            ("10.42 per cent of it broke.", "10.42 per cent of it broke."),
            ("REED — ", "REED — "),
            ("", ""),
            ("é".repeat(90).as_str(), "é".repeat(90).as_str()),
        ] {
            let got = after_dateline(text, Span::new(0, text.len()));
            assert_eq!(got.of(text), Some(rest), "{text}");
        }
    }
}
