//! The only file that names sled: the layer that takes changes. Open, get, scan, commit, sync over byte keys and
//! values. Knows neither rows nor the layers below it.
//!
//! sled 0.34.7 turns some damage into panics, at open above all, so every call into it stands inside
//! `catch_unwind` and a panic becomes [`StoreError::Damaged`]. Its `flush` is not safe against a loss of power on
//! Linux, so [`Delta::sync`] also syncs the file itself.

use super::error::StoreError;
use super::error::hex;
use super::key::Table;
use super::layers::Batch;
use super::layers::KeyRange;
use sled::transaction::ConflictableTransactionError;
use sled::transaction::TransactionError;
use sled::transaction::Transactional;
use std::convert::Infallible;
use std::fs::File;
use std::panic::AssertUnwindSafe;
use std::panic::catch_unwind;
use std::path::Path;
use std::path::PathBuf;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;
use std::time::Duration;

/// How often and how far apart a lock is tried again that only this process' own late threads and children can hold: five seconds in all.
const LATE_LOCKS: usize = 250;
/// As [`LATE_LOCKS`].
const LATE_LOCK: Duration = Duration::from_millis(20);

/// An open sled directory with its trees. Deleted when the last user lets go of it, once [`Delta::doom`] was called.
pub(super) struct Delta {
    dir: PathBuf,
    /// `None` only while it is dropped: sled has to let go of its files before they can be deleted.
    open: Option<Open>,
    doomed: AtomicBool,
}

struct Open {
    trees: Vec<sled::Tree>,
    db: sled::Db,
    /// sled's log, held open to be synced. sled locks it by `flock`, which closing this handle does not undo.
    log: File,
}

impl Drop for Delta {
    fn drop(&mut self) {
        self.open = None;
        if self.doomed.load(Ordering::Relaxed) {
            // What stays behind is deleted at the next opening.
            let _ = std::fs::remove_dir_all(&self.dir);
        }
    }
}

impl Delta {
    /// Opens the directory, making it if it is not there. `cache_bytes` bounds sled's page cache by the size of pages
    /// on disk; the process takes several times that. With `flush_every_ms` sled writes, syncs and tidies by itself that often.
    pub(super) fn open(
        dir: &Path,
        cache_bytes: u64,
        flush_every_ms: Option<u64>,
    ) -> Result<Delta, StoreError> {
        let config = sled::Config::new()
            .path(dir)
            .mode(sled::Mode::LowSpace)
            .cache_capacity(cache_bytes)
            .flush_every_ms(flush_every_ms);
        let open = || {
            guard(dir, || {
                let db = config.open()?;
                let trees: sled::Result<Vec<sled::Tree>> =
                    Table::ALL.iter().map(|t| db.open_tree(t.name())).collect();
                Ok((db, trees?))
            })
        };
        let mut opened = open();
        // The view's own lock is held by now, so only this process can still hold sled's: its threads let go of the file
        // a moment after the last handle is dropped, a child that was begun meanwhile when it runs its own program.
        for _ in 0..LATE_LOCKS {
            if !matches!(opened, Err(StoreError::Locked { .. })) {
                break;
            }
            std::thread::sleep(LATE_LOCK);
            opened = open();
        }
        let (db, trees) = opened?;
        let path = dir.join("db");
        let log = File::open(&path).map_err(|e| StoreError::io(&path, e))?;
        Ok(Delta {
            dir: dir.to_path_buf(),
            open: Some(Open { trees, db, log }),
            doomed: AtomicBool::new(false),
        })
    }

    /// Has the directory deleted when nobody uses it any more.
    pub(super) fn doom(&self) {
        self.doomed.store(true, Ordering::Relaxed);
    }

    fn open_trees(&self) -> sled::Result<&Open> {
        let closed = || sled::Error::Unsupported("the layer is closed".into());
        self.open.as_ref().ok_or_else(closed)
    }

    fn tree(&self, table: Table) -> sled::Result<&sled::Tree> {
        Ok(&self.open_trees()?.trees[table as usize])
    }

    /// The value under a key.
    pub(super) fn get(&self, table: Table, key: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
        let found =
            guard(&self.dir, || self.tree(table)?.get(key)).map_err(|e| named(e, table, key))?;
        Ok(found.map(|v| v.to_vec()))
    }

    /// Keys and values of a range in order of keys. Not a snapshot: what is written meanwhile may or may not be seen.
    /// The ends have to be the right way round: sled panics otherwise.
    pub(super) fn scan(&self, table: Table, range: KeyRange) -> DeltaScan {
        DeltaScan {
            table,
            dir: self.dir.clone(),
            inner: self
                .tree(table)
                .ok()
                .map(|tree| tree.range::<Vec<u8>, _>(range)),
        }
    }

