//! What time it is: the only file in the program that reads the wall clock. Knows nothing of what the time is for.

use crate::model::Timestamp;
use chrono::Utc;
use std::sync::Arc;
use std::sync::atomic::AtomicI64;
use std::sync::atomic::Ordering;

/// Where `now` comes from. Made once by `cli/` and cloned to whoever stamps an observation.
#[derive(Clone, Debug, Default)]
pub enum Clock {
    /// The system's wall clock, which may jump in either direction.
    #[default]
    System,
    /// Milliseconds since the Unix epoch, moved by hand: for tests and replays.
    Manual(Arc<AtomicI64>),
}

impl Clock {
    /// A clock that stands at `at` until the shared number is changed.
    pub fn manual(at: Timestamp) -> Clock {
        Clock::Manual(Arc::new(AtomicI64::new(at.millis())))
    }

    /// The present moment.
    pub fn now(&self) -> Timestamp {
        match self {
            Clock::System => Timestamp::from(Utc::now()),
            Clock::Manual(millis) => Timestamp::from_millis(millis.load(Ordering::SeqCst)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manual_clock_and_its_clones_move_together() {
        let millis = Arc::new(AtomicI64::new(1_000));
        let clock = Clock::Manual(Arc::clone(&millis));
        let clone = clock.clone();
        millis.store(5_000, Ordering::SeqCst);
        assert_eq!((clock.now().millis(), clone.now().millis()), (5_000, 5_000));
    }

    #[test]
    fn the_system_clock_is_past_the_year_this_was_written() {
        assert!(Clock::System.now() > Timestamp::from_secs(1_750_000_000));
    }
}
