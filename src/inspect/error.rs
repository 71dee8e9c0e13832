//! Why a question has no answer. Each kind has a stable name, and a sentence that is the same on every road.

use crate::store::StoreError;

/// Why a question has no answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AskError {
    /// Nothing has this id, URL or name.
    #[error("there is no {what} '{asked}'{}", hint(.near))]
    Unknown {
        /// `story`, `claim` or `speaker`.
        what: String,
        /// What was asked for.
        asked: String,
        /// What is nearest to it: at most `lookup::NEAR`.
        near: Vec<String>,
    },
    /// Several ids begin like this.
    #[error("'{asked}' is the beginning of more than one {what}'s id: {}", .candidates.join(", "))]
    Ambiguous {
        /// `story`, `claim` or `speaker`.
        what: String,
        /// What was asked for.
        asked: String,
        /// The first few of those ids.
        candidates: Vec<String>,
    },
    /// The story is known, but its text cannot be read.
    #[error("the text of story {story} cannot be read from the archive: {reason}")]
    Text {
        /// The story's id.
        story: String,
        /// What went wrong, as a clause.
        reason: String,
    },
    /// There is nothing to compare the story with.
    #[error(
        "story {story} is alone in its copy group and was near to no other: name the one to compare it with"
    )]
    Alone {
        /// The story's id.
        story: String,
    },
    /// The story has one revision only.
    #[error("story {story} was seen in one revision only: there is nothing to compare")]
    Unrevised {
        /// The story's id.
        story: String,
    },
    /// A person hid the claim.
    #[error("correction {by} hides that claim: `sayso speakers undo {by}` shows it again")]
    Hidden {
        /// The correction.
        by: u64,
    },
    /// The index over words is not whole.
    #[error(
        "the words of this view are still being indexed, so that nothing can be ranked by relevance: ask with --rank time, or again in a moment"
    )]
    Unindexed,
    /// What was asked for is no attribution's address.
    #[error(
        "'{asked}' is no attribution: write STORY:REVISION:NUMBER, as `inspect story` and `inspect claim` print it"
    )]
    NoAddress {
        /// What was asked for.
        asked: String,
    },
    /// The revision has no such attribution.
    #[error("revision {revision} of story {story} has no attribution {number}: it has {count}")]
    NoAttribution {
        /// The story's id.
        story: String,
        /// The revision.
        revision: u32,
        /// The number asked for.
        number: u32,
        /// How many there are.
        count: usize,
    },
    /// The story has no such revision.
    #[error("story {story} has no revision {revision}; kept are {}", numbers(.kept))]
    NoRevision {
        /// The story's id.
        story: String,
        /// The number asked for.
        revision: u32,
        /// Those that are kept.
        kept: Vec<u32>,
    },
    /// The view cannot be read.
    #[error("{reason}")]
    Store {
        /// The store's own sentence.
        reason: String,
    },
}

impl AskError {
    /// The stable name of the kind, as programs are told it.
    pub fn kind(&self) -> &'static str {
        match self {
            AskError::Unknown { .. } => "unknown",
            AskError::Ambiguous { .. } => "ambiguous",
            AskError::Text { .. } => "text",
            AskError::Alone { .. } => "alone",
            AskError::Unrevised { .. } => "unrevised",
            AskError::NoRevision { .. } => "no_revision",
            AskError::NoAddress { .. } => "no_address",
            AskError::NoAttribution { .. } => "no_attribution",
            AskError::Hidden { .. } => "hidden",
            AskError::Unindexed => "unindexed",
            AskError::Store { .. } => "store",
        }
    }
}

impl From<StoreError> for AskError {
    fn from(e: StoreError) -> AskError {
        AskError::Store {
            reason: e.to_string(),
        }
    }
}

fn numbers(kept: &[u32]) -> String {
    let kept: Vec<String> = kept.iter().map(u32::to_string).collect();
    kept.join(", ")
}

fn hint(near: &[String]) -> String {
    if near.is_empty() {
        return String::new();
    }
    format!("; the nearest: {}", near.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_near_is_named() {
        let error = |near: &[&str]| AskError::Unknown {
            what: "speaker".into(),
            asked: "Maravet".into(),
            near: near.iter().map(|&n| n.into()).collect(),
        };
        assert_eq!(error(&[]).to_string(), "there is no speaker 'Maravet'");
        assert_eq!(
            error(&["Ines Maravel", "Marava"]).to_string(),
            "there is no speaker 'Maravet'; the nearest: Ines Maravel, Marava"
        );
    }
}
