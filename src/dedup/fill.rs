//! Putting many stories in at once, as a start does. The index becomes the one that inserting them one by one makes; only the
//! postings wait, and are sorted in by the million instead of each being searched for. It does not know where the stories come from.

use super::fingerprint::Fingerprint;
use super::groups::told;
use super::index::Entry;
use super::index::Index;
use super::merge::SHARES;
use super::merge::Step;
use super::merge::Told;
use super::merge::share;
use super::packed::Packed;
use super::packed::Reduced;
use super::packed::posted;
use crate::model::GroupId;
use crate::model::StoryId;
use crate::model::Timestamp;
use std::collections::HashMap;
use std::sync::mpsc::sync_channel;

/// Postings that wait before they are sorted in, 8 bytes each; more make fewer passes over the index.
const MAX_WAITING: usize = 1 << 23;

/// Stories that wait, whatever they post; a shorter count in tests, so that batches end in the middle of things.
const MAX_STORIES: usize = if cfg!(test) { 300 } else { 1 << 20 };

/// Stories that are read at a time, and how many times so many lie ready.
const PART: usize = 256;
const PARTS: usize = 8;

/// A story as it was held by an earlier run.
#[derive(Clone, Debug)]
pub struct Held<'a> {
    /// The story.
    pub story: StoryId,
    /// Its copy group.
    pub group: GroupId,
    /// Who published it.
    pub outlet: &'a str,
    /// When it was seen.
    pub time: Timestamp,
    /// What it is compared by.
    pub print: Fingerprint,
}

/// Postings that wait to be sorted in.
#[derive(Debug, Default)]
pub(super) struct Waiting {
    /// Shingle in the upper half, the number of the story among `stories` in the lower.
    /// By the share of the shards that each goes to.
    postings: [Vec<u64>; SHARES],
    /// Postings in all shares.
    count: usize,
    stories: Vec<Step>,
    /// For each slot the last of these stories that was put there; 0, which is before all that is asked about, for the others.
    births: Vec<u32>,
    /// Groups that have lost their last member, with the number of the first story that came after.
    ended: HashMap<u32, u32>,
}

impl Waiting {
    /// Takes in the next story with the shingles that it posts.
    pub(super) fn add(&mut self, shingles: &[u32], step: Step) {
        let (number, slot) = (self.stories.len(), step.slot as usize);
        for &shingle in shingles {
            self.postings[share(shingle)].push(u64::from(shingle) << 32 | number as u64);
        }
        self.count += shingles.len();
        self.stories.push(step);
        if slot >= self.births.len() {
            self.births.resize(slot + 1, 0);
        }
        self.births[slot] = number as u32;
    }

    /// A group has no members any longer.
    pub(super) fn end(&mut self, group: u32) {
        self.ended.insert(group, self.stories.len() as u32);
    }

    fn is_full(&self) -> bool {
        self.count >= MAX_WAITING || self.stories.len() >= MAX_STORIES
    }
}

/// Stories that were read. Nothing of a fingerprint but this goes to the other thread: what one thread has written and the other reads
/// or gives back costs both.
struct Part<'a, E> {
    rows: Vec<Row<'a>>,
    /// For each what it posts, then its paragraphs.
    hashes: Vec<u32>,
    /// What came in place of the next.
    error: Option<E>,
}

struct Row<'a> {
    of: (StoryId, GroupId, &'a str, Timestamp),
    text: Packed,
    exact: u64,
    revision: u64,
    words: u32,
    posted: usize,
    paragraphs: usize,
}

