//! What a poll changes in a feed's longer memory: where it moved, whether it is gone or fallen silent, how long it fails.
//! Pure; when the feed is due in the ordinary way is `schedule.rs`'s.

use super::schedule::Outcome;
use super::schedule::ScheduleParams;
use super::schedule::heeded;
use super::schedule::lost_overlap;
use crate::model::FeedId;
use crate::model::Timestamp;
use crate::model::span_in_words;
use crate::store::polling::FeedMemory;
use crate::store::polling::FetchNote;
use crate::store::polling::Moved;
use crate::store::rows::FeedRow;
use url::Url;

const HOUR_MS: i64 = 60 * 60 * 1000;
const DAY_MS: i64 = 24 * HOUR_MS;

/// How long a host has to name the same new address before that is asked instead, in milliseconds (3 days): some
/// hosts answer 301 for an hour of maintenance.
pub const ADOPT_AFTER_MS: i64 = 3 * DAY_MS;
/// How often the new address has to be seen besides.
pub const ADOPT_AFTER_SEEN: u32 = 5;
/// Failures in a row at which an adopted address is given up and the configured one asked again.
pub const ADOPTED_FAILURES: u32 = 3;
/// A feed that fails for longer than this, in milliseconds (30 days), is asked once a week instead of once a day.
pub const WEEKLY_AFTER_MS: i64 = 30 * DAY_MS;
/// How often a feed is asked that has failed for so long, in milliseconds. Never less often: feeds do come back.
pub const WEEKLY_MS: i64 = 7 * DAY_MS;
/// Least time between two searches of a site's page for a feed that is not where it was, in milliseconds (1 day).
pub const SEARCH_EVERY_MS: i64 = DAY_MS;

/// Gaps between new stories from which a feed's rhythm counts as known.
const KNOWN_GAPS: u32 = 5;
/// A feed is silent after so many times its mean gap without a new story,
const SILENT_GAPS: u64 = 8;
/// and after no less than this, in milliseconds (24 h): newsrooms sleep.
const SILENT_LEAST_MS: i64 = DAY_MS;
/// The weight of the newest gap in the mean is one part in so many.
const GAP_PARTS: u64 = 5;

/// What came of remembering a poll, for whoever tells people.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Settled {
    /// The new address was adopted just now.
    pub adopted: bool,
    /// The feed was stopped just now: its host says that it is gone for good.
    pub stopped: bool,
    /// The feed is quieter than ever, as of now.
    pub silent: bool,
}

/// The address to ask: the configured one, or where the feed moved for good. An address with credentials in it is always
/// asked itself, since nobody gave them to the new one.
pub fn address_to_ask(configured: &Url, memory: &FeedMemory) -> Url {
    let secret = !configured.username().is_empty() || configured.password().is_some();
    let adopted = memory
        .moved
        .as_ref()
        .filter(|moved| moved.adopted.is_some());
    adopted
        .filter(|_| !secret)
        .and_then(|moved| Url::parse(&moved.to).ok())
        .filter(|url| matches!(url.scheme(), "http" | "https"))
        .unwrap_or_else(|| configured.clone())
}

/// Takes a poll into the memory, and stretches `row.next_due` for a feed that is gone or has failed for weeks.
/// `before` is the row before this poll, `row` after it; `moved_to` where the host says the feed moved for good.
#[allow(clippy::too_many_arguments)]
pub fn settle(
    id: FeedId,
    before: &FeedRow,
    row: &mut FeedRow,
    memory: &mut FeedMemory,
    outcome: &Outcome,
    note: &FetchNote,
    moved_to: Option<String>,
    params: &ScheduleParams,
    now: Timestamp,
) -> Settled {
    let mut settled = Settled::default();
    memory.why = why(before, row, outcome, params);
    match outcome {
        // Nothing was asked.
        Outcome::Held { .. } => return settled,
        Outcome::Unchanged { .. } | Outcome::Read { .. } => {
            memory.failing_since = None;
            memory.stopped = None;
            memory.found = None;
            settled.adopted = moved(memory, moved_to, now);
        }
        Outcome::Failed { .. } => {
            let since = *memory.failing_since.get_or_insert(now);
            let gone = note.status == Some(410);
            let adopted = memory
                .moved
                .as_mut()
                .filter(|moved| moved.adopted.is_some());
            if let Some(moved) = adopted {
                moved.failures = moved.failures.saturating_add(1);
                if gone || moved.failures >= ADOPTED_FAILURES {
                    memory.moved = None;
                }
            } else if gone {
                memory.stopped = Some(now);
                row.next_due = None;
                settled.stopped = true;
            }
            if now.since(since) >= WEEKLY_AFTER_MS && memory.stopped.is_none() {
                // Spread over a tenth of the week by the feed's id, so that those lost in one outage do not come back as one.
                let stray = (id.0 % (WEEKLY_MS as u64 / 10)) as i64;
                let weekly = now.plus_millis(WEEKLY_MS + stray);
                row.next_due = row.next_due.max(Some(weekly));
            }
        }
    }
    memory.note(note);
    rhythm(memory, before, outcome, now);
    settled.silent = silence(memory, row, now);
    settled
}

