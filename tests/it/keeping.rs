//! What `[retention]` keeps no longer, seen from the command line: named first, then gone from the disk, and said plainly.

use crate::labelled::labelled;
use crate::support::Home;
use sayso::archive::{Reader, RecordBody};
use sayso::extract::claim;
use sayso::model::{Place, Story, Timestamp};
use sayso::pipeline::analyse::{analyse, take_text};
use sayso::pipeline::ingest;
use serde_json::Value;
use std::fs;
use std::path::PathBuf;

fn line(n: u64) -> String {
    format!(
        "{{\"url\":\"https://quay.example/{n}\",\"title\":\"Quay {n} floods\",\"outlet\":\"Quay Post\",\"text\":\"The tide stood {} centimetres above the mark of quay {n} at noon.\\n\\n“Quay {n} was built for the tides of another century,” said Maren Tvedt-{n}, its warden.\\n\\nSandbags are handed out at gate {} until the evening.\"}}\n",
        n * 3 + 11,
        n * 17
    )
}

/// The story lines of the archive, and the files that there are.
fn on_disk(home: &Home) -> (String, Vec<PathBuf>) {
    let dir = home.data().join("archive");
    let records = Reader::open(&dir).unwrap().iter_from(None).unwrap();
    let stories = records.filter_map(|record| match record.unwrap().1.body {
        RecordBody::Story(story) => Some(serde_json::to_string(&story).unwrap()),
        _ => None,
    });
    let all = stories.collect();
    let files = fs::read_dir(&dir).unwrap().map(|e| e.unwrap().path());
    let mut files: Vec<PathBuf> = files
        .filter(|path| path.to_string_lossy().ends_with(".zst"))
        .collect();
    files.sort();
    (all, files)
}

/// The claims and the words of a story, as they are told.
fn told(home: &Home) -> (Value, Value) {
    let ask = |args: &[&str]| {
        let ran = home.ask(&[args, &["--format", "json"]].concat()).good();
        serde_json::from_str(&ran.out).unwrap()
    };
    (
        ask(&["inspect", "claims"]),
        ask(&["inspect", "story", "https://quay.example/1"]),
    )
}

