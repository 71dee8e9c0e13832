//! The rows that tell of an attribution or a claim more than who and what, and of what a revision did to a story's claims. As
//! `rows.rs`, of which they are part.

use crate::model::ClaimId;
use crate::model::CueClass;
use crate::model::Place;
use crate::model::QuoteKind;
use crate::model::Span;
use crate::model::SpeakerId;
use crate::model::Timestamp;
use serde::Deserialize;
use serde::Serialize;

/// One wording of a claim.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct VariantRow {
    /// The words.
    pub text: String,
    /// Direct, indirect or mixed.
    pub kind: QuoteKind,
    /// Stories with it.
    pub count: u32,
    /// Time of the earliest story with it.
    pub first: Timestamp,
    /// Time of the latest.
    pub last: Timestamp,
}

/// Where an attribution stands in its story.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct StandingRow {
    /// In which text its spans are.
    pub place: Place,
    /// The key of its wording ([`crate::extract::claim::key`]): two attributions with the same say it in the same words.
    pub words: u64,
    /// Where the story has it again as an ornament: pull quotes and captions.
    pub repeats: Vec<Span>,
}

/// What a revision did to a claim of its story.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClaimChange {
    /// Somebody is now reported to have said something.
    Added,
    /// What somebody was reported to have said is gone.
    Removed,
    /// The same in other words.
    Reworded,
    /// The same by another speaker.
    Reattributed,
    /// The same with less weight: said became claimed, will became may.
    Softened,
    /// The same with more weight.
    Hardened,
}

impl ClaimChange {
    /// The word for it in interfaces.
    pub fn word(self) -> &'static str {
        match self {
            ClaimChange::Added => "added",
            ClaimChange::Removed => "removed",
            ClaimChange::Reworded => "reworded",
            ClaimChange::Reattributed => "re-attributed",
            ClaimChange::Softened => "softened",
            ClaimChange::Hardened => "hardened",
        }
    }
}

/// One change that a revision made to the claims of its story.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ClaimChangeRow {
    /// What it did.
    pub change: ClaimChange,
    /// As the revision before had it; absent for what was added.
    pub before: Option<ToldRow>,
    /// As it is now; absent for what was removed.
    pub after: Option<ToldRow>,
}

/// An attribution as one revision had it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ToldRow {
    /// The claim.
    pub claim: ClaimId,
    /// Who said it.
    pub speaker: Option<SpeakerId>,
    /// What kind of act the cue names.
    pub class: CueClass,
    /// The wording; at most [`ToldRow::MAX_TEXT`] bytes.
    pub text: String,
    /// Its place in the revision's list of attributions.
    pub attribution: u32,
}

impl ToldRow {
    /// Longest wording kept, in bytes; a longer one is cut at a character boundary.
    pub const MAX_TEXT: usize = 400;
}
