//! Crashes, damage, locks, a full disk.

use super::*;

#[test]
fn a_change_that_cannot_be_written_whole_is_not_written_at_all() {
    let (_dir, store) = filled(2);
    let digest = store.view_digest().unwrap();
    let mut huge = change(3);
    huge.prints[0].1.print = vec![0; MAX_ROW + 1];
    assert!(matches!(
        store.apply(&huge),
        Err(StoreError::TooLarge { .. })
    ));
    assert_eq!(store.view_digest().unwrap(), digest);
    assert_eq!(store.applied().unwrap().1, 2);
    store.apply(&change(3)).unwrap();
}

/// sled's log cut off at any place stands for a crash there: what opens holds whole changes, up to one of them.
#[test]
fn a_log_that_ends_anywhere_holds_whole_changes() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path());
    let manifest = fs::read(dir.path().join("view.json")).unwrap();
    for n in 1..=40 {
        store.apply(&change(n)).unwrap();
    }
    store.checkpoint().unwrap();
    let log = fs::read(dir.path().join("view/db")).unwrap();
    let conf = fs::read(dir.path().join("view/conf")).unwrap();
    let mut seen = std::collections::BTreeMap::new();
    for cut in (0..log.len()).step_by(log.len() / 60) {
        let copy = tempfile::tempdir().unwrap();
        fs::create_dir(copy.path().join("view")).unwrap();
        fs::write(copy.path().join("view/db"), &log[..cut]).unwrap();
        fs::write(copy.path().join("view/conf"), &conf).unwrap();
        fs::write(copy.path().join("view.json"), &manifest).unwrap();
        match Store::open(copy.path(), small()) {
            Ok(store) => {
                assert_eq!(problems(&store), [""; 0], "cut at {cut}");
                *seen
                    .entry(store.applied().map_or(0, |(_, seq)| seq))
                    .or_insert(0) += 1;
            }
            Err(e) => assert!(e.calls_for_rebuild(), "{e}"),
        }
    }
    assert!(seen.len() > 10, "the cuts fell between changes: {seen:?}");
}

