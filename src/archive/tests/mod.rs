//! The archive as a whole, over real files: reopening, torn ends, damage, faults of the disk.
#![allow(clippy::unwrap_used)]

mod damage;
mod faults;
mod recompressing;

use super::*;
use crate::model::Paragraph;
use crate::model::Story;
use crate::model::Timestamp;
use std::fs;
use std::fs::OpenOptions;
use std::io::Read;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;
use tempfile::TempDir;

const DAY: &str = "2026-03-01.jsonl.zst";

fn now() -> Timestamp {
    "2026-03-01T08:00:00Z".parse().unwrap()
}

fn story(n: usize) -> Story {
    Story {
        url: Some(format!("https://example.org/{n}")),
        outlet: "Example".into(),
        title: format!("Story {n}"),
        observed: now(),
        body: vec![Paragraph::text(format!("Words of story {n}, “quoted”."))],
        ..Story::default()
    }
}

fn stories(range: std::ops::Range<usize>) -> Vec<Story> {
    range.map(story).collect()
}

/// An archive of three frames with two stories each.
fn three_frames() -> (TempDir, PathBuf) {
    let dir = tempfile::tempdir().unwrap();
    let (mut archive, _) = Archive::open(dir.path()).unwrap();
    for n in 0..3 {
        archive.append(&stories(2 * n..2 * n + 2), now()).unwrap();
    }
    let file = dir.path().join(DAY);
    (dir, file)
}

fn walk(dir: &Path) -> Vec<Result<(Position, Record), Damage>> {
    Reader::open(dir)
        .unwrap()
        .iter_from(None)
        .unwrap()
        .collect()
}

/// The numbers that can be read, and the damages.
fn outcome(dir: &Path) -> (Vec<u64>, Vec<Damage>) {
    let mut good = Vec::new();
    let mut bad = Vec::new();
    for step in walk(dir) {
        match step {
            Ok((_, record)) => {
                assert_eq!(
                    record.body,
                    RecordBody::Story(story(record.seq as usize - 1))
                );
                good.push(record.seq);
            }
            Err(damage) => bad.push(damage),
        }
    }
    (good, bad)
}

/// Where the frames of [`three_frames`] begin.
fn frame_offsets(dir: &Path) -> Vec<u64> {
    let mut offsets: Vec<u64> = walk(dir).into_iter().map(|r| r.unwrap().0.frame).collect();
    offsets.dedup();
    offsets
}

#[test]
fn what_is_appended_is_read_back_in_order_over_reopenings() {
    let dir = tempfile::tempdir().unwrap();
    let mut placed = Vec::new();
    for n in 0..4 {
        let (mut archive, notices) = Archive::open(dir.path()).unwrap();
        assert_eq!(notices, []);
        assert_eq!(archive.last(), placed.last().copied());
        let later = now().plus_millis(n as i64 * 40_000_000);
        placed.extend(archive.append(&stories(3 * n..3 * n + 3), later).unwrap());
        assert_eq!(archive.append::<Story>(&[], later).unwrap(), []);
    }
    let seqs: Vec<u64> = placed.iter().map(|(_, seq)| *seq).collect();
    assert_eq!(seqs, (1..=12).collect::<Vec<u64>>());
    assert!(placed.windows(2).all(|w| w[0].0 < w[1].0));
    let reader = Reader::open(dir.path()).unwrap();
    let walked: Vec<_> = walk(dir.path())
        .into_iter()
        .map(|step| {
            step.map(|(position, record)| (position, record.seq))
                .unwrap()
        })
        .collect();
    assert_eq!(walked, placed);
    assert_eq!(reader.last().unwrap(), placed.last().copied());
    for (i, (position, seq)) in placed.iter().enumerate().rev() {
        let record = reader.read(*position).unwrap();
        let body = RecordBody::Story(story(i));
        assert_eq!(record, Record { seq: *seq, body });
        let after = reader.iter_from(Some(*position)).unwrap();
        assert_eq!(after.count(), 11 - i);
    }
    let summary = verify(dir.path()).unwrap();
    assert_eq!((summary.records, summary.frames, summary.files), (12, 4, 2));
    assert_eq!(summary.damages, []);
    let nowhere = Position {
        line: 3,
        ..placed[0].0
    };
    for position in [
        nowhere,
        Position {
            frame: 1 << 40,
            ..nowhere
        },
        Position::default(),
    ] {
        let read = reader.read(position);
        assert!(
            matches!(read, Err(ArchiveError::NoRecord { .. })),
            "{read:?}"
        );
    }
}

#[test]
fn zstd_reads_the_file_without_us() {
    let (dir, file) = three_frames();
    let mut text = String::new();
    let mut zstd = zstd::stream::read::Decoder::new(fs::File::open(&file).unwrap()).unwrap();
    zstd.read_to_string(&mut text).unwrap();
    let lines: Vec<serde_json::Value> = text
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(lines.len(), 6);
    for (i, line) in lines.iter().enumerate() {
        assert_eq!(line["v"], 1);
        assert_eq!(line["seq"], i + 1);
        assert_eq!(line["kind"], "story");
        assert_eq!(line["story"]["title"], format!("Story {i}"));
    }
    assert_eq!(verify(dir.path()).unwrap().raw_bytes, text.len() as u64);
}

