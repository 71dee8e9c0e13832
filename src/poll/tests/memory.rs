//! The longer memory over many polls: moves, ends, silences.

use crate::model::FeedId;
use crate::model::Timestamp;
use crate::poll::Outcome;
use crate::poll::ScheduleParams;
use crate::poll::Settled;
use crate::poll::Validators;
use crate::poll::address_to_ask;
use crate::poll::fold_outcome;
use crate::poll::settle;
use crate::poll::wants_search;
use crate::store::polling::FeedMemory;
use crate::store::polling::FetchNote;
use crate::store::rows::FeedRow;
use url::Url;

const DAY: i64 = 24 * 3_600_000;

struct Feed {
    row: FeedRow,
    memory: FeedMemory,
    now: Timestamp,
}

impl Feed {
    fn new() -> Feed {
        Feed {
            row: FeedRow::default(),
            memory: FeedMemory::default(),
            now: "2026-03-01T08:00:00Z".parse().unwrap(),
        }
    }

    fn poll(&mut self, outcome: &Outcome, status: Option<u16>, moved_to: Option<&str>) -> Settled {
        let params = ScheduleParams::default();
        let before = self.row.clone();
        self.row = fold_outcome(FeedId(7), before.clone(), outcome, &params, self.now);
        let note = FetchNote {
            at: self.now,
            status,
            ..FetchNote::default()
        };
        settle(
            FeedId(7),
            &before,
            &mut self.row,
            &mut self.memory,
            outcome,
            &note,
            moved_to.map(str::to_owned),
            &params,
            self.now,
        )
    }

    fn later(&mut self, ms: i64) -> &mut Feed {
        self.now = self.now.plus_millis(ms);
        self
    }

    fn asks(&self) -> String {
        address_to_ask(&Url::parse("https://a.example/feed").unwrap(), &self.memory).to_string()
    }
}

fn read(new_stories: u32) -> Outcome {
    Outcome::Read {
        facts: Box::default(),
        validators: Validators::default(),
        fresh_ms: None,
        body_hash: 1,
        title: None,
        entries: 9,
        known: 9 - new_stories,
        new_stories,
    }
}

fn failed() -> Outcome {
    Outcome::Failed {
        name: "http_status".into(),
        sentence: "No.".into(),
        weight: 1.0,
        retry_after_ms: None,
    }
}

const NEW: &str = "https://b.example/feed";

#[test]
fn a_permanent_move_is_adopted_when_it_was_stable_for_days_and_given_up_when_it_fails() {
    let mut feed = Feed::new();
    for _ in 0..20 {
        assert_eq!(
            feed.later(3_600_000).poll(&read(0), None, Some(NEW)),
            Settled::default()
        );
    }
    // Interrupted once by an answer without redirect: it begins anew.
    feed.poll(&read(0), None, None);
    assert_eq!(feed.memory.moved, None);
    for _ in 0..6 {
        assert!(!feed.later(DAY / 2).poll(&read(0), None, Some(NEW)).adopted);
        assert_eq!(feed.asks(), "https://a.example/feed");
    }
    assert!(feed.later(DAY / 2).poll(&read(0), None, Some(NEW)).adopted);
    assert_eq!(feed.asks(), NEW);
    // Asked itself it no longer redirects, and stays adopted; failures now and then are forgiven.
    feed.poll(&read(0), None, None);
    feed.poll(&failed(), Some(500), None);
    feed.poll(&failed(), Some(500), None);
    feed.poll(&read(0), None, None);
    assert_eq!(feed.asks(), NEW);
    for _ in 0..3 {
        feed.poll(&failed(), Some(404), None);
    }
    assert_eq!(feed.asks(), "https://a.example/feed");
}

#[test]
fn credentials_are_not_taken_to_a_new_address() {
    let mut feed = Feed::new();
    for _ in 0..10 {
        feed.later(DAY).poll(&read(0), None, Some(NEW));
    }
    let secret = Url::parse("https://me:pw@a.example/feed").unwrap();
    assert_eq!(address_to_ask(&secret, &feed.memory), secret);
    assert_eq!(feed.asks(), NEW);
}

#[test]
fn gone_for_good_stops_and_anything_else_slows_down_to_once_a_week() {
    let mut feed = Feed::new();
    assert!(feed.poll(&failed(), Some(410), None).stopped);
    assert_eq!(
        (feed.row.next_due, feed.memory.stopped),
        (None, Some(feed.now))
    );

    let mut feed = Feed::new();
    let mut waits = Vec::new();
    for _ in 0..120 {
        feed.poll(&failed(), Some(404), None);
        let due = feed.row.next_due.unwrap();
        waits.push(due.since(feed.now));
        feed.now = due;
    }
    assert!(waits[0] < DAY / 24, "{waits:?}");
    assert!(
        waits
            .iter()
            .any(|w| (DAY / 10 * 9..=DAY / 10 * 11).contains(w))
    );
    assert!(
        (7 * DAY..8 * DAY).contains(waits.last().unwrap()),
        "{waits:?}"
    );
    assert!(wants_search(&feed.memory, &feed.row, feed.now));
    feed.memory.searched = Some(feed.now);
    assert!(!wants_search(&feed.memory, &feed.row, feed.now));
    // One success and it is as lively as ever.
    feed.poll(&read(1), None, None);
    assert!(feed.row.next_due.unwrap().since(feed.now) < DAY);
}

#[test]
fn a_lively_feed_that_falls_silent_is_told_once() {
    let mut feed = Feed::new();
    for _ in 0..8 {
        assert!(!feed.later(DAY / 6).poll(&read(2), None, None).silent);
    }
    assert!(!feed.later(DAY).poll(&read(0), None, None).silent);
    assert!(feed.later(DAY).poll(&read(0), None, None).silent);
    assert!(
        !feed.later(DAY).poll(&read(0), None, None).silent,
        "told once"
    );
    feed.poll(&read(1), None, None);
    assert_eq!(feed.memory.silent_since, None);
    // Who publishes once a month is not silent after a week.
    let mut slow = Feed::new();
    for _ in 0..8 {
        slow.later(30 * DAY).poll(&read(1), None, None);
    }
    assert!(!slow.later(7 * DAY).poll(&read(0), None, None).silent);
}

#[test]
fn the_reason_for_the_interval_is_told() {
    let mut feed = Feed::new();
    feed.poll(&read(9), None, None);
    assert_eq!(feed.memory.why, "to begin with");
    feed.poll(&read(3), None, None);
    assert_eq!(feed.memory.why, "shortened: 3 new stories");
    feed.poll(
        &Outcome::Unchanged {
            validators: Validators::default(),
            fresh_ms: None,
        },
        None,
        None,
    );
    assert_eq!(feed.memory.why, "lengthened: nothing new");
    let fresh = Outcome::Unchanged {
        validators: Validators::default(),
        fresh_ms: Some(7_200_000),
    };
    feed.poll(&fresh, None, None);
    let expect = "its host says that it will not change for 2h";
    assert_eq!(feed.memory.why, expect);
    feed.poll(&failed(), Some(500), None);
    assert_eq!(feed.memory.why, "waiting after http_status, 1 in a row");
}
