//! Offset-exact tokens: words, numbers and marks. What a token does in a sentence must not be known here.

use super::abbreviation;
use super::abbreviation::Stop;
use super::normalise::is_apostrophe;
use crate::model::Span;

/// What a token is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    /// Letters, with hyphens and apostrophes inside, and the stop of an abbreviation ("Mr.", "U.S.", "Iran-backed", "don’t").
    Word,
    /// Digits with their separators ("2.5", "10,000"), and mixtures ("1990s", "4th").
    Number,
    /// A possessive or shortened verb split off its word ("’s", "’ll"); the lone apostrophe of a plural is a [`TokenKind::Mark`].
    Clitic,
    /// One mark, or a run of full stops or hyphens.
    Mark,
}

/// One token and where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// Its bytes.
    pub span: Span,
    /// What it is made of.
    pub kind: TokenKind,
}

/// Endings that are split off the word before them.
const CLITICS: &[&str] = &["s", "ll", "d", "re", "ve", "m"];

/// The tokens of `text` in order. White space separates and is never part of one. One pass.
pub fn tokens(text: &str) -> Vec<Token> {
    let mut out = Vec::with_capacity(text.len() / 5 + 1);
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let next = at + c.len_utf8();
        if c.is_whitespace() {
            at = next;
        } else if c.is_alphanumeric() {
            at = word(text, at, &mut out);
        } else {
            let mut end = next;
            if c == '.' || c == '-' {
                end += text[next..].bytes().take_while(|&b| b == c as u8).count();
            }
            out.push(Token {
                span: Span::new(at, end),
                kind: TokenKind::Mark,
            });
            at = end;
        }
    }
    out
}

/// Reads the word or number at `start`; returns where to go on.
fn word(text: &str, start: usize, out: &mut Vec<Token>) -> usize {
    let mut end = start;
    let mut digits = false;
    let mut clitic = None;
    let mut chars = text[start..].char_indices().peekable();
    let mut previous = ' ';
    while let Some((offset, c)) = chars.next() {
        let following = chars.peek().map(|&(_, c)| c);
        let joined = following.is_some_and(char::is_alphanumeric);
        let keep = match c {
            _ if c.is_alphanumeric() => true,
            _ if !c.is_ascii() && unicode_normalization::char::is_combining_mark(c) => true,
            '\u{ad}' | '\u{200b}'..='\u{200d}' => true,
            '-' | '‐' | '‑' | '&' => joined,
            '.' => {
                // "3.5", "U.S", but not "end.Next".
                let number =
                    previous.is_ascii_digit() && following.is_some_and(|c| c.is_ascii_digit());
                let letters = joined
                    && previous.is_alphabetic()
                    && single_letters(&text[start..start + offset]);
                number || letters
            }
            ',' | ':' | '/' => {
                previous.is_ascii_digit() && following.is_some_and(|c| c.is_ascii_digit())
            }
            _ if is_apostrophe(c) && c != '‘' && joined => {
                let rest = &text[start + offset + c.len_utf8()..];
                let length = rest
                    .find(|c: char| !c.is_alphanumeric())
                    .unwrap_or(rest.len());
                if CLITICS
                    .iter()
                    .any(|k| k.eq_ignore_ascii_case(&rest[..length]))
                {
                    clitic = Some(start + offset + c.len_utf8() + length);
                    break;
                }
                true
            }
            _ => false,
        };
        if !keep {
            break;
        }
        digits |= offset == 0 && c.is_numeric();
        end = start + offset + c.len_utf8();
        previous = c;
    }
    let has_stop = clitic.is_none()
        && !digits
        && text[end..].starts_with('.')
        && !text[end..].starts_with("..");
    if has_stop && abbreviation::after(&text[start..end]) != Stop::Ends {
        end += 1;
    }
    let kind = if digits {
        TokenKind::Number
    } else {
        TokenKind::Word
    };
    out.push(Token {
        span: Span::new(start, end),
        kind,
    });
    match clitic {
        Some(stop) => {
            out.push(Token {
                span: Span::new(end, stop),
                kind: TokenKind::Clitic,
            });
            stop
        }
        None => end,
    }
}

/// Whether `word` is single letters parted by full stops ("U", "U.S"), so that a stop inside it binds.
fn single_letters(word: &str) -> bool {
    word.len() <= 12 && word.split('.').all(|part| part.chars().count() == 1)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn check(text: &str, expect: &str) {
        let got: Vec<_> = tokens(text)
            .iter()
            .map(|t| t.span.of(text).unwrap())
            .collect();
        assert_eq!(got.join(" "), expect);
    }

    #[test]
    fn cuts() {
        check("Mr. Obama’s plan.", "Mr. Obama ’s plan .");
        check("the U.S. and J.K. Rowling", "the U.S. and J.K. Rowling");
        check("It’s 2.5% of $10,000...", "It ’s 2.5 % of $ 10,000 ...");
        check(
            "Iran-backed—“don’t go,” he",
            "Iran-backed — “ don’t go , ” he",
        );
        check("the voters’ heads", "the voters ’ heads");
        check("I’ll say 'no'.", "I ’ll say ' no ' .");
        check("at 6:00 a.m. on Sept. 26", "at 6:00 a.m. on Sept. 26");
        check("end.Next", "end . Next");
        check("AT&T", "AT&T");
        check("", "");
    }
}
