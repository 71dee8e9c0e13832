//! Learns parts of speech from silver tags (averaged perceptron). Attributions must not be known here.

use crate::data::Doc;
use crate::learn::Census;
use crate::learn::Dice;
use crate::learn::Owners;
use sayso::extract::model::line::Line;
use sayso::extract::model::line::Mark;
use sayso::extract::model::table::Table;
use sayso::extract::model::table::check;
use sayso::extract::model::tags;
use sayso::extract::model::tags::Known;
use sayso::extract::model::tags::Tagger;
use std::collections::BTreeMap;

/// Times that a word is seen at least before it counts as one of a single tag.
const KNOWN_FROM: u32 = 20;

/// Share of them that must have that tag, in thousandths. Of less, what stands around decides too often.
const KNOWN_SHARE: u32 = 990;

/// The words that nearly always have one tag.
fn known(lines: &[(Line, Vec<Option<u8>>)]) -> Known {
    let mut seen: BTreeMap<u32, BTreeMap<u8, u32>> = BTreeMap::new();
    for (line, gold) in lines {
        for (word, tag) in line.words.iter().zip(gold) {
            if let Some(tag) = tag {
                *seen.entry(word.low).or_default().entry(*tag).or_default() += 1;
            }
        }
    }
    Known::new(seen.into_iter().filter_map(|(low, tags)| {
        let all: u32 = tags.values().sum();
        let (&tag, &most) = tags.iter().max_by_key(|(_, n)| **n)?;
        (all >= KNOWN_FROM && most * 1000 >= all * KNOWN_SHARE).then_some((low, tag))
    }))
}

/// Trains the tagger.
pub fn train_tags<'d>(docs: impl Iterator<Item = &'d Doc>) -> Tagger {
    const BITS: u32 = 18;
    let mut lines: Vec<(Line, Vec<Option<u8>>)> = Vec::new();
    for doc in docs.filter(|d| !d.silver.is_empty()) {
        let by_start: BTreeMap<u32, &str> = doc
            .silver
            .iter()
            .map(|(s, _, tag)| (*s, tag.as_str()))
            .collect();
        for line in &doc.lines {
            let gold = line
                .words
                .iter()
                .map(|w| {
                    if w.mark == Mark::Word {
                        by_start.get(&w.span.start).and_then(|t| tags::index(t))
                    } else {
                        None
                    }
                })
                .collect();
            let mut line = line.clone();
            for w in &mut line.words {
                w.tag = tags::of_mark(w.mark).unwrap_or(0);
            }
            lines.push((line, gold));
        }
    }
    let known = known(&lines);
    let mut census = Census::new();
    let mut owners = Owners::new(BITS);
    let mut buffer = Vec::new();
    for pass in 0..2 {
        for (line, gold) in &mut lines {
            for (i, right) in gold.iter().enumerate() {
                if line.words[i].mark != Mark::Word {
                    continue;
                }
                if let Some(tag) = known.tag(line.words[i].low) {
                    line.words[i].tag = tag;
                    continue;
                }
                tags::features(line, i, &mut buffer);
                if pass == 0 {
                    census.see(&buffer)
                } else {
                    owners.claim(&census, 3, &buffer)
                }
                line.words[i].tag = right.unwrap_or(0);
            }
        }
    }
    let checks = owners.checks();
    drop(census);
    let mask = checks.len() - 1;
    let mut w = vec![[0.0f32; tags::TAGS]; checks.len()];
    let mut late = vec![[0.0f32; tags::TAGS]; checks.len()];
    let mut time = 0.0f32;
    let mut dice = Dice::new(7);
    let mut order: Vec<usize> = (0..lines.len()).collect();
    for _ in 0..5 {
        dice.shuffle(&mut order);
        for &n in &order {
            let (line, gold) = &mut lines[n];
            for (i, right) in gold.iter().enumerate() {
                if line.words[i].mark != Mark::Word || known.tag(line.words[i].low).is_some() {
                    continue;
                }
                tags::features(line, i, &mut buffer);
                buffer.retain(|&f| checks[f as usize & mask] == check(f));
                let mut sum = [0.0f32; tags::TAGS];
                for &f in &buffer {
                    let row = &w[f as usize & mask];
                    (0..tags::TAGS).for_each(|t| sum[t] += row[t]);
                }
                let best = (1..tags::PREDICTED).fold(0, |b, t| if sum[t] > sum[b] { t } else { b });
                line.words[i].tag = best as u8;
                if let Some(right) = *right {
                    time += 1.0;
                    if right as usize != best {
                        for &f in &buffer {
                            let f = f as usize & mask;
                            w[f][right as usize] += 1.0;
                            w[f][best] -= 1.0;
                            late[f][right as usize] += time;
                            late[f][best] -= time;
                        }
                    }
                }
            }
        }
    }
    for (w, late) in w.iter_mut().zip(&late) {
        (0..tags::TAGS).for_each(|t| w[t] -= late[t] / time.max(1.0));
    }
    Tagger {
        known,
        table: Table::quantise(checks.iter().copied().zip(w.iter()), 12.0),
    }
}

/// Tags a document in place.
pub fn tag_doc(doc: &mut Doc, tagger: &Tagger) {
    doc.lines
        .iter_mut()
        .for_each(|line| tags::tag(line, tagger));
}

/// Share of words whose tag agrees with the silver one.
pub fn tag_accuracy(docs: &[Doc]) -> f64 {
    let (mut right, mut all) = (0.0, 0.0);
    for doc in docs {
        let by_start: BTreeMap<u32, &str> = doc
            .silver
            .iter()
            .map(|(s, _, tag)| (*s, tag.as_str()))
            .collect();
        for w in doc
            .lines
            .iter()
            .flat_map(|l| &l.words)
            .filter(|w| w.mark == Mark::Word)
        {
            if let Some(tag) = by_start.get(&w.span.start).and_then(|t| tags::index(t)) {
                all += 1.0;
                right += f64::from(u8::from(tag == w.tag));
            }
        }
    }
    right / f64::max(all, 1.0)
}
