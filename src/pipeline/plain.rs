//! Plain text as a story whose spans can be led back to the text that was given, for `extract`. Pure.

use crate::article;
use crate::model::Paragraph;
use crate::model::Span;
use crate::model::Story;
use crate::text::LineBreaks;

/// Largest text taken, in bytes (10 MB); a larger one is refused.
pub const MAX_TEXT: usize = 10_000_000;

/// A plain text cut into paragraphs, each an exact slice of it.
pub struct PlainText {
    /// The paragraphs as a story.
    pub story: Story,
    /// For each paragraph, where it starts in the story's text and in the text that was given.
    starts: Vec<(usize, usize)>,
}

impl PlainText {
    /// Cuts at blank lines, and at line ends that do not only stand where a line was full. What is plainly no story text (repeated
    /// headlines, captions) is marked as such.
    pub fn new(text: &str) -> PlainText {
        let blank = text.lines().any(|line| line.trim().is_empty());
        let slices = if blank { blocks(text) } else { lines(text) };
        let mut body: Vec<Paragraph> = slices
            .iter()
            .map(|span| Paragraph::text(&text[span.range()]))
            .collect();
        article::classify("", &mut body);
        let story = Story {
            body,
            ..Story::default()
        };
        let starts = story
            .paragraphs()
            .zip(&slices)
            .map(|((at, _), slice)| (at.range().start, slice.range().start))
            .collect();
        PlainText { story, starts }
    }

    /// Each paragraph with its place in the text that was given.
    pub fn paragraphs(&self) -> impl Iterator<Item = (Span, &Paragraph)> {
        self.story
            .paragraphs()
            .map(|(span, paragraph)| (self.original(span), paragraph))
    }

    /// A span of the story's text as a span of the text that was given.
    pub fn original(&self, span: Span) -> Span {
        let paragraph = self
            .starts
            .partition_point(|&(start, _)| start <= span.range().start);
        let Some(&(here, there)) = paragraph.checked_sub(1).and_then(|n| self.starts.get(n)) else {
            return span;
        };
        Span::new(
            span.range().start - here + there,
            span.range().end - here + there,
        )
    }
}

fn trimmed(text: &str, start: usize, end: usize) -> Option<Span> {
    let slice = &text[start..end];
    let from = start + (slice.len() - slice.trim_start().len());
    let to = start + slice.trim_end().len();
    (from < to).then(|| Span::new(from, to))
}

fn lines(text: &str) -> Vec<Span> {
    let mut at = 0;
    let spans = text.split_inclusive('\n').filter_map(|line| {
        let start = at;
        at += line.len();
        trimmed(text, start, at)
    });
    spans.collect()
}

/// Runs of lines between blank lines and between paragraphs of one line each.
fn blocks(text: &str) -> Vec<Span> {
    let breaks = LineBreaks::of(text);
    let (mut out, mut start, mut at) = (Vec::new(), 0, 0);
    let mut before = "";
    for line in text.split_inclusive('\n') {
        if line.trim().is_empty() {
            out.extend(trimmed(text, start, at));
            start = at + line.len();
        } else if !before.trim().is_empty() && !breaks.is_space(before, line) {
            out.extend(trimmed(text, start, at));
            start = at;
        }
        before = line;
        at += line.len();
    }
    out.extend(trimmed(text, start, at));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_are_slices_that_lead_back() {
        for (text, expect) in [
            (
                "  One é.\n\n \n Two\nhere. \n\n",
                vec!["One é.", "Two\nhere."],
            ),
            (
                "One was said there in May.\n\n“Two,” he said.\n“Three,” said she.\n",
                vec![
                    "One was said there in May.",
                    "“Two,” he said.",
                    "“Three,” said she.",
                ],
            ),
            ("One.\nTwo.\r\nThree.", vec!["One.", "Two.", "Three."]),
            ("", vec![]),
            ("\n \n", vec![]),
        ] {
            let plain = PlainText::new(text);
            let got: Vec<&str> = plain
                .paragraphs()
                .map(|(span, _)| span.of(text).unwrap())
                .collect();
            assert_eq!(got, expect, "{text:?}");
        }
    }
}
