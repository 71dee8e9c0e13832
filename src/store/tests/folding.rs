//! The packed layer: the same view before and after, whatever is asked, changed, broken off or damaged.

use super::*;
use std::collections::BTreeMap;
use std::ops::Bound;

/// A view of which a part is packed, a part lies above the pack, and some of the packed is replaced or deleted.
fn layered(dir: &Path) -> Store {
    let store = open(dir);
    for n in 1..=60 {
        store.apply(&change(n)).unwrap();
    }
    assert!(store.fold(&|| false).unwrap());
    for n in 61..=90 {
        store.apply(&change(n)).unwrap();
    }
    let mut last = change(91);
    last.stories.clear();
    last.claims.clear();
    last.identities.clear();
    last.prints.clear();
    last.attributions.clear();
    last.sightings.clear();
    last.claim_keys.clear();
    last.event = None;
    last.names_gone = vec![("lee".into(), SPEAKER)];
    last.names = vec![("ann lee".into(), SPEAKER)];
    last.claims_gone = vec![ClaimId(7), ClaimId(70)];
    last.sightings_gone = vec![(ClaimId(7), StoryId(7)), (ClaimId(70), StoryId(70))];
    last.claim_keys_gone = vec![(Some(SPEAKER), 7), (Some(SPEAKER), 70)];
    store.apply(&last).unwrap();
    store
}

/// The same changes without any folding.
fn flat(dir: &Path) -> Store {
    let layers = tempfile::tempdir().unwrap();
    let folded = layered(layers.path());
    let store = open(dir);
    let mut batch = Batch::new();
    for (tree, key, value) in all(folded.dump()) {
        let table = Table::ALL.into_iter().find(|t| t.name() == tree).unwrap();
        batch.insert((table, key), Some(value));
    }
    store.engine.commit(&batch).unwrap();
    store
}

#[test]
fn folding_changes_nothing_that_can_be_asked() {
    let (a, b) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (store, plain) = (layered(a.path()), flat(b.path()));
    let digest = plain.view_digest().unwrap();
    for round in 0..3 {
        assert_eq!(store.view_digest().unwrap(), digest, "round {round}");
        assert_eq!(store.claim(ClaimId(7)).unwrap(), None);
        assert!(store.claim(ClaimId(8)).unwrap().is_some());
        let newest: Vec<u64> = all(store.claims(Window::default()).take(3))
            .iter()
            .map(|c| c.id.0)
            .collect();
        assert_eq!(newest, [90, 89, 88]);
        let after = Window {
            after: Some((time(62), 62)),
            ..Window::default()
        };
        let over_the_seam: Vec<u64> = all(store.stories(after).take(4))
            .iter()
            .map(|s| s.id.0)
            .collect();
        assert_eq!(over_the_seam, [61, 60, 59, 58]);
        assert!(store.fold(&|| false).unwrap());
    }
    store.close().unwrap();
    let store = open(a.path());
    assert_eq!(store.view_digest().unwrap(), digest);
    assert_eq!(store.applied().unwrap().1, 91);
}

type Model = BTreeMap<Vec<u8>, Vec<u8>>;

struct Dice(u64);

impl Dice {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (self.0 >> 33) % n
    }

    fn key(&mut self) -> Vec<u8> {
        self.below(300).to_be_bytes()[6..].to_vec()
    }
}

/// Changes the view and its model alike.
fn change_both(store: &Store, model: &mut Model, dice: &mut Dice) {
    let mut batch = Batch::new();
    for _ in 0..dice.below(60) {
        let key = dice.key().repeat(1 + dice.below(3) as usize);
        let value = (dice.below(3) > 0).then(|| vec![1; dice.below(3_000) as usize]);
        match &value {
            Some(value) => model.insert(key.clone(), value.clone()),
            None => model.remove(&key),
        };
        batch.insert((Table::Prints, key), value);
    }
    store.engine.commit(&batch).unwrap();
}

