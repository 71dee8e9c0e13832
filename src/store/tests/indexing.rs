//! The index over words has every claim and story, however it came about.

use super::*;
use crate::archive::Archive;
use crate::archive::Reader;
use std::collections::BTreeSet;

/// The ids that a word leads to.
fn found(store: &Store, kind: Kind, word: &str) -> BTreeSet<u64> {
    let query = Query::parse(word);
    let asked = Asked {
        kind,
        query: &query,
        rank: Rank::Time,
        window: Window::default(),
        after: None,
    };
    let hits = store.search(asked, &|_| None).unwrap().unwrap();
    hits.map(|hit| hit.unwrap().id).collect()
}

#[test]
fn walks_and_marks_lead_to_every_claim_and_story() {
    let archive = tempfile::tempdir().unwrap();
    drop(Archive::open(archive.path()).unwrap());
    let reader = Reader::open(archive.path()).unwrap();
    let (dir, store) = filled(43);
    let all = |from, to| (from..=to).collect::<BTreeSet<u64>>();
    let check = |store: &Store, to: u64, when: &str| {
        assert_eq!(found(store, Kind::Stories, "story"), all(1, to), "{when}");
        assert_eq!(found(store, Kind::Claims, "words"), all(1, to), "{when}");
        let alike = store.claims_worded_like("the words were few", 100).unwrap();
        assert_eq!(alike.len() as u64, to, "{when}");
    };
    let index = |store: &Store| assert!(store.index_words(&reader, &|| false).unwrap());
    check(&store, 43, "row by row");
    index(&store);
    check(&store, 43, "walked");
    for to in [44, 51, 70] {
        for n in store.totals().stories + 1..=to {
            store.apply(&change(n)).unwrap();
        }
        check(&store, to, "marked");
        index(&store);
        check(&store, to, "indexed");
    }
    // What was walked is there without what was marked: all of it is walked again, and nothing is marked.
    store.discard_words().unwrap();
    index(&store);
    check(&store, 70, "walked anew");
    store.close().unwrap();
    let store = open(dir.path());
    check(&store, 70, "opened again");
    store.apply(&change(71)).unwrap();
    index(&store);
    check(&store, 71, "indexed after opening");
}
