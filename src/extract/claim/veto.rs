//! What makes two alike wordings two statements: one denies, counts, names or turns round what the other does not. The two are
//! aligned word by word, so that what an extended form goes on to say is no contradiction. How alike they are must not be known here.

use super::words::Comparable;
use super::words::retold;
use super::words::stem;

/// Longest wording that is aligned word by word; of longer ones the words are counted.
const MAX_ALIGNED: usize = 300;
/// Shortest name that may be a misprint of another.
const MISPRINT: usize = 5;

/// Words of which the one turns the other round, by their stems; what stands in either column against the other.
const OPPOSITES: &[(&[&str], &[&str])] = &[
    (
        &[
            "ris",
            "rose",
            "risen",
            "increas",
            "gain",
            "grow",
            "grew",
            "up",
            "higher",
            "climb",
            "jump",
            "rais",
            "improv",
            "strengthen",
            "advanc",
        ],
        &[
            "fall", "fell", "fallen", "decreas", "loss", "los", "shrink", "shrank", "down",
            "lower", "drop", "cut", "reduc", "worsen", "weaken", "declin", "slip",
        ],
    ),
    (
        &[
            "more", "most", "many", "best", "better", "above", "over", "at least",
        ],
        &[
            "less", "least", "few", "fewer", "worst", "worse", "below", "under",
        ],
    ),
    (
        &["win", "won", "victory", "succe", "succeed", "pass"],
        &["los", "lost", "defeat", "fail"],
    ),
    (
        &[
            "open", "reopen", "start", "begin", "began", "resum", "continu", "join", "stay",
            "remain", "enter",
        ],
        &[
            "clos", "shut", "stop", "end", "halt", "cancel", "leav", "left", "quit", "suspend",
        ],
    ),
    (
        &[
            "support", "back", "accept", "approv", "agree", "agre", "welcom", "allow", "permit",
            "confirm",
        ],
        &[
            "oppos", "reject", "refus", "den", "condemn", "ban", "block", "forbid", "deny",
        ],
    ),
    (&["profit"], &["loss", "los"]),
    (&["before", "earlier"], &["after", "later"]),
    (&["guilty", "guilt"], &["innocent", "innocenc"]),
    (
        &[
            "saf", "safe", "legal", "possibl", "likely", "tru", "true", "right",
        ],
        &[
            "unsaf",
            "unsafe",
            "dangerou",
            "illegal",
            "impossibl",
            "unlikely",
            "fals",
            "false",
            "wrong",
            "untru",
            "untrue",
        ],
    ),
    (
        &["buy", "bought", "import", "hir", "hire"],
        &["sell", "sold", "sale", "export", "fir", "fire"],
    ),
    (
        &["alive", "aliv", "surviv", "liv", "live"],
        &["dead", "died", "di", "kill"],
    ),
    (
        &["all", "always", "everyone", "everybody", "everything"],
        &["some", "sometim", "sometimes", "none", "nobody", "nothing"],
    ),
    (
        &["man", "men", "boy", "father", "son"],
        &["woman", "women", "girl", "mother", "daughter"],
    ),
    (
        &["north", "northern", "east", "eastern"],
        &["south", "southern", "west", "western"],
    ),
    (&["yes"], &["no"]),
    (
        &[
            "monday",
            "tuesday",
            "wednesday",
            "january",
            "february",
            "march",
            "april",
        ],
        &[
            "thursday",
            "friday",
            "saturday",
            "sunday",
            "september",
            "october",
            "november",
            "december",
        ],
    ),
];

/// Words of doubt: a report that has one says less than a report that has none.
const HEDGES: &[&str] = &[
    "may",
    "might",
    "could",
    "possibly",
    "perhaps",
    "maybe",
    "probably",
    "likely",
    "allegedly",
    "reportedly",
    "apparently",
    "potentially",
];

/// Whether a word denies.
fn is_denial(word: &str) -> bool {
    matches!(
        word,
        "not"
            | "never"
            | "no"
            | "neither"
            | "nor"
            | "cannot"
            | "none"
            | "nobody"
            | "nothing"
            | "without"
    ) || word.ends_with("n't")
}

/// Words of doubt in a wording.
pub(super) fn hedges(words: &[String]) -> usize {
    words
        .iter()
        .filter(|w| HEDGES.contains(&w.as_str()))
        .count()
}

fn is_number(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit())
        || matches!(
            word,
            "hundred" | "thousand" | "million" | "billion" | "half" | "dozen" | "dozens"
        )
}

/// How strictly two wordings are held apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Rules {
    /// Whether a name one letter off is a misprint of the other.
    pub misprints: bool,
    /// Whether a "may" more or less makes another statement.
    pub doubt: bool,
}

