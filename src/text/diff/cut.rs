//! Texts to numbered words and sentences, so that comparing two of them is comparing numbers. Compares nothing itself.

use super::MAX_SENTENCE;
use super::MAX_SENTENCES;
use crate::model::Span;
use crate::text::TokenKind;
use crate::text::fold;
use crate::text::is_unspaced;
use crate::text::printed;
use crate::text::sentences;
use crate::text::tokens;
use std::collections::HashMap;
use std::hash::Hash;

/// One of two texts, and the paragraphs of it that are to be compared, in order.
#[derive(Clone, Copy, Debug)]
pub struct Side<'a> {
    /// The text that all places point into.
    pub text: &'a str,
    /// Paragraphs; one that does not lie within the text is passed over.
    pub paragraphs: &'a [Span],
}

/// Gives the same number to the same thing, in order of appearance.
#[derive(Default)]
pub(super) struct Numbers<T>(HashMap<T, u32>);

impl<T: Hash + Eq> Numbers<T> {
    pub(super) fn of(&mut self, thing: T) -> u32 {
        let next = u32::try_from(self.0.len()).unwrap_or(u32::MAX);
        *self.0.entry(thing).or_insert(next)
    }
}

/// A word or mark, by its place and the number of its form.
#[derive(Clone, Copy, Debug)]
pub(super) struct Unit {
    pub span: Span,
    pub form: u32,
    pub is_word: bool,
}

/// The words and marks of a text. A character of a script without spaces is a word of its own.
pub(super) fn units(
    text: &str,
    within: Span,
    form: fn(&str) -> String,
    numbers: &mut Numbers<String>,
) -> Vec<Unit> {
    let Some(part) = within.of(text) else {
        return Vec::new();
    };
    let mut out = Vec::new();
    for token in tokens(part) {
        let Some(word) = token.span.of(part) else {
            continue;
        };
        let at = token.span.start as usize + within.start as usize;
        let mut put = |from: usize, word: &str| {
            let form = form(word);
            if !form.is_empty() {
                out.push(Unit {
                    span: Span::new(at + from, at + from + word.len()),
                    form: numbers.of(form),
                    is_word: token.kind != TokenKind::Mark,
                });
            }
        };
        if !word.chars().any(is_unspaced) {
            put(0, word);
            continue;
        }
        // Runs of other scripts inside stay whole.
        let mut start = 0;
        for (n, c) in word.char_indices() {
            if is_unspaced(c) {
                if start < n {
                    put(start, &word[start..n]);
                }
                put(n, &word[n..n + c.len_utf8()]);
                start = n + c.len_utf8();
            }
        }
        if start < word.len() {
            put(start, &word[start..]);
        }
    }
    out
}

/// A sentence, or a piece of a very long one.
pub(super) struct Sentence {
    pub span: Span,
    pub units: Vec<Unit>,
    /// Equal sentences have equal numbers.
    pub number: u32,
    /// The forms of its words in rising order, for telling how alike two sentences are.
    pub bag: Vec<u32>,
}

/// Numbers shared by the texts that are compared.
#[derive(Default)]
pub(super) struct Book {
    words: Numbers<String>,
    sentences: Numbers<Vec<u32>>,
}

impl Book {
    /// The sentences of a text, and whether it had more than are compared.
    pub(super) fn sentences(&mut self, side: &Side) -> (Vec<Sentence>, bool) {
        let mut out = Vec::new();
        for paragraph in side.paragraphs {
            let Some(text) = paragraph.of(side.text) else {
                continue;
            };
            for sentence in sentences(text) {
                let within = sentence.shift(paragraph.start as usize);
                let units = units(side.text, within, printed, &mut self.words);
                for piece in units.chunks(MAX_SENTENCE) {
                    if out.len() >= MAX_SENTENCES {
                        return (out, true);
                    }
                    out.extend(self.sentence(piece));
                }
            }
        }
        (out, false)
    }

    fn sentence(&mut self, units: &[Unit]) -> Option<Sentence> {
        let span = around(units)?;
        let forms: Vec<u32> = units.iter().map(|u| u.form).collect();
        let mut bag: Vec<u32> = units.iter().filter(|u| u.is_word).map(|u| u.form).collect();
        bag.sort_unstable();
        Some(Sentence {
            span,
            units: units.to_vec(),
            number: self.sentences.of(forms),
            bag,
        })
    }
}

/// From the first unit to the last.
pub(super) fn around(units: &[Unit]) -> Option<Span> {
    let (first, last) = (units.first()?, units.last()?);
    Some(Span::new(first.span.start as usize, last.span.end as usize))
}

/// The words alone, folded: for texts that are compared for what they have in common, whatever the house style.
pub(super) fn folded_words(side: &Side, most: usize, numbers: &mut Numbers<String>) -> Vec<Unit> {
    let mut out = Vec::new();
    for paragraph in side.paragraphs {
        if out.len() >= most {
            break;
        }
        let found = units(side.text, *paragraph, fold, numbers);
        out.extend(found.into_iter().filter(|u| u.is_word));
    }
    out.truncate(most);
    out
}
