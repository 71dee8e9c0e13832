//! What is computed once for a tagged line and looked up by features of its tokens: the next word of each kind to either
//! side, the company of quotation marks. Labels must not be known here.

use super::gazetteer::Gazetteer;
use super::line::Line;
use super::line::Mark;
use super::line::Place;
use super::tags::NAMES;

/// "None" in the arrays of positions.
pub const NOWHERE: u32 = u32::MAX;

/// Number of kinds of boundaries between tokens.
pub const BOUNDARIES: usize = 12;

/// What stands around a quotation.
#[derive(Clone, Copy, Debug, Default)]
pub struct Company {
    /// The mark or part of speech before it, coded.
    pub before: u32,
    /// The mark or part of speech after it, coded.
    pub after: u32,
    /// The last mark inside it, coded.
    pub last: u32,
    /// Length in tokens, bucketed.
    pub length: u32,
    /// Whether it begins a sentence.
    pub leads: bool,
}

/// Lookups for one line.
pub struct Context {
    /// How often each token's stem is a cue, bucketed; 0 for never or unknown.
    pub heat: Vec<u8>,
    /// Nearest token to the left, within the sentence, that is often a cue.
    pub hot_left: Vec<u32>,
    /// The same to the right.
    pub hot_right: Vec<u32>,
    /// Nearest verb to the left within the sentence.
    pub verb_left: Vec<u32>,
    /// Nearest verb to the right within the sentence.
    pub verb_right: Vec<u32>,
    /// Nearest comma, semicolon, dash or colon to the left within the sentence.
    pub mark_left: Vec<u32>,
    /// Nearest of them to the right.
    pub mark_right: Vec<u32>,
    /// Nearest word to the left within the sentence that opens a clause ("that", "who", "because").
    pub opener_left: Vec<u32>,
    /// Number of commas before the token, whole line.
    pub commas: Vec<u16>,
    /// Number of verbs before the token.
    pub verbs: Vec<u16>,
    /// Number of quotation marks before the token.
    pub marks: Vec<u16>,
    /// Number of clause openers before the token.
    pub openers: Vec<u16>,
    /// The kind of boundary before the token.
    pub boundary: Vec<u8>,
    /// By quotation.
    pub company: Vec<Company>,
}

/// Whether a tag is a verb's or a modal's.
pub fn is_verb(tag: u8) -> bool {
    matches!(
        NAMES[tag as usize],
        "VBD" | "VB" | "VBZ" | "VBG" | "VBN" | "VBP" | "MD"
    )
}

/// Buckets of a length or distance.
pub fn bucket(n: usize) -> u32 {
    match n {
        0..=4 => n as u32,
        5..=6 => 5,
        7..=9 => 6,
        10..=14 => 7,
        15..=22 => 8,
        23..=35 => 9,
        36..=60 => 10,
        _ => 11,
    }
}