    /// Puts and deletes in one transaction: after a crash all of it is there or none. Where there are layers below, `gone` is put
    /// for what is deleted.
    pub(super) fn commit(&self, batch: &Batch, gone: Option<&[u8]>) -> Result<(), StoreError> {
        let mut touched: Vec<Table> = batch.keys().map(|(table, _)| *table).collect();
        touched.dedup();
        if touched.is_empty() {
            return Ok(());
        }
        guard(&self.dir, || {
            let trees: Vec<sled::Tree> = touched
                .iter()
                .map(|table| self.tree(*table).cloned())
                .collect::<Result<_, _>>()?;
            let done: Result<(), TransactionError<Infallible>> =
                trees.as_slice().transaction(|views| {
                    for ((table, key), value) in batch {
                        // Batch and `touched` are in the same order, so the search always finds its tree.
                        let Ok(at) = touched.binary_search(table) else {
                            continue;
                        };
                        match value.as_deref().or(gone) {
                            Some(value) => views[at].insert(key.as_slice(), value)?,
                            None => views[at].remove(key.as_slice())?,
                        };
                    }
                    Ok::<(), ConflictableTransactionError<Infallible>>(())
                });
            match done {
                Ok(()) => Ok(()),
                Err(TransactionError::Storage(e)) => Err(e),
                Err(TransactionError::Abort(never)) => match never {},
            }
        })
    }

    /// Returns once everything committed lies on the disk.
    pub(super) fn sync(&self) -> Result<(), StoreError> {
        guard(&self.dir, || {
            let open = self.open_trees()?;
            open.db.flush()?;
            Ok(open.log.sync_all()?)
        })
    }

    /// Bytes that the directory takes on disk.
    pub(super) fn size_on_disk(&self) -> Result<u64, StoreError> {
        guard(&self.dir, || self.open_trees()?.db.size_on_disk())
    }
}

/// Walks over one table; see [`Delta::scan`]. Ends after an error.
pub(super) struct DeltaScan {
    table: Table,
    dir: PathBuf,
    inner: Option<sled::Iter>,
}

impl Iterator for DeltaScan {
    type Item = Result<(Vec<u8>, Vec<u8>), StoreError>;

    fn next(&mut self) -> Option<Self::Item> {
        let inner = self.inner.as_mut()?;
        let next = guard(&self.dir, || inner.next().transpose());
        match next {
            Ok(Some((key, value))) => Some(Ok((key.to_vec(), value.to_vec()))),
            Ok(None) => {
                self.inner = None;
                None
            }
            Err(e) => {
                self.inner = None;
                Some(Err(named(e, self.table, &[])))
            }
        }
    }
}

/// Gives whole-view damage the name of the tree and key that it was met at.
fn named(error: StoreError, table: Table, key: &[u8]) -> StoreError {
    match error {
        StoreError::Damaged { what, .. } => StoreError::Damaged {
            tree: table.name(),
            key: hex(key),
            what,
        },
        other => other,
    }
}

/// Calls into sled, and turns its errors and panics into ours.
fn guard<T>(dir: &Path, call: impl FnOnce() -> sled::Result<T>) -> Result<T, StoreError> {
    let damaged = |what: String| StoreError::Damaged {
        tree: "view",
        key: dir.display().to_string(),
        what,
    };
    match catch_unwind(AssertUnwindSafe(call)) {
        Ok(Ok(value)) => Ok(value),
        Ok(Err(sled::Error::Io(e))) => {
            // sled gives a held lock this text and no kind of its own.
            if e.to_string().contains("could not acquire lock") {
                let dir = dir.ancestors().nth(2).unwrap_or(dir).to_path_buf();
                return Err(StoreError::Locked { dir });
            }
            // A log shorter than its own snapshot says, or a file of it that is gone.
            if matches!(
                e.kind(),
                std::io::ErrorKind::UnexpectedEof | std::io::ErrorKind::InvalidData
            ) {
                return Err(damaged(e.to_string()));
            }
            Err(StoreError::io(dir, e))
        }
        Ok(Err(e)) => Err(damaged(e.to_string())),
        Err(panic) => {
            let said = panic
                .downcast_ref::<String>()
                .map(String::as_str)
                .or_else(|| panic.downcast_ref::<&str>().copied())
                .unwrap_or("no message");
            Err(damaged(format!("the engine panicked ({said})")))
        }
    }
}
