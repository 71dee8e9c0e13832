//! How long what was observed, its texts and the notes on fetches are kept, and what is past that. Whole days of the archive go with all that was
//! read from them (`mend.rs`); texts go out of the archive alone, where claims and the words that make them stay; notes on fetches go out of the view.

use crate::archive;
use crate::archive::ArchiveError;
use crate::archive::Expired;
use crate::archive::Recompressed;
use crate::archive::Retention;
use crate::dedup::Fingerprint;
use crate::model::Day;
use crate::model::FeedId;
use crate::model::Story;
use crate::model::Timestamp;
use crate::pipeline::analyse;
use crate::pipeline::apply::identity_keys;
use crate::store::Store;
use crate::store::StoreError;
use std::collections::HashMap;
use std::path::Path;

/// What is kept how long, each by age and by size.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Keep {
    /// Stories with their claims: whole days of the archive.
    pub records: Retention,
    /// Stories' texts, as long as the stories are kept.
    pub texts: Retention,
    /// Notes on fetches, beside the bound that each feed has.
    pub fetches: Retention,
}

/// Why something was not taken away.
#[derive(Debug, thiserror::Error)]
pub enum KeepError {
    /// The archive.
    #[error(transparent)]
    Archive(#[from] ArchiveError),
    /// The view.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The days whose texts are past keeping, oldest first.
pub fn texts_due(archive: &Path, keep: &Keep, today: Day) -> Result<Vec<Expired>, ArchiveError> {
    archive::expired_texts(archive, &keep.texts, today)
}

/// Takes the texts of these days away, unless `stop` says so meanwhile; what is done by then stays done. The view goes on as it is, and has to have
/// applied all that these days hold. What the index over words has of stories is thrown away first, however this ends: it has the words of the
/// texts, and may not be made anew before they are gone.
pub fn take_texts(
    archive: &Path,
    store: &Store,
    days: &[Expired],
    stop: &dyn Fn() -> bool,
) -> Result<Vec<Recompressed>, KeepError> {
    if !days.is_empty() {
        store.discard_story_words()?;
    }
    let mut done = Vec::new();
    for expired in days {
        let mut failed = None;
        let mut take = |seq: u64, story: &mut Story| {
            let own = own_print(store, seq, story).map_err(|error| {
                let why = error.to_string();
                failed.get_or_insert(error);
                why
            })?;
            analyse::take_text(story, own.as_ref()).map_err(|error| error.to_string())
        };
        let rewritten = archive::take_texts(archive, expired.day, stop, &mut take)?;
        if let Some(error) = failed {
            return Err(error.into());
        }
        match rewritten {
            Some(day) => done.push(day),
            None => break,
        }
    }
    Ok(done)
}

/// The fingerprint that the view has of the record with this number.
fn own_print(store: &Store, seq: u64, story: &Story) -> Result<Option<Fingerprint>, StoreError> {
    for key in identity_keys(story) {
        let Some(id) = store.identity(key)? else {
            continue;
        };
        let Some(row) = store.print(id)? else {
            continue;
        };
        let newest = (row.seq, row.print);
        let mut all = row.earlier.iter().chain([&newest]);
        if let Some((_, print)) = all.find(|(of, _)| *of == seq) {
            return Ok(Fingerprint::from_bytes(print).ok());
        }
    }
    Ok(None)
}

/// How many notes on fetches there are, or are past keeping, and their bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Fetches {
    /// Notes.
    pub notes: u64,
    /// Bytes of them as they are kept.
    pub bytes: u64,
}

/// The notes on fetches that are past keeping; with `take` they are taken out of the view, and out of its files with the next fold.
pub fn fetches_due(
    store: &Store,
    keep: &Keep,
    now: Timestamp,
    take: bool,
) -> Result<Fetches, StoreError> {
    let mut due = Fetches::default();
    if keep.fetches == Retention::default() {
        return Ok(due);
    }
    let sizes = store.fetch_sizes();
    let all: Result<Vec<(FeedId, Timestamp, u64)>, StoreError> = sizes.collect();
    let mut all = all?;
    all.sort_unstable_by_key(|(feed, at, _)| (std::cmp::Reverse(*at), *feed));
    let mut room = keep.fetches.bytes.unwrap_or(u64::MAX);
    let mut going: HashMap<FeedId, Timestamp> = HashMap::new();
    let mut full = false;
    for (feed, at, bytes) in all {
        let age = now.since(at) / DAY_MS;
        let old = keep.fetches.days.is_some_and(|days| age >= i64::from(days));
        full |= bytes > room;
        room = room.saturating_sub(bytes);
        if old || full {
            due.notes += 1;
            due.bytes += bytes;
            // From the newest on, so that the first is the latest.
            going.entry(feed).or_insert(at);
        }
    }
    for (feed, up_to) in going.into_iter().filter(|_| take) {
        store.forget_fetches(feed, up_to)?;
    }
    Ok(due)
}

const DAY_MS: i64 = 24 * 3_600_000;

#[cfg(test)]
mod tests;
