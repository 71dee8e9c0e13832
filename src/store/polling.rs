//! What polling remembers beyond a feed's row: how it fares, where it moved, and which pages are to be fetched later. Not in the archive: what is lost here costs a few requests.
//!
//! These rows are JSON inside, with a default for every field, so that older and newer ones read each other's and
//! [`super::VIEW_FORMAT`] need not change with them. Knows nothing of HTTP or of schedules.

pub use super::fetches::FetchNote;
pub use super::fetches::MAX_FETCHES;

use super::error::StoreError;
use super::fetches;
use super::key::FeedKey;
use super::key::FeedMemoryKey;
use super::key::PageTaskKey;
use super::layers::Batch;
use super::rows::FeedRow;
use super::typed;
use super::view::Store;
use crate::model::Entry;
use crate::model::FeedId;
use crate::model::Timestamp;
use serde::Deserialize;
use serde::Deserializer;
use serde::Serialize;
use serde::Serializer;
use serde::de::DeserializeOwned;
use std::collections::VecDeque;

/// Where a feed's host says that it moved for good.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Moved {
    /// The new address.
    pub to: String,
    /// Since when it says so without a break.
    pub since: Timestamp,
    /// How often it was seen.
    pub seen: u32,
    /// When it was adopted: from then on the new address is asked.
    pub adopted: Option<Timestamp>,
    /// Failures in a row of the adopted address; at a few the configured one is asked again.
    pub failures: u32,
}

/// A secret that no message shows.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Hidden(pub String);

impl std::fmt::Debug for Hidden {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("(secret)")
    }
}

/// A subscription with a feed's hub (WebSub).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Subscription {
    /// The hub's address.
    pub hub: String,
    /// The feed's address, as its hub knows it.
    pub topic: String,
    /// What the hub was given as the end of the callback's address: nobody else knows it.
    pub token: Hidden,
    /// What the hub signs with.
    pub secret: Hidden,
    /// When it was last asked for.
    pub asked: Timestamp,
    /// Until when it holds; `None` until the hub has confirmed it.
    pub until: Option<Timestamp>,
    /// When the hub last told of something.
    pub pushed: Option<Timestamp>,
    /// When a poll found news that the hub had not told of; taken back when it tells of something again.
    pub missed: Option<Timestamp>,
    /// Why the hub would not have it.
    pub error: Option<String>,
}

/// What polling remembers of a feed beyond its row. Of most feeds most of it is as it was to begin with, which is not written.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct FeedMemory {
    /// Whether the last one found nothing that could be the feed.
    #[serde(skip_serializing_if = "is_default")]
    pub absent: bool,
    /// When it was last asked without conditions.
    #[serde(skip_serializing_if = "is_default")]
    pub asked_plainly: Option<Timestamp>,
    /// Where it moved.
    #[serde(skip_serializing_if = "is_default")]
    pub moved: Option<Moved>,
    /// When its host said that it is gone for good: it is not asked until somebody resumes it.
    #[serde(skip_serializing_if = "is_default")]
    pub stopped: Option<Timestamp>,
    /// When the present run of failures began.
    #[serde(skip_serializing_if = "is_default")]
    pub failing_since: Option<Timestamp>,
    /// The site that the document named.
    #[serde(skip_serializing_if = "is_default")]
    pub site: Option<String>,
    /// A feed that the site's page names, found after the configured one was not there any more.
    #[serde(skip_serializing_if = "is_default")]
    pub found: Option<String>,
    /// When the site's page was last searched.
    #[serde(skip_serializing_if = "is_default")]
    pub searched: Option<Timestamp>,
    /// Stories with a page that it brought.
    #[serde(skip_serializing_if = "is_default")]
    pub pages_wanted: u64,
    /// Those of them whose page was read, at once or later.
    #[serde(skip_serializing_if = "is_default")]
    pub pages_read: u64,
    /// Why the interval is what it is, in a few words.
    #[serde(skip_serializing_if = "is_default")]
    pub why: String,
    /// Mean time between polls that brought something new, newer ones counting more, in milliseconds.
    #[serde(skip_serializing_if = "is_default")]
    pub mean_gap_ms: Option<u64>,
    /// How many such gaps were seen.
    #[serde(skip_serializing_if = "is_default")]
    pub gaps: u32,
    /// When the alarm for silence was given; taken back by the next new story.
    #[serde(skip_serializing_if = "is_default")]
    pub silent_since: Option<Timestamp>,
    /// The subscription with its hub.
    #[serde(skip_serializing_if = "is_default")]
    pub hub: Option<Subscription>,
}