fn copy_dir(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy_dir(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

#[test]
fn what_was_checkpointed_is_never_silently_less() {
    let (dir, store) = filled(200);
    store.close().unwrap();
    let log = dir.path().join("view/db");
    let whole = fs::read(&log).unwrap();
    // Every way in which the log may be damaged ends in damage told, or in a view that is all there.
    let mut told = 0;
    let mut check = |what: &str| {
        let opened = Store::open(dir.path(), small());
        match opened {
            Ok(store) => {
                assert_eq!(store.applied().unwrap().1, 200, "{what}");
            }
            Err(e) => {
                told += 1;
                assert!(e.calls_for_rebuild(), "{what}: {e}");
                assert!(e.to_string().contains("rebuild"), "{what}: {e}");
            }
        }
    };
    for keep in [0, 1, 100, whole.len() / 2, whole.len() - 1] {
        fs::write(&log, &whole[..keep]).unwrap();
        check(&format!("cut to {keep}"));
    }
    for at in (0..whole.len()).step_by(whole.len() / 12) {
        let mut bad = whole.clone();
        bad[at] ^= 0xff;
        fs::write(&log, bad).unwrap();
        check(&format!("flipped {at}"));
    }
    assert!(told >= 5, "every cut is told: {told}");
    fs::write(&log, &whole[..100]).unwrap();
    assert!(Store::open(dir.path(), small()).is_err());
    Store::set_aside(dir.path()).unwrap();
    assert_eq!(open(dir.path()).applied(), None);
}

#[test]
fn an_empty_or_missing_database_beside_its_manifest_is_damage() {
    let (dir, store) = filled(5);
    store.close().unwrap();
    let view = dir.path().join("view");
    fs::remove_dir_all(&view).unwrap();
    let told = |dir: &Path| {
        let Err(e) = Store::open(dir, small()) else {
            panic!("opened");
        };
        assert!(e.calls_for_rebuild(), "{e}");
    };
    told(dir.path());
    // A new, empty sled in the old one's place.
    let fresh = tempfile::tempdir().unwrap();
    open(fresh.path()).close().unwrap();
    copy_dir(&fresh.path().join("view"), &view);
    told(dir.path());
    // Set aside, it begins anew.
    let kept = Store::set_aside(dir.path()).unwrap();
    assert_eq!(kept, dir.path().join("view.damaged-1"));
    assert!(kept.join("view.json").exists() && kept.join("db").exists());
    let store = open(dir.path());
    assert_eq!(store.applied(), None);
    store.apply(&change(1)).unwrap();
}

#[test]
fn only_the_newest_two_damaged_views_are_kept() {
    let (dir, store) = filled(1);
    store.close().unwrap();
    for n in 1..=4 {
        let kept = Store::set_aside(dir.path()).unwrap();
        assert_eq!(kept, dir.path().join(format!("view.damaged-{n}")));
        open(dir.path()).close().unwrap();
    }
    let there = |n: u32| dir.path().join(format!("view.damaged-{n}")).exists();
    assert_eq!([1, 2, 3, 4].map(there), [false, false, true, true]);
}

#[test]
fn a_damaged_or_foreign_manifest_is_told() {
    let (dir, store) = filled(3);
    store.close().unwrap();
    let path = dir.path().join("view.json");
    let text = fs::read_to_string(&path).unwrap();
    let check = |text: &str| {
        fs::write(&path, text).unwrap();
        Store::open(dir.path(), small()).map(|_| ()).unwrap_err()
    };
    for bad in [
        "",
        "{}",
        "[1]",
        &text.replace("\"stories\":3", "\"stories\":4"),
        &text[..40],
    ] {
        let e = check(bad);
        assert!(matches!(e, StoreError::Damaged { .. }), "{bad}: {e}");
    }
    let format = |n: u32| format!("\"format\":{n}");
    let later = format!("{},\"later\":true", format(VIEW_FORMAT + 1));
    let e = check(&text.replace(&format(VIEW_FORMAT), &later));
    assert!(matches!(e, StoreError::Newer { found, known } if found == known + 1));
    assert!(!e.calls_for_rebuild() && e.to_string().contains("upgrade"));
    let e = check(&text.replace(&format(VIEW_FORMAT), &format(0)));
    assert!(matches!(e, StoreError::Outdated { found: 0, .. }) && e.calls_for_rebuild());
    fs::remove_file(&path).unwrap();
    let e = Store::open(dir.path(), small()).map(|_| ()).unwrap_err();
    assert!(e.calls_for_rebuild(), "{e}");
    fs::write(&path, &text).unwrap();
    assert_eq!(open(dir.path()).applied().unwrap().1, 3);
}

#[test]
fn a_manifest_behind_its_database_is_in_order() {
    let (dir, store) = filled(3);
    store.checkpoint().unwrap();
    store.apply(&change(4)).unwrap();
    drop(store);
    assert_eq!(open(dir.path()).applied().unwrap().1, 4);
}

#[test]
fn a_second_store_is_locked_out_and_named() {
    let (dir, store) = filled(1);
    let e = Store::open(dir.path(), small()).map(|_| ()).unwrap_err();
    assert!(matches!(e, StoreError::Locked { .. }), "{e}");
    assert!(e.to_string().contains(&dir.path().display().to_string()));
    let e = Store::set_aside(dir.path()).unwrap_err();
    assert!(matches!(e, StoreError::Locked { .. }), "{e}");
    // Whoever goes round our lock still meets sled's.
    fs::remove_file(dir.path().join("view.lock")).unwrap();
    let e = Store::open(dir.path(), small()).map(|_| ()).unwrap_err();
    assert!(matches!(e, StoreError::Locked { .. }), "{e}");
    drop(store);
    open(dir.path());
}

#[test]
fn nothing_is_made_where_nothing_is_asked_for() {
    let dir = tempfile::tempdir().unwrap();
    let looking = OpenOptions {
        create: false,
        ..small()
    };
    let missing = Store::open(dir.path(), looking.clone()).map(|_| ());
    assert!(matches!(missing, Err(StoreError::Missing { .. })));
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0);
    open(dir.path()).close().unwrap();
    assert!(Store::open(dir.path(), looking).is_ok());
}

#[test]
fn a_nearly_full_disk_stops_writing_but_not_reading() {
    let (dir, store) = filled(1);
    store.close().unwrap();
    let reserve = OpenOptions {
        reserve_bytes: u64::MAX,
        ..small()
    };
    let store = Store::open(dir.path(), reserve).unwrap();
    assert!(matches!(
        store.apply(&change(2)),
        Err(StoreError::Full { .. })
    ));
    let feed = store.put_feed(FeedId(1), &FeedRow::default());
    assert!(matches!(feed, Err(StoreError::Full { .. })));
    assert_eq!(store.applied().unwrap().1, 1);
    assert!(store.story(StoryId(1)).unwrap().is_some());
}

#[test]
fn a_damaged_row_is_one_error_and_the_walk_goes_on() {
    let (_dir, store) = filled(5);
    let mut batch = Batch::new();
    let key = StoryId(3).to_bytes().to_vec();
    batch.insert((Table::Stories, key), Some(vec![1, 0, 1, 0, 0, 0, 0, 9]));
    store.engine.commit(&batch).unwrap();
    let walked: Vec<bool> = store
        .stories(Window::default())
        .map(|s| s.is_ok())
        .collect();
    assert_eq!(walked, [true, true, false, true, true]);
    let Err(StoreError::Damaged { tree, key, .. }) = store.story(StoryId(3)) else {
        panic!("read");
    };
    assert_eq!((tree, key.as_str()), ("stories", "0000000000000003"));
}
