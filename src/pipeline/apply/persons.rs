//! What a person decided about speakers, applied to the view: what was said goes to whom it belongs, and what was before is kept for
//! an undo. Copies of stories must not be known here.

use crate::extract::claim;
use crate::model::Act;
use crate::model::ClaimId;
use crate::model::GroupId;
use crate::model::Resolution;
use crate::model::SpeakerId;
use crate::model::SpeakerKind;
use crate::model::StoryId;
use crate::model::Timestamp;
use crate::model::digest;
use crate::pipeline::apply::hide;
use crate::pipeline::apply::identity;
use crate::pipeline::apply::refused::Refused;
use crate::pipeline::apply::reshape;
use crate::pipeline::apply::rules::Rules;
use crate::pipeline::apply::rules::split_id;
use crate::pipeline::apply::speakers;
use crate::store::Change;
use crate::store::Store;
use crate::store::StoreError;
use crate::store::Window;
use crate::store::rows::AttributionRow;
use crate::store::rows::ClaimRow;
use crate::store::rows::MentionRow;
use crate::store::rows::SpeakerRow;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::collections::btree_map::Entry;

/// Longest name that a person may give, in bytes.
const MAX_NAME: usize = 160;

/// Why an act about speakers is not taken; `None` where it is.
pub fn refused(store: &Store, rules: &Rules, act: &Act) -> Result<Option<Refused>, StoreError> {
    let there =
        |speaker: SpeakerId| -> Result<Option<SpeakerRow>, StoreError> { store.speaker(speaker) };
    Ok(match act {
        Act::MergeSpeakers { from, into, .. } if from == into => {
            Some(Refused::OneSpeaker { speaker: *into })
        }
        Act::MergeSpeakers { from, into, .. } => match (there(*from)?, there(*into)?) {
            (None, _) => Some(Refused::NoSpeaker { speaker: *from }),
            (_, None) => Some(Refused::NoSpeaker { speaker: *into }),
            _ => None,
        },
        Act::SplitSpeaker { stories, .. } if stories.len() > Act::MAX_STORIES => {
            Some(Refused::ManyStories {
                stories: stories.len(),
            })
        }
        Act::SplitSpeaker {
            speaker,
            name,
            form,
            stories,
        } => match there(*speaker)? {
            None => Some(Refused::NoSpeaker { speaker: *speaker }),
            Some(row) => {
                let mut with = rules.clone();
                // No record has this number yet.
                with.add(u64::MAX, act, true);
                let moves = homes(store, &with, row.id)?;
                let leaving = moves.iter().filter(|(_, home)| *home != row.id).count();
                match () {
                    () if leaving == 0 => Some(Refused::NothingToSplit {
                        name: name.clone(),
                        forms: said_forms(store, row.id)?,
                    }),
                    () if leaving == moves.len() && form.is_some() && stories.is_empty() => {
                        Some(Refused::WholeSpeaker { name: name.clone() })
                    }
                    () => None,
                }
            }
        },
        Act::RenameSpeaker { speaker, name, .. } => match there(*speaker)? {
            None => Some(Refused::NoSpeaker { speaker: *speaker }),
            Some(_) if name.trim().is_empty() || name.len() > MAX_NAME => {
                Some(Refused::BadName { bytes: name.len() })
            }
            Some(row) if row.name == *name && row.named_by.is_some() => {
                Some(Refused::SameName { name: name.clone() })
            }
            Some(_) => None,
        },
        Act::KnownSpeakers { known, .. } if known.is_empty() || known.len() > Act::MAX_KNOWN => {
            Some(Refused::ManyKnown { known: known.len() })
        }
        Act::KnownSpeakers { known, .. } if known.iter().all(|one| rules.knows(one)) => {
            Some(Refused::Known { known: known.len() })
        }
        Act::HideClaim { .. } => match hide::claim_of(store, act)? {
            None => Some(Refused::NoClaim),
            Some(row) => row.hidden.map(|by| Refused::Hidden { by }),
        },
        _ => None,
    })
}

/// The forms under which the speaker's newest claims were said.
fn said_forms(store: &Store, speaker: SpeakerId) -> Result<String, StoreError> {
    const FORMS: usize = 6;
    let mut forms = BTreeSet::new();
    for row in store
        .claims_by_speaker(speaker, Window::default())
        .take(500)
    {
        if let Some((mention, _)) = mention(store, &row?)? {
            forms.insert(mention.name);
        }
    }
    let named: Vec<String> = forms.into_iter().take(FORMS).collect();
    Ok(named.join("’, ‘"))
}