/// Whether one wording denies, counts, names or turns round what the other does not.
pub(super) fn opposed(short: &Comparable, long: &Comparable, rules: Rules) -> bool {
    // A longer wording may go on to deny something else; of like length, what stands at its ends counts too.
    let alike = long.words.len() <= short.words.len() + short.words.len() / 2;
    if rules.doubt && alike && hedges(&short.words) != hedges(&long.words) {
        return true;
    }
    if strange(short, long, rules)
        || alike && strange(long, short, rules) && !short.names.is_empty()
    {
        return true;
    }
    let all = |words: &[String]| 0..words.len();
    if short.words.len().max(long.words.len()) > MAX_ALIGNED {
        return at_odds(
            &short.words,
            all(&short.words),
            &long.words,
            all(&long.words),
            alike,
        );
    }
    gaps(&short.words, &long.words)
        .into_iter()
        .any(|(a, b, inner)| {
            // What only the longer one has before or behind the rest is what it goes on to say.
            let replaced = alike && !a.is_empty();
            at_odds(&short.words, a, &long.words, b, inner || replaced)
        })
}

/// Whether a wording names somebody whom the other does not name in any part.
fn strange(a: &Comparable, b: &Comparable, rules: Rules) -> bool {
    let known = |name: &String| {
        b.words.iter().any(|word| {
            word == name
                || retold(word) == retold(name)
                || rules.misprints
                    && name.len() >= MISPRINT
                    && word.chars().next() == name.chars().next()
                    && strsim::osa_distance(name, word) <= 2
        })
    };
    // "Bill Orne" is known by "Orne"; runs are not kept, so half of the names must be.
    let unknown = a.names.iter().filter(|name| !known(name)).count();
    !b.names.is_empty() && unknown * 2 > a.names.len()
}

/// Whether what stands in the one place denies, counts or turns round what stands in the other. `both` says whether what only the
/// longer wording has counts.
fn at_odds(
    short: &[String],
    a: std::ops::Range<usize>,
    long: &[String],
    b: std::ops::Range<usize>,
    both: bool,
) -> bool {
    let (a, b) = (&short[a], &long[b]);
    let count = |words: &[String]| words.iter().filter(|w| is_denial(w)).count();
    let (not_a, not_b) = (count(a), count(b));
    if not_a > not_b || both && not_b > not_a {
        return true;
    }
    let of = |words: &[String]| -> Vec<String> {
        words.iter().filter(|w| is_number(w)).cloned().collect()
    };
    let (in_a, in_b) = (of(a), of(b));
    // 7am and 7pm are not one time, either.
    if in_a.iter().any(|n| !in_b.contains(n)) {
        return true;
    }
    if both && !in_a.is_empty() && in_b.iter().any(|n| !in_a.contains(n)) {
        return true;
    }
    turned(a, b)
}

/// Whether a word of the one stands against a word of the other.
fn turned(a: &[String], b: &[String]) -> bool {
    let has = |words: &[String], list: &[&str]| {
        words
            .iter()
            .any(|w| list.contains(&w.as_str()) || list.contains(&stem(w)))
    };
    OPPOSITES.iter().any(|(one, other)| {
        has(a, one) && has(b, other) && !has(a, other) && !has(b, one)
            || has(a, other) && has(b, one) && !has(a, one) && !has(b, other)
    })
}

/// A place where the two differ: words of the shorter, words of the longer, and whether words in common stand on both sides.
type Gap = (std::ops::Range<usize>, std::ops::Range<usize>, bool);

/// Where two wordings differ, around the runs of words that they have in common: the longest run first, then the longest on
/// either side of it (Ratcliff and Metzener 1988), so that a part cut out of a whole is found where it stands as a run.
fn gaps(a: &[String], b: &[String]) -> Vec<Gap> {
    let mut runs = Vec::new();
    let mut left = vec![(0..a.len(), 0..b.len())];
    while let Some((of_a, of_b)) = left.pop() {
        let Some((i, j, n)) = longest_run(&a[of_a.clone()], &b[of_b.clone()]) else {
            continue;
        };
        let (i, j) = (of_a.start + i, of_b.start + j);
        runs.push((i, j, n));
        left.push((of_a.start..i, of_b.start..j));
        left.push((i + n..of_a.end, j + n..of_b.end));
    }
    runs.sort_unstable();
    let mut out = Vec::new();
    let (mut from, mut met) = ((0, 0), false);
    for (i, j, n) in runs {
        if (i, j) != from {
            out.push((from.0..i, from.1..j, met));
        }
        (from, met) = ((i + n, j + n), true);
    }
    if from.0 < a.len() || from.1 < b.len() {
        out.push((from.0..a.len(), from.1..b.len(), false));
    }
    out
}

/// The longest run of words in common: where it begins in either, and how long it is.
fn longest_run(a: &[String], b: &[String]) -> Option<(usize, usize, usize)> {
    let mut best = (0, 0, 0);
    let mut row = vec![0usize; b.len() + 1];
    for (i, x) in a.iter().enumerate() {
        let mut diagonal = 0;
        for (j, y) in b.iter().enumerate() {
            let above = row[j + 1];
            row[j + 1] = if x == y { diagonal + 1 } else { 0 };
            diagonal = above;
            if row[j + 1] > best.2 {
                let n = row[j + 1];
                best = (i + 1 - n, j + 1 - n, n);
            }
        }
    }
    (best.2 > 0).then_some(best)
}
