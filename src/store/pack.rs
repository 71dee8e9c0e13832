//! The layer that holds most of the view: one file, written once, of sorted keys in compressed blocks. Knows neither
//! rows nor the layers above it.
//!
//! ```text
//! "SAYSOPK1" | block… | index | offset of the index u64 | its bytes u32 | its CRC32 u32 | "SAYSOPKE"
//! block: zstd of entries of one table: bytes shared with the key before | rest's length | rest | value's length | value
//! index: zstd of postcard: of each block its table, first key, offset, length, raw length, CRC32
//! ```
//! Numbers of the frame are little-endian, lengths inside blocks are LEB128. A row's own checksum is left out, because
//! the block has one, and computed again when the block is read ([`codec::strip`]).

use super::codec;
use super::error::StoreError;
use super::key::Table;
use super::layers::KeyRange;
use super::layers::Pair;
use serde::Deserialize;
use serde::Serialize;
use std::fs::File;
use std::io;
use std::io::BufWriter;
use std::io::Write;
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;

const START: [u8; 8] = *b"SAYSOPK1";
const END: [u8; 8] = *b"SAYSOPKE";
/// Offset, length and checksum of the index, and [`END`].
const FOOTER: usize = 8 + 4 + 4 + 8;
/// Raw bytes of entries after which a block ends. One read of a key costs decompressing one block, about 30 µs.
const BLOCK: usize = 16 * 1024;
/// Most bytes that a block or the index may decompress to; more is damage. A block holds one entry beyond [`BLOCK`] at the most.
const MAX_RAW: usize = 1 << 30;
/// Folding runs at some 50 MB/s with it; higher levels gain a few per cent for twice the time.
const LEVEL: i32 = 7;

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

/// Writes a pack. What is given has to come in order of tables and keys.
pub(super) struct PackWriter {
    path: PathBuf,
    file: BufWriter<File>,
    at: u64,
    blocks: Vec<BlockRef>,
    zstd: zstd::bulk::Compressor<'static>,
    table: Table,
    first: Vec<u8>,
    last: Vec<u8>,
    raw: Vec<u8>,
}

impl PackWriter {
    /// Begins a pack at `path`, in place of what is there.
    pub(super) fn new(path: &Path) -> Result<PackWriter, StoreError> {
        let begun = || {
            let mut file = BufWriter::new(File::create(path)?);
            file.write_all(&START)?;
            Ok((file, zstd::bulk::Compressor::new(LEVEL)?))
        };
        let (file, zstd) = begun().map_err(|e| StoreError::io(path, e))?;
        Ok(PackWriter {
            path: path.to_path_buf(),
            file,
            at: START.len() as u64,
            blocks: Vec::new(),
            zstd,
            table: Table::Meta,
            first: Vec::new(),
            last: Vec::new(),
            raw: Vec::new(),
        })
    }

    /// Adds one entry.
    pub(super) fn put(&mut self, table: Table, key: &[u8], value: &[u8]) -> Result<(), StoreError> {
        if table != self.table || self.raw.len() >= BLOCK {
            self.end_block()
                .map_err(|e| StoreError::io(&self.path, e))?;
            self.table = table;
        }
        if self.raw.is_empty() {
            self.first = key.to_vec();
            self.last.clear();
        }
        let shared = key
            .iter()
            .zip(&self.last)
            .take_while(|(a, b)| a == b)
            .count();
        number(&mut self.raw, shared);
        number(&mut self.raw, key.len() - shared);
        self.raw.extend(&key[shared..]);
        match codec::strip(table, key, value) {
            Some(payload) => {
                number(&mut self.raw, payload.len() * 2 + 1);
                self.raw.extend(payload);
            }
            None => {
                number(&mut self.raw, value.len() * 2);
                self.raw.extend(value);
            }
        }
        self.last = key.to_vec();
        Ok(())
    }

    fn end_block(&mut self) -> io::Result<()> {
        if self.raw.is_empty() {
            return Ok(());
        }
        let data = self.zstd.compress(&self.raw)?;
        self.file.write_all(&data)?;
        self.blocks.push(BlockRef {
            table: self.table as u8,
            first: std::mem::take(&mut self.first),
            at: self.at,
            len: data.len() as u32,
            raw: self.raw.len() as u32,
            crc: crc32fast::hash(&data),
        });
        self.at += data.len() as u64;
        self.raw.clear();
        Ok(())
    }

    /// Ends the pack. It is durable when this returns, but for its name.
    pub(super) fn finish(mut self) -> Result<(), StoreError> {
        let mut ended = || {
            self.end_block()?;
            let index = postcard::to_stdvec(&self.blocks).map_err(io::Error::other)?;
            let raw = (index.len() as u32).to_le_bytes();
            let index = [&raw[..], &self.zstd.compress(&index)?].concat();
            self.file.write_all(&index)?;
            self.file.write_all(&self.at.to_le_bytes())?;
            self.file.write_all(&(index.len() as u32).to_le_bytes())?;
            self.file
                .write_all(&crc32fast::hash(&index).to_le_bytes())?;
            self.file.write_all(&END)?;
            self.file.flush()?;
            self.file.get_ref().sync_all()
        };
        ended().map_err(|e| StoreError::io(&self.path, e))
    }
}

