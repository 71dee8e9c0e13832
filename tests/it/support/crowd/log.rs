//! What the hosts were asked and when, and what that proves.

use super::hosts::Kind;
use std::collections::BTreeMap;
use std::collections::HashMap;

pub const SECOND: u64 = 1000;
pub const HOUR: u64 = 3600 * SECOND;

/// One request. Times are in milliseconds from the beginning.
#[derive(Clone, Copy, Debug)]
pub struct Asked {
    pub at: u64,
    /// When the answer was out, or the client had hung up.
    pub until: u64,
    /// Which feed; `None` for anything else on the host.
    pub feed: Option<usize>,
    /// The registrable domain, numbered.
    pub domain: usize,
    pub conditional: bool,
    /// For how long the answer asked the domain to be left alone.
    pub pause: u64,
}

/// All requests, in order, and what kind each feed is of.
pub struct Log {
    pub asked: Vec<Asked>,
    pub kinds: Vec<Kind>,
    /// How long was listened.
    pub length: u64,
}

/// Milliseconds by which the servers may see a request late.
const LATE: u64 = 300;

impl Log {
    fn by_feed(&self) -> Vec<Vec<&Asked>> {
        let mut feeds = vec![Vec::new(); self.kinds.len()];
        for asked in &self.asked {
            if let Some(feed) = asked.feed {
                feeds[feed].push(asked);
            }
        }
        feeds
    }

    /// The longest that each feed of a good kind waited between two polls, the beginning and the end included.
    pub fn longest_waits(&self) -> Vec<u64> {
        let feeds = self.by_feed();
        let good = self
            .kinds
            .iter()
            .zip(&feeds)
            .filter(|(kind, _)| !kind.is_bad());
        good.map(|(_, asked)| {
            let times = asked.iter().map(|asked| asked.at);
            let ends: Vec<u64> = times.chain([self.length]).collect();
            let begins = std::iter::once(&0).chain(&ends);
            ends.iter()
                .zip(begins)
                .map(|(end, begin)| end - begin)
                .max()
                .unwrap_or(0)
        })
        .collect()
    }

    /// For each bad kind: how often the feed of it that was asked least was asked, and the one that was asked most.
    pub fn polls_of_bad(&self) -> BTreeMap<Kind, (usize, usize)> {
        let mut polls = BTreeMap::new();
        for (kind, asked) in self.kinds.iter().zip(self.by_feed()) {
            if kind.is_bad() {
                let (least, most) = polls.entry(*kind).or_insert((usize::MAX, 0));
                *least = asked.len().min(*least);
                *most = asked.len().max(*most);
            }
        }
        polls
    }

    /// Requests that came to a domain sooner after another than `gap`, while another was being answered, or in a pause that
    /// the domain had asked for.
    pub fn impolite(&self, gap: u64) -> Vec<(Asked, Asked, &'static str)> {
        let mut last: HashMap<usize, Asked> = HashMap::new();
        let mut paused: HashMap<usize, (Asked, u64)> = HashMap::new();
        let mut found = Vec::new();
        for asked in &self.asked {
            if let Some(before) = last.insert(asked.domain, *asked) {
                if asked.at + LATE < before.at + gap {
                    found.push((before, *asked, "too soon"));
                }
                if asked.at + LATE < before.until {
                    found.push((before, *asked, "two at once"));
                }
            }
            if let Some((who, until)) = paused.get(&asked.domain)
                && asked.at + LATE < *until
            {
                found.push((*who, *asked, "in a pause"));
            }
            if asked.pause > 0 {
                paused.insert(asked.domain, (*asked, asked.until + asked.pause));
            }
        }
        found
    }

    /// How long each entry of a good feed stood there before it was asked for, in milliseconds, shortest first.
    pub fn delays(&self) -> Vec<u64> {
        let mut delays = Vec::new();
        for (feed, asked) in self.by_feed().iter().enumerate() {
            let Some(every) = self.kinds[feed].publishes_every() else {
                continue;
            };
            let first = asked.first().map_or(u64::MAX, |asked| asked.at);
            let offset = super::hosts::offset(feed, every);
            let mut published = offset;
            while published < self.length {
                let next = asked
                    .iter()
                    .map(|asked| asked.at)
                    .find(|at| *at >= published);
                if published > first
                    && let Some(next) = next
                {
                    delays.push(next - published);
                }
                published += every;
            }
        }
        delays.sort_unstable();
        delays
    }
}
