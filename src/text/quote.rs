//! Quotation spans of one paragraph, in every common convention. Unbalanced marks never abort: what is opened and not closed
//! runs to the paragraph's end. Who is quoted must not be known here.

use crate::model::Span;

/// The convention that a quotation's opening mark belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QuoteMark {
    /// “ ”, „ “, „ ”
    Curly,
    /// " "
    Straight,
    /// « » and » «
    Angular,
    /// ‘ ’ and ' '
    Single,
}

/// One outermost quotation. Quotations inside it are part of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quote {
    /// With its marks.
    pub span: Span,
    /// Without them.
    pub inner: Span,
    /// Which marks.
    pub mark: QuoteMark,
    /// False when the paragraph ended first: the next paragraph may go on with it.
    pub closed: bool,
}

/// Closers of a single-quoted passage that are looked at before the opening mark is taken for an apostrophe.
const MAX_CLOSERS: usize = 24;
/// Fewest words of a single-quoted passage that the paragraph's end leaves open.
const MIN_UNCLOSED: usize = 5;

/// The outermost quotations of `paragraph` in order. One pass (each opening single mark looks at no more than
/// `MAX_CLOSERS` closing ones).
pub fn quotes(paragraph: &str) -> Vec<Quote> {
    let marks = Marks::read(paragraph);
    let mut out = Vec::new();
    let mut i = 0;
    while i < marks.all.len() {
        let (at, c) = marks.all[i];
        let from = at + c.len_utf8();
        let Some((mark, end)) = marks.close_of(paragraph, i) else {
            i += 1;
            continue;
        };
        let (close_start, close_end, closed) = match end {
            Some(close) => {
                let (at, c) = marks.all[close];
                i = close + 1;
                (at, at + c.len_utf8(), true)
            }
            None => {
                i = marks.all.len();
                (paragraph.len(), paragraph.len(), false)
            }
        };
        out.push(Quote {
            span: Span::new(at, close_end),
            inner: Span::new(from, close_start),
            mark,
            closed,
        });
    }
    out
}

/// How far after an opening mark its first words are looked for, in bytes; longer words are none.
const MAX_LEAD: usize = 400;

/// Whether a sentence begins with the ‘ at this place: it then opens speech even where nothing closes it.
fn starts_speech(text: &str, (at, c): (usize, char)) -> bool {
    let before = text[..at].trim_end().chars().next_back();
    let rest = &text[at + c.len_utf8()..];
    c == '‘'
        && before.is_none_or(|b| matches!(b, '.' | '?' | '!' | ':' | ',' | '…'))
        && rest.starts_with(char::is_uppercase)
        && lead(rest)
            .split_whitespace()
            .nth(MIN_UNCLOSED - 1)
            .is_some()
        && rest.trim_end().ends_with(['.', '?', '!', '…'])
}

/// The first bytes of a text.
fn lead(text: &str) -> &str {
    let end = (0..=MAX_LEAD.min(text.len()))
        .rev()
        .find(|&end| text.is_char_boundary(end));
    &text[..end.unwrap_or(0)]
}

/// Every quotation mark of a paragraph, and what is left of each kind after each.
struct Marks {
    all: Vec<(usize, char)>,
    /// Whether “ and ” are used in equal number: only then is a “ inside an open “ read as nested.
    balanced: bool,
    /// Index of the last ”, and of the last " that can close.
    last_curly: Option<usize>,
    last_straight: Option<usize>,
}

impl Marks {
    fn read(text: &str) -> Self {
        let all: Vec<(usize, char)> = text
            .char_indices()
            .filter(|&(_, c)| matches!(c, '“' | '”' | '„' | '"' | '«' | '»' | '‘' | '’' | '\''))
            .collect();
        let count = |wanted: char| all.iter().filter(|(_, c)| *c == wanted).count();
        let last = |wanted: char| all.iter().rposition(|&(_, c)| c == wanted);
        Marks {
            balanced: count('“') == count('”'),
            last_curly: last('”'),
            last_straight: last('"'),
            all,
        }
    }

    /// If mark `i` opens a quotation: its convention and the index of the mark that closes it.
    fn close_of(&self, text: &str, i: usize) -> Option<(QuoteMark, Option<usize>)> {
        let (_, c) = self.all[i];
        let rest = i + 1..self.all.len();
        match c {
            '“' => Some((QuoteMark::Curly, self.curly(text, i))),
            '„' => {
                let close = rest.clone().find(|&k| matches!(self.all[k].1, '“' | '”'));
                Some((QuoteMark::Curly, close))
            }
            // A stray closing mark where an opening one belongs ("”We go,” he said") still opens.
            '”' if self.opens(text, i) => {
                let close = rest.clone().find(|&k| self.all[k].1 == '”');
                close.map(|k| (QuoteMark::Curly, Some(k)))
            }
            '"' if self.opens(text, i) => {
                let found = rest
                    .clone()
                    .find(|&k| self.all[k].1 == '"' && self.closes(text, k));
                Some((QuoteMark::Straight, found))
            }
            '«' | '»' => {
                let other = if c == '«' { '»' } else { '«' };
                if c == '»' && !self.opens(text, i) {
                    return None;
                }
                Some((
                    QuoteMark::Angular,
                    rest.clone().find(|&k| self.all[k].1 == other),
                ))
            }
            '‘' | '\'' if self.opens(text, i) => match self.single(text, i) {
                Some(close) => Some((QuoteMark::Single, Some(close))),
                // Speech that the next paragraph goes on with; anything smaller is a slip or an apostrophe.
                None => starts_speech(text, self.all[i]).then_some((QuoteMark::Single, None)),
            },
            _ => None,
        }
    }

