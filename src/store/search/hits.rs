//! Searching: the documents that have all words, in order. Knows nothing of how the index is kept.

use super::Kind;
use super::Rank;
use super::build::Document;
use super::entries::Entry;
use super::keep;
use super::postings::Posting;
use super::query::Query;
use super::segment::Segment;
use super::weigh::Weighing;
use super::weigh::rarity;
use crate::model::ClaimId;
use crate::model::StoryId;
use crate::model::Timestamp;
use crate::store::error::StoreError;
use crate::store::read::Window;
use crate::store::rows::StoryRow;
use crate::store::view::Store;
use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::collections::BinaryHeap;
use std::collections::HashSet;
use std::sync::Arc;

/// Not yet indexed documents that a search looks at, those changed longest ago first; the rest are found once they are indexed.
const MAX_PENDING: usize = 4_096;

/// What is searched for, where, and in what order.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// Claims or stories.
    pub kind: Kind,
    /// Not empty: everything has nothing.
    pub query: &'a Query,
    /// The order.
    pub rank: Rank,
    /// When what is found was first seen; `after` counts for [`Rank::Time`] alone.
    pub window: Window,
    /// For [`Rank::Relevance`]: where the page before ended, as relevance and id.
    pub after: Option<(i64, u64)>,
}

/// A document that the index says has the words. Whether it is so still its row has to say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    /// Its id.
    pub id: u64,
    /// Its time when it was indexed.
    pub time: Timestamp,
    /// For stories: the revision that was indexed.
    pub version: u32,
    /// How relevant it is, in thousandths; 0 where nobody asked.
    pub relevance: i64,
}

/// A segment's documents that have all words, with their relevance, newest first; and the page of entries read last.
struct Found {
    segment: Option<Arc<Segment>>,
    docs: Vec<(u32, i64)>,
    at: usize,
    first: u32,
    entries: Vec<Entry>,
}

impl Found {
    fn entry(&mut self, n: usize) -> Result<Option<Entry>, StoreError> {
        let Some(&(doc, _)) = self.docs.get(n) else {
            return Ok(None);
        };
        let here = |found: &Found| {
            let place = doc.checked_sub(found.first)? as usize;
            found.entries.get(place).copied()
        };
        if let (None, Some(segment)) = (here(self), &self.segment) {
            (self.first, self.entries) = segment.page(doc)?;
        }
        Ok(here(self))
    }

    /// Goes to the first document for which `before` does not hold any more; it holds for the first ones.
    fn skip(&mut self, before: impl Fn(&Entry) -> bool) -> Result<(), StoreError> {
        let (mut low, mut high) = (self.at, self.docs.len());
        while low < high {
            let middle = low + (high - low) / 2;
            let doc = self.docs[middle].0;
            let entry = match &self.segment {
                Some(segment) => Some(segment.entry(doc)?),
                None => self.entries.get(doc as usize).copied(),
            };
            match entry.is_some_and(|entry| before(&entry)) {
                true => low = middle + 1,
                false => high = middle,
            }
        }
        self.at = low;
        Ok(())
    }
}

/// Relevance, and which of which segment's documents.
type Ranked = (i64, Reverse<usize>, Reverse<usize>);

/// What a search found, in order; see [`Store::search`].
pub struct Hits {
    found: Vec<Found>,
    window: Window,
    /// For relevance: what is left, the most relevant on top.
    heap: Option<BinaryHeap<Ranked>>,
    /// For relevance: what was given, which other segments may have too.
    seen: HashSet<(u64, u32)>,
    last: Option<Entry>,
}

impl Store {
    /// The claims or stories that have all words searched for. `None` where the index is not whole yet: then all rows have to be
    /// looked at. `text` gives a story's text where it can be read.
    pub fn search(
        &self,
        asked: Asked<'_>,
        text: &dyn Fn(&StoryRow) -> Option<String>,
    ) -> Result<Option<Hits>, StoreError> {
        if self.parts()?.names.lacks(asked.kind) && !self.is_small() {
            return Ok(None);
        }
        // Before the segments are: what is indexed meanwhile is found twice rather than not.
        let pending = self.pending(asked.kind, text)?;
        let parts = self.parts()?;
        let named = parts.names.segments.iter().zip(&parts.segments);
        let segments: Vec<Arc<Segment>> = named
            .filter(|(name, _)| name.kind == asked.kind)
            .map(|(_, segment)| Arc::clone(segment))
            .collect();
        let words = asked.query.words();
        let pairs = match asked.kind {
            Kind::Claims => asked.query.pairs(),
            Kind::Stories => Vec::new(),
        };
        let mut lists: Vec<Vec<Vec<Posting>>> = Vec::new();
        for segment in &segments {
            let terms = words.iter().chain(&pairs);
            let read: Result<_, StoreError> = terms.map(|t| segment.postings(*t)).collect();
            lists.push(read?);
        }
        let docs: u64 = segments.iter().map(|s| u64::from(s.docs)).sum();
        let total: u64 = segments.iter().map(|s| s.words).sum();
        let weighing = Weighing {
            ranked: asked.rank == Rank::Relevance,
            mean: total.max(1) as f64 / docs.max(1) as f64,
            rarity: (0..words.len())
                .map(|n| rarity(docs, lists.iter().map(|l| l[n].len() as u64).sum()))
                .collect(),
        };
        let mut found = Vec::new();
        for (segment, lists) in segments.into_iter().zip(lists) {
            let lengths = match weighing.ranked {
                true => segment.lengths()?,
                false => Vec::new(),
            };
            found.push(Found {
                docs: weighing.common(&lists, &lengths),
                segment: Some(segment),
                at: 0,
                first: 0,
                entries: Vec::new(),
            });
        }
        let (docs, entries) = weighing.pending(pending, &words, &pairs);
        found.push(Found {
            segment: None,
            docs,
            at: 0,
            first: 0,
            entries,
        });
        let mut hits = Hits {
            found,
            window: asked.window,
            heap: None,
            seen: HashSet::new(),
            last: None,
        };
        match asked.rank {
            Rank::Time => hits.begin()?,
            Rank::Relevance => hits.weigh(asked.after)?,
        }
        Ok(Some(hits))
    }

