//! Subscriptions with the hubs that feeds name (WebSub): who is asked for one, what a hub may confirm, what it sends.
//! A hub's word makes polling slower, never unnecessary. Knows nothing of sockets; what a hub sends is read like any feed.

use crate::config::Feed;
use crate::feed::Hints;
use crate::model::FeedId;
use crate::model::Timestamp;
use crate::pipeline::poller::Poller;
use crate::pipeline::poller::PollerError;
use crate::poll::is_signed;
use crate::poll::secret;
use crate::poll::stands;
use crate::poll::wants_asking;
use crate::store::Store;
use crate::store::polling::FeedMemory;
use crate::store::polling::Subscription;
use std::collections::HashMap;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;
use std::time::Duration;
use tokio::sync::Notify;
use tokio::sync::mpsc;
use tracing::Instrument;
use tracing::Span;

/// Documents that hubs sent and that wait to be read. At the bound a hub is told to come again later; the next poll finds
/// what it does not send again.
const MAX_WAITING: usize = 64;
/// The longest lease that is believed, in seconds (90 days): a hub that forgets us is then found out by renewing.
const MAX_LEASE: i64 = 90 * 24 * 3600;

/// What a hub sent, before it is read.
struct Push {
    /// Of the request that brought it.
    span: Span,
    feed: FeedId,
    topic: String,
    content_type: Option<String>,
    body: Vec<u8>,
}

/// What became of what a hub sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pushed {
    /// It will be read, or was not signed as it should be, which whoever sent it is not told.
    Taken,
    /// Nobody here wants it: the hub may forget the subscription.
    Unwanted,
    /// Too much waits; it may be sent again.
    Busy,
}

/// What a hub asks when it confirms a subscription, or ends one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Confirmation {
    /// `hub.mode`.
    pub mode: String,
    /// `hub.topic`.
    pub topic: String,
    /// `hub.challenge`.
    pub challenge: String,
    /// `hub.lease_seconds`.
    pub lease: Option<i64>,
    /// `hub.reason`.
    pub reason: String,
}

/// Every subscription. What is here counts; feeds' memories hold a copy as of their last poll, for the next start.
pub struct Hubs {
    state: Mutex<State>,
    /// Told when a subscription may have to be ended.
    pub(in crate::pipeline) partings: Notify,
    pushes: mpsc::Sender<Push>,
    waiting: tokio::sync::Mutex<mpsc::Receiver<Push>>,
}

#[derive(Default)]
pub(in crate::pipeline) struct State {
    pub(in crate::pipeline) subscriptions: HashMap<FeedId, Subscription>,
    /// Those that another hub took the place of, until they are ended: one a feed, the last. An earlier one ends with its lease.
    pub(in crate::pipeline) former: HashMap<FeedId, Subscription>,
    /// When a hub was last asked to end a feed's subscription.
    pub(in crate::pipeline) parted: HashMap<FeedId, Timestamp>,
    /// Stories that hubs brought since a feed's last poll, and when the last came.
    news: HashMap<FeedId, (u32, Timestamp)>,
}

impl Default for Hubs {
    fn default() -> Hubs {
        let (pushes, waiting) = mpsc::channel(MAX_WAITING);
        Hubs {
            state: Mutex::default(),
            partings: Notify::new(),
            pushes,
            waiting: tokio::sync::Mutex::new(waiting),
        }
    }
}

impl Hubs {
    /// The subscriptions as the feeds' memories have them.
    pub fn load(store: &Store) -> Hubs {
        let hubs = Hubs::default();
        let known = store.feed_memories();
        let known = known.filter_map(|(feed, memory)| memory.hub.map(|hub| (feed, hub)));
        hubs.lock().subscriptions = known.collect();
        hubs
    }

    /// The subscription for a feed.
    pub fn of(&self, feed: FeedId) -> Option<Subscription> {
        self.lock().subscriptions.get(&feed).cloned()
    }

    /// Stories that hubs brought for a feed since last asked, and when the last came.
    pub fn take_news(&self, feed: FeedId) -> Option<(u32, Timestamp)> {
        self.lock().news.remove(&feed)
    }

