//! Speakers: listing by number of claims, one by name with claims, and names for lines about something else.

use crate::inspect::PAGE_SCAN;
use crate::inspect::claims;
use crate::inspect::error::AskError;
use crate::inspect::filter::Admits;
use crate::inspect::lookup;
use crate::inspect::page_size;
use crate::inspect::profile;
use crate::inspect::question::Cursor;
use crate::inspect::question::Filter;
use crate::inspect::view::Answer;
use crate::inspect::view::DayCount;
use crate::inspect::view::FormView;
use crate::inspect::view::JoinView;
use crate::inspect::view::Page;
use crate::inspect::view::SpeakerDetail;
use crate::inspect::view::SpeakerRef;
use crate::inspect::view::SpeakerView;
use crate::model::Day;
use crate::model::SpeakerId;
use crate::store::Store;
use crate::store::StoreError;
use crate::store::Window;
use crate::store::rows::ClaimRow;
use crate::store::rows::Counted;
use crate::store::rows::JoinRow;
use crate::store::rows::SpeakerRow;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::collections::HashMap;

/// Calendar days, up to the latest claim's, over which one speaker's claims are counted.
pub const SPEAKER_DAYS: i32 = 30;

/// Looks speakers up once each while an answer is put together.
pub(super) struct Names<'a> {
    store: &'a Store,
    known: HashMap<SpeakerId, Option<SpeakerRef>>,
}

impl<'a> Names<'a> {
    pub(super) fn new(store: &'a Store) -> Self {
        Names {
            store,
            known: HashMap::new(),
        }
    }

    /// The speaker with this id; `None` for nobody.
    pub(super) fn of(&mut self, id: Option<SpeakerId>) -> Result<Option<SpeakerRef>, StoreError> {
        let Some(id) = id else { return Ok(None) };
        if let Some(known) = self.known.get(&id) {
            return Ok(known.clone());
        }
        let found = self.store.speaker(id)?.map(|row| SpeakerRef {
            id,
            name: row.name,
            kind: row.kind,
        });
        self.known.insert(id, found.clone());
        Ok(found)
    }
}

/// Speakers with most claims first. Looks at every speaker, whatever the page: they are kept in another order.
pub(super) fn speakers(store: &Store, filter: &Filter) -> Result<Page<SpeakerView>, AskError> {
    let wanted = filter.speaker.as_deref();
    let wanted = wanted
        .map(|name| lookup::speakers(store, name))
        .transpose()?;
    let admits = Admits::new(filter, wanted);
    let admitted = store.speakers().filter(|row| match row {
        Ok(row) => {
            let names = row.aliases.iter().map(|alias| alias.text.as_str());
            admits.lasted(row.first_seen, row.last_seen)
                && admits.speaker(Some(row.id))
                && admits.search(names.chain([row.name.as_str()]))
        }
        Err(_) => true,
    });
    Ok(most_quoted(admitted, filter)?)
}

/// The page of speakers that comes after the filter's cursor.
fn most_quoted(
    rows: impl Iterator<Item = Result<SpeakerRow, StoreError>>,
    filter: &Filter,
) -> Result<Page<SpeakerView>, StoreError> {
    let order = |claims: i64, id: u64| (Reverse(claims), id);
    let after = filter.after.map(|c| order(c.key, c.id));
    let size = page_size(filter).max(1);
    // The best so far in order; one more than a page, to know whether another follows.
    let mut best: BTreeMap<(Reverse<i64>, u64), SpeakerRow> = BTreeMap::new();
    for row in rows {
        let row = row?;
        let shown = row.claims.saturating_sub(row.hidden.0);
        // Whoever said nothing else is not shown in lists, and is found by name.
        if shown == 0 && row.hidden.0 > 0 {
            continue;
        }
        let key = order(i64::from(shown), row.id.0);
        if after.is_none_or(|after| key > after) {
            best.insert(key, row);
            if best.len() > size + 1 {
                best.pop_last();
            }
        }
    }
    let more = best.len() > size;
    let kept: Vec<_> = best.into_iter().take(size).collect();
    let next = kept
        .last()
        .filter(|_| more)
        .map(|((Reverse(key), id), _)| Cursor { key: *key, id: *id });
    let rows = kept.into_iter().map(|(_, row)| view(row)).collect();
    Ok(Page { rows, next })
}

