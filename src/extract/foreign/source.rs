//! Who stands beside a cue: capitalised words, or, in a script without capitals, what stands between the cue and the next
//! mark. What is quoted must not be known here.

use super::tongues::Tongue;
use super::tongues::Where;
use crate::model::Span;
use crate::text::words;

/// Words between a cue and the name that it belongs to ("dijo la ministra de Salud, …" is followed so far).
const MAX_BETWEEN: usize = 5;
/// Longest source in a script without capitals, in characters.
const MAX_PLAIN: usize = 24;
/// Most particles in a row inside a name.
const MAX_PARTICLES: usize = 3;
/// Words of a name where every noun has a capital: what stands before them is an office.
const NAME: usize = 2;

/// Particles inside names.
const PARTICLES: &[&str] = &[
    "de", "del", "la", "las", "los", "da", "do", "dos", "di", "von", "van", "der", "den", "bin",
    "al", "el", "le", "du", "y", "e",
];

/// The source's span in `text` and its name. `near` is the window that the cue stands in, `left` the one before the quotation.
pub fn source(
    text: &str,
    left: Span,
    near: Span,
    cue: Span,
    tongue: &Tongue,
) -> Option<(Span, String)> {
    let behind = Span {
        start: cue.end,
        end: near.end.max(cue.end),
    };
    let before = Span {
        start: near.start.min(cue.start),
        end: cue.start,
    };
    let span = match tongue.source {
        Where::Capitals => {
            capitals(text, behind, true, tongue).or_else(|| capitals(text, before, false, tongue))
        }
        Where::After => plain(text, behind, tongue, true),
        Where::Before => {
            plain(text, before, tongue, false).or_else(|| plain(text, left, tongue, false))
        }
    }?;
    span.of(text).map(|name| (span, name.to_owned()))
}

/// The run of capitalised words nearest to the cue.
fn capitals(text: &str, window: Span, after: bool, tongue: &Tongue) -> Option<Span> {
    let part = window.of(text)?;
    let all: Vec<(Span, &str)> = words(part).collect();
    let capital = |n: usize| {
        all.get(n)
            .is_some_and(|(_, w)| w.starts_with(char::is_uppercase))
    };
    let touches = |a: usize, b: usize| {
        let gap = part.get(all[a].0.end as usize..all[b].0.start as usize);
        gap.is_some_and(|g| g.chars().all(|c| matches!(c, ' ' | '-' | '.' | '\u{a0}')))
    };
    let first = if after {
        let gap = all
            .first()
            .and_then(|(s, _)| part.get(..s.start as usize))?;
        (gap.trim_matches(['-', ' ']).is_empty()).then_some(())?;
        (0..all.len().min(MAX_BETWEEN + 1))
            .take_while(|&n| n == 0 || touches(n - 1, n))
            .find(|&n| capital(n))?
    } else {
        let last = all.len().checked_sub(1)?;
        let mut end = (last.saturating_sub(MAX_BETWEEN)..=last)
            .rev()
            .find(|&n| capital(n))?;
        while let Some(before) = before(&all, end, &capital, &touches) {
            end = before;
        }
        end
    };
    let mut last = first;
    while let Some(next) = (last + 1..all.len().min(last + 2 + MAX_PARTICLES))
        .take_while(|&n| touches(n - 1, n))
        .find(|&n| capital(n))
        .filter(|&n| (last + 1..n).all(|k| is_particle(all[k].1)))
    {
        last = next;
    }
    let first = if tongue.nouns {
        first.max((last + 1).saturating_sub(NAME))
    } else {
        first
    };
    Some(Span::new(all[first].0.range().start, all[last].0.range().end).shift(window.range().start))
}

/// The part of the name before word `at`, across particles.
fn before(
    all: &[(Span, &str)],
    at: usize,
    capital: impl Fn(usize) -> bool,
    touches: impl Fn(usize, usize) -> bool,
) -> Option<usize> {
    (at.saturating_sub(1 + MAX_PARTICLES)..at)
        .rev()
        .take_while(|&n| touches(n, n + 1))
        .find(|&n| capital(n))
        .filter(|&n| (n + 1..at).all(|k| is_particle(all[k].1)))
}

fn is_particle(word: &str) -> bool {
    PARTICLES.contains(&word)
}

/// What stands between the cue and the nearest mark, without the words that only tie the two.
fn plain(text: &str, window: Span, tongue: &Tongue, after: bool) -> Option<Span> {
    let part = window.of(text)?;
    let mark = |c: char| {
        c.is_ascii_punctuation()
            || matches!(
                c,
                '，' | '、'
                    | '：'
                    | '；'
                    | '،'
                    | '؛'
                    | '“'
                    | '«'
                    | '「'
                    | '」'
                    | '』'
                    | '»'
                    | '”'
            )
    };
    let edge = |c: char| c.is_whitespace() || mark(c);
    let mut start = part.len() - part.trim_start_matches(edge).len();
    let mut end = part.trim_end_matches(edge).len().max(start);
    for tie in tongue.ties {
        end = part.get(start..end)?.find(tie).map_or(end, |at| start + at);
    }
    let kept = part.get(start..end)?;
    let cut = if after {
        kept.find(mark)
    } else {
        kept.rfind(mark)
    };
    match cut {
        Some(at) if after => end = start + at,
        Some(at) => start += at + kept[at..].chars().next().map_or(0, char::len_utf8),
        None => {}
    }
    let name = part.get(start..end)?;
    let bare = name.trim();
    start += name.len() - name.trim_start().len();
    let fits = !bare.is_empty() && bare.chars().count() <= MAX_PLAIN;
    fits.then(|| Span::new(start, start + bare.len()).shift(window.range().start))
}
