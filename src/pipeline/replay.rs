//! Bringing the view up to date with the archive: at start, and from nothing in a rebuild.
//!
//! A view that is damaged, missing, shorter than its seal says or ahead of the archive is set aside and rebuilt without
//! asking: nothing is lost with it. Only a view written by a newer sayso is refused.

use crate::archive::Archive;
use crate::archive::Damage;
use crate::archive::MAX_DAMAGES;
use crate::archive::Position;
use crate::archive::Reader;
use crate::archive::Record;
use crate::archive::RecordBody;
use crate::archive::Why;
use crate::dedup::Params;
use crate::model::FeedId;
use crate::model::Story;
use crate::pipeline::analyse::analyse_all;
use crate::pipeline::apply::Applier;
use crate::store::OpenOptions;
use crate::store::Store;
use crate::store::StoreError;
use crate::store::polling::PollingMemory;
use crate::store::rows::FeedRow;
use std::num::NonZeroUsize;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;

/// Records that are analysed together.
const BATCH: usize = 256;
/// Where a rebuild puts the view until it is whole, below the data directory.
const REBUILD: &str = "rebuild";
/// Batches between two checkpoints.
const CHECKPOINT_EVERY: usize = 16;

/// The archive's folder below the data directory.
pub fn archive_dir(data: &Path) -> PathBuf {
    data.join("archive")
}

/// Why the view could not be brought up to date.
#[derive(Debug, thiserror::Error)]
pub enum ReplayError {
    /// The archive cannot be read.
    #[error(transparent)]
    Archive(#[from] crate::archive::ArchiveError),
    /// The view cannot be read or written.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A part of the archive could not be read from the disk this time.
    #[error("{0}; nothing behind it was applied, so that nothing is left out")]
    Unread(Damage),
    /// It was told to stop; what was applied by then is kept, and the next opening goes on from there.
    #[error("stopped while the view was brought up to date; the next start goes on from there")]
    Stopped,
}

/// Who watches long work, and may end it.
struct Watcher<'a> {
    progress: &'a mut dyn FnMut(u64),
    stop: &'a dyn Fn() -> bool,
}

/// What bringing the view up to date came to.
#[derive(Debug, Default)]
pub struct Replayed {
    /// Records applied.
    pub records: u64,
    /// Parts of the archive that could not be read, each named; the rest was applied.
    pub damage: Vec<Damage>,
    /// Where a view that could not be believed was put, and why.
    pub set_aside: Option<(PathBuf, String)>,
}

/// How to open and fill a view.
#[derive(Clone, Debug)]
pub struct Plan {
    /// How sled is opened.
    pub options: OpenOptions,
    /// How stories are compared.
    pub dedup: Params,
    /// Threads for analysis.
    pub workers: NonZeroUsize,
}

/// Opens the view below `data`, sets it aside if it cannot be believed, and applies what the archive has beyond it.
/// `progress` is called with the number of records applied so far.
pub fn open_up_to_date(
    data: &Path,
    plan: &Plan,
    progress: &mut dyn FnMut(u64),
) -> Result<(Arc<Store>, Applier, Replayed), ReplayError> {
    open_unless(data, plan, progress, &|| false)
}

/// As [`open_up_to_date`], until `stop` says so: then [`ReplayError::Stopped`].
pub fn open_unless(
    data: &Path,
    plan: &Plan,
    progress: &mut dyn FnMut(u64),
    stop: &dyn Fn() -> bool,
) -> Result<(Arc<Store>, Applier, Replayed), ReplayError> {
    let reader = Reader::open(&archive_dir(data))?;
    let mut watcher = Watcher { progress, stop };
    match bring_up_to_date(data, plan, &reader, &mut watcher) {
        Err(ReplayError::Store(error)) if error.calls_for_rebuild() => {
            let aside = Store::set_aside(data)?;
            let (store, applier, mut replayed) =
                bring_up_to_date(data, plan, &reader, &mut watcher)?;
            replayed.set_aside = Some((aside, error.to_string()));
            Ok((store, applier, replayed))
        }
        done => done,
    }
}

