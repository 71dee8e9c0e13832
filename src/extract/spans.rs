//! Spans that are asked which of them meet another. What they mark must not be known here.

use crate::model::Span;

/// Numbered spans in order of their starts.
pub struct Spans {
    /// Span, number, and the farthest end of this span and all before it.
    all: Vec<(Span, usize, u32)>,
}

impl Spans {
    /// Takes spans in any order; several may have one number.
    pub fn new(spans: impl Iterator<Item = (Span, usize)>) -> Self {
        let mut all: Vec<(Span, usize, u32)> =
            spans.map(|(span, number)| (span, number, 0)).collect();
        all.sort_by_key(|&(span, number, _)| (span.start, number));
        let mut farthest = 0;
        for (span, _, end) in &mut all {
            farthest = farthest.max(span.end);
            *end = farthest;
        }
        Spans { all }
    }

    /// The numbers of the spans that share a byte with `span`, the last to start first. Looks only at spans near it, however
    /// many there are.
    pub fn meeting(&self, span: Span) -> impl Iterator<Item = usize> + '_ {
        let end = self.all.partition_point(|(s, ..)| s.start < span.end);
        self.all[..end]
            .iter()
            .rev()
            .take_while(move |(.., farthest)| *farthest > span.start)
            .filter(move |(s, ..)| s.overlaps(span))
            .map(|(_, number, _)| *number)
    }

    /// The number of the first of `spans` that meets any; of several that it meets, the one that starts last.
    pub fn first_meeting(&self, spans: &[Span]) -> Option<usize> {
        spans.iter().find_map(|s| self.meeting(*s).next())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_that_meet() {
        let given = [(0, 4), (10, 90), (12, 14), (20, 22), (95, 99)];
        let spans = Spans::new(
            given
                .iter()
                .enumerate()
                .map(|(n, &(a, b))| (Span::new(a, b), n)),
        );
        for (from, to, expect) in [
            (4, 10, vec![]),
            (3, 11, vec![1, 0]),
            (13, 21, vec![3, 2, 1]),
            (89, 96, vec![4, 1]),
            (90, 95, vec![]),
            (99, 200, vec![]),
        ] {
            let got: Vec<usize> = spans.meeting(Span::new(from, to)).collect();
            assert_eq!(got, expect, "{from}..{to}");
        }
        assert_eq!(
            spans.first_meeting(&[Span::new(5, 6), Span::new(13, 14)]),
            Some(2)
        );
        assert_eq!(spans.first_meeting(&[]), None);
    }
}
