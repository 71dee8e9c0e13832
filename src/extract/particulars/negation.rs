//! What is denied in an attribution: by its cue, or by the content itself. Whether a denial is true must not be known here.

use crate::model::Attribution;
use crate::model::CueClass;
use crate::model::Negation;
use crate::model::Span;
use crate::text::fold_words;

/// Words that begin another clause: a denial behind one is not the statement's own.
const TURNS: &[&str] = &[
    "because", "if", "who", "which", "when", "where", "while", "although", "though", "until",
    "unless", "but",
];

/// Stems of cues that say that the content is not so.
const DENY: &[&str] = &[
    "deny",
    "denie",
    "denial",
    "refut",
    "reject",
    "disput",
    "rebut",
    "dismiss",
    "disavow",
    "contradict",
    "rule out",
    "ruled out",
];

pub(super) fn of(text: &str, a: &Attribution) -> Option<Negation> {
    let content = denies(text, &a.content);
    let cue: Vec<String> = words(text, &a.cue).collect();
    let joined = cue.join(" ");
    let by_cue = a.class == CueClass::Denial && DENY.iter().any(|stem| joined.contains(stem))
        || cue.iter().any(|w| is_denial(w));
    match (content, by_cue) {
        (true, true) => Some(Negation::Both),
        (true, false) => Some(Negation::Content),
        (false, true) => Some(Negation::Cue),
        (false, false) => None,
    }
}

/// Whether the first clause of the content denies something.
fn denies(text: &str, content: &[Span]) -> bool {
    let first = content.first().and_then(|s| s.of(text)).unwrap_or_default();
    let clause = first.split([';', '—', '–']).next().unwrap_or_default();
    let mut clause = fold_words(clause).enumerate();
    clause
        .by_ref()
        .take_while(|(n, word)| *n == 0 || !TURNS.contains(&word.as_str()))
        .any(|(_, word)| is_denial(&word))
}

fn is_denial(word: &str) -> bool {
    matches!(
        word,
        "not" | "never" | "no" | "neither" | "nor" | "cannot" | "nobody" | "nothing" | "none"
    ) || word.ends_with("n't")
}

fn words<'t>(text: &'t str, spans: &'t [Span]) -> impl Iterator<Item = String> + 't {
    spans.iter().filter_map(|s| s.of(text)).flat_map(fold_words)
}
