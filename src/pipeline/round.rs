//! The road of one feed in one round: ask, read, leave out what is known, fetch pages, hand the stories on, and only
//! when they are durable remember that it was done. A process killed anywhere on it costs one poll more.

use crate::config::Feed;
use crate::feed;
use crate::feed::Document;
use crate::feed::FeedError;
use crate::model::Entry;
use crate::model::Story;
use crate::model::TextOrigin;
use crate::model::Timestamp;
use crate::model::Verdict;
use crate::pipeline::compose;
use crate::pipeline::compose::Origin;
use crate::pipeline::meters::Step;
use crate::pipeline::observe::Happening;
use crate::pipeline::poller::Poller;
use crate::pipeline::poller::PollerError;
use crate::pipeline::poller::schedule_params;
use crate::poll::Fetched;
use crate::poll::Outcome;
use crate::poll::Page;
use crate::poll::Validators;
use crate::poll::fold_outcome;
use crate::poll::same_site;
use crate::poll::validators_to_send;
use crate::store::IdentityDigest;
use crate::store::StoreError;
use crate::store::rows::FeedRow;
use std::collections::HashMap;
use std::collections::HashSet;
use std::time::Instant;
use xxhash_rust::xxh3::xxh3_64;

/// Stories that are recorded together where no page has to be fetched between them.
const READY_TOGETHER: usize = 32;
/// What a document that is no feed counts towards backing off: half, since publishers mend their feeds.
const NOT_A_FEED_WEIGHT: f64 = 0.5;

/// An entry to make a story of, and the page to fetch for it, if any.
type Wanted = (Entry, Option<String>);

impl Poller {
    /// Polls one feed to its end. The answer is when it is due again.
    pub(in crate::pipeline) async fn round(&self, feed: &Feed) -> Result<Timestamp, PollerError> {
        let id = feed.id();
        let row = match self.store.feed(id) {
            // What is remembered of a feed costs one poll when it is lost; the service it must not cost.
            Err(error @ StoreError::Damaged { .. }) => {
                tracing::warn!(feed = %feed.written, %error, "what was remembered of this feed is lost");
                FeedRow::default()
            }
            row => row?.unwrap_or_default(),
        };
        let validators = validators_to_send(id, &row);
        let begun = Instant::now();
        let fetched = tokio::select! {
            fetched = self.client.feed(feed.url.as_str(), &validators) => fetched,
            () = self.stop.cancelled() => return Ok(self.clock.now()),
        };
        self.counters.took(Step::FetchFeed, begun.elapsed());
        let outcome = match fetched {
            Err(error) => self.failed(feed, error.name(), &error, Outcome::from(&error)),
            Ok(Fetched::NotModified { validators, .. }) => {
                self.unchanged(feed);
                Some(Outcome::Unchanged { validators })
            }
            Ok(Fetched::Body(page)) => self.document(feed, &row, page).await?,
        };
        self.counters.polled();
        let now = self.clock.now();
        let Some(outcome) = outcome else {
            // Stopped on the way: nothing is remembered, so that the next start asks again.
            return Ok(now);
        };
        let row = fold_outcome(id, row, &outcome, &schedule_params(&self.config, feed), now);
        let next = row.next_due.unwrap_or(now);
        self.store.put_feed(id, &row)?;
        Ok(next)
    }

    fn failed(
        &self,
        feed: &Feed,
        error: &'static str,
        message: &dyn std::fmt::Display,
        outcome: Outcome,
    ) -> Option<Outcome> {
        if !matches!(outcome, Outcome::Held { .. }) {
            self.counters.failed(error);
            self.observer.see(&Happening::FeedFailed {
                feed: feed.written.clone(),
                outlet: feed.outlet.clone(),
                error,
                message: message.to_string(),
            });
        }
        Some(outcome)
    }

    fn unchanged(&self, feed: &Feed) {
        self.observer.see(&Happening::FeedUnchanged {
            feed: feed.written.clone(),
            outlet: feed.outlet.clone(),
        });
    }