/// What a change of rules did.
#[derive(Default)]
pub struct Moved {
    /// Claims that are another speaker's now.
    pub claims: u32,
    /// Rows as they were, for an undo.
    pub before: Vec<SpeakerRow>,
}

/// The speakers that an act may concern, as far as they are here.
pub fn concerned(store: &Store, seq: u64, act: &Act) -> Result<BTreeSet<SpeakerId>, StoreError> {
    let mut all = BTreeSet::new();
    match act {
        Act::MergeSpeakers { from, into, .. } => all.extend([*from, *into]),
        Act::SplitSpeaker { speaker, .. } => all.extend([*speaker, split_id(seq)]),
        Act::RenameSpeaker { speaker, .. } => all.extend([*speaker]),
        Act::KnownSpeakers { known, .. } => {
            for one in known {
                for name in std::iter::once(&one.name).chain(&one.aliases) {
                    let key = identity::key(name);
                    all.insert(speakers::global_id(one.kind, &key));
                }
            }
        }
        _ => {}
    }
    let mut here = BTreeSet::new();
    for id in all {
        if store.speaker(id)?.is_some() {
            here.insert(id);
        }
    }
    Ok(here)
}

/// Puts every claim of the concerned speakers where the rules have it, and rows and names with them. `saved` are rows as they
/// were before the act that is undone.
pub fn rehome(
    store: &Store,
    rules: &Rules,
    act: (u64, &Act),
    mut concerned: BTreeSet<SpeakerId>,
    saved: &[SpeakerRow],
    change: &mut Change,
) -> Result<Moved, StoreError> {
    // Ids first: a merge makes what is found as one the other's.
    let mut rows: BTreeMap<SpeakerId, SpeakerRow> = BTreeMap::new();
    let mut moved = Moved::default();
    for id in &concerned {
        rows.extend(store.speaker(*id)?.map(|row| (*id, row)));
    }
    moved.before = rows.values().cloned().collect();
    let time = moved
        .before
        .iter()
        .map(|row| row.first_seen)
        .min()
        .unwrap_or_default();
    let mut taken: BTreeSet<(SpeakerId, u64)> = BTreeSet::new();
    let mut touched: BTreeMap<(StoryId, u32), Vec<AttributionRow>> = BTreeMap::new();
    for id in concerned.clone() {
        let homes = homes(store, rules, id)?;
        let keys: BTreeMap<ClaimId, Vec<u64>> = wordings(store, id, &homes)?;
        for (row, home) in homes.into_iter().filter(|(_, home)| *home != id) {
            concerned.insert(home);
            if !rows.contains_key(&home) {
                let first = mention(store, &row)?;
                let fresh = fresh(
                    store,
                    rows.get(&id),
                    home,
                    first.map(|(m, _)| m),
                    act.1,
                    time,
                )?;
                let saved = saved.iter().find(|row| row.id == home).cloned();
                rows.insert(
                    home,
                    saved.map_or(fresh, |row| SpeakerRow {
                        claims: 0,
                        sightings: 0,
                        hidden: (0, 0),
                        ..row
                    }),
                );
            }
            for (id, sign) in [(id, false), (home, true)] {
                if let Some(speaker) = rows.get_mut(&id) {
                    reshape::count(speaker, &row, sign);
                }
            }
            for words in keys.get(&row.id).into_iter().flatten() {
                change.claim_keys_gone.push((Some(id), *words));
                let free = store.claim_by_key(Some(home), *words)?.is_none()
                    && taken.insert((home, *words));
                // A claim that says what another of the speaker's says keeps a key of its own.
                let words = match free {
                    true => *words,
                    false => digest(&[b"moved", &row.id.to_bytes(), &words.to_be_bytes()]),
                };
                change.claim_keys.push((Some(home), words, row.id));
            }
            attribute(store, &row, home, &mut touched)?;
            moved.claims += 1;
            change.claims.push(ClaimRow {
                speaker: Some(home),
                ..row
            });
        }
    }
    change.attributions.extend(
        touched
            .into_iter()
            .map(|((story, revision), rows)| (story, revision, rows)),
    );
    reshape::shape(&mut rows, rules, act, saved, time);
    reshape::finish(store, rows, change)?;
    Ok(moved)
}

