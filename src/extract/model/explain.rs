//! Why the model reports an attribution: the probabilities that each of its steps gave, the features that weighed most with the judge, and
//! the readings that it gave up for this one. Runs the same steps again; nothing is made up for the occasion.

use super::Model;
use super::Raw;
use super::cases;
use super::chain::Lattice;
use super::context::Context;
use super::continuation;
use super::flat;
use super::judge;
use super::lines;
use super::linker::Linker;
use super::raw;
use super::tags;
use crate::model::Span;

/// Features told of, those that weighed most.
const MAX_REASONS: usize = 8;
/// Other readings told of, the likeliest.
const MAX_OTHERS: usize = 3;

/// What each feature of the judge looks at, in the order in which [`judge::features`] gives them.
const LOOKS_AT: [&str; 50] = [
    "how often any candidate is right",
    "how sure the tagger is that the cue begins here",
    "how clearly this reading of source and content beats all others",
    "how sure the tagger is of the content",
    "how sure the tagger is of the source",
    "how sure the linker is of content and source",
    "cue and clearness together",
    "cue, content and source together",
    "the cue's word",
    "the cue's word and how sure the cue is",
    "number of parts, kind of quotation and length",
    "whether it lies in another's content",
    "whether it shares content with a likelier one",
    "how often such a word is a cue",
    "the cue's part of speech",
    "the order of source, cue and content",
    "how sure the cue's end is and how long it is",
    "how sure the content's beginning is",
    "the cue's word with the number of parts",
    "whether the cue stands in quotation marks",
    "content and source with how sure the cue is",
    "the place in the story",
    "the content's length",
    "the cue's word and the word after it",
    "the word after the cue",
    "the content's first part of speech",
    "clearness, content and source together",
    "the source's noun",
    "how the source is printed",
    "the cue's word and how the source is printed",
    "the source's form and kind of quotation",
    "the source's length",
    "the cue's first word",
    "the cue's parts of speech",
    "the cue's parts of speech and kind of quotation",
    "the word before the cue",
    "the part of speech before the cue",
    "the cue's word and length",
    "the content's first word",
    "the cue's word and the content's beginning",
    "what follows the content",
    "what follows the content, and how sure it is",
    "how sure the content's end is",
    "the distance from cue to content",
    "how many candidates the sentence and the paragraph have",
    "the sentence's place",
    "nesting, kind of quotation and company",
    "how sure all parts are together",
    "how sure all parts are, with kind of quotation",
    "how sure all parts are, with the cue's word",
];

/// One feature and its weight in log-odds.
#[derive(Clone, Debug, PartialEq)]
pub struct Reason {
    /// What the feature looks at.
    pub looks_at: &'static str,
    /// What it adds to the log-odds of being right; negative where it speaks against.
    pub weight: f32,
}

/// A reading of the text around a cue, and what the model thinks of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// Source, cue, content; its confidence is the calibrated probability.
    pub raw: Raw,
    /// Probability that a cue begins at its first word.
    pub cue: f32,
    /// Least probability of a source word's being source; 0 where there is no source.
    pub source: f32,
    /// Mean probability of a content word's being content.
    pub content: f32,
    /// Probability of just this source and content among all for this cue.
    pub whole: f32,
    /// The judge's probability, before calibration.
    pub judged: f32,
    /// Whether it is at least the judge's least and not in a likelier one's way: then it is reported.
    pub reported: bool,
}

/// The model's reading of one cue, and what it was preferred to.
#[derive(Clone, Debug, PartialEq)]
pub struct Account {
    /// The reading.
    pub reading: Reading,
    /// The features that weighed most with the judge, the heaviest first.
    pub reasons: Vec<Reason>,
    /// Other readings that meet it in cue or content, the likeliest first.
    pub others: Vec<Reading>,
    /// The judge's probability below which nothing is reported.
    pub least: f32,
}

