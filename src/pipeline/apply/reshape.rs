//! The rows of speakers after a person's decision: names, aliases, counts, reasons, and what names lead to. Where claims belong must
//! not be known here.

use crate::model::Act;
use crate::model::SpeakerId;
use crate::model::Timestamp;
use crate::pipeline::apply::identity;
use crate::pipeline::apply::rules::Rules;
use crate::pipeline::apply::speakers;
use crate::store::Change;
use crate::store::Store;
use crate::store::StoreError;
use crate::store::rows::ClaimRow;
use crate::store::rows::Counted;
use crate::store::rows::JoinReason;
use crate::store::rows::JoinRow;
use crate::store::rows::SpeakerRow;
use crate::text::fold;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// Counts a claim that comes or goes.
pub fn count(speaker: &mut SpeakerRow, claim: &ClaimRow, comes: bool) {
    if claim.hidden.is_some() {
        let (claims, sightings) = &mut speaker.hidden;
        (*claims, *sightings) = match comes {
            true => (*claims + 1, *sightings + claim.sightings),
            false => (
                claims.saturating_sub(1),
                sightings.saturating_sub(claim.sightings),
            ),
        };
    }
    if comes {
        speaker.claims += 1;
        speaker.sightings += claim.sightings;
        speaker.first_seen = speaker.first_seen.min(claim.first_seen);
        speaker.last_seen = speaker.last_seen.max(claim.last_seen);
    } else {
        speaker.claims = speaker.claims.saturating_sub(1);
        speaker.sightings = speaker.sightings.saturating_sub(claim.sightings);
    }
}

/// Names, aliases and reasons as the act has them.
pub fn shape(
    rows: &mut BTreeMap<SpeakerId, SpeakerRow>,
    rules: &Rules,
    (seq, act): (u64, &Act),
    saved: &[SpeakerRow],
    time: Timestamp,
) {
    match act {
        Act::MergeSpeakers { from, into, .. } => absorb(rows, *from, *into),
        Act::SplitSpeaker {
            speaker,
            form: Some(form),
            ..
        } => {
            if let Some(row) = rows.get_mut(speaker) {
                row.aliases.retain(|alias| fold(&alias.text) != *form);
            }
        }
        Act::KnownSpeakers { known, .. } => {
            for one in known {
                let into = speakers::global_id(one.kind, &identity::key(&one.name));
                for alias in &one.aliases {
                    let from = speakers::global_id(one.kind, &identity::key(alias));
                    if from != into {
                        absorb(rows, from, into);
                    }
                }
            }
        }
        _ => {}
    }
    let others: BTreeSet<String> = saved
        .iter()
        .flat_map(|row| speakers::names(row).collect::<Vec<_>>())
        .collect();
    for was in saved {
        let Some(row) = rows.get_mut(&was.id) else {
            continue;
        };
        row.name.clone_from(&was.name);
        row.named_by = was.named_by;
        row.wikidata.clone_from(&was.wikidata);
        let news = std::mem::take(&mut row.aliases);
        row.aliases.clone_from(&was.aliases);
        row.aliases.extend(
            news.into_iter()
                .filter(|alias| !others.contains(&fold(&alias.text))),
        );
        row.aliases.truncate(SpeakerRow::MAX_FORMS);
        row.joins
            .retain(|join| was.joins.contains(join) || join.why != JoinReason::Person);
        if saved.len() > 1 {
            row.roles.clone_from(&was.roles);
            row.outlets.clone_from(&was.outlets);
        }
    }
    for row in rows.values_mut() {
        speakers::baptise(row, rules, time);
        if matches!(act, Act::RenameSpeaker { .. }) && row.named_by == Some(seq) {
            let name = row.name.clone();
            row.joins.retain(|join| join.form != name);
        }
    }
}

/// Gives one speaker all that is known of another.
fn absorb(rows: &mut BTreeMap<SpeakerId, SpeakerRow>, from: SpeakerId, into: SpeakerId) {
    let (Some(gone), true) = (rows.get(&from).cloned(), rows.contains_key(&into)) else {
        return;
    };
    let Some(row) = rows.get_mut(&into) else {
        return;
    };
    let own = Counted {
        text: gone.name.clone(),
        count: 1,
        first: gone.first_seen,
        last: gone.last_seen,
    };
    let name = row.name.clone();
    let aliases = std::iter::once(own)
        .chain(gone.aliases)
        .filter(|alias| alias.text != name);
    add(&mut row.aliases, aliases);
    add(&mut row.roles, gone.roles.into_iter());
    add(&mut row.outlets, gone.outlets.into_iter());
    for join in gone.joins {
        speakers::note_join(row, join);
    }
    let join = JoinRow {
        form: gone.name,
        why: JoinReason::Person,
        shared: None,
        story: None,
    };
    speakers::note_join(row, join);
    row.first_seen = row.first_seen.min(gone.first_seen);
    row.last_seen = row.last_seen.max(gone.last_seen);
}

fn add(forms: &mut Vec<Counted>, more: impl Iterator<Item = Counted>) {
    for form in more {
        match forms.iter_mut().find(|known| known.text == form.text) {
            Some(known) => {
                known.count += form.count;
                known.first = known.first.min(form.first);
                known.last = known.last.max(form.last);
            }
            None => forms.push(form),
        }
    }
    forms.sort_by(|a, b| {
        let order = b.count.cmp(&a.count).then(a.first.cmp(&b.first));
        order.then_with(|| a.text.cmp(&b.text))
    });
    forms.truncate(SpeakerRow::MAX_FORMS);
}

/// Puts the rows, takes away those that have nothing left, and makes names lead where they belong.
pub fn finish(
    store: &Store,
    rows: BTreeMap<SpeakerId, SpeakerRow>,
    change: &mut Change,
) -> Result<(), StoreError> {
    for (id, row) in rows {
        let old = store.speaker(id)?;
        let kept: BTreeSet<String> = match row.claims {
            0 => BTreeSet::new(),
            _ => speakers::names(&row).collect(),
        };
        let before: BTreeSet<String> = old
            .iter()
            .flat_map(|row| speakers::names(row).collect::<Vec<_>>())
            .collect();
        change
            .names_gone
            .extend(before.difference(&kept).map(|name| (name.clone(), id)));
        change.names.extend(kept.into_iter().map(|name| (name, id)));
        match (row.claims, old.is_some()) {
            (0, true) => {
                change.speakers_gone.push(id);
                change.totals.speakers = change.totals.speakers.saturating_sub(1);
            }
            (0, false) => {}
            (_, there) => {
                change.totals.speakers += u64::from(!there);
                change.speakers.push(row);
            }
        }
    }
    Ok(())
}
