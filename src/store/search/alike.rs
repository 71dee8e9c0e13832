//! Which claims are worded like a text: those that have most of its pairs of words, rare pairs counting more. What is made of what is
//! found must not be known here.

use super::Kind;
use super::build::Document;
use super::keep::claim_document;
use super::query::Term;
use super::query::pairs_of;
use super::segment::Listed;
use super::segment::Segment;
use super::weigh::rarity;
use crate::model::ClaimId;
use crate::store::error::StoreError;
use crate::store::view::Store;
use std::collections::HashMap;
use std::sync::Arc;

/// Most pairs of a text that are looked up; what is behind them is not looked for.
const MAX_PAIRS: usize = 400;
/// Documents read for one text, those of rare pairs first: what so many claims have says little about any.
const MAX_POSTINGS: usize = 400_000;
/// Claims not indexed yet that are looked at, those changed longest ago first.
const MAX_PENDING: usize = 4_096;

/// What a text is looked up by.
#[derive(Clone)]
struct Sought {
    /// In order.
    terms: Vec<Term>,
    /// How much each counts.
    rarity: Vec<f64>,
}

/// Where a term's documents are.
struct List {
    /// How many there are.
    with: u64,
    /// Which of the terms.
    term: usize,
    /// In which segments, and where there.
    found: Vec<(usize, Listed)>,
}

impl Sought {
    fn weight(&self, doc: &Document) -> f64 {
        let all = self.terms.iter().zip(&self.rarity);
        all.filter(|(term, _)| doc.often(**term).is_some())
            .map(|(_, rarity)| rarity)
            .sum()
    }
}

impl Store {
    /// The claims that have most pairs of words in common with a text, those that have most first; at most `most`. A run of words that
    /// two texts share is never missed unless each of its pairs is among the commonest that the text has. Row by row, some 10 µs
    /// each, while the index is not whole; one that turns out damaged is thrown away, to be made anew.
    pub fn claims_worded_like(&self, text: &str, most: usize) -> Result<Vec<ClaimId>, StoreError> {
        let mut terms = pairs_of(text, MAX_PAIRS);
        terms.sort_unstable();
        terms.dedup();
        let sought = Sought {
            rarity: vec![1.0; terms.len()],
            terms,
        };
        match self.looked_up(sought.clone(), most) {
            Ok(Some(found)) => return Ok(found),
            Ok(None) => {}
            Err(StoreError::Damaged { tree, .. }) if tree == Store::WORDS => {
                self.discard_words()?
            }
            Err(error) => return Err(error),
        }
        let mut best = Best::new(most);
        for row in self.claims_after(None) {
            let doc = claim_document(&row?);
            best.put(sought.weight(&doc), doc.entry.id);
        }
        Ok(best.finish())
    }

    /// `None` while the index is not whole.
    fn looked_up(
        &self,
        mut sought: Sought,
        most: usize,
    ) -> Result<Option<Vec<ClaimId>>, StoreError> {
        // Before the segments are: what is indexed meanwhile is found twice rather than not.
        let pending = self.unindexed(Kind::Claims, MAX_PENDING)?.0;
        let parts = self.parts()?;
        if parts.names.lacks(Kind::Claims) {
            return Ok(None);
        }
        let mut best = Best::new(most);
        let named = parts.names.segments.iter().zip(&parts.segments);
        let segments: Vec<&Arc<Segment>> = named
            .filter(|(name, _)| name.kind == Kind::Claims)
            .map(|(_, segment)| segment)
            .collect();
        let docs: u64 = segments.iter().map(|s| u64::from(s.docs)).sum();
        let mut lists: Vec<List> = Vec::new();
        for (n, term) in sought.terms.iter().enumerate() {
            let mut found = Vec::new();
            for (place, segment) in segments.iter().enumerate() {
                found.extend(segment.find(*term)?.map(|listed| (place, listed)));
            }
            let with = found.iter().map(|(_, listed)| listed.docs as u64).sum();
            sought.rarity[n] = rarity(docs, with);
            let term = n;
            lists.push(List { with, term, found });
        }
        lists.sort_by_key(|list| (list.with, list.term));
        let mut weights: Vec<HashMap<u32, f64>> = vec![HashMap::new(); segments.len()];
        let mut room = MAX_POSTINGS as u64;
        for list in lists {
            if list.with > room && room < MAX_POSTINGS as u64 {
                break;
            }
            room = room.saturating_sub(list.with);
            for (place, listed) in list.found {
                for (doc, _) in segments[place].read(&listed)? {
                    *weights[place].entry(doc).or_default() += sought.rarity[list.term];
                }
            }
        }
        for (segment, weights) in segments.iter().zip(weights) {
            // Entries are read for the best alone; of one weight the newest come first.
            let mut docs: Vec<(f64, u32)> = weights.into_iter().map(|(d, w)| (w, d)).collect();
            docs.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
            for (weight, doc) in docs.into_iter().take(most) {
                best.put(weight, segment.entry(doc)?.id);
            }
        }
        for id in pending {
            if let Some(row) = self.claim(ClaimId(id))? {
                best.put(sought.weight(&claim_document(&row)), id);
            }
        }
        Ok(Some(best.finish()))
    }
}

/// The claims with the greatest weights, each with the greatest that was told of it.
struct Best {
    most: usize,
    all: HashMap<u64, f64>,
}

impl Best {
    fn new(most: usize) -> Best {
        Best {
            most,
            all: HashMap::new(),
        }
    }

    fn put(&mut self, weight: f64, id: u64) {
        if weight <= 0.0 {
            return;
        }
        let kept = self.all.entry(id).or_insert(weight);
        *kept = kept.max(weight);
        if self.all.len() > (self.most * 4).max(1_024) {
            let kept = self.sorted();
            self.all = kept.into_iter().map(|(weight, id)| (id, weight)).collect();
        }
    }

    fn sorted(&self) -> Vec<(f64, u64)> {
        let mut all: Vec<(f64, u64)> = self.all.iter().map(|(id, weight)| (*weight, *id)).collect();
        all.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        all.truncate(self.most);
        all
    }

    fn finish(self) -> Vec<ClaimId> {
        let all = self.sorted();
        all.into_iter().map(|(_, id)| ClaimId(id)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_greatest_weights_are_kept_whatever_the_order() {
        let mut best = Best::new(3);
        for n in 0..5_000u64 {
            best.put(((n * 7_919) % 5_000) as f64, n);
        }
        best.put(9_000.0, 17);
        best.put(1.0, 17);
        best.put(0.0, 3);
        let found = best.sorted();
        let weights: Vec<f64> = found.iter().map(|(weight, _)| *weight).collect();
        assert_eq!(weights, [9_000.0, 4_999.0, 4_998.0]);
        assert_eq!(found[0].1, 17);
    }
}
