//! The schedule and the row, over single polls and over many.

use super::validators;
use crate::model::FeedId;
use crate::model::Timestamp;
use crate::poll::FLOOR_MS;
use crate::poll::FetchError;
use crate::poll::MAX_BACKOFF_MS;
use crate::poll::Outcome;
use crate::poll::START_WINDOW_MS;
use crate::poll::ScheduleParams;
use crate::poll::ShownUrl;
use crate::poll::Validators;
use crate::poll::first_due;
use crate::poll::fold_outcome;
use crate::poll::next_due;
use crate::poll::validators_to_send;
use crate::store::rows::FeedRow;

const MINUTE: u64 = 60_000;
const HOUR: u64 = 60 * MINUTE;

fn now() -> Timestamp {
    "2026-03-01T08:00:00Z".parse().unwrap()
}

fn id() -> FeedId {
    FeedId::of_url("https://example.org/feed")
}

fn read(new_stories: u32) -> Outcome {
    Outcome::Read {
        validators: validators("\"e\"", "m"),
        fresh_ms: None,
        body_hash: 7,
        title: Some("Example".into()),
        entries: 20,
        known: 20 - new_stories.min(19),
        new_stories,
        facts: Box::default(),
    }
}

fn unchanged() -> Outcome {
    Outcome::Unchanged {
        validators: validators("\"e\"", "m"),
        fresh_ms: None,
    }
}

fn failed(weight: f64, retry_after_ms: Option<u64>) -> Outcome {
    Outcome::Failed {
        name: "timeout".into(),
        sentence: "It took too long.".into(),
        weight,
        retry_after_ms,
    }
}

fn held(wait_ms: u64) -> Outcome {
    Outcome::Held { wait_ms }
}

fn fold_all(row: FeedRow, outcomes: &[Outcome], params: &ScheduleParams) -> FeedRow {
    let step = |row, outcome| fold_outcome(id(), row, outcome, params, now());
    outcomes.iter().fold(row, step)
}

#[test]
fn success_is_remembered_and_wipes_failure() {
    let row = fold_all(
        FeedRow::default(),
        &[failed(1.0, None), failed(1.0, None), read(3)],
        &ScheduleParams::default(),
    );
    let expect = FeedRow {
        etag: Some("\"e\"".into()),
        last_modified: Some("m".into()),
        body_hash: Some(7),
        title: Some("Example".into()),
        last_attempt: Some(now()),
        last_success: Some(now()),
        last_new: Some(now()),
        next_due: row.next_due,
        failures: 0,
        last_error: None,
        polls: 3,
        entries: 20,
        stories: 3,
        interval_ms: Some(30 * MINUTE),
        facts: FeedRow::default().facts,
    };
    assert_eq!(row, expect);
}

#[test]
fn failure_leaves_what_the_last_success_taught() {
    let params = ScheduleParams::default();
    let good = fold_all(FeedRow::default(), &[read(3)], &params);
    let bad = fold_all(
        good.clone(),
        &[failed(0.5, None), failed(0.5, None)],
        &params,
    );
    let expect = FeedRow {
        failures: 2,
        last_error: Some(("timeout".into(), "It took too long.".into())),
        polls: 3,
        next_due: bad.next_due,
        ..good.clone()
    };
    assert_eq!(bad, expect);
    let waiting = fold_all(good.clone(), &[held(HOUR)], &params);
    let expect = FeedRow {
        next_due: waiting.next_due,
        ..good
    };
    assert_eq!(waiting, expect);
}

#[test]
fn the_interval_follows_the_stories() {
    let params = ScheduleParams::default();
    let check = |outcomes: &[Outcome], expect: u64| {
        let row = fold_all(FeedRow::default(), outcomes, &params);
        assert_eq!(row.interval_ms, Some(expect), "{outcomes:?}");
    };
    check(&[read(20)], 30 * MINUTE);
    check(&[read(20), read(2)], 15 * MINUTE);
    check(&[read(20), read(1)], 30 * MINUTE);
    check(&[read(20), read(0)], 37 * MINUTE + MINUTE / 2);
    check(&[read(20), unchanged()], 37 * MINUTE + MINUTE / 2);
    check(
        &[read(20), read(2), failed(1.0, None), held(9)],
        15 * MINUTE,
    );
    check(&vec![read(5); 40], 5 * MINUTE);
    check(&vec![unchanged(); 40], 6 * HOUR);
    let fixed = ScheduleParams {
        adaptive: false,
        ..ScheduleParams::default()
    };
    let row = fold_all(FeedRow::default(), &vec![read(9); 9], &fixed);
    assert_eq!(row.interval_ms, Some(30 * MINUTE));
}

