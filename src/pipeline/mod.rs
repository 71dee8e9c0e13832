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
//! | `compose` | an entry and its page: one story |
//! | `ingest`, `plain` | JSON lines and plain text: stories |
//! | `journal` | durable, applied, acknowledged, in this order |
//! | `analyse` | what can be known of a story by itself |
//! | `apply` | one archive record: one change of the view |
//! | `upkeep` | archive and view kept small while stories come in |
//! | `mend` | a damaged view built anew while the service runs |
//! | `replay` | the view brought up to date with the archive |
//! | `observe`, `counters` | what is told and counted on the way |
//!
//! Shutdown: the poller is told to stop; every later stage ends when its input ends; the command line keeps the deadline
//! and names whoever misses it.

pub mod analyse;
pub mod apply;
pub mod compose;
pub mod counters;
pub mod ingest;
pub mod journal;
mod line;
mod mend;
pub mod observe;
mod page;
pub mod plain;
pub mod poller;
pub mod replay;
mod round;
mod upkeep;
