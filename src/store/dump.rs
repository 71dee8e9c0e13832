//! The whole view as bytes, and one digest of it, by which a rebuilt view is compared with the live one.

use super::error::StoreError;
use super::key::Table;
use super::view::Store;
use sha2::Digest;
use sha2::Sha256;
use std::ops::Bound;

/// What one tree holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TreeSize {
    /// Its name.
    pub tree: &'static str,
    /// Keys in it; a long row has several.
    pub keys: u64,
    /// Bytes of the keys.
    pub key_bytes: u64,
    /// Bytes of the values.
    pub value_bytes: u64,
    /// Bytes on disk of what was folded of it; what changed lately shares pages with the other trees.
    pub packed_bytes: u64,
}

/// A tree's name, a key and its value.
pub type DumpedPair = (&'static str, Vec<u8>, Vec<u8>);

impl Store {
    /// Every key and value that the archive decides, tree by tree in order of keys: all but what polling remembers of feeds.
    /// Two views of one archive, configuration and version give the same.
    pub fn dump(&self) -> impl Iterator<Item = Result<DumpedPair, StoreError>> + '_ {
        let tables = Table::ALL.into_iter().filter(|table| table.is_rebuilt());
        tables.flat_map(|table| {
            let scan = self.engine.scan(table, Bound::Unbounded, Bound::Unbounded);
            scan.map(move |pair| pair.map(|(key, value)| (table.name(), key, value)))
        })
    }

    /// What each tree holds, in the order of dumps. Reads the whole view.
    pub fn tree_sizes(&self) -> Result<Vec<TreeSize>, StoreError> {
        let mut sizes = Vec::new();
        for table in Table::ALL {
            let mut size = TreeSize {
                tree: table.name(),
                packed_bytes: self.engine.packed_table(table),
                ..TreeSize::default()
            };
            for pair in self.engine.scan(table, Bound::Unbounded, Bound::Unbounded) {
                let (key, value) = pair?;
                size.keys += 1;
                size.key_bytes += key.len() as u64;
                size.value_bytes += value.len() as u64;
            }
            sizes.push(size);
        }
        Ok(sizes)
    }

    /// SHA-256 over [`Store::dump`], in hexadecimal.
    pub fn view_digest(&self) -> Result<String, StoreError> {
        let mut hash = Sha256::new();
        for pair in self.dump() {
            let (tree, key, value) = pair?;
            for part in [tree.as_bytes(), &key, &value] {
                hash.update((part.len() as u64).to_be_bytes());
                hash.update(part);
            }
        }
        Ok(super::error::hex(&hash.finalize()))
    }
}