#[test]
fn bounds_never_cross_and_never_exclude_what_is_configured() {
    let check = |interval_ms, min_ms, max_ms, outcome: Outcome, expect| {
        let params = ScheduleParams {
            interval_ms,
            min_ms,
            max_ms,
            adaptive: true,
        };
        let row = fold_all(FeedRow::default(), &vec![outcome; 60], &params);
        assert_eq!(row.interval_ms, Some(expect), "{params:?}");
    };
    check(MINUTE, 5 * MINUTE, HOUR, read(9), MINUTE);
    check(24 * HOUR, 5 * MINUTE, HOUR, unchanged(), 24 * HOUR);
    check(30 * MINUTE, HOUR, MINUTE, read(9), 30 * MINUTE);
    check(30 * MINUTE, HOUR, MINUTE, unchanged(), 30 * MINUTE);
    check(0, 0, 0, read(9), FLOOR_MS);
    check(u64::MAX, 0, u64::MAX, unchanged(), u64::MAX);
    // A host without validators is not asked more often than each quarter of an hour.
    let bare = Outcome::Read {
        validators: Validators::default(),
        fresh_ms: None,
        body_hash: 1,
        title: None,
        entries: 9,
        known: 1,
        new_stories: 9,
        facts: Box::default(),
    };
    check(HOUR, 5 * MINUTE, 6 * HOUR, bare.clone(), 15 * MINUTE);
    check(10 * MINUTE, 5 * MINUTE, 6 * HOUR, bare, 10 * MINUTE);
}

#[test]
fn waits_stay_within_a_tenth_of_what_they_should_be() {
    let params = ScheduleParams::default();
    let check = |failures: u32, outcome: Outcome, low: u64, high: u64| {
        for n in 0..200 {
            let id = FeedId::of_url(&format!("https://example.org/{n}"));
            let row = FeedRow {
                failures,
                polls: n,
                ..FeedRow::default()
            };
            let due = next_due(id, &row, &outcome, &params, now());
            let wait = due.since(now()).unsigned_abs();
            assert!(
                (low..=high).contains(&wait),
                "{failures} {outcome:?}: {wait}"
            );
            assert_eq!(due, next_due(id, &row, &outcome, &params, now()));
        }
    };
    check(0, read(1), 27 * MINUTE, 33 * MINUTE);
    check(0, failed(1.0, None), 27 * MINUTE, 33 * MINUTE);
    check(1, failed(1.0, None), 54 * MINUTE, 66 * MINUTE);
    check(7, failed(0.25, None), 54 * MINUTE, 66 * MINUTE);
    check(7, failed(0.5, None), 108 * MINUTE, 132 * MINUTE);
    check(1, failed(0.0, None), 27 * MINUTE, 33 * MINUTE);
    check(
        u32::MAX,
        failed(1.0, None),
        MAX_BACKOFF_MS * 9 / 10,
        MAX_BACKOFF_MS * 11 / 10,
    );
    check(
        u32::MAX,
        failed(f64::NAN, None),
        MAX_BACKOFF_MS * 9 / 10,
        MAX_BACKOFF_MS * 11 / 10,
    );
    check(0, failed(f64::INFINITY, None), 27 * MINUTE, 33 * MINUTE);
    check(0, failed(0.5, Some(2 * HOUR)), 2 * HOUR, 132 * MINUTE);
    check(0, failed(0.5, Some(MINUTE)), 27 * MINUTE, 33 * MINUTE);
    check(
        0,
        failed(0.5, Some(u64::MAX)),
        24 * HOUR,
        24 * HOUR * 11 / 10,
    );
    check(0, held(10 * MINUTE), 10 * MINUTE, 11 * MINUTE);
    check(0, held(0), FLOOR_MS, FLOOR_MS);
    check(0, held(u64::MAX), 24 * HOUR, 24 * HOUR * 11 / 10);
}

#[test]
fn feeds_do_not_keep_step() {
    let params = ScheduleParams::default();
    let mut due: Vec<i64> = (0..100)
        .map(|n| FeedId::of_url(&format!("https://example.org/{n}")))
        .map(|id| next_due(id, &FeedRow::default(), &unchanged(), &params, now()).millis())
        .collect();
    due.sort_unstable();
    due.dedup();
    assert!(due.len() > 95 && due[due.len() - 1] - due[0] > 4 * MINUTE as i64);
}

