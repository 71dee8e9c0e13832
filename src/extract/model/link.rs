//! The second tagger: given one cue, labels the tokens around it as its source, its content or neither. Which cues are
//! real is decided elsewhere.

use super::context::BOUNDARIES;
use super::context::Context;
use super::context::NOWHERE;
use super::context::bucket;
use super::context::is_verb;
use super::flat;
use super::hash;
use super::line::Line;
use super::line::Mark;
use super::tags::NAMES;
use std::ops::Range;

/// Number of labels that have weights.
pub const ROWS: usize = 5;
/// Number of labels of the chain: the last is the cue's own and is fixed.
pub const LABELS: usize = 6;
/// Neither.
pub const O: usize = 0;
/// First token of the source.
pub const SOURCE: usize = 1;
/// Other token of the source.
pub const IN_SOURCE: usize = 2;
/// First token of a content fragment.
pub const CONTENT: usize = 3;
/// Other token of it.
pub const IN_CONTENT: usize = 4;
/// The cue itself.
pub const CUE: usize = 5;

/// Kinds of boundaries that transitions are conditioned on: the same before and after the cue, but apart.
pub const KINDS: usize = 2 * BOUNDARIES;

/// Labels that may be entered once in a chain: there is one source span.
pub const ONCE: [bool; LABELS] = [false, true, false, false, false, false];

/// Tokens looked at to the left of the cue.
pub const LEFT: usize = 110;
/// Tokens looked at to its right.
pub const RIGHT: usize = 200;

/// Which labels may follow which.
pub fn allowed() -> [[bool; LABELS]; LABELS] {
    std::array::from_fn(|from| {
        std::array::from_fn(|to| {
            !matches!(to, IN_SOURCE | IN_CONTENT) || from == to || from + 1 == to
        })
    })
}

/// Which labels may stand first.
pub const FIRST: [bool; LABELS] = [true, true, false, true, false, true];

/// What the first tagger thinks of each token of a line, as features see it.
pub struct Belief {
    /// Marginals of the first tagger.
    pub marginals: Vec<[f32; flat::LABELS]>,
    /// Likeliest role with its certainty, coded.
    codes: Vec<u32>,
    /// Number of strong cue starts before each token.
    cues: Vec<u16>,
}

impl Belief {
    /// From the first tagger's marginals.
    pub fn new(marginals: Vec<[f32; flat::LABELS]>) -> Self {
        let mut codes = Vec::with_capacity(marginals.len());
        let mut cues = Vec::with_capacity(marginals.len());
        let mut count = 0u16;
        for p in &marginals {
            let roles = [p[0], p[1] + p[2], p[3] + p[4], p[5] + p[6]];
            let best = (1..4).fold(0, |b, r| if roles[r] > roles[b] { r } else { b });
            let sure = match roles[best] {
                x if x > 0.95 => 3,
                x if x > 0.8 => 2,
                x if x > 0.6 => 1,
                _ => 0,
            };
            codes.push(best as u32 * 4 + sure);
            cues.push(count);
            count = count.saturating_add(u16::from(p[flat::CUE] > 0.5));
        }
        Belief {
            marginals,
            codes,
            cues,
        }
    }

    fn code(&self, i: isize) -> u32 {
        usize::try_from(i)
            .ok()
            .and_then(|i| self.codes.get(i))
            .copied()
            .unwrap_or(31)
    }

    fn starts(&self, i: usize, label: usize) -> u32 {
        self.marginals
            .get(i)
            .map_or(0, |p| (p[label] * 4.99) as u32)
    }
}

/// What is known of one cue before any token is looked at.
pub struct Cue {
    /// Its tokens.
    pub span: Range<usize>,
    /// The token that carries its meaning.
    pub head: usize,
    stem: u32,
    /// Its tags, hashed.
    pattern: u32,
    /// The tags to either side.
    sides: u32,
    /// The word after it.
    next: u32,
    /// Whether a quotation stands right before or after it, or anywhere in its sentence.
    quoted: u32,
    passive: u32,
}

