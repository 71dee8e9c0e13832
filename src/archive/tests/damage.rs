//! Torn ends, flipped and lost bytes.

use super::*;

#[test]
fn a_torn_end_is_moved_aside_at_every_cut() {
    let (dir, file) = three_frames();
    let whole = fs::read(&file).unwrap();
    let last = *frame_offsets(dir.path()).last().unwrap() as usize;
    for cut in last + 1..whole.len() {
        fs::write(&file, &whole[..cut]).unwrap();
        assert_eq!(outcome(dir.path()), (vec![1, 2, 3, 4], vec![]), "cut {cut}");
        let summary = verify(dir.path()).unwrap();
        assert_eq!(summary.unfinished as usize, cut - last);
        assert_eq!(summary.damages, []);
        let (mut archive, notices) = Archive::open(dir.path()).unwrap();
        let [notice] = &notices[..] else {
            panic!("cut {cut}: {notices:?}");
        };
        assert_eq!(
            (notice.offset, notice.dropped),
            (last as u64, (cut - last) as u64)
        );
        assert_eq!(notice.file, file);
        assert_eq!(fs::read(&notice.kept).unwrap(), whole[last..cut]);
        let placed = archive.append(&stories(4..6), now()).unwrap();
        assert_eq!(placed[0].1, 5);
        assert_eq!(fs::read(&file).unwrap(), whole, "cut {cut}");
    }
    let torn = fs::read_dir(dir.path()).unwrap().count() - 2;
    assert_eq!(torn, 16, "torn ends are bounded");
}

#[test]
fn a_file_that_is_torn_from_its_first_byte_goes_on_from_the_day_before() {
    let (dir, file) = three_frames();
    let next = file.with_file_name("2026-03-02.jsonl.zst");
    for torn in [0, 1, 41, 42, 60] {
        fs::write(&next, &fs::read(&file).unwrap()[..torn]).unwrap();
        let (archive, notices) = Archive::open(dir.path()).unwrap();
        assert_eq!(notices.len(), usize::from(torn > 0));
        assert_eq!(archive.last().unwrap().1, 6);
        assert_eq!(fs::read(&next).unwrap().len(), 0);
    }
}

#[test]
fn a_flipped_byte_anywhere_costs_its_frame_alone() {
    let (dir, file) = three_frames();
    let whole = fs::read(&file).unwrap();
    let offsets = frame_offsets(dir.path());
    for at in 0..whole.len() {
        let mut bad = whole.clone();
        bad[at] ^= 0x10;
        fs::write(&file, &bad).unwrap();
        let hit = offsets.iter().rposition(|&o| o <= at as u64).unwrap();
        let (good, damages) = outcome(dir.path());
        let expected: Vec<u64> = (1..=6).filter(|seq| (seq - 1) / 2 != hit as u64).collect();
        assert_eq!(good, expected, "byte {at}");
        let end = offsets.get(hit + 1).copied().unwrap_or(whole.len() as u64);
        let [damage] = &damages[..] else {
            panic!("byte {at}: {damages:?}");
        };
        assert_eq!(damage.file, file);
        assert_eq!(
            (damage.offset, damage.length),
            (offsets[hit], end - offsets[hit]),
            "byte {at}"
        );
        let summary = verify(dir.path()).unwrap();
        assert_eq!(summary.damages, damages);
        assert_eq!(summary.lost, if hit == 1 { 2 } else { 0 });
    }
}

#[test]
fn bytes_lost_from_the_middle_cost_their_frame_alone() {
    let (dir, file) = three_frames();
    let whole = fs::read(&file).unwrap();
    let offsets = frame_offsets(dir.path());
    let (from, to) = (offsets[1] as usize, offsets[2] as usize);
    for (start, end) in [
        (from + 5, from + 9),
        (from + 50, from + 90),
        (from + 42, to),
        (from, to - 1),
        (from + 1, to - 1),
    ] {
        let bad = [&whole[..start], &whole[end..]].concat();
        fs::write(&file, &bad).unwrap();
        let (good, damages) = outcome(dir.path());
        assert_eq!(good, [1, 2, 5, 6], "{start}..{end}");
        assert_eq!(damages.len(), 1, "{damages:?}");
        assert_eq!(damages[0].offset, from as u64);
        assert_eq!(verify(dir.path()).unwrap().lost, 2);
    }
    // A whole frame that is gone leaves no bytes to name, only a gap in the numbers.
    fs::write(&file, [&whole[..from], &whole[to..]].concat()).unwrap();
    let summary = verify(dir.path()).unwrap();
    let why = Why::Sequence {
        expected: 3,
        found: 5,
    };
    assert_eq!(summary.damages[0].why, why);
}

#[test]
fn garbage_between_frames_and_at_the_end_is_passed_over() {
    let (dir, file) = three_frames();
    let whole = fs::read(&file).unwrap();
    let middle = frame_offsets(dir.path())[1] as usize;
    let garbage = vec![0x5b; 600_000];
    fs::write(
        &file,
        [&whole[..middle], &garbage, &whole[middle..]].concat(),
    )
    .unwrap();
    let (good, damages) = outcome(dir.path());
    assert_eq!(good, [1, 2, 3, 4, 5, 6]);
    assert_eq!(damages[0].length, 600_000);
    fs::write(&file, [&whole[..], &garbage].concat()).unwrap();
    assert_eq!(outcome(dir.path()).0, [1, 2, 3, 4, 5, 6]);
    let (archive, notices) = Archive::open(dir.path()).unwrap();
    assert_eq!(notices[0].dropped, 600_000);
    assert_eq!(archive.last().unwrap().1, 6);
    assert_eq!(fs::read(&file).unwrap(), whole);
}

#[test]
fn a_short_older_file_is_damage() {
    let (dir, file) = three_frames();
    let (mut archive, _) = Archive::open(dir.path()).unwrap();
    let tomorrow = now().plus_millis(86_400_000);
    archive.append(&stories(6..7), tomorrow).unwrap();
    let whole = fs::read(&file).unwrap();
    fs::write(&file, &whole[..whole.len() - 10]).unwrap();
    let (good, damages) = outcome(dir.path());
    assert_eq!(good, [1, 2, 3, 4, 7]);
    assert_eq!(damages[0].why, Why::Short);
    assert_eq!(verify(dir.path()).unwrap().lost, 2);
}