    pub(in crate::pipeline) fn lock(&self) -> MutexGuard<'_, State> {
        // Every change is whole before anything can panic.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes a subscription, if it is there and `token` is the one that its hub was given.
    fn with<T>(
        &self,
        feed: FeedId,
        token: &str,
        change: impl FnOnce(&mut Subscription) -> T,
    ) -> Option<T> {
        let mut state = self.lock();
        let subscription = state.subscriptions.get_mut(&feed)?;
        (subscription.token.0 == token).then(|| change(subscription))
    }
}

/// Where a hub tells of a feed: nobody can guess it.
pub(in crate::pipeline) fn callback_of(
    callback: &str,
    feed: FeedId,
    subscription: &Subscription,
) -> String {
    format!("{callback}/{feed}/{}", subscription.token.0)
}

impl Poller {
    /// What to answer a hub that confirms, renews or ends a subscription: its challenge, or nothing where it is not ours.
    pub fn hub_confirms(
        &self,
        feed: FeedId,
        token: &str,
        confirmation: &Confirmation,
    ) -> Option<String> {
        if confirmation.mode == "unsubscribe" {
            return self.hub_ends(feed, token, confirmation);
        }
        let now = self.clock.now();
        let wanted = self.wants(feed);
        let answer = self.hubs.with(feed, token, |subscription| {
            if subscription.topic != confirmation.topic {
                return None;
            }
            match confirmation.mode.as_str() {
                "subscribe" if wanted => {
                    let lease = confirmation.lease.filter(|lease| *lease > 0);
                    let lease = lease.unwrap_or(MAX_LEASE).min(MAX_LEASE);
                    subscription.until = Some(now.plus_millis(lease * 1000));
                    subscription.error = None;
                    Some(confirmation.challenge.clone())
                }
                "denied" => {
                    let reason: String = confirmation.reason.chars().take(200).collect();
                    tracing::warn!(
                        hub = subscription.hub,
                        reason,
                        "a hub refuses a subscription"
                    );
                    subscription.until = None;
                    subscription.error = Some(format!("denied: {reason}"));
                    Some(String::new())
                }
                _ => None,
            }
        });
        answer.flatten()
    }

    /// Takes what a hub sends for a feed.
    pub fn hub_sends(
        &self,
        feed: FeedId,
        token: &str,
        signature: Option<&str>,
        content_type: Option<String>,
        body: Vec<u8>,
    ) -> Pushed {
        let now = self.clock.now();
        let wanted = self.wants(feed);
        let heard = self.hubs.with(feed, token, |subscription| {
            if !wanted || !stands(subscription, now) {
                return None;
            }
            let signed = signature.is_some_and(|s| is_signed(s, &subscription.secret, &body));
            if signed {
                subscription.pushed = Some(now);
                subscription.missed = None;
            }
            Some((signed, subscription.topic.clone()))
        });
        match heard.flatten() {
            None => Pushed::Unwanted,
            Some((false, topic)) => {
                tracing::warn!(
                    topic,
                    "what came for this feed is not signed by its hub; it is left unread"
                );
                self.counters.failed("hub_signature");
                Pushed::Taken
            }
            Some((true, topic)) => {
                let push = Push {
                    span: Span::current(),
                    feed,
                    topic,
                    content_type,
                    body,
                };
                match self.hubs.pushes.try_send(push) {
                    Ok(()) => Pushed::Taken,
                    Err(_) => Pushed::Busy,
                }
            }
        }
    }

    /// Reads what hubs send, one after the other, until told to stop.
    pub(in crate::pipeline) async fn work_pushes(&self) -> Result<(), PollerError> {
        let mut waiting = self.hubs.waiting.lock().await;
        loop {
            let push = tokio::select! {
                push = waiting.recv() => push,
                () = self.stop.cancelled() => return Ok(()),
            };
            let Some(push) = push else { return Ok(()) };
            let feed = push.feed;
            let span = push.span.clone();
            match self.read_push(push).instrument(span).await {
                Ok(0) => {}
                Ok(new) => {
                    let now = self.clock.now();
                    let mut state = self.hubs.lock();
                    let news = state.news.entry(feed).or_insert((0, now));
                    *news = (news.0.saturating_add(new), now);
                }
                // The next poll finds what this did not bring.
                Err(error) => drop(self.set_back(error).await?),
            }
        }
    }

