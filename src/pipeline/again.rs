//! One page fetched later: its story becomes a revision where the page says something else, and the page's next time is set.
//! Knows nothing of the queue's order.

use crate::config::Feed;
use crate::feed;
use crate::model::Story;
use crate::model::TextOrigin;
use crate::model::Timestamp;
use crate::model::Verdict;
use crate::model::digest;
use crate::pipeline::compose;
use crate::pipeline::compose::Origin;
use crate::pipeline::later::slim;
use crate::pipeline::looks;
use crate::pipeline::page::PageFailure;
use crate::pipeline::page::Read;
use crate::pipeline::poller::Poller;
use crate::pipeline::poller::PollerError;
use crate::poll::Validators;
use crate::poll::same_site;
use crate::store::polling::PagePurpose;
use crate::store::polling::PageTask;

impl Poller {
    /// The task of a page that could not be had: its first try later. `None` where trying again is of no use.
    pub(in crate::pipeline) fn retry_of(
        &self,
        feed: &Feed,
        entry: &crate::model::Entry,
        url: &str,
        language: Option<String>,
        failure: &PageFailure,
    ) -> Option<(u64, PageTask)> {
        let now = self.clock.now();
        let due = looks::next_try(0, failure.pause_ms, now).filter(|_| failure.may_pass)?;
        let task = PageTask {
            feed: feed.written.clone(),
            url: url.to_owned(),
            purpose: PagePurpose::FullText,
            due,
            first: now,
            language,
            entry: entry.clone(),
            ..PageTask::default()
        };
        Some((number(feed, url), slim(task)))
    }

    /// The task of a page that was read as `story`: its first look later. `None` where nobody wants it looked at.
    pub(in crate::pipeline) fn look_of(
        &self,
        feed: &Feed,
        entry: &crate::model::Entry,
        url: &str,
        language: Option<String>,
        story: &Story,
        validators: Validators,
    ) -> Option<(u64, PageTask)> {
        let wanted = feed.recheck && self.config().pages.rechecks_per_day > 0;
        // A story that has the feed's text, since the page has less, would only lose it.
        if !wanted || story.origin != TextOrigin::Page || url.starts_with("file:") {
            return None;
        }
        let now = self.clock.now();
        let (due, tries) = looks::next_look(now, now, 0)?;
        let task = PageTask {
            feed: feed.written.clone(),
            url: url.to_owned(),
            purpose: PagePurpose::Recheck,
            due,
            tries,
            first: now,
            etag: validators.etag,
            last_modified: validators.last_modified,
            seen: Some(looks::steady_digest(story)),
            words: looks::words(story),
            language,
            entry: entry.clone(),
        };
        Some((number(feed, url), slim(task)))
    }

    /// Does a task that is due.
    pub(in crate::pipeline) async fn again(
        &self,
        number: u64,
        task: PageTask,
    ) -> Result<(), PollerError> {
        let config = self.config();
        let feed = config.feeds.iter().find(|feed| feed.written == task.feed);
        let Some(feed) = feed else {
            // The feed was taken out of the configuration.
            return Ok(self.later.remove(&self.store, number)?);
        };
        let now = self.clock.now();
        let look = task.purpose == PagePurpose::Recheck;
        let most = config.pages.rechecks_per_day;
        if look && (!feed.recheck || most == 0) {
            return Ok(self.later.remove(&self.store, number)?);
        }
        if look && !self.later.may_look(most, now) {
            return self.next_look(number, task, now);
        }
        let validators = Validators {
            etag: task.etag.clone(),
            last_modified: task.last_modified.clone(),
        };
        let read = tokio::select! {
            read = self.page(feed, &task.url, &validators) => read,
            () = self.stop.cancelled() => return Ok(()),
        };
        match read {
            Ok(None) => self.next_look(number, task, now),
            Ok(Some(read)) => self.reread(number, feed, task, read).await,
            Err(failure) => self.not_again(number, feed, task, &failure),
        }
    }

