//! The first tagger: labels every token of a line as part of a cue, source or content, whosever they are. Its marginals
//! give the candidates for cues and are features of the second tagger.

use super::candidates::Candidate;
use super::candidates::candidates;
use super::chain::Lattice;
use super::context::BOUNDARIES;
use super::context::Context;
use super::context::NOWHERE;
use super::context::bucket;
use super::hash;
use super::line::Line;
use super::line::Mark;
use super::line::Place;
use super::link;
use super::table::Table;

/// Number of labels.
pub const LABELS: usize = 7;
/// In no attribution.
pub const O: usize = 0;
/// First token of a cue.
pub const CUE: usize = 1;
/// Other token of a cue.
pub const IN_CUE: usize = 2;
/// First token of a source.
pub const SOURCE: usize = 3;
/// Other token of a source.
pub const IN_SOURCE: usize = 4;
/// First token of a content.
pub const CONTENT: usize = 5;
/// Other token of a content.
pub const IN_CONTENT: usize = 6;

/// Kinds of boundaries that transitions are conditioned on.
pub const KINDS: usize = BOUNDARIES;

/// Which labels may follow which: an inner label only its own kind.
pub fn allowed() -> [[bool; LABELS]; LABELS] {
    std::array::from_fn(|from| {
        std::array::from_fn(|to| {
            !matches!(to, IN_CUE | IN_SOURCE | IN_CONTENT) || from == to || from + 1 == to
        })
    })
}

/// Which labels may stand first.
pub const FIRST: [bool; LABELS] = [true, true, false, true, false, true, false];

