//! The index over wordings: which claims have a run of words in common with some other words. Samples every wording so that any
//! run of [`SURE`] words that two wordings share is found (winnowing, Schleimer, Wilkerson and Aiken 2003). What is made of what
//! is found must not be known here.

use super::error::StoreError;
use super::key::Gram;
use super::key::GramKey;
use super::key::prefix;
use super::rows::ClaimRow;
use super::typed;
use super::view::Store;
use crate::extract::claim::comparable_words;
use crate::model::ClaimId;
use std::collections::BTreeSet;
use std::collections::HashMap;
use xxhash_rust::xxh3::xxh3_64;

/// Words in one gram.
const WORDS: usize = 3;
/// Grams of which the least is kept: one in every so many in a row.
const WINDOW: usize = 4;
/// A run of so many words that two wordings share is never missed, as long as `MAX_POSTINGS` holds.
pub const SURE: usize = WORDS + WINDOW - 1;
/// Most grams of one claim that are kept, over all its wordings; of more the first wordings' are.
const MAX_GRAMS: usize = 400;
/// Most grams of a text that is looked up; what is behind them is not looked for.
const MAX_ASKED: usize = 400;
/// Claims read for one gram. A gram that more claims have says little, and the first so many by id stand for all.
const MAX_POSTINGS: usize = 300;

/// The gram of some words.
fn gram(words: &[String]) -> Gram {
    Gram(xxh3_64(words.join(" ").as_bytes()) as u32)
}

/// Every gram of a text, in order; of one with too few words, the text itself.
fn all(words: &[String]) -> Vec<Gram> {
    match words.len() {
        0 => Vec::new(),
        n if n < WORDS => vec![gram(words)],
        _ => words.windows(WORDS).map(gram).collect(),
    }
}

/// The sampled grams of a claim's wordings.
pub(super) fn of(row: &ClaimRow) -> BTreeSet<Gram> {
    let mut out = BTreeSet::new();
    for variant in &row.variants {
        let grams = all(&comparable_words(&variant.text));
        let sampled: Vec<Gram> = match grams.len() {
            0..=WINDOW => grams,
            _ => grams
                .windows(WINDOW)
                .filter_map(|w| w.iter().min().copied())
                .collect(),
        };
        for gram in sampled {
            if out.len() >= MAX_GRAMS {
                return out;
            }
            out.insert(gram);
        }
    }
    out
}

impl Store {
    /// The claims that share most runs of words with a text, those that share most first; at most `most`.
    pub fn claims_worded_like(&self, text: &str, most: usize) -> Result<Vec<ClaimId>, StoreError> {
        let words = comparable_words(text);
        let asked: BTreeSet<Gram> = all(&words).into_iter().take(MAX_ASKED).collect();
        let mut shared: HashMap<ClaimId, u32> = HashMap::new();
        for gram in asked {
            let keys = self.keys::<GramKey>(typed::starting_with(prefix(&[&gram])));
            for key in keys.take(MAX_POSTINGS) {
                *shared.entry(key?.claim).or_default() += 1;
            }
        }
        let mut found: Vec<(u32, ClaimId)> = shared.into_iter().map(|(id, n)| (n, id)).collect();
        found.sort_unstable_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
        Ok(found.into_iter().take(most).map(|(_, id)| id).collect())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn words(text: &str) -> Vec<String> {
        comparable_words(text)
    }

    #[test]
    fn a_shared_run_is_never_missed() {
        let text = "the reservoir above the town is full and nobody who lives below it has any reason to be afraid of the thaw this year";
        let whole = words(text);
        let sampled: BTreeSet<Gram> = {
            let grams = all(&whole);
            grams
                .windows(WINDOW)
                .filter_map(|w| w.iter().min().copied())
                .collect()
        };
        assert!(sampled.len() < all(&whole).len());
        for run in whole.windows(SURE) {
            let found = all(run).iter().any(|gram| sampled.contains(gram));
            assert!(found, "{run:?}");
        }
    }

    #[test]
    fn short_texts_have_grams_too() {
        assert_eq!(all(&words("")).len(), 0);
        assert_eq!(all(&words("No comment")).len(), 1);
        assert_eq!(all(&words("We will be back")).len(), 2);
    }
}
