//! Feeds as people and programs see them. Knows nothing of rows or terminals.

use crate::feed::Hints;
use crate::feed::Quality;
use crate::model::FeedId;
use crate::model::Timestamp;
use serde::Deserialize;
use serde::Serialize;

/// How a feed fares.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FeedState {
    /// The last poll succeeded.
    Ok,
    /// The last poll failed.
    Failing,
    /// It was not polled yet.
    NeverPolled,
    /// Its polls succeed, but it has been without a new story for far longer than usual.
    Silent,
    /// Its host says that it is gone for good: it is not asked until somebody resumes it.
    Stopped,
}

impl FeedState {
    /// The words for it in tables.
    pub fn word(self) -> &'static str {
        match self {
            FeedState::Ok => "ok",
            FeedState::Failing => "failing",
            FeedState::NeverPolled => "never polled",
            FeedState::Silent => "silent",
            FeedState::Stopped => "stopped",
        }
    }
}

/// One feed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FeedView {
    /// Its id.
    pub id: FeedId,
    /// Its URL; absent for a feed that the configuration no longer names.
    pub url: Option<String>,
    /// The publisher's name; absent as `url`.
    pub outlet: Option<String>,
    /// The feed document's own title.
    pub title: Option<String>,
    /// How it fares.
    pub state: FeedState,
    /// When it was last asked for.
    pub last_attempt: Option<Timestamp>,
    /// When it last answered.
    pub last_success: Option<Timestamp>,
    /// When it last brought a new story.
    pub last_new: Option<Timestamp>,
    /// When it is due again.
    pub next_due: Option<Timestamp>,
    /// Failures since the last success.
    pub failures: u32,
    /// The name of the last failure.
    pub error: Option<String>,
    /// What went wrong, in a sentence.
    pub error_text: Option<String>,
    /// Polls made.
    pub polls: u64,
    /// Entries in the last document.
    pub entries: u32,
    /// Stories that it brought.
    pub stories: u64,
    /// The interval at present, in milliseconds.
    #[serde(default)]
    pub interval_ms: Option<u64>,
    /// Why the interval, or the wait, is what it is.
    #[serde(default)]
    pub why: Option<String>,
    /// When the present run of failures began.
    #[serde(default)]
    pub failing_since: Option<Timestamp>,
    /// Where its host says that it moved for good.
    #[serde(default)]
    pub moved_to: Option<String>,
    /// Since when the new address is asked instead; absent while it is not trusted yet.
    #[serde(default)]
    pub moved_since: Option<Timestamp>,
    /// A feed that the site's page names, where the configured one is not there any more.
    #[serde(default)]
    pub found: Option<String>,
    /// Share of its stories, of those with a page to be fetched, whose page was read: 0 to 1.
    #[serde(default)]
    pub full_text: Option<f64>,
    /// How well the last document read; absent until one was read.
    #[serde(default)]
    pub outcome: Option<Quality>,
    /// Faults that were mended in it.
    #[serde(default)]
    pub mended: u32,
    /// Entries of it that were lost.
    #[serde(default)]
    pub lost: u32,
    /// What was mended or lost, in a sentence.
    #[serde(default)]
    pub problem: Option<String>,
    /// What the feed asks of those who poll it.
    #[serde(default)]
    pub hints: Hints,
}

impl FeedView {
    /// What it is called: by its outlet, else by its title; a feed with neither by its id.
    pub fn name(&self) -> String {
        let name = self.outlet.as_ref().or(self.title.as_ref());
        name.map_or_else(|| self.id.to_string(), String::clone)
    }
}

/// One feed with its last fetches.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FeedDetail {
    /// How it fares.
    pub feed: FeedView,
    /// Usual time between polls that bring something new, in milliseconds.
    pub usual_gap_ms: Option<u64>,
    /// Its last fetches, newest first; at most [`crate::store::polling::MAX_FETCHES`].
    pub fetches: Vec<FetchView>,
}

/// One fetch of a feed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FetchView {
    /// When it ended.
    pub at: Timestamp,
    /// `read`, `unchanged`, or the name of the failure.
    pub outcome: String,
    /// The status code, where it is no success.
    pub status: Option<u16>,
    /// How long it took, waiting and recording included, in milliseconds.
    pub took_ms: u64,
    /// Bytes of the body, after decompression.
    pub bytes: u64,
    /// Entries in the document.
    pub entries: u32,
    /// Stories that were not known before.
    pub new_stories: u32,
    /// Whether it was asked "has it changed?".
    pub conditional: bool,
}
