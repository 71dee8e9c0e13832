//! The words around an attribution that tell of the act of speech itself. What they tell must not be known here.

use crate::model::Attribution;
use crate::model::Span;
use crate::text::sentences;
use crate::text::words;

/// Words that begin a clause of its own, whose "on Tuesday" is about something else.
const TURNS: &[&str] = &[
    "who", "whom", "whose", "which", "that", "when", "where", "while", "after", "before", "since",
    "because", "until", "as", "but", "and",
];

/// What stands in a paragraph between two of these.
const PARAGRAPH_BREAK: &str = "\n\n";

/// The pieces of the cue's sentence that lie outside source and content, the cue's own first, each up to where a clause of its
/// own begins. Empty for a quotation without a cue.
pub(super) fn of(text: &str, a: &Attribution) -> Vec<Span> {
    let Some(cue) = a.cue.first().copied() else {
        return Vec::new();
    };
    let (at, end) = (cue.start as usize, cue.end as usize);
    let (Some(before), Some(after)) = (text.get(..at), text.get(end..)) else {
        return Vec::new();
    };
    let from = before
        .rfind(PARAGRAPH_BREAK)
        .map_or(0, |n| n + PARAGRAPH_BREAK.len());
    let to = after.find(PARAGRAPH_BREAK).map_or(text.len(), |n| end + n);
    let paragraph = &text[from..to];
    let touched = |s: &Span| a.cue.iter().chain(&a.source).any(|span| s.overlaps(*span));
    let held: Vec<Span> = sentences(paragraph)
        .into_iter()
        .map(|s| s.shift(from))
        .filter(touched)
        .collect();
    let mut taken: Vec<Span> = a.content.iter().chain(&a.source).copied().collect();
    taken.sort_unstable();
    let mut pieces = Vec::new();
    for sentence in held {
        let mut start = sentence.start;
        for span in taken.iter().filter(|s| s.overlaps(sentence)) {
            if span.start > start {
                pieces.push(Span::new(start as usize, span.start as usize));
            }
            start = start.max(span.end);
        }
        if start < sentence.end {
            pieces.push(Span::new(start as usize, sentence.end as usize));
        }
    }
    // What stands with the cue says most about it.
    pieces.sort_by_key(|piece| (!piece.overlaps(cue), piece.start));
    pieces
        .iter()
        .filter_map(|piece| upto_turn(text, *piece, cue))
        .collect()
}

/// The piece between the words that begin clauses of their own: around the cue, or from the piece's beginning.
fn upto_turn(text: &str, piece: Span, cue: Span) -> Option<Span> {
    let inner = piece.of(text)?;
    let base = piece.start as usize;
    // The cue may hold such words itself: "according to", "as … put it".
    let (before, from) = match piece.overlaps(cue) {
        true => (cue.start, cue.end),
        false => (piece.start, piece.start),
    };
    let (mut start, mut end) = (piece.start, piece.end);
    for (span, word) in words(inner).map(|(span, word)| (span.shift(base), word)) {
        if !TURNS.iter().any(|turn| word.eq_ignore_ascii_case(turn)) {
            continue;
        }
        if span.start < before {
            start = before;
        } else if span.start >= from {
            end = span.start;
            break;
        }
    }
    (end > start).then(|| Span::new(start as usize, end as usize))
}
