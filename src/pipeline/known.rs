//! Which entries of a document are worth making stories of: those not known yet, and those that say they changed.
//! Asks the view; fetches nothing.

use crate::config::Feed;
use crate::feed;
use crate::feed::Document;
use crate::model::Entry;
use crate::model::TextOrigin;
use crate::pipeline::compose;
use crate::pipeline::filters::admits;
use crate::pipeline::poller::Poller;
use crate::store::IdentityDigest;
use crate::store::StoreError;
use std::collections::HashMap;
use std::collections::HashSet;

/// What a document has that is worth making stories of.
pub(in crate::pipeline) struct Found {
    /// The entries that are not known yet, or say that they changed since; oldest first, so that a story comes before
    /// its revision and a copy after what it copies.
    pub fresh: Vec<Entry>,
    /// Entries that were seen before, or of which nobody can tell: those without link and guid, and those that the filters
    /// leave out, since nothing is remembered of them.
    pub known: u32,
}

/// What is remembered of an entry.
enum Acquaintance {
    Unknown,
    /// Known, but it says that it changed.
    Changed,
    Known,
    /// Nothing in it by which it could be known again.
    Nameless,
}

impl Poller {
    /// The entries that are worth making stories of.
    pub(in crate::pipeline) fn fresh(
        &self,
        feed: &Feed,
        document: &Document,
    ) -> Result<Found, StoreError> {
        let (mut fresh, mut known) = (Vec::new(), 0);
        let repeated = repeated_guids(&document.entries);
        let language = feed.language.as_deref().or(document.language.as_deref());
        for entry in document.entries.iter().rev() {
            let mut entry = entry.clone();
            // One guid on two links says nothing of either.
            entry.guid = entry.guid.filter(|guid| !repeated.contains(guid.as_str()));
            if !admits(feed, &entry, language) {
                known += 1;
                continue;
            }
            let acquaintance = self.acquaintance(feed, &entry)?;
            known += u32::from(!matches!(acquaintance, Acquaintance::Unknown));
            if !matches!(acquaintance, Acquaintance::Known) {
                fresh.push(entry);
            }
        }
        if fresh.iter().all(|entry| entry.published.is_some()) {
            fresh.sort_by_key(|entry| entry.published);
        }
        Ok(Found { fresh, known })
    }

    fn acquaintance(&self, feed: &Feed, entry: &Entry) -> Result<Acquaintance, StoreError> {
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
            return Ok(Acquaintance::Nameless);
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
            return Ok(match changed && looked < entry.updated {
                true => Acquaintance::Changed,
                false => Acquaintance::Known,
            });
        }
        Ok(Acquaintance::Unknown)
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
