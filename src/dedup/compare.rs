//! Two texts side by side: how much of each stands in the other, and where. It decides nothing.

use super::fingerprint::Fingerprint;
use super::postings::Postings;

/// Unshared live sampled shingles inside a passage that do not break it: an edited word costs three shingles, so about one.
const PASSAGE_GAP: usize = 1;

/// Shared shingles in a row that are a passage and no accident: about two lines.
const LEAST_PASSAGE: usize = 3;

/// A fingerprint prepared for many comparisons: its live shingles by hash, each with its place among the live ones.
pub(super) struct Query {
    live: Vec<(u32, u32)>,
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
    /// The longest unbroken shared passage, in shingles.
    pub passage: usize,
    /// Live sampled shingles of the longer text before its longest shared passage.
    pub before: usize,
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

impl Query {
    pub(super) fn new(print: &Fingerprint, postings: &Postings) -> Query {
        let live = print
            .shingles()
            .iter()
            .copied()
            .filter(|&s| postings.is_live(s));
        let mut live: Vec<(u32, u32)> = live.zip(0..).collect();
        live.sort_unstable();
        Query { live }
    }

    /// Live shingles of the prepared text.
    pub(super) fn len(&self) -> usize {
        self.live.len()
    }

    /// The live shingles, ascending.
    pub(super) fn shingles(&self) -> impl Iterator<Item = u32> {
        self.live.iter().map(|&(shingle, _)| shingle)
    }

    pub(super) fn against(&self, other: &Fingerprint, postings: &Postings) -> Overlap {
        let mut here: Vec<u32> = Vec::new();
        let mut there: Vec<u32> = Vec::new();
        let mut live = 0u32;
        for &shingle in other.shingles() {
            if let Ok(at) = self.live.binary_search_by_key(&shingle, |&(s, _)| s) {
                here.push(self.live[at].1);
                there.push(live);
                live += 1;
            } else if postings.is_live(shingle) {
                live += 1;
            }
        }
        let shared = here.len();
        if shared == 0 {
            return Overlap::default();
        }
        here.sort_unstable();
        let (run_here, run_there) = (longest_run(&here), longest_run(&there));
        let longer = if self.len() > live as usize {
            run_here
        } else {
            run_there
        };
        let heads = [
            (first_run(&here), self.len()),
            (first_run(&there), live as usize),
        ];
        let [here_head, there_head] =
            heads.map(|(start, all)| (start as usize, f64::from(start) / all.max(1) as f64));
        let (less, more) = if here_head.1 <= there_head.1 {
            (here_head, there_head)
        } else {
            (there_head, here_head)
        };
        Overlap {
            shared,
            of_this: shared as f64 / self.len() as f64,
            of_that: shared as f64 / f64::from(live),
            passage: run_here.len.min(run_there.len),
            before: longer.start as usize,
            head: less.0,
            head_share: less.1,
            other_head: more.0,
            other_head_share: more.1,
            tail: after(&here, self.len()).max(after(&there, live as usize)),
        }
    }
}

/// A passage: shared places in a row.
#[derive(Clone, Copy, Default)]
struct Run {
    start: u32,
    len: usize,
}

/// Where the first passage of at least [`LEAST_PASSAGE`] starts; the first shared place where there is none.
fn first_run(places: &[u32]) -> u32 {
    places
        .chunk_by(|a, b| (b - a) as usize <= PASSAGE_GAP + 1)
        .find(|run| run.len() >= LEAST_PASSAGE)
        .or(Some(places))
        .and_then(|run| run.first().copied())
        .unwrap_or(0)
}

/// Places after the last shared one of `all`.
fn after(places: &[u32], all: usize) -> usize {
    all.saturating_sub(places.last().map_or(0, |&last| last as usize + 1))
}

/// The longest of the runs of ascending places with no more than [`PASSAGE_GAP`] missing between two; the first of equals.
fn longest_run(places: &[u32]) -> Run {
    let mut longest = Run::default();
    for run in places.chunk_by(|a, b| (b - a) as usize <= PASSAGE_GAP + 1) {
        if run.len() > longest.len {
            longest = Run {
                start: run[0],
                len: run.len(),
            };
        }
    }
    longest
}
