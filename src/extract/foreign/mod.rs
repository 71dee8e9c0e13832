//! Text in a language that the model has not learnt: told apart, kept from the English extractor, and read for quotations
//! with a cue beside them, in the languages of `tongues.rs`. English must not be known here.
//!
//! Linear in the length of the text: windows around a quotation are bounded.

mod language;
mod source;
mod tongues;

pub use language::Language;
pub use language::language;
pub use tongues::Tongue;

use crate::model::Attribution;
use crate::model::CueClass;
use crate::model::QuoteKind;
use crate::model::Resolution;
use crate::model::Span;
use crate::model::SpeakerKind;
use source::source;
use tongues::Order;

/// How far from a quotation its cue may stand, in bytes.
const REACH: usize = 160;
/// How sure a cue of the list beside a quotation is; no corpus has measured it.
const CONFIDENCE: f32 = 0.5;
/// Fewest words of a quotation, or letters in a script without spaces; what is shorter is a term.
const MIN_WORDS: usize = 3;
const MIN_LETTERS: usize = 4;

/// Opening marks and what closes them.
const PAIRS: &[(char, &[char])] = &[
    ('«', &['»']),
    ('“', &['”']),
    ('„', &['“', '”']),
    ('"', &['"']),
    ('「', &['」']),
    ('『', &['』']),
];

/// The quotations of the paragraph at `span` of `text` that have a cue of their language beside them. The mark that they
/// carry is their rule: "quoted-" and the language's code.
pub fn attributions(text: &str, span: Span, tongue: &'static Tongue) -> Vec<Attribution> {
    let paragraph = span.of(text).unwrap_or_default();
    let quotes = quotations(paragraph);
    let mut out: Vec<(Span, Attribution)> = Vec::new();
    for (n, quote) in quotes.iter().enumerate() {
        if !is_speech(quote.of(paragraph).unwrap_or_default(), tongue) {
            continue;
        }
        let before = n.checked_sub(1).and_then(|n| quotes.get(n));
        let left = window(
            paragraph,
            before.map_or(0, |q| q.range().end),
            quote.range().start,
            Side::Left,
        );
        let end = quotes
            .get(n + 1)
            .map_or(paragraph.len(), |q| q.range().start);
        let right = window(paragraph, quote.range().end, end, Side::Right);
        // «We go,» said Ann, «and soon»: the cue between two halves is taken by the first.
        let halved = out.last().is_some_and(|(cue, _)| left.contains(*cue));
        if halved && cue(paragraph, right, tongue, Side::Right).is_none() {
            if let Some((_, last)) = out.last_mut() {
                last.content.push(quote.shift(span.range().start));
            }
            continue;
        }
        let found = match tongue.order {
            Order::CueFirst => cue(paragraph, left, tongue, Side::Left)
                .map(|c| (c, left))
                .or_else(|| cue(paragraph, right, tongue, Side::Right).map(|c| (c, right))),
            Order::QuoteFirst => cue(paragraph, right, tongue, Side::Right)
                .map(|c| (c, right))
                .or_else(|| cue(paragraph, left, tongue, Side::Left).map(|c| (c, left))),
        };
        let Some((cue, near)) = found.filter(|_| !halved || !left.is_empty()) else {
            continue;
        };
        let named = source(paragraph, left, near, cue, tongue);
        let at = span.range().start;
        out.push((
            cue,
            Attribution {
                source: named.iter().map(|(s, _)| s.shift(at)).collect(),
                cue: vec![cue.shift(at)],
                content: vec![quote.shift(at)],
                kind: QuoteKind::Direct,
                class: CueClass::Statement,
                speaker: named.map(|(_, name)| speaker(name, tongue)),
                relayed_by: None,
                rule: format!("quoted-{}", tongue.code),
                confidence: CONFIDENCE,
            },
        ));
    }
    out.into_iter()
        .map(|(_, attribution)| attribution)
        .collect()
}

