//! What the index keeps, forgets and repeats, and what a fingerprint's bytes are.

use super::at;
use super::observe;
use super::of;
use super::stories::*;
use crate::dedup::Fingerprint;
use crate::dedup::FingerprintError;
use crate::dedup::Index;
use crate::dedup::Judgement;
use crate::dedup::Params;
use crate::model::GroupId;
use crate::model::Paragraph;
use crate::model::Story;
use crate::model::StoryId;
use crate::model::Verdict;

#[test]
fn revisions_keep_their_group_and_replace_what_was_compared() {
    let mut index = Index::new(Params::default());
    let first = of("agency", FERRY);
    let copy = with_body(&first, "gazette", &lines(&first)[..4]);
    observe(&mut index, &first, 0);
    assert_eq!(observe(&mut index, &first, 1).verdict, Verdict::Unchanged);
    assert_eq!(observe(&mut index, &copy, 2).verdict.word(), "copy");
    let revised = Story {
        body: of("agency", LIBRARY).body,
        ..copy.clone()
    };
    assert_eq!(
        observe(&mut index, &revised, 3).verdict,
        Verdict::Revision { of: copy.id() }
    );
    assert_eq!(index.len(), 2);
    assert_eq!(index.group_of(copy.id()), Some(GroupId::from(first.id())));
    let of_new_text = observe(&mut index, &of("herald", LIBRARY), 4).verdict;
    assert!(
        matches!(of_new_text, Verdict::Copy { of, group, .. } if of == copy.id() && group == GroupId::from(first.id()))
    );
    assert_eq!(
        observe(&mut index, &copy, 5).verdict,
        Verdict::Revision { of: copy.id() },
        "back to the first text"
    );
}

#[test]
fn five_hundred_copies_stay_one_group_and_the_split_does_not_feed_itself() {
    let mut index = Index::new(Params::default());
    let first = of("agency", QUAKE);
    observe(&mut index, &first, 0);
    for i in 0..500_usize {
        let mut text = lines(&first);
        text.truncate(3 + i % 3);
        text.push(format!("Page {i} of the gazette of town number {i}."));
        let copy = Story {
            url: Some(format!("https://g{i}.example/q")),
            ..with_body(&first, "g", &text)
        };
        let Judgement {
            verdict, evidence, ..
        } = observe(&mut index, &copy, i as i64 / 20);
        assert!(
            matches!(verdict, Verdict::Copy { group, .. } if group == GroupId::from(first.id())),
            "{i}: {evidence:?}"
        );
    }
    assert_eq!(index.len(), 501);
    // The group outlives its first members.
    pass(&mut index, 31 * 24);
    assert!(index.group_of(first.id()).is_none());
    let again = with_body(&first, "reprint", &lines(&first));
    assert_eq!(
        observe(&mut index, &again, 31 * 24 + 1).verdict.word(),
        "copy"
    );
}

/// So many stories of that hour that the window ends there.
fn pass(index: &mut Index, hours: i64) {
    for n in 0..20 {
        let title = format!("Item {n} of hour {hours}");
        observe(index, &story("daily", &title, &title), hours);
    }
}

#[test]
fn the_window_forgets_what_is_older() {
    let mut index = Index::new(Params::default());
    observe(&mut index, &of("a", FERRY), 0);
    let copy = with_body(&of("a", FERRY), "b", &lines(&of("a", FERRY))[1..]);
    pass(&mut index, 29 * 24);
    assert_eq!(
        index
            .judge(copy.id(), "b", at(700), &Fingerprint::of(&copy))
            .verdict
            .word(),
        "copy"
    );
    pass(&mut index, 31 * 24);
    assert_eq!(index.len(), 40);
    assert_eq!(
        index
            .judge(copy.id(), "b", at(744), &Fingerprint::of(&copy))
            .verdict,
        Verdict::New
    );
}

#[test]
fn a_few_wrong_clocks_push_nothing_out() {
    let mut index = Index::new(Params::default());
    pass(&mut index, 0);
    observe(&mut index, &of("a", FERRY), 1);
    for (n, base) in [LIBRARY, QUAKE, STRIKE].into_iter().enumerate() {
        observe(&mut index, &of(&format!("wrong{n}"), base), 24 * 36_500);
    }
    let copy = with_body(&of("a", FERRY), "b", &lines(&of("a", FERRY))[1..]);
    assert_eq!(observe(&mut index, &copy, 2).verdict.word(), "copy");
    assert_eq!(index.len(), 25);
}

#[test]
fn the_memory_bound_forgets_the_oldest() {
    let memory = 2_000;
    let mut index = Index::new(Params {
        memory,
        ..Params::default()
    });
    let (a, b, c) = (of("a", FERRY), of("b", LIBRARY), of("c", QUAKE));
    observe(&mut index, &b, 5);
    observe(&mut index, &a, 0);
    observe(&mut index, &c, 9);
    observe(&mut index, &of("d", STRIKE), 10);
    assert!(index.len() < 4 && index.group_of(a.id()).is_none());
    assert!(index.group_of(of("d", STRIKE).id()).is_some());
    let one = Params {
        memory: 0,
        ..Params::default()
    };
    let mut index = Index::new(one);
    for story in [a, b, c] {
        observe(&mut index, &story, 0);
        assert_eq!(index.len(), 1, "one is always held");
    }
}

