//! From a byte span of a story's text to its place for people: paragraph, sentence, code points. Pure.

use crate::inspect::view::PassagePlace;
use crate::inspect::view::PlaceView;
use crate::inspect::view::SpanView;
use crate::model::CodePoints;
use crate::model::Span;
use crate::model::Story;
use crate::text::sentences;

/// A story's text with its paragraphs and code points counted.
pub(super) struct Places<'a> {
    text: &'a str,
    points: CodePoints,
    /// Every paragraph of whatever kind.
    paragraphs: Vec<Span>,
}

impl<'a> Places<'a> {
    /// `text` is the story's [`Story::text`].
    pub(super) fn new(story: &Story, text: &'a str) -> Places<'a> {
        Places {
            text,
            points: CodePoints::new(text),
            paragraphs: story.paragraphs().map(|(span, _)| span).collect(),
        }
    }

    /// The words of a span, where it lies within the text.
    pub(super) fn span(&self, span: Span) -> Option<SpanView> {
        let text = span.of(self.text)?.to_owned();
        let [start, end] = self.points.pair(span);
        Some(SpanView { start, end, text })
    }

    /// A span within one paragraph.
    pub(super) fn place(&self, span: Span) -> Option<PlaceView> {
        let SpanView { start, end, text } = self.span(span)?;
        Some(PlaceView {
            paragraph: number(self.paragraph(span.start)),
            start,
            end,
            text,
        })
    }

    /// A span over any number of paragraphs.
    pub(super) fn passage(&self, span: Span) -> Option<PassagePlace> {
        let SpanView { start, end, text } = self.span(span)?;
        let last = span.end.saturating_sub(1).max(span.start);
        Some(PassagePlace {
            paragraphs: [span.start, last].map(|at| number(self.paragraph(at))),
            sentences: [span.start, last].map(|at| number(self.sentence(at))),
            start,
            end,
            text,
        })
    }

    /// Which paragraph holds the byte, from 0.
    fn paragraph(&self, at: u32) -> usize {
        let behind = self.paragraphs.partition_point(|p| p.start <= at);
        behind.saturating_sub(1)
    }

    /// Which sentence of its paragraph holds the byte, from 0.
    fn sentence(&self, at: u32) -> usize {
        let Some(paragraph) = self.paragraphs.get(self.paragraph(at)) else {
            return 0;
        };
        let found = sentences(paragraph.of(self.text).unwrap_or_default());
        let at = at.saturating_sub(paragraph.start);
        found.partition_point(|s| s.start <= at).saturating_sub(1)
    }
}

/// Counted from 1.
fn number(index: usize) -> u32 {
    u32::try_from(index + 1).unwrap_or(u32::MAX)
}
