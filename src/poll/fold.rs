//! What a poll changes in what is remembered of its feed. Pure.

use super::fetched::Validators;
use super::schedule::Outcome;
use super::schedule::ScheduleParams;
use super::schedule::next_due;
use super::schedule::next_interval;
use crate::model::FeedId;
use crate::model::Timestamp;
use crate::store::rows::FeedRow;

/// The row after a poll that ended at `now`. Success is folded only once every entry of the document is durable:
/// this is where validators and due time advance, and what a crash before it costs is one more poll.
pub fn fold_outcome(
    id: FeedId,
    mut row: FeedRow,
    outcome: &Outcome,
    params: &ScheduleParams,
    now: Timestamp,
) -> FeedRow {
    let due = next_due(id, &row, outcome, params, now);
    let interval = next_interval(&row, outcome, params);
    row.next_due = Some(due);
    match outcome {
        Outcome::Held { .. } => return row,
        Outcome::Unchanged { validators, .. } => succeed(&mut row, validators, interval, now),
        Outcome::Read {
            validators,
            body_hash,
            title,
            entries,
            new_stories,
            facts,
            ..
        } => {
            row.facts.clone_from(facts);
            succeed(&mut row, validators, interval, now);
            row.body_hash = Some(*body_hash);
            if title.is_some() {
                row.title.clone_from(title);
            }
            row.entries = *entries;
            row.stories = row.stories.saturating_add(u64::from(*new_stories));
            if *new_stories > 0 {
                row.last_new = Some(now);
            }
        }
        Outcome::Failed { name, sentence, .. } => {
            row.failures = row.failures.saturating_add(1);
            row.last_error = Some((name.clone(), sentence.clone()));
        }
    }
    row.polls = row.polls.saturating_add(1);
    row.last_attempt = Some(now);
    row
}

fn succeed(row: &mut FeedRow, validators: &Validators, interval: u64, now: Timestamp) {
    row.etag.clone_from(&validators.etag);
    row.last_modified.clone_from(&validators.last_modified);
    row.interval_ms = Some(interval);
    row.last_success = Some(now);
    row.failures = 0;
    row.last_error = None;
}
