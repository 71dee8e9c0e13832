//! The passages that one text has of another, in whatever order they stand there. Case, accents and marks do not count.

use super::cut::Numbers;
use super::cut::Side;
use super::cut::Unit;
use super::cut::around;
use super::cut::folded_words;
use crate::model::Span;
use std::collections::HashMap;

/// Fewest words that are a passage. Shorter runs are idiom: "according to a statement released by the".
pub const MIN_PASSAGE_WORDS: usize = 12;
/// Passages told of one pair of texts, the longest ones.
pub const MAX_PASSAGES: usize = 64;
/// Words compared of one text; what follows is passed over.
const MAX_WORDS: usize = 100_000;
/// Words in a row by which a passage is found.
const SEED: usize = 6;
/// Places of one seed that are tried: a phrase that the left text repeats more often is found at its first ones.
const MAX_PLACES: usize = 8;
/// Passages that so few words part in both texts are one, with words changed inside it.
const BRIDGE: usize = 8;

/// The same words, but for single ones, in two texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Passage {
    /// Where it stands in the left text.
    pub left: Span,
    /// Where it stands in the right text.
    pub right: Span,
    /// Words that stand in both.
    pub words: usize,
}

/// A run in numbers of words.
#[derive(Clone, Copy)]
struct Run {
    left: (usize, usize),
    right: (usize, usize),
    words: usize,
}

/// The passages of `right` that stand in `left`, in the order of `right`; they do not overlap there.
pub fn passages(left: Side, right: Side) -> Vec<Passage> {
    let mut numbers = Numbers::default();
    let a = folded_words(&left, MAX_WORDS, &mut numbers);
    let b = folded_words(&right, MAX_WORDS, &mut numbers);
    let mut runs = bridged(runs(&a, &b));
    runs.retain(|run| run.words >= MIN_PASSAGE_WORDS);
    if runs.len() > MAX_PASSAGES {
        runs.sort_by_key(|run| (std::cmp::Reverse(run.words), run.right.0));
        runs.truncate(MAX_PASSAGES);
        runs.sort_by_key(|run| run.right.0);
    }
    let passage = |run: Run| {
        Some(Passage {
            left: with_marks(left.text, around(&a[run.left.0..run.left.1])?),
            right: with_marks(right.text, around(&b[run.right.0..run.right.1])?),
            words: run.words,
        })
    };
    runs.into_iter().filter_map(passage).collect()
}

/// The span with the quotation marks and stops that touch it.
fn with_marks(text: &str, span: Span) -> Span {
    let touches = |c: &char| !c.is_whitespace() && !c.is_alphanumeric();
    let (before, after) = (
        text.get(..span.start as usize).unwrap_or_default(),
        text.get(span.end as usize..).unwrap_or_default(),
    );
    let length = |chars: &mut dyn Iterator<Item = char>| -> usize {
        chars.take_while(touches).map(char::len_utf8).sum()
    };
    let (head, tail) = (
        length(&mut before.chars().rev()),
        length(&mut after.chars()),
    );
    Span::new(span.start as usize - head, span.end as usize + tail)
}

/// Walks `b` and takes, wherever a seed of `a` stands, the longest run that begins there.
fn runs(a: &[Unit], b: &[Unit]) -> Vec<Run> {
    let form = |units: &[Unit], at: usize| units.get(at).map(|u| u.form);
    let mut seeds: HashMap<[u32; SEED], Vec<usize>> = HashMap::new();
    for (at, window) in a.windows(SEED).enumerate() {
        let places = seeds.entry(seed(window)).or_default();
        if places.len() < MAX_PLACES {
            places.push(at);
        }
    }
    let mut out = Vec::new();
    let mut at = 0;
    while at + SEED <= b.len() {
        let places = seeds.get(&seed(&b[at..at + SEED]));
        let length = |from: usize| {
            (0..)
                .take_while(|n| form(a, from + n).is_some_and(|f| form(b, at + n) == Some(f)))
                .count()
        };
        // Of equally long ones the place that goes on where the last run ended, else the first.
        let goes_on = out.last().map_or(0, |run: &Run| run.left.1);
        let best = places
            .into_iter()
            .flatten()
            .map(|&from| (length(from), from))
            .max_by_key(|&(length, from)| {
                let ahead = from >= goes_on;
                (length, ahead, std::cmp::Reverse(from))
            });
        match best {
            Some((length, from)) => {
                out.push(Run {
                    left: (from, from + length),
                    right: (at, at + length),
                    words: length,
                });
                at += length;
            }
            None => at += 1,
        }
    }
    out
}

fn seed(window: &[Unit]) -> [u32; SEED] {
    let mut seed = [0; SEED];
    for (to, unit) in seed.iter_mut().zip(window) {
        *to = unit.form;
    }
    seed
}

/// Joins runs that follow each other in both texts with little between them.
fn bridged(runs: Vec<Run>) -> Vec<Run> {
    let mut out: Vec<Run> = Vec::new();
    for run in runs {
        let joins = |last: &&mut Run| {
            run.left.0 >= last.left.1
                && run.left.0 - last.left.1 <= BRIDGE
                && run.right.0 - last.right.1 <= BRIDGE
        };
        match out.last_mut().filter(joins) {
            Some(last) => {
                last.left.1 = run.left.1;
                last.right.1 = run.right.1;
                last.words += run.words;
            }
            None => out.push(run),
        }
    }
    out
}
