//! The page's JSON-LD: the object that describes the story, whatever graph it is wrapped in. Knows schema.org's names, no HTML beyond the script element.

use dom_query::Document;
use serde_json::Value;

/// Script elements that are read; further ones are not.
const MAX_SCRIPTS: usize = 32;
/// Largest script that is read, in bytes; a larger one is skipped.
const MAX_SCRIPT: usize = 2 << 20;
/// Objects that are looked at in all scripts together.
const MAX_OBJECTS: usize = 2_000;

/// What a page's JSON-LD says of its story; all absent where there is none.
#[derive(Clone, Debug, Default)]
pub(super) struct LinkedData {
    /// `headline`, else `name`.
    pub headline: Option<String>,
    /// Names of `author`.
    pub authors: Vec<String>,
    /// `datePublished`.
    pub published: Option<String>,
    /// `dateModified`.
    pub modified: Option<String>,
    /// `url`, else `mainEntityOfPage`.
    pub url: Option<String>,
    /// Name of `publisher`.
    pub publisher: Option<String>,
    /// `inLanguage`.
    pub language: Option<String>,
    /// `articleBody`.
    pub body: Option<String>,
    /// `image`, the first.
    pub image: Option<String>,
    /// `isAccessibleForFree` is false.
    pub is_paid: bool,
    /// `isAccessibleForFree` is true.
    pub is_free: bool,
}

/// The first object of a page that is an article.
pub(super) fn read(document: &Document) -> LinkedData {
    let scripts = document.select("script[type='application/ld+json']");
    let mut budget = MAX_OBJECTS;
    for script in scripts.nodes().iter().take(MAX_SCRIPTS) {
        let text = script.text();
        if text.len() > MAX_SCRIPT {
            continue;
        }
        let text = text
            .trim()
            .trim_start_matches("<!--")
            .trim_end_matches("-->");
        // Publishers put raw line ends into strings, which JSON forbids.
        let text: String = text
            .chars()
            .map(|c| if c.is_control() { ' ' } else { c })
            .collect();
        let Ok(value) = serde_json::from_str::<Value>(text.trim().trim_end_matches(';')) else {
            continue;
        };
        if let Some(article) = article_in(&value, &mut budget) {
            return of(article);
        }
    }
    LinkedData::default()
}

/// The first article in a value: itself, in a list, in a `@graph`, or as what a page is mainly about. Depth is bounded by the JSON parser.
fn article_in<'a>(value: &'a Value, budget: &mut usize) -> Option<&'a Value> {
    *budget = budget.checked_sub(1)?;
    match value {
        Value::Array(list) => list.iter().find_map(|v| article_in(v, budget)),
        Value::Object(map) => {
            if is_article(map.get("@type")) {
                return Some(value);
            }
            ["@graph", "mainEntity", "mainEntityOfPage"]
                .into_iter()
                .filter_map(|key| map.get(key))
                .find_map(|v| article_in(v, budget))
        }
        _ => None,
    }
}

/// Whether a `@type` is an article's: `NewsArticle`, `ReportageNewsArticle`, `Article`, `LiveBlogPosting`...
fn is_article(kind: Option<&Value>) -> bool {
    let named = |v: &Value| {
        v.as_str()
            .is_some_and(|t| t.ends_with("Article") || t.ends_with("BlogPosting") || t == "Report")
    };
    match kind {
        Some(Value::Array(kinds)) => kinds.iter().any(named),
        Some(kind) => named(kind),
        None => false,
    }
}

/// The fields of an article.
fn of(article: &Value) -> LinkedData {
    let text = |key: &str| article.get(key).and_then(first_string);
    let free = article.get("isAccessibleForFree");
    let free = match free {
        Some(Value::Bool(free)) => Some(*free),
        Some(Value::String(free)) => {
            let free = free.to_ascii_lowercase();
            Some(free.ends_with("true")).filter(|is| *is || free.ends_with("false"))
        }
        _ => None,
    };
    LinkedData {
        headline: text("headline").or_else(|| text("name")),
        authors: names(article.get("author").or_else(|| article.get("creator"))),
        published: text("datePublished").or_else(|| text("dateCreated")),
        modified: text("dateModified"),
        url: text("url").or_else(|| text("mainEntityOfPage")),
        publisher: names(article.get("publisher")).into_iter().next(),
        language: text("inLanguage"),
        body: text("articleBody"),
        image: article.get("image").and_then(address),
        is_paid: free == Some(false),
        is_free: free == Some(true),
    }
}

/// An address, given as a string or in an object, alone or first in a list.
fn address(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Array(list) => list.first().and_then(|v| match v {
            Value::Array(_) => None,
            one => address(one),
        }),
        Value::Object(map) => {
            let text = map
                .get("url")
                .or_else(|| map.get("contentUrl"))
                .or_else(|| map.get("@id"))?;
            text.as_str().map(str::to_owned)
        }
        _ => None,
    }
}

/// A string, the first of a list, or an object's `name` or `@id`.
fn first_string(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Array(list) => list.first().and_then(Value::as_str).map(str::to_owned),
        Value::Object(map) => {
            let text = map.get("name").or_else(|| map.get("@id"))?;
            text.as_str().map(str::to_owned)
        }
        _ => None,
    }
}

/// Names of people or bodies, given as strings or objects, alone or in a list.
fn names(value: Option<&Value>) -> Vec<String> {
    let many = match value {
        Some(Value::Array(list)) => list.iter().collect(),
        Some(one) => vec![one],
        None => Vec::new(),
    };
    let name = |v: &Value| match v {
        Value::String(text) => Some(text.clone()),
        other => other.get("name").and_then(first_string),
    };
    many.into_iter().filter_map(name).take(32).collect()
}
