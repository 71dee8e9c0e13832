//! Reading a feed's body off the runtime, and the news sitemaps that an index lists. Knows nothing of what becomes of entries.

use crate::config::Feed;
use crate::feed;
use crate::feed::Document;
use crate::feed::FeedError;
use crate::feed::MAX_ENTRIES;
use crate::pipeline::meters::Step;
use crate::pipeline::poller::Poller;
use crate::poll::Fetched;
use crate::poll::Validators;
use std::time::Instant;

/// Sitemaps of an index that one poll reads, those that changed last; what the others list is left out. A publisher's news of
/// two days, which is all that a news sitemap may hold, stands in one or two.
const MAX_SITEMAPS: usize = 4;

impl Poller {
    /// Reads a body as a feed, where it may take its time.
    pub(in crate::pipeline) async fn read(
        &self,
        bytes: Vec<u8>,
        url: &str,
        content_type: Option<String>,
    ) -> Result<Document, FeedError> {
        let base = url.to_owned();
        let parsed = tokio::task::spawn_blocking(move || {
            feed::parse(&bytes, &base, content_type.as_deref())
        })
        .await;
        parsed.unwrap_or_else(|panic| {
            Err(FeedError::Parser {
                url: url.to_owned(),
                reason: format!("the reader panicked: {panic}"),
            })
        })
    }

    /// Fills an index of sitemaps with the entries of the sitemaps that it lists. What one of them lacks costs that one;
    /// when told to stop, what was read so far is the document.
    ///
    /// # Errors
    /// The last reason, where none of them could be read.
    pub(in crate::pipeline) async fn follow(
        &self,
        feed: &Feed,
        index: &mut Document,
    ) -> Result<(), FeedError> {
        let (nothing, manners) = (Validators::default(), self.manners(feed.id()));
        let mut failure = None;
        let mut read = 0;
        for child in index.children.iter().take(MAX_SITEMAPS) {
            let begun = Instant::now();
            let fetched = tokio::select! {
                fetched = self.client.page(feed.url.as_str(), &child.url, &nothing, &manners) => fetched,
                () = self.stop.cancelled() => return Ok(()),
            };
            self.counters.took(Step::FetchPage, begun.elapsed());
            let found = match fetched {
                Ok(Fetched::Body(page)) => {
                    self.counters.bytes(page.bytes.len());
                    let base = page.base().to_owned();
                    self.read(page.bytes, &base, page.content_type).await
                }
                Ok(Fetched::NotModified { .. }) => continue,
                Err(error) => {
                    index.problems.push(error.to_string());
                    failure = Some(FeedError::Parser {
                        url: child.url.clone(),
                        reason: error.to_string(),
                    });
                    continue;
                }
            };
            match found {
                Ok(document) => {
                    read += 1;
                    let room = MAX_ENTRIES.saturating_sub(index.entries.len());
                    index
                        .entries
                        .extend(document.entries.into_iter().take(room));
                    index.quality = index.quality.max(document.quality);
                    index.mended = index.mended.saturating_add(document.mended);
                    index.lost = index.lost.saturating_add(document.lost);
                    index.title = index.title.take().or(document.title);
                    index.language = index.language.take().or(document.language);
                }
                Err(error) => {
                    index.problems.push(error.to_string());
                    failure = Some(error);
                }
            }
        }
        match failure {
            Some(error) if read == 0 => Err(error),
            _ => Ok(()),
        }
    }
}
