//! What an acronym stands for: the run of capitalised words in the story with its initials. Attributions must not be known here.

use super::Resolver;
use crate::model::Span;
use crate::text::TokenKind;
use crate::text::tokens;

/// Shortest and longest acronym that is looked up, in letters.
const LETTERS: std::ops::RangeInclusive<usize> = 2..=8;
/// Most acronyms of one story that are looked up; later ones stand for themselves.
const MAX_ACRONYMS: usize = 100;

impl Resolver<'_> {
    /// The full name of a body that is called by its initials ("the SHF" of the "Southern Hauliers’ Federation").
    pub(super) fn spelt_out(&mut self, name: &str) -> Option<String> {
        let letters = name.chars().filter(|c| *c != '.').count();
        let initials = name.chars().all(|c| c.is_uppercase() || c == '.');
        if !initials || !LETTERS.contains(&letters) {
            return None;
        }
        if let Some(known) = self.acronyms.get(name) {
            return known.clone();
        }
        if self.acronyms.len() >= MAX_ACRONYMS {
            return None;
        }
        let found = expanded(self.text, &self.spans, name);
        self.acronyms.insert(name.to_owned(), found.clone());
        found
    }
}

/// The first run of words in the paragraphs whose initials are the acronym's.
fn expanded(text: &str, paragraphs: &[Span], acronym: &str) -> Option<String> {
    let letters: Vec<char> = acronym.chars().filter(|c| *c != '.').collect();
    paragraphs.iter().find_map(|span| {
        let text = span.of(text)?;
        let all = tokens(text);
        let words: Vec<(usize, usize, &str)> = all
            .iter()
            .filter(|t| t.kind == TokenKind::Word)
            .map(|t| {
                (
                    t.span.start as usize,
                    t.span.end as usize,
                    &text[t.span.range()],
                )
            })
            .collect();
        (0..words.len())
            .find_map(|from| run(text, &words, from, &letters).map(|(a, b)| text[a..b].to_owned()))
    })
}

/// Where the run that begins at word `from` stands, if it has these initials.
fn run(
    text: &str,
    words: &[(usize, usize, &str)],
    from: usize,
    letters: &[char],
) -> Option<(usize, usize)> {
    let start = words.get(from)?.0;
    let mut left = letters;
    let mut last = start;
    for (n, (at, end, word)) in words.get(from..)?.iter().enumerate() {
        let between = text.get(last..*at).unwrap_or_default();
        let gap = n > 0 && (between.len() > 5 || between.contains(['.', ',', ';', ':', '”']));
        let Some((next, rest)) = left.split_first() else {
            break;
        };
        let first = word.chars().next()?;
        if gap || n > 0 && matches!(first, '(' | '“') {
            return None;
        }
        let linking = n > 0
            && matches!(
                *word,
                "of" | "and" | "for" | "the" | "in" | "on" | "de" | "to"
            );
        if first == *next && word.chars().count() > 1 {
            left = rest;
        } else if !linking {
            return None;
        }
        last = *end;
    }
    let several = letters.len() > 1 && left.is_empty();
    several.then_some((start, last))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_find_their_words() {
        let text = "The Southern Hauliers’ Federation met the Transport and Signal Workers. The Bank of Tannar did not.";
        let span = [Span::new(0, text.len())];
        for (acronym, expect) in [
            ("SHF", Some("Southern Hauliers’ Federation")),
            ("TSW", Some("Transport and Signal Workers")),
            ("B.T.", Some("Bank of Tannar")),
            ("SWT", None),
            ("XY", None),
        ] {
            assert_eq!(
                expanded(text, &span, acronym).as_deref(),
                expect,
                "{acronym}"
            );
        }
    }
}
