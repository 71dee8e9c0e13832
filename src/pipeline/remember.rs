//! The end of a round: what is remembered of it, who is told, and the search for a feed that is not there any more.
//! Everything that the round brought is durable by then; one that was broken off is set back. Knows neither documents nor stories.

use crate::config::Feed;
use crate::feed;
use crate::model::FeedId;
use crate::model::Timestamp;
use crate::pipeline::poller::Poller;
use crate::pipeline::poller::PollerError;
use crate::pipeline::poller::schedule_params;
use crate::poll::Fetched;
use crate::poll::Outcome;
use crate::poll::ScheduleParams;
use crate::poll::Validators;
use crate::poll::expected_silence_ms;
use crate::poll::fold_outcome;
use crate::poll::settle;
use crate::poll::validators_to_send;
use crate::poll::wants_search;
use crate::store::StoreError;
use crate::store::polling::FeedMemory;
use crate::store::polling::FetchNote;
use crate::store::rows::FeedRow;

/// A silent feed whose host keeps answering "not modified" is asked without conditions so often, in milliseconds (1 day).
const DOUBT_EVERY_MS: i64 = 24 * 3_600_000;

/// A round that met a nearly full disk or a damaged view is tried again after this long.
const AFTER_SETBACK_MS: i64 = 300_000;

/// When a feed is asked whose hub tells of news: as seldom as any feed that works, some a tenth earlier.
fn seldom(id: FeedId, params: &ScheduleParams, now: Timestamp) -> Timestamp {
    let longest = params.max_ms.max(params.interval_ms);
    let wait = longest - id.0 % (longest / 10 + 1);
    now.plus_millis(i64::try_from(wait).unwrap_or(i64::MAX))
}

impl Poller {
    /// What to send with the feed's next poll: nothing where its host is known or suspected to lie.
    pub(in crate::pipeline) fn validators(
        &self,
        feed: &Feed,
        row: &FeedRow,
        memory: &FeedMemory,
    ) -> Validators {
        if !feed.conditional {
            return Validators::default();
        }
        let now = self.clock.now();
        let quiet = |ms| row.last_new.is_some_and(|last| now.since(last) > ms);
        let silent = expected_silence_ms(memory).is_some_and(quiet);
        let lately = |at| now.since(at) < DOUBT_EVERY_MS;
        if silent && !memory.asked_plainly.is_some_and(lately) {
            return Validators::default();
        }
        validators_to_send(feed.id(), row)
    }

    /// Remembers a poll; the answer is when the feed is due again, if ever.
    pub(in crate::pipeline) async fn remember(
        &self,
        feed: &Feed,
        before: FeedRow,
        mut memory: FeedMemory,
        outcome: &Outcome,
        mut note: FetchNote,
        moved_to: Option<String>,
    ) -> Result<Option<Timestamp>, PollerError> {
        let (id, params) = (feed.id(), schedule_params(&self.config(), feed));
        let now = note.at;
        match outcome {
            Outcome::Held { .. } => {}
            Outcome::Unchanged { .. } => note.outcome = "unchanged".to_owned(),
            Outcome::Failed { name, .. } => note.outcome.clone_from(name),
            Outcome::Read {
                entries,
                new_stories,
                ..
            } => {
                note.outcome = "read".to_owned();
                (note.entries, note.new_stories) = (*entries, *new_stories);
            }
        }
        let told = self.is_told(id, now);
        if matches!(
            outcome,
            Outcome::Read {
                new_stories: 1..,
                ..
            }
        ) {
            self.found_untold(id, before.last_success, now);
        }
        memory.pages_read = memory.pages_read.saturating_add(self.later.take_read(id));
        let mut row = fold_outcome(id, before.clone(), outcome, &params, now);
        let settled = settle(
            id,
            &before,
            &mut row,
            &mut memory,
            outcome,
            &note,
            moved_to,
            &params,
            now,
        );
        if let Some((stories, at)) = self.hubs.take_news(id) {
            row.stories = row.stories.saturating_add(u64::from(stories));
            row.last_new = row.last_new.max(Some(at));
            memory.silent_since = None;
        }
        if told && self.is_told(id, now) && row.failures == 0 {
            row.next_due = row.next_due.max(Some(seldom(id, &params, now)));
            memory.why = "its hub tells of news; it is asked all the same".to_owned();
        }
        let feed_url = feed.shown();
        if settled.adopted
            && let Some(moved) = &memory.moved
        {
            tracing::info!(
                feed = feed_url,
                to = moved.to,
                "this feed moved for good; the new address is asked from now on"
            );
        }
        if settled.stopped {
            tracing::warn!(
                feed = feed_url,
                "its host says that this feed is gone for good; it is not asked again until `sayso feeds resume`"
            );
        }
        if settled.silent {
            tracing::warn!(feed = feed_url, "no new story for far longer than usual");
        }
        if wants_search(&memory, &row, now) {
            memory.searched = Some(now);
            memory.found = self.search(feed, &memory).await;
        }
        let subscription = match row.failures {
            0 => self.wanted_subscription(feed, &row.facts.hints, now),
            _ => None,
        };
        memory.hub = self.hubs.of(id).or(memory.hub.take());
        let next = match memory.stopped {
            Some(_) => None,
            None => Some(row.next_due.unwrap_or(now)),
        };
        // Where its host was not asked there is nothing to tell.
        let note = Some(note).filter(|_| !matches!(outcome, Outcome::Held { .. }));
        self.ledger.put(id, row, memory, note);
        if let Some((subscription, callback)) = subscription {
            // Before the hub is asked: it may confirm before it answers, and a process killed in between has to know its own.
            self.ledger.write(&self.store)?;
            let lease = self.config().websub.lease;
            self.subscribe(id, &subscription, &callback, lease).await;
        }
        Ok(next)
    }

    /// The first other feed that the site's own page names.
    async fn search(&self, feed: &Feed, memory: &FeedMemory) -> Option<String> {
        let origin = || feed.url.join("/").ok().map(String::from);
        let site = memory.site.clone().or_else(origin)?;
        let (nothing, manners) = (Validators::default(), self.manners(feed.id()));
        let fetched = tokio::select! {
            fetched = self.client.page(feed.url.as_str(), &site, &nothing, &manners) => fetched.ok()?,
            () = self.stop.cancelled() => return None,
        };
        let Fetched::Body(page) = fetched else {
            return None;
        };
        let found = feed::discover(&page.bytes, &page.final_url, page.content_type.as_deref());
        let other = found
            .into_iter()
            .find(|link| link.url != feed.url.as_str())?;
        tracing::warn!(feed = %feed.shown(), found = other.url, "this feed is not where it was; its site names another");
        Some(other.url)
    }

    /// What ended a round may pass: then the feed is asked again later, as if this round had not been.
    pub(in crate::pipeline) async fn set_back(
        &self,
        error: PollerError,
    ) -> Result<Timestamp, PollerError> {
        match &error {
            PollerError::Journal(journal) if journal.may_pass() => {}
            PollerError::Store(StoreError::Full { .. }) => {}
            PollerError::Store(store) if store.calls_for_rebuild() => {
                self.journal.mend(self.store.generation()).await?;
            }
            _ => return Err(error),
        }
        tracing::warn!(%error, "a round was broken off; the feed is asked again later");
        self.counters.failed("set_back");
        Ok(self.clock.now().plus_millis(AFTER_SETBACK_MS))
    }
}
