//! Subscriptions that are ended: those of feeds that are not listed any more, and those whose place another hub took.
//! What a hub sends for one is refused from then on, whether it heard or not. Knows nothing of what hubs send.

use crate::model::FeedId;
use crate::model::Timestamp;
use crate::pipeline::errand;
use crate::pipeline::hubs::Confirmation;
use crate::pipeline::hubs::callback_of;
use crate::pipeline::poller::Poller;
use crate::pipeline::poller::PollerError;
use crate::poll::stands;
use crate::store::polling::Subscription;
use std::collections::HashSet;
use std::time::Duration;
use tracing::Instrument;

/// A hub that did not confirm that a subscription ended is asked again after so many milliseconds (1 day), until its lease ends.
const PART_AGAIN_MS: i64 = 24 * 60 * 60 * 1000;
/// Longest sleep of the loop: a wall clock that jumps is noticed within it.
const LONGEST_SLEEP: Duration = Duration::from_secs(3_600);

impl Poller {
    /// Whether the configuration lists the feed.
    pub(in crate::pipeline) fn wants(&self, feed: FeedId) -> bool {
        self.config().feeds.iter().any(|known| known.id() == feed)
    }

    /// Asks hubs to end what nobody wants any more, whenever there is such, until told to stop.
    pub(in crate::pipeline) async fn work_partings(&self) -> Result<(), PollerError> {
        loop {
            self.part().await;
            tokio::select! {
                () = self.hubs.partings.notified() => {}
                () = tokio::time::sleep(LONGEST_SLEEP) => {}
                () = self.stop.cancelled() => return Ok(()),
            }
        }
    }

    /// Asks each hub once that is to be asked now. One that cannot be asked is told of in the log.
    pub(in crate::pipeline) async fn part(&self) {
        let config = self.config();
        let Some(callback) = &config.websub.callback.0 else {
            return;
        };
        let wanted: HashSet<FeedId> = config.feeds.iter().map(|feed| feed.id()).collect();
        for (feed, subscription) in self.leaving(&wanted) {
            let callback = callback_of(callback, feed, &subscription);
            let span = errand::parting();
            let asked = tokio::select! {
                asked = self.client.unsubscribe(&subscription, &callback).instrument(span.clone()) => asked,
                () = self.stop.cancelled() => return,
            };
            let _inside = span.enter();
            match asked {
                Ok(()) => tracing::info!(
                    hub = subscription.hub,
                    topic = subscription.topic,
                    "a hub is asked to end a subscription"
                ),
                Err(error) => {
                    tracing::warn!(hub = subscription.hub, %error, "a hub could not be asked to end a subscription; it is asked again in a day");
                    self.counters.failed(error.name());
                }
            }
        }
    }

    /// The subscriptions whose hubs are to be asked now; they count as asked.
    fn leaving(&self, wanted: &HashSet<FeedId>) -> Vec<(FeedId, Subscription)> {
        let now = self.clock.now();
        let mut state = self.hubs.lock();
        // A lease that ended needs no word.
        state.former.retain(|_, known| stands(known, now));
        let unwanted = state.subscriptions.iter();
        let unwanted =
            unwanted.filter(|(feed, known)| !wanted.contains(feed) && stands(known, now));
        let mut leaving: Vec<(FeedId, Subscription)> = unwanted
            .chain(state.former.iter())
            .map(|(feed, known)| (*feed, known.clone()))
            .collect();
        let rested = |at: &Timestamp| now.since(*at) >= PART_AGAIN_MS;
        leaving.retain(|(feed, _)| state.parted.get(feed).is_none_or(rested));
        leaving.sort_by_key(|(feed, _)| *feed);
        let gone: HashSet<FeedId> = leaving.iter().map(|(feed, _)| *feed).collect();
        // Who is wanted again and has no former hub may have to be ended again some day.
        let former: HashSet<FeedId> = state.former.keys().copied().collect();
        state
            .parted
            .retain(|feed, _| !wanted.contains(feed) || former.contains(feed));
        state
            .parted
            .extend(gone.into_iter().map(|feed| (feed, now)));
        leaving
    }

    /// A hub asks whether a subscription is to end: its challenge, if we want that.
    pub(in crate::pipeline) fn hub_ends(
        &self,
        feed: FeedId,
        token: &str,
        confirmation: &Confirmation,
    ) -> Option<String> {
        let wanted = self.wants(feed);
        let is_it =
            |known: &Subscription| known.token.0 == token && known.topic == confirmation.topic;
        let mut state = self.hubs.lock();
        if state.former.get(&feed).is_some_and(is_it) {
            state.former.remove(&feed);
        } else if !wanted && state.subscriptions.get(&feed).is_some_and(is_it) {
            state.subscriptions.remove(&feed);
            drop(state);
            self.forget_hub(feed);
        } else {
            return None;
        }
        Some(confirmation.challenge.clone())
    }

    /// The next start must not think that it is still subscribed; where this cannot be written, it asks once more.
    fn forget_hub(&self, feed: FeedId) {
        let forgotten = self.ledger.write(&self.store).and_then(|()| {
            let mut memory = self.store.feed_memory(feed)?;
            memory.hub = None;
            self.store.put_feed_memory(feed, &memory)
        });
        if let Err(error) = forgotten {
            tracing::warn!(%error, "that a subscription ended could not be written down; its hub is asked again at the next start");
        }
    }
}
