//! Which paragraphs are not the story's own words. Run on every road a text comes by; only ever adds a mark, and is stable when run again.
//!
//! Precision first: a sentence of the story that is marked here is lost to every later stage, a caption that slips through costs little.

use crate::article::credit::is_caption;
use crate::article::furniture::is_furniture;
use crate::article::furniture::is_furniture_heading;
use crate::article::sign_off::is_sign_off;
use crate::model::Paragraph;
use crate::model::ParagraphKind;
use std::collections::HashMap;

#[cfg(test)]
mod tests;

/// Longest headline in words; a longer repeated paragraph is prose and its first place is kept.
const MAX_HEADLINE_WORDS: usize = 30;
/// Fewest words of a paragraph whose repetition means anything: "Yes." may be answered twice.
const MIN_REPEATED_WORDS: usize = 3;
/// Fewest words of the sentence before which a section's name is looked for, and how many paragraphs can hold one.
const LEAD_WORDS: usize = 10;
const MAX_LABELS: usize = 4;
/// Paragraphs at the end that can be about the author.
const MAX_SIGN_OFF: usize = 3;
/// Fewest words of a passage that can be an ornament, and the most.
const PULL_QUOTE_WORDS: std::ops::RangeInclusive<usize> = 6..=60;
/// Bytes of story text up to which ornaments are looked for, since each candidate is searched for in all of it.
const MAX_SEARCHED: usize = 200_000;
/// Candidates for ornaments that are searched for in one story.
const MAX_CANDIDATES: usize = 400;

/// Marks paragraphs of `body` that are captions, furniture of the page, or repetitions. `title` is the headline, empty where it is not known.
///
/// A paragraph that is not story text already keeps its kind.
pub fn classify(title: &str, body: &mut [Paragraph]) {
    let headline = key(title);
    let keys: Vec<String> = body.iter().map(|p| key(&p.text)).collect();
    let mut places: HashMap<&str, Vec<usize>> = HashMap::new();
    for (at, key) in keys.iter().enumerate() {
        places.entry(key).or_default().push(at);
    }
    let mut is_headline = vec![false; body.len()];
    let mut is_repeated = vec![false; body.len()];
    for (key, at) in &places {
        let first = at.first().copied().unwrap_or(0);
        let Some(text) = body.get(first).map(|p| p.text.as_str()) else {
            continue;
        };
        let words = text.split(' ').count();
        let is_title = !headline.is_empty()
            && **key == headline
            && (!ends_sentence(text) || ends_sentence(title));
        if is_title
            || at.len() > 1 && words >= MIN_REPEATED_WORDS && is_headline_like(text, first == 0)
        {
            at.iter().for_each(|n| is_headline[*n] = true);
        } else if at.len() > 1 && words >= MIN_REPEATED_WORDS && !text.ends_with(':') {
            at.iter().skip(1).for_each(|n| is_repeated[*n] = true);
        }
    }
    for at in 0..body.len() {
        let after_headline = at > 0 && is_headline[at - 1];
        let paragraph = &mut body[at];
        let is_heading = paragraph.kind == ParagraphKind::Heading;
        if is_heading && is_furniture_heading(&paragraph.text) {
            paragraph.kind = ParagraphKind::Boilerplate;
        }
        if !paragraph.kind.is_story_text() {
            continue;
        }
        let is_item = paragraph.kind == ParagraphKind::ListItem;
        if is_headline[at] || is_repeated[at] || is_furniture(&paragraph.text) {
            paragraph.kind = ParagraphKind::Boilerplate;
        } else if !is_item && is_caption(&paragraph.text, after_headline) {
            paragraph.kind = ParagraphKind::Caption;
        }
    }
    mark_labels(body);
    mark_sign_off(body);
    mark_ornaments(body, &keys);
}

/// Marks the name of a section that stands over a story: a word or two without a full stop, before the first sentence of any length.
fn mark_labels(body: &mut [Paragraph]) {
    let is_lead = |p: &Paragraph| {
        p.kind.is_story_text() && p.text.split(' ').count() >= LEAD_WORDS && ends_sentence(&p.text)
    };
    let lead = body.iter().position(is_lead).unwrap_or(0);
    for paragraph in body.iter_mut().take(lead.min(MAX_LABELS)) {
        let words = paragraph.text.split(' ').count();
        let is_label = words <= 2
            && !paragraph.text.contains([':', '"', '“', '‘', '—'])
            && !ends_sentence(&paragraph.text);
        if paragraph.kind == ParagraphKind::Text && is_label {
            paragraph.kind = ParagraphKind::Boilerplate;
        }
    }
}

/// Marks what a page says of the story's author after the story.
fn mark_sign_off(body: &mut [Paragraph]) {
    let story = body.iter_mut().rev().filter(|p| p.kind.is_story_text());
    for paragraph in story.take(MAX_SIGN_OFF) {
        if !is_sign_off(&paragraph.text) {
            return;
        }
        paragraph.kind = ParagraphKind::Boilerplate;
    }
}

/// Marks passages that stand, word for word, inside another paragraph of the story.
fn mark_ornaments(body: &mut [Paragraph], keys: &[String]) {
    let story: Vec<usize> = (0..body.len())
        .filter(|n| body[*n].kind.is_story_text())
        .collect();
    // All in one text, one paragraph a line, so that each candidate is looked for once.
    let mut all = String::new();
    let mut starts = Vec::with_capacity(story.len());
    for n in &story {
        starts.push(all.len());
        all.extend([" ", &keys[*n], " \n"]);
    }
    if all.len() > MAX_SEARCHED {
        return;
    }
    let short = |n: &&usize| PULL_QUOTE_WORDS.contains(&keys[**n].split(' ').count());
    let candidates: Vec<usize> = story
        .iter()
        .filter(short)
        .take(MAX_CANDIDATES)
        .copied()
        .collect();
    for at in candidates {
        let wanted = format!(" {} ", keys[at]);
        let inside = |(position, _): (usize, &str)| {
            let line = starts.partition_point(|start| *start <= position) - 1;
            story[line] != at && keys[story[line]].len() > keys[at].len()
        };
        if all.match_indices(&wanted).any(inside) {
            body[at].kind = ParagraphKind::PullQuote;
        }
    }
}

/// The words of a line in lower case, so that marks and spacing make no difference.
fn key(text: &str) -> String {
    let lower = text.to_lowercase();
    let words = lower
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

/// Whether a repeated line can be a headline and no sentence of the story. A question can be either: it is a headline where it comes first.
fn is_headline_like(text: &str, is_first: bool) -> bool {
    let words = text.split(' ').count();
    if words > MAX_HEADLINE_WORDS || text.ends_with(':') {
        return false;
    }
    !ends_sentence(text) || is_first && text.ends_with('?')
}

/// Whether the line ends as a sentence does. The full stop of "the U.S." ends none.
fn ends_sentence(text: &str) -> bool {
    let bare = text.trim_end_matches(['"', '”', '’', '\'', '»', ')', ']', ' ']);
    let last_word = bare.rsplit(' ').next().unwrap_or(bare);
    let is_initials = last_word.len() >= 4
        && last_word
            .split_terminator('.')
            .all(|part| part.len() == 1 && part.chars().all(char::is_uppercase));
    bare.ends_with(['.', '!', '?', '…']) && !is_initials
}
