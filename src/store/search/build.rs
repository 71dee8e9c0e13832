//! Writing segments: of documents, and of other segments. Knows nothing of rows.

use super::entries::Entry;
use super::entries::PAGE_ENTRIES;
use super::entries::number;
use super::entries::write_page;
use super::paged::PagedWriter;
use super::postings;
use super::postings::Posting;
use super::query::Term;
use super::query::is_pair;
use super::segment::PLACE;
use super::segment::Segment;
use super::segment::TERMS;
use crate::store::error::StoreError;
use std::collections::HashSet;
use std::path::Path;

/// A document to index.
pub(super) struct Document {
    pub(super) entry: Entry,
    /// In order, each with how often it is there.
    pub(super) terms: Vec<(Term, u32)>,
    pub(super) words: u32,
}

impl Document {
    /// How often a term is there, if it is.
    pub(super) fn often(&self, term: Term) -> Option<u32> {
        let at = self.terms.binary_search_by_key(&term, |(there, _)| *there);
        at.ok().map(|at| self.terms[at].1)
    }
}

/// Terms between two questions whether merging shall stop.
const ASK_EVERY: u64 = 4_096;

/// Writes the lists of a segment whose documents are written already.
struct Lists {
    file: PagedWriter,
    docs: u32,
    /// Bytes of each page of documents.
    pages: Vec<u8>,
    places: Vec<u8>,
    blocks: u32,
    first: Option<Term>,
    last: Term,
    terms: usize,
    head: Vec<u8>,
    lists: Vec<u8>,
}

impl Lists {
    fn begin(path: &Path, docs: &[(Entry, u8)]) -> Result<Lists, StoreError> {
        let mut file = PagedWriter::new(path)?;
        let mut pages = Vec::new();
        for page in docs.chunks(PAGE_ENTRIES) {
            let page: Vec<Entry> = page.iter().map(|(entry, _)| *entry).collect();
            let page = write_page(&page);
            pages.extend((page.len() as u32).to_le_bytes());
            file.write(&page)?;
        }
        let words: Vec<u8> = docs.iter().map(|(_, words)| *words).collect();
        file.write(&words)?;
        Ok(Lists {
            file,
            docs: docs.len() as u32,
            pages,
            places: Vec::new(),
            blocks: 0,
            first: None,
            last: 0,
            terms: 0,
            head: Vec::new(),
            lists: Vec::new(),
        })
    }

    /// Adds a term that comes after those before it.
    fn put(&mut self, term: Term, postings: &[Posting]) -> Result<(), StoreError> {
        if self.terms == TERMS {
            self.end_block()?;
        }
        let first = *self.first.get_or_insert(term);
        let before = if self.terms == 0 { first } else { self.last };
        let start = self.lists.len();
        postings::write(&mut self.lists, self.docs, postings, !is_pair(term));
        number(&mut self.head, term - before);
        number(&mut self.head, postings.len() as u64);
        number(&mut self.head, (self.lists.len() - start) as u64);
        self.last = term;
        self.terms += 1;
        Ok(())
    }

    fn end_block(&mut self) -> Result<(), StoreError> {
        let Some(first) = self.first.take() else {
            return Ok(());
        };
        self.places.reserve(PLACE);
        self.places.extend(first.to_le_bytes());
        self.places.extend(self.file.at().to_le_bytes());
        self.places.extend((self.head.len() as u32).to_le_bytes());
        self.file.write(&self.head)?;
        self.file.write(&self.lists)?;
        self.blocks += 1;
        self.terms = 0;
        self.head.clear();
        self.lists.clear();
        Ok(())
    }

    /// Ends the segment; the number of its documents.
    fn finish(mut self, words: u64) -> Result<u32, StoreError> {
        self.end_block()?;
        let at = self.file.at();
        let mut end = std::mem::take(&mut self.pages);
        end.append(&mut self.places);
        end.extend(self.docs.to_le_bytes());
        end.extend(words.to_le_bytes());
        end.extend(at.to_le_bytes());
        end.extend(self.blocks.to_le_bytes());
        self.file.write(&end)?;
        self.file.finish()?;
        Ok(self.docs)
    }
}

fn short(words: u32) -> u8 {
    u8::try_from(words).unwrap_or(u8::MAX)
}

