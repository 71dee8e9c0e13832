//! What people and programs see: plain data with public fields, named in the words of the design.
//! Spans are in Unicode code points, end exclusive. Knows nothing of keys, rows or terminals.

mod claim;
mod compare;
mod copies;
mod feed;
mod speech;
mod stats;
mod story;

pub use claim::*;
pub use compare::*;
pub use copies::*;
pub use feed::*;
pub use speech::*;
pub use stats::*;
pub use story::*;

use crate::inspect::export::Exported;
use crate::inspect::question::Cursor;
use crate::model::ClaimId;
use crate::model::QuoteKind;
use crate::model::StoryId;
use crate::model::Timestamp;
use serde::Deserialize;
use serde::Serialize;

/// The answer to a [`crate::inspect::Question`], of the same name unless said otherwise.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// To `Stats`.
    Stats(Box<StatsView>),
    /// To `Feeds`.
    Feeds(Vec<FeedView>),
    /// To `Feed`.
    Feed(Box<FeedDetail>),
    /// To `Stories`.
    Stories(Page<StoryView>),
    /// To `Story`.
    Story(Box<StoryDetail>),
    /// To `Copies`.
    Copies(Box<CopiesView>),
    /// To `Diff` and `Changes`.
    Diff(Box<DiffView>),
    /// To `Corrections`, the newest first.
    Corrections(CorrectionsView),
    /// To `Speakers`, and to `Speaker` where several bear the name.
    Speakers(Page<SpeakerView>),
    /// To `Speaker`.
    Speaker(Box<SpeakerDetail>),
    /// To `Claims`.
    Claims(Page<ClaimView>),
    /// To `Claim`.
    Claim(Box<ClaimDetail>),
    /// To `Verify`.
    Verify(Box<VerifyView>),
    /// To `Explain`.
    Explain(Box<ExplainView>),
    /// To `Export`.
    Export(Exported),
    /// To `Tail`.
    Tail(TailView),
}

/// Some rows of a listing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Page<T> {
    /// The rows, in the listing's order; may be empty although more follow, where few rows match.
    pub rows: Vec<T>,
    /// Where to go on; absent when every row was looked at.
    pub next: Option<Cursor>,
}

/// Some corrections.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CorrectionsView {
    /// The corrections, newest first.
    pub corrections: Vec<CorrectionView>,
    /// What to ask on with: corrections older than this number; absent when there are none.
    pub next: Option<u64>,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TailView {
    /// The events, oldest first.
    pub events: Vec<EventView>,
    /// The cursor to ask on with: the last event's number, else the one asked with.
    pub next: u64,
}

/// What one observed story changed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EventView {
    /// Its number in the archive.
    pub seq: u64,
    /// When the story was observed.
    pub observed: Timestamp,
    /// The story.
    pub story: StoryId,
    /// `new`, `revision`, `copy` or `partial`; `correction` where a person moved the story.
    pub verdict: String,
    /// What the person decided: `split`, `join` or `undo`.
    pub correction: Option<String>,
    /// The story that it copies or revises, or of which it embeds a part.
    pub of: Option<StoryId>,
    /// The story's outlet.
    pub outlet: String,
    /// The story's title.
    pub title: String,
    /// The story's URL.
    pub url: Option<String>,
    /// Claims first seen in it; at most [`crate::inspect::EVENT_CLAIMS`].
    pub new_claims: Vec<EventClaim>,
    /// How many claims were first seen in it.
    pub new_total: u32,
    /// How many claims it carries that were seen before.
    pub known_total: u32,
    /// The number of the revision that was observed.
    pub revision: u32,
    /// For a revision: what it did to the claims of its story, in reading order; at most [`crate::inspect::EVENT_CLAIMS`].
    pub changes: Vec<ClaimChangeView>,
    /// How many claims it changed.
    pub changes_total: u32,
}

/// A claim in an event.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EventClaim {
    /// Its id.
    pub id: ClaimId,
    /// Who said it.
    pub speaker: Option<SpeakerRef>,
    /// The representative wording.
    pub text: String,
    /// Direct, indirect or mixed.
    #[serde(rename = "type")]
    pub kind: QuoteKind,
}
