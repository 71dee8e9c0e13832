//! When a feed is due: a learnt interval, patience with failures, and no two feeds in step.
//! Pure; everything that it knows of the past stands in the feed's row.

use super::error::FetchError;
use super::fetched::Validators;
use super::retry_after::MAX_RETRY_AFTER_MS;
use crate::feed::Hints;
use crate::model::FeedId;
use crate::model::Timestamp;
use crate::store::rows::FeedFacts;
use crate::store::rows::FeedRow;

const MINUTE_MS: u64 = 60 * 1000;
const HOUR_MS: u64 = 60 * MINUTE_MS;

/// Longest wait after failures, in milliseconds (24 h), unless the interval itself is longer.
/// However often a feed failed, it is asked again after this: feeds do come back.
pub const MAX_BACKOFF_MS: u64 = 24 * HOUR_MS;

/// Shortest wait between two polls of one feed, in milliseconds (1 s), whatever is configured.
pub const FLOOR_MS: u64 = 1000;

/// At start, feeds never polled before are spread over this many milliseconds (60 s).
pub const START_WINDOW_MS: u64 = 60 * 1000;

/// A feed whose host gives no validators sends its whole document each time; learning does not make the interval
/// shorter than this, in milliseconds (15 min).
const UNCONDITIONAL_FLOOR_MS: u64 = 15 * MINUTE_MS;

/// Due times stray from the interval by this share of it either way, in thousandths.
const JITTER_PER_MILLE: u64 = 100;

/// Every so many polls one goes without validators: some hosts answer "not modified" for ever.
const UNCONDITIONAL_EVERY: u64 = 100;

/// How often a feed is polled, as configured for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScheduleParams {
    /// The interval to begin with, in milliseconds.
    pub interval_ms: u64,
    /// What learning may shorten it to, in milliseconds. Taken as `interval_ms` where that is shorter.
    pub min_ms: u64,
    /// What learning may lengthen it to, in milliseconds. Taken as `interval_ms` where that is longer.
    pub max_ms: u64,
    /// Whether to learn at all; if not, the interval is `interval_ms`.
    pub adaptive: bool,
}

impl Default for ScheduleParams {
    /// 30 minutes, learning between 5 minutes and 6 hours: a feed that slept overnight is heard the same morning.
    fn default() -> ScheduleParams {
        ScheduleParams {
            interval_ms: 30 * MINUTE_MS,
            min_ms: 5 * MINUTE_MS,
            max_ms: 6 * HOUR_MS,
            adaptive: true,
        }
    }
}

/// How a poll ended.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// "Not modified", or the same body as before.
    Unchanged {
        /// To send next time.
        validators: Validators,
        /// For how long the host says that this will be so, in milliseconds.
        fresh_ms: Option<u64>,
    },
    /// A feed was read, and everything in it is durable.
    Read {
        /// To send next time.
        validators: Validators,
        /// For how long the host says that the document stays as it is, in milliseconds.
        fresh_ms: Option<u64>,
        /// xxh3 of the body.
        body_hash: u64,
        /// The document's own title.
        title: Option<String>,
        /// Entries in the document.
        entries: u32,
        /// Entries among them that were known, or of which nobody can tell: what the document has in common with the last.
        known: u32,
        /// Stories that were not known before.
        new_stories: u32,
        /// What the document says of itself and how well it read.
        facts: Box<FeedFacts>,
    },
    /// No feed was had: not fetched, or not a feed.
    Failed {
        /// From a closed list.
        name: String,
        /// One sentence for people.
        sentence: String,
        /// What it counts towards backing off, 0 to 1.
        weight: f64,
        /// How long the host asks to be left alone, in milliseconds.
        retry_after_ms: Option<u64>,
    },
    /// Nothing was asked, since the domain wants a pause: neither a poll nor a failure.
    Held {
        /// What is left of the pause, in milliseconds.
        wait_ms: u64,
    },
}

impl From<&FetchError> for Outcome {
    fn from(error: &FetchError) -> Outcome {
        match error {
            FetchError::Held { wait_ms, .. } => Outcome::Held { wait_ms: *wait_ms },
            _ => Outcome::Failed {
                name: error.name().to_owned(),
                sentence: error.to_string(),
                weight: error.weight(),
                retry_after_ms: error.retry_after(),
            },
        }
    }
}