impl Context {
    /// One pass to the right and one to the left.
    pub fn new(line: &Line, gazetteer: &Gazetteer) -> Self {
        let n = line.words.len();
        let none = || vec![NOWHERE; n];
        let mut c = Context {
            heat: line
                .words
                .iter()
                .map(|w| {
                    if w.mark == Mark::Word {
                        gazetteer.heat(w.stem)
                    } else {
                        0
                    }
                })
                .collect(),
            hot_left: none(),
            hot_right: none(),
            verb_left: none(),
            verb_right: none(),
            mark_left: none(),
            mark_right: none(),
            opener_left: none(),
            commas: vec![0; n],
            verbs: vec![0; n],
            marks: vec![0; n],
            openers: vec![0; n],
            boundary: vec![0; n],
            company: Vec::with_capacity(line.quotes.len()),
        };
        let (mut commas, mut verbs, mut marks, mut openers) = (0u16, 0u16, 0u16, 0u16);
        for s in 0..line.starts.len().saturating_sub(1) {
            let (mut hot, mut verb, mut mark, mut opener) = (NOWHERE, NOWHERE, NOWHERE, NOWHERE);
            for i in line.sentence(s) {
                let w = &line.words[i];
                (
                    c.hot_left[i],
                    c.verb_left[i],
                    c.mark_left[i],
                    c.opener_left[i],
                ) = (hot, verb, mark, opener);
                (c.commas[i], c.verbs[i], c.marks[i], c.openers[i]) =
                    (commas, verbs, marks, openers);
                let at = i as u32;
                if c.heat[i] >= 3 {
                    hot = at;
                }
                if is_verb(w.tag) {
                    (verb, verbs) = (at, verbs + 1);
                }
                if is_opener(line, i) {
                    (opener, openers) = (at, openers + 1);
                }
                match w.mark {
                    Mark::Comma
                    | Mark::Semicolon
                    | Mark::Dash
                    | Mark::Colon
                    | Mark::Open
                    | Mark::Close => {
                        (mark, commas) = (at, commas + 1);
                    }
                    Mark::Quote => marks += 1,
                    _ => {}
                }
                c.boundary[i] = boundary(line, i);
            }
            let (mut hot, mut verb, mut mark) = (NOWHERE, NOWHERE, NOWHERE);
            for i in line.sentence(s).rev() {
                (c.hot_right[i], c.verb_right[i], c.mark_right[i]) = (hot, verb, mark);
                let at = i as u32;
                if c.heat[i] >= 3 {
                    hot = at;
                }
                if is_verb(line.words[i].tag) {
                    verb = at;
                }
                if matches!(
                    line.words[i].mark,
                    Mark::Comma
                        | Mark::Semicolon
                        | Mark::Dash
                        | Mark::Colon
                        | Mark::Open
                        | Mark::Close
                ) {
                    mark = at;
                }
            }
        }
        for q in &line.quotes {
            let code = |i: Option<usize>| {
                i.and_then(|i| line.words.get(i)).map_or(0, |w| {
                    if w.mark == Mark::Word {
                        20 + u32::from(w.tag)
                    } else {
                        1 + w.mark as u32
                    }
                })
            };
            let inside_end = q.end.checked_sub(if q.closed { 2 } else { 1 });
            c.company.push(Company {
                before: code(q.open.checked_sub(1)),
                after: code(Some(q.end)),
                last: inside_end
                    .and_then(|i| line.words.get(i))
                    .map_or(0, |w| w.mark as u32),
                length: bucket(q.end - q.open),
                leads: line.starts.binary_search(&q.open).is_ok(),
            });
        }
        c
    }
}

/// Whether token `i` opens a clause.
fn is_opener(line: &Line, i: usize) -> bool {
    let w = &line.words[i];
    matches!(NAMES[w.tag as usize], "WP" | "WDT" | "WRB" | "WP$") || OPENERS.contains(&w.low)
}

/// Hashes of "that", "because", "while", "although", "but", "if", "whether", "after", "before", "since", "as", "though".
const OPENERS: [u32; 12] = [
    fnv("that"),
    fnv("because"),
    fnv("while"),
    fnv("although"),
    fnv("but"),
    fnv("if"),
    fnv("whether"),
    fnv("after"),
    fnv("before"),
    fnv("since"),
    fnv("as"),
    fnv("though"),
];

/// [`super::hash::word`], at compile time.
const fn fnv(text: &str) -> u32 {
    let bytes = text.as_bytes();
    let mut h = super::hash::EMPTY;
    let mut i = 0;
    while i < bytes.len() {
        h = (h ^ bytes[i] as u32).wrapping_mul(0x0100_0193);
        i += 1;
    }
    h
}

/// The kind of the boundary before token `i`, which transitions are conditioned on.
fn boundary(line: &Line, i: usize) -> u8 {
    let w = &line.words[i];
    let Some(before) = i.checked_sub(1).map(|j| &line.words[j]) else {
        return 0;
    };
    if before.sentence != w.sentence {
        return if before.quote == w.quote && w.quote != 0 {
            1
        } else {
            2
        };
    }
    match (before.place, w.place, before.mark, w.mark) {
        (Place::Opens, ..) => 3,
        (Place::Closes, ..) => 4,
        (_, Place::Opens, ..) => 5,
        (_, Place::Closes, ..) => 6,
        (_, _, Mark::Comma, _) => 7,
        (_, _, _, Mark::Comma) => 8,
        (_, _, _, Mark::Stop) => 9,
        (_, _, Mark::Word, Mark::Word) => 11,
        _ => 10,
    }
}
