//! A source as words: what is capitalised, where its first preposition stands, which noun it is about. Who it means must not be
//! known here.

use super::names;
use super::names::has;
use crate::text::Token;
use crate::text::TokenKind;
use crate::text::tokens;

/// Longest source that is read, in words; the rest is description.
const MAX_WORDS: usize = 60;

/// One word of a source.
#[derive(Clone, Copy, Debug)]
pub struct Word<'t> {
    /// As printed.
    pub text: &'t str,
    /// Whether it begins with a capital.
    pub capital: bool,
    /// Whether it is a possessive ending.
    pub clitic: bool,
}

/// Whether a word begins as names do: with a capital, or as "al-Tikrawi".
pub(super) fn is_capital(word: &str) -> bool {
    let article = || {
        let (article, name) = word.split_once('-')?;
        let known = has(&["al", "el", "ul", "as", "ash", "an", "ar", "ad"], article);
        (known && name.starts_with(char::is_uppercase)).then_some(())
    };
    word.starts_with(char::is_uppercase) || article().is_some()
}

/// The words of a text, brackets and what is in them left out.
pub fn words_of(text: &str) -> Vec<Word<'_>> {
    let mut depth = 0usize;
    let mut out = Vec::new();
    for token in tokens(text) {
        let word = &text[token.span.range()];
        match (token.kind, word) {
            (_, "(" | "[") => depth += 1,
            (_, ")" | "]") => depth = depth.saturating_sub(1),
            (TokenKind::Mark, "’" | "'") | (TokenKind::Clitic, _) if depth == 0 => {
                out.push(Word {
                    text: word,
                    capital: false,
                    clitic: true,
                })
            }
            (TokenKind::Mark, _) => {}
            _ if depth == 0 && out.len() < MAX_WORDS => out.push(Word {
                text: word,
                capital: is_capital(word),
                clitic: false,
            }),
            _ => {}
        }
    }
    out
}

/// Prepositions that end the part of a phrase that names what it is about.
pub(super) const PREPS: &[&str] = &[
    "of", "from", "in", "at", "for", "with", "on", "to", "inside", "outside", "near", "aboard",
    "by",
];

/// Words that begin what more is said of whom a phrase is about.
const CLAUSES: &[&str] = &[
    "who", "which", "whose", "whom", "that", "where", "living", "speaking", "standing", "sitting",
    "waiting", "wearing", "holding", "carrying",
];

/// Where the first preposition of a phrase stands.
pub(super) fn first_prep(words: &[Word]) -> Option<usize> {
    words.iter().position(|w| has(PREPS, w.text) && !w.capital)
}

/// Words with the spaces that belong between them.
pub fn join(words: &[Word]) -> String {
    let mut out = String::new();
    for word in words {
        if !out.is_empty() && !word.clitic {
            out.push(' ');
        }
        out.push_str(word.text);
    }
    out
}

/// A phrase without its article, on one line.
pub(super) fn without_article(text: &str) -> String {
    let lower = text.to_ascii_lowercase();
    let cut = ["the ", "a ", "an "]
        .iter()
        .find(|a| lower.starts_with(**a))
        .map_or(0, |a| a.len());
    text[cut..].split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The noun that a phrase is about: the last word before its first preposition.
pub fn noun(text: &str) -> Option<&str> {
    head(&words_of(text))
}

/// The same of words that are already parted.
pub fn head<'t>(words: &[Word<'t>]) -> Option<&'t str> {
    let clause = |w: &Word| has(CLAUSES, w.text) && !w.capital;
    let clause = words.iter().position(clause).filter(|&c| c > 0);
    let words = &words[..clause.unwrap_or(words.len())];
    let prep = first_prep(words).filter(|&p| p > 0).unwrap_or(words.len());
    // "study published in", "people accused of": the participle is no noun.
    let participle = |w: &Word| {
        !w.capital && w.text.len() > 4 && (w.text.ends_with("ed") || w.text.ends_with("ing"))
    };
    let noun = match &words[..prep] {
        [.., noun, last] if prep < words.len() && participle(last) && !noun.clitic => noun,
        [.., last] => last,
        [] => return None,
    };
    Some(noun.text)
}

/// A capitalised name at the end of words that describe it in small letters: "state news agency | Andina", "its rival | Densha".
pub(super) fn introduced<'w, 't>(
    words: &'w [Word<'t>],
) -> Option<(&'w [Word<'t>], &'w [Word<'t>])> {
    let start = words.iter().rposition(|w| !w.capital).map(|at| at + 1)?;
    let (before, name) = words.split_at(start);
    let last = before.last()?;
    let noun = names::BODIES.has(last.text)
        || names::ROLES.has(last.text)
        || names::MEDIA.has(last.text)
        || names::BUSINESSES.has(last.text);
    (!name.is_empty() && noun && !last.clitic && !has(PREPS, last.text)).then_some((before, name))
}

/// Longest words of a paragraph that are looked at for its being a headline.
const MAX_HEADLINE: usize = 48;

/// Whether nearly all longer words of a paragraph begin with a capital, as in a headline.
pub(super) fn headline_case(text: &str, all: &[Token]) -> bool {
    let long = all
        .iter()
        .filter(|t| t.kind == TokenKind::Word)
        .map(|t| &text[t.span.range()]);
    let long = long.filter(|w| w.len() > 3);
    let (mut words, mut capitals) = (0usize, 0usize);
    for word in long.take(MAX_HEADLINE) {
        words += 1;
        capitals += usize::from(is_capital(word));
    }
    words > 4 && capitals * 10 >= words * 9
}

/// Whether a description begins as that of somebody not yet spoken of: "a worker", "his roommate".
pub fn is_somebody_new(words: &str) -> bool {
    let first = words.split(' ').next().unwrap_or_default();
    has(&["a", "an", "his", "her", "their"], first)
}

/// Whether an office is one that somebody had: "the former minister" is not who is minister now.
pub fn is_former(text: &str) -> bool {
    text.split(' ')
        .any(|w| matches!(w, "former" | "ex" | "then"))
}

/// Whether a description without a name is of several people.
pub fn is_several(name: &str, noun: &str) -> bool {
    let first = name.split(' ').next().unwrap_or_default();
    let crowd = names::CROWDS.has(noun) || names::CROWDS.has(first);
    let people = |w: &str| names::ROLES.has(w) || names::TITLES.has(w) || names::CROWDS.has(w);
    let plural = noun.strip_suffix('s').is_some_and(people);
    let counted = first.starts_with(|c: char| c.is_ascii_digit()) && noun.ends_with('s');
    crowd || plural || counted || matches!(noun, "people" | "men" | "women" | "police" | "children")
}
