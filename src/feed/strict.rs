//! One document through `feed-rs`, contained: the strict reader whose word on a document is its outcome, and a second
//! pair of eyes for fields that our own reading left empty. The only file that names the crate.
//!
//! A parser is made anew for each document, since one that has failed asserts on its next use, and a panic in it is caught
//! and becomes a reason. That is why no profile of this program may abort on panic.

use super::Document;
use super::canonical::address;
use super::date;
use super::plain::line_of_html;
use super::read::MAX_ID;
use chrono::DateTime;
use chrono::Utc;
use feed_rs::model::Feed;
use feed_rs::parser::Builder;
use std::panic::AssertUnwindSafe;
use std::panic::catch_unwind;

/// Reads `text` strictly.
///
/// # Errors
/// The parser's reason, in a few words.
pub(super) fn read(text: &str, base_url: &str) -> Result<Feed, String> {
    let outcome = catch_unwind(AssertUnwindSafe(|| {
        let parser = Builder::new()
            .base_uri(Some(base_url))
            // An empty id marks what the document does not state; the crate would hash the title instead.
            .id_generator(|_, _, _| String::new())
            .timestamp_parser(|text| {
                let found = date::parse(text)?;
                DateTime::<Utc>::from_timestamp_millis(found.millis())
            })
            .sanitize_content(false)
            .build();
        parser.parse(text.as_bytes())
    }));
    match outcome {
        Ok(Ok(feed)) => Ok(feed),
        Ok(Err(error)) => Err(error.to_string()),
        Err(_) => Err("the parser failed on it".to_owned()),
    }
}

/// Fills in titles, links and texts that `document` lacks and the strict reader found, where both saw the same entries.
pub(super) fn fill(document: &mut Document, feed: Feed, base_url: &str) {
    if document.entries.len() != feed.entries.len() {
        return;
    }
    for (entry, other) in document.entries.iter_mut().zip(feed.entries) {
        if entry.title.is_empty()
            && let Some(title) = other.title
        {
            entry.title = line_of_html(&title.content);
        }
        if entry.link.is_none() {
            let page = other
                .links
                .iter()
                .find(|link| link.rel.as_deref().unwrap_or("alternate") == "alternate");
            entry.link = page
                .and_then(|link| address(&link.href, base_url))
                .filter(|link| link.len() <= MAX_ID);
        }
        if entry.content.is_none() && entry.summary.is_none() {
            entry.summary = other
                .summary
                .map(|text| text.content)
                .filter(|text| !text.trim().is_empty());
        }
    }
}