#[test]
fn first_polls_are_spread_and_due_times_survive_restart() {
    let params = ScheduleParams::default();
    let mut latest = 0;
    for n in 0..200 {
        let id = FeedId::of_url(&format!("https://example.org/{n}"));
        let wait = first_due(id, None, &params, false, now()).since(now());
        assert!((0..START_WINDOW_MS as i64).contains(&wait));
        assert_eq!(first_due(id, None, &params, true, now()), now());
        latest = latest.max(wait);
    }
    assert!(latest > START_WINDOW_MS as i64 / 2);
    let check = |failures: u32, due: i64, once: bool, expect: i64| {
        let row = FeedRow {
            next_due: Some(now().plus_millis(due)),
            failures,
            last_success: Some(now()),
            ..FeedRow::default()
        };
        let first = first_due(id(), Some(&row), &params, once, now());
        assert_eq!(first.since(now()), expect);
    };
    let hour = HOUR as i64;
    check(0, hour, false, hour);
    check(0, hour, true, 0);
    check(0, -hour, false, -hour);
    check(9, 20 * hour, false, 20 * hour);
    // Set by a clock that was years ahead.
    check(0, 90_000 * hour, false, 6 * hour * 11 / 10);
    check(9, 90_000 * hour, false, 24 * hour * 11 / 10);
}

#[test]
fn one_poll_in_a_hundred_goes_without_validators() {
    let known = validators("\"e\"", "m");
    let sent = (0..1100).map(|polls| {
        let row = FeedRow {
            etag: known.etag.clone(),
            last_modified: known.last_modified.clone(),
            polls,
            ..FeedRow::default()
        };
        validators_to_send(id(), &row)
    });
    let sent: Vec<Validators> = sent.collect();
    assert!(sent[..100].iter().all(|sent| *sent == known));
    let (bare, rest): (Vec<_>, Vec<_>) = sent.into_iter().partition(Validators::is_empty);
    assert_eq!(bare.len(), 10);
    assert!(rest.iter().all(|sent| *sent == known));
}

#[test]
fn a_feed_that_only_fails_is_still_asked_every_day() {
    let params = ScheduleParams::default();
    let mut row = FeedRow::default();
    let mut time = now();
    for _ in 0..2_000 {
        row = fold_outcome(id(), row, &failed(1.0, None), &params, time);
        let due = row.next_due.unwrap();
        assert!(due > time && due.since(time) <= 24 * HOUR as i64 * 11 / 10);
        time = due;
    }
}

#[test]
fn fetch_errors_become_outcomes() {
    let error = FetchError::HttpStatus {
        url: ShownUrl::of("https://me:secret@example.org/"),
        status: 503,
        retry_after_ms: Some(9),
    };
    let expect = Outcome::Failed {
        name: "http_status".into(),
        sentence: error.to_string(),
        weight: 0.5,
        retry_after_ms: Some(9),
    };
    assert_eq!(Outcome::from(&error), expect);
}

#[test]
fn what_a_feed_asks_for_is_heeded_within_the_bounds() {
    let asks = |ttl: u32, hours: &[u8]| {
        let mut outcome = read(3);
        if let Outcome::Read { facts, .. } = &mut outcome {
            facts.hints.ttl_minutes = Some(ttl);
            facts.hints.skip_hours = hours.to_vec();
        }
        outcome
    };
    let params = ScheduleParams::default();
    let known = |interval_ms| FeedRow {
        last_success: Some(now()),
        interval_ms: Some(interval_ms),
        etag: Some("e".into()),
        ..FeedRow::default()
    };
    // Learning would halve the interval; the feed's wish stops it, but not beyond what is configured.
    for (ttl, learnt, expect) in [
        (1, 20 * MINUTE, 10 * MINUTE),
        (15, 20 * MINUTE, 15 * MINUTE),
        (600, 20 * MINUTE, 30 * MINUTE),
    ] {
        let row = fold_outcome(id(), known(learnt), &asks(ttl, &[]), &params, now());
        assert_eq!(row.interval_ms, Some(expect), "ttl {ttl}");
    }
    // Asleep until ten: due at ten at the earliest; asleep all day: no later than learning allows.
    let late = next_due(id(), &known(HOUR), &asks(1, &[8, 9]), &params, now());
    assert!(late >= now().plus_millis(2 * 3_600_000), "{late}");
    let day: Vec<u8> = (0..23).collect();
    let due = next_due(id(), &known(HOUR), &asks(1, &day), &params, now());
    assert!(due <= now().plus_millis(6 * 3_600_000), "{due}");
}
