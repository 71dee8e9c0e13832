//! How feeds' last fetches went: a ring of notes for each feed, so that a poll writes one of them and reads none. Not in the archive;
//! a note that cannot be read is left out. Knows nothing of HTTP or of schedules.

use super::codec;
use super::error::StoreError;
use super::key::FetchKey;
use super::key::Key;
use super::key::prefix;
use super::layers::Batch;
use super::typed;
use super::view::Store;
use crate::model::FeedId;
use crate::model::Timestamp;
use serde::Deserialize;
use serde::Serialize;

/// Fetches that are remembered of a feed; the oldest go first.
pub const MAX_FETCHES: u32 = 30;

/// One fetch of a feed.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct FetchNote {
    /// When it ended.
    pub at: Timestamp,
    /// `read`, `unchanged`, or the name of the failure.
    pub outcome: String,
    /// The status code, where the host sent one that is no success.
    pub status: Option<u16>,
    /// How long it took, the wait for politeness and the stories' recording included, in milliseconds.
    pub took_ms: u64,
    /// Bytes of the body, after decompression; 0 where there was none.
    pub bytes: u64,
    /// Entries in the document.
    pub entries: u32,
    /// Stories that were not known before.
    pub new_stories: u32,
    /// Whether validators were sent.
    pub conditional: bool,
}

impl Store {
    /// The last fetches of a feed, oldest first; at most [`MAX_FETCHES`].
    pub fn fetches(&self, feed: FeedId) -> Result<Vec<FetchNote>, StoreError> {
        let mut notes = Vec::new();
        for row in self.rows::<FetchKey, FetchNote>(typed::starting_with(prefix(&[&feed]))) {
            match row {
                Ok((_, note)) => notes.push(note),
                Err(StoreError::Damaged { .. }) => {}
                Err(error) => return Err(error),
            }
        }
        notes.sort_by_key(|note| note.at);
        Ok(notes)
    }

    /// Of every note its feed, its time and the bytes that it takes, uncompressed.
    pub fn fetch_sizes(
        &self,
    ) -> impl Iterator<Item = Result<(FeedId, Timestamp, u64), StoreError>> + '_ {
        let rows = self.rows::<FetchKey, FetchNote>(typed::ALL);
        rows.filter_map(|row| match row {
            Ok((key, note)) => Some(size(&key, &note).map(|size| (key.feed, note.at, size))),
            Err(StoreError::Damaged { .. }) => None,
            Err(error) => Some(Err(error)),
        })
    }

    /// Forgets a feed's fetches up to a moment, whatever else is remembered of it meanwhile.
    pub fn forget_fetches(&self, feed: FeedId, up_to: Timestamp) -> Result<(), StoreError> {
        let mut batch = Batch::new();
        self.commit_polling(&mut batch, |store, batch| {
            let range = typed::starting_with(prefix(&[&feed]));
            for row in store.rows::<FetchKey, FetchNote>(range) {
                match row {
                    Ok((key, note)) if note.at <= up_to => typed::unmark(batch, &key),
                    Ok(_) | Err(StoreError::Damaged { .. }) => {}
                    Err(error) => return Err(error),
                }
            }
            Ok(())
        })
    }
}

/// Puts the notes of the last polls of a feed that was polled so often, the newest first.
pub(super) fn put_notes<'a>(
    batch: &mut Batch,
    feed: FeedId,
    polls: u64,
    notes: impl Iterator<Item = &'a FetchNote>,
) -> Result<(), StoreError> {
    let most = u64::from(MAX_FETCHES);
    for (note, behind) in notes.zip(1..=most) {
        let slot = ((polls % most + most - behind) % most) as u32;
        typed::put_only(batch, &FetchKey { feed, slot }, note)?;
    }
    Ok(())
}

fn size(key: &FetchKey, note: &FetchNote) -> Result<u64, StoreError> {
    let key = key.bytes();
    let values = codec::encode(FetchKey::TABLE, &key, note)?;
    Ok((key.len() + values.iter().map(Vec::len).sum::<usize>()) as u64)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::store::OpenOptions;
    use crate::store::polling::FeedMemory;
    use crate::store::polling::PolledFeed;
    use crate::store::rows::FeedRow;

    #[test]
    fn the_last_fetches_come_back_in_order_whenever_they_are_written() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path(), OpenOptions::default()).unwrap();
        let note = |n: u64| FetchNote {
            took_ms: n,
            at: Timestamp::from_millis(n as i64),
            ..FetchNote::default()
        };
        let told = |feed| -> Vec<u64> {
            let fetches = store.fetches(FeedId(feed)).unwrap();
            fetches.iter().map(|note| note.took_ms).collect()
        };
        let put = |feed, polls, mut notes: Vec<FetchNote>| {
            let row = FeedRow {
                polls,
                ..FeedRow::default()
            };
            let memory = FeedMemory::default();
            let notes = notes.split_off(notes.len().saturating_sub(30)).into();
            let polled = PolledFeed { row, memory, notes };
            let polls = [(FeedId(feed), &polled)];
            store.put_polls(polls.into_iter()).unwrap();
        };
        for together in [1, 2, 7, 29, 30, 31, 100] {
            let mut notes = Vec::new();
            for n in 0..100 {
                notes.push(note(n));
                if n % together == together - 1 {
                    put(together, n + 1, std::mem::take(&mut notes));
                }
            }
            let written = 100 / together * together;
            let first = written.saturating_sub(30);
            assert_eq!(told(together), (first..written).collect::<Vec<_>>());
        }
        let beside = told(2);
        store
            .forget_fetches(FeedId(1), Timestamp::from_millis(95))
            .unwrap();
        assert_eq!(told(1), [96, 97, 98, 99]);
        put(1, 101, vec![note(100)]);
        assert_eq!(told(1), [96, 97, 98, 99, 100]);
        assert_eq!(told(2), beside);
        assert_eq!(told(3), [0; 0]);
        let sizes: Vec<_> = store.fetch_sizes().map(Result::unwrap).collect();
        assert_eq!(sizes.len(), 5 + 6 * 30);
        assert!(sizes.iter().all(|(_, _, size)| (20..60).contains(size)));
    }
}