/// Compares a value and all behind it.
fn compare(store: &Store, model: &Model, key: &[u8], round: u64) {
    let found = store.engine.get(Table::Prints, key).unwrap();
    assert_eq!(found.as_ref(), model.get(key), "round {round}");
    let from = Bound::Excluded(key.to_vec());
    let walked: Vec<_> = store
        .engine
        .scan(Table::Prints, from.clone(), Bound::Unbounded)
        .map(Result::unwrap)
        .collect();
    let expected: Vec<_> = model
        .range((from, Bound::Unbounded))
        .map(|(k, v)| (k.clone(), v.clone()))
        .collect();
    assert_eq!(walked, expected, "round {round}");
}

#[test]
fn random_batches_over_folds_and_reopenings_are_a_map() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = open(dir.path());
    let (mut model, mut dice) = (Model::new(), Dice(7));
    for round in 0..60 {
        change_both(&store, &mut model, &mut dice);
        match dice.below(6) {
            0 => assert!(store.fold(&|| false).unwrap()),
            // Broken off: the layer stays frozen, and changes go above it.
            1 => assert!(!store.fold(&|| true).unwrap() || model.len() < 2_000),
            2 => {
                drop(store);
                store = open(dir.path());
            }
            _ => {}
        }
        compare(&store, &model, &dice.key(), round);
    }
}

#[test]
fn random_batches_in_bulk_are_a_map_and_then_a_view_like_any_other() {
    let dir = tempfile::tempdir().unwrap();
    bulk_is_a_map(dir.path(), &dir.path().join("view"), None);
}

#[test]
fn runs_lie_in_the_cache_and_what_a_crash_left_there_is_deleted() {
    let (dir, cache) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let options = OpenOptions {
        bulk: true,
        runs: Some(cache.path().join("deep")),
        ..small()
    };
    drop(Store::open(dir.path(), options).unwrap());
    let deep = cache.path().join("deep");
    let own = std::fs::read_dir(&deep).unwrap().next().unwrap().unwrap();
    std::fs::write(own.path().join("run-7"), "cut off").unwrap();
    std::fs::remove_dir_all(dir.path().join("view")).unwrap();
    std::fs::remove_file(dir.path().join("view.json")).unwrap();
    bulk_is_a_map(dir.path(), &own.path(), Some(&deep));
    let inside = files(&dir.path().join("view"));
    let strays = inside.iter().any(|f| f.to_string_lossy().contains("run-"));
    assert!(!strays, "{inside:?}");
}

/// Builds a view from nothing by random batches and compares it with a map; its runs lie in `place`.
fn bulk_is_a_map(dir: &Path, place: &Path, cache: Option<&Path>) {
    let options = OpenOptions {
        bulk: true,
        first_layer: 5,
        runs: cache.map(Path::to_owned),
        ..small()
    };
    let store = Store::open(dir, options).unwrap();
    let (mut model, mut dice) = (Model::new(), Dice(11));
    let runs = || {
        let all = files(place).into_iter();
        all.filter(|f| f.to_string_lossy().contains("run-")).count()
    };
    let mut most = 0;
    for round in 0..60 {
        change_both(&store, &mut model, &mut dice);
        if dice.below(3) == 0 {
            assert!(store.fold(&|| false).unwrap(), "to a run");
            store.checkpoint().unwrap();
        }
        compare(&store, &model, &dice.key(), round);
        most = most.max(runs());
    }
    assert!((2..10).contains(&most), "{most} runs");
    let walk = store
        .engine
        .scan(Table::Prints, Bound::Unbounded, Bound::Unbounded);
    store.settle().unwrap();
    assert_eq!(walk.count(), model.len(), "a walk under way goes on");
    assert_eq!(runs(), 0, "runs are deleted with their last reader");
    for round in 0..10 {
        compare(&store, &model, &dice.key(), round);
        change_both(&store, &mut model, &mut dice);
        if round == 5 {
            store.settle().unwrap();
            assert!(store.fold(&|| false).unwrap());
        }
    }
    let packs = files(&dir.join("view")).into_iter();
    let packs: Vec<_> = packs
        .filter(|f| f.to_string_lossy().contains("pack-"))
        .collect();
    // Above every layer that was there when it was made: nobody can still delete a pack of that name.
    assert_eq!(packs, [dir.join("view/pack-6")]);
    store.close().unwrap();
    let store = open(dir);
    compare(&store, &model, &[], 0);
    assert_eq!(store.next_layer(), 7);
}

