//! The page of one entry: whether it is wanted, fetching it, reading it. A page that cannot be had is told and the feed's
//! own text stands in for it. Knows nothing of what becomes of the story.

use crate::article;
use crate::config::Feed;
use crate::config::FullText;
use crate::model::Entry;
use crate::pipeline::compose;
use crate::pipeline::compose::ReadPage;
use crate::pipeline::meters::Step;
use crate::pipeline::observe::Happening;
use crate::pipeline::poller::Poller;
use crate::poll::FetchError;
use crate::poll::Fetched;
use crate::poll::Page;
use crate::poll::Validators;
use std::time::Instant;

/// The failure of a page that the day's traffic leaves no room for.
const BUDGET: &str = "traffic_budget";

/// A page that was read, and what to send when it is asked for again.
pub(in crate::pipeline) struct Read {
    /// The page.
    pub page: ReadPage,
    /// To send next time.
    pub validators: Validators,
}

/// Why a page gave no story text.
pub(in crate::pipeline) struct PageFailure {
    /// Its name from the closed list.
    pub name: &'static str,
    message: String,
    /// Whether nothing was asked, because the site wants a pause.
    pub held: bool,
    /// Whether it may be had later.
    pub may_pass: bool,
    /// How long the site asks to be left alone, in milliseconds.
    pub pause_ms: u64,
    /// The status code, where the host sent one that is no success.
    pub status: Option<u16>,
}

impl PageFailure {
    /// A failure of what the page says, which trying again does not mend.
    fn new(name: &'static str, message: impl std::fmt::Display) -> PageFailure {
        PageFailure {
            name,
            message: message.to_string(),
            held: false,
            may_pass: false,
            pause_ms: 0,
            status: None,
        }
    }
}

impl From<FetchError> for PageFailure {
    fn from(error: FetchError) -> PageFailure {
        PageFailure {
            held: matches!(error, FetchError::Held { .. }),
            may_pass: error.may_pass(),
            pause_ms: error.retry_after().unwrap_or(0),
            status: error.status(),
            ..PageFailure::new(error.name(), &error)
        }
    }
}

impl Poller {
    /// The page to fetch for an entry, if any.
    pub(in crate::pipeline) fn wanted_page(&self, feed: &Feed, entry: &Entry) -> Option<String> {
        let link = entry.link.clone()?;
        let wanted = match feed.full_text {
            FullText::Always => true,
            FullText::Never => false,
            FullText::Auto => !compose::is_whole(&compose::feed_text(entry)),
        };
        wanted.then_some(link)
    }

    /// Fetches and reads a page; `None` where it is unchanged since `validators`.
    pub(in crate::pipeline) async fn page(
        &self,
        feed: &Feed,
        url: &str,
        validators: &Validators,
    ) -> Result<Option<Read>, PageFailure> {
        if let Some(pause_ms) = self.limits.pages_wait(&self.config(), self.clock.now()) {
            let message = "the day's share of [poll] traffic_per_day for pages is spent";
            return Err(PageFailure {
                held: true,
                may_pass: true,
                pause_ms,
                ..PageFailure::new(BUDGET, message)
            });
        }
        let manners = self.manners(feed.id());
        let begun = Instant::now();
        let fetched = self
            .client
            .page(feed.url.as_str(), url, validators, &manners)
            .await;
        self.counters.took(Step::FetchPage, begun.elapsed());
        let fetched = fetched?;
        let Fetched::Body(page) = fetched else {
            return Ok(None);
        };
        let Page {
            bytes,
            final_url,
            content_type,
            validators,
            ..
        } = page;
        self.counters.bytes(bytes.len());
        if compose::is_front_page(&final_url) && !compose::is_front_page(url) {
            let message = format!("{url} leads to the site's front page");
            return Err(PageFailure::new("page_gone", message));
        }
        let at = final_url.clone();
        let read = tokio::task::spawn_blocking(move || {
            article::from_page(&bytes, &at, content_type.as_deref())
        })
        .await;
        match read {
            Ok(Ok(article)) => Ok(Some(Read {
                page: ReadPage {
                    url: final_url,
                    article,
                },
                validators,
            })),
            Ok(Err(error)) => Err(PageFailure::new(error.name(), &error)),
            Err(panic) => Err(PageFailure::new(
                "page_panic",
                format!("{final_url}: the reader panicked: {panic}"),
            )),
        }
    }

    /// Tells that a page could not be had, and that the feed's own text has to do for now.
    pub(in crate::pipeline) fn page_failed(&self, entry: &Entry, url: &str, failure: &PageFailure) {
        self.counters.failed(failure.name);
        if failure.name == BUDGET {
            // That the budget is spent is said once, and not for each page.
            tracing::debug!(url, "the page waits for the next day");
            return;
        }
        let feed_text = !compose::feed_text(entry).is_empty();
        self.observer.see(&Happening::PageFailed {
            url: url.to_owned(),
            error: failure.name,
            message: failure.message.clone(),
            feed_text,
        });
    }
}
