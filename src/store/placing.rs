//! The rows that say why a story is in its copy group: what a verdict rested on, and what people decided. As `rows.rs`, of which they are part.

use crate::model::Correction;
use crate::model::GroupId;
use crate::model::StoryId;
use crate::model::Verdict;
use crate::store::rows::SpeakerRow;
use serde::Deserialize;
use serde::Serialize;

/// What a correction took the place of.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlacedRow {
    /// The number of the correction in force.
    pub by: u64,
    /// The group that the story would be in without any correction.
    pub group: GroupId,
    /// Dedup's own verdict.
    pub verdict: Verdict,
}

/// Which test decided on a verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Test {
    /// The normalised text is the same, hash for hash.
    ExactText,
    /// Shares of wording, figures and names were compared.
    NearMatch,
}

/// What a verdict rested on when it was given.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EvidenceRow {
    /// The test that decided.
    pub test: Test,
    /// The story that decided, or that came nearest to deciding.
    pub nearest: StoryId,
    /// Share of the story's compared wording that stands in `nearest`, 0 to 1.
    pub of_this: f32,
    /// Share of `nearest`'s that stands in the story.
    pub of_that: f32,
    /// Samples of wording that stand in both.
    pub shared: u32,
    /// Figures.
    pub figures: AgreementRow,
    /// Names.
    pub names: AgreementRow,
    /// One plain sentence; at most [`EvidenceRow::MAX_WHY`] bytes.
    pub why: String,
}

impl EvidenceRow {
    /// Longest sentence kept, in bytes; of a longer one the end goes.
    pub const MAX_WHY: usize = 300;
}

/// How many facts of one kind two texts share.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgreementRow {
    /// Distinct facts that stand in both.
    pub shared: u32,
    /// Distinct facts of the text that has fewer.
    pub fewer: u32,
    /// Facts of one for which the other has another fact in the same words.
    pub contradicted: u32,
}

/// A correction and what it came to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CorrectionRow {
    /// The number of its record, by which it is undone.
    pub seq: u64,
    /// What was decided.
    pub correction: Correction,
    /// What it did; `None` for an undo, and where the story that it names is not here.
    pub effect: Option<EffectRow>,
    /// The correction that undid it.
    pub undone_by: Option<u64>,
    /// The speakers that it changed, as they were before: what an undo puts back.
    pub speakers: Vec<SpeakerRow>,
}

/// Where a correction put a story.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EffectRow {
    /// The story.
    pub story: StoryId,
    /// The group that it was in before.
    pub from: GroupId,
    /// The group that it was put in.
    pub group: GroupId,
    /// What it is there: new or copy.
    pub verdict: Verdict,
}
