//! Learns how likely a found attribution is right, and which confidence is worth reporting.

use crate::data::Doc;
use crate::learn::Census;
use crate::learn::Dice;
use crate::learn::Owners;
use crate::report::counts;
use crate::report::short;
use crate::report::triple;
use sayso::extract::model;
use sayso::extract::model::calibration::Calibration;
use sayso::extract::model::context::Context;
use sayso::extract::model::gazetteer::Gazetteer;
use sayso::extract::model::judge;
use sayso::extract::model::link::Belief;
use sayso::extract::model::reliability::Reliability;
use sayso::extract::model::score;
use sayso::extract::model::score::Triple;
use sayso::extract::model::table::Table;
use sayso::extract::model::table::check;
use sayso::model::CodePoints;

/// For each document and line: what the first tagger thinks, and the cases.
pub type Cases = Vec<Vec<(Belief, Vec<judge::Case>)>>;

/// One case to learn judging from.
pub struct Verdict {
    /// Number of the document.
    pub doc: usize,
    /// The judge's features.
    pub features: Vec<u32>,
    /// Whether it is relaxed-correct.
    pub right: bool,
}

/// Every case of every document, in order, with whether it is right.
pub fn verdicts(docs: &[Doc], cases: &Cases, gazetteer: &Gazetteer) -> Vec<Verdict> {
    let mut out = Vec::new();
    for (d, (doc, lines)) in docs.iter().zip(cases).enumerate() {
        let points = CodePoints::new(&doc.text);
        let mut all = Vec::new();
        let mut features = Vec::new();
        for (line, (belief, cases)) in doc.lines.iter().zip(lines) {
            let c = Context::new(line, gazetteer);
            for (i, case) in cases.iter().enumerate() {
                let mut buffer = Vec::new();
                judge::features(line, &c, belief, cases, i, &mut buffer);
                features.push(buffer);
                all.push(triple(&model::raw(&doc.text, line, case, 0.0), &points));
            }
        }
        let gold = doc.annotators.first().cloned().unwrap_or_default();
        let right = right(doc, &gold, &all);
        out.extend(
            features
                .into_iter()
                .zip(right)
                .map(|(features, right)| Verdict {
                    doc: d,
                    features,
                    right,
                }),
        );
    }
    out
}

/// Whether each case by itself would be relaxed-correct: each is matched against the gold alone.
fn right(doc: &Doc, gold: &[Triple], all: &[Triple]) -> Vec<bool> {
    all.iter()
        .map(|t| {
            score::correct(&doc.text, gold, std::slice::from_ref(t))
                .first()
                .copied()
                .unwrap_or(false)
        })
        .collect()
}

/// Logistic regression on hashed features.
pub fn train_judge(examples: &[&Verdict]) -> Table<1> {
    const BITS: u32 = 16;
    let mut census = Census::new();
    examples.iter().for_each(|v| census.see(&v.features));
    let mut owners = Owners::new(BITS);
    examples
        .iter()
        .for_each(|v| owners.claim(&census, 5, &v.features));
    let checks = owners.checks();
    let mask = checks.len() - 1;
    let mut w = vec![(0.0f32, 0.0f32); checks.len()];
    let mut sum = vec![[0.0f32]; checks.len()];
    let mut dice = Dice::new(99);
    let mut order: Vec<usize> = (0..examples.len()).collect();
    let epochs = 16;
    let (rate, decay, drop) = (0.03, 1e-3, 110);
    let mut active = Vec::new();
    for epoch in 0..epochs {
        dice.shuffle(&mut order);
        for &n in &order {
            let v = examples[n];
            active.clear();
            active.extend(
                v.features
                    .iter()
                    .filter(|&&f| {
                        checks[f as usize & mask] == check(f) && dice.roll() & 255 >= drop
                    })
                    .map(|&f| f as usize & mask),
            );
            let score: f32 = active.iter().map(|&f| w[f].0).sum();
            let d = 1.0 / (1.0 + (-score).exp()) - f32::from(u8::from(v.right));
            for &f in &active {
                let (weight, square) = &mut w[f];
                let d = d + decay * *weight;
                *square += d * d;
                *weight -= rate * d / (1.0 + *square).sqrt();
            }
        }
        if 2 * epoch >= epochs {
            sum.iter_mut()
                .zip(&w)
                .for_each(|(s, w)| s[0] += w.0 / (epochs / 2) as f32);
        }
    }
    let keep = 1.0 - drop as f32 / 256.0;
    sum.iter_mut().for_each(|s| s[0] *= keep);
    Table::quantise(checks.iter().copied().zip(sum.iter()), 8.0)
}