    /// The page was read: records it where it says something else, and sets its next look.
    async fn reread(
        &self,
        number: u64,
        feed: &Feed,
        mut task: PageTask,
        read: Read,
    ) -> Result<(), PollerError> {
        let now = self.clock.now();
        let origin = Origin {
            feed: feed.id(),
            outlet: feed.outlet.clone(),
            language: task.language.clone(),
        };
        let Read { page, validators } = read;
        let first = task.purpose == PagePurpose::FullText;
        let story = compose::story(&task.entry, Some(page), &origin, same_site, now);
        let Some(story) = story else {
            return self.next_look(number, task, now);
        };
        let (seen, words) = (looks::steady_digest(&story), looks::words(&story));
        let of_page = story.origin == TextOrigin::Page;
        if first {
            if of_page {
                self.later.count_read(feed.id());
            }
            self.journal.record(vec![story]).await?;
        } else if task.seen != Some(seen) && of_page {
            if looks::is_stub(task.words, words) {
                tracing::debug!(
                    url = task.url,
                    "the page lost its story; what was read before stays"
                );
                return self.next_look(number, task, now);
            }
            let recorded = self.journal.record(vec![story]).await?;
            let changed = recorded.iter().any(|r| r.verdict != Verdict::Unchanged);
            tracing::debug!(url = task.url, changed, "a page was changed");
        }
        (task.etag, task.last_modified) = (validators.etag, validators.last_modified);
        (task.seen, task.words) = (Some(seen), words);
        if first {
            if !of_page || !feed.recheck || self.config().pages.rechecks_per_day == 0 {
                return Ok(self.later.remove(&self.store, number)?);
            }
            task.purpose = PagePurpose::Recheck;
            task.first = now;
            let Some((due, tries)) = looks::next_look(now, now, 0) else {
                return Ok(self.later.remove(&self.store, number)?);
            };
            (task.due, task.tries) = (due, tries);
            return Ok(self.later.add(&self.store, number, &slim(task))?);
        }
        self.next_look(number, task, now)
    }

    /// The page could not be had: it is tried again, or given up.
    fn not_again(
        &self,
        number: u64,
        feed: &Feed,
        mut task: PageTask,
        failure: &PageFailure,
    ) -> Result<(), PollerError> {
        let now = self.clock.now();
        self.counters.failed(failure.name);
        tracing::debug!(feed = %feed.shown(), url = task.url, error = failure.name, "a page could not be had later either");
        if task.purpose == PagePurpose::Recheck {
            // A page that is not there any more, or not to be read any more, will say nothing new.
            let over = matches!(failure.name, "page_gone" | "robots") && !failure.may_pass;
            if over || matches!(failure.status, Some(404 | 410)) {
                return Ok(self.later.remove(&self.store, number)?);
            }
            return self.next_look(number, task, now);
        }
        // Nothing was asked, so nothing was tried.
        let tries = task.tries + u32::from(!failure.held);
        let next = looks::next_try(tries, failure.pause_ms, now).filter(|_| failure.may_pass);
        match next {
            Some(due) => {
                (task.due, task.tries) = (due, tries);
                Ok(self.later.add(&self.store, number, &task)?)
            }
            None => {
                self.counters.failed("page_given_up");
                Ok(self.later.remove(&self.store, number)?)
            }
        }
    }

    fn next_look(
        &self,
        number: u64,
        mut task: PageTask,
        now: Timestamp,
    ) -> Result<(), PollerError> {
        match looks::next_look(task.first, now, task.tries + 1) {
            Some((due, tries)) => {
                (task.due, task.tries) = (due, tries);
                Ok(self.later.add(&self.store, number, &task)?)
            }
            None => Ok(self.later.remove(&self.store, number)?),
        }
    }
}

/// A page's number in the queue: one for each page of an outlet, whatever its feeds.
fn number(feed: &Feed, url: &str) -> u64 {
    let canonical = feed::canonical_url(url);
    let url = canonical.as_deref().unwrap_or(url);
    digest(&[feed.outlet.as_bytes(), url.as_bytes()])
}
