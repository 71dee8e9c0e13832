//! Figures for predicted attributions against gold ones: exact spans, covered tokens, and attributions matched one to one
//! by the overlap of their contents. The definitions are those that PolNeAR is scored by in `model/README.md`, so that
//! figures can be compared. Where predictions come from must not be known here.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// One attribution as three lists of spans in Unicode code points.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Triple {
    /// Source, cue and content spans, in this order.
    pub roles: [Vec<(usize, usize)>; 3],
}

/// Names of the figures, in the order of [`Counts`].
pub const FIGURES: [&str; 10] = [
    "tok_source",
    "tok_cue",
    "tok_content",
    "span_source",
    "span_cue",
    "span_content",
    "attr_relaxed",
    "attr_strict",
    "attr_direct",
    "attr_indirect",
];

/// For each figure: correct among predicted, predicted, correct among gold, gold.
pub type Counts = [[f64; 4]; 10];

/// Precision, recall and F1 of one figure's counts, 0 where undefined.
pub fn prf(c: &[f64; 4]) -> [f64; 3] {
    let ratio = |a: f64, b: f64| if b > 0.0 { a / b } else { 0.0 };
    let (p, r) = (ratio(c[0], c[1]), ratio(c[2], c[3]));
    [p, r, ratio(2.0 * p * r, p + r)]
}

/// Sums of counts, each text's divided by its number of annotators.
pub fn total<'c>(texts: impl IntoIterator<Item = &'c Counts>) -> Counts {
    let mut sum: Counts = [[0.0; 4]; 10];
    for counts in texts {
        for (t, c) in sum.iter_mut().flatten().zip(counts.iter().flatten()) {
            *t += c;
        }
    }
    sum
}

/// The 95 % interval of each figure's F1 by resampling whole texts `rounds` times. The same `seed` gives the same interval.
pub fn intervals(texts: &[Counts], rounds: usize, seed: u64) -> [(f64, f64); 10] {
    let mut values: [Vec<f64>; 10] = Default::default();
    let mut state = seed | 1;
    let mut draw = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 33) as usize % texts.len().max(1)
    };
    for _ in 0..rounds {
        let sum = total(
            (0..texts.len())
                .map(|_| draw())
                .filter_map(|i| texts.get(i)),
        );
        for (figure, values) in values.iter_mut().enumerate() {
            values.push(prf(&sum[figure])[2]);
        }
    }
    values.map(|mut v| {
        v.sort_by(f64::total_cmp);
        let at = |q: f64| v.get((q * v.len() as f64) as usize).copied().unwrap_or(0.0);
        (at(0.025), at(0.975))
    })
}

/// A text prepared for scoring.
struct Sheet {
    chars: Vec<char>,
    /// One more than the number of the token that each character belongs to; 0 for none.
    token: Vec<u32>,
}

type Spans = Vec<(usize, usize)>;

struct Prepared {
    tokens: [BTreeSet<u32>; 3],
    norm: [Spans; 3],
    quoted: bool,
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

fn is_mark(c: char) -> bool {
    matches!(
        c,
        '"' | '\u{201c}' | '\u{201d}' | '\u{201e}' | '\u{201f}' | '\u{ab}' | '\u{bb}' | '\u{2033}'
    )
}

impl Sheet {
    fn new(text: &str) -> Self {
        let chars: Vec<char> = text.chars().collect();
        let mut number = 0;
        let mut inside = false;
        let token = chars
            .iter()
            .map(|&c| {
                let word = is_word(c);
                number += u32::from(word && !inside);
                inside = word;
                if word { number } else { 0 }
            })
            .collect();
        Sheet { chars, token }
    }

    fn tokens(&self, spans: &[(usize, usize)]) -> BTreeSet<u32> {
        let n = self.token.len();
        spans
            .iter()
            .flat_map(|&(s, e)| &self.token[s.min(n)..e.min(n).max(s.min(n))])
            .copied()
            .filter(|&t| t != 0)
            .collect()
    }

