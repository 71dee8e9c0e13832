//! Speakers, claims and sightings as people and programs see them. Spans are in Unicode code points, end exclusive.

use crate::inspect::view::Page;
use crate::inspect::view::SpanView;
use crate::inspect::view::SpeakerRef;
use crate::inspect::view::VariantView;
use crate::model::ClaimId;
use crate::model::Confidences;
use crate::model::CueClass;
use crate::model::Day;
use crate::model::GroupId;
use crate::model::Negation;
use crate::model::Place;
use crate::model::QuoteKind;
use crate::model::SaidWhen;
use crate::model::SaidWhere;
use crate::model::SpeakerId;
use crate::model::SpeakerKind;
use crate::model::StoryId;
use crate::model::Timestamp;
use serde::Deserialize;
use serde::Serialize;

/// A form of words, and how often and when it was seen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormView {
    /// The words.
    pub text: String,
    /// Times seen.
    pub count: u32,
    /// Time of the earliest story with it.
    pub first_seen: Timestamp,
    /// Time of the latest.
    pub last_seen: Timestamp,
}

/// One speaker in a listing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SpeakerView {
    /// The id.
    pub id: SpeakerId,
    /// The name to show.
    pub name: String,
    /// Person, organisation or unnamed.
    pub kind: SpeakerKind,
    /// The copy group that the speaker is local to, where the name alone does not identify them.
    pub local_to: Option<GroupId>,
    /// Other forms of the name, commonest first.
    pub aliases: Vec<FormView>,
    /// Offices and descriptions, commonest first.
    pub roles: Vec<FormView>,
    /// Time of the earliest story with a claim of theirs.
    pub first_seen: Timestamp,
    /// Time of the latest.
    pub last_seen: Timestamp,
    /// Claims of theirs.
    pub claims: u32,
    /// Sightings of those claims.
    pub sightings: u32,
}

/// One speaker with claims.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SpeakerDetail {
    /// What the listing shows.
    pub speaker: SpeakerView,
    /// Why names that differ are this speaker, in order.
    #[serde(default)]
    pub joins: Vec<JoinView>,
    /// Publishers in whose stories they spoke, commonest first; copies of one story count once.
    #[serde(default)]
    pub outlets: Vec<FormView>,
    /// Wikidata's id, where a list of known speakers gives it.
    #[serde(default)]
    pub wikidata: Option<String>,
    /// The correction that gave the name, where a person did.
    #[serde(default)]
    pub named_by: Option<u64>,
    /// How they are reported to speak, commonest first: claims by kind of act, and how many of these are direct.
    #[serde(default)]
    pub cues: Vec<CueView>,
    /// What they speak about more than others do, most telling first.
    #[serde(default)]
    pub topics: Vec<TopicView>,
    /// Claims over all of their time, oldest first; of a very long time its end.
    #[serde(default)]
    pub periods: Vec<PeriodView>,
    /// What others said that names them, newest first; among the newest claims of all.
    #[serde(default)]
    pub about: Vec<ClaimView>,
    /// Claims first seen on each of the last [`crate::inspect::SPEAKER_DAYS`] days that have any, oldest first.
    pub days: Vec<DayCount>,
    /// Claims, newest first.
    pub claims: Page<ClaimView>,
}

/// Why a name is a speaker's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JoinView {
    /// The name as the story has it.
    pub form: String,
    /// A stable word for the reason.
    pub reason: String,
    /// The reason as a sentence.
    pub why: String,
    /// What both share, where that is what decided.
    pub shared: Option<String>,
    /// The first story in which it was decided so; absent for a person's decision.
    pub story: Option<StoryId>,
}

/// Claims whose cue names one kind of act.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CueView {
    /// What kind of act.
    #[serde(rename = "cue_class")]
    pub class: CueClass,
    /// Claims.
    pub claims: u32,
    /// Those of them that are direct quotations.
    pub direct: u32,
}

/// A word or name that stands in a speaker's claims.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TopicView {
    /// The word, folded.
    pub term: String,
    /// Claims of the speaker with it.
    pub claims: u32,
    /// How telling it is: its claims, times the logarithm of how rare it is among all claims that were looked at.
    pub score: f32,
}

