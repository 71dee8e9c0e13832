//! What can go wrong with the archive: errors that stop, damage that costs a frame, notices of what was put right.

use super::Position;
use std::io;
use std::path::Path;
use std::path::PathBuf;

/// Why the archive could not be opened, appended to or read.
#[derive(Debug, thiserror::Error)]
pub enum ArchiveError {
    /// Another process appends to the archive.
    #[error(
        "the archive {dir} is in use by another sayso: stop that one first, or give this one another data directory"
    )]
    Locked {
        /// The archive's directory.
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
    /// An append failed. Nothing of it is kept, and the archive takes no more until it is opened anew.
    #[error(
        "{path}: appending to the archive failed ({source}); nothing of it was kept: see to the disk, then restart sayso"
    )]
    Append {
        /// The day file.
        path: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
    /// An earlier append failed; see [`ArchiveError::Append`].
    #[error(
        "the archive {dir} takes no more records because an earlier append failed: see to the disk, then restart sayso"
    )]
    Stopped {
        /// The archive's directory.
        dir: PathBuf,
    },
    /// A record is longer than any record may be. Nothing of the batch was written.
    #[error(
        "the story {name} has {bytes} bytes as JSON, more than the {most} that a record may have"
    )]
    TooLarge {
        /// The story's identity.
        name: String,
        /// Its length.
        bytes: usize,
        /// [`super::MAX_RECORD`].
        most: usize,
    },
    /// The archive was written by a newer sayso. Nothing was changed.
    #[error(
        "{path} was written by a newer sayso (format {found}, this one knows {known}): upgrade sayso"
    )]
    Newer {
        /// The day file.
        path: PathBuf,
        /// Format found.
        found: u32,
        /// Newest format that this program knows.
        known: u32,
    },
    /// What lies at a position cannot be read.
    #[error(transparent)]
    Damaged(#[from] Damage),
    /// There is no record at a position.
    #[error(
        "the archive has no record at {position}: the view does not belong to this archive; rebuild it with `sayso store rebuild`"
    )]
    NoRecord {
        /// The position asked for.
        position: Position,
    },
}

impl ArchiveError {
    pub(super) fn io(path: &Path, source: io::Error) -> ArchiveError {
        ArchiveError::Io {
            path: path.to_path_buf(),
            source,
        }
    }
}

/// A stretch of a day file that cannot be read. The records in it are lost to us; those around it are not.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}, {length} bytes at offset {offset}{}: {why}", line.map_or(String::new(), |l| format!(", line {l}")))]
pub struct Damage {
    /// The day file.
    pub file: PathBuf,
    /// Where the stretch begins.
    pub offset: u64,
    /// How long it is, in bytes.
    pub length: u64,
    /// The line of the frame at `offset`, counted from 0, where only that one is unreadable.
    pub line: Option<u32>,
    /// What is wrong.
    pub why: Why,
}

/// What is wrong with a stretch of a day file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Why {
    /// No frame begins here.
    #[error("no frame begins here")]
    Header,
    /// The frame is shorter than its header says.
    #[error("the frame is cut short")]
    Short,
    /// The frame's bytes are not those that were written.
    #[error("the frame's checksum does not match")]
    Checksum,
    /// The frame does not decompress to what its header says.
    #[error("the frame does not decompress")]
    Compression,
    /// The frame does not hold as many lines as its header says.
    #[error("the frame has {found} lines instead of {expected}")]
    Lines {
        /// As the header says.
        expected: u32,
        /// As counted.
        found: u32,
    },
    /// A line is not a record.
    #[error("the line is not a record ({0})")]
    Line(String),
    /// A record has another number than the one that is its turn.
    #[error("the record has number {found} instead of {expected}")]
    Sequence {
        /// The number whose turn it is.
        expected: u64,
        /// The number found.
        found: u64,
    },
    /// A frame or record in a newer format.
    #[error("it is in format {found}, and this sayso knows {known}: upgrade sayso")]
    Newer {
        /// Format found.
        found: u32,
        /// Newest format that this program knows.
        known: u32,
    },
    /// A record of a kind that this program does not know.
    #[error("it is a record of the unknown kind '{0}', as a newer sayso may write: upgrade sayso")]
    Kind(String),
    /// The operating system could not read it.
    #[error("it cannot be read ({0})")]
    Io(String),
}

impl Why {
    /// Whether a newer sayso would read it: not damage, but a reason to upgrade rather than to go on.
    pub fn calls_for_upgrade(&self) -> bool {
        matches!(self, Why::Newer { .. } | Why::Kind(_))
    }
}

/// What opening the archive put right.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}: the last write was not finished; {dropped} bytes from offset {offset} were moved to {kept}", kept = .kept.display(), file = .file.display())]
pub struct Notice {
    /// The day file.
    pub file: PathBuf,
    /// Its length now.
    pub offset: u64,
    /// How many bytes were cut off.
    pub dropped: u64,
    /// Where they are kept.
    pub kept: PathBuf,
}
