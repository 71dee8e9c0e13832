//! Corrections over a real view: what they move, and that every road to a view gives the same one.
#![allow(clippy::unwrap_used)]

use super::Applier;
use super::Corrected;
use super::Refused;
use crate::archive::Archive;
use crate::dedup::Params;
use crate::model::Act;
use crate::model::Correction;
use crate::model::GroupId;
use crate::model::StoryId;
use crate::model::Timestamp;
use crate::pipeline::analyse::analyse;
use crate::pipeline::ingest;
use crate::pipeline::replay;
use crate::pipeline::replay::Plan;
use crate::store::OpenOptions;
use crate::store::Store;
use std::num::NonZeroUsize;
use std::sync::Arc;
use tempfile::TempDir;

/// Sentences of which stories are made: each number is one.
pub(super) const SENTENCES: [&str; 9] = [
    "The lock keeper at Brann closed the upper gate on Tuesday after a barge carrying 40 tonnes of gravel struck its sill.",
    "“We heard it from the bridge,” said Oda Lund, who has kept the lock for eleven years.",
    "Divers found a crack of 3 metres in the sill and two stones missing beneath it.",
    "No one aboard the barge was hurt, the canal board said in a statement.",
    "Boats bound for Varde were sent back to the basin at Holm and told to wait until Friday.",
    "“It will hold if nobody touches it,” said Oda Lund on the towpath.",
    "The board has asked for bids to replace the gate, which was hung in 1911.",
    "Traders at the Holm market said that fish from the coast would cost more by the weekend.",
    "Rain is forecast along the whole length of the canal.",
];

pub(super) struct Live {
    dir: TempDir,
    archive: Archive,
    pub(super) store: Arc<Store>,
    pub(super) applier: Applier,
    /// Seconds; ten minutes more with each story.
    pub(super) clock: i64,
}

fn options() -> OpenOptions {
    OpenOptions {
        reserve_bytes: 0,
        ..OpenOptions::default()
    }
}

impl Live {
    pub(super) fn new() -> Live {
        let dir = tempfile::tempdir().unwrap();
        let (archive, _) = Archive::open(&replay::archive_dir(dir.path())).unwrap();
        let store = Arc::new(Store::open(dir.path(), options()).unwrap());
        let applier = Applier::new(store.clone(), Params::default()).unwrap();
        Live {
            dir,
            archive,
            store,
            applier,
            clock: 1_772_352_000,
        }
    }

    fn now(&mut self) -> Timestamp {
        self.clock += 600;
        Timestamp::from_secs(self.clock)
    }

    /// A story of these sentences, each a paragraph.
    pub(super) fn story(&mut self, name: &str, sentences: &[usize]) -> StoryId {
        let text: Vec<&str> = sentences.iter().map(|&n| SENTENCES[n]).collect();
        let title = format!("Barge strikes lock gate, reports {name}");
        self.text(name, &title, &text.join("\n\n"))
    }

    /// A story of this text; the same name again is a revision.
    pub(super) fn text(&mut self, name: &str, title: &str, text: &str) -> StoryId {
        let now = self.now();
        let line = serde_json::json!({
            "url": format!("https://{name}.example/lock"), "outlet": name, "title": title,
            "text": text, "published": now.to_string(),
        });
        let story = ingest::story(&line.to_string(), now).unwrap();
        let (position, seq) = self.archive.append(&[&story], now).unwrap()[0];
        let done = self.applier.apply(position, seq, &story, &analyse(&story));
        done.unwrap();
        self.applier.identify(&story).unwrap()
    }

    pub(super) fn correct(&mut self, act: Act) -> Result<u64, Refused> {
        let (made, note) = (self.now(), None);
        let correction = Correction { made, note, act };
        self.applier.check(&correction).unwrap()?;
        let done = self.record(&correction);
        assert_eq!(self.applier.corrected(done.number).unwrap(), done);
        Ok(done.number)
    }

    /// As [`Live::correct`], of speakers.
    pub(super) fn decide(&mut self, act: Act) -> Corrected {
        let (made, note) = (self.now(), None);
        self.record(&Correction { made, note, act })
    }

    fn record(&mut self, correction: &Correction) -> Corrected {
        let one = std::slice::from_ref(correction);
        let placed = self.archive.append_corrections(one, correction.made);
        let (position, seq) = placed.unwrap()[0];
        let done = self.applier.correct(position, seq, correction).unwrap();
        assert_eq!(done.number, seq);
        done
    }

    pub(super) fn group(&self, story: StoryId) -> GroupId {
        self.store.story(story).unwrap().unwrap().group
    }

    /// Sightings and independent ones of the first claim of a story.
    fn counts(&self, story: StoryId) -> (u32, u32) {
        let rows = self.store.attributions(story, 1).unwrap().unwrap();
        let claim = self.store.claim(rows[0].claim).unwrap().unwrap();
        (claim.sightings, claim.independent)
    }

    /// Each story is in the one group that counts it as a member, and in no other.
    pub(super) fn classes(&self, stories: &[StoryId]) {
        for &story in stories {
            for &other in stories {
                let members = self.store.members(self.group(other));
                let member = members.map(Result::unwrap).any(|id| id == story);
                assert_eq!(member, self.group(story) == self.group(other));
            }
        }
    }