/// When the feed is due again. `row` is what was remembered before this poll.
pub fn next_due(
    id: FeedId,
    row: &FeedRow,
    outcome: &Outcome,
    params: &ScheduleParams,
    now: Timestamp,
) -> Timestamp {
    let interval = next_interval(row, outcome, params);
    let draw = draw(id, row.polls);
    let wait = match outcome {
        Outcome::Unchanged { fresh_ms, .. } | Outcome::Read { fresh_ms, .. } => {
            let fresh = heeded(fresh_ms.unwrap_or(0), row, outcome, params);
            jittered(interval, draw).max(strayed(fresh, draw))
        }
        Outcome::Failed {
            weight,
            retry_after_ms,
            ..
        } => {
            let wait = jittered(backoff(interval, row.failures, *weight), draw);
            // Behind those of its domain that were held meanwhile: otherwise one of them might never have its turn.
            let pause = retry_after_ms.unwrap_or(0).min(MAX_RETRY_AFTER_MS);
            wait.max(pause + pause / 20 + draw % (pause / 20 + 1))
        }
        Outcome::Held { wait_ms } => {
            // Who waited longest comes first; and by chances that are new each time.
            let waited = row.last_attempt.map_or(i64::MAX, |last| now.since(last));
            let hours = waited.max(0).unsigned_abs() / HOUR_MS;
            let draw = self::draw(id, now.millis().unsigned_abs());
            let pause = (*wait_ms).min(MAX_RETRY_AFTER_MS);
            let stray = draw % (pause / 20 + 1);
            pause
                + stray
                    .checked_shr(u32::try_from(hours).unwrap_or(u32::MAX))
                    .unwrap_or(0)
        }
    };
    let due = later(now, wait.max(FLOOR_MS));
    let longest = wait.max(bounds(row, hints(row, outcome), params).1);
    // A feed that sleeps is left alone, but never longer than learning may leave it alone.
    hints(row, outcome)
        .awake(due)
        .min(later(now, longest).max(due))
}

/// Whether the document had nothing in common with the last one, so that entries may have come and gone between them.
pub(super) fn lost_overlap(row: &FeedRow, outcome: &Outcome) -> bool {
    let nothing_known = matches!(
        outcome,
        Outcome::Read {
            known: 0,
            new_stories: 1..,
            ..
        }
    );
    nothing_known && row.last_success.is_some()
}

/// How much of `fresh` ms, for which the host says that nothing will change, is waited for: what learning may lengthen the
/// interval to, but where entries were missed no more than is configured, and nothing where the interval was set for this feed.
pub(super) fn heeded(fresh: u64, row: &FeedRow, outcome: &Outcome, params: &ScheduleParams) -> u64 {
    if !params.adaptive {
        return 0;
    }
    let most = match lost_overlap(row, outcome) {
        true => params.interval_ms,
        false => params.max_ms.max(params.interval_ms),
    };
    fresh.min(most)
}

/// What the feed asks of those who poll it, as its newest document has it.
fn hints<'a>(row: &'a FeedRow, outcome: &'a Outcome) -> &'a Hints {
    match outcome {
        Outcome::Read { facts, .. } => &facts.hints,
        _ => &row.facts.hints,
    }
}

/// When the feed is due for the first time after start; with `once`, now. Due times survive a restart; feeds never
/// polled are spread over [`START_WINDOW_MS`] so that a long list does not start as one burst.
pub fn first_due(
    id: FeedId,
    row: Option<&FeedRow>,
    params: &ScheduleParams,
    once: bool,
    now: Timestamp,
) -> Timestamp {
    if once {
        return now;
    }
    let Some((row, due)) = row.and_then(|row| row.next_due.map(|due| (row, due))) else {
        return later(now, draw(id, 0) % START_WINDOW_MS);
    };
    // A due time that no poll could have set from now came from a clock that was wrong, or from a longer
    // interval in an older configuration: it must not keep the feed silent.
    let longest = if row.failures == 0 {
        bounds(row, &row.facts.hints, params).1
    } else {
        MAX_BACKOFF_MS.max(params.interval_ms)
    };
    due.min(later(now, stretched(longest)))
}

