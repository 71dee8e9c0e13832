//! The layer that holds most of the view: one file, written once, of sorted keys in compressed blocks. Knows neither
//! rows nor the layers above it.
//!
//! ```text
//! "SAYSOPK1" | block… | index | offset of the index u64 | its bytes u32 | its CRC32 u32 | "SAYSOPKE"
//! block: zstd of entries of one table: bytes shared with the key before | rest's length | rest | value's length | value
//! index: zstd of postcard: of each block its table, first key, offset, length, raw length, CRC32
//! ```
//! Numbers of the frame are little-endian, lengths inside blocks are LEB128. A row's own checksum is left out, because
//! the block has one, and computed again when the block is read ([`super::codec::strip`]).

mod block;
mod filter;
mod write;

pub(super) use write::PackWriter;

use super::error::StoreError;
use super::key::Table;
use super::layers::KeyRange;
use super::layers::Pair;
use block::Block;
use block::Cache;
use filter::Filter;
use serde::Deserialize;
use serde::Serialize;
use std::fs::File;
use std::io;
use std::ops::Bound;
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;

const START: [u8; 8] = *b"SAYSOPK1";
const END: [u8; 8] = *b"SAYSOPKE";
/// Offset, length and checksum of the index, and [`END`].
const FOOTER: usize = 8 + 4 + 4 + 8;
/// Most bytes that a block or the index may decompress to; more is damage. A block holds little more than one entry beyond its usual size.
const MAX_RAW: usize = 1 << 30;

/// Where a block lies.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct BlockRef {
    table: u8,
    first: Vec<u8>,
    at: u64,
    len: u32,
    raw: u32,
    crc: u32,
}

/// An open pack. Deleted when the last user lets go of it, once [`Pack::doom`] was called.
pub(super) struct Pack {
    path: PathBuf,
    file: File,
    len: u64,
    /// The blocks of each table, in order of keys.
    tables: Vec<Vec<BlockRef>>,
    zstd: Mutex<zstd::bulk::Decompressor<'static>>,
    cache: Mutex<Cache>,
    doomed: AtomicBool,
    /// Of a run: which keys it may have, and how many entries there are.
    filter: Option<Filter>,
    entries: u64,
}

impl Drop for Pack {
    fn drop(&mut self) {
        if self.doomed.load(Ordering::Relaxed) {
            // What stays behind is deleted at the next opening.
            let _ = std::fs::remove_file(&self.path);
        }
    }
}

impl Pack {
    /// Opens the pack at `path`, reading its index alone. `cache_bytes` bounds the blocks kept in memory.
    pub(super) fn open(path: &Path, cache_bytes: u64) -> Result<Pack, StoreError> {
        let damaged = |what: &str| StoreError::Damaged {
            tree: "view",
            key: path.display().to_string(),
            what: what.to_owned(),
        };
        let read = |file: &File, at: u64, len: usize| {
            let mut bytes = vec![0; len];
            file.read_exact_at(&mut bytes, at).map(|()| bytes)
        };
        let file = match File::open(path) {
            Err(e) if e.kind() == io::ErrorKind::NotFound => return Err(damaged("it is gone")),
            opened => opened.map_err(|e| StoreError::io(path, e))?,
        };
        let len = file.metadata().map_err(|e| StoreError::io(path, e))?.len();
        if len < (START.len() + FOOTER) as u64 {
            return Err(damaged("the pack is cut short"));
        }
        let footer =
            read(&file, len - FOOTER as u64, FOOTER).map_err(|e| StoreError::io(path, e))?;
        let parts = || {
            let (at, rest) = footer.split_first_chunk::<8>()?;
            let (size, rest) = rest.split_first_chunk::<4>()?;
            let (crc, end) = rest.split_first_chunk::<4>()?;
            let (at, size) = (u64::from_le_bytes(*at), u32::from_le_bytes(*size));
            let fits = at.checked_add(u64::from(size))? == len - FOOTER as u64;
            (end == END && fits).then_some((at, size, u32::from_le_bytes(*crc)))
        };
        let (at, size, crc) = parts().ok_or_else(|| damaged("the pack has no end"))?;
        let index = read(&file, at, size as usize).map_err(|e| StoreError::io(path, e))?;
        if crc32fast::hash(&index) != crc {
            return Err(damaged("the checksum of the pack's index does not match"));
        }
        let blocks = || -> Option<Vec<BlockRef>> {
            let (raw, data) = index.split_first_chunk::<4>()?;
            let raw = u32::from_le_bytes(*raw) as usize;
            let bytes = zstd::bulk::decompress(data, raw.min(MAX_RAW)).ok()?;
            postcard::from_bytes(&bytes).ok()
        };
        let blocks = blocks().ok_or_else(|| damaged("the pack's index cannot be read"))?;
        let mut tables = vec![Vec::new(); Table::ALL.len()];
        for block in blocks {
            let inside = block.at.checked_add(u64::from(block.len));
            match tables.get_mut(usize::from(block.table)) {
                Some(table) if inside.is_some_and(|end| end <= at) => table.push(block),
                _ => return Err(damaged("the pack's index names what is not there")),
            }
        }
        let zstd = zstd::bulk::Decompressor::new().map_err(|e| StoreError::io(path, e))?;
        Ok(Pack {
            path: path.to_path_buf(),
            file,
            len,
            tables,
            zstd: Mutex::new(zstd),
            cache: Mutex::new(Cache::new(cache_bytes)),
            doomed: AtomicBool::new(false),
            filter: None,
            entries: 0,
        })
    }

