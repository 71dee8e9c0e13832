//! What verification finds.

use super::*;

#[test]
fn verify_names_what_is_gone_or_damaged() {
    // Deleting or spoiling any single pair of the view is noticed, but for what only feeds' polling knows.
    let (_dir, store) = filled(2);
    assert_eq!(problems(&store), [""; 0]);
    for (tree, key, value) in all(store.dump()) {
        let table = Table::ALL.into_iter().find(|t| t.name() == tree).unwrap();
        let put = |value: Option<Vec<u8>>| {
            let mut batch = Batch::new();
            batch.insert((table, key.clone()), value);
            store.engine.commit(&batch).unwrap();
        };
        put(None);
        let gone = problems(&store);
        // Nothing says that a story has a fingerprint, that there was an event, or that a speaker bears more than one name.
        let free = ["prints", "events", "names"].contains(&tree);
        assert_eq!(gone.is_empty(), free, "{tree}");
        let mut bad = value.clone();
        bad.push(0);
        put(Some(bad));
        let spoilt = problems(&store);
        assert!(
            spoilt.iter().any(|p| p.starts_with(tree)),
            "{tree}: {spoilt:?}"
        );
        put(Some(value));
        assert_eq!(problems(&store), [""; 0], "{tree}");
        let mut batch = Batch::new();
        let stray = [&key[..], &[0, 1]].concat();
        batch.insert((table, stray.clone()), Some(vec![1]));
        store.engine.commit(&batch).unwrap();
        assert_eq!(store.verify(None).unwrap().problem_count, 1, "{tree}");
        batch.insert((table, stray), None);
        store.engine.commit(&batch).unwrap();
    }
}

#[test]
fn verify_counts_and_asks_the_archive() {
    let (_dir, store) = filled(2);
    let mut wrong = change(3);
    wrong.totals.stories += 1;
    wrong.stories[0].attributions = 2;
    wrong.claims[0].sightings = 5;
    wrong.sightings[0].group = GroupId(99);
    store.apply(&wrong).unwrap();
    let found = problems(&store).join("\n");
    for part in [
        "totals",
        "number of attributions",
        "number of sightings",
        "group or time",
        "number of claims or sightings",
    ] {
        assert!(found.contains(part), "{part} not in {found}");
    }
    let archive = tempfile::tempdir().unwrap();
    let reader = crate::archive::Reader::open(archive.path()).unwrap();
    let found = store.verify(Some(&reader)).unwrap();
    assert!(
        found
            .problems
            .iter()
            .any(|p| p.what.contains("no record at"))
    );
}