/// The speaker asked for with claims, or the list where several fit.
pub(super) fn speaker(store: &Store, asked: &str, filter: &Filter) -> Result<Answer, AskError> {
    let ids = lookup::speakers(store, asked)?;
    if let [id] = ids.as_slice() {
        let row = store.speaker(*id)?;
        let row = row.ok_or_else(|| AskError::Unknown {
            what: "speaker".to_owned(),
            asked: asked.to_owned(),
            near: Vec::new(),
        })?;
        let admits = Admits::new(filter, Some(vec![*id]));
        let profile = profile::of(store, &row)?;
        return Ok(Answer::Speaker(Box::new(SpeakerDetail {
            days: days(store, &row)?,
            claims: claims::page(store, filter, &admits)?,
            joins: row.joins.iter().map(join).collect(),
            outlets: forms(row.outlets.clone()),
            wikidata: row.wikidata.clone(),
            named_by: row.named_by,
            cues: profile.cues,
            topics: profile.topics,
            periods: profile.periods,
            about: profile.about,
            speaker: view(row),
        })));
    }
    let rows = ids.iter().filter_map(|&id| store.speaker(id).transpose());
    let whole = Filter {
        limit: None,
        ..filter.clone()
    };
    Ok(Answer::Speakers(most_quoted(rows, &whole)?))
}

fn days(store: &Store, row: &SpeakerRow) -> Result<Vec<DayCount>, AskError> {
    let shown = |claim: &Result<ClaimRow, StoreError>| {
        claim.as_ref().map_or(true, |claim| claim.hidden.is_none())
    };
    let mut newest = store.claims_by_speaker(row.id, Window::default());
    let newest = newest.find(shown);
    let Some(newest) = newest.transpose()? else {
        return Ok(Vec::new());
    };
    let last = newest.first_seen.day().number();
    let first = last - SPEAKER_DAYS + 1;
    let mut counts: BTreeMap<i32, u32> = (first..=last).map(|day| (day, 0)).collect();
    let window = Window {
        since: Day::from_number(first).map(Day::start),
        ..Window::default()
    };
    let claims = store.claims_by_speaker(row.id, window);
    for claim in claims.filter(shown).take(PAGE_SCAN) {
        let day = claim?.first_seen.day().number();
        *counts.entry(day).or_default() += 1;
    }
    let named = |(day, claims): (i32, u32)| {
        let day = Day::from_number(day)?.to_string();
        Some(DayCount { day, claims })
    };
    Ok(counts.into_iter().filter_map(named).collect())
}

fn join(row: &JoinRow) -> JoinView {
    JoinView {
        form: row.form.clone(),
        reason: row.why.word().to_owned(),
        why: row.why.sentence().to_owned(),
        shared: row.shared.clone(),
        story: row.story,
    }
}

fn view(row: SpeakerRow) -> SpeakerView {
    SpeakerView {
        id: row.id,
        name: row.name,
        kind: row.kind,
        local_to: row.local_to,
        aliases: forms(row.aliases),
        roles: forms(row.roles),
        first_seen: row.first_seen,
        last_seen: row.last_seen,
        claims: row.claims.saturating_sub(row.hidden.0),
        sightings: row.sightings.saturating_sub(row.hidden.1),
    }
}

pub(super) fn forms(rows: Vec<Counted>) -> Vec<FormView> {
    let form = |row: Counted| FormView {
        text: row.text,
        count: row.count,
        first_seen: row.first,
        last_seen: row.last,
    };
    rows.into_iter().map(form).collect()
}
