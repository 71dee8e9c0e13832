//! What finding out who speaks costs, one core: `cargo bench --bench speakers`.
//!
//! First the speakers of one story: 40 paragraphs of the labelled stories together, so that dozens of people are named; what
//! is timed begins when the spans are known. Then a registry of a million speakers (or as many as the first argument says):
//! what is held in memory for each, and what it costs to get from a name to a speaker. The registry is the store's: names and
//! rows lie in the view, and of them only the engine's cache (64 MiB at most) is in memory. Measures, asserts nothing.

#![allow(clippy::unwrap_used, missing_docs)]

use sayso::archive::Position;
use sayso::extract;
use sayso::model::{Paragraph, ParagraphKind, SpeakerId, SpeakerKind, Story, Timestamp};
use sayso::store::rows::{Counted, SpeakerRow, Totals};
use sayso::store::{Change, OpenOptions, Store};
use std::hint::black_box;
use std::path::Path;
use std::time::Instant;

/// As the program has it.
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

const PARAGRAPHS: usize = 40;
const BATCH: u64 = 2_000;

/// Seconds that this thread has had the processor, where the system tells; else by the clock.
fn spent(start: Instant) -> f64 {
    std::fs::read_to_string("/proc/thread-self/schedstat")
        .ok()
        .and_then(|s| s.split(' ').next()?.parse::<f64>().ok())
        .map_or_else(|| start.elapsed().as_secs_f64(), |ns| ns / 1e9)
}

/// Resident bytes of this process; 0 where the system does not tell.
fn resident() -> u64 {
    let pages = std::fs::read_to_string("/proc/self/statm").ok();
    pages
        .and_then(|s| s.split(' ').nth(1)?.parse::<u64>().ok())
        .unwrap_or(0)
        * 4096
}

fn labelled() -> Vec<Paragraph> {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/speakers");
    let mut files: Vec<_> = std::fs::read_dir(dir)
        .unwrap()
        .map(|e| e.unwrap().path())
        .collect();
    files.sort();
    let stories = files
        .iter()
        .filter(|f| f.extension().is_some_and(|e| e == "txt"));
    stories
        .flat_map(|file| {
            let text = std::fs::read_to_string(file).unwrap();
            let body = text.split("\n== attributions").next().unwrap();
            let paragraphs = body.split("\n\n").skip(1);
            paragraphs
                .map(|text| Paragraph {
                    kind: ParagraphKind::Text,
                    text: text.to_owned(),
                })
                .collect::<Vec<_>>()
        })
        .collect()
}

fn one_story() {
    let all = labelled();
    let start = Instant::now();
    let (mut worst, mut sum, mut n) = (0.0f64, 0.0, 0);
    for first in (0..all.len().saturating_sub(PARAGRAPHS)).step_by(13) {
        let story = Story {
            body: all[first..first + PARAGRAPHS].to_vec(),
            ..Story::default()
        };
        let unresolved = extract::unresolved(&story);
        black_box(unresolved.resolve());
        let before = spent(start);
        const ROUNDS: u32 = 20;
        for _ in 0..ROUNDS {
            black_box(unresolved.resolve());
        }
        let one = (spent(start) - before) / f64::from(ROUNDS) * 1e3;
        worst = worst.max(one);
        sum += one;
        n += 1;
    }
    println!(
        "speakers of a story of {PARAGRAPHS} paragraphs: {:.3} ms, at most {worst:.3} ms over {n} stories",
        sum / f64::from(n)
    );
}

fn name(n: u64) -> String {
    let letters = |mut n: u64| {
        let mut word = String::new();
        for _ in 0..4 {
            word.push(char::from(b"bdfgklmnprst"[(n % 12) as usize]));
            word.push(char::from(b"aeiou"[(n / 12 % 5) as usize]));
            n /= 60;
        }
        word
    };
    format!(
        "{} {}",
        letters(n % 40_009),
        letters(n.wrapping_mul(2_654_435_761) % 12_960_000)
    )
}

fn id(n: u64) -> SpeakerId {
    SpeakerId(n.wrapping_mul(0x9e37_79b9_7f4a_7c15))
}

fn row(n: u64) -> SpeakerRow {
    let form = |text: String| Counted {
        text,
        count: 3,
        first: Timestamp::default(),
        last: Timestamp::default(),
    };
    let name = name(n);
    SpeakerRow {
        id: id(n),
        aliases: vec![form(name.split(' ').next_back().unwrap().to_owned())],
        roles: vec![form("general secretary of the union".to_owned())],
        name,
        kind: SpeakerKind::Person,
        local_to: None,
        first_seen: Timestamp::default(),
        last_seen: Timestamp::default(),
        claims: 4,
        sightings: 6,
        outlets: vec![form("Harbour Wire".to_owned())],
        joins: Vec::new(),
        wikidata: None,
        named_by: None,
        hidden: (0, 0),
    }
}

fn registry(speakers: u64) {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path(), OpenOptions::default()).unwrap();
    let start = Instant::now();
    for first in (0..speakers).step_by(BATCH as usize) {
        let rows: Vec<SpeakerRow> = (first..(first + BATCH).min(speakers)).map(row).collect();
        let seq = first / BATCH + 1;
        let names = rows.iter().flat_map(|row| {
            [
                (row.name.clone(), row.id),
                (row.aliases[0].text.clone(), row.id),
            ]
        });
        let change = Change {
            position: Position {
                frame: seq,
                ..Position::default()
            },
            seq,
            totals: Totals {
                speakers: first + rows.len() as u64,
                ..Totals::default()
            },
            names: names.collect(),
            speakers: rows,
            ..Change::default()
        };
        store.apply(&change).unwrap();
        if store.fold_is_due(false).unwrap() {
            store.fold(&|| false).unwrap();
        }
    }
    store.fold(&|| false).unwrap();
    store.checkpoint().unwrap();
    println!(
        "{speakers} speakers written in {:.0} s, {:.0} B each on disk",
        start.elapsed().as_secs_f64(),
        store.size_on_disk().unwrap() as f64 / speakers as f64
    );
    drop(store);
    let before = resident();
    let store = Store::open(dir.path(), OpenOptions::default()).unwrap();
    let opened = resident().saturating_sub(before);
    const LOOKUPS: u64 = 200_000;
    for warm in [false, true] {
        let lookups = if warm { LOOKUPS } else { LOOKUPS / 10 };
        let from = spent(start);
        for k in 0..lookups {
            let n = k.wrapping_mul(7_919) % speakers;
            let found = store.speakers_named(&name(n)).next().unwrap().unwrap();
            black_box(found);
        }
        let named = (spent(start) - from) / lookups as f64 * 1e6;
        let from = spent(start);
        for k in 0..lookups {
            black_box(store.speaker(id(k.wrapping_mul(7_919) % speakers)).unwrap());
        }
        let read = (spent(start) - from) / lookups as f64 * 1e6;
        let state = if warm { "warm" } else { "first" };
        println!("{state}: from a name to its speaker {named:.2} us, its row {read:.2} us");
    }
    let held = resident().saturating_sub(before);
    println!(
        "memory: {:.1} B a speaker after opening, {:.1} B after the look-ups",
        opened as f64 / speakers as f64,
        held as f64 / speakers as f64
    );
}

fn main() {
    let speakers = std::env::args()
        .skip(1)
        .find_map(|a| a.parse().ok())
        .unwrap_or(1_000_000);
    one_story();
    registry(speakers);
}