/// The files of a view's directory with their bytes.
fn files(dir: &Path) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.push(path);
        }
    }
    found
}

#[test]
fn what_a_crash_leaves_of_a_fold_is_the_view_from_before_or_after() {
    let dir = tempfile::tempdir().unwrap();
    let store = layered(dir.path());
    let digest = store.view_digest().unwrap();
    store.checkpoint().unwrap();
    store.engine.freeze().unwrap();
    // Frozen, and a pack half written or whole but never named.
    fs::write(dir.path().join("view/pack-2"), b"SAYSOPK1 half").unwrap();
    fs::create_dir(dir.path().join("view/delta-9")).unwrap();
    drop(store);
    let store = open(dir.path());
    assert_eq!(store.view_digest().unwrap(), digest);
    assert!(!dir.path().join("view/pack-2").exists() && !dir.path().join("view/delta-9").exists());
    for closing in [false, true] {
        assert!(store.fold_is_due(closing).unwrap(), "a frozen layer waits");
    }
    assert!(store.fold(&|| false).unwrap());
    assert_eq!(store.view_digest().unwrap(), digest);
    drop(store);
    let names: Vec<_> = files(&dir.path().join("view"))
        .into_iter()
        .filter(|f| f.to_string_lossy().contains("delta-2") || f.ends_with("pack-1"))
        .collect();
    assert_eq!(
        names,
        [""; 0].map(std::path::PathBuf::from),
        "given up layers are deleted"
    );
}

#[test]
fn a_damaged_or_missing_layer_is_told() {
    let dir = tempfile::tempdir().unwrap();
    let store = layered(dir.path());
    let whole = store.view_digest().unwrap();
    store.close().unwrap();
    let pack = dir.path().join("view/pack-1");
    let bytes = fs::read(&pack).unwrap();
    let told = |what: &str| match Store::open(dir.path(), small()) {
        // Damage in a block is met when the block is read, by whoever verifies at the latest.
        Ok(store) => {
            let rows = store.tree_sizes();
            assert!(
                matches!(&rows, Err(e) if e.calls_for_rebuild()),
                "{what}: {rows:?}"
            );
            assert!(!problems(&store).is_empty(), "{what}");
            assert!(store.fold(&|| false).is_err(), "{what}: folded away");
            drop(store);
        }
        Err(e) => assert!(e.calls_for_rebuild(), "{what}: {e}"),
    };
    let layers = fs::read(dir.path().join("view/layers.json")).unwrap();
    for at in (9..bytes.len()).step_by(bytes.len() / 40) {
        let mut bad = bytes.clone();
        bad[at] ^= 0x10;
        fs::write(&pack, bad).unwrap();
        told(&format!("flipped {at}"));
        fs::write(&pack, &bytes).unwrap();
        fs::write(dir.path().join("view/layers.json"), &layers).unwrap();
    }
    for keep in [0, 10, bytes.len() / 2, bytes.len() - 1] {
        fs::write(&pack, &bytes[..keep]).unwrap();
        told(&format!("cut to {keep}"));
    }
    fs::remove_file(&pack).unwrap();
    told("gone");
    fs::write(&pack, &bytes).unwrap();
    fs::write(dir.path().join("view/layers.json"), b"{}").unwrap();
    told("the list of layers");
    fs::write(dir.path().join("view/layers.json"), &layers).unwrap();
    assert_eq!(open(dir.path()).view_digest().unwrap(), whole);
}
