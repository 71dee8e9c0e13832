//! Values of the view as bytes: version, checksum, postcard; long ones in chunks. Knows nothing of the engine.
//!
//! A row's first value is `version u8 | chunks u16 | crc32 u32 | postcard…` (numbers big-endian); its continuation
//! lies under `key | chunk u16`. The checksum covers tree, key and the whole postcard, so that a value under a wrong key is found out.

use super::error::StoreError;
use super::key::Table;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Longest value handed to the engine, in bytes. Sixteen values share a page, and a page above 128 KiB would go to a
/// file that the engine never syncs; hence far below 8 KiB. A longer row is split.
pub(super) const MAX_VALUE: usize = 7_000;

/// Most chunks of one row; a row that would need more is refused with [`StoreError::TooLarge`].
const MAX_CHUNKS: usize = 1_024;

/// Longest row, in bytes of postcard.
pub const MAX_ROW: usize = MAX_VALUE * MAX_CHUNKS - HEAD;

/// Version of the row format.
const VERSION: u8 = 1;
/// Version, chunk count, checksum.
const HEAD: usize = 1 + 2 + 4;

fn checksum(table: Table, key: &[u8], payload: &[u8]) -> u32 {
    let mut crc = crc32fast::Hasher::new();
    crc.update(table.name().as_bytes());
    crc.update(&(key.len() as u32).to_be_bytes());
    crc.update(key);
    crc.update(&[VERSION]);
    crc.update(payload);
    crc.finalize()
}

/// The key of a row's `n`th continuation, counted from 1.
pub(super) fn chunk_key(key: &[u8], n: u16) -> Vec<u8> {
    [key, &n.to_be_bytes()].concat()
}

/// A row as the values to store, the first under `key` itself and the `n`th after it under [`chunk_key`].
pub(super) fn encode<T: Serialize>(
    table: Table,
    key: &[u8],
    row: &T,
) -> Result<Vec<Vec<u8>>, StoreError> {
    let payload = postcard::to_stdvec(row)
        .map_err(|e| StoreError::row(table.name(), key, format!("cannot be written ({e})")))?;
    if payload.len() > MAX_ROW {
        return Err(StoreError::TooLarge {
            tree: table.name(),
            bytes: payload.len(),
            most: MAX_ROW,
        });
    }
    let chunks = (HEAD + payload.len()).div_ceil(MAX_VALUE);
    let mut whole = Vec::with_capacity(HEAD + payload.len());
    whole.push(VERSION);
    whole.extend((chunks as u16).to_be_bytes());
    whole.extend(checksum(table, key, &payload).to_be_bytes());
    whole.extend(payload);
    Ok(whole.chunks(MAX_VALUE).map(<[u8]>::to_vec).collect())
}

/// The payload of a row that fits one value and is whole; `None` for anything else, which has to be kept as it is.
pub(super) fn strip<'a>(table: Table, key: &[u8], value: &'a [u8]) -> Option<&'a [u8]> {
    let (head, payload) = value.split_first_chunk::<HEAD>()?;
    (*head == head_of(table, key, payload)).then_some(payload)
}

/// The inverse of [`strip`].
pub(super) fn restore(table: Table, key: &[u8], payload: &[u8]) -> Vec<u8> {
    [&head_of(table, key, payload), payload].concat()
}

fn head_of(table: Table, key: &[u8], payload: &[u8]) -> [u8; HEAD] {
    let [a, b, c, d] = checksum(table, key, payload).to_be_bytes();
    [VERSION, 0, 1, a, b, c, d]
}

/// How many values the row with this first value has; 1 where that cannot be told.
pub(super) fn chunk_count(first: &[u8]) -> u16 {
    match first {
        [_, high, low, ..] => u16::from_be_bytes([*high, *low]).clamp(1, MAX_CHUNKS as u16),
        _ => 1,
    }
}

/// The row in its joined values.
pub(super) fn decode<T: DeserializeOwned>(
    table: Table,
    key: &[u8],
    whole: &[u8],
) -> Result<T, StoreError> {
    let bad = |what: &str| StoreError::row(table.name(), key, what);
    let Some((head, payload)) = whole.split_first_chunk::<HEAD>() else {
        return Err(bad("the value is cut short"));
    };
    let [version, _, _, crc @ ..] = head;
    if *version != VERSION {
        return Err(bad(&format!("the row has the unknown version {version}")));
    }
    if u32::from_be_bytes(*crc) != checksum(table, key, payload) {
        return Err(bad("the checksum does not match"));
    }
    match postcard::take_from_bytes(payload) {
        Ok((row, [])) => Ok(row),
        Ok(_) => Err(bad("bytes are left over after the row")),
        Err(e) => Err(bad(&format!("the row cannot be read ({e})"))),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn joined(row: &Vec<u8>) -> Vec<u8> {
        encode(Table::Prints, b"key", row).unwrap().concat()
    }

    #[test]
    fn rows_of_every_length_come_back() {
        for len in [0, 1, 6_980, 6_990, 6_991, 6_992, 7_000, 14_000, 70_000] {
            let row = vec![7u8; len];
            let values = encode(Table::Prints, b"key", &row).unwrap();
            assert!(values.iter().all(|v| v.len() <= MAX_VALUE));
            assert_eq!(chunk_count(&values[0]) as usize, values.len());
            let back: Vec<u8> = decode(Table::Prints, b"key", &values.concat()).unwrap();
            assert_eq!(back, row);
        }
        let long = vec![0u8; MAX_ROW + 1];
        assert!(matches!(
            encode(Table::Prints, b"key", &long),
            Err(StoreError::TooLarge { .. })
        ));
    }

    #[test]
    fn every_flipped_bit_and_cut_is_noticed() {
        let whole = joined(&b"some words".to_vec());
        for at in (0..whole.len()).filter(|at| !(1..3).contains(at)) {
            for bit in 0..8 {
                let mut bad = whole.clone();
                bad[at] ^= 1 << bit;
                assert!(decode::<Vec<u8>>(Table::Prints, b"key", &bad).is_err());
            }
            assert!(decode::<Vec<u8>>(Table::Prints, b"key", &whole[..at]).is_err());
        }
        assert!(decode::<Vec<u8>>(Table::Prints, b"kez", &whole).is_err());
        assert!(decode::<Vec<u8>>(Table::Claims, b"key", &whole).is_err());
    }
}
