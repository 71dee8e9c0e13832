//! Adding postings by the million: sorted, and by several threads, each with a share of the shards. It knows no stories.

use super::carried::Added;
use super::carried::step;
use super::postings::Postings;
use super::postings::SHARDS;
use super::postings::Shard;

/// Shares of the shards, each of which a thread takes where many postings are added at once.
pub(super) const SHARES: usize = 4;

/// The share that a shingle is in.
pub(super) fn share(shingle: u32) -> usize {
    (shingle >> 16) as usize / (SHARDS / SHARES)
}

/// A story whose postings are added later than it came.
#[derive(Debug)]
pub(super) struct Step {
    pub slot: u32,
    pub group: u32,
    /// The day on which it was seen.
    pub day: u32,
    /// The newest day by then, see [`Postings::advance`].
    pub today: u32,
}

/// Who has to hear that a shingle is stopped.
#[derive(Debug)]
pub(super) enum Told {
    /// The story alone: the others know.
    Own,
    /// The members of its group and of these.
    Carriers(Vec<u32>),
}

impl Postings {
    /// Adds many, to the same end as one by one: in any order, each a shingle and in the lower half the number of its story among
    /// `steps`, and each in the share that [`share`] says, since a thread takes each. `resolve` gives what a group had
    /// become when the story of that number came; `tell` hears of the stopped ones and writes into its share's list, all of which come back sorted.
    pub(super) fn merge(
        &mut self,
        added: &mut [Vec<u64>; SHARES],
        steps: &[Step],
        resolve: impl Fn(u32, u32) -> Option<u32> + Sync,
        tell: impl Fn(u32, u32, Told, &mut Vec<u64>) + Sync,
    ) -> [Vec<u64>; SHARES] {
        if self.shards.is_empty() {
            self.shards.resize_with(SHARDS, Shard::default);
        }
        let mut told: [Vec<u64>; SHARES] = Default::default();
        let shards = self.shards.chunks_mut(SHARDS / SHARES).zip(0u64..);
        let shares = shards.zip(added.iter_mut()).zip(&mut told);
        let (stop, window, resolve, tell) = (self.stop, self.window, &resolve, &tell);
        let more: isize = std::thread::scope(|scope| {
            let threads = shares.map(|(((shards, share), added), told)| {
                scope.spawn(move || {
                    added.sort_unstable();
                    let first = share as usize * (SHARDS / SHARES);
                    let more = merge_into(
                        (shards, first),
                        (stop, window),
                        added,
                        steps,
                        resolve,
                        |shingle, number, carriers| tell(shingle, number, carriers, told),
                    );
                    told.sort_unstable();
                    more
                })
            });
            let threads: Vec<_> = threads.collect();
            let joined = threads.into_iter().map(|thread| thread.join());
            joined
                .map(|more| more.unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
                .sum()
        });
        self.entries = self.entries.saturating_add_signed(more);
        told
    }
}

/// Adds sorted postings to these shards, the first of which is number `first`; says how many entries there are more.
fn merge_into(
    (shards, first): (&mut [Shard], usize),
    (stop, window): (usize, u32),
    added: &[u64],
    steps: &[Step],
    resolve: impl Fn(u32, u32) -> Option<u32>,
    mut tell: impl FnMut(u32, u32, Told),
) -> isize {
    let (mut keys, mut values) = (Vec::new(), Vec::new());
    let mut run = Vec::with_capacity(stop);
    let mut more = 0;
    for part in added.chunk_by(|a, b| a >> 48 == b >> 48) {
        let shard = &mut shards[(part[0] >> 48) as usize - first];
        let mut at = 0;
        for same in part.chunk_by(|a, b| a >> 32 == b >> 32) {
            let shingle = (same[0] >> 32) as u32;
            let key = shingle as u16;
            // What is added is mostly but a few keys further on.
            let from = at + shard.keys[at..].iter().take_while(|&&k| k < key).count();
            let len = shard.keys[from..].iter().take_while(|&&k| k == key).count();
            keys.extend_from_slice(&shard.keys[at..from]);
            values.extend_from_slice(&shard.values[at..from]);
            at = from + len;
            if let [one] = same
                && len == 0
            {
                keys.push(key);
                values.push(steps[*one as u32 as usize].group);
                continue;
            }
            run.clear();
            run.extend_from_slice(&shard.values[from..at]);
            for &one in same {
                let number = one as u32;
                let of = &steps[number as usize];
                let expired = of.today.saturating_sub(window);
                let then = |group| resolve(group, number);
                match step(&mut run, stop, expired, of.group, of.day, then) {
                    Added::Live => {}
                    Added::Stopped => tell(shingle, number, Told::Own),
                    Added::StoppedNow(groups) => {
                        tell(shingle, number, Told::Carriers(groups));
                    }
                }
            }
            keys.resize(keys.len() + run.len(), key);
            values.extend_from_slice(&run);
        }
        keys.extend_from_slice(&shard.keys[at..]);
        values.extend_from_slice(&shard.values[at..]);
        more += keys.len() as isize - shard.keys.len() as isize;
        shard.become_these(&keys, &values);
        keys.clear();
        values.clear();
    }
    more
}
