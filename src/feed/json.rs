//! JSON feeds: each field taken if it can be read, whatever its type; a document that breaks off is read item by item.

use super::Document;
use super::FeedError;
use super::MAX_ENTRIES;
use super::Quality;
use super::canonical::address;
use super::canonical::is_http;
use super::date;
use super::html;
use super::plain::clean_line;
use super::plain::cut;
use super::read::MAX_ID;
use super::read::MAX_LINE;
use super::read::MAX_MARKUP;
use super::read::add_category;
use super::read::person_name;
use super::strict;
use crate::model::Enclosure;
use crate::model::Entry;
use crate::model::EntryLink;
use crate::model::Timestamp;
use serde_json::Map;
use serde_json::Value;

/// Authors kept of one entry, the first ones.
const MAX_AUTHORS: usize = 32;
/// Files kept of one entry, the first ones.
const MAX_FILES: usize = 32;

/// A JSON feed's document.
pub(super) fn read(text: &str, base_url: &str) -> Result<Document, FeedError> {
    // What stands before the brace keeps scripts of other sites from reading it.
    let text = text.get(text.find('{').unwrap_or(0)..).unwrap_or(text);
    let mut document = Document {
        format: "json",
        ..Document::default()
    };
    let whole: Result<Map<String, Value>, _> = serde_json::from_str(text);
    let (feed, items) = match whole {
        Ok(mut feed) => {
            let Some(Value::Array(items)) = feed.remove("items") else {
                return Err(FeedError::NotAFeed {
                    url: base_url.to_owned(),
                    what: "JSON without a list of items".to_owned(),
                });
            };
            if let Err(reason) = strict::read(text, base_url) {
                document.quality = Quality::Repaired;
                document.mended = 1;
                document.problems.push(format!(
                    "the document is no valid JSON feed and was mended (strictly: {reason})"
                ));
            }
            (feed, items)
        }
        Err(error) => {
            let text = mended(text);
            let whole: Result<Map<String, Value>, _> = serde_json::from_str(&text);
            let mut whole = whole.unwrap_or_default();
            let listed = match whole.remove("items") {
                Some(Value::Array(items)) => items,
                _ => Vec::new(),
            };
            let (feed, items) = if listed.is_empty() {
                pieces(&text)
            } else {
                (whole, listed)
            };
            if items.is_empty() {
                return Err(FeedError::Parser {
                    url: base_url.to_owned(),
                    reason: error.to_string(),
                });
            }
            document.quality = Quality::Salvaged;
            document.mended = 1;
            document.problems.push(format!(
                "the document is not well-formed and was read entry by entry ({error})"
            ));
            (feed, items)
        }
    };
    head(&feed, base_url, &mut document);
    let owners = people(&feed);
    if items.len() > MAX_ENTRIES {
        let total = items.len();
        document.problems.push(format!(
            "{total} entries in one document; only the first {MAX_ENTRIES} were read"
        ));
    }
    for value in items.iter().take(MAX_ENTRIES) {
        match value.as_object() {
            Some(item) => document.entries.push(entry(item, &owners, base_url)),
            None => document.lost = document.lost.saturating_add(1),
        }
    }
    if document.lost > 0 {
        document.quality = Quality::Salvaged;
        document.problems.push(format!(
            "{} entries were lost: they are no JSON objects",
            document.lost
        ));
    }
    Ok(document)
}

/// What the document says of itself.
fn head(feed: &Map<String, Value>, base: &str, document: &mut Document) {
    let line = |key: &str| {
        string(feed.get(key))
            .map(|text| clean_line(&text))
            .filter(|line| !line.is_empty())
    };
    let place = |key: &str| line(key).and_then(|url| address(&url, base));
    document.title = line("title");
    document.description = line("description");
    document.language = line("language").filter(|language| language.len() <= 35);
    document.site = place("home_page_url");
    document.hints.self_url = place("feed_url");
    document.hints.next = place("next_url");
    let hubs = feed
        .get("hubs")
        .and_then(Value::as_array)
        .into_iter()
        .flatten();
    document.hints.hubs = hubs
        .filter_map(|hub| string(hub.get("url")))
        .filter_map(|url| address(&url, base))
        .take(4)
        .collect();
}

