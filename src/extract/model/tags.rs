//! Parts of speech: the tag set (Penn Treebank's, marks coarsened), and a tagger of one greedy pass with hashed linear
//! features (averaged perceptron: Collins 2002). Attributions must not be known here.

use super::hash;
use super::line::Line;
use super::line::Mark;
use super::table::Table;
use rustc_hash::FxHashMap;

/// Number of tags.
pub const TAGS: usize = 36;

/// Names of the tags; the last three are marks and never predicted.
pub const NAMES: [&str; TAGS] = [
    "NN", "IN", "NNP", "DT", "JJ", "NNS", "VBD", "RB", "PRP", "VB", "CC", "VBZ", "TO", "VBG",
    "VBN", "VBP", "CD", "PRP$", "MD", "POS", "WP", "WDT", "NNPS", "WRB", "RP", "JJR", "JJS", "RBR",
    "EX", "RBS", "PDT", "UH", "WP$", ",", ".", "``",
];

/// Tags below this number are predicted; the others are read off the mark.
pub const PREDICTED: usize = 33;

/// The index of a Penn Treebank tag that is predicted.
pub fn index(name: &str) -> Option<u8> {
    NAMES[..PREDICTED]
        .iter()
        .position(|n| *n == name)
        .map(|i| i as u8)
}

/// The tag of a mark; `None` for words.
pub fn of_mark(mark: Mark) -> Option<u8> {
    match mark {
        Mark::Word => None,
        Mark::Quote => Some(35),
        Mark::Stop => Some(34),
        _ => Some(33),
    }
}

/// Features of token `i`, given that the tokens before it are tagged.
pub fn features(line: &Line, i: usize, out: &mut Vec<u32>) {
    out.clear();
    templates::<true, true>(line, i, out);
}

/// The features that do not depend on tags (`FIXED`), those that do (`TAGGED`), or both, in one order.
#[inline(always)]
fn templates<const FIXED: bool, const TAGGED: bool>(line: &Line, i: usize, out: &mut Vec<u32>) {
    let w = &line.words;
    let low = |k: isize| -> u32 {
        usize::try_from(i as isize + k)
            .ok()
            .and_then(|j| w.get(j))
            .map_or(1, |x| x.low)
    };
    let tag = |k: usize| -> u32 { i.checked_sub(k).map_or(99, |j| u32::from(w[j].tag)) };
    let me = &w[i];
    let first = line.starts.binary_search(&i).is_ok();
    let next = w.get(i + 1);
    let mut add = |t: u32, a: u32, b: u32| out.push(hash::feature(t, a, b));
    if FIXED {
        add(1, me.low, 0);
        add(2, me.ends[0], u32::from(me.shape));
        add(3, me.ends[1], 0);
        add(4, me.ends[2], 0);
        add(5, u32::from(me.shape), u32::from(first));
    }
    if TAGGED {
        add(6, tag(1), 0);
        add(7, tag(1) * 128 + tag(2), 0);
        add(8, tag(1), me.low);
    }
    if FIXED {
        add(9, low(-1), 0);
        add(10, low(1), 0);
        add(11, low(2), 0);
        add(12, low(-2), 0);
        add(
            13,
            next.map_or(0, |x| x.ends[1]),
            u32::from(next.map_or(9, |x| x.shape)),
        );
    }
    if TAGGED {
        add(14, me.ends[1], tag(1) + if first { 1000 } else { 0 });
    }
    if FIXED {
        add(17, me.stem, u32::from(me.shape));
    }
    if TAGGED {
        add(
            18,
            u32::from(me.shape) * 128 + tag(1),
            next.map_or(0, |x| x.ends[0]),
        );
    }
}

/// Words that nearly always have one tag, learnt from training data: numbers of words, no words. Half of a text is such words,
/// and they are tagged without being looked at more closely (as the tagger of TextBlob and NLTK does).
#[derive(Clone, Debug, Default)]
pub struct Known {
    tags: FxHashMap<u32, u8>,
}

impl Known {
    /// From pairs of a word's number and its tag.
    pub fn new(entries: impl IntoIterator<Item = (u32, u8)>) -> Self {
        let known = entries
            .into_iter()
            .filter(|(_, tag)| usize::from(*tag) < PREDICTED);
        Known {
            tags: known.collect(),
        }
    }

    /// The word's only tag.
    pub fn tag(&self, low: u32) -> Option<u8> {
        self.tags.get(&low).copied()
    }

    /// The entries, sorted by word.
    pub fn entries(&self) -> Vec<(u32, u8)> {
        let mut entries: Vec<_> = self.tags.iter().map(|(&low, &tag)| (low, tag)).collect();
        entries.sort_unstable();
        entries
    }
}

/// What tags are told by.
#[derive(Clone)]
pub struct Tagger {
    /// Words of one tag.
    pub known: Known,
    /// Weights for all others.
    pub table: Table<TAGS>,
}

/// Tags every token of the line. What does not wait for the tags before is summed first, for all tokens: the processor can
/// then look up many of them at once.
pub fn tag(line: &mut Line, tagger: &Tagger) {
    let mut buffer = Vec::with_capacity(24);
    let mut open = Vec::with_capacity(line.words.len());
    for i in 0..line.words.len() {
        let word = &mut line.words[i];
        match of_mark(word.mark).or_else(|| tagger.known.tag(word.low)) {
            Some(tag) => word.tag = tag,
            None => {
                buffer.clear();
                templates::<true, false>(line, i, &mut buffer);
                open.push((i, tagger.table.sum(&buffer)));
            }
        }
    }
    for (i, fixed) in &open {
        buffer.clear();
        templates::<false, true>(line, *i, &mut buffer);
        let sum = tagger.table.sum(&buffer);
        let score = |t: usize| fixed[t] + sum[t];
        let best = (1..PREDICTED).fold(0, |best, t| if score(t) > score(best) { t } else { best });
        line.words[*i].tag = best as u8;
    }
}
