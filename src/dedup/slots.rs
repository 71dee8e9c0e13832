//! A hash table of slot numbers, six to ten bytes an entry: the keys are looked up in the slots themselves. It knows neither keys nor slots.

/// Places for every four entries: open addressing stays quick up to here.
const PLACES_OF_FOUR: usize = 5;

/// See the module. Whoever asks brings the hash and the comparison.
#[derive(Debug, Default)]
pub(super) struct Slots {
    /// A slot number and one; 0 where the place is free.
    places: Vec<u32>,
    /// Some bits of the hash of what is in each place: a slot lies far off in memory and is looked at only where these agree.
    tags: Vec<u8>,
    len: usize,
}

impl Slots {
    pub(super) fn find(&self, hash: u64, is: impl Fn(u32) -> bool) -> Option<u32> {
        let place = self.place(hash, is)?;
        Some(self.places[place] - 1)
    }

    /// Puts in a slot whose key is not in yet. `hash_of` gives the hash of any slot that is in.
    pub(super) fn insert(&mut self, hash: u64, slot: u32, hash_of: impl Fn(u32) -> u64) {
        if (self.len + 1) * PLACES_OF_FOUR > self.places.len() * 4 {
            self.resize(self.len + self.len / 2 + 8, hash_of);
        }
        self.put(hash, slot + 1);
        self.len += 1;
    }

    /// Makes room for so many more.
    pub(super) fn reserve(&mut self, more: usize, hash_of: impl Fn(u32) -> u64) {
        if (self.len + more) * PLACES_OF_FOUR > self.places.len() * 4 {
            self.resize(self.len + more + 8, hash_of);
        }
    }

    fn resize(&mut self, entries: usize, hash_of: impl Fn(u32) -> u64) {
        let wanted = entries * PLACES_OF_FOUR / 4;
        let old = std::mem::replace(&mut self.places, vec![0; wanted]);
        self.tags = vec![0; wanted];
        for held in old.into_iter().filter(|&held| held != 0) {
            self.put(hash_of(held - 1), held);
        }
    }

    /// Takes a slot out; those behind it move up, so that no search ends too early.
    pub(super) fn remove(&mut self, hash: u64, slot: u32, hash_of: impl Fn(u32) -> u64) {
        let Some(mut free) = self.place(hash, |held| held == slot) else {
            return;
        };
        self.places[free] = 0;
        self.len -= 1;
        let mut at = free;
        loop {
            at = self.after(at);
            let held = self.places[at];
            if held == 0 {
                return;
            }
            let home = self.home(hash_of(held - 1));
            // It may move to the free place if that lies between its home and where it is, around the end.
            let may = if home <= at {
                home <= free && free < at
            } else {
                home <= free || free < at
            };
            if may {
                self.places[free] = held;
                self.tags[free] = self.tags[at];
                self.places[at] = 0;
                free = at;
            }
        }
    }

    /// Bytes allocated.
    pub(super) fn bytes(&self) -> usize {
        4 * self.places.capacity() + self.tags.capacity()
    }

    fn place(&self, hash: u64, is: impl Fn(u32) -> bool) -> Option<usize> {
        if self.places.is_empty() {
            return None;
        }
        let (mut at, tag) = (self.home(hash), tag(hash));
        loop {
            match self.places[at] {
                0 => return None,
                held if self.tags[at] == tag && is(held - 1) => return Some(at),
                _ => at = self.after(at),
            }
        }
    }

    fn put(&mut self, hash: u64, held: u32) {
        let mut at = self.home(hash);
        while self.places[at] != 0 {
            at = self.after(at);
        }
        self.places[at] = held;
        self.tags[at] = tag(hash);
    }

    fn home(&self, hash: u64) -> usize {
        ((u128::from(spread(hash)) * self.places.len() as u128) >> 64) as usize
    }

    fn after(&self, at: usize) -> usize {
        if at + 1 < self.places.len() {
            at + 1
        } else {
            0
        }
    }
}

/// Identifiers are digests, but callers may count; the upper bits say where to look, the lower ones are the tag.
fn spread(hash: u64) -> u64 {
    let spread = hash.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    spread ^ spread >> 32
}

fn tag(hash: u64) -> u8 {
    (spread(hash) & 0xff) as u8
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn it_answers_as_a_plain_set_does() {
        let key = |slot: u32| u64::from(slot % 50_000).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let (mut slots, mut plain) = (Slots::default(), HashSet::new());
        let mut state = 7u64;
        for _ in 0..60_000 {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            let slot = (state >> 40) as u32 % 3_000;
            if plain.remove(&slot) {
                slots.remove(key(slot), slot, key);
            } else {
                plain.insert(slot);
                slots.insert(key(slot), slot, key);
            }
        }
        for slot in 0..3_000 {
            let found = slots.find(key(slot), |held| held == slot);
            assert_eq!(found.is_some(), plain.contains(&slot), "{slot}");
        }
        assert_eq!(slots.len, plain.len());
        assert!(slots.bytes() < 10 * 3_200);
        assert_eq!(Slots::default().find(3, |_| true), None);
    }
}
