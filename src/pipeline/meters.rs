//! How long the stages take: histograms that any thread may add to. Knows neither clocks nor how they are shown.

use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering::Relaxed;
use std::time::Duration;

/// Upper ends of the buckets in microseconds, a decade in three steps from 100 µs to 100 s; what is longer counts in the total alone.
pub const BOUNDS: [u64; 19] = [
    100,
    215,
    464,
    1_000,
    2_150,
    4_640,
    10_000,
    21_500,
    46_400,
    100_000,
    215_000,
    464_000,
    1_000_000,
    2_150_000,
    4_640_000,
    10_000_000,
    21_500_000,
    46_400_000,
    100_000_000,
];

/// A step of the work whose time is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// One feed asked for, from the request to the last byte.
    FetchFeed,
    /// One page asked for.
    FetchPage,
    /// One feed document read.
    ReadFeed,
    /// One batch of stories read by the analyst.
    Analyse,
    /// One batch made durable in the archive.
    Archive,
    /// One batch brought into the view.
    Apply,
}

impl Step {
    /// Every step.
    pub const ALL: [Step; 6] = [
        Step::FetchFeed,
        Step::FetchPage,
        Step::ReadFeed,
        Step::Analyse,
        Step::Archive,
        Step::Apply,
    ];

    /// Its name, as a label of metrics.
    pub fn name(self) -> &'static str {
        match self {
            Step::FetchFeed => "fetch_feed",
            Step::FetchPage => "fetch_page",
            Step::ReadFeed => "read_feed",
            Step::Analyse => "analyse",
            Step::Archive => "archive",
            Step::Apply => "apply",
        }
    }
}

/// Times of one step.
#[derive(Debug, Default)]
pub struct Histogram {
    buckets: [AtomicU64; BOUNDS.len()],
    count: AtomicU64,
    sum: AtomicU64,
}

/// A histogram at one moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Times {
    /// How many took at most the bound of the same place in [`BOUNDS`].
    pub at_most: [u64; BOUNDS.len()],
    /// How many in all.
    pub count: u64,
    /// How long all of them took, in microseconds.
    pub sum: u64,
}

impl Histogram {
    /// One more.
    pub fn add(&self, took: Duration) {
        let micros = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        if let Some(n) = BOUNDS.iter().position(|bound| micros <= *bound) {
            self.buckets[n].fetch_add(1, Relaxed);
        }
        self.count.fetch_add(1, Relaxed);
        self.sum.fetch_add(micros, Relaxed);
    }

    /// The times so far.
    pub fn read(&self) -> Times {
        let mut at_most = [0; BOUNDS.len()];
        let mut total = 0;
        for (bucket, slot) in self.buckets.iter().zip(&mut at_most) {
            total += bucket.load(Relaxed);
            *slot = total;
        }
        Times {
            at_most,
            count: self.count.load(Relaxed).max(total),
            sum: self.sum.load(Relaxed),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn buckets_count_what_took_at_most_their_bound() {
        let histogram = Histogram::default();
        for millis in [1, 1, 3, 500_000] {
            histogram.add(Duration::from_millis(millis));
        }
        let times = histogram.read();
        assert_eq!(times.count, 4);
        assert_eq!(times.sum, 500_005_000);
        assert_eq!(times.at_most[2], 0);
        assert_eq!(times.at_most[3], 2, "exactly on the bound");
        assert_eq!(times.at_most[5], 3);
        assert_eq!(
            times.at_most[BOUNDS.len() - 1],
            3,
            "beyond the last bound: only in the count"
        );
    }
}
