//! Which copy groups carry a shingle, and which shingles so many carry that they say nothing. It does not know stories.
//!
//! Shingles are held sorted in shards by their upper half, so that an entry costs six bytes and a search touches two or three
//! cache lines. Nothing is taken out when a story leaves: entries of groups that are gone are dropped when they are met, and all at once
//! by [`Postings::sweep`].

use super::carried::Added;
use super::carried::STOPPED;
use super::carried::step;
use super::carried::stopped_on;

/// Shards: one for each upper half of a shingle.
pub(super) const SHARDS: usize = 1 << 16;

/// Shingle to copy groups. A shingle is *live* until the stop rule takes it; it comes back to life when no story has carried
/// it for as long as the window is.
#[derive(Debug)]
pub(super) struct Postings {
    /// Empty until the first shingle comes.
    pub(super) shards: Vec<Shard>,
    /// Groups that stop a shingle; no list grows beyond it.
    pub(super) stop: usize,
    /// Days after which a stopped shingle is live again.
    pub(super) window: u32,
    /// The newest day on which anything was added.
    today: u32,
    pub(super) entries: usize,
}

/// Lower halves of shingles, ascending, each with a value; those with several groups stand several times.
#[derive(Debug, Default)]
pub(super) struct Shard {
    pub(super) keys: Vec<u16>,
    pub(super) values: Vec<u32>,
}

/// What is known of a shingle.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Carried<'a> {
    /// By these groups, fewer than the stop rule's number; some may be gone or joined to others.
    By(&'a [u32]),
    /// By so many that it says nothing.
    Stopped,
}

impl Postings {
    pub(super) fn new(stop: usize, window_days: u32) -> Postings {
        Postings {
            shards: Vec::new(),
            stop: stop.clamp(2, 64),
            window: window_days,
            today: 0,
            entries: 0,
        }
    }

    /// Says which day it is; it never goes back.
    pub(super) fn advance(&mut self, day: u32) {
        self.today = self.today.max(day & !STOPPED);
    }

    /// A story of `group` seen on `day` carries `shingle`. `resolve` gives the group that a group has become, or `None` where it is gone.
    pub(super) fn add(
        &mut self,
        shingle: u32,
        group: u32,
        day: u32,
        resolve: impl Fn(u32) -> Option<u32>,
    ) -> Added {
        if self.shards.is_empty() {
            self.shards.resize_with(SHARDS, Shard::default);
        }
        let expired = self.today.saturating_sub(self.window);
        let (shard, key) = ((shingle >> 16) as usize, shingle as u16);
        let shard = &mut self.shards[shard];
        let (from, to) = shard.range(key);
        let mut run = Vec::with_capacity(self.stop);
        run.extend_from_slice(&shard.values[from..to]);
        let added = step(&mut run, self.stop, expired, group, day, resolve);
        self.entries = self.entries + run.len() - (to - from);
        shard.replace(key, from, to, &run);
        added
    }

    /// The newest day so far.
    pub(super) fn today(&self) -> u32 {
        self.today
    }

    pub(super) fn get(&self, shingle: u32) -> Carried<'_> {
        let Some(shard) = self.shards.get((shingle >> 16) as usize) else {
            return Carried::By(&[]);
        };
        let (from, to) = shard.range(shingle as u16);
        let values = &shard.values[from..to];
        match stopped_on(values) {
            Some(last) if last >= self.today.saturating_sub(self.window) => Carried::Stopped,
            Some(_) => Carried::By(&[]),
            None => Carried::By(values),
        }
    }

    /// Drops what is gone and writes what was joined; after it no entry names a group that `resolve` does not give back.
    pub(super) fn sweep(&mut self, resolve: impl Fn(u32) -> Option<u32>) {
        let expired = self.today.saturating_sub(self.window);
        self.entries = 0;
        for shard in &mut self.shards {
            let (mut kept, mut run, mut current) = (0, 0, None);
            for at in 0..shard.keys.len() {
                let (key, value) = (shard.keys[at], shard.values[at]);
                if current != Some(key) {
                    (current, run) = (Some(key), kept);
                }
                let now = match stopped_on(&[value]) {
                    Some(last) => (last >= expired).then_some(value),
                    None => resolve(value),
                };
                if let Some(now) = now.filter(|now| !shard.values[run..kept].contains(now)) {
                    (shard.keys[kept], shard.values[kept]) = (key, now);
                    kept += 1;
                }
            }
            shard.keys.truncate(kept);
            shard.values.truncate(kept);
            shard.fit();
            self.entries += kept;
        }
    }

    /// Entries held.
    pub(super) fn len(&self) -> usize {
        self.entries
    }

    /// Bytes allocated.
    pub(super) fn bytes(&self) -> usize {
        let of = |shard: &Shard| 2 * shard.keys.capacity() + 4 * shard.values.capacity();
        self.shards.capacity() * size_of::<Shard>() + self.shards.iter().map(of).sum::<usize>()
    }
}

