//! One part of the index: documents, newest first, and of each term the documents that have it. Knows nothing of the others.
//!
//! ```text
//! of each document: id u64, time i64, version u32 | its words, at most 255, u8 | block… | index of the blocks | footer
//! block: of each of 128 terms: distance from the term before, documents, bytes of its list | the lists
//! list: of each document: (distance from the one before) × 2 + (1 where the term is there more than once), then how often
//! index of the blocks: of each: first term u64, offset u64, bytes before its lists u32
//! footer: documents u32, words in all u64, offset of the index u64, blocks u32
//! ```
//! Numbers are little-endian, those inside blocks LEB128.

use super::paged::PAGE;
use super::paged::Paged;
use super::query::Term;
use crate::model::Timestamp;
use crate::store::error::StoreError;
use std::path::Path;

/// Bytes of a document's entry.
pub(super) const ENTRY: usize = 20;
/// Entries that are read at once.
pub(super) const PAGE_ENTRIES: u32 = (PAGE / ENTRY) as u32;
/// Terms of a block.
pub(super) const TERMS: usize = 128;
/// Bytes of a block in the index of the blocks.
pub(super) const PLACE: usize = 20;
/// Bytes of the footer.
pub(super) const FOOTER: usize = 24;

/// A document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) id: u64,
    pub(super) time: Timestamp,
    /// Which state of the document was indexed.
    pub(super) version: u32,
}

impl Entry {
    /// Documents are in this order.
    pub(super) fn order(&self) -> (std::cmp::Reverse<i64>, u64) {
        (std::cmp::Reverse(self.time.millis()), self.id)
    }

    pub(super) fn bytes(&self) -> [u8; ENTRY] {
        let mut bytes = [0; ENTRY];
        bytes[..8].copy_from_slice(&self.id.to_le_bytes());
        bytes[8..16].copy_from_slice(&self.time.millis().to_le_bytes());
        bytes[16..].copy_from_slice(&self.version.to_le_bytes());
        bytes
    }

    fn read(bytes: &[u8]) -> Option<Entry> {
        let (id, rest) = bytes.split_first_chunk::<8>()?;
        let (time, rest) = rest.split_first_chunk::<8>()?;
        let (version, _) = rest.split_first_chunk::<4>()?;
        Some(Entry {
            id: u64::from_le_bytes(*id),
            time: Timestamp::from_millis(i64::from_le_bytes(*time)),
            version: u32::from_le_bytes(*version),
        })
    }
}

/// Where a term is: the document's number and how often.
pub(super) type Posting = (u32, u32);

#[derive(Clone, Copy)]
struct Place {
    first: Term,
    at: u64,
    head: u32,
}

/// An open segment.
pub(super) struct Segment {
    file: Paged,
    pub(super) docs: u32,
    pub(super) words: u64,
    places: Vec<Place>,
    /// Where the index of the blocks begins.
    end: u64,
}

pub(super) fn number(to: &mut Vec<u8>, mut n: u64) {
    while n >= 0x80 {
        to.push(n as u8 | 0x80);
        n >>= 7;
    }
    to.push(n as u8);
}

fn take(from: &mut &[u8]) -> Option<u64> {
    let mut n = 0;
    for shift in (0..63).step_by(7) {
        let (byte, rest) = from.split_first()?;
        *from = rest;
        n |= u64::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Some(n);
        }
    }
    None
}

/// A term in a block: itself, its documents, where its list begins behind the block's head, the list's bytes.
struct Listed {
    term: Term,
    docs: usize,
    at: usize,
    len: usize,
}

impl Segment {
    pub(super) fn open(path: &Path) -> Result<Segment, StoreError> {
        let file = Paged::open(path)?;
        let bad = || file.damaged("it cannot be read");
        let footer = file.len().checked_sub(FOOTER as u64).ok_or_else(bad)?;
        let bytes = file.read(footer, FOOTER)?;
        let parts = || {
            let (docs, rest) = bytes.split_first_chunk::<4>()?;
            let (words, rest) = rest.split_first_chunk::<8>()?;
            let (at, rest) = rest.split_first_chunk::<8>()?;
            let (blocks, _) = rest.split_first_chunk::<4>()?;
            let (at, blocks) = (u64::from_le_bytes(*at), u32::from_le_bytes(*blocks));
            let len = (blocks as usize).checked_mul(PLACE)?;
            let docs = u32::from_le_bytes(*docs);
            let before = u64::from(docs).checked_mul(ENTRY as u64 + 1)?;
            let fits = at.checked_add(len as u64)? == footer && before <= at;
            fits.then_some((docs, u64::from_le_bytes(*words), at, len))
        };
        let (docs, words, at, len) = parts().ok_or_else(bad)?;
        let raw = file.read(at, len)?;
        let place = |bytes: &[u8]| {
            let (first, rest) = bytes.split_first_chunk::<8>()?;
            let (at, rest) = rest.split_first_chunk::<8>()?;
            let (head, _) = rest.split_first_chunk::<4>()?;
            Some(Place {
                first: Term::from_le_bytes(*first),
                at: u64::from_le_bytes(*at),
                head: u32::from_le_bytes(*head),
            })
        };
        let places = raw.chunks_exact(PLACE).map(place).collect();
        let places: Option<Vec<Place>> = places;
        let places = places.ok_or_else(bad)?;
        Ok(Segment {
            docs,
            words,
            places,
            end: at,
            file,
        })
    }

