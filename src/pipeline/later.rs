//! Pages that are fetched later: those that could not be had when their story entered, and those that may have been
//! changed since. The queue is durable; this is its order, and who works on it.
//!
//! A site is asked for one page at a time here, so that a slow one takes up one worker and holds up nobody else's.

use crate::model::Day;
use crate::model::FeedId;
use crate::model::Timestamp;
use crate::model::digest;
use crate::pipeline::errand;
use crate::pipeline::poller::Poller;
use crate::pipeline::poller::PollerError;
use crate::poll::site;
use crate::store::Store;
use crate::store::StoreError;
use crate::store::polling::PagePurpose;
use crate::store::polling::PageTask;
use std::collections::BTreeSet;
use std::collections::HashMap;
use std::collections::HashSet;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;
use std::time::Duration;
use tokio::sync::Notify;
use tokio::task::JoinSet;
use tracing::Instrument;
use url::Url;

/// Pages that wait at most. At the bound no further page is waited for: the story stays with the text that it has.
pub const MAX_TASKS: usize = 100_000;
/// Pages fetched at once here; the politeness towards each site counts besides.
const WORKERS: usize = 8;
/// Longest sleep of the loop: a wall clock that jumps is noticed within it.
const LONGEST_SLEEP: Duration = Duration::from_secs(30);
/// Longest text of an entry that is kept with its page, in bytes; a longer one is not kept: it would have been enough by itself.
const MAX_TEXT: usize = 64 * 1024;

/// The queue in memory: when which page is due.
#[derive(Default)]
pub struct Later {
    state: Mutex<State>,
    news: Notify,
}

#[derive(Default)]
struct State {
    due: BTreeSet<(Timestamp, u64)>,
    /// When each page is due, for replacing it, and its site.
    when: HashMap<u64, (Timestamp, u64)>,
    /// Sites that are being asked.
    busy: HashSet<u64>,
    /// Pages read here since last asked, for each feed.
    read: HashMap<FeedId, u64>,
    /// The day that is counted, and looks made on it.
    looks: Option<(Day, usize)>,
}

impl Later {
    /// The queue as the view remembers it.
    pub fn load(store: &Store) -> Later {
        let later = Later::default();
        {
            let mut state = later.lock();
            for (number, task) in store.page_tasks().take(MAX_TASKS) {
                state.put(number, &task);
            }
        }
        later
    }

    /// Adds a page, or gives it another time. It is durable when this returns.
    pub fn add(&self, store: &Store, number: u64, task: &PageTask) -> Result<(), StoreError> {
        let full = {
            let state = self.lock();
            state.when.len() >= MAX_TASKS && !state.when.contains_key(&number)
        };
        if full {
            tracing::debug!(url = task.url, "too many pages wait; this one is left out");
            return Ok(());
        }
        store.put_page_task(number, Some(task))?;
        self.lock().put(number, task);
        self.news.notify_one();
        Ok(())
    }

    /// Takes a page out of the queue.
    pub fn remove(&self, store: &Store, number: u64) -> Result<(), StoreError> {
        store.put_page_task(number, None)?;
        self.lock().take(number);
        Ok(())
    }

    /// A page was read here that could not be had when its story entered.
    pub fn count_read(&self, feed: FeedId) {
        *self.lock().read.entry(feed).or_default() += 1;
    }

    /// How many such pages of a feed were read since last asked.
    pub fn take_read(&self, feed: FeedId) -> u64 {
        self.lock().read.remove(&feed).unwrap_or(0)
    }

    /// Whether one more look may be made today, of `most`.
    pub fn may_look(&self, most: usize, now: Timestamp) -> bool {
        let mut state = self.lock();
        let today = now.day();
        let made = match state.looks {
            Some((day, made)) if day == today => made,
            _ => 0,
        };
        if made >= most {
            return false;
        }
        state.looks = Some((today, made + 1));
        true
    }

    /// Pages that wait.
    pub fn len(&self) -> usize {
        self.lock().when.len()
    }

