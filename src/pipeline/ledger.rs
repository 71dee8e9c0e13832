//! What polling remembers of its feeds, many feeds in one write: each write costs the view more than an unchanged poll costs else.
//! The newest of a feed is here until it is written. A process killed meanwhile asks those feeds once more. Knows nothing of
//! how they are polled.

use crate::model::FeedId;
use crate::store::Store;
use crate::store::StoreError;
use crate::store::polling::FeedMemory;
use crate::store::polling::FetchNote;
use crate::store::polling::MAX_FETCHES;
use crate::store::polling::PolledFeed;
use crate::store::rows::FeedRow;
use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;
use std::time::Duration;
use tokio::time::Instant;

/// Feeds that are written together. What waits has at most this many and those under way, or, while the view takes nothing,
/// as many as there are feeds.
const TOGETHER: usize = 256;
/// How long a feed waits for others: who looks at it sees nothing older.
const WAIT: Duration = Duration::from_secs(1);
/// How long nothing is tried after a write that failed.
const AFTER_SETBACK: Duration = Duration::from_secs(300);

/// What waits to be written.
#[derive(Default)]
pub(in crate::pipeline) struct Ledger(Mutex<Waiting>);

#[derive(Default)]
struct Waiting {
    feeds: BTreeMap<FeedId, PolledFeed>,
    /// When it is to be written at the latest.
    latest: Option<Instant>,
    /// Before this nothing is tried.
    not_before: Option<Instant>,
}

impl Ledger {
    /// What is remembered of a feed: its row, if there is one, and what is remembered beyond.
    pub(in crate::pipeline) fn get(
        &self,
        store: &Store,
        feed: FeedId,
    ) -> Result<(Option<FeedRow>, FeedMemory), StoreError> {
        if let Some(polled) = self.lock().feeds.get(&feed) {
            return Ok((Some(polled.row.clone()), polled.memory.clone()));
        }
        // What was remembered of a feed costs one poll when it is lost; the service it must not cost.
        let row = match store.feed(feed) {
            Err(error @ StoreError::Damaged { .. }) => {
                tracing::warn!(%feed, %error, "what was remembered of this feed is lost");
                None
            }
            row => row?,
        };
        Ok((row, store.feed_memory(feed)?))
    }

    /// Remembers a feed, and the poll of it that `row` counts last.
    pub(in crate::pipeline) fn put(
        &self,
        feed: FeedId,
        row: FeedRow,
        memory: FeedMemory,
        note: Option<FetchNote>,
    ) {
        let mut waiting = self.lock();
        let polled = waiting.feeds.entry(feed).or_default();
        (polled.row, polled.memory) = (row, memory);
        polled.notes.extend(note);
        while polled.notes.len() > MAX_FETCHES as usize {
            polled.notes.pop_front();
        }
        waiting.latest.get_or_insert_with(|| Instant::now() + WAIT);
    }

    /// How long until it is to be written; `None` while nothing waits.
    pub(in crate::pipeline) fn due_in(&self) -> Option<Duration> {
        let waiting = self.lock();
        let now = Instant::now();
        let latest = waiting.latest?;
        let at = match waiting.feeds.len() < TOGETHER {
            true => latest,
            false => now,
        };
        Some(at.max(waiting.not_before.unwrap_or(now)) - now)
    }

    /// Writes everything. After an error it waits still, and is due again in a while.
    pub(in crate::pipeline) fn write(&self, store: &Store) -> Result<(), StoreError> {
        // Held over the write, so that nobody reads between here and there.
        let mut waiting = self.lock();
        if waiting.feeds.is_empty() {
            return Ok(());
        }
        let feeds = waiting.feeds.iter();
        let written = store.put_polls(feeds.map(|(feed, polled)| (*feed, polled)));
        match written {
            Ok(()) => *waiting = Waiting::default(),
            Err(_) => waiting.not_before = Some(Instant::now() + AFTER_SETBACK),
        }
        written
    }

    fn lock(&self) -> MutexGuard<'_, Waiting> {
        // Every change is whole before anything can panic.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::store::OpenOptions;

    fn row(polls: u64) -> FeedRow {
        FeedRow {
            polls,
            ..FeedRow::default()
        }
    }

    #[tokio::test(start_paused = true)]
    async fn the_newest_counts_and_is_written_with_others_or_after_a_while() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path(), OpenOptions::default()).unwrap();
        let (ledger, feed) = (Ledger::default(), FeedId(7));
        assert_eq!(ledger.due_in(), None);
        for polls in [1, 2] {
            ledger.put(feed, row(polls), FeedMemory::default(), None);
        }
        assert_eq!(ledger.get(&store, feed).unwrap().0, Some(row(2)));
        assert_eq!(store.feed(feed).unwrap(), None);
        tokio::time::advance(Duration::from_millis(400)).await;
        assert_eq!(ledger.due_in(), Some(Duration::from_millis(600)));
        for n in 100..100 + TOGETHER as u64 {
            ledger.put(FeedId(n), row(1), FeedMemory::default(), None);
        }
        assert_eq!(ledger.due_in(), Some(Duration::ZERO));
        ledger.write(&store).unwrap();
        assert_eq!(ledger.due_in(), None);
        assert_eq!(store.feed(feed).unwrap(), Some(row(2)));
        assert_eq!(ledger.get(&store, feed).unwrap().0, Some(row(2)));
        assert_eq!(store.feeds().count(), TOGETHER + 1);
    }

    #[tokio::test(start_paused = true)]
    async fn what_the_view_does_not_take_waits() {
        let dir = tempfile::tempdir().unwrap();
        let full = OpenOptions {
            reserve_bytes: u64::MAX,
            ..OpenOptions::default()
        };
        let store = Store::open(dir.path(), full).unwrap();
        let ledger = Ledger::default();
        ledger.put(FeedId(1), row(1), FeedMemory::default(), None);
        assert!(ledger.write(&store).is_err());
        assert_eq!(ledger.due_in(), Some(AFTER_SETBACK));
        assert_eq!(ledger.get(&store, FeedId(1)).unwrap().0, Some(row(1)));
    }
}
