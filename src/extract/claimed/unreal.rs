//! Speech that nobody is reported to have made: supposed, imagined, thought, said to oneself. What is put in writing on things must not
//! be known here.

use crate::model::Attribution;
use crate::model::CueClass;
use crate::model::QuoteKind;
use crate::text::fold_words;
use crate::text::sentences;

/// Words before a source that make what it says a supposition.
const SUPPOSE: &[&str] = &[
    "if",
    "unless",
    "suppose",
    "imagine",
    "imagining",
    "lest",
    "supposing",
    "whether",
];
/// How many words may stand between them and the source: "if even the most careful | engineer said".
const REACH: usize = 4;
/// What begins a clause turned round: "Had he said", "Should the mayor announce".
const INVERTED: &[&str] = &["had", "should", "were"];
/// Helpers that make of a verb of speech what might be said. "Will say" stays: speeches are announced with it.
const MODALS: &[&str] = &["would", "could", "might", "may", "should"];
/// Verbs of speech in their first form.
const SPEAK: &[&str] = &[
    "say", "tell", "claim", "argue", "announce", "declare", "insist", "add", "answer", "reply",
    "deny", "admit", "promise", "call", "state", "explain",
];
/// Whom one tells what one keeps to oneself.
const ONESELF: &[&str] = &["himself", "herself", "themselves", "myself", "itself"];
/// Cues of thoughts in words.
const THINK: &[&str] = &[
    "thought",
    "thinks",
    "think",
    "thinking",
    "wondered",
    "wonders",
    "mused",
    "reflected",
    "knew",
];

/// Whether what is attributed was not said: supposed, imagined or thought.
pub(super) fn is_unreal(text: &str, a: &Attribution) -> bool {
    is_thought(text, a) || is_supposed(text, a)
}

fn is_thought(text: &str, a: &Attribution) -> bool {
    let Some(cue) = a.cue.first() else {
        return false;
    };
    let words: Vec<String> = cue.of(text).into_iter().flat_map(fold_words).collect();
    let after = text.get(cue.end as usize..).unwrap_or_default();
    let to_oneself = fold_words(after)
        .take(2)
        .any(|w| ONESELF.contains(&w.as_str()))
        || words.iter().any(|w| ONESELF.contains(&w.as_str()));
    if to_oneself
        && words
            .iter()
            .any(|w| matches!(w.as_str(), "told" | "tells" | "said" | "says" | "asked"))
    {
        return true;
    }
    // "It must be the wind, he thought": the words are those in his head. "He thought it was the wind" is a belief.
    let thinks = matches!(words.as_slice(), [one] if THINK.contains(&one.as_str()));
    let before_cue = a.content.last().is_some_and(|c| c.end <= cue.start);
    let kept = matches!(
        a.class,
        CueClass::Belief | CueClass::Question | CueClass::Statement
    );
    thinks && kept && (a.kind == QuoteKind::Direct || before_cue && a.class != CueClass::Statement)
}

fn is_supposed(text: &str, a: &Attribution) -> bool {
    let Some(cue) = a.cue.first() else {
        return false;
    };
    let start = a
        .source
        .first()
        .map_or(cue.start, |s| s.start.min(cue.start)) as usize;
    let paragraph = text
        .get(..start)
        .and_then(|t| t.rfind('\n'))
        .map_or(0, |n| n + 1);
    let Some(here) = text.get(paragraph..cue.end as usize) else {
        return false;
    };
    let sentence = sentences(here).last().copied();
    let from = sentence
        .map_or(paragraph, |s| paragraph + s.start as usize)
        .min(start);
    // What stands before the source in its own clause.
    let lead = text.get(from..start).unwrap_or_default();
    let clause = lead
        .rsplit([',', ';', ':', '—', '–', '“', '"', '('])
        .next()
        .unwrap_or_default();
    let lead: Vec<String> = fold_words(clause).collect();
    let near = lead.iter().rev().take(REACH);
    if near.clone().any(|w| SUPPOSE.contains(&w.as_str())) && !lead.iter().any(|w| w == "asked") {
        return true;
    }
    if lead.len() <= 2 && lead.first().is_some_and(|w| INVERTED.contains(&w.as_str())) {
        return true;
    }
    might(text, a)
}

/// Whether the cue is what somebody would, could or might say. What is asked for ("should") and denied is another matter.
fn might(text: &str, a: &Attribution) -> bool {
    let Some(cue) = a.cue.first() else {
        return false;
    };
    let before = text.get(..cue.start as usize).unwrap_or_default();
    let tail = &before[before.floor_char_boundary(before.len().saturating_sub(40))..];
    let joined = tail.ends_with(char::is_whitespace);
    let last = fold_words(tail).last().filter(|_| joined);
    let own: Vec<String> = cue.of(text).into_iter().flat_map(fold_words).collect();
    let words: Vec<&str> = last.iter().chain(&own).map(String::as_str).collect();
    let modal = words.iter().position(|w| MODALS.contains(w));
    let denied = words
        .iter()
        .any(|w| matches!(*w, "not" | "never") || w.ends_with("n't"));
    let speaks = |at: usize| words[at + 1..].iter().take(2).any(|w| SPEAK.contains(w));
    modal.is_some_and(speaks) && !denied
}