/// A script without capitals does not tell names from offices: who is named in it is known in this story alone.
fn speaker(name: String, tongue: &Tongue) -> Resolution {
    Resolution {
        kind: if tongue.capitals {
            SpeakerKind::Person
        } else {
            SpeakerKind::Unnamed
        },
        global: tongue.capitals && name.contains(' '),
        name,
        role: None,
        aliases: Vec::new(),
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Left,
    Right,
}

/// The outermost quotations of a paragraph, with their marks. One pass.
fn quotations(paragraph: &str) -> Vec<Span> {
    let mut out = Vec::new();
    let mut open: Option<(usize, &[char])> = None;
    for (at, c) in paragraph.char_indices() {
        match open {
            Some((from, closing)) if closing.contains(&c) => {
                out.push(Span::new(from, at + c.len_utf8()));
                open = None;
            }
            Some(_) => {}
            None => {
                let pair = PAIRS.iter().find(|(opening, _)| *opening == c);
                open = pair.map(|(_, closing)| (at, *closing));
            }
        }
    }
    out
}

fn is_speech(quote: &str, tongue: &Tongue) -> bool {
    if tongue.spaces {
        quote.split_whitespace().nth(MIN_WORDS - 1).is_some()
    } else {
        quote
            .chars()
            .filter(|c| c.is_alphabetic())
            .nth(MIN_LETTERS - 1)
            .is_some()
    }
}

/// What of `from..to` belongs to the sentence of a quotation that ends before it or begins after it.
fn window(text: &str, from: usize, to: usize, side: Side) -> Span {
    let (mut from, mut to) = (from, to);
    match side {
        Side::Left => from = from.max(to.saturating_sub(REACH)),
        Side::Right => to = to.min(from + REACH),
    }
    while !text.is_char_boundary(from) {
        from += 1;
    }
    while !text.is_char_boundary(to) {
        to -= 1;
    }
    let gap = text.get(from..to).unwrap_or_default();
    let ends = gap.char_indices().filter(|&(at, c)| {
        let after = gap[at + c.len_utf8()..].chars().next();
        matches!(c, '。' | '।' | '؟' | '？' | '！')
            || matches!(c, '.' | '!' | '?') && after.is_none_or(char::is_whitespace)
    });
    match side {
        Side::Left => {
            let cut = ends.last().map_or(0, |(at, c)| at + c.len_utf8());
            Span::new(from + cut, to)
        }
        Side::Right => {
            let mut ends = ends;
            let cut = ends.next().map_or(gap.len(), |(at, _)| at);
            Span::new(from, from + cut)
        }
    }
}

/// The cue in a window that is nearest to the quotation.
fn cue(text: &str, window: Span, tongue: &Tongue, side: Side) -> Option<Span> {
    let words = window.of(text)?.to_lowercase();
    // Only where lower case has the same bytes are offsets those of the text.
    let words = if words.len() == window.len() {
        words
    } else {
        window.of(text)?.to_owned()
    };
    let hits = tongue.cues.iter().flat_map(|cue| {
        words
            .match_indices(cue)
            .filter(|(at, _)| !tongue.spaces || stands_alone(&words, *at, cue.len()))
            .map(|(at, cue)| Span::new(at, at + cue.len()))
            .collect::<Vec<_>>()
    });
    let nearest = match side {
        Side::Left => hits.max_by_key(|s| (s.end, s.len())),
        Side::Right => hits.min_by_key(|s| (s.start, usize::MAX - s.len())),
    };
    nearest.map(|s| s.shift(window.range().start))
}

/// Whether no letter touches the word at `at`; the Arabic "and" and "so" are written onto the next word.
fn stands_alone(text: &str, at: usize, len: usize) -> bool {
    let mut before = text[..at].chars().rev();
    let free = match before.next() {
        Some('و' | 'ف') => before.next().is_none_or(|c| !c.is_alphabetic()),
        Some(c) => !c.is_alphabetic(),
        None => true,
    };
    free && text[at + len..]
        .chars()
        .next()
        .is_none_or(|c| !c.is_alphabetic())
}

#[cfg(test)]
mod tests;
