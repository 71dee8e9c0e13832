//! Politeness: one request at a time to a registrable domain, a gap between them, and a pause where a host asked for one.
//! Knows nothing of what is asked. Times here are monotonic; a pause is lost on restart, but the feed's due time is not.

use super::error::FetchError;
use super::shown::ShownUrl;
use std::collections::HashMap;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;
use std::time::Duration;
use tokio::sync::OwnedSemaphorePermit;
use tokio::sync::Semaphore;
use tokio::time::Instant;
use url::Host;
use url::Url;

/// Domains that are remembered. At the bound those with nothing running, waiting or paused are forgotten, and if
/// that is not enough the pauses that end soonest; domains in use stay, and callers bound how many those are.
pub const MAX_DOMAINS: usize = 4096;

/// Longest pause, in milliseconds, that a request waits out in line (5 s); at a longer one it is refused as held.
const MAX_WAITED_PAUSE_MS: u64 = 5_000;

/// Hands out permits to ask. One per program; clones share it.
#[derive(Clone)]
pub struct Politeness {
    inner: Arc<Inner>,
}

struct Inner {
    gap: Duration,
    all: Arc<Semaphore>,
    domains: Mutex<HashMap<String, Arc<Domain>>>,
}

struct Domain {
    one: Arc<Semaphore>,
    times: Mutex<Times>,
}

#[derive(Clone, Copy, Default)]
struct Times {
    last_start: Option<Instant>,
    held_until: Option<Instant>,
    /// What the domain's sites ask for between two requests.
    least_gap: Duration,
}

/// The right to ask one domain once; given back by being dropped.
pub struct Permit {
    domain: Arc<Domain>,
    // `None` only if a semaphore were closed, which nobody does.
    _one: Option<OwnedSemaphorePermit>,
    _all: Option<OwnedSemaphorePermit>,
}

impl Permit {
    /// Asks nobody of this domain again for `ms` milliseconds.
    pub fn hold(&self, ms: u64) {
        self.domain.hold(ms);
    }
}

impl Politeness {
    /// At most `max_in_flight` requests at once over all domains (at least 1), and `gap` between two starts at one.
    pub fn new(gap: Duration, max_in_flight: usize) -> Politeness {
        let slots = max_in_flight.clamp(1, Semaphore::MAX_PERMITS);
        Politeness {
            inner: Arc::new(Inner {
                gap,
                all: Arc::new(Semaphore::new(slots)),
                domains: Mutex::default(),
            }),
        }
    }

    /// Waits for its turn to ask `url`'s domain, first come first served.
    /// [`FetchError::Held`] when the domain asked for a pause that has more than a few seconds to go.
    pub async fn acquire(&self, url: &Url) -> Result<Permit, FetchError> {
        let domain = self.domain(domain_key(url));
        domain.refuse_if_held(url)?;
        let one = Arc::clone(&domain.one).acquire_owned().await.ok();
        // Whoever was ahead in line may have been told to go away.
        domain.refuse_if_held(url)?;
        if let Some(start) = domain.earliest_start(self.inner.gap) {
            tokio::time::sleep_until(start).await;
        }
        let all = Arc::clone(&self.inner.all).acquire_owned().await.ok();
        lock(&domain.times).last_start = Some(Instant::now());
        Ok(Permit {
            domain,
            _one: one,
            _all: all,
        })
    }

    /// Leaves at least `delay` between two starts at the domain of `url` from now on, until it is forgotten for want of use.
    pub fn pace(&self, url: &Url, delay: Duration) {
        let domain = self.domain(domain_key(url));
        lock(&domain.times).least_gap = delay;
    }

    fn domain(&self, key: String) -> Arc<Domain> {
        let mut domains = lock(&self.inner.domains);
        if domains.len() >= MAX_DOMAINS && !domains.contains_key(&key) {
            forget(&mut domains, self.inner.gap);
        }
        let domain = domains.entry(key).or_insert_with(|| {
            Arc::new(Domain {
                one: Arc::new(Semaphore::new(1)),
                times: Mutex::default(),
            })
        });
        Arc::clone(domain)
    }

    /// Domains remembered at present.
    pub fn domains(&self) -> usize {
        lock(&self.inner.domains).len()
    }
}

impl Domain {
    fn hold(&self, ms: u64) {
        let until = Instant::now().checked_add(Duration::from_millis(ms));
        let mut times = lock(&self.times);
        times.held_until = times.held_until.max(until);
    }

    fn refuse_if_held(&self, url: &Url) -> Result<(), FetchError> {
        let Some(until) = lock(&self.times).held_until else {
            return Ok(());
        };
        let left = until.saturating_duration_since(Instant::now());
        let wait_ms = u64::try_from(left.as_millis()).unwrap_or(u64::MAX);
        if wait_ms <= MAX_WAITED_PAUSE_MS {
            return Ok(());
        }
        Err(FetchError::Held {
            url: ShownUrl::from(url),
            wait_ms,
        })
    }

    fn earliest_start(&self, gap: Duration) -> Option<Instant> {
        let times = *lock(&self.times);
        let gap = gap.max(times.least_gap);
        let after_gap = times.last_start.and_then(|start| start.checked_add(gap));
        after_gap.max(times.held_until)
    }
}

fn forget(domains: &mut HashMap<String, Arc<Domain>>, gap: Duration) {
    let now = Instant::now();
    // New references are made only under the map's lock, so a count of one means that nobody runs or waits.
    let idle = |domain: &Arc<Domain>| Arc::strong_count(domain) == 1;
    domains.retain(|_, domain| {
        !idle(domain) || domain.earliest_start(gap).is_some_and(|start| start > now)
    });
    while domains.len() >= MAX_DOMAINS {
        let soonest = domains
            .iter()
            .filter(|(_, domain)| idle(domain))
            .min_by_key(|(_, domain)| domain.earliest_start(gap))
            .map(|(key, _)| key.clone());
        match soonest {
            Some(key) => domains.remove(&key),
            None => return,
        };
    }
}

/// What counts as one domain: the registrable domain of the public suffix list (its private part included, so two
/// blogs of one platform are two domains); host and port for addresses and names without a registrable domain.
pub(super) fn domain_key(url: &Url) -> String {
    let host_and_port = || {
        let host = url.host_str().unwrap_or_default();
        let port = url.port_or_known_default().unwrap_or_default();
        format!("{host}:{port}")
    };
    match url.host() {
        Some(Host::Domain(name)) => match psl::domain_str(name.trim_end_matches('.')) {
            Some(domain) => domain.to_owned(),
            None => host_and_port(),
        },
        _ => host_and_port(),
    }
}

/// The site that a feed belongs to, for taking turns: its registrable domain, or its host and port where there is none.
/// A local file is a site of its own.
pub fn site(url: &Url) -> String {
    match url.scheme() {
        "file" => url.as_str().to_owned(),
        _ => domain_key(url),
    }
}

/// Whether two URLs belong to one registrable domain, or to one host and port where there is none. False where one is no URL.
pub fn same_site(a: &str, b: &str) -> bool {
    match (Url::parse(a), Url::parse(b)) {
        (Ok(a), Ok(b)) => domain_key(&a) == domain_key(&b),
        _ => false,
    }
}

/// A panic elsewhere cannot leave these plain values half-written, so a poisoned lock is as good as a sound one.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
