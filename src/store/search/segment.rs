//! One part of the index: documents, newest first, and of each term the documents that have it. Knows nothing of the others.
//!
//! ```text
//! page of documents… | of each document its words, at most 255, u8 | block… | bytes of each page u32 | index of the blocks | footer
//! block: of each of 128 terms: distance from the term before, documents, bytes of its list | the lists
//! index of the blocks: of each: first term u64, offset u64, bytes before its lists u32
//! footer: documents u32, words in all u64, offset of what is behind the blocks u64, blocks u32
//! ```
//! Numbers are little-endian, those inside blocks LEB128; pages are as in `entries.rs`, lists as in `postings.rs`.

use super::entries::Entry;
use super::entries::PAGE_ENTRIES;
use super::entries::read_page;
use super::entries::take;
use super::paged::Paged;
use super::postings;
use super::postings::Posting;
use super::query::Term;
use super::query::is_pair;
use crate::store::error::StoreError;
use std::path::Path;

/// Terms of a block.
pub(super) const TERMS: usize = 128;
/// Bytes of a block in the index of the blocks.
pub(super) const PLACE: usize = 20;
/// Bytes of the footer.
pub(super) const FOOTER: usize = 24;

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
    /// Where each page begins, and where the last one ends.
    pages: Vec<u64>,
    /// Where the blocks end.
    end: u64,
}

/// A term in a block: itself, its documents, where its list begins, the list's bytes.
pub(super) struct Listed {
    term: Term,
    pub(super) docs: usize,
    at: u64,
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
            let docs = u32::from_le_bytes(*docs);
            let sizes = (docs as usize).div_ceil(PAGE_ENTRIES) * 4;
            let len = (blocks as usize).checked_mul(PLACE)?.checked_add(sizes)?;
            let fits = at.checked_add(len as u64)? == footer;
            fits.then_some((docs, u64::from_le_bytes(*words), at, len, sizes))
        };
        let (docs, words, at, len, sizes) = parts().ok_or_else(bad)?;
        let raw = file.read(at, len)?;
        let (sizes, raw) = raw.split_at_checked(sizes).ok_or_else(bad)?;
        let mut pages = vec![0u64];
        for size in sizes.as_chunks::<4>().0 {
            let last = pages.last().copied().unwrap_or(0);
            pages.push(last + u64::from(u32::from_le_bytes(*size)));
        }
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
            pages,
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

    /// The page of documents that has this one, and the number of its first.
    pub(super) fn page(&self, doc: u32) -> Result<(u32, Vec<Entry>), StoreError> {
        let page = doc as usize / PAGE_ENTRIES;
        let first = (page * PAGE_ENTRIES) as u32;
        let many = self.docs.saturating_sub(first).min(PAGE_ENTRIES as u32) as usize;
        let (Some(at), Some(end)) = (self.pages.get(page), self.pages.get(page + 1)) else {
            return Err(self.bad());
        };
        let raw = self.file.read(*at, (end - at) as usize)?;
        let read = read_page(&raw, many).ok_or_else(|| self.bad())?;
        Ok((first, read))
    }

    /// One document.
    pub(super) fn entry(&self, doc: u32) -> Result<Entry, StoreError> {
        let (first, page) = self.page(doc)?;
        let found = page.get((doc - first) as usize).copied();
        found.ok_or_else(|| self.bad())
    }

    /// All documents, in order.
    pub(super) fn entries(&self) -> impl Iterator<Item = Result<Entry, StoreError>> + '_ {
        (0..self.docs).step_by(PAGE_ENTRIES).flat_map(|doc| {
            let (good, bad) = match self.page(doc) {
                Ok((_, page)) => (page, None),
                Err(error) => (Vec::new(), Some(Err(error))),
            };
            good.into_iter().map(Ok).chain(bad)
        })
    }

    /// The words of every document, at most 255 each.
    pub(super) fn lengths(&self) -> Result<Vec<u8>, StoreError> {
        let at = self.pages.last().copied().unwrap_or(0);
        self.file.read(at, self.docs as usize)
    }

    fn block_end(&self, n: usize) -> u64 {
        self.places.get(n + 1).map_or(self.end, |next| next.at)
    }

    fn head(&self, place: Place) -> Result<Vec<Listed>, StoreError> {
        let raw = self.file.read(place.at, place.head as usize)?;
        let mut from = raw.as_slice();
        let mut term = place.first;
        let mut at = place.at + u64::from(place.head);
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
            at = at.checked_add(len).ok_or_else(|| self.bad())?;
        }
        Ok(all)
    }

    fn list(&self, from: &[u8], listed: &Listed) -> Result<Vec<Posting>, StoreError> {
        let counted = !is_pair(listed.term);
        postings::read(from, self.docs, listed.docs, counted).ok_or_else(|| self.bad())
    }

    /// Where the documents of a term are, if any has it.
    pub(super) fn find(&self, term: Term) -> Result<Option<Listed>, StoreError> {
        let n = self.places.partition_point(|place| place.first <= term);
        let Some(&place) = n.checked_sub(1).and_then(|n| self.places.get(n)) else {
            return Ok(None);
        };
        let mut head = self.head(place)?;
        let found = head.binary_search_by_key(&term, |listed| listed.term);
        Ok(found.ok().map(|found| head.swap_remove(found)))
    }

    /// The documents of a term that was found, in order.
    pub(super) fn read(&self, listed: &Listed) -> Result<Vec<Posting>, StoreError> {
        self.list(&self.file.read(listed.at, listed.len)?, listed)
    }

    /// The documents that have a term, in order.
    pub(super) fn postings(&self, term: Term) -> Result<Vec<Posting>, StoreError> {
        match self.find(term)? {
            Some(listed) => self.read(&listed),
            None => Ok(Vec::new()),
        }
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
            let from = (listed.at - at) as usize;
            let list = lists.get(from..from.saturating_add(listed.len));
            let list = self.list(list.ok_or_else(|| self.bad())?, &listed)?;
            out.push((listed.term, list));
        }
        Ok(out)
    }
}