/// Writes a segment of documents. Of two with one id the later counts.
pub(super) fn write(path: &Path, mut docs: Vec<Document>) -> Result<u32, StoreError> {
    let mut seen = HashSet::new();
    docs.reverse();
    docs.retain(|doc| seen.insert(doc.entry.id));
    docs.sort_by_key(|doc| doc.entry.order());
    let entries: Vec<(Entry, u8)> = docs.iter().map(|d| (d.entry, short(d.words))).collect();
    let words = docs.iter().map(|doc| u64::from(doc.words)).sum();
    // Term, document and how often in one number, which is sorted in half the time.
    let mut all: Vec<u128> = Vec::new();
    for (n, doc) in (0u32..).zip(docs) {
        let one = |(term, often): (Term, u32)| {
            u128::from(term) << 64 | u128::from(n) << 32 | u128::from(often)
        };
        all.extend(doc.terms.into_iter().map(one));
    }
    all.sort_unstable();
    let mut lists = Lists::begin(path, &entries)?;
    let mut postings: Vec<Posting> = Vec::new();
    for of_term in all.chunk_by(|a, b| a >> 64 == b >> 64) {
        postings.clear();
        postings.extend(of_term.iter().map(|p| ((p >> 32) as u32, *p as u32)));
        lists.put((of_term[0] >> 64) as Term, &postings)?;
    }
    lists.finish(words)
}

/// Writes several segments, the oldest first, into one. Of a document that several have the newest counts. `None` where `stop` said so meanwhile.
/// Holds of each document some 40 bytes, and a block of terms of each segment.
pub(super) fn merge(
    path: &Path,
    from: &[std::sync::Arc<Segment>],
    stop: &dyn Fn() -> bool,
) -> Result<Option<u32>, StoreError> {
    let mut kept: Vec<(Entry, u8, usize, u32)> = Vec::new();
    let mut seen = HashSet::new();
    for (n, segment) in from.iter().enumerate().rev() {
        let lengths = segment.lengths()?;
        for (doc, entry) in (0u32..).zip(segment.entries()) {
            let entry = entry?;
            if seen.insert(entry.id) {
                let words = lengths.get(doc as usize).copied().unwrap_or(0);
                kept.push((entry, words, n, doc));
            }
        }
    }
    drop(seen);
    kept.sort_by_key(|(entry, ..)| entry.order());
    let mut numbers: Vec<Vec<Option<u32>>> =
        from.iter().map(|s| vec![None; s.docs as usize]).collect();
    for (new, (_, _, n, doc)) in (0u32..).zip(&kept) {
        numbers[*n][*doc as usize] = Some(new);
    }
    let entries: Vec<(Entry, u8)> = kept.iter().map(|k| (k.0, k.1)).collect();
    drop(kept);
    let words = entries.iter().map(|(_, words)| u64::from(*words)).sum();
    let mut lists = Lists::begin(path, &entries)?;
    let mut sources: Vec<_> = from.iter().map(|s| s.all().peekable()).collect();
    let mut written = 0u64;
    loop {
        let mut least: Option<Term> = None;
        for source in &mut sources {
            match source.peek() {
                Some(Ok((term, _))) => least = Some(least.map_or(*term, |l| l.min(*term))),
                Some(Err(_)) => {
                    if let Some(Err(error)) = source.next() {
                        return Err(error);
                    }
                }
                None => {}
            }
        }
        let Some(term) = least else { break };
        let mut postings: Vec<Posting> = Vec::new();
        for (source, numbers) in sources.iter_mut().zip(&numbers) {
            let here = matches!(source.peek(), Some(Ok((t, _))) if *t == term);
            if here && let Some(Ok((_, list))) = source.next() {
                let moved = list.into_iter().filter_map(|(doc, often)| {
                    let new = numbers.get(doc as usize).copied().flatten()?;
                    Some((new, often))
                });
                postings.extend(moved);
            }
        }
        if !postings.is_empty() {
            postings.sort_unstable();
            lists.put(term, &postings)?;
        }
        written += 1;
        if written.is_multiple_of(ASK_EVERY) && stop() {
            return Ok(None);
        }
    }
    lists.finish(words).map(Some)
}
