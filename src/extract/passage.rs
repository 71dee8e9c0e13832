//! A paragraph laid out for the rules: words and marks with their parts, each quotation as one item, cut into units
//! (sentences that no quotation straddles). Who says what must not be known here.

use super::lexicon::Form;
use super::lexicon::Verb;
use super::words;
use super::words::Tag;
use crate::model::Span;
use crate::text::Quote;
use crate::text::QuoteMark;
use crate::text::TokenKind;
use crate::text::fold_into;
use crate::text::quotes;
use crate::text::sentences_of;
use crate::text::tokens;
use crate::text::words as plain_words;
use std::ops::Range;

/// Longest unit in items (a quotation is one). A longer sentence is cut there, so that the work on a sentence, which may be
/// quadratic in its length, stays linear in the story's.
pub const MAX_UNIT: usize = 300;

/// One word, mark or whole quotation.
#[derive(Clone, Copy, Debug)]
pub struct Item {
    /// Its bytes in the story's text.
    pub span: Span,
    /// Its part.
    pub tag: Tag,
    /// The cue verb that it may be a form of.
    pub verb: Option<(&'static Verb, Form)>,
    /// For a quotation: its number in [`Passage::quotes`].
    pub quote: Option<usize>,
}

/// One paragraph.
pub struct Passage<'t> {
    /// The story's whole text, which every span points into.
    pub text: &'t str,
    /// The paragraph.
    pub span: Span,
    /// Its items in order.
    pub items: Vec<Item>,
    /// Its outermost quotations, as spans into the story's text.
    pub quotes: Vec<Quote>,
    /// Its units, as ranges of items.
    pub units: Vec<Range<usize>>,
}

impl<'t> Passage<'t> {
    /// Lays out the paragraph at `span` of `text`. One pass.
    pub fn new(text: &'t str, span: Span) -> Self {
        let paragraph = span.of(text).unwrap_or_default();
        let base = span.start as usize;
        let quotes: Vec<Quote> = quotes(paragraph)
            .into_iter()
            .map(|q| Quote {
                span: q.span.shift(base),
                inner: q.inner.shift(base),
                ..q
            })
            .filter(|q| !is_apostrophe_pair(text, q))
            .collect();
        let mut passage = Passage {
            text,
            span,
            items: Vec::new(),
            quotes,
            units: Vec::new(),
        };
        let starts = passage.lay_out(paragraph, base);
        passage.cut(&starts);
        passage
    }

    /// Fills `items`; returns the numbers of the items that begin sentences.
    fn lay_out(&mut self, paragraph: &str, base: usize) -> Vec<usize> {
        let tokens = tokens(paragraph);
        let bounds = sentences_of(paragraph, &tokens);
        let mut bounds = bounds.iter().map(|s| s.start as usize + base).peekable();
        let mut starts = Vec::new();
        let mut quote = 0;
        let mut low = String::new();
        // In a text all in capitals they tell no names.
        let shouted = is_shouted(paragraph);
        for token in &tokens {
            let span = token.span.shift(base);
            while self
                .quotes
                .get(quote)
                .is_some_and(|q| q.span.end <= span.start)
            {
                quote += 1;
            }
            let inside = self
                .quotes
                .get(quote)
                .is_some_and(|q| q.span.start <= span.start);
            let opening = inside
                && self
                    .items
                    .last()
                    .is_none_or(|i: &Item| i.quote != Some(quote));
            let mut first = false;
            while bounds.peek().is_some_and(|&b| b <= span.start as usize) {
                bounds.next();
                first = !inside || opening;
            }
            if first {
                starts.push(self.items.len());
            }
            if inside {
                if opening {
                    let span = self.quotes[quote].span;
                    self.items.push(Item {
                        span,
                        tag: Tag::Quote,
                        verb: None,
                        quote: Some(quote),
                    });
                }
                continue;
            }
            let word = &self.text[span.range()];
            let item = match token.kind {
                TokenKind::Mark => plain(span, mark(word)),
                TokenKind::Number => plain(span, Tag::Num),
                TokenKind::Clitic if word.ends_with(['s', 'S']) => plain(span, Tag::Clitic),
                TokenKind::Word | TokenKind::Clitic => {
                    low.clear();
                    fold_into(word, &mut low);
                    let capital = !shouted && word.starts_with(char::is_uppercase);
                    let after_colon = self.items.last().is_some_and(|i| i.tag == Tag::Colon);
                    let (tag, verb) = words::tag(&low, capital, first || after_colon);
                    Item {
                        span,
                        tag,
                        verb,
                        quote: None,
                    }
                }
            };
            self.items.push(item);
        }
        starts
    }