    fn pending(
        &self,
        kind: Kind,
        text: &dyn Fn(&StoryRow) -> Option<String>,
    ) -> Result<Vec<Document>, StoreError> {
        let mut ids = self.unindexed(kind, MAX_PENDING)?.0;
        let mut docs = Vec::new();
        if self.parts()?.names.lacks(kind) {
            let all: Result<BTreeSet<u64>, StoreError> = match kind {
                Kind::Claims => self.claims_after(None).map(|row| Ok(row?.id.0)).collect(),
                Kind::Stories => self.stories_after(None).map(|row| Ok(row?.id.0)).collect(),
            };
            ids = all?;
        }
        for id in ids {
            match kind {
                Kind::Claims => {
                    let row = self.claim(ClaimId(id))?;
                    docs.extend(row.as_ref().map(keep::claim_document));
                }
                Kind::Stories => {
                    let row = self.story(StoryId(id))?;
                    docs.extend(row.map(|row| keep::story_document(&row, text(&row).as_deref())));
                }
            }
        }
        docs.sort_by_key(|doc| doc.entry.order());
        Ok(docs)
    }
}

impl Hits {
    /// Goes to the first document of the window in each.
    fn begin(&mut self) -> Result<(), StoreError> {
        let window = self.window;
        for found in &mut self.found {
            if let Some(until) = window.until {
                found.skip(|entry| entry.time >= until)?;
            }
            if let Some((time, id)) = window.after {
                let cursor = (Reverse(time.millis()), id);
                found.skip(|entry| entry.order() <= cursor)?;
            }
        }
        Ok(())
    }

    /// Puts all in order of relevance and goes to the place behind `after`.
    fn weigh(&mut self, after: Option<(i64, u64)>) -> Result<(), StoreError> {
        let all = self.found.iter().enumerate().flat_map(|(source, found)| {
            let docs = found.docs.iter().enumerate();
            docs.map(move |(n, (_, weight))| (*weight, Reverse(source), Reverse(n)))
        });
        let all = all.filter(|(weight, ..)| after.is_none_or(|(most, _)| *weight <= most));
        let mut heap: BinaryHeap<_> = all.collect();
        if let Some((weight, id)) = after {
            // Those of the same relevance come in one order as long as the index is the same.
            let mut same = Vec::new();
            while let Some(next) = heap.peek().copied().filter(|next| next.0 == weight) {
                heap.pop();
                same.push(next);
            }
            let mut place = None;
            for (n, (_, Reverse(source), Reverse(doc))) in same.iter().enumerate() {
                if self.found[*source].entry(*doc)?.is_some_and(|e| e.id == id) {
                    place = Some(n);
                }
            }
            if let Some(place) = place {
                heap.extend(same.drain(place + 1..));
            }
        }
        self.heap = Some(heap);
        Ok(())
    }

    fn next_by_time(&mut self) -> Result<Option<Hit>, StoreError> {
        loop {
            let mut first: Option<(usize, Entry)> = None;
            for n in 0..self.found.len() {
                let at = self.found[n].at;
                if let Some(entry) = self.found[n].entry(at)?
                    && first.is_none_or(|(_, least)| entry.order() < least.order())
                {
                    first = Some((n, entry));
                }
            }
            let Some((n, entry)) = first else {
                return Ok(None);
            };
            if self.window.since.is_some_and(|since| entry.time < since) {
                return Ok(None);
            }
            self.found[n].at += 1;
            // Of several segments that have it one is believed, and its row decides which.
            let again = self.last.is_some_and(|last| last == entry);
            self.last = Some(entry);
            if !again {
                return Ok(Some(hit(entry, 0)));
            }
        }
    }

    fn next_by_relevance(&mut self) -> Result<Option<Hit>, StoreError> {
        loop {
            let next = self.heap.as_mut().and_then(BinaryHeap::pop);
            let Some((weight, Reverse(source), Reverse(n))) = next else {
                return Ok(None);
            };
            let Some(entry) = self.found[source].entry(n)? else {
                continue;
            };
            let late = self.window.until.is_some_and(|until| entry.time >= until);
            let early = self.window.since.is_some_and(|since| entry.time < since);
            if !late && !early && self.seen.insert((entry.id, entry.version)) {
                return Ok(Some(hit(entry, weight)));
            }
        }
    }
}

fn hit(entry: Entry, relevance: i64) -> Hit {
    Hit {
        id: entry.id,
        time: entry.time,
        version: entry.version,
        relevance,
    }
}

impl Iterator for Hits {
    type Item = Result<Hit, StoreError>;

    fn next(&mut self) -> Option<Self::Item> {
        match self.heap {
            None => self.next_by_time(),
            Some(_) => self.next_by_relevance(),
        }
        .transpose()
    }
}
