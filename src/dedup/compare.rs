//! Two texts side by side: how much of each stands in the other, and where. It decides nothing.

use super::packed::Codes;
use super::packed::Packed;
use super::packed::Text;

/// Unshared live shingles inside a passage that do not break it: an edited word costs three shingles, so about one.
const PASSAGE_GAP: usize = 1;

/// Shared shingles in a row that are a passage and no accident: about two lines.
const LEAST_PASSAGE: usize = 3;

/// Shingles in a row that are not shared from which they are a sentence of its own, about 20 words, and no edited phrase.
const LEAST_SENTENCE: usize = 5;

/// Chance that two different shingles have one code, as one in so many.
const CODES: usize = 1 << 15;

/// A text prepared for many comparisons: its live shingles by code, each with its place among the live ones.
pub(super) struct Query<'a> {
    text: &'a Text,
    live: Vec<(u16, u32)>,
    /// For each place, whether it is quoted or a figure's.
    beside: Vec<bool>,
    figures: usize,
    codes: Codes,
}

/// The shared live shingles of two texts.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Overlap {
    /// Live sampled shingles that stand in both.
    pub shared: usize,
    /// Share of this text's live shingles that stand in the other.
    pub of_this: f64,
    /// Share of the other's.
    pub of_that: f64,
    /// The larger of the two shares when only what neither text quotes is counted, without shingles of figures.
    pub own: f64,
    /// Shingles so counted in the text that has fewer.
    pub own_of: usize,
    /// Of the text whose share is larger: the live shingles with a figure, and how many of them stand in the other.
    pub figures_of: usize,
    /// See `figures_of`.
    pub figures: usize,
    /// The longest unbroken shared passage, in shingles.
    pub passage: usize,
    /// Live sampled shingles of the longer text before its longest shared passage.
    pub before: usize,
    /// Live sampled shingles of the other text before the first shared passage.
    pub that_head: usize,
    /// Live sampled shingles before the first shared passage, in the text where they are a smaller share of it.
    pub head: usize,
    /// That share.
    pub head_share: f64,
    /// The same of the other text.
    pub other_head: usize,
    /// That share.
    pub other_head_share: f64,
    /// Live sampled shingles after the last shared one, in the text where they are more.
    pub tail: usize,
    /// The share of each text that stands in whole sentences of its own, of the text where it is less. A cut has none and an
    /// edited copy has few words of its own in a row; two reports of one event both have many.
    pub apart: f64,
}

impl Overlap {
    /// The larger share: a cut is wholly in its original, whatever it left out.
    pub(super) fn containment(&self) -> f64 {
        self.of_this.max(self.of_that)
    }

    /// The smaller share.
    pub(super) fn coverage(&self) -> f64 {
        self.of_this.min(self.of_that)
    }
}

