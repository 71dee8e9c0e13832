//! Whom and what a content names: its runs of words with a capital. Whom the names mean must not be known here.

use crate::model::Span;
use crate::text::TokenKind;
use crate::text::fold;
use crate::text::sentences;
use crate::text::tokens;

/// Names kept of one content, the first ones.
const MAX_NAMES: usize = 12;
/// Longest name kept, in bytes; a longer run of capitals is a headline and no name.
const MAX_NAME: usize = 80;

/// Words with a capital that name nobody.
const NO_NAMES: &[&str] = &[
    "i",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "mr",
    "mrs",
    "ms",
    "dr",
];

/// Small words inside a name.
const INSIDE: &[&str] = &[
    "of", "de", "la", "von", "van", "der", "den", "du", "al", "bin", "el", "for",
];

pub(super) fn of(text: &str, content: &[Span]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for fragment in content.iter().filter_map(|s| s.of(text)) {
        for sentence in sentences(fragment) {
            let sentence = sentence.of(fragment).unwrap_or_default();
            for name in in_sentence(sentence, text) {
                let known = names.iter().any(|n| fold(n) == fold(&name));
                if !known && names.len() < MAX_NAMES {
                    names.push(name);
                }
            }
        }
    }
    names
}

fn in_sentence(sentence: &str, text: &str) -> Vec<String> {
    let mut out = Vec::new();
    // First and last byte of the run, the end of its last word with a capital, and whether its first word opens the sentence.
    let mut run: Option<(usize, usize, bool)> = None;
    let mut first = true;
    let mut close = |run: &mut Option<(usize, usize, bool)>| {
        let Some((start, end, opens)) = run.take() else {
            return;
        };
        let mut name = &sentence[start..end];
        if opens && !name.contains(' ') && !is_name_elsewhere(name, text) {
            return;
        }
        // "Under Mayor Orne": the first word of a sentence is none of the name, unless it is seen in capitals elsewhere.
        if opens
            && let Some((word, rest)) = name.split_once(' ')
            && is_common(word)
        {
            name = rest;
        }
        // "Iran-backed" names Iran.
        if let Some((head, tail)) = name.rsplit_once('-')
            && tail.starts_with(char::is_lowercase)
        {
            name = head;
        }
        if name.len() <= MAX_NAME && !NO_NAMES.contains(&fold(name).as_str()) {
            out.push(name.to_owned());
        }
    };
    for token in tokens(sentence) {
        let word = token.span.of(sentence).unwrap_or_default();
        let range = token.span.range();
        let capital = word.starts_with(char::is_uppercase);
        match token.kind {
            TokenKind::Word
                if capital && !word.starts_with("I'") && !word.starts_with("I’") && word != "I" =>
            {
                match &mut run {
                    Some((_, end, _)) => *end = range.end,
                    None => run = Some((range.start, range.end, first)),
                }
            }
            TokenKind::Word if run.is_some() && INSIDE.contains(&word) => {}
            TokenKind::Clitic => close(&mut run),
            TokenKind::Mark if word == "-" && run.is_some() => {}
            TokenKind::Mark
                if crate::text::is_quote(word.chars().next().unwrap_or(' ')) && first =>
            {
                continue;
            }
            _ => close(&mut run),
        }
        first = false;
    }
    close(&mut run);
    out
}

/// Whether a word that opens a sentence is also printed with a capital inside one.
fn is_name_elsewhere(word: &str, text: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let before = text.get(..at).unwrap_or_default();
        let after = text.get(at + word.len()..).and_then(|s| s.chars().next());
        let whole = after.is_none_or(|c| !c.is_alphanumeric());
        let mut back = before.chars().rev();
        whole
            && back.next() == Some(' ')
            && back.next().is_some_and(|c| c.is_lowercase() || c == ',')
    })
}

fn is_common(word: &str) -> bool {
    const COMMON: &[&str] = &[
        "the", "a", "an", "in", "on", "at", "for", "to", "under", "when", "if", "but", "and", "so",
        "as", "while", "after", "before", "with", "by", "from", "that", "this", "these", "our",
        "my", "his", "her", "their", "its", "what", "why", "how", "no", "even", "only",
    ];
    COMMON.contains(&fold(word).as_str())
}
