//! Cuts words out of a story's text and says where they stand, in code points. Pure; a span that does not fit its text is left out.

use crate::inspect::view::SpanView;
use crate::model::CodePoints;
use crate::model::Span;

/// Code points of context before and after a sighting's content.
pub const CONTEXT: usize = 100;

/// A story's text with its code points counted.
pub(super) struct Excerpts<'a> {
    text: &'a str,
    points: CodePoints,
}

impl<'a> Excerpts<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Excerpts {
            text,
            points: CodePoints::new(text),
        }
    }

    /// The spans that lie within the text.
    pub(super) fn spans(&self, spans: &[Span]) -> Vec<SpanView> {
        spans.iter().filter_map(|&span| self.span(span)).collect()
    }

    fn span(&self, span: Span) -> Option<SpanView> {
        let text = span.of(self.text)?.to_owned();
        let [start, end] = self.points.pair(span);
        Some(SpanView { start, end, text })
    }

    /// A span in code points.
    pub(super) fn pair(&self, span: Span) -> [u32; 2] {
        self.points.pair(span)
    }

    /// Up to [`CONTEXT`] code points before the first and after the last of the spans.
    pub(super) fn around(&self, spans: &[Span]) -> (String, String) {
        let start = spans.iter().map(|s| s.start).min();
        let end = spans.iter().map(|s| s.end).max();
        let before = start
            .and_then(|at| self.text.get(..at as usize))
            .unwrap_or("");
        let after = end
            .and_then(|at| self.text.get(at as usize..))
            .unwrap_or("");
        let from = before.char_indices().rev().take(CONTEXT).last();
        let before = from.map_or("", |(at, _)| &before[at..]);
        (before.to_owned(), after.chars().take(CONTEXT).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stand_at_their_code_points() {
        let text = "“Zoë” said é, so";
        let excerpts = Excerpts::new(text);
        let at = text.find("said").map(|at| Span::new(at, at + 4));
        let got = excerpts.spans(&[
            at.unwrap_or(Span::new(0, 0)),
            Span::new(1, 2),
            Span::new(90, 99),
        ]);
        assert_eq!(
            got,
            [SpanView {
                start: 6,
                end: 10,
                text: "said".into()
            }]
        );
    }

    #[test]
    fn context_is_counted_in_code_points() {
        let text = format!("{}claim{}", "é".repeat(150), "ö".repeat(20));
        let span = Span::new(300, 305);
        let (before, after) = Excerpts::new(&text).around(&[span]);
        assert_eq!(before, "é".repeat(CONTEXT));
        assert_eq!(after, "ö".repeat(20));
        assert_eq!(
            Excerpts::new(&text).around(&[]),
            (String::new(), String::new())
        );
    }
}
