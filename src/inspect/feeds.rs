//! How the feeds fare.

use crate::inspect::error::AskError;
use crate::inspect::lookup::by_first;
use crate::inspect::question::ConfiguredFeed;
use crate::inspect::view::FeedDetail;
use crate::inspect::view::FeedState;
use crate::inspect::view::FeedView;
use crate::inspect::view::FetchView;
use crate::model::FeedId;
use crate::poll::ShownUrl;
use crate::store::Store;
use crate::store::polling::FeedMemory;
use crate::store::polling::FetchNote;
use crate::store::rows::FeedRow;
use std::collections::BTreeMap;

/// The configured feeds in the configuration's order, then those that only the store remembers.
pub(super) fn feeds(
    store: &Store,
    configured: &[ConfiguredFeed],
) -> Result<Vec<FeedView>, AskError> {
    let mut rows: BTreeMap<FeedId, FeedRow> = store.feeds().collect::<Result<_, _>>()?;
    let mut memories: BTreeMap<FeedId, FeedMemory> = store.feed_memories().collect();
    let mut views = Vec::new();
    for feed in configured {
        let id = FeedId::of_url(&feed.url);
        let row = rows.remove(&id).unwrap_or_default();
        let memory = memories.remove(&id).unwrap_or_default();
        views.push(view(id, Some(feed), row, &memory));
    }
    for (id, row) in rows {
        let memory = memories.remove(&id).unwrap_or_default();
        views.push(view(id, None, row, &memory));
    }
    Ok(views)
}

/// One feed: by its address, its id or the beginning of it, else by its outlet's name where that has one feed.
pub(super) fn feed(
    store: &Store,
    configured: &[ConfiguredFeed],
    wanted: &str,
) -> Result<FeedDetail, AskError> {
    let feeds = feeds(store, configured)?;
    let wanted = wanted.trim();
    let lower = wanted.to_lowercase();
    let id = |feed: &FeedView| lower.len() >= 4 && feed.id.to_string().starts_with(&lower);
    let address =
        |feed: &FeedView| feed.url.as_deref() == Some(wanted) || feed.id == FeedId::of_url(wanted);
    let name = |feed: &FeedView| {
        let names = [feed.outlet.as_ref(), feed.title.as_ref()];
        names
            .into_iter()
            .flatten()
            .any(|n| n.to_lowercase() == lower)
    };
    let feed = match by_first(&feeds, &[&address, &id, &name]).as_slice() {
        [one] => (*one).clone(),
        many @ [_, ..] => {
            let ids = many.iter().map(|feed| feed.id.to_string()).collect();
            return Err(AskError::Ambiguous {
                what: "feed".to_owned(),
                asked: wanted.to_owned(),
                candidates: ids,
            });
        }
        [] => {
            return Err(AskError::Unknown {
                what: "feed".to_owned(),
                asked: wanted.to_owned(),
                near: Vec::new(),
            });
        }
    };
    let feed_id = feed.id;
    let memory = store.feed_memory(feed_id)?;
    let fetch = |note: &FetchNote| FetchView {
        at: note.at,
        outcome: note.outcome.clone(),
        status: note.status,
        took_ms: note.took_ms,
        bytes: note.bytes,
        entries: note.entries,
        new_stories: note.new_stories,
        conditional: note.conditional,
    };
    Ok(FeedDetail {
        feed,
        usual_gap_ms: memory.mean_gap_ms,
        fetches: store.fetches(feed_id)?.iter().rev().map(fetch).collect(),
    })
}

fn view(
    id: FeedId,
    configured: Option<&ConfiguredFeed>,
    row: FeedRow,
    memory: &FeedMemory,
) -> FeedView {
    let state = match (row.last_attempt, row.failures) {
        _ if memory.stopped.is_some() => FeedState::Stopped,
        (None, _) => FeedState::NeverPolled,
        (Some(_), 0) if memory.silent_since.is_some() => FeedState::Silent,
        (Some(_), 0) => FeedState::Ok,
        (Some(_), _) => FeedState::Failing,
    };
    let (error, error_text) = row.last_error.unzip();
    let wanted = memory.pages_wanted;
    FeedView {
        id,
        url: configured.map(|c| ShownUrl::of(&c.url).to_string()),
        outlet: configured.map(|c| c.outlet.clone()),
        title: row.title,
        state,
        last_attempt: row.last_attempt,
        last_success: row.last_success,
        last_new: row.last_new,
        next_due: row.next_due,
        failures: row.failures,
        error,
        error_text,
        polls: row.polls,
        entries: row.entries,
        stories: row.stories,
        interval_ms: row.interval_ms,
        why: Some(memory.why.clone()).filter(|why| !why.is_empty()),
        failing_since: memory.failing_since,
        moved_to: memory.moved.as_ref().map(|moved| moved.to.clone()),
        moved_since: memory.moved.as_ref().and_then(|moved| moved.adopted),
        found: memory.found.clone(),
        full_text: (wanted > 0).then(|| memory.pages_read.min(wanted) as f64 / wanted as f64),
        outcome: row.facts.quality,
        mended: row.facts.mended,
        lost: row.facts.lost,
        problem: row.facts.problem,
        hints: row.facts.hints,
    }
}
