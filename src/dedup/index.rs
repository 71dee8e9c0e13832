//! The stories of the window, by id, by exact text and by shingle. It holds and forgets; `judge.rs` asks.

use super::calendar::Calendar;
use super::carried::Added;
use super::fill::Waiting;
use super::fingerprint::Fingerprint;
use super::groups::Groups;
use super::groups::MAX_TOLD;
use super::groups::told;
use super::merge::Step;
use super::outlets::Outlets;
use super::outlets::outlet_hash;
use super::packed::Packed;
use super::packed::Reduced;
use super::packed::posted;
use super::params::Params;
use super::postings::Carried;
use super::postings::Postings;
use super::slots::Slots;
use crate::model::GroupId;
use crate::model::Story;
use crate::model::StoryId;
use crate::model::Timestamp;

/// Groups that are gone and not yet swept from the postings, as a share of the stories held: one in this many.
const SWEEP_SHARE: usize = 4;

/// Fewest such groups for which a sweep is worth it.
const SWEEP_FROM: usize = 4_096;

/// Bytes that a story takes beside its packed text and postings: its entry, its group, its places in the tables, the allocator's own.
const FIXED_BYTES: usize = size_of::<Entry>() + 72;

/// Bytes that one posting takes, slack included.
const POSTING_BYTES: usize = 7;

/// The texts of the window. Judging reads it, inserting writes it; the same inserts in the same order give the same answers.
#[derive(Debug)]
pub struct Index {
    pub(super) params: Params,
    pub(super) postings: Postings,
    /// While many are put in at once, what is not yet among the postings.
    pub(super) waiting: Option<Box<Waiting>>,
    pub(super) slots: Vec<Option<Entry>>,
    free: Vec<u32>,
    pub(super) groups: Groups,
    by_id: Slots,
    /// Of the stories of one text the earliest.
    by_text: Slots,
    calendar: Calendar,
    outlets: Outlets,
    len: usize,
    /// What the stories held take, by [`Entry::cost`].
    cost: usize,
}

/// One story of the window, in its latest revision.
#[derive(Debug)]
pub(super) struct Entry {
    pub id: StoryId,
    pub time: Timestamp,
    pub exact: u64,
    pub revision: u64,
    pub text: Packed,
    pub words: u32,
    pub outlet: u32,
    /// Slot among the groups.
    pub group: u32,
    posted: u16,
}

impl Entry {
    fn cost(&self) -> usize {
        FIXED_BYTES + self.text.len() + POSTING_BYTES * usize::from(self.posted)
    }
}

impl Index {
    /// An empty index.
    pub fn new(params: Params) -> Index {
        Index {
            postings: Postings::new(params.stop_groups, params.window_days),
            params,
            waiting: None,
            slots: Vec::new(),
            free: Vec::new(),
            groups: Groups::default(),
            by_id: Slots::default(),
            by_text: Slots::default(),
            calendar: Calendar::default(),
            outlets: Outlets::default(),
            len: 0,
            cost: 0,
        }
    }

    /// Holds `story` as a member of `group`. A story that is held already keeps its group unless `group` says otherwise, and its earlier
    /// revision is forgotten. Then stories that have left the window are forgotten, and the oldest as long as the memory budget is
    /// exceeded. A few stories of a time that lies far ahead of the rest's do not move the window.
    pub fn insert(
        &mut self,
        story: StoryId,
        group: GroupId,
        outlet: &str,
        time: Timestamp,
        print: &Fingerprint,
    ) {
        let posted: Vec<u32> = posted(print).collect();
        self.insert_reduced((story, group, outlet, time), Reduced::of(print, &posted));
    }

