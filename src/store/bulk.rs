//! The layers of a view that is being built from nothing: changes in memory, and what did not fit in runs of sorted keys on disk. Nothing of it is
//! durable before [`Bulk::write`], because whoever builds begins anew after a crash. Knows nothing of rows.

use super::error::StoreError;
use super::key::Table;
use super::layers::Batch;
use super::layers::GONE;
use super::layers::KeyRange;
use super::memory::Memory;
use super::pack::Pack;
use super::pack::PackWriter;
use super::scan::Scan;
use super::scan::Source;
use std::ops::Bound;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::PoisonError;
use std::sync::RwLock;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering;

/// Memory from which what changed is written to a run: some 20,000 stories with their claims.
const MEMORY: u64 = 256 << 20;
/// Runs are merged with the next older one until that is so many times as large: then there are few, and each row is rewritten seldom.
const APART: u64 = 3;
/// What runs are called, before their number.
pub(super) const RUN: &str = "run-";

/// See the module.
pub(super) struct Bulk {
    dir: PathBuf,
    cache_bytes: u64,
    next: AtomicU64,
    parts: RwLock<Arc<Parts>>,
}

struct Parts {
    memory: Arc<Memory>,
    /// Newest first.
    runs: Vec<Arc<Pack>>,
}

impl Drop for Bulk {
    fn drop(&mut self) {
        self.parts().runs.iter().for_each(|run| run.doom());
    }
}

impl Bulk {
    /// Nothing yet; runs will lie in `dir`.
    pub(super) fn new(dir: &Path, cache_bytes: u64) -> Bulk {
        Bulk {
            dir: dir.to_path_buf(),
            cache_bytes,
            next: AtomicU64::new(1),
            parts: RwLock::new(Arc::new(Parts {
                memory: Arc::new(Memory::new()),
                runs: Vec::new(),
            })),
        }
    }

    fn parts(&self) -> Arc<Parts> {
        let parts = self.parts.read().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(&parts)
    }

    /// The value under a key.
    pub(super) fn get(&self, table: Table, key: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
        let parts = self.parts();
        let mut found = parts.memory.get(table, key);
        for run in &parts.runs {
            if found.is_some() {
                break;
            }
            found = run.get(table, key)?;
        }
        Ok(found.filter(|value| value != GONE))
    }

    /// What a walk over a range has to walk, newest first.
    pub(super) fn sources(&self, table: Table, range: &KeyRange) -> Vec<Source> {
        self.parts().sources(table, range, true)
    }

    /// Takes a batch in.
    pub(super) fn put(&self, batch: &Batch) {
        self.parts().memory.put(batch);
    }

    /// Bytes of the runs.
    pub(super) fn len(&self) -> u64 {
        self.parts().runs.iter().map(|run| run.len()).sum()
    }

    /// Whether so much is in memory that it has to go to the disk.
    pub(super) fn is_full(&self) -> bool {
        self.parts().memory.bytes() > MEMORY
    }

    /// Writes what is in memory to a run. Nobody may change the view meanwhile.
    pub(super) fn spill(&self) -> Result<(), StoreError> {
        let parts = self.parts();
        let memory = &parts.memory;
        let mut merged = 0;
        let mut size = memory.bytes() / 8;
        for run in &parts.runs {
            if run.len() > size * APART {
                break;
            }
            size += run.len();
            merged += 1;
        }
        let (merged, kept) = parts.runs.split_at(merged);
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        let path = self.dir.join(format!("{RUN}{number}"));
        let entries = memory.entries() + merged.iter().map(|run| run.entries()).sum::<u64>();
        let mut writer = PackWriter::run(&path, entries)?;
        let of = Parts {
            memory: Arc::clone(memory),
            runs: merged.to_vec(),
        };
        // Where there is an older run a deletion has to be told.
        of.write(&mut writer, !kept.is_empty())?;
        let (filter, entries) = writer.finish_run()?;
        let run = Pack::open_run(&path, self.cache_bytes, filter, entries)?;
        let runs = [Arc::new(run)].into_iter().chain(kept.iter().cloned());
        *self.parts.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(Parts {
            memory: Arc::new(Memory::new()),
            runs: runs.collect(),
        });
        merged.iter().for_each(|run| run.doom());
        Ok(())
    }

    /// Writes everything to one pack, in order. Nobody may change the view meanwhile.
    pub(super) fn write(&self, writer: &mut PackWriter) -> Result<(), StoreError> {
        self.parts().write(writer, false)
    }
}

impl Parts {
    fn sources(&self, table: Table, range: &KeyRange, keep: bool) -> Vec<Source> {
        let mut sources = vec![Source::memory(&self.memory, table, range.clone())];
        let runs = self.runs.iter();
        sources.extend(runs.map(|run| Source::pack(run, table, range.clone(), keep)));
        sources
    }

    fn write(&self, writer: &mut PackWriter, gone: bool) -> Result<(), StoreError> {
        for table in Table::ALL {
            let all = (Bound::Unbounded, Bound::Unbounded);
            let sources = self.sources(table, &all, false);
            for pair in Scan::new(sources).telling_deletions(gone) {
                let (key, value) = pair?;
                writer.put(table, &key, &value)?;
            }
        }
        Ok(())
    }
}