    /// As [`Pack::open`], of a run that was just written with this filter and so many entries.
    pub(super) fn open_run(
        path: &Path,
        cache_bytes: u64,
        filter: Option<Filter>,
        entries: u64,
    ) -> Result<Pack, StoreError> {
        let mut pack = Pack::open(path, cache_bytes)?;
        (pack.filter, pack.entries) = (filter, entries);
        Ok(pack)
    }

    /// Entries of a run.
    pub(super) fn entries(&self) -> u64 {
        self.entries
    }

    /// Has the file deleted when nobody uses it any more.
    pub(super) fn doom(&self) {
        self.doomed.store(true, Ordering::Relaxed);
    }

    /// Bytes of the file.
    pub(super) fn len(&self) -> u64 {
        self.len
    }

    /// Bytes that a table's blocks take.
    pub(super) fn table_len(&self, table: Table) -> u64 {
        let blocks = self.blocks(table).iter();
        blocks.map(|block| u64::from(block.len)).sum()
    }

    fn blocks(&self, table: Table) -> &[BlockRef] {
        &self.tables[table as usize]
    }

    fn block(&self, table: Table, block: &BlockRef, keep: bool) -> Result<Arc<Block>, StoreError> {
        if let Some(kept) = hold(&self.cache).get(block.at) {
            return Ok(kept);
        }
        let damaged =
            |what: &str| StoreError::row(table.name(), &block.first, format!("its block {what}"));
        let mut data = vec![0; block.len as usize];
        match self.file.read_exact_at(&mut data, block.at) {
            Err(e) if e.kind() == io::ErrorKind::UnexpectedEof => {
                return Err(damaged("is cut short"));
            }
            read => read.map_err(|e| StoreError::io(&self.path, e))?,
        }
        if crc32fast::hash(&data) != block.crc {
            return Err(damaged("has a checksum that does not match"));
        }
        let raw = {
            let mut zstd = hold(&self.zstd);
            zstd.decompress(&data, (block.raw as usize).min(MAX_RAW))
        };
        let raw = raw.map_err(|_| damaged("does not decompress"))?;
        let read = Block::read(table, &raw).ok_or_else(|| damaged("cannot be read"))?;
        let read = Arc::new(read);
        if keep {
            hold(&self.cache).keep(block.at, &read);
        }
        Ok(read)
    }

    /// The value under a key.
    pub(super) fn get(&self, table: Table, key: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
        let sure = self.filter.as_ref();
        if sure.is_some_and(|filter| !filter.may_have(table, key)) {
            return Ok(None);
        }
        let blocks = self.blocks(table);
        let at = blocks.partition_point(|block| block.first.as_slice() <= key);
        let Some(block) = at.checked_sub(1).and_then(|at| blocks.get(at)) else {
            return Ok(None);
        };
        let block = self.block(table, block, true)?;
        let at = block.place(key);
        let there = at < block.len() && block.key(at) == key;
        Ok(there.then(|| block.value(at)))
    }

    /// Keys and values of a range, in order. A damaged block is one error; the walk goes on behind it.
    pub(super) fn scan(self: &Arc<Self>, table: Table, range: KeyRange, keep: bool) -> PackScan {
        let blocks = self.blocks(table);
        let next = match &range.0 {
            Bound::Unbounded => 0,
            Bound::Included(key) | Bound::Excluded(key) => blocks
                .partition_point(|block| block.first <= *key)
                .saturating_sub(1),
        };
        PackScan {
            pack: Arc::clone(self),
            table,
            range,
            keep,
            next,
            block: None,
        }
    }
}

/// Locks a value that a panic leaves whole.
fn hold<T>(value: &Mutex<T>) -> MutexGuard<'_, T> {
    value.lock().unwrap_or_else(PoisonError::into_inner)
}

/// See [`Pack::scan`].
pub(super) struct PackScan {
    pack: Arc<Pack>,
    table: Table,
    range: KeyRange,
    keep: bool,
    /// The block to read next.
    next: usize,
    /// The block being read and the entry that is next.
    block: Option<(Arc<Block>, usize)>,
}

impl Iterator for PackScan {
    type Item = Result<Pair, StoreError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some((block, at)) = &mut self.block {
                if *at < block.len() {
                    let key = block.key(*at);
                    let over = match &self.range.1 {
                        Bound::Unbounded => false,
                        Bound::Included(end) => key > end.as_slice(),
                        Bound::Excluded(end) => key >= end.as_slice(),
                    };
                    if over {
                        self.block = None;
                        self.next = usize::MAX;
                        return None;
                    }
                    let pair = (key.to_vec(), block.value(*at));
                    *at += 1;
                    return Some(Ok(pair));
                }
                self.block = None;
            }
            let found = self.pack.blocks(self.table).get(self.next)?;
            self.next += 1;
            let block = match self.pack.block(self.table, found, self.keep) {
                Ok(block) => block,
                Err(e) => return Some(Err(e)),
            };
            let start = match &self.range.0 {
                Bound::Unbounded => 0,
                Bound::Included(key) => block.place(key),
                Bound::Excluded(key) => {
                    let at = block.place(key);
                    let same = at < block.len() && block.key(at) == key.as_slice();
                    at + usize::from(same)
                }
            };
            self.block = Some((block, start));
        }
    }
}
