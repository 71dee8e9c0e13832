//! What is put is read back, once, in order, and moves whole.

use super::*;

#[test]
fn everything_put_is_read_back_also_after_reopening() {
    let (dir, store) = filled(20);
    let digest = store.view_digest().unwrap();
    store.close().unwrap();
    let store = open(dir.path());
    assert_eq!(store.view_digest().unwrap(), digest);
    assert_eq!(problems(&store), [""; 0]);
    let c = change(20);
    assert_eq!(store.applied(), Some((c.position, 20)));
    assert_eq!(store.totals(), c.totals);
    assert_eq!(
        store.story(StoryId(20)).unwrap().as_ref(),
        c.stories.first()
    );
    assert_eq!(store.story(StoryId(21)).unwrap(), None);
    let attributions = store.attributions(StoryId(20), 1).unwrap();
    assert_eq!(attributions.as_ref(), c.attributions.first().map(|a| &a.2));
    assert_eq!(store.attributions(StoryId(20), 2).unwrap(), None);
    assert_eq!(all(store.members(GroupId(20))), [StoryId(20)]);
    assert_eq!(
        store.identity(c.identities[0].0).unwrap(),
        Some(StoryId(20))
    );
    assert_eq!(all(store.prints())[19], c.prints[0]);
    assert_eq!(
        store.print(StoryId(20)).unwrap().as_ref(),
        Some(&c.prints[0].1)
    );
    assert_eq!(all(store.speakers()), c.speakers);
    assert_eq!(store.speaker(SPEAKER).unwrap().as_ref(), c.speakers.first());
    assert_eq!(all(store.speakers_named("lee")), [SPEAKER]);
    assert_eq!(all(store.speakers_named("le")), []);
    let named = |name: &str| (name.to_owned(), SPEAKER);
    assert_eq!(
        all(store.names_with_prefix("")),
        [named("ann lee"), named("lee")]
    );
    assert_eq!(all(store.names_with_prefix("le")), [named("lee")]);
    assert_eq!(store.claim(ClaimId(20)).unwrap().as_ref(), c.claims.first());
    assert_eq!(
        store.claim_by_key(Some(SPEAKER), 20).unwrap(),
        Some(ClaimId(20))
    );
    assert_eq!(store.claim_by_key(None, 20).unwrap(), None);
    assert_eq!(all(store.wordings_of(SPEAKER)).len(), 20);
    assert_eq!(all(store.sightings(ClaimId(20))), c.sightings);
    assert_eq!(
        store.sighting(ClaimId(20), StoryId(20)).unwrap().as_ref(),
        c.sightings.first()
    );
    assert_eq!(
        all(store.events_after(19)),
        c.event.into_iter().collect::<Vec<_>>()
    );
    assert_eq!(all(store.events_after(0)).len(), 20);
    assert_eq!(all(store.all_stories()).len(), 20);
    assert!(store.size_on_disk().unwrap() > 0);
}

#[test]
fn walks_run_from_the_newest_within_their_window() {
    let (_dir, store) = filled(10);
    let check = |window: Window, expect: &[u64]| {
        let stories: Vec<u64> = all(store.stories(window)).iter().map(|s| s.id.0).collect();
        assert_eq!(stories, expect, "{window:?}");
        let claims: Vec<u64> = all(store.claims(window)).iter().map(|c| c.id.0).collect();
        assert_eq!(claims, expect, "{window:?}");
        let claims = all(store.claims_by_speaker(SPEAKER, window));
        let claims: Vec<u64> = claims.iter().map(|c| c.id.0).collect();
        assert_eq!(claims, expect, "{window:?}");
    };
    let window = |since: Option<u64>, until: Option<u64>, after: Option<u64>| Window {
        since: since.map(time),
        until: until.map(time),
        after: after.map(|n| (time(n), n)),
    };
    check(window(None, None, None), &[10, 9, 8, 7, 6, 5, 4, 3, 2, 1]);
    check(window(Some(8), None, None), &[10, 9, 8]);
    check(window(None, Some(3), None), &[2, 1]);
    check(window(Some(3), Some(5), None), &[4, 3]);
    check(window(None, None, Some(4)), &[3, 2, 1]);
    check(window(Some(3), Some(9), Some(5)), &[4, 3]);
    check(window(Some(3), Some(5), Some(9)), &[4, 3]);
    check(window(Some(5), Some(5), None), &[]);
    check(window(Some(7), Some(3), None), &[]);
    check(
        Window {
            since: Some(Timestamp::from_millis(i64::MIN)),
            until: Some(Timestamp::from_millis(i64::MIN)),
            after: None,
        },
        &[],
    );
    let other = SpeakerId(SPEAKER.0 + 1);
    assert_eq!(all(store.claims_by_speaker(other, Window::default())), []);
    let until = Window {
        until: Some(Timestamp::from_millis(i64::MIN)),
        ..Window::default()
    };
    assert_eq!(all(store.claims_by_speaker(SPEAKER, until)), []);
}

