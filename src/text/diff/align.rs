//! Sentences side by side: equal ones by Myers' algorithm, reworded ones in the gaps between them by likeness, then words.

use super::Alignment;
use super::Block;
use super::Fate;
use super::MAX_SENTENCE;
use super::Side;
use super::Words;
use super::cut::Book;
use super::cut::Numbers;
use super::cut::Sentence;
use super::cut::Unit;
use super::cut::around;
use super::cut::units;
use crate::model::Span;
use crate::text::fold;
use similar::Algorithm;
use similar::DiffOp;
use similar::capture_diff_slices;
use std::collections::HashMap;
use std::collections::VecDeque;
use std::ops::Range;

/// Sentences of a gap that are compared each with each. A longer gap is parted into stretches of at most so many on
/// either side, in proportion: what was reworded and carried far from its place within it is then told as removed and added.
const GAP: usize = 128;

/// Least likeness (Dice coefficient of the words, in thousandths) of two sentences for one to be the other reworded.
const ALIKE: u32 = 450;

/// Fewest words of a sentence that is said to have moved; shorter ones ("He did not.") stand in many places.
const MOVED_WORDS: usize = 4;

/// The two texts side by side.
pub fn align(left: Side, right: Side) -> Alignment {
    let mut book = Book::default();
    let (a, left_cut) = book.sentences(&left);
    let (b, right_cut) = book.sentences(&right);
    let numbers = |side: &[Sentence]| side.iter().map(|s| s.number).collect::<Vec<_>>();
    let mut blocks = Vec::new();
    // Where the gap since the last equal sentence began.
    let (mut i, mut j) = (0, 0);
    for op in capture_diff_slices(Algorithm::Myers, &numbers(&a), &numbers(&b)) {
        let DiffOp::Equal {
            old_index,
            new_index,
            len,
        } = op
        else {
            continue;
        };
        gap(&a[i..old_index], &b[j..new_index], &mut blocks);
        (i, j) = (old_index + len, new_index + len);
        let same = a[old_index..i].iter().zip(&b[new_index..j]);
        blocks.extend(same.map(|(l, r)| block(Fate::Equal, Some(l), Some(r))));
    }
    gap(&a[i..], &b[j..], &mut blocks);
    moved(&mut blocks, &a, &b);
    Alignment {
        blocks,
        is_cut: left_cut || right_cut,
    }
}

/// Two short texts side by side, word by word, whatever their case and marks; of longer ones the first [`super::MAX_SENTENCE`] words each.
pub fn wordings(left: &str, right: &str) -> Vec<Words> {
    let mut numbers = Numbers::default();
    let mut side = |text: &str| {
        let mut units = units(text, Span::new(0, text.len()), fold, &mut numbers);
        units.retain(|unit| unit.is_word);
        units.truncate(MAX_SENTENCE);
        units
    };
    let (left, right) = (side(left), side(right));
    words(&left, &right)
}

fn block(fate: Fate, left: Option<&Sentence>, right: Option<&Sentence>) -> Block {
    Block {
        fate,
        left: left.map(|s| s.span),
        right: right.map(|s| s.span),
        moved: None,
        words: Vec::new(),
    }
}

/// What stands between two equal sentences.
fn gap(left: &[Sentence], right: &[Sentence], out: &mut Vec<Block>) {
    let parts = left
        .len()
        .div_ceil(GAP)
        .max(right.len().div_ceil(GAP))
        .max(1);
    let part = |len: usize, n: usize| len * n / parts..len * (n + 1) / parts;
    for n in 0..parts {
        stretch(
            &left[part(left.len(), n)],
            &right[part(right.len(), n)],
            out,
        );
    }
}

