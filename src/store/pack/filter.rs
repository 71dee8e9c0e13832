//! Says of most keys that a run does not have that it has not (Bloom 1970), without reading it. Knows nothing of files.

use crate::store::key::Table;
use xxhash_rust::xxh3::xxh3_128_with_seed;

/// Bits for each entry of the run. Three in five entries are of tables that are asked by key ([`covers`]): some twelve bits for each of
/// those, with which one in a hundred keys that are not there is looked for in vain.
const BITS: u64 = 7;
/// Bits that each key sets.
const PROBES: u64 = 4;

/// Whether keys of this table are noted: others are walked, hardly ever asked one by one.
fn covers(table: Table) -> bool {
    !matches!(
        table,
        Table::StoryTime
            | Table::ClaimTime
            | Table::SpeakerClaims
            | Table::Names
            | Table::Members
            | Table::Unindexed
    )
}

/// Which keys may be there.
pub(in crate::store) struct Filter {
    words: Vec<u64>,
}

impl Filter {
    /// For at most so many entries.
    pub(super) fn new(entries: u64) -> Filter {
        let words = (entries * BITS).div_ceil(64).max(1);
        Filter {
            words: vec![0; usize::try_from(words).unwrap_or(1)],
        }
    }

    fn bits(&self, table: Table, key: &[u8]) -> impl Iterator<Item = (usize, u64)> + use<> {
        let hash = xxh3_128_with_seed(key, table as u64);
        let (first, step) = (hash as u64, (hash >> 64) as u64 | 1);
        let most = self.words.len() as u64 * 64;
        (0..PROBES).map(move |n| {
            let bit = first.wrapping_add(step.wrapping_mul(n)) % most;
            ((bit / 64) as usize, 1 << (bit % 64))
        })
    }

    /// Notes a key.
    pub(super) fn add(&mut self, table: Table, key: &[u8]) {
        if covers(table) {
            for (word, bit) in self.bits(table, key) {
                self.words[word] |= bit;
            }
        }
    }

    /// Whether the key may be there; `false` is sure.
    pub(super) fn may_have(&self, table: Table, key: &[u8]) -> bool {
        let mut bits = self.bits(table, key);
        !covers(table) || bits.all(|(word, bit)| self.words[word] & bit != 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_added_is_never_denied_and_most_else_is() {
        let mut filter = Filter::new(4_000);
        let key = |n: u64| n.to_be_bytes();
        (0..1_000).for_each(|n| filter.add(Table::Claims, &key(n)));
        assert!((0..1_000).all(|n| filter.may_have(Table::Claims, &key(n))));
        let wrong = (1_000..11_000).filter(|n| filter.may_have(Table::Claims, &key(*n)));
        assert!(wrong.count() < 600);
        let other = (0..1_000).filter(|n| filter.may_have(Table::Stories, &key(*n)));
        assert!(other.count() < 100);
        assert!(filter.may_have(Table::Members, &key(1)));
        assert!(!Filter::new(0).may_have(Table::Claims, &key(1)));
    }
}
