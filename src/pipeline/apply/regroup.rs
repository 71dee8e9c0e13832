//! Stories that go to another copy group, with every row that says in which group they are. Knows nothing of why they go.

use crate::model::ClaimId;
use crate::model::GroupId;
use crate::model::StoryId;
use crate::model::Verdict;
use crate::store::Change;
use crate::store::Store;
use crate::store::StoreError;
use crate::store::rows::SightingRow;
use crate::store::rows::StoryRow;
use crate::store::rows::Totals;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::collections::HashSet;

/// Adds to `change` what puts the stories of these rows into the groups and under the verdicts that the rows have now: the
/// rows, their sightings, how many independent ones their claims have, and the totals.
///
/// Speakers and claims that were known within the old group only keep their ids: what moves is where they were seen. What
/// `change` holds already is built upon; it may not have moved any of the stories before.
pub(super) fn regroup(
    store: &Store,
    rows: Vec<StoryRow>,
    change: &mut Change,
) -> Result<(), StoreError> {
    let mut moved: BTreeMap<StoryId, GroupId> = BTreeMap::new();
    let mut touched: BTreeSet<GroupId> = BTreeSet::new();
    let mut claims: BTreeSet<ClaimId> = BTreeSet::new();
    for row in rows {
        let Some(old) = store.story(row.id)? else {
            continue;
        };
        count_verdicts(&old.verdict, &row.verdict, &mut change.totals);
        if old.group != row.group {
            moved.insert(row.id, row.group);
            touched.extend([old.group, row.group]);
            let mut earlier = sightings(store, &row)?;
            for sighting in &mut change.sightings {
                if sighting.story == row.id {
                    sighting.group = row.group;
                    claims.insert(sighting.claim);
                    earlier.remove(&sighting.claim);
                }
            }
            for (claim, mut sighting) in earlier {
                sighting.group = row.group;
                claims.insert(claim);
                change.sightings.push(sighting);
            }
        }
        change.stories.push(row);
    }
    for group in touched {
        let (before, after) = held_by(store, group, &moved)?;
        change.totals.groups = change
            .totals
            .groups
            .saturating_add_signed(i64::from(after) - i64::from(before));
    }
    count_independent(store, &moved, &claims, change)
}

fn count_verdicts(old: &Verdict, new: &Verdict, totals: &mut Totals) {
    for (verdict, sign) in [(old, -1), (new, 1)] {
        let of = |wanted: bool| if wanted { sign } else { 0i64 };
        let copies = of(matches!(verdict, Verdict::Copy { .. }));
        let partials = of(matches!(verdict, Verdict::Partial { .. }));
        totals.copies = totals.copies.saturating_add_signed(copies);
        totals.partials = totals.partials.saturating_add_signed(partials);
    }
}

/// Whether the group has members, before and after the moves.
fn held_by(
    store: &Store,
    group: GroupId,
    moved: &BTreeMap<StoryId, GroupId>,
) -> Result<(bool, bool), StoreError> {
    let mut before = false;
    for member in store.members(group) {
        before = true;
        if !moved.contains_key(&member?) {
            return Ok((before, true));
        }
    }
    Ok((before, moved.values().any(|to| *to == group)))
}

/// Counts anew in how many groups each of these claims was seen, once the stories have moved.
fn count_independent(
    store: &Store,
    moved: &BTreeMap<StoryId, GroupId>,
    claims: &BTreeSet<ClaimId>,
    change: &mut Change,
) -> Result<(), StoreError> {
    let mut added: BTreeMap<ClaimId, HashSet<GroupId>> = BTreeMap::new();
    for sighting in &change.sightings {
        added
            .entry(sighting.claim)
            .or_default()
            .insert(sighting.group);
    }
    let places = change.claims.iter().enumerate();
    let places: BTreeMap<ClaimId, usize> = places.map(|(at, row)| (row.id, at)).collect();
    for claim in claims {
        let mut groups = added.remove(claim).unwrap_or_default();
        for sighting in store.sightings(*claim) {
            let sighting = sighting?;
            groups.insert(*moved.get(&sighting.story).unwrap_or(&sighting.group));
        }
        let independent = u32::try_from(groups.len()).unwrap_or(u32::MAX);
        match places.get(claim) {
            Some(&at) => change.claims[at].independent = independent,
            None => {
                if let Some(mut row) = store.claim(*claim)? {
                    row.independent = independent;
                    change.claims.push(row);
                }
            }
        }
    }
    Ok(())
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
