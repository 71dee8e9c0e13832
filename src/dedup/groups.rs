//! The copy groups of the window: which stories are in them, and which have become which. It knows no texts.

use super::slots::Slots;
use crate::model::GroupId;

/// Members that are told of a stopped shingle: the first and the latest, each half of these. Those between are never
/// compared before the first have left the window.
pub(super) const MAX_TOLD: usize = 64;

/// The groups, each in a slot whose number the postings hold.
#[derive(Debug, Default)]
pub(super) struct Groups {
    slots: Vec<Group>,
    by_id: Slots,
    /// Slots that the postings may still name.
    gone: Vec<u32>,
    free: Vec<u32>,
}

#[derive(Debug)]
struct Group {
    id: GroupId,
    members: Members,
}

/// Most groups have one member.
#[derive(Debug)]
enum Members {
    One(u32),
    /// In the order in which they came. Boxed, so that the one case costs no more than it needs.
    #[allow(clippy::box_collection)]
    Many(Box<Vec<u32>>),
    /// All have left.
    Gone,
    /// Joined to the group in this slot.
    Joined(u32),
}

/// Joins followed to find what a group has become; every join is followed at once by the next sweep.
const MAX_JOINS: usize = 32;

impl Groups {
    /// Adds a member and gives the group's slot.
    pub(super) fn add(&mut self, id: GroupId, member: u32) -> u32 {
        if let Some(slot) = self.slot(id) {
            let members = &mut self.slots[slot as usize].members;
            match members {
                Members::One(first) => *members = Members::Many(Box::new(vec![*first, member])),
                Members::Many(all) => all.push(member),
                Members::Gone | Members::Joined(_) => *members = Members::One(member),
            }
            return slot;
        }
        let members = Members::One(member);
        let group = Group { id, members };
        let slot = match self.free.pop() {
            Some(slot) => {
                self.slots[slot as usize] = group;
                slot
            }
            None => {
                if self.slots.len() == self.slots.capacity() {
                    self.slots.reserve_exact(self.slots.len() / 4 + 16);
                }
                self.slots.push(group);
                (self.slots.len() - 1) as u32
            }
        };
        let slots = &self.slots;
        self.by_id.insert(id.0, slot, |s| slots[s as usize].id.0);
        slot
    }

    /// Makes room for so many more.
    pub(super) fn reserve(&mut self, more: usize) {
        self.slots.reserve_exact(more);
        let slots = &self.slots;
        self.by_id.reserve(more, |s| slots[s as usize].id.0);
    }

    /// Takes a member out; a group without members is gone.
    pub(super) fn remove(&mut self, slot: u32, member: u32) {
        let Some(group) = self.slots.get_mut(slot as usize) else {
            return;
        };
        match &mut group.members {
            Members::One(only) if *only == member => self.end(slot, Members::Gone),
            Members::Many(all) => {
                all.retain(|&m| m != member);
                if let [last] = all[..] {
                    group.members = Members::One(last);
                }
            }
            _ => {}
        }
    }

    /// Moves the members of one group to another and gives their slots.
    pub(super) fn join(&mut self, from: GroupId, into: GroupId) -> Vec<u32> {
        let (Some(old), Some(new)) = (self.slot(from), self.slot(into)) else {
            return Vec::new();
        };
        if old == new {
            return Vec::new();
        }
        let moved = self.members(old).to_vec();
        let mut all = self.members(new).to_vec();
        all.extend(&moved);
        self.end(old, Members::Joined(new));
        self.slots[new as usize].members = Members::Many(Box::new(all));
        moved
    }

    /// The slot of a group that has members.
    pub(super) fn slot(&self, id: GroupId) -> Option<u32> {
        self.by_id.find(id.0, |s| self.slots[s as usize].id == id)
    }

    pub(super) fn id(&self, slot: u32) -> GroupId {
        self.slots[slot as usize].id
    }

    pub(super) fn members(&self, slot: u32) -> &[u32] {
        match self.slots.get(slot as usize).map(|g| &g.members) {
            Some(Members::One(one)) => std::slice::from_ref(one),
            Some(Members::Many(all)) => all,
            _ => &[],
        }
    }

    /// The slot of the group that the one in this slot has become; `None` where it has no members left.
    pub(super) fn resolve(&self, slot: u32) -> Option<u32> {
        self.resolve_if(slot, |_| false)
    }

    /// The same at an earlier time, when by `still` some that are gone by now were there.
    pub(super) fn resolve_if(&self, mut slot: u32, still: impl Fn(u32) -> bool) -> Option<u32> {
        for _ in 0..MAX_JOINS {
            match self.slots.get(slot as usize)?.members {
                Members::One(_) | Members::Many(_) => return Some(slot),
                Members::Gone => return still(slot).then_some(slot),
                Members::Joined(into) => slot = into,
            }
        }
        None
    }

    /// For each slot a bit that says whether the postings may still name it though its group is no more: so few bytes that a
    /// thread that asks about every posting need not wait for memory.
    pub(super) fn ended(&self) -> Vec<u64> {
        let mut bits = vec![0; self.slots.len() / 64 + 1];
        for &slot in &self.gone {
            bits[slot as usize / 64] |= 1 << (slot % 64);
        }
        bits
    }

    /// Slots that the postings may still name though their groups are no more.
    pub(super) fn gone(&self) -> usize {
        self.gone.len()
    }

    /// The postings name none of these any longer.
    pub(super) fn reuse(&mut self) {
        self.free.append(&mut self.gone);
    }

    /// Bytes allocated.
    pub(super) fn bytes(&self) -> usize {
        let many = self.slots.iter().map(|group| match &group.members {
            Members::Many(all) => size_of::<Vec<u32>>() + 4 * all.capacity(),
            _ => 0,
        });
        many.sum::<usize>()
            + self.slots.capacity() * size_of::<Group>()
            + 4 * (self.gone.capacity() + self.free.capacity())
            + self.by_id.bytes()
    }

    fn end(&mut self, slot: u32, how: Members) {
        let id = self.slots[slot as usize].id;
        let slots = &self.slots;
        self.by_id.remove(id.0, slot, |s| slots[s as usize].id.0);
        self.slots[slot as usize].members = how;
        self.gone.push(slot);
    }
}

/// The members of a group that are told of a stopped shingle.
pub(super) fn told(members: &[u32]) -> impl Iterator<Item = u32> + '_ {
    let half = MAX_TOLD / 2;
    let latest = members.len().saturating_sub(half).max(half);
    let first = members.iter().take(half);
    first.chain(members.iter().skip(latest)).copied()
}