    /// The mark that closes the “ at `i`.
    fn curly(&self, text: &str, i: usize) -> Option<usize> {
        let own_left = self.last_curly.is_some_and(|last| last > i);
        let mut depth = 0usize;
        for k in i + 1..self.all.len() {
            match self.all[k].1 {
                '“' if self.balanced => depth += 1,
                '”' if depth == 0 => return Some(k),
                '”' => depth -= 1,
                // Closed by a typewriter mark, where no curly one is left to do it.
                '"' if !own_left && self.last_straight >= Some(k) && self.closes(text, k) => {
                    return Some(k);
                }
                _ => {}
            }
        }
        None
    }

    /// The mark that closes the single mark at `i`; `None` makes it an apostrophe.
    fn single(&self, text: &str, i: usize) -> Option<usize> {
        let (at, c) = self.all[i];
        if text[at + c.len_utf8()..].starts_with(|c: char| c.is_ascii_digit()) {
            return None;
        }
        let mut possible = None;
        let closers = (i + 1..self.all.len())
            .take(8 * MAX_CLOSERS)
            .take_while(|&k| !matches!(self.all[k].1, '“' | '"' | '«'))
            .filter(|&k| matches!(self.all[k].1, '’' | '\'') && self.closes(text, k))
            .take(MAX_CLOSERS);
        for k in closers {
            let before = text[..self.all[k].0].chars().next_back().unwrap_or(' ');
            // After a plural's s it may be a possessive: kept in mind, taken if nothing better comes.
            if before != 's'
                || !text[self.all[k].0..]
                    .chars()
                    .nth(1)
                    .is_some_and(char::is_whitespace)
            {
                return Some(k);
            }
            possible = possible.or(Some(k));
        }
        possible
    }

    /// Whether mark `i` stands where a quotation can begin: after a space, bracket or dash, and before something.
    fn opens(&self, text: &str, i: usize) -> bool {
        let (at, c) = self.all[i];
        let before = text[..at].chars().next_back();
        let after = text[at + c.len_utf8()..].chars().next();
        let free = before.is_none_or(|b| {
            b.is_whitespace()
                || matches!(
                    b,
                    '(' | '[' | '—' | '–' | '-' | ':' | '/' | '“' | '"' | '‘' | '…'
                )
        });
        free && after.is_some_and(|a| !a.is_whitespace() && !matches!(a, ',' | ';'))
    }

    /// Whether mark `i` stands where a quotation can end: after something, and not before a letter.
    fn closes(&self, text: &str, i: usize) -> bool {
        let (at, c) = self.all[i];
        let before = text[..at].chars().next_back();
        let after = text[at + c.len_utf8()..].chars().next();
        let free = after.is_none_or(|a| !a.is_alphanumeric());
        let typewriter = c == '"' && before.is_some_and(|b| !b.is_whitespace());
        (free || typewriter) && before.is_some_and(|b| !b.is_whitespace())
            || c == '"' && after.is_none()
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    /// Quotations with their marks; `…` added where one is not closed.
    fn check(text: &str, expect: &[&str]) {
        let got: Vec<String> = quotes(text)
            .iter()
            .map(|q| {
                format!(
                    "{}{}",
                    q.span.of(text).unwrap(),
                    if q.closed { "" } else { "…" }
                )
            })
            .collect();
        assert_eq!(got, expect, "{text}");
    }

    #[test]
    fn conventions() {
        check("“We go,” he said. “Now.”", &["“We go,”", "“Now.”"]);
        check("\"We go,\" he said, \"now.\"", &["\"We go,\"", "\"now.\""]);
        check("«We go», he said", &["«We go»"]);
        check("„We go“, he said", &["„We go“"]);
        check(
            "‘It’s the voters’ fault,’ he said",
            &["‘It’s the voters’ fault,’"],
        );
        check("'It's Jess's fault,' he said", &["'It's Jess's fault,'"]);
        check(
            "“He told me ‘go’ and “left” it,” she said",
            &["“He told me ‘go’ and “left” it,”"],
        );
        check("the voters' plan and the '90s", &[]);
        check("Rock ’n’ roll isn’t dead", &[]);
    }

    #[test]
    fn unbalanced_marks() {
        check("“We go, he said", &["“We go, he said…"]);
        check("We go,” he said. “Now.”", &["“Now.”"]);
        check("\"We go, he said", &["\"We go, he said…"]);
        check("“We go,\" he said", &["“We go,\""]);
        check("a 5'10\" man", &[]);
        check("”", &[]);
        check("“", &["“…"]);
    }
}