/// Every claim of a speaker and whose it is by the rules.
fn homes(
    store: &Store,
    rules: &Rules,
    speaker: SpeakerId,
) -> Result<Vec<(ClaimRow, SpeakerId)>, StoreError> {
    let mut homes = Vec::new();
    for row in store.claims_by_speaker(speaker, Window::default()) {
        let row = row?;
        let home = match mention(store, &row)? {
            Some((mention, story)) => rules.given(mention.found, &mention.name, story),
            None => rules.given(speaker, "", row.first_story),
        };
        homes.push((row, home));
    }
    Ok(homes)
}

/// What a story calls the speaker of a claim, the first that tells, and the story.
fn mention(store: &Store, claim: &ClaimRow) -> Result<Option<(MentionRow, StoryId)>, StoreError> {
    let first = std::iter::once(Ok(claim.first_story));
    let others = store
        .sightings(claim.id)
        .map(|sighting| sighting.map(|s| s.story));
    for story in first.chain(others) {
        let story = story?;
        let Some(row) = store.story(story)? else {
            continue;
        };
        for revision in row.revisions.iter().rev() {
            let rows = store
                .attributions(story, revision.number)?
                .unwrap_or_default();
            let said = rows.into_iter().find(|row| row.claim == claim.id);
            if let Some(mention) = said.and_then(|row| row.mention) {
                return Ok(Some((mention, story)));
            }
        }
    }
    Ok(None)
}

/// The keys of each claim's wordings under the speaker, for the claims that leave.
fn wordings(
    store: &Store,
    speaker: SpeakerId,
    homes: &[(ClaimRow, SpeakerId)],
) -> Result<BTreeMap<ClaimId, Vec<u64>>, StoreError> {
    let mut keys: BTreeMap<ClaimId, Vec<u64>> = BTreeMap::new();
    if homes.iter().all(|(_, home)| *home == speaker) {
        return Ok(keys);
    }
    for key in store.wordings_of(speaker) {
        let (words, claim) = key?;
        keys.entry(claim).or_default().push(words);
    }
    for (row, _) in homes {
        // Every claim has one; a damaged index is mended here.
        keys.entry(row.id)
            .or_insert_with(|| vec![claim::key(row.text())]);
    }
    Ok(keys)
}

/// The row of a speaker that had none.
fn fresh(
    store: &Store,
    parent: Option<&SpeakerRow>,
    id: SpeakerId,
    mention: Option<MentionRow>,
    act: &Act,
    time: Timestamp,
) -> Result<SpeakerRow, StoreError> {
    let split = matches!(act, Act::SplitSpeaker { .. });
    let name = match (mention, parent) {
        (Some(mention), _) => mention.name,
        (None, Some(parent)) => parent.name.clone(),
        (None, None) => id.to_string(),
    };
    let who = Resolution {
        name,
        kind: parent.map_or(SpeakerKind::Person, |row| row.kind),
        global: parent.is_none_or(|row| row.local_to.is_none()),
        role: None,
        aliases: Vec::new(),
    };
    let group = parent.and_then(|row| row.local_to).unwrap_or(GroupId(0));
    let mut row = speakers::new_row(id, &who, group, time);
    if let (true, Some(parent)) = (split, parent) {
        row.first_seen = parent.last_seen;
        row.last_seen = parent.first_seen;
    }
    Ok(store.speaker(id)?.unwrap_or(row))
}

/// Gives every kept revision's attributions of a claim its new speaker.
fn attribute(
    store: &Store,
    claim: &ClaimRow,
    home: SpeakerId,
    touched: &mut BTreeMap<(StoryId, u32), Vec<AttributionRow>>,
) -> Result<(), StoreError> {
    for sighting in store.sightings(claim.id) {
        let story = sighting?.story;
        let Some(row) = store.story(story)? else {
            continue;
        };
        for revision in &row.revisions {
            let place = (story, revision.number);
            let rows = match touched.entry(place) {
                Entry::Occupied(known) => known.into_mut(),
                Entry::Vacant(free) => match store.attributions(story, revision.number)? {
                    Some(rows) => free.insert(rows),
                    None => continue,
                },
            };
            for row in rows.iter_mut().filter(|row| row.claim == claim.id) {
                row.speaker = Some(home);
            }
        }
    }
    Ok(())
}