/// Features of token `i` that say nothing of any one cue: words, tags, quotation state, clauses.
pub fn features(line: &Line, c: &Context, i: usize, out: &mut Vec<u32>) {
    let w = &line.words;
    let at = |k: isize| usize::try_from(i as isize + k).ok().and_then(|j| w.get(j));
    let low = |k: isize| at(k).map_or(1, |x| x.low);
    let stem = |k: isize| at(k).map_or(1, |x| x.stem);
    let tag = |k: isize| {
        at(k).map_or(60, |x| {
            u32::from(x.tag)
                + if x.mark == Mark::Word {
                    0
                } else {
                    64 * (x.mark as u32)
                }
        })
    };
    let me = &w[i];
    let first = line.starts.binary_search(&i).is_ok();
    let place = me.place as u32;
    let quoted = u32::from(me.quote != 0);
    let mut add = |t: u32, a: u32, b: u32| out.push(hash::feature(t, a, b));
    // Words.
    add(100, me.low, 0);
    add(101, me.stem, u32::from(me.tag));
    add(102, low(-1), 0);
    add(103, low(1), 0);
    add(104, low(-2), 0);
    add(105, low(2), 0);
    add(108, stem(-1), tag(0));
    add(109, stem(1), tag(0));
    add(111, me.stem, tag(-1));
    add(112, me.stem, tag(1));
    add(113, me.ends[1], u32::from(me.tag));
    add(114, u32::from(me.shape), u32::from(me.tag));
    add(115, me.stem, quoted);
    // Tags.
    let (m2, m1, t0, p1, p2) = (tag(-2), tag(-1), tag(0), tag(1), tag(2));
    let two = |a: u32, b: u32| a * 1024 + b;
    add(120, t0, place);
    add(121, two(m1, t0), quoted);
    add(122, two(t0, p1), quoted);
    add(123, two(m1, t0), p1);
    add(124, two(m2, m1), t0);
    add(125, two(t0, p1), p2);
    add(128, tag(-3), two(m2, m1));
    add(129, two(p1, p2), tag(3));
    // Heat: how often the stems are cues.
    let heat = |k: isize| {
        usize::try_from(i as isize + k)
            .ok()
            .and_then(|j| c.heat.get(j))
            .map_or(9, |&h| u32::from(h))
    };
    add(140, heat(0), t0);
    add(141, heat(-1) * 16 + heat(0), heat(1));
    add(142, heat(0), two(m1, p1));
    add(143, heat(1) * 16 + heat(2), t0);
    add(144, heat(-1) * 16 + heat(-2), t0);
    // Quotation state.
    let company = me
        .quote
        .checked_sub(1)
        .and_then(|q| Some((c.company.get(q as usize)?, line.quotes.get(q as usize)?)));
    if let Some((company, quote)) = company {
        let from = (i - quote.open).min(3) as u32;
        let to = (quote.end - i).min(3) as u32;
        add(150, company.length * 2 + u32::from(quote.closed), place);
        add(151, company.before * 64 + company.after, place);
        add(152, company.last * 16 + company.length, from * 4 + to);
        add(153, company.before, from * 4 + to);
        add(
            154,
            company.after * 2 + u32::from(company.leads),
            from * 4 + to,
        );
        let verb_after = if quote.end < w.len() && w[quote.end].sentence == w[quote.open].sentence {
            stem_at(line, c.hot_right.get(quote.end).copied())
        } else {
            0
        };
        add(155, verb_after, company.length);
    }
    let close_left = (1..=4)
        .find(|&k| at(-k).is_some_and(|x| x.place == Place::Closes))
        .unwrap_or(0) as u32;
    let open_right = (1..=4)
        .find(|&k| at(k).is_some_and(|x| x.place == Place::Opens))
        .unwrap_or(0) as u32;
    add(156, close_left * 8 + open_right, t0);
    add(157, close_left * 8 + open_right, me.stem);
    // Where in the sentence, the line and the story.
    let sentence = line.sentence(me.sentence as usize);
    let from_start = i - sentence.start;
    let to_end = sentence.end - i;
    add(160, bucket(from_start), t0);
    add(161, bucket(to_end), t0);
    add(162, line.number.min(2) as u32, t0);
    add(
        163,
        u32::from(first) + 2 * u32::from(me.sentence == 0),
        u32::from(me.shape) * 64 + quoted,
    );
    add(
        164,
        u32::from(line.continues) + 2 * u32::from(w[0].mark == Mark::Quote),
        u32::from(me.sentence.min(2)) * 8 + place,
    );
    let opening = &w[sentence.start];
    add(165, opening.stem, quoted);
    add(
        166,
        opening.stem,
        u32::from(opening.tag) * 256 + bucket(from_start),
    );
    // The verbs and marks around.
    let distance = |p: u32| {
        if p == NOWHERE {
            15
        } else {
            bucket(i.abs_diff(p as usize))
        }
    };
    let hot_l = c.hot_left[i];
    let hot_r = c.hot_right[i];
    add(170, stem_at(line, Some(hot_l)), distance(hot_l));
    add(171, stem_at(line, Some(hot_r)), distance(hot_r));
    add(172, stem_at(line, Some(hot_l)), t0 + 1024 * quoted);
    add(173, stem_at(line, Some(hot_r)), t0 + 1024 * quoted);
    add(175, distance(hot_l) * 16 + distance(hot_r), t0);
    add(
        176,
        stem_at(line, Some(c.verb_left[i])),
        distance(c.verb_left[i]),
    );
    add(
        177,
        stem_at(line, Some(c.verb_right[i])),
        distance(c.verb_right[i]),
    );
    add(
        178,
        distance(c.verb_left[i]) * 16 + distance(c.verb_right[i]),
        t0,
    );
    add(
        179,
        distance(c.mark_left[i]) * 16 + distance(c.mark_right[i]),
        t0,
    );
    let opener = c.opener_left[i];
    add(
        180,
        stem_at(line, Some(opener)),
        distance(opener)
            + 16 * u32::from(hot_l != NOWHERE && (opener == NOWHERE || opener < hot_l)),
    );
    if hot_l != NOWHERE {
        let j = hot_l as usize;
        let commas = (c.commas[i] - c.commas[j]).min(3) as u32;
        let verbs = (c.verbs[i] - c.verbs[j]).min(4) as u32;
        let marks = (c.marks[i] - c.marks[j]).min(3) as u32;
        let openers = (c.openers[i] - c.openers[j]).min(3) as u32;
        add(181, commas * 64 + verbs * 8 + marks, t0);
        add(
            182,
            commas * 64 + openers * 8 + marks,
            stem_at(line, Some(hot_l)),
        );
        add(
            183,
            w.get(j + 1).map_or(0, |x| x.low),
            commas * 64 + verbs * 8 + openers,
        );
    }
    if hot_r != NOWHERE {
        let j = hot_r as usize;
        let commas = (c.commas[j] - c.commas[i]).min(3) as u32;
        let verbs = (c.verbs[j] - c.verbs[i]).min(4) as u32;
        add(184, commas * 64 + verbs, t0);
    }
}