fn number(to: &mut Vec<u8>, mut n: usize) {
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
struct Block {
    bytes: Vec<u8>,
    /// Start of the key, of the value, and the end of the value.
    entries: Vec<[u32; 3]>,
}

impl Block {
    fn read(table: Table, mut raw: &[u8]) -> Option<Block> {
        let mut block = Block {
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
            let value = raw.get(..tagged / 2)?;
            raw = &raw[tagged / 2..];
            if tagged % 2 == 1 {
                let whole = codec::restore(table, &block.bytes[last.clone()], value);
                block.bytes.extend(whole);
            } else {
                block.bytes.extend(value);
            }
            let end = block.bytes.len();
            block
                .entries
                .push([start as u32, middle as u32, end as u32]);
        }
        Some(block)
    }

    fn key(&self, n: usize) -> &[u8] {
        let [start, middle, _] = self.entries[n];
        &self.bytes[start as usize..middle as usize]
    }

    fn value(&self, n: usize) -> &[u8] {
        let [_, middle, end] = self.entries[n];
        &self.bytes[middle as usize..end as usize]
    }

    /// The first entry whose key is not before `key`.
    fn place(&self, key: &[u8]) -> usize {
        self.entries.partition_point(|&[start, middle, _]| {
            &self.bytes[start as usize..middle as usize] < key
        })
    }
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
}

/// Blocks read lately, with the turn in which each was asked for last.
struct Cache {
    blocks: std::collections::HashMap<u64, (Arc<Block>, u64)>,
    bytes: usize,
    /// Bound of `bytes`; when passed, the half that was asked for longest ago goes.
    most: usize,
    turn: u64,
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
            cache: Mutex::new(Cache {
                blocks: Default::default(),
                bytes: 0,
                most: usize::try_from(cache_bytes).unwrap_or(usize::MAX),
                turn: 0,
            }),
            doomed: AtomicBool::new(false),
        })
    }

    /// Has the file deleted when nobody uses it any more.
    pub(super) fn doom(&self) {
        self.doomed.store(true, Ordering::Relaxed);
    }

    /// Bytes of the file.
    pub(super) fn len(&self) -> u64 {
        self.len
    }

    fn blocks(&self, table: Table) -> &[BlockRef] {
        &self.tables[table as usize]
    }

    fn block(&self, table: Table, block: &BlockRef, keep: bool) -> Result<Arc<Block>, StoreError> {
        let hold = |cache: &Mutex<Cache>, job: &mut dyn FnMut(&mut Cache)| {
            job(&mut cache.lock().unwrap_or_else(PoisonError::into_inner));
        };
        let mut found = None;
        hold(&self.cache, &mut |cache| {
            cache.turn += 1;
            let turn = cache.turn;
            if let Some((block, last)) = cache.blocks.get_mut(&block.at) {
                *last = turn;
                found = Some(Arc::clone(block));
            }
        });
        if let Some(found) = found {
            return Ok(found);
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
            let mut zstd = self.zstd.lock().unwrap_or_else(PoisonError::into_inner);
            zstd.decompress(&data, (block.raw as usize).min(MAX_RAW))
        };
        let raw = raw.map_err(|_| damaged("does not decompress"))?;
        let read = Block::read(table, &raw).ok_or_else(|| damaged("cannot be read"))?;
        let read = Arc::new(read);
        if keep {
            hold(&self.cache, &mut |cache| cache.keep(block.at, &read));
        }
        Ok(read)
    }

    /// The value under a key.
    pub(super) fn get(&self, table: Table, key: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
        let blocks = self.blocks(table);
        let at = blocks.partition_point(|block| block.first.as_slice() <= key);
        let Some(block) = at.checked_sub(1).and_then(|at| blocks.get(at)) else {
            return Ok(None);
        };
        let block = self.block(table, block, true)?;
        let at = block.place(key);
        let there = at < block.entries.len() && block.key(at) == key;
        Ok(there.then(|| block.value(at).to_vec()))
    }

    /// Keys and values of a range, in order. A damaged block is one error; the walk goes on behind it.
    pub(super) fn scan(self: &Arc<Self>, table: Table, range: KeyRange, keep: bool) -> PackScan {
        use std::ops::Bound;
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

impl Cache {
    fn keep(&mut self, at: u64, block: &Arc<Block>) {
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
        use std::ops::Bound;
        loop {
            if let Some((block, at)) = &mut self.block {
                if *at < block.entries.len() {
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
                    let pair = (key.to_vec(), block.value(*at).to_vec());
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
                    let same = at < block.entries.len() && block.key(at) == key.as_slice();
                    at + usize::from(same)
                }
            };
            self.block = Some((block, start));
        }
    }
}