    /// A body came: reads it and records what is new in it. `None` when told to stop before all of it was recorded.
    async fn document(
        &self,
        feed: &Feed,
        row: &FeedRow,
        page: Page,
    ) -> Result<Option<Outcome>, PollerError> {
        let Page {
            bytes,
            final_url,
            content_type,
            validators,
            ..
        } = page;
        self.counters.bytes(bytes.len());
        let body_hash = xxh3_64(&bytes);
        if row.body_hash == Some(body_hash) {
            self.unchanged(feed);
            return Ok(Some(Outcome::Unchanged { validators }));
        }
        let base = final_url.clone();
        let begun = Instant::now();
        let parsed = tokio::task::spawn_blocking(move || {
            feed::parse(&bytes, &base, content_type.as_deref())
        })
        .await;
        self.counters.took(Step::ReadFeed, begun.elapsed());
        let document = match parsed {
            Ok(Ok(document)) => document,
            Ok(Err(error)) => return Ok(self.not_a_feed(feed, error.name(), &error)),
            Err(panic) => {
                let error = FeedError::Parser {
                    url: final_url,
                    reason: format!("the reader panicked: {panic}"),
                };
                return Ok(self.not_a_feed(feed, error.name(), &error));
            }
        };
        for problem in &document.problems {
            tracing::debug!(feed = %feed.written, problem, "feed mended");
        }
        let fresh = self.fresh(feed, &document)?;
        self.counters.entries(document.entries.len());
        self.observer.see(&Happening::FeedRead {
            feed: feed.written.clone(),
            outlet: feed.outlet.clone(),
            entries: document.entries.len(),
            fresh: fresh.len(),
        });
        let (fresh, rest) = self.within_pages(feed, fresh);
        let Some((new_stories, held)) = self.stories(feed, &document, fresh).await? else {
            return Ok(None);
        };
        let rest = rest + held;
        let entries = u32::try_from(document.entries.len()).unwrap_or(u32::MAX);
        if rest > 0 {
            // The same document has to be read again for the entries that were left for next time.
            tracing::info!(feed = %feed.written, rest, "not every new entry was taken; the rest waits for the next poll");
            let validators = Validators::default();
            return Ok(Some(Outcome::Read {
                validators,
                body_hash: 0,
                title: document.title,
                entries,
                new_stories,
            }));
        }
        Ok(Some(Outcome::Read {
            validators,
            body_hash,
            title: document.title,
            entries,
            new_stories,
        }))
    }

    /// The entries that this poll takes, and how many it leaves because more pages would have to be fetched than one poll may.
    fn within_pages(&self, feed: &Feed, entries: Vec<Entry>) -> (Vec<Wanted>, usize) {
        let (mut taken, mut pages, mut rest) = (Vec::new(), 0, 0);
        for entry in entries {
            let page = self.wanted_page(feed, &entry);
            if page.is_some() && pages == self.config.pages.max_per_poll {
                rest += 1;
                continue;
            }
            pages += usize::from(page.is_some());
            taken.push((entry, page));
        }
        (taken, rest)
    }

    fn not_a_feed(&self, feed: &Feed, name: &'static str, error: &FeedError) -> Option<Outcome> {
        let outcome = Outcome::Failed {
            name: name.to_owned(),
            sentence: error.to_string(),
            weight: NOT_A_FEED_WEIGHT,
            retry_after_ms: None,
        };
        self.failed(feed, name, error, outcome)
    }

    /// The entries that are not known yet, or say that they changed since; oldest first, so that a story comes before
    /// its revision and a copy after what it copies.
    fn fresh(&self, feed: &Feed, document: &Document) -> Result<Vec<Entry>, StoreError> {
        let mut fresh = Vec::new();
        let repeated = repeated_guids(&document.entries);
        for entry in document.entries.iter().rev() {
            let mut entry = entry.clone();
            // One guid on two links says nothing of either.
            entry.guid = entry.guid.filter(|guid| !repeated.contains(guid.as_str()));
            if !self.is_known(feed, &entry)? {
                fresh.push(entry);
            }
        }
        if fresh.iter().all(|entry| entry.published.is_some()) {
            fresh.sort_by_key(|entry| entry.published);
        }
        Ok(fresh)
    }