/// One item.
fn entry(item: &Map<String, Value>, owners: &[String], base: &str) -> Entry {
    let text = |key: &str| string(item.get(key)).filter(|text| !text.trim().is_empty());
    let place = |key: &str| {
        text(key)
            .and_then(|url| address(&url, base))
            .filter(|url| url.len() <= MAX_ID)
    };
    let guid = text("id")
        .map(|id| id.trim().to_owned())
        .filter(|id| id.len() <= MAX_ID);
    let external = place("external_url");
    let permalink = guid.clone().filter(|guid| is_http(guid));
    let link = place("url").or_else(|| external.clone()).or(permalink);
    let mut entry = Entry {
        title: text("title")
            .map(|title| cut(&clean_line(&title), MAX_LINE).to_owned())
            .unwrap_or_default(),
        summary: text("summary").map(|text| plain(&text)),
        content: text("content_html")
            .map(|html| html::tidy(html.trim(), base))
            .or_else(|| text("content_text").map(|text| plain(&text))),
        language: text("language")
            .map(|l| l.trim().to_owned())
            .filter(|l| l.len() <= 35),
        authors: people(item),
        guid,
        ..Entry::default()
    };
    for body in [&mut entry.summary, &mut entry.content]
        .into_iter()
        .flatten()
    {
        let end = cut(body, MAX_MARKUP).len();
        body.truncate(end);
    }
    if entry.authors.is_empty() {
        entry.authors = owners.to_vec();
    }
    (entry.published, entry.published_from) =
        dated(item, "date_published", &mut entry.bad_dates).unzip();
    (entry.updated, entry.updated_from) =
        dated(item, "date_modified", &mut entry.bad_dates).unzip();
    let listed = match item.get("tags") {
        Some(Value::Array(tags)) => tags.iter().filter_map(|tag| string(Some(tag))).collect(),
        Some(Value::String(tags)) => tags.split(',').map(str::to_owned).collect(),
        _ => Vec::new(),
    };
    for tag in listed {
        add_category(&mut entry.categories, clean_line(&tag));
    }
    entry.images = ["image", "banner_image"]
        .iter()
        .filter_map(|key| place(key))
        .collect();
    for file in item
        .get("attachments")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .take(MAX_FILES)
    {
        let Some(url) = string(file.get("url")).and_then(|url| address(&url, base)) else {
            continue;
        };
        entry.enclosures.push(Enclosure {
            url,
            kind: string(file.get("mime_type")),
            length: string(file.get("size_in_bytes")).and_then(|n| n.parse().ok()),
            title: string(file.get("title")),
        });
    }
    if let Some(href) = external.filter(|href| Some(href) != link.as_ref()) {
        entry.links.push(EntryLink {
            rel: "related".to_owned(),
            href,
            kind: None,
        });
    }
    entry.link = link;
    entry
}

fn dated(
    item: &Map<String, Value>,
    key: &str,
    bad: &mut Vec<(String, String)>,
) -> Option<(Timestamp, String)> {
    let text = string(item.get(key))?;
    let found = date::parse(&text);
    if found.is_none() && !text.trim().is_empty() {
        bad.push((key.to_owned(), cut(text.trim(), 100).to_owned()));
    }
    found.map(|date| (date, key.to_owned()))
}

/// The names in `authors` and `author`, which are objects with a name, or names.
fn people(from: &Map<String, Value>) -> Vec<String> {
    let listed = from.get("authors").and_then(Value::as_array);
    let all = listed.into_iter().flatten().chain(from.get("author"));
    let mut names: Vec<String> = Vec::new();
    for person in all.take(MAX_AUTHORS) {
        let name = string(Some(person))
            .or_else(|| string(person.get("name")))
            .or_else(|| string(person.get("url")));
        if let Some(name) = name.and_then(|name| person_name(&name))
            && !names.contains(&name)
        {
            names.push(name);
        }
    }
    names
}

