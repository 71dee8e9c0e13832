//! The only writer: observed stories and people's corrections become durable in the archive, then part of the view, then acknowledged.
//!
//! ```text
//! poller, ingest ─Job (JOBS)─> analyst thread ─Batch (BATCHES)─> journal thread ─ack─> whoever sent the job
//! ```
//!
//! Both channels are bounded: a full one makes its sender wait, back to the poller and to `ingest`'s reader.
//! The threads end when their input ends. An error of archive or store ends the journal: nothing is written after a
//! failed write, every later job is refused, and the process is expected to stop. Knows neither feeds nor HTTP.

use crate::archive::Archive;
use crate::model::Correction;
use crate::model::Story;
use crate::model::StoryId;
use crate::model::Verdict;
pub use crate::pipeline::acks::{CorrectError, JournalError, Recorded};
use crate::pipeline::analyse::Analysis;
use crate::pipeline::analyse::analyse_all;
use crate::pipeline::apply::Applied;
use crate::pipeline::apply::Applier;
use crate::pipeline::apply::Corrected;
use crate::pipeline::counters::Counters;
use crate::pipeline::meters::Step;
use crate::pipeline::observe::Happening;
use crate::pipeline::observe::SharedObserver;
use crate::pipeline::pulse::Stage;
use crate::poll::Clock;
use crate::store::Store;
use std::collections::HashMap;
use std::num::NonZeroUsize;
use std::sync::Arc;
use std::sync::mpsc as thread_channel;
use std::thread;
use std::time::Instant;
use tokio::sync::mpsc;
use tokio::sync::oneshot;

/// Jobs that wait for the analyst; when full, senders wait.
const JOBS: usize = 64;
/// Analysed batches that wait for the journal; when full, the analyst waits.
const BATCHES: usize = 2;
/// Stories that one archive frame gathers from waiting jobs at the most: one fsync for all of them.
const BATCH_STORIES: usize = 256;
/// Batches between two checkpoints of the view under load; an idle journal makes one at once. After a crash, at most so many are replayed.
const CHECKPOINT_EVERY: usize = 16;

type Ack = Result<Vec<Recorded>, JournalError>;
type CorrectAck = Result<Corrected, CorrectError>;
/// A correction, and where to say what it came to.
type Wanted = (Correction, oneshot::Sender<CorrectAck>);

/// What is sent to the journal.
enum Sent {
    Job(Job),
    Correction(Wanted),
}

/// Stories to record together, and where to say that it is done.
struct Job {
    stories: Vec<Story>,
    done: oneshot::Sender<Ack>,
}

struct Batch {
    jobs: Vec<Job>,
    /// One for each story of `jobs`, in order.
    analyses: Vec<Analysis>,
    /// Sent after all of `jobs`.
    correction: Option<Wanted>,
}

/// The sending end; cheap to clone. The journal ends when the last one is dropped.
#[derive(Clone)]
pub struct Journal {
    jobs: mpsc::Sender<Sent>,
    counters: Arc<Counters>,
}

/// A handle for corrections that does not keep the journal going.
#[derive(Clone)]
pub struct Corrector(mpsc::WeakSender<Sent>, Arc<Counters>);

impl Corrector {
    /// Records one correction. Blocks until it is durable and in the view, or refused.
    pub fn correct(&self, correction: Correction) -> CorrectAck {
        let jobs = self.0.upgrade().ok_or(JournalError::Stopped)?;
        let counters = self.1.clone();
        Journal { jobs, counters }.correct(correction)
    }
}

/// The threads behind a journal.
pub struct Running {
    analyst: thread::JoinHandle<()>,
    journal: thread::JoinHandle<Result<(), JournalError>>,
}

/// Which of the journal's threads still run; for naming those that miss a deadline.
#[derive(Clone, Default)]
pub struct Alive {
    analyst: Arc<()>,
    journal: Arc<()>,
}

impl Alive {
    /// The names of the threads that still run. Each thread holds its half of a pair and drops it when it ends.
    pub fn names(&self) -> Vec<&'static str> {
        let halves = [("analyst", &self.analyst), ("journal", &self.journal)];
        halves
            .into_iter()
            .filter(|(_, half)| Arc::strong_count(half) > 1)
            .map(|(name, _)| name)
            .collect()
    }
}

/// What the journal writes to and reports to.
pub struct Parts {
    /// The truth.
    pub archive: Archive,
    /// The view.
    pub store: Arc<Store>,
    /// Turns records into changes of `store`.
    pub applier: Applier,
    /// Who watches.
    pub observer: SharedObserver,
    /// What is counted.
    pub counters: Arc<Counters>,
    /// Threads for analysis.
    pub workers: NonZeroUsize,
    /// For the day of an archive frame.
    pub clock: Clock,
}