/// The interval that the feed has after this poll, in milliseconds. Two and more new stories halve it, none lengthens
/// it by a quarter, one leaves it: it settles where a poll brings a little less than one story. A document that has
/// nothing in common with the last one quarters it: there may have been entries between the two that nobody saw.
pub fn next_interval(row: &FeedRow, outcome: &Outcome, params: &ScheduleParams) -> u64 {
    let (min, max) = bounds(row, hints(row, outcome), params);
    let interval = match row.interval_ms {
        Some(learnt) if params.adaptive => learnt,
        _ => params.interval_ms,
    };
    // All of a first document is new here, which says nothing of how often it changes.
    let first = row.last_success.is_none();
    let learnt = match outcome {
        _ if first || !params.adaptive => interval,
        _ if lost_overlap(row, outcome) => interval / 4,
        Outcome::Read {
            new_stories: 2.., ..
        } => interval / 2,
        Outcome::Read { new_stories: 1, .. } => interval,
        Outcome::Read { .. } | Outcome::Unchanged { .. } => interval.saturating_add(interval / 4),
        Outcome::Failed { .. } | Outcome::Held { .. } => interval,
    };
    learnt.max(min).min(max)
}

/// What to send with the feed's next poll: what the row remembers, but nothing at every hundredth poll after the first hundred, so that
/// a host that answers "not modified" for ever is found out.
pub fn validators_to_send(id: FeedId, row: &FeedRow) -> Validators {
    let turn = row.polls.wrapping_add(id.0) % UNCONDITIONAL_EVERY;
    // Not among the first hundred: a host that has only just been met has had no time to be found lying.
    if turn == 0 && row.polls >= UNCONDITIONAL_EVERY {
        return Validators::default();
    }
    Validators::of_row(row)
}

/// The bounds of learning; they include the configured interval, so they cannot cross. What the feed itself asks for (`ttl`,
/// `sy:`) keeps learning from asking more often, and never makes it ask less often than is configured.
fn bounds(row: &FeedRow, hints: &Hints, params: &ScheduleParams) -> (u64, u64) {
    let configured = params.interval_ms.max(FLOOR_MS);
    if !params.adaptive {
        return (configured, configured);
    }
    let conditional = Validators::of_row(row) != Validators::default();
    let floor = if conditional || row.last_success.is_none() {
        params.min_ms
    } else {
        params.min_ms.max(UNCONDITIONAL_FLOOR_MS)
    };
    let floor = floor.max(hints.wanted_ms().unwrap_or(0));
    (
        floor.min(configured).max(FLOOR_MS),
        params.max_ms.max(configured),
    )
}

/// Linear, not exponential: with intervals this long doubling soon means never.
fn backoff(interval: u64, failures_before: u32, weight: f64) -> u64 {
    let weight = if weight.is_finite() {
        weight.clamp(0.0, 1.0)
    } else {
        1.0
    };
    let times = ((f64::from(failures_before) + 1.0) * weight).max(1.0);
    // A float beyond the range becomes the largest number, and the cap below holds.
    let wait = (interval as f64 * times) as u64;
    wait.min(MAX_BACKOFF_MS.max(interval))
}

/// `wait` moved by up to a tenth either way.
fn jittered(wait: u64, draw: u64) -> u64 {
    let stray = wait.saturating_mul(2 * JITTER_PER_MILLE) / 1000;
    let early = wait.saturating_mul(JITTER_PER_MILLE) / 1000;
    let offset = if stray == 0 { 0 } else { draw % (stray + 1) };
    wait.saturating_sub(early).saturating_add(offset)
}

/// The longest that [`jittered`] makes of `wait`.
fn stretched(wait: u64) -> u64 {
    wait.saturating_add(wait.saturating_mul(JITTER_PER_MILLE) / 1000)
}

/// `wait` and up to a twentieth more: not everybody comes back in the same second.
fn strayed(wait: u64, draw: u64) -> u64 {
    wait.saturating_add(draw % (wait / 20 + 1))
}

fn later(now: Timestamp, ms: u64) -> Timestamp {
    now.plus_millis(i64::try_from(ms).unwrap_or(i64::MAX))
}

/// A number that looks random but is the same for the same feed and poll (the finisher of SplitMix64).
fn draw(id: FeedId, poll: u64) -> u64 {
    let mut z = id.0 ^ poll.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}
