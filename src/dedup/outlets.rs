//! What each outlet prints again and again: a paragraph that stands word for word in several of its copy groups is not its
//! stories' but its own. Learnt from what was put into the index, so that the same stories teach the same. It knows no texts, only hashes.

use std::collections::BTreeMap;
use std::collections::HashMap;
use std::hash::BuildHasherDefault;
use std::hash::Hasher;
use xxhash_rust::xxh3::xxh3_64;

/// Copy groups of one outlet that carry a paragraph before it counts as the outlet's own. Two may be a story and its
/// sequel; at three nearly all are notices, and the stop rule of the shingles comes a group later.
const LEARNT: usize = 3;

/// Paragraphs remembered for one outlet. When there are more, those seen least lately are forgotten, learnt ones last.
/// What stands below every story is learnt within three stories; the bound keeps about forty stories' worth.
const MAX_PARAGRAPHS: usize = 512;

/// Outlets remembered; the one seen least lately is forgotten.
const MAX_OUTLETS: usize = 4_096;

/// See the module.
#[derive(Debug, Default)]
pub(super) struct Outlets {
    by_outlet: BTreeMap<u32, Outlet>,
    /// Stories learnt from, as a clock.
    tick: u32,
}

#[derive(Debug, Default)]
struct Outlet {
    paragraphs: HashMap<u32, Seen, BuildHasherDefault<AsIs>>,
    last: u32,
}

#[derive(Debug)]
struct Seen {
    /// The first groups with it, as the low halves of their ids, and how many there are.
    groups: [u32; LEARNT],
    count: u8,
    last: u32,
}

/// Keys that are hashes already, spread over the upper bits too.
#[derive(Default)]
struct AsIs(u64);

impl Hasher for AsIs {
    fn finish(&self) -> u64 {
        self.0.wrapping_mul(0x9e37_79b9_7f4a_7c15)
    }

    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.0 = self.0 << 8 | u64::from(byte);
        }
    }

    fn write_u32(&mut self, key: u32) {
        self.0 = u64::from(key);
    }
}

impl Outlets {
    /// Whether the outlet has printed this paragraph in several stories.
    pub(super) fn knows(&self, outlet: &str, paragraph: u32) -> bool {
        let outlet = self.by_outlet.get(&outlet_hash(outlet));
        let seen = outlet.and_then(|outlet| outlet.paragraphs.get(&paragraph));
        seen.is_some_and(Seen::is_learnt)
    }

    /// A story of this outlet and this group has these paragraphs.
    pub(super) fn learn(&mut self, outlet: &str, group: u64, paragraphs: &[u32]) {
        self.tick = self.tick.wrapping_add(1);
        let (tick, name) = (self.tick, outlet_hash(outlet));
        if self.by_outlet.len() >= MAX_OUTLETS && !self.by_outlet.contains_key(&name) {
            let oldest = self.by_outlet.iter().min_by_key(|(_, outlet)| outlet.last);
            if let Some((&oldest, _)) = oldest {
                self.by_outlet.remove(&oldest);
            }
        }
        let outlet = self.by_outlet.entry(name).or_default();
        outlet.last = tick;
        for &paragraph in paragraphs {
            let seen = outlet.paragraphs.entry(paragraph).or_insert(Seen {
                groups: [0; LEARNT],
                count: 0,
                last: tick,
            });
            seen.last = tick;
            seen.add(group as u32);
        }
        if outlet.paragraphs.len() > MAX_PARAGRAPHS {
            let rank = |seen: &Seen| (seen.is_learnt(), seen.last);
            let mut ranks: Vec<_> = outlet.paragraphs.values().map(rank).collect();
            // A quarter goes at once, so that this is not done for every story.
            let quarter = ranks.len() / 4;
            let least = *ranks.select_nth_unstable(quarter).1;
            outlet.paragraphs.retain(|_, seen| rank(seen) > least);
        }
    }

    /// Bytes allocated, about.
    pub(super) fn bytes(&self) -> usize {
        let paragraphs: usize = self.by_outlet.values().map(|o| o.paragraphs.len()).sum();
        paragraphs * (size_of::<Seen>() + 8) + self.by_outlet.len() * (size_of::<Outlet>() + 8)
    }
}

impl Seen {
    fn is_learnt(&self) -> bool {
        usize::from(self.count) >= LEARNT
    }

    fn add(&mut self, group: u32) {
        let count = usize::from(self.count);
        if count < LEARNT && !self.groups[..count].contains(&group) {
            self.groups[count] = group;
            self.count += 1;
        }
    }
}

pub(super) fn outlet_hash(outlet: &str) -> u32 {
    (xxh3_64(outlet.as_bytes()) >> 32) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_groups_of_one_outlet_teach_a_paragraph() {
        let mut outlets = Outlets::default();
        for (outlet, group, expect) in [
            ("a", 1, false),
            ("a", 1, false),
            ("a", 2, false),
            ("b", 3, false),
            ("a", 2, false),
            ("a", 3, true),
        ] {
            outlets.learn(outlet, group, &[7, 8]);
            assert_eq!(outlets.knows("a", 7), expect, "{outlet} {group}");
        }
        assert!(!outlets.knows("b", 7) && !outlets.knows("a", 9));
    }

    #[test]
    fn what_is_learnt_outlives_what_passes_and_memory_is_bounded() {
        let mut outlets = Outlets::default();
        for group in 0..5_000u32 {
            let passing: Vec<u32> = (0..10).map(|n| 1_000 + group * 10 + n).collect();
            outlets.learn("a", u64::from(group), &[&passing[..], &[7]].concat());
            outlets.learn(&format!("outlet {group}"), 1, &[1]);
        }
        assert!(outlets.knows("a", 7));
        assert!(outlets.by_outlet.len() <= MAX_OUTLETS);
        assert!(outlets.bytes() < 1 << 20);
    }
}
