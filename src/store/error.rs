//! What can go wrong with the view, and what to do about it. Knows nothing of the engine's own errors.

use std::io;
use std::path::Path;
use std::path::PathBuf;

/// Why the view could not be opened, asked or changed.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Another process has the view open.
    #[error(
        "the view in {dir} is in use by another process: ask the running daemon, or stop it first"
    )]
    Locked {
        /// The data directory.
        dir: PathBuf,
    },
    /// There is no view, and [`super::OpenOptions::create`] was not set.
    #[error("there is no view in {dir}: `sayso run` makes one")]
    Missing {
        /// The data directory.
        dir: PathBuf,
    },
    /// The view was written by a newer sayso. Nothing was changed.
    #[error(
        "the view was written by a newer sayso (format {found}, this one knows {known}): upgrade sayso"
    )]
    Newer {
        /// Format found.
        found: u32,
        /// Newest format that this program knows.
        known: u32,
    },
    /// The view was written in an older format. Formats are not migrated: the view is rebuilt from the archive.
    #[error(
        "the view is in the older format {found}, this sayso writes {known}: it has to be rebuilt from the archive"
    )]
    Outdated {
        /// Format found.
        found: u32,
        /// The format that this program writes.
        known: u32,
    },
    /// The view, or one row of it, is not what was written.
    #[error(
        "the view is damaged at {tree}/{key}: {what}; rebuild it from the archive with `sayso store rebuild`"
    )]
    Damaged {
        /// The tree; `view` for the whole.
        tree: &'static str,
        /// The key in hexadecimal, or the file.
        key: String,
        /// What was found, as a clause.
        what: String,
    },
    /// The disk is full, or so nearly full that the view stopped writing before it is.
    #[error(
        "hardly any room is left on the disk of {dir}: free some space; nothing new is taken in until then, and what is known is still answered"
    )]
    Full {
        /// The data directory.
        dir: PathBuf,
    },
    /// A file operation failed.
    #[error("{path}: {source}")]
    Io {
        /// The file or directory.
        path: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
    /// An earlier write failed, so the view takes no more until it is opened anew; reading goes on.
    #[error("the view in {dir} takes no more writes because an earlier one failed: restart sayso")]
    Stopped {
        /// The data directory.
        dir: PathBuf,
    },
    /// A row is longer than any row may be.
    #[error("a row of {tree} has {bytes} bytes, more than the {most} that a row may have")]
    TooLarge {
        /// The tree.
        tree: &'static str,
        /// Its length.
        bytes: usize,
        /// [`super::MAX_ROW`].
        most: usize,
    },
    /// A change was handed in that lies before what is applied already, with a later number: the archive is not the one that the view was built from.
    #[error(
        "record {seq} at {position} lies before what the view has applied: the view does not belong to this archive; rebuild it with `sayso store rebuild`"
    )]
    OutOfOrder {
        /// The change's number.
        seq: u64,
        /// The change's position.
        position: crate::archive::Position,
    },
}

impl StoreError {
    /// Whether the way out is to set the view aside ([`super::Store::set_aside`]) and build it anew from the archive.
    pub fn calls_for_rebuild(&self) -> bool {
        matches!(
            self,
            StoreError::Outdated { .. }
                | StoreError::Damaged { .. }
                | StoreError::OutOfOrder { .. }
        )
    }

    /// A failed file operation on `path`; a full disk becomes [`StoreError::Full`].
    pub(super) fn io(path: &Path, source: io::Error) -> StoreError {
        if source.kind() == io::ErrorKind::StorageFull {
            let dir = path.parent().unwrap_or(path).to_path_buf();
            return StoreError::Full { dir };
        }
        StoreError::Io {
            path: path.to_path_buf(),
            source,
        }
    }

    /// Damage of one row.
    pub(super) fn row(tree: &'static str, key: &[u8], what: impl Into<String>) -> StoreError {
        StoreError::Damaged {
            tree,
            key: hex(key),
            what: what.into(),
        }
    }
}

/// Bytes as hexadecimal digits, for naming keys.
pub(super) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        let _ = write!(text, "{byte:02x}");
    }
    text
}
