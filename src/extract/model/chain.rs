//! Linear-chain inference over emissions: marginals and the best path. Where emissions come from (hashed linear features
//! today, a neural encoder if one is fitted) must not be known here.

/// Log-scores that stand for "impossible". Finite, so that sums of them stay numbers.
pub const NEVER: f32 = -1.0e4;

/// Scores of label pairs, by the kind of boundary between their two tokens.
#[derive(Clone)]
pub struct Transitions<const L: usize> {
    /// `by_kind[k][from][to]`.
    pub by_kind: Vec<[[f32; L]; L]>,
    /// Which pairs may ever follow each other.
    pub allowed: [[bool; L]; L],
    /// Which labels may stand first.
    pub first: [bool; L],
}

impl<const L: usize> Transitions<L> {
    /// No preference among allowed pairs.
    pub fn new(kinds: usize, allowed: [[bool; L]; L], first: [bool; L]) -> Self {
        Transitions {
            by_kind: vec![[[0.0; L]; L]; kinds],
            allowed,
            first,
        }
    }

    /// The pair's score, with what is not allowed ruled out.
    fn score(&self, kind: usize, from: usize, to: usize) -> f32 {
        if self.allowed[from][to] {
            self.by_kind.get(kind).map_or(0.0, |k| k[from][to])
        } else {
            NEVER
        }
    }

    /// `exp` of every score, which marginals are computed from.
    fn exp(&self) -> Vec<[[f32; L]; L]> {
        (0..self.by_kind.len())
            .map(|k| {
                std::array::from_fn(|a| {
                    std::array::from_fn(|b| {
                        if self.allowed[a][b] {
                            self.score(k, a, b).exp()
                        } else {
                            0.0
                        }
                    })
                })
            })
            .collect()
    }
}

/// Marginals of a chain; buffers are kept between calls.
pub struct Lattice<const L: usize> {
    weights: Vec<[[f32; L]; L]>,
    emit: Vec<[f32; L]>,
    alpha: Vec<[f32; L]>,
    beta: Vec<[f32; L]>,
    scale: Vec<f32>,
    /// Log of the partition sum.
    pub log_z: f32,
}

impl<const L: usize> Lattice<L> {
    /// A lattice for `transitions` as they are now; see [`Lattice::renew`].
    pub fn new(transitions: &Transitions<L>) -> Self {
        Lattice {
            weights: transitions.exp(),
            emit: Vec::new(),
            alpha: Vec::new(),
            beta: Vec::new(),
            scale: Vec::new(),
            log_z: 0.0,
        }
    }

    /// Takes over changed transitions.
    pub fn renew(&mut self, transitions: &Transitions<L>) {
        self.weights = transitions.exp();
    }

    /// Runs forward and backward. `kinds[i]` is the boundary before token `i`.
    pub fn run(&mut self, emissions: &[[f32; L]], kinds: &[u8], first: &[bool; L]) {
        let n = emissions.len();
        self.emit.clear();
        self.alpha.clear();
        self.scale.clear();
        self.beta.clear();
        self.beta.resize(n, [0.0; L]);
        self.log_z = 0.0;
        for (i, e) in emissions.iter().enumerate() {
            let top = e.iter().copied().fold(f32::MIN, f32::max);
            let emit: [f32; L] = std::array::from_fn(|l| (e[l] - top).exp());
            let mut a = [0.0f32; L];
            match self.alpha.last() {
                None => (0..L).for_each(|l| a[l] = if first[l] { emit[l] } else { 0.0 }),
                Some(before) => {
                    let w = &self.weights[kinds[i] as usize];
                    for (from, row) in w.iter().enumerate() {
                        for l in 0..L {
                            a[l] += before[from] * row[l];
                        }
                    }
                    (0..L).for_each(|l| a[l] *= emit[l]);
                }
            }
            let sum: f32 = a.iter().sum::<f32>().max(1e-30);
            a.iter_mut().for_each(|x| *x /= sum);
            self.log_z += top + sum.ln();
            self.emit.push(emit);
            self.alpha.push(a);
            self.scale.push(sum);
        }
        if n > 0 {
            self.beta[n - 1] = [1.0; L];
        }
        for i in (1..n).rev() {
            let w = &self.weights[kinds[i] as usize];
            let next: [f32; L] =
                std::array::from_fn(|l| self.beta[i][l] * self.emit[i][l] / self.scale[i]);
            let mut b = [0.0f32; L];
            for (from, row) in w.iter().enumerate() {
                b[from] = (0..L).map(|l| row[l] * next[l]).sum();
            }
            self.beta[i - 1] = b;
        }
    }

