//! How much there is, and how the feeds fare.

use crate::inspect::error::AskError;
use crate::inspect::question::ConfiguredFeed;
use crate::inspect::view::FeedState;
use crate::inspect::view::FeedView;
use crate::inspect::view::StatsView;
use crate::model::FeedId;
use crate::model::Timestamp;
use crate::store::Store;
use crate::store::Window;
use crate::store::rows::FeedRow;
use std::collections::BTreeMap;

pub(super) fn stats(store: &Store, now: Timestamp) -> Result<StatsView, AskError> {
    let totals = store.totals();
    let newest = store.stories(Window::default()).next().transpose()?;
    let (mut feeds, mut feeds_failing, mut last_new) = (0, 0, None);
    for feed in store.feeds() {
        let (_, row) = feed?;
        if row.last_attempt.is_some() {
            feeds += 1;
            feeds_failing += u64::from(row.failures > 0);
        }
        last_new = last_new.max(row.last_new);
    }
    Ok(StatsView {
        stories: totals.stories,
        revisions: totals.revisions,
        copies: totals.copies,
        partials: totals.partials,
        groups: totals.groups,
        attributions: totals.attributions,
        claims: totals.claims,
        sightings: totals.sightings,
        speakers: totals.speakers,
        feeds,
        feeds_failing,
        newest_story: newest.map(|story| story.time()),
        last_new,
        asked: now,
    })
}

/// The configured feeds in the configuration's order, then those that only the store remembers.
pub(super) fn feeds(
    store: &Store,
    configured: &[ConfiguredFeed],
) -> Result<Vec<FeedView>, AskError> {
    let mut rows: BTreeMap<FeedId, FeedRow> = store.feeds().collect::<Result<_, _>>()?;
    let mut views = Vec::new();
    for feed in configured {
        let id = FeedId::of_url(&feed.url);
        let row = rows.remove(&id).unwrap_or_default();
        views.push(view(id, Some(feed), row));
    }
    views.extend(rows.into_iter().map(|(id, row)| view(id, None, row)));
    Ok(views)
}

fn view(id: FeedId, configured: Option<&ConfiguredFeed>, row: FeedRow) -> FeedView {
    let state = match (row.last_attempt, row.failures) {
        (None, _) => FeedState::NeverPolled,
        (Some(_), 0) => FeedState::Ok,
        (Some(_), _) => FeedState::Failing,
    };
    let (error, error_text) = row.last_error.unzip();
    FeedView {
        id,
        url: configured.map(|c| c.url.clone()),
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
        outcome: row.facts.quality,
        mended: row.facts.mended,
        lost: row.facts.lost,
        problem: row.facts.problem,
        hints: row.facts.hints,
    }
}