#[test]
fn a_clock_set_back_does_not_break_the_order() {
    let dir = tempfile::tempdir().unwrap();
    let (mut archive, _) = Archive::open(dir.path()).unwrap();
    let first = archive.append(&stories(0..1), now()).unwrap()[0].0;
    let yesterday = now().plus_millis(-86_400_000);
    let second = archive.append(&stories(1..2), yesterday).unwrap()[0].0;
    drop(archive);
    let (mut archive, _) = Archive::open(dir.path()).unwrap();
    let third = archive.append(&stories(2..3), yesterday).unwrap()[0].0;
    assert!(first < second && second < third);
    assert_eq!(first.day, third.day);
    assert_eq!(outcome(dir.path()), (vec![1, 2, 3], vec![]));
}

#[test]
fn a_second_archive_is_locked_out_and_named() {
    let (dir, _) = three_frames();
    let (archive, _) = Archive::open(dir.path()).unwrap();
    let Err(error) = Archive::open(dir.path()) else {
        panic!("opened twice");
    };
    assert!(matches!(error, ArchiveError::Locked { .. }));
    assert!(
        error
            .to_string()
            .contains(&dir.path().display().to_string())
    );
    drop(archive);
    assert!(Archive::open(dir.path()).is_ok());
}

#[test]
fn a_reader_reads_beside_a_writer() {
    let dir = tempfile::tempdir().unwrap();
    let (mut archive, _) = Archive::open(dir.path()).unwrap();
    let reader = Reader::open(dir.path()).unwrap();
    assert_eq!(reader.iter_from(None).unwrap().count(), 0);
    archive.append(&stories(0..1), now()).unwrap();
    let mut walk = reader.iter_from(None).unwrap();
    assert_eq!(walk.next().unwrap().unwrap().1.seq, 1);
    let placed = archive.append(&stories(1..3), now()).unwrap();
    assert_eq!(walk.next().unwrap().unwrap().1.seq, 2);
    assert_eq!(walk.next().unwrap().unwrap().1.seq, 3);
    assert!(walk.next().is_none() && walk.next().is_none());
    assert_eq!(reader.read(placed[1].0).unwrap().seq, 3);
    let rest = reader.iter_from(Some(placed[0].0)).unwrap();
    let rest: Vec<u64> = rest.map(|step| step.unwrap().1.seq).collect();
    assert_eq!(rest, [3]);
}

#[test]
fn a_long_batch_is_parted_into_frames_and_a_huge_story_refused() {
    let long = |n: usize, len: usize| Story {
        body: vec![Paragraph::text("x".repeat(len))],
        ..story(n)
    };
    let dir = tempfile::tempdir().unwrap();
    let (mut archive, _) = Archive::open(dir.path()).unwrap();
    let batch = [
        long(0, 600_000),
        long(1, 600_000),
        long(2, 3_000_000),
        long(3, 5),
        long(4, 5),
    ];
    let placed = archive.append(&batch, now()).unwrap();
    let lines: Vec<u32> = placed.iter().map(|(position, _)| position.line).collect();
    assert_eq!(lines, [0, 0, 0, 0, 1]);
    assert_eq!(verify(dir.path()).unwrap().frames, 4);
    let before = fs::read(dir.path().join(DAY)).unwrap();
    let refused = archive.append(&[story(5), long(6, MAX_RECORD)], now());
    assert!(matches!(refused, Err(ArchiveError::TooLarge { .. })));
    assert_eq!(fs::read(dir.path().join(DAY)).unwrap(), before);
    assert_eq!(archive.append(&[story(5)], now()).unwrap()[0].1, 6);
    let reader = Reader::open(dir.path()).unwrap();
    for (position, seq) in placed {
        assert_eq!(reader.read(position).unwrap().seq, seq);
    }
}

#[test]
fn lines_and_frames_of_a_newer_sayso_say_upgrade() {
    let (dir, file) = three_frames();
    let lines = b"{\"v\":1,\"seq\":7,\"kind\":\"merge\",\"merge\":{}}\n{\"v\":2,\"seq\":8}\n";
    let odd = frame::write(7, 2, lines).unwrap();
    let mut bytes = OpenOptions::new().append(true).open(&file).unwrap();
    bytes.write_all(&odd).unwrap();
    let damages = outcome(dir.path()).1;
    assert_eq!(damages.len(), 2);
    assert!(damages.iter().all(|d| d.why.calls_for_upgrade()));
    assert_eq!(
        damages.iter().map(|d| d.line).collect::<Vec<_>>(),
        [Some(0), Some(1)]
    );
    // A frame version that we do not know: header resealed, data untouched.
    let mut newer = frame::write(9, 1, b"{}\n").unwrap();
    newer[13] = 3;
    let crc = crc32fast::hash(&newer[..38]).to_le_bytes();
    newer[38..42].copy_from_slice(&crc);
    bytes.write_all(&newer).unwrap();
    assert_eq!(outcome(dir.path()).1.len(), 3);
    let opened = Archive::open(dir.path());
    assert!(matches!(opened, Err(ArchiveError::Newer { found: 3, .. })));
}

#[test]
fn a_record_with_a_wrong_number_is_named() {
    let dir = tempfile::tempdir().unwrap();
    let line = record::write_story(9, &story(0)).unwrap();
    let frame = frame::write(1, 1, &[&line[..], b"\n"].concat()).unwrap();
    fs::write(dir.path().join(DAY), frame).unwrap();
    let why = Why::Sequence {
        expected: 1,
        found: 9,
    };
    assert_eq!(outcome(dir.path()).1[0].why, why);
}
