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
/// Why an attribution was reported.
pub mod explain;
mod foreign;
mod headline;
mod inherited;
mod inscription;
mod inverted;
mod label;
mod lexicon;
pub mod model;
mod ornament;
/// What a story tells of an act of speech beside who and what.
pub mod particulars;
mod passage;
mod phrase;
mod resolve;
mod signature;
mod snap;
mod spans;
mod subject;
mod trained;
mod unit;
mod walk;
mod words;

pub use headline::headline;
pub use ornament::ornaments;
pub use trained::extract_trained;
pub use trained::extract_with;

use crate::model::Attribution;
use crate::model::ParagraphKind;
use crate::model::Span;
use crate::model::Story;
use foreign::Language;
use foreign::Tongue;
use foreign::language;

/// Every attribution in the story's own words, in order of position. Spans point into [`Story::text`].
///
/// The trained model finds them and the rules help; a program that was built with a bad weights file falls back on the rules
/// alone (a test holds that it was not).
pub fn extract(story: &Story) -> Vec<Attribution> {
    extract_trained(story).unwrap_or_else(|_| extract_by_rules(story))
}

/// What the rules find by themselves: helper evidence for the model, and a second opinion.
pub fn extract_by_rules(story: &Story) -> Vec<Attribution> {
    let unresolved = unresolved(story);
    let found = unresolved.resolve();
    unresolved.parts.with_foreign(&unresolved.text, found)
}

/// What the rules find in the English paragraphs, before anybody knows who the sources are.
pub struct Unresolved {
    text: String,
    parts: Parts,
    walk: walk::Walk,
}

/// The first half of [`extract_by_rules`].
pub fn unresolved(story: &Story) -> Unresolved {
    let text = story.text();
    let parts = Parts::of(story, &text);
    let walk = walk(&text, &parts.own);
    Unresolved { text, parts, walk }
}

impl Unresolved {
    /// Who the sources are.
    pub fn resolve(&self) -> Vec<Attribution> {
        resolve::resolve(&self.text, &self.parts.named, self.walk.clone())
    }
}

/// The paragraphs of a story by what is done with them.
struct Parts {
    /// English, and the story's own words.
    own: Vec<Span>,
    /// Where names are taken from. A caption's names are the story's; its sentences are nobody's statements.
    named: Vec<Span>,
    /// The story's own words in another language that is read.
    foreign: Vec<(Span, &'static Tongue)>,
}

impl Parts {
    fn of(story: &Story, text: &str) -> Parts {
        let around = language(text, Language::English);
        let mut parts = Parts {
            own: Vec::new(),
            named: Vec::new(),
            foreign: Vec::new(),
        };
        for (span, paragraph) in story.paragraphs() {
            let said = paragraph.kind.is_story_text();
            let pieces = pieces(text, span);
            match language(&paragraph.text, around) {
                Language::English if said => {
                    parts.own.extend(&pieces);
                    parts.named.extend(pieces);
                }
                Language::English if paragraph.kind == ParagraphKind::Caption => {
                    parts.named.extend(pieces)
                }
                Language::Tongue(tongue) if said => parts
                    .foreign
                    .extend(pieces.into_iter().map(|p| (p, tongue))),
                _ => {}
            }
        }
        parts
    }

    /// The attributions found in English and those of the other languages, in order of position.
    fn with_foreign(&self, text: &str, mut found: Vec<Attribution>) -> Vec<Attribution> {
        let foreign = self.foreign.iter();
        found.extend(foreign.flat_map(|(span, tongue)| foreign::attributions(text, *span, tongue)));
        found.sort_by_key(|a| a.content.first().map(|s| s.start));
        found
    }
}

/// Longest paragraph in bytes; a longer one, which no newspaper prints, is read as several, so that the memory that one takes
/// is bounded.
const MAX_PARAGRAPH: usize = 50_000;

/// A paragraph, cut where it is too long: after the last sentence that fits, else after the last word, else anywhere.
fn pieces(text: &str, span: Span) -> Vec<Span> {
    let mut out = Vec::new();
    let mut at = span.range().start;
    let end = span.range().end;
    while end - at > MAX_PARAGRAPH {
        let fits = &text[at..text.floor_char_boundary(at + MAX_PARAGRAPH)];
        let sentence = [". ", "? ", "! ", ".” ", ".\" "];
        let stop = sentence
            .iter()
            .filter_map(|s| Some(fits.rfind(s)? + s.len()))
            .max();
        let word = || fits.rfind(' ').map(|space| space + 1);
        let length = stop.or_else(word).unwrap_or(fits.len());
        out.push(Span::new(at, at + length));
        at += length;
    }
    if at < end {
        out.push(Span::new(at, end));
    }
    out
}

/// What the rules find.
fn walk(text: &str, own: &[Span]) -> walk::Walk {
    let mut walk = walk::Walk::default();
    for span in own {
        walk.paragraph(text, *span);
    }
    walk.finish()
}

#[cfg(test)]
mod tests;
