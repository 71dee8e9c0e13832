//! A quotation's span follows its marks: a content that has most of a quotation gets all of it. Who is quoted must not be
//! known here.

use super::spans::Spans;
use super::walk::Found;
use crate::model::Span;
use crate::text::quotes;

/// A quotation of which a content has at least so many bytes is taken whole, though it be less than half.
const ENOUGH: u32 = 30;

/// Widens the contents in the `own` paragraphs of `text` to whole closed quotations, where the marks' other half is nobody
/// else's and not the cue's.
pub fn snap(text: &str, own: &[Span], found: &mut [Found]) {
    let all: Vec<Span> = own.iter().flat_map(|p| closed(text, *p)).collect();
    let marked = Spans::new(all.iter().copied().zip(0..));
    let taken = Spans::new(
        found
            .iter()
            .enumerate()
            .flat_map(|(n, f)| spans(f).map(move |s| (s, n))),
    );
    for (n, f) in found.iter_mut().enumerate() {
        let free = |part: Span| part.is_empty() || taken.meeting(part).all(|other| other == n);
        let mut content = std::mem::take(&mut f.content);
        for fragment in &mut content {
            for number in marked.meeting(*fragment) {
                let Some(&quote) = all.get(number) else {
                    continue;
                };
                let shared = fragment.end.min(quote.end) - fragment.start.max(quote.start);
                if shared * 2 < quote.end - quote.start && shared < ENOUGH {
                    continue;
                }
                let whole = Span {
                    start: fragment.start.min(quote.start),
                    end: fragment.end.max(quote.end),
                };
                let before = Span {
                    start: whole.start,
                    end: fragment.start,
                };
                let after = Span {
                    start: fragment.end,
                    end: whole.end,
                };
                let own = f.cue.iter().chain(&f.source).any(|s| s.overlaps(whole));
                if !own && free(before) && free(after) {
                    *fragment = whole;
                }
            }
        }
        f.content = merged(content);
    }
}

fn closed(text: &str, paragraph: Span) -> Vec<Span> {
    quotes(paragraph.of(text).unwrap_or_default())
        .into_iter()
        .filter(|q| q.closed)
        .map(|q| q.span.shift(paragraph.start as usize))
        .collect()
}

fn spans(found: &Found) -> impl Iterator<Item = Span> + '_ {
    let all = found.source.iter().chain(&found.cue).chain(&found.content);
    all.copied()
}

/// Sorted, and what overlaps made one.
pub fn merged(mut content: Vec<Span>) -> Vec<Span> {
    content.sort();
    content.dedup_by(|next, before| {
        let one = next.start < before.end;
        if one {
            before.end = before.end.max(next.end);
        }
        one
    });
    content
}
