//! When two wordings are one statement. Wrong joins are worse than missed ones: a claim that two people made apart can be
//! joined by hand, one that mixes two statements is false. Who said it must not be known here.

use crate::model::Span;
use crate::text::fold_words;
use crate::text::is_double_quote;
use crate::text::is_quote;
use std::collections::HashMap;
use xxhash_rust::xxh3::xxh3_64;

/// What stands between the fragments of a discontinuous content.
const GAP: &str = " … ";
/// Most words of a wording that are compared; what is beyond decides nothing.
const MAX_WORDS: usize = 2_000;
/// Wordings shorter than this have too few 3-grams to compare and are compared letter by letter.
const SHORT: usize = 6;
/// Share of the shorter wording's 3-grams that must be in the longer one, in stories that carry the same text.
const IN_COPIES: f64 = 0.6;
/// The same in unrelated stories.
const ELSEWHERE: f64 = 0.85;
/// Fewest words of the shorter wording in unrelated stories, where equal words do not already decide.
const MIN_ELSEWHERE: usize = 6;

/// How near to each other two wordings were found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nearness {
    /// In stories of one copy group, or revisions of one story: one report, edited.
    CopyGroup,
    /// In stories of their own.
    Elsewhere,
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
    for word in comparable_words(wording) {
        joined.push_str(&word);
        joined.push(' ');
    }
    xxh3_64(joined.as_bytes())
}

/// Whether two wordings by one speaker are one statement.
pub fn same_statement(a: &str, b: &str, near: Nearness) -> bool {
    if key(a) == key(b) {
        return fold_words(a).next().is_some();
    }
    let (mut a, mut b) = (comparable(a), comparable(b));
    retell(&mut a, &mut b);
    if a == b && !a.is_empty() {
        return true;
    }
    let (short, long) = if a.len() <= b.len() {
        (&a, &b)
    } else {
        (&b, &a)
    };
    // A "not" or a number more or less is another statement, however like the rest.
    if short.is_empty() || opposed(short, long) {
        return false;
    }
    if short.len() < SHORT {
        return near == Nearness::CopyGroup
            && short.len() >= 3
            && close(&short.join(" "), &long.join(" "));
    }
    if near == Nearness::Elsewhere && short.len() < MIN_ELSEWHERE {
        return false;
    }
    let wanted = if near == Nearness::CopyGroup {
        IN_COPIES
    } else {
        ELSEWHERE
    };
    contained(short, long) >= wanted
}

fn comparable(wording: &str) -> Vec<String> {
    comparable_words(wording).take(MAX_WORDS).collect()
}

/// The folded words of a wording without a first "that"; times and percentages in one spelling ("7 a.m." as "7am",
/// "4 percent" and "4%" as "4 per cent").
fn comparable_words(wording: &str) -> impl Iterator<Item = String> {
    let plain = wording.replace('%', " per cent ");
    let words: Vec<String> = fold_words(&plain).collect();
    let mut out: Vec<String> = Vec::with_capacity(words.len());
    let mut i = usize::from(words.first().is_some_and(|w| w == "that"));
    while let Some(word) = words.get(i) {
        let hour = out
            .last_mut()
            .filter(|hour| hour.ends_with(|c: char| c.is_ascii_digit()));
        let next = words.get(i + 1).map(String::as_str);
        match (word.as_str(), next, hour) {
            (half @ ("am" | "pm"), _, Some(hour)) => hour.push_str(half),
            (half @ ("a" | "p"), Some("m"), Some(hour)) => {
                hour.push_str(half);
                hour.push('m');
                i += 1;
            }
            ("percent", ..) => out.extend(["per".to_owned(), "cent".to_owned()]),
            _ => out.push(word.clone()),
        }
        i += 1;
    }
    out.into_iter()
}

/// "Our recorder shows it" told again as "its recorder showed it": where one wording speaks in the first person and the other
/// does not, person and tense are made alike in both.
fn retell(a: &mut [String], b: &mut [String]) {
    let first = |words: &[String]| {
        words
            .iter()
            .any(|w| matches!(w.as_str(), "i" | "we" | "my" | "our" | "me" | "us"))
    };
    if first(a) == first(b) {
        return;
    }
    for word in a.iter_mut().chain(b.iter_mut()) {
        let alike = match word.as_str() {
            "i" | "we" | "he" | "she" | "it" | "they" => "i",
            "my" | "our" | "his" | "her" | "its" | "their" => "my",
            "me" | "us" | "him" | "them" => "me",
            "am" | "is" | "are" | "was" | "were" => "be",
            "has" | "have" | "had" => "have",
            "will" | "would" => "will",
            "can" | "could" => "can",
            "does" | "do" | "did" => "do",
            _ => stem(word),
        };
        if alike.len() != word.len() || alike != word.as_str() {
            *word = alike.to_owned();
        }
    }
}

