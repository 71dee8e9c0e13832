//! Which stories are the oldest, by the day, and how far the window reaches. It knows no texts and no clock.

use crate::model::StoryId;
use crate::model::Timestamp;
use std::collections::BTreeMap;

const DAY: i64 = 86_400_000;

/// Stories whose time may lie ahead of all others without moving the window: one machine with a wrong clock, or a feed with wrong
/// dates, must not push a month of stories out.
const AHEAD: usize = 16;

/// The number of a day; days before 1970 are day 0.
pub(super) fn day(time: Timestamp) -> u32 {
    u32::try_from(time.millis().div_euclid(DAY)).unwrap_or(0)
}

/// The slots of the stories held, by day.
#[derive(Debug, Default)]
pub(super) struct Calendar {
    days: BTreeMap<u32, Day>,
}

#[derive(Debug, Default)]
struct Day {
    /// The latest story first where `sorted`, so that the oldest is popped.
    slots: Vec<u32>,
    sorted: bool,
}

impl Calendar {
    pub(super) fn insert(&mut self, time: Timestamp, slot: u32) {
        let day = self.days.entry(day(time)).or_default();
        if day.slots.len() == day.slots.capacity() {
            day.slots.reserve_exact(day.slots.len() / 8 + 4);
        }
        day.slots.push(slot);
        day.sorted = day.slots.len() == 1;
    }

    pub(super) fn remove(&mut self, time: Timestamp, slot: u32) {
        let number = day(time);
        if let Some(day) = self.days.get_mut(&number) {
            // The oldest of the oldest day is what mostly goes.
            match day.slots.iter().rposition(|&s| s == slot) {
                Some(at) if at + 1 == day.slots.len() => {
                    day.slots.pop();
                }
                Some(at) => {
                    day.slots.remove(at);
                }
                None => {}
            }
            if day.slots.is_empty() {
                self.days.remove(&number);
            }
        }
    }

    /// The day that the window ends with: the newest that more than a few stories have reached; with few stories, the oldest.
    pub(super) fn today(&self) -> u32 {
        let mut ahead = 0;
        for (&number, day) in self.days.iter().rev() {
            ahead += day.slots.len();
            if ahead > AHEAD {
                return number;
            }
        }
        self.days.keys().next().copied().unwrap_or(0)
    }

    /// The oldest story, if it lies more than `window` days before today or if one has to go in any case.
    pub(super) fn oldest(
        &mut self,
        window: u32,
        must: bool,
        rank: impl Fn(u32) -> (Timestamp, StoryId),
    ) -> Option<u32> {
        let today = self.today();
        let mut oldest = self.days.first_entry()?;
        if !must && oldest.key().saturating_add(window) >= today {
            return None;
        }
        let day = oldest.get_mut();
        if !day.sorted {
            day.slots
                .sort_by_cached_key(|&slot| std::cmp::Reverse(rank(slot)));
            day.sorted = true;
        }
        day.slots.last().copied()
    }

    /// Bytes allocated, about.
    pub(super) fn bytes(&self) -> usize {
        self.days
            .values()
            .map(|day| 64 + 4 * day.slots.capacity())
            .sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(days: i64, hours: i64) -> Timestamp {
        Timestamp::from_millis(days * DAY + hours * DAY / 24)
    }

    #[test]
    fn a_few_wrong_clocks_do_not_move_the_window() {
        let mut calendar = Calendar::default();
        for slot in 0..100 {
            calendar.insert(at(1_000 + i64::from(slot) / 10, 0), slot);
        }
        let rank = |slot: u32| {
            (
                at(1_000 + i64::from(slot) / 10, 0),
                StoryId(u64::from(slot)),
            )
        };
        for slot in 100..116 {
            calendar.insert(at(9_000, 0), slot);
            assert_eq!(calendar.oldest(30, false, rank), None, "{slot}");
        }
        assert_eq!(calendar.today(), 1_009);
        calendar.insert(at(9_000, 0), 116);
        assert_eq!(calendar.oldest(30, false, rank), Some(0));
    }

    #[test]
    fn the_oldest_goes_first() {
        let mut calendar = Calendar::default();
        let times = [at(5, 3), at(5, 1), at(6, 0), at(5, 2)];
        for (slot, &time) in (0..).zip(&times) {
            calendar.insert(time, slot);
        }
        let rank = |slot: u32| (times[slot as usize], StoryId(0));
        let mut order = Vec::new();
        while let Some(slot) = calendar.oldest(30, true, rank) {
            order.push(slot);
            calendar.remove(times[slot as usize], slot);
        }
        assert_eq!(order, [1, 3, 0, 2]);
        assert_eq!(calendar.today(), 0);
    }
}
