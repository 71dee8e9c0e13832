//! A lively feed that has nothing in common with what it was at the last poll: its older pages (RFC 5005) are walked
//! back until an entry is known. Knows nothing of what becomes of the entries.

use crate::config::Feed;
use crate::feed::Document;
use crate::feed::MAX_ENTRIES;
use crate::model::Entry;
use crate::pipeline::meters::Step;
use crate::pipeline::poller::Poller;
use crate::poll::Fetched;
use crate::poll::same_site;
use crate::store::StoreError;
use std::collections::HashSet;
use std::time::Instant;

/// Further pages that one poll of a feed reads; what lies behind them is not looked for. Polled sooner from then on, a feed
/// does not get so far ahead again.
const MAX_PAGES_BACK: usize = 5;

impl Poller {
    /// Adds the entries of the document's older pages to it, until one of them is known, the pages end or enough were read.
    /// Whether anything was added. Pages of another site are not read: whoever writes a feed speaks for its own site alone.
    pub(in crate::pipeline) async fn walk_back(
        &self,
        feed: &Feed,
        document: &mut Document,
    ) -> Result<bool, StoreError> {
        let manners = self.manners(feed.id());
        let home = feed.url.as_str();
        let (mut seen, mut added) = (HashSet::from([home.to_owned()]), false);
        let mut next = older(document);
        while let Some(url) = next.take() {
            let local = home.starts_with("file:") || same_site(home, &url);
            if !local || seen.len() > MAX_PAGES_BACK || !seen.insert(url.clone()) {
                break;
            }
            let begun = Instant::now();
            let fetched = tokio::select! {
                fetched = self.client.part(home, &url, &manners) => fetched,
                () = self.stop.cancelled() => break,
            };
            self.counters.took(Step::FetchFeed, begun.elapsed());
            let page = match fetched {
                Ok(Fetched::Body(page)) => page,
                Ok(Fetched::NotModified { .. }) => break,
                Err(error) => {
                    document.problems.push(error.to_string());
                    break;
                }
            };
            self.counters.bytes(page.bytes.len());
            let read = self.read(page.bytes, &page.final_url, page.content_type);
            let page = match read.await {
                Ok(page) => page,
                Err(error) => {
                    document.problems.push(error.to_string());
                    break;
                }
            };
            let met = self.fresh(feed, &page)?.known > 0;
            next = older(&page).filter(|_| !met);
            added |= append(document, page.entries);
        }
        tracing::info!(feed = %feed.shown(), pages = seen.len() - 1, "nothing in this feed was known; its older pages were read");
        Ok(added)
    }
}

/// Where a document says that what came before it is.
fn older(document: &Document) -> Option<String> {
    let hints = &document.hints;
    hints
        .next
        .clone()
        .or_else(|| hints.previous_archive.clone())
}

/// Adds the entries that the document does not have yet: a page may have moved on while it was walked to.
fn append(document: &mut Document, entries: Vec<Entry>) -> bool {
    let name = |entry: &Entry| (entry.guid.clone(), entry.link.clone());
    let mut have: HashSet<_> = document.entries.iter().map(name).collect();
    let before = document.entries.len();
    let room = MAX_ENTRIES.saturating_sub(before);
    let new = entries.into_iter().filter(|entry| have.insert(name(entry)));
    document.entries.extend(new.take(room));
    document.entries.len() > before
}
