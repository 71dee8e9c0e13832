//! The road of one feed in one round: ask, read, leave out what is known, fetch pages, hand the stories on, and only
//! when they are durable remember that it was done. A process killed anywhere on it costs one poll more.

use crate::config::Feed;
use crate::feed::Document;
use crate::feed::FeedError;
use crate::model::Entry;
use crate::model::Story;
use crate::model::Timestamp;
use crate::model::Verdict;
use crate::pipeline::compose;
use crate::pipeline::compose::Origin;
use crate::pipeline::counters::Poll;
use crate::pipeline::meters::Step;
use crate::pipeline::observe::Happening;
use crate::pipeline::page::Read;
use crate::pipeline::poller::Poller;
use crate::pipeline::poller::PollerError;
use crate::poll::Fetched;
use crate::poll::Outcome;
use crate::poll::Page;
use crate::poll::Validators;
use crate::poll::address_to_ask;
use crate::poll::same_site;
use crate::store::polling::FeedMemory;
use crate::store::polling::FetchNote;
use crate::store::rows::FeedFacts;
use crate::store::rows::FeedRow;
use std::time::Instant;
use xxhash_rust::xxh3::xxh3_64;

/// Stories that are recorded together where no page has to be fetched between them.
const READY_TOGETHER: usize = 32;
/// What a document that is no feed counts towards backing off: half, since publishers mend their feeds.
const NOT_A_FEED_WEIGHT: f64 = 0.5;

/// An entry to make a story of, and the page to fetch for it, if any.
type Wanted = (Entry, Option<String>);

