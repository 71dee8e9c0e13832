//! When which feed is polled: the loop that starts work. The road of one feed is `round.rs`.
//!
//! A failing or slow feed holds up nobody: each has a task of its own, bounded in number here and in manners by the
//! client's politeness towards each site. Knows neither feed documents nor stories.

use crate::config::Config;
use crate::config::Feed;
use crate::model::Timestamp;
use crate::pipeline::counters::Counters;
use crate::pipeline::journal::Journal;
use crate::pipeline::journal::JournalError;
use crate::pipeline::line::Due;
use crate::pipeline::line::Line;
use crate::pipeline::observe::SharedObserver;
use crate::poll::AllowPrivate;
use crate::poll::Client;
use crate::poll::ClientError;
use crate::poll::ClientParams;
use crate::poll::Clock;
use crate::poll::ScheduleParams;
use crate::poll::first_due;
use crate::store::Store;
use crate::store::StoreError;
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

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
    /// No HTTP client could be made.
    #[error(transparent)]
    Client(#[from] ClientError),
}

/// What every round of polling needs; one for the process, shared by its tasks.
pub struct Poller {
    /// Feeds and limits.
    pub(in crate::pipeline) config: Arc<Config>,
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
        let client = Client::new(client_params(&config), clock.clone())?;
        if let Some(problem) = client.tls_problem()
            && config.feeds.iter().any(|feed| feed.url.scheme() == "https")
        {
            tracing::warn!(
                problem,
                "https feeds cannot be read: install the system's CA certificates"
            );
        }
        Ok(Arc::new(Poller {
            config,
            client,
            store,
            journal,
            observer,
            counters,
            clock,
            stop,
        }))
    }

    /// Polls every feed once and returns when all they brought is recorded, or earlier when told to stop.
    pub async fn once(self: &Arc<Self>) -> Result<(), PollerError> {
        let now = self.clock.now();
        self.work(
            (0..self.config.feeds.len())
                .map(|n| Reverse((now, n)))
                .collect(),
            false,
        )
        .await
    }

    /// Polls each feed when it is due, until told to stop.
    pub async fn serve(self: &Arc<Self>) -> Result<(), PollerError> {
        let now = self.clock.now();
        let mut due = BinaryHeap::new();
        let feeds = i64::try_from(self.config.feeds.len()).unwrap_or(i64::MAX);
        for (n, feed) in self.config.feeds.iter().enumerate() {
            let row = self.store.feed(feed.id())?;
            let params = schedule_params(&self.config, feed);
            let mut at = first_due(feed.id(), row.as_ref(), &params, false, now);
            if row.is_none_or(|row| row.next_due.is_none()) {
                // A short list needs no long spread, and somebody who starts it for the first time watches.
                at = at
                    .min(now.plus_millis(at.since(now) % feeds.saturating_mul(FIRST_POLL_GAP_MS)));
            }
            due.push(Reverse((at, n)));
        }
        self.work(due, true).await
    }

    /// The loop: starts what is due while there is room, waits for the next thing to happen. With `again`, a polled feed
    /// goes back into the line.
    async fn work(self: &Arc<Self>, due: Due, again: bool) -> Result<(), PollerError> {
        let mut line = Line::new(&self.config.feeds, due);
        let mut rounds: JoinSet<Result<Option<Timestamp>, PollerError>> = JoinSet::new();
        let mut running = HashMap::new();
        // A round holds one request at a time, so this bounds tasks as the client bounds requests.
        let room = self.config.poll.max_in_flight;
        loop {
            let stopping = self.stop.is_cancelled();
            line.advance(self.clock.now());
            while !stopping && rounds.len() < room {
                let Some(n) = line.take() else { break };
                let poller = self.clone();
                let task = rounds.spawn(async move { poller.round(&poller.config.feeds[n]).await });
                running.insert(task.id(), n);
            }
            if rounds.is_empty() && (stopping || line.is_empty()) {
                return Ok(());
            }
            let wait = line.until_due(self.clock.now()).min(LONGEST_SLEEP);
            tokio::select! {
                Some(ended) = rounds.join_next_with_id(), if !rounds.is_empty() => {
                    let id = match &ended {
                        Ok((id, _)) => *id,
                        Err(error) => error.id(),
                    };
                    let Some(n) = running.remove(&id) else { continue };
                    let next = match ended {
                        Ok((_, outcome)) => outcome?,
                        Err(error) => {
                            let feed = self.config.feeds[n].shown();
                            tracing::error!(feed, %error, "polling this feed panicked; it is asked again later");
                            self.counters.failed("panic");
                            Some(self.clock.now().plus_millis(AFTER_PANIC_MS))
                        }
                    };
                    line.done(n, next.filter(|_| again));
                }
                () = self.stop.cancelled(), if !stopping => {}
                () = tokio::time::sleep(wait) => {}
            }
        }
    }
}

/// How often this feed is polled.
pub(in crate::pipeline) fn schedule_params(config: &Config, feed: &Feed) -> ScheduleParams {
    let millis = |d: Duration| u64::try_from(d.as_millis()).unwrap_or(u64::MAX);
    ScheduleParams {
        interval_ms: millis(feed.interval.unwrap_or(config.poll.interval)),
        min_ms: millis(config.poll.min_interval),
        max_ms: millis(config.poll.max_interval),
        // An interval that somebody set for this very feed is meant.
        adaptive: feed.interval.is_none(),
    }
}

/// How the configuration wants requests made.
pub fn client_params(config: &Config) -> ClientParams {
    let poll = &config.poll;
    ClientParams {
        user_agent: crate::poll::user_agent(config.contact.as_deref()),
        connect_timeout: poll.connect_timeout,
        first_byte_timeout: poll.first_byte_timeout,
        idle_timeout: poll.idle_timeout,
        total_timeout: poll.total_timeout,
        max_body: poll.max_body.0,
        max_redirects: poll.max_redirects,
        allow_private: if poll.allow_private {
            AllowPrivate::Everything
        } else {
            AllowPrivate::Nothing
        },
        max_in_flight: poll.max_in_flight,
        domain_gap: poll.per_host_gap,
    }
}
