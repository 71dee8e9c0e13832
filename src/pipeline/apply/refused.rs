//! Why a correction is not taken, in sentences that say what to do. Knows nothing of how it is found out.

use crate::model::Act;
use crate::model::Correction;
use crate::model::SpeakerId;
use crate::model::StoryId;

/// Why a correction is not taken. Nothing was recorded.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// A story that it names is not here.
    #[error("there is no story {story}")]
    NoStory {
        /// The id.
        story: StoryId,
    },
    /// The story is alone already.
    #[error("story {story} has a copy group of its own already: there is nothing to split")]
    Alone {
        /// The story.
        story: StoryId,
    },
    /// The two are together already.
    #[error("story {story} is in that copy group already")]
    Together {
        /// The story.
        story: StoryId,
    },
    /// There is no correction with this number.
    #[error("there is no correction {number}: `sayso copies list` names them")]
    NoCorrection {
        /// The number.
        number: u64,
    },
    /// It counts no longer.
    #[error("correction {number} was undone by {by} already")]
    Undone {
        /// The number.
        number: u64,
        /// The correction that undid it.
        by: u64,
    },
    /// An undo is not undone.
    #[error("correction {number} is an undo itself: make the correction that it undid anew")]
    IsUndo {
        /// The number.
        number: u64,
    },
    /// A speaker that it names is not here.
    #[error("there is no speaker {speaker}: `sayso inspect speakers` lists them")]
    NoSpeaker {
        /// The id.
        speaker: SpeakerId,
    },
    /// The two are one already.
    #[error(
        "both names mean speaker {speaker} already: `sayso inspect speaker {speaker}` shows why"
    )]
    OneSpeaker {
        /// The speaker.
        speaker: SpeakerId,
    },
    /// Nothing of the speaker's was said under that form or in those stories.
    #[error(
        "nothing that {name} said is under that name or in those stories: stories have it under ‘{forms}’"
    )]
    NothingToSplit {
        /// The speaker.
        name: String,
        /// Forms of the name under which there is something.
        forms: String,
    },
    /// All of it would go.
    #[error(
        "all that {name} said would go with that form: `sayso speakers rename` gives the whole speaker another name"
    )]
    WholeSpeaker {
        /// The speaker.
        name: String,
    },
    /// Too many stories at once.
    #[error(
        "a split may name {} stories and not {stories}: split by a form of the name instead",
        Act::MAX_STORIES
    )]
    ManyStories {
        /// How many.
        stories: usize,
    },
    /// No name.
    #[error("a name has 1 to 160 bytes, this one has {bytes}")]
    BadName {
        /// Its length.
        bytes: usize,
    },
    /// The name is the speaker's already.
    #[error("the speaker is called {name} already")]
    SameName {
        /// The name.
        name: String,
    },
    /// An empty list, or too long a one.
    #[error(
        "a list holds 1 to {} known speakers in one record, this one {known}",
        Act::MAX_KNOWN
    )]
    ManyKnown {
        /// How many.
        known: usize,
    },
    /// Nothing new.
    #[error(
        "all {known} of these speakers are known by these names already: nothing is to be recorded"
    )]
    Known {
        /// How many the list has.
        known: usize,
    },
    /// The claim is not here.
    #[error("there is no such claim: `sayso inspect claims` lists them")]
    NoClaim,
    /// It is hidden already.
    #[error("correction {by} hides that claim already")]
    Hidden {
        /// The correction.
        by: u64,
    },
    /// The note is too long.
    #[error("the note has {bytes} bytes and may have {}", Correction::MAX_NOTE)]
    LongNote {
        /// Its length.
        bytes: usize,
    },
}