impl Cue {
    /// Reads the cue at `span`, which is not empty and lies within the line.
    pub fn new(line: &Line, c: &Context, span: Range<usize>) -> Self {
        let w = &line.words;
        let last = span.end - 1;
        let head = span
            .clone()
            .rev()
            .filter(|&i| is_verb(w[i].tag) && c.heat[i] >= 2)
            .max_by_key(|&i| c.heat[i].min(4))
            .or_else(|| span.clone().rev().find(|&i| is_verb(w[i].tag)))
            .or_else(|| span.clone().max_by_key(|&i| c.heat[i]))
            .unwrap_or(last);
        let code = |i: Option<usize>| {
            i.and_then(|i| w.get(i)).map_or(90, |x| {
                if x.mark == Mark::Word {
                    u32::from(x.tag)
                } else {
                    64 + x.mark as u32
                }
            })
        };
        let pattern = span
            .clone()
            .fold(span.len() as u32, |h, i| hash::pair(h, u32::from(w[i].tag)));
        let before = code(span.start.checked_sub(1));
        let after = code(Some(span.end));
        let sentence = line.sentence(w[span.start].sentence as usize);
        let any = line
            .quotes
            .iter()
            .any(|q| q.open < sentence.end && q.end > sentence.start);
        let near = |i: Option<usize>| i.and_then(|i| w.get(i)).is_some_and(|x| x.quote != 0);
        let quoted = u32::from(any)
            + 2 * u32::from(near(span.end.checked_add(0)) || near(span.end.checked_add(1)))
            + 4 * u32::from(near(span.start.checked_sub(1)) || near(span.start.checked_sub(2)))
            + 8 * u32::from(w[head].quote != 0);
        let be = hash::word("be");
        let passive = NAMES[w[head].tag as usize] == "VBN"
            && (span.start.saturating_sub(3)..head).any(|i| w[i].stem == be);
        Cue {
            head,
            stem: w[head].stem,
            pattern,
            sides: before * 128 + after,
            next: w.get(span.end).map_or(0, |x| x.low),
            quoted,
            passive: u32::from(passive),
            span,
        }
    }

    /// The stretch of tokens that its source and content are looked for in.
    pub fn window(&self, line: &Line) -> Range<usize> {
        self.span.start.saturating_sub(LEFT)..(self.span.end + RIGHT).min(line.words.len())
    }

    /// The kind of the boundary before token `i`.
    pub fn kind(&self, c: &Context, i: usize) -> u8 {
        c.boundary.get(i).copied().unwrap_or(0) + if i > self.head { BOUNDARIES as u8 } else { 0 }
    }
}

/// Features of a token that hold for any cue of the line.
/// They come beside the first tagger's own.
pub fn common(line: &Line, belief: &Belief, i: usize, out: &mut Vec<u32>) {
    let at = i as isize;
    let mut add = |t: u32, a: u32, b: u32| out.push(hash::feature(t, a, b));
    let tag = u32::from(line.words[i].tag);
    add(300, belief.code(at), tag);
    add(
        301,
        belief.code(at - 1) * 32 + belief.code(at),
        belief.code(at + 1),
    );
    add(
        302,
        belief.starts(i, flat::SOURCE) * 8 + belief.starts(i, flat::CONTENT),
        belief.starts(i + 1, flat::O),
    );
    add(
        303,
        belief.code(at - 1) * 32 + belief.code(at),
        line.words[i].mark as u32,
    );
}

