//! Properties of the grouping as a whole: order within a day, once is enough, groups are classes, and a second run is the first.

use super::HOUR;
use super::observe;
use super::stories::*;
use crate::dedup::Fingerprint;
use crate::dedup::Index;
use crate::dedup::Params;
use crate::model::GroupId;
use crate::model::Story;
use crate::model::StoryId;
use crate::model::Timestamp;
use crate::model::Verdict;
use std::collections::BTreeMap;

/// Small and the same everywhere.
struct Dice(u64);

impl Dice {
    fn throw(&mut self, sides: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (self.0 >> 33) as usize % sides
    }
}

const SENTENCES: [&str; 8] = [
    "The committee of {a} heard {b} on the {n} letters that had come in about the harbour",
    "{b} told neighbours near {a} that {n} trees would have to go before the frost",
    "A lorry with {n} crates left {a} at night and was found by {b} on the old road",
    "Prices in {a} rose for the third month, and {b} counted {n} shops that had closed",
    "The choir of {a} sang for {n} minutes in the rain, which {b} called the best of its years",
    "Engineers under {b} measured {n} cracks in the dam above {a} and wrote to the ministry",
    "{n} pupils of {a} went home early because {b} had found smoke in the cellar",
    "In {a} the boats stayed in, and {b} mended {n} nets in the shed behind the inn",
];

/// Sixty stories of six or seven paragraphs, each with copies: cut, dated, edited.
fn stream(seed: u64) -> Vec<Story> {
    let mut dice = Dice(seed);
    let mut out = Vec::new();
    for n in 0..60 {
        let mut body: Vec<String> = Vec::new();
        for _ in 0..6 {
            let mut text = String::new();
            for _ in 0..3 {
                let (place, name) = (dice.throw(90), dice.throw(90));
                let sentence = SENTENCES[dice.throw(SENTENCES.len())]
                    .replace(
                        "{a}",
                        &format!("Ort{}", (b'a' + (place % 26) as u8) as char)
                            .repeat(1 + place / 45),
                    )
                    .replace(
                        "{b}",
                        &format!("Nam{}son", (b'a' + (name % 26) as u8) as char),
                    )
                    .replace("{n}", &dice.throw(900).to_string());
                text += &format!(
                    "{sentence} {}. ",
                    ["again", "at last", "they say", "for now"][dice.throw(4)]
                );
            }
            body.push(text);
        }
        let first = story(
            &format!("outlet{}", n % 9),
            &format!("Headline {n} of many"),
            &body.join("\n\n"),
        );
        for copy in 0..dice.throw(4) {
            let mut text = lines(&first);
            match dice.throw(3) {
                0 => text.truncate(4),
                1 => text[0] = format!("ULM (Agency) - {}", text[0]),
                _ => {
                    text.remove(5);
                    text[2] = damaged(&text[2]);
                }
            }
            let copy = with_body(&first, &format!("paper{copy}-{n}"), &text);
            out.push(copy);
        }
        out.push(first);
    }
    out
}

fn groups_of(stories: &[Story]) -> BTreeMap<StoryId, GroupId> {
    let mut index = Index::new(Params::default());
    for (story, n) in stories.iter().zip(0..) {
        observe(&mut index, story, n * 24 / stories.len() as i64);
    }
    stories
        .iter()
        .map(|s| (s.id(), index.group_of(s.id()).unwrap()))
        .collect()
}

/// Pairs that share a group.
fn pairs(groups: &BTreeMap<StoryId, GroupId>) -> Vec<(StoryId, StoryId)> {
    let all: Vec<_> = groups.iter().collect();
    let mut out = Vec::new();
    for (n, (a, group)) in all.iter().enumerate() {
        let same = all[n + 1..].iter().filter(|(_, other)| other == group);
        out.extend(same.map(|(b, _)| (**a, **b)));
    }
    out
}

#[test]
fn any_order_within_a_day_gives_nearly_the_same_groups() {
    for seed in 1..3 {
        let mut stories = stream(seed);
        let before = pairs(&groups_of(&stories));
        let mut dice = Dice(seed + 99);
        for n in (1..stories.len()).rev() {
            stories.swap(n, dice.throw(n + 1));
        }
        let after = pairs(&groups_of(&stories));
        let same = before
            .iter()
            .filter(|pair| after.binary_search(pair).is_ok())
            .count();
        let all = before.len() + after.len() - same;
        assert!(before.len() > 60, "{}", before.len());
        assert!(same * 100 >= all * 97, "{same} of {all} pairs");
    }
}

#[test]
fn groups_are_classes_and_nobody_is_in_one_twice() {
    let stories = stream(7);
    let mut index = Index::new(Params::default());
    for (story, n) in stories.iter().chain(&stories).zip(0..) {
        let verdict = observe(&mut index, story, n / 20).verdict;
        if let Verdict::Copy { of, group, .. } = verdict {
            assert_ne!(of, story.id());
            assert_eq!(index.group_of(of), Some(group));
            assert_eq!(index.group_of(story.id()), Some(group));
        }
    }
    assert_eq!(index.len(), stories.len());
    let mut members: BTreeMap<GroupId, usize> = BTreeMap::new();
    for story in &stories {
        *members
            .entry(index.group_of(story.id()).unwrap())
            .or_default() += 1;
    }
    assert_eq!(members.values().sum::<usize>(), stories.len());
    for group in members.keys() {
        let founder = StoryId(group.0);
        assert_eq!(
            index.group_of(founder),
            Some(*group),
            "a group is its founder's"
        );
    }
}

/// Filled from stored fingerprints the index answers as the one that judged.
#[test]
fn an_index_filled_again_is_the_same() {
    let stories = stream(11);
    let mut index = Index::new(Params::default());
    let mut stored = Vec::new();
    for (story, n) in stories.iter().zip(0..) {
        observe(&mut index, story, n / 20);
        let time = Timestamp::from_secs(1_800_000_000 + n / 20 * HOUR);
        let group = index.group_of(story.id()).unwrap();
        stored.push((story, group, time, Fingerprint::of(story).to_bytes()));
    }
    let mut again = Index::new(Params::default());
    for (story, group, time, bytes) in &stored {
        let print = Fingerprint::from_bytes(bytes).unwrap();
        again.insert(story.id(), *group, &story.outlet, *time, &print);
    }
    let time = Timestamp::from_secs(1_800_000_000 + 24 * HOUR);
    for story in stream(11).iter().chain(&stream(12)) {
        let asked = StoryId(story.id().0 ^ 1);
        let print = Fingerprint::of(story);
        assert_eq!(
            index.judge(asked, "another", time, &print),
            again.judge(asked, "another", time, &print)
        );
    }
}
