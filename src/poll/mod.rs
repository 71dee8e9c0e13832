//! Fetching and its timing: the HTTP client, politeness, the schedule, and the clock. The only folder that reads
//! the wall clock or (but for the Unix socket in `cli/`) speaks HTTP. Knows nothing of what is in a feed or a page.
//!
//! One poll, as `pipeline/` makes it:
//! 1. when [`first_due`] or the row's `next_due` has come, [`Client::feed`] with [`validators_to_send`];
//! 2. each new entry's page by [`Client::page`], which also decides whether a local file may be read;
//! 3. when every entry is durable, [`fold_outcome`]; on failure at once, with `Outcome::from(&error)`.
//!
//! The client itself waits for its turn at a domain and honours pauses that hosts ask for: callers bound only how
//! many requests they start.

mod address;
mod budget;
mod classify;
mod client;
mod clock;
mod error;
mod fetched;
mod file;
mod fold;
mod freshness;
mod links;
mod manners;
mod memory;
mod params;
mod permission;
mod politeness;
mod redirect;
mod request;
mod resolver;
mod retry_after;
mod robots;
mod schedule;
mod shown;
mod unpack;
mod ways;
mod websub;

#[cfg(test)]
pub(crate) mod tests;

pub use crate::config::AllowPrivate;
pub use crate::config::Network;
pub use crate::config::NetworkError;
pub use address::is_public;
pub use client::Client;
pub use client::install_tls;
pub use clock::Clock;
pub use error::ERROR_NAMES;
pub use error::FetchError;
pub use error::Phase;
pub use error::RedirectFault;
pub use fetched::Fetched;
pub use fetched::MAX_VALIDATOR;
pub use fetched::Page;
pub use fetched::Validators;
pub use file::may_follow;
pub use fold::fold_outcome;
pub use links::Links;
pub use manners::Manners;
pub use memory::Settled;
pub use memory::address_to_ask;
pub use memory::expected_silence_ms;
pub use memory::settle;
pub use memory::wants_search;
pub use params::ClientError;
pub use params::ClientParams;
pub use params::Names;
pub use params::user_agent;
pub use permission::ROBOTS_GIVEN_UP_MS;
pub use permission::ROBOTS_KEPT_MS;
pub use permission::ROBOTS_RETRY_MS;
pub use politeness::MAX_DOMAINS;
pub use politeness::Permit;
pub use politeness::Politeness;
pub use politeness::same_site;
pub use politeness::site;
pub use request::Want;
pub use retry_after::DEFAULT_429_MS;
pub use retry_after::MAX_RETRY_AFTER_MS;
pub use schedule::FLOOR_MS;
pub use schedule::MAX_BACKOFF_MS;
pub use schedule::Outcome;
pub use schedule::START_WINDOW_MS;
pub use schedule::ScheduleParams;
pub use schedule::first_due;
pub use schedule::next_due;
pub use schedule::next_interval;
pub use schedule::validators_to_send;
pub use shown::ShownUrl;
pub use websub::is_signed;
pub use websub::secret;
pub use websub::stands;
pub use websub::wants_asking;
