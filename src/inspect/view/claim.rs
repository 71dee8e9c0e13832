//! Claims and attributions close up, as people and programs see them: wordings with their differences, what revisions did, whether
//! something was said, why an attribution was reported. Spans are in Unicode code points, end exclusive.

use crate::inspect::view::ClaimView;
use crate::inspect::view::SpanView;
use crate::inspect::view::SpeakerRef;
use crate::model::ClaimId;
use crate::model::Confidences;
use crate::model::CueClass;
use crate::model::Place;
use crate::model::QuoteKind;
use crate::model::StoryId;
use crate::model::Timestamp;
use crate::store::rows::ClaimChange;
use crate::text::diff::Fate;
use serde::Deserialize;
use serde::Serialize;

/// One wording of a claim.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VariantView {
    /// The words.
    pub text: String,
    /// Direct, indirect or mixed.
    #[serde(rename = "type")]
    pub kind: QuoteKind,
    /// Stories with it.
    pub count: u32,
    /// Time of the earliest story with it.
    pub first_seen: Timestamp,
    /// Time of the latest.
    pub last_seen: Timestamp,
    /// How it differs from the representative wording, word by word; empty for that itself.
    pub diff: Vec<WordingView>,
}

/// A run of words of one wording against another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WordingView {
    /// What became of them from the one to the other.
    pub change: Fate,
    /// The words of the one.
    pub left: Option<String>,
    /// The words of the other.
    pub right: Option<String>,
}

/// What a revision did to one claim of its story.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ClaimChangeView {
    /// `added`, `removed`, `reworded`, `reattributed`, `softened` or `hardened`.
    pub change: ClaimChange,
    /// As the revision before had it.
    pub before: Option<ToldView>,
    /// As it is now.
    pub after: Option<ToldView>,
}

/// An attribution as one revision had it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ToldView {
    /// Its address: story, revision and number, as `inspect explain` takes it.
    pub attribution: String,
    /// The claim.
    pub claim: ClaimId,
    /// Who said it.
    pub speaker: Option<SpeakerRef>,
    /// What kind of act the cue names.
    pub cue_class: CueClass,
    /// The wording.
    pub text: String,
}

/// How well some words are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Seen {
    /// In these very words, whatever the typesetting.
    Exact,
    /// In other words.
    Variant,
    /// As a part of what was said, or with more around it than was said.
    Partial,
    /// In any of these ways, but by somebody else than the speaker asked for.
    OtherSpeaker,
    /// Not at all.
    NotSeen,
}

impl Seen {
    /// The words for it in interfaces.
    pub fn word(self) -> &'static str {
        match self {
            Seen::Exact => "exact",
            Seen::Variant => "variant",
            Seen::Partial => "partial",
            Seen::OtherSpeaker => "other speaker",
            Seen::NotSeen => "not seen",
        }
    }
}

/// Whether some words were seen, by whom and in what form.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct VerifyView {
    /// The words asked for.
    pub quote: String,
    /// The speaker asked for.
    pub speaker: Option<String>,
    /// How well the best match knows them.
    pub seen: Seen,
    /// Claims with these words, the best first, then those that are merely near; at most [`crate::inspect::MAX_VERIFIED`].
    pub matches: Vec<VerifiedView>,
    /// Stories that were looked through.
    pub stories: u64,
    /// When the first of them was observed.
    pub since: Option<Timestamp>,
}

/// A claim that has the words asked for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct VerifiedView {
    /// How well: `exact`, `variant` or `partial`; `not_seen` where it is near, but denies, counts or names something else.
    pub seen: Seen,
    /// Whether it is by the speaker asked for; absent where none was.
    pub by_speaker: Option<bool>,
    /// The wording that is nearest to the words asked for; for a part, the fuller form.
    pub wording: String,
    /// From the words asked for to that wording, word by word; empty where they are the same.
    pub diff: Vec<WordingView>,
    /// The claim.
    pub claim: ClaimView,
}

/// The correction by which a person hid a claim: nobody is shown it, searches find it nowhere, exports leave it out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HiddenView {
    /// Its number, by which it is undone.
    pub correction: u64,
    /// When it was made.
    pub made: Timestamp,
    /// Why, in the words of whoever made it.
    pub note: Option<String>,
}

/// Why an attribution was reported. What the extractor says when it runs again over the same revision.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ExplainView {
    /// The address asked for, in full.
    pub attribution: String,
    /// The story.
    pub story: StoryId,
    /// Its title.
    pub title: String,
    /// The revision.
    pub revision: u32,
    /// Whether this version of the extractor still finds it in that text.
    pub found_again: bool,
    /// Set where a person hid the claim.
    #[serde(default)]
    pub hidden: Option<HiddenView>,
    /// In which text the spans are.
    pub place: Place,
    /// The claim that it is a sighting of.
    pub claim: ClaimId,
    /// Direct, indirect or mixed.
    #[serde(rename = "type")]
    pub kind: QuoteKind,
    /// The words naming who speaks.
    pub source: Vec<SpanView>,
    /// The words that attribute.
    pub cue: Vec<SpanView>,
    /// What is attributed.
    pub content: Vec<SpanView>,
    /// What kind of act the cue names.
    pub cue_class: CueClass,
    /// Whether the class follows from a word of the table; else from how the content begins.
    pub class_known: bool,
    /// Which rule or model found it.
    pub rule: String,
    /// For a rule that is trusted by itself: how often it is right, as measured.
    pub rule_right: Option<f32>,
    /// The three confidences.
    pub confidences: Confidences,
    /// What the trained model thought; absent where it had no candidate there.
    pub model: Option<ModelView>,
    /// The steps from the source's words to the speaker.
    pub resolution: ResolutionView,
    /// Readings that the model gave up for this one, the likeliest first: the runner-up and those behind it.
    pub runners_up: Vec<ReadingView>,
}

/// What the trained model thought of an attribution.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ModelView {
    /// The reading.
    pub reading: ReadingView,
    /// The probability below which nothing is reported.
    pub least: f32,
    /// The features that weighed most, in log-odds.
    pub reasons: Vec<ReasonView>,
}

/// A feature and its weight.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReasonView {
    /// What the feature looks at.
    pub looks_at: String,
    /// What it adds to the log-odds of being right.
    pub weight: f32,
}

/// A reading of source, cue and content with the model's probabilities.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReadingView {
    /// The words naming who speaks.
    pub source: Vec<SpanView>,
    /// The words that attribute.
    pub cue: Vec<SpanView>,
    /// What is attributed.
    pub content: Vec<SpanView>,
    /// Probability that a cue begins there.
    pub p_cue: f32,
    /// Least probability of a source word's being source.
    pub p_source: f32,
    /// Mean probability of a content word's being content.
    pub p_content: f32,
    /// Probability of just this source and content among all for this cue.
    pub p_reading: f32,
    /// The judge's probability that all of it is right.
    pub p_judge: f32,
    /// The same calibrated: the confidence.
    pub confidence: f32,
    /// Whether it is reported.
    pub reported: bool,
}

/// From the source's words to the speaker.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ResolutionView {
    /// What the source's words are by themselves; empty where there are none.
    pub read_as: String,
    /// Whom the story means by them: the fullest name that it gives; absent where nobody was found.
    pub name: Option<String>,
    /// Office or description that the story gives.
    pub role: Option<String>,
    /// Other forms of the name in the story.
    pub aliases: Vec<String>,
    /// Whether that name is enough to know the speaker in other stories.
    pub global: bool,
    /// The speaker.
    pub speaker: Option<SpeakerRef>,
    /// Who passed the words on.
    pub relayed_by: Option<String>,
}
