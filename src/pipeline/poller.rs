//! When which feed is polled: the loop that starts work. The road of one feed is `round.rs`.
//!
//! A failing or slow feed holds up nobody: each has a task of its own, bounded in number here and in manners by the
//! client's politeness towards each site. Knows neither feed documents nor stories.

pub use crate::pipeline::params::client_params;
pub(in crate::pipeline) use crate::pipeline::params::schedule_params;

use crate::config::Config;
use crate::config::Feed;
use crate::model::FeedId;
use crate::model::Timestamp;
use crate::pipeline::counters::Counters;
use crate::pipeline::errand;
use crate::pipeline::hubs::Hubs;
use crate::pipeline::journal::Journal;
use crate::pipeline::journal::JournalError;
use crate::pipeline::later::Later;
use crate::pipeline::ledger::Ledger;
use crate::pipeline::limits::Held;
use crate::pipeline::limits::Limits;
use crate::pipeline::line::Due;
use crate::pipeline::line::Line;
use crate::pipeline::observe::SharedObserver;
use crate::pipeline::pulse::Stage;
use crate::pipeline::reload::Reloaded;
use crate::poll::Client;
use crate::poll::ClientError;
use crate::poll::Clock;
use crate::poll::Manners;
use crate::poll::first_due;
use crate::store::Store;
use crate::store::StoreError;
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::collections::HashMap;
use std::collections::HashSet;
use std::sync::Arc;
use std::sync::PoisonError;
use std::sync::RwLock;
use std::time::Duration;
use tokio::sync::Notify;
use tokio::task;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;
use tracing::Instrument;

/// Longest sleep of the loop: a wall clock that jumps (a suspended laptop) is noticed within it.
const LONGEST_SLEEP: Duration = Duration::from_secs(30);
/// Feeds never polled before start this far apart on average, in milliseconds, within the spread that `poll` gives.
const FIRST_POLL_GAP_MS: i64 = 250;
/// A feed whose task panicked is asked again after this long.
const AFTER_PANIC_MS: i64 = 3_600_000;

