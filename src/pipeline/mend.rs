//! A view that turns out damaged while the service runs is built anew from the archive, and the service goes on.
//!
//! Recording waits meanwhile; asking is answered from what can be read of the old view. Knows nothing of what was being recorded.

use crate::archive;
use crate::pipeline::journal::JournalError;
use crate::pipeline::journal::Parts;
use crate::pipeline::pulse::Stage;
use crate::pipeline::replay;
use crate::pipeline::replay::ReplayError;
use crate::store::Store;
use crate::store::StoreError;
use std::path::Path;
use std::sync::Arc;

/// Times that one process mends its view. A disk that damages it again and again wants a person; then the journal stops.
const MAX_MENDS: u32 = 3;

/// Counts how often the view was mended.
#[derive(Default)]
pub(in crate::pipeline) struct Mender {
    mended: u32,
}

impl Mender {
    /// Mends what somebody else met in that generation of the view, unless it was mended since.
    pub(in crate::pipeline) fn mend_earlier(
        &mut self,
        parts: &mut Parts,
        generation: Option<u64>,
    ) -> Result<(), JournalError> {
        if generation != Some(parts.store.generation()) {
            return Ok(());
        }
        self.rebuild(parts, "a reader met damage").map(drop)
    }

    /// Mends the view if that is the way out of this error. `false` where it is not, or was taken too often.
    pub(in crate::pipeline) fn mend(
        &mut self,
        parts: &mut Parts,
        error: &StoreError,
    ) -> Result<bool, JournalError> {
        if !error.calls_for_rebuild() {
            return Ok(false);
        }
        self.rebuild(parts, &error.to_string())
    }

    /// Deletes what is past keeping, and has the view follow. To be called when a new day has begun.
    pub(in crate::pipeline) fn prune(parts: &mut Parts) -> Result<(), JournalError> {
        let dir = parts.archive.dir();
        let archive_error = |e| JournalError::Archive(Arc::new(e));
        let store_error = |e| JournalError::Store(Arc::new(e));
        let days = archive::expired(dir, &parts.retention.records, parts.clock.now().day());
        let days = days.map_err(archive_error)?;
        let (Some(first), Some(last)) = (days.first(), days.last()) else {
            return Ok(());
        };
        let records: u64 = days.iter().map(|day| day.records).sum();
        tracing::info!(from = %first.day, to = %last.day, records, "pruning: these days are past keeping; recording waits meanwhile");
        Store::condemn(dir.parent().unwrap_or(Path::new("."))).map_err(store_error)?;
        archive::delete(dir, &days).map_err(archive_error)?;
        build_anew(parts)
    }

    fn rebuild(&mut self, parts: &mut Parts, why: &str) -> Result<bool, JournalError> {
        if self.mended >= MAX_MENDS {
            return Ok(false);
        }
        self.mended += 1;
        tracing::warn!(
            why,
            "the view is damaged: it is built anew from the archive, and recording waits meanwhile"
        );
        build_anew(parts)?;
        Ok(true)
    }
}