#[test]
fn the_same_inserts_give_the_same_answers() {
    let bases = [FERRY, LIBRARY, QUAKE, STRIKE, STRIKE_ELSEWHERE];
    let run = || {
        let mut index = Index::new(Params::default());
        let mut answers = Vec::new();
        for i in 0..60_usize {
            let base = of(&format!("outlet{i}"), bases[i % 5]);
            let mut text = lines(&base);
            text.rotate_left(i % 3);
            text.extend(lines(&of("x", bases[(i / 5) % 5])).into_iter().take(i % 3));
            let story = Story {
                url: Some(format!("https://o.example/{i}")),
                ..with_body(&base, "o", &text)
            };
            answers.push(observe(&mut index, &story, i as i64));
        }
        answers
    };
    assert_eq!(run(), run());
}

#[test]
fn a_fingerprint_survives_its_bytes_and_damage_is_refused() {
    for base in [FERRY, LIBRARY, QUAKE, STRIKE, ("", "")] {
        let print = Fingerprint::of(&of("a", base));
        let bytes = print.to_bytes();
        assert_eq!(Fingerprint::from_bytes(&bytes), Ok(print));
        for cut in 0..bytes.len() {
            assert!(Fingerprint::from_bytes(&bytes[..cut]).is_err());
        }
        let mut other = bytes.clone();
        other[0] = 9;
        assert_eq!(
            Fingerprint::from_bytes(&other),
            Err(FingerprintError::Version(9))
        );
        for place in 1..bytes.len() {
            let mut flipped = bytes.clone();
            flipped[place] ^= 0x80;
            if let Ok(odd) = Fingerprint::from_bytes(&flipped) {
                Index::new(Params::default()).judge(StoryId(1), "a", at(0), &odd);
            }
        }
    }
}

#[test]
fn a_fingerprint_never_changes() {
    let print = Fingerprint::of(&of("agency", FERRY));
    let bytes = print.to_bytes();
    assert_eq!((print.words(), bytes.len()), (234, 521));
    assert_eq!(xxhash_rust::xxh3::xxh3_64(&bytes), 12442682245187888295);
}

#[test]
fn repeated_paragraphs_headlines_and_other_kinds_are_left_out() {
    let plain = of("a", FERRY);
    let mut dressed = plain.clone();
    dressed
        .body
        .insert(0, Paragraph::text(FERRY.0.to_uppercase()));
    let repeated = dressed.body[2].clone();
    dressed.body.push(repeated);
    dressed.body.push(Paragraph {
        kind: crate::model::ParagraphKind::Caption,
        text: "A ship".into(),
    });
    let (a, b) = (Fingerprint::of(&plain), Fingerprint::of(&dressed));
    assert_eq!(
        (a.exact, a.words(), a.shingles()),
        (b.exact, b.words(), b.shingles())
    );
    assert_ne!(a.revision(), b.revision());
}

#[test]
fn what_an_outlet_prints_below_everything_leaves_its_fingerprints() {
    let footed = |base: (&str, &str)| of("courier", (base.0, &format!("{}\n\n{FOOT}", base.1)));
    let mut index = Index::new(Params::default());
    for (n, base) in [FERRY, LIBRARY, QUAKE].into_iter().enumerate() {
        let story = footed(base);
        let print = Fingerprint::of(&story);
        assert_eq!(index.own_print(&story, &print), print, "{n}");
        observe(&mut index, &story, n as i64);
    }
    let (bare, dressed) = (of("courier", STRIKE), footed(STRIKE));
    let (bare, whole) = (Fingerprint::of(&bare), Fingerprint::of(&dressed));
    let own = index.own_print(&dressed, &whole);
    assert_eq!((own.exact, own.shingles()), (bare.exact, bare.shingles()));
    assert_eq!(
        own.revision(),
        whole.revision(),
        "a story is not revised by what is learnt"
    );
    let elsewhere = Story {
        outlet: "herald".to_owned(),
        ..dressed
    };
    assert_eq!(index.own_print(&elsewhere, &whole), whole);
    let notice = of("courier", ("Nothing else", FOOT));
    let print = Fingerprint::of(&notice);
    assert_eq!(index.own_print(&notice, &print).words(), print.words());
}

#[test]
fn joined_groups_are_one_for_what_comes_after() {
    let mut index = Index::new(Params::default());
    let (a, b) = (of("a", FERRY), of("b", LIBRARY));
    observe(&mut index, &a, 0);
    observe(&mut index, &b, 1);
    let (first, second) = (GroupId::from(a.id()), GroupId::from(b.id()));
    index.join(second, first);
    index.join(second, first);
    index.join(first, first);
    assert_eq!(index.group_of(b.id()), Some(first));
    let copy = with_body(&b, "c", &lines(&b)[1..]);
    let verdict = observe(&mut index, &copy, 2).verdict;
    assert!(matches!(verdict, Verdict::Copy { of, group, .. } if of == b.id() && group == first));
}
