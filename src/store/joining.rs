//! The rows that say why names are one speaker's, and what a story calls a speaker. As `rows.rs`, of which they are part.

use crate::model::SpeakerId;
use crate::model::StoryId;
use serde::Deserialize;
use serde::Serialize;

/// Why a name that stories use is this speaker.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JoinRow {
    /// The name as the story has it.
    pub form: String,
    /// What made it this speaker.
    pub why: JoinReason,
    /// What both share, where that is what decided ("linkwell").
    pub shared: Option<String>,
    /// The first story in which it was decided so; `None` for a person's decision.
    pub story: Option<StoryId>,
}

/// What made a name a known speaker's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum JoinReason {
    /// The same name but for accents, hyphens, full stops and capitals.
    SameName,
    /// A list of known speakers says so.
    Listed,
    /// A story that carries the same text has them under the other name.
    SameText,
    /// A nickname, and roles that agree.
    Nickname,
    /// A middle name or initial, and roles that agree.
    MiddleName,
    /// The other order of the names, and roles that agree.
    NameOrder,
    /// Another spelling of the same name, and roles that agree.
    Spelling,
    /// The surname alone, and the same office in the same place or outlet.
    SurnameAndOffice,
    /// A person decided so.
    Person,
}

impl JoinReason {
    /// A stable word for it.
    pub fn word(self) -> &'static str {
        match self {
            JoinReason::SameName => "same_name",
            JoinReason::Listed => "listed",
            JoinReason::SameText => "same_text",
            JoinReason::Nickname => "nickname",
            JoinReason::MiddleName => "middle_name",
            JoinReason::NameOrder => "name_order",
            JoinReason::Spelling => "spelling",
            JoinReason::SurnameAndOffice => "surname_and_office",
            JoinReason::Person => "person",
        }
    }

    /// The sentence for it.
    pub fn sentence(self) -> &'static str {
        match self {
            JoinReason::SameName => "the same name in another spelling",
            JoinReason::Listed => "the list of known speakers has it",
            JoinReason::SameText => "a story with the same text has the other name",
            JoinReason::Nickname => "a nickname, and the roles agree",
            JoinReason::MiddleName => "a middle name or initial, and the roles agree",
            JoinReason::NameOrder => "the names in the other order, and the roles agree",
            JoinReason::Spelling => "another spelling, and the roles agree",
            JoinReason::SurnameAndOffice => "the surname with the same office",
            JoinReason::Person => "a person decided so",
        }
    }
}

/// Who an attribution's speaker is before people's decisions, and what the story calls them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MentionRow {
    /// The fullest name that the story gives.
    pub name: String,
    /// The speaker that was found for it.
    pub found: SpeakerId,
}
