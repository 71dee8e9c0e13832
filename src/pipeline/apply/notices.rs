//! What an outlet prints below story after story is nobody's claim. Knows the index's memory of such paragraphs, not how it is kept.

use crate::dedup;
use crate::dedup::Index;
use crate::model::Attribution;
use crate::model::Span;
use crate::model::Story;
use crate::pipeline::analyse::Analysis;

/// The attributions outside the paragraphs that the outlet prints below story after story.
pub(super) fn own<'a>(
    index: &Index,
    story: &Story,
    analysis: &'a Analysis,
) -> Vec<&'a Attribution> {
    let notices: Vec<Span> = story
        .paragraphs()
        .filter(|(_, paragraph)| {
            let hash = dedup::paragraph_hash(&paragraph.text);
            hash.is_some_and(|hash| index.is_notice(&story.outlet, hash))
        })
        .map(|(span, _)| span)
        .collect();
    let in_notice = |attribution: &Attribution| {
        let first = attribution.content.first();
        first.is_some_and(|c| notices.iter().any(|n| n.start <= c.start && c.end <= n.end))
    };
    let all = analysis.attributions.iter();
    all.filter(|attribution| !in_notice(attribution)).collect()
}
