//! Sentences of a paragraph. A closing quotation mark or bracket after a full stop belongs to the sentence before.
//! What a sentence says must not be known here.

use super::abbreviation;
use super::abbreviation::Stop;
use super::token::Token;
use super::token::TokenKind;
use super::token::tokens;
use crate::model::Span;

/// Words that begin sentences and are not names: after an abbreviation that may end a sentence ("in the U.S. The"),
/// only one of these says that it did.
const STARTERS: &[&str] = &[
    "a",
    "after",
    "all",
    "also",
    "although",
    "an",
    "and",
    "any",
    "as",
    "asked",
    "at",
    "because",
    "before",
    "both",
    "but",
    "by",
    "during",
    "each",
    "even",
    "every",
    "for",
    "from",
    "he",
    "her",
    "here",
    "his",
    "how",
    "however",
    "i",
    "if",
    "in",
    "instead",
    "it",
    "its",
    "last",
    "later",
    "many",
    "meanwhile",
    "more",
    "most",
    "my",
    "no",
    "nobody",
    "not",
    "now",
    "of",
    "on",
    "one",
    "only",
    "or",
    "other",
    "others",
    "our",
    "she",
    "since",
    "so",
    "some",
    "still",
    "such",
    "that",
    "the",
    "their",
    "then",
    "there",
    "these",
    "they",
    "this",
    "those",
    "though",
    "to",
    "two",
    "under",
    "until",
    "we",
    "what",
    "when",
    "where",
    "while",
    "who",
    "why",
    "with",
    "yet",
    "you",
];

/// The sentences of `paragraph` in order, trimmed of white space; together they hold every token of it. One pass.
pub fn sentences(paragraph: &str) -> Vec<Span> {
    sentences_of(paragraph, &tokens(paragraph))
}

/// The same, of a paragraph whose tokens are known.
pub fn sentences_of(paragraph: &str, tokens: &[Token]) -> Vec<Span> {
    let of = |i: usize| tokens.get(i).map_or("", |t| &paragraph[t.span.range()]);
    let mut out = Vec::new();
    let mut start = 0;
    let mut i = 0;
    while i < tokens.len() {
        let Some(sure) = end_mark(of(i), tokens[i]) else {
            i += 1;
            continue;
        };
        let mut last = i;
        while last + 1 < tokens.len() && closes(paragraph, tokens, last + 1) {
            last += 1;
        }
        if last + 1 == tokens.len() || breaks(of(last + 1), of(last + 2), sure) {
            out.push(Span::new(
                tokens[start].span.start as usize,
                tokens[last].span.end as usize,
            ));
            start = last + 1;
        }
        i = last + 1;
    }
    if start < tokens.len() {
        let end = tokens[tokens.len() - 1].span.end;
        out.push(Span::new(tokens[start].span.start as usize, end as usize));
    }
    out
}

/// Whether a token can end a sentence: `Some(true)` for a plain stop, `Some(false)` for an abbreviation that may.
fn end_mark(word: &str, token: Token) -> Option<bool> {
    match token.kind {
        TokenKind::Mark => {
            matches!(word.chars().next()?, '.' | '?' | '!' | '…' | '。').then_some(true)
        }
        TokenKind::Word => {
            let stem = word.strip_suffix('.')?;
            (abbreviation::after(stem) == Stop::May).then_some(false)
        }
        _ => None,
    }
}

/// Whether the token closes what is before it: it touches it and is a closing mark or one more end mark.
fn closes(text: &str, tokens: &[Token], i: usize) -> bool {
    let touches = tokens[i].span.start == tokens[i - 1].span.end;
    let word = &text[tokens[i].span.range()];
    let spaced = !text[tokens[i].span.end as usize..].starts_with(char::is_alphanumeric);
    touches
        && spaced
        && matches!(
            word,
            "”" | "’" | "\"" | "'" | "»" | ")" | "]" | "?" | "!" | "." | "…"
        )
}

/// Whether a sentence can begin with `word` (then `after`).
fn breaks(word: &str, after: &str, sure: bool) -> bool {
    let opening = word.chars().next().is_some_and(|c| {
        matches!(
            c,
            '“' | '"' | '„' | '«' | '‘' | '\'' | '(' | '[' | '—' | '–' | '•'
        )
    });
    let first = if opening { after } else { word };
    let capital = first
        .chars()
        .next()
        .is_some_and(|c| c.is_uppercase() || c.is_numeric() || !c.is_alphanumeric());
    if sure {
        return capital
            || word
                .chars()
                .next()
                .is_some_and(|c| c.is_alphabetic() && !c.is_lowercase());
    }
    capital
        && (opening && !first.is_empty() || STARTERS.iter().any(|s| s.eq_ignore_ascii_case(word)))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn check(text: &str, expect: &[&str]) {
        let got: Vec<_> = sentences(text)
            .iter()
            .map(|s| s.of(text).unwrap())
            .collect();
        assert_eq!(got, expect);
    }

    #[test]
    fn cuts() {
        check("One. Two! Three?", &["One.", "Two!", "Three?"]);
        check(
            "Mr. Lee met Gen. A. B. Cole. He left.",
            &["Mr. Lee met Gen. A. B. Cole.", "He left."],
        );
        check(
            "Growth was 2.5 percent. It fell.",
            &["Growth was 2.5 percent.", "It fell."],
        );
        check(
            "He left the U.S. The plan died.",
            &["He left the U.S.", "The plan died."],
        );
        check("The U.S. Army came.", &["The U.S. Army came."]);
        check(
            "“We go. We stay.” Ann left.",
            &["“We go.", "We stay.”", "Ann left."],
        );
        check("“Will you go?” she asked.", &["“Will you go?” she asked."]);
        check(
            "Wait... what? (Yes.) Fine.",
            &["Wait... what?", "(Yes.)", "Fine."],
        );
        check(
            "It closed at 6 p.m. on Monday.",
            &["It closed at 6 p.m. on Monday."],
        );
        check("No end here", &["No end here"]);
        check("  ", &[]);
    }
}
