//! How much there is, and how the running service does.

use crate::model::Timestamp;
use serde::Deserialize;
use serde::Serialize;

/// How much there is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StatsView {
    /// Stories.
    pub stories: u64,
    /// Revisions beyond each story's first.
    pub revisions: u64,
    /// Stories that are copies of another.
    pub copies: u64,
    /// Stories that embed part of another.
    pub partials: u64,
    /// Copy groups, those of one story included.
    pub groups: u64,
    /// Attributions in newest revisions.
    pub attributions: u64,
    /// Claims.
    pub claims: u64,
    /// Claims' sightings.
    pub sightings: u64,
    /// Speakers.
    pub speakers: u64,
    /// Feeds of the configuration that were polled at least once.
    pub feeds: u64,
    /// Those of them whose last poll failed.
    pub feeds_failing: u64,
    /// Time of the newest story.
    pub newest_story: Option<Timestamp>,
    /// When a feed last brought a new story.
    pub last_new: Option<Timestamp>,
    /// The time at which this was asked.
    pub asked: Timestamp,
    /// Bytes of the archive.
    #[serde(default)]
    pub archive_bytes: u64,
    /// Bytes of the view.
    #[serde(default)]
    pub view_bytes: u64,
    /// Number of the last archive record that is in the view.
    #[serde(default)]
    pub last_sequence: Option<u64>,
    /// What each of the last days brought into the archive, oldest first, days without anything included; the last is today.
    #[serde(default)]
    pub days: Vec<DayView>,
    /// How the service does; absent where none runs.
    #[serde(default)]
    pub service: Option<ServiceView>,
}

/// One day of the archive.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayView {
    /// The day (UTC), as `2026-11-18`.
    pub day: String,
    /// Stories as they were observed, and what people decided.
    pub records: u64,
    /// Bytes of them.
    pub bytes: u64,
}

/// How the running service does, since it started: what `/metrics` tells machines.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ServiceView {
    /// When it started.
    pub started: Timestamp,
    /// Feeds asked, by what came of it.
    pub polls: Vec<CountView>,
    /// Handled failures of feeds and pages, the most frequent first.
    pub failures: Vec<CountView>,
    /// Stories observed, by what was found.
    pub verdicts: Vec<CountView>,
    /// Entries read from feeds.
    pub entries: u64,
    /// Bytes that came over the wire.
    pub received_bytes: u64,
    /// Stories that wait to be recorded.
    pub stories_waiting: u64,
    /// How long the oldest of them has waited, in milliseconds.
    pub oldest_wait_ms: u64,
    /// Pages that are to be fetched later.
    pub pages_waiting: u64,
    /// Whether polling waits for room, for memory or for the next day.
    pub held: bool,
    /// Number of the last record that is durable.
    pub durable_sequence: u64,
    /// Memory that the process has in use, in bytes; absent where the system does not tell.
    pub resident_bytes: Option<u64>,
    /// Files that it has open; absent where the system does not tell.
    pub open_files: Option<u64>,
    /// How long the steps of the work took.
    pub steps: Vec<StepView>,
    /// What is wrong, a sentence each.
    pub complaints: Vec<String>,
}

/// A count with its name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountView {
    /// The name.
    pub name: String,
    /// How many.
    pub count: u64,
}

/// How long one step of the work took.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct StepView {
    /// The step.
    pub name: String,
    /// How often.
    pub count: u64,
    /// Mean time, in milliseconds.
    pub mean_ms: f64,
    /// Half of them took at most this, in milliseconds; absent where it is beyond the last bucket.
    pub half_ms: Option<f64>,
    /// 95 of 100 took at most this.
    pub most_ms: Option<f64>,
    /// How many took how long: a decade in three steps from 100 µs to 100 s.
    pub buckets: Vec<u64>,
}
