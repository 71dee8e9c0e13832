//! The stories of the window, by id, by exact text and by shingle. It holds and forgets; `judge.rs` asks.

use super::fingerprint::Fingerprint;
use super::params::Params;
use super::postings::Postings;
use crate::model::GroupId;
use crate::model::StoryId;
use crate::model::Timestamp;
use std::collections::BTreeSet;
use std::collections::HashMap;
use std::ops::Bound;
use xxhash_rust::xxh3::xxh3_64;

const DAY: i64 = 86_400_000;

/// The texts of the window. Judging reads it, inserting writes it; the same inserts in the same order give the same answers.
#[derive(Debug)]
pub struct Index {
    pub(super) params: Params,
    pub(super) postings: Postings,
    slots: Vec<Option<Entry>>,
    free_slots: Vec<u32>,
    groups: Vec<Group>,
    free_groups: Vec<u32>,
    slot_of: HashMap<StoryId, u32>,
    group_slot_of: HashMap<GroupId, u32>,
    by_time: BTreeSet<(Timestamp, StoryId)>,
    by_text: BTreeSet<(u64, Timestamp, StoryId)>,
}

/// One story of the window, in its latest revision.
#[derive(Debug)]
pub(super) struct Entry {
    pub id: StoryId,
    pub group: u32,
    pub outlet: u64,
    pub time: Timestamp,
    pub print: Fingerprint,
}

/// A copy group: the members that are in the window, in the order in which they came.
#[derive(Debug)]
pub(super) struct Group {
    pub id: GroupId,
    pub members: Vec<u32>,
}

impl Index {
    /// An empty index.
    pub fn new(params: Params) -> Index {
        Index {
            postings: Postings::new(params.stop_groups),
            params,
            slots: Vec::new(),
            free_slots: Vec::new(),
            groups: Vec::new(),
            free_groups: Vec::new(),
            slot_of: HashMap::new(),
            group_slot_of: HashMap::new(),
            by_time: BTreeSet::new(),
            by_text: BTreeSet::new(),
        }
    }

    /// Holds `story` as a member of `group`. A story that is held already keeps its group, and its earlier revision is
    /// forgotten. Then stories older than the newest by more than the window are forgotten, and the oldest beyond the most
    /// that may be held: pass no `time` that lies in the future, or the window moves there with it.
    pub fn insert(
        &mut self,
        story: StoryId,
        group: GroupId,
        outlet: &str,
        time: Timestamp,
        print: &Fingerprint,
    ) {
        let group = self.forget(story).unwrap_or(group);
        let group = self.group_slot(group);
        for &shingle in print.shingles() {
            self.postings.add(shingle, group);
        }
        self.by_time.insert((time, story));
        self.by_text.insert((print.exact, time, story));
        let entry = Entry {
            id: story,
            group,
            outlet: outlet_hash(outlet),
            time,
            print: print.clone(),
        };
        let slot = match self.free_slots.pop() {
            Some(slot) => {
                self.slots[slot as usize] = Some(entry);
                slot
            }
            None => {
                self.slots.push(Some(entry));
                (self.slots.len() - 1) as u32
            }
        };
        self.slot_of.insert(story, slot);
        self.groups[group as usize].members.push(slot);
        self.expire();
    }

    /// The copy group of a story that is held.
    pub fn group_of(&self, story: StoryId) -> Option<GroupId> {
        let entry = self.entry_of(story)?;
        Some(self.groups[entry.group as usize].id)
    }

    /// Stories held.
    pub fn len(&self) -> usize {
        self.slot_of.len()
    }

    /// Whether none is held.
    pub fn is_empty(&self) -> bool {
        self.slot_of.is_empty()
    }

    /// Distinct sampled shingles held, which is what most of the memory goes to.
    pub fn shingles(&self) -> usize {
        self.postings.len()
    }

    pub(super) fn entry_of(&self, story: StoryId) -> Option<&Entry> {
        self.entry(*self.slot_of.get(&story)?)
    }

    pub(super) fn entry(&self, slot: u32) -> Option<&Entry> {
        self.slots.get(slot as usize)?.as_ref()
    }

    pub(super) fn group(&self, slot: u32) -> &Group {
        &self.groups[slot as usize]
    }

    /// The earliest story with this very text.
    pub(super) fn first_with_text(&self, exact: u64) -> Option<&Entry> {
        let from = (exact, Timestamp::from_millis(i64::MIN), StoryId(0));
        let (text, _, story) = self
            .by_text
            .range((Bound::Included(from), Bound::Unbounded))
            .next()?;
        if *text == exact {
            self.entry_of(*story)
        } else {
            None
        }
    }

    fn group_slot(&mut self, id: GroupId) -> u32 {
        if let Some(&slot) = self.group_slot_of.get(&id) {
            return slot;
        }
        let group = Group {
            id,
            members: Vec::new(),
        };
        let slot = match self.free_groups.pop() {
            Some(slot) => {
                self.groups[slot as usize] = group;
                slot
            }
            None => {
                self.groups.push(group);
                (self.groups.len() - 1) as u32
            }
        };
        self.group_slot_of.insert(id, slot);
        slot
    }

    fn expire(&mut self) {
        let window = i64::from(self.params.window_days) * DAY;
        let Some(&(newest, _)) = self.by_time.last() else {
            return;
        };
        let most = self.params.max_stories.max(1);
        while let Some(&(oldest, story)) = self.by_time.first() {
            if newest.since(oldest) <= window && self.by_time.len() <= most {
                break;
            }
            self.forget(story);
        }
    }

    /// Takes a story out and gives its group.
    fn forget(&mut self, story: StoryId) -> Option<GroupId> {
        let slot = self.slot_of.remove(&story)?;
        let entry = self.slots[slot as usize].take()?;
        self.free_slots.push(slot);
        self.by_time.remove(&(entry.time, story));
        self.by_text.remove(&(entry.print.exact, entry.time, story));
        for &shingle in entry.print.shingles() {
            self.postings.remove(shingle, entry.group);
        }
        let group = &mut self.groups[entry.group as usize];
        group.members.retain(|&member| member != slot);
        let id = group.id;
        if group.members.is_empty() {
            self.group_slot_of.remove(&id);
            self.free_groups.push(entry.group);
        }
        Some(id)
    }
}

pub(super) fn outlet_hash(outlet: &str) -> u64 {
    xxh3_64(outlet.as_bytes())
}