/// Starts the two threads.
pub fn start(parts: Parts) -> std::io::Result<(Journal, Running, Alive)> {
    let alive = Alive::default();
    let (jobs, mut inbox) = mpsc::channel::<Sent>(JOBS);
    let (batches, analysed) = thread_channel::sync_channel::<Batch>(BATCHES);
    let workers = parts.workers;
    let half = alive.analyst.clone();
    let counters = parts.counters.clone();
    let journal_counters = counters.clone();
    let analyst = thread::Builder::new()
        .name("analyst".into())
        .spawn(move || {
            let _half = half;
            while let Some(first) = inbox.blocking_recv() {
                let (jobs, correction) = gather(first, &mut inbox);
                let stories: Vec<&Story> = jobs.iter().flat_map(|job| &job.stories).collect();
                counters.pulse().beat(Stage::Analyst);
                let begun = Instant::now();
                let analyses = analyse_all(&stories, workers);
                counters.took(Step::Analyse, begun.elapsed());
                // Waiting for the journal is not its own work.
                counters.pulse().idle(Stage::Analyst);
                let batch = Batch {
                    jobs,
                    analyses,
                    correction,
                };
                if batches.send(batch).is_err() {
                    return;
                }
            }
        })?;
    let half = alive.journal.clone();
    let journal = thread::Builder::new()
        .name("journal".into())
        .spawn(move || {
            let _half = half;
            write(parts, &analysed)
        })?;
    let journal_end = Journal {
        jobs,
        counters: journal_counters,
    };
    Ok((journal_end, Running { analyst, journal }, alive))
}

/// The waiting jobs that fit into one batch, and the correction that ends it, if one came. A job is never split.
fn gather(first: Sent, inbox: &mut mpsc::Receiver<Sent>) -> (Vec<Job>, Option<Wanted>) {
    let (mut count, mut jobs) = (0, Vec::new());
    let mut next = Some(first);
    while let Some(sent) = next {
        match sent {
            Sent::Correction(wanted) => return (jobs, Some(wanted)),
            Sent::Job(job) => {
                count += job.stories.len();
                jobs.push(job);
            }
        }
        let more = count < BATCH_STORIES;
        next = more.then(|| inbox.try_recv().ok()).flatten();
    }
    (jobs, None)
}

impl Journal {
    /// Records stories, in order. Returns when they are durable and in the view.
    pub async fn record(&self, stories: Vec<Story>) -> Ack {
        let (done, wait) = oneshot::channel();
        self.counters.queued(stories.len());
        self.jobs
            .send(Sent::Job(Job { stories, done }))
            .await
            .map_err(|_| JournalError::Stopped)?;
        wait.await.unwrap_or(Err(JournalError::Stopped))
    }

    /// As [`Journal::record`], from a thread that may block; the answer is waited for separately.
    pub fn submit(&self, stories: Vec<Story>) -> Result<Pending, JournalError> {
        let (done, wait) = oneshot::channel();
        self.counters.queued(stories.len());
        self.jobs
            .blocking_send(Sent::Job(Job { stories, done }))
            .map_err(|_| JournalError::Stopped)?;
        Ok(Pending(wait))
    }

    /// Records one correction, from a thread that may block: until it is durable and in the view, or refused.
    pub fn correct(&self, correction: Correction) -> CorrectAck {
        let (done, wait) = oneshot::channel();
        self.jobs
            .blocking_send(Sent::Correction((correction, done)))
            .map_err(|_| JournalError::Stopped)?;
        wait.blocking_recv()
            .unwrap_or(Err(JournalError::Stopped.into()))
    }

    /// A handle for whoever makes corrections while the journal runs.
    pub fn corrector(&self) -> Corrector {
        Corrector(self.jobs.downgrade(), self.counters.clone())
    }
}

/// A job on its way.
pub struct Pending(oneshot::Receiver<Ack>);

impl Pending {
    /// Blocks until the job is durable and in the view, or refused.
    pub fn wait(self) -> Ack {
        self.0.blocking_recv().unwrap_or(Err(JournalError::Stopped))
    }
}

impl Running {
    /// Waits until everything sent is written. Every [`Journal`] must be dropped before.
    pub fn join(self) -> Result<(), JournalError> {
        let analyst = self.analyst.join();
        let journal = self.journal.join().unwrap_or(Err(JournalError::Stopped));
        journal.and(analyst.map_err(|_| JournalError::Stopped))
    }
}

