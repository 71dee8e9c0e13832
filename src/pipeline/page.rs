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

/// Why a page gave no story text.
pub(in crate::pipeline) struct PageFailure {
    name: &'static str,
    message: String,
    /// Whether nothing was asked, because the site wants a pause.
    pub(in crate::pipeline) held: bool,
}

impl PageFailure {
    fn new(name: &'static str, message: impl std::fmt::Display) -> PageFailure {
        PageFailure {
            name,
            message: message.to_string(),
            held: false,
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

    /// Fetches and reads a page.
    pub(in crate::pipeline) async fn page(
        &self,
        feed: &Feed,
        url: &str,
    ) -> Result<ReadPage, PageFailure> {
        let fetch_failure = |error: FetchError| PageFailure {
            held: matches!(error, FetchError::Held { .. }),
            ..PageFailure::new(error.name(), &error)
        };
        let begun = Instant::now();
        let fetched = self
            .client
            .page(feed.url.as_str(), url, &Validators::default())
            .await;
        self.counters.took(Step::FetchPage, begun.elapsed());
        let fetched = fetched.map_err(fetch_failure)?;
        let Fetched::Body(page) = fetched else {
            let message = "not modified, though nothing was known";
            return Err(PageFailure::new("http_status", message));
        };
        let Page {
            bytes,
            final_url,
            content_type,
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
            Ok(Ok(article)) => Ok(ReadPage {
                url: final_url,
                article,
            }),
            Ok(Err(error)) => Err(PageFailure::new(error.name(), &error)),
            Err(panic) => Err(PageFailure::new(
                "page_panic",
                format!("{final_url}: the reader panicked: {panic}"),
            )),
        }
    }

    /// The page, or word that the feed's own text has to do.
    pub(in crate::pipeline) fn page_or_feed_text(
        &self,
        entry: &Entry,
        url: &str,
        page: Result<ReadPage, PageFailure>,
    ) -> Option<ReadPage> {
        match page {
            Ok(page) => Some(page),
            Err(PageFailure { name, message, .. }) => {
                self.counters.failed(name);
                let feed_text = !compose::feed_text(entry).is_empty();
                self.observer.see(&Happening::PageFailed {
                    url: url.to_owned(),
                    error: name,
                    message,
                    feed_text,
                });
                None
            }
        }
    }
}
