//! The stages put together: the only folder that spawns tasks and owns channels.
//!
//! ```text
//! poller ─round─> client, feed, article ─Story─> journal: analyst ─Batch─> archive ─> apply ─> store
//! ingest ───────────────────────────────Story─────^
//! ```
//!
//! | file | job |
//! |---|---|
//! | `poller`, `line` | when which feed is polled |
//! | `round`, `page` | the road of one feed in one round, and of one page |
//! | `known`, `remember` | which entries are new, and what is remembered of a round |
//! | `later`, `again`, `looks` | pages fetched later: the queue, one page, when and whether it counts |
//! | `filters`, `reload` | which entries are wanted; what a changed configuration changes |
//! | `paging`, `hubs` | the older pages of a feed that got ahead; being told of news (WebSub) |
//! | `params` | what the configuration means for schedule and client |
//! | `sitemap` | a feed's body off the runtime; the news sitemaps of an index |
//! | `compose` | an entry and its page: one story |
//! | `ingest`, `plain` | JSON lines and plain text: stories |
//! | `journal`, `writer`, `acks` | durable, applied, acknowledged, in this order |
//! | `analyse` | what can be known of a story by itself |
//! | `apply` | one archive record: one change of the view |
//! | `upkeep` | archive and view kept small while stories come in |
//! | `keep` | how long what is kept |
//! | `mend` | a damaged view built anew while the service runs |
//! | `replay` | the view brought up to date with the archive |
//! | `ledger` | what is remembered of feeds, many in one write |
//! | `limits` | what polling may cost in a day and in memory |
//! | `observe`, `counters`, `meters` | what is told, counted and measured on the way |
//! | `errand` | the number by which the log knows a poll, a page or a request |
//! | `pulse` | whether every stage still moves |
//!
//! Shutdown: the poller is told to stop; every later stage ends when its input ends; the command line keeps the deadline
//! and names whoever misses it.

mod acks;
mod again;
pub mod analyse;
pub mod apply;
pub mod compose;
pub mod counters;
pub mod errand;
mod filters;
pub mod hubs;
pub mod ingest;
pub mod journal;
pub mod keep;
mod known;
pub mod later;
mod ledger;
pub mod limits;
mod line;
mod looks;
mod mend;
pub mod meters;
pub mod observe;
mod page;
mod paging;
mod params;
mod parting;
pub mod plain;
pub mod poller;
pub mod pulse;
pub mod reload;
mod remember;
pub mod replay;
mod round;
mod sitemap;
mod upkeep;
mod writer;

#[cfg(test)]
mod tests;
