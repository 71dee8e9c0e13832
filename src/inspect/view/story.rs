//! Stories as people and programs see them, with what is said in them and who copied them. Spans are in Unicode code points, end exclusive.

use crate::inspect::view::ChangesView;
use crate::inspect::view::ClaimChangeView;
use crate::inspect::view::EvidenceView;
use crate::model::ClaimId;
use crate::model::Confidences;
use crate::model::CueClass;
use crate::model::FeedId;
use crate::model::GroupId;
use crate::model::Negation;
use crate::model::ParagraphKind;
use crate::model::Place;
use crate::model::QuoteKind;
use crate::model::SaidWhen;
use crate::model::SaidWhere;
use crate::model::SpeakerId;
use crate::model::SpeakerKind;
use crate::model::StoryId;
use crate::model::TextOrigin;
use crate::model::Timestamp;
use serde::Deserialize;
use serde::Serialize;

/// One story in a listing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StoryView {
    /// Its id.
    pub id: StoryId,
    /// Canonical URL.
    pub url: Option<String>,
    /// Its copy group.
    pub group: GroupId,
    /// `new`, `copy` or `partial`, as found when it was first seen.
    pub verdict: String,
    /// The story that it copies.
    pub of: Option<StoryId>,
    /// The stories of which it embeds a part, best match first.
    pub partial_of: Vec<StoryId>,
    /// The publisher's name.
    pub outlet: String,
    /// Newest headline.
    pub title: String,
    /// Newest byline.
    pub byline: Option<String>,
    /// BCP 47 tag as stated.
    pub language: Option<String>,
    /// When the publisher says it was published.
    pub published: Option<Timestamp>,
    /// When the publisher says it was last changed.
    pub updated: Option<Timestamp>,
    /// When it was first seen here.
    pub first_seen: Timestamp,
    /// The feed that brought it first.
    pub feed: Option<FeedId>,
    /// Where the newest text came from.
    pub origin: TextOrigin,
    /// Revisions observed.
    pub revisions: u32,
    /// Words of story text in the newest revision.
    pub words: u32,
    /// Attributions in the newest revision.
    pub attributions: u32,
    /// Stories in its copy group, itself included; counted up to [`crate::inspect::MAX_MEMBERS`].
    pub group_size: u32,
    /// Outlets among them.
    pub group_outlets: u32,
    /// The number of the correction that put it in its group.
    pub correction: Option<u64>,
}

impl StoryView {
    /// When the story happened for a reader: as published, else as first seen.
    pub fn time(&self) -> Timestamp {
        self.published.unwrap_or(self.first_seen)
    }
}

/// One story with everything known of its newest revision.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StoryDetail {
    /// What the listing shows.
    pub story: StoryView,
    /// The number of the revision shown.
    pub revision: u32,
    /// When each kept revision was observed, oldest first.
    pub history: Vec<RevisionView>,
    /// The newest revision's text: paragraphs joined by a blank line.
    pub text: String,
    /// Whether the text was taken away when it was past keeping: then only the words of attributions stand in it, between blanks.
    #[serde(default)]
    pub text_taken: bool,
    /// The paragraphs' places in `text`.
    pub paragraphs: Vec<ParagraphView>,
    /// Who said what in it, in reading order.
    pub attributions: Vec<AttributionView>,
    /// Other stories of the copy group.
    pub copies: u32,
    /// What the verdict on it rested on when it came.
    pub evidence: Option<EvidenceView>,
    /// The stories of which it embeds a part, best match first.
    pub partial_matches: Vec<PartialView>,
}

/// One observed state of a story.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RevisionView {
    /// 1 for the first.
    pub number: u32,
    /// When it was seen.
    pub observed: Timestamp,
    /// What it changed in the one before that is kept; absent for the first, and where a text cannot be read any more.
    pub changes: Option<ChangesView>,
    /// The same in one line.
    pub summary: Option<String>,
    /// What it did to the claims of the story, in reading order.
    pub claims: Vec<ClaimChangeView>,
}

/// A paragraph's place and kind.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ParagraphView {
    /// What it is to a reader.
    pub kind: ParagraphKind,
    /// First code point.
    pub start: u32,
    /// One past the last.
    pub end: u32,
}

/// A story of which another embeds a part.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PartialView {
    /// Its id.
    pub id: StoryId,
    /// Its publisher, where the store still has it.
    pub outlet: Option<String>,
    /// Its title, where the store still has it.
    pub title: Option<String>,
    /// Share of the embedding story that is this one's, 0 to 1.
    pub of_this: f32,
    /// Share of this story that is embedded, 0 to 1.
    pub of_that: f32,
}

/// Some words and where they stand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SpanView {
    /// First code point.
    pub start: u32,
    /// One past the last.
    pub end: u32,
    /// The words.
    pub text: String,
}

/// A speaker in a line about something else.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SpeakerRef {
    /// The id.
    pub id: SpeakerId,
    /// The name to show.
    pub name: String,
    /// Person, organisation or unnamed.
    pub kind: SpeakerKind,
}

/// One attribution of one revision.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AttributionView {
    /// The claim that it is a sighting of.
    pub claim: ClaimId,
    /// Who speaks; absent where nobody could be found.
    pub speaker: Option<SpeakerRef>,
    /// Direct, indirect or mixed.
    #[serde(rename = "type")]
    pub kind: QuoteKind,
    /// What kind of act the cue names.
    #[serde(rename = "cue_class")]
    pub class: CueClass,
    /// The words naming who speaks.
    pub source: Vec<SpanView>,
    /// The words that attribute.
    pub cue: Vec<SpanView>,
    /// What is attributed.
    pub content: Vec<SpanView>,
    /// Its address: story, revision and number, as `inspect explain` takes it.
    pub attribution: String,
    /// Whether it stands in the story's text or in its headline; that is what the spans point into.
    pub place: Place,
    /// What is denied: by the content, by the cue, by both.
    pub negation: Option<Negation>,
    /// Whom and what the content names.
    pub about: Vec<String>,
    /// When it was said, where the story says so.
    pub when: Option<SaidWhen>,
    /// On what occasion, where the story says so.
    #[serde(rename = "where")]
    pub at: Option<SaidWhere>,
    /// How sure it is.
    pub confidences: Confidences,
    /// Where the story has it again as an ornament: pull quotes and captions.
    pub repeats: Vec<SpanView>,
    /// Who passed the words on.
    pub relayed_by: Option<String>,
    /// Which rule or model found it.
    pub rule: String,
    /// 0 to 1.
    pub confidence: f32,
}
