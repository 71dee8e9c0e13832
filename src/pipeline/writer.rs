//! The only writer: batches go to the archive, then to the view, then they are acknowledged. Knows nothing of channels' senders.
//!
//! An error of archive or store ends it, since nothing is written after a failed write; but a damaged view is mended first,
//! and a nearly full disk only refuses the batch.

use crate::model::Correction;
use crate::model::Story;
use crate::model::StoryId;
use crate::model::Verdict;
use crate::pipeline::acks::CorrectError;
use crate::pipeline::acks::JournalError;
use crate::pipeline::acks::Recorded;
use crate::pipeline::analyse::Analysis;
use crate::pipeline::apply::Applied;
use crate::pipeline::journal::Ack;
use crate::pipeline::journal::Batch;
use crate::pipeline::journal::CorrectAck;
use crate::pipeline::journal::Parts;
use crate::pipeline::mend::Mender;
use crate::pipeline::meters::Step;
use crate::pipeline::observe::Happening;
use crate::pipeline::pulse::Stage;
use crate::pipeline::upkeep::Upkeep;
use std::collections::HashMap;
use std::sync::Arc;
use std::sync::mpsc as thread_channel;
use std::time::Instant;
use tracing::Span;

/// Batches between two checkpoints of the view under load; an idle journal makes one at once. After a crash, at most so many are replayed.
const CHECKPOINT_EVERY: usize = 16;

/// Writes what comes until no more does.
pub(in crate::pipeline) fn write(
    mut parts: Parts,
    batches: &thread_channel::Receiver<Batch>,
) -> Result<(), JournalError> {
    let archive = parts.archive.dir().to_path_buf();
    let mut upkeep = Upkeep::new(
        parts.store.clone(),
        archive,
        parts.retention,
        parts.clock.clone(),
    );
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
                parts.counters.pulse().idle(Stage::Journal);
                match batches.recv() {
                    Ok(batch) => batch,
                    Err(_) => return Ok(()),
                }
            }
        };
        let damaged = batch.jobs.iter().filter_map(|job| job.damaged).max();
        let sizes: Vec<usize> = batch.jobs.iter().map(|job| job.stories.len()).collect();
        let spans: Vec<Span> = batch
            .jobs
            .iter()
            .flat_map(|job| std::iter::repeat_n(job.span.clone(), job.stories.len()))
            .collect();
        let (stories, acks): (Vec<Vec<Story>>, Vec<_>) = batch
            .jobs
            .into_iter()
            .map(|job| (job.stories, job.done))
            .unzip();
        let stories: Vec<Story> = stories.into_iter().flatten().collect();
        parts.counters.pulse().beat(Stage::Journal);
        if damaged.is_some() {
            upkeep.pause();
        }
        let mut done = mender
            .mend_earlier(parts, damaged)
            .and_then(|()| record(parts, &stories, &spans, &batch.analyses));
        if let Err(JournalError::Store(error)) = &done
            && mender.mend(parts, error)?
        {
            // What was archived before the damage was met is in the new view, and so unchanged now.
            done = record(parts, &stories, &spans, &batch.analyses);
        }
        parts.counters.settled(stories.len());
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
        if let Some((correction, done)) = batch.correction {
            let corrected = correct(parts, &mut mender, &correction);
            let failed = match &corrected {
                Err(CorrectError::Journal(error)) if !error.may_pass() => Some(error.clone()),
                _ => None,
            };
            drop(done.send(corrected));
            if let Some(error) = failed {
                return Err(error);
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

/// Archives a correction that can be made, then applies it.
fn correct(parts: &mut Parts, mender: &mut Mender, correction: &Correction) -> CorrectAck {
    let store_error = |e| JournalError::Store(Arc::new(e));
    if let Err(full) = parts.store.has_room() {
        return Err(JournalError::Full(Arc::new(full)).into());
    }
    let mut checked = parts.applier.check(correction);
    if let Err(error) = &checked
        && mender.mend(parts, error)?
    {
        checked = parts.applier.check(correction);
    }
    checked.map_err(store_error)??;
    let one = std::slice::from_ref(correction);
    let placed = parts.archive.append_corrections(one, parts.clock.now());
    let placed = placed.map_err(|e| JournalError::Archive(Arc::new(e)))?;
    let (position, seq) = placed.first().copied().ok_or(JournalError::Stopped)?;
    let mut done = parts.applier.correct(position, seq, correction);
    if let Err(error) = &done
        && mender.mend(parts, error)?
    {
        // It was archived before the damage was met, so the new view has it.
        done = parts.applier.corrected(seq);
    }
    Ok(done.map_err(store_error)?)
}

/// Archives what is not known to say just this, then applies it, story by story, each in the span of the errand that brought it.
fn record(parts: &mut Parts, stories: &[Story], spans: &[Span], analyses: &[Analysis]) -> Ack {
    let store_error = |e| JournalError::Store(Arc::new(e));
    if let Err(full) = parts.store.has_room() {
        return Err(JournalError::Full(Arc::new(full)));
    }
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
    if let Some((_, seq)) = parts.archive.last() {
        parts.counters.durable(seq);
    }
    let begun = Instant::now();
    let mut recorded: Vec<Recorded> = stories
        .iter()
        .map(|_| Recorded {
            verdict: Verdict::Unchanged,
        })
        .collect();
    for (&n, (position, seq)) in fresh.iter().zip(places) {
        parts.counters.pulse().beat(Stage::Journal);
        let _inside = spans.get(n).map(Span::enter);
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
