//! The journal of what was observed: the truth. Knows nothing of the view that is built from it.
//!
//! One file a UTC day, `YYYY-MM-DD.jsonl.zst`: zstd frames of JSON lines, each behind a small header of ours that zstd
//! tools skip (`frame.rs` tells its bytes), so that `zstdcat FILE | jq` reads it without us. A batch of records is one frame or more,
//! durable when [`Archive::append`] returns. Damage costs the frame that it lies in. Records are numbered from 1 without gaps.
//!
//! Closed days (all but the newest) are recompressed into larger, denser frames ([`recompress()`]). Positions stay what they were:
//! a joined frame tells which frames it was made of. Texts can be taken out of closed days in the same way ([`take_texts`]).
//!
//! Each line is `{"v":1,"seq":N,"kind":"story","story":{…}}`, or `"kind":"correction"` with what a person decided.

mod append;
mod backup;
mod days;
mod disk;
mod error;
mod frame;
mod lock;
mod position;
mod prune;
mod read;
mod recompress;
mod record;
mod texts;
mod verify;
mod walk;

#[cfg(test)]
mod tests;

pub use append::Archive;
pub use backup::Copied;
pub use backup::backup;
pub use days::DaySize;
pub use days::day_sizes;
pub use disk::DayFile;
pub use disk::Disk;
pub use error::ArchiveError;
pub use error::Damage;
pub use error::Notice;
pub use error::Why;
pub(crate) use lock::DirLock;
pub use position::Position;
pub use prune::Expired;
pub use prune::Retention;
pub use prune::delete;
pub use prune::expired;
pub use read::Reader;
pub use read::Records;
pub use recompress::Recompressed;
pub use recompress::recompress;
pub use record::MAX_RECORD;
pub use record::Record;
pub use record::RecordBody;
pub use texts::Take;
pub use texts::expired_texts;
pub use texts::take_texts;
pub use verify::MAX_DAMAGES;
pub use verify::Summary;
pub use verify::verify;
