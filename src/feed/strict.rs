//! One document through `feed-rs`, contained. The only file that names the crate beside `convert.rs`, which reads its model.
//!
//! A parser is made anew for each document, since one that has failed asserts on its next use, and a panic in it is caught
//! and becomes a reason. That is why no profile of this program may abort on panic.

use super::Document;
use super::convert;
use super::date;
use chrono::DateTime;
use chrono::Utc;
use feed_rs::model::Feed;
use feed_rs::parser::Builder;
use std::panic::AssertUnwindSafe;
use std::panic::catch_unwind;

/// The document's title and entries, or the parser's reason in a few words.
pub(super) fn read(text: &str, base_url: &str) -> Result<Document, String> {
    raw(text, base_url).map(|feed| convert::document(feed, base_url))
}

/// As `feed-rs` has it.
fn raw(text: &str, base_url: &str) -> Result<Feed, String> {
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
