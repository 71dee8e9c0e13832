//! Wordings side by side, and what revisions did to claims, as views. Pure but for names of speakers.

use crate::inspect::speakers::Names;
use crate::inspect::view::ClaimChangeView;
use crate::inspect::view::ToldView;
use crate::inspect::view::VariantView;
use crate::inspect::view::WordingView;
use crate::model::StoryId;
use crate::store::StoreError;
use crate::store::rows::ClaimChangeRow;
use crate::store::rows::ClaimRow;
use crate::store::rows::ToldRow;
use crate::text::diff::wordings;

/// The address of an attribution: story, revision, and its number in the revision's list, counted from 1.
pub(super) fn address(story: StoryId, revision: u32, attribution: u32) -> String {
    format!("{story}:{revision}:{}", attribution.saturating_add(1))
}

/// From one wording to another.
pub(super) fn diff(left: &str, right: &str) -> Vec<WordingView> {
    let runs = wordings(left, right).into_iter();
    let words = |span: Option<crate::model::Span>, text: &str| {
        span.and_then(|s| s.of(text)).map(str::to_owned)
    };
    runs.map(|run| WordingView {
        change: run.fate,
        left: words(run.left, left),
        right: words(run.right, right),
    })
    .collect()
}

/// A claim's wordings, the representative one first, each against that.
pub(super) fn variants(row: &ClaimRow) -> Vec<VariantView> {
    let variants = row.variants.iter().enumerate();
    variants
        .map(|(n, variant)| VariantView {
            text: variant.text.clone(),
            kind: variant.kind,
            count: variant.count,
            first_seen: variant.first,
            last_seen: variant.last,
            diff: match n {
                0 => Vec::new(),
                _ => diff(row.text(), &variant.text),
            },
        })
        .collect()
}

/// What a revision of a story did to its claims.
pub(super) fn changes(
    names: &mut Names<'_>,
    story: StoryId,
    revision: u32,
    rows: &[ClaimChangeRow],
) -> Result<Vec<ClaimChangeView>, StoreError> {
    let mut out = Vec::with_capacity(rows.len());
    for row in rows {
        let mut told = |told: &Option<ToldRow>, revision| -> Result<Option<ToldView>, StoreError> {
            let Some(told) = told else {
                return Ok(None);
            };
            Ok(Some(ToldView {
                attribution: address(story, revision, told.attribution),
                claim: told.claim,
                speaker: names.of(told.speaker)?,
                cue_class: told.class,
                text: told.text.clone(),
            }))
        };
        out.push(ClaimChangeView {
            change: row.change,
            before: told(&row.before, revision.saturating_sub(1))?,
            after: told(&row.after, revision)?,
        });
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::diff::Fate;

    #[test]
    fn words_side_by_side() {
        let runs = diff("The dam will hold", "the dam may hold, we think");
        let told: Vec<(Fate, Option<&str>, Option<&str>)> = runs
            .iter()
            .map(|r| (r.change, r.left.as_deref(), r.right.as_deref()))
            .collect();
        assert_eq!(
            told,
            [
                (Fate::Equal, Some("The dam"), Some("the dam")),
                (Fate::Changed, Some("will"), Some("may")),
                (Fate::Equal, Some("hold"), Some("hold")),
                (Fate::OnlyRight, None, Some("we think")),
            ]
        );
        assert_eq!(address(StoryId(1), 2, 0), "0000000000000001:2:1");
    }
}
