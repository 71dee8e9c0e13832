//! When a page is fetched again, and whether what it says now is a change worth recording. Pure.

use crate::model::Story;
use crate::model::Timestamp;
use crate::model::digest;

const MINUTE_MS: i64 = 60_000;
const HOUR_MS: i64 = 60 * MINUTE_MS;

/// How long after each failed try a page is tried again, in milliseconds; after the last it is given up, and the feed's
/// own text stays.
const RETRIES_MS: [i64; 5] = [
    5 * MINUTE_MS,
    30 * MINUTE_MS,
    2 * HOUR_MS,
    6 * HOUR_MS,
    24 * HOUR_MS,
];

/// How long after a story entered its page is looked at again, in milliseconds. Most changes are made in the first day.
const LOOKS_MS: [i64; 5] = [
    10 * MINUTE_MS,
    HOUR_MS,
    6 * HOUR_MS,
    24 * HOUR_MS,
    7 * 24 * HOUR_MS,
];

/// Words up to which a paragraph may be a clock or a counter.
const SHORT: usize = 12;

/// When a page that failed `tries` times is tried again, at the earliest after `pause_ms`; `None` when it is given up.
pub fn next_try(tries: u32, pause_ms: u64, now: Timestamp) -> Option<Timestamp> {
    let wait = *RETRIES_MS.get(usize::try_from(tries).ok()?)?;
    Some(now.plus_millis(wait.max(i64::try_from(pause_ms).unwrap_or(i64::MAX))))
}

/// When the page of a story that entered at `first` is looked at after `now`, and which look that is; `None` when all are over.
/// Looks that were missed while nobody was there are not made up for, but the last is.
pub fn next_look(first: Timestamp, now: Timestamp, looks: u32) -> Option<(Timestamp, u32)> {
    let done = usize::try_from(looks).ok()?;
    let ahead = LOOKS_MS.iter().enumerate().skip(done);
    let next = ahead
        .clone()
        .find(|(_, after)| first.plus_millis(**after) > now)
        .or_else(|| ahead.last())?;
    let at = first.plus_millis(*next.1).max(now.plus_millis(MINUTE_MS));
    Some((at, u32::try_from(next.0).unwrap_or(u32::MAX)))
}

/// A digest of what a reader sees, without clocks and counters: two pages with the same one say the same.
pub fn steady_digest(story: &Story) -> u64 {
    let texts = story
        .body
        .iter()
        .filter(|p| p.kind.is_story_text())
        .map(|p| p.text.as_str())
        .filter(|text| !is_ticking(text));
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let lines: Vec<String> = std::iter::once(story.title.as_str())
        .chain(texts)
        .map(words)
        .collect();
    let parts: Vec<&[u8]> = lines.iter().map(String::as_bytes).collect();
    digest(&parts)
}

/// Words of story text.
pub fn words(story: &Story) -> u32 {
    let texts = story.body.iter().filter(|p| p.kind.is_story_text());
    let count: usize = texts.map(|p| p.text.split_whitespace().count()).sum();
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// Whether `now` words instead of `before` are a page that lost its story (a paywall, an error page) and not a cut.
pub fn is_stub(before: u32, now: u32) -> bool {
    now < before / 3
}

/// A short line with a number that only tells the time or counts readers.
fn is_ticking(text: &str) -> bool {
    const TELLS: [&str; 18] = [
        "ago",
        "updated",
        "published",
        "posted",
        "modified",
        "comment",
        "comments",
        "share",
        "shares",
        "view",
        "views",
        "reads",
        "likes",
        "reactions",
        "read",
        "watching",
        "viewers",
        "subscribers",
    ];
    let lower = text.to_lowercase();
    let words: Vec<&str> = lower
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    words.len() <= SHORT
        && !text.trim_end().ends_with(['.', '!', '?', '”', '"'])
        && words
            .iter()
            .any(|word| word.bytes().any(|b| b.is_ascii_digit()))
        && words.iter().any(|word| TELLS.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Paragraph;

    #[test]
    fn clocks_and_counters_change_nothing_but_words_and_numbers_in_sentences_do() {
        let story = |texts: &[&str]| Story {
            title: "The quay".into(),
            body: texts.iter().map(|text| Paragraph::text(*text)).collect(),
            ..Story::default()
        };
        let base = ["Five people were hurt on the quay.", "Updated 3 hours ago"];
        let check = |texts: &[&str], same: bool| {
            let equal = steady_digest(&story(texts)) == steady_digest(&story(&base));
            assert_eq!(equal, same, "{texts:?}");
        };
        check(&[base[0], "Updated 4 hours ago"], true);
        check(&[base[0], "1,204 views", "37 comments", "4 min read"], true);
        check(&["Five  people were hurt\non the quay."], true);
        check(&["Six people were hurt on the quay.", base[1]], false);
        check(&[base[0], "7 people were watching."], false);
        check(&[base[0], "Nobody shares that view"], false);
    }

    #[test]
    fn looks_and_tries_have_their_times() {
        let first = Timestamp::from_secs(1_000_000);
        let at = |minutes: i64| first.plus_millis(minutes * MINUTE_MS);
        assert_eq!(next_look(first, at(0), 0), Some((at(10), 0)));
        assert_eq!(next_look(first, at(10), 1), Some((at(60), 1)));
        // Nobody was there for two days: only the look after a week is left. After two weeks it is made up for.
        assert_eq!(next_look(first, at(2 * 1440), 1), Some((at(7 * 1440), 4)));
        assert_eq!(
            next_look(first, at(14 * 1440), 1),
            Some((at(14 * 1440 + 1), 4))
        );
        assert_eq!(next_look(first, at(14 * 1440), 5), None);
        assert_eq!(next_try(0, 0, first), Some(at(5)));
        assert_eq!(next_try(0, 3_600_000, first), Some(at(60)));
        assert_eq!(next_try(5, 0, first), None);
        assert!(is_stub(300, 40) && !is_stub(300, 200) && !is_stub(0, 0));
    }
}
