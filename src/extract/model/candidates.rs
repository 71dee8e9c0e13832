//! Spans that may be cues, from the first tagger's chain. Each is judged later, with the source and content found for it.

use super::chain::Lattice;
use super::flat;
use std::ops::Range;

/// Least probability of a cue's start for a candidate. Lower finds little more and costs time.
pub const LEAST: f32 = 0.15;

/// Longest cue in tokens; a longer one is cut.
pub const MAX_CUE: usize = 12;

/// A span that may be a cue.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// Its tokens.
    pub span: Range<usize>,
    /// Probability that a cue starts there.
    pub start: f32,
    /// Probability that it ends where it does, given that it starts there.
    pub end: f32,
}

/// The candidates of a line, in order of their starts. `lattice` has been run over it with these boundary kinds.
pub fn candidates(lattice: &Lattice<{ flat::LABELS }>, kinds: &[u8]) -> Vec<Candidate> {
    let mut out = Vec::new();
    for i in 0..kinds.len() {
        let start = lattice.at(i)[flat::CUE];
        if start < LEAST {
            continue;
        }
        let mut end = i + 1;
        let mut sure = 1.0f32;
        let mut from = flat::CUE;
        while end < kinds.len() && end - i < MAX_CUE {
            let pair = lattice.pair(end, kinds[end]);
            let all: f32 = pair[from].iter().sum();
            let goes_on = pair[from][flat::IN_CUE] / all.max(1e-9);
            sure = sure.min((goes_on - 0.5).abs() + 0.5);
            if goes_on < 0.5 {
                break;
            }
            from = flat::IN_CUE;
            end += 1;
        }
        out.push(Candidate {
            span: i..end,
            start,
            end: sure,
        });
    }
    out
}
