//! Conditional random fields by stochastic gradients (AdaGrad), with feature dropout and averaged weights. Sequential and
//! seeded: the same examples in the same order give the same weights. What labels mean must not be known here.

use sayso::extract::model::chain::Lattice;
use sayso::extract::model::chain::NEVER;
use sayso::extract::model::chain::Transitions;
use sayso::extract::model::table::Table;
use sayso::extract::model::table::check;
use std::ops::Range;

/// A small generator of numbers that look random (xorshift64*).
pub struct Dice(u64);

impl Dice {
    /// Seeded; 0 is replaced.
    pub fn new(seed: u64) -> Self {
        Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15).max(1))
    }

    /// The next number.
    pub fn roll(&mut self) -> u32 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 32) as u32
    }

    /// Shuffles in place.
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for i in (1..items.len()).rev() {
            items.swap(i, self.roll() as usize % (i + 1));
        }
    }
}

/// Chooses which features get a row: those seen often enough, the more frequent of two that share a row.
pub struct Census {
    counts: Vec<u8>,
}

impl Census {
    /// Nothing seen.
    pub fn new() -> Self {
        Census {
            counts: vec![0; 1 << 26],
        }
    }

    fn slot(feature: u32) -> usize {
        (feature.wrapping_mul(0x9e37_79b1) >> 6) as usize
    }

    /// Counts features once each.
    pub fn see(&mut self, features: &[u32]) {
        for &f in features {
            let slot = &mut self.counts[Self::slot(f)];
            *slot = slot.saturating_add(1);
        }
    }

    /// How often a feature was seen, up to 255.
    pub fn count(&self, feature: u32) -> u8 {
        self.counts[Self::slot(feature)]
    }
}

/// Owners of rows: a check and the count that it won with.
pub struct Owners {
    rows: Vec<(u8, u8)>,
}

impl Owners {
    /// `1 << bits` free rows.
    pub fn new(bits: u32) -> Self {
        Owners {
            rows: vec![(0, 0); 1 << bits],
        }
    }

    /// The check of each row's owner.
    pub fn checks(&self) -> Vec<u8> {
        self.rows.iter().map(|r| r.0).collect()
    }

    /// Lets features compete for their rows.
    pub fn claim(&mut self, census: &Census, least: u8, features: &[u32]) {
        let mask = self.rows.len() - 1;
        for &f in features {
            let count = census.count(f);
            let row = &mut self.rows[f as usize & mask];
            if count >= least && count > row.1 {
                *row = (check(f), count);
            }
        }
    }
}

#[derive(Clone)]
struct Row<const R: usize> {
    check: u8,
    w: [f32; R],
    g: [f32; R],
}

/// One chain to learn from: features of all its tokens one after the other.
#[derive(Default)]
pub struct Example {
    /// Features of all tokens.
    pub features: Vec<u32>,
    /// Where each token's features end.
    pub ends: Vec<usize>,
    /// The boundary before each token.
    pub kinds: Vec<u8>,
    /// The right labels.
    pub gold: Vec<u8>,
    /// Tokens whose label is fixed to the chain's last.
    pub fixed: Range<usize>,
    /// How much it counts.
    pub weight: f32,
}

impl Example {
    /// Empties it for the next chain.
    pub fn clear(&mut self) {
        self.features.clear();
        self.ends.clear();
        self.kinds.clear();
        self.gold.clear();
        self.fixed = 0..0;
        self.weight = 1.0;
    }
}

/// How to learn.
#[derive(Clone, Copy)]
pub struct Plan {
    /// Passes over the data.
    pub epochs: usize,
    /// Step size.
    pub rate: f32,
    /// Pull towards zero.
    pub decay: f32,
    /// Share of features left out, in 1/256.
    pub dropout: u32,
}

/// A chain with `R` learnt and `L` labels in all (`L - R` of them fixed by the example).
pub struct Learner<const R: usize, const L: usize> {
    rows: Vec<Row<R>>,
    sum: Vec<[f32; R]>,
    transitions: Transitions<L>,
    squares: Vec<[[f32; L]; L]>,
    transition_sum: Vec<[[f32; L]; L]>,
    snapshots: f32,
    lattice: Lattice<L>,
    active: Vec<u32>,
    bounds: Vec<usize>,
    emissions: Vec<[f32; L]>,
    since: usize,
}

impl<const R: usize, const L: usize> Learner<R, L> {
    /// Zero weights for the rows' owners.
    pub fn new(owners: &Owners, transitions: Transitions<L>) -> Self {
        let kinds = transitions.by_kind.len();
        Learner {
            rows: owners
                .rows
                .iter()
                .map(|&(check, _)| Row {
                    check,
                    w: [0.0; R],
                    g: [0.0; R],
                })
                .collect(),
            sum: vec![[0.0; R]; owners.rows.len()],
            squares: vec![[[0.0; L]; L]; kinds],
            transition_sum: vec![[[0.0; L]; L]; kinds],
            snapshots: 0.0,
            lattice: Lattice::new(&transitions),
            transitions,
            active: Vec::new(),
            bounds: Vec::new(),
            emissions: Vec::new(),
            since: 0,
        }
    }

