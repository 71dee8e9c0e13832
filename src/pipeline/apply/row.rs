//! The row of a story in its newest revision, from what was observed and what was known. Knows no store and no index.

use crate::archive::Position;
use crate::model::GroupId;
use crate::model::Story;
use crate::model::StoryId;
use crate::model::TextOrigin;
use crate::model::Verdict;
use crate::pipeline::analyse::Analysis;
use crate::store::rows::RevisionRow;
use crate::store::rows::StoryRow;

/// The row, without evidence.
pub(super) fn story_row(
    id: StoryId,
    group: GroupId,
    story: &Story,
    (analysis, attributions): (&Analysis, u32),
    verdict: &Verdict,
    known: Option<&StoryRow>,
    position: Position,
) -> StoryRow {
    let number = known.map_or(0, |row| row.revision_count) + 1;
    let mut revisions = known.map(|row| row.revisions.clone()).unwrap_or_default();
    if revisions.len() >= StoryRow::MAX_REVISIONS {
        revisions.remove(1);
    }
    revisions.push(RevisionRow {
        number,
        position,
        observed: story.observed,
        digest: analysis.substance,
    });
    StoryRow {
        id,
        group,
        url: story
            .url
            .clone()
            .or_else(|| known.and_then(|row| row.url.clone())),
        feed: known.map_or(story.feed, |row| row.feed),
        // Whoever's page was read is the outlet, even if another's feed told of the story first.
        outlet: match known {
            Some(row) if row.origin != TextOrigin::Feed || story.origin == TextOrigin::Feed => {
                row.outlet.clone()
            }
            _ => story.outlet.clone(),
        },
        title: story.title.clone(),
        byline: story.byline.clone(),
        language: story.language.clone(),
        // The time of a story is its first, so that its place in every listing stays.
        published: known.map_or(story.published, |row| row.published),
        updated: story.updated,
        first_seen: known.map_or(story.observed, |row| row.first_seen),
        origin: story.origin,
        words: analysis.words,
        attributions,
        verdict: known.map_or_else(|| verdict.clone(), |row| row.verdict.clone()),
        evidence: None,
        placed: known.and_then(|row| row.placed.clone()),
        revisions,
        revision_count: number,
    }
}
