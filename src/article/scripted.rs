//! The story in the data that a page keeps for its scripts (`__NEXT_DATA__` and the like), for pages that show nothing without
//! them. Looks for the part of the data with most prose in it; knows no site's names.

use super::MAX_PARAGRAPHS;
use super::plain;
use super::weigh::ends_sentence;
use crate::model::Paragraph;
use dom_query::Document;
use serde_json::Value;

/// Scripts that are read, and the largest one in bytes; others are skipped.
const MAX_SCRIPTS: usize = 40;
const MAX_SCRIPT: usize = 4 << 20;
/// Values that are looked at on one page; what comes after is not.
const MAX_VALUES: usize = 200_000;
/// Fewest words of a string that is a paragraph and not a label.
const MIN_PROSE: usize = 8;
/// Hundredths of the prose in a value that a part of it must hold to be looked at in its stead.
const MOST: usize = 80;

/// The paragraphs of the data with most prose; empty where there is none.
pub(super) fn find(document: &Document) -> Vec<Paragraph> {
    let scripts = document.select("script:not([src])");
    let mut budget = MAX_VALUES;
    let mut best: (usize, Vec<Paragraph>) = (0, Vec::new());
    for script in scripts.nodes().iter().take(MAX_SCRIPTS) {
        let kind = script.attr("type").unwrap_or_default();
        if kind.contains("ld+json") {
            continue;
        }
        let text = script.text();
        if text.len() > MAX_SCRIPT {
            continue;
        }
        for value in values(&text) {
            let mut sizes = Sizes { budget, total: 0 };
            let found = sizes.densest(&value);
            budget = sizes.budget;
            let mut paragraphs = Vec::new();
            collect(found, &mut paragraphs);
            let words = paragraphs.iter().map(|p| plain::words(&p.text)).sum();
            if words > best.0 {
                best = (words, paragraphs);
            }
        }
    }
    best.1
}

/// The JSON in a script: the whole of it, or what is assigned to a name.
fn values(text: &str) -> Vec<Value> {
    let text = text.trim();
    if let Ok(value) = serde_json::from_str::<Value>(text) {
        return vec![value];
    }
    let Some(at) = text.find(['=', '(']).filter(|at| *at < 400) else {
        return Vec::new();
    };
    let rest = text.get(at + 1..).unwrap_or_default().trim_start();
    if !rest.starts_with(['{', '[']) {
        return Vec::new();
    }
    let mut stream = serde_json::Deserializer::from_str(rest).into_iter::<Value>();
    stream.next().and_then(Result::ok).into_iter().collect()
}

/// Counts prose, within a budget of values.
struct Sizes {
    budget: usize,
    total: usize,
}

impl Sizes {
    /// The innermost list, object or string that holds most of the prose in `value`.
    fn densest<'a>(&mut self, value: &'a Value) -> &'a Value {
        self.total = self.prose(value);
        let mut at = value;
        loop {
            let parts: Vec<&Value> = match at {
                Value::Array(list) => list.iter().collect(),
                Value::Object(map) => map.values().collect(),
                _ => return at,
            };
            let sized = parts.into_iter().map(|v| (self.prose(v), v));
            match sized.max_by_key(|(size, _)| *size) {
                Some((size, part))
                    if size > 0
                        && size * 100 >= self.total * MOST / 2
                        && !self.is_list_of_texts(at) =>
                {
                    at = part
                }
                _ => return at,
            }
        }
    }

    /// Whether the prose of a list is spread over its items, as paragraphs are.
    fn is_list_of_texts(&mut self, value: &Value) -> bool {
        let Value::Array(list) = value else {
            return false;
        };
        let sizes: Vec<usize> = list.iter().map(|v| self.prose(v)).collect();
        let largest = sizes.iter().max().copied().unwrap_or(0);
        largest * 100 < sizes.iter().sum::<usize>() * MOST
    }

    /// Words of prose in a value. Depth is bounded by the JSON parser.
    fn prose(&mut self, value: &Value) -> usize {
        let Some(left) = self.budget.checked_sub(1) else {
            return 0;
        };
        self.budget = left;
        match value {
            Value::String(text) => prose_words(text),
            Value::Array(list) => list.iter().map(|v| self.prose(v)).sum(),
            Value::Object(map) => map.values().map(|v| self.prose(v)).sum(),
            _ => 0,
        }
    }
}

/// Words of a string that is prose, else none.
fn prose_words(text: &str) -> usize {
    let bare = text.trim();
    let is_code = bare.starts_with(['{', '[', '#', '.', '/', '@'])
        || bare.contains("function(")
        || bare.contains("://") && !bare.contains(' ');
    let words = plain::words(bare);
    let is_prose = words >= MIN_PROSE && !is_code && (ends_sentence(bare) || bare.ends_with('>'));
    if is_prose { words } else { 0 }
}

/// The prose in a value as paragraphs, in its order. A string that a list item before it had already is left out.
fn collect(value: &Value, out: &mut Vec<Paragraph>) {
    if out.len() >= MAX_PARAGRAPHS {
        return;
    }
    match value {
        Value::String(text) if prose_words(text) > 0 => {
            let paragraphs = plain::from_feed(text);
            out.extend(paragraphs.into_iter().filter(|p| !p.text.is_empty()));
        }
        Value::Array(list) => list.iter().for_each(|v| collect(v, out)),
        Value::Object(map) => map.values().for_each(|v| collect(v, out)),
        _ => {}
    }
}
