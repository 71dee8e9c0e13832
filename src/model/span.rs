//! Spans of text. Code uses byte offsets checked against their text; interfaces give Unicode code points.

use serde::{Deserialize, Serialize};

/// A half-open range of bytes in a text, both ends on character boundaries of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The span of bytes `start..end`. Texts are bounded far below 4 GiB; a larger offset saturates.
    pub fn new(start: usize, end: usize) -> Self {
        let clamp = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Span {
            start: clamp(start),
            end: clamp(end.max(start)),
        }
    }

    /// As a range for slicing.
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The words that the span covers; `None` when it does not lie within `text` on character boundaries.
    pub fn of(self, text: &str) -> Option<&str> {
        text.get(self.range())
    }

    /// Length in bytes.
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// Whether the span covers nothing.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether `other` lies wholly inside this span.
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two share at least one byte.
    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The span moved `by` bytes to the right.
    pub fn shift(self, by: usize) -> Span {
        Span::new(self.start as usize + by, self.end as usize + by)
    }
}

/// Translates byte offsets of one text into code point offsets, in O(log n) each after one pass.
pub struct CodePoints {
    /// `(byte, code points before it)` at every non-ASCII character's end.
    steps: Vec<(u32, u32)>,
}

impl CodePoints {
    /// One pass over `text`.
    pub fn new(text: &str) -> Self {
        let mut steps = Vec::new();
        for (count, (at, c)) in text.char_indices().enumerate() {
            if c.len_utf8() > 1 {
                steps.push(((at + c.len_utf8()) as u32, count as u32 + 1));
            }
        }
        CodePoints { steps }
    }

    /// Code points before byte `at`, which must be a character boundary of the text.
    pub fn at(&self, at: u32) -> u32 {
        match self.steps.partition_point(|&(byte, _)| byte <= at) {
            0 => at,
            n => self.steps[n - 1].1 + (at - self.steps[n - 1].0),
        }
    }

    /// A span as `[start, end]` in code points, end exclusive.
    pub fn pair(&self, span: Span) -> [u32; 2] {
        [self.at(span.start), self.at(span.end)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_points_agree_with_counting() {
        let text = "“Zoë” said hi — 😀 ok";
        let points = CodePoints::new(text);
        for (byte, _) in text.char_indices().chain([(text.len(), ' ')]) {
            assert_eq!(
                points.at(byte as u32) as usize,
                text[..byte].chars().count(),
                "byte {byte}"
            );
        }
    }

    #[test]
    fn a_span_off_its_text_is_none() {
        assert_eq!(Span::new(0, 2).of("é"), Some("é"));
        assert_eq!(Span::new(0, 1).of("é"), None);
        assert_eq!(Span::new(3, 9).of("é"), None);
    }
}