/// Where the host says that the feed moved, poll by poll; true when it was adopted just now.
fn moved(memory: &mut FeedMemory, moved_to: Option<String>, now: Timestamp) -> bool {
    let Some(to) = moved_to else {
        match &mut memory.moved {
            Some(moved) if moved.adopted.is_some() => moved.failures = 0,
            other => *other = None,
        }
        return false;
    };
    match &mut memory.moved {
        Some(moved) if moved.to == to => {
            moved.seen = moved.seen.saturating_add(1);
            let stable = now.since(moved.since) >= ADOPT_AFTER_MS && moved.seen >= ADOPT_AFTER_SEEN;
            if stable && moved.adopted.is_none() {
                moved.adopted = Some(now);
                return true;
            }
        }
        other => {
            *other = Some(Moved {
                to,
                since: now,
                seen: 1,
                ..Moved::default()
            });
        }
    }
    false
}

fn rhythm(memory: &mut FeedMemory, before: &FeedRow, outcome: &Outcome, now: Timestamp) {
    let Outcome::Read { new_stories, .. } = outcome else {
        return;
    };
    if *new_stories == 0 {
        return;
    }
    memory.silent_since = None;
    let Some(last) = before.last_new else { return };
    let gap = now.since(last).max(0).unsigned_abs();
    memory.mean_gap_ms = Some(match memory.mean_gap_ms {
        Some(mean) => mean - mean / GAP_PARTS + gap / GAP_PARTS,
        None => gap,
    });
    memory.gaps = memory.gaps.saturating_add(1);
}

/// How long a feed of this rhythm may be without a new story before that is news itself, in milliseconds.
pub fn expected_silence_ms(memory: &FeedMemory) -> Option<i64> {
    let mean = memory.mean_gap_ms.filter(|_| memory.gaps >= KNOWN_GAPS)?;
    let long = i64::try_from(mean.saturating_mul(SILENT_GAPS)).unwrap_or(i64::MAX);
    Some(long.max(SILENT_LEAST_MS))
}

fn silence(memory: &mut FeedMemory, row: &FeedRow, now: Timestamp) -> bool {
    let (Some(allowed), Some(last)) = (expected_silence_ms(memory), row.last_new) else {
        return false;
    };
    if now.since(last) <= allowed || memory.silent_since.is_some() {
        return false;
    }
    memory.silent_since = Some(now);
    true
}

/// Whether the site's page is to be searched for the feed's new address.
pub fn wants_search(memory: &FeedMemory, row: &FeedRow, now: Timestamp) -> bool {
    let rested = memory
        .searched
        .is_none_or(|at| now.since(at) >= SEARCH_EVERY_MS);
    memory.absent && rested && (row.failures >= 2 || memory.stopped.is_some())
}

fn why(before: &FeedRow, row: &FeedRow, outcome: &Outcome, params: &ScheduleParams) -> String {
    let learnt = |reason: &str| {
        let at = row.interval_ms.unwrap_or(params.interval_ms);
        let known = before.interval_ms.unwrap_or(params.interval_ms);
        if !params.adaptive {
            "fixed in the configuration".to_owned()
        } else if before.last_success.is_none() {
            "to begin with".to_owned()
        } else if at == known {
            format!("kept: {reason}")
        } else if at < known {
            format!("shortened: {reason}")
        } else {
            format!("lengthened: {reason}")
        }
    };
    match outcome {
        Outcome::Held { wait_ms } => {
            format!(
                "its domain asked for a pause of {}",
                span_in_words(*wait_ms)
            )
        }
        Outcome::Failed {
            name,
            retry_after_ms,
            ..
        } => match retry_after_ms {
            Some(ms) => format!("its host asked for a pause of {}", span_in_words(*ms)),
            None => format!("waiting after {name}, {} in a row", row.failures),
        },
        Outcome::Unchanged { fresh_ms, .. } | Outcome::Read { fresh_ms, .. }
            if heeded(fresh_ms.unwrap_or(0), before, outcome, params)
                > row.interval_ms.unwrap_or(params.interval_ms) =>
        {
            let fresh = heeded(fresh_ms.unwrap_or(0), before, outcome, params);
            format!(
                "its host says that it will not change for {}",
                span_in_words(fresh)
            )
        }
        Outcome::Read { .. } if lost_overlap(before, outcome) => {
            learnt("nothing in it was known, so that something may have been missed")
        }
        Outcome::Unchanged { .. } => learnt("nothing new"),
        Outcome::Read { new_stories, .. } => match new_stories {
            0 => learnt("nothing new"),
            1 => learnt("one new story"),
            n => learnt(&format!("{n} new stories")),
        },
    }
}
