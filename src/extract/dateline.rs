//! Datelines ("PORT REED (Newsline) — ", "Reed, Monday: "): where the report before which they stand begins. What it says must not
//! be known here.

use crate::model::Span;

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

/// The paragraph at `span` of `text` without the dateline that it may begin with.
pub fn after_dateline(text: &str, span: Span) -> Span {
    let paragraph = span.of(text).unwrap_or_default();
    match dateline(paragraph) {
        Some(end) => Span::new(span.start as usize + end, span.end as usize),
        None => span,
    }
}

/// Where the words after a dateline begin.
fn dateline(paragraph: &str) -> Option<usize> {
    let mut head = MAX_DATELINE.min(paragraph.len());
    while !paragraph.is_char_boundary(head) {
        head -= 1;
    }
    let head = &paragraph[..head];
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
    let known = if mark == ": " {
        dated
    } else {
        shouted || agency || dated
    };
    (plain && known && words.len() <= 8).then_some(end)
}

#[cfg(test)]
mod tests {
    use super::*;

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
            ("REED — ", "REED — "),
            ("", ""),
            ("é".repeat(90).as_str(), "é".repeat(90).as_str()),
        ] {
            let got = after_dateline(text, Span::new(0, text.len()));
            assert_eq!(got.of(text), Some(rest), "{text}");
        }
    }
}
