//! Closed days in denser frames: the same records at the same places, whatever happens on the way.

use super::*;
use crate::model::Day;

/// Three days of small frames; the last is the newest.
fn three_days() -> (TempDir, Vec<(Position, u64)>) {
    let dir = tempfile::tempdir().unwrap();
    let (mut archive, _) = Archive::open(dir.path()).unwrap();
    let mut placed = Vec::new();
    for n in 0..30 {
        let later = now().plus_millis(n as i64 / 10 * 86_400_000);
        placed.extend(
            archive
                .append(&stories(3 * n..3 * n + 1 + n % 3), later)
                .unwrap(),
        );
    }
    (dir, placed)
}

fn walked(dir: &Path) -> Vec<(Position, u64)> {
    let steps = walk(dir).into_iter();
    steps
        .map(|step| step.map(|(at, record)| (at, record.seq)).unwrap())
        .collect()
}

#[test]
fn positions_stay_and_the_file_is_a_fraction() {
    let (dir, placed) = three_days();
    let old = Reader::open(dir.path()).unwrap();
    let titles: Vec<_> = placed
        .iter()
        .map(|(at, _)| old.read(*at).unwrap())
        .collect();
    let mut under_way = old.iter_from(None).unwrap();
    under_way.next().unwrap().unwrap();
    let done = recompress(dir.path(), &|| false).unwrap();
    assert_eq!(done.len(), 2, "all but the newest day");
    for day in &done {
        assert!(day.left.is_none() && day.after * 2 < day.before, "{day:?}");
    }
    assert_eq!(recompress(dir.path(), &|| false).unwrap(), []);
    assert_eq!(walked(dir.path()), placed);
    assert_eq!(
        under_way.count(),
        placed.len() - 1,
        "a walk under way goes on"
    );
    let new = Reader::open(dir.path()).unwrap();
    for reader in [&old, &new] {
        for (n, (at, seq)) in placed.iter().enumerate() {
            assert_eq!(reader.read(*at).unwrap(), titles[n]);
            let rest = reader.iter_from(Some(*at)).unwrap();
            assert_eq!(rest.count(), placed.len() - n - 1, "after {seq}");
            let beyond = Position {
                line: at.line + 3,
                ..*at
            };
            assert!(matches!(
                reader.read(beyond),
                Err(ArchiveError::NoRecord { .. })
            ));
            let between = Position {
                frame: at.frame + 1,
                ..*at
            };
            assert!(reader.read(between).is_err());
        }
    }
    let found = verify(dir.path()).unwrap();
    assert_eq!(
        (found.records, found.damages.len()),
        (placed.len() as u64, 0)
    );
    let (archive, notices) = Archive::open(dir.path()).unwrap();
    assert_eq!((archive.last(), notices), (placed.last().copied(), vec![]));
    drop(archive);
    // zstd still reads it without us.
    let text = fs::File::open(dir.path().join(DAY)).unwrap();
    let text = zstd::stream::decode_all(text).unwrap();
    assert_eq!(text.iter().filter(|b| **b == b'\n').count(), 19);
    // Where the newest day has no whole record, the last one is looked for in a joined frame.
    fs::write(dir.path().join("2026-03-03.jsonl.zst"), b"").unwrap();
    let last = placed
        .iter()
        .rfind(|(at, _)| at.day < placed.last().unwrap().0.day);
    assert_eq!(
        Reader::open(dir.path()).unwrap().last().unwrap(),
        last.copied()
    );
}

#[test]
fn a_damaged_day_is_left_alone_and_a_broken_off_one_done_later() {
    let (dir, placed) = three_days();
    let file = dir.path().join(DAY);
    let mut bytes = fs::read(&file).unwrap();
    bytes[60] ^= 1;
    fs::write(&file, &bytes).unwrap();
    let asked = std::cell::Cell::new(0);
    let soon = || {
        asked.set(asked.get() + 1);
        asked.get() > 5
    };
    let done = recompress(dir.path(), &soon).unwrap();
    assert_eq!(done.len(), 1);
    assert!(
        done[0]
            .left
            .as_ref()
            .is_some_and(|why| why.contains("checksum"))
    );
    assert_eq!(fs::read(&file).unwrap(), bytes, "every byte is kept");
    // As a crash leaves it.
    fs::write(dir.path().join("2026-03-02.packing"), b"half").unwrap();
    let done = recompress(dir.path(), &|| false).unwrap();
    let left: Vec<bool> = done.iter().map(|day| day.left.is_some()).collect();
    assert_eq!(left, [true, false]);
    assert!(!dir.path().join("2026-03-02.packing").exists());
    assert_eq!(
        outcome_seqs(dir.path()),
        placed[1..].iter().map(|p| p.1).collect::<Vec<_>>()
    );
}

