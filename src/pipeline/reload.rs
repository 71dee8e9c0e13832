//! What a reload changes: feeds added, removed, changed; and which settings wait for a restart. Pure.

use crate::config::Config;
use crate::config::Feed;
use crate::model::FeedId;
use std::collections::BTreeMap;

/// What a reload changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reloaded {
    /// Feeds that were not there before.
    pub added: usize,
    /// Feeds that are not there any more; what is remembered of them stays.
    pub removed: usize,
    /// Feeds whose settings changed.
    pub changed: usize,
    /// Tables of which something changed that only a restart brings into force.
    pub restart: Vec<&'static str>,
}

impl Reloaded {
    /// From `old` to `new`.
    pub(in crate::pipeline) fn between(old: &Config, new: &Config) -> Reloaded {
        let by_id = |config: &Config| -> BTreeMap<FeedId, Feed> {
            let feeds = config.feeds.iter().map(|feed| {
                // Where it stands in the file is not a setting.
                let mut feed = feed.clone();
                (feed.line, feed.fragment) = (0, None);
                (feed.id(), feed)
            });
            feeds.collect()
        };
        let (before, after) = (by_id(old), by_id(new));
        let changed = after.iter().filter(|(id, feed)| {
            let known = before.get(id);
            known.is_some_and(|known| known != *feed)
        });
        // The client, with its connections and its manners towards each site, is made once.
        let mut poll = old.poll.clone();
        poll.interval = new.poll.interval;
        poll.min_interval = new.poll.min_interval;
        poll.max_interval = new.poll.max_interval;
        let tables = [
            ("contact", old.contact != new.contact),
            ("data_dir", old.data_dir != new.data_dir),
            ("cache_dir", old.cache_dir != new.cache_dir),
            ("[poll]", poll != new.poll),
            ("[pages] robots", old.pages.robots != new.pages.robots),
            ("[dedup]", old.dedup != new.dedup),
            ("[store]", old.store != new.store),
            ("[websub]", old.websub != new.websub),
            ("[run]", old.run != new.run),
        ];
        Reloaded {
            added: after.keys().filter(|id| !before.contains_key(id)).count(),
            removed: before.keys().filter(|id| !after.contains_key(id)).count(),
            changed: changed.count(),
            restart: tables
                .into_iter()
                .filter(|(_, c)| *c)
                .map(|(name, _)| name)
                .collect(),
        }
    }
}

/// One line for a person.
impl std::fmt::Display for Reloaded {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Reloaded {
            added,
            removed,
            changed,
            restart,
        } = self;
        let feeds = if *added == 1 { "feed" } else { "feeds" };
        write!(
            f,
            "{added} {feeds} added, {removed} removed, {changed} changed"
        )?;
        if !restart.is_empty() {
            write!(f, "; changes of {} wait for a restart", restart.join(", "))?;
        }
        Ok(())
    }
}
