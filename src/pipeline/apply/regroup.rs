//! A story that goes to another copy group, with every row that says in which group it is. Knows nothing of why it goes.

use crate::model::ClaimId;
use crate::model::GroupId;
use crate::model::Verdict;
use crate::store::Change;
use crate::store::Store;
use crate::store::StoreError;
use crate::store::rows::SightingRow;
use crate::store::rows::StoryRow;
use std::collections::BTreeMap;
use std::collections::HashSet;

/// Adds to `change` what puts the story of `row` into the group and under the verdict that `row` has now: the row, the
/// fingerprint's row, its sightings, how many independent ones their claims have, and the totals.
///
/// Speakers and claims that were known within the old group only keep their ids: what moves is where they were seen. A
/// change holds one such move at the most.
pub(super) fn regroup(store: &Store, row: StoryRow, change: &mut Change) -> Result<(), StoreError> {
    let Some(old) = store.story(row.id)? else {
        return Ok(());
    };
    let (from, to) = (old.group, row.group);
    let totals = &mut change.totals;
    for (verdict, sign) in [(&old.verdict, -1), (&row.verdict, 1)] {
        let of = |wanted: bool| if wanted { sign } else { 0i64 };
        let copies = of(matches!(verdict, Verdict::Copy { .. }));
        let partials = of(matches!(verdict, Verdict::Partial { .. }));
        totals.copies = totals.copies.saturating_add_signed(copies);
        totals.partials = totals.partials.saturating_add_signed(partials);
    }
    if from != to {
        let left_behind = others(store, from, &row)?;
        let found_there = others(store, to, &row)?;
        totals.groups = totals
            .groups
            .saturating_add_signed(i64::from(!found_there) - i64::from(!left_behind));
        if let Some(mut print) = store.print(row.id)? {
            print.group = to;
            change.prints.push((row.id, print));
        }
        for (claim, mut sighting) in sightings(store, &row)? {
            sighting.group = to;
            if let Some(mut claim) = store.claim(claim)? {
                let mut groups = HashSet::from([to]);
                for other in store.sightings(claim.id) {
                    let other = other?;
                    if other.story != row.id {
                        groups.insert(other.group);
                    }
                }
                claim.independent = u32::try_from(groups.len()).unwrap_or(u32::MAX);
                change.claims.push(claim);
            }
            change.sightings.push(sighting);
        }
    }
    change.stories.push(row);
    Ok(())
}

/// Whether the group has a member besides this story.
fn others(store: &Store, group: GroupId, row: &StoryRow) -> Result<bool, StoreError> {
    for member in store.members(group) {
        if member? != row.id {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Every sighting in the story, those of earlier revisions included.
fn sightings(store: &Store, row: &StoryRow) -> Result<BTreeMap<ClaimId, SightingRow>, StoreError> {
    let mut found = BTreeMap::new();
    if row.revision_count as usize > row.revisions.len() {
        for sighting in store.sightings_in(row.id) {
            let sighting = sighting?;
            found.insert(sighting.claim, sighting);
        }
        return Ok(found);
    }
    for revision in &row.revisions {
        let attributions = store.attributions(row.id, revision.number)?;
        for attribution in attributions.into_iter().flatten() {
            if let Some(sighting) = store.sighting(attribution.claim, row.id)? {
                found.insert(attribution.claim, sighting);
            }
        }
    }
    Ok(found)
}
