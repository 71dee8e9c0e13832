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
    let reader = Reader::open(&archive_dir(data))?;
    match bring_up_to_date(data, plan, &reader, progress) {
        Err(ReplayError::Store(error)) if error.calls_for_rebuild() => {
            let aside = Store::set_aside(data)?;
            let (store, applier, mut replayed) = bring_up_to_date(data, plan, &reader, progress)?;
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
    progress: &mut dyn FnMut(u64),
) -> Result<(Arc<Store>, Applier, Replayed), ReplayError> {
    let store = Arc::new(Store::open(data, plan.options.clone())?);
    believe(&store, reader)?;
    if store.applied().is_none() && reader.last()?.is_some() {
        // From nothing it is built beside, where nothing has to be durable before all of it is.
        let (applier, replayed) = rebuild_live(data, &store, plan, progress)?;
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
        progress,
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

/// Applies every record after `from`, in archive order, and checkpoints.
fn replay(
    reader: &Reader,
    from: Option<Position>,
    store: &Store,
    applier: &mut Applier,
    workers: NonZeroUsize,
    replayed: &mut Replayed,
    progress: &mut dyn FnMut(u64),
) -> Result<(), ReplayError> {
    let mut records = reader.iter_from(from)?;
    let mut batches = 0;
    loop {
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
        progress(replayed.records);
        batches += 1;
        if batches % CHECKPOINT_EVERY == 0 {
            store.checkpoint()?;
            if store.words_are_due()? {
                store.index_words(reader, &|| false)?;
            }
            if store.fold_is_due(false)? {
                store.fold(&|| false)?;
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
    let (fresh, replayed) = build_beside(data, plan, &polled, progress)?;
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
    let plan = Plan {
        options: OpenOptions {
            first_layer: store.next_layer(),
            ..plan.options.clone()
        },
        ..plan.clone()
    };
    let polled = Polled::of(store);
    let (fresh, replayed) = build_beside(data, &plan, &polled, progress)?;
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
    progress: &mut dyn FnMut(u64),
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
        progress,
    )?;
    for (id, row) in &polled.feeds {
        store.put_feed(*id, row)?;
    }
    store.take_over_polling(&polled.memory)?;
    if store.words_are_due()? {
        store.index_words(&reader, &|| false)?;
    }
    store.settle()?;
    Ok((fresh, replayed))
}