    /// One step; returns the loss before it.
    pub fn step(&mut self, x: &Example, plan: &Plan, rate: f32, dice: &mut Dice) -> f32 {
        let mask = self.rows.len() - 1;
        self.active.clear();
        self.bounds.clear();
        self.emissions.clear();
        let mut from = 0;
        for (i, &end) in x.ends.iter().enumerate() {
            let mut emission = [NEVER; L];
            if x.fixed.contains(&i) {
                emission[L - 1] = 0.0;
            } else {
                let mut sum = [0.0f32; R];
                for &f in &x.features[from..end] {
                    let row = &self.rows[f as usize & mask];
                    if row.check != check(f)
                        || (plan.dropout > 0 && dice.roll() & 255 < plan.dropout)
                    {
                        continue;
                    }
                    for (s, w) in sum.iter_mut().zip(&row.w) {
                        *s += w;
                    }
                    self.active.push(f & mask as u32);
                }
                emission[..R].copy_from_slice(&sum);
            }
            self.emissions.push(emission);
            self.bounds.push(self.active.len());
            from = end;
        }
        if self.since == 0 {
            self.lattice.renew(&self.transitions);
            self.since = 4;
        }
        self.since -= 1;
        let first = self.transitions.first;
        self.lattice.run(&self.emissions, &x.kinds, &first);
        let mut gold_score = 0.0;
        let mut from = 0;
        for i in 0..x.ends.len() {
            let g = x.gold[i] as usize;
            gold_score += self.emissions[i][g];
            let p = self.lattice.at(i);
            let end = self.bounds[i];
            if !x.fixed.contains(&i) {
                let delta: [f32; R] =
                    std::array::from_fn(|l| x.weight * (p[l] - if l == g { 1.0 } else { 0.0 }));
                if delta.iter().any(|d| d.abs() > 0.002) {
                    for &a in &self.active[from..end] {
                        let row = &mut self.rows[a as usize];
                        for ((w, g), delta) in row.w.iter_mut().zip(&mut row.g).zip(&delta) {
                            let d = delta + plan.decay * *w;
                            *g += d * d;
                            *w -= rate * d / (1.0 + *g).sqrt();
                        }
                    }
                }
            }
            from = end;
            if i > 0 {
                let kind = x.kinds[i] as usize;
                let before = x.gold[i - 1] as usize;
                gold_score += self.transitions.by_kind[kind][before][g];
                if p[g] > 0.998 && self.lattice.at(i - 1)[before] > 0.998 {
                    continue;
                }
                let pair = self.lattice.pair(i, x.kinds[i]);
                let squares = self.squares[kind].iter_mut().flatten();
                let scores = self.transitions.by_kind[kind].iter_mut().flatten();
                let wanted = before * L + g;
                for (ab, ((p, square), score)) in
                    pair.iter().flatten().zip(squares).zip(scores).enumerate()
                {
                    let d = x.weight * (p - if ab == wanted { 1.0 } else { 0.0 });
                    *square += d * d;
                    *score -= rate * d / (1.0 + *square).sqrt();
                }
            }
        }
        self.lattice.log_z - gold_score
    }

    /// Adds the weights of now to the average.
    pub fn snapshot(&mut self) {
        self.snapshots += 1.0;
        for (sum, row) in self.sum.iter_mut().zip(&self.rows) {
            if row.check != 0 {
                (0..R).for_each(|l| sum[l] += row.w[l]);
            }
        }
        for (sum, now) in self
            .transition_sum
            .iter_mut()
            .flatten()
            .flatten()
            .zip(self.transitions.by_kind.iter().flatten().flatten())
        {
            *sum += now;
        }
    }

    /// The averaged weights in eight bits, and the transitions.
    pub fn finish(mut self, plan: &Plan) -> (Table<R>, Transitions<L>) {
        let n = self.snapshots.max(1.0);
        // All features are there when running, and only this share of them when learning.
        let keep = 1.0 - plan.dropout as f32 / 256.0;
        self.sum.iter_mut().flatten().for_each(|w| *w *= keep / n);
        let checks: Vec<u8> = self.rows.iter().map(|r| r.check).collect();
        drop(self.rows);
        let table = Table::quantise(checks.iter().copied().zip(self.sum.iter()), 4.0);
        for (t, sum) in self
            .transitions
            .by_kind
            .iter_mut()
            .flatten()
            .flatten()
            .zip(self.transition_sum.iter().flatten().flatten())
        {
            *t = sum / n;
        }
        (table, self.transitions)
    }
}
