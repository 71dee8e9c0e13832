//! The view that is asked: sled, rebuilt from the archive at will. Knows nothing of how rows come about.
//!
//! `DATA/view/` holds the layers that `layers.rs` tells of (sled for what changed lately, a pack for all before it) and the index over
//! words that `search/mod.rs` tells of, `DATA/view.json` its manifest, `DATA/view.lock` its lock, `DATA/view.damaged-N/` what was set aside.
//! Keys are big-endian; times are inverted, so that walking forwards is walking from the newest.
//!
//! | tree | key | value |
//! |---|---|---|
//! | `meta` | 0 `u32` | format, applied position and number, [`rows::Totals`] |
//! | `stories` | story | [`rows::StoryRow`] |
//! | `story_time` | time of the story, story | mark |
//! | `attributions` | story, revision `u32` | list of [`rows::AttributionRow`] |
//! | `members` | copy group, story | mark |
//! | `reuses` | story, story that embeds a part of it | mark |
//! | `identities` | 16 bytes of SHA-256 of the identity string | story |
//! | `prints` | story | [`rows::PrintRow`] |
//! | `speakers` | speaker | [`rows::SpeakerRow`] |
//! | `names` | folded name, `00`, speaker | mark |
//! | `speaker_claims` | speaker, time first seen, claim | mark |
//! | `claims` | claim | [`rows::ClaimRow`] |
//! | `claim_time` | time first seen, claim | mark |
//! | `claim_keys` | 1 and speaker, or 0 and eight zero bytes; wording key `u64` | claim, where the key does not tell it |
//! | `sightings` | claim, story | [`rows::SightingRow`] |
//! | `events` | number of the archive record `u64` | [`rows::EventRow`] |
//! | `corrections` | number of the archive record `u64` | [`rows::CorrectionRow`] |
//! | `feeds` | feed | [`rows::FeedRow`] |
//! | `feed_memory` | feed | [`polling::FeedMemory`] |
//! | `fetches` | feed, place in its ring `u32` | [`polling::FetchNote`] |
//! | `page_tasks` | number `u64` | [`polling::PageTask`] |
//! | `unindexed` | 0 for a claim or 1 for a story, number of the archive record `u64`, id | mark |
//!
//! A mark is an empty value: the key's being there says all. Marks follow from rows ([`Change`]).
//! Every other value is a row in the form that `codec.rs` tells, split where it is long.
//!
//! sled takes some four bytes of disk for each byte of a row and gives none back; so what it holds is folded now and then into the pack, whose
//! blocks are compressed ([`Store::fold`]): at six sightings a story, 14 KiB of sled become 2 KiB.
//!
//! A change is applied in one transaction with the position of its archive record; [`Store::checkpoint`] makes what
//! was applied durable. There are no migrations: [`VIEW_FORMAT`] changes with any key or row, and a view in another format is rebuilt.

mod bulk;
mod change;
mod codec;
mod dump;
mod engine;
mod error;
mod fetches;
mod joining;
mod key;
mod laid;
mod layers;
mod manifest;
mod memory;
mod pack;
mod placing;
pub mod polling;
mod read;
mod room;
pub mod rows;
mod scan;
mod search;
mod swap;
mod telling;
mod typed;
mod verify;
mod view;

#[cfg(test)]
mod tests;

pub use change::Change;
pub use codec::MAX_ROW;
pub use dump::DumpedPair;
pub use dump::TreeSize;
pub use error::StoreError;
pub use key::IdentityDigest;
pub use read::Window;
pub use search::Asked;
pub use search::Hit;
pub use search::Hits;
pub use search::Kind;
pub use search::Query;
pub use search::Rank;
pub use verify::MAX_PROBLEMS;
pub use verify::Problem;
pub use verify::Verified;
pub use view::OpenOptions;
pub use view::Store;

/// The format of the view that this program writes and reads. To be raised with every change of a key or a row.
pub const VIEW_FORMAT: u32 = 6;