    /// [`Index::insert`] of a fingerprint that is reduced already.
    pub(super) fn insert_reduced(
        &mut self,
        (story, group, outlet, time): (StoryId, GroupId, &str, Timestamp),
        print: Reduced<'_>,
    ) {
        self.forget(story);
        self.outlets.learn(outlet, group.0, print.paragraphs);
        let mut text = print.text;
        let slot = match self.free.pop() {
            Some(slot) => slot,
            None => {
                if self.slots.len() == self.slots.capacity() {
                    self.slots.reserve_exact(self.slots.len() / 4 + 16);
                }
                self.slots.push(None);
                (self.slots.len() - 1) as u32
            }
        };
        self.calendar.insert(time, slot);
        let today = self.calendar.today();
        self.postings.advance(today);
        let group = self.groups.add(group, slot);
        match &mut self.waiting {
            Some(waiting) => waiting.add(
                print.posted,
                Step {
                    slot,
                    group,
                    day: today,
                    today: self.postings.today(),
                },
            ),
            None => print
                .posted
                .iter()
                .for_each(|&shingle| self.post(shingle, group, today, &mut text)),
        }
        let entry = Entry {
            id: story,
            time,
            exact: print.exact,
            revision: print.revision,
            text,
            words: print.words,
            outlet: outlet_hash(outlet),
            group,
            posted: print.posted.len() as u16,
        };
        self.cost += entry.cost();
        self.len += 1;
        self.slots[slot as usize] = Some(entry);
        let slots = &self.slots;
        self.by_id.insert(story.0, slot, |s| id_of(slots, s));
        self.note_text(slot);
        self.expire();
    }

    /// Makes room for so many more, as far as the memory budget has any.
    pub(super) fn reserve(&mut self, more: usize) {
        let more = more.min(self.params.memory.saturating_sub(self.cost) / FIXED_BYTES);
        self.slots.reserve_exact(more);
        self.groups.reserve(more);
        let slots = &self.slots;
        self.by_id.reserve(more, |s| id_of(slots, s));
        self.by_text.reserve(more, |s| text_of(slots, s));
    }

    /// Makes the members of `from` members of `into`. Nothing where `from` is not held or the two are one.
    pub fn join(&mut self, from: GroupId, into: GroupId) {
        for slot in self.groups.join(from, into) {
            if let Some(entry) = self.slots[slot as usize].as_mut()
                && let Some(group) = self.groups.slot(into)
            {
                entry.group = group;
            }
        }
    }

    /// Whether the outlet prints the paragraph with this [`super::paragraph_hash`] below story after story.
    pub fn is_notice(&self, outlet: &str, paragraph: u32) -> bool {
        self.outlets.knows(outlet, paragraph)
    }

    /// The fingerprint to judge and to hold `story` by: `print`, or where one of its paragraphs is its outlet's notice, one without these.
    pub fn own_print(&self, story: &Story, print: &Fingerprint) -> Fingerprint {
        let notice = |paragraph| self.is_notice(&story.outlet, paragraph);
        if print.paragraphs().iter().any(|&p| notice(p)) {
            Fingerprint::without(story, notice)
        } else {
            print.clone()
        }
    }

    /// The copy group of a story that is held.
    pub fn group_of(&self, story: StoryId) -> Option<GroupId> {
        Some(self.groups.id(self.entry_of(story)?.group))
    }

    /// Stories held.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether none is held.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Postings held, of stories that have just left among them.
    pub fn postings(&self) -> usize {
        self.postings.len()
    }

    /// Bytes allocated, without what the allocator itself needs.
    pub fn bytes(&self) -> usize {
        let texts: usize = self.slots.iter().flatten().map(|e| e.text.len()).sum();
        texts
            + self.slots.capacity() * size_of::<Option<Entry>>()
            + self.free.capacity() * size_of::<u32>()
            + self.postings.bytes()
            + self.groups.bytes()
            + self.by_id.bytes()
            + self.by_text.bytes()
            + self.calendar.bytes()
            + self.outlets.bytes()
    }

    pub(super) fn entry_of(&self, story: StoryId) -> Option<&Entry> {
        let is = |slot| id_of(&self.slots, slot) == story.0;
        self.entry(self.by_id.find(story.0, is)?)
    }

    pub(super) fn entry(&self, slot: u32) -> Option<&Entry> {
        self.slots.get(slot as usize)?.as_ref()
    }

    pub(super) fn group_id(&self, group: u32) -> GroupId {
        self.groups.id(group)
    }

    /// The members of a group that are held, in the order in which they came.
    pub(super) fn members(&self, group: u32) -> &[u32] {
        self.groups.members(group)
    }

