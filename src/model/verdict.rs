//! What dedup says of an observed story.

use super::{GroupId, StoryId};
use serde::{Deserialize, Serialize};

/// How an observed story relates to what was seen before.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// The same story in the same words: nothing to record.
    Unchanged,
    /// Not seen before. Founds a copy group.
    New,
    /// The same story (same URL or guid) with another text. Keeps its copy group.
    Revision {
        /// The story that it revises: its own id.
        of: StoryId,
    },
    /// Another story that carries the same text.
    Copy {
        /// The member of the group that it matches best.
        of: StoryId,
        /// The group that it joins.
        group: GroupId,
        /// Share of this story's sampled shingles found in `of`, 0 to 1; 1 for an exact copy.
        of_this: f32,
        /// Share of `of`'s sampled shingles found in this story, 0 to 1.
        of_that: f32,
    },
    /// A story of its own that embeds part of others, best match first. Founds a copy group.
    Partial {
        /// The stories whose text it embeds; never empty, at most eight.
        of: Vec<PartialMatch>,
    },
}

/// One story of which another embeds a part.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PartialMatch {
    /// The story whose text is embedded.
    pub story: StoryId,
    /// Share of the embedding story's sampled shingles that are `story`'s, 0 to 1.
    pub of_this: f32,
    /// Share of `story`'s sampled shingles that are embedded, 0 to 1.
    pub of_that: f32,
}

impl Verdict {
    /// The word for it in tables, logs and counters.
    pub fn word(&self) -> &'static str {
        match self {
            Verdict::Unchanged => "unchanged",
            Verdict::New => "new",
            Verdict::Revision { .. } => "revision",
            Verdict::Copy { .. } => "copy",
            Verdict::Partial { .. } => "partial",
        }
    }
}
