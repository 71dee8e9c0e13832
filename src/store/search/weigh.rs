//! Which documents have all words, and how relevant each is (BM25, Robertson and Zaragoza 2009). Knows nothing of the order in which they are given.

use super::build::Document;
use super::entries::Entry;
use super::postings::Posting;
use super::query::Term;

/// How soon more of one word counts no more for relevance (BM25's k1).
const SATURATION: f64 = 1.2;
/// How much a document's length counts (BM25's b).
const LENGTH: f64 = 0.75;
/// Relevance is told in thousandths.
const SCALE: f64 = 1_000.0;

/// How much a word counts that so many of so many documents have.
pub(super) fn rarity(docs: u64, with: u64) -> f64 {
    let (docs, with) = (docs as f64, with as f64);
    (1.0 + (docs - with + 0.5).max(0.0) / (with + 0.5)).ln()
}

/// Finds the documents that have all words, and weighs them.
pub(super) struct Weighing {
    pub(super) ranked: bool,
    /// Words of a document, on average.
    pub(super) mean: f64,
    /// Of each word.
    pub(super) rarity: Vec<f64>,
}

impl Weighing {
    fn weight(&self, word: usize, often: u32, length: u32) -> f64 {
        let Some(rarity) = self.rarity.get(word).filter(|_| self.ranked) else {
            return 0.0;
        };
        let often = f64::from(often);
        let long = 1.0 - LENGTH + LENGTH * f64::from(length) / self.mean;
        rarity * often * (SATURATION + 1.0) / (often + SATURATION * long)
    }

    /// The documents that are in all lists, in order, with their relevance.
    pub(super) fn common(&self, lists: &[Vec<Posting>], lengths: &[u8]) -> Vec<(u32, i64)> {
        let mut order: Vec<usize> = (0..lists.len()).collect();
        order.sort_by_key(|&n| lists[n].len());
        let length = |doc: u32| u32::from(lengths.get(doc as usize).copied().unwrap_or(0));
        let mut found: Vec<(u32, f64)> = Vec::new();
        for (nth, &word) in order.iter().enumerate() {
            let list = &lists[word];
            if nth == 0 {
                let weigh = |&(doc, often)| (doc, self.weight(word, often, length(doc)));
                found = list.iter().map(weigh).collect();
                continue;
            }
            let mut at = 0;
            found.retain_mut(|(doc, weight)| {
                at += before(&list[at..], *doc);
                let here = list.get(at).filter(|(other, _)| other == doc);
                *weight += here.map_or(0.0, |(_, n)| self.weight(word, *n, length(*doc)));
                here.is_some()
            });
        }
        let scaled = |(doc, weight)| (doc, (weight * SCALE) as i64);
        found.into_iter().map(scaled).collect()
    }

    /// The same of documents that no segment has.
    pub(super) fn pending(
        &self,
        docs: Vec<Document>,
        words: &[Term],
        pairs: &[Term],
    ) -> (Vec<(u32, i64)>, Vec<Entry>) {
        let mut entries = Vec::new();
        let mut found = Vec::new();
        for doc in docs {
            let all = words.iter().chain(pairs);
            if all.clone().all(|term| doc.often(*term).is_some()) {
                let often = |term: &Term| doc.often(*term).unwrap_or(0);
                let short = doc.words.min(u32::from(u8::MAX));
                let weights = words.iter().enumerate();
                let weight: f64 = weights.map(|(n, t)| self.weight(n, often(t), short)).sum();
                found.push((entries.len() as u32, (weight * SCALE) as i64));
                entries.push(doc.entry);
            }
        }
        (found, entries)
    }
}

/// How many come before this document: by doubling steps, since the next is mostly near.
fn before(list: &[Posting], doc: u32) -> usize {
    let mut reach = 1;
    while list.get(reach).is_some_and(|(other, _)| *other < doc) {
        reach *= 2;
    }
    let near = &list[..list.len().min(reach + 1)];
    near.partition_point(|(other, _)| *other < doc)
}
