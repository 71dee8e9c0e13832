//! A layer in memory: the newest of a view that is being built anew. Knows nothing of what lies below it.

use super::error::StoreError;
use super::key::Table;
use super::layers::Batch;
use super::layers::GONE;
use super::layers::KeyRange;
use super::layers::Pair;
use std::collections::BTreeMap;
use std::collections::VecDeque;
use std::ops::Bound;
use std::sync::Arc;
use std::sync::PoisonError;
use std::sync::RwLock;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering;

/// What an entry takes beside the bytes of its key and value: two vectors, two allocations and its part of a node.
const ENTRY: u64 = 96;
/// Entries that a walk first reads at once; each time twice as many, up to [`MOST_AT_ONCE`]. Most walks want a few.
const FIRST_AT_ONCE: usize = 8;
/// As [`FIRST_AT_ONCE`].
const MOST_AT_ONCE: usize = 512;

type Entries = BTreeMap<Vec<u8>, Vec<u8>>;

/// Keys with their values, deleted ones with [`GONE`].
pub(super) struct Memory {
    tables: Vec<RwLock<Entries>>,
    entries: AtomicU64,
    bytes: AtomicU64,
}

impl Memory {
    /// An empty one.
    pub(super) fn new() -> Memory {
        Memory {
            tables: Table::ALL.iter().map(|_| RwLock::default()).collect(),
            entries: AtomicU64::new(0),
            bytes: AtomicU64::new(0),
        }
    }

    /// Entries in it.
    pub(super) fn entries(&self) -> u64 {
        self.entries.load(Ordering::Relaxed)
    }

    /// Bytes of memory that it takes, about.
    pub(super) fn bytes(&self) -> u64 {
        self.bytes.load(Ordering::Relaxed)
    }

    /// The value under a key.
    pub(super) fn get(&self, table: Table, key: &[u8]) -> Option<Vec<u8>> {
        let entries = self.tables[table as usize].read();
        let entries = entries.unwrap_or_else(PoisonError::into_inner);
        entries.get(key).cloned()
    }

    /// Takes a batch in.
    pub(super) fn put(&self, batch: &Batch) {
        let (mut new, mut more, mut less) = (0, 0, 0);
        for ((table, key), value) in batch {
            let value = value.as_deref().unwrap_or(GONE);
            let entries = self.tables[*table as usize].write();
            let mut entries = entries.unwrap_or_else(PoisonError::into_inner);
            more += value.len() as u64;
            if let Some(there) = entries.get_mut(key) {
                less += there.len() as u64;
                there.clear();
                there.extend_from_slice(value);
            } else {
                new += 1;
                more += key.len() as u64 + ENTRY;
                entries.insert(key.clone(), value.to_vec());
            }
        }
        self.entries.fetch_add(new, Ordering::Relaxed);
        self.bytes.fetch_add(more, Ordering::Relaxed);
        self.bytes.fetch_sub(less, Ordering::Relaxed);
    }

    /// Keys and values of a range in order of keys, deleted ones too. Not a snapshot: what is put meanwhile may or may not be seen. The
    /// ends have to be the right way round.
    pub(super) fn scan(self: &Arc<Self>, table: Table, range: KeyRange) -> MemoryScan {
        MemoryScan {
            of: Arc::clone(self),
            table,
            range,
            read: VecDeque::new(),
            at_once: FIRST_AT_ONCE,
            ended: false,
        }
    }
}

/// See [`Memory::scan`].
pub(super) struct MemoryScan {
    of: Arc<Memory>,
    table: Table,
    /// What is still to be read.
    range: KeyRange,
    read: VecDeque<Pair>,
    at_once: usize,
    ended: bool,
}

impl Iterator for MemoryScan {
    type Item = Result<Pair, StoreError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.read.is_empty() && !self.ended {
            let entries = self.of.tables[self.table as usize].read();
            let entries = entries.unwrap_or_else(PoisonError::into_inner);
            let more = entries.range::<Vec<u8>, _>((self.range.0.as_ref(), self.range.1.as_ref()));
            let more = more.take(self.at_once).map(|(k, v)| (k.clone(), v.clone()));
            self.read.extend(more);
            self.ended = self.read.len() < self.at_once;
            self.at_once = (self.at_once * 2).min(MOST_AT_ONCE);
            if let Some((last, _)) = self.read.back() {
                // An end that is the last key read has nothing behind it.
                self.ended |= matches!(&self.range.1, Bound::Included(end) if end == last);
                self.range.0 = Bound::Excluded(last.clone());
            }
        }
        self.read.pop_front().map(Ok)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn walks_read_every_entry_of_their_range_once() {
        let memory = Arc::new(Memory::new());
        let key = |n: u32| n.to_be_bytes().to_vec();
        for n in 0..2_000 {
            memory.put(&Batch::from([((Table::Members, key(n)), Some(vec![1]))]));
        }
        memory.put(&Batch::from([((Table::Members, key(7)), None)]));
        assert_eq!(memory.get(Table::Members, &key(7)).unwrap(), GONE);
        assert_eq!(memory.entries(), 2_000);
        for (from, to, expect) in [
            (Bound::Unbounded, Bound::Unbounded, 0..2_000),
            (Bound::Included(key(5)), Bound::Excluded(key(13)), 5..13),
            (Bound::Excluded(key(5)), Bound::Included(key(13)), 6..14),
            (Bound::Included(key(1_990)), Bound::Unbounded, 1_990..2_000),
            (Bound::Included(key(3_000)), Bound::Unbounded, 0..0),
        ] {
            let found = memory.scan(Table::Members, (from, to));
            let found: Vec<Vec<u8>> = found.map(|pair| pair.unwrap().0).collect();
            assert_eq!(found, expect.map(key).collect::<Vec<_>>());
        }
    }
}
