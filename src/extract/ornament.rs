//! Quotations that a story prints again as an ornament: pull quotes, captions, a line set apart. They are no statements of their own
//! and belong to the one that they repeat. Who says what must not be known here.

use super::claim::comparable_words;
use super::claim::wording;
use crate::model::Attribution;
use crate::model::ParagraphKind;
use crate::model::Span;
use crate::model::Story;
use crate::text::quotes;

/// Fewest words that are known to be a repetition.
const MIN_WORDS: usize = 4;
/// Repetitions kept of one attribution.
const MAX_REPEATS: usize = 8;

/// Takes out of `found` what repeats another of them, and gives for each that is left the places in `text` where it is repeated.
pub fn ornaments(story: &Story, text: &str, found: &mut Vec<Attribution>) -> Vec<Vec<Span>> {
    let mut said: Vec<Vec<String>> = found
        .iter()
        .map(|a| comparable_words(&wording(text, &a.content)))
        .collect();
    let mut repeats: Vec<Vec<Span>> = vec![Vec::new(); found.len()];
    let mut note = |of: usize, span: Span| {
        if let Some(list) = repeats.get_mut(of).filter(|list| list.len() < MAX_REPEATS) {
            list.push(span);
        }
    };
    let mut gone = vec![false; found.len()];
    for n in 0..found.len() {
        // A quotation that stands by itself, whoever it was taken to be by.
        let stands_alone = found[n].source.is_empty() && found[n].cue.is_empty();
        if !stands_alone || said[n].len() < MIN_WORDS {
            continue;
        }
        let whole = (0..found.len()).find(|&m| {
            m != n
                && !gone[m]
                && has(&said[m], &said[n])
                && !(said[m].len() == said[n].len() && m > n)
        });
        if let Some(whole) = whole {
            gone[n] = true;
            found[n].content.iter().for_each(|span| note(whole, *span));
        }
    }
    for (span, paragraph) in story.paragraphs() {
        let pulled = match paragraph.kind {
            ParagraphKind::PullQuote => vec![span],
            ParagraphKind::Caption => {
                let inner = quotes(&paragraph.text)
                    .into_iter()
                    .map(|q| q.inner.shift(span.start as usize));
                inner.collect()
            }
            _ => continue,
        };
        for span in pulled {
            let words = comparable_words(span.of(text).unwrap_or_default());
            if words.len() < MIN_WORDS {
                continue;
            }
            if let Some(of) = (0..found.len()).find(|&n| !gone[n] && has(&said[n], &words)) {
                note(of, span);
            }
        }
    }
    let mut left = gone.iter();
    found.retain(|_| !left.next().is_some_and(|gone| *gone));
    let mut left = gone.iter();
    repeats.retain(|_| !left.next().is_some_and(|gone| *gone));
    said.clear();
    repeats
}

/// Whether some words stand in others as a run.
fn has(whole: &[String], part: &[String]) -> bool {
    whole.windows(part.len().max(1)).any(|run| run == part)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::extract::extract;
    use crate::model::Paragraph;

    #[test]
    fn a_pull_quote_and_a_caption_belong_to_the_quotation_that_they_repeat() {
        let part = |kind, text: &str| Paragraph {
            kind,
            text: text.into(),
        };
        let story = Story {
            body: vec![
                part(
                    ParagraphKind::Text,
                    "“The dam will hold through the winter, whatever they say,” said Ada Holm, the engineer.",
                ),
                part(
                    ParagraphKind::PullQuote,
                    "“The dam will hold through the winter”",
                ),
                part(
                    ParagraphKind::Caption,
                    "Ada Holm: “The dam will hold through the winter”",
                ),
                part(
                    ParagraphKind::Caption,
                    "Ada Holm: “The dam will hold through the winter”",
                ),
                part(ParagraphKind::Text, "Rain is forecast."),
                part(
                    ParagraphKind::Text,
                    "“The dam will hold through the winter.”",
                ),
            ],
            ..Story::default()
        };
        let text = story.text();
        let mut found = extract(&story);
        let repeats = ornaments(&story, &text, &mut found);
        assert_eq!((found.len(), repeats.len()), (1, 1), "{found:?}");
        assert_eq!(repeats[0].len(), 4);
        for span in &repeats[0] {
            assert!(span.of(&text).unwrap().contains("The dam will hold"));
        }
    }
}