impl<'a, E> Part<'a, E> {
    /// Fewer than [`PART`] only at the end.
    fn of(stories: &mut impl Iterator<Item = Result<Held<'a>, E>>) -> Part<'a, E> {
        let mut part = Part {
            rows: Vec::with_capacity(PART),
            hashes: Vec::with_capacity(PART * 64),
            error: None,
        };
        for held in stories.take(PART) {
            let held = match held {
                Ok(held) => held,
                Err(error) => {
                    part.error = Some(error);
                    return part;
                }
            };
            let (print, before) = (&held.print, part.hashes.len());
            part.hashes.extend(posted(print));
            let posted = part.hashes.len() - before;
            part.hashes.extend(print.paragraphs());
            part.rows.push(Row {
                of: (held.story, held.group, held.outlet, held.time),
                text: Packed::of(print),
                exact: print.exact,
                revision: print.revision(),
                words: print.words(),
                posted,
                paragraphs: print.paragraphs().len(),
            });
        }
        part
    }
}

impl Index {
    /// Inserts stories in this order, several times as fast as [`Index::insert`] does and to the same end: judgements are the
    /// same ever after. A second thread reads and packs the stories meanwhile. Holds up to about 80 MB more for as long as it takes.
    ///
    /// # Errors
    /// The first that the stories come with; those before it are in.
    pub fn fill<'a, E, S>(&mut self, stories: S) -> Result<(), E>
    where
        E: Send,
        S: IntoIterator<Item = Result<Held<'a>, E>>,
        S::IntoIter: Send,
    {
        let mut stories = stories.into_iter();
        self.reserve(stories.size_hint().0);
        self.waiting = Some(Box::default());
        let (read, parts) = sync_channel(PARTS);
        let result = std::thread::scope(|scope| {
            scope.spawn(move || {
                loop {
                    let part = Part::of(&mut stories);
                    let last = part.rows.len() < PART;
                    // Nobody takes it any longer after an error.
                    if read.send(part).is_err() || last {
                        return;
                    }
                }
            });
            parts.into_iter().try_for_each(|part| {
                let mut rest = &part.hashes[..];
                for row in part.rows {
                    let posted = rest.split_off(..row.posted).unwrap_or_default();
                    let paragraphs = rest.split_off(..row.paragraphs).unwrap_or_default();
                    self.insert_reduced(
                        row.of,
                        Reduced {
                            text: row.text,
                            exact: row.exact,
                            revision: row.revision,
                            words: row.words,
                            posted,
                            paragraphs,
                        },
                    );
                    if self.waiting.as_ref().is_some_and(|w| w.is_full()) {
                        self.settle();
                    }
                }
                part.error.map_or(Ok(()), Err)
            })
        });
        self.settle();
        self.waiting = None;
        result
    }

    /// Sorts in what waits. The groups and stories of the time of each posting are made out from what has happened since.
    pub(super) fn settle(&mut self) {
        let Some(mut waiting) = self.waiting.take() else {
            return;
        };
        let Waiting {
            postings,
            count,
            stories,
            births,
            ended,
        } = &mut *waiting;
        let groups = &self.groups;
        let born = |slot: u32| births.get(slot as usize).copied().unwrap_or(0);
        let bits = groups.ended();
        let resolve = |group, number: u32| {
            if bits[group as usize / 64] >> (group % 64) & 1 == 0 {
                return Some(group);
            }
            groups.resolve_if(group, |gone| {
                ended.get(&gone).is_some_and(|&end| end > number)
            })
        };
        let tell = |shingle: u32, number: u32, carriers, all: &mut Vec<u64>| {
            let step = &stories[number as usize];
            let mut stop = |slot: u32| all.push(u64::from(slot) << 32 | u64::from(shingle));
            // Its story may have left, and another be in its place.
            if born(step.slot) == number {
                stop(step.slot);
            }
            let Told::Carriers(carriers) = carriers else {
                return;
            };
            for carrier in carriers.into_iter().chain([step.group]) {
                let members = groups.members(carrier);
                let then = members.partition_point(|&slot| born(slot) <= number);
                told(&members[..then]).for_each(&mut stop);
            }
        };
        let stopped = self.postings.merge(postings, stories, resolve, tell);
        tell_all(&mut self.slots, &stopped);
        postings.iter_mut().for_each(Vec::clear);
        *count = 0;
        stories.clear();
        births.clear();
        ended.clear();
        self.waiting = Some(waiting);
    }
}

/// Tells stories of the shingles that were stopped: each list ascends by slot, in the upper halves. Story by story, since to go from one
/// to the next by shingle would wait for memory at each; a thread takes a share of the stories.
fn tell_all(slots: &mut [Option<Entry>], stopped: &[Vec<u64>; SHARES]) {
    let each = slots.len().div_ceil(SHARES).max(1);
    let place = |one: &u64| (one >> 32) as usize;
    std::thread::scope(|scope| {
        for (slots, first) in slots.chunks_mut(each).zip((0..).step_by(each)) {
            let mut lists = stopped
                .each_ref()
                .map(|list| &list[list.partition_point(|one| place(one) < first)..]);
            scope.spawn(move || {
                loop {
                    let heads = lists.iter().filter_map(|list| list.first());
                    let Some(next) = heads.map(place).min() else {
                        return;
                    };
                    let Some(entry) = slots.get_mut(next - first) else {
                        return;
                    };
                    for list in &mut lists {
                        let here = list.iter().take_while(|one| place(one) == next).count();
                        for one in list.split_off(..here).unwrap_or_default() {
                            if let Some(entry) = entry {
                                entry.text.stop(*one as u32);
                            }
                        }
                    }
                }
            });
        }
    });
}