    /// Whether no page waits.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// At most `room` pages that are due by `now`, each of another site that is free; their sites are busy from now on.
    /// Also when the next page is due that is not yet.
    fn take_due(&self, now: Timestamp, room: usize) -> (Vec<(u64, u64)>, Option<Timestamp>) {
        let mut state = self.lock();
        let State {
            due, when, busy, ..
        } = &mut *state;
        let mut taken = Vec::new();
        for (at, number) in due.iter() {
            if *at > now || taken.len() >= room {
                break;
            }
            let site = when.get(number).map_or(0, |(_, site)| *site);
            if busy.insert(site) {
                taken.push((*number, site));
            }
        }
        let next = due.range((now.plus_millis(1), 0)..).next();
        (taken, next.map(|(at, _)| *at))
    }

    fn release(&self, site: u64) {
        self.lock().busy.remove(&site);
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // Every change is whole before anything can panic.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn put(&mut self, number: u64, task: &PageTask) {
        self.take(number);
        let site = Url::parse(&task.url).map_or_else(|_| task.url.clone(), |url| site(&url));
        let site = digest(&[site.as_bytes()]);
        self.when.insert(number, (task.due, site));
        self.due.insert((task.due, number));
    }

    fn take(&mut self, number: u64) {
        if let Some((due, _)) = self.when.remove(&number) {
            self.due.remove(&(due, number));
        }
    }
}

/// A site's turn; given back however its page ends.
struct Turn(Arc<Poller>, u64);

impl Drop for Turn {
    fn drop(&mut self) {
        self.0.later.release(self.1);
    }
}

/// A task with no more of its entry than is needed when it comes up.
pub fn slim(mut task: PageTask) -> PageTask {
    let long = |text: &Option<String>| text.as_ref().is_some_and(|text| text.len() > MAX_TEXT);
    // A page that was read before is compared with itself, not with the feed's text.
    if task.purpose == PagePurpose::Recheck || long(&task.entry.content) {
        task.entry.content = None;
    }
    if task.purpose == PagePurpose::Recheck || long(&task.entry.summary) {
        task.entry.summary = None;
    }
    task
}

impl Poller {
    /// Fetches pages when they are due; with `again` until told to stop, else those that are due now.
    pub(in crate::pipeline) async fn work_later(
        self: &Arc<Self>,
        again: bool,
    ) -> Result<(), PollerError> {
        let mut running: JoinSet<Result<(), PollerError>> = JoinSet::new();
        let mut under_way = HashMap::new();
        loop {
            let stopping = self.stop.is_cancelled();
            let now = self.clock.now();
            let config = self.config();
            let held =
                self.limits.pages_wait(&config, now).is_some() || self.held(&config).is_err();
            self.counters.pages_wait(self.later.len());
            let room = if stopping || held {
                0
            } else {
                WORKERS - running.len().min(WORKERS)
            };
            let (due, next) = self.later.take_due(now, room);
            for (number, site) in due {
                let turn = Turn(self.clone(), site);
                let Some(task) = self.store.page_task(number)? else {
                    self.later.remove(&self.store, number)?;
                    continue;
                };
                let poller = self.clone();
                let again = async move {
                    let _turn = turn;
                    poller.again(number, task).await
                };
                let handle = running.spawn(again.instrument(errand::page()));
                under_way.insert(handle.id(), number);
            }
            if running.is_empty() && (stopping || !again) {
                return Ok(());
            }
            let wait = next.map_or(LONGEST_SLEEP, |at| {
                Duration::from_millis(at.since(now).max(0).unsigned_abs()).min(LONGEST_SLEEP)
            });
            tokio::select! {
                Some(ended) = running.join_next_with_id(), if !running.is_empty() => {
                    let id = match &ended {
                        Ok((id, _)) => *id,
                        Err(error) => error.id(),
                    };
                    let number = under_way.remove(&id);
                    match ended {
                        Ok((_, done)) => done?,
                        Err(error) => {
                            tracing::error!(%error, "reading a page again panicked; it is left out");
                            self.counters.failed("panic");
                            if let Some(number) = number {
                                self.later.remove(&self.store, number)?;
                            }
                        }
                    }
                }
                () = self.stop.cancelled(), if !stopping => {}
                () = self.later.news.notified() => {}
                () = tokio::time::sleep(wait) => {}
            }
        }
    }
}