fn outcome_seqs(dir: &Path) -> Vec<u64> {
    walk(dir)
        .into_iter()
        .flatten()
        .map(|(_, record)| record.seq)
        .collect()
}

#[test]
fn damage_of_a_joined_frame_costs_that_frame_and_is_named() {
    let (dir, placed) = three_days();
    recompress(dir.path(), &|| false).unwrap();
    let file = dir.path().join(DAY);
    let whole = fs::read(&file).unwrap();
    let first_day = placed
        .iter()
        .filter(|(at, _)| at.day == placed[0].0.day)
        .count();
    for at in (0..whole.len()).step_by(7) {
        let mut bad = whole.clone();
        bad[at] ^= 4;
        fs::write(&file, &bad).unwrap();
        let damages = walk(dir.path()).into_iter().filter(Result::is_err).count();
        assert_eq!(damages, 1, "byte {at}");
        assert_eq!(
            outcome_seqs(dir.path()).len(),
            placed.len() - first_day,
            "byte {at}"
        );
        let reader = Reader::open(dir.path()).unwrap();
        assert!(reader.read(placed[0].0).is_err(), "byte {at}");
        assert!(reader.read(placed[first_day].0).is_ok(), "byte {at}");
    }
}

#[test]
fn old_days_and_too_many_bytes_expire_and_the_newest_never_does() {
    let (dir, placed) = three_days();
    let day = |n: i32| Day::from_number(placed[0].0.day + n).unwrap();
    fs::write(dir.path().join(format!("{DAY}.torn-1")), b"torn").unwrap();
    let check = |days: Option<u32>, bytes: Option<u64>, today: i32, expect: usize| {
        let keep = Retention { days, bytes };
        let found = expired(dir.path(), &keep, day(today)).unwrap();
        assert_eq!(found.len(), expect, "{keep:?} on day {today}");
        found
    };
    check(None, None, 999, 0);
    check(Some(1), None, 1, 0);
    check(Some(1), None, 2, 1);
    check(Some(1), None, 999, 2);
    check(None, Some(1), 0, 2);
    check(None, Some(1 << 40), 0, 0);
    let gone = check(Some(0), None, 1, 1);
    assert_eq!((gone[0].day, gone[0].records), (day(0), 19));
    delete(dir.path(), &gone).unwrap();
    assert_eq!(
        disk::files_of(dir.path(), day(0)).unwrap(),
        [""; 0].map(PathBuf::from)
    );
    assert_eq!(walked(dir.path()), placed[19..]);
    assert_eq!(verify(dir.path()).unwrap().damages, []);
    let (mut archive, _) = Archive::open(dir.path()).unwrap();
    let next = archive.append(&[story(999)], now()).unwrap()[0].1;
    assert_eq!(next, placed.last().unwrap().1 + 1);
}

#[test]
fn a_backup_takes_what_changed_and_is_an_archive() {
    let (dir, placed) = three_days();
    let to = tempfile::tempdir().unwrap();
    let target = to.path().join("copy/archive");
    let first = backup(dir.path(), &target).unwrap();
    assert_eq!((first.days, first.kept, first.damage.len()), (3, 0, 0));
    assert_eq!(walked(&target), placed);
    assert_eq!(backup(dir.path(), &target).unwrap().kept, 3);
    // One day recompressed, one appended to, with a write under way at its end.
    let (mut archive, _) = Archive::open(dir.path()).unwrap();
    recompress(dir.path(), &|| false).unwrap();
    let more = archive.append(&stories(90..92), now()).unwrap();
    let newest = dir.path().join("2026-03-03.jsonl.zst");
    let whole = fs::read(&newest).unwrap();
    let mut torn = OpenOptions::new().append(true).open(&newest).unwrap();
    torn.write_all(&whole[..50]).unwrap();
    let again = backup(dir.path(), &target).unwrap();
    assert_eq!((again.days, again.kept), (3, 0));
    let all: Vec<_> = placed.iter().chain(&more).copied().collect();
    assert_eq!(walked(&target), all);
    assert_eq!(
        fs::read(target.join("2026-03-03.jsonl.zst")).unwrap(),
        whole
    );
    let (restored, notices) = Archive::open(&target).unwrap();
    assert_eq!((restored.last(), notices), (all.last().copied(), vec![]));
}
