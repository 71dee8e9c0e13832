//! JSON feeds: to the parser as they stand, else with each field of a wrong type set right or left out.

use super::Document;
use super::FeedError;
use super::MAX_ENTRIES;
use super::strict;
use serde_json::Map;
use serde_json::Value;

/// What the parser wants to see at the front of a version.
const VERSION: &str = "https://jsonfeed.org/version/1.1";

/// A JSON feed's document, mended where the parser refuses it.
pub(super) fn read(text: &str, base_url: &str) -> Result<Document, FeedError> {
    let reason = match strict::read(text, base_url) {
        Ok(document) => return Ok(document),
        Err(reason) => reason,
    };
    let failed = |reason: String| FeedError::Parser {
        url: base_url.to_owned(),
        reason,
    };
    let value: Value = serde_json::from_str(text).map_err(|e| failed(e.to_string()))?;
    let Value::Object(feed) = value else {
        return Err(failed(reason));
    };
    let Some(Value::Array(items)) = feed.get("items") else {
        return Err(FeedError::NotAFeed {
            url: base_url.to_owned(),
            what: "JSON without a list of items".to_owned(),
        });
    };
    let mut mended = Map::new();
    mended.insert("version".into(), VERSION.into());
    mended.insert(
        "title".into(),
        string(feed.get("title")).unwrap_or_default().into(),
    );
    copy_strings(&feed, &mut mended, &["home_page_url", "language"]);
    let total = items.len();
    let kept: Vec<Value> = items.iter().take(MAX_ENTRIES).filter_map(item).collect();
    let lost = total.min(MAX_ENTRIES) - kept.len();
    mended.insert("items".into(), Value::Array(kept));
    let text = Value::Object(mended).to_string();
    let mut document = strict::read(&text, base_url).map_err(failed)?;
    document.problems.insert(
        0,
        format!("the document is no valid JSON feed and was mended ({reason})"),
    );
    if lost > 0 {
        document.problems.push(format!(
            "{lost} entries were lost: they are no JSON objects"
        ));
    }
    if total > MAX_ENTRIES {
        document.problems.push(format!(
            "{total} entries in one document; only the first {MAX_ENTRIES} were read"
        ));
    }
    Ok(document)
}

/// One item with its fields as strings.
fn item(value: &Value) -> Option<Value> {
    let from = value.as_object()?;
    let mut to = Map::new();
    copy_strings(
        from,
        &mut to,
        &[
            "id",
            "url",
            "external_url",
            "title",
            "content_html",
            "content_text",
            "summary",
            "date_published",
            "date_modified",
        ],
    );
    let list = |key: &str| from.get(key).and_then(Value::as_array);
    let tags: Vec<Value> = list("tags")
        .into_iter()
        .flatten()
        .filter_map(|t| string(Some(t)))
        .map(Value::from)
        .collect();
    to.insert("tags".into(), Value::Array(tags));
    let people = list("authors")
        .into_iter()
        .flatten()
        .chain(from.get("author"));
    let authors: Vec<Value> = people
        .filter_map(|p| string(Some(p)).or_else(|| string(p.get("name"))))
        .map(|name| serde_json::json!({ "name": name }))
        .collect();
    to.insert("authors".into(), Value::Array(authors));
    Some(Value::Object(to))
}

/// Those of `keys` that hold a string or a number, as strings.
fn copy_strings(from: &Map<String, Value>, to: &mut Map<String, Value>, keys: &[&str]) {
    for key in keys {
        if let Some(text) = string(from.get(*key)) {
            to.insert((*key).to_owned(), text.into());
        }
    }
}

/// A string or a number as a string.
fn string(value: Option<&Value>) -> Option<String> {
    match value? {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}
