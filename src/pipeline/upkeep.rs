//! Keeping archive and view small and quick while stories come in: closed days of the archive are recompressed, texts and notes on fetches
//! that are past keeping are taken away, the view's sled layer is folded into the packed one, words are indexed.
//!
//! One thread of low priority at a time; it never holds up the journal but for the moment in which the view's layers
//! are exchanged. Knows nothing of what is in records and layers.

use crate::archive;
use crate::archive::ArchiveError;
use crate::archive::Reader;
use crate::pipeline::keep;
use crate::pipeline::keep::Keep;
use crate::pipeline::keep::KeepError;
use crate::poll::Clock;
use crate::store::Store;
use crate::store::StoreError;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;
use std::thread;
use std::thread::JoinHandle;

/// Why upkeep was left undone. Nothing depends on it but room.
#[derive(Debug, thiserror::Error)]
enum UpkeepError {
    #[error("the archive's closed days were not recompressed: {0}")]
    Archive(#[from] ArchiveError),
    #[error("the view was not folded or indexed: {0}")]
    Store(#[from] StoreError),
    #[error("texts past keeping were not taken away: {0}")]
    Keep(#[from] KeepError),
}

/// A low priority, for folding: on a busy machine it must still keep up with what comes in.
const NICE: i32 = 5;
/// What is added to it for work that nobody waits for: the lowest.
const NICER: i32 = 14;

/// Looks after one data directory when that is worth its while.
pub(in crate::pipeline) struct Upkeep {
    store: Arc<Store>,
    archive: PathBuf,
    keep: Keep,
    clock: Clock,
    /// The newest day of the archive when its closed days were last seen to.
    seen_to: Option<i32>,
    stop: Arc<AtomicBool>,
    under_way: Option<JoinHandle<Result<(), UpkeepError>>>,
    /// What failed is not tried again: its reason does not go away by itself, and all is whole without it.
    failed: bool,
}

impl Upkeep {
    /// Of the archive in this folder and its view.
    pub(in crate::pipeline) fn new(
        store: Arc<Store>,
        archive: PathBuf,
        keep: Keep,
        clock: Clock,
    ) -> Upkeep {
        Upkeep {
            store,
            archive,
            keep,
            clock,
            seen_to: None,
            stop: Arc::default(),
            under_way: None,
            failed: false,
        }
    }

    /// To be called now and then, after a checkpoint, with the archive's newest day: starts what is due unless something is under way.
    pub(in crate::pipeline) fn consider(&mut self, newest: Option<i32>) {
        if let Some(thread) = self.under_way.take() {
            if !thread.is_finished() {
                self.under_way = Some(thread);
                return;
            }
            self.ended(thread);
        }
        let fold = self.store.fold_is_due(false).unwrap_or(false);
        let words = self.store.words_are_due().unwrap_or(false);
        let recompress = newest != self.seen_to;
        if self.failed || !(fold || words || recompress) {
            return;
        }
        self.seen_to = newest;
        let (store, stop, archive) = (self.store.clone(), self.stop.clone(), self.archive.clone());
        let (keep, now) = (self.keep, self.clock.now());
        let begun = thread::Builder::new().name("upkeep".into()).spawn(move || {
            lower_priority(NICE);
            let stop = || stop.load(Ordering::Relaxed);
            let mut fold = fold;
            if recompress {
                let texts = keep::texts_due(&archive, &keep, now.day())?;
                for day in keep::take_texts(&archive, &store, &texts, &stop)? {
                    match day.left {
                        None => tracing::info!(day = %day.day, before = day.before, after = day.after, "the texts of this day were past keeping and are gone; its claims are not"),
                        Some(why) => tracing::warn!(day = %day.day, why, "texts past keeping were left; `sayso store verify` names all damage"),
                    }
                }
                let gone = keep::fetches_due(&store, &keep, now, true)?;
                // Out of the files of the view too.
                fold |= gone.notes > 0;
            }
            // Before words: what is not folded grows on disk and in memory, and words are never all indexed while stories keep coming.
            if fold {
                store.fold(&stop)?;
            }
            lower_priority(NICER);
            if words || store.words_are_due()? {
                let other_work = || stop() || store.fold_is_due(false).unwrap_or(true);
                store.index_words(&Reader::open(&archive)?, &other_work)?;
            }
            if recompress {
                for day in archive::recompress(&archive, &stop)? {
                    match day.left {
                        None => tracing::info!(day = %day.day, before = day.before, after = day.after, "recompressed"),
                        Some(why) => tracing::warn!(day = %day.day, why, "not recompressed; `sayso store verify` names all damage"),
                    }
                }
            }
            Ok(())
        });
        match begun {
            Ok(thread) => self.under_way = Some(thread),
            Err(error) => {
                tracing::warn!(%error, "no thread for upkeep; it is left until a restart");
                self.failed = true;
            }
        }
    }

    /// Ends what is under way, which may be begun again later: for before files change under it.
    pub(in crate::pipeline) fn pause(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        if let Some(thread) = self.under_way.take() {
            self.ended(thread);
        }
        self.stop.store(false, Ordering::Relaxed);
        self.seen_to = None;
    }

    /// Ends what is under way and, where it takes a moment only, folds what is left.
    pub(in crate::pipeline) fn end(mut self) {
        self.stop.store(true, Ordering::Relaxed);
        if let Some(thread) = self.under_way.take() {
            self.ended(thread);
        }
        if !self.failed
            && let Err(error) = self.index_words()
        {
            tracing::warn!(%error, "words were not indexed");
            return;
        }
        // What was frozen goes first, what has come since then second.
        for _ in 0..2 {
            if !self.failed
                && self.store.fold_is_due(true).unwrap_or(false)
                && let Err(error) = self.store.fold(&|| false)
            {
                tracing::warn!(%error, "the view was not folded");
                return;
            }
        }
    }

    fn index_words(&self) -> Result<(), UpkeepError> {
        if self.store.words_are_due()? {
            let archive = Reader::open(&self.archive)?;
            self.store.index_words(&archive, &|| false)?;
        }
        Ok(())
    }

    fn ended(&mut self, thread: JoinHandle<Result<(), UpkeepError>>) {
        match thread.join() {
            Ok(Ok(())) => {}
            // There may be room again later.
            Ok(Err(
                UpkeepError::Store(StoreError::Full { .. })
                | UpkeepError::Keep(KeepError::Store(StoreError::Full { .. })),
            )) => self.seen_to = None,
            Ok(Err(error)) => {
                tracing::warn!(%error, "upkeep failed; it is left until a restart, and only room is lost by it");
                self.failed = true;
            }
            Err(_) => self.failed = true,
        }
    }
}

/// On Linux a thread has a priority of its own.
fn lower_priority(by: i32) {
    #[cfg(target_os = "linux")]
    // Without the right to it the work is done all the same.
    let _ = rustix::process::nice(by);
    #[cfg(not(target_os = "linux"))]
    let _ = by;
}