fn bring_up_to_date(
    data: &Path,
    plan: &Plan,
    reader: &Reader,
    watcher: &mut Watcher<'_>,
) -> Result<(Arc<Store>, Applier, Replayed), ReplayError> {
    let store = Arc::new(Store::open(data, plan.options.clone())?);
    believe(&store, reader)?;
    if store.applied().is_none() && reader.last()?.is_some() {
        // From nothing it is built beside, where nothing has to be durable before all of it is.
        let (applier, replayed) = rebuild_watched(data, &store, plan, watcher)?;
        return Ok((store, applier, replayed));
    }
    let mut replayed = Replayed::default();
    let mut applier = Applier::new(store.clone(), plan.dedup.clone())?;
    let from = store.applied().map(|(position, _)| position);
    replay(
        reader,
        from,
        &store,
        &mut applier,
        plan.workers,
        &mut replayed,
        watcher,
    )?;
    Ok((store, applier, replayed))
}

/// An error where this view cannot belong to this archive: it has applied a record that the archive does not have there.
fn believe(store: &Store, reader: &Reader) -> Result<(), ReplayError> {
    let Some((position, seq)) = store.applied() else {
        return Ok(());
    };
    let what = match reader.read(position) {
        Ok(record) if record.seq == seq => return Ok(()),
        Ok(record) => format!(
            "it has applied record {seq} where the archive has record {}",
            record.seq
        ),
        Err(error) => {
            format!("it has applied record {seq}, which the archive does not have there: {error}")
        }
    };
    Err(ReplayError::Store(StoreError::Damaged {
        tree: "view",
        key: position.to_string(),
        what,
    }))
}

/// Applies every record after `from`, in archive order, and checkpoints; also where it is stopped.
fn replay(
    reader: &Reader,
    from: Option<Position>,
    store: &Store,
    applier: &mut Applier,
    workers: NonZeroUsize,
    replayed: &mut Replayed,
    watcher: &mut Watcher<'_>,
) -> Result<(), ReplayError> {
    let mut records = reader.iter_from(from)?;
    let mut batches = 0;
    loop {
        if (watcher.stop)() {
            store.checkpoint()?;
            return Err(ReplayError::Stopped);
        }
        let mut batch: Vec<(Position, Record)> = Vec::new();
        for item in records.by_ref() {
            match item {
                Ok(record) => batch.push(record),
                // What the disk cannot give now it may give later: going on would leave it out for good.
                Err(damage) if matches!(damage.why, Why::Io(_)) => {
                    return Err(ReplayError::Unread(damage));
                }
                Err(damage) if replayed.damage.len() < MAX_DAMAGES => replayed.damage.push(damage),
                Err(_) => {}
            }
            if batch.len() >= BATCH {
                break;
            }
        }
        if batch.is_empty() {
            break;
        }
        let stories: Vec<&Story> = batch
            .iter()
            .filter_map(|(_, record)| match &record.body {
                RecordBody::Story(story) => Some(story),
                _ => None,
            })
            .collect();
        let analyses = analyse_all(&stories, workers);
        let mut analysed = stories.iter().zip(&analyses);
        for (position, record) in &batch {
            match &record.body {
                RecordBody::Correction(correction) => {
                    applier.correct(*position, record.seq, correction)?;
                }
                _ => {
                    if let Some((story, analysis)) = analysed.next() {
                        applier.apply(*position, record.seq, story, analysis)?;
                    }
                }
            }
            replayed.records += 1;
        }
        (watcher.progress)(replayed.records);
        batches += 1;
        if batches % CHECKPOINT_EVERY == 0 {
            store.checkpoint()?;
            if store.words_are_due()? {
                store.index_words(reader, watcher.stop)?;
            }
            if store.fold_is_due(false)? {
                store.fold(watcher.stop)?;
            }
        }
    }
    if replayed.records > 0 {
        store.checkpoint()?;
    }
    Ok(())
}

/// Builds the view anew in a folder beside the live one, then swaps the two. Needs that nobody has the view open.
pub fn rebuild(
    data: &Path,
    plan: &Plan,
    progress: &mut dyn FnMut(u64),
) -> Result<Replayed, ReplayError> {
    // Held to the end: whoever starts meanwhile takes the archive's lock first and is told.
    let _archive = Archive::open(&archive_dir(data))?;
    let polled = match Store::open(data, plan.options.clone()) {
        Ok(store) => Polled::of(&store),
        Err(error @ StoreError::Locked { .. }) => return Err(error.into()),
        Err(_) => Polled::default(),
    };
    let stop = &|| false;
    let mut watcher = Watcher { progress, stop };
    let (fresh, replayed) = build_beside(data, plan, &polled, &mut watcher)?;
    Store::replace(&fresh, data)?;
    Ok(replayed)
}

