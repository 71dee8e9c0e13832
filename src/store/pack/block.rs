//! The entries of one block as bytes, and the blocks read lately. Knows nothing of files.

use crate::store::codec;
use crate::store::key::Table;
use std::collections::HashMap;
use std::sync::Arc;

/// Appends a number as LEB128.
pub(super) fn number(to: &mut Vec<u8>, mut n: usize) {
    while n >= 0x80 {
        to.push(n as u8 | 0x80);
        n >>= 7;
    }
    to.push(n as u8);
}

fn take_number(from: &mut &[u8]) -> Option<usize> {
    let mut n = 0;
    for shift in (0..35).step_by(7) {
        let (byte, rest) = from.split_first()?;
        *from = rest;
        n |= usize::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Some(n);
        }
    }
    None
}

/// The entries of a block: keys and values one behind the other, and where each begins.
pub(super) struct Block {
    table: Table,
    bytes: Vec<u8>,
    entries: Vec<Entry>,
}

/// Where an entry lies in the bytes of its block.
struct Entry {
    key: u32,
    value: u32,
    end: u32,
    /// The value's head is left out; see [`codec::restore`].
    stripped: bool,
}

impl Block {
    /// Entries in it.
    pub(super) fn len(&self) -> usize {
        self.entries.len()
    }

    pub(super) fn read(table: Table, mut raw: &[u8]) -> Option<Block> {
        let mut block = Block {
            table,
            bytes: Vec::with_capacity(raw.len() * 2),
            entries: Vec::new(),
        };
        let mut last = 0..0;
        while !raw.is_empty() {
            let shared = take_number(&mut raw)?;
            let rest = take_number(&mut raw)?;
            let start = block.bytes.len();
            if shared > last.len() {
                return None;
            }
            block
                .bytes
                .extend_from_within(last.start..last.start + shared);
            block.bytes.extend(raw.get(..rest)?);
            raw = &raw[rest..];
            let middle = block.bytes.len();
            last = start..middle;
            let tagged = take_number(&mut raw)?;
            block.bytes.extend(raw.get(..tagged / 2)?);
            raw = &raw[tagged / 2..];
            block.entries.push(Entry {
                key: start as u32,
                value: middle as u32,
                end: block.bytes.len() as u32,
                stripped: tagged % 2 == 1,
            });
        }
        Some(block)
    }

    pub(super) fn key(&self, n: usize) -> &[u8] {
        self.key_of(&self.entries[n])
    }

    fn key_of(&self, entry: &Entry) -> &[u8] {
        &self.bytes[entry.key as usize..entry.value as usize]
    }

    /// Made whole only when asked for: most values of a block are read past.
    pub(super) fn value(&self, n: usize) -> Vec<u8> {
        let entry = &self.entries[n];
        let kept = &self.bytes[entry.value as usize..entry.end as usize];
        match entry.stripped {
            true => codec::restore(self.table, self.key_of(entry), kept),
            false => kept.to_vec(),
        }
    }

    /// The first entry whose key is not before `key`.
    pub(super) fn place(&self, key: &[u8]) -> usize {
        self.entries
            .partition_point(|entry| self.key_of(entry) < key)
    }
}

/// Blocks read lately, with the turn in which each was asked for last.
pub(super) struct Cache {
    blocks: HashMap<u64, (Arc<Block>, u64)>,
    bytes: usize,
    /// Bound of `bytes`; when passed, the half that was asked for longest ago goes.
    most: usize,
    turn: u64,
}

impl Cache {
    /// An empty one for at most so many bytes.
    pub(super) fn new(most: u64) -> Cache {
        Cache {
            blocks: HashMap::new(),
            bytes: 0,
            most: usize::try_from(most).unwrap_or(usize::MAX),
            turn: 0,
        }
    }

    /// The block that begins at this offset, if it is kept.
    pub(super) fn get(&mut self, at: u64) -> Option<Arc<Block>> {
        self.turn += 1;
        let (block, last) = self.blocks.get_mut(&at)?;
        *last = self.turn;
        Some(Arc::clone(block))
    }

    /// Keeps a block.
    pub(super) fn keep(&mut self, at: u64, block: &Arc<Block>) {
        self.bytes += block.bytes.len();
        self.blocks.insert(at, (Arc::clone(block), self.turn));
        if self.bytes > self.most {
            let mut turns: Vec<u64> = self.blocks.values().map(|(_, turn)| *turn).collect();
            let middle = turns.len() / 2;
            let (_, &mut median, _) = turns.select_nth_unstable(middle);
            self.blocks.retain(|_, (_, turn)| *turn > median);
            self.bytes = self.blocks.values().map(|(b, _)| b.bytes.len()).sum();
        }
    }
}