    /// The groups that carry a shingle; `None` where it was stopped.
    pub(super) fn carriers(&self, shingle: u32) -> Option<impl Iterator<Item = u32> + '_> {
        match self.postings.get(shingle) {
            Carried::By(groups) => Some(groups.iter().filter_map(|&g| self.groups.resolve(g))),
            Carried::Stopped => None,
        }
    }

    /// The earliest story with this very text.
    pub(super) fn first_with_text(&self, exact: u64) -> Option<&Entry> {
        let is = |slot| text_of(&self.slots, slot) == exact;
        self.entry(self.by_text.find(exact, is)?)
    }

    /// Posts a shingle of the story that is being put in, whose packed text is `own`, and tells everybody when that stops it.
    fn post(&mut self, shingle: u32, group: u32, day: u32, own: &mut Packed) {
        let groups = &self.groups;
        match self
            .postings
            .add(shingle, group, day, |g| groups.resolve(g))
        {
            Added::Live => {}
            Added::Stopped => own.stop(shingle),
            Added::StoppedNow(carriers) => {
                own.stop(shingle);
                for carrier in carriers.into_iter().chain([group]) {
                    let members = self.groups.members(carrier);
                    for slot in told(members) {
                        if let Some(entry) = self.slots[slot as usize].as_mut() {
                            entry.text.stop(shingle);
                        }
                    }
                }
            }
        }
    }

    /// The story of this slot becomes its text's, unless an earlier one is.
    fn note_text(&mut self, slot: u32) {
        let Some(entry) = self.entry(slot) else {
            return;
        };
        let (exact, rank) = (entry.exact, (entry.time, entry.id));
        let slots = &self.slots;
        let held = self.by_text.find(exact, |s| text_of(slots, s) == exact);
        if let Some(held) = held {
            let other = slots[held as usize].as_ref();
            if other.is_some_and(|other| (other.time, other.id) <= rank) {
                return;
            }
            self.by_text.remove(exact, held, |s| text_of(slots, s));
        }
        self.by_text.insert(exact, slot, |s| text_of(slots, s));
    }

    fn expire(&mut self) {
        let window = self.params.window_days;
        while self.len > 1 {
            let too_much = self.cost > self.params.memory;
            let Some(slot) = self.calendar.oldest(window, too_much, |slot| {
                let entry = self.slots.get(slot as usize).and_then(Option::as_ref);
                entry.map_or((Timestamp::default(), StoryId(0)), |e| (e.time, e.id))
            }) else {
                return;
            };
            match self.entry(slot).map(|entry| entry.id) {
                Some(story) => self.forget(story),
                None => return,
            }
        }
    }

    /// Takes a story out.
    fn forget(&mut self, story: StoryId) {
        let slots = &self.slots;
        let is = |slot| id_of(slots, slot) == story.0;
        let Some(slot) = self.by_id.find(story.0, is) else {
            return;
        };
        self.by_id.remove(story.0, slot, |s| id_of(slots, s));
        let group = self.entry(slot).map_or(0, |entry| entry.group);
        if self.waiting.is_some() && self.groups.members(group).len() > MAX_TOLD {
            // Afterwards it could not be made out which of its members were told.
            self.settle();
        }
        let slots = &self.slots;
        let text = self.entry(slot).map_or(0, |entry| entry.exact);
        let first = self.by_text.find(text, |s| text_of(slots, s) == text) == Some(slot);
        if first {
            self.by_text.remove(text, slot, |s| text_of(slots, s));
        }
        let Some(entry) = self.slots[slot as usize].take() else {
            return;
        };
        self.free.push(slot);
        self.calendar.remove(entry.time, slot);
        self.cost -= entry.cost();
        self.len -= 1;
        self.groups.remove(entry.group, slot);
        if let Some(waiting) = &mut self.waiting
            && self.groups.members(entry.group).is_empty()
        {
            waiting.end(entry.group);
        }
        if first {
            // Stories of one text are in one group, but for texts too short to decide by.
            let same = |&&slot: &&u32| self.entry(slot).is_some_and(|e| e.exact == text);
            let members = self.groups.members(entry.group).iter().filter(same);
            let next = members.min_by_key(|&&slot| self.entry(slot).map(|e| (e.time, e.id)));
            if let Some(&next) = next {
                self.note_text(next);
            }
        }
        if self.groups.gone() > SWEEP_FROM.max(self.len / SWEEP_SHARE) {
            self.settle();
            let groups = &self.groups;
            self.postings.sweep(|g| groups.resolve(g));
            self.groups.reuse();
        }
    }
}

/// The id in a slot, which is the hash it is found by.
fn id_of(slots: &[Option<Entry>], slot: u32) -> u64 {
    let entry = slots.get(slot as usize).and_then(Option::as_ref);
    entry.map_or(0, |entry| entry.id.0)
}

fn text_of(slots: &[Option<Entry>], slot: u32) -> u64 {
    let entry = slots.get(slot as usize).and_then(Option::as_ref);
    entry.map_or(0, |entry| entry.exact)
}
