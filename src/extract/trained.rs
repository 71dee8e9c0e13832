//! The trained model's spans, with what the rules know beside it: the cue's class, quotations that stand without a cue, and
//! who the sources are. Knows nothing of how the model comes to its spans.

use super::model::Model;
use super::model::Raw;
use super::model::weights::WeightsError;
use super::read;
use super::resolve;
use super::walk::Found;
use super::walk::Walk;
use crate::model::Attribution;
use crate::model::Span;
use crate::model::Story;

/// Every attribution that the trained model finds in the story's own words, in order of position, and the quotations
/// without a cue that only the discourse attributes. Confidence is the model's probability.
///
/// # Errors
/// Only where the program was built with a bad weights file.
pub fn extract_trained(story: &Story) -> Result<Vec<Attribution>, &'static WeightsError> {
    let model = Model::embedded()?;
    let text = story.text();
    let own: Vec<Span> = story
        .paragraphs()
        .filter(|(_, paragraph)| paragraph.kind.is_story_text())
        .map(|(span, _)| span)
        .collect();
    let (named, walk) = read(story, &text);
    let raws = model.attribute(&text, &own);
    Ok(resolve::resolve(&text, &named, join(raws, walk)))
}

fn join(raws: Vec<Raw>, rules: Walk) -> Walk {
    let mut found: Vec<Found> = raws.into_iter().map(taken).collect();
    let models = found.len();
    let place = |rule: &Found| {
        found[..models]
            .iter()
            .position(|f| overlap(&f.cue, &rule.cue) || overlap(&f.content, &rule.content))
    };
    let places: Vec<Option<usize>> = rules.found.iter().map(place).collect();
    let floating = rules
        .found
        .iter()
        .zip(&places)
        .filter(|(rule, place)| rule.cue.is_empty() && place.is_none())
        .map(|(rule, _)| Found {
            follows: rule.follows.and_then(|n| places.get(n).copied().flatten()),
            ..rule.clone()
        });
    let floating: Vec<Found> = floating.collect();
    found.extend(floating);
    Walk::of(found, rules.subjects)
}

fn taken(raw: Raw) -> Found {
    Found {
        source: raw.source,
        antecedent: None,
        cue: raw.cue,
        content: raw.content,
        kind: raw.kind,
        class: raw.class,
        rule: "model",
        confidence: raw.confidence,
        relay: None,
        follows: None,
    }
}

fn overlap(a: &[Span], b: &[Span]) -> bool {
    a.iter().any(|a| b.iter().any(|b| a.overlaps(*b)))
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