fn build_anew(parts: &mut Parts) -> Result<(), JournalError> {
    let data = parts.archive.dir().parent().unwrap_or(Path::new("."));
    let pulse = parts.counters.pulse();
    // However long it takes, it is not stuck as long as records pass.
    let mut beat = |_| pulse.beat(Stage::Journal);
    let rebuilt = replay::rebuild_live(data, &parts.store, &parts.plan, &mut beat);
    let (applier, replayed) = rebuilt.map_err(|error| match error {
        ReplayError::Archive(error) => JournalError::Archive(Arc::new(error)),
        ReplayError::Store(error) => JournalError::Store(Arc::new(error)),
        // Nobody stops a rebuild under a running journal.
        ReplayError::Stopped => JournalError::Stopped,
        ReplayError::Unread(damage) => JournalError::Archive(Arc::new(damage.into())),
    })?;
    for damage in &replayed.damage {
        tracing::warn!(%damage, "a part of the archive could not be read");
    }
    tracing::info!(records = replayed.records, "the view is built anew");
    parts.applier = applier;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::archive::Archive;
    use crate::archive::Retention;
    use crate::model::Act;
    use crate::model::Correction;
    use crate::model::Verdict;
    use crate::pipeline::counters::Counters;
    use crate::pipeline::ingest;
    use crate::pipeline::journal;
    use crate::pipeline::journal::CorrectError;
    use crate::pipeline::journal::Journal;
    use crate::pipeline::journal::Running;
    use crate::pipeline::keep::Keep;
    use crate::pipeline::observe::Happening;
    use crate::pipeline::observe::Observer;
    use crate::pipeline::replay::Plan;
    use crate::poll::Clock;
    use crate::store::OpenOptions;
    use std::num::NonZeroUsize;
    use std::sync::atomic::AtomicI64;
    use std::sync::atomic::Ordering;

    struct Nobody;
    impl Observer for Nobody {
        fn see(&self, _: &Happening) {}
    }

    const DAY_MS: i64 = 86_400_000;

    fn start(data: &Path) -> (Journal, Running, Arc<Store>) {
        start_at(data, Clock::manual("2026-11-16T08:00:00Z".parse().unwrap()))
    }

    fn start_at(data: &Path, clock: Clock) -> (Journal, Running, Arc<Store>) {
        let plan = Plan {
            options: OpenOptions {
                reserve_bytes: 0,
                ..OpenOptions::default()
            },
            dedup: Default::default(),
            workers: NonZeroUsize::MIN,
        };
        let (archive, _) = Archive::open(&replay::archive_dir(data)).unwrap();
        let (store, applier, _) = replay::open_up_to_date(data, &plan, &mut |_| {}).unwrap();
        let parts = Parts {
            archive,
            store: store.clone(),
            applier,
            observer: Arc::new(Nobody),
            counters: Arc::new(Counters::default()),
            workers: plan.workers,
            clock,
            retention: Keep {
                records: Retention {
                    days: Some(2),
                    bytes: None,
                },
                ..Keep::default()
            },
            plan,
        };
        let (journal, running, _) = journal::start(parts).unwrap();
        (journal, running, store)
    }

    fn record(journal: &Journal, n: u32) -> Result<Verdict, JournalError> {
        let line = format!(
            "{{\"url\":\"https://x.example/{n}\",\"title\":\"T{n}\",\"text\":\"Plan {n} was voted down in ward {n}.\"}}"
        );
        let story = ingest::story(&line, "2026-11-16T08:00:00Z".parse().unwrap()).unwrap();
        let recorded = journal.submit(vec![story])?.wait()?;
        Ok(recorded[0].verdict.clone())
    }

    #[test]
    fn a_view_damaged_while_the_service_runs_is_mended_and_the_service_goes_on() {
        let dir = tempfile::tempdir().unwrap();
        let (journal, running, store) = start(dir.path());
        for n in 0..5 {
            assert_eq!(record(&journal, n).unwrap(), Verdict::New);
        }
        store.spoil_stories();
        assert!(store.all_stories().next().unwrap().is_err());
        // A story that is known: whether it is, the damaged row would have to say.
        assert_eq!(record(&journal, 2).unwrap(), Verdict::Unchanged);
        assert_eq!(store.generation(), 1);
        assert_eq!(store.all_stories().filter(Result::is_ok).count(), 5);
        assert_eq!(record(&journal, 5).unwrap(), Verdict::New);
        // Another reader met the same damage before; its request comes late and costs nothing.
        let runtime = tokio::runtime::Builder::new_current_thread()
            .build()
            .unwrap();
        runtime.block_on(journal.mend(0)).unwrap();
        assert_eq!(store.generation(), 1);
        store.spoil_stories();
        runtime.block_on(journal.mend(1)).unwrap();
        assert_eq!(store.generation(), 2);
        assert_eq!(store.all_stories().filter(Result::is_ok).count(), 6);
        drop(journal);
        running.join().unwrap();
        assert_eq!(store.verify(None).unwrap().problems, []);
        drop(store);
        let (journal, running, store) = start(dir.path());
        assert_eq!(store.totals().stories, 6);
        drop(journal);
        running.join().unwrap();
    }

    #[test]
    fn a_correction_meets_a_damaged_view_and_is_made_all_the_same() {
        let dir = tempfile::tempdir().unwrap();
        let (journal, running, store) = start(dir.path());
        for n in 0..2 {
            assert_eq!(record(&journal, n).unwrap(), Verdict::New);
        }
        let ids: Vec<_> = store.all_stories().map(|row| row.unwrap().id).collect();
        let correct = |act| {
            let made = "2026-11-16T09:00:00Z".parse().unwrap();
            let note = None;
            journal.correct(Correction { made, note, act })
        };
        let group = |n: usize| store.story(ids[n]).unwrap().unwrap().group;
        store.spoil_stories();
        let joined = correct(Act::JoinCopy {
            story: ids[1],
            with: ids[0],
        });
        assert_eq!(joined.unwrap().group, Some(group(0)));
        assert_eq!((store.generation(), group(1)), (1, group(0)));
        // The archive has the correction now; so has the view that is built from it.
        store.spoil_stories();
        let undone = correct(Act::Undo { correction: 3 }).unwrap();
        assert_eq!((undone.story, undone.from), (Some(ids[1]), Some(group(0))));
        assert_eq!(store.generation(), 2);
        assert_ne!(group(1), group(0));
        store.set_reserve(u64::MAX);
        let split = Act::SplitCopy { story: ids[1] };
        let full = correct(split).unwrap_err();
        assert!(
            matches!(&full, CorrectError::Journal(error) if error.may_pass()),
            "{full}"
        );
        store.set_reserve(0);
        assert_eq!(record(&journal, 2).unwrap(), Verdict::New);
        drop(journal);
        running.join().unwrap();
        assert_eq!(store.verify(None).unwrap().problems, []);
    }

    #[test]
    fn what_is_past_keeping_goes_from_disk_and_view_while_the_service_runs() {
        let dir = tempfile::tempdir().unwrap();
        let millis = Arc::new(AtomicI64::new(1_790_000_000_000));
        let (journal, running, store) = start_at(dir.path(), Clock::Manual(millis.clone()));
        for n in 0..6 {
            assert_eq!(record(&journal, n).unwrap(), Verdict::New);
            millis.fetch_add(DAY_MS, Ordering::SeqCst);
        }
        // The journal prunes when it has nothing else to do; the next answer comes after that.
        assert_eq!(
            record(&journal, 0).unwrap(),
            Verdict::New,
            "forgotten, so new again"
        );
        assert_eq!(record(&journal, 4).unwrap(), Verdict::Unchanged);
        drop(journal);
        running.join().unwrap();
        let kept = crate::archive::verify(&replay::archive_dir(dir.path())).unwrap();
        assert!(kept.files <= 4 && kept.damages.is_empty(), "{kept:?}");
        assert_eq!(store.all_stories().count() as u64, kept.records);
        assert_eq!(store.verify(None).unwrap().problems, []);
        assert!(store.generation() > 0);
        drop(store);
        // Killed between the deletion and the new view: the next start rebuilds.
        Store::condemn(dir.path()).unwrap();
        let (journal, running, store) = start_at(dir.path(), Clock::Manual(millis));
        assert_eq!(store.all_stories().count() as u64, kept.records);
        drop(journal);
        running.join().unwrap();
        assert!(dir.path().join("view.damaged-1").exists());
    }

    #[test]
    fn a_nearly_full_disk_stops_intake_and_more_room_resumes_it() {
        let dir = tempfile::tempdir().unwrap();
        let (journal, running, store) = start(dir.path());
        assert_eq!(record(&journal, 1).unwrap(), Verdict::New);
        store.set_reserve(u64::MAX);
        for _ in 0..3 {
            let refused = record(&journal, 2).unwrap_err();
            assert!(
                refused.may_pass() && refused.to_string().contains("room"),
                "{refused}"
            );
        }
        assert_eq!(store.all_stories().count(), 1, "it still answers");
        store.set_reserve(0);
        assert_eq!(record(&journal, 2).unwrap(), Verdict::New);
        drop(journal);
        running.join().unwrap();
        let found = crate::archive::verify(&replay::archive_dir(dir.path())).unwrap();
        assert_eq!(found.records, 2, "what was refused was not archived");
    }
}
