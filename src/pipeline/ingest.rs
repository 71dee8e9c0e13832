//! JSON lines to stories: the shape that `sayso ingest` takes. Pure; knows neither files nor the journal.

use crate::article;
use crate::feed;
use crate::model::Story;
use crate::model::TextOrigin;
use crate::model::Timestamp;
use serde::Deserialize;

/// Longest line taken, in bytes; a longer one is refused by its number and the next ones go on.
pub const MAX_LINE: usize = 16 * 1024 * 1024;
/// Longest headline, outlet, byline or guid kept, in bytes; the rest of a longer one is dropped. A longer URL is refused.
const MAX_FIELD: usize = 2_000;

/// One line. Other keys are refused, so that a misspelt one is not silently lost.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    url: Option<String>,
    guid: Option<String>,
    #[serde(default)]
    title: String,
    text: String,
    published: Option<String>,
    updated: Option<String>,
    outlet: Option<String>,
    byline: Option<String>,
    language: Option<String>,
}

/// The keys that a line may have, for messages and help.
pub const KEYS: &str = "url, guid, title, text, published, updated, outlet, byline, language";

/// Reads one line as a story observed `now`. The error is one sentence without the line's number.
pub fn story(line: &str, now: Timestamp) -> Result<Story, String> {
    let line: Line = serde_json::from_str(line)
        .map_err(|e| format!("not a story: {e}; a line is one JSON object with {KEYS}"))?;
    let time = |text: Option<String>, key: &str| -> Result<Option<Timestamp>, String> {
        text.map(|text| text.parse().map_err(|e| format!("{key}: {e}")))
            .transpose()
    };
    let zone = line.published.as_deref().and_then(zone);
    let published = time(line.published, "published")?;
    let updated = time(line.updated, "updated")?;
    let url = match line.url.filter(|url| !url.trim().is_empty()) {
        Some(url) if url.len() > MAX_FIELD => {
            return Err(format!("url: longer than {MAX_FIELD} bytes"));
        }
        Some(url) => Some(
            feed::canonical_url(url.trim())
                .ok_or_else(|| format!("url: '{url}' is not an absolute URL"))?,
        ),
        None => None,
    };
    let title = field(&line.title);
    let mut body = article::from_plain(&line.text);
    article::classify(&title, &mut body);
    if !body.iter().any(|p| p.kind.is_story_text()) && title.is_empty() {
        return Err("no text and no title: there is nothing to record".to_owned());
    }
    let given = |text: Option<String>| {
        text.map(|text| field(&text))
            .filter(|text| !text.is_empty())
    };
    let outlet = given(line.outlet)
        .or_else(|| url.as_deref().and_then(host))
        .unwrap_or_else(|| "unknown".to_owned());
    Ok(Story {
        url,
        guid: given(line.guid).map(|guid| format!("{outlet} {guid}")),
        also: Vec::new(),
        feed: None,
        outlet,
        title,
        byline: given(line.byline),
        language: given(line.language),
        published,
        zone,
        updated,
        observed: now,
        origin: TextOrigin::Ingest,
        body,
        taken: None,
    })
}

/// Minutes east of UTC that a time is given with. UTC itself tells nothing of where the publisher is.
fn zone(time: &str) -> Option<i16> {
    let time = time.trim();
    let sign = time.len().checked_sub(6)?;
    let (_, offset) = time.split_at_checked(sign)?;
    let (hours, minutes) = offset.get(1..)?.split_once(':')?;
    let (hours, minutes): (i16, i16) = (hours.parse().ok()?, minutes.parse().ok()?);
    let minutes = hours.checked_mul(60)?.checked_add(minutes)?;
    match offset.chars().next()? {
        _ if minutes == 0 || minutes > 14 * 60 => None,
        '+' => Some(minutes),
        '-' => Some(-minutes),
        _ => None,
    }
}

/// A field as one line of bounded length.
fn field(text: &str) -> String {
    let mut line = feed::clean_line(text);
    line.truncate(line.floor_char_boundary(MAX_FIELD));
    line
}

/// The host of a URL, without `www.`.
fn host(url: &str) -> Option<String> {
    let host = url::Url::parse(url).ok()?.host_str()?.to_owned();
    Some(host.strip_prefix("www.").map(str::to_owned).unwrap_or(host))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn good_lines() {
        for (line, url, outlet, title) in [
            (
                r#"{"url":"https://www.a.example/1?utm_source=x#top","title":"T","text":"One.\n\nTwo.","published":"2026-03-01T00:00:00Z","outlet":"A"}"#,
                Some("https://www.a.example/1"),
                "A",
                "T",
            ),
            (
                r#"{"url":"https://www.a.example/1","text":"One."}"#,
                Some("https://www.a.example/1"),
                "a.example",
                "",
            ),
            (r#"{"title":"T","text":""}"#, None, "unknown", "T"),
        ] {
            let story = story(line, Timestamp::default()).unwrap();
            assert_eq!(
                (
                    story.url.as_deref(),
                    story.outlet.as_str(),
                    story.title.as_str()
                ),
                (url, outlet, title),
                "{line}"
            );
        }
    }

    #[test]
    fn bad_lines_say_what_is_wrong() {
        for (line, expect) in [
            ("", "not a story"),
            ("[1]", "not a story"),
            (r#"{"title":"T"}"#, "missing field `text`"),
            (r#"{"titel":"T","text":"x"}"#, "unknown field `titel`"),
            (
                r#"{"text":"x","published":"yesterday"}"#,
                "published: 'yesterday' is not a time",
            ),
            (r#"{"text":"x","url":"/a"}"#, "not an absolute URL"),
            (r#"{"text":" \n "}"#, "nothing to record"),
        ] {
            let error = story(line, Timestamp::default()).unwrap_err();
            assert!(error.contains(expect), "{line}: {error}");
        }
    }
}
