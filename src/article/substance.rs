//! What a story says, apart from how it is set: by this two observations of it are one revision or two.
//!
//! Not a revision: other white space, quotation marks and dashes, paragraphs broken elsewhere, whatever is marked as not the
//! story's own words (captions, furniture of the page), and lines that tell the time or count readers. Everything else is one,
//! be it a comma. Sentences and words are those of [`crate::text::diff`], so that a revision always has a difference to show.

use crate::model::Story;
use crate::model::digest;
use crate::text::printed;
use crate::text::sentences;
use crate::text::tokens;

/// Longest line, in words, that can be a clock or a counter.
const MAX_WORDS: usize = 14;

/// Words that say what a clock tells. One of them has to be there: a date alone may be the story's own.
const CLOCKS: &[&str] = &["updated", "published", "posted", "modified", "ago"];

/// Words around a clock's figures.
const AROUND: &[&str] = &[
    "last",
    "first",
    "just",
    "now",
    "today",
    "yesterday",
    "on",
    "at",
    "and",
    "a",
    "an",
    "by",
    "was",
    "this",
    "article",
    "story",
    "page",
    "s",
    "sec",
    "secs",
    "second",
    "seconds",
    "min",
    "mins",
    "minute",
    "minutes",
    "h",
    "hr",
    "hrs",
    "hour",
    "hours",
    "d",
    "day",
    "days",
    "week",
    "weeks",
    "month",
    "months",
    "year",
    "years",
    "am",
    "pm",
    "gmt",
    "utc",
    "bst",
    "cet",
    "cest",
    "est",
    "edt",
    "et",
    "cst",
    "cdt",
    "pst",
    "pdt",
    "ist",
    "aest",
    "local",
    "time",
    "jan",
    "january",
    "feb",
    "february",
    "mar",
    "march",
    "apr",
    "april",
    "may",
    "jun",
    "june",
    "jul",
    "july",
    "aug",
    "august",
    "sep",
    "sept",
    "september",
    "oct",
    "october",
    "nov",
    "november",
    "dec",
    "december",
    "mon",
    "monday",
    "tue",
    "tues",
    "tuesday",
    "wed",
    "wednesday",
    "thu",
    "thur",
    "thurs",
    "thursday",
    "fri",
    "friday",
    "sat",
    "saturday",
    "sun",
    "sunday",
    "st",
    "nd",
    "rd",
    "th",
];

/// What a page counts; a number goes before it.
const COUNTED: &[&str] = &[
    "comment",
    "comments",
    "share",
    "shares",
    "view",
    "views",
    "like",
    "likes",
    "read",
    "reads",
    "reader",
    "readers",
    "reaction",
    "reactions",
    "reply",
    "replies",
    "retweets",
    "photos",
];

/// A digest of the headline and of the story's own words.
pub fn substance(story: &Story) -> u64 {
    let mut words = Vec::new();
    read(&story.title, &mut words);
    // So that a word cannot go from the headline to the text unnoticed.
    words.push(String::new());
    for paragraph in story.body.iter().filter(|p| p.kind.is_story_text()) {
        for sentence in sentences(&paragraph.text) {
            let text = sentence.of(&paragraph.text).unwrap_or_default();
            if !ticks(text) {
                read(text, &mut words);
            }
        }
    }
    let parts: Vec<&[u8]> = words.iter().map(String::as_bytes).collect();
    digest(&parts)
}

fn read(text: &str, words: &mut Vec<String>) {
    let found = tokens(text).into_iter().filter_map(|t| t.span.of(text));
    words.extend(found.map(printed).filter(|word| !word.is_empty()));
}

/// Whether the sentence is nothing but a clock ("Last updated 5 minutes ago", "14:05 GMT") or a counter ("12 comments",
/// "5 min read").
pub fn ticks(sentence: &str) -> bool {
    // Most sentences are told by their length alone.
    if sentence.len() > 12 * MAX_WORDS {
        return false;
    }
    let lower = sentence
        .to_lowercase()
        .replace("a.m.", "am")
        .replace("p.m.", "pm");
    let words: Vec<&str> = lower
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .collect();
    if words.is_empty() || words.len() > MAX_WORDS {
        return false;
    }
    is_clock(&lower, &words) || is_counter(&words)
}

