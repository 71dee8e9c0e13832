//! Two texts side by side, as people and programs see them: two stories, or two revisions of one. Spans are in Unicode code points,
//! end exclusive, into the text that `inspect story` gives (and into the headline, for the headline's own block).

use crate::inspect::view::SpanView;
use crate::model::StoryId;
use crate::model::Timestamp;
use crate::text::diff::Fate;
use serde::Deserialize;
use serde::Serialize;

/// Two texts side by side.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DiffView {
    /// The left text: the earlier one of two revisions, the earlier published of two stories.
    pub left: SideView,
    /// The right text.
    pub right: SideView,
    /// What the one was judged to be to the other when it came, where either was; one sentence.
    pub judged: Option<String>,
    /// What there is to say of the difference in one line.
    pub summary: String,
    /// The same in numbers.
    pub counts: ChangesView,
    /// The two headlines.
    pub title: BlockView,
    /// Every sentence of the two texts, in order.
    pub blocks: Vec<BlockView>,
    /// Whether a text was too long to be compared to its end ([`crate::text::diff::MAX_SENTENCES`]).
    pub is_cut: bool,
    /// Passages that the right text has of the left one, wherever they stand there; none between revisions.
    pub passages: Vec<PassageView>,
    /// Figures.
    pub figures: FactsView,
    /// Names.
    pub names: FactsView,
}

/// One of two texts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SideView {
    /// The story.
    pub story: StoryId,
    /// The revision of it, 1 for the first.
    pub revision: u32,
    /// The publisher's name.
    pub outlet: String,
    /// The headline.
    pub title: String,
    /// Canonical URL.
    pub url: Option<String>,
    /// When the publisher says it was published.
    pub published: Option<Timestamp>,
    /// When this revision was seen.
    pub observed: Timestamp,
    /// Sentences of the story's own text.
    pub sentences: u32,
    /// Share of its words that stand in the other text, 0 to 1, in whatever order of sentences.
    pub shared: f32,
}

/// How many sentences fared how. A line that tells the time or counts readers is not counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangesView {
    /// Whether the headline is another.
    pub title: bool,
    /// Sentences that stand in both.
    pub equal: u32,
    /// Sentences in other words.
    pub changed: u32,
    /// Sentences that the right text alone has.
    pub added: u32,
    /// Sentences that the left text alone has.
    pub removed: u32,
    /// Sentences that stand in both, elsewhere.
    pub moved: u32,
}

/// A sentence of one text or a pair of sentences.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BlockView {
    /// What became of it.
    pub change: Fate,
    /// The left sentence.
    pub left: Option<PlaceView>,
    /// The right sentence.
    pub right: Option<PlaceView>,
    /// For a sentence that stands in the other text at another place: that place.
    pub moved: Option<PlaceView>,
    /// For a changed one, its words; else none.
    pub words: Vec<WordsView>,
}

/// Where a sentence stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlaceView {
    /// The paragraph, counted from 1 over all kinds; 0 for the headline.
    pub paragraph: u32,
    /// First code point.
    pub start: u32,
    /// One past the last.
    pub end: u32,
    /// The words.
    pub text: String,
}

/// A run of words of a changed sentence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WordsView {
    /// What became of them.
    pub change: Fate,
    /// The left words.
    pub left: Option<SpanView>,
    /// The right words.
    pub right: Option<SpanView>,
}

/// The same words, but for single ones, in two stories.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PassageView {
    /// Words in common.
    pub words: u32,
    /// Where they stand in the left story.
    pub left: PassagePlace,
    /// Where they stand in the right story.
    pub right: PassagePlace,
}

/// Where a passage stands: from a sentence to a sentence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PassagePlace {
    /// First and last paragraph, counted from 1 over all kinds.
    pub paragraphs: [u32; 2],
    /// The first sentence, counted from 1 in the first paragraph, and the last, counted so in the last.
    pub sentences: [u32; 2],
    /// First code point.
    pub start: u32,
    /// One past the last.
    pub end: u32,
    /// The words.
    pub text: String,
}

/// Facts of one kind in two texts, as printed, in order of appearance; at most [`crate::inspect::MAX_FACTS`] in a list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FactsView {
    /// In both.
    pub shared: Vec<String>,
    /// In the left text alone.
    pub only_left: Vec<String>,
    /// In the right text alone.
    pub only_right: Vec<String>,
}
