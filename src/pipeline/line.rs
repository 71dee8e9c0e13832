//! Which feed is polled next: due times, and one feed of a site at a time. Pure; knows neither tasks nor requests.
//!
//! Feeds of one site wait for each other here and not inside their tasks, so that a slow site with many feeds takes up
//! one place and holds up nobody else's.

use crate::config::Feed;
use crate::model::Timestamp;
use crate::poll::site;
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::collections::HashMap;
use std::collections::VecDeque;
use std::time::Duration;

/// Feeds by their place in the configuration, the one that is due first on top.
pub type Due = BinaryHeap<Reverse<(Timestamp, usize)>>;

/// After feeds have become due, so many milliseconds (a quarter of a second) pass before more do. Where thousands are polled
/// they so begin in groups, and the processor wakes up and fills its caches once for a group: half of what a poll costs.
const TOGETHER_MS: i64 = 250;

/// The feeds that wait for their time or their turn.
pub struct Line {
    due: Due,
    /// Before this nothing more becomes due.
    not_before: Timestamp,
    /// The site of each feed, numbered.
    sites: Vec<usize>,
    /// For each site, its feeds that are due and wait for their turn.
    waiting: Vec<VecDeque<usize>>,
    /// For each site, whether one of its feeds is being polled.
    busy: Vec<bool>,
    /// Sites with a feed that may be polled now, in the order in which they became so.
    runnable: VecDeque<usize>,
}

impl Line {
    /// The line for these feeds.
    pub fn new(feeds: &[Feed], due: Due) -> Line {
        Line::of_sites(feeds.iter().map(|feed| site(&feed.url)), due)
    }

    fn of_sites(names: impl Iterator<Item = String>, due: Due) -> Line {
        let mut numbers = HashMap::new();
        let sites: Vec<usize> = names
            .map(|name| {
                let next = numbers.len();
                *numbers.entry(name).or_insert(next)
            })
            .collect();
        Line {
            due,
            not_before: Timestamp::default(),
            sites,
            waiting: vec![VecDeque::new(); numbers.len()],
            busy: vec![false; numbers.len()],
            runnable: VecDeque::new(),
        }
    }

    /// Takes what has become due by `now` into the lines of its sites.
    pub fn advance(&mut self, now: Timestamp) {
        // A clock that was set back holds up nobody.
        if (1..=TOGETHER_MS).contains(&self.not_before.since(now)) {
            return;
        }
        self.not_before = now;
        while let Some(Reverse((at, n))) = self.due.peek().copied()
            && at <= now
        {
            self.due.pop();
            self.not_before = now.plus_millis(TOGETHER_MS);
            let site = self.sites[n];
            self.waiting[site].push_back(n);
            if !self.busy[site] && self.waiting[site].len() == 1 {
                self.runnable.push_back(site);
            }
        }
    }

    /// The next feed to poll. Its site is busy until [`Line::done`].
    pub fn take(&mut self) -> Option<usize> {
        let site = self.runnable.pop_front()?;
        let feed = self.waiting[site].pop_front()?;
        self.busy[site] = true;
        Some(feed)
    }

    /// A feed is being polled although this line did not give it out.
    pub fn occupy(&mut self, feed: usize) {
        let site = self.sites[feed];
        self.busy[site] = true;
        self.runnable.retain(|runnable| *runnable != site);
    }

    /// A feed was polled; it is due again at `again`, if ever.
    pub fn done(&mut self, feed: usize, again: Option<Timestamp>) {
        let site = self.sites[feed];
        self.busy[site] = false;
        if !self.waiting[site].is_empty() {
            self.runnable.push_back(site);
        }
        self.due.extend(again.map(|at| Reverse((at, feed))));
    }

    /// Whether nobody waits, neither for a time nor for a turn.
    pub fn is_empty(&self) -> bool {
        self.due.is_empty() && self.waiting.iter().all(VecDeque::is_empty)
    }

    /// How long until the next feed becomes due; long where none does.
    pub fn until_due(&self, now: Timestamp) -> Duration {
        match self.due.peek() {
            Some(Reverse((at, _))) => {
                let at = self.not_before.max(*at);
                Duration::from_millis(at.since(now).max(0).unsigned_abs())
            }
            None => Duration::MAX,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(secs: i64) -> Timestamp {
        Timestamp::from_secs(secs)
    }

    #[test]
    fn one_feed_of_a_site_at_a_time_and_nobody_waits_for_another_site() {
        let sites = ["slow", "slow", "slow", "other"].map(str::to_owned);
        let due = [(0, 0), (0, 1), (0, 2), (5, 3)].map(|(secs, n)| Reverse((at(secs), n)));
        let mut line = Line::of_sites(sites.into_iter(), due.into_iter().collect());
        assert_eq!(line.take(), None);
        line.advance(at(0));
        assert_eq!((line.take(), line.take()), (Some(0), None));
        assert_eq!(line.until_due(at(2)), Duration::from_secs(3));
        line.advance(at(5));
        assert_eq!((line.take(), line.take()), (Some(3), None));
        line.done(0, Some(at(60)));
        assert_eq!((line.take(), line.take()), (Some(1), None));
        line.done(1, None);
        line.done(3, None);
        assert_eq!((line.take(), line.take()), (Some(2), None));
        line.done(2, None);
        assert!(!line.is_empty());
        line.advance(at(60));
        assert_eq!(line.take(), Some(0));
        line.done(0, None);
        assert!(line.is_empty());
    }

    #[test]
    fn feeds_begin_in_groups_and_a_clock_set_back_holds_up_nobody() {
        let ms = |ms: i64| Timestamp::from_millis(1_000_000 + ms);
        let taken = |line: &mut Line, now: Timestamp| -> Vec<usize> {
            line.advance(now);
            std::iter::from_fn(|| line.take()).collect()
        };
        let due = [0, 1, 249, 251, 9_000].map(ms).into_iter().zip(0..);
        let sites = (0..5).map(|n| n.to_string());
        let mut line = Line::of_sites(sites, due.map(Reverse).collect());
        assert_eq!(taken(&mut line, ms(0)), [0]);
        assert_eq!(line.until_due(ms(1)), Duration::from_millis(249));
        assert!(taken(&mut line, ms(249)).is_empty());
        assert_eq!(taken(&mut line, ms(250)), [1, 2]);
        assert!(taken(&mut line, ms(499)).is_empty());
        assert_eq!(line.until_due(ms(499)), Duration::from_millis(1));
        assert_eq!(taken(&mut line, ms(500)), [3]);
        assert_eq!(line.until_due(ms(500)), Duration::from_millis(8_500));
        line.done(0, Some(ms(-90_000)));
        assert_eq!(taken(&mut line, ms(-80_000)), [0]);
    }
}
