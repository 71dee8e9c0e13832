//! What is past keeping goes from the disk, and the view is what a rebuild of the rest gives.

#![allow(clippy::unwrap_used)]

use super::*;
use crate::archive::Archive;
use crate::archive::Reader;
use crate::archive::RecordBody;
use crate::model::Paragraph;
use crate::model::Verdict;
use crate::pipeline::analyse::analyse;
use crate::pipeline::apply::Applier;
use crate::pipeline::ingest;
use crate::pipeline::replay;
use crate::pipeline::replay::Plan;
use crate::store::OpenOptions;
use crate::store::polling::FeedMemory;
use crate::store::polling::FetchNote;
use crate::store::polling::PolledFeed;
use crate::store::rows::FeedRow;
use std::fs;
use std::num::NonZeroUsize;
use std::sync::Arc;

const NOTICE: &str = "“Readers who saw anything of it may ring our desk at any hour,” says the editor of this paper, Tove Brandt.";

fn plan() -> Plan {
    Plan {
        options: OpenOptions {
            reserve_bytes: 0,
            ..OpenOptions::default()
        },
        dedup: Default::default(),
        workers: NonZeroUsize::MIN,
    }
}

fn at(day: u32) -> Timestamp {
    let day = i64::from(day) * DAY_MS;
    Timestamp::from_secs(1_790_000_000).plus_millis(day)
}

/// An archive and a view that are written as the journal does.
struct Desk {
    dir: tempfile::TempDir,
    archive: Archive,
    store: Arc<Store>,
    applier: Applier,
}

impl Desk {
    fn open(dir: tempfile::TempDir) -> Desk {
        let (archive, _) = Archive::open(&replay::archive_dir(dir.path())).unwrap();
        let (store, applier, _) =
            replay::open_up_to_date(dir.path(), &plan(), &mut |_| {}).unwrap();
        Desk {
            dir,
            archive,
            store,
            applier,
        }
    }

    fn tell(&mut self, day: u32, line: &serde_json::Value) -> Verdict {
        let story = ingest::story(&line.to_string(), at(day)).unwrap();
        let stories = [&story];
        let (position, seq) = self.archive.append(&stories, at(day)).unwrap()[0];
        let applied = self.applier.apply(position, seq, &story, &analyse(&story));
        self.store.checkpoint().unwrap();
        applied.unwrap().seen.verdict
    }

    fn dir(&self) -> std::path::PathBuf {
        replay::archive_dir(self.dir.path())
    }

    fn take(&self, today: u32, keep: &Keep) -> Vec<Recompressed> {
        let due = texts_due(&self.dir(), keep, at(today).day()).unwrap();
        take_texts(&self.dir(), &self.store, &due, &|| false).unwrap()
    }

    /// All stories of the archive, as they lie there.
    fn on_disk(&self) -> String {
        let reader = Reader::open(&self.dir()).unwrap();
        let records = reader.iter_from(None).unwrap();
        let stories = records.filter_map(|record| match record.unwrap().1.body {
            RecordBody::Story(story) => Some(serde_json::to_string(&story).unwrap()),
            _ => None,
        });
        stories.collect()
    }

    /// The view's digest, and that of one built anew.
    fn digests(self) -> (String, String, Desk) {
        let live = self.store.view_digest().unwrap();
        let Desk {
            dir,
            archive,
            store,
            applier,
        } = self;
        drop((archive, store, applier));
        replay::rebuild(dir.path(), &plan(), &mut |_| {}).unwrap();
        let desk = Desk::open(dir);
        (live, desk.store.view_digest().unwrap(), desk)
    }
}

fn days(days: u32) -> Retention {
    Retention {
        days: Some(days),
        bytes: None,
    }
}

fn texts(keep: Retention) -> Keep {
    Keep {
        texts: keep,
        ..Keep::default()
    }
}

/// A story of its own, of some hundred words.
fn fire(n: u64, ending: &str) -> String {
    format!(
        "A fire in mill {n} at Sandgate burnt {} bales of flax on Sunday night before crews from {} villages had it out. \
         Nobody was hurt, and the {} workers of the night shift had left by the yard.\n\n\
         “We lost {} bales and not one hand, and that is what I count,” said Ivo Brask-{n}, who has run mill {n} since the flood. \
         He put the loss at {} crowns.\n\n\
         Inspectors from the county will look at the drying room this week, where a belt of lamp {n} may have run hot.{ending}",
        n * 31 + 7,
        n % 7 + 2,
        n * 13 + 20,
        n * 31 + 7,
        n * 1_709 + 311
    )
}

fn line(outlet: &str, n: u64, text: &str) -> serde_json::Value {
    serde_json::json!({
        "url": format!("https://{outlet}.example/{n}"), "outlet": outlet, "title": format!("Fire in mill {n}"),
        "published": at(0).to_string(), "text": text,
    })
}

