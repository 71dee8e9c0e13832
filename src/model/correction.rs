//! Corrections: what a person decided against what was found. An archive record like any other, so that it survives every rebuild.

use super::{ClaimId, SpeakerId, SpeakerKind, StoryId, Timestamp};
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
    /// Two speakers are one: all that the first said is the second's.
    MergeSpeakers {
        /// The one that is no speaker of its own any more.
        from: SpeakerId,
        /// What it was called, for whoever reads the list.
        from_name: String,
        /// The one that it is.
        into: SpeakerId,
        /// What that one was called.
        into_name: String,
    },
    /// What is under one speaker is two: what was said under a form of the name, or in some stories, is somebody else's.
    SplitSpeaker {
        /// The speaker that something is taken from.
        speaker: SpeakerId,
        /// What it was called.
        name: String,
        /// The form of the name by which stories call the other, folded; `None` where stories tell.
        #[serde(default)]
        form: Option<String>,
        /// The stories in which it is the other who speaks; at most [`Act::MAX_STORIES`].
        #[serde(default)]
        stories: Vec<StoryId>,
    },
    /// A speaker is shown under another name.
    RenameSpeaker {
        /// The speaker.
        speaker: SpeakerId,
        /// What it was called.
        from_name: String,
        /// What it is called.
        name: String,
    },
    /// Speakers who are known, with the names that mean them: at most [`Act::MAX_KNOWN`] in one record.
    KnownSpeakers {
        /// The file that they came from, without its folder.
        #[serde(default)]
        file: String,
        /// The list.
        known: Vec<KnownSpeaker>,
    },
    /// What somebody is said to have said was not said so: the claim is shown nowhere.
    HideClaim {
        /// The claim.
        claim: ClaimId,
        /// Whose it is; with the wording it is found again where another extractor gives it another id.
        #[serde(default)]
        speaker: Option<SpeakerId>,
        /// What the speaker was called, for whoever reads the list.
        #[serde(default)]
        name: String,
        /// Its representative wording.
        wording: String,
    },
    /// An earlier correction counts no longer.
    Undo {
        /// The number of its record.
        correction: u64,
    },
}

/// A speaker whom a list names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownSpeaker {
    /// The name to show.
    pub name: String,
    /// Person, organisation or government.
    pub kind: SpeakerKind,
    /// Other names that mean nobody else.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Wikidata's id ("Q42").
    #[serde(default)]
    pub wikidata: Option<String>,
}

impl Act {
    /// Stories that one split may name; more are refused.
    pub const MAX_STORIES: usize = 1_000;
    /// Known speakers in one record; a longer list is several records.
    pub const MAX_KNOWN: usize = 5_000;

    /// Whether it is about who said what, and not about copies.
    pub fn is_of_speakers(&self) -> bool {
        matches!(
            self,
            Act::MergeSpeakers { .. }
                | Act::SplitSpeaker { .. }
                | Act::RenameSpeaker { .. }
                | Act::KnownSpeakers { .. }
                | Act::HideClaim { .. }
        )
    }

    /// The word for it in tables.
    pub fn word(&self) -> &'static str {
        match self {
            Act::SplitCopy { .. } => "split",
            Act::JoinCopy { .. } => "join",
            Act::MergeSpeakers { .. } => "merge speakers",
            Act::SplitSpeaker { .. } => "split speaker",
            Act::RenameSpeaker { .. } => "rename speaker",
            Act::KnownSpeakers { .. } => "known speakers",
            Act::HideClaim { .. } => "hide claim",
            Act::Undo { .. } => "undo",
        }
    }
}
