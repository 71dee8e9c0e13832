//! The judge: how likely a candidate cue with the source and content found for it is a right attribution, and which of
//! the candidates of a line stand together. Its probability is the attribution's confidence.

use super::candidates::Candidate;
use super::context::Context;
use super::context::bucket;
use super::flat;
use super::hash;
use super::line::Line;
use super::line::Mark;
use super::link::Belief;
use super::link::Cue;
use super::linker::Linked;
use super::table::Table;
use super::tags::NAMES;

/// One candidate with what was found for it.
pub struct Case {
    /// The candidate.
    pub candidate: Candidate,
    /// The cue as the second tagger saw it.
    pub cue: Cue,
    /// Its source and content.
    pub linked: Linked,
}

/// Twelve buckets of a probability, even in log-odds.
fn odds(p: f32) -> u32 {
    let p = p.clamp(1e-4, 1.0 - 1e-4);
    let logit = (p / (1.0 - p)).ln();
    ((logit + 4.2) / 0.7).clamp(0.0, 11.99) as u32
}

/// Features of a case among all cases of its line.
pub fn features(
    line: &Line,
    c: &Context,
    belief: &Belief,
    cases: &[Case],
    which: usize,
    out: &mut Vec<u32>,
) {
    out.clear();
    let case = &cases[which];
    let w = &line.words;
    let l = &case.linked;
    let head = &w[case.cue.head];
    let mean = |spans: &mut dyn Iterator<Item = usize>, a: usize, b: usize| {
        let (mut sum, mut n) = (0.0f32, 0.0f32);
        for i in spans {
            let p = &belief.marginals[i];
            sum += p[a] + p[b];
            n += 1.0;
        }
        sum / n.max(1.0)
    };
    let content = odds(mean(
        &mut l.content.iter().cloned().flatten(),
        flat::CONTENT,
        flat::IN_CONTENT,
    ));
    let source = if l.source.is_some() {
        odds(mean(
            &mut l.source.clone().into_iter().flatten(),
            flat::SOURCE,
            flat::IN_SOURCE,
        ))
    } else {
        13
    };
    let starts = odds(
        l.content
            .iter()
            .map(|r| belief.marginals[r.start][flat::CONTENT])
            .fold(1.0, f32::min),
    );
    let start = odds(case.candidate.start);
    let end = odds(case.candidate.end);
    let path = (-l.log_p * 2.0).clamp(0.0, 15.0) as u32;
    let content_p = odds(l.content_p);
    let source_p = odds(l.source_p);
    let length: usize = l.content.iter().map(ExactSizeIterator::len).sum();
    let shape = (l.content.len().min(3) * 2 + usize::from(l.source.is_some())) as u32;
    let quoted = l
        .content
        .iter()
        .cloned()
        .flatten()
        .filter(|&i| w[i].quote != 0)
        .count();
    let kind = if quoted == 0 {
        0
    } else if quoted == length {
        1
    } else {
        2
    };
    // How the case stands to the likelier candidates: does one's content hold this cue, or this content that cue?
    let mut inside = 0u32;
    let mut shares = 0u32;
    for (k, other) in cases.iter().enumerate().filter(|&(k, _)| k != which) {
        let holds =
            |spans: &[std::ops::Range<usize>], i: usize| spans.iter().any(|r| r.contains(&i));
        if holds(&other.linked.content, case.cue.head) {
            inside = inside.max(1 + u32::from(other.candidate.start > 0.5));
        }
        if overlap(&l.content, &other.linked.content) * 2 > length {
            shares = shares.max(
                1 + u32::from(
                    other.candidate.start > case.candidate.start
                        || (other.candidate.start == case.candidate.start && k < which),
                ),
            );
        }
    }
    let after = l
        .content
        .first()
        .is_some_and(|r| r.start >= case.cue.span.end);
    let subject = match &l.source {
        None => 0,
        Some(s) if s.start >= case.cue.span.end => 1,
        Some(s) => 2 + (case.cue.span.start - s.end).min(3) as u32,
    };
    let mut add = |t: u32, a: u32, b: u32| out.push(hash::feature(t, a, b));
    add(500, 0, 0);
    add(501, start, 0);
    add(502, path, 0);
    add(503, content, 0);
    add(504, source, 0);
    add(505, content_p, source_p);
    add(506, start, path);
    add(507, start, content * 16 + source);
    add(508, head.stem, 0);
    add(509, head.stem, start);
    add(510, shape, kind * 64 + bucket(length));
    add(511, inside, shares);
    add(512, inside * 16 + start, shares * 16 + content);
    add(513, u32::from(c.heat[case.cue.head]), start);
    add(514, u32::from(head.tag), start);
    add(515, u32::from(after) * 8 + subject, kind);
    add(516, end, case.cue.span.len().min(6) as u32);
    add(517, starts, content_p);
    add(518, hash::pair(head.stem, shape), kind);
    add(519, u32::from(head.quote != 0) * 4 + kind, start);
    add(520, starts * 16 + content, source * 16 + start);
    add(521, line.number.min(2) as u32, start);
    add(522, bucket(length), start);
    let next = w.get(case.cue.span.end).map_or(0, |x| {
        if x.mark == Mark::Word {
            x.low
        } else {
            x.mark as u32
        }
    });
    add(523, head.stem, next);
    add(524, next, start);
    add(
        525,
        l.content
            .first()
            .and_then(|r| w.get(r.start))
            .map_or(0, |x| u32::from(x.tag)),
        start,
    );
    add(526, path, content_p * 16 + source_p);
    // Who speaks: the last word of the source's first noun phrase, and how it is printed.
    let speaker = l
        .source
        .as_ref()
        .and_then(|s| w.get(s.start..s.end))
        .and_then(|s| s.iter().find(|x| is_noun(x.tag)).or(s.first()));
    let (who, how) = speaker.map_or((3, 0), |x| {
        (x.stem, u32::from(x.tag) * 8 + u32::from(x.shape))
    });
    add(530, who, 0);
    add(531, how, start);
    add(532, hash::pair(head.stem, how), 0);
    add(533, how, kind * 16 + content_p);
    add(
        534,
        l.source.as_ref().map_or(0, |s| bucket(s.len())),
        source_p,
    );
    // The cue: its first word, its tags, what stands before it.
    let cue = &case.candidate.span;
    let first = &w[cue.start];
    let tags = cue
        .clone()
        .fold(0, |h, i| hash::pair(h, u32::from(w[i].tag)));
    let before = cue.start.checked_sub(1).and_then(|i| w.get(i));
    add(540, first.low, start);
    add(541, tags, start);
    add(542, hash::pair(tags, kind), shape);
    add(543, before.map_or(0, |x| x.low), start);
    add(
        544,
        before.map_or(0, |x| u32::from(x.tag)),
        u32::from(head.tag),
    );
    add(
        545,
        hash::pair(head.stem, first.low),
        cue.len().min(4) as u32,
    );
    // Where the content begins and ends.
    let from = l.content.first().and_then(|r| w.get(r.start));
    let last = l.content.last();
    let end_word = last.and_then(|r| w.get(r.end - 1));
    let after_end = last.and_then(|r| w.get(r.end));
    let code = |x: Option<&super::line::Word>| {
        x.map_or(90, |x| {
            if x.mark == Mark::Word {
                u32::from(x.tag)
            } else {
                64 + x.mark as u32
            }
        })
    };
    add(550, from.map_or(0, |x| x.low), u32::from(head.tag));
    add(551, hash::pair(head.stem, code(from)), 0);
    add(552, code(after_end) * 128 + code(end_word), kind);
    add(553, code(after_end), content_p);
    let ends = last
        .and_then(|r| belief.marginals.get(r.end))
        .map_or(0.0, |p| p[flat::IN_CONTENT]);
    add(554, odds(ends), content_p);
    add(
        555,
        l.content.first().map_or(0, |r| {
            if after {
                bucket(r.start - case.cue.span.end)
            } else {
                12
            }
        }),
        kind * 16 + start,
    );
    // The company: how many other strong candidates its sentence and its line have.
    let strong = |o: &&Case| o.candidate.start > 0.4;
    let here = cases
        .iter()
        .filter(strong)
        .filter(|o| w[o.cue.head].sentence == head.sentence)
        .count()
        .min(4) as u32;
    add(
        560,
        here * 8 + cases.iter().filter(strong).count().min(6) as u32,
        start,
    );
    add(
        561,
        u32::from(first.sentence.min(2)) * 4 + line.number.min(2) as u32,
        kind * 16 + start,
    );
    add(562, inside * 4 + shares, kind * 16 + here);
    let sure = (start + content_p + source_p.min(11)) / 3;
    add(563, sure, path);
    add(564, sure, hash::pair(kind, shape));
    add(565, sure, head.stem);
}