/// As [`rebuild`], of the view that is open as `store`: it goes on answering, from the old view and then from the new one. Nobody may
/// append to the archive or change the view meanwhile. Gives what has to apply records from now on.
pub fn rebuild_live(
    data: &Path,
    store: &Arc<Store>,
    plan: &Plan,
    progress: &mut dyn FnMut(u64),
) -> Result<(Applier, Replayed), ReplayError> {
    let stop = &|| false;
    rebuild_watched(data, store, plan, &mut Watcher { progress, stop })
}

fn rebuild_watched(
    data: &Path,
    store: &Arc<Store>,
    plan: &Plan,
    watcher: &mut Watcher<'_>,
) -> Result<(Applier, Replayed), ReplayError> {
    let plan = Plan {
        options: OpenOptions {
            first_layer: store.next_layer(),
            ..plan.options.clone()
        },
        ..plan.clone()
    };
    let polled = Polled::of(store);
    let (fresh, replayed) = build_beside(data, &plan, &polled, watcher)?;
    store.adopt(&fresh)?;
    Ok((Applier::new(store.clone(), plan.dedup)?, replayed))
}

/// What polling remembers: not in the archive, so carried over as far as the old view can still be read.
#[derive(Default)]
struct Polled {
    feeds: Vec<(FeedId, FeedRow)>,
    memory: PollingMemory,
}

impl Polled {
    fn of(store: &Store) -> Polled {
        Polled {
            feeds: store.feeds().flatten().collect(),
            memory: store.polling_memory(),
        }
    }
}

fn build_beside(
    data: &Path,
    plan: &Plan,
    polled: &Polled,
    watcher: &mut Watcher<'_>,
) -> Result<(PathBuf, Replayed), ReplayError> {
    let fresh = data.join(REBUILD);
    Store::discard(&fresh)?;
    let reader = Reader::open(&archive_dir(data))?;
    let options = OpenOptions {
        bulk: true,
        ..plan.options.clone()
    };
    let store = Arc::new(Store::open(&fresh, options)?);
    let mut applier = Applier::new(store.clone(), plan.dedup.clone())?;
    let mut replayed = Replayed::default();
    replay(
        &reader,
        None,
        &store,
        &mut applier,
        plan.workers,
        &mut replayed,
        watcher,
    )?;
    for (id, row) in &polled.feeds {
        store.put_feed(*id, row)?;
    }
    store.take_over_polling(&polled.memory)?;
    if store.words_are_due()? {
        store.index_words(&reader, watcher.stop)?;
    }
    store.settle()?;
    Ok((fresh, replayed))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::pipeline::ingest;
    use std::cell::Cell;

    #[test]
    fn an_opening_that_is_stopped_keeps_what_it_did_and_the_next_goes_on_from_there() {
        let dir = tempfile::tempdir().unwrap();
        let now = crate::model::Timestamp::from_secs(1_772_352_000);
        let story = |n: usize| {
            let line = serde_json::json!({
                "url": format!("https://a.example/{n}"), "outlet": "A", "title": format!("Report {n}"),
                "text": format!("Barge number {n} left the lock."), "published": now.to_string(),
            });
            ingest::story(&line.to_string(), now).unwrap()
        };
        let append = |from: usize, to: usize| {
            let (mut archive, _) = Archive::open(&archive_dir(dir.path())).unwrap();
            let stories: Vec<Story> = (from..to).map(story).collect();
            let all: Vec<&Story> = stories.iter().collect();
            archive.append(&all, now).unwrap();
        };
        let plan = Plan {
            options: OpenOptions::default(),
            dedup: Params::default(),
            workers: NonZeroUsize::MIN,
        };
        let done = Cell::new(0);
        let stopped = || {
            done.set(0);
            let mut progress = |records| done.set(records);
            let stopped = open_unless(dir.path(), &plan, &mut progress, &|| done.get() > 0);
            assert!(matches!(stopped, Err(ReplayError::Stopped)));
        };
        let opened = || open_up_to_date(dir.path(), &plan, &mut |_| {}).unwrap();
        // A view built from nothing is there whole or not at all.
        append(0, BATCH + 3);
        stopped();
        let (store, _, replayed) = opened();
        assert_eq!(
            (replayed.records, replayed.set_aside),
            (BATCH as u64 + 3, None)
        );
        drop(store);
        append(BATCH + 3, 2 * BATCH + 6);
        stopped();
        assert_eq!(done.get(), BATCH as u64);
        let (store, _, replayed) = opened();
        assert_eq!((replayed.records, replayed.set_aside), (3, None));
        assert_eq!(store.totals().stories, 2 * BATCH as u64 + 6);
    }
}
