//! A file that is written once and read in parts, every page of it with a checksum. Knows nothing of what is in it.
//!
//! ```text
//! pages of 16 KiB, the last one shorter | CRC32 of each page | length of the pages u64 | CRC32 of the checksums and the length | END
//! ```
//! Numbers are little-endian.

use crate::store::error::StoreError;
use std::fs::File;
use std::io;
use std::io::BufWriter;
use std::io::Write;
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::path::PathBuf;

/// Bytes of a page: what a read costs at least, some 5 µs.
pub(super) const PAGE: usize = 16 * 1024;
const END: [u8; 8] = *b"SAYSOWE1";
const FOOTER: u64 = 8 + 4 + 8;

/// Writes such a file from its beginning to its end.
pub(super) struct PagedWriter {
    path: PathBuf,
    file: BufWriter<File>,
    sums: Vec<u8>,
    page: crc32fast::Hasher,
    /// Bytes written.
    at: u64,
}

impl PagedWriter {
    pub(super) fn new(path: &Path) -> Result<PagedWriter, StoreError> {
        let file = File::create(path).map_err(|e| StoreError::io(path, e))?;
        Ok(PagedWriter {
            path: path.to_path_buf(),
            file: BufWriter::new(file),
            sums: Vec::new(),
            page: crc32fast::Hasher::new(),
            at: 0,
        })
    }

    /// Where the next byte goes.
    pub(super) fn at(&self) -> u64 {
        self.at
    }

    pub(super) fn write(&mut self, mut bytes: &[u8]) -> Result<(), StoreError> {
        while !bytes.is_empty() {
            let room = PAGE - (self.at % PAGE as u64) as usize;
            let (now, later) = bytes.split_at(room.min(bytes.len()));
            let written = self.file.write_all(now);
            written.map_err(|e| StoreError::io(&self.path, e))?;
            self.page.update(now);
            self.at += now.len() as u64;
            if now.len() == room {
                self.end_page();
            }
            bytes = later;
        }
        Ok(())
    }

    fn end_page(&mut self) {
        let page = std::mem::take(&mut self.page);
        self.sums.extend(page.finalize().to_le_bytes());
    }

    /// Ends the file. It is durable when this returns, but for its name.
    pub(super) fn finish(mut self) -> Result<(), StoreError> {
        if !self.at.is_multiple_of(PAGE as u64) {
            self.end_page();
        }
        let mut end = std::mem::take(&mut self.sums);
        end.extend(self.at.to_le_bytes());
        let sum = crc32fast::hash(&end);
        end.extend(sum.to_le_bytes());
        end.extend(END);
        let ended = self
            .file
            .write_all(&end)
            .and_then(|()| self.file.flush())
            .and_then(|()| self.file.get_ref().sync_all());
        ended.map_err(|e| StoreError::io(&self.path, e))
    }
}

/// Such a file, open.
pub(super) struct Paged {
    path: PathBuf,
    file: File,
    /// Bytes of the pages.
    len: u64,
    sums: Vec<u8>,
}

impl Paged {
    pub(super) fn open(path: &Path) -> Result<Paged, StoreError> {
        let io = |e| StoreError::io(path, e);
        let file = match File::open(path) {
            Err(e) if e.kind() == io::ErrorKind::NotFound => {
                return Err(damaged(path, "it is gone"));
            }
            opened => opened.map_err(io)?,
        };
        let whole = file.metadata().map_err(io)?.len();
        let cut = || damaged(path, "it is cut short or has no end");
        let footer = whole.checked_sub(FOOTER).ok_or_else(cut)?;
        let mut end = [0; FOOTER as usize];
        file.read_exact_at(&mut end, footer).map_err(io)?;
        let (len, rest) = end.split_first_chunk::<8>().ok_or_else(cut)?;
        let (sum, mark) = rest.split_first_chunk::<4>().ok_or_else(cut)?;
        let (len, sum) = (u64::from_le_bytes(*len), u32::from_le_bytes(*sum));
        let pages = len.div_ceil(PAGE as u64).saturating_mul(4);
        if mark != END || len.checked_add(pages) != Some(footer) {
            return Err(cut());
        }
        let mut sums = vec![0; pages as usize];
        file.read_exact_at(&mut sums, len).map_err(io)?;
        let mut sealed = crc32fast::Hasher::new();
        sealed.update(&sums);
        sealed.update(&len.to_le_bytes());
        if sealed.finalize() != sum {
            return Err(damaged(
                path,
                "its checksums have a checksum that does not match",
            ));
        }
        Ok(Paged {
            path: path.to_path_buf(),
            file,
            len,
            sums,
        })
    }

    /// Bytes in it.
    pub(super) fn len(&self) -> u64 {
        self.len
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Damage of this file, as a clause.
    pub(super) fn damaged(&self, what: &str) -> StoreError {
        damaged(&self.path, what)
    }

    /// A stretch of it. An error where a page of it does not have its checksum.
    pub(super) fn read(&self, at: u64, len: usize) -> Result<Vec<u8>, StoreError> {
        let end = at.checked_add(len as u64).filter(|end| *end <= self.len);
        let end = end.ok_or_else(|| self.damaged("it names what lies outside of it"))?;
        let from = at - at % PAGE as u64;
        let to = end.next_multiple_of(PAGE as u64).min(self.len);
        let mut bytes = vec![0; (to - from) as usize];
        let read = self.file.read_exact_at(&mut bytes, from);
        read.map_err(|e| match e.kind() {
            io::ErrorKind::UnexpectedEof => self.damaged("it is cut short"),
            _ => StoreError::io(&self.path, e),
        })?;
        let first = (from / PAGE as u64) as usize;
        for (n, page) in bytes.chunks(PAGE).enumerate() {
            let sum = self.sums.get((first + n) * 4..(first + n) * 4 + 4);
            if sum != Some(&crc32fast::hash(page).to_le_bytes()[..]) {
                return Err(self.damaged("a page has a checksum that does not match"));
            }
        }
        bytes.truncate((end - from) as usize);
        bytes.drain(..(at - from) as usize);
        Ok(bytes)
    }
}

fn damaged(path: &Path, what: &str) -> StoreError {
    StoreError::Damaged {
        tree: super::TREE,
        key: path.display().to_string(),
        what: what.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn every_stretch_reads_back_and_every_flipped_byte_is_found() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("f");
        for len in [0, 1, PAGE - 1, PAGE, PAGE + 1, 3 * PAGE + 5] {
            let bytes: Vec<u8> = (0..len).map(|n| (n * 7 % 251) as u8).collect();
            let mut writer = PagedWriter::new(&path).unwrap();
            bytes
                .chunks(1_000)
                .for_each(|part| writer.write(part).unwrap());
            assert_eq!(writer.at(), len as u64);
            writer.finish().unwrap();
            let file = Paged::open(&path).unwrap();
            assert_eq!(file.read(0, len).unwrap(), bytes);
            let (at, some) = (len / 3, len / 2);
            assert_eq!(file.read(at as u64, some).unwrap(), bytes[at..at + some]);
            assert!(file.read(1, len).is_err());
            let whole = std::fs::read(&path).unwrap();
            for at in (0..whole.len()).step_by(whole.len().div_ceil(9)) {
                let mut flipped = whole.clone();
                flipped[at] ^= 1;
                std::fs::write(&path, &flipped).unwrap();
                let read = Paged::open(&path).and_then(|file| file.read(0, len));
                assert!(read.is_err(), "{len} bytes, flipped at {at}");
            }
            std::fs::write(&path, &whole[..whole.len() - 1]).unwrap();
            assert!(Paged::open(&path).is_err());
        }
    }
}
