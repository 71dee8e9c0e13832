//! Keeping the view small while stories come in: its sled layer is folded into the packed one in the background.
//!
//! One thread of the lowest priority at a time; it never holds up the journal but for the moment in which the layers
//! are exchanged. Knows nothing of what is in the layers.

use crate::store::Store;
use crate::store::StoreError;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;
use std::thread;
use std::thread::JoinHandle;

/// The lowest priority, for work that nobody waits for.
const NICE: i32 = 19;

/// Folds one store when that is worth its while.
pub(in crate::pipeline) struct Folder {
    store: Arc<Store>,
    stop: Arc<AtomicBool>,
    under_way: Option<JoinHandle<Result<bool, StoreError>>>,
    /// A failed fold is not tried again: its reason does not go away by itself, and the view is whole without it.
    failed: bool,
}

impl Folder {
    pub(in crate::pipeline) fn new(store: Arc<Store>) -> Folder {
        Folder {
            store,
            stop: Arc::default(),
            under_way: None,
            failed: false,
        }
    }

    /// To be called now and then, after a checkpoint: starts a fold where one is due and none is under way.
    pub(in crate::pipeline) fn consider(&mut self) {
        if let Some(thread) = self.under_way.take() {
            if !thread.is_finished() {
                self.under_way = Some(thread);
                return;
            }
            self.ended(thread);
        }
        if self.failed || !self.store.fold_is_due(false).unwrap_or(false) {
            return;
        }
        let (store, stop) = (self.store.clone(), self.stop.clone());
        let begun = thread::Builder::new()
            .name("folding".into())
            .spawn(move || {
                lower_priority();
                store.fold(&|| stop.load(Ordering::Relaxed))
            });
        match begun {
            Ok(thread) => self.under_way = Some(thread),
            Err(error) => {
                tracing::warn!(%error, "the view cannot be folded now");
                self.failed = true;
            }
        }
    }

    /// Ends what is under way and, where it takes a moment only, folds what is left.
    pub(in crate::pipeline) fn end(mut self) {
        self.stop.store(true, Ordering::Relaxed);
        if let Some(thread) = self.under_way.take() {
            self.ended(thread);
        }
        if !self.failed
            && self.store.fold_is_due(true).unwrap_or(false)
            && let Err(error) = self.store.fold(&|| false)
        {
            tracing::warn!(%error, "the view was not folded");
        }
    }

    fn ended(&mut self, thread: JoinHandle<Result<bool, StoreError>>) {
        match thread.join() {
            Ok(Ok(_)) => {}
            Ok(Err(error)) => {
                tracing::warn!(%error, "the view was not folded; it stays as large as it is until a restart");
                self.failed = true;
            }
            Err(_) => self.failed = true,
        }
    }
}

/// On Linux a thread has a priority of its own.
fn lower_priority() {
    #[cfg(target_os = "linux")]
    // Without the right to it the work is done all the same.
    let _ = rustix::process::nice(NICE);
}
