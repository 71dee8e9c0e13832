//! Answers questions while the service runs: one router, on a Unix socket in the data directory.
//!
//! | request | answer |
//! |---|---|
//! | `POST /ask` with a [`crate::inspect::Question`] in JSON | a [`crate::inspect::Answer`] in JSON, else [`Refusal`] |
//! | `POST /order` with an [`Order`] in JSON | what was done, a line as JSON, else [`Refusal`] |
//! | `GET /tail?after=SEQ`, `GET /tail?last=N` | one [`crate::inspect::EventView`] a line (NDJSON) as they happen; an empty line says that all is well |
//! | `GET /healthz` | `{"status":"ok"}` |
//!
//! Both ends of the wire are here, so that they cannot drift apart. Knows nothing of how questions are answered, nor of terminals.

mod client;
mod router;
mod socket;
mod tail;

#[cfg(test)]
mod tests;

pub use client::{Client, ClientError, Events};
pub use router::{Ask, Order, Orders, State, router};
pub use socket::{ServeError, listen, socket_path};

use crate::inspect::ArchiveTexts;
use crate::inspect::ask;
use crate::model::Timestamp;
use crate::store::Store;
use serde::Deserialize;
use serde::Serialize;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

/// Longest question in bytes of JSON; a longer one is refused. The longest are lists of configured feeds.
pub const MAX_QUESTION: usize = 4 * 1024 * 1024;
/// Longest answer in bytes of JSON; a longer one is refused at either end.
pub const MAX_ANSWER: usize = 128 * 1024 * 1024;
/// Questions that are worked on at once; more wait.
pub const MAX_RUNNING: usize = 4;
/// Questions that are worked on or wait; of more each is refused as `busy`.
pub const MAX_ASKED: usize = 64;
/// Readers of the tail at once; of more each is refused as `busy`.
pub const MAX_TAILS: usize = 32;
/// How often the tail looks for new events.
pub const TAIL_PULSE: Duration = Duration::from_millis(500);
/// After so long without an event the tail sends an empty line: who is gone is noticed, and who reads knows that we are not.
pub const TAIL_HEARTBEAT: Duration = Duration::from_secs(15);
/// How long open connections are waited for once the end was asked for.
pub const CLOSING: Duration = Duration::from_millis(800);

/// Why a request was not answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// A stable name: `unknown`, `ambiguous`, `text`, `store`, `bad_question`, `busy`, `too_large`, `refused`, `failed`, `no_such_page`.
    pub kind: String,
    /// One sentence for a person.
    pub message: String,
}

impl Refusal {
    fn new(kind: &str, message: impl Into<String>) -> Refusal {
        Refusal {
            kind: kind.to_owned(),
            message: message.into(),
        }
    }
}

/// Starts to answer from `store` and from the archive in `data_dir`, on [`socket_path`], until `end` is cancelled.
/// The socket is there when this returns. To be called within a Tokio runtime.
pub fn start(
    data_dir: &Path,
    store: Arc<Store>,
    now: impl Fn() -> Timestamp + Send + Sync + 'static,
    orders: Orders,
    end: CancellationToken,
) -> Result<JoinHandle<()>, ServeError> {
    let texts = ArchiveTexts::new(data_dir);
    let ask: Ask = Arc::new(move |question| ask(&store, &texts, question, now()));
    let listening = listen(
        &socket_path(data_dir)?,
        State::new(ask).with_orders(orders),
        async move {
            end.cancelled().await;
        },
    )?;
    Ok(tokio::spawn(listening))
}
