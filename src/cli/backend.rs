//! Two roads to an answer: the running service over its socket, else the view itself. Both end in `inspect::ask`.
//! Knows nothing of what is asked or how it is shown.

use crate::inspect::Answer;
use crate::inspect::ArchiveTexts;
use crate::inspect::AskError;
use crate::inspect::Question;
use crate::inspect::ask;
use crate::model::Timestamp;
use crate::pipeline::replay::archive_dir;
use crate::serve::Client;
use crate::serve::ClientError;
use crate::serve::Events;
use crate::serve::TailFrom;
use crate::serve::socket_path;
use crate::store::OpenOptions;
use crate::store::Store;
use crate::store::StoreError;
use std::fs;
use std::path::Path;
use std::path::PathBuf;
use std::thread;
use std::time::Duration;

/// The engine's cache while one question is answered.
const CACHE_BYTES: u64 = 32 * 1024 * 1024;
/// How often a view that is in use is tried again: whoever is reading it may be done soon, a starting service may soon answer.
const TRIES: u32 = 30;
/// How long between two tries.
const BETWEEN_TRIES: Duration = Duration::from_millis(100);

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub enum BackendError {
    /// Nothing was ever stored there.
    #[error(
        "nothing here yet ({dir}): run `sayso run --config FILE` to poll feeds, or `sayso ingest FILE` to take stories from a file"
    )]
    Nothing {
        /// The data directory.
        dir: PathBuf,
    },
    /// There is an archive but no view of it.
    #[error(
        "{dir} has an archive but no view of it: `sayso store rebuild` makes one, and so does `sayso run`"
    )]
    NoView {
        /// The data directory.
        dir: PathBuf,
    },
    /// The view is locked and nobody answers.
    #[error(
        "the view in {dir} is in use, but nobody answers there: a sayso is starting, rebuilding, stopping or stuck; try again in a moment"
    )]
    InUse {
        /// The data directory.
        dir: PathBuf,
    },
    /// The view cannot be opened.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The question has no answer.
    #[error(transparent)]
    Ask(#[from] AskError),
    /// The running service gave none.
    #[error(transparent)]
    Client(#[from] ClientError),
}

/// Where answers come from.
pub enum Backend {
    /// The running service.
    Service(Client),
    /// The view, opened for this one process.
    View {
        /// The view.
        store: Box<Store>,
        /// The archive beside it.
        texts: ArchiveTexts,
        /// The present.
        now: Timestamp,
    },
}

impl Backend {
    /// The service that runs on this data directory, or else the view in it.
    pub fn open(data_dir: &Path, now: Timestamp) -> Result<Backend, BackendError> {
        for attempt in 0..TRIES {
            // Where the path is too long for a socket, no service can be listening.
            if let Ok(path) = socket_path(data_dir)
                && let Some(client) = Client::find(&path)?
            {
                return Ok(Backend::Service(client));
            }
            match open_view(data_dir) {
                Err(BackendError::InUse { .. }) if attempt + 1 < TRIES => {
                    thread::sleep(BETWEEN_TRIES)
                }
                Err(error) => return Err(error),
                Ok(store) => {
                    return Ok(Backend::View {
                        store: Box::new(store),
                        texts: ArchiveTexts::new(data_dir),
                        now,
                    });
                }
            }
        }
        Err(BackendError::InUse {
            dir: data_dir.to_path_buf(),
        })
    }

    /// Answers one question.
    pub fn ask(&self, question: &Question) -> Result<Answer, BackendError> {
        Ok(match self {
            Backend::Service(client) => client.ask(question)?,
            Backend::View { store, texts, now } => ask(store, texts, question, *now)?,
        })
    }

    /// Events from a point on and those to come; `None` where no service runs, so that none can come.
    pub fn follow(&self, from: TailFrom) -> Result<Option<Events>, BackendError> {
        match self {
            Backend::Service(client) => Ok(Some(client.tail(from)?)),
            Backend::View { .. } => Ok(None),
        }
    }
}

fn open_view(data_dir: &Path) -> Result<Store, BackendError> {
    let dir = data_dir.to_path_buf();
    let options = OpenOptions {
        cache_bytes: CACHE_BYTES,
        create: false,
        ..OpenOptions::default()
    };
    Store::open(data_dir, options).map_err(|error| match error {
        StoreError::Locked { .. } => BackendError::InUse { dir },
        StoreError::Missing { .. } if has_archive(data_dir) => BackendError::NoView { dir },
        StoreError::Missing { .. } => BackendError::Nothing { dir },
        other => BackendError::Store(other),
    })
}

fn has_archive(data_dir: &Path) -> bool {
    let days = fs::read_dir(archive_dir(data_dir)).into_iter().flatten();
    days.flatten()
        .any(|day| day.file_name().to_string_lossy().ends_with(".jsonl.zst"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn what_is_missing_is_told_apart() {
        let dir = tempfile::tempdir().unwrap();
        let check = |expect: &str| {
            let error = Backend::open(dir.path(), Timestamp::default())
                .err()
                .unwrap();
            assert!(error.to_string().contains(expect), "{error}");
        };
        check("nothing here yet");
        fs::create_dir(dir.path().join("archive")).unwrap();
        check("nothing here yet");
        fs::write(dir.path().join("archive/2026-03-01.jsonl.zst"), "").unwrap();
        check("store rebuild");
    }

    #[test]
    fn a_view_in_use_without_service_is_an_error() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path(), OpenOptions::default()).unwrap();
        let error = open_view(dir.path()).err().unwrap();
        assert!(matches!(error, BackendError::InUse { .. }), "{error}");
        drop(store);
        assert!(open_view(dir.path()).is_ok());
    }
}