/// Plain text as HTML.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    html::escape_onto(text.trim(), &mut out);
    out.replace("&quot;", "\"")
}

/// A string or a number as a string.
fn string(value: Option<&Value>) -> Option<String> {
    match value? {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// What can be had of a text that is no JSON: its items up to the first that is broken and those after it, and the strings
/// that stand before them.
fn pieces(text: &str) -> (Map<String, Value>, Vec<Value>) {
    let mut feed = Map::new();
    let mut items = Vec::new();
    let Some(at) = text.find("\"items\"") else {
        return (feed, items);
    };
    let (before, list) = text.split_at(at);
    // The head ends in a comma; with a brace in its place it is whole.
    let before = format!("{}}}", before.trim_end().trim_end_matches(','));
    if let Ok(Value::Object(head)) = serde_json::from_str(&before) {
        feed = head;
    }
    let mut rest = list
        .find('[')
        .and_then(|at| list.get(at + 1..))
        .unwrap_or_default();
    while let Some(at) = rest.find('{').filter(|_| items.len() <= MAX_ENTRIES) {
        rest = rest.get(at..).unwrap_or_default();
        let mut stream = serde_json::Deserializer::from_str(rest).into_iter::<Value>();
        match stream.next() {
            Some(Ok(item)) => {
                items.push(item);
                rest = rest.get(stream.byte_offset().max(1)..).unwrap_or_default();
            }
            // The next item begins with its id or its address, as far as anybody can tell.
            _ => {
                let next = rest.get(1..).and_then(|r| r.find("},")).map(|n| n + 2);
                rest = next.and_then(|n| rest.get(n..)).unwrap_or_default();
            }
        }
        if rest.trim_start().starts_with(']') {
            break;
        }
    }
    (feed, items)
}

/// `text` without the commonest faults of JSON: raw control characters, commas before a bracket, backslashes that escape nothing,
/// and halves of characters.
fn mended(text: &str) -> String {
    let text = &escapes_mended(text);
    let mut out = String::with_capacity(text.len());
    let (mut quoted, mut escaped) = (false, false);
    for c in text.chars() {
        if !quoted && matches!(c, '}' | ']') {
            let end = out.trim_end().len();
            if out.get(..end).is_some_and(|o| o.ends_with(',')) {
                out.truncate(end - 1);
            }
        }
        if c == '"' && !escaped {
            quoted = !quoted;
        }
        escaped = quoted && c == '\\' && !escaped;
        out.push(if c.is_control() { ' ' } else { c });
    }
    out
}

/// `text` with every backslash that begins no escape of JSON doubled, and every half of a pair of `\u` that lacks its other half
/// replaced by the sign for what cannot be read.
fn escapes_mended(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        let (before, here) = rest.split_at(at);
        out.push_str(before);
        let unit = |text: &str| -> Option<u32> {
            let digits = text.strip_prefix("\\u")?.get(..4)?;
            u32::from_str_radix(digits, 16).ok()
        };
        let is_low = |text: Option<&str>| {
            text.and_then(unit)
                .is_some_and(|n| (0xdc00..0xe000).contains(&n))
        };
        let taken = match (unit(here), here.as_bytes().get(1)) {
            (Some(0xd800..0xdc00), _) if is_low(here.get(6..)) => 12,
            (Some(0xd800..0xe000), _) => {
                out.push('\u{fffd}');
                rest = here.get(6..).unwrap_or_default();
                continue;
            }
            (Some(_), _) => 6,
            (None, Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't')) => 2,
            _ => {
                out.push('\\');
                1
            }
        };
        out.push_str(here.get(..taken).unwrap_or_default());
        rest = here.get(taken..).unwrap_or_default();
    }
    out.push_str(rest);
    out
}