fn is_default<T: Default + PartialEq>(field: &T) -> bool {
    *field == T::default()
}

impl FeedMemory {
    /// Takes in what a fetch says of the feed beyond that fetch.
    pub fn note(&mut self, fetch: &FetchNote) {
        self.absent = matches!(fetch.status, Some(404 | 410)) || fetch.outcome == "feed_html";
        if !fetch.conditional {
            self.asked_plainly = Some(fetch.at);
        }
    }
}

/// What polls of a feed left to be remembered.
#[derive(Clone, Debug, Default)]
pub struct PolledFeed {
    /// Its row.
    pub row: FeedRow,
    /// What is remembered beyond.
    pub memory: FeedMemory,
    /// The polls that were not written down yet, oldest first; at most [`MAX_FETCHES`].
    pub notes: VecDeque<FetchNote>,
}

/// Why a page is to be fetched later.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PagePurpose {
    /// It could not be had when its story entered.
    #[default]
    FullText,
    /// Its story may have been changed since.
    Recheck,
}

/// A page to be fetched later.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct PageTask {
    /// The feed that led to it, by its address as configured.
    pub feed: String,
    /// The page's address.
    pub url: String,
    /// Why.
    pub purpose: PagePurpose,
    /// When.
    pub due: Timestamp,
    /// How often it was tried or looked at.
    pub tries: u32,
    /// When its story entered.
    pub first: Timestamp,
    /// The page's `ETag`, byte for byte.
    pub etag: Option<String>,
    /// The page's `Last-Modified`, byte for byte.
    pub last_modified: Option<String>,
    /// Digest of what a reader saw in it last, without clocks and counters; `None` until it was read.
    pub seen: Option<u64>,
    /// Words of story text in it then.
    pub words: u32,
    /// The language that the feed states.
    pub language: Option<String>,
    /// What the feed says of the story.
    pub entry: Entry,
}

/// A row as JSON text, so that fields can be added.
pub(super) struct Json<T>(pub(super) T);

impl<T: Serialize> Serialize for Json<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let text = serde_json::to_string(&self.0).map_err(serde::ser::Error::custom)?;
        serializer.serialize_str(&text)
    }
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for Json<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let row = serde_json::from_str(&text).map_err(serde::de::Error::custom)?;
        Ok(Json(row))
    }
}

impl Store {
    /// What is remembered of a feed beyond its row; nothing where it was never polled or cannot be read any more.
    pub fn feed_memory(&self, feed: FeedId) -> Result<FeedMemory, StoreError> {
        match self.get::<_, Json<FeedMemory>>(&FeedMemoryKey { feed }) {
            Ok(row) => Ok(row.map(|Json(memory)| memory).unwrap_or_default()),
            Err(StoreError::Damaged { .. }) => Ok(FeedMemory::default()),
            Err(error) => Err(error),
        }
    }

    /// Replaces what is remembered of a feed.
    pub fn put_feed_memory(&self, feed: FeedId, memory: &FeedMemory) -> Result<(), StoreError> {
        self.change(|store, batch| store.put_changed(batch, &FeedMemoryKey { feed }, &Json(memory)))
    }

    /// Remembers polls of several feeds, all in one transaction. Durable as [`Store::apply`] is.
    pub fn put_polls<'a>(
        &self,
        polls: impl Iterator<Item = (FeedId, &'a PolledFeed)>,
    ) -> Result<(), StoreError> {
        self.change(|store, batch| {
            for (feed, polled) in polls {
                store.put_row(batch, &FeedKey { feed }, &polled.row)?;
                // A poll that found nothing new leaves this as it was.
                let memory = Json(&polled.memory);
                store.put_changed(batch, &FeedMemoryKey { feed }, &memory)?;
                fetches::put_notes(batch, feed, polled.row.polls, polled.notes.iter().rev())?;
            }
            Ok(())
        })
    }