/// Features of token `i` for this cue. `i` is not in the cue.
pub fn features(
    line: &Line,
    c: &Context,
    belief: &Belief,
    cue: &Cue,
    i: usize,
    out: &mut Vec<u32>,
) {
    let w = &line.words;
    let me = &w[i];
    let after = i >= cue.span.end;
    let side = u32::from(after);
    let d = if after {
        i - cue.span.end
    } else {
        cue.span.start - 1 - i
    };
    let far = bucket(d);
    let near = d.min(7) as u32;
    let code = |k: isize| {
        usize::try_from(i as isize + k)
            .ok()
            .and_then(|j| w.get(j))
            .map_or(60, |x| {
                if x.mark == Mark::Word {
                    u32::from(x.tag)
                } else {
                    64 + x.mark as u32
                }
            })
    };
    let (m2, m1, t0, p1, p2) = (code(-2), code(-1), code(0), code(1), code(2));
    let (lo, hi) = if after {
        (cue.span.end, i)
    } else {
        (i + 1, cue.span.start)
    };
    let between = |counts: &[u16], most: u16| {
        let to = counts.get(hi).copied().unwrap_or(0);
        u32::from(
            to.saturating_sub(counts.get(lo).copied().unwrap_or(to))
                .min(most),
        )
    };
    let commas = between(&c.commas, 3);
    let verbs = between(&c.verbs, 4);
    let marks = between(&c.marks, 4);
    let openers = between(&c.openers, 3);
    let cues = between(&belief.cues, 3);
    let sentences = (i32::from(me.sentence) - i32::from(w[cue.head].sentence)).clamp(-3, 3) + 3;
    let sentences = sentences as u32;
    let cue_quote = w[cue.head].quote;
    let relation = match (cue_quote, me.quote) {
        (0, 0) => 0,
        (0, _) => 1,
        (_, 0) => 2,
        (a, b) if a == b => 3,
        _ => 4,
    };
    let quoted = relation * 4 + me.place as u32;
    let belief_here = belief.code(i as isize);
    let mut add = |t: u32, a: u32, b: u32| out.push(hash::feature(t * 2 + side, a, b));
    add(200, far, t0);
    add(201, near, me.low);
    add(202, cue.stem, t0);
    add(203, cue.stem, far);
    add(205, cue.pattern, t0);
    add(206, cue.pattern, far);
    add(208, m1 * 128 + t0, far);
    add(209, t0 * 128 + p1, far);
    add(210, m2 * 128 + m1, t0 * 16 + near);
    add(211, p1 * 128 + p2, t0 * 16 + near);
    add(212, commas * 64 + verbs * 8 + openers, t0);
    add(
        213,
        commas * 64 + verbs * 8 + openers,
        quoted * 8 + sentences,
    );
    add(214, verbs * 8 + cues, t0 * 128 + p1);
    add(215, commas * 8 + cues, m1 * 128 + t0);
    add(216, quoted, marks * 8 + sentences);
    add(217, quoted * 16 + cue.quoted, marks * 16 + far);
    add(218, quoted * 16 + cue.quoted, t0);
    add(219, cue.sides, t0);
    add(220, cue.sides, quoted * 8 + marks);
    add(221, cue.next, t0 + 128 * verbs);
    add(222, cue.next, commas * 64 + verbs * 8 + openers);
    add(224, belief_here * 16 + far, cues);
    add(
        225,
        belief.code(i as isize - 1) * 32 + belief_here,
        belief.code(i as isize + 1) * 16 + near,
    );
    add(226, belief_here * 8 + cues, t0 + 128 * sentences);
    add(227, belief_here * 8 + cues, commas * 64 + verbs * 8 + marks);
    add(228, cue.passive * 8 + verbs, t0 * 16 + near);
    add(230, hash::pair(cue.stem, cue.next), verbs * 8 + openers);
    add(231, cue.quoted * 8 + sentences, t0 * 16 + far);
    add(234, cue.pattern, quoted * 64 + verbs * 8 + cues);
    add(235, cues * 8 + openers, sentences * 16 + far);
    add(236, cue.stem, quoted * 64 + sentences * 8 + marks);
    if d < 6 {
        let path = (lo..hi).fold(t0, |h, k| hash::pair(h, u32::from(w[k].tag)));
        add(240, path, 0);
    }
    let opener = c.opener_left[i];
    if opener != NOWHERE && after && opener as usize >= cue.span.end {
        let stem = w[opener as usize].stem;
        let first = u32::from(opener as usize == cue.span.end);
        add(243, stem, first * 64 + verbs * 8 + openers);
        add(244, stem, first * 128 + t0);
        add(245, stem, bucket(i - opener as usize) * 2 + first);
    }
    let mark = c.mark_left[i];
    if mark != NOWHERE && after && mark as usize >= cue.span.end {
        let j = mark as usize;
        let follows = w.get(j + 1).map_or(0, |x| x.low);
        let tag = w.get(j + 1).map_or(0, |x| u32::from(x.tag));
        add(246, follows, commas * 8 + verbs);
        add(247, tag, commas * 64 + bucket(i - j));
        add(248, tag, t0 + 128 * commas);
    }
    let mark = c.mark_right[i];
    if mark != NOWHERE && !after && (mark as usize) < cue.span.start {
        let tag = w.get(mark as usize + 1).map_or(0, |x| u32::from(x.tag));
        add(249, tag, commas * 64 + bucket(mark as usize - i));
    }
}
