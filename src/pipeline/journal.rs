//! The way to the only writer (`writer.rs`): observed stories and people's corrections become durable in the archive, then part of
//! the view, then acknowledged.
//!
//! ```text
//! poller, ingest ─Job (JOBS)─> analyst thread ─Batch (BATCHES)─> journal thread ─ack─> whoever sent the job
//! ```
//!
//! Both channels are bounded: a full one makes its sender wait, back to the poller and to `ingest`'s reader.
//! The threads end when their input ends. Once the journal has ended by an error, every later job is refused, and the process is
//! expected to stop. Knows neither feeds nor HTTP.

use crate::archive::Archive;
use crate::model::Correction;
use crate::model::Story;
pub use crate::pipeline::acks::{CorrectError, JournalError, Recorded};
use crate::pipeline::analyse::Analysis;
use crate::pipeline::analyse::analyse_all;
use crate::pipeline::apply::Applier;
use crate::pipeline::apply::Corrected;
use crate::pipeline::counters::Counters;
use crate::pipeline::keep::Keep;
use crate::pipeline::meters::Step;
use crate::pipeline::observe::SharedObserver;
use crate::pipeline::pulse::Stage;
use crate::pipeline::replay::Plan;
use crate::pipeline::writer;
use crate::poll::Clock;
use crate::store::Store;
use std::num::NonZeroUsize;
use std::sync::Arc;
use std::sync::mpsc as thread_channel;
use std::thread;
use std::time::Duration;
use std::time::Instant;
use tokio::sync::mpsc;
use tokio::sync::oneshot;
use tracing::Span;

/// Jobs that wait for the analyst; when full, senders wait.
const JOBS: usize = 64;
/// Analysed batches that wait for the journal; when full, the analyst waits.
const BATCHES: usize = 2;
/// Stories that one archive frame gathers from waiting jobs at the most: one fsync for all of them.
const BATCH_STORIES: usize = 256;
/// Longest rest of the analyst after one batch, whatever its share of the time: an end that is asked for waits for it.
const LONGEST_REST: Duration = Duration::from_secs(5);

pub(in crate::pipeline) type Ack = Result<Vec<Recorded>, JournalError>;
pub(in crate::pipeline) type CorrectAck = Result<Corrected, CorrectError>;
/// A correction, and where to say what it came to.
pub(in crate::pipeline) type Wanted = (Correction, oneshot::Sender<CorrectAck>);

/// What is sent to the journal.
enum Sent {
    Job(Job),
    Correction(Wanted),
}

impl Sent {
    fn job(stories: Vec<Story>, done: oneshot::Sender<Ack>) -> Sent {
        Sent::Job(Job {
            span: Span::current(),
            stories,
            damaged: None,
            done,
        })
    }
}

/// Stories to record together, and where to say that it is done.
pub(in crate::pipeline) struct Job {
    /// Of the errand that brought them.
    pub(in crate::pipeline) span: Span,
    pub(in crate::pipeline) stories: Vec<Story>,
    /// The generation of the view in which damage was met that is to be mended, if any was.
    pub(in crate::pipeline) damaged: Option<u64>,
    pub(in crate::pipeline) done: oneshot::Sender<Ack>,
}

/// Jobs whose stories were read.
pub(in crate::pipeline) struct Batch {
    pub(in crate::pipeline) jobs: Vec<Job>,
    /// One for each story of `jobs`, in order.
    pub(in crate::pipeline) analyses: Vec<Analysis>,
    /// Sent after all of `jobs`.
    pub(in crate::pipeline) correction: Option<Wanted>,
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
    /// What of the archive is kept.
    pub retention: Keep,
    /// How the view is built anew, should it turn out damaged.
    pub plan: Plan,
}

/// Starts the two threads, at full speed.
pub fn start(parts: Parts) -> std::io::Result<(Journal, Running, Alive)> {
    start_with_share(parts, 100)
}

/// Starts the two threads; the analyst works `share` percent of its time and rests the others.
pub fn start_with_share(parts: Parts, share: usize) -> std::io::Result<(Journal, Running, Alive)> {
    if let Some((_, seq)) = parts.archive.last() {
        parts.counters.durable(seq);
    }
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
                let worked = begun.elapsed();
                counters.took(Step::Analyse, worked);
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
                thread::sleep(rest(worked, share));
            }
        })?;
    let half = alive.journal.clone();
    let journal = thread::Builder::new()
        .name("journal".into())
        .spawn(move || {
            let _half = half;
            writer::write(parts, &analysed)
        })?;
    let journal_end = Journal {
        jobs,
        counters: journal_counters,
    };
    Ok((journal_end, Running { analyst, journal }, alive))
}

/// How long to rest after `worked`, so that work is `share` percent of the time.
fn rest(worked: Duration, share: usize) -> Duration {
    let share = u32::try_from(share.clamp(1, 100)).unwrap_or(100);
    (worked * (100 - share) / share).min(LONGEST_REST)
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
            .send(Sent::job(stories, done))
            .await
            .map_err(|_| JournalError::Stopped)?;
        wait.await.unwrap_or(Err(JournalError::Stopped))
    }

    /// Has the view rebuilt because damage was met in its `generation`. Returns when it can be asked again; at once where it was mended since.
    pub async fn mend(&self, generation: u64) -> Result<(), JournalError> {
        let (done, wait) = oneshot::channel();
        let job = Job {
            span: Span::current(),
            stories: Vec::new(),
            damaged: Some(generation),
            done,
        };
        let sent = self.jobs.send(Sent::Job(job)).await;
        sent.map_err(|_| JournalError::Stopped)?;
        wait.await.unwrap_or(Err(JournalError::Stopped)).map(drop)
    }

    /// As [`Journal::record`], from a thread that may block; the answer is waited for separately.
    pub fn submit(&self, stories: Vec<Story>) -> Result<Pending, JournalError> {
        let (done, wait) = oneshot::channel();
        self.counters.queued(stories.len());
        self.jobs
            .blocking_send(Sent::job(stories, done))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rest_follows_from_the_share_of_time() {
        let worked = Duration::from_millis(100);
        for (share, millis) in [(100, 0), (50, 100), (25, 300), (5, 1_900), (1, 5_000)] {
            assert_eq!(
                rest(worked, share),
                Duration::from_millis(millis),
                "{share}"
            );
        }
    }
}
