//! One item of a feed document, before its page is fetched.

use super::Timestamp;
use serde::{Deserialize, Serialize};

/// What a feed says of one story. Text fields are plain Unicode text; `summary` and `content` are still markup.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Entry {
    /// The publisher's own identifier (RSS `guid`, Atom `id`, JSON Feed `id`, RDF `about`), only where the document states one.
    pub guid: Option<String>,
    /// Absolute URL of the story's page.
    pub link: Option<String>,
    /// Headline; empty where the feed gives none.
    pub title: String,
    /// Names as given.
    pub authors: Vec<String>,
    /// Names of those who helped, as given.
    pub contributors: Vec<String>,
    /// When the feed says that the story was published; never the time of polling.
    pub published: Option<Timestamp>,
    /// The field that `published` was read from, as the document names it: `pubDate`, `dc:date`.
    pub published_from: Option<String>,
    /// When the feed says that it was last changed.
    pub updated: Option<Timestamp>,
    /// The field that `updated` was read from.
    pub updated_from: Option<String>,
    /// Fields with a date that is none, or one that cannot be: the field's name and its text.
    pub bad_dates: Vec<(String, String)>,
    /// The feed's summary, as HTML or plain text.
    pub summary: Option<String>,
    /// The feed's own full text, as HTML or plain text.
    pub content: Option<String>,
    /// Section names and tags as given.
    pub categories: Vec<String>,
    /// Files that belong to it: pictures, sound, film.
    pub enclosures: Vec<Enclosure>,
    /// Pictures that stand for it, absolute URLs.
    pub images: Vec<String>,
    /// Its other addresses: `canonical`, `self`, `related`, `replies`, `proxy` (what a redirecting service gave).
    pub links: Vec<EntryLink>,
    /// The outlet and feed that it was taken over from (RSS and Atom `source`).
    pub taken_from: Option<TakenFrom>,
    /// BCP 47 tag as stated for it alone.
    pub language: Option<String>,
    /// Whom its text belongs to.
    pub rights: Option<String>,
}

/// A file that belongs to an entry.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Enclosure {
    /// Absolute URL.
    pub url: String,
    /// Media type as stated.
    #[serde(rename = "type")]
    pub kind: Option<String>,
    /// Bytes as stated.
    pub length: Option<u64>,
    /// What it is called, or what it says.
    pub title: Option<String>,
}

/// An address of an entry beside its page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct EntryLink {
    /// What it is to the entry.
    pub rel: String,
    /// Absolute URL.
    pub href: String,
    /// Media type as stated.
    #[serde(rename = "type")]
    pub kind: Option<String>,
}

/// Where an entry was first published.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TakenFrom {
    /// The outlet's or feed's name.
    pub title: Option<String>,
    /// Absolute URL of the feed or its site.
    pub url: Option<String>,
}

impl Entry {
    /// The earliest time that a story of the web can have been published: 1990 in UTC.
    pub const EARLIEST: Timestamp = Timestamp::of_millis(631_152_000_000);

    /// What is wrong with its dates as seen at `now`: `absurd` before 1990, `future` more than a day ahead, `unreadable`.
    pub fn date_flags(&self, now: Timestamp) -> Vec<&'static str> {
        const DAY_MS: i64 = 86_400_000;
        let mut flags = Vec::new();
        let dates = [self.published, self.updated];
        let absurd = dates.iter().flatten().any(|date| *date < Self::EARLIEST);
        let unreadable = self.bad_dates.iter().any(|(_, text)| !text.is_empty());
        if absurd {
            flags.push("absurd");
        }
        if dates.iter().flatten().any(|date| date.since(now) > DAY_MS) {
            flags.push("future");
        }
        if unreadable {
            flags.push("unreadable");
        }
        flags
    }
}