    /// Fills `units` from the items that begin sentences.
    fn cut(&mut self, starts: &[usize]) {
        let ends = starts.iter().skip(1).copied().chain([self.items.len()]);
        for (&start, end) in starts.iter().zip(ends) {
            for from in (start..end).step_by(MAX_UNIT) {
                self.units.push(from..end.min(from + MAX_UNIT));
            }
        }
    }

    /// The part of item `i`; `Stop` off either end, as if the paragraph stood between full stops.
    pub fn tag(&self, i: usize) -> Tag {
        self.items.get(i).map_or(Tag::Stop, |i| i.tag)
    }

    /// The printed form of item `i`; empty off the end.
    pub fn word(&self, i: usize) -> &'t str {
        self.items
            .get(i)
            .and_then(|i| i.span.of(self.text))
            .unwrap_or_default()
    }

    /// Whether item `i` is `word`, whatever its case.
    pub fn is(&self, i: usize, word: &str) -> bool {
        self.word(i).eq_ignore_ascii_case(word)
    }

    /// Whether item `i` is one of `words`, whatever their case.
    pub fn is_any(&self, i: usize, words: &[&str]) -> bool {
        let word = self.word(i);
        words.iter().any(|w| w.eq_ignore_ascii_case(word))
    }

    /// The bytes of a range of items, from the first's start to the last's end.
    pub fn bytes(&self, range: &Range<usize>) -> Option<Span> {
        let first = self.items.get(range.start)?;
        let last = self.items.get(range.end.checked_sub(1)?)?;
        (range.start < range.end)
            .then(|| Span::new(first.span.start as usize, last.span.end as usize))
    }

    /// Whether the quotation at item `i` has at least `n` words.
    pub fn quote_has_words(&self, i: usize, n: usize) -> bool {
        let inner = self
            .quote_at(i)
            .and_then(|q| q.inner.of(self.text))
            .unwrap_or_default();
        plain_words(inner).take(n).count() == n
    }

    /// The quotation at item `i`.
    pub fn quote_at(&self, i: usize) -> Option<&Quote> {
        self.quotes.get(self.items.get(i)?.quote?)
    }

    /// The last character inside the quotation at item `i` other than white space and marks of inner quotations.
    pub fn quote_end(&self, i: usize) -> Option<char> {
        let inner = self.quote_at(i)?.inner.of(self.text)?;
        inner
            .chars()
            .rev()
            .find(|c| !c.is_whitespace() && !crate::text::is_quote(*c))
    }
}

/// Whether a paragraph is printed all in capitals.
pub fn is_shouted(paragraph: &str) -> bool {
    let mut letters = paragraph.chars().filter(|c| c.is_alphabetic()).peekable();
    letters.peek().is_some() && letters.all(|c| !c.is_lowercase())
}

fn plain(span: Span, tag: Tag) -> Item {
    Item {
        span,
        tag,
        verb: None,
        quote: None,
    }
}

/// Single marks around one short word are as often apostrophes ("rock 'n' roll") as quotations: never worth a rule.
fn is_apostrophe_pair(text: &str, quote: &Quote) -> bool {
    quote.mark == QuoteMark::Single && quote.inner.of(text).is_some_and(|t| t.len() <= 2)
}

fn mark(word: &str) -> Tag {
    match word.chars().next() {
        Some(',') => Tag::Comma,
        Some(':') => Tag::Colon,
        Some(';') => Tag::Semi,
        Some('—' | '–' | '―') => Tag::Dash,
        Some('-') => Tag::Dash,
        Some('.' | '?' | '!' | '…') => Tag::Stop,
        Some('(' | '[') => Tag::Open,
        Some(')' | ']') => Tag::Close,
        // The lone apostrophe of a plural's possessive ("the voters’ heads").
        Some('’' | '\'') => Tag::Clitic,
        _ => Tag::Mark,
    }
}
