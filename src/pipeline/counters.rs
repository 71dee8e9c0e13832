//! Counts of what one process did, for the progress line and the closing summary. The view's totals are the store's own.

use crate::model::Verdict;
use crate::pipeline::meters::Histogram;
use crate::pipeline::meters::Step;
use crate::pipeline::meters::Times;
use crate::pipeline::pulse::Pulse;
use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering::Relaxed;
use std::time::Duration;

/// Running counts, shared by every stage.
#[derive(Debug, Default)]
pub struct Counters {
    polled: AtomicU64,
    entries: AtomicU64,
    stories: [AtomicU64; 5],
    attributions: AtomicU64,
    claims: AtomicU64,
    speakers: AtomicU64,
    /// Keyed by the closed list of failure names, so bounded by it.
    failures: Mutex<BTreeMap<&'static str, u64>>,
    bytes: AtomicU64,
    waiting: AtomicU64,
    steps: [Histogram; Step::ALL.len()],
    pulse: Pulse,
}

/// A copy of the counts at one moment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Feeds asked.
    pub polled: u64,
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
    /// Stories that wait to be recorded, at this moment.
    pub waiting: u64,
}

impl Counts {
    /// Stories recorded: new, revisions, copies and partials.
    pub fn recorded(&self) -> u64 {
        self.new + self.revisions + self.copies + self.partials
    }
}

impl Counters {
    /// A feed was asked.
    pub fn polled(&self) {
        self.polled.fetch_add(1, Relaxed);
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
        self.waiting.fetch_add(n as u64, Relaxed);
    }

    /// So many stories were recorded or refused.
    pub fn settled(&self, n: usize) {
        self.waiting.fetch_sub(n as u64, Relaxed);
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
        Counts {
            polled: self.polled.load(Relaxed),
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
            waiting: self.waiting.load(Relaxed),
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