#[test]
fn texts_go_from_the_disk_and_a_rebuild_says_what_the_view_says() {
    let mut desk = Desk::open(tempfile::tempdir().unwrap());
    let notice = format!("\n\n{NOTICE}");
    for n in 0..8 {
        // From some point on the notice is the outlet's, and what is said in it nobody's.
        assert_eq!(
            desk.tell(0, &line("courier", n, &fire(n, &notice))),
            Verdict::New
        );
    }
    let nameless =
        serde_json::json!({"title": "Fire in mill 90", "outlet": "wire", "text": fire(90, "")});
    desk.tell(0, &nameless);
    // Copies with and without the notice, and a revision, on the days after.
    let copied = desk.tell(1, &line("herald", 1, &fire(1, "")));
    assert!(matches!(copied, Verdict::Copy { .. }), "{copied:?}");
    let revised = desk.tell(
        1,
        &line("courier", 7, &fire(7, " The lamp was found broken.")),
    );
    assert!(matches!(revised, Verdict::Revision { .. }), "{revised:?}");
    desk.tell(2, &line("herald", 20, &fire(20, "")));
    desk.tell(3, &line("herald", 21, &fire(21, "")));

    let keep = texts(days(1));
    assert!(
        texts_due(&desk.dir(), &Keep::default(), at(3).day())
            .unwrap()
            .is_empty()
    );
    let due = texts_due(&desk.dir(), &keep, at(3).day()).unwrap();
    assert_eq!(
        due.iter().map(|day| day.records).collect::<Vec<_>>(),
        [9, 2]
    );
    let before = desk.store.view_digest().unwrap();
    let said = desk.store.totals().claims;
    fs::write(desk.dir().join(format!("{}.torn-1", at(0).day())), "burnt").unwrap();
    assert!(desk.take(3, &keep).iter().all(|day| day.left.is_none()));
    assert_eq!(desk.take(3, &keep), [], "nothing is left to take");
    let there = desk.on_disk();
    for (words, kept) in [
        ("lamp 1 may have run hot", false),
        ("lamp 90 may have run hot", false),
        ("The lamp was found broken", false),
        ("We lost 38 bales and not one hand", true),
        ("lamp 20 may have run hot", true),
        ("lamp 21 may have run hot", true),
    ] {
        assert_eq!(there.contains(words), kept, "{words}");
    }
    assert_eq!(there.matches("Nobody was hurt").count(), 2);
    assert!(!desk.dir().join(format!("{}.torn-1", at(0).day())).exists());
    assert_eq!(desk.store.view_digest().unwrap(), before);
    assert_eq!(
        desk.store
            .verify(Some(&Reader::open(&desk.dir()).unwrap()))
            .unwrap()
            .problems,
        []
    );

    let (live, rebuilt, mut desk) = desk.digests();
    assert_eq!((&live, live == rebuilt), (&before, true));
    assert_eq!(desk.store.totals().claims, said);
    // Texts that are gone are known again all the same.
    assert!(matches!(
        desk.tell(3, &line("post", 2, &fire(2, ""))),
        Verdict::Copy { .. }
    ));
    assert_eq!(
        desk.tell(3, &line("courier", 3, &fire(3, &notice))),
        Verdict::Unchanged
    );
    assert_eq!(desk.tell(3, &nameless), Verdict::Unchanged);
    let (live, rebuilt, _desk) = desk.digests();
    assert_eq!(live, rebuilt);
}

#[test]
fn texts_go_by_size_and_a_damaged_day_keeps_its_own() {
    let mut desk = Desk::open(tempfile::tempdir().unwrap());
    for day in 0..4u32 {
        for n in 0..3 {
            let n = u64::from(day) * 3 + n;
            desk.tell(day, &line("courier", n, &fire(n, "")));
        }
    }
    let keep = |bytes: u64| {
        texts(Retention {
            days: None,
            bytes: Some(bytes),
        })
    };
    let today = at(3).day();
    assert!(
        texts_due(&desk.dir(), &keep(1 << 20), today)
            .unwrap()
            .is_empty()
    );
    let all = texts_due(&desk.dir(), &keep(1), today).unwrap();
    assert_eq!(all.len(), 3, "the newest day is never closed");
    let most = all[1].bytes + 2 * all[2].bytes;
    assert_eq!(
        texts_due(&desk.dir(), &keep(most), today).unwrap(),
        all[..1]
    );
    // Stopped on the way: the day under way is as it was, and is due the next time.
    let stopped = take_texts(&desk.dir(), &desk.store, &all, &|| true).unwrap();
    assert_eq!(stopped, []);
    assert_eq!(texts_due(&desk.dir(), &keep(1), today).unwrap(), all);
    // A flipped bit costs its frame and no more; the day stays as it is.
    let path = desk.dir().join(format!("{}.jsonl.zst", all[1].day));
    let mut bytes = fs::read(&path).unwrap();
    bytes[60] ^= 1;
    fs::write(&path, &bytes).unwrap();
    let done = desk.take(3, &keep(1));
    let left: Vec<bool> = done.iter().map(|day| day.left.is_some()).collect();
    assert_eq!(left, [false, true, false]);
    assert_eq!(fs::read(&path).unwrap(), bytes);
    // A story of which a text cannot be taken is named, and its day stays as it is too.
    let today = desk.dir().join(format!("{today}.jsonl.zst"));
    let whole = fs::read(&today).unwrap();
    let refused = archive::take_texts(&desk.dir(), at(3).day(), &|| false, &mut |_, _| {
        Err("of a reason".into())
    });
    let left = refused.unwrap().unwrap().left.unwrap();
    assert!(
        left.contains("record 10") && left.contains("of a reason"),
        "{left}"
    );
    assert_eq!(fs::read(&today).unwrap(), whole);
}

