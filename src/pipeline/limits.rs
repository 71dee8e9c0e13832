//! What polling may cost in a day and in memory, and what it has cost so far. Says when it has to wait; knows nothing of who waits.
//!
//! The day's traffic is kept in a file of one line in the data directory, so that a restart does not begin a new budget.
//! What is lost of it at a crash is the traffic of the last seconds.

use crate::config::Config;
use crate::model::Day;
use crate::model::Timestamp;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering::Relaxed;

/// The file's name in the data directory.
const FILE: &str = "traffic";
/// The share of a day's traffic that pages may use, in fifths: what is left is for feeds, which lose stories when they wait.
const PAGES_FIFTHS: u64 = 4;
/// Bytes after which the day's traffic is written down again.
const SAVE_EVERY: u64 = 1 << 20;

/// Why polling waits.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Held {
    /// The day's traffic is spent.
    #[error(
        "{spent} bytes were received today, and [poll] traffic_per_day is {budget}: polling goes on at midnight (UTC); raise it if that is too little"
    )]
    Traffic {
        /// Bytes received on this day.
        spent: u64,
        /// The day's budget.
        budget: crate::config::Size,
    },
    /// The process has more memory than it may.
    #[error(
        "the process takes {taken} bytes of memory, and [run] memory is {most}: polling goes on when it takes less; raise it, or lower [dedup] memory or [store] cache"
    )]
    Memory {
        /// Bytes that it takes.
        taken: u64,
        /// Bytes that it may take.
        most: crate::config::Size,
    },
}

/// What was received, and how much of it today.
pub struct Limits {
    received: Arc<AtomicU64>,
    file: PathBuf,
    state: Mutex<State>,
}

/// The day that is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct State {
    day: Day,
    /// Bytes of this day that were received before `from`.
    before: u64,
    /// What `received` was when this process began to count this day.
    from: u64,
    /// The day's bytes when they were last written down.
    saved: u64,
}

impl Limits {
    /// Counts from where the file in `data_dir` left off, if that was on the same day.
    pub fn load(data_dir: &Path, received: Arc<AtomicU64>, now: Timestamp) -> Limits {
        let file = data_dir.join(FILE);
        let text = std::fs::read_to_string(&file).unwrap_or_default();
        let today = now.day();
        let before = match text.trim().split_once(' ') {
            Some((day, bytes)) if day == today.to_string() => bytes.parse().unwrap_or(0),
            _ => 0,
        };
        let state = State {
            day: today,
            before,
            from: received.load(Relaxed),
            saved: before,
        };
        Limits {
            received,
            file,
            state: Mutex::new(state),
        }
    }

    /// Bytes received on the day of `now`.
    pub fn spent(&self, now: Timestamp) -> u64 {
        let received = self.received.load(Relaxed);
        // Every change is whole before anything can panic.
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if state.day != now.day() {
            *state = State {
                day: now.day(),
                before: 0,
                from: received,
                saved: 0,
            };
        }
        state
            .before
            .saturating_add(received.saturating_sub(state.from))
    }

    /// Why no feed is to be polled now, if so.
    pub fn held(&self, config: &Config, now: Timestamp) -> Option<Held> {
        let budget = config.poll.traffic_per_day;
        let spent = self.spent(now);
        if budget.0 > 0 {
            self.save(spent, now);
        }
        if budget.0 > 0 && spent >= budget.0 {
            return Some(Held::Traffic { spent, budget });
        }
        let most = config.run.memory;
        let taken = if most.0 > 0 {
            resident().unwrap_or(0)
        } else {
            0
        };
        (taken > most.0).then_some(Held::Memory { taken, most })
    }

    /// How long pages have to wait, in milliseconds, if they have to: until the next day.
    pub fn pages_wait(&self, config: &Config, now: Timestamp) -> Option<u64> {
        let budget = config.poll.traffic_per_day.0;
        let share = budget / 5 * PAGES_FIFTHS;
        if budget == 0 || self.spent(now) < share {
            return None;
        }
        let into_day = now.millis().rem_euclid(DAY_MS);
        u64::try_from(DAY_MS - into_day).ok()
    }