    /// Every feed's memory, in order of ids; what cannot be read is left out.
    pub fn feed_memories(&self) -> impl Iterator<Item = (FeedId, FeedMemory)> + '_ {
        let rows = self.rows::<FeedMemoryKey, Json<FeedMemory>>(typed::ALL);
        rows.filter_map(|row| row.ok().map(|(key, Json(memory))| (key.feed, memory)))
    }

    /// The task of this number.
    pub fn page_task(&self, number: u64) -> Result<Option<PageTask>, StoreError> {
        match self.get::<_, Json<PageTask>>(&PageTaskKey { number }) {
            Ok(row) => Ok(row.map(|Json(task)| task)),
            Err(StoreError::Damaged { .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Adds or replaces a task; takes it away with `None`.
    pub fn put_page_task(&self, number: u64, task: Option<&PageTask>) -> Result<(), StoreError> {
        let key = PageTaskKey { number };
        self.change(|store, batch| match task {
            Some(task) => store.put_row(batch, &key, &Json(task)),
            None => store.delete_row(batch, &key),
        })
    }

    /// Every task, in order of numbers; what cannot be read is left out.
    pub fn page_tasks(&self) -> impl Iterator<Item = (u64, PageTask)> + '_ {
        let rows = self.rows::<PageTaskKey, Json<PageTask>>(typed::ALL);
        rows.filter_map(|row| row.ok().map(|(key, Json(task))| (key.number, task)))
    }

    /// Takes over from another view what polling remembers, for a view that was built anew and has the feeds' rows.
    pub fn take_over_polling(&self, from: &PollingMemory) -> Result<(), StoreError> {
        for (feed, memory, notes) in &from.feeds {
            let polls = self.feed(*feed)?.map_or(0, |row| row.polls);
            self.change(|store, batch| {
                store.put_changed(batch, &FeedMemoryKey { feed: *feed }, &Json(memory))?;
                fetches::put_notes(batch, *feed, polls, notes.iter().rev())
            })?;
        }
        for (number, task) in &from.pages {
            self.put_page_task(*number, Some(task))?;
        }
        Ok(())
    }

    /// All that these rows hold.
    pub fn polling_memory(&self) -> PollingMemory {
        let with_fetches = |(feed, memory): (FeedId, FeedMemory)| {
            (feed, memory, self.fetches(feed).unwrap_or_default())
        };
        PollingMemory {
            feeds: self.feed_memories().map(with_fetches).collect(),
            pages: self.page_tasks().collect(),
        }
    }

    fn change(
        &self,
        fill: impl FnOnce(&Store, &mut Batch) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let mut batch = Batch::new();
        self.commit_polling(&mut batch, fill)
    }
}

/// What polling remembers beyond feeds' rows, in one piece.
#[derive(Clone, Debug, Default)]
pub struct PollingMemory {
    feeds: Vec<(FeedId, FeedMemory, Vec<FetchNote>)>,
    pages: Vec<(u64, PageTask)>,
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::store::OpenOptions;

    #[test]
    fn memories_tasks_and_fetches_are_taken_over() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path(), OpenOptions::default()).unwrap();
        let memory = FeedMemory {
            why: "kept".into(),
            ..FeedMemory::default()
        };
        let note = |n| FetchNote {
            at: Timestamp::from_secs(n),
            ..FetchNote::default()
        };
        let last: Vec<FetchNote> = (10..40).map(note).collect();
        let row = FeedRow {
            polls: 40,
            ..FeedRow::default()
        };
        let polled = PolledFeed {
            row: row.clone(),
            memory: memory.clone(),
            notes: last.clone().into(),
        };
        store.put_polls([(FeedId(1), &polled)].into_iter()).unwrap();
        let task = PageTask {
            url: "https://a.example/1".into(),
            ..PageTask::default()
        };
        store.put_page_task(7, Some(&task)).unwrap();
        store.put_page_task(8, Some(&task)).unwrap();
        store.put_page_task(8, None).unwrap();
        let kept = store.polling_memory();
        drop(store);

        let other = tempfile::tempdir().unwrap();
        let store = Store::open(other.path(), OpenOptions::default()).unwrap();
        store.put_feed(FeedId(1), &row).unwrap();
        store.take_over_polling(&kept).unwrap();
        assert_eq!(store.feed_memory(FeedId(1)).unwrap(), memory);
        assert_eq!(store.fetches(FeedId(1)).unwrap(), last);
        assert_eq!(store.feed_memory(FeedId(2)).unwrap(), FeedMemory::default());
        assert_eq!(store.page_tasks().collect::<Vec<_>>(), [(7, task)]);
    }

    #[test]
    fn rows_of_another_version_are_read() {
        let text = r#"{"why":"x","of_tomorrow":[1,2]}"#;
        let memory: FeedMemory = serde_json::from_str(text).unwrap();
        assert_eq!(memory.why, "x");
        assert_eq!(serde_json::to_string(&memory).unwrap(), r#"{"why":"x"}"#);
    }
}