/// Claims first seen in one stretch of time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PeriodView {
    /// The day (`2026-03-01`), the week by its Monday (`2026-02-23`), the month (`2026-03`) or the year (`2026`).
    pub period: String,
    /// `day`, `week`, `month` or `year`.
    pub unit: String,
    /// Claims.
    pub claims: u32,
}

/// Claims first seen on one day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayCount {
    /// The UTC day, as `2026-03-01`.
    pub day: String,
    /// Claims.
    pub claims: u32,
}

impl DayCount {
    /// The day, where `day` is one.
    pub fn parsed(&self) -> Option<Day> {
        self.day.parse().ok()
    }
}

/// One claim in a listing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ClaimView {
    /// Its id.
    pub id: ClaimId,
    /// Who said it; absent for a quotation that nobody could be found for.
    pub speaker: Option<SpeakerRef>,
    /// The representative wording.
    pub text: String,
    /// Direct, indirect or mixed, as in the representative wording.
    #[serde(rename = "type")]
    pub kind: QuoteKind,
    /// What kind of act the cue names.
    #[serde(rename = "cue_class")]
    pub class: CueClass,
    /// The words of the cue, as in the representative wording.
    pub cue: String,
    /// What is denied: by the content, by the cue, by both.
    pub negation: Option<Negation>,
    /// Whom and what it names.
    pub about: Vec<String>,
    /// When it was said, where a story says so.
    pub when: Option<SaidWhen>,
    /// On what occasion, where a story says so.
    #[serde(rename = "where")]
    pub at: Option<SaidWhere>,
    /// Whether it was only seen in headlines.
    pub headline: bool,
    /// How sure it is: of each kind the highest that any sighting had.
    pub confidences: Confidences,
    /// Who passed it on, as first seen.
    pub relayed_by: Option<String>,
    /// Time of the earliest story with it.
    pub first_seen: Timestamp,
    /// Time of the latest.
    pub last_seen: Timestamp,
    /// The story where it was first seen here.
    pub first_story: StoryId,
    /// Wordings that are kept.
    pub wordings: u32,
    /// Stories that carry it.
    pub sightings: u32,
    /// Sightings that are not copies of each other.
    pub independent: u32,
    /// Outlets that carry it, in order of time; of the first [`crate::inspect::LISTED_SIGHTINGS`] sightings.
    pub outlets: Vec<String>,
}

/// One claim with its wordings and sightings.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ClaimDetail {
    /// What the listing shows.
    pub claim: ClaimView,
    /// Wordings, the representative one first.
    pub variants: Vec<VariantView>,
    /// Sightings in time order; at most [`crate::inspect::MAX_SIGHTINGS`].
    pub sightings: Vec<SightingView>,
}

/// One claim in one story.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SightingView {
    /// The story.
    pub story: StoryId,
    /// The story's copy group.
    pub group: GroupId,
    /// Whether an earlier sighting in this list stands in the same copy group.
    pub copy: bool,
    /// The story's time.
    pub time: Timestamp,
    /// The story's outlet.
    pub outlet: String,
    /// The story's title.
    pub title: String,
    /// The story's URL.
    pub url: Option<String>,
    /// The revision in which it was last seen.
    pub revision: u32,
    /// Whether the newest revision still carries it.
    pub current: bool,
    /// The address of the attribution: story, revision and number, as `inspect explain` takes it.
    pub attribution: String,
    /// Whether it stands in the story's text or in its headline; that is what the spans point into.
    pub place: Place,
    /// Direct, indirect or mixed.
    #[serde(rename = "type")]
    pub kind: Option<QuoteKind>,
    /// What kind of act the cue names.
    #[serde(rename = "cue_class")]
    pub class: Option<CueClass>,
    /// The words naming who speaks.
    pub source: Vec<SpanView>,
    /// The words that attribute.
    pub cue: Vec<SpanView>,
    /// What is attributed. Empty where the text cannot be read any more.
    pub content: Vec<SpanView>,
    /// Where the story has it again as an ornament: pull quotes and captions.
    pub repeats: Vec<SpanView>,
    /// Up to [`crate::inspect::CONTEXT`] code points before the content.
    pub before: String,
    /// As many after it.
    pub after: String,
}
