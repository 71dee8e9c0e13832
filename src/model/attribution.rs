//! Attributions: the source–cue–content relation of PARC 3 (Pareti 2016) and PolNeAR (Newell et al. 2018), with its resolved speaker.

use super::Span;
use serde::{Deserialize, Serialize};

/// How much of the content stands in quotation marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum QuoteKind {
    /// All of it.
    Direct,
    /// None of it.
    Indirect,
    /// Part of it.
    Mixed,
}

impl QuoteKind {
    /// The word for it in interfaces.
    pub fn word(self) -> &'static str {
        match self {
            QuoteKind::Direct => "direct",
            QuoteKind::Indirect => "indirect",
            QuoteKind::Mixed => "mixed",
        }
    }
}

/// What kind of act the cue names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CueClass {
    /// said, told, according to, a colon
    Statement,
    /// claimed, alleged
    Claim,
    /// asked, wondered
    Question,
    /// demanded, urged, called on
    Demand,
    /// promised, vowed
    Promise,
    /// denied, rejected
    Denial,
    /// praised, welcomed
    Praise,
    /// accused, condemned, denounced
    Accusation,
    /// announced, confirmed
    Announcement,
    /// believed, hoped, feared, favoured: held, not said
    Belief,
    /// wanted, planned, decided: meant, not said
    Intention,
    /// showed, found, seemed: what a poll, a paper or an appearance bears out
    Evidence,
    /// voted, signed, hired: done, not said
    Act,
    /// threatened, warned of consequences
    Threat,
}

impl CueClass {
    /// The word for it in interfaces.
    pub fn word(self) -> &'static str {
        match self {
            CueClass::Statement => "statement",
            CueClass::Claim => "claim",
            CueClass::Question => "question",
            CueClass::Demand => "demand",
            CueClass::Promise => "promise",
            CueClass::Denial => "denial",
            CueClass::Praise => "praise",
            CueClass::Accusation => "accusation",
            CueClass::Announcement => "announcement",
            CueClass::Belief => "belief",
            CueClass::Intention => "intention",
            CueClass::Evidence => "evidence",
            CueClass::Act => "act",
            CueClass::Threat => "threat",
        }
    }

    /// Whether the cue names an act of speech or writing, so that the content was said: everything but beliefs,
    /// intentions, evidence and other acts.
    pub fn is_speech(self) -> bool {
        !matches!(
            self,
            CueClass::Belief | CueClass::Intention | CueClass::Evidence | CueClass::Act
        )
    }
}

/// What kind of thing speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SpeakerKind {
    /// A named person.
    Person,
    /// A named body: ministry, company, agency, party, army.
    Organisation,
    /// A person or group without a name: "a senior official", "critics". Never joined across stories.
    Unnamed,
    /// A state by its place or its government: "Tehran", "the Greek government".
    Government,
    /// A paper that speaks for itself: "the report", "documents".
    Document,
}

impl SpeakerKind {
    /// The word for it in interfaces.
    pub fn word(self) -> &'static str {
        match self {
            SpeakerKind::Person => "person",
            SpeakerKind::Organisation => "organisation",
            SpeakerKind::Unnamed => "unnamed",
            SpeakerKind::Government => "government",
            SpeakerKind::Document => "document",
        }
    }
}

/// Who a source span means, as far as the story itself tells.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Resolution {
    /// The fullest name that the story gives ("Ines Maravel"), or the description of an unnamed source ("a senior official").
    pub name: String,
    /// What kind of thing it is.
    pub kind: SpeakerKind,
    /// Whether `name` is enough to know the speaker in other stories: a person's full name, an organisation's name.
    /// A bare surname, a pronoun without antecedent or an unnamed source is local to its copy group.
    pub global: bool,
    /// Office or description that the story gives ("secretary of Iran's Supreme National Security Council").
    pub role: Option<String>,
    /// Other forms of the name in the story, misspellings included; in order of appearance, without `name`.
    pub aliases: Vec<String>,
}

/// One source–cue–content relation in one revision. Spans are byte spans into [`super::Story::text`], sorted, without overlap.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Attribution {
    /// The words naming who speaks; empty where nobody is named.
    pub source: Vec<Span>,
    /// The words that attribute; empty for a quotation that only the discourse attributes.
    pub cue: Vec<Span>,
    /// What is attributed; never empty.
    pub content: Vec<Span>,
    /// Direct, indirect or mixed.
    pub kind: QuoteKind,
    /// What kind of act the cue names.
    pub class: CueClass,
    /// Who the source is; `None` for a quotation that nobody could be found for.
    pub speaker: Option<Resolution>,
    /// Who passed the words on ("according to the Tasnim news agency"), where it is not the speaker.
    pub relayed_by: Option<String>,
    /// Which rule or model found it: a stable short name.
    pub rule: String,
    /// How sure the extractor is, 0 to 1.
    pub confidence: f32,
}
