//! Turns gold attributions into labels of the two chains and trains them. Judging must not be known here.

use crate::Arguments;
use crate::data::Doc;
use crate::learn::Census;
use crate::learn::Dice;
use crate::learn::Example;
use crate::learn::Learner;
use crate::learn::Owners;
use crate::learn::Plan;
use sayso::extract::model::chain::Transitions;
use sayso::extract::model::context::Context;
use sayso::extract::model::flat;
use sayso::extract::model::gazetteer::Gazetteer;
use sayso::extract::model::line::Mark;
use sayso::extract::model::link;
use sayso::extract::model::link::Belief;
use sayso::extract::model::link::Cue;
use sayso::extract::model::table::Table;
use std::collections::BTreeMap;

/// The first tagger: weights and label pairs.
pub type Flat = (Table<{ flat::LABELS }>, Transitions<{ flat::LABELS }>);

/// The second tagger: weights and label pairs.
pub type Link = (Table<{ link::ROWS }>, Transitions<{ link::LABELS }>);

/// Feeds every example to `each`; `fill` writes example `i`.
fn learn<const R: usize, const L: usize>(
    n: usize,
    bits: u32,
    least: u8,
    transitions: Transitions<L>,
    plan: &Plan,
    seed: u64,
    fill: impl Fn(usize, &mut Example),
) -> (Table<R>, Transitions<L>) {
    let mut x = Example::default();
    let mut census = Census::new();
    for i in 0..n {
        fill(i, &mut x);
        census.see(&x.features);
    }
    let mut owners = Owners::new(bits);
    for i in 0..n {
        fill(i, &mut x);
        owners.claim(&census, least, &x.features);
    }
    drop(census);
    let mut learner: Learner<R, L> = Learner::new(&owners, transitions);
    let mut dice = Dice::new(1000 + seed);
    let mut order: Vec<usize> = (0..n).collect();
    for epoch in 0..plan.epochs {
        dice.shuffle(&mut order);
        let rate = plan.rate * (1.0 - 0.8 * epoch as f32 / plan.epochs as f32);
        for &i in &order {
            fill(i, &mut x);
            if !x.ends.is_empty() {
                learner.step(&x, plan, rate, &mut dice);
            }
        }
        if 2 * epoch + 1 >= plan.epochs {
            learner.snapshot();
        }
    }
    learner.finish(plan)
}

/// How often each stem is part of a cue.
pub fn gazetteer(docs: &[&Doc]) -> Gazetteer {
    let mut counts: BTreeMap<u32, (u32, u32)> = BTreeMap::new();
    for doc in docs {
        let gold = flat_gold(doc);
        for (line, gold) in doc.lines.iter().zip(gold) {
            for (w, label) in line
                .words
                .iter()
                .zip(gold)
                .filter(|(w, _)| w.mark == Mark::Word)
            {
                let entry = counts.entry(w.stem).or_default();
                entry.0 += 1;
                entry.1 += u32::from(matches!(label as usize, flat::CUE | flat::IN_CUE));
            }
        }
    }
    let heat = |(all, cue): (u32, u32)| match f64::from(cue) / f64::from(all) {
        r if r < 0.05 => 1,
        r if r < 0.15 => 2,
        r if r < 0.30 => 3,
        r if r < 0.50 => 4,
        r if r < 0.75 => 5,
        _ => 6,
    };
    Gazetteer::new(
        counts
            .into_iter()
            .filter(|(_, (all, cue))| *all >= 5 && *cue >= 2)
            .map(|(stem, n)| (stem, heat(n)))
            .collect(),
    )
}

/// Labels of the first tagger for each line.
pub fn flat_gold(doc: &Doc) -> Vec<Vec<u8>> {
    let mut out: Vec<Vec<u8>> = doc.lines.iter().map(|l| vec![0; l.words.len()]).collect();
    let mut mark = |line: usize, range: &std::ops::Range<usize>, first: usize| {
        for i in range.clone() {
            out[line][i] = if i == range.start { first } else { first + 1 } as u8;
        }
    };
    for g in &doc.gold {
        g.content
            .iter()
            .for_each(|r| mark(g.line, r, flat::CONTENT));
    }
    for g in &doc.gold {
        g.source.iter().for_each(|r| mark(g.line, r, flat::SOURCE));
    }
    for g in &doc.gold {
        mark(g.line, &g.cue, flat::CUE);
    }
    // A label inside a span that a later one cut off begins a span of its own.
    for line in &mut out {
        let mut before = 0u8;
        for label in line.iter_mut() {
            if matches!(
                *label as usize,
                flat::IN_CUE | flat::IN_SOURCE | flat::IN_CONTENT
            ) && before != *label
                && before + 1 != *label
            {
                *label -= 1;
            }
            before = *label;
        }
    }
    out
}