    fn is_known(&self, feed: &Feed, entry: &Entry) -> Result<bool, StoreError> {
        let link = entry
            .link
            .as_deref()
            .and_then(feed::canonical_url)
            .map(|url| format!("url:{url}"));
        let guid = entry.guid.as_deref().map(|guid| {
            format!(
                "guid:{}",
                compose::scoped_guid(feed.id(), &feed.outlet, guid)
            )
        });
        // A link says more than a guid: some feeds repeat one guid, and a page of its own is a text of its own.
        let Some(identity) = link.clone().or(guid) else {
            return Ok(false);
        };
        let own = link.map(|link| format!("outlet:{} {}", feed.outlet, &link["url:".len()..]));
        for identity in [Some(identity), own].into_iter().flatten() {
            let Some(story) = self.store.identity(IdentityDigest::of(&identity))? else {
                continue;
            };
            let Some(row) = self.store.story(story)? else {
                continue;
            };
            // What only another outlet's feed has told of this URL is not this outlet's story.
            if row.origin == TextOrigin::Feed && row.outlet != feed.outlet {
                continue;
            }
            let changed = entry.updated.is_some_and(|updated| {
                row.updated
                    .or(row.published)
                    .is_some_and(|known| updated > known)
            });
            let looked = row.newest().map(|revision| revision.observed);
            return Ok(!changed || looked >= entry.updated);
        }
        Ok(false)
    }

    /// Makes a story of each entry and records it. The answer is how many stories were not known, and how many entries wait
    /// for the next poll because the site wants a pause; `None` when told to stop.
    async fn stories(
        &self,
        feed: &Feed,
        document: &Document,
        entries: Vec<Wanted>,
    ) -> Result<Option<(u32, usize)>, PollerError> {
        let language = feed.language.clone().or_else(|| document.language.clone());
        let origin = Origin {
            feed: feed.id(),
            outlet: feed.outlet.clone(),
            language,
        };
        let (mut ready, mut new_stories, mut held) = (Vec::new(), 0, 0);
        for (entry, page) in entries {
            if self.stop.is_cancelled() {
                return Ok(None);
            }
            let page = match page {
                Some(url) => {
                    // Whatever is ready does not wait for somebody's slow server.
                    new_stories += self.record(&mut ready).await?;
                    let page = tokio::select! {
                        page = self.page(feed, &url) => page,
                        () = self.stop.cancelled() => return Ok(None),
                    };
                    if matches!(&page, Err(failure) if failure.held) {
                        held += 1;
                        continue;
                    }
                    self.page_or_feed_text(&entry, &url, page)
                }
                None => None,
            };
            match compose::story(&entry, page, &origin, same_site, self.clock.now()) {
                Some(story) => ready.push(story),
                None => {
                    tracing::debug!(feed = %feed.written, link = entry.link, "an entry without text and headline is left out")
                }
            }
            if ready.len() >= READY_TOGETHER {
                new_stories += self.record(&mut ready).await?;
            }
        }
        new_stories += self.record(&mut ready).await?;
        Ok(Some((new_stories, held)))
    }

    async fn record(&self, ready: &mut Vec<Story>) -> Result<u32, PollerError> {
        if ready.is_empty() {
            return Ok(0);
        }
        let recorded = self.journal.record(std::mem::take(ready)).await?;
        let new = recorded
            .iter()
            .filter(|r| !matches!(r.verdict, Verdict::Unchanged | Verdict::Revision { .. }));
        Ok(u32::try_from(new.count()).unwrap_or(u32::MAX))
    }
}

/// The guids that stand on more than one link in a document.
fn repeated_guids(entries: &[Entry]) -> HashSet<&str> {
    let mut links: HashMap<&str, Option<&str>> = HashMap::new();
    let mut repeated = HashSet::new();
    for entry in entries {
        let Some(guid) = entry.guid.as_deref() else {
            continue;
        };
        let link = entry.link.as_deref();
        if *links.entry(guid).or_insert(link) != link {
            repeated.insert(guid);
        }
    }
    repeated
}