impl<'a> Query<'a> {
    pub(super) fn new(text: &'a Text) -> Query<'a> {
        let places = (0..text.codes.len()).filter(|&at| text.live[at]);
        let mut live: Vec<(u16, u32)> = places.clone().map(|at| text.codes[at]).zip(0..).collect();
        let figures = live.iter().filter(|(code, _)| code & 1 == 1).count();
        live.sort_unstable();
        Query {
            text,
            live,
            beside: places
                .map(|at| text.quoted[at] || text.codes[at] & 1 == 1)
                .collect(),
            figures,
            codes: Codes::of(text),
        }
    }

    /// Whether a comparison with `other` may find a share of `least` or a passage of `passage` shingles: the quick test before it.
    pub(super) fn may_match(&self, other: &Packed, least: f64, passage: usize) -> bool {
        let (live, hits) = other.overlap(&self.codes);
        hits >= passage || hits as f64 >= least * live.min(self.len()) as f64
    }

    /// The prepared text.
    pub(super) fn text(&self) -> &Text {
        self.text
    }

    /// Live shingles of the prepared text.
    pub(super) fn len(&self) -> usize {
        self.live.len()
    }

    /// The comparison, and the places of this text that stand in the other, ascending.
    pub(super) fn against(&self, other: &Text) -> (Overlap, Vec<u32>) {
        let mut here: Vec<u32> = Vec::new();
        let mut there: Vec<u32> = Vec::new();
        let (mut live, mut beside_there, mut figures, mut shared_figures) = (0, 0, 0, 0);
        let (mut either, mut here_only, mut there_only) = (0, 0, 0);
        for (at, &code) in other.codes.iter().enumerate() {
            if !other.live[at] {
                continue;
            }
            // A figure's shingles are all kept, so they would outweigh the words around them.
            let beside = other.quoted[at] || code & 1 == 1;
            beside_there += usize::from(beside);
            figures += usize::from(code & 1);
            if let Ok(found) = self.live.binary_search_by_key(&code, |&(c, _)| c) {
                let place = self.live[found].1;
                here.push(place);
                there.push(live as u32);
                shared_figures += usize::from(code & 1);
                let marks = (self.beside[place as usize], beside);
                either += usize::from(marks.0 || marks.1);
                here_only += usize::from(marks == (true, false));
                there_only += usize::from(marks == (false, true));
            }
            live += 1;
        }
        here.sort_unstable();
        here.dedup();
        let by_chance = self.len().saturating_sub(here.len()) * live / CODES;
        let shared = here.len().saturating_sub(by_chance);
        if shared == 0 {
            return (Overlap::default(), here);
        }
        let (run_here, run_there) = (longest_run(&here), longest_run(&there));
        let longer = if self.len() > live {
            run_here
        } else {
            run_there
        };
        let heads = [(first_run(&here), self.len()), (first_run(&there), live)];
        let [here_head, there_head] =
            heads.map(|(start, all)| (start as usize, f64::from(start) / all.max(1) as f64));
        let (less, more) = if here_head.1 <= there_head.1 {
            (here_head, there_head)
        } else {
            (there_head, here_head)
        };
        // What is quoted in one text only is quoted in both: edits lose quotation marks.
        let beside_here = self.beside.iter().filter(|b| **b).count();
        let own_here = self.len().saturating_sub(beside_here + there_only);
        let own_there = live.saturating_sub(beside_there + here_only);
        let own_shared = shared.saturating_sub(either);
        let of = |all: usize| own_shared as f64 / all.max(1) as f64;
        let of_this = shared as f64 / self.len() as f64;
        let of_that = shared as f64 / live as f64;
        let overlap = Overlap {
            shared,
            of_this,
            of_that,
            own: of(own_here.min(own_there)).min(1.0),
            own_of: own_here.min(own_there),
            figures_of: if of_this >= of_that {
                self.figures
            } else {
                figures
            },
            figures: shared_figures,
            passage: run_here.len.min(run_there.len),
            before: longer.start as usize,
            that_head: there_head.0,
            head: less.0,
            head_share: less.1,
            other_head: more.0,
            other_head_share: more.1,
            tail: after(&here, self.len()).max(after(&there, live)),
            apart: own_sentences(&here, self.len()).min(own_sentences(&there, live)),
        };
        (overlap, here)
    }
}

/// A passage: shared places in a row.
#[derive(Clone, Copy, Default)]
struct Run {
    start: u32,
    len: usize,
}

fn runs(places: &[u32]) -> impl DoubleEndedIterator<Item = &[u32]> {
    places.chunk_by(|a, b| b.saturating_sub(*a) as usize <= PASSAGE_GAP + 1)
}

/// Where the first passage of at least [`LEAST_PASSAGE`] starts; the first shared place where there is none.
fn first_run(places: &[u32]) -> u32 {
    runs(places)
        .find(|run| run.len() >= LEAST_PASSAGE)
        .or(Some(places))
        .and_then(|run| run.first().copied())
        .unwrap_or(0)
}

/// Places after the last shared ones of `all`; a single one may be an accident.
fn after(places: &[u32], all: usize) -> usize {
    let last = runs(places).rev().find(|run| run.len() > 1);
    let last = last.or(Some(places)).and_then(|run| run.last());
    all.saturating_sub(last.map_or(0, |&last| last as usize + 1))
}

/// The share of `all` places that lie in gaps of at least [`LEAST_SENTENCE`] between what is shared; a single shared place may be an accident.
fn own_sentences(places: &[u32], all: usize) -> f64 {
    let (mut own, mut end) = (0, 0);
    for run in runs(places).filter(|run| run.len() > 1) {
        let [from, to] = [run[0], run[run.len() - 1]].map(|place| place as usize);
        own += Some(from - end)
            .filter(|&gap| gap >= LEAST_SENTENCE)
            .unwrap_or(0);
        end = to + 1;
    }
    own += Some(all.saturating_sub(end))
        .filter(|&gap| gap >= LEAST_SENTENCE)
        .unwrap_or(0);
    own as f64 / all.max(1) as f64
}

/// The longest of the runs of ascending places with no more than [`PASSAGE_GAP`] missing between two; the first of equals.
fn longest_run(places: &[u32]) -> Run {
    let mut longest = Run::default();
    for run in runs(places) {
        if run.len() > longest.len {
            longest = Run {
                start: run[0],
                len: run.len(),
            };
        }
    }
    longest
}
