//! A paragraph as the model reads it: tokens with the numbers that features are made from, sentence numbers, and where
//! each token stands to the quotation marks. What is a cue, source or content must not be known here.

use super::hash;
use super::stem;
use super::straighten::straighten;
use super::straighten::widen;
use crate::model::Span;
use crate::text::TokenKind;
use crate::text::is_apostrophe;
use crate::text::is_double_quote;
use crate::text::quotes;
use crate::text::sentences_of;
use crate::text::tokens;

/// Longest stretch of tokens read as one chain; a longer paragraph is cut there, so that memory for a chain is bounded.
pub const MAX_LINE: usize = 600;

/// What a mark is; `Word` for anything with letters or digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// Not a mark.
    Word,
    /// ,
    Comma,
    /// . ? ! …
    Stop,
    /// :
    Colon,
    /// ;
    Semicolon,
    /// - – —
    Dash,
    /// ( [
    Open,
    /// ) ]
    Close,
    /// A quotation mark.
    Quote,
    /// Anything else.
    Other,
}

/// Where a token stands to the outermost quotation around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// In none.
    Outside,
    /// The mark that opens it.
    Opens,
    /// In it.
    Inside,
    /// The mark that closes it.
    Closes,
}

/// One token.
#[derive(Clone, Copy, Debug)]
pub struct Word {
    /// Its bytes in the text.
    pub span: Span,
    /// Hash of its folded form.
    pub low: u32,
    /// Hash of its stem ("said" and "says" have one).
    pub stem: u32,
    /// Hashes of the last two, three and four letters.
    pub ends: [u32; 3],
    /// Capitalisation and digits, coded.
    pub shape: u8,
    /// Which mark.
    pub mark: Mark,
    /// Its part of speech, an index into [`super::tags::NAMES`]; set by the tagger.
    pub tag: u8,
    /// Number of its sentence in the line.
    pub sentence: u16,
    /// One more than the index of its quotation in [`Line::quotes`]; 0 for none.
    pub quote: u16,
    /// Where it stands to that quotation.
    pub place: Place,
}

/// One outermost quotation, in token indices.
#[derive(Clone, Copy, Debug)]
pub struct Quoted {
    /// The opening mark.
    pub open: usize,
    /// One past the last token of it.
    pub end: usize,
    /// Whether it is closed.
    pub closed: bool,
}

/// One paragraph, or one piece of a very long one.
#[derive(Clone, Debug, Default)]
pub struct Line {
    /// Its tokens.
    pub words: Vec<Word>,
    /// First token of each sentence, and the number of tokens at the end.
    pub starts: Vec<usize>,
    /// Its outermost quotations.
    pub quotes: Vec<Quoted>,
    /// How many paragraphs stand before it in the story.
    pub number: usize,
    /// Whether the paragraph before ended inside a quotation.
    pub continues: bool,
}

impl Line {
    /// Reads the paragraph at `span` of `text`.
    pub fn read(text: &str, span: Span, number: usize, continues: bool) -> Vec<Line> {
        let printed = span.of(text).unwrap_or_default();
        let straightened = straighten(printed);
        let paragraph = straightened.as_deref().unwrap_or(printed);
        let base = span.start as usize;
        let mut words: Vec<Word> = Vec::new();
        let tokens = tokens(paragraph);
        for token in &tokens {
            let read = token.span.of(paragraph).unwrap_or_default();
            let mut word = word(read, token.kind, token.span.shift(base));
            if read == "\"" && straightened.is_some() {
                word.span = widen(text, word.span);
            }
            words.push(word);
        }
        let mut starts = Vec::new();
        let mut at = 0;
        for sentence in sentences_of(paragraph, &tokens) {
            let start = sentence.start as usize + base;
            while at < words.len() && (words[at].span.start as usize) < start {
                at += 1;
            }
            if starts.last() != Some(&at) && at < words.len() {
                starts.push(at);
            }
        }
        if starts.first() != Some(&0) {
            starts.insert(0, 0);
        }
        let mut quoted = Vec::new();
        for quote in quotes(paragraph) {
            let start = (quote.span.start as usize + base) as u32;
            let end = (quote.span.end as usize + base) as u32;
            let open = words.partition_point(|w| w.span.end <= start);
            let stop = words.partition_point(|w| w.span.start < end);
            if stop > open + 1 && stop - open > 2 - usize::from(!quote.closed) {
                quoted.push(Quoted {
                    open,
                    end: stop,
                    closed: quote.closed,
                });
            }
        }
        let mut whole = Line {
            words,
            starts,
            quotes: quoted,
            number,
            continues,
        };
        whole.settle();
        if whole.words.len() <= MAX_LINE {
            vec![whole]
        } else {
            whole.pieces()
        }
    }

