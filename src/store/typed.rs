//! Typed keys and rows over the engine's bytes: get, put, walk. Knows nothing of what the rows mean.

use super::codec;
use super::error::StoreError;
use super::key::Key;
use super::layers::Batch;
use super::layers::KeyRange;
use super::scan::Scan;
use super::view::Store;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::marker::PhantomData;
use std::ops::Bound;

/// How often a row that does not decode is read again: a reader without a lock can meet a long row half replaced.
const READ_ATTEMPTS: usize = 3;

/// Every key.
pub(super) const ALL: KeyRange = (Bound::Unbounded, Bound::Unbounded);

/// The keys that begin with these bytes.
pub(super) fn starting_with(prefix: Vec<u8>) -> KeyRange {
    let end = after(&prefix).map_or(Bound::Unbounded, Bound::Excluded);
    (Bound::Included(prefix), end)
}

/// The smallest bytes above everything that begins with `prefix`; `None` when there are none.
pub(super) fn after(prefix: &[u8]) -> Option<Vec<u8>> {
    let last = prefix.iter().rposition(|&b| b != u8::MAX)?;
    let mut next = prefix[..=last].to_vec();
    next[last] += 1;
    Some(next)
}

impl Store {
    /// The row under a key.
    pub(super) fn get<K: Key, T: DeserializeOwned>(
        &self,
        key: &K,
    ) -> Result<Option<T>, StoreError> {
        Ok(self.get_counted(key)?.map(|(row, _)| row))
    }

    /// The row under a key, and how many values it has.
    pub(super) fn get_counted<K: Key, T: DeserializeOwned>(
        &self,
        key: &K,
    ) -> Result<Option<(T, u16)>, StoreError> {
        let key = key.bytes();
        let mut read = self.get_once::<K, T>(&key);
        for _ in 1..READ_ATTEMPTS {
            if !matches!(read, Err(StoreError::Damaged { .. })) {
                break;
            }
            read = self.get_once::<K, T>(&key);
        }
        read
    }

    fn get_once<K: Key, T: DeserializeOwned>(
        &self,
        key: &[u8],
    ) -> Result<Option<(T, u16)>, StoreError> {
        let Some(mut whole) = self.engine.get(K::TABLE, key)? else {
            return Ok(None);
        };
        let values = codec::chunk_count(&whole);
        for n in 1..values {
            let chunk = self.engine.get(K::TABLE, &codec::chunk_key(key, n))?;
            let chunk = chunk.ok_or_else(|| {
                StoreError::row(K::TABLE.name(), key, format!("its part {n} is gone"))
            })?;
            whole.extend(chunk);
        }
        let row = codec::decode(K::TABLE, key, &whole)?;
        Ok(Some((row, values)))
    }

    /// Whether there is a row or mark under a key.
    pub(super) fn has<K: Key>(&self, key: &K) -> Result<bool, StoreError> {
        Ok(self.engine.get(K::TABLE, &key.bytes())?.is_some())
    }

    /// Puts a row, and takes away what an older, longer one leaves over.
    pub(super) fn put_row<K: Key, T: Serialize>(
        &self,
        batch: &mut Batch,
        key: &K,
        row: &T,
    ) -> Result<(), StoreError> {
        let values = self.values_of::<K>(&key.bytes())?;
        put_over(batch, key, row, values)
    }

    /// As [`Store::put_row`], but a row that is there already is not written again. For rows of one value that seldom change.
    pub(super) fn put_changed<K: Key, T: Serialize>(
        &self,
        batch: &mut Batch,
        key: &K,
        row: &T,
    ) -> Result<(), StoreError> {
        let first = self.engine.get(K::TABLE, &key.bytes())?;
        let new = codec::encode(K::TABLE, &key.bytes(), row)?;
        if matches!(new.as_slice(), [only] if Some(only) == first.as_ref()) {
            return Ok(());
        }
        let values = first.map_or(1, |first| codec::chunk_count(&first));
        put_values(batch, key, new, values);
        Ok(())
    }

    /// Deletes a row.
    pub(super) fn delete_row<K: Key>(&self, batch: &mut Batch, key: &K) -> Result<(), StoreError> {
        let key = key.bytes();
        for n in 0..self.values_of::<K>(&key)? {
            batch.insert((K::TABLE, part_key(&key, n)), None);
        }
        Ok(())
    }

