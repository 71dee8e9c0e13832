//! From a story's words to attributions: who is reported to have said what.
//!
//! ```text
//! paragraph ─dateline, passage─> items, quotations, units ─cue─> cue verbs ─clause, accord─> candidates
//!    ─unit─> flat attributions ─walk─> joined over paragraphs: what the rules find
//! paragraphs ─model─> what the trained model finds; both ─combine, snap─> one list ─resolve─> speakers
//! ```
//!
//! Pure: no clock, no files. Only paragraphs that are the story's own words are read. The work is linear in the length of
//! the text: every rule looks at one unit, and a unit's length is bounded (`passage::MAX_UNIT`).

// A content is a list of ranges, mostly of one: the lint takes that for a slip.
#![allow(clippy::single_range_in_vec_init)]

mod accord;
mod adopt;
mod adverbial;
mod amend;
/// When two wordings are one statement.
pub mod claim;
/// Which attributions are claims.
pub mod claimed;
mod clause;
mod combine;
mod content;
mod cue;
mod dateline;
mod inherited;
mod inscription;
mod inverted;
mod label;
mod lexicon;
pub mod model;
mod passage;
mod phrase;
mod resolve;
mod snap;
mod spans;
mod trained;
mod unit;
mod walk;
mod words;

pub use trained::extract_trained;
pub use trained::extract_with;

use crate::model::Attribution;
use crate::model::ParagraphKind;
use crate::model::Span;
use crate::model::Story;

/// Every attribution in the story's own words, in order of position. Spans point into [`Story::text`].
///
/// The trained model finds them and the rules help; a program that was built with a bad weights file falls back on the rules
/// alone (a test holds that it was not).
pub fn extract(story: &Story) -> Vec<Attribution> {
    extract_trained(story).unwrap_or_else(|_| extract_by_rules(story))
}

/// What the rules find by themselves: helper evidence for the model, and a second opinion.
pub fn extract_by_rules(story: &Story) -> Vec<Attribution> {
    let text = story.text();
    let (named, walk) = read(story, &text);
    resolve::resolve(&text, &named, walk)
}

/// What the rules find, and the paragraphs that names are taken from.
fn read(story: &Story, text: &str) -> (Vec<Span>, walk::Walk) {
    let mut walk = walk::Walk::default();
    let mut named = Vec::new();
    for (span, paragraph) in story.paragraphs() {
        // A caption's names are the story's; its sentences are nobody's statements.
        if paragraph.kind.is_story_text() || paragraph.kind == ParagraphKind::Caption {
            named.push(span);
        }
        if paragraph.kind.is_story_text() {
            walk.paragraph(text, span);
        }
    }
    (named, walk.finish())
}

#[cfg(test)]
mod tests;
