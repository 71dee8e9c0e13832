//! What happened, in the order of the archive: the cursor is the archive's own sequence number.

use crate::inspect::error::AskError;
use crate::inspect::hidden::Hidden;
use crate::inspect::speakers::Names;
use crate::inspect::view::EventClaim;
use crate::inspect::view::EventView;
use crate::inspect::view::TailView;
use crate::inspect::wordings;
use crate::model::Verdict;
use crate::store::Store;
use crate::store::StoreError;
use crate::store::rows::EventRow;
use std::collections::VecDeque;

/// Events in one answer. Whoever wants more asks again with [`TailView::next`].
pub const PAGE_EVENTS: usize = 200;
/// Claims, and changes of claims, that an event carries; the rest is counted.
pub const EVENT_CLAIMS: usize = 50;

/// Events after a cursor, oldest first; without a cursor the last ones.
pub(super) fn tail(
    store: &Store,
    after: Option<u64>,
    limit: Option<u32>,
) -> Result<TailView, AskError> {
    let limit = limit.map_or(PAGE_EVENTS, |n| (n as usize).min(PAGE_EVENTS));
    let (rows, after) = match after {
        Some(after) => {
            let rows = store.events_after(after).take(limit);
            (rows.collect::<Result<Vec<_>, _>>()?, after)
        }
        None => last(store, limit)?,
    };
    let mut names = Names::new(store);
    let mut events = Vec::new();
    for row in &rows {
        events.push(event(store, row, &mut names)?);
    }
    let next = rows.last().map_or(after, |row| row.seq);
    Ok(TailView { events, next })
}

/// The last `limit` events, and the cursor behind them. Not every record is an event, so the way back is doubled until it is long enough.
fn last(store: &Store, limit: usize) -> Result<(Vec<EventRow>, u64), StoreError> {
    let end = store.applied().map_or(0, |(_, seq)| seq);
    let mut back = (limit as u64).max(1);
    loop {
        let from = end.saturating_sub(back);
        let mut rows = VecDeque::new();
        for row in store.events_after(from) {
            let row = row?;
            if row.seq > end {
                break;
            }
            rows.push_back(row);
            if rows.len() > limit {
                rows.pop_front();
            }
        }
        if rows.len() >= limit || from == 0 {
            return Ok((rows.into(), end));
        }
        back = back.saturating_mul(2);
    }
}

fn event(store: &Store, row: &EventRow, names: &mut Names<'_>) -> Result<EventView, AskError> {
    let story = store.story(row.story)?;
    let mut new_claims = Vec::new();
    for &id in row.new_claims.iter().take(EVENT_CLAIMS) {
        if let Some(claim) = store.claim(id)?.filter(|row| row.hidden.is_none()) {
            new_claims.push(EventClaim {
                id,
                speaker: names.of(claim.speaker)?,
                text: claim.text().to_owned(),
                kind: claim.kind,
            });
        }
    }
    let of = match &row.verdict {
        Verdict::Copy { of, .. } | Verdict::Revision { of } => Some(*of),
        Verdict::Partial { of } => of.first().map(|part| part.story),
        Verdict::New | Verdict::Unchanged => None,
    };
    let correction = store.correction(row.seq)?;
    let act = correction.map(|row| row.correction.act.word().to_owned());
    let total = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let (outlet, title, url) = story
        .map(|s| (s.outlet, s.title, s.url))
        .unwrap_or_default();
    Ok(EventView {
        seq: row.seq,
        observed: row.observed,
        story: row.story,
        verdict: match act {
            Some(_) => "correction".to_owned(),
            None => row.verdict.word().to_owned(),
        },
        correction: act,
        of,
        outlet,
        title,
        url,
        new_claims,
        new_total: total(row.new_claims.len()),
        known_total: total(row.known_claims.len()),
        revision: row.revision,
        changes: {
            let most = row.changes.len().min(EVENT_CLAIMS);
            let shown = Hidden::new(store)?.changes(&row.changes[..most])?;
            wordings::changes(names, row.story, row.revision, &shown)?
        },
        changes_total: total(row.changes.len()),
    })
}
