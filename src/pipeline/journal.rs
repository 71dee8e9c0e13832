//! The only writer: observed stories become durable in the archive, then part of the view, then acknowledged.
//!
//! ```text
//! poller, ingest ─Job (JOBS)─> analyst thread ─Batch (BATCHES)─> journal thread ─ack─> whoever sent the job
//! ```
//!
//! Both channels are bounded: a full one makes its sender wait, back to the poller and to `ingest`'s reader.
//! The threads end when their input ends. An error of archive or store ends the journal: nothing is written after a
//! failed write, every later job is refused, and the process is expected to stop. Knows neither feeds nor HTTP.

use crate::archive::Archive;
use crate::archive::ArchiveError;
use crate::archive::Retention;
use crate::model::Story;
use crate::model::StoryId;
use crate::model::Verdict;
use crate::pipeline::analyse::Analysis;
use crate::pipeline::analyse::analyse_all;
use crate::pipeline::apply::Applied;
use crate::pipeline::apply::Applier;
use crate::pipeline::counters::Counters;
use crate::pipeline::mend::Mender;
use crate::pipeline::observe::Happening;
use crate::pipeline::observe::SharedObserver;
use crate::pipeline::replay::Plan;
use crate::pipeline::upkeep::Upkeep;
use crate::poll::Clock;
use crate::store::Store;
use crate::store::StoreError;
use std::collections::HashMap;
use std::num::NonZeroUsize;
use std::sync::Arc;
use std::sync::mpsc as thread_channel;
use std::thread;
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

/// Why observed stories were not recorded.
#[derive(Clone, Debug, thiserror::Error)]
pub enum JournalError {
    /// The archive cannot be written; nothing of the job counts.
    #[error("{0}")]
    Archive(Arc<ArchiveError>),
    /// The archive has the stories, the view does not: a restart brings it up to date.
    #[error("{0}")]
    Store(Arc<StoreError>),
    /// The disk is nearly full: nothing of the job counts, and the next one may fare better.
    #[error("{0}")]
    Full(Arc<StoreError>),
    /// The journal has stopped, by an earlier error or because the service ends.
    #[error("the journal has stopped; nothing more is recorded until a restart")]
    Stopped,
}

impl JournalError {
    /// Whether the same job may succeed later, without a restart.
    pub fn may_pass(&self) -> bool {
        matches!(self, JournalError::Full(_))
    }
}

/// What was recorded of one story.
#[derive(Clone, Debug, PartialEq)]
pub struct Recorded {
    /// What dedup said.
    pub verdict: Verdict,
}

type Ack = Result<Vec<Recorded>, JournalError>;

/// Stories to record together, and where to say that it is done.
struct Job {
    stories: Vec<Story>,
    /// The generation of the view in which damage was met that is to be mended, if any was.
    damaged: Option<u64>,
    done: oneshot::Sender<Ack>,
}

struct Batch {
    jobs: Vec<Job>,
    /// One for each story of `jobs`, in order.
    analyses: Vec<Analysis>,
}

/// The sending end; cheap to clone. The journal ends when the last one is dropped.
#[derive(Clone)]
pub struct Journal {
    jobs: mpsc::Sender<Job>,
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
    pub retention: Retention,
    /// How the view is built anew, should it turn out damaged.
    pub plan: Plan,
}

