//! The trained extractor: the model's spans, what the rules know beside it, whole quotations, and who the sources are.
//! Knows nothing of how the model comes to its spans.

use super::combine::combine;
use super::model::Model;
use super::model::weights::WeightsError;
use super::read;
use super::resolve;
use super::snap::snap;
use crate::model::Attribution;
use crate::model::Span;
use crate::model::Story;

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
    let own: Vec<Span> = story
        .paragraphs()
        .filter(|(_, paragraph)| paragraph.kind.is_story_text())
        .map(|(span, _)| span)
        .collect();
    let (named, walk) = read(story, &text);
    let raws = model.attribute(&text, &own);
    let mut walk = combine(&text, &own, raws, walk);
    snap(&text, &own, &mut walk.found);
    resolve::resolve(&text, &named, walk)
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
