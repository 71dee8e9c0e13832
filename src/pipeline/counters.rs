//! Counts of what one process did, for the progress line and the closing summary. The view's totals are the store's own.

use crate::model::Verdict;
use crate::pipeline::meters::Histogram;
use crate::pipeline::meters::Step;
use crate::pipeline::meters::Times;
use crate::pipeline::pulse::Pulse;
use std::collections::BTreeMap;
use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering::Relaxed;
use std::time::Duration;
use std::time::Instant;

/// Running counts, shared by every stage.
#[derive(Debug, Default)]
pub struct Counters {
    polled: [AtomicU64; Poll::ALL.len()],
    entries: AtomicU64,
    stories: [AtomicU64; 5],
    attributions: AtomicU64,
    claims: AtomicU64,
    speakers: AtomicU64,
    /// Keyed by the closed list of failure names, so bounded by it.
    failures: Mutex<BTreeMap<&'static str, u64>>,
    bytes: AtomicU64,
    received: Arc<AtomicU64>,
    held: AtomicBool,
    pages_wait: AtomicU64,
    durable: AtomicU64,
    /// When the stories that wait began to, oldest first; bounded by the journal's channel.
    waiting: Mutex<VecDeque<(Instant, u64)>>,
    steps: [Histogram; Step::ALL.len()],
    pulse: Pulse,
}

/// What came of asking a feed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Poll {
    /// A document came.
    Read,
    /// Nothing has changed.
    Unchanged,
    /// It could not be had or read.
    Failed,
}

impl Poll {
    /// Every outcome.
    pub const ALL: [Poll; 3] = [Poll::Read, Poll::Unchanged, Poll::Failed];

    /// Its name, as a label of metrics.
    pub fn name(self) -> &'static str {
        match self {
            Poll::Read => "read",
            Poll::Unchanged => "unchanged",
            Poll::Failed => "failed",
        }
    }
}

/// A copy of the counts at one moment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Feeds asked.
    pub polled: u64,
    /// The same by what came of it, in the order of [`Poll::ALL`].
    pub polls: [u64; Poll::ALL.len()],
    /// Entries read from feeds, or lines read from input.
    pub entries: u64,
    /// Stories not seen before.
    pub new: u64,
    /// Revisions of known stories.
    pub revisions: u64,
    /// Copies of other stories.
    pub copies: u64,
    /// Stories that embed part of others.
    pub partials: u64,
    /// Observations that changed nothing.
    pub unchanged: u64,
    /// Attributions found.
    pub attributions: u64,
    /// Claims first seen.
    pub claims: u64,
    /// Speakers first seen.
    pub speakers: u64,
    /// Failures by name.
    pub failures: BTreeMap<&'static str, u64>,
    /// Bytes of feeds and pages, decoded.
    pub bytes: u64,
    /// Bytes that came over the wire.
    pub received: u64,
    /// Whether polling waits for room, for memory or for the next day.
    pub held: bool,
    /// Pages that are to be fetched later.
    pub pages_wait: u64,
    /// Number of the last record that is durable in the archive, as far as this process wrote it.
    pub durable: u64,
    /// Stories that wait to be recorded, at this moment.
    pub waiting: u64,
    /// How long the oldest of them has waited.
    pub oldest_wait: Duration,
}

impl Counts {
    /// Stories recorded: new, revisions, copies and partials.
    pub fn recorded(&self) -> u64 {
        self.new + self.revisions + self.copies + self.partials
    }
}

impl Counters {
    /// A feed was asked.
    pub fn polled(&self, outcome: Poll) {
        self.polled[outcome as usize].fetch_add(1, Relaxed);
    }

    /// What grows by the bytes that come over the wire.
    pub fn received(&self) -> Arc<AtomicU64> {
        self.received.clone()
    }

    /// Whether polling waits for room, for memory or for the next day.
    pub fn held(&self, held: bool) {
        self.held.store(held, Relaxed);
    }

    /// So many pages are to be fetched later.
    pub fn pages_wait(&self, n: usize) {
        self.pages_wait.store(n as u64, Relaxed);
    }

