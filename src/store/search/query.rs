//! What is searched for: words, and phrases in quotation marks; and whether a text has them. Knows nothing of files.

use crate::text::fold;
use crate::text::fold_into;
use crate::text::fold_words;
use crate::text::words;
use xxhash_rust::xxh3::xxh3_64;

/// Words that one search looks for, those of phrases included; what is behind them is not looked for.
const MAX_WORDS: usize = 32;
/// Bits of a term: among a million words, one search in a million meets another word's texts.
const TERM_BITS: u32 = 40;
/// Bits of the term of a pair of words. Pairs share terms, because one of its own for each would be most of the index; those who have both
/// words and some other pair of the same term, one in some thousands, are told apart by their rows.
const PAIR_BITS: u32 = 15;

/// A word, hashed, or two words that follow each other: those above all words.
pub(super) type Term = u64;

fn term(words: &str) -> Term {
    xxh3_64(words.as_bytes()) >> (64 - TERM_BITS)
}

/// Of two words with a space between.
fn pair(two: &str) -> Term {
    (1 << TERM_BITS) | (xxh3_64(two.as_bytes()) >> (64 - PAIR_BITS))
}

/// Whether it is of two words.
pub(super) fn is_pair(term: Term) -> bool {
    term >= 1 << TERM_BITS
}

/// Words that all have to be there, and runs of words. Case and diacritics do not count, the order of words outside of quotation marks neither.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    words: Vec<String>,
    phrases: Vec<Vec<String>>,
}

impl Query {
    /// Reads what a person typed: words, and "phrases in quotation marks" of any style. A mark that is not closed quotes all that follows.
    pub fn parse(typed: &str) -> Query {
        let mut query = Query::default();
        for (n, part) in fold(typed).split('"').enumerate() {
            let room = MAX_WORDS.saturating_sub(query.words.len());
            let words: Vec<String> = fold_words(part).take(room).collect();
            for word in &words {
                if !query.words.contains(word) {
                    query.words.push(word.clone());
                }
            }
            if n % 2 == 1 && words.len() > 1 {
                query.phrases.push(words);
            }
        }
        query
    }

    /// Whether nothing is searched for: every text has it.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Whether words have to follow each other.
    pub fn has_phrases(&self) -> bool {
        !self.phrases.is_empty()
    }

    /// Whether these texts have all words between them, and each phrase in one of them.
    pub fn matches<'a>(&self, texts: impl IntoIterator<Item = &'a str>) -> bool {
        if self.is_empty() {
            return true;
        }
        let mut words = vec![false; self.words.len()];
        let mut phrases = vec![false; self.phrases.len()];
        for text in texts {
            let told: Vec<String> = fold_words(text).collect();
            for (word, seen) in self.words.iter().zip(&mut words) {
                *seen = *seen || told.contains(word);
            }
            for (phrase, seen) in self.phrases.iter().zip(&mut phrases) {
                *seen = *seen || told.windows(phrase.len()).any(|run| run == phrase);
            }
        }
        words.into_iter().chain(phrases).all(|seen| seen)
    }

    /// The terms of the words, which count for relevance.
    pub(super) fn words(&self) -> Vec<Term> {
        self.words.iter().map(|word| term(word)).collect()
    }

    /// The terms of the pairs of words in phrases, where texts were indexed with theirs.
    pub(super) fn pairs(&self) -> Vec<Term> {
        let pairs = self.phrases.iter().flat_map(|phrase| phrase.windows(2));
        pairs.map(|two| pair(&two.join(" "))).collect()
    }
}

/// The terms of the pairs of words that follow each other in a text, at most so many; of a text of one word, the word's.
pub(super) fn pairs_of(text: &str, most: usize) -> Vec<Term> {
    let words: Vec<String> = fold_words(text).take(most + 1).collect();
    match words.as_slice() {
        [word] => vec![term(word)],
        words => words.windows(2).map(|two| pair(&two.join(" "))).collect(),
    }
}

/// The terms of a document in order, each with how often it is there, and how many words there are.
pub(super) fn terms_of<'a>(
    texts: impl IntoIterator<Item = &'a str>,
    with_pairs: bool,
) -> (Vec<(Term, u32)>, u32) {
    let mut all: Vec<Term> = Vec::new();
    let mut count = 0;
    // The word before and this one, with a space between.
    let mut two = String::new();
    for text in texts {
        two.clear();
        for (_, word) in words(text) {
            count += 1;
            let start = two.len();
            fold_into(word, &mut two);
            all.push(term(&two[start..]));
            if with_pairs && start > 0 {
                all.push(pair(&two));
            }
            two.drain(..start);
            two.push(' ');
        }
    }
    all.sort_unstable();
    let often = |same: &[Term]| match is_pair(same[0]) {
        true => 1,
        false => same.len() as u32,
    };
    let terms = all.chunk_by(|a, b| a == b);
    (terms.map(|same| (same[0], often(same))).collect(), count)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_phrases() {
        for (typed, texts, expect) in [
            ("erdogan", &["President ERDOĞAN said"][..], true),
            ("Zoë", &["zoe agreed"], true),
            ("grain deal", &["the deal on grain"], true),
            ("\"grain deal\"", &["the deal on grain"], false),
            ("“grain deal” dead", &["the Grain  Deal is dead"], true),
            ("\"grain deal", &["a grain deal"], true),
            ("grain deal", &["grain first", "then a deal"], true),
            ("\"grain deal\"", &["grain", "deal"], false),
            ("gra", &["grain"], false),
            (" \" ", &["anything"], true),
            ("", &[], true),
        ] {
            assert_eq!(
                Query::parse(typed).matches(texts.iter().copied()),
                expect,
                "{typed}"
            );
        }
    }

    #[test]
    fn what_is_typed_is_bounded_and_terms_agree_with_those_of_texts() {
        let long: Vec<String> = (0..100).map(|n| format!("w{n}")).collect();
        assert_eq!(Query::parse(&long.join(" ")).words().len(), MAX_WORDS);
        let query = Query::parse("the \"grain deal holds\"");
        let (terms, count) = terms_of(["The grain deal holds."], true);
        let asked = query.words().into_iter().chain(query.pairs());
        let has = |term: &Term| terms.iter().any(|(there, _)| there == term);
        assert!(asked.clone().all(|term| has(&term)));
        assert_eq!((asked.count(), count), (6, 4));
        let without = terms_of(["grain deal"], false).0;
        assert_eq!(without.len(), 2);
        assert!(without.iter().all(|(term, _)| *term != query.pairs()[0]));
        // Words count as often as they are there, pairs once.
        let (terms, count) = terms_of(["deal grain deal", "grain deal"], true);
        let mut often: Vec<u32> = terms.iter().map(|(_, often)| *often).collect();
        often.sort_unstable();
        assert_eq!((often, count), (vec![1, 1, 2, 3], 5));
    }
}
