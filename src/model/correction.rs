//! Corrections: what a person decided against what was found. An archive record like any other, so that it survives every rebuild.

use super::{StoryId, Timestamp};
use serde::{Deserialize, Serialize};

/// A decision of a person. It wins over whatever the program finds, until it is undone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Correction {
    /// When it was made.
    pub made: Timestamp,
    /// Why, in the person's words; at most [`Correction::MAX_NOTE`] bytes.
    #[serde(default)]
    pub note: Option<String>,
    /// What was decided.
    pub act: Act,
}

impl Correction {
    /// Longest note in bytes; a longer one is refused before anything is recorded.
    pub const MAX_NOTE: usize = 1_000;
}

/// What a correction does. An act keeps its name and meaning for ever: one that should mean something else gets another
/// name, and a program that does not know the name says so and leaves that record out.
///
/// Things are named by what no rebuild changes: a story by its id, a correction by its record's number. A copy group is
/// named by a story in it, since its own id depends on what was recognised.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Act {
    /// The story is no copy of the others in its group: it is put in a group of its own.
    SplitCopy {
        /// The story.
        story: StoryId,
    },
    /// The story carries the same text as another: it is put in that one's group.
    JoinCopy {
        /// The story.
        story: StoryId,
        /// The story whose group it joins.
        with: StoryId,
    },
    /// An earlier correction counts no longer.
    Undo {
        /// The number of its record.
        correction: u64,
    },
}

impl Act {
    /// The word for it in tables.
    pub fn word(&self) -> &'static str {
        match self {
            Act::SplitCopy { .. } => "split",
            Act::JoinCopy { .. } => "join",
            Act::Undo { .. } => "undo",
        }
    }
}