    /// Bytes on the disk, about.
    pub(super) fn len(&self) -> u64 {
        self.file.len()
    }

    pub(super) fn path(&self) -> &Path {
        self.file.path()
    }

    fn bad(&self) -> StoreError {
        self.file.damaged("it cannot be read")
    }

    /// The entries from number `from` on, as many as a page has.
    pub(super) fn entries(&self, from: u32) -> Result<Vec<Entry>, StoreError> {
        let many = self.docs.saturating_sub(from).min(PAGE_ENTRIES) as usize;
        let raw = self
            .file
            .read(u64::from(from) * ENTRY as u64, many * ENTRY)?;
        let read: Option<Vec<Entry>> = raw.chunks_exact(ENTRY).map(Entry::read).collect();
        read.ok_or_else(|| self.bad())
    }

    /// One entry.
    pub(super) fn entry(&self, doc: u32) -> Result<Entry, StoreError> {
        let raw = self.file.read(u64::from(doc) * ENTRY as u64, ENTRY)?;
        Entry::read(&raw).ok_or_else(|| self.bad())
    }

    /// The words of every document, at most 255 each.
    pub(super) fn lengths(&self) -> Result<Vec<u8>, StoreError> {
        let at = u64::from(self.docs) * ENTRY as u64;
        self.file.read(at, self.docs as usize)
    }

    fn block_end(&self, n: usize) -> u64 {
        self.places.get(n + 1).map_or(self.end, |next| next.at)
    }

    fn head(&self, place: Place) -> Result<Vec<Listed>, StoreError> {
        let raw = self.file.read(place.at, place.head as usize)?;
        let mut from = raw.as_slice();
        let (mut term, mut at) = (place.first, 0);
        let mut all = Vec::with_capacity(TERMS);
        while !from.is_empty() {
            let mut one = || Some((take(&mut from)?, take(&mut from)?, take(&mut from)?));
            let (distance, docs, len) = one().ok_or_else(|| self.bad())?;
            term = term.wrapping_add(distance);
            all.push(Listed {
                term,
                docs: (docs as usize).min(self.docs as usize),
                at,
                len: len as usize,
            });
            at = at.checked_add(len as usize).ok_or_else(|| self.bad())?;
        }
        Ok(all)
    }

    fn list(&self, mut from: &[u8], docs: usize) -> Result<Vec<Posting>, StoreError> {
        let mut all = Vec::with_capacity(docs);
        let mut next = 0u64;
        while !from.is_empty() {
            let mut one = || {
                let tagged = take(&mut from)?;
                let often = match tagged % 2 {
                    0 => 1,
                    _ => take(&mut from)?,
                };
                let doc = next.checked_add(tagged / 2)?;
                next = doc.checked_add(1)?;
                let doc = u32::try_from(doc).ok().filter(|doc| *doc < self.docs)?;
                Some((doc, u32::try_from(often).ok()?))
            };
            all.push(one().ok_or_else(|| self.bad())?);
        }
        Ok(all)
    }

    /// The documents that have a term, in order.
    pub(super) fn postings(&self, term: Term) -> Result<Vec<Posting>, StoreError> {
        let n = self.places.partition_point(|place| place.first <= term);
        let Some(&place) = n.checked_sub(1).and_then(|n| self.places.get(n)) else {
            return Ok(Vec::new());
        };
        let head = self.head(place)?;
        let Ok(found) = head.binary_search_by_key(&term, |listed| listed.term) else {
            return Ok(Vec::new());
        };
        let listed = &head[found];
        let at = place.at + u64::from(place.head) + listed.at as u64;
        self.list(&self.file.read(at, listed.len)?, listed.docs)
    }

    /// Every term with its documents, in order of terms. A block is held at a time.
    pub(super) fn all(
        &self,
    ) -> impl Iterator<Item = Result<(Term, Vec<Posting>), StoreError>> + '_ {
        (0..self.places.len()).flat_map(|n| {
            let read = self.block(n);
            let (good, bad) = match read {
                Ok(block) => (block, None),
                Err(error) => (Vec::new(), Some(Err(error))),
            };
            good.into_iter().map(Ok).chain(bad)
        })
    }

    fn block(&self, n: usize) -> Result<Vec<(Term, Vec<Posting>)>, StoreError> {
        let place = self.places[n];
        let head = self.head(place)?;
        let at = place.at + u64::from(place.head);
        let len = self
            .block_end(n)
            .checked_sub(at)
            .ok_or_else(|| self.bad())?;
        let lists = self.file.read(at, len as usize)?;
        let mut out = Vec::with_capacity(head.len());
        for listed in head {
            let list = lists.get(listed.at..listed.at + listed.len);
            let list = self.list(list.ok_or_else(|| self.bad())?, listed.docs)?;
            out.push((listed.term, list));
        }
        Ok(out)
    }
}