/// Pairs the sentences so that the sum of the pairs' likeness is greatest and no two pairs cross.
fn stretch(left: &[Sentence], right: &[Sentence], out: &mut Vec<Block>) {
    let columns = right.len() + 1;
    // What is left to gain from sentence i and j on.
    let mut gain = vec![0u32; (left.len() + 1) * columns];
    let mut alike = vec![0u32; left.len() * right.len()];
    for i in (0..left.len()).rev() {
        for j in (0..right.len()).rev() {
            let likeness = likeness(&left[i].bag, &right[j].bag);
            alike[i * right.len() + j] = likeness;
            let pair = match likeness {
                ALIKE.. => likeness + gain[(i + 1) * columns + j + 1],
                _ => 0,
            };
            gain[i * columns + j] = pair
                .max(gain[(i + 1) * columns + j])
                .max(gain[i * columns + j + 1]);
        }
    }
    let (mut i, mut j) = (0, 0);
    let mut added = Vec::new();
    while i < left.len() || j < right.len() {
        let paired = i < left.len() && j < right.len() && {
            let likeness = alike[i * right.len() + j];
            likeness >= ALIKE && gain[i * columns + j] == likeness + gain[(i + 1) * columns + j + 1]
        };
        if paired {
            out.append(&mut added);
            out.push(changed(&left[i], &right[j]));
            (i, j) = (i + 1, j + 1);
        } else if i < left.len()
            && (j == right.len() || gain[i * columns + j] == gain[(i + 1) * columns + j])
        {
            out.push(block(Fate::OnlyLeft, Some(&left[i]), None));
            i += 1;
        } else {
            // Held back, so that what went stands before what came in its place.
            added.push(block(Fate::OnlyRight, None, Some(&right[j])));
            j += 1;
        }
    }
    out.append(&mut added);
}

/// Twice the words in common by all words, in thousandths.
fn likeness(a: &[u32], b: &[u32]) -> u32 {
    let (mut i, mut j, mut shared) = (0, 0, 0);
    while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
        shared += usize::from(x == y);
        (i, j) = (i + usize::from(x <= y), j + usize::from(y <= x));
    }
    u32::try_from(2_000 * shared / (a.len() + b.len()).max(1)).unwrap_or(0)
}

fn changed(left: &Sentence, right: &Sentence) -> Block {
    Block {
        words: words(&left.units, &right.units),
        ..block(Fate::Changed, Some(left), Some(right))
    }
}

/// The words of two sentences side by side.
fn words(left: &[Unit], right: &[Unit]) -> Vec<Words> {
    let forms = |units: &[Unit]| units.iter().map(|u| u.form).collect::<Vec<_>>();
    let ops = capture_diff_slices(Algorithm::Myers, &forms(left), &forms(right));
    let mut runs: Vec<(bool, Range<usize>, Range<usize>)> = Vec::new();
    for (n, op) in ops.iter().enumerate() {
        let (_, old, new) = op.as_tag_tuple();
        let equal = matches!(op, DiffOp::Equal { .. });
        // A comma that stayed between two words that changed is no stay.
        let between = n > 0 && n + 1 < ops.len();
        let equal = equal && !(between && left[old.clone()].iter().all(|u| !u.is_word));
        match runs.last_mut() {
            Some((was, l, r)) if *was == equal => (l.end, r.end) = (old.end, new.end),
            _ => runs.push((equal, old, new)),
        }
    }
    let runs = runs.into_iter().map(|(equal, old, new)| {
        let (left, right) = (around(&left[old]), around(&right[new]));
        let fate = match (equal, left, right) {
            (true, ..) => Fate::Equal,
            (_, Some(_), None) => Fate::OnlyLeft,
            (_, None, Some(_)) => Fate::OnlyRight,
            _ => Fate::Changed,
        };
        Words { fate, left, right }
    });
    runs.collect()
}

/// Marks the sentences that went from one place and came in another.
fn moved(blocks: &mut [Block], left: &[Sentence], right: &[Sentence]) {
    let number = |side: &[Sentence]| -> HashMap<u32, (u32, usize)> {
        let entry = |s: &Sentence| (s.span.start, (s.number, s.bag.len()));
        side.iter().map(entry).collect()
    };
    let (left, right) = (number(left), number(right));
    let mut came: HashMap<u32, VecDeque<usize>> = HashMap::new();
    for (n, block) in blocks.iter().enumerate() {
        if let (Fate::OnlyRight, Some(span)) = (block.fate, block.right)
            && let Some((number, words)) = right.get(&span.start)
            && *words >= MOVED_WORDS
        {
            came.entry(*number).or_default().push_back(n);
        }
    }
    for n in 0..blocks.len() {
        if let (Fate::OnlyLeft, Some(span)) = (blocks[n].fate, blocks[n].left)
            && let Some((number, _)) = left.get(&span.start)
            && let Some(to) = came.get_mut(number).and_then(VecDeque::pop_front)
        {
            blocks[n].moved = blocks[to].right;
            blocks[to].moved = blocks[n].left;
        }
    }
}