    /// Probability of each label at token `i`.
    pub fn at(&self, i: usize) -> [f32; L] {
        let p: [f32; L] = std::array::from_fn(|l| self.alpha[i][l] * self.beta[i][l]);
        let sum: f32 = p.iter().sum::<f32>().max(1e-30);
        p.map(|x| x / sum)
    }

    /// Probability of each pair of labels at tokens `i - 1` and `i`, for `i > 0`.
    pub fn pair(&self, i: usize, kind: u8) -> [[f32; L]; L] {
        let w = &self.weights[kind as usize];
        let mut out = [[0.0f32; L]; L];
        let mut sum = 0.0;
        for from in 0..L {
            for to in 0..L {
                let p = self.alpha[i - 1][from] * w[from][to] * self.emit[i][to] * self.beta[i][to];
                out[from][to] = p;
                sum += p;
            }
        }
        let sum = sum.max(1e-30);
        out.iter_mut().flatten().for_each(|p| *p /= sum);
        out
    }
}

/// The best path, given that labels for which `once[l]` is set may be entered only once in the chain (one source span).
/// Returns labels and the path's score. Linear in the chain's length.
pub fn best<const L: usize>(
    emissions: &[[f32; L]],
    kinds: &[u8],
    t: &Transitions<L>,
    once: &[bool; L],
) -> (Vec<u8>, f32) {
    let n = emissions.len();
    if n == 0 {
        return (Vec::new(), 0.0);
    }
    // What is not allowed is so far down that no emission lifts it: without a branch, labels are done side by side.
    let ruled = |kind: usize| -> [[f32; L]; L] {
        std::array::from_fn(|from| {
            std::array::from_fn(|to| match t.allowed[from][to] {
                true => t.score(kind, from, to),
                false => NEVER * 1.0e4,
            })
        })
    };
    let pairs: Vec<[[f32; L]; L]> = (0..t.by_kind.len().max(1)).map(ruled).collect();
    // State (used, label): `used` says whether a once-only label has been entered.
    let mut back: Vec<[[(u8, u8); L]; 2]> = Vec::with_capacity(n);
    let mut now = [[NEVER * 2.0; L]; 2];
    for l in 0..L {
        if t.first[l] {
            now[usize::from(once[l])][l] = emissions[0][l];
        }
    }
    back.push([[(0, 0); L]; 2]);
    for i in 1..n {
        let pair = &pairs[(kinds[i] as usize).min(pairs.len() - 1)];
        let step = now.map(|row| onto(&row, pair));
        let reach = |used: usize, to: usize| step[used].0[to] + emissions[i][to];
        let came = |used: usize, to: usize| (used as u8, step[used].1[to] as u8);
        // A once-only label is entered from where none was and leads to where one was.
        for to in 0..L {
            now[0][to] = if once[to] {
                NEVER * 1.0e4
            } else {
                reach(0, to)
            };
            now[1][to] = reach(usize::from(!once[to]), to);
        }
        back.push([
            std::array::from_fn(|to| came(0, to)),
            std::array::from_fn(|to| came(usize::from(!once[to]), to)),
        ]);
    }
    let (mut used, mut label, mut score) = (0, 0, f32::MIN);
    for (u, row) in now.iter().enumerate() {
        for (l, &s) in row.iter().enumerate() {
            if s > score {
                (used, label, score) = (u, l, s);
            }
        }
    }
    let mut path = vec![0u8; n];
    for i in (0..n).rev() {
        path[i] = label as u8;
        let (u, l) = back[i][used][label];
        (used, label) = (u as usize, l as usize);
    }
    (path, score)
}

