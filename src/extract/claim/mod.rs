//! When two wordings are one statement. Wrong joins are worse than missed ones: a claim that two people made apart can be
//! joined by hand, one that mixes two statements is false. Who said it must not be known here.

#[cfg(test)]
mod tests;
mod veto;
mod words;

use crate::model::QuoteKind;
use crate::model::Span;
use crate::text::is_double_quote;
use crate::text::is_quote;
use std::collections::HashMap;
use std::collections::HashSet;
use veto::Rules;
use words::Comparable;
pub use words::comparable_words;
use xxhash_rust::xxh3::xxh3_64;

/// What stands between the fragments of a discontinuous content.
const GAP: &str = " … ";
/// Wordings shorter than this have too few 3-grams to compare and are compared letter by letter.
const SHORT: usize = 6;
/// Share of the shorter wording's 3-grams that must be in the longer one, in stories that carry the same text.
const IN_COPIES: f64 = 0.6;
/// The same in unrelated stories.
const ELSEWHERE: f64 = 0.85;
/// Fewest words of a quotation that was cut out of a longer one, word for word, in an unrelated story of the same days.
const SHORTEST_CUT: usize = 5;
/// Fewest words of it that say something by themselves.
const CUT_SAYS: usize = 3;
/// Share of the words that say something which a report in other words must have in common with the quotation, in order.
const RETOLD: f64 = 0.8;
/// Fewest such words.
const RETOLD_SAYS: usize = 5;
/// Wordings of fewer words ("no comment") are one statement within one text only.
pub const SAYS_LITTLE: usize = 4;

/// How near to each other two wordings were found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nearness {
    /// In stories of one copy group, or revisions of one story: one report, edited.
    CopyGroup,
    /// In stories of their own, within days of each other.
    SameDays,
    /// In stories of their own, further apart in time.
    Elsewhere,
}

/// A wording and how much of it stands in quotation marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Told<'a> {
    /// The words, as [`wording`] gives them.
    pub text: &'a str,
    /// Direct, indirect or mixed.
    pub kind: QuoteKind,
}

/// The words of a content: its fragments joined by " … ", outer quotation marks and the comma before a cue gone, white space
/// collapsed. Spans that do not lie in `text` are passed over.
pub fn wording(text: &str, content: &[Span]) -> String {
    let mut out = String::new();
    for fragment in content.iter().filter_map(|s| s.of(text)) {
        let fragment = fragment.split_whitespace().collect::<Vec<_>>().join(" ");
        let bare = strip(&fragment);
        if bare.is_empty() {
            continue;
        }
        if !out.is_empty() {
            out.push_str(GAP);
        }
        out.push_str(bare);
    }
    out
}

/// Without one pair of outer quotation marks, if they are a pair, and without a comma or dash at either end.
fn strip(fragment: &str) -> &str {
    let edge = |c: char| c.is_whitespace() || matches!(c, ',' | ';' | ':' | '—' | '–');
    let mut bare = fragment.trim_matches(edge);
    let opens = bare.chars().next().filter(|&c| is_quote(c));
    if let Some(open) = opens {
        let inner = &bare[open.len_utf8()..];
        match inner.chars().next_back().filter(|&c| is_quote(c)) {
            // “Old friends” should … “go”: the marks are not a pair.
            Some(close) => {
                let middle = &inner[..inner.len() - close.len_utf8()];
                if !middle.contains(|c| is_double_quote(c) && is_double_quote(open)) {
                    bare = middle;
                }
            }
            None if !inner.contains(is_double_quote) => bare = inner,
            None => {}
        }
    }
    bare.trim_matches(edge)
}

/// A number that is equal for the same words, whatever their quotation marks, case, accents, punctuation and gaps; a "that"
/// before an indirect statement counts for nothing.
pub fn key(wording: &str) -> u64 {
    let mut joined = String::with_capacity(wording.len());
    for word in words::spelt(wording) {
        joined.push_str(&word);
        joined.push(' ');
    }
    xxh3_64(joined.as_bytes())
}

/// Whether a wording is too short to be known again outside its own text.
pub fn says_little(wording: &str) -> bool {
    words::fewer_than(wording, SAYS_LITTLE)
}

/// Words of doubt ("may", "reportedly") in a wording: a report that gains some is softer than it was.
pub fn doubts(wording: &str) -> usize {
    veto::hedges(&words::spelt(wording).collect::<Vec<_>>())
}

/// What the forms of a word that comparing may bring together all come to: words that differ in it never count as one word.
pub fn root(word: &str) -> &str {
    let mut root = word;
    loop {
        match words::retold(root) {
            same if same == root => return root,
            next => root = next,
        }
    }
}

/// Whether a word says something by itself, in whichever form it is compared.
pub fn says_something(word: &str) -> bool {
    !words::is_small(word) && !words::is_small(words::retold(word))
}

/// Whether two wordings by one speaker are one statement.
pub fn same_statement(a: Told, b: Told, near: Nearness) -> bool {
    let kinds = (a.kind, b.kind);
    // "Sanders" is whom somebody attacked today, and whom he attacked yesterday in other words.
    if near != Nearness::CopyGroup && (says_little(a.text) || says_little(b.text)) {
        return false;
    }
    let (mut a, mut b) = (Comparable::of(a.text), Comparable::of(b.text));
    if a.words.is_empty() || b.words.is_empty() {
        return false;
    }
    if a.words == b.words {
        return true;
    }
    words::retell(&mut a.words, &mut b.words);
    if a.words == b.words {
        return true;
    }
    let (short, long) = if a.words.len() <= b.words.len() {
        (&a, &b)
    } else {
        (&b, &a)
    };
    let rules = Rules {
        misprints: near == Nearness::CopyGroup,
        doubt: near != Nearness::CopyGroup,
    };
    alike(&short.words, &long.words, kinds, near) && !veto::opposed(short, long, rules)
}

