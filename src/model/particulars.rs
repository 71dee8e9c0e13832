//! What a story tells of an act of speech beside who and what: when, where, whether something is denied, whom it names, and how
//! sure all this is.

use super::time::Day;
use serde::Deserialize;
use serde::Serialize;

/// What is denied in an attribution.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Negation {
    /// The content says that something is not so: "said the dam would not be closed".
    Content,
    /// The speaker says that the content is not so, or is said not to have said it: "denied that the dam was closed".
    Cue,
    /// Both: "denied that it had not paid".
    Both,
}

impl Negation {
    /// The words for it in interfaces.
    pub fn word(self) -> &'static str {
        match self {
            Negation::Content => "content",
            Negation::Cue => "cue",
            Negation::Both => "both",
        }
    }
}

/// When the story says that it was said: days as the story's publisher counts them, first and last. One day where the story is
/// plain about it; more where it is not ("last week"), or where the story's own day depends on a time zone that it does not give.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct SaidWhen {
    /// The first day on which it can have been.
    pub from: Day,
    /// The last.
    pub to: Day,
    /// The words that say so: "on Tuesday".
    pub words: String,
}

/// On what occasion or to whom the story says that it was said.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct SaidWhere {
    /// What kind of occasion.
    pub kind: Occasion,
    /// The words that say so: "in a statement", "told Reuters".
    pub words: String,
}

/// Kinds of occasions on which things are said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Occasion {
    /// "in a statement", "in a press release"
    Statement,
    /// "in an interview with …", "told Reuters"
    Interview,
    /// "told reporters", "at a press conference"
    PressConference,
    /// "on Twitter", "in a post"
    Post,
    /// "in a letter", "in a report", "in a filing"
    Document,
    /// "in a speech", "at a rally"
    Speech,
    /// "told parliament", "in court", "at a hearing"
    Hearing,
    /// "on state television"
    Broadcast,
    /// "at a meeting", "at a conference"
    Meeting,
    /// "told the crowd", "told his wife"
    Addressee,
}

impl Occasion {
    /// The words for it in interfaces.
    pub fn word(self) -> &'static str {
        match self {
            Occasion::Statement => "statement",
            Occasion::Interview => "interview",
            Occasion::PressConference => "press conference",
            Occasion::Post => "post",
            Occasion::Document => "document",
            Occasion::Speech => "speech",
            Occasion::Hearing => "hearing",
            Occasion::Broadcast => "broadcast",
            Occasion::Meeting => "meeting",
            Occasion::Addressee => "addressee",
        }
    }
}

/// How sure an attribution is, each from 0 to 1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Confidences {
    /// That somebody is reported to have said this: the extractor's own probability.
    pub extraction: f32,
    /// That the words found as source name who said it.
    pub attribution: f32,
    /// That the speaker is whom those words mean.
    pub resolution: f32,
}

/// Where in a story an attribution stands.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// In the story's own words; spans point into its text.
    #[default]
    Body,
    /// In its headline; spans point into the headline.
    Headline,
}

impl Place {
    /// The word for it in interfaces.
    pub fn word(self) -> &'static str {
        match self {
            Place::Body => "body",
            Place::Headline => "headline",
        }
    }
}

/// What a story tells of one act of speech.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Particulars {
    /// What is denied, if anything.
    pub negation: Option<Negation>,
    /// Whom and what the content names, in order.
    pub about: Vec<String>,
    /// When it was said, where the story says so.
    pub when: Option<SaidWhen>,
    /// On what occasion, where the story says so.
    pub at: Option<SaidWhere>,
    /// How sure it is.
    pub confidences: Confidences,
}