    fn norm(&self, spans: &[(usize, usize)]) -> Spans {
        let n = self.chars.len();
        let mut sorted: Vec<_> = spans.iter().map(|&(s, e)| (s.min(n), e.min(n))).collect();
        sorted.sort_unstable();
        let mut out: Spans = Vec::new();
        for (mut s, mut e) in sorted {
            while s < e && !is_word(self.chars[s]) {
                s += 1;
            }
            while e > s && !is_word(self.chars[e - 1]) {
                e -= 1;
            }
            if s >= e {
                continue;
            }
            match out.last_mut() {
                Some(last) if s <= last.1 || !self.chars[last.1..s].iter().any(|&c| is_word(c)) => {
                    last.1 = last.1.max(e)
                }
                _ => out.push((s, e)),
            }
        }
        out
    }

    fn quoted(&self, spans: &[(usize, usize)]) -> bool {
        let n = self.chars.len();
        spans.iter().any(|&(s, e)| {
            let from = s.saturating_sub(1).min(n);
            let window = &self.chars[from..(e + 1).min(n).max(from)];
            window.iter().any(|&c| is_mark(c))
                || window
                    .windows(2)
                    .any(|w| w == ['`', '`'] || w == ['\'', '\''])
        })
    }

    fn prepare(&self, all: &[Triple]) -> Vec<Prepared> {
        let each = |t: &Triple| Prepared {
            tokens: std::array::from_fn(|r| self.tokens(&t.roles[r])),
            norm: std::array::from_fn(|r| self.norm(&t.roles[r])),
            quoted: self.quoted(&t.roles[2]),
        };
        all.iter().map(each).collect()
    }
}

/// Counts for one text against one annotator. Gold attributions without content must have been dropped.
pub fn count(text: &str, gold: &[Triple], predicted: &[Triple]) -> Counts {
    let sheet = Sheet::new(text);
    let (g, p) = (sheet.prepare(gold), sheet.prepare(predicted));
    let mut out: Counts = [[0.0; 4]; 10];
    for role in 0..3 {
        let union = |all: &[Prepared]| {
            all.iter()
                .flat_map(|x| x.tokens[role].iter().copied())
                .collect::<BTreeSet<_>>()
        };
        out[role] = overlap(&union(&g), &union(&p));
        let spans = |all: &[Prepared]| {
            all.iter()
                .flat_map(|x| x.norm[role].iter().copied())
                .collect::<BTreeSet<_>>()
        };
        out[3 + role] = overlap(&spans(&g), &spans(&p));
    }
    let (right_p, right_g) = matched(&g, &p);
    let sum = |right: &[bool], all: &[Prepared], quoted: Option<bool>| {
        let wanted = |x: &Prepared| quoted.is_none_or(|q| q == x.quoted);
        let of = right
            .iter()
            .zip(all)
            .filter(|(r, x)| **r && wanted(x))
            .count();
        [of as f64, all.iter().filter(|x| wanted(x)).count() as f64]
    };
    for (figure, quoted) in [(6, None), (8, Some(true)), (9, Some(false))] {
        let ([a, b], [c, d]) = (sum(&right_p, &p, quoted), sum(&right_g, &g, quoted));
        out[figure] = [a, b, c, d];
    }
    let mut left: BTreeMap<&[Spans; 3], usize> = BTreeMap::new();
    g.iter()
        .for_each(|x| *left.entry(&x.norm).or_default() += 1);
    let mut strict = 0.0;
    for x in &p {
        if let Some(n) = left.get_mut(&x.norm).filter(|n| **n > 0) {
            *n -= 1;
            strict += 1.0;
        }
    }
    out[7] = [strict, p.len() as f64, strict, g.len() as f64];
    out
}

/// Whether each predicted attribution is relaxed-correct, for calibration.
pub fn correct(text: &str, gold: &[Triple], predicted: &[Triple]) -> Vec<bool> {
    verdicts(text, gold, predicted).0
}

/// Whether each predicted attribution is relaxed-correct, and whether each gold one was found so.
pub fn verdicts(text: &str, gold: &[Triple], predicted: &[Triple]) -> (Vec<bool>, Vec<bool>) {
    let sheet = Sheet::new(text);
    matched(&sheet.prepare(gold), &sheet.prepare(predicted))
}

fn overlap<T: Ord>(gold: &BTreeSet<T>, predicted: &BTreeSet<T>) -> [f64; 4] {
    let both = gold.intersection(predicted).count() as f64;
    [both, predicted.len() as f64, both, gold.len() as f64]
}

/// Greedy one-to-one matching by the contents' Jaccard index, highest first.
fn matched(g: &[Prepared], p: &[Prepared]) -> (Vec<bool>, Vec<bool>) {
    let mut pairs = Vec::new();
    for (i, x) in p.iter().enumerate() {
        for (j, y) in g.iter().enumerate() {
            let both = x.tokens[2].intersection(&y.tokens[2]).count();
            if both > 0 {
                let any = x.tokens[2].union(&y.tokens[2]).count();
                let source = !x.tokens[0].is_disjoint(&y.tokens[0])
                    || (x.tokens[0].is_empty() && y.tokens[0].is_empty());
                pairs.push((both as f64 / any as f64, source, i, j));
            }
        }
    }
    pairs.sort_by(|a, b| {
        b.0.total_cmp(&a.0)
            .then(b.1.cmp(&a.1))
            .then(a.2.cmp(&b.2))
            .then(a.3.cmp(&b.3))
    });
    let (mut used_p, mut used_g) = (vec![false; p.len()], vec![false; g.len()]);
    let (mut right_p, mut right_g) = (vec![false; p.len()], vec![false; g.len()]);
    for (jaccard, source, i, j) in pairs {
        if used_p[i] || used_g[j] {
            continue;
        }
        (used_p[i], used_g[j]) = (true, true);
        if jaccard >= 0.5 && source {
            (right_p[i], right_g[j]) = (true, true);
        }
    }
    (right_p, right_g)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str =
        "Bob Ray said that taxes rise. \"We won,\" Ann said. It is believed he left.";

    fn triple(source: &str, cue: (&str, usize), content: &str) -> Triple {
        let find = |part: &str, nth: usize| {
            TEXT.match_indices(part)
                .nth(nth)
                .map(|(at, _)| (at, at + part.len()))
        };
        let spans = |part: &str, nth| {
            if part.is_empty() {
                vec![]
            } else {
                find(part, nth).into_iter().collect()
            }
        };
        Triple {
            roles: [spans(source, 0), spans(cue.0, cue.1), spans(content, 0)],
        }
    }

    #[test]
    fn figures_of_known_cases() {
        let a = triple("Bob Ray", ("said", 0), "that taxes rise");
        let b = triple("Ann", ("said", 1), "\"We won,\"");
        let c = triple("", ("is believed", 0), "he left");
        let gold = [a.clone(), b.clone(), c.clone()];
        let same = count(TEXT, &gold, &gold);
        assert!(same.iter().all(|c| prf(c) == [1.0, 1.0, 1.0]));
        assert_eq!(same[8], [1.0; 4]);
        let near = count(TEXT, &gold, &[triple("Ray", ("said", 0), "taxes rise.")]);
        for (figure, expect) in [
            (0, [1.0, 1.0, 1.0, 3.0]),
            (2, [2.0, 2.0, 2.0, 7.0]),
            (5, [0.0, 1.0, 0.0, 3.0]),
            (6, [1.0, 1.0, 1.0, 3.0]),
            (7, [0.0, 1.0, 0.0, 3.0]),
        ] {
            assert_eq!(near[figure], expect, "{}", FIGURES[figure]);
        }
        assert_eq!(
            count(TEXT, &gold, &[triple("Ann", ("said", 1), "We won")])[7],
            [1.0, 1.0, 1.0, 3.0]
        );
        assert_eq!(
            count(TEXT, std::slice::from_ref(&a), &[a.clone(), a.clone()])[6],
            [1.0, 2.0, 1.0, 1.0]
        );
        assert_eq!(count(TEXT, &gold, &[])[6], [0.0, 0.0, 0.0, 3.0]);
    }

    #[test]
    fn an_interval_holds_the_figure_and_is_empty_where_texts_agree() {
        let mut one: Counts = [[1.0, 2.0, 1.0, 2.0]; 10];
        assert_eq!(intervals(&[one; 5], 50, 7)[6], (0.5, 0.5));
        let half = one;
        one[6] = [2.0, 2.0, 2.0, 2.0];
        let (low, high) = intervals(&[one, half, half, one], 200, 7)[6];
        assert!(
            low >= 0.5 && high <= 1.0 && low < 0.75 && high > 0.75,
            "{low} {high}"
        );
    }
}
