//! From arguments to standard output, by either road and in every format.

#![allow(clippy::unwrap_used)]

use crate::cli::backend::Backend;
use crate::cli::inspect::Args;
use crate::cli::inspect::answer;
use crate::cli::inspect::tests::answered;
use crate::cli::output::Format;
use crate::cli::output::Scene;
use crate::cli::output::listing;
use crate::cli::style::Look;
use crate::inspect::Answer;
use crate::inspect::Filter;
use crate::inspect::Question;
use crate::inspect::fixture;
use crate::store::OpenOptions;
use crate::store::Store;
use clap::Args as _;
use clap::FromArgMatches;
use std::sync::Arc;
use tokio_util::sync::CancellationToken;

#[test]
fn csv_has_a_field_for_every_name() {
    let scene = Scene {
        look: Look::plain(80),
        now: fixture::now(),
    };
    let all = Filter::default;
    for question in [
        Question::Stories { filter: all() },
        Question::Claims { filter: all() },
        Question::Speakers { filter: all() },
        Question::Feeds {
            configured: Vec::new(),
        },
        Question::Copies {
            story: fixture::POST.to_string(),
            group: false,
        },
        Question::Story {
            story: fixture::WIRE.to_string(),
        },
        Question::Claim {
            claim: "c1a1".into(),
        },
        Question::Tail {
            after: None,
            limit: None,
        },
    ] {
        let mut out = Vec::new();
        let to = &mut out;
        match answered(question) {
            Answer::Stories(page) => listing(to, Format::Csv, scene, &page.rows),
            Answer::Claims(page) => listing(to, Format::Csv, scene, &page.rows),
            Answer::Speakers(page) => listing(to, Format::Csv, scene, &page.rows),
            Answer::Feeds(feeds) => listing(to, Format::Csv, scene, &feeds),
            Answer::Copies(copies) => listing(to, Format::Csv, scene, &copies.members),
            Answer::Story(detail) => listing(to, Format::Csv, scene, &detail.attributions),
            Answer::Claim(detail) => listing(to, Format::Csv, scene, &detail.sightings),
            Answer::Tail(tail) => listing(to, Format::Csv, scene, &tail.events),
            other => panic!("{other:?}"),
        }
        .unwrap();
        // The reader refuses records of another length than the header's.
        let mut reader = csv::Reader::from_reader(out.as_slice());
        let records: Vec<_> = reader.records().map(Result::unwrap).collect();
        assert!(!records.is_empty());
    }
}

fn parse(line: &str) -> Result<Args, String> {
    let command = Args::augment_args(clap::Command::new("inspect"));
    let words = line.split(' ');
    let matches = command
        .try_get_matches_from(words)
        .map_err(|e| e.to_string())?;
    Args::from_arg_matches(&matches).map_err(|e| e.to_string())
}

/// Standard output of a command line.
fn output(backend: &Backend, line: &str) -> String {
    let scene = Scene {
        look: Look::plain(100),
        now: fixture::now(),
    };
    let mut out = Vec::new();
    answer(&mut out, backend, &parse(line).unwrap().what, scene).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn both_roads_print_the_same() {
    let dir = tempfile::tempdir().unwrap();
    drop(fixture::fill(dir.path()));
    let commands: Vec<String> = [
        "inspect stories",
        "inspect stories --speaker Anton",
        "inspect story 1111aaaa",
        "inspect copies 1111aaaa",
        "inspect speakers --limit 1",
        "inspect speaker Zoë",
        "inspect speaker Vane",
        "inspect claims --search dam",
        "inspect claims --search nothing",
        "inspect claim c1a1",
        "inspect tail -n 2",
    ]
    .iter()
    .flat_map(|line| {
        ["table", "json", "jsonl", "csv"].map(|format| format!("{line} --format {format}"))
    })
    .collect();
    let outputs = |backend: &Backend| -> Vec<String> {
        commands.iter().map(|line| output(backend, line)).collect()
    };
    let direct = Backend::open(dir.path(), fixture::now()).unwrap();
    assert!(matches!(direct, Backend::View { .. }));
    let directly = outputs(&direct);
    // How a service does is told by one that runs.
    assert!(!output(&direct, "inspect stats").contains("running"));
    drop(direct);
    let store = Arc::new(Store::open(dir.path(), OpenOptions::default()).unwrap());
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let end = CancellationToken::new();
    let inside = runtime.enter();
    let served = crate::serve::Served {
        address: crate::serve::Address::of(dir.path(), None).unwrap(),
        store,
        counters: Arc::default(),
        tcp: None,
        corrector: None,
        orders: None,
    };
    let serving = runtime
        .block_on(crate::serve::start(
            dir.path(),
            served,
            fixture::now,
            end.clone(),
        ))
        .unwrap();
    drop(inside);
    let service = Backend::open(dir.path(), fixture::now()).unwrap();
    assert!(matches!(service, Backend::Service(_)));
    for ((line, direct), asked) in commands.iter().zip(&directly).zip(outputs(&service)) {
        assert_eq!(*direct, asked, "{line}");
    }
    let stats = output(&service, "inspect stats");
    assert!(stats.contains("\nrunning      since "), "{stats}");
    end.cancel();
    runtime.block_on(serving).unwrap();
}

#[test]
fn a_story_in_jsonl_is_one_object_a_line() {
    let dir = tempfile::tempdir().unwrap();
    drop(fixture::fill(dir.path()));
    let backend = Backend::open(dir.path(), fixture::now()).unwrap();
    let lines = output(&backend, "inspect stories --format jsonl");
    let groups: Vec<String> = lines
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()["group"].to_string())
        .collect();
    assert_eq!(
        groups,
        [
            "\"1111cccc00000003\"",
            "\"1111aaaa00000001\"",
            "\"1111aaaa00000001\""
        ]
    );
    assert_eq!(
        output(&backend, "inspect claims --search nothing --format json"),
        "[]\n"
    );
}

#[test]
fn arguments_are_understood() {
    for line in [
        "inspect stats",
        "inspect claims --since 2d --until today --type mixed --class denial --limit 0 --format csv --outlet BBC",
        "inspect speaker Maravel --search dam --data-dir /tmp/x",
        "inspect tail -f -n 0 --format jsonl",
    ] {
        assert!(parse(line).is_ok(), "{line}: {:?}", parse(line).err());
    }
    for line in [
        "inspect",
        "inspect claims --since soon",
        "inspect claims --type quoted",
        "inspect tail -n 9999",
        "inspect speakers --type direct",
    ] {
        assert!(parse(line).is_err(), "{line}");
    }
}
