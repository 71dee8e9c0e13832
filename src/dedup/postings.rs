//! Which copy groups carry a shingle, and which shingles so many carry that they say nothing. It does not know stories.

use std::collections::HashMap;

/// Shingle to copy groups. A shingle is *live* until the stop rule takes it; then only a count is left, and it comes back
/// to life when no story of the window carries it any more.
#[derive(Debug)]
pub(super) struct Postings {
    by_shingle: HashMap<u32, Posting>,
    /// The lists of shingles that several groups carry, apart because most have one and a map holds its largest case in every place.
    lists: Vec<Vec<Carried>>,
    free_lists: Vec<u32>,
    /// Groups that stop a shingle; no list grows beyond it.
    stop: usize,
}

#[derive(Debug, Clone, Copy)]
struct Carried {
    group: u32,
    stories: u32,
}

#[derive(Debug, Clone, Copy)]
enum Posting {
    One(Carried),
    /// Index into `lists`.
    Several(u32),
    Stopped {
        stories: u32,
    },
}

impl Postings {
    pub(super) fn new(stop: usize) -> Postings {
        Postings {
            by_shingle: HashMap::new(),
            lists: Vec::new(),
            free_lists: Vec::new(),
            stop: stop.clamp(2, 64),
        }
    }

    /// One more story of `group` carries `shingle`.
    pub(super) fn add(&mut self, shingle: u32, group: u32) {
        let new = Carried { group, stories: 1 };
        let Some(posting) = self.by_shingle.get_mut(&shingle) else {
            self.by_shingle.insert(shingle, Posting::One(new));
            return;
        };
        match posting {
            Posting::One(old) if old.group == group => old.stories += 1,
            Posting::One(old) if self.stop <= 2 => {
                *posting = Posting::Stopped {
                    stories: old.stories + 1,
                };
            }
            Posting::One(old) => {
                let list = vec![*old, new];
                *posting = Posting::Several(match self.free_lists.pop() {
                    Some(at) => {
                        self.lists[at as usize] = list;
                        at
                    }
                    None => {
                        self.lists.push(list);
                        (self.lists.len() - 1) as u32
                    }
                });
            }
            Posting::Several(at) => {
                let list = &mut self.lists[*at as usize];
                if let Some(old) = list.iter_mut().find(|c| c.group == group) {
                    old.stories += 1;
                    return;
                }
                list.push(new);
                if list.len() >= self.stop {
                    let stories = list.iter().map(|c| c.stories).sum();
                    self.free_lists.push(*at);
                    *list = Vec::new();
                    *posting = Posting::Stopped { stories };
                }
            }
            Posting::Stopped { stories } => *stories += 1,
        }
    }

    /// One story of `group` that carried `shingle` is gone.
    pub(super) fn remove(&mut self, shingle: u32, group: u32) {
        let Some(posting) = self.by_shingle.get_mut(&shingle) else {
            return;
        };
        match posting {
            Posting::One(Carried { stories, .. }) | Posting::Stopped { stories } => {
                *stories = stories.saturating_sub(1);
                if *stories == 0 {
                    self.by_shingle.remove(&shingle);
                }
            }
            Posting::Several(at) => {
                let list = &mut self.lists[*at as usize];
                if let Some(old) = list.iter_mut().find(|c| c.group == group) {
                    old.stories = old.stories.saturating_sub(1);
                }
                list.retain(|c| c.stories > 0);
                if let [last] = list[..] {
                    self.free_lists.push(*at);
                    *list = Vec::new();
                    *posting = Posting::One(last);
                }
            }
        }
    }

    /// Whether `shingle` counts in a comparison: it was not stopped. One that nobody carries is live.
    pub(super) fn is_live(&self, shingle: u32) -> bool {
        !matches!(self.by_shingle.get(&shingle), Some(Posting::Stopped { .. }))
    }

    /// Appends the groups that carry `shingle`, fewer than the stop rule's number, in the order in which they came.
    pub(super) fn groups(&self, shingle: u32, out: &mut Vec<u32>) {
        match self.by_shingle.get(&shingle) {
            Some(Posting::One(one)) => out.push(one.group),
            Some(Posting::Several(at)) => {
                out.extend(self.lists[*at as usize].iter().map(|c| c.group))
            }
            Some(Posting::Stopped { .. }) | None => {}
        }
    }

    /// Distinct shingles held.
    pub(super) fn len(&self) -> usize {
        self.by_shingle.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn groups(postings: &Postings, shingle: u32) -> Vec<u32> {
        let mut out = Vec::new();
        postings.groups(shingle, &mut out);
        out
    }

    #[test]
    fn the_third_group_stops_a_shingle_until_all_are_gone() {
        let mut p = Postings::new(3);
        p.add(7, 1);
        p.add(7, 1);
        p.add(7, 2);
        assert_eq!(groups(&p, 7), [1, 2]);
        p.add(7, 3);
        assert!(!p.is_live(7));
        for group in [1, 2, 3] {
            p.remove(7, group);
            assert!(!p.is_live(7), "one story of group 1 still carries it");
        }
        p.remove(7, 1);
        assert!(p.is_live(7));
        assert_eq!(p.len(), 0);
    }

    #[test]
    fn a_list_shrinks_back_and_its_place_is_used_again() {
        let mut p = Postings::new(4);
        for group in [1, 2, 3] {
            p.add(7, group);
        }
        p.remove(7, 1);
        p.remove(7, 3);
        assert_eq!(groups(&p, 7), [2]);
        p.add(8, 5);
        p.add(8, 6);
        assert_eq!(groups(&p, 8), [5, 6]);
        assert_eq!(p.lists.len(), 1);
        p.remove(9, 1);
        p.remove(7, 99);
    }

    #[test]
    fn a_stop_at_two_needs_no_list() {
        let mut p = Postings::new(0);
        p.add(7, 1);
        p.add(7, 2);
        assert!(!p.is_live(7));
        assert!(groups(&p, 7).is_empty());
    }

    #[test]
    fn a_shingle_on_a_hundred_thousand_stories_is_one_number() {
        let mut p = Postings::new(4);
        for group in 0..100_000 {
            p.add(7, group);
        }
        assert!(groups(&p, 7).is_empty());
        assert_eq!((p.len(), p.lists.len(), p.lists[0].len()), (1, 1, 0));
        for group in 0..100_000 {
            p.remove(7, group);
        }
        assert_eq!(p.len(), 0);
    }
}
