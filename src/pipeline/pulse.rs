//! Whether every stage still moves: what a watchdog asks. Knows nothing of who asks, nor of what the stages do.
//!
//! A stage that has nothing to do is well. One that works says so at every step of its work; a step that takes longer than
//! the stage's limit means that it is stuck. The limits are for a slow disk and a long text, not for speed.

use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering::Relaxed;
use std::time::Duration;
use tokio::time::Instant;

/// A part of the pipeline that can get stuck.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// The loop that starts polls.
    Poller,
    /// The thread that reads texts.
    Analyst,
    /// The thread that writes.
    Journal,
}

impl Stage {
    /// Every stage.
    pub const ALL: [Stage; 3] = [Stage::Poller, Stage::Analyst, Stage::Journal];

    /// Its name, as in messages and metrics.
    pub fn name(self) -> &'static str {
        match self {
            Stage::Poller => "poller",
            Stage::Analyst => "analyst",
            Stage::Journal => "journal",
        }
    }

    /// The longest that one step may take.
    pub fn limit(self) -> Duration {
        match self {
            // It wakes every half minute and never waits for the network itself.
            Stage::Poller => Duration::from_secs(2 * 60),
            // A step is one batch; the longest texts allowed take seconds each.
            Stage::Analyst => Duration::from_secs(5 * 60),
            // A step is one story or one fsync; a failing disk may take minutes over one, and a restart would not help it.
            Stage::Journal => Duration::from_secs(10 * 60),
        }
    }
}

/// The last sign of life of each stage; cheap to clone, shared by all of them.
#[derive(Clone, Debug)]
pub struct Pulse(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    origin: Instant,
    /// Milliseconds from `origin` to the beginning of the present step, plus one; 0 while idle.
    begun: [AtomicU64; Stage::ALL.len()],
}

impl Default for Pulse {
    fn default() -> Self {
        Pulse(Arc::new(Inner {
            origin: Instant::now(),
            begun: Default::default(),
        }))
    }
}

impl Pulse {
    /// The stage begins a step, or the next one.
    pub fn beat(&self, stage: Stage) {
        self.0.begun[stage as usize].store(self.millis() + 1, Relaxed);
    }

    /// The stage has nothing to do.
    pub fn idle(&self, stage: Stage) {
        self.0.begun[stage as usize].store(0, Relaxed);
    }

    /// The stages that are stuck, each with how long its step has taken.
    pub fn stuck(&self) -> Vec<(Stage, Duration)> {
        self.stuck_at(self.millis())
    }

    fn stuck_at(&self, millis: u64) -> Vec<(Stage, Duration)> {
        let age = |stage: Stage| {
            let begun = self.0.begun[stage as usize].load(Relaxed).checked_sub(1)?;
            let age = Duration::from_millis(millis.saturating_sub(begun));
            (age > stage.limit()).then_some((stage, age))
        };
        Stage::ALL.into_iter().filter_map(age).collect()
    }

    fn millis(&self) -> u64 {
        u64::try_from(self.0.origin.elapsed().as_millis()).unwrap_or(u64::MAX - 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_stage_in_the_middle_of_a_step_can_be_stuck() {
        let pulse = Pulse::default();
        let later = |secs: u64| secs * 1_000 + pulse.millis();
        let names = |millis| -> Vec<&str> {
            pulse
                .stuck_at(millis)
                .iter()
                .map(|(stage, _)| stage.name())
                .collect()
        };
        assert!(names(later(100_000)).is_empty(), "nobody has begun");
        pulse.beat(Stage::Poller);
        pulse.beat(Stage::Journal);
        assert!(names(later(60)).is_empty());
        assert_eq!(names(later(125)), ["poller"]);
        assert_eq!(names(later(700)), ["poller", "journal"]);
        pulse.idle(Stage::Poller);
        assert_eq!(names(later(700)), ["journal"]);
    }
}