/// Starts the two threads.
pub fn start(parts: Parts) -> std::io::Result<(Journal, Running, Alive)> {
    let alive = Alive::default();
    let (jobs, mut inbox) = mpsc::channel::<Job>(JOBS);
    let (batches, analysed) = thread_channel::sync_channel::<Batch>(BATCHES);
    let workers = parts.workers;
    let half = alive.analyst.clone();
    let analyst = thread::Builder::new()
        .name("analyst".into())
        .spawn(move || {
            let _half = half;
            while let Some(first) = inbox.blocking_recv() {
                let jobs = gather(first, &mut inbox);
                let stories: Vec<&Story> = jobs.iter().flat_map(|job| &job.stories).collect();
                let analyses = analyse_all(&stories, workers);
                if batches.send(Batch { jobs, analyses }).is_err() {
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
    Ok((Journal { jobs }, Running { analyst, journal }, alive))
}

/// The waiting jobs that fit into one batch; a job is never split.
fn gather(first: Job, inbox: &mut mpsc::Receiver<Job>) -> Vec<Job> {
    let mut count = first.stories.len();
    let mut jobs = vec![first];
    while count < BATCH_STORIES {
        let Ok(job) = inbox.try_recv() else { break };
        count += job.stories.len();
        jobs.push(job);
    }
    jobs
}

impl Journal {
    /// Records stories, in order. Returns when they are durable and in the view.
    pub async fn record(&self, stories: Vec<Story>) -> Ack {
        let (done, wait) = oneshot::channel();
        self.jobs
            .send(Job {
                stories,
                damaged: None,
                done,
            })
            .await
            .map_err(|_| JournalError::Stopped)?;
        wait.await.unwrap_or(Err(JournalError::Stopped))
    }

    /// Has the view rebuilt because damage was met in its `generation`. Returns when it can be asked again; at once where it was mended since.
    pub async fn mend(&self, generation: u64) -> Result<(), JournalError> {
        let (done, wait) = oneshot::channel();
        let job = Job {
            stories: Vec::new(),
            damaged: Some(generation),
            done,
        };
        let sent = self.jobs.send(job).await;
        sent.map_err(|_| JournalError::Stopped)?;
        wait.await.unwrap_or(Err(JournalError::Stopped)).map(drop)
    }

    /// As [`Journal::record`], from a thread that may block; the answer is waited for separately.
    pub fn submit(&self, stories: Vec<Story>) -> Result<Pending, JournalError> {
        let (done, wait) = oneshot::channel();
        self.jobs
            .blocking_send(Job {
                stories,
                damaged: None,
                done,
            })
            .map_err(|_| JournalError::Stopped)?;
        Ok(Pending(wait))
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
    let archive = parts.archive.dir().to_path_buf();
    let mut upkeep = Upkeep::new(parts.store.clone(), archive);
    let done = write_all(&mut parts, batches, &mut upkeep);
    upkeep.end();
    done
}

fn write_all(
    parts: &mut Parts,
    batches: &thread_channel::Receiver<Batch>,
    upkeep: &mut Upkeep,
) -> Result<(), JournalError> {
    let mut mender = Mender::default();
    let mut since_checkpoint = 0;
    let mut pruned_on = None;
    loop {
        // Idle: make what was applied durable before waiting.
        let batch = match batches.try_recv() {
            Ok(batch) => batch,
            Err(_) => {
                if since_checkpoint > 0 {
                    checkpoint(parts)?;
                    upkeep.consider(newest_day(parts));
                    since_checkpoint = 0;
                }
                match batches.recv() {
                    Ok(batch) => batch,
                    Err(_) => return Ok(()),
                }
            }
        };
        let damaged = batch.jobs.iter().filter_map(|job| job.damaged).max();
        let sizes: Vec<usize> = batch.jobs.iter().map(|job| job.stories.len()).collect();
        let (stories, acks): (Vec<Vec<Story>>, Vec<_>) = batch
            .jobs
            .into_iter()
            .map(|job| (job.stories, job.done))
            .unzip();
        let stories: Vec<Story> = stories.into_iter().flatten().collect();
        if damaged.is_some() {
            upkeep.pause();
        }
        let mut done = mender
            .mend_earlier(parts, damaged)
            .and_then(|()| record(parts, &stories, &batch.analyses));
        if let Err(JournalError::Store(error)) = &done
            && mender.mend(parts, error)?
        {
            // What was archived before the damage was met is in the new view, and so unchanged now.
            done = record(parts, &stories, &batch.analyses);
        }
        match done {
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
                if !error.may_pass() {
                    return Err(error);
                }
            }
        }
        since_checkpoint += 1;
        let today = newest_day(parts);
        if pruned_on != today {
            upkeep.pause();
            Mender::prune(parts)?;
            pruned_on = today;
        }
        if since_checkpoint >= CHECKPOINT_EVERY {
            checkpoint(parts)?;
            upkeep.consider(newest_day(parts));
            since_checkpoint = 0;
        }
    }
}

fn newest_day(parts: &Parts) -> Option<i32> {
    parts.archive.last().map(|(position, _)| position.day)
}

fn checkpoint(parts: &Parts) -> Result<(), JournalError> {
    parts
        .store
        .checkpoint()
        .map_err(|e| JournalError::Store(Arc::new(e)))
}

/// Archives what is not known in these very words, then applies it, story by story.
fn record(parts: &mut Parts, stories: &[Story], analyses: &[Analysis]) -> Ack {
    let store_error = |e| JournalError::Store(Arc::new(e));
    if let Err(full) = parts.store.has_room() {
        return Err(JournalError::Full(Arc::new(full)));
    }
    // The newest digest of each story of this batch, which the view does not know yet.
    let mut pending: HashMap<StoryId, u64> = HashMap::new();
    let mut fresh = Vec::new();
    for (n, story) in stories.iter().enumerate() {
        let id = parts.applier.identify(story).map_err(store_error)?;
        let digest = story.revision_digest();
        let unchanged = match pending.get(&id) {
            Some(newest) => *newest == digest,
            None => parts.applier.is_unchanged(id, story).map_err(store_error)?,
        };
        if !unchanged {
            pending.insert(id, digest);
            fresh.push(n);
        }
    }
    let to_archive: Vec<&Story> = fresh.iter().map(|&n| &stories[n]).collect();
    let places = parts
        .archive
        .append(&to_archive, parts.clock.now())
        .map_err(|e| JournalError::Archive(Arc::new(e)))?;
    let mut recorded: Vec<Recorded> = stories
        .iter()
        .map(|_| Recorded {
            verdict: Verdict::Unchanged,
        })
        .collect();
    for (&n, (position, seq)) in fresh.iter().zip(places) {
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
    recorded
        .iter()
        .for_each(|r| parts.counters.story(&r.verdict));
    Ok(recorded)
}
