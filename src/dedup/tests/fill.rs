//! Filled at once, an index is in every place what it is when filled one by one.

use crate::dedup::Fingerprint;
use crate::dedup::Held;
use crate::dedup::Index;
use crate::dedup::Params;
use crate::model::GroupId;
use crate::model::StoryId;
use crate::model::Timestamp;
use std::convert::Infallible;

struct Dice(u64);

impl Dice {
    fn throw(&mut self, sides: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (self.0 >> 33) % sides
    }
}

/// Revisions, groups of one and of many, shingles that stop and wake, notices, wrong clocks and stories that come late.
fn stream(seed: u64, count: u64, shingles: u64, crowded: u64) -> Vec<Held<'static>> {
    let (mut dice, mut ahead) = (Dice(seed), 0);
    let mut out: Vec<Held<'static>> = Vec::new();
    for n in 0..count {
        let known = (n > 0 && dice.throw(6) == 0).then(|| dice.throw(n) as usize);
        let story = known.map_or(StoryId(n << 20), |at| out[at].story);
        let group = match (known, dice.throw(10)) {
            (Some(at), 1..) => out[at].group,
            (_, few) if few < crowded => GroupId(dice.throw(3)),
            (_, 9) if n > 0 => out[dice.throw(n) as usize].group,
            _ => GroupId(story.0),
        };
        let mut list: Vec<u32> = Vec::new();
        for _ in 0..dice.throw(12) {
            let shingle = (dice.throw(shingles) as u32).wrapping_mul(0x0051_7cc1);
            if !list.contains(&shingle) {
                list.push(shingle);
            }
        }
        let mut paragraphs: Vec<u32> = (0..dice.throw(4)).map(|_| dice.throw(60) as u32).collect();
        paragraphs.sort_unstable();
        paragraphs.dedup();
        let lists = [list, vec![], vec![], vec![], vec![], paragraphs];
        // Fewer wrong clocks than move the window.
        let day = match dice.throw(60) {
            0 if ahead < 12 => {
                ahead += 1;
                900 + dice.throw(80)
            }
            1 => dice.throw(40),
            _ => 100 + n * 90 / count,
        };
        let millis = day * 86_400_000 + dice.throw(86_400_000);
        out.push(Held {
            story,
            group,
            outlet: ["one", "two", "three", "four", "five"][dice.throw(5) as usize],
            time: Timestamp::from_millis(millis as i64),
            print: Fingerprint::from_parts(n, dice.throw(count), 300, lists),
        });
    }
    out
}

#[test]
fn filled_at_once_or_one_by_one_all_is_the_same() {
    for (seed, count, shingles, crowded, window_days, memory) in [
        (1, 2_000, 400, 0, 30, usize::MAX),
        (2, 2_000, 3_000, 4, 5, usize::MAX),
        (3, 2_000, 200, 9, 60, usize::MAX),
        (4, 2_000, 1_000, 2, 30, 60_000),
        (5, 2_000, 50, 1, 3, 200_000),
        // So many groups go that the postings are swept.
        (6, 9_000, 20_000, 0, 2, 100_000),
    ] {
        let params = Params {
            window_days,
            memory,
            ..Params::default()
        };
        let stories = stream(seed, count, shingles, crowded);
        let mut one_by_one = Index::new(params.clone());
        one_by_one.reserve(stories.len());
        for held in &stories {
            let Held {
                story,
                group,
                outlet,
                time,
                print,
            } = held;
            one_by_one.insert(*story, *group, outlet, *time, print);
        }
        let mut at_once = Index::new(params);
        let all = stories.into_iter().map(Ok::<_, Infallible>);
        at_once.fill(all).unwrap();
        assert!(one_by_one.len() > 20, "{seed}");
        let (one_by_one, at_once) = (format!("{one_by_one:?}"), format!("{at_once:?}"));
        assert!(one_by_one == at_once, "{seed}");
    }
}

#[test]
fn what_came_before_an_error_is_held() {
    let mut stories = stream(8, 20, 400, 0).into_iter();
    let mut index = Index::new(Params::default());
    let first = stories.by_ref().take(10).map(Ok);
    assert_eq!(index.fill(first.chain([Err("cut off")])), Err("cut off"));
    assert_eq!(index.fill(stories.map(Ok::<_, Infallible>)), Ok(()));
    assert!(index.len() > 10);
}
