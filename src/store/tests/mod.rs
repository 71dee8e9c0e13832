//! The view as a whole, over real sled directories. Here: the rows that the tests put.
#![allow(clippy::unwrap_used)]

mod asking;
mod faults;
mod folding;
mod indexing;
mod keys;
mod verifying;

use super::key::Table;
use super::layers::Batch;
use super::rows::*;
use super::*;
use crate::archive::Position;
use crate::model::ClaimId;
use crate::model::CueClass;
use crate::model::FeedId;
use crate::model::GroupId;
use crate::model::Particulars;
use crate::model::QuoteKind;
use crate::model::Span;
use crate::model::SpeakerId;
use crate::model::SpeakerKind;
use crate::model::StoryId;
use crate::model::TextOrigin;
use crate::model::Timestamp;
use crate::model::Verdict;
use std::fs;
use std::path::Path;
use tempfile::TempDir;

fn small() -> OpenOptions {
    OpenOptions {
        cache_bytes: 4 * 1024 * 1024,
        reserve_bytes: 0,
        ..OpenOptions::default()
    }
}

fn open(dir: &Path) -> Store {
    Store::open(dir, small()).unwrap()
}

fn position(seq: u64) -> Position {
    Position {
        day: 739_000,
        frame: seq * 100,
        line: 0,
    }
}

fn time(n: u64) -> Timestamp {
    Timestamp::from_secs(1_772_352_900 + n as i64 * 60)
}

fn counted(text: &str, n: u64) -> Counted {
    Counted {
        text: text.to_owned(),
        count: 1,
        first: time(n),
        last: time(n),
    }
}

impl Store {
    /// Makes every story's row unreadable, as a failing disk does: for tests here and above.
    pub(crate) fn spoil_stories(&self) {
        let mut batch = Batch::new();
        for story in self.all_stories().flatten() {
            let row = vec![1, 0, 1, 0, 0, 0, 0, 9];
            batch.insert((Table::Stories, story.id.to_bytes().to_vec()), Some(row));
        }
        self.engine.commit(&batch).unwrap();
    }
}

const SPEAKER: SpeakerId = SpeakerId(0x5151);

fn story_row(n: u64) -> StoryRow {
    StoryRow {
        id: StoryId(n),
        group: GroupId(n),
        url: Some(format!("https://example.org/{n}")),
        feed: Some(FeedId(1)),
        outlet: "Example".into(),
        title: format!("Story {n}"),
        byline: None,
        language: Some("en".into()),
        published: Some(time(n)),
        updated: None,
        first_seen: time(n),
        origin: TextOrigin::Page,
        words: 300,
        attributions: 1,
        verdict: Verdict::New,
        evidence: None,
        placed: None,
        revisions: vec![RevisionRow {
            number: 1,
            position: position(n),
            observed: time(n),
            digest: n,
        }],
        revision_count: 1,
    }
}

fn claim_row(n: u64) -> ClaimRow {
    ClaimRow {
        id: ClaimId(n),
        speaker: Some(SPEAKER),
        kind: QuoteKind::Direct,
        class: CueClass::Statement,
        relayed_by: None,
        cue: "said".into(),
        particulars: Particulars::default(),
        headline: false,
        variants: vec![VariantRow {
            text: "Words were said.".into(),
            kind: QuoteKind::Direct,
            count: n as u32,
            first: time(n),
            last: time(n),
        }],
        first_seen: time(n),
        last_seen: time(n),
        first_story: StoryId(n),
        sightings: 1,
        independent: 1,
        hidden: None,
    }
}

/// The change of the `n`th record, counted from 1: one story with one claim of the one speaker.
fn change(n: u64) -> Change {
    Change {
        position: position(n),
        seq: n,
        totals: Totals {
            stories: n,
            groups: n,
            attributions: n,
            claims: n,
            sightings: n,
            speakers: 1,
            ..Totals::default()
        },
        stories: vec![story_row(n)],
        identities: vec![(IdentityDigest::of(&n.to_string()), StoryId(n))],
        prints: vec![(
            StoryId(n),
            PrintRow {
                seq: n,
                earlier: Vec::new(),
                group: GroupId(n),
                outlet: "Example".into(),
                time: time(n),
                print: vec![n as u8; 40],
            },
        )],
        attributions: vec![(
            StoryId(n),
            1,
            vec![AttributionRow {
                source: vec![Span::new(0, 3)],
                cue: vec![Span::new(4, 8)],
                content: vec![Span::new(9, 20)],
                kind: QuoteKind::Direct,
                class: CueClass::Statement,
                speaker: Some(SPEAKER),
                claim: ClaimId(n),
                relayed_by: None,
                rule: "test".into(),
                confidence: 0.5,
                particulars: Particulars::default(),
                standing: StandingRow::default(),
                mention: None,
            }],
        )],
        speakers: vec![SpeakerRow {
            id: SPEAKER,
            name: "Ann Lee".into(),
            kind: SpeakerKind::Person,
            local_to: None,
            aliases: vec![],
            roles: vec![counted("minister", 1)],
            first_seen: time(1),
            last_seen: time(n),
            claims: n as u32,
            sightings: n as u32,
            outlets: Vec::new(),
            joins: Vec::new(),
            wikidata: None,
            named_by: None,
            hidden: (0, 0),
        }],
        names: vec![("ann lee".into(), SPEAKER), ("lee".into(), SPEAKER)],
        claims: vec![claim_row(n)],
        claim_keys: vec![(Some(SPEAKER), n, ClaimId(n))],
        sightings: vec![SightingRow {
            claim: ClaimId(n),
            story: StoryId(n),
            group: GroupId(n),
            time: time(n),
            outlet: "Example".into(),
            revision: 1,
            attribution: 0,
            current: true,
        }],
        event: Some(EventRow {
            seq: n,
            observed: time(n),
            story: StoryId(n),
            revision: 1,
            verdict: Verdict::New,
            new_claims: vec![ClaimId(n)],
            known_claims: vec![],
            changes: vec![],
        }),
        ..Change::default()
    }
}

fn filled(count: u64) -> (TempDir, Store) {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path());
    for n in 1..=count {
        store.apply(&change(n)).unwrap();
    }
    (dir, store)
}

fn all<T>(items: impl Iterator<Item = Result<T, StoreError>>) -> Vec<T> {
    items.map(Result::unwrap).collect()
}

fn problems(store: &Store) -> Vec<String> {
    let found = store.verify(None).unwrap();
    found.problems.iter().map(Problem::to_string).collect()
}
