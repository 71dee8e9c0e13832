//! One item of a feed document, before its page is fetched.

use super::Timestamp;
use serde::{Deserialize, Serialize};

/// What a feed says of one story. Text fields are plain Unicode text; `content` is still markup.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// The publisher's own identifier (RSS `guid`, Atom `id`, JSON Feed `id`), only where the document states one.
    pub guid: Option<String>,
    /// Absolute URL of the story's page.
    pub link: Option<String>,
    /// Headline; empty where the feed gives none.
    pub title: String,
    /// Names as given.
    pub authors: Vec<String>,
    /// When the feed says that the story was published; never the time of polling.
    pub published: Option<Timestamp>,
    /// When the feed says that it was last changed.
    pub updated: Option<Timestamp>,
    /// The feed's summary, as HTML or plain text.
    pub summary: Option<String>,
    /// The feed's own full text, as HTML or plain text.
    pub content: Option<String>,
    /// Section names and tags as given.
    pub categories: Vec<String>,
}
