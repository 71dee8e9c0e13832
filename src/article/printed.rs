//! Who wrote a story and when, as printed between its headline and its first paragraph: for pages whose markup says neither.
//! Works on the outline alone.

use super::letters;
use super::outline::Outline;
use super::words;
use crate::feed::parse_date;
use crate::model::Timestamp;

/// Most words of a line that signs or dates a story.
const MAX_LINE: usize = 26;
/// Lines after the headline that are looked at.
const MAX_LINES: usize = 6;
/// Lines with the headline's words that are taken for it.
const MAX_HEADLINES: usize = 4;
/// Most words of the names in a byline.
const MAX_NAMES: usize = 8;
/// Fewest and most words of a date.
const DATE_WORDS: std::ops::RangeInclusive<usize> = 1..=8;

/// The names and the date printed under the headline `title`, each where there is one.
pub(super) fn under_headline(
    outline: &Outline,
    title: &str,
) -> (Option<String>, Option<Timestamp>) {
    let headline = letters(title);
    if headline.is_empty() {
        return (None, None);
    }
    let is_headline = |text: &str| {
        text.len() <= title.len() + 40 * MAX_LINE && letters(text).starts_with(&headline)
    };
    // The page's menus and its path can repeat a headline above it.
    let blocks = || outline.blocks.iter().enumerate();
    let heads = blocks()
        .filter(|(_, b)| is_headline(&b.text))
        .take(MAX_HEADLINES);
    let (mut names, mut date) = (None, None);
    for (at, _) in heads {
        for (n, block) in blocks().skip(at).take(MAX_LINES) {
            // A headline and what signs it can stand on one line.
            let line = match n == at {
                true => block.text.strip_prefix(title).unwrap_or_default(),
                false => &block.text,
            };
            if words(line) > MAX_LINE {
                break;
            }
            names = names.or_else(|| signed(line));
            date = date.or_else(|| dated(line));
        }
    }
    (names, date)
}

/// The names of "By Finn Orde and Ada Quill, staff writers".
fn signed(line: &str) -> Option<String> {
    let line = line.trim();
    let rest = ["By ", "BY ", "by ", "By: "]
        .iter()
        .find_map(|by| line.strip_prefix(by))?;
    let mut names: Vec<&str> = Vec::new();
    for word in rest.split(' ').take(MAX_NAMES) {
        let bare = word.trim_end_matches([',', ';', '|', '.']);
        let is_name =
            bare.starts_with(char::is_uppercase) && !bare.contains(|c: char| c.is_ascii_digit());
        if !(is_name
            || matches!(
                bare,
                "and" | "de" | "van" | "von" | "der" | "bin" | "al" | "da" | "&"
            ))
        {
            break;
        }
        // An initial keeps its full stop.
        let is_initial = word.ends_with('.') && word.chars().count() <= 3;
        names.push(if is_initial { word } else { bare });
        if word != bare && !is_initial {
            break;
        }
    }
    while names
        .last()
        .is_some_and(|w| w.starts_with(char::is_lowercase))
    {
        names.pop();
    }
    (names.len() >= 2).then(|| names.join(" "))
}

/// The date of "Posted: Monday, March 2, 2026 at 9:14 a.m."
fn dated(line: &str) -> Option<Timestamp> {
    let words: Vec<&str> = line.split(' ').filter(|w| !w.is_empty()).collect();
    let ends = |from: usize| DATE_WORDS.rev().map(move |n| from + n);
    let spans = (0..words.len()).flat_map(|from| ends(from).map(move |end| (from, end)));
    spans
        .filter_map(|(from, end)| words.get(from..end))
        .find_map(|span| {
            let parts = || span.iter().flat_map(|w| w.split(['-', '/', '.', ',', 'T']));
            let year = parts().find(|p| p.len() == 4 && p.bytes().all(|b| b.is_ascii_digit()))?;
            let date = parse_date(span.join(" ").trim_matches([',', '|', ' ']))?;
            // Of a year alone, whatever stands around it, the reader of dates makes its first day.
            let is_first = parts().any(|p| matches!(p, "1" | "01" | "1st"));
            (is_first || Some(date) != parse_date(year)).then_some(date)
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_end_where_the_office_or_the_date_begins() {
        let check = |line: &str, expect: Option<&str>| {
            assert_eq!(signed(line).as_deref(), expect, "{line}");
        };
        check("By Finn Orde, staff writer", Some("Finn Orde"));
        check(
            "By Finn Orde and Ada Quill",
            Some("Finn Orde and Ada Quill"),
        );
        check(
            "By Finn J. Orde | Monday, March 2, 2026",
            Some("Finn J. Orde"),
        );
        check(
            "By Ludo van der Merwe, in Saltby",
            Some("Ludo van der Merwe"),
        );
        check("By Friday evening the wind had turned", None);
        check("By the time the ferry left, nobody was on it.", None);
        check("The ferry left.", None);
    }

    #[test]
    fn dates_are_read_with_their_year_only() {
        let check = |line: &str, expect: Option<&str>| {
            let read = dated(line).map(|t| t.to_string());
            assert_eq!(read.as_deref(), expect, "{line}");
        };
        check(
            "By Finn Orde, staff writer Monday, March 2, 2026",
            Some("2026-03-02T00:00:00Z"),
        );
        check("Posted: 2 March 2026 09:14", Some("2026-03-02T09:14:00Z"));
        check("Saltby, 2026-03-02", Some("2026-03-02T00:00:00Z"));
        check("March 2", None);
        check("The court sat for 12 days in 2026", None);
        check("In 2026 the mill closed", None);
    }
}