/// Without the ending of the past or the third person.
fn stem(word: &str) -> &str {
    const SHORTEST: usize = 3;
    ["ed", "es", "s"]
        .iter()
        .find_map(|end| word.strip_suffix(end))
        .filter(|stem| stem.len() >= SHORTEST)
        .unwrap_or(word)
}

/// Whether one wording denies or counts what the other does not.
fn opposed(short: &[String], long: &[String]) -> bool {
    let not = |words: &[String]| {
        words
            .iter()
            .filter(|w| {
                matches!(
                    w.as_str(),
                    "not" | "never" | "no" | "neither" | "nor" | "cannot"
                ) || w.ends_with("n't")
            })
            .count()
    };
    let numbers = |words: &[String]| {
        words
            .iter()
            .filter(|w| w.starts_with(|c: char| c.is_ascii_digit()))
            .cloned()
            .collect::<Vec<_>>()
    };
    // A longer wording may go on to deny something else; of like length, the count must agree.
    let alike = long.len() <= short.len() + short.len() / 2;
    if alike && not(short) != not(long) || not(short) > not(long) {
        return true;
    }
    // 7am and 7pm are not one time, either.
    let in_long = numbers(long);
    numbers(short).iter().any(|n| !in_long.contains(n))
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

#[cfg(test)]
mod tests {
    use super::*;
    use Nearness::CopyGroup;
    use Nearness::Elsewhere;

    #[test]
    fn wordings() {
        for (text, expect) in [
            (
                "[“We will go,”] Ann said, [“and soon.”]",
                "We will go … and soon.",
            ),
            ("[that  the plan\u{a0}failed]", "that the plan failed"),
            (
                "[“Old friends” should “stay”]",
                "“Old friends” should “stay”",
            ),
            ("[“We go on.] [“And on.”]", "We go on. … And on."),
            ("[,]", ""),
        ] {
            let mut plain = String::new();
            let mut spans = Vec::new();
            let mut start = 0;
            for c in text.chars() {
                match c {
                    '[' => start = plain.len(),
                    ']' => spans.push(Span::new(start, plain.len())),
                    c => plain.push(c),
                }
            }
            assert_eq!(wording(&plain, &spans), expect, "{text}");
        }
        assert_eq!(wording("short", &[Span::new(0, 99)]), "");
    }

    #[test]
    fn keys() {
        assert_eq!(key("The “Plan” FAILED."), key("the plan failed"));
        assert_eq!(key("that the plan failed"), key("The plan failed"));
        assert_eq!(key("at 6.51 a.m."), key("at 6:51am"));
        assert_eq!(key("2.9 percent"), key("2.9 per cent"));
        assert_ne!(key("at 7 p.m."), key("at 7 a.m."));
        assert_ne!(key("the plan failed"), key("the plan fails"));
        assert_ne!(key("a bc"), key("ab c"));
    }

    #[test]
    fn statements() {
        let long =
            "The dam will hold through the winter and nobody in the valley has anything to fear";
        for (a, b, near, same) in [
            (
                long,
                "the dam will hold through the winter",
                Elsewhere,
                true,
            ),
            (
                long,
                "The dam will hold through the spring and all in the valley may rest",
                Elsewhere,
                false,
            ),
            (
                long,
                "the dam will not hold through the winter and nobody in the valley has anything to fear",
                CopyGroup,
                false,
            ),
            (
                long,
                "the dam will hold through the winter and nobody in the valley has much to fear",
                CopyGroup,
                true,
            ),
            (
                long,
                "the dam will hold through the winter and nobody in the valley has much to fear",
                Elsewhere,
                false,
            ),
            ("we will be back", "We will be back!", Elsewhere, true),
            ("we will be back", "we shall be back", Elsewhere, false),
            ("the colour is wrong", "the color is wrong", CopyGroup, true),
            ("we will win", "we will lose", CopyGroup, false),
            (
                "at least 12 people died in the flood on Monday",
                "at least 21 people died in the flood on Monday",
                CopyGroup,
                false,
            ),
            (
                "the gate shuts at 7 a.m. on Friday",
                "the gate shuts at 7am on Friday",
                Elsewhere,
                true,
            ),
            (
                "the gate shuts at 7am on Friday",
                "the gate shuts at 7pm on Friday",
                CopyGroup,
                false,
            ),
            (
                "rents rose by 4 per cent in May",
                "rents rose by 4% in May",
                Elsewhere,
                true,
            ),
            (
                "rents rose by 4 percent in May",
                "rents rose by 5 per cent in May",
                CopyGroup,
                false,
            ),
            (
                "Our gauge shows the water below the mark",
                "that its gauge showed the water below the mark",
                Elsewhere,
                true,
            ),
            (
                "She had left the gauge at home",
                "He has left the gauge at home",
                Elsewhere,
                false,
            ),
            ("", "", CopyGroup, false),
            ("…", "!", Elsewhere, false),
        ] {
            assert_eq!(same_statement(a, b, near), same, "{a} / {b}");
            assert_eq!(same_statement(b, a, near), same, "{b} / {a}");
        }
    }
}