/// Prints how often cases of each confidence are right.
pub fn reliability(verdicts: &[Verdict], p: &[f32]) {
    let mut bins = [(0.0f64, 0.0f64, 0.0f64); 10];
    for (v, &p) in verdicts.iter().zip(p) {
        let bin = &mut bins[((p * 10.0) as usize).min(9)];
        *bin = (
            bin.0 + 1.0,
            bin.1 + f64::from(p),
            bin.2 + f64::from(u8::from(v.right)),
        );
    }
    let loss: f64 = verdicts
        .iter()
        .zip(p)
        .map(|(v, &p)| -f64::from(if v.right { p } else { 1.0 - p }).max(1e-6).ln())
        .sum::<f64>()
        / verdicts.len().max(1) as f64;
    let text: Vec<String> = bins
        .iter()
        .map(|(n, p, r)| format!("{:.2}:{:.2}({n})", p / n.max(1.0), r / n.max(1.0)))
        .collect();
    eprintln!(
        "           judge on unseen folds: log-loss {loss:.4}; said:was(n) {}",
        text.join(" ")
    );
}

/// What the confidence of the chosen cases is worth, on unseen folds: each is right or not among all that are chosen.
pub fn calibrate(docs: &[Doc], cases: &Cases, p: &[f32], least: f32) -> Calibration {
    const BINS: usize = 24;
    let mut all = Vec::new();
    for_chosen(docs, cases, p, least, |doc, found, said| {
        let gold = doc.annotators.first().map_or(&[][..], Vec::as_slice);
        let right = score::correct(&doc.text, gold, &found);
        all.extend(said.into_iter().zip(right));
    });
    let calibration = Calibration::fit(&all, BINS);
    let mut told = [Reliability::default(), Reliability::default()];
    for &(said, right) in &all {
        let right = f64::from(u8::from(right));
        told[0].add(said, right);
        told[1].add(calibration.at(said), right);
    }
    eprintln!(
        "           {} chosen on unseen folds: calibration error {:.4}, fitted {:.4}",
        all.len(),
        told[0].error(),
        told[1].error()
    );
    calibration
}

/// Calls `each` with every document, the attributions chosen in it and their scores.
fn for_chosen(
    docs: &[Doc],
    cases: &Cases,
    p: &[f32],
    least: f32,
    mut each: impl FnMut(&Doc, Vec<Triple>, Vec<f32>),
) {
    let mut rest = p;
    for (doc, lines) in docs.iter().zip(cases) {
        let points = CodePoints::new(&doc.text);
        let (mut found, mut said) = (Vec::new(), Vec::new());
        for (line, (_, cases)) in doc.lines.iter().zip(lines) {
            let (p, after) = rest.split_at(cases.len());
            rest = after;
            for i in judge::choose(cases, p, least) {
                let raw = model::raw(&doc.text, line, &cases[i], 0.0);
                found.push(triple(&raw, &points));
                said.push(p[i]);
            }
        }
        each(doc, found, said);
    }
}

/// The threshold with the best relaxed F1 on unseen folds.
pub fn best_threshold(docs: &[Doc], cases: &Cases, p: &[f32]) -> f32 {
    let mut best = (0.0, 0.35f32);
    for step in 4..14 {
        let least = step as f32 * 0.05;
        let mut of_docs = Vec::new();
        for_chosen(docs, cases, p, least, |doc, found, _| {
            of_docs.push(counts(doc, &found));
        });
        let total = score::total(&of_docs);
        let f = score::prf(&total[6])[2];
        eprintln!(
            "           unseen folds, least {least:.2}: {}",
            short(&total)
        );
        if f > best.0 {
            best = (f, least);
        }
    }
    best.1
}