    /// Nothing is at fault, and every road gives this very view: a restart, and a rebuild from nothing.
    pub(super) fn check(self) {
        let reader = crate::archive::Reader::open(&replay::archive_dir(self.dir.path())).unwrap();
        assert_eq!(self.store.verify(Some(&reader)).unwrap().problems, []);
        let digest = self.store.view_digest().unwrap();
        assert!(self.store.fold(&|| false).unwrap());
        assert_eq!(self.store.view_digest().unwrap(), digest, "folded");
        assert_eq!(self.store.verify(Some(&reader)).unwrap().problems, []);
        let Live {
            dir,
            store,
            applier,
            archive,
            ..
        } = self;
        store.checkpoint().unwrap();
        drop((store, applier, archive));
        let plan = Plan {
            options: options(),
            dedup: Params::default(),
            workers: NonZeroUsize::MIN,
        };
        replay::rebuild(dir.path(), &plan, &mut |_| {}).unwrap();
        let store = Store::open(dir.path(), options()).unwrap();
        assert_eq!(store.view_digest().unwrap(), digest);
    }
}

#[test]
fn a_split_a_join_and_their_undoing() {
    let mut live = Live::new();
    let wire = live.story("wire", &[0, 1, 2, 3, 4, 5]);
    let post = live.story("post", &[0, 1, 2, 3, 4, 5]);
    let mail = live.story("mail", &[0, 1, 2, 3, 5]);
    let other = live.story("other", &[6, 7, 8]);
    let group = live.group(wire);
    assert_eq!([post, mail].map(|s| live.group(s)), [group, group]);
    assert_eq!(live.counts(wire), (3, 1));

    // The founder goes, and the group keeps its id.
    let split = live.correct(Act::SplitCopy { story: wire }).unwrap();
    assert_eq!([post, mail].map(|s| live.group(s)), [group, group]);
    assert_ne!(live.group(wire), group);
    assert_eq!(live.counts(wire), (3, 2));
    assert_eq!(live.store.totals().copies, 2);
    assert_eq!(live.store.totals().groups, 3);
    let alone = live.correct(Act::SplitCopy { story: wire });
    assert_eq!(alone, Err(Refused::Alone { story: wire }));

    // A revision stays where a person put it, and what comes later goes with what it matches.
    live.story("wire", &[0, 1, 2, 3, 4, 5, 8]);
    assert_ne!(live.group(wire), group);
    let late = live.story("late", &[0, 1, 2, 3, 4, 5]);
    assert!([group, live.group(wire)].contains(&live.group(late)));

    let join = live
        .correct(Act::JoinCopy {
            story: other,
            with: mail,
        })
        .unwrap();
    assert_eq!(live.group(other), group);
    let again = live.correct(Act::JoinCopy {
        story: other,
        with: post,
    });
    assert_eq!(again, Err(Refused::Together { story: other }));

    // The older one undone: the newer one still counts.
    let second = live.correct(Act::SplitCopy { story: other }).unwrap();
    live.correct(Act::Undo { correction: join }).unwrap();
    assert_eq!(live.group(other), GroupId::of_correction(second));
    let undo = live.correct(Act::Undo { correction: second }).unwrap();
    assert_eq!(live.group(other), other.into());
    live.correct(Act::Undo { correction: split }).unwrap();
    assert_eq!(live.group(wire), group);
    assert_eq!(
        live.counts(wire).1,
        if live.group(late) == group { 1 } else { 2 }
    );
    assert!(live.store.story(wire).unwrap().unwrap().placed.is_none());

    for (number, expect) in [
        (999, Refused::NoCorrection { number: 999 }),
        (undo, Refused::IsUndo { number: undo }),
    ] {
        assert_eq!(live.correct(Act::Undo { correction: number }), Err(expect));
    }
    assert!(matches!(
        live.correct(Act::Undo { correction: join }),
        Err(Refused::Undone { .. })
    ));
    let nobody = StoryId(1);
    assert_eq!(
        live.correct(Act::JoinCopy {
            story: wire,
            with: nobody
        }),
        Err(Refused::NoStory { story: nobody })
    );
    live.check();
}

#[test]
fn whatever_is_corrected_in_whatever_order_every_road_gives_the_same_view() {
    for seed in 1..5u64 {
        let mut live = Live::new();
        let mut state = seed;
        let mut next = |below: usize| {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) as usize % below
        };
        let (mut stories, mut made) = (Vec::new(), Vec::new());
        for step in 0..40 {
            let what = if step < 4 { 0 } else { next(6) };
            if step % 7 == 6 {
                // A restart in between makes no difference.
                live.applier = Applier::new(live.store.clone(), Params::default()).unwrap();
            }
            if what < 3 {
                // Halves, wholes and pages rewritten: groups are joined and left.
                let from = next(6);
                let sentences: Vec<usize> = (from..(from + 3 + next(7)).min(9)).collect();
                stories.push(live.story(&format!("s{}", next(9)), &sentences));
                continue;
            }
            let story = stories[next(stories.len())];
            let act = match what {
                3 => Act::SplitCopy { story },
                4 => Act::JoinCopy {
                    story,
                    with: stories[next(stories.len())],
                },
                _ => Act::Undo {
                    correction: made.get(next(made.len().max(1))).copied().unwrap_or(0),
                },
            };
            made.extend(live.correct(act));
            live.classes(&stories);
        }
        live.check();
    }
}