#[test]
fn ids_are_found_by_their_first_digits() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path());
    let ids = [0x0123_0000_0000_0000, 0x0124_0000_0000_0000, u64::MAX];
    for (n, id) in (1..).zip(ids) {
        store
            .apply(&Change {
                seq: n,
                position: position(n),
                stories: vec![StoryRow {
                    id: StoryId(id),
                    ..story_row(n)
                }],
                claims: vec![ClaimRow {
                    id: ClaimId(id),
                    ..claim_row(n)
                }],
                ..Change::default()
            })
            .unwrap();
    }
    let check = |digits: &str, limit, expect: &[u64]| {
        let found = store.story_ids_with_prefix(digits, limit).unwrap();
        assert_eq!(
            found.iter().map(|id| id.0).collect::<Vec<_>>(),
            expect,
            "{digits}"
        );
        let found = store.claim_ids_with_prefix(digits, limit).unwrap();
        assert_eq!(
            found.iter().map(|id| id.0).collect::<Vec<_>>(),
            expect,
            "{digits}"
        );
    };
    check("012", 9, &ids[..2]);
    check("012", 1, &ids[..1]);
    check("0124", 9, &ids[1..2]);
    check("0124000000000000", 9, &ids[1..2]);
    check("F", 9, &ids[2..]);
    check("ffffffffffffffff", 9, &ids[2..]);
    for none in ["", "7", "x", "+1", "é", "01240000000000000"] {
        check(none, 9, &[]);
    }
}

#[test]
fn a_change_is_applied_once() {
    let (_dir, store) = filled(3);
    let digest = store.view_digest().unwrap();
    for n in [3, 1, 2, 3] {
        store.apply(&change(n)).unwrap();
    }
    let mut odd = change(2);
    odd.totals = Totals::default();
    store.apply(&odd).unwrap();
    assert_eq!(store.view_digest().unwrap(), digest);
    let behind = Change {
        position: position(2),
        ..change(4)
    };
    let refused = store.apply(&behind).unwrap_err();
    assert!(matches!(refused, StoreError::OutOfOrder { seq: 4, .. }));
    assert!(refused.calls_for_rebuild());
    assert_eq!(store.view_digest().unwrap(), digest);
    // Numbers may have gaps: damaged records are passed over.
    store.apply(&change(9)).unwrap();
}

#[test]
fn index_marks_move_with_their_rows() {
    let (_dir, store) = filled(2);
    let moved = StoryRow {
        group: GroupId(1),
        published: Some(time(50)),
        ..story_row(2)
    };
    let between = StoryRow {
        group: GroupId(7),
        published: Some(time(40)),
        ..story_row(2)
    };
    let earlier = ClaimRow {
        speaker: None,
        first_seen: time(0),
        ..claim_row(2)
    };
    store
        .apply(&Change {
            seq: 3,
            position: position(3),
            stories: vec![between, moved.clone()],
            claims: vec![earlier.clone()],
            names_gone: vec![("lee".into(), SPEAKER)],
            claim_keys_gone: vec![(Some(SPEAKER), 2)],
            ..Change::default()
        })
        .unwrap();
    assert_eq!(all(store.stories(Window::default())), [moved, story_row(1)]);
    assert_eq!(all(store.members(GroupId(1))), [StoryId(1), StoryId(2)]);
    assert_eq!(all(store.members(GroupId(2))), []);
    assert_eq!(all(store.members(GroupId(7))), []);
    assert_eq!(
        all(store.claims(Window::default())),
        [claim_row(1), earlier]
    );
    assert_eq!(
        all(store.claims_by_speaker(SPEAKER, Window::default())),
        [claim_row(1)]
    );
    assert_eq!(all(store.speakers_named("lee")), []);
    assert_eq!(store.claim_by_key(Some(SPEAKER), 2).unwrap(), None);
    store
        .apply(&Change {
            seq: 4,
            position: position(4),
            claims_gone: vec![ClaimId(1), ClaimId(2)],
            sightings_gone: vec![(ClaimId(1), StoryId(1))],
            attributions_gone: vec![(StoryId(1), 1)],
            speakers_gone: vec![SPEAKER],
            ..Change::default()
        })
        .unwrap();
    assert_eq!(all(store.claims(Window::default())), []);
    assert_eq!(all(store.claims_by_speaker(SPEAKER, Window::default())), []);
    assert_eq!(store.claim(ClaimId(1)).unwrap(), None);
    assert_eq!(all(store.sightings(ClaimId(1))), []);
    assert_eq!(store.attributions(StoryId(1), 1).unwrap(), None);
    assert_eq!(store.speaker(SPEAKER).unwrap(), None);
}

