//! Who says what in a headline. Read by itself, with the story's names at hand, so that "Orne: dam will hold" finds the Ines Orne of
//! the story. What the story says must not be known here.

use super::extract;
use crate::model::Attribution;
use crate::model::Paragraph;
use crate::model::ParagraphKind;
use crate::model::Story;
use crate::text::words;

/// Fewest words of a headline's content; less is a catchword.
const MIN_WORDS: usize = 3;
/// Least confidence of a headline's attribution: the extractor has learnt sentences, not headlines.
const LEAST: f32 = 0.5;
/// Paragraphs of the story whose names are known to its headline.
const NAMED: usize = 40;

/// The attributions of a story's headline to somebody. Spans point into [`Story::title`].
pub fn headline(story: &Story) -> Vec<Attribution> {
    if words(&story.title).take(MIN_WORDS + 1).count() <= MIN_WORDS {
        return Vec::new();
    }
    let alone = alone(story);
    let end = story.title.len() as u32;
    let mut found = extract(&alone);
    found.retain(|a| {
        let mut spans = a.source.iter().chain(&a.cue).chain(&a.content);
        let content = a.content.iter().filter_map(|s| s.of(&story.title));
        let length: usize = content.map(|part| words(part).count()).sum();
        spans.all(|s| s.end <= end)
            && a.speaker.is_some()
            && !a.source.is_empty()
            && a.confidence >= LEAST
            && a.class.is_speech()
            && length >= MIN_WORDS
    });
    found
}

/// The headline as the only words of a story that has the names of this one.
pub(super) fn alone(story: &Story) -> Story {
    let own = story.body.iter().filter(|p| p.kind.is_story_text());
    // Of a caption only the names are read.
    let named = own.take(NAMED).map(|p| Paragraph {
        kind: ParagraphKind::Caption,
        text: p.text.clone(),
    });
    let title = Paragraph::text(story.title.clone());
    Story {
        language: story.language.clone(),
        body: std::iter::once(title).chain(named).collect(),
        ..Story::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_says_what_in_a_headline() {
        for (title, body, expect) in [
            (
                "Dam will hold through the winter, says Orne",
                "Ines Orne, the mayor, spoke on Monday.",
                Some("Ines Orne"),
            ),
            (
                "Rain and wind on the coast this weekend",
                "It will rain.",
                None,
            ),
            ("Orne: no", "Ines Orne spoke.", None),
            ("", "Ines Orne spoke.", None),
        ] {
            let story = Story {
                title: title.into(),
                body: vec![Paragraph::text(body)],
                ..Story::default()
            };
            let found = headline(&story);
            let who: Vec<&str> = found
                .iter()
                .filter_map(|a| Some(a.speaker.as_ref()?.name.as_str()))
                .collect();
            assert_eq!(who, Vec::from_iter(expect), "{title}");
            for a in &found {
                assert!(a.content.iter().all(|s| s.of(title).is_some()));
            }
        }
    }
}
