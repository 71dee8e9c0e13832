//! The figures and names that two texts share and that each has alone, in words: what dedup compares as hashes. Pure.

use crate::inspect::view::FactsView;
use crate::model::Story;
use crate::text::TokenKind;
use crate::text::fold;
use crate::text::sentences;
use crate::text::tokens;
use std::collections::HashSet;

/// Facts named in one list; of more the first ones.
pub const MAX_FACTS: usize = 100;

/// The figures of two stories.
pub(super) fn figures(left: &Story, right: &Story) -> FactsView {
    facts(figures_of(left), figures_of(right))
}

/// The names of two stories.
pub(super) fn names(left: &Story, right: &Story) -> FactsView {
    facts(names_of(left), names_of(right))
}

/// A fact as printed, with the form by which two are the same.
type Fact = (String, String);

fn facts(left: Vec<Fact>, right: Vec<Fact>) -> FactsView {
    let forms = |facts: &[Fact]| -> HashSet<String> { facts.iter().map(|f| f.0.clone()).collect() };
    let (of_left, of_right) = (forms(&left), forms(&right));
    let pick = |facts: &[Fact], other: &HashSet<String>, shared: bool| {
        let picked = facts.iter().filter(|f| other.contains(&f.0) == shared);
        picked.take(MAX_FACTS).map(|f| f.1.clone()).collect()
    };
    FactsView {
        shared: pick(&left, &of_right, true),
        only_left: pick(&left, &of_right, false),
        only_right: pick(&right, &of_left, false),
    }
}

/// The sentences of the story's own words.
fn own(story: &Story) -> impl Iterator<Item = &str> {
    let own = story.body.iter().filter(|p| p.kind.is_story_text());
    own.flat_map(|p| {
        let spans = sentences(&p.text).into_iter();
        spans.filter_map(|s| s.of(&p.text))
    })
}

/// Numbers in figures, each once.
fn figures_of(story: &Story) -> Vec<Fact> {
    let mut out = Once::default();
    for sentence in own(story) {
        for token in tokens(sentence) {
            if token.kind == TokenKind::Number {
                out.put(token.span.of(sentence).unwrap_or_default());
            }
        }
    }
    out.facts
}

/// Runs of words with a capital that do not open a sentence, each once.
fn names_of(story: &Story) -> Vec<Fact> {
    let mut out = Once::default();
    for sentence in own(story) {
        let mut run: Option<(u32, u32)> = None;
        let mut opens = true;
        for token in tokens(sentence) {
            let word = token.span.of(sentence).unwrap_or_default();
            let capital = token.kind == TokenKind::Word
                && word.chars().next().is_some_and(char::is_uppercase)
                && word.chars().nth(1).is_some();
            if capital && !opens {
                run = Some((run.map_or(token.span.start, |r| r.0), token.span.end));
            } else if let Some((start, end)) = run.take() {
                out.put(sentence.get(start as usize..end as usize).unwrap_or(""));
            }
            // Behind an opening mark a capital says nothing; behind a word it does.
            opens = match token.kind {
                TokenKind::Mark => {
                    opens || matches!(word, "“" | "\"" | ":" | "„" | "«" | "—" | "–" | "-" | "--")
                }
                _ => false,
            };
        }
        if let Some((start, end)) = run {
            out.put(sentence.get(start as usize..end as usize).unwrap_or(""));
        }
    }
    out.facts
}

/// Facts in order of appearance, each once.
#[derive(Default)]
struct Once {
    seen: HashSet<String>,
    facts: Vec<Fact>,
}

impl Once {
    fn put(&mut self, printed: &str) {
        let form = fold(printed);
        if !form.is_empty() && self.seen.insert(form.clone()) {
            self.facts.push((form, printed.to_owned()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Paragraph;

    #[test]
    fn what_is_shared_and_what_is_not() {
        let story = |text: &str| Story {
            body: vec![Paragraph::text(text)],
            ..Story::default()
        };
        let a = story(
            "Rain fell. At least 19 boats of Port Halvik sank, said Inga Solheim. “Nobody,” she said.",
        );
        let b = story("By Monday 23 boats of Port Halvik had sunk, Inga Solheim said.");
        let figures = figures(&a, &b);
        assert_eq!(
            (figures.only_left, figures.only_right),
            (vec!["19".to_owned()], vec!["23".to_owned()])
        );
        let names = names(&a, &b);
        assert_eq!(names.shared, ["Port Halvik", "Inga Solheim"]);
        assert_eq!(names.only_left, Vec::<String>::new());
        assert_eq!(names.only_right, ["Monday"]);
    }
}