    /// Records what is new in what a hub sent; the answer is how many stories.
    async fn read_push(&self, push: Push) -> Result<u32, PollerError> {
        let config = self.config();
        let Some(feed) = config.feeds.iter().find(|feed| feed.id() == push.feed) else {
            return Ok(0);
        };
        self.counters.bytes(push.body.len());
        let read = self.read(push.body, &push.topic, push.content_type).await;
        let document = match read {
            Ok(document) => document,
            Err(error) => {
                tracing::warn!(feed = %feed.shown(), %error, "what its hub sent is no feed");
                self.counters.failed(error.name());
                return Ok(0);
            }
        };
        let fresh = self.fresh(feed, &document)?.fresh;
        let (fresh, _) = self.within_pages(feed, fresh);
        let mut scratch = FeedMemory::default();
        let stories = self.stories(feed, &document, &mut scratch, fresh).await?;
        Ok(stories.unwrap_or(0))
    }

    /// Whether the feed's hub keeps its word, so that the feed need not be asked as often.
    pub(in crate::pipeline) fn is_told(&self, feed: FeedId, now: Timestamp) -> bool {
        let subscription = self.hubs.of(feed);
        subscription.is_some_and(|known| stands(&known, now) && known.missed.is_none())
    }

    /// A poll found news: was the hub to have told of it?
    pub(in crate::pipeline) fn found_untold(
        &self,
        feed: FeedId,
        since: Option<Timestamp>,
        now: Timestamp,
    ) {
        let mut state = self.hubs.lock();
        let Some(subscription) = state.subscriptions.get_mut(&feed) else {
            return;
        };
        // What came in before the subscription stood is none of the hub's business.
        if stands(subscription, now) && since.is_some_and(|since| since > subscription.asked) {
            subscription.missed = Some(now);
        }
    }

    /// The subscription to ask for now, if any, and the callback for it. `hints` are what the feed's newest document says.
    pub(in crate::pipeline) fn wanted_subscription(
        &self,
        feed: &Feed,
        hints: &Hints,
        now: Timestamp,
    ) -> Option<(Subscription, String)> {
        let websub = &self.config().websub;
        let callback = websub.callback.0.as_ref()?;
        let hub = hints.hubs.iter().find(|hub| hub.starts_with("http"))?;
        if !matches!(feed.url.scheme(), "http" | "https") {
            return None;
        }
        let topic = hints.self_url.clone().unwrap_or_else(|| feed.shown());
        let mut state = self.hubs.lock();
        let known = state.subscriptions.get(&feed.id());
        // A hub that is still named is kept, in whatever order they are.
        let known = known.filter(|known| hints.hubs.contains(&known.hub) && known.topic == topic);
        let mut subscription = match known {
            Some(known) => {
                let lease = i64::try_from(websub.lease.as_millis()).unwrap_or(i64::MAX);
                if !wants_asking(known, lease, now) {
                    return None;
                }
                known.clone()
            }
            None => Subscription {
                hub: hub.clone(),
                topic,
                token: secret()?,
                secret: secret()?,
                ..Subscription::default()
            },
        };
        subscription.asked = now;
        let callback = callback_of(callback, feed.id(), &subscription);
        let before = state.subscriptions.insert(feed.id(), subscription.clone());
        if let Some(before) = before
            && before.token != subscription.token
            && stands(&before, now)
        {
            state.former.insert(feed.id(), before);
            state.parted.remove(&feed.id());
            self.hubs.partings.notify_one();
        }
        Some((subscription, callback))
    }

    /// Asks the hub. What it answers is remembered with the next poll.
    pub(in crate::pipeline) async fn subscribe(
        &self,
        feed: FeedId,
        subscription: &Subscription,
        callback: &str,
        lease: Duration,
    ) {
        let asked = tokio::select! {
            asked = self.client.subscribe(subscription, callback, lease) => asked,
            () = self.stop.cancelled() => return,
        };
        if let Err(error) = asked {
            tracing::warn!(hub = subscription.hub, %error, "a hub did not take a subscription");
            self.counters.failed(error.name());
            let words = error.to_string();
            self.hubs.with(feed, &subscription.token.0, |known| {
                known.error = Some(words)
            });
        }
    }
}
