//! Two texts side by side: which sentences stand in both, which were reworded and how, and which passages one has of the other.
//!
//! Sentences are paired first and words compared within a pair only, so that the cost is bounded whatever the texts are.
//! What differs in typesetting alone ([`crate::text::printed`]) is equal. All places are bytes into the texts given.
//! Knows nothing of stories: which of two texts is the earlier, and why they are compared, must not be known here.

mod align;
mod cut;
mod passage;
#[cfg(test)]
mod tests;

pub use align::align;
pub use align::wordings;
pub use cut::Side;
pub use passage::{MAX_PASSAGES, MIN_PASSAGE_WORDS, Passage, passages};

use crate::model::Span;
use serde::Deserialize;
use serde::Serialize;

/// Sentences compared of one text. What follows them is left out of the comparison, and [`Alignment::is_cut`] says so.
pub const MAX_SENTENCES: usize = 3_000;

/// Words and marks of one sentence; a longer one is compared in pieces of so many.
pub const MAX_SENTENCE: usize = 250;

/// What became of a stretch of text from the left to the right.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fate {
    /// It stands in both.
    Equal,
    /// It stands in both in other words.
    Changed,
    /// It stands in the left text alone.
    OnlyLeft,
    /// It stands in the right text alone.
    OnlyRight,
}

/// One sentence, or one pair of sentences, in the order of both texts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// What became of it.
    pub fate: Fate,
    /// Where it stands in the left text.
    pub left: Option<Span>,
    /// Where it stands in the right text.
    pub right: Option<Span>,
    /// For a sentence that stands in the other text too, but elsewhere: where.
    pub moved: Option<Span>,
    /// For a changed one, its words in order; else none.
    pub words: Vec<Words>,
}

/// A run of words of a changed sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Words {
    /// What became of them.
    pub fate: Fate,
    /// Where they stand in the left text.
    pub left: Option<Span>,
    /// Where they stand in the right text.
    pub right: Option<Span>,
}

/// Two texts side by side.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Alignment {
    /// Every sentence of both texts once, in order; of two that stand at the same place the left one comes first.
    pub blocks: Vec<Block>,
    /// Whether a text had more than [`MAX_SENTENCES`], so that its end was not compared.
    pub is_cut: bool,
}

impl Alignment {
    /// Whether the texts differ in typesetting at most.
    pub fn is_equal(&self) -> bool {
        self.blocks.iter().all(|b| b.fate == Fate::Equal)
    }
}
