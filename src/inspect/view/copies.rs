//! A copy group as people and programs see it: who carried the text, when, on what evidence; and what people decided about it.

use crate::inspect::view::PassageView;
use crate::model::GroupId;
use crate::model::StoryId;
use crate::model::Timestamp;
use crate::store::rows::Test;
use serde::Deserialize;
use serde::Serialize;

/// A copy group.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CopiesView {
    /// Its id.
    pub group: GroupId,
    /// The story that was asked for.
    pub asked: StoryId,
    /// The story that was published first (first seen, where that ties).
    pub leading: StoryId,
    /// Every member in time order, the leading one first; at most [`crate::inspect::MAX_MEMBERS`].
    pub members: Vec<CopyView>,
    /// How many members there are.
    pub total: u64,
    /// Outlets among the members listed.
    pub outlets: u32,
    /// The stories of which the one asked for embeds a part, best match first, with the passages.
    pub reuses: Vec<ReuseView>,
    /// The stories that embed a part of a story of the group, earliest first; at most [`crate::inspect::MAX_REUSED`].
    pub reused_by: Vec<ReuseView>,
}

/// One member of a copy group.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CopyView {
    /// Its place in order of time, 1 for the leading one.
    pub order: u32,
    /// Whether it leads the group.
    pub leading: bool,
    /// Its id.
    pub id: StoryId,
    /// The publisher's name.
    pub outlet: String,
    /// Canonical URL.
    pub url: Option<String>,
    /// Headline.
    pub title: String,
    /// When the publisher says it was published.
    pub published: Option<Timestamp>,
    /// When it was first seen here.
    pub first_seen: Timestamp,
    /// Seconds from the leading story's time to this one's; a time is as published, else as first seen.
    pub delay: i64,
    /// `new`, `copy` or `partial`: what it was when it came, or what a person has it be.
    pub verdict: String,
    /// The member that it was matched with when it came; absent for the founder.
    pub of: Option<StoryId>,
    /// Share of its text found in `of`, 0 to 1.
    pub of_this: Option<f32>,
    /// Share of `of`'s text found in it, 0 to 1.
    pub of_that: Option<f32>,
    /// What the verdict rested on.
    pub evidence: Option<EvidenceView>,
    /// The number of the correction that put it here.
    pub correction: Option<u64>,
    /// Words of story text.
    pub words: u32,
}

/// What a verdict rested on when it was given.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EvidenceView {
    /// `exact_text` or `near_match`.
    pub test: Test,
    /// The story that decided, or that came nearest to deciding.
    pub nearest: StoryId,
    /// Share of the story's compared wording that stands in `nearest`, 0 to 1.
    pub of_this: f32,
    /// Share of `nearest`'s that stands in the story, 0 to 1.
    pub of_that: f32,
    /// Samples of wording that stand in both.
    pub shared: u32,
    /// Figures.
    pub figures: AgreementView,
    /// Names.
    pub names: AgreementView,
    /// One plain sentence.
    pub why: String,
}

/// How many facts of one kind two texts share.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgreementView {
    /// Distinct facts that stand in both.
    pub shared: u32,
    /// Distinct facts of the text that has fewer.
    pub fewer: u32,
    /// Facts of one for which the other has another fact in the same words.
    pub contradicted: u32,
}

/// A story that shares passages with another: of which it embeds a part, or that embeds a part of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReuseView {
    /// The other story.
    pub id: StoryId,
    /// Its publisher, where the store still has it.
    pub outlet: Option<String>,
    /// Its title, where the store still has it.
    pub title: Option<String>,
    /// Its URL, where it has one.
    pub url: Option<String>,
    /// Its time: as published, else as first seen.
    pub time: Option<Timestamp>,
    /// The story whose text is embedded.
    pub of: StoryId,
    /// Share of the embedding story that is the embedded one's, 0 to 1.
    pub of_this: f32,
    /// Share of the embedded story that is embedded, 0 to 1.
    pub of_that: f32,
    /// The passages: left in the embedded story, right in the embedding one. None where either text cannot be read any more.
    pub passages: Vec<PassageView>,
}

/// What a person decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CorrectionView {
    /// Its number, by which it is undone.
    pub number: u64,
    /// When it was made.
    pub made: Timestamp,
    /// `split`, `join` or `undo`.
    pub act: String,
    /// The story that it is about.
    pub story: Option<StoryId>,
    /// That story's publisher, where the store has it.
    pub outlet: Option<String>,
    /// That story's headline, where the store has it.
    pub title: Option<String>,
    /// For a join, the story whose group was joined.
    pub with: Option<StoryId>,
    /// For an undo, the number of the correction that it undoes.
    pub undoes: Option<u64>,
    /// The copy group that the story was in before.
    pub from: Option<GroupId>,
    /// The copy group that it was put in.
    pub group: Option<GroupId>,
    /// For one about speakers, what it says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub what: Option<String>,
    /// Why, in the person's words.
    pub note: Option<String>,
    /// The correction that undid it: it counts no longer.
    pub undone_by: Option<u64>,
}
