//! The trained extractor: the model's spans, what the rules know beside it, whole quotations, and who the sources are.
//! Knows nothing of how the model comes to its spans.

use super::Parts;
use super::combine::combine;
use super::dateline::after_dateline;
use super::model::Model;
use super::model::weights::WeightsError;
use super::passage::is_shouted;
use super::resolve;
use super::snap::snap;
use super::walk;
use crate::model::Attribution;
use crate::model::Span;
use crate::model::Story;
use crate::text::quotes;
use crate::text::sentences;

/// Every attribution that the trained model finds in the story's own words, in order of position, and the quotations
/// without a cue that only the discourse attributes. Confidence is the model's probability.
///
/// # Errors
/// Only where the program was built with a bad weights file.
pub fn extract_trained(story: &Story) -> Result<Vec<Attribution>, &'static WeightsError> {
    Model::embedded().map(|model| extract_with(model, story))
}

/// The same with another model, so that one in training is measured through the whole extractor.
pub fn extract_with(model: &Model, story: &Story) -> Vec<Attribution> {
    let text = story.text();
    let parts = Parts::of(story, &text);
    let raws = model.attribute(&text, &readable(&text, &parts.own));
    let mut walk = combine(&text, &parts.own, raws, walk(&text, &parts.own));
    snap(&text, &parts.own, &mut walk.found);
    let found = resolve::resolve(&text, &parts.named, walk);
    parts.with_foreign(&text, found)
}

/// Longest paragraph in bytes that is read whole. What is longer has lost its paragraphs; it is read in parts, because what a
/// cue costs grows with the paragraph around it.
const MAX_WHOLE: usize = 6_000;
/// Least length of such a part in bytes; it ends with the sentence.
const PART: usize = 600;

/// What the model reads of the paragraphs: no datelines, and nothing that is printed all in capitals, which it has not learnt.
pub(super) fn readable(text: &str, own: &[Span]) -> Vec<Span> {
    own.iter()
        .map(|span| after_dateline(text, *span))
        .filter(|span| !is_shouted(span.of(text).unwrap_or_default()))
        .flat_map(|span| cut(text, span))
        .collect()
}

/// A paragraph, cut at ends of sentences outside quotations where it is too long.
fn cut(text: &str, span: Span) -> Vec<Span> {
    let paragraph = span.of(text).unwrap_or_default();
    if paragraph.len() <= MAX_WHOLE {
        return vec![span];
    }
    let quotes = quotes(paragraph);
    let mut quotes = quotes.iter().peekable();
    let mut out = Vec::new();
    let mut start = 0;
    for sentence in sentences(paragraph) {
        while quotes.next_if(|q| q.span.end <= sentence.end).is_some() {}
        let quoted = quotes.peek().is_some_and(|q| q.span.start < sentence.end);
        let end = sentence.range().end;
        if end - start >= PART && !quoted {
            out.push(Span::new(start, end).shift(span.range().start));
            start = end;
        }
    }
    if start < paragraph.len() {
        out.push(Span::new(start, paragraph.len()).shift(span.range().start));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Paragraph;

    #[test]
    fn the_models_spans_get_speakers_and_floating_quotations_stay() {
        let story = Story {
            body: vec![
                Paragraph::text(
                    "The dam at Orrin will be closed on Friday, said Ada Holm, the chief engineer.",
                ),
                Paragraph::text("She told reporters that the cracks had grown since May."),
                Paragraph::text("“I would not sleep below it.”"),
            ],
            ..Story::default()
        };
        let text = story.text();
        let found = extract_trained(&story).unwrap();
        let told: Vec<(String, &str)> = found
            .iter()
            .map(|a| {
                let who = a
                    .speaker
                    .as_ref()
                    .map_or_else(String::new, |who| who.name.clone());
                (who, a.content[0].of(&text).unwrap())
            })
            .collect();
        assert_eq!(found.len(), 3, "{told:?}");
        assert!(told.iter().all(|(who, _)| who == "Ada Holm"), "{told:?}");
        assert!(
            told[1].1.contains("the cracks had grown since May"),
            "{told:?}"
        );
        assert!(
            found
                .iter()
                .all(|a| a.confidence > 0.0 && a.confidence <= 1.0)
        );
    }
}