/// Whether two wordings are the same revised: most of the shorter stands in the longer, whatever it denies or counts now. For the
/// comparison of one story's revisions, where a changed figure is the very change to tell of.
pub fn reworded(a: &str, b: &str) -> bool {
    let (mut a, mut b) = (Comparable::of(a).words, Comparable::of(b).words);
    words::retell(&mut a, &mut b);
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    match short.len() {
        0..=2 => false,
        3..SHORT => {
            close(&short.join(" "), &long.join(" ")) || common(&short, &long) * 10 >= 7 * long.len()
        }
        _ => contained(&short, &long) >= 0.5 || common(&short, &long) * 10 >= 7 * short.len(),
    }
}

/// Whether one of two alike wordings denies, counts, names or turns round what the other does not.
pub fn contradicts(a: &str, b: &str) -> bool {
    let (a, b) = (Comparable::of(a), Comparable::of(b));
    let (short, long) = if a.words.len() <= b.words.len() {
        (&a, &b)
    } else {
        (&b, &a)
    };
    let rules = Rules {
        misprints: true,
        doubt: false,
    };
    veto::opposed(short, long, rules)
}

/// Whether a headline's words tell in short what a story has: every word of it that says something stands there, in some form, and
/// nothing against it. For a headline and its own story only.
pub fn in_short(headline: &str, body: &str) -> bool {
    const SAYS: usize = 2;
    let (mut a, mut b) = (Comparable::of(headline), Comparable::of(body));
    words::retell(&mut a.words, &mut b.words);
    let large = a.words.iter().filter(|w| !words::is_small(w));
    let large: Vec<&str> = large.map(|w| words::stem(w)).collect();
    let there: HashSet<&str> = b.words.iter().map(|w| words::stem(w)).collect();
    // What the story goes on to deny is not what its headline tells.
    let (short, long) = if a.words.len() <= b.words.len() {
        (&a, &b)
    } else {
        (&b, &a)
    };
    let rules = Rules {
        misprints: true,
        doubt: false,
    };
    large.len() >= SAYS
        && large.iter().all(|w| there.contains(w))
        && !veto::opposed(short, long, rules)
}

/// Whether two wordings are alike enough for where they were found.
fn alike(short: &[String], long: &[String], kinds: (QuoteKind, QuoteKind), near: Nearness) -> bool {
    if near == Nearness::CopyGroup {
        return match short.len() {
            0..3 => false,
            3..SHORT => close(&short.join(" "), &long.join(" ")),
            _ => contained(short, long) >= IN_COPIES,
        };
    }
    let same_days = near == Nearness::SameDays;
    if kinds == (QuoteKind::Direct, QuoteKind::Direct) {
        return short.len() >= SHORT && contained(short, long) >= ELSEWHERE
            || same_days && is_cut_of(short, long);
    }
    // What is told in other words is told of one occasion only.
    same_days
        && (short.len() >= SHORT && contained(short, long) >= ELSEWHERE
            || kinds.0 != kinds.1 && is_retold(short, long))
}

/// Whether the shorter stands in the longer word for word.
fn is_cut_of(short: &[String], long: &[String]) -> bool {
    let says = short.iter().filter(|w| !words::is_small(w)).count();
    short.len() >= SHORTEST_CUT
        && says >= CUT_SAYS
        && long.windows(short.len()).any(|run| run == short)
}

/// Whether one is the other in other words: nearly all words that say something, in the same order.
fn is_retold(short: &[String], long: &[String]) -> bool {
    let says = |words: &[String]| -> Vec<String> {
        let large = words.iter().filter(|w| !words::is_small(w));
        large.map(|w| words::retold(w).to_owned()).collect()
    };
    let (a, b) = (says(short), says(long));
    let (a, b) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let fewest: HashSet<&String> = a.iter().collect();
    fewest.len() >= RETOLD_SAYS
        && a.len() * 2 >= b.len()
        && common(&a, &b) as f64 >= RETOLD * a.len() as f64
}

/// Longest wording whose words are aligned; of longer ones the beginning is.
const MAX_COMMON: usize = 300;

/// How many words two lists have in common in the same order.
fn common(a: &[String], b: &[String]) -> usize {
    let (a, b) = (&a[..a.len().min(MAX_COMMON)], &b[..b.len().min(MAX_COMMON)]);
    let mut row = vec![0usize; b.len() + 1];
    for x in a {
        let mut diagonal = 0;
        for (j, y) in b.iter().enumerate() {
            let above = row[j + 1];
            row[j + 1] = if x == y {
                diagonal + 1
            } else {
                above.max(row[j])
            };
            diagonal = above;
        }
    }
    row.last().copied().unwrap_or(0)
}

/// Whether two short wordings differ by a slip: a fifth of the letters at most.
fn close(a: &str, b: &str) -> bool {
    let longest = a.chars().count().max(b.chars().count());
    strsim::osa_distance(a, b) * 5 <= longest
}

/// The share of `short`'s runs of three words that are in `long`, each counted as often as it is there.
fn contained(short: &[String], long: &[String]) -> f64 {
    let mut left: HashMap<&[String], usize> = HashMap::new();
    for gram in long.windows(3) {
        *left.entry(gram).or_default() += 1;
    }
    let mut found = 0usize;
    for gram in short.windows(3) {
        if let Some(n) = left.get_mut(gram).filter(|n| **n > 0) {
            *n -= 1;
            found += 1;
        }
    }
    found as f64 / (short.len().saturating_sub(2)).max(1) as f64
}
