//! What a feed asks of those who poll it. Plain data; knows nothing of who heeds it.

use crate::model::Timestamp;
use serde::Deserialize;
use serde::Serialize;

/// What a feed states about itself and about being asked. Everything is as stated; nobody has to believe it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Hints {
    /// RSS `ttl`: minutes for which the document may be kept.
    pub ttl_minutes: Option<u32>,
    /// RSS `skipHours`: hours of the day, 0 to 23 in GMT, in which nothing new will come.
    pub skip_hours: Vec<u8>,
    /// RSS `skipDays`: days of the week, 0 for Monday to 6 in GMT, on which nothing new will come.
    pub skip_days: Vec<u8>,
    /// `sy:updatePeriod` and `sy:updateFrequency`: minutes between two updates.
    pub update_minutes: Option<u32>,
    /// `sy:updateBase`: a time from which those minutes count.
    pub update_base: Option<Timestamp>,
    /// WebSub hubs.
    pub hubs: Vec<String>,
    /// The feed's own address.
    pub self_url: Option<String>,
    /// RFC 5005: the next page of the same feed.
    pub next: Option<String>,
    /// RFC 5005: the archive of what came before.
    pub previous_archive: Option<String>,
    /// RFC 5005: where the newest entries are, for an archive.
    pub current: Option<String>,
    /// RFC 5005: the document holds every entry there is.
    pub complete: bool,
    /// RFC 5005: the document is an archive.
    pub archive: bool,
    /// `itunes:new-feed-url`: where the feed has moved to.
    pub moved_to: Option<String>,
    /// The program that wrote it.
    pub generator: Option<String>,
}

const MINUTE_MS: i64 = 60_000;
const HOUR_MS: i64 = 60 * MINUTE_MS;
/// Hours that a feed's wish to be left alone is looked at, from a due time on; a feed that names every hour and day is
/// asked when it would have been.
const LOOK_AHEAD_HOURS: i64 = 8 * 24;

impl Hints {
    /// The time between two polls that the feed asks for at least, in milliseconds: the longer of `ttl` and `sy:`.
    pub fn wanted_ms(&self) -> Option<u64> {
        let minutes = self.ttl_minutes.max(self.update_minutes)?;
        Some(u64::from(minutes) * 60_000)
    }

    /// The first time from `due` on that is in none of the hours and days in which nothing new will come.
    pub fn awake(&self, due: Timestamp) -> Timestamp {
        if self.skip_hours.is_empty() && self.skip_days.is_empty() {
            return due;
        }
        let asleep = |at: Timestamp| {
            let hours = at.millis().div_euclid(HOUR_MS);
            // The first of January 1970 was a Thursday, which is day 3.
            let (hour, day) = (
                hours.rem_euclid(24),
                (hours.div_euclid(24) + 3).rem_euclid(7),
            );
            self.skip_hours.iter().any(|skip| i64::from(*skip) == hour)
                || self.skip_days.iter().any(|skip| i64::from(*skip) == day)
        };
        if !asleep(due) {
            return due;
        }
        let next_hour = Timestamp::from_millis(due.millis().div_euclid(HOUR_MS) * HOUR_MS);
        // Minutes past the hour are kept, so that not all sleepers wake in the same second.
        let past = due.since(next_hour);
        let hours = (1..=LOOK_AHEAD_HOURS).map(|n| next_hour.plus_millis(n * HOUR_MS));
        let woken = hours.into_iter().find(|at| !asleep(*at));
        woken.map_or(due, |at| at.plus_millis(past))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_feed_is_left_alone_when_it_asks() {
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        let nights = Hints {
            skip_hours: vec![0, 1, 2, 3, 23],
            ..Hints::default()
        };
        let weekends = Hints {
            skip_days: vec![5, 6],
            ..Hints::default()
        };
        let always = Hints {
            skip_hours: (0..24).collect(),
            ..Hints::default()
        };
        for (hints, due, expect) in [
            (&nights, "2026-03-01T12:10:00Z", "2026-03-01T12:10:00Z"),
            (&nights, "2026-03-01T23:10:00Z", "2026-03-02T04:10:00Z"),
            // The first of March 2026 was a Sunday.
            (&weekends, "2026-03-01T12:10:00Z", "2026-03-02T00:10:00Z"),
            (&weekends, "2026-03-02T12:10:00Z", "2026-03-02T12:10:00Z"),
            (&always, "2026-03-02T12:10:00Z", "2026-03-02T12:10:00Z"),
        ] {
            assert_eq!(hints.awake(at(due)), at(expect), "{due}");
        }
        let stated = Hints {
            ttl_minutes: Some(30),
            update_minutes: Some(60),
            ..Hints::default()
        };
        assert_eq!(stated.wanted_ms(), Some(3_600_000));
    }
}