/// The best score of each label after `row`, and the label before it; of equals the first.
fn onto<const L: usize>(row: &[f32; L], pair: &[[f32; L]; L]) -> ([f32; L], [u32; L]) {
    let mut best = [f32::MIN; L];
    let mut from_of = [0u32; L];
    for (from, (base, to)) in (0u32..).zip(row.iter().zip(pair)) {
        for l in 0..L {
            let score = base + to[l];
            let better = score > best[l];
            best[l] = if better { score } else { best[l] };
            from_of[l] = if better { from } else { from_of[l] };
        }
    }
    (best, from_of)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn transitions() -> Transitions<3> {
        let mut t = Transitions::new(
            2,
            [[true, true, false], [true, true, true], [true, true, true]],
            [true, true, false],
        );
        for (k, kind) in t.by_kind.iter_mut().enumerate() {
            for (a, row) in kind.iter_mut().enumerate() {
                for (b, x) in row.iter_mut().enumerate() {
                    *x = 0.3 * (a as f32) - 0.2 * (b as f32) + 0.1 * (k as f32) * (a as f32);
                }
            }
        }
        t
    }

    const EMISSIONS: [[f32; 3]; 4] = [
        [0.1, 0.5, 2.0],
        [0.4, -0.3, 0.9],
        [1.0, 0.2, 0.1],
        [-0.5, 0.8, 0.7],
    ];
    const KINDS: [u8; 4] = [0, 1, 0, 1];

    /// Every allowed path with its score.
    fn all(t: &Transitions<3>) -> Vec<(Vec<u8>, f32)> {
        let mut paths: Vec<(Vec<u8>, f32)> = (0..3)
            .filter(|&l| t.first[l])
            .map(|l| (vec![l as u8], EMISSIONS[0][l]))
            .collect();
        for i in 1..4 {
            paths = paths
                .iter()
                .flat_map(|(path, score)| {
                    let from = path[i - 1] as usize;
                    (0..3)
                        .filter(move |&to| t.allowed[from][to])
                        .map(move |to| {
                            let mut longer = path.clone();
                            longer.push(to as u8);
                            (
                                longer,
                                score + t.by_kind[KINDS[i] as usize][from][to] + EMISSIONS[i][to],
                            )
                        })
                })
                .collect();
        }
        paths
    }

    #[test]
    fn marginals_and_sums_agree_with_counting_all_paths() {
        let t = transitions();
        let mut lattice = Lattice::new(&t);
        lattice.run(&EMISSIONS, &KINDS, &t.first);
        let paths = all(&t);
        let z: f32 = paths.iter().map(|(_, s)| s.exp()).sum();
        assert!((lattice.log_z - z.ln()).abs() < 1e-4);
        for i in 0..4 {
            for l in 0..3 {
                let p: f32 = paths
                    .iter()
                    .filter(|(path, _)| path[i] as usize == l)
                    .map(|(_, s)| s.exp() / z)
                    .sum();
                assert!((lattice.at(i)[l] - p).abs() < 1e-4, "token {i} label {l}");
            }
        }
        let p: f32 = paths
            .iter()
            .filter(|(path, _)| path[1] == 1 && path[2] == 0)
            .map(|(_, s)| s.exp() / z)
            .sum();
        assert!((lattice.pair(2, KINDS[2])[1][0] - p).abs() < 1e-4);
    }

    #[test]
    fn the_best_path_is_the_best_of_all_that_are_allowed() {
        let t = transitions();
        for once in [[false; 3], [false, true, false]] {
            let entered = |path: &[u8]| path.iter().filter(|&&l| once[l as usize]).count();
            let expect = all(&t)
                .into_iter()
                .filter(|(p, _)| entered(p) <= 1)
                .max_by(|a, b| a.1.total_cmp(&b.1));
            let (path, score) = best(&EMISSIONS, &KINDS, &t, &once);
            let (right, top) = expect.unwrap_or_default();
            assert_eq!(path, right);
            assert!((score - top).abs() < 1e-4);
        }
        assert_eq!(best(&[], &[], &t, &[false; 3]).0, Vec::<u8>::new());
    }
}
