//! Keys read back, and their bytes are in the order in which they are walked.

use crate::model::*;
use crate::store::key::*;
use std::fmt::Debug;

/// Keys in the order in which they must be walked.
fn check<K: Key + PartialEq + Debug>(ordered: &[K]) {
    for key in ordered {
        let bytes = key.bytes();
        assert_eq!(K::read(&bytes).as_ref(), Some(key));
        assert_eq!(K::read(&[&bytes[..], &[0, 1]].concat()), None, "{key:?}");
        assert_eq!(K::read(&bytes[..bytes.len() - 1]), None, "{key:?}");
    }
    assert!(ordered.windows(2).all(|w| w[0].bytes() < w[1].bytes()));
}

#[test]
fn times_run_from_the_newest() {
    let times = [i64::MAX, 5_000, 1, 0, -1, -5_000, i64::MIN].map(Timestamp::from_millis);
    check(&times.map(|time| StoryTimeKey {
        time,
        story: StoryId(7),
    }));
    check(&times.map(|time| SpeakerClaimKey {
        speaker: SpeakerId(3),
        time,
        claim: ClaimId(7),
    }));
    check(&[1, 2, 300].map(|n| ClaimTimeKey {
        time: times[1],
        claim: ClaimId(n),
    }));
}

#[test]
fn numbers_run_upwards() {
    check(&[0, 1, 255, 256, u64::MAX].map(|seq| EventKey { seq }));
    check(&[0, 1, 256].map(|revision| AttributionsKey {
        story: StoryId(1),
        revision,
    }));
    check(
        &[None, Some(SpeakerId(0)), Some(SpeakerId(9))].map(|speaker| WordingKey {
            speaker,
            wording: 5,
        }),
    );
    check(&[1, 2, 256].map(|n| MemberKey {
        group: GroupId(n),
        story: StoryId(300 - n),
    }));
    check(&[[0; 16], [1; 16]].map(|b| IdentityKey {
        identity: IdentityDigest(b),
    }));
}

#[test]
fn names_keep_apart() {
    let key = |name: &str, id| NameKey {
        name: Name::new(name),
        speaker: SpeakerId(id),
    };
    check(&[
        key("ann", 1),
        key("ann", 2),
        key("ann lee", 0),
        key("anna", 0),
    ]);
    assert_eq!(Name::new("a\0b").into_string(), "ab");
    assert_eq!(Name::new(&"é".repeat(300)).into_string().len(), 200);
}

#[test]
fn tables_are_listed_in_order_with_names_of_their_own() {
    assert!(Table::ALL.windows(2).all(|w| w[0] < w[1]));
    let mut names = Table::ALL.map(Table::name).to_vec();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), Table::ALL.len());
}
