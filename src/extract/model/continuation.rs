//! Quotations that go on: after the colon that announces them, after the sentence that says who speaks, and over
//! paragraphs. Features and weights must not be known here.

use super::Raw;
use super::judge::Case;
use super::line::Line;
use super::line::Mark;
use super::line::Place;
use crate::model::Span;
use crate::text::is_double_quote;

/// Longest paragraph, in bytes, that the quotation it announces is joined to.
const MAX_ANNOUNCEMENT: usize = 1_000;

/// The paragraphs, where one that ends in a colon is joined with the quotation that follows it as a paragraph of its own.
pub fn announced(text: &str, paragraphs: &[Span]) -> Vec<Span> {
    let mut out: Vec<Span> = Vec::with_capacity(paragraphs.len());
    for &span in paragraphs {
        let quotes = span
            .of(text)
            .is_some_and(|t| t.trim_start().starts_with(is_double_quote));
        match out.last_mut() {
            Some(last)
                if quotes
                    && last.len() <= MAX_ANNOUNCEMENT
                    && announces(text, *last)
                    && parted(text, *last, span) =>
            {
                last.end = span.end;
            }
            _ => out.push(span),
        }
    }
    out
}

/// Whether a paragraph ends in a colon.
fn announces(text: &str, paragraph: Span) -> bool {
    paragraph
        .of(text)
        .is_some_and(|t| t.trim_end().ends_with(':'))
}

/// Whether nothing but white space stands between two paragraphs.
fn parted(text: &str, before: Span, after: Span) -> bool {
    text.get(before.end as usize..after.start as usize)
        .is_some_and(|gap| gap.trim().is_empty())
}

/// A whole quotation that follows, as a sentence of its own, on one that ends before its cue ("“No,” he said. “Never.”")
/// is the same speaker's, if nobody else has it. `raws` are the attributions of the `chosen` cases, in the same order.
pub fn resumed(line: &Line, cases: &[Case], chosen: &[usize], raws: &mut [Raw]) {
    for (n, case) in chosen.iter().filter_map(|&i| cases.get(i)).enumerate() {
        let Some(last) = case.linked.content.last() else {
            continue;
        };
        let cue = &case.candidate.span;
        let closes = line
            .words
            .get(last.end - 1)
            .is_some_and(|w| w.place == Place::Closes);
        if !closes || last.end > cue.start {
            continue;
        }
        let Some(quote) = line.quotes.iter().find(|q| q.open >= cue.end) else {
            continue;
        };
        let next = line.words[cue.start].sentence.saturating_add(1);
        let begins = line.words[quote.open].sentence == next
            && line.starts.binary_search(&quote.open).is_ok();
        let stops = quote.closed && quote.end >= 2 && line.words[quote.end - 2].mark == Mark::Stop;
        let Some(span) = line
            .span(&(quote.open..quote.end))
            .filter(|_| begins && stops)
        else {
            continue;
        };
        let taken = raws.iter().any(|r| {
            r.source
                .iter()
                .chain(&r.cue)
                .chain(&r.content)
                .any(|s| s.overlaps(span))
        });
        if let Some(raw) = raws.get_mut(n).filter(|_| !taken) {
            raw.content.push(span);
        }
    }
}

/// A quotation that its paragraph leaves open goes on in the next, if that begins with a quotation that nobody else in it
/// is given: the speaker keeps it. `first` is where this line's attributions begin in `out`; returns whose quotation is open
/// at the end of this line.
pub fn carry(line: &Line, out: &mut [Raw], first: usize, open: Option<usize>) -> Option<usize> {
    let leading = line
        .quotes
        .first()
        .filter(|q| q.open == 0)
        .and_then(|q| line.span(&(q.open..q.end)));
    let mut kept = None;
    if let (Some(owner), Some(span)) = (open, leading) {
        let taken = out.get(first..).is_some_and(|new| {
            new.iter()
                .flat_map(|r| &r.content)
                .any(|c| c.overlaps(span))
        });
        if let Some(owned) = out.get_mut(owner).filter(|_| !taken) {
            owned.content.push(span);
            kept = Some(owner);
        }
    }
    let unclosed = line
        .quotes
        .last()
        .filter(|q| !q.closed)
        .and_then(|q| line.span(&(q.open..q.end)))?;
    let new = out.iter().enumerate().skip(first).rev();
    new.into_iter()
        .find(|(_, r)| r.content.last().is_some_and(|c| c.overlaps(unclosed)))
        .map(|(i, _)| i)
        .or(kept)
}
