//! The words of a wording in the form in which two wordings are compared: one spelling for times, shares and numbers, one
//! person and tense where one wording retells the other. Which wordings are one statement must not be known here.

use crate::text::fold;
use crate::text::fold_words;
use crate::text::words;
use std::borrow::Cow;

/// Most words of a wording that are compared; what is beyond decides nothing.
pub(super) const MAX_WORDS: usize = 2_000;

/// A wording to be compared.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Comparable {
    /// Its folded words in one spelling, in order; at most [`MAX_WORDS`].
    pub words: Vec<String>,
    /// The folded words of what it names; empty where its capitals tell nothing.
    pub names: Vec<String>,
}

impl Comparable {
    /// Reads a wording.
    pub fn of(wording: &str) -> Comparable {
        Comparable {
            words: comparable_words(wording),
            names: names(wording),
        }
    }
}

/// The folded words of a wording in the one spelling in which wordings are compared; at most 2,000 of them.
pub fn comparable_words(wording: &str) -> Vec<String> {
    spelt(wording).take(MAX_WORDS).collect()
}

/// The folded words of a wording without a first "that"; times, percentages and small numbers in one spelling ("7 a.m." as "7am",
/// "4 percent" and "4%" as "4 per cent", "twelve" as "12").
pub(super) fn spelt(wording: &str) -> impl Iterator<Item = String> {
    let plain = match wording.contains('%') {
        true => Cow::Owned(wording.replace('%', " per cent ")),
        false => Cow::Borrowed(wording),
    };
    let mut words = fold_words(&plain).peekable();
    let mut out: Vec<String> = Vec::new();
    words.next_if(|first| first == "that");
    while let Some(word) = words.next() {
        let hour = out
            .last_mut()
            .filter(|hour| hour.ends_with(|c: char| c.is_ascii_digit()));
        let next = words.peek().map(String::as_str);
        match (word.as_str(), next, hour) {
            (half @ ("am" | "pm"), _, Some(hour)) => hour.push_str(half),
            (half @ ("a" | "p"), Some("m"), Some(hour)) => {
                hour.push_str(half);
                hour.push('m');
                words.next();
            }
            ("percent" | "pct", ..) => out.extend(["per".to_owned(), "cent".to_owned()]),
            ("mln", ..) => out.push("million".to_owned()),
            ("bln" | "bn", ..) => out.push("billion".to_owned()),
            _ => out.push(figure(&word).map_or(word, str::to_owned)),
        }
    }
    out.into_iter()
}

/// Whether a wording has fewer words in the one spelling than so many. Looks no further than it has to: three at most become one.
pub(super) fn fewer_than(wording: &str, many: usize) -> bool {
    let enough = words(wording).nth(3 * many);
    let end = enough.map_or(wording.len(), |(span, _)| span.range().end);
    spelt(&wording[..end]).take(many).count() < many
}

/// A small number in figures. "One" is as often a pronoun, and stays.
fn figure(word: &str) -> Option<&'static str> {
    Some(match word {
        "two" => "2",
        "three" => "3",
        "four" => "4",
        "five" => "5",
        "six" => "6",
        "seven" => "7",
        "eight" => "8",
        "nine" => "9",
        "ten" => "10",
        "eleven" => "11",
        "twelve" => "12",
        "fifteen" => "15",
        "twenty" => "20",
        "thirty" => "30",
        "forty" => "40",
        "fifty" => "50",
        "sixty" => "60",
        "seventy" => "70",
        "eighty" => "80",
        "ninety" => "90",
        _ => return None,
    })
}

/// Share of capitals above which a wording is printed as a headline, so that they name nothing.
const HEADLINE: f64 = 0.6;

/// The folded words with a capital that opens no sentence.
fn names(wording: &str) -> Vec<String> {
    let all: Vec<(usize, &str)> = words(wording)
        .map(|(span, word)| (span.range().start, word))
        .take(MAX_WORDS)
        .collect();
    let is_capital = |word: &str| word.starts_with(char::is_uppercase);
    let capitals = all.iter().filter(|(_, word)| is_capital(word)).count();
    if all.len() >= 5 && capitals as f64 > HEADLINE * all.len() as f64 {
        return Vec::new();
    }
    let opens = |at: usize| {
        let before = wording.get(..at).unwrap_or_default();
        let mark = before
            .chars()
            .rev()
            .find(|c| !c.is_whitespace() && !crate::text::is_quote(*c));
        mark.is_none_or(|c| matches!(c, '.' | '?' | '!' | '…' | ':'))
    };
    all.iter()
        .filter(|(at, word)| {
            is_capital(word)
                && *word != "I"
                && !word.starts_with("I’")
                && !word.starts_with("I'")
                && !opens(*at)
        })
        .map(|(_, word)| fold(word.trim_end_matches("'s").trim_end_matches("’s")))
        .collect()
}

/// "Our recorder shows it" told again as "its recorder showed it": where one wording speaks in the first person and the other
/// does not, person and tense are made alike in both.
pub(super) fn retell(a: &mut [String], b: &mut [String]) {
    let first = |words: &[String]| {
        words
            .iter()
            .any(|w| matches!(w.as_str(), "i" | "we" | "my" | "our" | "me" | "us"))
    };
    if first(a) == first(b) {
        return;
    }
    for word in a.iter_mut().chain(b.iter_mut()) {
        let alike = retold(word);
        if alike.len() != word.len() || alike != word.as_str() {
            *word = alike.to_owned();
        }
    }
}

/// A word as any person and tense would have it.
pub(super) fn retold(word: &str) -> &str {
    match word {
        "i" | "we" | "he" | "she" | "it" | "they" => "i",
        "my" | "our" | "his" | "her" | "its" | "their" => "my",
        "me" | "us" | "him" | "them" => "me",
        "am" | "is" | "are" | "was" | "were" | "be" | "been" => "be",
        "has" | "have" | "had" => "have",
        "will" | "would" => "will",
        "can" | "could" => "can",
        "does" | "do" | "did" => "do",
        _ => stem(word),
    }
}

/// Without the ending of the past, the third person or the plural.
pub(super) fn stem(word: &str) -> &str {
    const SHORTEST: usize = 3;
    ["ed", "es", "s", "e"]
        .iter()
        .find_map(|end| word.strip_suffix(end))
        .filter(|stem| stem.len() >= SHORTEST)
        .unwrap_or(word)
}

/// Words that say little by themselves.
pub(super) fn is_small(word: &str) -> bool {
    const SMALL: &[&str] = &[
        "a", "an", "the", "and", "or", "but", "if", "of", "to", "in", "on", "at", "by", "for",
        "with", "from", "as", "that", "this", "these", "those", "there", "it", "its", "he", "she",
        "they", "we", "i", "you", "his", "her", "their", "our", "my", "your", "me", "us", "him",
        "them", "is", "are", "was", "were", "be", "been", "being", "am", "have", "has", "had",
        "do", "does", "did", "will", "would", "can", "could", "should", "shall", "may", "might",
        "must", "not", "no", "so", "very", "what", "which", "who", "when", "where", "how", "why",
        "all", "any", "some", "more", "most", "up", "out", "about", "into", "than", "then", "also",
        "just", "now", "said", "per", "go", "going",
    ];
    SMALL.contains(&word)
}