    /// Writes the day's traffic down where it grew much; whoever cannot write it counts on in memory.
    fn save(&self, spent: u64, now: Timestamp) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if spent.saturating_sub(state.saved) < SAVE_EVERY.min(spent / 50 + 1) {
            return;
        }
        state.saved = spent;
        let line = format!("{} {spent}\n", now.day());
        let beside = self.file.with_extension("new");
        let written =
            std::fs::write(&beside, line).and_then(|()| std::fs::rename(&beside, &self.file));
        if let Err(error) = written {
            tracing::debug!(%error, "the day's traffic could not be written down");
        }
    }
}

/// Milliseconds of a day.
const DAY_MS: i64 = 86_400_000;

/// Bytes of memory that this process has in use; `None` where the system does not tell.
pub fn resident() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kib: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    kib.checked_mul(1024)
}

/// Files that this process has open; `None` where the system does not tell.
pub fn open_files() -> Option<u64> {
    Some(std::fs::read_dir("/proc/self/fd").ok()?.count() as u64)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::config::Environment;
    use crate::config::Size;

    fn config(lines: &str) -> Config {
        let text = format!("{lines}\n[[feeds]]\nurl = 'https://a.example/'\n");
        let environment = Environment::default().with_data_dir(Some(Path::new("/data")));
        Config::from_str_in(&text, Path::new("/x.toml"), &environment).unwrap()
    }

    #[test]
    fn a_day_has_its_budget_and_a_restart_begins_no_new_one() {
        let dir = tempfile::tempdir().unwrap();
        let config = config("[poll]\ntraffic_per_day = '100 B'");
        let at = |time: &str| -> Timestamp { time.parse().unwrap() };
        let noon = at("2026-11-16T12:00:00Z");
        let received = Arc::new(AtomicU64::new(0));
        let limits = Limits::load(dir.path(), received.clone(), noon);
        received.store(79, Relaxed);
        assert_eq!(limits.pages_wait(&config, noon), None);
        received.store(80, Relaxed);
        let until_midnight = 12 * 3_600_000;
        assert_eq!(limits.pages_wait(&config, noon), Some(until_midnight));
        assert_eq!(limits.held(&config, noon), None);
        received.store(101, Relaxed);
        let spent = Held::Traffic {
            spent: 101,
            budget: Size(100),
        };
        assert_eq!(limits.held(&config, noon), Some(spent.clone()));

        let again = Limits::load(dir.path(), Arc::default(), at("2026-11-16T23:59:00Z"));
        assert_eq!(again.held(&config, at("2026-11-16T23:59:00Z")), Some(spent));
        assert_eq!(again.held(&config, at("2026-11-17T00:00:01Z")), None);
        let tomorrow = Limits::load(dir.path(), Arc::default(), at("2026-11-17T00:00:01Z"));
        assert_eq!(tomorrow.spent(at("2026-11-17T00:00:01Z")), 0);
    }

    #[test]
    fn without_a_budget_nothing_waits_and_nothing_is_written() {
        let dir = tempfile::tempdir().unwrap();
        let now = Timestamp::from_secs(1_000_000);
        let limits = Limits::load(dir.path(), Arc::new(AtomicU64::new(u64::MAX)), now);
        assert_eq!(limits.held(&config(""), now), None);
        assert_eq!(limits.pages_wait(&config(""), now), None);
        assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 0);
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn memory_is_looked_at() {
        let dir = tempfile::tempdir().unwrap();
        let now = Timestamp::from_secs(1_000_000);
        let limits = Limits::load(dir.path(), Arc::default(), now);
        let held = limits.held(&config("[run]\nmemory = '1 B'"), now);
        assert!(matches!(held, Some(Held::Memory { taken, .. }) if taken > 1 << 20));
        assert_eq!(
            limits.held(&config("[run]\nmemory = '1024 GiB'"), now),
            None
        );
        assert!(open_files().unwrap() > 2);
    }
}