impl Shard {
    fn range(&self, key: u16) -> (usize, usize) {
        let from = self.keys.partition_point(|&k| k < key);
        let len = self.keys[from..].iter().take_while(|&&k| k == key).count();
        (from, from + len)
    }

    fn replace(&mut self, key: u16, from: usize, to: usize, values: &[u32]) {
        let same = values.len().min(to - from);
        self.values[from..from + same].copy_from_slice(&values[..same]);
        if values.len() < to - from {
            self.keys.drain(from + same..to);
            self.values.drain(from + same..to);
        }
        for &value in &values[same..] {
            if self.keys.len() == self.keys.capacity() {
                let more = room(self.keys.len());
                self.keys.reserve_exact(more);
                self.values.reserve_exact(more);
            }
            self.keys.insert(to, key);
            self.values.insert(to, value);
        }
    }

    pub(super) fn become_these(&mut self, keys: &[u16], values: &[u32]) {
        self.keys.clear();
        self.values.clear();
        if self.keys.capacity() < keys.len() {
            let wanted = keys.len() + room(keys.len());
            self.keys.reserve_exact(wanted);
            self.values.reserve_exact(wanted);
        }
        self.keys.extend_from_slice(keys);
        self.values.extend_from_slice(values);
    }

    /// Gives back room that is far more than needed.
    fn fit(&mut self) {
        if self.keys.capacity() > self.keys.len() + 2 * room(self.keys.len()) {
            let wanted = self.keys.len() + room(self.keys.len());
            self.keys.shrink_to(wanted);
            self.values.shrink_to(wanted);
        }
    }
}

/// Room made at once: a quarter, so that little lies idle and a copy is rare.
fn room(len: usize) -> usize {
    len / 4 + 4
}

#[cfg(test)]
mod tests {
    use super::*;

    fn groups(postings: &Postings, shingle: u32) -> Vec<u32> {
        match postings.get(shingle) {
            Carried::By(groups) => groups.to_vec(),
            Carried::Stopped => Vec::new(),
        }
    }

    fn there(group: u32) -> Option<u32> {
        Some(group)
    }

    #[test]
    fn the_third_group_stops_a_shingle_until_the_window_has_passed() {
        let mut p = Postings::new(3, 30);
        for (group, expect) in [
            (1, Added::Live),
            (1, Added::Live),
            (2, Added::Live),
            (3, Added::StoppedNow(vec![1, 2])),
            (4, Added::Stopped),
        ] {
            p.advance(100);
            assert_eq!(p.add(7, group, 100, there), expect);
        }
        assert_eq!((p.get(7), p.len()), (Carried::Stopped, 1));
        p.advance(130);
        assert_eq!(p.get(7), Carried::Stopped);
        p.advance(131);
        assert_eq!(p.get(7), Carried::By(&[]));
        assert_eq!(p.add(7, 9, 131, there), Added::Live);
        assert_eq!(groups(&p, 7), [9]);
    }

    #[test]
    fn groups_that_are_gone_or_joined_count_no_more() {
        let mut p = Postings::new(3, 30);
        p.add(7, 1, 1, there);
        p.add(7, 2, 1, there);
        p.add(8, 2, 1, there);
        let two_is_gone = |group| (group != 2).then_some(group);
        assert_eq!(p.add(7, 3, 1, two_is_gone), Added::Live);
        assert_eq!(groups(&p, 7), [1, 3]);
        p.sweep(|group| two_is_gone(group).map(|_| 1));
        assert_eq!(
            (groups(&p, 7), groups(&p, 8), p.len()),
            (vec![1], vec![], 1)
        );
    }

    #[test]
    fn a_shingle_on_a_hundred_thousand_stories_is_one_entry() {
        let mut p = Postings::new(4, 30);
        for group in 0..100_000 {
            p.add(7, group, 5, there);
        }
        assert_eq!((p.get(7), p.len()), (Carried::Stopped, 1));
    }

    #[test]
    fn it_answers_as_a_plain_map_does() {
        let mut p = Postings::new(64, 30);
        let mut plain = std::collections::BTreeMap::<u32, Vec<u32>>::new();
        let mut state = 1u64;
        for _ in 0..20_000 {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            let shingle = ((state >> 40) as u32 % 997) * 16_127;
            let group = (state >> 33) as u32 % 20;
            p.add(shingle, group, 1, there);
            let held = plain.entry(shingle).or_default();
            if !held.contains(&group) {
                held.push(group);
            }
        }
        let all: usize = plain.values().map(Vec::len).sum();
        assert_eq!(p.len(), all);
        p.sweep(there);
        for (shingle, held) in plain {
            assert_eq!(groups(&p, shingle), held);
        }
        assert!(p.bytes() < 6 * all * 3 / 2 + 70 * SHARDS);
    }
}