impl Poller {
    /// Polls one feed to its end. The answer is when it is due again, if ever.
    pub(in crate::pipeline) async fn round(
        &self,
        feed: &Feed,
    ) -> Result<Option<Timestamp>, PollerError> {
        let id = feed.id();
        let (row, mut memory) = self.ledger.get(&self.store, id)?;
        let row = row.unwrap_or_default();
        if memory.stopped.is_some() {
            return Ok(None);
        }
        let begun = Instant::now();
        let url = address_to_ask(&feed.url, &memory);
        let (validators, manners) = (self.validators(feed, &row, &memory), self.manners(id));
        let mut note = FetchNote {
            conditional: !validators.is_empty(),
            ..FetchNote::default()
        };
        let fetched = tokio::select! {
            fetched = self.client.feed_as(url, &validators, &manners) => fetched,
            () = self.stop.cancelled() => return Ok(Some(self.clock.now())),
        };
        self.counters.took(Step::FetchFeed, begun.elapsed());
        let mut moved_to = None;
        let outcome = match fetched {
            Err(error) => {
                note.status = error.status();
                self.failed(feed, error.name(), &error, Outcome::from(&error))
            }
            Ok(Fetched::NotModified {
                validators,
                fresh_ms,
                permanent_redirect_to,
            }) => {
                moved_to = permanent_redirect_to;
                self.unchanged(feed);
                Some(Outcome::Unchanged {
                    validators,
                    fresh_ms,
                })
            }
            Ok(Fetched::Body(page)) => {
                note.bytes = page.bytes.len() as u64;
                moved_to.clone_from(&page.permanent_redirect_to);
                self.document(feed, &row, &mut memory, page).await?
            }
        };
        match &outcome {
            Some(Outcome::Read { .. }) => self.counters.polled(Poll::Read),
            Some(Outcome::Unchanged { .. }) => self.counters.polled(Poll::Unchanged),
            Some(Outcome::Failed { .. }) => self.counters.polled(Poll::Failed),
            // Nobody was asked, or nothing is remembered of it.
            Some(Outcome::Held { .. }) | None => {}
        }
        let now = self.clock.now();
        let Some(outcome) = outcome else {
            // Stopped on the way: nothing is remembered, so that the next start asks again.
            return Ok(Some(now));
        };
        note.at = now;
        note.took_ms = u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX);
        self.remember(feed, row, memory, &outcome, note, moved_to)
            .await
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
                feed: feed.shown(),
                outlet: feed.outlet.clone(),
                error,
                message: message.to_string(),
            });
        }
        Some(outcome)
    }

    fn unchanged(&self, feed: &Feed) {
        self.observer.see(&Happening::FeedUnchanged {
            feed: feed.shown(),
            outlet: feed.outlet.clone(),
        });
    }

    /// A body came: reads it and records what is new in it. `None` when told to stop before all of it was recorded.
    async fn document(
        &self,
        feed: &Feed,
        row: &FeedRow,
        memory: &mut FeedMemory,
        page: Page,
    ) -> Result<Option<Outcome>, PollerError> {
        let base = page.base().to_owned();
        let Page {
            bytes,
            content_type,
            validators,
            fresh_ms,
            links,
            ..
        } = page;
        self.counters.bytes(bytes.len());
        let body_hash = xxh3_64(&bytes);
        if row.body_hash == Some(body_hash) {
            self.unchanged(feed);
            return Ok(Some(Outcome::Unchanged {
                validators,
                fresh_ms,
            }));
        }
        let begun = Instant::now();
        let read = self.read(bytes, &base, content_type).await;
        self.counters.took(Step::ReadFeed, begun.elapsed());
        let mut document = match read {
            Ok(document) => document,
            Err(error) => return Ok(self.not_a_feed(feed, error.name(), &error)),
        };
        // What an index lists changes without it; neither its bytes nor its validators say anything of the news.
        let is_index = !document.children.is_empty();
        if is_index && let Err(error) = self.follow(feed, &mut document).await {
            return Ok(self.not_a_feed(feed, error.name(), &error));
        }
        for problem in &document.problems {
            tracing::debug!(feed = %feed.shown(), problem, "feed mended");
        }
        // What is said beside a document counts before what it says itself, as WebSub has it.
        if !links.hubs.is_empty() {
            document.hints.hubs = links.hubs;
            document.hints.self_url = links.self_url.or(document.hints.self_url.take());
        }
        memory.site = document.site.clone().or(memory.site.take());
        let mut found = self.fresh(feed, &document)?;
        // What the document itself has in common with the last one; its older pages are no part of that.
        let known = found.known;
        let met = known > 0 || found.fresh.is_empty() || row.last_success.is_none();
        if !met && !is_index && self.walk_back(feed, &mut document).await? {
            found = self.fresh(feed, &document)?;
        }
        let fresh = found.fresh;
        self.counters.entries(document.entries.len());
        self.observer.see(&Happening::FeedRead {
            feed: feed.shown(),
            outlet: feed.outlet.clone(),
            entries: document.entries.len(),
            fresh: fresh.len(),
        });
        let (fresh, rest) = self.within_pages(feed, fresh);
        let Some(new_stories) = self.stories(feed, &document, memory, fresh).await? else {
            return Ok(None);
        };
        let entries = u32::try_from(document.entries.len()).unwrap_or(u32::MAX);
        if rest > 0 {
            tracing::info!(feed = %feed.shown(), rest, "not every new entry was taken; the rest waits for the next poll");
        }
        // The same document has to be read again for the entries that were left for next time.
        let again = rest > 0 || is_index;
        Ok(Some(Outcome::Read {
            validators: if again {
                Validators::default()
            } else {
                validators
            },
            body_hash: if again { 0 } else { body_hash },
            fresh_ms,
            facts: Box::new(facts(&document)),
            title: document.title,
            entries,
            known,
            new_stories,
        }))
    }

    /// The entries that this poll takes, and how many it leaves because more pages would have to be fetched than one poll may.
    pub(in crate::pipeline) fn within_pages(
        &self,
        feed: &Feed,
        entries: Vec<Entry>,
    ) -> (Vec<Wanted>, usize) {
        let most = self.config().pages.max_per_poll;
        let (mut taken, mut pages, mut rest) = (Vec::new(), 0, 0);
        for entry in entries {
            let page = self.wanted_page(feed, &entry);
            if page.is_some() && pages == most {
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

    /// Makes a story of each entry and records it. The answer is how many stories were not known; `None` when told to stop.
    /// A page that cannot be had now is fetched later, and its story enters with the feed's text meanwhile.
    pub(in crate::pipeline) async fn stories(
        &self,
        feed: &Feed,
        document: &Document,
        memory: &mut FeedMemory,
        entries: Vec<Wanted>,
    ) -> Result<Option<u32>, PollerError> {
        let language = feed.language.clone().or_else(|| document.language.clone());
        let origin = Origin {
            feed: feed.id(),
            outlet: feed.outlet.clone(),
            language: language.clone(),
        };
        let nothing = Validators::default();
        let (mut ready, mut new_stories) = (Vec::new(), 0);
        for (entry, page) in entries {
            if self.stop.is_cancelled() {
                return Ok(None);
            }
            let mut read = None;
            if let Some(url) = &page {
                // Whatever is ready does not wait for somebody's slow server.
                new_stories += self.record(&mut ready).await?;
                memory.pages_wanted = memory.pages_wanted.saturating_add(1);
                let got = tokio::select! {
                    got = self.page(feed, url, &nothing) => got,
                    () = self.stop.cancelled() => return Ok(None),
                };
                match got {
                    Ok(got) => read = got,
                    Err(failure) => {
                        self.page_failed(&entry, url, &failure);
                        let task = self.retry_of(feed, &entry, url, language.clone(), &failure);
                        // Before the story is recorded: killed in between, the page is merely tried once for nothing.
                        if let Some((number, task)) = task {
                            self.later.add(&self.store, number, &task)?;
                        }
                    }
                }
            }
            let (read, validators) = match read {
                Some(Read { page, validators }) => (Some(page), validators),
                None => (None, nothing.clone()),
            };
            let was_read = read.is_some();
            let story = compose::story(&entry, read, &origin, same_site, self.clock.now());
            let Some(story) = story else {
                tracing::debug!(feed = %feed.shown(), link = entry.link, "an entry without text and headline is left out");
                continue;
            };
            let look = page.filter(|_| was_read).and_then(|url| {
                memory.pages_read = memory.pages_read.saturating_add(1);
                self.look_of(feed, &entry, &url, language.clone(), &story, validators)
            });
            ready.push(story);
            if look.is_some() || ready.len() >= READY_TOGETHER {
                new_stories += self.record(&mut ready).await?;
            }
            if let Some((number, task)) = look {
                self.later.add(&self.store, number, &task)?;
            }
        }
        new_stories += self.record(&mut ready).await?;
        Ok(Some(new_stories))
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

/// What is remembered of a document itself.
fn facts(document: &Document) -> FeedFacts {
    FeedFacts {
        quality: Some(document.quality),
        mended: document.mended,
        lost: document.lost,
        problem: document.problems.first().cloned(),
        hints: document.hints.clone(),
    }
}