impl Model {
    /// The account of the candidate that meets `cue` most in these paragraphs of `text`; `None` where the model had none there.
    pub fn account(&self, text: &str, paragraphs: &[Span], cue: &[Span]) -> Option<Account> {
        let at = *cue.first()?;
        let mut lattice = Lattice::new(&self.flat_pairs);
        let mut linker = Linker::new(&self.link, &self.link_pairs);
        for mut line in lines(text, &continuation::announced(text, paragraphs)) {
            let within = line.words.first().zip(line.words.last());
            if !within.is_some_and(|(a, b)| a.span.start <= at.start && at.end <= b.span.end) {
                continue;
            }
            tags::tag(&mut line, &self.tags);
            let context = Context::new(&line, &self.gazetteer);
            let reading = flat::read(&line, &context, &self.flat, &mut lattice);
            let (belief, cases) = cases(&line, &context, reading, &mut linker);
            let mut buffers = Vec::with_capacity(cases.len());
            for n in 0..cases.len() {
                let mut buffer = Vec::new();
                judge::features(&line, &context, &belief, &cases, n, &mut buffer);
                buffers.push(buffer);
            }
            let p: Vec<f32> = buffers
                .iter()
                .map(|b| judge::probability(b, &self.judge))
                .collect();
            let chosen = judge::choose(&cases, &p, self.least);
            let readings: Vec<Reading> = cases
                .iter()
                .enumerate()
                .map(|(n, case)| Reading {
                    raw: raw(text, &line, case, self.calibration.at(p[n])),
                    cue: case.candidate.start,
                    source: case
                        .linked
                        .source
                        .as_ref()
                        .map_or(0.0, |_| case.linked.source_p),
                    content: case.linked.content_p,
                    whole: case.linked.log_p.exp().clamp(0.0, 1.0),
                    judged: p[n],
                    reported: chosen.contains(&n),
                })
                .collect();
            let shared = |of: &Reading| -> usize {
                let pairs = of
                    .raw
                    .cue
                    .iter()
                    .flat_map(|a| cue.iter().map(move |b| (a, b)));
                let lengths =
                    pairs.map(|(a, b)| a.end.min(b.end).saturating_sub(a.start.max(b.start)));
                lengths.map(|n| n as usize).sum()
            };
            let best = (0..readings.len())
                .filter(|&n| shared(&readings[n]) > 0)
                .max_by(|&a, &b| {
                    let order = |n: usize| (readings[n].reported, shared(&readings[n]));
                    order(a).cmp(&order(b)).then(p[a].total_cmp(&p[b]))
                })?;
            let reasons = self.reasons(&buffers[best]);
            let mut others: Vec<Reading> = Vec::new();
            for (n, other) in readings.iter().enumerate().filter(|(n, _)| *n != best) {
                let meet =
                    |a: &[Span], b: &[Span]| a.iter().any(|a| b.iter().any(|b| a.overlaps(*b)));
                let here = &readings[best].raw;
                if meet(&other.raw.cue, &here.cue) || meet(&other.raw.content, &here.content) {
                    others.push(readings[n].clone());
                }
            }
            others.sort_by(|a, b| b.judged.total_cmp(&a.judged));
            others.truncate(MAX_OTHERS);
            return Some(Account {
                reading: readings[best].clone(),
                reasons,
                others,
                least: self.least,
            });
        }
        None
    }

    fn reasons(&self, features: &[u32]) -> Vec<Reason> {
        let mut reasons: Vec<Reason> = features
            .iter()
            .zip(LOOKS_AT)
            .map(|(feature, looks_at)| Reason {
                looks_at,
                weight: self.judge.scores(&[*feature])[0],
            })
            .filter(|reason| reason.weight != 0.0)
            .collect();
        reasons.sort_by(|a, b| b.weight.abs().total_cmp(&a.weight.abs()));
        reasons.truncate(MAX_REASONS);
        reasons
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::extract::model::paragraphs;

    #[test]
    fn an_account_is_of_what_is_reported_and_adds_up() {
        let text = "The dam will be closed on Friday, said Ada Holm, who told the council that Per Lund agreed.";
        let model = Model::embedded().unwrap();
        let all = paragraphs(text);
        for found in model.attribute(text, &all) {
            let account = model.account(text, &all, &found.cue).unwrap();
            assert!(account.reading.reported);
            assert_eq!(account.reading.raw.cue, found.cue);
            assert_eq!(account.reading.raw.confidence, found.confidence);
            assert!(!account.reasons.is_empty());
        }
        assert_eq!(model.account(text, &all, &[]), None);
    }

    #[test]
    fn every_feature_of_the_judge_has_a_name() {
        let text = "Ada Holm said the dam would be closed.";
        let model = Model::embedded().unwrap();
        let mut lattice = Lattice::new(&model.flat_pairs);
        let mut linker = Linker::new(&model.link, &model.link_pairs);
        let mut line = lines(text, &paragraphs(text)).into_iter().next().unwrap();
        tags::tag(&mut line, &model.tags);
        let context = Context::new(&line, &model.gazetteer);
        let reading = flat::read(&line, &context, &model.flat, &mut lattice);
        let (belief, cases) = cases(&line, &context, reading, &mut linker);
        let mut buffer = Vec::new();
        judge::features(&line, &context, &belief, &cases, 0, &mut buffer);
        assert_eq!(buffer.len(), LOOKS_AT.len());
    }
}