#[test]
fn texts_past_keeping_go_and_who_said_what_stays() {
    let home = Home::new();
    let data = home.data();
    let ingest = ["ingest", "-", "--data-dir", data.to_str().unwrap()];
    let first: String = (0..4).map(line).collect();
    home.run_with(&ingest, first.as_bytes()).good();
    // As if that had been long ago.
    let (_, files) = on_disk(&home);
    fs::rename(&files[0], files[0].with_file_name("2026-01-05.jsonl.zst")).unwrap();
    home.run_with(&ingest, line(9).as_bytes()).good();
    let before = told(&home);
    assert_eq!(before.0.as_array().map(Vec::len), Some(5));

    let prune = |keep: &str, args: &[&str]| {
        let config = format!(
            "data_dir = {data:?}\n[retention]\n{keep}\n[[feeds]]\nurl = \"https://quay.example/feed\"\n"
        );
        let config = home.write("sayso.toml", &config);
        let all = [
            &["store", "prune"],
            args,
            &["--config", config.to_str().unwrap()],
        ]
        .concat();
        home.run(&all).good().out
    };
    let would = prune("text_days = 30\nfetch_days = 30", &["--dry-run"]);
    for said in [
        "0 days, 0 records",
        "2026-01-05: the texts of 4 records",
        "the texts of 1 days, 4 records",
        "notes on 0 fetches",
    ] {
        assert!(would.contains(said), "{said}: {would}");
    }
    assert!(on_disk(&home).0.contains("gate 17 until the evening"));
    let done = prune("text_days = 30", &[]);
    assert!(done.contains("the texts of 1 days"), "{done}");
    assert!(prune("text_days = 30", &[]).contains("the texts of 0 days"));
    let (there, _) = on_disk(&home);
    for (words, kept) in [
        ("gate 17 until the evening", false),
        ("above the mark of quay 1 ", false),
        ("Quay 1 was built for the tides of another century", true),
        ("gate 153 until the evening", true),
    ] {
        assert_eq!(there.contains(words), kept, "{words}");
    }

    let after = told(&home);
    assert_eq!(after.0, before.0);
    assert_eq!(after.1["text_taken"], true);
    let spans = |story: &Value| story["attributions"].clone();
    assert_eq!(spans(&after.1), spans(&before.1));
    let shown = home
        .ask(&["inspect", "story", "https://quay.example/1"])
        .good()
        .out;
    assert!(
        shown.contains("was taken away") && shown.contains("Maren Tvedt-1"),
        "{shown}"
    );
    let explained = home.ask(&["inspect", "explain", "https://quay.example/1:1:1"]);
    assert!(
        explained.code == Some(1) && explained.err.contains("taken away"),
        "{}",
        explained.err
    );
    // Searched for, the words of claims are found and those of the texts that are gone are not.
    for (what, words, found) in [
        ("stories", "sandbags", 1),
        ("stories", "tides century", 5),
        ("claims", "\"tides of another century\"", 5),
    ] {
        let ran = home
            .ask(&["inspect", what, "--search", words, "--format", "jsonl"])
            .good();
        assert_eq!(ran.jsonl().len(), found, "{what} {words}");
    }
    home.ask(&["store", "verify"]).good();
    home.ask(&["store", "rebuild"]).good();
    assert_eq!(told(&home), after);
    // Seen again it is no news, and its text does not come back.
    home.run_with(&ingest, line(1).as_bytes()).good();
    assert_eq!(told(&home), after);
    // An export says that there is no text, and takes nothing of what was said with it.
    let out = home.path("out");
    home.ask(&["store", "export", out.to_str().unwrap()]).good();
    let rows = fs::read_to_string(out.join("stories.jsonl")).unwrap();
    let texts = rows
        .lines()
        .map(|row| serde_json::from_str::<Value>(row).unwrap()["text"].clone());
    assert_eq!(texts.filter(Value::is_null).count(), 4);
    let copy = Home::new();
    copy.ask(&["store", "import", out.to_str().unwrap()]).good();
    assert_eq!(told(&copy).1["text_taken"], true);

    // Whole days go too, each kind of keeping for itself.
    let done = prune("days = 30\ntext_days = 10", &[]);
    assert!(
        done.contains("2026-01-05: 4 records") && done.contains("the texts of 0 days"),
        "{done}"
    );
    assert!(!on_disk(&home).0.contains("Maren Tvedt-1"));
    home.ask(&["store", "verify"]).good();
}

#[test]
fn what_was_read_of_a_text_is_read_of_what_is_left_of_it() {
    let (mut read, mut gone) = (0, 0);
    // One in five: the extractor reads each twice, and that takes its time.
    for story in labelled().into_iter().step_by(5) {
        let line = story.line.to_string();
        let whole = ingest::story(&line, Timestamp::from_secs(1_790_000_000)).unwrap();
        let mut left = whole.clone();
        take_text(&mut left, None).unwrap();
        let left: Story = serde_json::from_str(&serde_json::to_string(&left).unwrap()).unwrap();
        let (before, after) = (analyse(&whole), analyse(&left));
        assert_eq!(after.statements, before.statements, "{}", story.file);
        assert_eq!(
            (after.substance, after.words, &after.print),
            (before.substance, before.words, &before.print)
        );
        assert_eq!(left.id(), whole.id());
        for statement in &before.statements {
            let (was, is) = match statement.place {
                Place::Body => (&before.text, &after.text),
                Place::Headline => (&whole.title, &left.title),
            };
            let found = &statement.attribution;
            for spans in [
                &found.source,
                &found.cue,
                &found.content,
                &statement.repeats,
            ] {
                assert_eq!(claim::wording(is, spans), claim::wording(was, spans));
            }
            read += 1;
        }
        let words = |story: &Story| story.text().split_whitespace().count();
        gone += words(&whole).saturating_sub(words(&left));
    }
    assert!(read > 50 && gone > 200, "{read} {gone}");
}
