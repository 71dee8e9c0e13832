//! Claims that a person hides because nobody said so, and taking that back: the rows stay and are kept up to date, marked. Who shows
//! them must not be known here.

use crate::extract::claim;
use crate::model::Act;
use crate::model::Correction;
use crate::pipeline::apply::Corrected;
use crate::store::Change;
use crate::store::Store;
use crate::store::StoreError;
use crate::store::rows::ClaimRow;
use crate::store::rows::CorrectionRow;
use crate::store::rows::EventRow;
use crate::store::rows::Totals;

/// Counts claims that are hidden as they come, and sightings of such.
pub fn count(totals: &mut Totals, (claims, sightings): (u64, u64)) {
    totals.hidden.0 += claims;
    totals.hidden.1 += sightings;
}

/// The claim that an act hides: the one with its id, else the one that has its words of its speaker now.
pub fn claim_of(store: &Store, act: &Act) -> Result<Option<ClaimRow>, StoreError> {
    let Act::HideClaim {
        claim: id,
        speaker,
        wording,
        ..
    } = act
    else {
        return Ok(None);
    };
    if let Some(row) = store.claim(*id)? {
        return Ok(Some(row));
    }
    let Some(speaker) = speaker else {
        return Ok(None);
    };
    match store.claim_by_key(Some(*speaker), claim::key(wording))? {
        Some(id) => store.claim(id),
        None => Ok(None),
    }
}

/// Marks the claim of the act with this number as hidden, or no longer.
pub fn hide(
    store: &Store,
    (seq, correction): (u64, &Correction),
    (number, act): (u64, &Act),
    hides: bool,
    mut change: Change,
) -> Result<Corrected, StoreError> {
    let mut done = Corrected {
        number: seq,
        ..Corrected::default()
    };
    let before = if hides { None } else { Some(number) };
    let found = claim_of(store, act)?.filter(|row| row.hidden == before);
    if let Some(mut row) = found {
        row.hidden = hides.then_some(number);
        let count = |(claims, sightings): (u64, u64), by: u64| match hides {
            true => (claims + 1, sightings + by),
            false => (claims.saturating_sub(1), sightings.saturating_sub(by)),
        };
        let by = u64::from(row.sightings);
        change.totals.hidden = count(change.totals.hidden, by);
        if let Some(speaker) = row.speaker
            && let Some(mut speaker) = store.speaker(speaker)?
        {
            let (claims, sightings) = speaker.hidden;
            let (claims, sightings) = count((claims.into(), sightings.into()), by);
            let short = |n: u64| u32::try_from(n).unwrap_or(u32::MAX);
            speaker.hidden = (short(claims), short(sightings));
            change.speakers.push(speaker);
        }
        if let Some(story) = store.story(row.first_story)? {
            done.story = Some(story.id);
            change.event = Some(EventRow {
                seq,
                observed: correction.made,
                story: story.id,
                revision: story.revision_count,
                verdict: story.verdict,
                new_claims: Vec::new(),
                known_claims: Vec::new(),
                changes: Vec::new(),
            });
        }
        done.claims = 1;
        change.claims.push(row);
    }
    change.corrections.push(CorrectionRow {
        seq,
        correction: correction.clone(),
        effect: None,
        undone_by: None,
        speakers: Vec::new(),
    });
    store.apply(&change)?;
    Ok(done)
}
