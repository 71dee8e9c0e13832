//! Runs the second tagger: the likeliest source and content of one cue, and what the quotation marks say of them. Features
//! are computed elsewhere.

use super::chain;
use super::chain::Lattice;
use super::chain::NEVER;
use super::chain::Transitions;
use super::context::Context;
use super::flat;
use super::line::Line;
use super::line::Mark;
use super::line::Place;
use super::link;
use super::link::Belief;
use super::link::CONTENT;
use super::link::CUE;
use super::link::Cue;
use super::link::IN_CONTENT;
use super::link::IN_SOURCE;
use super::link::LABELS;
use super::link::ONCE;
use super::link::ROWS;
use super::link::SOURCE;
use super::table::Table;
use std::ops::Range;

/// What was found for one cue, in tokens of the line.
#[derive(Clone, Debug, PartialEq)]
pub struct Linked {
    /// The source, if there is one.
    pub source: Option<Range<usize>>,
    /// The content's fragments in order.
    pub content: Vec<Range<usize>>,
    /// Log-probability of this reading among all readings of the cue.
    pub log_p: f32,
    /// Mean probability of its content tokens' being content.
    pub content_p: f32,
    /// Least probability of a source token's being source.
    pub source_p: f32,
}

/// Weights and room for the second tagger.
pub struct Linker<'m> {
    table: &'m Table<ROWS>,
    transitions: &'m Transitions<LABELS>,
    lattice: Lattice<LABELS>,
    buffer: Vec<u32>,
    emissions: Vec<[f32; LABELS]>,
    kinds: Vec<u8>,
}

impl<'m> Linker<'m> {
    /// For many cues.
    pub fn new(table: &'m Table<ROWS>, transitions: &'m Transitions<LABELS>) -> Self {
        let lattice = Lattice::new(transitions);
        Linker {
            table,
            transitions,
            lattice,
            buffer: Vec::with_capacity(96),
            emissions: Vec::new(),
            kinds: Vec::new(),
        }
    }

    /// The part of every token's emissions that is the same for all cues of the line.
    pub fn common(
        &mut self,
        line: &Line,
        (hashed, beside): (&flat::Hashed, &[[i32; ROWS]]),
        belief: &Belief,
    ) -> Vec<[i32; ROWS]> {
        (0..line.words.len())
            .map(|i| {
                self.buffer.clear();
                link::common(line, belief, i, &mut self.buffer);
                let own = self.table.sum(&self.buffer);
                let mut sum = match beside.get(i) {
                    Some(sum) => *sum,
                    None => self.table.sum(hashed.of(i)),
                };
                (0..ROWS).for_each(|l| sum[l] += own[l]);
                sum
            })
            .collect()
    }

    /// The likeliest source and content of one cue.
    pub fn link(
        &mut self,
        line: &Line,
        c: &Context,
        belief: &Belief,
        common: &[[i32; ROWS]],
        cue: &Cue,
    ) -> Linked {
        let window = cue.window(line);
        self.emissions.clear();
        self.kinds.clear();
        for i in window.clone() {
            let mut emission = [NEVER; LABELS];
            if cue.span.contains(&i) {
                emission[CUE] = 0.0;
            } else {
                self.buffer.clear();
                link::features(line, c, belief, cue, i, &mut self.buffer);
                let sum = self.table.sum(&self.buffer);
                for l in 0..ROWS {
                    emission[l] = (sum[l] + common[i][l]) as f32 * self.table.scale;
                }
            }
            self.emissions.push(emission);
            self.kinds.push(cue.kind(c, i));
        }
        let (path, score) = chain::best(&self.emissions, &self.kinds, self.transitions, &ONCE);
        self.lattice
            .run(&self.emissions, &self.kinds, &self.transitions.first);
        let mut linked = Linked {
            source: None,
            content: Vec::new(),
            log_p: score - self.lattice.log_z,
            content_p: 0.0,
            source_p: 1.0,
        };
        let mut tokens = 0.0f32;
        for (k, &label) in path.iter().enumerate() {
            let i = window.start + k;
            match label as usize {
                SOURCE => linked.source = Some(i..i + 1),
                IN_SOURCE => linked.source = linked.source.take().map(|s| s.start..i + 1),
                CONTENT => linked.content.push(i..i + 1),
                IN_CONTENT => {
                    if let Some(last) = linked.content.last_mut() {
                        last.end = i + 1;
                    }
                }
                _ => continue,
            }
            let p = self.lattice.at(k);
            if matches!(label as usize, CONTENT | IN_CONTENT) {
                linked.content_p += p[CONTENT] + p[IN_CONTENT];
                tokens += 1.0;
            } else {
                linked.source_p = linked.source_p.min(p[SOURCE] + p[IN_SOURCE]);
            }
        }
        linked.content_p /= tokens.max(1.0);
        tidy(line, &cue.span, &mut linked);
        linked
    }
}

/// Least number of words of a quotation that its speaker's unquoted words are not joined to.
const SPEECH: usize = 3;

/// What the quotation marks say of a content: one that has most of a quotation has all of it, and beside a fragment that is
/// a whole quotation there is none without any quoted word.
fn tidy(line: &Line, cue: &Range<usize>, linked: &mut Linked) {
    let taken = |q: &Range<usize>| {
        let meets = |r: &Range<usize>| r.start < q.end && q.start < r.end;
        meets(cue) || linked.source.as_ref().is_some_and(meets)
    };
    for fragment in &mut linked.content {
        for quote in line
            .quotes
            .iter()
            .filter(|q| q.closed)
            .map(|q| q.open..q.end)
        {
            let shared = fragment
                .end
                .min(quote.end)
                .saturating_sub(fragment.start.max(quote.start));
            if shared * 2 > quote.len() && !taken(&quote) {
                *fragment = fragment.start.min(quote.start)..fragment.end.max(quote.end);
            }
        }
    }
    // Two fragments that were parts of one quotation are one now.
    let mut joined: Vec<Range<usize>> = Vec::with_capacity(linked.content.len());
    for fragment in std::mem::take(&mut linked.content) {
        match joined.last_mut() {
            Some(last) if fragment.start < last.end => last.end = last.end.max(fragment.end),
            _ => joined.push(fragment),
        }
    }
    let place = |i: usize| line.words.get(i).map(|w| w.place);
    let whole = |r: &Range<usize>| {
        let words = line.words[r.clone()]
            .iter()
            .filter(|w| w.mark == Mark::Word)
            .count();
        place(r.start) == Some(Place::Opens)
            && place(r.end - 1) == Some(Place::Closes)
            && words >= SPEECH
    };
    if joined.iter().any(whole) {
        joined.retain(|r| line.words[r.clone()].iter().any(|w| w.quote != 0));
    }
    linked.content = joined;
}