    /// Writes sentence numbers and places into the tokens.
    fn settle(&mut self) {
        self.starts.push(self.words.len());
        for (number, pair) in self.starts.windows(2).enumerate() {
            for word in &mut self.words[pair[0]..pair[1]] {
                word.sentence = number.min(u16::MAX as usize) as u16;
            }
        }
        for (number, quote) in self.quotes.iter().enumerate() {
            for (i, word) in self.words[quote.open..quote.end].iter_mut().enumerate() {
                word.quote = (number + 1).min(u16::MAX as usize) as u16;
                word.place = match i {
                    0 => Place::Opens,
                    _ if quote.closed && quote.open + i + 1 == quote.end => Place::Closes,
                    _ => Place::Inside,
                };
                if word.place != Place::Inside {
                    word.mark = Mark::Quote;
                }
            }
        }
    }

    /// Cuts a very long line, at sentence ends where there are any.
    fn pieces(self) -> Vec<Line> {
        let mut out = Vec::new();
        let mut from = 0;
        while from < self.words.len() {
            let limit = (from + MAX_LINE).min(self.words.len());
            // The lists are sorted, so that looking a piece up does not cost the whole paragraph's length.
            let first = self.starts.partition_point(|&s| s < from);
            let last = self.starts.partition_point(|&s| s <= limit);
            let end = self.starts[first..last]
                .iter()
                .copied()
                .rfind(|&s| s > from)
                .unwrap_or(limit);
            let mut starts: Vec<usize> = self.starts[first..last]
                .iter()
                .filter(|&&s| s < end)
                .map(|s| s - from)
                .collect();
            if starts.first() != Some(&0) {
                starts.insert(0, 0);
            }
            let opened = self.quotes.partition_point(|q| q.open < from);
            let quotes = self.quotes[opened..]
                .iter()
                .take_while(|q| q.open < end)
                .map(|q| Quoted {
                    open: q.open - from,
                    end: q.end.min(end) - from,
                    closed: q.closed && q.end <= end,
                })
                .collect();
            let mut words = self.words[from..end].to_vec();
            for w in &mut words {
                w.quote = 0;
                w.place = Place::Outside;
            }
            let mut line = Line {
                words,
                starts,
                quotes,
                number: self.number,
                continues: self.continues && from == 0,
            };
            line.settle();
            out.push(line);
            from = end;
        }
        out
    }

    /// The bytes of a range of tokens; `None` for an empty one or one off the line.
    pub fn span(&self, tokens: &std::ops::Range<usize>) -> Option<Span> {
        let words = self.words.get(tokens.clone())?;
        Some(Span {
            start: words.first()?.span.start,
            end: words.last()?.span.end,
        })
    }

    /// Tokens of sentence `s`.
    pub fn sentence(&self, s: usize) -> std::ops::Range<usize> {
        let from = self.starts.get(s).copied().unwrap_or(self.words.len());
        from..self.starts.get(s + 1).copied().unwrap_or(self.words.len())
    }
}