/// Why the poller stopped on its own. A feed's failure never does this.
#[derive(Debug, thiserror::Error)]
pub enum PollerError {
    /// Nothing more can be recorded.
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// The view cannot be read or written.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A limit is reached.
    #[error(transparent)]
    Held(#[from] Held),
    /// No HTTP client could be made.
    #[error(transparent)]
    Client(#[from] ClientError),
    /// A feed cannot be asked as its settings say.
    #[error("{feed} ({place}): {error}")]
    Feed {
        /// The feed's address, without credentials.
        feed: String,
        /// Where in the configuration it stands.
        place: String,
        /// Why not.
        error: ClientError,
    },
}

/// A configuration ready for polling.
#[derive(Clone)]
struct Setup {
    config: Arc<Config>,
    /// Of the feeds that have manners of their own.
    manners: Arc<HashMap<FeedId, Manners>>,
}

impl Setup {
    fn new(config: Arc<Config>, client: &Client) -> Result<Setup, PollerError> {
        let mut manners = HashMap::new();
        for feed in config.feeds.iter().filter(|feed| !feed.access.is_plain()) {
            let own = client.manners(&feed.url, &feed.access);
            let own = own.map_err(|error| PollerError::Feed {
                feed: feed.shown(),
                place: feed.place(),
                error,
            })?;
            manners.insert(feed.id(), own);
        }
        let manners = Arc::new(manners);
        Ok(Setup { config, manners })
    }
}

/// What every round of polling needs; one for the process, shared by its tasks.
pub struct Poller {
    /// Feeds and limits, and what follows from them; replaced as a whole by a reload.
    setup: RwLock<Setup>,
    /// Told when the setup was replaced.
    replaced: Notify,
    /// HTTP and files, with the politeness towards each site.
    pub(in crate::pipeline) client: Client,
    /// The view: what is remembered of feeds, and which stories are known.
    pub(in crate::pipeline) store: Arc<Store>,
    /// Where stories go.
    pub(in crate::pipeline) journal: Journal,
    /// Who watches.
    pub(in crate::pipeline) observer: SharedObserver,
    /// What is counted.
    pub(in crate::pipeline) counters: Arc<Counters>,
    /// What is remembered of feeds and not in the view yet.
    pub(in crate::pipeline) ledger: Ledger,
    /// Pages to be fetched later.
    pub(in crate::pipeline) later: Later,
    /// Subscriptions with feeds' hubs.
    pub(in crate::pipeline) hubs: Hubs,
    /// What polling may cost.
    pub(in crate::pipeline) limits: Limits,
    /// What time it is.
    pub(in crate::pipeline) clock: Clock,
    /// Cancelled once, when the service is to end.
    pub(in crate::pipeline) stop: CancellationToken,
}

impl Poller {
    /// A poller for the configured feeds.
    pub fn new(
        config: Arc<Config>,
        store: Arc<Store>,
        journal: Journal,
        observer: SharedObserver,
        counters: Arc<Counters>,
        clock: Clock,
        stop: CancellationToken,
    ) -> Result<Arc<Poller>, PollerError> {
        let mut params = client_params(&config);
        params.received = counters.received();
        let client = Client::new(params, clock)?;
        Poller::with_client(client, config, store, journal, observer, counters, stop)
    }

    /// As [`Poller::new`], by a client of the caller's making and its clock.
    pub fn with_client(
        client: Client,
        config: Arc<Config>,
        store: Arc<Store>,
        journal: Journal,
        observer: SharedObserver,
        counters: Arc<Counters>,
        stop: CancellationToken,
    ) -> Result<Arc<Poller>, PollerError> {
        let limits = Limits::load(&config.data_dir, client.received(), client.clock().now());
        if let Some(problem) = client.tls_problem()
            && config.feeds.iter().any(|feed| feed.url.scheme() == "https")
        {
            tracing::warn!(
                problem,
                "https feeds cannot be read: install the system's CA certificates"
            );
        }
        let setup = Setup::new(config, &client)?;
        let clock = client.clock().clone();
        let hubs = match &setup.config.websub.callback.0 {
            Some(_) => Hubs::load(&store),
            None => Hubs::default(),
        };
        Ok(Arc::new(Poller {
            setup: RwLock::new(setup),
            replaced: Notify::new(),
            ledger: Ledger::default(),
            later: Later::load(&store),
            hubs,
            limits,
            client,
            store,
            journal,
            observer,
            counters,
            clock,
            stop,
        }))
    }

    /// The configuration at present.
    pub fn config(&self) -> Arc<Config> {
        self.setup().config
    }

    /// How this feed's host is asked.
    pub(in crate::pipeline) fn manners(&self, feed: FeedId) -> Manners {
        self.setup().manners.get(&feed).cloned().unwrap_or_default()
    }

    fn setup(&self) -> Setup {
        // It is replaced by one assignment, so one left behind by a panic is whole.
        self.setup
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Polls by `config` from now on; feeds under way are finished as they were begun. On an error nothing changes.
    pub fn reload(&self, config: Arc<Config>) -> Result<Reloaded, PollerError> {
        let new = Setup::new(config, &self.client)?;
        let mut setup = self.setup.write().unwrap_or_else(PoisonError::into_inner);
        let reloaded = Reloaded::between(&setup.config, &new.config);
        *setup = new;
        drop(setup);
        self.replaced.notify_one();
        self.hubs.partings.notify_one();
        Ok(reloaded)
    }

    /// Asks a stopped feed again from now on, by its address as configured; whether it was one.
    pub fn resume(&self, written: &str) -> Result<bool, PollerError> {
        self.ledger.write(&self.store)?;
        let resumed = resume(&self.store, FeedId::of_url(written))?;
        self.replaced.notify_one();
        Ok(resumed)
    }

    /// Polls every feed once and returns when all they brought is recorded, or earlier when told to stop.
    pub async fn once(self: &Arc<Self>) -> Result<(), PollerError> {
        let now = self.clock.now();
        let config = self.config();
        let due = (0..config.feeds.len()).map(|n| Reverse((now, n))).collect();
        self.work(config, due, false).await?;
        self.work_later(false).await
    }

    /// Polls each feed when it is due, until told to stop.
    pub async fn serve(self: &Arc<Self>) -> Result<(), PollerError> {
        let config = self.config();
        let due = self.due(&config, &HashSet::new())?;
        let (polling, later) = (self.work(config, due, true), self.work_later(true));
        let hubs = async { tokio::try_join!(self.work_pushes(), self.work_partings()) };
        tokio::try_join!(polling, later, hubs).map(|_| ())
    }

    /// When each feed is due, but for those that are under way.
    fn due(&self, config: &Config, under_way: &HashSet<FeedId>) -> Result<Due, PollerError> {
        let now = self.clock.now();
        let mut due = BinaryHeap::new();
        let feeds = i64::try_from(config.feeds.len()).unwrap_or(i64::MAX);
        for (n, feed) in config.feeds.iter().enumerate() {
            let id = feed.id();
            if under_way.contains(&id) {
                continue;
            }
            let (row, memory) = self.ledger.get(&self.store, id)?;
            if memory.stopped.is_some() {
                continue;
            }
            let params = schedule_params(config, feed);
            let mut at = first_due(id, row.as_ref(), &params, false, now);
            if row.is_none_or(|row| row.next_due.is_none()) {
                // A short list needs no long spread, and somebody who starts it for the first time watches.
                at = at
                    .min(now.plus_millis(at.since(now) % feeds.saturating_mul(FIRST_POLL_GAP_MS)));
            }
            due.push(Reverse((at, n)));
        }
        Ok(due)
    }

    /// The loop: starts what is due while there is room, waits for the next thing to happen. With `again`, a polled feed
    /// goes back into the line.
    async fn work(
        self: &Arc<Self>,
        mut config: Arc<Config>,
        due: Due,
        again: bool,
    ) -> Result<(), PollerError> {
        let mut line = Line::new(&config.feeds, due);
        let mut rounds: JoinSet<Result<Option<Timestamp>, PollerError>> = JoinSet::new();
        let mut running: HashMap<task::Id, (FeedId, Option<usize>)> = HashMap::new();
        let mut waits = false;
        loop {
            let stopping = self.stop.is_cancelled();
            self.counters.pulse().beat(Stage::Poller);
            line.advance(self.clock.now());
            let full = self.held(&config).err();
            self.counters.held(full.is_some());
            if let Some(error) = full.as_ref().filter(|_| !waits) {
                tracing::warn!(%error, "polling waits; what is known is still answered");
            }
            waits = full.is_some();
            if waits && !again && rounds.is_empty() && !line.is_empty() {
                return full.map_or(Ok(()), Err);
            }
            // A round holds one request at a time, so this bounds tasks as the client bounds requests.
            while !stopping && !waits && rounds.len() < config.poll.max_in_flight {
                let Some(n) = line.take() else { break };
                let Some(id) = config.feeds.get(n).map(Feed::id) else {
                    continue;
                };
                let (poller, config) = (self.clone(), config.clone());
                let round = async move { poller.round(&config.feeds[n]).await };
                let task = rounds.spawn(round.instrument(errand::poll()));
                running.insert(task.id(), (id, Some(n)));
            }
            let ends = rounds.is_empty() && (stopping || line.is_empty() && !again);
            if (ends || self.ledger.due_in().is_some_and(|wait| wait.is_zero()))
                && let Err(error) = self.ledger.write(&self.store)
            {
                self.set_back(error.into()).await?;
            }
            if ends {
                self.counters.pulse().idle(Stage::Poller);
                return Ok(());
            }
            let wait = match waits {
                false => line.until_due(self.clock.now()).min(LONGEST_SLEEP),
                true => LONGEST_SLEEP,
            };
            let wait = wait.min(self.ledger.due_in().unwrap_or(LONGEST_SLEEP));
            tokio::select! {
                Some(ended) = rounds.join_next_with_id(), if !rounds.is_empty() => {
                    let id = match &ended {
                        Ok((id, _)) => *id,
                        Err(error) => error.id(),
                    };
                    let Some((_, n)) = running.remove(&id) else { continue };
                    let next = match ended {
                        Ok((_, Ok(next))) => next,
                        Ok((_, Err(error))) => Some(self.set_back(error).await?),
                        Err(error) => {
                            let feed = n.map(|n| config.feeds[n].shown());
                            tracing::error!(feed, %error, "polling this feed panicked; it is asked again later");
                            self.counters.failed("panic");
                            Some(self.clock.now().plus_millis(AFTER_PANIC_MS))
                        }
                    };
                    // A feed that the configuration lost meanwhile is not asked again.
                    if let Some(n) = n {
                        line.done(n, next.filter(|_| again));
                    }
                }
                () = self.replaced.notified(), if again => {
                    config = self.config();
                    let under_way: HashSet<FeedId> = running.values().map(|(id, _)| *id).collect();
                    line = Line::new(&config.feeds, self.due(&config, &under_way)?);
                    let ids: HashMap<FeedId, usize> = config.feeds.iter().map(Feed::id).zip(0..).collect();
                    for (id, n) in running.values_mut() {
                        *n = ids.get(id).copied();
                        n.iter().for_each(|n| line.occupy(*n));
                    }
                }
                () = self.stop.cancelled(), if !stopping => {}
                () = tokio::time::sleep(wait) => {}
            }
        }
    }
}

impl Poller {
    /// Whether anything may be polled now: there is room on the disk, and no limit is reached.
    pub(in crate::pipeline) fn held(&self, config: &Config) -> Result<(), PollerError> {
        self.store.has_room()?;
        let held = self.limits.held(config, self.clock.now());
        held.map_or(Ok(()), |held| Err(held.into()))
    }
}

/// Takes back that a feed was stopped, in the view; whether it was.
pub fn resume(store: &Store, feed: FeedId) -> Result<bool, StoreError> {
    let mut memory = store.feed_memory(feed)?;
    if memory.stopped.take().is_none() {
        return Ok(false);
    }
    memory.failing_since = None;
    store.put_feed_memory(feed, &memory)?;
    Ok(true)
}