fn is_clock(lower: &str, words: &[&str]) -> bool {
    let figures = |w: &str| w.bytes().filter(u8::is_ascii_digit).count();
    // "14", "2026", "5m", "2pm", "3rd".
    let figure = |w: &str| {
        let rest = w.trim_start_matches(|c: char| c.is_ascii_digit());
        rest.len() < w.len() && (rest.is_empty() || AROUND.contains(&rest) || rest == "m")
    };
    let told = words.iter().any(|w| CLOCKS.contains(w));
    let bare = {
        let time = lower.split_whitespace().next().unwrap_or_default();
        let time = time.trim_end_matches([':', '-', '–', ',']);
        time.split_once([':', '.']).is_some_and(|(hour, rest)| {
            (1..=2).contains(&figures(hour)) && figures(rest) == 2 && figure(hour)
        })
    };
    (told || bare)
        && words
            .iter()
            .all(|w| CLOCKS.contains(w) || AROUND.contains(w) || figure(w))
}

fn is_counter(words: &[&str]) -> bool {
    let number = |w: &str| {
        let rest = w.trim_start_matches(|c: char| c.is_ascii_digit());
        rest.len() < w.len() && matches!(rest, "" | "k" | "m")
    };
    let counts = words.iter().any(|w| COUNTED.contains(w));
    let unit = |w: &str| matches!(w, "min" | "mins" | "minute" | "minutes" | "k" | "m");
    counts
        && words.first().is_some_and(|w| number(w))
        && words
            .iter()
            .all(|w| number(w) || unit(w) || COUNTED.contains(w))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Paragraph;
    use crate::model::ParagraphKind;

    #[test]
    fn clocks_and_counters() {
        for (text, expect) in [
            ("Last updated 5 minutes ago", true),
            ("Updated: 14:05 GMT, 3 March 2026", true),
            ("Published on Tuesday at 2:30 p.m. ET", true),
            ("14:05 GMT", true),
            ("9.40am:", true),
            ("2 hours ago", true),
            ("12 comments", true),
            ("1,204 views · 36 shares", true),
            ("5 min read", true),
            ("1.2k likes", true),
            ("The story was updated in 3 places, the editor said.", false),
            ("3 March 2026", false),
            ("Shares: 120,000", false),
            ("12 people read it aloud.", false),
            ("Twelve hours ago the dam broke.", false),
            ("19 dead", false),
            ("2026", false),
            ("1.5 percent", false),
            ("", false),
        ] {
            assert_eq!(ticks(text), expect, "{text}");
        }
    }

    fn story(title: &str, body: &[(ParagraphKind, &str)]) -> u64 {
        let paragraph = |&(kind, text): &(ParagraphKind, &str)| Paragraph {
            kind,
            text: text.to_owned(),
        };
        substance(&Story {
            title: title.to_owned(),
            body: body.iter().map(paragraph).collect(),
            ..Story::default()
        })
    }

    #[test]
    fn what_is_a_revision_and_what_is_not() {
        use ParagraphKind::*;
        let base = story(
            "Dam holds",
            &[
                (Text, "“It holds,” she said. Nobody was hurt – so far."),
                (Text, "Crews stay."),
            ],
        );
        let said = "\"It holds,\" she said. Nobody was hurt - so far.";
        for (same, title, body) in [
            (
                true,
                "Dam  holds",
                vec![(Text, said), (Text, "Crews stay.")],
            ),
            (
                true,
                "Dam holds",
                vec![(Text, said), (Text, "Crews stay. Updated at 14:05 GMT.")],
            ),
            (
                true,
                "Dam holds",
                vec![(Text, "12 comments"), (Text, said), (Text, "Crews stay.")],
            ),
            (
                true,
                "Dam holds",
                vec![
                    (Caption, "The dam"),
                    (Text, said),
                    (Boilerplate, "Read more"),
                    (Text, "Crews stay."),
                ],
            ),
            (
                true,
                "Dam holds",
                vec![
                    (Text, "“It holds,” she said."),
                    (Text, "Nobody was hurt – so far. Crews stay."),
                ],
            ),
            (false, "Dam held", vec![(Text, said), (Text, "Crews stay.")]),
            (
                false,
                "Dam holds",
                vec![(Text, said), (Text, "Crews stayed.")],
            ),
            (
                false,
                "Dam holds",
                vec![(Text, said), (Text, "Crews stay..")],
            ),
            (false, "Dam holds", vec![(Text, said)]),
            (
                false,
                "Dam",
                vec![(Text, "holds"), (Text, said), (Text, "Crews stay.")],
            ),
            (
                false,
                "Dam holds",
                vec![
                    (Text, &said.replace("Nobody", "nobody")),
                    (Text, "Crews stay."),
                ],
            ),
        ] {
            assert_eq!(story(title, &body) == base, same, "{title}: {body:?}");
        }
    }
}
