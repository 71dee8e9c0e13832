//! What an outlet prints below story after story is nobody's claim. Knows the index's memory of such paragraphs, not how it is kept.

use crate::dedup;
use crate::dedup::Index;
use crate::model::Place;
use crate::model::Span;
use crate::model::Story;
use crate::pipeline::analyse::Analysis;
use crate::pipeline::analyse::Statement;

/// The attributions outside the paragraphs that the outlet prints below story after story.
pub(super) fn own<'a>(index: &Index, story: &Story, analysis: &'a Analysis) -> Vec<&'a Statement> {
    let notices: Vec<Span> = story
        .paragraphs()
        .enumerate()
        .filter(|(n, (_, paragraph))| {
            let hash = match &analysis.taken {
                Some(hashes) => hashes.get(*n).copied().flatten(),
                None => dedup::paragraph_hash(&paragraph.text),
            };
            hash.is_some_and(|hash| index.is_notice(&story.outlet, hash))
        })
        .map(|(_, (span, _))| span)
        .collect();
    let in_notice = |statement: &Statement| {
        let first = statement.attribution.content.first();
        let first = first.filter(|_| statement.place == Place::Body);
        first.is_some_and(|c| notices.iter().any(|n| n.start <= c.start && c.end <= n.end))
    };
    let all = analysis.statements.iter();
    all.filter(|statement| !in_notice(statement)).collect()
}
