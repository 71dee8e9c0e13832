//! Answers questions and takes corrections while the service runs: one router, on a Unix socket in the data directory.
//!
//! | request | answer |
//! |---|---|
//! | `POST /ask` with a [`crate::inspect::Question`] in JSON | a [`crate::inspect::Answer`] in JSON, else [`Refusal`] |
//! | `POST /correct` with a [`Proposal`] in JSON | what it came to ([`crate::pipeline::apply::Corrected`]), else [`Refusal`] |
//! | `POST /order` with an [`Order`] in JSON | what was done, a line as JSON, else [`Refusal`] |
//! | `GET /tail?after=SEQ`, `GET /tail?last=N` | one [`crate::inspect::EventView`] a line (NDJSON) as they happen; an empty line says that all is well |
//! | `GET /metrics` | Prometheus metrics |
//! | `GET /healthz` | `{"status":"ok"}`, or 503 with what is stuck |
//! | `GET /readyz` | the same, and 503 while the service starts or ends |
//!
//! While the view is brought up to date at start, the last three answer already, and everything else is refused as `starting`
//! ([`Opening`]). Every answer carries the number that the log knows its request by, as `x-request-id`.
//!
//! Where `[run] metrics` names an address, the last three are answered there too, over TCP; nothing else is.
//!
//! Where `[websub] callback` is set, feeds' hubs are answered on an address of their own ([`listen_hooks`]).
//!
//! Both ends of the wire are here, so that they cannot drift apart. Knows nothing of how questions are answered, nor of terminals.

mod client;
mod health;
mod hooks;
mod metrics;
mod opening;
mod router;
mod socket;
mod tail;
mod vitals;

#[cfg(test)]
mod tests;

pub use client::{Client, ClientError, Events, TailFrom};
pub use hooks::listen_hooks;
pub use metrics::Vitals;
pub use opening::Opening;
pub use router::{Ask, Correct, Order, Orders, State, router};
pub use socket::{Address, ServeError, listen, socket_path};

use crate::inspect::Answer;
use crate::inspect::ArchiveTexts;
use crate::inspect::ask;
use crate::model::Act;
use crate::model::Correction;
use crate::model::Timestamp;
use crate::pipeline::counters::Counters;
use crate::pipeline::journal::Corrector;
use crate::store::Store;
use serde::Deserialize;
use serde::Serialize;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

/// Longest question in bytes of JSON; a longer one is refused. The longest are lists of configured feeds.
pub const MAX_QUESTION: usize = 4 * 1024 * 1024;
/// Longest correction in bytes of JSON; a longer one is refused.
pub const MAX_PROPOSAL: usize = 2 * 1024 * 1024;
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
    /// A stable name: `unknown`, `ambiguous`, `text`, `store`, `bad_question`, `busy`, `too_large`, `failed`, `refused`, `forbidden`, `starting`, `no_such_page`.
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

/// A correction as it is asked for: when it was made is for whoever records it to say.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposal {
    /// What is to be done.
    pub act: Act,
    /// Why, in the person's words.
    #[serde(default)]
    pub note: Option<String>,
}

/// What is served.
pub struct Served {
    /// Where the service is found.
    pub address: Address,
    /// Where answers come from.
    pub store: Arc<Store>,
    /// What is told of the service's health.
    pub counters: Arc<Counters>,
    /// Where health is told over TCP as well.
    pub tcp: Option<SocketAddr>,
    /// Where corrections go, from the socket alone; without one none are taken.
    pub corrector: Option<Corrector>,
    /// How orders are carried out, from the socket alone; without it none are taken.
    pub orders: Option<Orders>,
}

/// Starts to answer from the store and from the archive in `data_dir`, at its address, and what machines ask of the
/// service's health over TCP as well, until `end` is cancelled.
/// Socket and port are there when this returns. To be called within a Tokio runtime.
pub async fn start(
    data_dir: &Path,
    served: Served,
    now: impl Fn() -> Timestamp + Send + Sync + 'static,
    end: CancellationToken,
) -> Result<JoinHandle<()>, ServeError> {
    let Served {
        address,
        store,
        counters,
        tcp,
        corrector,
        orders,
    } = served;
    let vitals = Arc::new(Vitals::new(counters, store.clone(), data_dir, now()));
    let texts = ArchiveTexts::new(data_dir);
    let now = Arc::new(now);
    let made = now.clone();
    let told = vitals.clone();
    let ask: Ask = Arc::new(move |question| {
        let mut answer = ask(&store, &texts, question, now())?;
        if let Answer::Stats(stats) = &mut answer {
            stats.service = Some(vitals::view(&told));
        }
        Ok(answer)
    });
    let mut state = State::new(ask, vitals);
    if let Some(port) = tcp {
        let serving = health::listen_tcp(port, state.health()).await;
        tokio::spawn(serving.map_err(|source| ServeError::Tcp {
            address: port,
            source,
        })?);
    }
    if let Some(corrector) = corrector {
        let correct: Correct = Arc::new(move |Proposal { act, note }| {
            let made = made();
            corrector.correct(Correction { made, note, act })
        });
        state = state.with_corrections(correct);
    }
    if let Some(orders) = orders {
        state = state.with_orders(orders);
    }
    let listening = listen(&address, state, async move {
        end.cancelled().await;
    })?;
    Ok(tokio::spawn(listening))
}