fn word(printed: &str, kind: TokenKind, span: Span) -> Word {
    let mark = if kind == TokenKind::Mark {
        mark(printed)
    } else {
        Mark::Word
    };
    let low = hash::folded(printed.chars());
    let mut letters = [' '; 4];
    for c in printed.chars() {
        letters.rotate_left(1);
        letters[3] = c;
    }
    let ends = [2, 1, 0].map(|from| hash::folded(letters[from..].iter().copied()));
    let stem = if kind == TokenKind::Word && mark == Mark::Word {
        stem::hash(printed, low)
    } else {
        low
    };
    Word {
        span,
        low,
        stem,
        ends,
        shape: shape(printed, kind),
        mark,
        tag: 0,
        sentence: 0,
        quote: 0,
        place: Place::Outside,
    }
}

fn mark(printed: &str) -> Mark {
    match printed.chars().next() {
        Some(',') => Mark::Comma,
        Some('.' | '?' | '!' | '…') => Mark::Stop,
        Some(':') => Mark::Colon,
        Some(';') => Mark::Semicolon,
        Some('-' | '–' | '—' | '―') => Mark::Dash,
        Some('(' | '[') => Mark::Open,
        Some(')' | ']') => Mark::Close,
        Some(c) if is_double_quote(c) || is_apostrophe(c) => Mark::Quote,
        _ => Mark::Other,
    }
}

/// 0 lower case, 1 capital first, 2 all capitals, 3 mixed, 4 number, 5 one capital, 6 clitic, 7 mark.
fn shape(printed: &str, kind: TokenKind) -> u8 {
    match kind {
        TokenKind::Mark => return 7,
        TokenKind::Clitic => return 6,
        TokenKind::Number => return 4,
        TokenKind::Word => {}
    }
    let (mut upper, mut lower, mut first) = (0usize, 0usize, None);
    for c in printed.chars() {
        let up = c.is_uppercase();
        first.get_or_insert(up);
        upper += usize::from(up);
        lower += usize::from(c.is_lowercase());
    }
    match (first == Some(true), upper, lower) {
        (_, 0, _) => 0,
        (true, 1, 0) => 5,
        (true, 1, _) => 1,
        (_, _, 0) => 2,
        _ => 3,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn quoted(text: &str) -> Vec<&str> {
        let lines = Line::read(text, Span::new(0, text.len()), 0, false);
        lines
            .iter()
            .flat_map(|l| {
                l.quotes
                    .iter()
                    .map(move |q| l.span(&(q.open..q.end)).unwrap().of(text).unwrap())
            })
            .collect()
    }

    #[test]
    fn quotations_are_found_with_their_marks_in_every_convention() {
        for (text, expect) in [
            ("\"We go,\" she said.", vec!["\"We go,\""]),
            (
                "''We don't go,'' she said. ''Not yet.''",
                vec!["''We don't go,''", "''Not yet.''"],
            ),
            ("``We go,'' she said.", vec!["``We go,''"]),
            ("“We go,” she said, “now.", vec!["“We go,”", "“now."]),
            ("The voters' heads and the dogs' tails.", vec![]),
        ] {
            assert_eq!(quoted(text), expect, "{text}");
        }
    }

    #[test]
    fn a_very_long_paragraph_is_cut_and_nothing_is_lost() {
        let text = "one two, \"three four five six.\" ".repeat(500);
        let lines = Line::read(&text, Span::new(0, text.len()), 0, false);
        assert!(lines.iter().all(|l| l.words.len() <= MAX_LINE));
        let words = lines.iter().flat_map(|l| &l.words);
        let ends: Vec<u32> = words.map(|w| w.span.end).collect();
        assert!(ends.is_sorted());
        assert_eq!(ends.len(), crate::text::tokens(&text).len());
        let endless = "word ".repeat(5000);
        assert!(
            Line::read(&endless, Span::new(0, endless.len()), 0, false)
                .iter()
                .all(|l| l.words.len() <= MAX_LINE)
        );
    }
}