fn write(mut parts: Parts, batches: &thread_channel::Receiver<Batch>) -> Result<(), JournalError> {
    let mut since_checkpoint = 0;
    loop {
        // Idle: make what was applied durable before waiting.
        let batch = match batches.try_recv() {
            Ok(batch) => batch,
            Err(_) => {
                if since_checkpoint > 0 {
                    checkpoint(&parts)?;
                    since_checkpoint = 0;
                }
                parts.counters.pulse().idle(Stage::Journal);
                match batches.recv() {
                    Ok(batch) => batch,
                    Err(_) => return Ok(()),
                }
            }
        };
        let sizes: Vec<usize> = batch.jobs.iter().map(|job| job.stories.len()).collect();
        let (stories, acks): (Vec<Vec<Story>>, Vec<_>) = batch
            .jobs
            .into_iter()
            .map(|job| (job.stories, job.done))
            .unzip();
        let stories: Vec<Story> = stories.into_iter().flatten().collect();
        parts.counters.pulse().beat(Stage::Journal);
        let written = record(&mut parts, &stories, &batch.analyses);
        parts.counters.settled(stories.len());
        match written {
            Ok(mut recorded) => {
                for (size, ack) in sizes.into_iter().zip(acks) {
                    let rest = recorded.split_off(size.min(recorded.len()));
                    // Nobody waits for the answer any more: the work is done all the same.
                    drop(ack.send(Ok(std::mem::replace(&mut recorded, rest))));
                }
            }
            Err(error) => {
                acks.into_iter()
                    .for_each(|ack| drop(ack.send(Err(error.clone()))));
                return Err(error);
            }
        }
        if let Some((correction, done)) = batch.correction {
            let corrected = correct(&mut parts, &correction);
            let failed = match &corrected {
                Err(CorrectError::Journal(error)) => Some(error.clone()),
                _ => None,
            };
            drop(done.send(corrected));
            if let Some(error) = failed {
                return Err(error);
            }
        }
        since_checkpoint += 1;
        if since_checkpoint >= CHECKPOINT_EVERY {
            checkpoint(&parts)?;
            since_checkpoint = 0;
        }
    }
}

fn checkpoint(parts: &Parts) -> Result<(), JournalError> {
    parts
        .store
        .checkpoint()
        .map_err(|e| JournalError::Store(Arc::new(e)))
}

/// Archives a correction that can be made, then applies it.
fn correct(parts: &mut Parts, correction: &Correction) -> CorrectAck {
    let store_error = |e| JournalError::Store(Arc::new(e));
    parts.applier.check(correction).map_err(store_error)??;
    let one = std::slice::from_ref(correction);
    let placed = parts.archive.append_corrections(one, parts.clock.now());
    let placed = placed.map_err(|e| JournalError::Archive(Arc::new(e)))?;
    let (position, seq) = placed.first().copied().ok_or(JournalError::Stopped)?;
    let done = parts.applier.correct(position, seq, correction);
    Ok(done.map_err(store_error)?)
}

/// Archives what is not known to say just this, then applies it, story by story.
fn record(parts: &mut Parts, stories: &[Story], analyses: &[Analysis]) -> Ack {
    let store_error = |e| JournalError::Store(Arc::new(e));
    // The newest digest of each story of this batch, which the view does not know yet.
    let mut pending: HashMap<StoryId, u64> = HashMap::new();
    let mut fresh = Vec::new();
    for (n, (story, analysis)) in stories.iter().zip(analyses).enumerate() {
        let id = parts.applier.identify(story).map_err(store_error)?;
        let digest = analysis.substance;
        let unchanged = match pending.get(&id) {
            Some(newest) => *newest == digest,
            None => parts
                .applier
                .is_unchanged(id, story, digest)
                .map_err(store_error)?,
        };
        if !unchanged {
            pending.insert(id, digest);
            fresh.push(n);
        }
    }
    let to_archive: Vec<&Story> = fresh.iter().map(|&n| &stories[n]).collect();
    let begun = Instant::now();
    let places = parts
        .archive
        .append(&to_archive, parts.clock.now())
        .map_err(|e| JournalError::Archive(Arc::new(e)))?;
    parts.counters.took(Step::Archive, begun.elapsed());
    let begun = Instant::now();
    let mut recorded: Vec<Recorded> = stories
        .iter()
        .map(|_| Recorded {
            verdict: Verdict::Unchanged,
        })
        .collect();
    for (&n, (position, seq)) in fresh.iter().zip(places) {
        parts.counters.pulse().beat(Stage::Journal);
        let Applied {
            seen,
            new_claims,
            new_speakers,
        } = parts
            .applier
            .apply(position, seq, &stories[n], &analyses[n])
            .map_err(store_error)?;
        parts
            .counters
            .said(seen.said.len(), new_claims, new_speakers);
        recorded[n].verdict = seen.verdict.clone();
        if seen.verdict != Verdict::Unchanged {
            parts.observer.see(&Happening::Story(seen));
        }
    }
    parts.counters.took(Step::Apply, begun.elapsed());
    recorded
        .iter()
        .for_each(|r| parts.counters.story(&r.verdict));
    Ok(recorded)
}