/// Trains the first tagger.
pub fn train_flat(docs: &[&Doc], gazetteer: &Gazetteer, a: &Arguments, seed: u64) -> Flat {
    let gold: Vec<Vec<Vec<u8>>> = docs.iter().map(|d| flat_gold(d)).collect();
    let all: Vec<(usize, usize)> = docs
        .iter()
        .enumerate()
        .flat_map(|(d, doc)| (0..doc.lines.len()).map(move |l| (d, l)))
        .collect();
    let plan = Plan {
        epochs: a.epochs,
        rate: 0.03,
        decay: 3e-5,
        dropout: 60,
    };
    let start = Transitions::new(flat::KINDS, flat::allowed(), flat::FIRST);
    learn(all.len(), 19, 3, start, &plan, seed, |i, x| {
        let (d, l) = all[i];
        let line = &docs[d].lines[l];
        let c = Context::new(line, gazetteer);
        x.clear();
        for i in 0..line.words.len() {
            flat::features(line, &c, i, &mut x.features);
            x.ends.push(x.features.len());
        }
        x.kinds.extend(&c.boundary);
        x.gold.extend(&gold[d][l]);
    })
}

/// One cue to learn a source and content from.
struct Lesson {
    doc: usize,
    gold: usize,
    cue: std::ops::Range<usize>,
    weight: f32,
}

/// Trains the second tagger on gold cues and on candidates that overlap them.
pub fn train_link(
    docs: &[Doc],
    chosen: &[usize],
    readings: &[Vec<flat::Reading>],
    beliefs: &[Vec<Belief>],
    gazetteer: &Gazetteer,
    a: &Arguments,
    seed: u64,
) -> Link {
    let mut lessons = Vec::new();
    for &d in chosen {
        for (n, g) in docs[d].gold.iter().enumerate() {
            let mut any = false;
            for c in &readings[d][g.line].candidates {
                if c.span != g.cue && c.span.start < g.cue.end && g.cue.start < c.span.end {
                    lessons.push(Lesson {
                        doc: d,
                        gold: n,
                        cue: c.span.clone(),
                        weight: 0.5,
                    });
                    any = true;
                }
            }
            lessons.push(Lesson {
                doc: d,
                gold: n,
                cue: g.cue.clone(),
                weight: if any { 0.5 } else { 1.0 },
            });
        }
    }
    let plan = Plan {
        epochs: a.epochs,
        rate: 0.03,
        decay: 3e-5,
        dropout: 60,
    };
    let start = Transitions::new(link::KINDS, link::allowed(), link::FIRST);
    learn(lessons.len(), 19, 3, start, &plan, seed, |i, x| {
        let lesson = &lessons[i];
        let doc = &docs[lesson.doc];
        let g = &doc.gold[lesson.gold];
        let line = &doc.lines[g.line];
        let belief = &beliefs[lesson.doc][g.line];
        let c = Context::new(line, gazetteer);
        let cue = Cue::new(line, &c, lesson.cue.clone());
        let window = cue.window(line);
        x.clear();
        x.weight = lesson.weight;
        x.fixed = cue.span.start - window.start..cue.span.end - window.start;
        let mut before = 0;
        for i in window {
            let at = x.features.len();
            if !cue.span.contains(&i) {
                flat::features(line, &c, i, &mut x.features);
                link::common(line, belief, i, &mut x.features);
                link::features(line, &c, belief, &cue, i, &mut x.features);
            }
            debug_assert!(at <= x.features.len());
            x.ends.push(x.features.len());
            x.kinds.push(cue.kind(&c, i));
            let role = if cue.span.contains(&i) {
                link::CUE
            } else if g.source.iter().any(|r| r.contains(&i)) {
                if before == link::SOURCE || before == link::IN_SOURCE {
                    link::IN_SOURCE
                } else {
                    link::SOURCE
                }
            } else if let Some(r) = g.content.iter().find(|r| r.contains(&i)) {
                if r.start != i && (before == link::CONTENT || before == link::IN_CONTENT) {
                    link::IN_CONTENT
                } else {
                    link::CONTENT
                }
            } else {
                link::O
            };
            before = role;
            x.gold.push(role as u8);
        }
    })
}
