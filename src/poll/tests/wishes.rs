//! What hosts and feeds say of the next poll, and what missed entries do to it.

use super::validators;
use crate::model::FeedId;
use crate::model::Timestamp;
use crate::poll::Outcome;
use crate::poll::ScheduleParams;
use crate::poll::fold_outcome;
use crate::poll::next_due;
use crate::poll::next_interval;
use crate::store::rows::FeedRow;

const MINUTE: u64 = 60_000;
const HOUR: u64 = 60 * MINUTE;

fn now() -> Timestamp {
    "2026-03-01T08:00:00Z".parse().unwrap()
}

fn known_feed() -> FeedRow {
    FeedRow {
        last_success: Some(now()),
        interval_ms: Some(20 * MINUTE),
        etag: Some("e".into()),
        polls: 7,
        ..FeedRow::default()
    }
}

fn read(known: u32, new_stories: u32, fresh_ms: Option<u64>) -> Outcome {
    Outcome::Read {
        validators: validators("\"e\"", ""),
        fresh_ms,
        body_hash: 7,
        title: None,
        entries: known + new_stories,
        known,
        new_stories,
        facts: Box::default(),
    }
}

#[test]
fn what_a_host_says_of_its_caches_is_waited_for_within_the_bounds() {
    let adaptive = ScheduleParams::default();
    let fixed = ScheduleParams {
        adaptive: false,
        ..ScheduleParams::default()
    };
    let unchanged = |fresh_ms| Outcome::Unchanged {
        validators: validators("\"e\"", ""),
        fresh_ms,
    };
    // The least wait, in minutes; at most a tenth is added to it.
    let check = |params: &ScheduleParams, outcome: &Outcome, expect: u64| {
        for n in 0..50 {
            let id = FeedId::of_url(&format!("https://example.org/{n}"));
            let wait = next_due(id, &known_feed(), outcome, params, now()).since(now());
            let wait = wait.unsigned_abs();
            let (least, most) = (expect * MINUTE, expect * MINUTE * 11 / 10);
            assert!((least..=most).contains(&wait), "{outcome:?}: {wait}");
        }
    };
    check(&adaptive, &unchanged(Some(2 * HOUR)), 120);
    check(&adaptive, &unchanged(Some(u64::MAX)), 360);
    check(&adaptive, &read(9, 1, Some(2 * HOUR)), 120);
    // Entries were missed: no longer than what is configured.
    check(&adaptive, &read(0, 9, Some(2 * HOUR)), 30);
    // A short time makes nobody ask sooner, and an interval that was set for this feed is meant.
    let wait = |params: &ScheduleParams, fresh| {
        let id = FeedId::of_url("https://example.org/feed");
        next_due(id, &known_feed(), &unchanged(fresh), params, now())
    };
    assert_eq!(wait(&adaptive, Some(MINUTE)), wait(&adaptive, None));
    assert_eq!(wait(&fixed, Some(2 * HOUR)), wait(&fixed, None));
}

#[test]
fn each_feed_of_a_domain_that_keeps_asking_for_pauses_has_its_turn() {
    let params = ScheduleParams::default();
    let id = |n: usize| FeedId::of_url(&format!("https://example.org/{n}"));
    let mut rows = vec![FeedRow::default(); 6];
    let (mut asked, mut held_until) = ([0; 6], now());
    for _ in 0..2_000 {
        let (n, due) = (0..6)
            .map(|n| (n, rows[n].next_due.unwrap_or(now())))
            .min_by_key(|(_, due)| *due)
            .unwrap();
        let outcome = if due < held_until {
            let wait_ms = held_until.since(due).unsigned_abs();
            Outcome::Held { wait_ms }
        } else {
            asked[n] += 1;
            held_until = due.plus_millis(2 * HOUR as i64);
            Outcome::Failed {
                name: "http_status".into(),
                sentence: "503".into(),
                weight: 0.5,
                retry_after_ms: Some(2 * HOUR),
            }
        };
        rows[n] = fold_outcome(id(n), rows[n].clone(), &outcome, &params, due);
    }
    let (least, most) = (asked.iter().min().unwrap(), asked.iter().max().unwrap());
    assert!(*least > 100 && most - least <= 8, "{asked:?}");
}

#[test]
fn a_document_that_has_nothing_in_common_with_the_last_brings_the_next_poll_near() {
    let params = ScheduleParams::default();
    let check = |known: u32, new: u32, expect: u64| {
        let interval = next_interval(&known_feed(), &read(known, new, None), &params);
        assert_eq!(interval, expect * MINUTE, "{known} known, {new} new");
    };
    check(0, 20, 5);
    check(0, 1, 5);
    check(1, 20, 10);
    check(19, 1, 20);
    check(20, 0, 25);
    // Entries of which no story could be made teach nothing.
    check(0, 0, 25);
    // All of a first document is new, which says nothing.
    let first = next_interval(&FeedRow::default(), &read(0, 20, None), &params);
    assert_eq!(first, 30 * MINUTE);
    let row = fold_outcome(FeedId(1), known_feed(), &read(0, 9, None), &params, now());
    assert_eq!(row.interval_ms, Some(5 * MINUTE));
}