fn is_noun(tag: u8) -> bool {
    matches!(
        NAMES[tag as usize],
        "NN" | "NNS" | "NNP" | "NNPS" | "PRP" | "WP"
    )
}

/// Probability that the case is right.
pub fn probability(features: &[u32], table: &Table<1>) -> f32 {
    let score = table.scores(features)[0];
    1.0 / (1.0 + (-score).exp())
}

/// Number of tokens that two lists of ranges share.
fn overlap(a: &[std::ops::Range<usize>], b: &[std::ops::Range<usize>]) -> usize {
    a.iter()
        .flat_map(|x| {
            b.iter()
                .map(move |y| x.end.min(y.end).saturating_sub(x.start.max(y.start)))
        })
        .sum()
}

/// Which cases stand, by falling probability: at least `least`, and not in each other's way. Returns their numbers.
pub fn choose(cases: &[Case], p: &[f32], least: f32) -> Vec<usize> {
    let mut order: Vec<usize> = (0..cases.len())
        .filter(|&i| p[i] >= least && !cases[i].linked.content.is_empty())
        .collect();
    order.sort_by(|&a, &b| p[b].total_cmp(&p[a]).then(a.cmp(&b)));
    let mut out: Vec<usize> = Vec::new();
    for i in order {
        let a = &cases[i];
        let length: usize = a.linked.content.iter().map(ExactSizeIterator::len).sum();
        let free = out.iter().all(|&j| {
            let b = &cases[j];
            let cues = a.candidate.span.start < b.candidate.span.end
                && b.candidate.span.start < a.candidate.span.end;
            let other: usize = b.linked.content.iter().map(ExactSizeIterator::len).sum();
            let shared = overlap(&a.linked.content, &b.linked.content);
            !cues && shared * 2 <= length.min(other)
        });
        if free {
            out.push(i);
        }
    }
    out.sort_unstable();
    out
}
