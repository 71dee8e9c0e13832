//! What the service manager is told: ready, ending, how it goes, and that every stage still moves (`sd_notify(3)`).
//! Without a service manager nothing is told and nothing happens. Knows nothing of what the stages do.

use crate::model::Timestamp;
use crate::pipeline::counters::Counters;
use crate::pipeline::counters::Counts;
use crate::pipeline::pulse::Stage;
use crate::poll::Clock;
use sd_notify::NotifyState;
use std::sync::Arc;
use std::time::Duration;
use std::time::Instant;

/// How often the status line is renewed; the watchdog is fed at least as often.
const STATUS_EVERY: Duration = Duration::from_secs(10);
/// Long work at start asks for this much more time at each sign of progress.
const EXTENSION: Duration = Duration::from_secs(60);
/// Least time between two such requests.
const EXTEND_EVERY: Duration = Duration::from_secs(5);
/// Milliseconds of a day.
const DAY_MS: i64 = 86_400_000;

/// The service takes questions and polls.
pub fn ready() {
    tell(&[NotifyState::Ready, NotifyState::Status("starting to poll")]);
}

/// The configuration is read again, until the answer is dropped: a service manager that asked for it waits so long.
#[must_use]
pub fn reloading() -> Reloading {
    // Without the time a service manager would take the message for a fault.
    if let Ok(now) = NotifyState::monotonic_usec_now() {
        tell(&[NotifyState::Reloading, now]);
    }
    Reloading
}

/// A reload under way; it ends, well or not, when this is dropped.
pub struct Reloading;

impl Drop for Reloading {
    fn drop(&mut self) {
        tell(&[NotifyState::Ready]);
    }
}

/// The end was asked for.
pub fn stopping() {
    let status = "ending: finishing what is under way";
    tell(&[NotifyState::Stopping, NotifyState::Status(status)]);
}

/// Asks for more time while long work at start makes progress.
#[derive(Default)]
pub struct Patience(Option<Instant>);

impl Patience {
    /// `what` has come to `records` records.
    pub fn progress(&mut self, what: &str, records: u64) {
        if self.0.is_some_and(|at| at.elapsed() < EXTEND_EVERY) {
            return;
        }
        self.0 = Some(Instant::now());
        let status = format!("{what}: {records} records");
        let micros = u32::try_from(EXTENSION.as_micros()).unwrap_or(u32::MAX);
        tell(&[
            NotifyState::Status(&status),
            NotifyState::ExtendTimeoutUsec(micros),
        ]);
    }
}

/// Renews the status line and feeds the watchdog while every stage moves; runs until dropped. A stuck stage is named in
/// the log and starves the watchdog, so that the service manager starts the service anew. `feeds` says how many there are now;
/// `earlier` records were made today before the service began.
pub async fn watch(
    feeds: impl Fn() -> usize + Send,
    counters: Arc<Counters>,
    clock: Clock,
    earlier: u64,
) {
    let pulse = sd_notify::watchdog_enabled().map_or(STATUS_EVERY, |limit| {
        (limit / 3).clamp(Duration::from_millis(10), STATUS_EVERY)
    });
    let mut today = Today {
        earlier,
        ..Today::default()
    };
    let mut stuck_before = false;
    loop {
        tokio::time::sleep(pulse).await;
        let stuck = names(&counters.pulse().stuck());
        let status = match &stuck {
            Some(names) => format!("stuck: {names}"),
            None => today.status(feeds(), &counters.read(), clock.now()),
        };
        tell(&said(stuck.is_some(), &status));
        if let Some(stages) = &stuck
            && !stuck_before
        {
            tracing::error!(stages, "no progress; the watchdog is not fed any more");
        }
        stuck_before = stuck.is_some();
    }
}

/// What a service manager is told at each pulse: the watchdog is fed unless a stage is stuck.
fn said(stuck: bool, status: &str) -> Vec<NotifyState<'_>> {
    let fed = (!stuck).then_some(NotifyState::Watchdog);
    fed.into_iter()
        .chain([NotifyState::Status(status)])
        .collect()
}

/// The stages that are stuck, for a person; `None` where every stage moves, and only then the watchdog is fed.
fn names(stuck: &[(Stage, Duration)]) -> Option<String> {
    let names: Vec<&str> = stuck.iter().map(|(stage, _)| stage.name()).collect();
    (!names.is_empty()).then(|| names.join(" and "))
}

/// What was recorded since midnight (UTC).
#[derive(Default)]
struct Today {
    day: Option<i64>,
    before: u64,
    /// What was recorded on the first day before this process began.
    earlier: u64,
}

impl Today {
    fn status(&mut self, feeds: usize, counts: &Counts, now: Timestamp) -> String {
        let day = now.millis().div_euclid(DAY_MS);
        if self.day != Some(day) {
            if self.day.is_some() {
                self.before = counts.recorded();
                self.earlier = 0;
            }
            self.day = Some(day);
        }
        let stories = self.earlier + counts.recorded().saturating_sub(self.before);
        let feeds = match feeds {
            1 => "1 feed".to_owned(),
            n => format!("{n} feeds"),
        };
        let stories = match stories {
            1 => "1 story".to_owned(),
            n => format!("{n} stories"),
        };
        format!("{feeds}, {stories} today, {} waiting", counts.waiting)
    }
}

/// A manager that cannot be reached is none of the service's worries: it will act on the silence itself.
fn tell(state: &[NotifyState<'_>]) {
    if let Err(error) = sd_notify::notify(state) {
        tracing::debug!(%error, "the service manager could not be told");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn the_watchdog_is_fed_while_every_stage_moves_and_starved_when_one_does_not() {
        let counters = Counters::default();
        let pulse = counters.pulse();
        let after = async |by: Duration| tokio::time::advance(by).await;
        let check = |expect: Option<&str>| {
            let stuck = names(&pulse.stuck());
            assert_eq!(stuck.as_deref(), expect);
            let said = said(stuck.is_some(), "a line");
            let fed = said.iter().any(|s| matches!(s, NotifyState::Watchdog));
            assert_eq!(fed, expect.is_none(), "{said:?}");
            let line = |s: &NotifyState<'_>| matches!(s, NotifyState::Status("a line"));
            assert!(said.iter().any(line), "{said:?}");
        };
        check(None);
        for stage in Stage::ALL {
            pulse.beat(stage);
            // A slow disk is no standstill.
            after(stage.limit() - Duration::from_secs(1)).await;
            check(None);
            after(Duration::from_secs(2)).await;
            check(Some(stage.name()));
            // It moves again, or waits for work.
            pulse.beat(stage);
            check(None);
            pulse.idle(stage);
            after(10 * stage.limit()).await;
            check(None);
        }
    }

    #[test]
    fn the_status_counts_from_midnight() {
        let mut today = Today {
            earlier: 3,
            ..Today::default()
        };
        let counts = |new, waiting| Counts {
            new,
            waiting,
            ..Counts::default()
        };
        let at = |day: i64, hour: i64| Timestamp::from_millis(day * DAY_MS + hour * 3_600_000);
        for (new, waiting, at, expect) in [
            (5, 2, at(100, 23), "13 feeds, 8 stories today, 2 waiting"),
            (7, 0, at(100, 23), "13 feeds, 10 stories today, 0 waiting"),
            (8, 0, at(101, 0), "13 feeds, 0 stories today, 0 waiting"),
            (9, 0, at(101, 5), "13 feeds, 1 story today, 0 waiting"),
        ] {
            assert_eq!(today.status(13, &counts(new, waiting), at), expect);
        }
    }
}
