//! Writing a pack. Knows nothing of reading one.

use super::BlockRef;
use super::END;
use super::START;
use super::block;
use super::filter::Filter;
use crate::store::codec;
use crate::store::error::StoreError;
use crate::store::key::Table;
use std::fs::File;
use std::io;
use std::io::BufWriter;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;

/// Raw bytes of entries after which a block ends. One read of a key costs decompressing one block, about 30 µs.
const BLOCK: usize = 16 * 1024;
/// The same of tables that are asked for one key while stories come in: less than half of the cost, for a little more room on disk.
const SMALL_BLOCK: usize = 2 * 1024;
/// Folding runs at some 50 MB/s with it; higher levels gain a few per cent for twice the time.
const LEVEL: i32 = 7;
/// The same for a run, which is read a few times and rewritten soon.
const RUN_LEVEL: i32 = 1;

fn block_of(table: Table) -> usize {
    match table {
        Table::Names | Table::Speakers => SMALL_BLOCK,
        _ => BLOCK,
    }
}

/// Writes a pack. What is given has to come in order of tables and keys.
pub(in crate::store) struct PackWriter {
    path: PathBuf,
    file: BufWriter<File>,
    at: u64,
    blocks: Vec<BlockRef>,
    zstd: zstd::bulk::Compressor<'static>,
    table: Table,
    first: Vec<u8>,
    last: Vec<u8>,
    raw: Vec<u8>,
    filter: Option<Filter>,
    entries: u64,
}

impl PackWriter {
    /// Begins a pack at `path`, in place of what is there.
    pub(in crate::store) fn new(path: &Path) -> Result<PackWriter, StoreError> {
        PackWriter::begin(path, LEVEL, None)
    }

    /// Begins a run of at most so many entries: a pack that is soon written again, and that has to say quickly what it does not have.
    pub(in crate::store) fn run(path: &Path, entries: u64) -> Result<PackWriter, StoreError> {
        PackWriter::begin(path, RUN_LEVEL, Some(Filter::new(entries)))
    }

    fn begin(path: &Path, level: i32, filter: Option<Filter>) -> Result<PackWriter, StoreError> {
        let begun = || {
            let mut file = BufWriter::new(File::create(path)?);
            file.write_all(&START)?;
            Ok((file, zstd::bulk::Compressor::new(level)?))
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
            filter,
            entries: 0,
        })
    }

    /// Adds one entry.
    pub(in crate::store) fn put(
        &mut self,
        table: Table,
        key: &[u8],
        value: &[u8],
    ) -> Result<(), StoreError> {
        if table != self.table || self.raw.len() >= block_of(table) {
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
        block::number(&mut self.raw, shared);
        block::number(&mut self.raw, key.len() - shared);
        self.raw.extend(&key[shared..]);
        match codec::strip(table, key, value) {
            Some(payload) => {
                block::number(&mut self.raw, payload.len() * 2 + 1);
                self.raw.extend(payload);
            }
            None => {
                block::number(&mut self.raw, value.len() * 2);
                self.raw.extend(value);
            }
        }
        self.last.clear();
        self.last.extend_from_slice(key);
        self.entries += 1;
        if let Some(filter) = &mut self.filter {
            filter.add(table, key);
        }
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

    /// Ends a run, and gives what says which keys it does not have, and the number of its entries. It is not durable.
    pub(in crate::store) fn finish_run(mut self) -> Result<(Option<Filter>, u64), StoreError> {
        let (filter, entries) = (self.filter.take(), self.entries);
        self.end().map_err(|e| StoreError::io(&self.path, e))?;
        Ok((filter, entries))
    }

    /// Ends the pack. It is durable when this returns, but for its name.
    pub(in crate::store) fn finish(mut self) -> Result<(), StoreError> {
        let ended = self.end().and_then(|()| self.file.get_ref().sync_all());
        ended.map_err(|e| StoreError::io(&self.path, e))
    }

    fn end(&mut self) -> io::Result<()> {
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
        self.file.flush()
    }
}