#[test]
fn long_rows_are_split_replaced_and_deleted_whole() {
    let (_dir, store) = filled(3);
    let values = |table: Table| {
        let dump = store.dump().map(Result::unwrap);
        dump.filter(|(tree, ..)| *tree == table.name())
            .map(|(_, _, value)| value.len())
            .collect::<Vec<_>>()
    };
    for (seq, len) in (4..).zip([100_000, 20_000, 7_100, 10, 50_000]) {
        let mut long = change(2);
        long.prints[0].1.print = vec![9; len];
        let prints = long.prints.clone();
        let put = Change {
            seq,
            position: position(seq),
            prints: prints.clone(),
            ..Change::default()
        };
        store.apply(&put).unwrap();
        assert_eq!(
            store.print(StoryId(2)).unwrap().as_ref(),
            Some(&prints[0].1)
        );
        assert_eq!(all(store.prints()).len(), 3);
        assert_eq!(values(Table::Prints).len(), 2 + (len + 30).div_ceil(7_000));
        assert!(values(Table::Prints).iter().all(|&len| len <= 7_000));
    }
    let attribution = change(2).attributions[0].2[0].clone();
    let many = vec![attribution; 500];
    let put = Change {
        seq: 20,
        position: position(20),
        attributions: vec![(StoryId(2), 2, many.clone())],
        ..Change::default()
    };
    store.apply(&put).unwrap();
    assert_eq!(store.attributions(StoryId(2), 2).unwrap(), Some(many));
    assert!(values(Table::Attributions).len() > 4);
    let gone = Change {
        seq: 21,
        position: position(21),
        attributions_gone: vec![(StoryId(2), 2)],
        ..Change::default()
    };
    store.apply(&gone).unwrap();
    assert_eq!(values(Table::Attributions).len(), 3);
}

#[test]
fn feeds_are_kept_but_are_no_part_of_the_digest() {
    let (_dir, store) = filled(1);
    let digest = store.view_digest().unwrap();
    let row = FeedRow {
        etag: Some("x".repeat(9_000)),
        polls: 3,
        ..FeedRow::default()
    };
    store.put_feed(FeedId(2), &row).unwrap();
    store.put_feed(FeedId(1), &FeedRow::default()).unwrap();
    assert_eq!(store.feed(FeedId(2)).unwrap().as_ref(), Some(&row));
    assert_eq!(store.feed(FeedId(3)).unwrap(), None);
    assert_eq!(
        all(store.feeds()),
        [(FeedId(1), FeedRow::default()), (FeedId(2), row)]
    );
    assert_eq!(store.view_digest().unwrap(), digest);
    assert_eq!(problems(&store), [""; 0]);
}

#[test]
fn the_digest_depends_on_what_was_applied_alone() {
    let (_dir, one) = filled(30);
    let (dir, two) = filled(10);
    two.close().unwrap();
    let two = open(dir.path());
    for n in 5..=30 {
        two.apply(&change(n)).unwrap();
    }
    assert_eq!(one.view_digest().unwrap(), two.view_digest().unwrap());
    two.apply(&change(31)).unwrap();
    assert_ne!(one.view_digest().unwrap(), two.view_digest().unwrap());
}