    /// The record of this number is durable.
    pub fn durable(&self, seq: u64) {
        self.durable.store(seq, Relaxed);
    }

    /// So many entries were read.
    pub fn entries(&self, n: usize) {
        self.entries.fetch_add(n as u64, Relaxed);
    }

    /// A story got its verdict.
    pub fn story(&self, verdict: &Verdict) {
        self.stories[slot(verdict)].fetch_add(1, Relaxed);
    }

    /// A recorded story brought so many attributions, first claims and first speakers.
    pub fn said(&self, attributions: usize, claims: usize, speakers: usize) {
        self.attributions.fetch_add(attributions as u64, Relaxed);
        self.claims.fetch_add(claims as u64, Relaxed);
        self.speakers.fetch_add(speakers as u64, Relaxed);
    }

    /// Something failed, and was handled.
    pub fn failed(&self, name: &'static str) {
        let mut failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        *failures.entry(name).or_default() += 1;
    }

    /// So many bytes of a feed or page came.
    pub fn bytes(&self, n: usize) {
        self.bytes.fetch_add(n as u64, Relaxed);
    }

    /// So many stories began to wait for the journal.
    pub fn queued(&self, n: usize) {
        self.waiting().push_back((Instant::now(), n as u64));
    }

    /// So many stories were recorded or refused.
    pub fn settled(&self, n: usize) {
        let (mut waiting, mut left) = (self.waiting(), n as u64);
        while left > 0
            && let Some((since, n)) = waiting.pop_front()
        {
            if n > left {
                waiting.push_front((since, n - left));
            }
            left = left.saturating_sub(n);
        }
    }

    fn waiting(&self) -> MutexGuard<'_, VecDeque<(Instant, u64)>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A step took so long.
    pub fn took(&self, step: Step, time: Duration) {
        self.steps[step as usize].add(time);
    }

    /// How long a step took each time.
    pub fn times(&self, step: Step) -> Times {
        self.steps[step as usize].read()
    }

    /// Whether the stages still move.
    pub fn pulse(&self) -> &Pulse {
        &self.pulse
    }

    /// The counts now.
    pub fn read(&self) -> Counts {
        let story = |n: usize| self.stories[n].load(Relaxed);
        let polls = Poll::ALL.map(|outcome| self.polled[outcome as usize].load(Relaxed));
        let waiting = self.waiting();
        let oldest = waiting.front().map(|(since, _)| since.elapsed());
        Counts {
            polled: polls.iter().sum(),
            polls,
            received: self.received.load(Relaxed),
            held: self.held.load(Relaxed),
            pages_wait: self.pages_wait.load(Relaxed),
            durable: self.durable.load(Relaxed),
            oldest_wait: oldest.unwrap_or_default(),
            entries: self.entries.load(Relaxed),
            new: story(0),
            revisions: story(1),
            copies: story(2),
            partials: story(3),
            unchanged: story(4),
            attributions: self.attributions.load(Relaxed),
            claims: self.claims.load(Relaxed),
            speakers: self.speakers.load(Relaxed),
            failures: self
                .failures
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .clone(),
            bytes: self.bytes.load(Relaxed),
            waiting: waiting.iter().map(|(_, n)| n).sum(),
        }
    }
}

fn slot(verdict: &Verdict) -> usize {
    match verdict {
        Verdict::New => 0,
        Verdict::Revision { .. } => 1,
        Verdict::Copy { .. } => 2,
        Verdict::Partial { .. } => 3,
        Verdict::Unchanged => 4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_waits_is_settled_in_the_order_in_which_it_came() {
        let counters = Counters::default();
        for n in [3, 2, 4] {
            counters.queued(n);
        }
        assert_eq!(counters.read().waiting, 9);
        counters.settled(4);
        assert_eq!(counters.read().waiting, 5);
        assert!(counters.read().oldest_wait > Duration::ZERO);
        counters.settled(5);
        assert_eq!(counters.read().waiting, 0);
        assert_eq!(counters.read().oldest_wait, Duration::ZERO);
        counters.settled(7);
        assert_eq!(counters.read().waiting, 0, "more than there was");
    }
}
