//! What the journal answers to whoever sent it something: that it is recorded, or why not.

use crate::archive::ArchiveError;
use crate::model::Verdict;
use crate::pipeline::apply::Refused;
use crate::store::StoreError;
use std::sync::Arc;

/// Why observed stories were not recorded.
#[derive(Clone, Debug, thiserror::Error)]
pub enum JournalError {
    /// The archive cannot be written; nothing of the job counts.
    #[error("{0}")]
    Archive(Arc<ArchiveError>),
    /// The archive has the stories, the view does not: a restart brings it up to date.
    #[error("{0}")]
    Store(Arc<StoreError>),
    /// The journal has stopped, by an earlier error or because the service ends.
    #[error("the journal has stopped; nothing more is recorded until a restart")]
    Stopped,
}

/// What was recorded of one story.
#[derive(Clone, Debug, PartialEq)]
pub struct Recorded {
    /// What dedup said.
    pub verdict: Verdict,
}

/// Why a correction was not recorded.
#[derive(Clone, Debug, thiserror::Error)]
pub enum CorrectError {
    /// It was not taken.
    #[error(transparent)]
    Refused(#[from] Refused),
    /// It could not be written.
    #[error(transparent)]
    Journal(#[from] JournalError),
}
