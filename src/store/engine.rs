//! The only file that names sled: open, get, scan, commit, sync over byte keys and values. Knows nothing of rows.
//!
//! sled 0.34.7 turns some damage into panics, at open above all, so every call into it stands inside
//! `catch_unwind` and a panic becomes [`StoreError::Damaged`]. Its `flush` is not safe against a loss of power on
//! Linux, so [`Engine::sync`] also syncs the file itself.

use super::error::StoreError;
use super::error::hex;
use super::key::Table;
use sled::transaction::ConflictableTransactionError;
use sled::transaction::TransactionError;
use sled::transaction::Transactional;
use std::collections::BTreeMap;
use std::convert::Infallible;
use std::fs::File;
use std::ops::Bound;
use std::panic::AssertUnwindSafe;
use std::panic::catch_unwind;
use std::path::Path;
use std::path::PathBuf;

/// Keys to put (`Some`) and to delete (`None`), all at once.
pub(super) type Batch = BTreeMap<(Table, Vec<u8>), Option<Vec<u8>>>;

/// An open sled directory with its trees.
pub(super) struct Engine {
    dir: PathBuf,
    trees: Vec<sled::Tree>,
    db: sled::Db,
    /// sled's log, held open to be synced. sled locks it by `flock`, which closing this handle does not undo.
    log: File,
}

impl Engine {
    /// Opens the directory, making it if it is not there. `cache_bytes` bounds sled's page cache by the size of pages
    /// on disk; the process takes several times that. With `flush_every_ms` sled writes, syncs and tidies by itself that often.
    pub(super) fn open(
        dir: &Path,
        cache_bytes: u64,
        flush_every_ms: Option<u64>,
    ) -> Result<Engine, StoreError> {
        let config = sled::Config::new()
            .path(dir)
            .mode(sled::Mode::LowSpace)
            .cache_capacity(cache_bytes)
            .flush_every_ms(flush_every_ms);
        let (db, trees) = guard(dir, || {
            let db = config.open()?;
            let trees: sled::Result<Vec<sled::Tree>> =
                Table::ALL.iter().map(|t| db.open_tree(t.name())).collect();
            Ok((db, trees?))
        })?;
        let path = dir.join("db");
        let log = File::open(&path).map_err(|e| StoreError::io(&path, e))?;
        Ok(Engine {
            dir: dir.to_path_buf(),
            trees,
            db,
            log,
        })
    }

    fn tree(&self, table: Table) -> &sled::Tree {
        &self.trees[table as usize]
    }

    /// The value under a key.
    pub(super) fn get(&self, table: Table, key: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
        let found =
            guard(&self.dir, || self.tree(table).get(key)).map_err(|e| named(e, table, key))?;
        Ok(found.map(|v| v.to_vec()))
    }

    /// Keys and values of a table in order of keys. Not a snapshot: what is written meanwhile may or may not be seen.
    pub(super) fn scan(&self, table: Table, from: Bound<Vec<u8>>, to: Bound<Vec<u8>>) -> Scan {
        // sled panics on a range whose ends are the wrong way round.
        let empty = match (&from, &to) {
            (Bound::Included(a), Bound::Included(b)) => a > b,
            (Bound::Included(a) | Bound::Excluded(a), Bound::Included(b) | Bound::Excluded(b)) => {
                a >= b
            }
            _ => false,
        };
        Scan {
            table,
            dir: self.dir.clone(),
            inner: (!empty).then(|| self.tree(table).range::<Vec<u8>, _>((from, to))),
        }
    }

    /// Puts and deletes in one transaction: after a crash all of it is there or none.
    pub(super) fn commit(&self, batch: &Batch) -> Result<(), StoreError> {
        let mut touched: Vec<Table> = batch.keys().map(|(table, _)| *table).collect();
        touched.dedup();
        let trees: Vec<sled::Tree> = touched.iter().map(|t| self.tree(*t).clone()).collect();
        if trees.is_empty() {
            return Ok(());
        }
        guard(&self.dir, || {
            let done: Result<(), TransactionError<Infallible>> =
                trees.as_slice().transaction(|views| {
                    for ((table, key), value) in batch {
                        // Batch and `touched` are in the same order, so the search always finds its tree.
                        let Ok(at) = touched.binary_search(table) else {
                            continue;
                        };
                        match value {
                            Some(value) => views[at].insert(key.as_slice(), value.as_slice())?,
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
        guard(&self.dir, || self.db.flush())?;
        let synced = self.log.sync_all();
        synced.map_err(|e| StoreError::io(&self.dir.join("db"), e))
    }

    /// Bytes that the directory takes on disk.
    pub(super) fn size_on_disk(&self) -> Result<u64, StoreError> {
        guard(&self.dir, || self.db.size_on_disk())
    }
}

/// Walks over one table; see [`Engine::scan`]. Ends after an error.
pub(super) struct Scan {
    table: Table,
    dir: PathBuf,
    inner: Option<sled::Iter>,
}

impl Iterator for Scan {
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
                let dir = dir.parent().unwrap_or(dir).to_path_buf();
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