    /// How many values the row under a key has; 1 where there is none.
    fn values_of<K: Key>(&self, key: &[u8]) -> Result<u16, StoreError> {
        let first = self.engine.get(K::TABLE, key)?;
        Ok(first.map_or(1, |first| codec::chunk_count(&first)))
    }

    /// Keys and rows of a range, in order of keys. A damaged row is one error; the walk goes on behind it.
    pub(super) fn rows<K: Key, T: DeserializeOwned>(&self, range: KeyRange) -> Rows<'_, K, T> {
        Rows {
            store: self,
            scan: self.engine.scan(K::TABLE, range.0, range.1),
            kinds: PhantomData,
        }
    }

    /// Keys of a range, in order. Continuations of long rows are left out.
    pub(super) fn keys<K: Key>(&self, range: KeyRange) -> Keys<K> {
        Keys {
            scan: self.engine.scan(K::TABLE, range.0, range.1),
            kind: PhantomData,
        }
    }
}

/// Puts a row where it is known how many values the one before it has; 1 for none.
pub(super) fn put_over<K: Key, T: Serialize>(
    batch: &mut Batch,
    key: &K,
    row: &T,
    values: u16,
) -> Result<(), StoreError> {
    let new = codec::encode(K::TABLE, &key.bytes(), row)?;
    put_values(batch, key, new, values);
    Ok(())
}

fn put_values<K: Key>(batch: &mut Batch, key: &K, new: Vec<Vec<u8>>, values: u16) {
    let key = key.bytes();
    let left = new.len();
    for (n, value) in (0u16..).zip(new) {
        batch.insert((K::TABLE, part_key(&key, n)), Some(value));
    }
    for n in (0..values).skip(left) {
        batch.insert((K::TABLE, part_key(&key, n)), None);
    }
}

/// Puts a row that is a few numbers, or that nobody can have put before: nothing older is left over.
pub(super) fn put_only<K: Key, T: Serialize>(
    batch: &mut Batch,
    key: &K,
    row: &T,
) -> Result<(), StoreError> {
    put_over(batch, key, row, 1)
}

/// Where a value of a row lies: the first under the row's key.
fn part_key(key: &[u8], n: u16) -> Vec<u8> {
    match n {
        0 => key.to_vec(),
        n => codec::chunk_key(key, n),
    }
}

/// Puts a mark: a key whose being there is all that it says.
pub(super) fn mark<K: Key>(batch: &mut Batch, key: &K) {
    batch.insert((K::TABLE, key.bytes()), Some(Vec::new()));
}

/// Takes a mark away.
pub(super) fn unmark<K: Key>(batch: &mut Batch, key: &K) {
    batch.insert((K::TABLE, key.bytes()), None);
}

/// See [`Store::rows`].
pub(super) struct Rows<'a, K, T> {
    store: &'a Store,
    scan: Scan,
    kinds: PhantomData<fn() -> (K, T)>,
}

impl<K: Key, T: DeserializeOwned> Iterator for Rows<'_, K, T> {
    type Item = Result<(K, T), StoreError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let (bytes, first) = match self.scan.next()? {
                Ok(pair) => pair,
                Err(e) => return Some(Err(e)),
            };
            // What does not read as a key continues a long row.
            let Some(key) = K::read(&bytes) else {
                continue;
            };
            if codec::chunk_count(&first) == 1 {
                let row = codec::decode(K::TABLE, &bytes, &first);
                return Some(row.map(|row| (key, row)));
            }
            match self.store.get(&key) {
                Ok(Some(row)) => return Some(Ok((key, row))),
                Ok(None) => {}
                Err(e) => return Some(Err(e)),
            }
        }
    }
}

/// See [`Store::keys`].
pub(super) struct Keys<K> {
    scan: Scan,
    kind: PhantomData<fn() -> K>,
}

impl<K: Key> Iterator for Keys<K> {
    type Item = Result<K, StoreError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            match self.scan.next()? {
                Ok((bytes, _)) => {
                    if let Some(key) = K::read(&bytes) {
                        return Some(Ok(key));
                    }
                }
                Err(e) => return Some(Err(e)),
            }
        }
    }
}
