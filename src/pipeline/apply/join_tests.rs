//! Groups that turn out to be one, and stories that turn out to be another's, over a real view.
#![allow(clippy::unwrap_used)]

use super::tests::Live;
use super::tests::SENTENCES;
use crate::model::Act;
use crate::model::GroupId;
use crate::model::StoryId;

/// Each line a stream of stories (a name that comes again is a revision) and the groups that it comes to, by the names' order.
#[test]
fn groups_that_turn_out_to_be_one_are_joined_and_who_turns_out_another_leaves() {
    let whole: &[usize] = &[0, 1, 2, 3, 4, 5, 6, 7];
    let (first, second): (&[usize], &[usize]) = (&[0, 1, 2, 3], &[4, 5, 6, 7]);
    type Told<'a> = &'a [(&'a str, &'a [usize])];
    let all: &[usize] = &[0, 1, 2, 3, 4, 5, 6, 7, 8];
    let thirds: [&[usize]; 3] = [&[0, 1, 2], &[3, 4, 5], &[6, 7, 8]];
    let [one, two, three] = thirds;
    let table: [(&str, Told, &str); 9] = [
        (
            "three groups, by two stories that are copies of all",
            &[("a", one), ("b", two), ("c", three), ("d", all), ("e", all)],
            "aaaaa",
        ),
        ("two halves", &[("a", first), ("b", second)], "ab"),
        (
            "and the whole",
            &[("a", first), ("b", second), ("c", whole)],
            "aaa",
        ),
        (
            "every member comes along, and who comes later finds them",
            &[
                ("a", first),
                ("b", second),
                ("c", second),
                ("d", whole),
                ("e", second),
            ],
            "aaaaa",
        ),
        (
            "an update with more",
            &[("a", first), ("b", first), ("b", whole)],
            "aa",
        ),
        (
            "a cut",
            &[("a", whole), ("b", whole), ("b", &[0, 1, 2])],
            "aa",
        ),
        (
            "a page rewritten",
            &[("a", first), ("b", first), ("b", second)],
            "ab",
        ),
        (
            "the leading one rewritten: the group stays with the others",
            &[("a", first), ("b", first), ("c", first), ("a", second)],
            "abb",
        ),
        (
            "rewritten to what another group says",
            &[("a", first), ("b", first), ("c", second), ("b", second)],
            "acc",
        ),
    ];
    for (what, told, expect) in table {
        let mut live = Live::new();
        let mut names: Vec<(&str, StoryId)> = Vec::new();
        for (name, sentences) in told {
            let id = live.story(name, sentences);
            if names.iter().all(|(known, _)| known != name) {
                names.push((name, id));
            }
        }
        let groups: Vec<GroupId> = names.iter().map(|(_, id)| live.group(*id)).collect();
        let expect: Vec<char> = expect.chars().collect();
        for a in 0..groups.len() {
            for b in 0..a {
                let together = groups[a] == groups[b];
                assert_eq!(together, expect[a] == expect[b], "{what}: {groups:?}");
            }
        }
        live.check();
    }
}

/// A page that prints two stories one below the other is no bridge between them, nor is one after it.
#[test]
fn two_stories_on_one_page_stay_two() {
    let barge = SENTENCES[..4].join("\n\n");
    let school = "The school at Varde will open its new hall in September, a year later than was planned.\n\n\
        “The roof came in the wrong length,” said the head teacher, Ines Moll, at a meeting of 60 parents.\n\n\
        The builder has agreed to pay for the buses that took the children to Holm all winter.\n\n\
        Lessons in the old hall go on until the summer holidays begin.";
    let page = format!("{barge}\n\n{school}");
    let mut live = Live::new();
    let a = live.text(
        "barge",
        "Barge strikes lock gate at Brann on Tuesday",
        &barge,
    );
    let b = live.text("school", "School hall at Varde to open a year late", school);
    let page_id = live.text("page", "Canal country: the week in short", &page);
    live.text("next", "Canal country: the week in short again", &page);
    assert_ne!(live.group(a), live.group(b));
    live.classes(&[a, b, page_id]);
    live.check();
}

#[test]
fn a_join_says_why_and_leaves_alone_what_people_decided() {
    let halves: [&[usize]; 2] = [&[0, 1, 2, 3], &[4, 5, 6, 7]];
    let whole: &[usize] = &[0, 1, 2, 3, 4, 5, 6, 7];
    let mut live = Live::new();
    let older = live.story("older", halves[0]);
    let younger = live.story("younger", halves[1]);
    live.story("bridge", whole);
    assert_eq!(live.group(younger), live.group(older));
    let row = live.store.story(younger).unwrap().unwrap();
    assert!(row.evidence.unwrap().why.contains("Two groups were joined"));
    let totals = live.store.totals();
    assert_eq!((totals.groups, totals.copies), (1, 2));
    live.check();

    let mut live = Live::new();
    let older = live.story("older", halves[0]);
    let younger = live.story("younger", halves[1]);
    let copy = live.story("copy", halves[1]);
    let split = live.correct(Act::SplitCopy { story: copy }).unwrap();
    live.story("bridge", whole);
    assert_eq!(live.group(younger), live.group(older));
    assert_eq!(live.group(copy), GroupId::of_correction(split));
    // Undone, it goes where the others of its group are now.
    live.correct(Act::Undo { correction: split }).unwrap();
    assert_eq!(live.group(copy), live.group(older));
    live.check();

    let mut live = Live::new();
    let older = live.story("older", halves[0]);
    let younger = live.story("younger", halves[1]);
    let other = live.story("other", &[8, 8, 8]);
    live.correct(Act::JoinCopy {
        story: other,
        with: younger,
    })
    .unwrap();
    live.story("bridge", whole);
    assert_ne!(live.group(younger), live.group(older));
    assert_eq!(live.group(other), live.group(younger));
    // Nor does a placed story leave with a revision.
    live.story("other", halves[0]);
    assert_eq!(live.group(other), live.group(younger));
    live.check();
}