#[test]
fn what_is_kept_of_a_text_is_read_for_ever() {
    // As the first version wrote it: fields may be added, with a default; none may change.
    let kept = r#"{"substance":7,"words":12,"print":"PRINT","paragraphs":[5,null],"statements":[{"attribution":{"source":[{"start":27,"end":31}],"cue":[{"start":22,"end":26}],"content":[{"start":0,"end":20}],"kind":"direct","class":"statement","speaker":{"name":"Ada","kind":"person","global":false,"role":null,"aliases":[]},"relayed_by":null,"rule":"quote","confidence":0.9},"place":"body","particulars":{"negation":null,"about":[],"when":null,"at":null,"confidences":{"extraction":0.9,"attribution":0.8,"resolution":0.7}},"repeats":[]}]}"#;
    let mut story = Story {
        url: Some("https://a.example/1".into()),
        body: vec![Paragraph::text("“It is shut for now”, said Ada.")],
        ..Story::default()
    };
    let whole = analyse(&story);
    let print: String = whole
        .print
        .to_bytes()
        .iter()
        .map(|b| format!("{b:02x}"))
        .collect();
    story.take_text(&[], kept.replace("PRINT", &print));
    let recalled = analyse(&story);
    assert_eq!((recalled.substance, recalled.words), (7, 12));
    assert_eq!(recalled.print, whole.print);
    assert_eq!(recalled.taken, Some(vec![Some(5), None]));
    let said = &recalled.statements[0].attribution;
    assert_eq!((said.confidence, said.rule.as_str()), (0.9, "quote"));
    // What cannot be read costs the attributions of that story and nothing else.
    for broken in ["", "{}", "{\"print\":\"x\"}"] {
        story.take_text(&[], broken.into());
        assert_eq!(analyse(&story).statements, []);
    }
}

#[test]
fn notes_on_fetches_go_by_age_and_by_size() {
    let desk = Desk::open(tempfile::tempdir().unwrap());
    let note = |day: u32| FetchNote {
        at: at(day),
        outcome: "read".into(),
        ..FetchNote::default()
    };
    let feeds = [FeedId(1), FeedId(2)];
    let put = || {
        for feed in feeds {
            let polled = PolledFeed {
                row: FeedRow {
                    polls: 10,
                    ..FeedRow::default()
                },
                memory: FeedMemory {
                    why: "kept".into(),
                    ..FeedMemory::default()
                },
                notes: (0..10).map(note).collect(),
            };
            let polls = [(feed, &polled)];
            desk.store.put_polls(polls.into_iter()).unwrap();
        }
    };
    put();
    let one = desk.store.fetch_sizes().next().unwrap().unwrap().2;
    let fetches = |days: Option<u32>, bytes: Option<u64>| Keep {
        fetches: Retention { days, bytes },
        ..Keep::default()
    };
    for (keep, gone) in [
        (Keep::default(), 0),
        (fetches(Some(30), None), 0),
        (fetches(Some(4), None), 12),
        (fetches(None, Some(u64::MAX)), 0),
        (fetches(None, Some(5 * one + 1)), 15),
        (fetches(Some(4), Some(5 * one)), 15),
        (fetches(None, Some(0)), 20),
    ] {
        put();
        let would = fetches_due(&desk.store, &keep, at(9), false).unwrap();
        assert_eq!((would.notes, would.bytes), (gone, gone * one), "{keep:?}");
        assert_eq!(fetches_due(&desk.store, &keep, at(9), true).unwrap(), would);
        let left = feeds.map(|feed| desk.store.fetches(feed).unwrap()).concat();
        assert_eq!(left.len() as u64, 20 - gone, "{keep:?}");
        let why = |feed| desk.store.feed_memory(feed).unwrap().why;
        assert_eq!(feeds.map(why), ["kept", "kept"]);
        let newest = left.iter().map(|note| note.at).max();
        assert_eq!(newest, (gone < 20).then(|| at(9)));
    }
}