fn stem_at(line: &Line, position: Option<u32>) -> u32 {
    position
        .and_then(|p| line.words.get(p as usize))
        .map_or(2, |w| w.stem)
}

/// What the first tagger says of a line.
pub struct Reading {
    /// Probability of each label at each token.
    pub marginals: Vec<[f32; LABELS]>,
    /// Spans that may be cues.
    pub candidates: Vec<Candidate>,
    /// The features that it was computed from; none where `beside` was computed from them.
    pub hashed: Hashed,
    /// The features' sums in the table beside, of each token.
    pub beside: Vec<[i32; link::ROWS]>,
}

/// The hashed features of every token of a line; computed once, used by both taggers.
#[derive(Default)]
pub struct Hashed {
    features: Vec<u32>,
    ends: Vec<usize>,
}

impl Hashed {
    /// Of a whole line.
    pub fn new(line: &Line, c: &Context) -> Self {
        let mut hashed = Hashed {
            features: Vec::with_capacity(line.words.len() * 72),
            ends: Vec::with_capacity(line.words.len()),
        };
        for i in 0..line.words.len() {
            features(line, c, i, &mut hashed.features);
            hashed.ends.push(hashed.features.len());
        }
        hashed
    }

    /// Of token `i`.
    pub fn of(&self, i: usize) -> &[u32] {
        let from = i.checked_sub(1).map_or(0, |j| self.ends[j]);
        &self.features[from..self.ends[i]]
    }
}

/// Emissions of every token: the place where a better encoder would be fitted.
pub fn emissions(hashed: &Hashed, table: &Table<LABELS>) -> Vec<[f32; LABELS]> {
    (0..hashed.ends.len())
        .map(|i| table.scores(hashed.of(i)))
        .collect()
}

/// Marginals and candidates of a line.
pub fn read(
    line: &Line,
    c: &Context,
    table: &Table<LABELS>,
    lattice: &mut Lattice<LABELS>,
) -> Reading {
    let hashed = Hashed::new(line, c);
    let reading = decoded(&emissions(&hashed, table), c, lattice);
    Reading { hashed, ..reading }
}

/// The same, and on the way what the second tagger's table says of the same features: they are looked up in both at once.
pub fn read_beside(
    line: &Line,
    c: &Context,
    (table, other): (&Table<LABELS>, &Table<{ link::ROWS }>),
    lattice: &mut Lattice<LABELS>,
) -> Reading {
    let mut buffer = Vec::with_capacity(72);
    let mut emissions = Vec::with_capacity(line.words.len());
    let mut beside = Vec::with_capacity(line.words.len());
    for i in 0..line.words.len() {
        buffer.clear();
        features(line, c, i, &mut buffer);
        let (own, others) = table.sum_both(other, &buffer);
        emissions.push(table.scaled(own));
        beside.push(others);
    }
    let reading = decoded(&emissions, c, lattice);
    Reading { beside, ..reading }
}

fn decoded(emissions: &[[f32; LABELS]], c: &Context, lattice: &mut Lattice<LABELS>) -> Reading {
    lattice.run(emissions, &c.boundary, &FIRST);
    Reading {
        marginals: (0..emissions.len()).map(|i| lattice.at(i)).collect(),
        candidates: candidates(lattice, &c.boundary),
        hashed: Hashed::default(),
        beside: Vec::new(),
    }
}
